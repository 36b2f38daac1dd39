"""Counts of events and of reports beside the pages that were read: nothing is more frequent for being read more often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import get_args

from onrecord.archive.entries import MERGED
from onrecord.archive.entries import scope as scope_of
from onrecord.archive.filters import Clause, between, joined, of_country, of_status, of_type, on_pages, one_of, touching
from onrecord.archive.results import Count
from onrecord.archive.sqlite import Database, Row
from onrecord.archive.summed import EVERYWHERE, STATES, Wanted, summed
from onrecord.archive.tallies import What
from onrecord.errors import UsageError

#: What a column is of reports on pages; countries are taken apart afterwards.
_SQL: dict[str, str] = {
    "country": "x.actors",
    "recipient": "x.recipients",
    "type": "x.type",
    "status": "x.status",
    "year": "substr(x.month, 1, 4)",
    "month": "x.month",
    "day": "x.day",
    "language": "x.language",
    "outlet": "x.outlet",
}
#: What a column is for pages, and how much of it counts; pages are not told apart by other columns.
_OF_PAGES: dict[str, tuple[str, int | None]] = {
    "year": ("p.published", 4),
    "month": ("p.published", 7),
    "day": ("p.published", 10),
    "language": ("p.language", None),
    "outlet": ("p.outlet", None),
}
_EVENT = "m.num AS event, x.status, substr(m.day, 1, 7) AS month, m.actors, m.type, m.recipients, m.day"
_REPORT = MERGED.replace("month", "substr(day, 1, 7) AS month")


def counted(database: Database, by: tuple[str, ...], what: What, wanted: Wanted) -> tuple[Count, ...]:
    """Counts by columns (country of an actor, recipient, type, status, year, month, day, language, outlet), in their order.

    `events`: merged events (docs/across.md) that an outlet itself tells as having happened; with a `status`, those of which a report has
    that status instead. `reports`: every record of an event, whatever its status. An event of two countries counts for
    both. `pages`: the pages read with the language, outlet and case of the cell, published in its year, month or day.
    """
    _check(by, what)
    if wanted.country:
        of_country(wanted.country)
    kind = [of_type(wanted.type)] if wanted.type else []
    status = [of_status(one)] if (one := wanted.of_one(what)) else []
    pages = on_pages(database, newest=True, case=wanted.case, language=wanted.language, outlet=wanted.outlet)
    scope = _scope(database, by, wanted)
    if scope is None:
        rows = _from_pages(database, by, what, [*status, *kind], pages, wanted)
    else:
        rows = _without_prefix(by, summed(database, by, what, wanted, scope))
    cells = _cells(by, rows)
    read = _pages_read(database, by, pages, wanted)
    if all(name in _OF_PAGES for name in by):  # pages that tell of nothing are rows too
        cells.update(dict.fromkeys(read, 0))
    at = [number for number, name in enumerate(by) if name in _OF_PAGES]
    return tuple(
        Count(
            by={name: value or None for name, value in zip(by, cell, strict=True)},
            count=cells[cell],
            pages=read[tuple([cell[number] for number in at])],
        )
        for cell in sorted(cells)
    )


def _check(by: Sequence[str], what: str) -> None:
    one_of("count", what, get_args(What))
    for name in by:
        one_of("by", name, _SQL)
    if len(set(by)) < len(by):
        raise UsageError("by: a column is there twice")


def _scope(database: Database, by: Sequence[str], wanted: Wanted) -> Clause | None:
    """The scopes in which events are merged already, if there are any for this."""
    columns = {"language", "outlet"} & {*by, *(name for name in ("language", "outlet") if getattr(wanted, name))}
    if wanted.case is not None or len(columns) > 1:
        return None
    if not columns:
        return EVERYWHERE
    (column,) = columns
    value = getattr(wanted, column)
    if not value:
        return Clause("x.scope >= ? AND x.scope < ?", (f"{column} ", f"{column}!"))
    return one_scope(database, column, value)


def one_scope(database: Database, column: str, value: str) -> Clause | None:
    """The scope of a language or an outlet; None for an outlet that pages spell in several ways, such as in capitals."""
    if column == "outlet":
        found = database.rows("SELECT DISTINCT outlet FROM pages WHERE outlet = ? COLLATE NOCASE LIMIT 2", (value,))
        if len(found) > 1:
            return None
        value = found[0][0] if found else value
    return Clause("x.scope = ?", (scope_of(column, value),))


def _without_prefix(by: Sequence[str], rows: list[Row]) -> list[Row]:
    """Rows with the language or outlet of a scope in place of the scope."""
    at = next((at for at, name in enumerate(by) if name in ("language", "outlet")), None)
    return rows if at is None else [(*row[:at], row[at].partition(" ")[2], *row[at + 1 :]) for row in rows]


def _from_pages(
    database: Database,
    by: tuple[str, ...],
    what: What,
    tests: Sequence[Clause],
    pages: Sequence[Clause],
    wanted: Wanted,
) -> list[Row]:
    """From the reports on some pages; of merged events, those with such a report."""
    counted = (
        "m" if what == "events" else "x"
    )  # the day and the states of a merged event are not those of each of its reports
    days = between(f"{counted}.day", wanted.since, wanted.until)
    states = [touching(counted, wanted.country)] if wanted.country else []
    sql, values = joined([*pages, *tests, *days, *states])
    beside = "".join(f", coalesce(p.{name}, '') AS {name}" for name in by if name in ("language", "outlet"))
    if what == "events":
        told = _EVENT + beside
        source = "pages p CROSS JOIN merged_reports t ON t.page = p.num CROSS JOIN merged_events m ON m.num = t.event CROSS JOIN events x ON x.num = t.report"
    else:
        told, source = _REPORT + beside, "pages p CROSS JOIN events x ON x.page = p.num"
    columns = "".join(f"{_SQL[name]}, " for name in by)
    return database.rows(
        f"SELECT {columns}count(*) FROM (SELECT {'DISTINCT' if what == 'events' else 'ALL'} {told} FROM {source} WHERE {sql}) x "
        f"WHERE 1{_grouped(by)}",
        values,
    )


def _grouped(by: Sequence[str]) -> str:
    return f" GROUP BY {', '.join(str(number) for number in range(1, len(by) + 1))}" if by else ""


def _cells(by: Sequence[str], rows: Iterable[Row]) -> Counter[tuple[str, ...]]:
    """How many there are in each cell; a row with several countries counts in the cell of each."""
    at = [number for number, name in enumerate(by) if name in STATES]
    cells: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        cell, number = row[:-1], row[-1]
        if any(" " in cell[one] for one in at):
            parts = [value.split(" ") if one in at else [value] for one, value in enumerate(cell)]
            for single in product(*parts):
                cells[single] += number
        else:
            cells[cell] += number
    return cells


def _pages_read(
    database: Database, by: Sequence[str], pages: Sequence[Clause], wanted: Wanted
) -> Counter[tuple[str, ...]]:
    """How many pages there are for each value of those columns that pages have."""
    names = [name for name in by if name in _OF_PAGES]
    scope = _scope(database, names, wanted)
    if scope is not None:
        sql, values = joined([scope, *between("x.day", wanted.since, wanted.until)])
        columns = ["x.scope" if (size := _OF_PAGES[name][1]) is None else f"substr(x.day, 1, {size})" for name in names]
        rows = database.rows(
            f"SELECT {''.join(f'{column}, ' for column in columns)}coalesce(sum(x.number), 0) FROM page_counts x WHERE {sql}"
            f"{_grouped(names)}",
            values,
        )
        return _cells((), _without_prefix(names, rows))
    columns = [column for column, _ in (_OF_PAGES[name] for name in names)]
    sql, values = joined([*pages, *between("p.published", wanted.since, wanted.until)])
    selected = "".join(f"{column}, " for column in columns)
    group = ", ".join(dict.fromkeys(columns))  # whole days: that is the order of the index
    rows = database.rows(
        f"SELECT {selected}count(*) FROM pages p WHERE {sql}{f' GROUP BY {group}' if group else ''}", values
    )
    read: Counter[tuple[str, ...]] = Counter()
    sizes = [_OF_PAGES[name][1] for name in names]
    for *cell, number in rows:
        read[tuple((value or "")[:size] for value, size in zip(cell, sizes, strict=True))] += number
    return read
