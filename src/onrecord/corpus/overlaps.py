"""How far the texts of two pages contain one another."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.corpus.sketches import Shared, Sketch, plain, shared
from onrecord.records import Id

#: So much of the smaller text stands in the larger.
CONTAINED = 0.6
#: The same of what is not quoted: two reports of one interview have less in common than two prints of one report.
_TOLD = 0.45
#: Fewer hashes than this in common are a line that many pages of an agency end with.
_LEAST = 10
#: Hashes of a page that lead to it.
_KEYS = 32


class Overlap(NamedTuple):
    """Two pages (`one` < `other`) and what their texts have in common."""

    one: Id
    other: Id
    shared: Shared

    @property
    def contains(self) -> bool:
        """Whether most of the smaller text stands in the larger."""
        part = self.shared
        return part.contained >= CONTAINED and part.told >= _TOLD and part.both >= _LEAST

    @property
    def larger(self) -> Id:
        """The page of the longer text."""
        return self.one if self.shared.one > self.shared.other else self.other

    @property
    def smaller(self) -> Id:
        """The page of the shorter text."""
        return self.other if self.larger == self.one else self.one


def keys_of(kept: Sketch) -> list[int]:
    """What texts meet by: the lowest of their hashes."""
    keys: list[int] = plain(kept[:_KEYS]).tolist()
    return keys


def overlap(one: Id, kept: Sketch, other: Id, also: Sketch) -> Overlap:
    """What two pages have in common."""
    return Overlap(one, other, shared(kept, also)) if one < other else Overlap(other, one, shared(also, kept))
