"""Speeches hold whole quotations, go on where the quotation does, and leave no utterance without a record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.attribution.assemble import attribute_page, once_told, parent, without_circles
from onrecord.attribution.parties import Parties
from onrecord.attribution.places import joined
from onrecord.attribution.quotes import Quotes, completed, continued, signed, unclaimed
from onrecord.pipeline import Deed, Draft, Name, PassageDraft, Place, RawPage, Speech
from onrecord.spans import Aligned
from onrecord.stages.quotations import quotations


def page(*texts: str, language: str = "en") -> Draft:
    whole, drafts = "\n".join(texts), []
    at = 0
    for text in texts:
        drafts.append(
            PassageDraft(kind="paragraph", text=Aligned.verbatim(whole, at, at + len(text)), language=language)
        )
        at += len(text) + 1
    draft = Draft(raw=RawPage(id="p", content=whole, where="t"), text=whole, language=language, passages=tuple(drafts))
    return quotations(draft)


def place(draft: Draft, words: str, number: int = 0) -> Place:
    at = draft.passages[number].text.text.index(words)
    return number, at, at + len(words)


def speech(content: tuple[Place, ...], cue: tuple[Place, ...] = (), sources: tuple[Place, ...] = ()) -> Speech:
    return Speech(
        content=content,
        cue=cue,
        sources=sources,
        addressees=(),
        act="state",
        mode="said",
        identified="named",
        confidence=0.9,
    )


def deed(kind: str, trigger: tuple[Place, ...]) -> Deed:
    return Deed(
        kind=kind, mode=None, trigger=trigger, actors=(), recipients=(), place=(), date=(), about=(), term=(), demand=(),
        consequence=(), flags=(0.0,) * 6, question=None, stance="for", confidence=0.9,
    )  # fmt: skip


def test_most_of_a_quotation_is_all_of_it() -> None:
    draft = page("“We cannot sail today,” Brandt said.")
    (one,) = completed([speech((place(draft, "We cannot sail"),), (place(draft, "said"),))], Quotes(draft))
    assert one.content == (place(draft, "“We cannot sail today,”"),)


def test_a_quotation_that_runs_on_stays_with_its_speaker() -> None:
    draft = page("“We cannot sail today,” Brandt said. “The pier is closed.", "“It will be closed tomorrow.”")
    first = (place(draft, "“We cannot sail today,”"), place(draft, "“The pier is closed."))
    last = place(draft, "“It will be closed tomorrow.”", 1)
    for content in (first, (*first, last)):
        one, other = continued([speech(content, (place(draft, "said"),))], Quotes(draft))
        assert one.content == first
        assert (other.content, other.cue) == ((last,), one.cue)


def test_an_utterance_of_nobody_is_on_record() -> None:
    draft = page("“We cannot sail today.”", "The pier is closed.")
    (one,) = unclaimed(draft, [], Quotes(draft))
    assert (one.content, one.identified) == ((place(draft, "“We cannot sail today.”"),), "none")


def test_a_title_is_no_utterance() -> None:
    draft = page("She starred in the series “We Cannot Sail Today,” and won a prize for it last year.")
    assert unclaimed(draft, [], Quotes(draft)) == []


def test_places_that_touch_are_one() -> None:
    assert joined([(0, 5, 9), (0, 0, 5), (1, 0, 2)]) == ((0, 0, 9), (1, 0, 2))


def nested() -> tuple[Draft, list[Speech]]:
    draft = page("Brandt said that the ministry had denied that ships were lost.")
    outer = speech(
        (place(draft, "that the ministry had denied that ships were lost"),),
        (place(draft, "said"),),
        (place(draft, "Brandt"),),
    )
    inner = speech(
        (place(draft, "that ships were lost"),), (place(draft, "had denied"),), (place(draft, "the ministry"),)
    )
    return draft, [outer, inner]


def test_what_stands_in_a_content_is_nested_in_it() -> None:
    draft, speeches = nested()
    assert [parent(number, speeches) for number in range(2)] == [None, 0]
    one, other = attribute_page(replace(draft, speeches=tuple(speeches[::-1])))
    assert (one.nested_in, other.nested_in) == (None, one.id)


def test_two_that_enclose_each_other_make_no_circle() -> None:
    draft = page("Brandt said that ships were lost.")
    whole = place(draft, "Brandt said that ships were lost")
    speeches = [speech((whole,), (place(draft, "said"),)), speech((whole,), (place(draft, "lost"),))]
    assert [parent(number, speeches) for number in range(2)].count(None) >= 1


def test_members_of_a_list_are_speakers_of_their_own() -> None:
    draft = page("Chile, Peru and Brazil said that they would wait.")
    names = tuple(Name(place=place(draft, name), kind="place", confidence=1.0) for name in ("Chile", "Peru", "Brazil"))
    content, cue, source = (
        place(draft, "that they would wait"),
        place(draft, "said"),
        place(draft, "Chile, Peru and Brazil"),
    )
    (one,) = attribute_page(replace(draft, names=names, speeches=(speech((content,), (cue,), (source,)),)))
    assert [party.text for party in one.speakers] == ["Chile", "Peru", "Brazil"]


def test_one_of_a_list_speaks_with_all_of_it() -> None:
    draft = page("Chile, Peru and Brazil said that they would wait. Peru, Lima said, was late.")
    texts = ("Chile", "Peru", "Brazil")
    names = tuple(Name(place=place(draft, name), kind="place", confidence=1.0) for name in texts)
    content, cue = place(draft, "that they would wait"), place(draft, "said")
    (one,) = attribute_page(
        replace(draft, names=names, speeches=(speech((content,), (cue,), (place(draft, "Peru"),)),))
    )
    assert [party.text for party in one.speakers] == list(texts)


def test_who_is_told_in_brackets_is_none_of_the_list() -> None:
    draft = page("Many recognise Peru (Chile, Bolivia and Brazil), they said.")
    texts = ("Peru", "Chile", "Bolivia", "Brazil")
    names = tuple(Name(place=place(draft, name), kind="place", confidence=1.0) for name in texts)
    of = Parties(replace(draft, names=names)).of
    assert [party.text for party in of([place(draft, "Peru")])] == ["Peru"]
    assert [party.text for party in of([place(draft, "Bolivia")])] == ["Chile", "Bolivia", "Brazil"]


def test_a_list_of_which_one_is_on_the_other_side_of_a_deed_is_none() -> None:
    draft = page("At odds were Chile, Peru and Brazil.")
    names = tuple(Name(place=place(draft, name), kind="place", confidence=1.0) for name in ("Chile", "Peru", "Brazil"))
    of = Parties(replace(draft, names=names)).of
    chile, peru, brazil = (place(draft, name) for name in ("Chile", "Peru", "Brazil"))
    assert [party.text for party in of([brazil], [])] == ["Chile", "Peru", "Brazil"]
    assert [party.text for party in of([peru, brazil], [chile])] == ["Peru", "Brazil"]
    assert [party.text for party in of([chile], [peru, brazil])] == ["Chile"]
    assert [party.text for party in of([peru], [peru])] == ["Chile", "Peru", "Brazil"]


def test_no_list_goes_over_the_end_of_a_sentence() -> None:
    draft = page("They saw Peru. Chile, Bolivia and Brazil came. They saw the U.S., China and Peru.")
    texts = ("Peru", "Chile", "Bolivia", "Brazil", "U.S", "China")
    names = tuple(Name(place=place(draft, name), kind="place", confidence=1.0) for name in texts)
    end = draft.text.rindex("Peru")
    draft = replace(draft, names=(*names, Name(place=(0, end, end + 4), kind="place", confidence=1.0)))
    of = Parties(draft).of
    assert [party.text for party in of([place(draft, "Bolivia")])] == ["Chile", "Bolivia", "Brazil"]
    assert [party.text for party in of([place(draft, "China")])] == ["U.S", "China", "Peru"]
    draft = page("Chile, Peru, U.S. and China came.")
    names = tuple(
        Name(place=place(draft, name), kind="place", confidence=1.0) for name in ("Chile", "Peru", "U.S", "China")
    )
    found = Parties(replace(draft, names=names)).of([place(draft, "U.S")])
    assert [party.text for party in found] == ["Chile", "Peru", "U.S", "China"]


def test_two_names_side_by_side_are_no_list() -> None:
    draft = page("In Peru, Chile said that it would wait.")
    names = tuple(Name(place=place(draft, name), kind="place", confidence=1.0) for name in ("Peru", "Chile"))
    content, cue = place(draft, "that it would wait"), place(draft, "said")
    (one,) = attribute_page(
        replace(draft, names=names, speeches=(speech((content,), (cue,), (place(draft, "Chile"),)),))
    )
    assert [party.text for party in one.speakers] == ["Chile"]


def test_a_pronoun_a_surname_and_a_dropped_subject_stand_for_somebody() -> None:
    draft = page(
        "Il ministro Carlo Deri ha detto che tutto è fermo. Lui ha chiesto calma. Ha aggiunto che torna.", language="it"
    )
    names = (Name(place=place(draft, "Carlo Deri"), kind="person", confidence=1.0),)
    speeches = (
        speech(
            (place(draft, "che tutto è fermo"),), (place(draft, "ha detto"),), (place(draft, "Il ministro Carlo Deri"),)
        ),
        speech((place(draft, "calma"),), (place(draft, "ha chiesto"),), (place(draft, "Lui"),)),
        speech((place(draft, "che torna"),), (place(draft, "Ha aggiunto"),)),
    )
    found = attribute_page(replace(draft, names=names, speeches=speeches))
    assert [(one.speakers[0].text, one.speakers[0].actor) for one in found] == [
        ("Il ministro Carlo Deri", "Carlo Deri"), ("Lui", "Carlo Deri"), ("", "Carlo Deri"),
    ]  # fmt: skip
    assert found[0].speakers[0].role == "Il ministro"
    assert found[2].speakers[0].spans == ()


@given(st.lists(st.none() | st.integers(0, 7), min_size=8, max_size=8))
def test_a_chain_of_claims_ends(outer: list[int | None]) -> None:
    kept = without_circles(outer)
    for number in range(len(kept)):
        steps, at = 0, kept[number]
        while at is not None:
            steps, at = steps + 1, kept[at]
            assert steps <= len(kept)
    assert all(new in (None, old) for new, old in zip(kept, outer, strict=True))


def test_what_is_told_once_is_one_speech() -> None:
    draft = page(
        "Wie das Ministerium mitteilt, fahren ab Montag keine Züge. Die Bahn bestätigte, es fahren keine Züge."
    )
    content, source = (place(draft, "fahren ab Montag keine Züge"),), (place(draft, "das Ministerium"),)
    sure = speech(content, (place(draft, "mitteilt"),), source)
    other = replace(speech(content, (place(draft, "Wie"),)), confidence=0.4)
    (one,) = once_told([other, sure])
    assert one == replace(sure, cue=(place(draft, "Wie"), place(draft, "mitteilt")))
    rail = speech((place(draft, "es fahren keine Züge"),), (place(draft, "bestätigte"),), (place(draft, "Die Bahn"),))
    assert once_told([sure, rail]) == [sure, rail]
    who = replace(sure, sources=(place(draft, "Die Bahn"),))
    assert once_told([sure, who]) == [sure, who]


def test_a_paragraph_that_a_dash_opens_is_who_spoke_lasts() -> None:
    """In Norwegian; a question is put to them, and in English a dash says nothing."""
    texts = "– Vi har ikke lys, sier Ida Berg.", "– Det kom ingen hit i går.", "– Hva gjør dere nå da?"
    draft = page(*texts, language="no")
    draft = replace(draft, names=(Name(place=place(draft, "Ida Berg"), kind="person", confidence=1.0),))
    first = speech((place(draft, "– Vi har ikke lys"),), (place(draft, "sier"),), (draft.names[0].place,))
    found = attribute_page(replace(draft, speeches=(first,)))
    assert [(one.content.text, [party.actor for party in one.speakers]) for one in found] == [
        ("– Vi har ikke lys", ["Ida Berg"]), ("– Det kom ingen hit i går.", ["Ida Berg"]), ("– Hva gjør dere nå da?", [])
    ]  # fmt: skip
    english = replace(page(*texts), names=draft.names)
    assert len(attribute_page(replace(english, speeches=(first,)))) == 1


def test_a_quotation_with_a_name_behind_a_dash_is_that_ones() -> None:
    text = "“We had no light.” ― Ida Crane"
    other = "“Nobody came and nobody called.” ― Per Lind"
    draft = page(text, other)
    names = tuple(
        Name(place=place(draft, name, number), kind="person", confidence=1.0)
        for number, name in enumerate(("Ida Crane", "Per Lind"))
    )
    draft = replace(draft, names=names)
    both = (place(draft, "“We had no light.”"), place(draft, "“Nobody came and nobody called.”", 1))
    found = signed(draft, [speech(both, (place(draft, "―"),), (names[0].place,))], Quotes(draft))
    assert [(one.content, one.sources) for one in found] == [
        ((both[0],), (names[0].place,)),
        ((both[1],), (names[1].place,)),
    ]


def test_what_somebody_is_said_to_say_and_titles_are_not_signed() -> None:
    """What else a speech holds stays when a quotation is taken out of it."""
    song = page("“Easy on me” – Ida Crane")
    assert (
        signed(
            replace(song, names=(Name(place=place(song, "Ida Crane"), kind="person", confidence=1.0),)),
            [],
            Quotes(song),
        )
        == []
    )
    draft = page("The letter read: “We had no light at all.” – Ida Crane")
    draft = replace(draft, names=(Name(place=place(draft, "Ida Crane"), kind="person", confidence=1.0),))
    said = speech((place(draft, "“We had no light at all.”"),), (place(draft, "read"),), (place(draft, "The letter"),))
    assert signed(draft, [said], Quotes(draft)) == [said]
    draft = page("It was dark everywhere there. “We had no light at all.” – Ida Crane")
    draft = replace(draft, names=(Name(place=place(draft, "Ida Crane"), kind="person", confidence=1.0),))
    both = speech((place(draft, "It was dark everywhere there. “We had no light at all.”"),))
    assert [one.content for one in signed(draft, [both], Quotes(draft))] == [
        (place(draft, "It was dark everywhere there. "),), (place(draft, "“We had no light at all.”"),)
    ]  # fmt: skip


def test_a_name_behind_a_dash_within_a_line_signs_nothing() -> None:
    draft = page("“We had no light.” ― Ida Crane had left by then.")
    draft = replace(draft, names=(Name(place=place(draft, "Ida Crane"), kind="person", confidence=1.0),))
    assert signed(draft, [], Quotes(draft)) == []


@pytest.mark.parametrize(
    ("language", "text", "article", "speaker"),
    [
        ("fr", "Nous ne reculerons pas, dit la Croix-Bleue.", "la", "la Croix-Bleue"),
        ("de", "Es regne, sagte eine italienische Reporterin.", "eine", "eine italienische Reporterin"),
        ("en", "The jury said that it would rain.", "The", "The jury"),
        ("it", "Pioverà, dice l'esperto.", "l'", "l'esperto"),
    ],
)
def test_an_article_alone_stands_for_its_noun(language: str, text: str, article: str, speaker: str) -> None:
    draft = page(text, language=language)
    at = text.index(article)
    found = Parties(draft).speakers(speech(((0, 0, 3),), (), ((0, at, at + len(article)),)))
    assert [party.text for party in found] == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "subject", "cue", "content"),
    [
        ("en", "Chad reportedly arrested ten men.", "Chad", "reportedly", "arrested ten men"),
        ("de", "Russland hat angeblich ein Haus beschossen.", "Russland", "hat angeblich", "ein Haus beschossen"),
        ("pl", "Rosja rzekomo ostrzelała szpital.", "Rosja", "rzekomo", "ostrzelała szpital"),
    ],
)
def test_nobody_says_what_is_reportedly_so(language: str, text: str, subject: str, cue: str, content: str) -> None:
    draft = page(text, language=language)
    one = speech((place(draft, content),), (place(draft, cue),), (place(draft, subject),))
    (found,) = attribute_page(replace(draft, speeches=(one,)))
    assert (found.speakers, found.identified) == ((), "none")


def test_who_reportedly_said_it_said_it() -> None:
    draft = page("Brandt reportedly said that it would rain.")
    one = speech((place(draft, "that it would rain"),), (place(draft, "reportedly said"),), (place(draft, "Brandt"),))
    (found,) = attribute_page(replace(draft, speeches=(one,)))
    assert [party.text for party in found.speakers] == ["Brandt"]


@pytest.mark.parametrize(
    ("language", "text", "cue", "head", "said"),
    [
        ("en", "Rebels mounted an attack on the base.", "mounted", "attack", False),
        ("de", "Die Armee flog einen Luftangriff auf die Stadt.", "flog", "Luftangriff", False),
        ("it", "I ribelli hanno teso un agguato a un convoglio.", "hanno teso", "agguato", False),
        ("en", "Rebels announced an attack on the base.", "announced", "attack", True),
        ("en", "Rebels launched a bid to stop the attack on the base.", "launched", "attack", True),
        ("en", "Rebels launched an appeal against the attack.", "launched an appeal against", "attack", True),
        ("fr", "Le maire a lancé que les frappes sont un crime.", "a lancé", "frappes", True),
        ("en", "Rebels committed to talks in Mali.", "committed", "talks", True),
    ],
)
def test_who_carries_out_a_deed_says_nothing(language: str, text: str, cue: str, head: str, said: bool) -> None:
    draft = page(text, language=language)
    start = text.index(cue) + len(cue) + 1
    one = speech(((0, start, len(text) - 1),), (place(draft, cue),), ((0, 0, text.index(cue) - 1),))
    attack = deed("ASSAULT", trigger=(place(draft, head),))
    assert bool(attribute_page(replace(draft, speeches=(one,), deeds=(attack,)))) is said


def test_a_word_of_hearsay_is_no_part_of_a_party() -> None:
    draft = page("Rosja rzekomo ostrzelała szpital.", language="pl")
    (party,) = Parties(draft).of([place(draft, "Rosja rzekomo")])
    assert (party.text, party.country) == ("Rosja", "RUS")
