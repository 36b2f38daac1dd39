"""Things that may belong together, kept in blocks that are small enough to be grouped anew whenever one of them comes or goes.

Things (pages, names) have keys. Two that share enough of them meet, those that met and are alike are linked, and a block is a
connected part of the links. Where many things have a key, only the `met` of lowest rank (a hash of the id) are met through it; where a
part grows beyond `cap` things, its weakest links count no more. So adding a thing costs the same however many there are, and
which things are linked, and in one block, depends on what there is, not on the order in which it came.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
Compared = TypeVar("Compared", contravariant=True)

#: Strength of a link that a user made: it does not ask what two things share.
JUDGED = 2.0


class Rule(NamedTuple):
    """How things of a kind meet: through so many at most of a key, if they share so many keys; how large a block may become.

    `levels`: strengths from which links count, ascending; the first is the least that is kept.
    """

    met: int
    meet: int
    cap: int
    levels: tuple[float, ...]


class Kind(Protocol[Compared]):
    """What things of a kind are compared by; all of it pure. `link` is symmetric, and 0 for what has nothing in common."""

    rule: Rule

    def rank(self, thing: Compared) -> int:
        """A hash of its id, by which a thing is known here; fits an SQLite integer."""

    def keys(self, thing: Compared) -> Sequence[int]:
        """What it meets others by, each once; fits SQLite integers."""

    def link(self, one: Compared, other: Compared) -> float:
        """How strongly two things are linked that met and are not `apart`."""

    def apart(self, one: Compared, other: Compared, keys: Callable[[], Sequence[int]]) -> bool:
        """Whether the keys of the other tell that they are not linked; `link` is asked only where this is false."""


class Kept(Protocol[T]):
    """Where things of a kind are kept, with their keys, links and blocks; all by rank."""

    def put(self, rank: int, keys: Sequence[int], thing: T) -> None:
        """Keep a thing; it has no block yet."""

    def take(self, rank: int) -> None:
        """Remove a thing that has no links any more."""

    def thing(self, rank: int) -> T:
        """A thing that is here."""

    def fetch(self, ranks: Sequence[int]) -> None:
        """Have things at hand that will be asked for one after another."""

    def keys(self, rank: int) -> Sequence[int]:
        """The keys of a thing that is here."""

    def lowest(self, key: int, count: int) -> Sequence[int]:
        """Ranks of the things with a key, ascending, no more than `count`."""

    def every(self, key: int) -> Sequence[int]:
        """Ranks of all things with a key."""

    def having(self, key: int, ranks: Collection[int]) -> Collection[int]:
        """Which of these things have a key."""

    def links(self, rank: int) -> Mapping[int, float]:
        """What a thing is linked with, and how strongly."""

    def join(self, one: int, other: int, strength: float) -> None:
        """Link two things."""

    def part(self, one: int, other: int) -> None:
        """Take the link of two things away."""

    def block(self, rank: int) -> int | None:
        """The block of a thing, known by its lowest rank; None if it has none yet, or is not here."""

    def members(self, block: int) -> Sequence[int]:
        """The things of a block."""

    def settle(self, block: int, ranks: Iterable[int]) -> None:
        """Put things into a block."""


class Memory(Generic[T]):
    """Things in memory."""

    def __init__(self) -> None:
        self._things: dict[int, T] = {}
        self._keys: dict[int, Sequence[int]] = {}
        self._ranks: dict[int, list[int]] = {}
        self._links: dict[int, dict[int, float]] = {}
        self._block: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}

    def put(self, rank: int, keys: Sequence[int], thing: T) -> None:
        """Keep a thing; it has no block yet."""
        self._things[rank], self._keys[rank], self._links[rank] = thing, keys, {}
        for key in keys:
            insort(self._ranks.setdefault(key, []), rank)

    def take(self, rank: int) -> None:
        """Remove a thing that has no links any more."""
        for key in self._keys.pop(rank):
            ranks = self._ranks[key]
            del ranks[bisect_left(ranks, rank)]
        del self._things[rank], self._links[rank]
        if (block := self._block.pop(rank, None)) is not None:
            self._members[block].discard(rank)

    def thing(self, rank: int) -> T:
        """A thing that is here."""
        return self._things[rank]

    def fetch(self, ranks: Sequence[int]) -> None:
        """They are in memory."""

    def keys(self, rank: int) -> Sequence[int]:
        """The keys of a thing that is here."""
        return self._keys[rank]

    def lowest(self, key: int, count: int) -> Sequence[int]:
        """Ranks of the things with a key, ascending, no more than `count`."""
        return self._ranks.get(key, [])[:count]

    def every(self, key: int) -> Sequence[int]:
        """Ranks of all things with a key."""
        return self._ranks.get(key, [])

    def having(self, key: int, ranks: Collection[int]) -> Collection[int]:
        """Which of these things have a key."""
        return [rank for rank in ranks if key in self._keys[rank]]

    def links(self, rank: int) -> Mapping[int, float]:
        """What a thing is linked with, and how strongly."""
        return self._links[rank]

    def join(self, one: int, other: int, strength: float) -> None:
        """Link two things."""
        self._links[one][other] = self._links[other][one] = strength

    def part(self, one: int, other: int) -> None:
        """Take the link of two things away."""
        del self._links[one][other], self._links[other][one]

    def block(self, rank: int) -> int | None:
        """The block of a thing, known by its lowest rank; None if it has none yet, or is not here."""
        return self._block.get(rank)

    def members(self, block: int) -> Sequence[int]:
        """The things of a block."""
        return sorted(self._members.get(block, ()))

    def settle(self, block: int, ranks: Iterable[int]) -> None:
        """Put things into a block."""
        for rank in ranks:
            if (before := self._block.get(rank)) is not None:
                self._members[before].discard(rank)
            self._block[rank] = block
            self._members.setdefault(block, set()).add(rank)


class Blocks(Generic[T]):
    """The blocks of the things that are kept, brought up to date by `change`."""

    def __init__(self, kind: Kind[T], kept: Kept[T]) -> None:
        self._kind, self._kept, self._rule = kind, kept, kind.rule
        self._low: dict[int, Sequence[int]] = {}

    def change(
        self, come: Iterable[T] = (), go: Iterable[int] = (), stirred: Iterable[int] = ()
    ) -> list[tuple[int, ...]]:
        """Let things come and go; returns the blocks to be grouped anew, those of `stirred` things among them.

        Ranks of things in a block ascend. A thing that goes and comes is replaced.
        """
        new = {self._kind.rank(thing): thing for thing in come}
        old = {rank for rank in go if self._kept.block(rank) is not None}
        keys = {rank: self._kind.keys(thing) for rank, thing in new.items()}
        lost = {key for rank in old for key in self._kept.keys(rank)}
        won: dict[int, list[int]] = {}
        for rank, some in keys.items():
            for key in some:
                won.setdefault(key, []).append(rank)
        before = {key: self._kept.lowest(key, self._rule.met) for key in sorted(lost | won.keys())}
        opened = {block for rank in old if (block := self._kept.block(rank)) is not None}
        touched = {rank for rank in stirred if rank not in old}
        for rank in sorted(old):
            for other in list(self._kept.links(rank)):
                touched.add(other)
                self._kept.part(rank, other)
            self._kept.take(rank)
        for rank, thing in sorted(new.items(), key=lambda item: item[0]):
            self._kept.put(rank, keys[rank], thing)
        self._low = {
            key: self._kept.lowest(key, self._rule.met) if key in lost else sorted([*low, *won[key]])[: self._rule.met]
            for key, low in before.items()
        }
        promoted = {rank for key, low in self._low.items() for rank in set(low).difference(before[key])}
        displaced: dict[int, list[int]] = {}
        for key, low in self._low.items():
            for rank in set(before[key]).difference(low) - old:
                displaced.setdefault(rank, []).append(key)
        for rank in sorted(promoted | new.keys()):
            touched |= self._meet(rank)
        for rank, gone in sorted(displaced.items()):
            touched |= self._recount(rank, gone)
        self._low = {}
        return self._settled((touched - old) | new.keys(), opened)

    def judge(self, one: int, other: int, *, same: bool) -> list[tuple[int, ...]]:
        """Link two things because somebody said so, or take such a link away; returns the blocks to be grouped anew."""
        if same:
            self._kept.join(one, other, JUDGED)
        elif self._kept.links(one).get(other) == JUDGED:
            self._kept.part(one, other)
            self._meet(one)
            self._low = {}
        return self._settled({one, other}, set())

    def linked(self, block: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs of things of a block that are linked."""
        there = set(block)
        return [
            (one, other) for one in sorted(there) for other in self._kept.links(one) if one < other and other in there
        ]

    # meeting

    def _lowest(self, key: int) -> Sequence[int]:
        if key not in self._low:
            self._low[key] = self._kept.lowest(key, self._rule.met)
        return self._low[key]

    def _meet(self, rank: int) -> set[int]:
        """Link a thing with those that it meets and is like; returns what was linked."""
        times = Counter[int]()
        for key in self._kept.keys(rank):
            low = self._lowest(key)
            times.update(self._kept.every(key) if len(low) == self._rule.met and rank <= low[-1] else low)
        del times[rank]
        here, linked = self._kept.thing(rank), self._kept.links(rank)
        found: set[int] = set()
        met = sorted(other for other, count in times.items() if count >= self._rule.meet and other not in linked)
        self._kept.fetch(met)
        for other in met:
            there = self._kept.thing(other)
            if self._kind.apart(here, there, partial(self._kept.keys, other)):
                continue
            strength = self._kind.link(here, there)
            if strength >= self._rule.levels[0]:
                self._kept.join(rank, other, strength)
                found |= {rank, other}
        return found

    def _recount(self, rank: int, gone: Iterable[int]) -> set[int]:
        """Take away the links of a thing that is not among the lowest of some keys any more; returns what is linked no more.

        Through these keys it does not meet those of higher rank any more. Of others the links are as they were.
        """
        above = [other for other, strength in self._kept.links(rank).items() if other > rank and strength < JUDGED]
        lost = {other for key in gone for other in self._kept.having(key, above)} if above else set()
        mine, found = set(self._kept.keys(rank)), set[int]()
        for other in sorted(lost):
            shared = sorted(mine.intersection(self._kept.keys(other)), key=lambda key: (key not in self._low, key))
            met = islice((key for key in shared if self._stands(key, rank)), self._rule.meet)
            if len(list(met)) < self._rule.meet:
                self._kept.part(rank, other)
                found |= {rank, other}
        return found

    def _stands(self, key: int, lower: int) -> bool:
        """Whether two things meet through a key, the lower of whose ranks is this."""
        low = self._lowest(key)
        return len(low) < self._rule.met or lower <= low[-1]

    # blocks

    def _settled(self, touched: set[int], opened: set[int]) -> list[tuple[int, ...]]:
        """The blocks of what was touched and of all that was in one block with it, as they are now."""
        opened = set(opened)
        todo, done = {rank for block in opened for rank in self._kept.members(block)} | touched, set[int]()
        large: dict[float, set[int]] = {level: set() for level in self._rule.levels}
        found: list[tuple[int, ...]] = []
        while todo:
            rank = todo.pop()
            if rank in done:
                continue
            block = self._block_of(rank, large)
            done |= block
            before = {self._kept.block(one) for one in block}
            for old in before - opened - {None}:
                opened.add(old)  # type: ignore[arg-type]
                todo.update(self._kept.members(old))  # type: ignore[arg-type]
            found.append(tuple(sorted(block)))
        changed = [one for one in found if not touched.isdisjoint(one) or not self._is_settled(one)]
        for one in changed:
            self._kept.settle(one[0], one)
        return sorted(changed)

    def _is_settled(self, block: Sequence[int]) -> bool:
        """Whether a block was there before, with the same things."""
        there = {self._kept.block(rank) for rank in block}
        return there == {block[0]} and len(self._kept.members(block[0])) == len(block)

    def _block_of(self, rank: int, large: Mapping[float, set[int]]) -> set[int]:
        """What hangs together with a thing, by links as weak as the size of a block allows; `large`: see `_connected`."""
        for level in self._rule.levels:
            if (found := self._connected(rank, level, large[level])) is not None:
                return found
        return {rank}

    def _connected(self, rank: int, level: float, large: set[int]) -> set[int] | None:
        """What hangs together with a thing by links of a strength; None if it is too much for a block.

        `large`: things of which that is known to be too much; those that were looked at are added, so that a large part is walked through once.
        """
        found, open_ = {rank}, [rank]
        while open_ and len(found) <= self._rule.cap and found.isdisjoint(large):
            more = {other for other, strength in self._kept.links(open_.pop()).items() if strength >= level} - found
            found |= more
            open_ += more
        if len(found) <= self._rule.cap and found.isdisjoint(large):
            return found
        large |= found
        return None
