"""Names as the archive keeps them, for `onrecord.corpus.who`: what pages say of each, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.archive.sqlite import Database
from onrecord.archive.things import names as name_things
from onrecord.archive.words import indexed
from onrecord.corpus.actors import (
    COMMONEST,
    WHAT,
    Actor,
    Judgements,
    Merge,
    Seen,
    Told,
    actor_of,
    merges_of,
    rank_of,
    seen_from,
    told_of,
)
from onrecord.corpus.named import Found, Node, node_id
from onrecord.corpus.surnames import keys_of
from onrecord.corpus.who import WhoIsWho
from onrecord.records import Id, PageRecord

TABLES = ("who", "who_words", "names", "name_told", "name_pages", "surnames", "name_things", "name_keys", "name_links")

_COMMONEST = " UNION ALL ".join(
    "SELECT * FROM (SELECT what, text, language, pages, since, until FROM name_told "
    f"WHERE name = ?1 AND what = '{what}' ORDER BY pages DESC, text, language LIMIT ?2)"
    for what in WHAT
)


class Shelf:
    """The names of an archive; what was read is remembered, so use one for a single transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.things = name_things(database)
        self._nodes: dict[int, Node] = {}
        self._seen: dict[Node, Seen] = {}

    # what pages say

    def tell(self, page: int, record: PageRecord, found: Mapping[Node, Found]) -> set[Node]:
        """Note what a page says of names; returns those that no page had."""
        published, language = record.page.published or "", record.page.language or ""
        new = set()
        for node, said in found.items():
            told = told_of(said, language)
            num = rank_of(node)
            before = self._db.value("SELECT pages FROM names WHERE num = ?", (num,))
            if before is None:
                self._db.run(
                    "INSERT INTO names (num, id, kind, key, country, pages) VALUES (?, ?, ?, ?, ?, 0)",
                    (num, node_id(node), *node),
                )
            if not before:
                new.add(node)
                self._db.run_many(
                    "INSERT INTO surnames VALUES (?, ?, ?)", [(key, node.short, num) for key in keys_of(node)]
                )
            self._db.run("UPDATE names SET pages = pages + 1 WHERE num = ?", (num,))
            self._db.run(
                "INSERT INTO name_pages VALUES (?, ?, ?, ?)", (page, num, published, msgspec.json.encode(told).decode())
            )
            self._db.run_many(
                "INSERT INTO name_told VALUES (?, ?, ?, ?, 1, ?5, ?5) ON CONFLICT DO UPDATE SET pages = pages + 1, "
                "since = CASE WHEN ?5 != '' AND (since = '' OR ?5 < since) THEN ?5 ELSE since END, until = max(until, ?5)",
                [(num, *one, published) for one in told],
            )
        return new

    def untell(self, page: int) -> tuple[set[Node], set[Node]]:
        """Take back what a page says of names; returns these names, and those of them that no page has any more."""
        named, gone = set(), set()
        rows = self._db.rows("SELECT name, published, told FROM name_pages WHERE page = ?", (page,))
        self._db.run("DELETE FROM name_pages WHERE page = ?", (page,))
        for num, published, told in rows:
            node = self._node(num)
            named.add(node)
            self._seen.pop(node, None)
            self._db.run("UPDATE names SET pages = pages - 1 WHERE num = ?", (num,))
            for one in msgspec.json.decode(told, type=list[Told]):
                self._take_back(num, one, published)
            if not self._db.value("SELECT pages FROM names WHERE num = ?", (num,)):
                gone.add(node)
                self._db.run_many(
                    "DELETE FROM surnames WHERE (key, short, name) = (?, ?, ?)",
                    [(key, node.short, num) for key in keys_of(node)],
                )
        return named, gone

    def _take_back(self, num: int, told: Told, published: str) -> None:
        """One page fewer says this; where it was the first or last to, the dates are those of the rest."""
        where = "name = ? AND what = ? AND text = ? AND language = ?"
        self._db.run(f"UPDATE name_told SET pages = pages - 1 WHERE {where}", (num, *told))
        self._db.run(f"DELETE FROM name_told WHERE {where} AND pages <= 0", (num, *told))
        if published and self._db.value(
            f"SELECT 1 FROM name_told WHERE {where} AND ? IN (since, until)", (num, *told, published)
        ):
            rows = self._db.rows("SELECT published, told FROM name_pages WHERE name = ? AND published != ''", (num,))
            days = [day for day, said in rows if told in msgspec.json.decode(said, type=list[Told])]
            self._db.run(
                f"UPDATE name_told SET since = ?, until = ? WHERE {where}",
                (min(days, default=""), max(days, default=""), num, *told),
            )

    def seen(self, node: Node) -> Seen:
        """What pages say of a name."""
        if node not in self._seen:
            num = rank_of(node)
            rows = self._db.rows(_COMMONEST, (num, COMMONEST))
            pages = self._db.value("SELECT pages FROM names WHERE num = ?", (num,))
            self._seen[node] = seen_from(pages, [(Told(*row[:3]), *row[3:]) for row in rows])
        return self._seen[node]

    # names

    def alike(self, key: int, *, short: bool, most: int) -> Sequence[Node]:
        """Surnames alone, or full names, that have a key of `surnames.keys_of`, by rank; no more than `most`."""
        rows = self._db.rows(
            "SELECT name FROM surnames WHERE key = ? AND short = ? ORDER BY name LIMIT ?", (key, short, most)
        )
        return self._several([num for (num,) in rows])

    def crowded(self, key: int, most: int) -> bool:
        """Whether more full names than that have a key of `surnames.keys_of`."""
        sql = "SELECT 1 FROM surnames WHERE key = ? AND short = 0 LIMIT 1 OFFSET ?"
        return self._db.value(sql, (key, most)) is not None

    def find(self, name: Id) -> Node | None:
        """The name with this id, if a page has it."""
        num = self._db.value("SELECT num FROM names WHERE id = ? AND pages > 0", (name,))
        return None if num is None else self._node(num)

    def _node(self, num: int) -> Node:
        if num not in self._nodes:
            row = self._db.row("SELECT kind, key, country FROM names WHERE num = ?", (num,))
            assert row is not None
            self._nodes[num] = Node(*row)
        return self._nodes[num]

    def _several(self, nums: Sequence[int]) -> list[Node]:
        missing = [num for num in nums if num not in self._nodes]
        if len(missing) > 1:
            rows = self._db.rows(
                "SELECT num, kind, key, country FROM names WHERE num IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(missing).decode(),),
            )
            self._nodes.update((num, Node(*node)) for num, *node in rows)
        return [self._node(num) for num in nums]

    # actors

    def who(self, node: Node) -> int | None:
        """Whose a name is."""
        found: int | None = self._db.value("SELECT who FROM names WHERE num = ?", (rank_of(node),))
        return found

    def members(self, who: int) -> Sequence[Node]:
        """The names of an actor."""
        rows = self._db.rows("SELECT num FROM names WHERE who = ? AND pages > 0 ORDER BY num", (who,))
        return self._several([num for (num,) in rows])

    def assign(self, nodes: Iterable[Node], who: int | None) -> int:
        """Make names those of an actor, of a new one for None; returns its number."""
        if who is None:
            number = max(
                self._db.value("SELECT coalesce(max(num), 0) FROM who"),
                self._db.value("SELECT coalesce(max(who), 0) FROM names"),
            )
            who = int(number) + 1
        self._db.run_many("UPDATE names SET who = ? WHERE num = ?", [(who, rank_of(node)) for node in nodes])
        return who

    def show(self, who: Iterable[int]) -> None:
        """Write these actors anew, and strike those without a name, and the names that no page has."""
        who = sorted(set(who))
        self._db.run("DELETE FROM names WHERE pages = 0")
        self._db.run_many("DELETE FROM who_words WHERE rowid = ?", [(num,) for num in who])
        self._db.run_many("DELETE FROM who WHERE num = ?", [(num,) for num in who])
        for num in who:
            if self.members(num):
                self._put(num, actor_of(self.seen_of(num), self._pages(num)))

    def _pages(self, who: int) -> int:
        sql = "SELECT count(DISTINCT x.page) FROM names n JOIN name_pages x ON x.name = n.num WHERE n.who = ?"
        return int(self._db.value(sql, (who,)))

    def _put(self, num: int, actor: Actor) -> None:
        self._db.run(
            "INSERT INTO who (num, id, kind, name, country, sector, pages, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                num,
                actor.id,
                actor.kind,
                actor.names[0].text,
                actor.country,
                actor.sector,
                actor.pages,
                msgspec.json.encode(actor),
            ),
        )
        words = " | ".join(dict.fromkeys(indexed(name.text) for name in actor.names))
        self._db.run("INSERT INTO who_words (rowid, words) VALUES (?, ?)", (num, words))

    def merges(self, who: int) -> tuple[Merge, ...]:
        """The judgements behind an actor."""
        return merges_of(self.seen_of(who), Judgements(judgements(self._db)))

    def seen_of(self, who: int) -> dict[Node, Seen]:
        """The names of an actor, with what pages say of each."""
        return {node: self.seen(node) for node in self.members(who)}


def judgements(database: Database) -> tuple[Merge, ...]:
    """What users judged of names."""
    rows = database.rows("SELECT one, other, same, by, at, why FROM judgements ORDER BY one, other")
    return tuple(
        Merge(one=one, other=other, same=bool(same), by=by, at=at, why=why) for one, other, same, by, at, why in rows
    )


def judge(database: Database, merge: Merge) -> None:
    """Record what a user judged of two names, and let both come anew."""
    values = (merge.one, merge.other, merge.same, merge.by, merge.at, merge.why)
    with database.transaction():
        shelf = Shelf(database)
        nodes = {node for one in (merge.one, merge.other) if (node := shelf.find(one)) is not None}
        database.run("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?)", values)
        WhoIsWho(shelf, Judgements(judgements(database))).settle(nodes, renewed=nodes)
