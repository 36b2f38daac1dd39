"""Where the archive keeps what `onrecord.corpus.blocks` works on: things with their keys, links and blocks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec
import numpy as np

from onrecord.archive.sqlite import Database
from onrecord.corpus.copies import CopyPage
from onrecord.corpus.likeness import StoryPage, Terms
from onrecord.corpus.named import Node
from onrecord.records import Origin

T = TypeVar("T")


class Things(Generic[T]):
    """Things of a kind in the tables `<name>_things`, `<name>_keys` and `<name>_links`; what was read is remembered.

    Use one for a single transaction: it does not see what others write.
    """

    def __init__(self, database: Database, name: str, pack: Callable[[T], bytes], unpack: Callable[[bytes], T]) -> None:
        self._db, self._name, self._pack, self._unpack = database, name, pack, unpack
        self._things: dict[int, T] = {}
        self._keys: dict[int, Sequence[int]] = {}
        self._links: dict[int, dict[int, float]] = {}

    def put(self, rank: int, keys: Sequence[int], thing: T) -> None:
        """Keep a thing; it has no block yet."""
        self._things[rank], self._keys[rank], self._links[rank] = thing, keys, {}
        packed = np.array(keys, np.int64).tobytes()
        self._db.run(
            f"INSERT INTO {self._name}_things (rank, keys, thing) VALUES (?, ?, ?)", (rank, packed, self._pack(thing))
        )
        self._db.run_many(f"INSERT INTO {self._name}_keys VALUES (?, ?)", [(key, rank) for key in keys])

    def take(self, rank: int) -> None:
        """Remove a thing that has no links any more."""
        self._db.run_many(
            f"DELETE FROM {self._name}_keys WHERE (key, rank) = (?, ?)", [(key, rank) for key in self.keys(rank)]
        )
        self._db.run(f"DELETE FROM {self._name}_things WHERE rank = ?", (rank,))
        for known in (self._things, self._keys, self._links):
            known.pop(rank, None)

    def thing(self, rank: int) -> T:
        """A thing that is here."""
        if rank not in self._things:
            blob = self._db.value(f"SELECT thing FROM {self._name}_things WHERE rank = ?", (rank,))
            self._things[rank] = self._unpack(blob)
        return self._things[rank]

    def fetch(self, ranks: Sequence[int]) -> None:
        """Read things at once that will be asked for one after another."""
        missing = [rank for rank in ranks if rank not in self._things]
        if missing:
            rows = self._db.rows(
                f"SELECT rank, thing, keys FROM {self._name}_things WHERE rank IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(missing).decode(),),
            )
            for rank, thing, keys in rows:
                self._things[rank], self._keys[rank] = self._unpack(thing), memoryview(keys).cast("q").tolist()

    def keys(self, rank: int) -> Sequence[int]:
        """The keys of a thing that is here."""
        if rank not in self._keys:
            blob = self._db.value(f"SELECT keys FROM {self._name}_things WHERE rank = ?", (rank,))
            self._keys[rank] = np.frombuffer(blob, np.int64).tolist()
        return self._keys[rank]

    def lowest(self, key: int, count: int) -> Sequence[int]:
        """Ranks of the things with a key, ascending, no more than `count`."""
        rows = self._db.rows(f"SELECT rank FROM {self._name}_keys WHERE key = ? ORDER BY rank LIMIT ?", (key, count))
        return [rank for (rank,) in rows]

    def every(self, key: int) -> Sequence[int]:
        """Ranks of all things with a key."""
        return [rank for (rank,) in self._db.rows(f"SELECT rank FROM {self._name}_keys WHERE key = ?", (key,))]

    def having(self, key: int, ranks: Collection[int]) -> Collection[int]:
        """Which of these things have a key."""
        rows = self._db.rows(
            f"SELECT rank FROM {self._name}_keys WHERE key = ? AND rank IN (SELECT value FROM json_each(?))",
            (key, msgspec.json.encode(list(ranks)).decode()),
        )
        return [rank for (rank,) in rows]

    def links(self, rank: int) -> Mapping[int, float]:
        """What a thing is linked with, and how strongly."""
        if rank not in self._links:
            rows = self._db.rows(f"SELECT other, strength FROM {self._name}_links WHERE one = ?", (rank,))
            self._links[rank] = dict(rows)
        return self._links[rank]

    def join(self, one: int, other: int, strength: float) -> None:
        """Link two things."""
        for mine, theirs in ((one, other), (other, one)):
            self.links(mine)
            self._links[mine][theirs] = strength
            self._db.run(f"INSERT OR REPLACE INTO {self._name}_links VALUES (?, ?, ?)", (mine, theirs, strength))

    def part(self, one: int, other: int) -> None:
        """Take the link of two things away."""
        for mine, theirs in ((one, other), (other, one)):
            if mine in self._links:
                self._links[mine].pop(theirs, None)
            self._db.run(f"DELETE FROM {self._name}_links WHERE (one, other) = (?, ?)", (mine, theirs))

    def block(self, rank: int) -> int | None:
        """The block of a thing, known by its lowest rank; None if it has none yet, or is not here."""
        found: int | None = self._db.value(f"SELECT block FROM {self._name}_things WHERE rank = ?", (rank,))
        return found

    def members(self, block: int) -> Sequence[int]:
        """The things of a block."""
        rows = self._db.rows(f"SELECT rank FROM {self._name}_things WHERE block = ? ORDER BY rank", (block,))
        return [rank for (rank,) in rows]

    def settle(self, block: int, ranks: Iterable[int]) -> None:
        """Put things into a block."""
        self._db.run_many(f"UPDATE {self._name}_things SET block = ? WHERE rank = ?", [(block, rank) for rank in ranks])


def texts(database: Database) -> Things[CopyPage]:
    """Texts of pages, to find copies."""

    def pack(page: CopyPage) -> bytes:
        return msgspec.msgpack.encode(page._replace(sketch=page.sketch.tobytes()))  # type: ignore[arg-type]

    def unpack(blob: bytes) -> CopyPage:
        one, kept, title, url, outlet, language, published, origin = msgspec.msgpack.decode(blob)
        source = msgspec.convert(origin, Origin | None)
        return CopyPage(one, np.frombuffer(kept, np.uint64), title, url, outlet, language, published, source)

    return Things(database, "copy", pack, unpack)


def story_pages(database: Database) -> Things[StoryPage]:
    """Pages, to find stories."""

    def pack(page: StoryPage) -> bytes:
        parts = [part.tobytes() for terms in (page.words, page.anchors) for part in terms]
        return msgspec.msgpack.encode((page.id, page.title, page.language, page.day, *parts, page.signature))

    def unpack(blob: bytes) -> StoryPage:
        one, title, language, day, *parts, signature = msgspec.msgpack.decode(blob)
        words, anchors = (
            Terms(np.frombuffer(keys, np.int64), np.frombuffer(weights, np.float32))
            for keys, weights in (parts[:2], parts[2:])
        )
        return StoryPage(one, title, language, day, words, anchors, tuple(signature))

    return Things(database, "story", pack, unpack)


def names(database: Database) -> Things[Node]:
    """Names, to find whose they are."""
    return Things(database, "name", msgspec.msgpack.encode, msgspec.msgpack.Decoder(Node).decode)
