"""Figures of like size side by side, as bars on one scale: who puts it at how many, in which words.

Whether two figures are of one thing is for the reader to judge: pages often leave out what they count ("close to 2,000"). So figures of one
size and no contradicting unit stand together, each with its wording; nothing is added up or averaged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.archive.parties import claims_of, said_by
from onrecord.measuring.nouns import measures
from onrecord.records import Figure, Id, Page, PageRecord

#: The largest of a group is at most so many times the smallest.
SPREAD = 2.0
#: Smaller numbers (two sides, six boats) say too little to be put together.
LEAST = 10.0


class Account(NamedTuple):
    """A figure as one page has it, as a bar between `left` and `left + width` (0 to 100); open where a bound is not known."""

    figure: Figure
    page: Page
    said_by: str
    left: float
    width: float
    open_below: bool
    open_above: bool

    @property
    def id(self) -> Id:
        """The id of the figure."""
        return self.figure.id


class Scale(NamedTuple):
    """Figures of like size: what they count, the least and the most that anybody puts it at, the end of the scale."""

    counted: tuple[str, ...]
    least: float
    most: float
    top: float
    accounts: tuple[Account, ...]

    @property
    def differs(self) -> bool:
        """Whether not everybody has the same bounds."""
        return len({(one.figure.low, one.figure.high) for one in self.accounts}) > 1


def scales(records: Iterable[PageRecord]) -> tuple[Scale, ...]:
    """Groups of two figures or more, those with most wordings first; a wording of a claimant on a page counts once."""
    found: list[tuple[float, Figure, PageRecord]] = []
    seen: set[tuple[object, ...]] = set()
    for record in records:
        for figure in record.figures:
            size = figure.high if figure.high is not None else figure.low
            key = record.page.id, figure.text.casefold(), figure.claims
            if size is not None and size >= LEAST and key not in seen:
                seen.add(key)
                found.append((size, figure, record))
    groups: list[list[tuple[float, Figure, PageRecord]]] = []
    for one in sorted(found, key=lambda one: (one[0], one[1].id)):
        group = next(
            (some for some in reversed(groups) if one[0] <= SPREAD * some[0][0] and _agree(one[1], some)), None
        )
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    scaled = [_scale(group) for group in groups if len(group) > 1]
    return tuple(sorted(scaled, key=lambda scale: (not scale.differs, -len(scale.accounts), scale.least)))


def _agree(figure: Figure, group: Sequence[tuple[float, Figure, PageRecord]]) -> bool:
    """Whether no unit of the group contradicts that of a figure."""
    units = {_unit(other) for _, other, _ in group} - {None}
    unit = _unit(figure)
    return unit is None or not units or unit in units


def _unit(figure: Figure) -> str | None:
    """The unit of a figure; None for a mere noun of the page ("ninety freighters"), which may be another word for the same."""
    unit = figure.unit
    noun = unit is not None and unit != "people" and not measures(unit) and unit.casefold() in figure.text.casefold()
    return None if noun else unit


def _scale(group: Sequence[tuple[float, Figure, PageRecord]]) -> Scale:
    known = [value for _, figure, _ in group for value in (figure.low, figure.high) if value is not None]
    top = 1.15 * max(known)
    nouns = Counter(figure.counted for _, figure, _ in group if figure.counted)
    order = sorted(group, key=lambda one: (-one[0], one[2].page.published or "9999", one[1].id))
    return Scale(
        counted=tuple(noun for noun, _ in nouns.most_common(3)),
        least=min(known),
        most=max(known),
        top=top,
        accounts=tuple(_account(figure, record, top) for _, figure, record in order),
    )


def _account(figure: Figure, record: PageRecord, top: float) -> Account:
    low, high = figure.low, figure.high
    left = 100 * (low or 0.0) / top
    right = 100.0 if high is None else 100 * high / top
    return Account(
        figure=figure,
        page=record.page,
        said_by=said_by(figure, claims_of(record)),
        left=round(left, 2),
        width=round(max(1.2, right - left), 2),
        open_below=low is None,
        open_above=high is None,
    )
