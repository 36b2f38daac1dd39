"""Counts that are kept ready at the grain in which questions want them: sums of `merged` and `event_counts` over what a question leaves out.

`merged` and `event_counts` have nearly as many rows as there are reports, and reading them all takes longer with every page. What is kept here has
a row for each month, type and state that there is, which soon are no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from onrecord.archive.sqlite import Database

What = Literal["events", "reports"]

#: The scope of all pages; the others are those of a language or an outlet.
ALL = ""
_CHANGES = "temp.tally_changes"


class Cell(NamedTuple):
    """So many more reports or events (or fewer) that agree in all of this; countries with a space between."""

    scope: str
    status: str
    actors: str
    type: str
    recipients: str
    day: str
    number: int


class _Grain(NamedTuple):
    """A table of sums over rows `d` with the fields of Cell: its key, what that is of a row, which rows it takes and what they are taken apart by."""

    table: str
    key: str
    values: str
    apart: str = ""
    test: str = "1"


def _each(column: str, name: str) -> str:
    """The single countries of a column; '' if there is none."""
    return f" CROSS JOIN json_each('[\"' || replace(d.{column}, ' ', '\",\"') || '\"]') {name}"


_ACTORS, _RECIPIENTS = _each("actors", "a"), _each("recipients", "r")
_STATE = "what, side, status, country, month, type"
_GRAINS = (
    _Grain("type_counts", "what, scope, status, month, type", "d.scope, d.status, substr(d.day, 1, 7), d.type"),
    _Grain("day_counts", "what, status, day", "d.status, d.day", test="d.scope = ''"),
    _Grain("state_counts", _STATE, "'actor', d.status, a.value, substr(d.day, 1, 7), d.type", _ACTORS, "d.scope = ''"),
    _Grain("state_counts", _STATE, "'recipient', d.status, r.value, substr(d.day, 1, 7), d.type", _RECIPIENTS, "d.scope = ''"),
    _Grain(
        "state_counts", _STATE, "'both', d.status, a.value, substr(d.day, 1, 7), d.type", _ACTORS + _RECIPIENTS,
        "d.scope = '' AND a.value = r.value AND a.value != ''",
    ),
    _Grain("pair_counts", "what, status, year, actor, recipient", "d.status, substr(d.day, 1, 4), a.value, r.value", _ACTORS + _RECIPIENTS, "d.scope = ''"),
)  # fmt: skip
TABLES = tuple(dict.fromkeys(grain.table for grain in _GRAINS))
#: What the sums are of.
_SOURCES: dict[What, str] = {
    "reports": "(SELECT scope, status, actors, type, recipients, day, reports AS number FROM merged)",
    "events": "(SELECT scope, status, actors, type, recipients, day, events AS number FROM event_counts)",
}
_PAGES = (
    "SELECT s.scope, substr(coalesce(published, ''), 1, 10), count(*) FROM (SELECT '' AS scope, published FROM pages WHERE newest UNION ALL "
    "SELECT 'language ' || coalesce(language, ''), published FROM pages WHERE newest UNION ALL "
    "SELECT 'outlet ' || coalesce(outlet, ''), published FROM pages WHERE newest) s GROUP BY 1, 2"
)


def change(database: Database, what: What, cells: Iterable[Cell]) -> None:
    """Add cells to the sums, at the end of the transaction; numbers may be negative."""
    database.run(
        f"CREATE TABLE IF NOT EXISTS {_CHANGES} (what TEXT, scope TEXT, status TEXT, actors TEXT, type TEXT, recipients TEXT, day TEXT, number INTEGER)"
    )
    database.run_many(f"INSERT INTO {_CHANGES} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((what, *cell) for cell in cells))
    database.at_the_end(_write)


def _write(database: Database) -> None:
    """Add up what changed: once a transaction, because much of it is of the same months, types and states."""
    for (what,) in database.rows(f"SELECT DISTINCT what FROM {_CHANGES}"):
        fewer = database.value(f"SELECT 1 FROM {_CHANGES} WHERE what = ? AND number < 0", (what,))
        source = f"(SELECT * FROM {_CHANGES} WHERE what = ?1)"
        for grain in _GRAINS:
            database.run(
                f"INSERT INTO {grain.table} {_sums(grain, source)} ON CONFLICT DO UPDATE SET number = number + excluded.number",
                (what,),
            )
            if fewer:
                keys = f"SELECT ?1, {grain.values} FROM {source} d{grain.apart} WHERE {grain.test}"
                database.run(f"DELETE FROM {grain.table} WHERE ({grain.key}) IN ({keys}) AND number <= 0", (what,))
    database.run(f"DELETE FROM {_CHANGES}")


def _sums(grain: _Grain, source: str) -> str:
    """Rows of the table of a grain from rows of a source; ?1 is what they are of."""
    columns = grain.key.count(",") + 1
    group = ", ".join(map(str, range(2, columns + 1)))
    return f"SELECT ?1, {grain.values}, sum(d.number) FROM {source} d{grain.apart} WHERE {grain.test} GROUP BY {group}"


def count_page(database: Database, scopes: Iterable[str], published: str | None, sign: int) -> None:
    """Count a page in its scopes (sign 1), or count it no more (-1)."""
    keys = [(scope, (published or "")[:10]) for scope in scopes]
    database.run_many(
        "INSERT INTO page_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
        [(*key, sign) for key in keys],
    )
    if sign < 0:
        database.run_many("DELETE FROM page_counts WHERE (scope, day) = (?, ?) AND number <= 0", keys)


def clear(database: Database, what: What) -> None:
    """Strike all sums of reports or of events."""
    for table in TABLES:
        database.run(f"DELETE FROM {table} WHERE what = ?", (what,))


def fill(database: Database) -> None:
    """Fill the tables of an archive that was made before there were any."""
    for what, source in _SOURCES.items():
        for grain in _GRAINS:
            database.run(f"INSERT INTO {grain.table} {_sums(grain, source)}", (what,))
    database.run(f"INSERT INTO page_counts {_PAGES}")


def check(database: Database) -> list[str]:
    """What in the tables does not agree with what they are sums of, as lines."""
    wrong = []
    for table in TABLES:
        for what, source in _SOURCES.items():
            sums = " UNION ALL ".join(_sums(grain, source) for grain in _GRAINS if grain.table == table)
            kept = f"SELECT * FROM {table} WHERE what = ?1"
            tests = (
                f"SELECT * FROM ({sums} EXCEPT {kept}) UNION ALL SELECT * FROM ({kept} EXCEPT SELECT * FROM ({sums}))"
            )
            if database.value(f"SELECT 1 FROM ({tests}) LIMIT 1", (what,)):
                wrong.append(f"{what} are summed up wrong in {table}")
    tests = f"SELECT * FROM ({_PAGES} EXCEPT SELECT * FROM page_counts) UNION ALL SELECT * FROM (SELECT * FROM page_counts EXCEPT {_PAGES})"
    if database.value(f"SELECT 1 FROM ({tests}) LIMIT 1"):
        wrong.append("pages are counted wrong")
    return wrong
