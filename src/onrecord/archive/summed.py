"""Which table a count is read from: the one with fewest rows that still tells all apart that a question tells apart.

A table by months (or years) answers for the whole months (years) of a span of days; what is left at its ends is read report by report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

from onrecord.archive.filters import Clause, between, joined, touching
from onrecord.archive.sqlite import Database, Row
from onrecord.archive.tallies import ALL, What
from onrecord.records import Status

EVERYWHERE = Clause("x.scope = ?", (ALL,))
STATES = ("country", "recipient")
_STATUSES: tuple[str, ...] = get_args(Status)
_MODALITIES = ("actual", "planned", "possible", "conditional")


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

    def of_one(self, what: What) -> Status | None:
        """The one status that counts; None for all: of merged events only those that an outlet states count unless another is asked for."""
        return self.status or ("stated" if what == "events" else None)


class _Table(NamedTuple):
    """A table of counts `x`: its columns by the names that questions have for them, what is added up, rows that are wanted, its column of time."""

    name: str
    columns: dict[str, str]
    number: str
    tests: tuple[Clause, ...]
    time: str


_COLUMNS = {"type": "x.type", "status": "x.status", "month": "x.month", "year": "substr(x.month, 1, 4)", "language": "x.scope", "outlet": "x.scope"}  # fmt: skip
_DAYS = _COLUMNS | {"month": "substr(x.day, 1, 7)", "year": "substr(x.day, 1, 4)", "day": "x.day"}
_FINEST = _COLUMNS | {"country": "x.actors", "recipient": "x.recipients", "day": "x.day"}


def summed(database: Database, by: Sequence[str], what: What, wanted: Wanted, scope: Clause) -> list[Row]:
    """Values of the columns `by` and numbers, one row or several for a cell; countries may stand several in one value, a space between."""
    finest, days = _finest(what, wanted, scope), between("x.day", wanted.since, wanted.until)
    table = _smallest(by, what, wanted, scope)
    if table is None:
        months = between("x.month", wanted.since and wanted.since[:7], wanted.until and wanted.until[:7])
        return _read(database, finest, by, [*months, *days])
    if table.time == "x.day":
        return _read(database, table, by, days)
    length = len("2019-02") if table.time == "x.month" else len("2019")
    rows = _read(database, table, by, _inner(table.time, wanted, length))
    for end in sorted({day[:length] for day in (wanted.since, wanted.until) if day and len(day) > length}):
        rows += _read(database, finest, by, [*between("x.month", end, end), *days])
    return rows


def _inner(column: str, wanted: Wanted, length: int) -> list[Clause]:
    """Months or years that lie wholly within the wanted days."""
    since, until = wanted.since, wanted.until
    whole_since = since if since and len(since) <= length else None
    whole_until = until if until and len(until) <= length else None
    tests = between(column, whole_since, whole_until)
    if since and whole_since is None:
        tests.append(Clause(f"{column} > ?", (since[:length],)))
    if until and whole_until is None:
        tests += [Clause(f"{column} < ?", (until[:length],)), Clause(f"{column} != ''")]
    return tests


def _smallest(by: Sequence[str], what: What, wanted: Wanted, scope: Clause) -> _Table | None:
    """The table of sums for a question; None if only the finest tells enough."""
    states = [name for name in STATES if name in by]
    typed = wanted.type is not None or "type" in by
    tests = [Clause("x.what = ?", (what,)), _statuses(wanted.of_one(what))]
    tests += [Clause("x.type = ?", (wanted.type.upper(),))] if wanted.type else []
    number = "coalesce(sum(x.number), 0)"
    if not states and not wanted.country and "day" not in by:
        return _Table("type_counts", _COLUMNS, number, (scope, *tests), "x.month")
    if scope != EVERYWHERE:
        return None
    if "day" in by:
        narrow = states or wanted.country or typed
        return None if narrow else _Table("day_counts", _DAYS, number, tuple(tests), "x.day")
    if len(states) == 1 and not wanted.country:
        tests.append(Clause("x.side = ?", ("actor" if states == ["country"] else "recipient",)))
        columns = _COLUMNS | dict.fromkeys(states, "x.country")
        return _Table("state_counts", columns, number, tuple(tests), "x.month")
    if not states and wanted.country:  # of those that have it on both sides, one is too many
        tests.append(
            Clause("x.side IN ('actor', 'recipient', 'both') AND x.country = ?", (wanted.country.upper(),)),
        )
        number = "coalesce(sum(CASE x.side WHEN 'both' THEN -x.number ELSE x.number END), 0)"
        return _Table("state_counts", _COLUMNS, number, tuple(tests), "x.month")
    if not wanted.country and not typed and "month" not in by:
        columns = {"country": "x.actor", "recipient": "x.recipient", "status": "x.status", "year": "x.year"}
        return _Table("pair_counts", columns, number, tuple(tests), "x.year")
    return None


def _finest(what: What, wanted: Wanted, scope: Clause) -> _Table:
    """The table that tells everything apart."""
    tests = [scope]
    one = wanted.of_one(what)
    if one or wanted.since or wanted.until:  # the months follow on these in the index
        tests.append(_statuses(one))
        tests += [_one_of("x.modality", _MODALITIES)] if what == "reports" else []
    tests += [Clause("x.type = ?", (wanted.type.upper(),))] if wanted.type else []
    tests += [touching("x", wanted.country)] if wanted.country else []
    name, column = ("event_counts", "events") if what == "events" else ("merged", "reports")
    return _Table(name, _FINEST, f"coalesce(sum(x.{column}), 0)", tuple(tests), "x.day")


def _statuses(one: str | None) -> Clause:
    return Clause("x.status = ?", (one,)) if one else _one_of("x.status", _STATUSES)


def _one_of(column: str, values: Sequence[str]) -> Clause:
    return Clause(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _read(database: Database, table: _Table, by: Sequence[str], days: Sequence[Clause]) -> list[Row]:
    sql, values = joined([*table.tests, *days])
    columns = [table.columns[name] for name in by]
    selected = "".join(f"{column}, " for column in columns)
    grouped = f" GROUP BY {', '.join(dict.fromkeys(columns))}" if columns else ""
    return database.rows(f"SELECT {selected}{table.number} FROM {table.name} x WHERE {sql}{grouped}", values)
