"""Arithmetic with places: stretches of the passages of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.pipeline import Draft, Place
from onrecord.records import Words
from onrecord.spans import Spans, merge


def covers(outer: Iterable[Place], inner: Place) -> bool:
    """Whether one of the places holds all of another."""
    return any(place[0] == inner[0] and place[1] <= inner[1] and inner[2] <= place[2] for place in outer)


def overlap(one: Place, other: Place) -> int:
    """How many characters two places share."""
    return max(0, min(one[2], other[2]) - max(one[1], other[1])) if one[0] == other[0] else 0


def meet(some: Iterable[Place], others: Sequence[Place]) -> bool:
    """Whether any of some places shares characters with any of others."""
    return any(overlap(one, other) for one in some for other in others)


def joined(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places in reading order, those that touch or overlap made one."""
    result: list[Place] = []
    for place in sorted(places):
        if result and result[-1][0] == place[0] and place[1] <= result[-1][2]:
            result[-1] = (place[0], result[-1][1], max(result[-1][2], place[2]))
        else:
            result.append(place)
    return tuple(result)


def spans(page: Draft, places: Sequence[Place]) -> Spans:
    """Where places stand on the page."""
    return merge(span for number, start, end in places for span in page.passages[number].text.spans(start, end))


def text(page: Draft, places: Sequence[Place]) -> str:
    """How places read, one after the other."""
    return " ".join(page.passages[number].text.text[start:end] for number, start, end in places)


def words(page: Draft, places: Sequence[Place]) -> Words:
    """Places as words of the page."""
    return Words(spans=spans(page, places), text=text(page, places))


def sentence_at(page: Draft, place: Place) -> tuple[int, int]:
    """Number of the passage of a place, and of its sentence there."""
    number, start, _ = place
    for index, sentence in enumerate(page.passages[number].sentences):
        if start < sentence.end:
            return number, index
    return number, len(page.passages[number].sentences)
