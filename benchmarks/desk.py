"""Speed of the desk on an archive of invented pages: first byte of every view, with readers at once while pages are added; prints JSON.

Stories and actors are made by rule (every ten pages of a month are a story, the persons of the pages are actors) and not by comparing the
pages: what is measured is the desk, `benchmarks/across.py` measures the comparing.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import uvicorn

from asking import CASE, STATES, TYPES, World, pages
from onrecord.archive import Archive, open_archive, upkeep
from onrecord.corpus.actors import Actor, ActorName
from onrecord.desk.app import application

READERS = 4
BATCH = 1_000


def fill(archive: Archive, count: int, seed: int, seconds: float) -> int:
    """Add up to `count` pages, as many as can be added in so many seconds."""
    start, done = time.monotonic(), 0
    made = pages(count, seed)
    with mock.patch.object(upkeep, "settle", lambda *_: None):
        while time.monotonic() - start < seconds and (some := list(itertools.islice(made, BATCH))):
            done += sum(1 for _ in archive.add(some, CASE if not done else None))
            print(f"{done} pages, {time.monotonic() - start:.0f} s", flush=True)
    return done


def across(archive: Archive, world: World) -> None:
    """Stories of ten pages of a month each, their events, and an actor for each of 2,000 persons."""
    database = archive._db
    with database.transaction():
        for table in ("unsettled", "stories", "story_pages", "merged_events", "merged_reports"):
            database.run(f"DELETE FROM {table}")
        rows = database.rows(
            "SELECT num, id, title, published FROM pages WHERE newest ORDER BY substr(published, 1, 7), num"
        )
        for number, some in enumerate([rows[at : at + 10] for at in range(0, len(rows), 10)], start=1):
            days = sorted(row[3] or "" for row in some)
            database.run(
                "INSERT INTO stories (num, id, title, since, until, pages) VALUES (?, ?, ?, ?, ?, ?)",
                (number, f"{number:016x}", some[0][2] or "a story", days[0], days[-1], len(some)),
            )
            database.run_many("INSERT INTO story_pages (page, story) VALUES (?, ?)", [(row[0], number) for row in some])
        database.run(
            "INSERT INTO merged_events (num, id, story, type, stated, statuses, day, actors, recipients, reports, origins, body) "
            "SELECT e.num, printf('%016x', e.num), s.story, e.type, e.status = 'stated', e.status, e.day, e.actors, e.recipients, 1, 1, NULL "
            "FROM events e JOIN story_pages s ON s.page = e.page"
        )
        database.run("INSERT INTO merged_reports (report, event, page) SELECT num, num, page FROM events")
        for number, (name, state) in enumerate(world.persons[:2000], start=1):
            actor = Actor(
                id=f"{number:016x}",
                names=(ActorName(text=name, language="en", pages=3),),
                pages=3,
                kind="person",
                country=state,
            )
            database.run(
                "INSERT OR IGNORE INTO who (num, id, kind, name, country, sector, pages, body) VALUES (?, ?, 'person', ?, ?, 'GOV', 3, ?)",
                (number, actor.id, name, state, msgspec.json.encode(actor)),
            )


def views(archive: Archive, world: World, rng: random.Random) -> dict[str, Iterator[str]]:
    """Addresses of every view, another one each time."""
    database = archive._db
    ids = [row[0] for row in database.rows("SELECT id FROM pages ORDER BY random() LIMIT 300")]
    records = [
        row[0] for row in database.rows("SELECT id FROM records WHERE kind = 'event' ORDER BY random() LIMIT 300")
    ]
    stories = [row[0] for row in database.rows("SELECT id FROM stories ORDER BY random() LIMIT 300")]

    def each(make: Any) -> Iterator[str]:
        while True:
            yield make()

    word = [world.persons[number][0].split()[0] for number in range(60)]
    return {
        "/": each(lambda: "/"),
        "/stories": each(lambda: rng.choice(("/stories", "/stories?since=2015-03&until=2015-03"))),
        "/stories/ID": each(lambda: f"/stories/{rng.choice(stories)}"),
        "/stories/ID/accounts": each(lambda: f"/stories/{rng.choice(stories)}/accounts"),
        "/pages": each(lambda: rng.choice(("/pages", "/pages?language=it", "/pages?since=2014&until=2014"))),
        "/pages/ID": each(lambda: f"/pages/{rng.choice(ids)}"),
        "/pages/ID/original": each(lambda: f"/pages/{rng.choice(ids)}/original"),
        "/records/ID": each(lambda: f"/records/{rng.choice(records)}"),
        "/actors": each(lambda: "/actors"),
        "/events": each(lambda: f"/events?type={rng.choice(list(TYPES))}&since=20{rng.randint(10, 21)}"),
        "/events, a state": each(lambda: f"/events?country={rng.choice(STATES[:30])}"),
        "/figures": each(lambda: "/figures?counted=prisoners"),
        "/deadlines": each(lambda: f"/deadlines?open_on=20{rng.randint(10, 21)}-03-15"),
        "/positions": each(lambda: f"/positions?on=20{rng.randint(11, 21)}-06&limit=50"),
        "/search": each(lambda: f"/search?q={rng.choice(word)}"),
        "/search, a speaker": each(lambda: f"/search?speaker={rng.choice(word)}"),
        "/map": each(lambda: f"/map?country={rng.choice(STATES[:30])}"),
        "/counts": each(
            lambda: rng.choice(("/counts", "/counts?by=type,status", "/counts?by=country,status&since=2015&until=2015"))
        ),
        "/review": each(lambda: "/review"),
        "/help": each(lambda: "/help"),
        "/api/events": each(lambda: f"/api/events?status=claimed&type={rng.choice(list(TYPES))}"),
    }


def read(
    port: int, asked: list[tuple[str, str]], took: dict[str, list[float]], lock: threading.Lock, wrong: list[str]
) -> None:
    """One reader: asks one address after another, and notes when the first byte came."""
    for name, address in asked:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        start = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        first = 1000 * (time.perf_counter() - start)
        answer.read()
        connection.close()
        with lock:
            took.setdefault(name, []).append(first)
            if answer.status != 200:
                wrong.append(f"{address}: {answer.status}")


def measure(path: Path, port: int, times: int, seed: int, adding: bool) -> dict[str, Any]:
    """Milliseconds to the first byte of every view, with READERS at once, and while pages are added."""
    world, rng = World(seed), random.Random(seed)
    with open_archive(path) as archive:
        addresses = views(archive, world, rng)
        asked = [[(name, next(some)) for name, some in addresses.items() for _ in range(times)] for _ in range(READERS)]
    for some in asked:
        rng.shuffle(some)
    took: dict[str, list[float]] = {}
    wrong: list[str] = []
    lock, done, added = threading.Lock(), threading.Event(), [0]

    def add() -> None:
        with mock.patch.object(upkeep, "settle", lambda *_: None), open_archive(path) as archive:
            for _ in archive.add(itertools.takewhile(lambda _: not done.is_set(), pages(1_000_000, seed + 1))):
                added[0] += 1

    writer = threading.Thread(target=add)
    if adding:
        writer.start()
    readers = [threading.Thread(target=read, args=(port, some, took, lock, wrong)) for some in asked]
    start = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    seconds = time.perf_counter() - start
    done.set()
    if adding:
        writer.join()
    every = sorted(one for some in took.values() for one in some)
    return {
        "requests": len(every), "a second": round(len(every) / seconds, 1), "added meanwhile": added[0], "failed": wrong[:5],
        "all": _times(every), "views": {name: _times(some) for name, some in took.items()},
    }  # fmt: skip


def _times(some: list[float]) -> dict[str, float]:
    ordered = sorted(some)
    return {
        "median ms": round(statistics.median(ordered), 1),
        "95th percentile ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3600, help="no longer than so long are pages added")
    parser.add_argument("--times", type=int, default=5, help="how often each reader asks for each view")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--archive", type=Path, help="keep the archive here; if it is there, only ask it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.archive or Path(folder) / "desk.db"
        if not path.exists():
            with open_archive(path, create=True) as archive:
                fill(archive, options.pages, options.seed, options.seconds)
        with open_archive(path) as archive:
            if not archive.stories(limit=1):
                across(archive, World(options.seed))
            there = archive.tally()[0]
        server = uvicorn.Server(uvicorn.Config(application(path), port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        quiet = measure(path, port, options.times, options.seed, adding=False)
        busy = measure(path, port, options.times, options.seed + 7, adding=True)
        server.should_exit = True
        thread.join()
    print(json.dumps({"pages": there, "readers": READERS, "quiet": quiet, "while adding": busy}, indent=1))


if __name__ == "__main__":
    main()
