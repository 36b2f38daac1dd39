"""Whole names: none ends in a preposition or an article, as the pieces of a word-by-word reading may."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.attribution.phrases import within_edges
from onrecord.languages import table
from onrecord.pipeline import Draft, Name, Place

_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_BLANK = re.compile(r"[ \u00a0]?['’]?[ \u00a0]?")


def whole_names(page: Draft, names: Sequence[Name]) -> tuple[Name, ...]:
    """Names of which those that break off behind a preposition go on to the word with a capital that follows, or else end before it.

    Where that word begins another name of the same kind, both are one; of another kind, two ("Ministry of", "Peru").
    """
    found: list[Name] = []
    for name in sorted(names, key=lambda one: one.place):
        if found and found[-1].place[0] == name.place[0] and name.place[1] < found[-1].place[2]:
            continue  # an earlier one has gone on to it
        place = _whole(page, name, names)
        if place is not None:
            found.append(replace(name, place=place))
    return tuple(found)


def _whole(page: Draft, name: Name, names: Sequence[Name]) -> Place | None:
    """Where a name is whole; None if it is nothing but little words."""
    number, start, end = name.place
    passage = page.passages[number]
    whole = passage.text.text
    lists = table(passage.language or page.language or "", "parties.toml")
    little = {*lists.get("little", ()), *lists.get("of", ()), *lists.get("prepositions", ()), *lists.get("and", ())}
    words = list(_WORD.finditer(whole, start, end))
    if len(words) < 2 or not _is_little(words[-1].group(), little):
        return name.place
    gap = _BLANK.match(whole, end)
    behind = _WORD.match(whole, gap.end() if gap else end)
    if behind is not None and behind.group()[0].isupper():
        other = next(
            (one for one in names if one.place[0] == number and one.place[1] <= behind.start() < one.place[2]), None
        )
        if other is None or other.kind == name.kind:
            return (number, start, other.place[2] if other else behind.end())
    while words and _is_little(words[-1].group(), little):
        words.pop()
    return (number, *within_edges(whole, start, words[-1].end())) if words else None


def _is_little(word: str, little: set[str]) -> bool:
    """Whether a word joins names and is none: in small letters, as "Los" of "Los Angeles" is not."""
    return word.islower() and word in little
