"""What `onrecord watch` keeps in the archive: what to fetch and when, manners to hosts, files seen, alerts to deliver.

Every method is one transaction. Those that return a Step are for `Writer.also`: they happen together with a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Literal

from onrecord.archive.sqlite import Database, Row, Step
from onrecord.records import Record


class Fetch(Record, frozen=True, kw_only=True):
    """A feed or page to fetch: `url`, by way of redirects now at `target`; `told` is JSON of the watcher's own."""

    key: bytes
    kind: Literal["feed", "page"]
    url: str
    target: str | None
    hops: int
    tries: int
    told: str | None
    polled: float | None
    error: str | None
    due: float | None


class Robots(Record, frozen=True, kw_only=True):
    """What is known of the robots.txt of an origin; `text` null: it could not be had. To be had anew after `until`."""

    text: str | None
    until: float
    target: str | None
    hops: int


class Delivery(Record, frozen=True, kw_only=True):
    """Something that an alert found and that is still to be delivered."""

    num: int
    alert: str
    id: str
    payload: str
    tries: int


class Found(Record, frozen=True, kw_only=True):
    """Something that an alert found on a page."""

    page_id: str
    id: str
    payload: str


_FETCH = "key, kind, url, target, hops, tries, told, polled, error, due"


def key_of(kind: str, url: str) -> bytes:
    """What a feed or page is known by."""
    return hashlib.blake2b(f"{kind} {url}".encode(), digest_size=16).digest()


class Watching:
    """The tables `watch_*` of an archive."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    # what to fetch

    def follow(self, feeds: Collection[tuple[str, str]], now: float) -> None:
        """Have these feeds (address, host) polled, new ones at once, and no others."""
        with self._db.transaction():
            keys = [key_of("feed", url) for url, _ in feeds]
            known = [key for (key,) in self._db.rows("SELECT key FROM watch_fetches WHERE kind = 'feed'")]
            self._db.run_many("DELETE FROM watch_fetches WHERE key = ?", [(key,) for key in known if key not in keys])
            self._db.run_many(
                "INSERT OR IGNORE INTO watch_fetches (key, kind, url, hops, host, due, tries) VALUES (?, 'feed', ?, 0, ?, ?, 0)",
                [(key, url, host, now) for key, (url, host) in zip(keys, feeds, strict=True)],
            )

    def due(self, now: float, busy: Collection[str], limit: int) -> list[Fetch]:
        """What may be fetched now: of each host that is not busy and may be asked again, the longest due."""
        rows = self._db.rows(
            f"SELECT {_FETCH} FROM (SELECT *, row_number() OVER (PARTITION BY host ORDER BY due, key) AS turn "
            "FROM watch_fetches WHERE due <= ?1) f LEFT JOIN watch_hosts h USING (host) "
            f"WHERE turn = 1 AND coalesce(h.next, 0) <= ?1 AND host NOT IN ({_marks(busy, 2)}) ORDER BY due, key LIMIT {limit}",
            (now, *busy),
        )
        return [_fetch(row) for row in rows]

    def next_due(self, busy: Collection[str], busy_alerts: Collection[str]) -> float | None:
        """When something of a host, or alert, that is not busy may be fetched, or delivered, next; None if nothing."""
        fetch = self._db.value(
            "SELECT min(max(due, coalesce(next, 0))) FROM (SELECT host, min(due) AS due FROM watch_fetches WHERE due IS NOT NULL "
            f"AND host NOT IN ({_marks(busy, 1)}) GROUP BY host) LEFT JOIN watch_hosts USING (host)",
            tuple(busy),
        )
        delivery = self._db.value(
            f"SELECT min(due) FROM (SELECT min(num), due FROM watch_outbox WHERE alert NOT IN ({_marks(busy_alerts, 1)}) GROUP BY alert)",
            tuple(busy_alerts),
        )
        return min((time for time in (fetch, delivery) if time is not None), default=None)

    def waiting_since(self, since: float, now: float) -> bool:
        """Whether something is due that was not tried since then, or is to be delivered and did not fail yet."""
        return bool(
            self._db.value(
                "SELECT EXISTS (SELECT 1 FROM watch_fetches WHERE due <= ?2 AND coalesce(polled, 0) < ?1) "
                "OR EXISTS (SELECT 1 FROM watch_outbox WHERE tries = 0)",
                (since, now),
            )
        )

    def redirected(self, fetch: Fetch, target: str, host: str, now: float) -> None:
        """Go on at another address, when its host allows."""
        with self._db.transaction():
            self._db.run(
                "UPDATE watch_fetches SET target = ?, host = ?, hops = hops + 1, due = ? WHERE key = ?",
                (target, host, now, fetch.key),
            )

    def again(self, fetch: Fetch, host: str, due: float, *, error: str | None, polled: float) -> None:
        """Fetch it again later, from its own address on; with an `error`, after one more failure in a row."""
        with self._db.transaction():
            self._db.run(
                "UPDATE watch_fetches SET target = NULL, hops = 0, host = ?, due = ?, error = ?, polled = ?, "
                "tries = CASE WHEN ? IS NULL THEN 0 ELSE tries + 1 END WHERE key = ?",
                (host, due, error, polled, error, fetch.key),
            )

    def postpone(self, fetch: Fetch, due: float, *, error: str | None = None, polled: float | None = None) -> None:
        """Leave it for later where it stands, which is no failure of its own."""
        with self._db.transaction():
            self._db.run(
                "UPDATE watch_fetches SET due = ?, error = coalesce(?, error), polled = coalesce(?, polled) WHERE key = ?",
                (due, error, polled, fetch.key),
            )

    def polled(
        self, feed: Fetch, host: str, told: str | None, pages: Iterable[tuple[str, str, str]], now: float, due: float
    ) -> int:
        """Note what a feed answered, and queue its new pages (address, host, what is told of it); how many were new."""
        with self._db.transaction():
            self._db.run(
                "UPDATE watch_fetches SET target = NULL, hops = 0, host = ?, tries = 0, error = NULL, told = ?, polled = ?, "
                "due = ? WHERE key = ?",
                (host, told, now, due, feed.key),
            )
            before = self._db.changes()
            self._db.run_many(
                "INSERT OR IGNORE INTO watch_fetches (key, kind, url, hops, host, due, tries, told) "
                "VALUES (?, 'page', ?, 0, ?, ?, 0, ?)",
                [(key_of("page", url), url, of, now, about) for url, of, about in pages],
            )
            return self._db.changes() - before

    @staticmethod
    def finished(fetch: Fetch, error: str | None = None) -> Step:
        """A page is in the archive, or (`error`) given up: it is never fetched again."""

        def step(database: Database) -> None:
            database.run(
                "UPDATE watch_fetches SET url = CASE WHEN ?2 IS NULL THEN NULL ELSE url END, target = NULL, host = NULL, "
                "told = NULL, due = NULL, error = ?2 WHERE key = ?1",
                (fetch.key, error),
            )

        return step

    def feeds(self) -> list[Fetch]:
        """All feeds, as they stand."""
        return [
            _fetch(row) for row in self._db.rows(f"SELECT {_FETCH} FROM watch_fetches WHERE kind = 'feed' ORDER BY url")
        ]

    def pages(self) -> tuple[int, int, int]:
        """How many pages wait, are done, were given up."""
        row = self._db.row(
            "SELECT coalesce(sum(due IS NOT NULL), 0), coalesce(sum(due IS NULL AND error IS NULL), 0), "
            "coalesce(sum(due IS NULL AND error IS NOT NULL), 0) FROM watch_fetches WHERE kind = 'page'"
        )
        assert row is not None
        return int(row[0]), int(row[1]), int(row[2])

    # manners

    def hold(self, host: str, until: float) -> None:
        """No request to a host before then; an earlier promise that reaches farther stays."""
        with self._db.transaction():
            self._db.run(
                "INSERT INTO watch_hosts (host, next) VALUES (?1, ?2) ON CONFLICT (host) DO UPDATE SET next = max(next, ?2)",
                (host, until),
            )

    def free_at(self, host: str) -> float:
        """From when on a host may be asked again; 0 if it never was."""
        return float(self._db.value("SELECT next FROM watch_hosts WHERE host = ?", (host,)) or 0)

    def robots(self, origin: str) -> Robots | None:
        """What is known of the robots.txt of an origin."""
        row = self._db.row("SELECT text, until, target, hops FROM watch_robots WHERE origin = ?", (origin,))
        return None if row is None else Robots(text=row[0], until=row[1], target=row[2], hops=row[3])

    def set_robots(self, origin: str, robots: Robots) -> None:
        """Note it."""
        with self._db.transaction():
            self._db.run(
                "INSERT OR REPLACE INTO watch_robots (origin, text, until, target, hops) VALUES (?, ?, ?, ?, ?)",
                (origin, robots.text, robots.until, robots.target, robots.hops),
            )

    # files

    def is_file_known(self, path: str, size: int, modified: int) -> bool:
        """Whether a file is in the archive as it is now."""
        return self._db.row("SELECT size, modified FROM watch_files WHERE path = ?", (path,)) == (size, modified)

    @staticmethod
    def file_done(path: str, size: int, modified: int) -> Step:
        """A file is in the archive."""

        def step(database: Database) -> None:
            database.run("INSERT OR REPLACE INTO watch_files VALUES (?, ?, ?)", (path, size, modified))

        return step

    # alerts

    def begin_alerts(self, names: Collection[str]) -> None:
        """Have these alerts look at what comes from now on (those that are known: from where they stood), and no others."""
        with self._db.transaction():
            known = [name for (name,) in self._db.rows("SELECT name FROM watch_alerts")]
            for table, column in (("watch_alerts", "name"), ("watch_outbox", "alert")):
                self._db.run_many(
                    f"DELETE FROM {table} WHERE {column} = ?", [(name,) for name in known if name not in names]
                )
            self._db.run_many(
                "INSERT OR IGNORE INTO watch_alerts SELECT ?, coalesce(max(num), 0) FROM pages",
                [(name,) for name in names],
            )

    def unsearched(self, alert: str) -> list[tuple[int, str]]:
        """Number and id of the pages that an alert has not looked at, a few hundred at most."""
        rows = self._db.rows(
            "SELECT num, id FROM pages WHERE num > (SELECT seen FROM watch_alerts WHERE name = ?) ORDER BY num LIMIT 200",
            (alert,),
        )
        return [(int(num), str(page)) for num, page in rows]

    def searched(self, alert: str, page: int, found: Found | None, now: float) -> None:
        """An alert has looked at a page; what it found is to be delivered."""
        with self._db.transaction():
            self._db.run("UPDATE watch_alerts SET seen = ? WHERE name = ?", (page, alert))
            if found is not None:
                self._db.run(
                    "INSERT INTO watch_outbox (alert, page, id, payload, due, tries) SELECT ?, num, ?, ?, ?, 0 FROM pages WHERE id = ?",
                    (alert, found.id, found.payload, now, found.page_id),
                )

    def deliveries(self, now: float, busy: Collection[str]) -> list[Delivery]:
        """The first delivery of every alert that is due and not busy."""
        rows = self._db.rows(
            "SELECT num, alert, id, payload, tries FROM watch_outbox o WHERE due <= ?1 AND num = "
            f"(SELECT min(num) FROM watch_outbox WHERE alert = o.alert) AND alert NOT IN ({_marks(busy, 2)})",
            (now, *busy),
        )
        return [
            Delivery(num=num, alert=alert, id=id_, payload=load, tries=tries) for num, alert, id_, load, tries in rows
        ]

    def delivered(self, delivery: Delivery) -> None:
        """It need not be delivered any more."""
        with self._db.transaction():
            self._db.run("DELETE FROM watch_outbox WHERE num = ?", (delivery.num,))

    def deliver_again(self, delivery: Delivery, due: float) -> None:
        """It failed: again later."""
        with self._db.transaction():
            self._db.run("UPDATE watch_outbox SET due = ?, tries = tries + 1 WHERE num = ?", (due, delivery.num))


def _marks(values: Collection[str], first: int) -> str:
    return ", ".join(f"?{first + number}" for number in range(len(values)))


def _fetch(row: Row) -> Fetch:
    return Fetch(**dict(zip(Fetch.__struct_fields__, row, strict=True)))
