"""Pronouns, relative words and second verbs stand for the right ones of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pytest

from onrecord.attribution.parties import Parties
from onrecord.languages import given_names
from onrecord.pipeline import Draft, Name, PassageDraft, Place, RawPage, Sentence, Speech
from onrecord.records import Party
from onrecord.spans import Aligned


@dataclass
class Said:
    """A speech by the words of its cue, content and source, the first ones behind where the last speech's cue ended."""

    cue: str
    content: str
    source: str = ""
    identified: str = "named"


def marked(text: str, name: str, kind: Literal["person", "organization"]) -> list[Name]:
    """The names of a text that read so."""
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return [Name(place=(0, at.start(), at.end()), kind=kind, confidence=1.0) for at in found]


def covered(place: Place, others: list[Place]) -> bool:
    """Whether a place lies in another."""
    return any(other[1] <= place[1] and place[2] <= other[2] for other in others)


def told(
    text: str,
    persons: str,
    *said: Said,
    language: str = "en",
    others: str = "",
    kind: Literal["paragraph", "caption"] = "paragraph",
) -> list[list[str | None]]:
    """Whom each speech is given to, by name or else by words."""
    found = parties(text, persons, *said, language=language, others=others, kind=kind)
    return [[party.actor or party.text for party in speakers] for speakers in found]


def parties(
    text: str,
    persons: str,
    *said: Said,
    language: str = "en",
    others: str = "",
    kind: Literal["paragraph", "caption"] = "paragraph",
) -> list[tuple[Party, ...]]:
    """The speakers of each speech; `persons` and `others` are names between commas, each marked wherever it stands."""
    names = [name for one in filter(None, persons.split(", ")) for name in marked(text, one, "person")]
    taken = [name.place for name in names]
    names += [
        name
        for one in filter(None, others.split(", "))
        for name in marked(text, one, "organization")
        if not covered(name.place, taken)
    ]
    speeches, last = [], 0

    def place(words: str, start: int) -> tuple[Place, ...]:
        at = text.index(words, start)
        return ((0, at, at + len(words)),)

    for one in said:
        source = tuple(at for part in filter(None, one.source.split(" | ")) for at in place(part, last))
        behind = source[-1][2] if source and one.cue in text[source[-1][2] :] else last
        cue = place(one.cue, behind) if one.cue else ()
        last = cue[0][2] if cue else last
        speeches.append(
            Speech(
                cue=cue, content=place(one.content, 0), sources=source, addressees=(), act="state", mode="said",
                identified=one.identified, confidence=1.0,
            )  # type: ignore[arg-type]
        )  # fmt: skip
    sentences = tuple(Sentence(start=at.start(), end=at.end()) for at in re.finditer(r"[^.]+\.", text))
    passage = PassageDraft(kind=kind, text=Aligned.verbatim(text, 0, len(text)), language=language, sentences=sentences)
    page = Draft(
        raw=RawPage(id="p", content=text, where="t"), text=text, passages=(passage,), language=language,
        names=tuple(sorted(names, key=lambda name: name.place)), speeches=tuple(speeches),
    )  # fmt: skip
    made = Parties(page)
    found: list[tuple[Party, ...]] = []
    above: tuple[Party, ...] = ()
    for one in speeches:
        inside = any(
            other is not one and other.content[0][1] <= (one.cue or one.content)[0][1] < other.content[0][2]
            for other in speeches
        )
        speakers = made.speakers(one, above if inside else None)
        above = above if inside else speakers
        found.append(speakers)
    return found


def test_he_is_no_woman() -> None:
    text = "Karl Moser runs the dam. Emma Lind leads the inquiry. He denies the leak."
    assert told(text, "Karl Moser, Emma Lind", Said("denies", "the leak", "He")) == [["Karl Moser"]]


def test_she_is_rather_a_woman_than_one_of_whom_nothing_is_known() -> None:
    text = "Emma Lind met Stockfish Dey. She denies the leak."
    assert told(text, "Emma Lind, Stockfish Dey", Said("denies", "the leak", "She")) == [["Emma Lind"]]


def test_she_is_the_one_told_of_last_and_not_who_spoke_last() -> None:
    text = "Emma Lind said the wall held. The board wrote to Ada Brandt. She promised an answer."
    assert told(
        text, "Emma Lind, Ada Brandt", Said("said", "the wall held", "Emma Lind"), Said("promised", "an answer", "She")
    ) == [["Emma Lind"], ["Ada Brandt"]]


def test_he_is_rather_the_subject_of_the_sentence_before() -> None:
    text = "Karl Moser met Otto Lind. He has also accused others."
    assert told(text, "Karl Moser, Otto Lind", Said("has also accused", "others", "He")) == [["Karl Moser"]]


def test_he_is_not_who_only_has_something() -> None:
    text = "Moser's adviser, Karl Brandt, left the room. He said it was late."
    assert told(text, "Moser, Karl Brandt", Said("said", "it was late", "He")) == [["Karl Brandt"]]


def test_they_are_nobody_alone() -> None:
    text = "Emma Lind said it held. They called it a lie."
    assert told(text, "Emma Lind", Said("said", "it held", "Emma Lind"), Said("called", "a lie", "They"))[1] == ["They"]


def test_i_outside_of_a_quotation_is_nobody_of_the_page() -> None:
    text = "Emma Lind said it held. I promised a report."
    assert told(text, "Emma Lind", Said("said", "it held", "Emma Lind"), Said("promised", "a report", "I"))[1] == ["I"]
    text = "– It held, said Emma Lind. I promised a report."
    assert told(text, "Emma Lind", Said("said", "It held", "Emma Lind"), Said("promised", "a report", "I"))[1] == [
        "Emma Lind"
    ]


def test_nobody_is_he_in_his_own_words() -> None:
    text = "– Otto Lind said it rained, and then he promised a report."
    said = Said("said", "it rained, and then he promised a report", "Otto Lind"), Said("promised", "a report", "he")
    assert told(text, "Otto Lind", *said)[1] == ["he"]


def test_he_is_who_is_reported_to_say_it() -> None:
    text = "Karl Moser was there. Otto Lind said that he had promised a report."
    assert told(
        text, "Karl Moser, Otto Lind",
        Said("said", "that he had promised a report", "Otto Lind"), Said("had promised", "a report", "he"),
    )[1] == ["Otto Lind"]  # fmt: skip


def test_she_is_the_woman_who_spoke_last_where_none_is_told_of_near() -> None:
    text = "Emma Lind said it held. Karl Moser said no. He left. It rained. She promised a report."
    said = Said("said", "it held", "Emma Lind"), Said("said", "no", "Karl Moser"), Said("promised", "a report", "She")
    assert told(text, "Emma Lind, Karl Moser", *said)[2] == ["Emma Lind"]


def test_who_took_a_picture_is_not_he() -> None:
    text = "Karl Moser left. Otto Lind/AP. He said no."
    assert told(text, "Karl Moser, Otto Lind", Said("said", "no", "He")) == [["Karl Moser"]]


def test_every_person_of_a_list_with_what_each_is_speaks() -> None:
    text = "The mayor, Karl Moser, and her aide Emma Lind said it held."
    source = "The mayor, Karl Moser, and her aide Emma Lind"
    assert told(text, "Karl Moser, Emma Lind", Said("said", "it held", source)) == [["Karl Moser", "Emma Lind"]]
    text = "Karl Moser, the chairman, and Emma Lind, his aide, said it held."
    assert told(text, "Karl Moser, Emma Lind", Said("said", "it held", text[:44])) == [["Karl Moser", "Emma Lind"]]


@pytest.mark.parametrize(
    ("source", "who"),
    [
        ("The lawyer of Karl Moser", "The lawyer of Karl Moser"),
        ("A woman who met Mr Karl Moser", "A woman who met Mr Karl Moser"),
        ("A friend of Karl Moser and Otto Lind", "A friend of Karl Moser and Otto Lind"),
        ("The lawyer of Otto Lind, Karl Moser,", "Karl Moser"),
        ("The man who met the board, Karl Moser,", "Karl Moser"),
        ("Karl Moser, the lawyer and husband of Emma Lind,", "Karl Moser"),
        ("Moser who succeeded Emma Lind", "Moser"),
        ("Moser together with Emma Lind", "Moser"),
    ],
)
def test_who_only_tells_of_somebody_else_does_not_speak(source: str, who: str) -> None:
    text = f"{source} said it held."
    persons = "Karl Moser, Otto Lind, Emma Lind" if "Karl" in source else "Moser, Emma Lind"
    assert told(text, persons, Said("said", "it held", source, "unnamed")) == [[who]]


def test_each_of_a_list_has_the_words_that_are_theirs() -> None:
    text = "Karl Moser, the minister of trade and industry, and Emma Lind said it held."
    found = parties(text, "Karl Moser, Emma Lind", Said("said", "it held", text[:-14]))[0]
    assert [one.role for one in found] == ["the minister of trade and industry", None]
    text = "French President Karl Moser and German minister Emma Lind said it held."
    found = parties(text, "Karl Moser, Emma Lind", Said("said", "it held", text[:-14]))[0]
    assert [(one.text, one.role, one.country) for one in found] == [
        ("French President Karl Moser", "French President", "FRA"), ("German minister Emma Lind", "German minister", "DEU")
    ]  # fmt: skip


def test_a_word_before_a_full_name_is_not_who_speaks() -> None:
    text = "Moser ally Emma Lind said it held."
    assert told(text, "Moser, Emma Lind", Said("said", "it held", "Moser ally Emma Lind")) == [["Emma Lind"]]


@pytest.mark.parametrize(
    ("text", "language", "source", "who"),
    [
        ("Mayor Emma Lind left. Karl Moser sang. The mayor said no.", "en", "The mayor", "Emma Lind"),
        ("Emma Lind, the mayor of Lund, left. Karl Moser sang. The mayor of Lund said no.", "en", "The mayor of Lund", "Emma Lind"),
        ("Salió el alcalde de Lund, Otto Lind. Karl Moser vino. El alcalde said no.", "es", "El alcalde", "Otto Lind"),
        ("Karl Moser met the mayor in Lund, Emma Lind sang. The mayor said no.", "en", "The mayor", "The mayor"),
        ("Karl Moser told the mayor that Emma Lind sang. The mayor said no.", "en", "The mayor", "The mayor"),
        ("Emma Lind, who met the mayor, sang. The mayor said no.", "en", "The mayor", "The mayor"),
        ("Mayor Emma Lind left. The deputy mayor said no.", "en", "The deputy mayor", "The deputy mayor"),
        ("Mayor Emma Lind left. A mayor said no.", "en", "A mayor", "A mayor"),
        ("Gunmen shot the singer Karl Moser, the police chief said no.", "en", "the police chief", "the police chief"),
        ("A lawyer for Emma Lind left. The lawyer said no.", "en", "The lawyer", "The lawyer"),
        ("Emma Lind, the wife of the mayor, sang. The mayor said no.", "en", "The mayor", "The mayor"),
        ("In Lund traf der Präsident Ministerin Emma Lind. Der Präsident said no.", "de", "Der Präsident", "Der Präsident"),
        ("Ministerin Emma Lind ging. Die Ministerin said no.", "de", "Die Ministerin", "Emma Lind"),
        ("Russian President Otto Lind met US President Karl Moser. The Russian president said no.", "en", "The Russian president", "Otto Lind"),
        ("Emma Lind left. The 54-year-old said no.", "en", "The 54-year-old", "Emma Lind"),
        ("Emma Lind, 54, met Karl Moser. Karl Moser left. The 54-year-old said no.", "en", "The 54-year-old", "Emma Lind"),
        ("Police arrested Emma Lind. The police said no.", "en", "The police", "The police"),
        ("The President met Emma Lind. The president said no.", "en", "The president", "The president"),
        ("Vice President Emma Lind left. The president said no.", "en", "The president", "The president"),
        ("US president Emma Lind left. The president said no.", "en", "The president", "Emma Lind"),
        ("Emma Lind, 54, left. Karl Moser, 61, sang. The 47-year-old said no.", "en", "The 47-year-old", "The 47-year-old"),
        ("Emma Lind left. The 27 states said no.", "en", "The 27 states", "The 27 states"),
        ("Il ministro degli Esteri russo Otto Lind partì. Emma Lind tacque. Poi il ministro degli Esteri said no.", "it", "il ministro degli Esteri", "Otto Lind"),
        ("Il ministro degli Esteri russo Otto Lind partì. Emma Lind tacque. Il capo della diplomazia russa said no.", "it", "Il capo della diplomazia russa", "Otto Lind"),
        ("Il primo ministro armeno Otto Lind partì. Emma Lind tacque. Il capo del governo said no.", "it", "Il capo del governo", "Otto Lind"),
        ("Le président a critiqué Otto Lind. Puis le président said no.", "fr", "le président", "le président"),
        ("Le président critique Otto Lind. Puis le président said no.", "fr", "le président", "le président"),
        ("US Secretary of State Otto Lind left. Karl Moser sang. The top US diplomat said no.", "en", "The top US diplomat", "Otto Lind"),
        ("Secretary of State for Health Otto Lind left. Karl Moser sang. The top diplomat said no.", "en", "The top diplomat", "The top diplomat"),
        ("Le président du Sénat, Otto Lind, partit. Puis le chef de l'État said no.", "fr", "le chef de l'État", "le chef de l'État"),
        ("Le président de la République, Otto Lind, partit. Karl Moser chanta. Puis le chef de l'État said no.", "fr", "le chef de l'État", "Otto Lind"),
        ("US-Außenminister Otto Lind ging. Karl Moser sang. Der Chefdiplomat said no.", "de", "Der Chefdiplomat", "Otto Lind"),
        ("Secretary of State Karl Moser met Foreign Minister Otto Lind. The secretary of state said no.", "en", "The secretary of state", "Karl Moser"),
        ("Apple president Otto Lind left. The head of state said no.", "en", "The head of state", "The head of state"),
        ("Ministerpräsident Otto Lind ging. Der Kanzler said no.", "de", "Der Kanzler", "Der Kanzler"),
        ("El ministro de Exteriores chileno, Otto Lind, salió. Karl Moser vino. El jefe de la diplomacia said no.", "es", "El jefe de la diplomacia", "Otto Lind"),
        ("Habló Emma Lind. La mujer de 54 años said no.", "es", "La mujer de 54 años", "Emma Lind"),
    ],
)  # fmt: skip
def test_an_epithet_is_whose_office_it_tells(text: str, language: str, source: str, who: str) -> None:
    said = Said("said", "no", source, "unnamed")
    assert told(text, "Emma Lind, Karl Moser, Otto Lind", said, language=language) == [[who]]


@pytest.mark.parametrize("source", ["Peru", "Peru | Kenya", "Peru | Chile | Kenya", "Peru, Chile"])
def test_some_of_a_list_are_all_of_it(source: str) -> None:
    said = Said("said", "no", source, "collective")
    assert told("Peru, Chile and Kenya said no.", "", said, others="Peru, Chile, Kenya") == [["Peru", "Chile", "Kenya"]]


def test_a_person_has_no_words_of_those_before_them() -> None:
    text = "Russian politicians and Karl Moser said it held."
    found = parties(text, "Karl Moser", Said("said", "it held", "Russian politicians and Karl Moser"))[0]
    assert [(one.text, one.actor, one.country) for one in found] == [
        ("Russian politicians", None, "RUS"), ("Karl Moser", "Karl Moser", None)
    ]  # fmt: skip


def test_nobody_says_what_they_were_asked() -> None:
    text = "Emma Lind denied theft and, when asked if she ran, told reporters no."
    said = (Said("denied", "theft", "Emma Lind"), Said("asked", "if she ran"), Said("told", "no"))
    assert told(text, "Emma Lind", *said) == [["Emma Lind"], [], ["Emma Lind"]]


def test_a_name_as_newspapers_spell_it_has_a_gender() -> None:
    text = "Hugo Moser came. Vassily Orlov called it dangerous. He added no."
    added = Said("added", "no", "He")
    assert told(text, "Hugo Moser, Vassily Orlov", added) == [["Vassily Orlov"]]


def test_who_leads_in_is_none_of_the_list() -> None:
    text = "According to Emma Lind, Karl Moser and Otto Lind said no."
    assert told(text, "Emma Lind, Karl Moser, Otto Lind", Said("said", "no", "Karl Moser | Otto Lind")) == [
        ["Karl Moser", "Otto Lind"]
    ]


def test_it_is_the_body_told_of_before() -> None:
    text = "The Harbour Board closed the quay, and it said no."
    assert told(text, "", Said("said", "no", "it", "collective"), others="Harbour Board") == [["Harbour Board"]]
    text = "The Harbour Board chairman Emma Lind left. It said no."
    assert told(text, "Emma Lind", Said("said", "no", "It", "collective"), others="Harbour Board") == [["It"]]
    text = "In Harbour Board, it said no."
    assert told(text, "", Said("said", "no", "it", "collective"), others="Harbour Board") == [["it"]]
    text = "Emma Lind met the Harbour Board. It rained, and it said no."
    assert told(text, "Emma Lind", Said("said", "no", "it", "collective"), others="Harbour Board") == [["it"]]


def test_they_are_those_who_spoke_together() -> None:
    text = "Emma Lind and Karl Moser said it held. They promised a report."
    said = Said("said", "it held", "Emma Lind and Karl Moser"), Said("promised", "a report", "They", "unnamed")
    assert told(text, "Emma Lind, Karl Moser", *said)[1] == ["Emma Lind", "Karl Moser"]


@pytest.mark.parametrize(
    ("cue", "language", "who"),
    [("Explicó", "es", ["Otto Lind"]), ("Se informó", "es", []), ("Dicen", "es", []), ("Explicó el alcalde", "es", []), ("Сообщается", "ru", [])],
)  # fmt: skip
def test_a_verb_that_opens_its_sentence_has_its_subject_left_out(cue: str, language: str, who: list[str]) -> None:
    text = f"Otto Lind dijo que no. {cue} que llueve."
    said = Said("dijo", "que no", "Otto Lind"), Said(cue.split(" el ")[0], "que llueve", "", "none")
    assert told(text, "Otto Lind", *said, language=language)[1] == who


def test_a_pronoun_of_things_is_nobody_named_where_nobody_named_speaks() -> None:
    text = "Emma Lind sagte, es halte. Die Polizei kam. Sie teilte mit, es regne."
    said = Said("sagte", "es halte", "Emma Lind"), Said("teilte mit", "es regne", "Sie", "unnamed")
    assert told(text, "Emma Lind", *said, language="de")[1] == ["Sie"]


def test_a_name_over_a_cut_between_sentences_is_no_harm() -> None:
    text = "Sen. Alex. Hamilton came. He said no."
    assert told(text, "Alex. Hamilton", Said("said", "no", "He")) == [["Alex. Hamilton"]]


def test_i_is_who_speaks() -> None:
    text = "Karl Moser was there. Emma Lind said I promised a report."
    assert told(
        text,
        "Karl Moser, Emma Lind",
        Said("said", "I promised a report", "Emma Lind"),
        Said("promised", "a report", "I"),
    )[1] == ["Emma Lind"]


@pytest.mark.parametrize(
    ("text", "language", "first", "second"),
    [
        ("Emma Lind denied the charge and threatened to sue.", "en", ("denied", "the charge"), ("threatened", "to sue")),
        ("Emma Lind denied the charge, adding that it was old.", "en", ("denied", "the charge"), ("adding", "that it was old")),
        ("Emma Lind denied the charge and, when asked again, called it old.", "en", ("denied", "the charge"), ("called", "it old")),
        ("Emma Lind wies die Klage zurück und kündigte Berufung an.", "de", ("wies", "die Klage"), ("kündigte", "Berufung")),
        ("Emma Lind ha negato il furto, minacciando querela.", "it", ("ha negato", "il furto"), ("minacciando", "querela")),
    ],
)  # fmt: skip
def test_a_second_verb_has_the_subject_of_the_first(text: str, language: str, first: tuple, second: tuple) -> None:
    speeches = Said(*first, "Emma Lind"), Said(*second, identified="none")
    assert told(text, "Emma Lind", *speeches, language=language) == [["Emma Lind"], ["Emma Lind"]]


def test_a_surname_that_was_not_seen_as_a_name_is_that_persons() -> None:
    text = "Emma Lind met Karl Moser. Moser has questioned the plan."
    assert told(text, "Emma Lind, Karl Moser", Said("has questioned", "the plan", "Moser")) == [["Karl Moser"]]


def test_a_name_of_nobody_on_the_page_is_not_who_spoke_last() -> None:
    text = "Emma Lind said it held. Brno has questioned the plan."
    assert told(text, "Emma Lind", Said("said", "it held", "Emma Lind"), Said("has questioned", "the plan", "Brno"))[
        1
    ] == ["Brno"]


def test_the_second_verb_of_a_body_is_that_bodys() -> None:
    text = "The harbour board denied the leak and demanded a check."
    assert told(
        text, "", Said("denied", "the leak", "The harbour board", "collective"),
        Said("demanded", "a check", identified="none"),
    )[1] == ["The harbour board"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "cue", "content"),
    [
        ("Emma Lind denied the charge, it is said to be old.", "en", "is said", "to be old"),
        ("Emma Lind denied the charge but is accused of theft.", "en", "accused", "of theft"),
        ("Emma Lind denied the charge and allegedly threatened a judge.", "en", "allegedly", "threatened a judge"),
        ("Emma Lind wies die Klage zurück und wird beschuldigt, bestochen zu haben.", "de", "beschuldigt", "bestochen zu haben"),
        ("Emma Lind negó los cargos y fue acusada de robo.", "es", "fue acusada", "de robo"),
        ("Emma Lind a rejeté la plainte mais est accusée de vol.", "fr", "accusée", "de vol"),
    ],
)  # fmt: skip
def test_a_passive_has_not_the_subject_before_it_for_its_speaker(
    text: str, language: str, cue: str, content: str
) -> None:
    assert told(text, "Emma Lind", Said(cue, content, identified="none"), language=language) == [[]]


def test_the_name_that_a_sentence_begins_with_is_the_subject_of_its_second_verb() -> None:
    assert told("Emma Lind ran and threatened to sue.", "Emma Lind", Said("threatened", "to sue", "", "none")) == [
        ["Emma Lind"]
    ]
    assert told(
        "The board chose Emma Lind and threatened to sue.", "Emma Lind", Said("threatened", "to sue", "", "none")
    ) == [[]]


def test_arabic_writes_and_onto_the_verb() -> None:
    text = "نفى أحمد سالم التهمة وهدد برفع دعوى."
    assert told(text, "أحمد سالم", Said("نفى", "التهمة", "أحمد سالم"), Said("وهدد", "برفع دعوى", "", "none"), language="ar") == [
        ["أحمد سالم"], ["أحمد سالم"]
    ]  # fmt: skip
    text = "نفى أحمد سالم الخطة التي وصفت بأنها خطيرة."
    said = Said("نفى", "الخطة", "أحمد سالم"), Said("وصفت", "بأنها خطيرة", "", "none")
    assert told(text, "أحمد سالم", *said, language="ar")[1] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Emma Lind left early. “We had no light at all.”", ["Emma Lind"]),
        ("On Friday wrote Emma Lind: “We had no light at all.”", ["Emma Lind"]),
        ("Police arrested Emma Lind. “We had no light at all.”", []),
        ("Emma Lind was arrested. “She had no light at all.”", []),
        ("Emma Lind met Karl Moser. “We had no light at all.”", []),
    ],
)
def test_words_that_nobody_speaks_are_whose_who_introduces_them(text: str, speaker: list[str]) -> None:
    """Who alone is named before them, at the front or before a colon, and is not spoken of in them."""
    quote = text[text.index("“") :]
    assert told(text, "Emma Lind, Karl Moser", Said("", quote, identified="none")) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lind Foundation reported: “We had no light at all.”", ["Lind Foundation"]),
        ("Lind Foundation closed early. “We had no light at all.”", []),
        ("Emma Lind of the Lind Foundation met Karl Moser: “We had no light at all.”", []),
    ],
)
def test_words_behind_the_colon_of_a_body_are_its_words(text: str, speaker: list[str]) -> None:
    quote = text[text.index("“") :]
    names = "Emma Lind, Karl Moser" if "Emma" in text else ""
    assert told(text, names, Said("", quote, identified="none"), others="Lind Foundation") == [speaker]


def test_it_is_what_speaks_and_not_whose_it_is() -> None:
    text = "Lindia's navy denies the leak. It rejects the plan."
    said = Said("denies", "the leak", "Lindia's navy", "collective"), Said("rejects", "the plan", "It", "collective")
    assert told(text, "", *said, others="Lindia")[1] == ["Lindia's navy"]


def test_a_place_is_nobody_of_its_name() -> None:
    text = "Jim Jordan praised a king. Jordan rejected the plan."
    said = Said("praised", "a king", "Jim Jordan"), Said("rejected", "the plan", "Jordan")
    assert told(text, "Jim Jordan", *said, others="Jordan") == [["Jim Jordan"], ["Jordan"]]


def test_a_noun_with_the_article_of_the_other_gender_is_not_who_spoke_last() -> None:
    text = "Emma Lind a nié. Karl Moser était là. Le juriste a promis une réponse."
    said = Said("a nié", "nié", "Emma Lind"), Said("a promis", "une réponse", "Le juriste")
    assert told(text, "Emma Lind, Karl Moser", *said, language="fr")[1] == ["Karl Moser"]


def test_who_took_a_picture_is_no_he() -> None:
    text = "Karl Moser was there. He denies the leak."
    assert told(text, "Karl Moser", Said("denies", "the leak", "He")) == [["Karl Moser"]]
    assert told(text, "Karl Moser", Said("denies", "the leak", "He"), kind="caption") == [["He"]]


def test_who_is_the_body_before_it() -> None:
    text = "The Lind Foundation, which denies the leak, paid."
    assert told(text, "", Said("denies", "the leak", "which", "collective"), others="Lind Foundation") == [
        ["Lind Foundation"]
    ]


def test_who_is_not_the_last_word_of_the_one_before_it() -> None:
    text = "A friend of Lindia, who denies the leak, paid."
    assert told(text, "", Said("denies", "the leak", "who", "unnamed"), others="Lindia") == [["who"]]


def test_given_names_of_men_and_women() -> None:
    assert [given_names().get(name) for name in ("karl", "emma", "галина", "andrea", "jean")] == [
        "m",
        "f",
        "f",
        "b",
        "b",
    ]
