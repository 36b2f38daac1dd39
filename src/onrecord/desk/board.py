"""The board of positions: one question after another, with who is for it, who against, and who is neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.archive import Answer
from onrecord.archive.parties import label, who
from onrecord.records import Position

#: The columns of the board and the stances in each.
COLUMNS = (
    ("For", ("for",)),
    ("On a condition, or neither", ("conditional", "neutral")),
    ("Against, or no longer for", ("against", "withdrawn")),
)


class BoardQuestion(NamedTuple):
    """A question with the positions on it by column; `kind` and `about` say what it is."""

    kind: str
    about: str
    columns: tuple[tuple[str, tuple[Answer[Position], ...]], ...]
    size: int


def questions(answers: Sequence[Answer[Position]]) -> tuple[BoardQuestion, ...]:
    """Positions by the question they are on, the question with most of them first."""
    groups: dict[tuple[str, str], list[Answer[Position]]] = {}
    for answer in answers:
        question = answer.item.question
        groups.setdefault((question.kind, who(question.about).key), []).append(answer)
    found = [
        BoardQuestion(
            kind=kind,
            about=label(some[0].item.question.about),
            columns=tuple(
                (name, tuple(one for one in some if one.item.stance in stances)) for name, stances in COLUMNS
            ),
            size=len(some),
        )
        for (kind, _), some in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.size, one.kind, one.about)))
