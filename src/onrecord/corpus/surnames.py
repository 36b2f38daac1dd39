"""Surnames alone: whose they are, where the page that has them names nobody in full.

A surname is that of the only actor of the archive whose full name it fits, or of the one that its state or role tells; where no full
name fits, it is an actor of its own, with the other spellings of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from onrecord.corpus.actors import Judgements, Seen, context
from onrecord.corpus.name_keys import sound_keys
from onrecord.corpus.name_parts import family_words, known_as
from onrecord.corpus.named import Node
from onrecord.corpus.names import SAME, same_name
from onrecord.corpus.sketches import stable_hash

#: A surname of which more full names sound alike is nobody's without its page.
CROWD = 60


class Neighbours(Protocol):
    """What the archive has of names that sound alike."""

    def alike(self, key: int, *, short: bool, most: int) -> Sequence[Node]:
        """Surnames alone, or full names, one of whose surnames has a key (`keys_of`); no more than `most`."""

    def cluster(self, node: Node) -> tuple[Node, ...]:
        """The names joined with a full name."""

    def seen(self, node: Node) -> Seen:
        """What pages say of a name."""


class Home(NamedTuple):
    """Whose a surname is: the names of an actor, or (`own`) surnames that are one in several spellings."""

    names: tuple[Node, ...]
    own: bool


def keys_of(node: Node) -> list[int]:
    """What the surnames of a person's name sound like."""
    if node.kind != "person":
        return []
    return sorted({stable_hash(sound) for word in family_words(node.key) for sound in sound_keys(word)})


class Surnames:
    """Surnames alone and whose they are."""

    def __init__(self, near: Neighbours, judged: Judgements) -> None:
        self._near, self._judged = near, judged
        self._known: dict[Node, list[Node] | None] = {}

    def home(self, node: Node) -> Home:
        """Whose a surname is."""
        fits = self._fits(node)
        if fits is None:
            return Home((node,), own=True)
        if not fits:
            return Home(tuple(sorted(self._spellings(node))), own=True)
        clusters = sorted({self._near.cluster(one) for one in fits})
        if len(clusters) == 1:
            return Home(clusters[0], own=False)
        scores = [self._hint(node, cluster) for cluster in clusters]
        best = max(scores)
        if best > 0 and scores.count(best) == 1:
            return Home(clusters[scores.index(best)], own=False)
        return Home((node,), own=True)

    def _alike(self, node: Node, *, short: bool, most: int) -> set[Node]:
        return {one for key in keys_of(node) for one in self._near.alike(key, short=short, most=most)}

    def _fits(self, node: Node) -> list[Node] | None:
        """Full names that a surname alone can stand for; None where there are too many to look at."""
        if node not in self._known:
            long = self._alike(node, short=False, most=CROWD + 1)
            self._known[node] = None if len(long) > CROWD else self._fitting(node, long)
        return self._known[node]

    def _fitting(self, node: Node, long: Iterable[Node]) -> list[Node]:
        fitting = [one for one in long if same_name(node.key, one.key, "person") >= SAME]
        return sorted(
            one
            for one in fitting
            if not any(self._judged.on(node, member) is False for member in self._near.cluster(one))
        )

    def _spellings(self, node: Node) -> set[Node]:
        """Surnames alone that no full name explains and that are this one in another spelling."""
        found, open_ = {node}, [node]
        while open_ and len(found) <= CROWD:
            one = open_.pop()
            for other in sorted(self._alike(one, short=True, most=CROWD) - found):
                alike = same_name(one.key, other.key, "person") >= SAME and self._judged.on(one, other) is not False
                if alike and self._fits(other) == []:
                    found.add(other)
                    open_.append(other)
        return found

    def _hint(self, node: Node, cluster: Collection[Node]) -> int:
        known = known_as(node.key, "person")
        meant = any(known & known_as(member.key, "person") for member in cluster)
        return context((self._near.seen(member) for member in cluster), self._near.seen(node)) + meant
