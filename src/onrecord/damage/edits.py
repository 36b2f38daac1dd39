"""What a finder of damage returns, and how its findings change a text that knows where it stands on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from onrecord.records import Problem, Repair
from onrecord.spans import Aligned, Span

#: Why something was changed: what the scrape had done to it.
Why = Literal[
    "word-filter",  # a filter replaced or masked letters inside a word
    "base64",  # an encoded image in the text
    "markup",  # tags, attributes, short codes in the text
    "feed-id",  # identifiers a feed or a plugin left behind
    "entity",  # a character reference that nobody unescaped
    "mojibake",  # text decoded with the wrong encoding
    "doubled",  # the same caption again
    "fused",  # a caption and a sentence run into one
    "space-lost",
    "space-added",
]

#: Stands where something was taken out that had separated two texts; never in a finished passage. A code point that
#: Unicode keeps free for such use inside a program, and no white space.
BREAK = "\ufdd0"


class Edit(NamedTuple):
    """`new` in place of characters `start` to `end`; the record shows `low` to `high` (the word around it)."""

    start: int
    end: int
    new: str
    why: Why
    low: int
    high: int


class Mark(NamedTuple):
    """A stretch that is damaged and cannot be mended."""

    start: int
    end: int
    what: str


def edit(match: re.Match[str], new: str, why: Why, group: int | str = 0) -> Edit:
    """`new` in place of a group of a match."""
    return Edit(*match.span(group), new, why, *match.span(group))


def hull(text: Aligned, start: int, end: int) -> Span | None:
    """The stretch of the page from the first to the last character of a stretch of text; None if it is not on it."""
    spans = text.spans(start, end)
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None


def chosen(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order of place, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for one in sorted(edits):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def apply(page: str, text: Aligned, edits: Iterable[Edit]) -> tuple[Aligned, list[Repair]]:
    """The text with its edits made, and a record of each: edits that show the same stretch are one record."""
    ordered = chosen(edits)
    parts: list[Aligned] = []
    done = 0
    for one in ordered:
        parts.append(text.slice(done, one.start))
        parts.append(text.slice(one.start, one.end).replace(0, one.end - one.start, one.new))
        done = one.end
    parts.append(text.slice(done, len(text)))
    shown: dict[tuple[int, int], list[Edit]] = {}
    for one in ordered:
        shown.setdefault((one.low, one.high), []).append(one)
    repairs = []
    for (low, high), group in shown.items():
        if span := hull(text, low, high):
            now = reading(text.text, low, high, group)
            repairs.append(Repair(span=span, was=page[slice(*span)], now=now, why=group[0].why))
    return Aligned.join(parts), repairs


def reading(text: str, low: int, high: int, edits: Sequence[Edit]) -> str:
    """What `low` to `high` of a text reads as after `edits`, all inside it and in order."""
    pieces: list[str] = []
    done = low
    for one in edits:
        pieces += text[done : one.start], one.new
        done = one.end
    return "".join((*pieces, text[done:high])).replace(BREAK, "")


def problem(text: Aligned, mark: Mark) -> Problem:
    """The mark as a problem of the page."""
    return Problem(stage="repair", message=f"damaged: {mark.what}", span=hull(text, mark.start, mark.end))
