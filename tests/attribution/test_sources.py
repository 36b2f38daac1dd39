"""Where a source begins and ends, beside its names and those it was told to, and whom a broken list names."""

from __future__ import annotations

import re

import pytest

from onrecord.attribution.assemble import attribute_page
from onrecord.pipeline import Deed, Draft, Name, PassageDraft, Place, RawPage, Sentence, Speech
from onrecord.records import Attribution
from onrecord.spans import Aligned


def attributed(
    text: str, language: str, speeches: list[tuple[str, str, str]], names: str, told: str = "", asked: str = ""
) -> tuple[Attribution, ...]:
    """The attributions of a text of which the encoder found some (cue, content, sources) and some names ("P" before those of persons).

    They are `told` to somebody, and the first one's cue is a demand from those `asked`.
    """

    def place(words: str) -> Place:
        at = text.index(words)
        return 0, at, at + len(words)

    said = tuple(
        Speech(
            cue=(place(cue),), content=(place(content),), sources=tuple(map(place, sources.split("|"))), addressees=(place(told),) if told else (), act="state",
            mode="said", identified="named", confidence=0.9,
        )
        for cue, content, sources in speeches
    )  # fmt: skip
    named = tuple(
        Name(place=place(name.removeprefix("P ")), kind="person" if name.startswith("P ") else "place", confidence=0.9)
        for name in filter(None, names.split("; "))
    )
    sentences = tuple(Sentence(start=at.start(), end=at.end()) for at in re.finditer(r"[^.]+\.?", text))
    passage = PassageDraft(
        kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language=language, sentences=sentences
    )
    deed = Deed(
        kind="REQUEST", mode=None, trigger=said[0].cue, actors=(), recipients=(place(asked),), place=(), date=(), about=(), term=(),
        demand=(), consequence=(), flags=(0.0,) * 6, question=None, stance="for", confidence=0.9,
    )  # fmt: skip
    raw = RawPage(id="p", content=text, where="t")
    return attribute_page(
        Draft(
            raw=raw, text=text, passages=(passage,), language=language, speeches=said, names=named,
            deeds=(deed,) if asked else (),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "content", "source", "speaker", "said"),
    [
        (
            "Según confirmó ayer el presidente, Rafael Ortuño, habrá elecciones en mayo.",
            "Rafael Ortuño, habrá elecciones en mayo",
            "el presidente",
            "el presidente, Rafael Ortuño",
            "habrá elecciones en mayo",
        ),
        (  # he is what is said
            "Según confirmó ayer el presidente, Rafael Ortuño viaja en mayo.",
            "Rafael Ortuño viaja en mayo",
            "el presidente",
            "el presidente",
            "Rafael Ortuño viaja en mayo",
        ),
    ],
)
def test_a_name_between_commas_behind_an_office_is_who_speaks(
    text: str, content: str, source: str, speaker: str, said: str
) -> None:
    (one,) = attributed(text, "es", [("Según confirmó", content, source)], "P Rafael Ortuño")
    assert (one.speakers[0].text, one.content.text) == (speaker, said)


@pytest.mark.parametrize(
    ("source", "names", "speakers", "addressees"),
    [
        ("a Telagencia fuentes del puerto", "Telagencia", ["fuentes del puerto"], ["a Telagencia"]),
        ("a Telagencia", "Telagencia", ["a Telagencia"], []),
        ("a Telagencia de Quito", "Telagencia", ["a Telagencia de Quito"], []),
    ],
)
def test_whom_it_was_told_to_is_no_part_of_who_told_it(
    source: str, names: str, speakers: list[str], addressees: list[str]
) -> None:
    text = f"El puerto cerró, dijeron {source}."
    (one,) = attributed(text, "es", [("dijeron", "El puerto cerró", source)], names)
    assert [party.text for party in one.speakers] == speakers
    assert [party.text for party in one.addressees] == addressees


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("The Minister of Foreign Affairs Ada Brandt", "Affairs Ada Brandt"),
        ("Karl Moser and Ada Brandt", "Ada Brandt"),
    ],
)
def test_the_end_of_another_source_is_all_of_it_unless_it_is_one_of_two(whole: str, part: str) -> None:
    text = f"{whole} said it froze and added that ships wait."
    names = "P Ada Brandt" + ("; P Karl Moser" if "Moser" in whole else "")
    found = attributed(text, "en", [("said", "it froze", whole), ("added", "that ships wait", part)], names)
    assert [party.text for party in found[-1].speakers] == [part if "Moser" in whole else whole]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Chile, Peru, Mexico and Panama all said they would come.", "Chile, Peru, Mexico and"),
        ("Chile, Peru, Mexico and Panama all said they would come.", "Peru, Mexico and Panama"),
    ],
)
def test_a_broken_list_of_states_that_speak_is_all_of_it(text: str, source: str) -> None:
    (one,) = attributed(text, "en", [("said", "they would come", source)], "Chile; Peru; Mexico; Panama")
    assert [party.text for party in one.speakers] == ["Chile", "Peru", "Mexico", "Panama"]


@pytest.mark.parametrize(
    ("sources", "speakers"),
    [
        ("Countries such as Chile, Peru|Mexico|Panama", ["Chile", "Peru", "Mexico", "Panama"]),
        ("Countries such as Chile, Peru, Mexico and Panama", ["Countries such as Chile, Peru, Mexico and Panama"]),
    ],
)
def test_examples_speak_alone_where_their_phrase_broke(sources: str, speakers: list[str]) -> None:
    text = "Countries such as Chile, Peru, Mexico and Panama said they would come."
    (one,) = attributed(text, "en", [("said", "they would come", sources)], "Chile; Peru; Mexico; Panama")
    assert [party.text for party in one.speakers] == speakers


def test_an_article_belongs_to_what_is_said() -> None:
    text = "Adviser Ada Brandt offered an amnesty to the army."
    (one,) = attributed(text, "en", [("offered an", "amnesty to the army", "Adviser Ada Brandt")], "P Ada Brandt")
    assert one.cue is not None
    assert (one.cue.text, one.content.text) == ("offered", "an amnesty to the army")


@pytest.mark.parametrize(
    ("text", "cue", "source", "speaker", "language"),
    [
        ("Even Ada Brandt said so.", "said", "Even Ada Brandt", "Ada Brandt", "en"),
        ("Even the minister said so.", "said", "Even the minister", "the minister", "en"),
        ("Even friends said so.", "said", "Even friends", "Even friends", "en"),
        ("Même Ada Brandt le dit.", "dit", "Même Ada Brandt", "Ada Brandt", "fr"),
        ("Sogar die Ministerin sagte das.", "sagte", "Sogar die Ministerin", "die Ministerin", "de"),
    ],
)
def test_a_word_that_singles_out_is_nobody(text: str, cue: str, source: str, speaker: str, language: str) -> None:
    content = {"en": "so", "fr": "le", "de": "das"}[language]
    (one,) = attributed(text, language, [(cue, content, source)], "P Ada Brandt" if "Brandt" in text else "")
    assert [party.text for party in one.speakers] == [speaker]


@pytest.mark.parametrize(
    ("asked", "addressee", "content"),
    [
        ("all members of the council", "all members of the council", "to back the plan"),
        ("members of the council", "all members", "of the council to back the plan"),  # does not begin with it
    ],
)
def test_an_addressee_is_all_of_those_who_are_asked(asked: str, addressee: str, content: str) -> None:
    text = "Ada Brandt called on all members of the council to back the plan."
    said = [("called on", "of the council to back the plan", "Ada Brandt")]
    (one,) = attributed(text, "en", said, "P Ada Brandt", told="all members", asked=asked)
    assert [party.text for party in one.addressees] == [addressee]
    assert one.content.text == content
