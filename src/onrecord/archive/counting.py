"""Counts of events and of reports beside the pages that were read: nothing is more frequent for being read more often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from onrecord.archive.entries import MERGED
from onrecord.archive.entries import scope as scope_of
from onrecord.archive.filters import Clause, between, joined, of_country, of_status, of_type, on_pages, one_of
from onrecord.archive.results import Count
from onrecord.archive.sqlite import Database, Row
from onrecord.errors import UsageError
from onrecord.records import Status

What = Literal["events", "reports"]
#: What a column is in the tables; countries are taken apart afterwards.
_SQL: dict[str, str] = {
    "country": "x.actors",
    "recipient": "x.recipients",
    "type": "x.type",
    "status": "x.status",
    "year": "substr(x.month, 1, 4)",
    "month": "x.month",
    "day": "x.day",
    "language": "x.scope",
    "outlet": "x.scope",
}
#: What a column is for pages, and how much of it counts; pages are not told apart by other columns.
_OF_PAGES: dict[str, tuple[str, int | None]] = {
    "year": ("p.published", 4),
    "month": ("p.published", 7),
    "day": ("p.published", 10),
    "language": ("p.language", None),
    "outlet": ("p.outlet", None),
}
_STATES = ("country", "recipient")
_EVENT = "m.num AS event, x.status, substr(m.day, 1, 7) AS month, m.actors, m.type, m.recipients, m.day"
_REPORT = MERGED.replace("month", "substr(day, 1, 7) AS month")


class Wanted(NamedTuple):
    """Filters of a count; `country`: of an actor or a recipient."""

    type: str | None
    status: Status | None
    country: str | None
    since: str | None
    until: str | None
    language: str | None
    outlet: str | None
    case: str | None


def counted(database: Database, by: tuple[str, ...], what: What, wanted: Wanted) -> tuple[Count, ...]:
    """Counts by columns (country of an actor, recipient, type, status, year, month, day, language, outlet), in their order.

    `events`: merged events (docs/across.md) that an outlet itself tells as having happened; with a `status`, those of which a report has
    that status instead. `reports`: every record of an event, whatever its status. An event of two countries counts for
    both. `pages`: the pages read with the language, outlet and case of the cell, published in its year, month or day.
    """
    _check(by, what)
    tests = [] if what == "reports" and wanted.status is None else [of_status(wanted.status or "stated")]
    tests += [of_type(wanted.type)] if wanted.type else []
    tests += between("x.day", wanted.since, wanted.until)
    if wanted.country:
        of_country(wanted.country)
        tests.append(
            Clause("instr(' ' || x.actors || ' ' || x.recipients || ' ', ?)", (f" {wanted.country.upper()} ",))
        )
    pages = on_pages(database, newest=True, case=wanted.case, language=wanted.language, outlet=wanted.outlet)
    scope = _scope(database, by, wanted)
    rows = (
        _from_pages(database, by, what, tests, pages)
        if scope is None
        else _merged(database, by, what, [scope, *tests], wanted)
    )
    cells: Counter[tuple[str, ...]] = Counter()
    for *values, number in rows:
        for cell in _apart(by, values):
            cells[cell] += number
    read = _pages_read(database, by, pages, wanted)
    if all(name in _OF_PAGES for name in by):  # pages that tell of nothing are rows too
        cells.update(dict.fromkeys(read, 0))
    return tuple(
        Count(
            by={name: value or None for name, value in zip(by, cell, strict=True)},
            count=number,
            pages=read[_page_cell(by, cell)],
        )
        for cell, number in sorted(cells.items())
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
        return Clause("x.scope = ''")
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


def _merged(database: Database, by: tuple[str, ...], what: What, tests: Sequence[Clause], wanted: Wanted) -> list[Row]:
    """From what is merged already, one row or several for a cell: what comes first in the index is grouped first, so that nothing is sorted."""
    months = between("x.month", wanted.since and wanted.since[:7], wanted.until and wanted.until[:7])
    sql, values = joined([*tests, *months])
    table, number = (
        ("event_counts", "coalesce(sum(x.events), 0)")
        if what == "events"
        else ("merged", "coalesce(sum(x.reports), 0)")
    )
    columns = ("x.scope", "x.status") if what == "events" else ("x.scope", "x.status", "x.modality")
    first = [column for column in columns if f"{column} = " not in sql]
    group = ", ".join(dict.fromkeys([*first, *(_SQL[name] for name in by)]))
    grouped = f" GROUP BY {group}" if group else ""
    rows = database.rows(f"SELECT {_columns(by)}{number} FROM {table} x WHERE {sql}{grouped}", values)
    at = next((at for at, name in enumerate(by) if name in ("language", "outlet")), None)
    return rows if at is None else [(*row[:at], row[at].partition(" ")[2], *row[at + 1 :]) for row in rows]


def _from_pages(
    database: Database, by: tuple[str, ...], what: What, tests: Sequence[Clause], pages: Sequence[Clause]
) -> list[Row]:
    """From the reports on some pages; of merged events, those with such a report."""
    sql, values = joined([*pages, *tests])
    beside = "".join(f", coalesce(p.{name}, '') AS {name}" for name in by if name in ("language", "outlet"))
    columns = "".join(f"x.{name}, " if name in ("language", "outlet") else f"{_SQL[name]}, " for name in by)
    if what == "events":
        told = _EVENT + beside
        source = "pages p CROSS JOIN merged_reports t ON t.page = p.num CROSS JOIN merged_events m ON m.num = t.event CROSS JOIN events x ON x.num = t.report"
    else:
        told, source = _REPORT + beside, "pages p CROSS JOIN events x ON x.page = p.num"
    return database.rows(
        f"SELECT {columns}count(*) FROM (SELECT {'DISTINCT' if what == 'events' else 'ALL'} {told} FROM {source} WHERE {sql}) x "
        f"WHERE 1{_grouped(by)}",
        values,
    )


def _columns(by: Sequence[str]) -> str:
    return "".join(f"{_SQL[name]}, " for name in by)


def _grouped(by: Sequence[str]) -> str:
    return f" GROUP BY {', '.join(str(number) for number in range(1, len(by) + 1))}" if by else ""


def _apart(by: Sequence[str], values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells that a row counts in: one for each of its countries, where the columns are of countries."""
    cells: list[tuple[str, ...]] = [()]
    for name, value in zip(by, values, strict=True):
        parts = (value.split(" ") if value else [""]) if name in _STATES else [value]
        cells = [(*cell, part) for cell in cells for part in parts]
    yield from cells


def _page_cell(by: Sequence[str], cell: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for name, value in zip(by, cell, strict=True) if name in _OF_PAGES)


def _pages_read(
    database: Database, by: Sequence[str], pages: Sequence[Clause], wanted: Wanted
) -> Counter[tuple[str, ...]]:
    """How many pages there are for each value of those columns that pages have."""
    columns = [_OF_PAGES[name] for name in by if name in _OF_PAGES]
    sql, values = joined([*pages, *between("p.published", wanted.since, wanted.until)])
    selected = "".join(f"{column}, " for column, _ in columns)
    group = ", ".join(dict.fromkeys(column for column, _ in columns))  # whole days: that is the order of the index
    rows = database.rows(
        f"SELECT {selected}count(*) FROM pages p WHERE {sql}{f' GROUP BY {group}' if group else ''}", values
    )
    read: Counter[tuple[str, ...]] = Counter()
    for *cell, number in rows:
        read[tuple((value or "")[:size] for value, (_, size) in zip(cell, columns, strict=True))] += number
    return read
