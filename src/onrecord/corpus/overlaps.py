"""Pages whose texts contain one another, found as pages arrive, at a cost that does not grow with their number."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from onrecord.corpus.sketches import Shared, Sketch, plain, shared, stable_hash
from onrecord.records import Id

#: So much of the smaller text stands in the larger.
_CONTAINED = 0.6
#: The same of what is not quoted: two reports of one interview have less in common than two prints of one report.
_TOLD = 0.45
#: Fewer hashes than this in common are a line that many pages of an agency end with.
_LEAST = 10
#: Hashes of a page that lead to it, and how many of them two pages have in common at least.
_KEYS, _MEET = 32, 2
#: So many pages (those of lowest rank) are met through one key, however many have it: the cost of adding a page.
_MET = 16


class Overlap(NamedTuple):
    """Two pages (`one` < `other`) and what their texts have in common: a row of the archive."""

    one: Id
    other: Id
    shared: Shared

    @property
    def contains(self) -> bool:
        """Whether most of the smaller text stands in the larger."""
        part = self.shared
        return part.contained >= _CONTAINED and part.told >= _TOLD and part.both >= _LEAST

    @property
    def larger(self) -> Id:
        """The page of the longer text."""
        return self.one if self.shared.one > self.shared.other else self.other

    @property
    def smaller(self) -> Id:
        """The page of the shorter text."""
        return self.other if self.larger == self.one else self.one


class Table(Protocol):
    """Where an index keeps its rows: of each page its sketch, and a row (key, rank, id) for each of its keys."""

    def put(self, page_id: Id, rank: int, keys: Sequence[int], kept: Sketch) -> None:
        """Keep a page."""

    def take(self, page_id: Id, rank: int, keys: Sequence[int]) -> None:
        """Remove a page."""

    def lowest(self, key: int, count: int) -> Sequence[int]:
        """Ranks of the pages with a key, ascending, no more than `count`."""

    def every(self, key: int) -> Sequence[int]:
        """Ranks of all pages with a key, ascending."""

    def id_of(self, rank: int) -> Id:
        """The page of a rank."""

    def sketch_of(self, page_id: Id) -> Sketch | None:
        """The sketch of a page; None if it is not there."""


class Memory:
    """A table in memory: about 10 kB a page."""

    def __init__(self) -> None:
        self._ranks: dict[int, list[int]] = {}
        self._ids: dict[int, Id] = {}
        self._sketches: dict[Id, Sketch] = {}

    def put(self, page_id: Id, rank: int, keys: Sequence[int], kept: Sketch) -> None:
        """Keep a page."""
        self._ids[rank], self._sketches[page_id] = page_id, kept
        for key in keys:
            insort(self._ranks.setdefault(key, []), rank)

    def take(self, page_id: Id, rank: int, keys: Sequence[int]) -> None:
        """Remove a page."""
        del self._ids[rank], self._sketches[page_id]
        for key in keys:
            ranks = self._ranks[key]
            del ranks[bisect_left(ranks, rank)]
            if not ranks:
                del self._ranks[key]

    def lowest(self, key: int, count: int) -> Sequence[int]:
        """Ranks of the pages with a key, ascending, no more than `count`."""
        return self._ranks.get(key, [])[:count]

    def every(self, key: int) -> Sequence[int]:
        """Ranks of all pages with a key, ascending."""
        return self._ranks.get(key, [])

    def id_of(self, rank: int) -> Id:
        """The page of a rank."""
        return self._ids[rank]

    def sketch_of(self, page_id: Id) -> Sketch | None:
        """The sketch of a page; None if it is not there."""
        return self._sketches.get(page_id)


class CopyIndex:
    """Pages by the hashes of their texts, to find those that contain a page or are contained in it.

    Through a key a page meets the `_MET` pages of lowest rank (a hash of the id) and, if it becomes one of these, all
    that have the key, which happens the more seldom the more there are. So a page costs the same however many pages
    there are, and which pairs stand at the end does not depend on the order in which pages came.
    """

    def __init__(self, table: Table | None = None) -> None:
        self._table: Table = Memory() if table is None else table

    def add(self, page_id: Id, kept: Sketch) -> tuple[Overlap, ...]:
        """Pages already there whose text contains this one's or stands in it; adding a page again replaces it."""
        before = self._table.sketch_of(page_id)
        if before is not None and before.tobytes() != kept.tobytes():
            self.remove(page_id)
            before = None
        if before is None:
            self._table.put(page_id, stable_hash(page_id), _keys(kept), kept)
        found = (overlap(page_id, kept, other, self._sketch(other)) for other in self._met(page_id, kept))
        return tuple(sorted(pair for pair in found if pair.contains))

    def remove(self, page_id: Id) -> None:
        """Forget a page; the caller drops its overlaps."""
        self._table.take(page_id, stable_hash(page_id), _keys(self._sketch(page_id)))

    def stands(self, pair: Overlap) -> bool:
        """Whether a pair found earlier would still be found, now that more pages share its keys."""
        rank = min(stable_hash(pair.one), stable_hash(pair.other))
        keys = set(_keys(self._sketch(pair.one))) & set(_keys(self._sketch(pair.other)))
        return sum(rank <= self._table.lowest(key, _MET)[-1] for key in keys) >= _MEET

    def _sketch(self, page_id: Id) -> Sketch:
        kept = self._table.sketch_of(page_id)
        if kept is None:
            raise KeyError(page_id)
        return kept

    def _met(self, page_id: Id, kept: Sketch) -> list[Id]:
        rank, times = stable_hash(page_id), Counter[int]()
        for key in _keys(kept):
            low = self._table.lowest(key, _MET)
            times.update(self._table.every(key) if len(low) == _MET and rank <= low[-1] else low)
        del times[rank]
        return [self._table.id_of(other) for other, count in times.items() if count >= _MEET]


def _keys(kept: Sketch) -> list[int]:
    keys: list[int] = plain(kept[:_KEYS]).tolist()
    return keys


def overlap(one: Id, kept: Sketch, other: Id, also: Sketch) -> Overlap:
    """What two pages have in common."""
    return Overlap(one, other, shared(kept, also)) if one < other else Overlap(other, one, shared(also, kept))
