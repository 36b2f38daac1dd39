"""Filters of questions as SQL: on pages `p`, on days, and on the parties of a record `x`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from onrecord.archive.query import term_of
from onrecord.archive.sqlite import Database
from onrecord.errors import ArchiveError, UsageError
from onrecord.ontology import ontology
from onrecord.records import Status

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Clause(NamedTuple):
    """A condition in SQL and the values for its question marks."""

    sql: str
    values: tuple[object, ...] = ()


def joined(clauses: Sequence[Clause]) -> tuple[str, list[object]]:
    """Clauses as one condition; true if there is none."""
    sql = " AND ".join(clause.sql for clause in clauses) or "1"
    return sql, [value for clause in clauses for value in clause.values]


def on_pages(
    database: Database,
    *,
    newest: bool,
    case: str | None,
    language: str | None = None,
    outlet: str | None = None,
    page: str | None = None,
) -> list[Clause]:
    """What pages `p` must be; raises ArchiveError if there is no such case."""
    # a plus keeps SQLite from taking the index of newest pages: those of a case or an outlet are fewer
    found = [Clause("p.newest = 1" if case is None and not outlet else "+p.newest = 1")] if newest else []
    if case is not None:
        num = database.value("SELECT num FROM cases WHERE name = ?", (case,))
        if num is None:
            there = ", ".join(name for (name,) in database.rows("SELECT name FROM cases ORDER BY name")) or "none"
            raise ArchiveError(f"{database.path}: no case is called {case!r} (there are: {there})")
        found.append(Clause("p.num IN (SELECT page FROM page_cases WHERE case_num = ?)", (num,)))
    if page is not None:
        found.append(Clause("p.id = ?", (page,)))
    if language:
        found.append(Clause("p.language = ?", (language,)))
    if outlet:
        found.append(Clause("p.outlet = ? COLLATE NOCASE", (outlet,)))
    return found


def between(column: str, since: str | None, until: str | None) -> list[Clause]:
    """`since` <= column <= `until`: ISO dates or their first part; what has no date is left out."""
    for name, date in (("since", since), ("until", until)):
        check_date(name, date)
    found = [Clause(f"{column} >= ?", (since,))] if since else []
    if until:
        found += [Clause(f"{column} <= ? || '~'", (until,)), Clause(f"{column} != ''")]
    return found


def check_date(name: str, date: str | None) -> None:
    """Raises UsageError if `date` is not a date, a month or a year."""
    if date and not _DATE.fullmatch(date):
        raise UsageError(f"{name}: {date!r} is not a date (2019, 2019-02 or 2019-02-01)")


def one_of(name: str, value: str, choices: Iterable[str]) -> str:
    """The value, if it is one of the choices; raises UsageError if not."""
    if value not in choices:
        raise UsageError(f"{name}: no {value!r}; there are {', '.join(choices)}")
    return value


def of_type(name: str) -> Clause:
    """Events `x` of a PLOVER type, in any case."""
    return Clause("x.type = ?", (one_of("type", name.upper(), ontology().types),))


def of_status(status: str) -> Clause:
    """Records `x` with a status."""
    return Clause("x.status = ?", (one_of("status", status, get_args(Status)),))


def touching(table: str, country: str) -> Clause:
    """Events (of a table with the columns `actors` and `recipients`) of which a state is an actor or a recipient."""
    column = f"' ' || {table}.actors || ' ' || {table}.recipients || ' '"
    return Clause(f"instr({column}, ?)", (f" {country.upper()} ",))


def on_page(column: str, page: str = "p.num") -> str:
    """Records of a page by their numbers, which follow one another: quicker than by page where an index is asked by number."""
    low, high = (f"(SELECT {end}(num) FROM records WHERE page = {page})" for end in ("min", "max"))
    return f"{column} BETWEEN {low} AND {high}"


class PartyFilter(NamedTuple):
    """Records that have one of certain parties on one of certain sides; `parties` is a SELECT of numbers of `parties`."""

    sides: tuple[str, ...]
    parties: Clause

    @property
    def _side(self) -> str:
        return f"side IN ({', '.join(repr(side) for side in self.sides)})"

    @property
    def rows(self) -> Clause:
        """A SELECT of the numbers of those records."""
        return Clause(
            f"SELECT num FROM sides WHERE party IN ({self.parties.sql}) AND {self._side}", self.parties.values
        )

    @property
    def test(self) -> Clause:
        """The same as a condition on a record `x`; the plus keeps SQLite from trying every party instead of those of the record."""
        return Clause(
            f"EXISTS (SELECT 1 FROM sides WHERE num = x.num AND {self._side} AND +party IN ({self.parties.sql}))",
            self.parties.values,
        )


def named(text: str) -> Clause:
    """Parties in whose words or name these words stand in a row; of nothing but signs, none."""
    term = term_of(text)
    if term is None:
        return Clause("SELECT num FROM parties WHERE 0")
    return Clause("SELECT rowid FROM party_words WHERE party_words MATCH ?", (term.expression(),))


def of_actor(database: Database, text: str) -> Clause:
    """Parties that are an actor, by the beginning of its id, in all forms of the name; else those that are `named` so."""
    wanted = text.strip().lower()
    if re.fullmatch("[0-9a-f]{6,}", wanted):
        found = database.rows("SELECT num FROM who WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2", (wanted,))
        if len(found) == 1:
            forms = "SELECT t.text FROM names n JOIN name_told t ON t.name = n.num WHERE n.who = ?1 AND t.what = 'name'"
            return Clause(
                f"SELECT num FROM parties WHERE name IN ({forms}) UNION SELECT num FROM parties WHERE text IN ({forms}) AND name = ''".replace(
                    "?1", "?"
                ),
                (found[0][0], found[0][0]),
            )
    return named(text)


def of_country(country: str) -> Clause:
    """Parties of a state; ISO 3166-1 alpha-3."""
    if not re.fullmatch("[A-Za-z]{3}", country):
        raise UsageError(f"country: {country!r} is not a code of three letters (ISO 3166-1 alpha-3, such as PER)")
    return Clause("SELECT num FROM parties WHERE country = ?", (country.upper(),))
