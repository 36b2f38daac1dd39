"""Counts are read from sums that are kept: whatever is asked, they are what one finds who goes through all pages."""

import random
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from asked_pages import BRAZIL, CHILE, PERU, RUIZ, Asked, party

from onrecord.archive import Archive, PageRow, open_archive, sqlite, tallies
from onrecord.corpus.merge import day_of
from onrecord.errors import ArchiveError
from onrecord.records import Event, Party

TYPES, STATUSES = ("COERCE", "CONSULT", "ASSAULT"), ("stated", "claimed", "planned")
DAYS = (None, "2019-12-31", "2020-01-01", "2020-05-04", "2020-05-05", "2020-05-31", "2021-03-01", "2021-03")
BOUNDS = (None, None, "2019", "2020", "2021", "2020-01", "2020-05", "2021-03", "2020-05-04", "2020-05-05", "2020-12-31", "2021-03-01")  # fmt: skip
COLUMNS = ("country", "recipient", "type", "status", "year", "month", "day", "language", "outlet")
OF_PAGES = ("year", "month", "day", "language", "outlet")
LENGTHS = {"year": 4, "month": 7, "day": 10}


def pages(chance: random.Random, count: int) -> list[Asked]:
    found = []
    for number in range(count):
        page = Asked(
            f"Page {number}.", url=f"https://x.example/{chance.randrange(count)}", published=chance.choice(DAYS[:-1]),
            outlet=chance.choice(["A", "B", None]), language=chance.choice(["en", "it"]),
        )  # fmt: skip
        sides: list[Any] = [PERU, RUIZ, (PERU, CHILE), (BRAZIL, CHILE, PERU), CHILE, (), party("somebody")]
        for _ in range(chance.randrange(5)):
            page.event(
                chance.choice(TYPES), chance.choice(sides), chance.choice(sides), chance.choice(STATUSES), on=chance.choice(DAYS)
            )  # fmt: skip
        found.append(page)
    return found


def states(parties: tuple[Party, ...]) -> list[str]:
    return sorted({one.country for one in parties if one.country}) or [""]


def within(day: str, asked: dict[str, Any]) -> bool:
    since, until = asked.get("since"), asked.get("until")
    return (not since or day >= since) and (not until or "" < day <= f"{until}~")


def of_page(row: PageRow, name: str) -> str:
    value = row.published if name in LENGTHS else getattr(row, name)
    return (value or "")[: LENGTHS.get(name)]


def found(
    archive: Archive, by: tuple[str, ...], what: str, asked: dict[str, Any]
) -> dict[tuple[str, ...], tuple[int, int]]:
    """The same as `archive.ask.counts`, by going through all pages."""
    rows = [row for row in archive.pages() if all(getattr(row, name) == asked[name] for name in ("language", "outlet") if asked.get(name))]  # fmt: skip
    reports = {one.id: (row, one) for row in rows for one in archive.record(row.id).events}
    cells: Counter[tuple[str, ...]] = Counter()

    def put(event: Any, day: str, status: str, row: PageRow) -> set[tuple[str, ...]]:
        known = {
            "type": [event.type],
            "status": [status],
            "country": states(event.actor),
            "recipient": states(event.recipient),
        }
        known |= {name: [day[:length]] for name, length in LENGTHS.items()}
        known |= {name: [of_page(row, name)] for name in ("language", "outlet")}
        touched = not asked.get("country") or asked["country"] in known["country"] + known["recipient"]
        return set(product(*(known[name] for name in by))) if touched and within(day, asked) else set()

    def passes(event: Any, status: str) -> bool:
        return asked.get("type") in (None, event.type) and asked.get("status") in (None, status)

    if what == "reports":
        for row, one in reports.values():
            if passes(one, one.status):
                cells.update(put(one, _day(one, row), one.status, row))
    else:
        wanted = asked.get("status") or "stated"
        for merged in archive.merged_events(limit=None):
            told = [reports[id_][0] for id_ in merged.reports if id_ in reports and reports[id_][1].status == wanted]
            if passes(merged, wanted):
                cells.update({cell for row in told for cell in put(merged, day_of(merged) or "", wanted, row)})
    read = Counter(tuple(of_page(row, name) for name in by if name in OF_PAGES) for row in rows if within(row.published or "", asked))  # fmt: skip
    if not by:
        cells[()] += 0
    elif all(name in OF_PAGES for name in by):
        cells.update(dict.fromkeys(read, 0))
    return {cell: (number, read[tuple(value for name, value in zip(by, cell, strict=True) if name in OF_PAGES)]) for cell, number in cells.items()}  # fmt: skip


def _day(event: Event, row: PageRow) -> str:
    return (event.date.start if event.date and event.date.start else row.published or "")[:10]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_asked_counts_are_what_the_pages_tell(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with open_archive(tmp_path / "counted.db", create=True) as archive:
        list(archive.add([page.page for page in pages(chance, 24)]))
        archive.forget(*chance.sample([row.id for row in archive.pages(newest=False)], 4))
        assert archive.check() == ()
        for _ in range(150):
            by = tuple(chance.sample(COLUMNS, chance.choice([0, 1, 2, 2, 3])))
            what: Any = chance.choice(["events", "reports"])
            asked = {
                "type": chance.choice([None, None, *TYPES]), "status": chance.choice([None, None, *STATUSES]),
                "country": chance.choice([None, None, "PER", "CHL"]), "since": chance.choice(BOUNDS), "until": chance.choice(BOUNDS),
                "language": chance.choice([None, None, "it"]), "outlet": chance.choice([None, None, "A"]),
            }  # fmt: skip
            given: dict[str, Any] = {name: value for name, value in asked.items() if value}
            counts = archive.ask.counts(by, what, **given)
            told = {tuple(value or "" for value in one.by.values()): (one.count, one.pages) for one in counts}
            assert told == found(archive, by, what, given), f"{by} {what} {given}"


def test_the_check_sees_sums_that_are_wrong(tmp_path: Path) -> None:
    with open_archive(tmp_path / "counted.db", create=True) as archive:
        list(archive.add([page.page for page in pages(random.Random(7), 12)]))
        for table in (*tallies.TABLES, "page_counts"):
            archive._db.run(f"UPDATE {table} SET number = number + 1")
        wrong = [line for line in archive.check() if "summed up wrong" in line or "pages are counted wrong" in line]
        assert len(wrong) == 2 * len(tallies.TABLES) + 1


def test_what_is_to_be_done_at_the_end_is_done_once_and_not_after_a_failure(tmp_path: Path) -> None:
    with open_archive(tmp_path / "counted.db", create=True) as archive:
        database, done = archive._db, []

        def step(_: sqlite.Database) -> None:
            done.append(1)

        with database.transaction():
            database.at_the_end(step)
            database.at_the_end(step)
            assert done == []
        with pytest.raises(ArchiveError), database.transaction():
            database.at_the_end(step)
            database.run("SELECT nothing")
        with database.transaction():
            pass
        assert done == [1]
