"""Positions that nobody was seen to have are those of who says "they"."""

from __future__ import annotations

import pytest

from onrecord.events.subjects import with_subjects
from onrecord.pipeline import Deed, Draft, PassageDraft, Place, RawPage, Speech
from onrecord.spans import Aligned


def actors(text: str, trigger: str, content: str, *sources: str, question: str | None = "recognition") -> list[str]:
    """Who has the position whose event stands at `trigger`."""

    def place(words: str) -> Place:
        at = text.index(words)
        return 0, at, at + len(words)

    speech = Speech(
        cue=(), content=(place(content),), sources=tuple(map(place, sources)), addressees=(), act="state", mode="said",
        identified="collective", confidence=1.0,
    )  # fmt: skip
    deed = Deed(
        kind="SUPPORT", mode=None, trigger=(place(trigger),), actors=(), recipients=(), place=(), date=(), about=(), term=(), demand=(),
        consequence=(), flags=(0.0,) * 6, question=question, stance="for", confidence=1.0,
    )  # fmt: skip
    passage = PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language="en")
    page = Draft(
        raw=RawPage(id="p", content=text, where="t"), text=text, passages=(passage,), speeches=(speech,), deeds=(deed,)
    )
    (found,) = with_subjects(page)
    return [text[start:end] for _, start, end in found.actors]


def test_they_are_who_says_so() -> None:
    text = "Peru and Chile said they would likewise recognise Mr Ramos."
    assert actors(text, "recognise", "they would likewise recognise Mr Ramos", "Peru", "Chile") == ["Peru", "Chile"]


@pytest.mark.parametrize(
    ("text", "trigger", "content"),
    [
        ("Peru said they were recognised by nobody.", "recognised", "they were recognised by nobody"),
        ("Peru said that Chile would recognise Mr Ramos.", "recognise", "that Chile would recognise Mr Ramos"),
        ("Peru said they left, and to recognise Mr Ramos was wrong.", "recognise", "they left, and to recognise Mr Ramos was wrong"),
        ("Peru said they would. To recognise Mr Ramos was wrong.", "recognise", "they would"),
    ],
)  # fmt: skip
def test_others_are_nobody(text: str, trigger: str, content: str) -> None:
    assert actors(text, trigger, content, "Peru") == []


def test_what_is_no_position_stays_as_it_was_read() -> None:
    text = "Peru said they would attack Chile."
    assert actors(text, "attack", "they would attack Chile", "Peru", question=None) == []
