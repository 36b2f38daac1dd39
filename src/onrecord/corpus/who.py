"""Actors kept up as names come and go; the same pages in any order give the same actors, and what users judged wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

from onrecord.corpus.actors import (
    Actor,
    Block,
    Judgements,
    Merge,
    Names,
    Seen,
    Told,
    actor_of,
    merges_of,
    rank_of,
    seen_from,
    told_of,
)  # fmt: skip
from onrecord.corpus.blocks import Blocks, Kept, Memory
from onrecord.corpus.named import Node, named_on, node_id
from onrecord.corpus.surnames import CROWD, Surnames, keys_of
from onrecord.records import Id, PageRecord

_ALL = 1 << 40


class Shelf(Protocol):
    """Where names are kept, and whose they are: `who` is the number of an actor."""

    @property
    def things(self) -> Kept[Node]:
        """The names that are joined by what they sound like."""

    def seen(self, node: Node) -> Seen:
        """What pages say of a name."""

    def alike(self, key: int, *, short: bool, most: int) -> Sequence[Node]:
        """Surnames alone, or full names, that have a key of `surnames.keys_of`, by rank; no more than `most`."""

    def crowded(self, key: int, most: int) -> bool:
        """Whether more full names than that have a key of `surnames.keys_of`."""

    def find(self, name: Id) -> Node | None:
        """The name with this id, if a page has it."""

    def who(self, node: Node) -> int | None:
        """Whose a name is."""

    def members(self, who: int) -> Sequence[Node]:
        """The names of an actor."""

    def assign(self, nodes: Iterable[Node], who: int | None) -> int:
        """Make names those of an actor, of a new one for None; returns its number."""

    def show(self, who: Iterable[int]) -> None:
        """Write these actors anew, and strike those without a name."""


class WhoIsWho:
    """The names of a shelf and whose they are."""

    def __init__(self, shelf: Shelf, judged: Judgements) -> None:
        self._shelf, self._judged = shelf, judged

    def settle(
        self,
        named: Iterable[Node],
        new: Iterable[Node] = (),
        gone: Iterable[Node] = (),
        renewed: Iterable[Node] = (),
    ) -> None:
        """Find whose names are of which pages say something else than before; `new` and `gone` are those that no page had, or has.

        The shelf knows what they say already. `renewed` are names of which a user judged something.
        """
        new, gone, renewed = set(new), set(gone), set(renewed)
        named = (set(named) | new | renewed) - gone
        joined = self._join(named, new | renewed, gone | renewed)
        touched = {who for node in gone if (who := self._shelf.who(node)) is not None}
        touched |= self._assign([cluster for cluster in joined if not self._alone(cluster[0])])
        shorts = {node for node in named if self._alone(node)}
        touched |= self._follow(shorts, {*chain.from_iterable(joined), *gone, *shorts, *renewed}, new)
        self._shelf.show(touched)

    def cluster(self, node: Node) -> tuple[Node, ...]:
        """The names joined with a full name."""
        who = self._shelf.who(node)
        assert who is not None
        return tuple(sorted(one for one in self._shelf.members(who) if not self._alone(one)))

    def seen(self, node: Node) -> Seen:
        """What pages say of a name."""
        return self._shelf.seen(node)

    def alike(self, key: int, *, short: bool, most: int) -> Sequence[Node]:
        """Surnames that stand alone, or other names of persons, that sound alike."""
        found = self._shelf.alike(key, short=short, most=most)
        return [one for one in found if self._alone(one) == short]

    def _alone(self, node: Node) -> bool:
        """Whether a name is a surname alone that nobody joined with another."""
        return node.short and not self._judged.joined(node)

    # full names

    def _join(self, named: set[Node], new: set[Node], gone: set[Node]) -> list[tuple[Node, ...]]:
        """The clusters of all blocks that changed, or of which pages say something else."""
        things = self._shelf.things
        blocks = Blocks(Names(), things)
        changed = blocks.change(
            [node for node in new if not self._alone(node)],
            [rank_of(node) for node in gone],
            [rank_of(node) for node in named - new if not self._alone(node)],
        )
        for node in sorted(new):
            for other in self._judged.joined(node):
                beside = self._shelf.find(other)
                if beside is not None and things.block(rank_of(beside)) is not None:
                    changed += blocks.judge(rank_of(node), rank_of(beside), same=True)
        now = {things.block(rank) for block in changed for rank in block} - {None}
        return [cluster for block in sorted(filter(None, now)) for cluster in self._clusters(blocks, block)]

    def _clusters(self, blocks: Blocks[Node], block: int) -> list[tuple[Node, ...]]:
        things = self._shelf.things
        ranks = things.members(block)
        things.fetch(ranks)
        nodes = {rank: things.thing(rank) for rank in ranks}
        if len(nodes) == 1:
            return [tuple(nodes.values())]
        links = {(nodes[one], nodes[other]): things.links(one)[other] for one, other in blocks.linked(ranks)}
        return Block({node: self._shelf.seen(node) for node in nodes.values()}, links, self._judged).clusters()

    def _assign(self, clusters: Iterable[tuple[Node, ...]]) -> set[int]:
        """Give each cluster a number, that of one of its names if it has one; returns all numbers that had or have one of them."""
        touched, taken = set[int](), set[int]()
        clusters = list(clusters)
        before = {node: self._shelf.who(node) for cluster in clusters for node in cluster}
        touched |= {who for who in before.values() if who is not None}
        for cluster in clusters:
            free = (who for node in cluster if (who := before[node]) is not None and who not in taken)
            taken.add(self._shelf.assign(cluster, next(free, None)))
        return touched | taken

    # surnames alone

    def _follow(self, shorts: set[Node], near: set[Node], new: set[Node]) -> set[int]:
        """Find whose the surnames are that are new, or sound like names that changed; returns the numbers of actors that changed."""
        come = Counter(key for node in new if not self._alone(node) for key in keys_of(node))
        for key in {key for node in near for key in keys_of(node)}:
            # with more there were too many before as well
            if not self._shelf.crowded(key, CROWD + come[key]):
                shorts |= set(self.alike(key, short=True, most=_ALL))
        surnames = Surnames(self, self._judged)
        homes, touched = {}, set[int]()
        todo = set(shorts)
        while todo:
            node = todo.pop()
            if node in homes:
                continue
            homes[node] = surnames.home(node)
            if (who := self._shelf.who(node)) is not None:
                touched.add(who)
                todo |= {one for one in self._shelf.members(who) if self._alone(one)}
            if homes[node].own:
                todo |= set(homes[node].names)
        for node in sorted(homes):
            if not homes[node].own:
                who = self._shelf.who(homes[node].names[0])
                touched.add(self._shelf.assign([node], who))
        own = sorted({home.names for home in homes.values() if home.own})
        taken = {who for node, home in homes.items() if not home.own and (who := self._shelf.who(node)) is not None}
        return touched | self._assign_own(own, taken)

    def _assign_own(self, groups: Sequence[tuple[Node, ...]], taken: set[int]) -> set[int]:
        """Give each group of surnames that are an actor of their own a number that no other name has."""
        before = {node: self._shelf.who(node) for group in groups for node in group}
        mine = set(before)
        touched = {who for who in before.values() if who is not None}
        for group in groups:
            free = (
                who for node in group
                if (who := before[node]) is not None and who not in taken and mine.issuperset(self._shelf.members(who))
            )  # fmt: skip
            who = self._shelf.assign(group, next(free, None))
            taken.add(who)
        return touched | taken


class InMemory:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.things: Kept[Node] = Memory()
        self._told: dict[Node, dict[Told, tuple[int, str, str]]] = {}
        self._pages: dict[Node, set[Id]] = {}
        self._alike: dict[tuple[int, bool], list[Node]] = {}
        self._who: dict[Node, int] = {}
        self._members: dict[int, list[Node]] = {}
        self._next = 0

    def __iter__(self) -> Iterator[tuple[Node, ...]]:
        """The names of each actor."""
        return (tuple(sorted(nodes)) for nodes in self._members.values() if nodes)

    def tell(self, page: Id, node: Node, told: Iterable[Told], published: str) -> bool:
        """Note what a page says of a name; returns whether the name is new."""
        new = node not in self._told
        mine = self._told.setdefault(node, {})
        for one in told:
            pages, since, until = mine.get(one, (0, published, published))
            dates = [date for date in (since, until, published) if date]
            mine[one] = (pages + 1, min(dates, default=""), max(dates, default=""))
        self._pages.setdefault(node, set()).add(page)
        for key in keys_of(node) if new else ():
            self._alike.setdefault((key, node.short), []).append(node)
        return new

    def seen(self, node: Node) -> Seen:
        """What pages say of a name."""
        return seen_from(len(self._pages[node]), [(told, *row) for told, row in self._told[node].items()])

    def pages(self, nodes: Iterable[Node]) -> int:
        """How many pages have one of these names."""
        return len(set().union(*(self._pages[node] for node in nodes)))

    def alike(self, key: int, *, short: bool, most: int) -> Sequence[Node]:
        """Surnames alone, or full names, that have a key of `surnames.keys_of`, by rank; no more than `most`."""
        return sorted(self._alike.get((key, short), ()), key=rank_of)[:most]

    def crowded(self, key: int, most: int) -> bool:
        """Whether more full names than that have a key of `surnames.keys_of`."""
        return len(self._alike.get((key, False), ())) > most

    def find(self, name: Id) -> Node | None:
        """The name with this id, if a page has it."""
        return next((node for node in self._told if node_id(node) == name), None)

    def who(self, node: Node) -> int | None:
        """Whose a name is."""
        return self._who.get(node)

    def members(self, who: int) -> Sequence[Node]:
        """The names of an actor."""
        return list(self._members.get(who, ()))

    def assign(self, nodes: Iterable[Node], who: int | None) -> int:
        """Make names those of an actor, of a new one for None; returns its number."""
        if who is None:
            who, self._next = self._next, self._next + 1
        for node in nodes:
            if (before := self._who.get(node)) is not None:
                self._members[before].remove(node)
            self._who[node] = who
            self._members.setdefault(who, []).append(node)
        return who

    def show(self, who: Iterable[int]) -> None:
        """Nothing: actors are shown when they are asked for."""


class ActorIndex:
    """The actors of pages that come one by one, in memory; the same pages in any order give the same actors."""

    def __init__(self, judgements: Iterable[Merge] = ()) -> None:
        self._judged = Judgements(judgements)
        self._shelf = InMemory()
        self._pages: set[Id] = set()

    def add(self, *records: PageRecord) -> None:
        """Take in the names of pages; one that was added before changes nothing."""
        named, new = set[Node](), set[Node]()
        for record in records:
            if record.page.id in self._pages:
                continue
            self._pages.add(record.page.id)
            for node, found in named_on(record).items():
                named.add(node)
                if self._shelf.tell(
                    record.page.id, node, told_of(found, record.page.language or ""), record.page.published or ""
                ):
                    new.add(node)
        WhoIsWho(self._shelf, self._judged).settle(named, new)

    def actors(self) -> tuple[Actor, ...]:
        """All actors, in order of their ids."""
        found = (
            actor_of({node: self._shelf.seen(node) for node in nodes}, self._shelf.pages(nodes))
            for nodes in self._shelf
        )
        return tuple(sorted(found, key=lambda actor: actor.id))

    def merges(self) -> tuple[Merge, ...]:
        """The judgements behind the actors, those of users as they made them."""
        found = {
            merge: None
            for nodes in self._shelf
            for merge in merges_of({node: self._shelf.seen(node) for node in nodes}, self._judged)
        }
        return tuple(
            sorted({**found, **dict.fromkeys(self._judged.listed())}, key=lambda merge: (merge.one, merge.other))
        )
