"""Speed of the desk on an archive of invented pages: first byte of every view, with readers at once while pages are added; prints JSON.

The desk is `onrecord desk`, in a process of its own, as is what adds. Comparing 100,000 pages with each other takes an hour: in an archive that is
made here, stories and merged events are made by rule (every ten pages of a month are a story, every report an event of its own, 2,000 persons
are actors). An archive that `asking.py` made is taken as it is. What is added meanwhile is worked in as always.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from asking import CASE, STATES, TYPES, World, pages
from onrecord.archive import Archive, open_archive, tallies, upkeep
from onrecord.corpus.actors import Actor, ActorName
from onrecord.corpus.merge import event_id

READERS = 4
BATCH = 1_000


def fill(archive: Archive, count: int, seed: int, seconds: float) -> None:
    """Add pages until there are `count`, as many as can be added in so many seconds."""
    start, done = time.monotonic(), archive.tally()[0]
    made = itertools.islice(pages(count, seed), done, None)
    with mock.patch.object(upkeep, "settle", lambda *_: None):
        while time.monotonic() - start < seconds and (some := list(itertools.islice(made, BATCH))):
            done += sum(1 for _ in archive.add(some, None if done else CASE))
            print(f"{done} pages, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


def across(archive: Archive, world: World) -> None:
    """Stories, merged events and actors of pages that are not worked in, by rule."""
    database = archive._db
    with database.transaction():
        rows = database.rows(
            "SELECT num, title, published FROM pages WHERE newest AND num IN (SELECT page FROM unsettled) "
            "ORDER BY substr(published, 1, 7), num"
        )
        first = database.value("SELECT coalesce(max(num), 0) FROM stories") + 1
        for number, some in enumerate([rows[at : at + 10] for at in range(0, len(rows), 10)], start=first):
            days = sorted(row[2] or "" for row in some)
            database.run(
                "INSERT INTO stories (num, id, title, since, until, pages) VALUES (?, ?, ?, ?, ?, ?)",
                (number, f"f{number:015x}", some[0][1] or "a story", days[0], days[-1], len(some)),
            )
            database.run_many("INSERT INTO story_pages VALUES (?, ?)", [(row[0], number) for row in some])
        base = database.value("SELECT coalesce(max(num), 0) FROM merged_events")
        database.run(
            "INSERT INTO merged_events (num, id, story, type, stated, statuses, day, actors, recipients, reports, origins, counted) "
            "SELECT ?1 + e.num, printf('e%015x', e.num), s.story, e.type, e.status = 'stated', e.status, e.day, e.actors, e.recipients, 1, 1, "
            "json_array(json_array('', e.status), json_array('language ' || p.language, e.status), json_array('outlet ' || p.outlet, e.status)) "
            "FROM events e JOIN unsettled u ON u.page = e.page JOIN pages p ON p.num = e.page JOIN story_pages s ON s.page = e.page",
            (base,),
        )
        named = database.rows(
            "SELECT m.num, r.id FROM merged_events m JOIN records r ON r.num = m.num - ?1 WHERE m.num > ?1", (base,)
        )
        database.run_many(
            "UPDATE merged_events SET id = ? WHERE num = ?", [(event_id([one]), num) for num, one in named]
        )
        database.run(
            "INSERT INTO merged_reports SELECT e.num, ?1 + e.num, e.page FROM events e JOIN unsettled u ON u.page = e.page",
            (base,),
        )
        counted = (
            "SELECT json_extract(c.value, '$[0]'), json_extract(c.value, '$[1]'), m.actors, m.type, m.recipients, m.day, count(*) "
            "FROM merged_events m, json_each(m.counted) c WHERE m.num > ? GROUP BY 1, 2, 3, 4, 5, 6"
        )
        cells = [tallies.Cell(*row) for row in database.rows(counted, (base,))]
        database.run_many(
            "INSERT INTO event_counts VALUES (?, ?, substr(?6, 1, 7), ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET events = events + ?7",
            cells,
        )
        tallies.change(database, "events", cells)
        database.run("DELETE FROM unsettled")
        database.run("INSERT OR REPLACE INTO meta VALUES ('across', ?)", (upkeep.VERSION,))
        for number, (name, state) in enumerate(world.persons[:2000], start=1 << 40):
            actor = Actor(
                id=f"a{number:015x}",
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


@contextmanager
def desk(path: Path) -> Iterator[int]:
    """The desk on an archive, as a process of its own; gives its port."""
    command = [sys.executable, "-m", "onrecord", "desk", "--archive", str(path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r":(\d+)/", line := process.stdout.readline())
            assert found is not None, line
            port = int(found[1])
            for _ in range(100):  # it listens before it answers
                try:
                    read(port, [("", "/help")], {}, threading.Lock(), [])
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()


def add(path: Path, seed: int, done: Event, added: Any) -> None:
    """Add invented pages, each worked in over all others, until it is done."""
    made = (
        (msgspec.structs.replace(one, page=msgspec.structs.replace(one.page, url=f"https://added.example/{at}")), text)
        for at, (one, text) in enumerate(pages(1_000_000, seed))
    )
    with open_archive(path) as archive:
        for _ in archive.add(itertools.takewhile(lambda _: not done.is_set(), made)):
            added.value += 1


def measure(path: Path, times: int, seed: int, adding: bool) -> dict[str, Any]:
    """Milliseconds to the first byte of every view, with READERS at once, and while pages are added."""
    world, rng = World(seed), random.Random(seed)
    with open_archive(path) as archive:
        addresses = views(archive, world, rng)
        asked = [[(name, next(some)) for name, some in addresses.items() for _ in range(times)] for _ in range(READERS)]
    for some in asked:
        rng.shuffle(some)
    took: dict[str, list[float]] = {}
    wrong: list[str] = []
    lock, spawn = threading.Lock(), multiprocessing.get_context("spawn")
    done, added = spawn.Event(), spawn.Value("i", 0)
    writer = spawn.Process(target=add, args=(path, seed + 1, done, added))
    with desk(path) as port:
        if adding:
            writer.start()
            while writer.is_alive() and not added.value:
                time.sleep(0.1)
        readers = [threading.Thread(target=read, args=(port, some, took, lock, wrong)) for some in asked]
        start, before = time.perf_counter(), added.value
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        seconds, meanwhile = time.perf_counter() - start, added.value - before
        done.set()
        if adding:
            writer.join()
    every = sorted(one for some in took.values() for one in some)
    return {
        "requests": len(every), "a second": round(len(every) / seconds, 1), "added meanwhile": meanwhile, "failed": wrong[:5],
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
        there_already = path.exists()
        with open_archive(path, create=True) as archive:
            if not there_already:
                fill(archive, options.pages, options.seed, options.seconds)
            if upkeep.pending(archive._db):
                across(archive, World(options.seed))
            there = archive.tally()[0]
        quiet = measure(path, options.times, options.seed, adding=False)
        busy = measure(path, options.times, options.seed + 7, adding=True)
    print(json.dumps({"pages": there, "readers": READERS, "quiet": quiet, "while adding": busy}, indent=1))


if __name__ == "__main__":
    main()
