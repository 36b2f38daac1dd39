"""Which records answer a question: the filters that all questions share, and where to look first so that few rows are looked at."""

from __future__ import annotations

from typing import TypedDict

import msgspec

from onrecord.archive.filters import Clause, PartyFilter, between, joined, of_actor, of_country, of_status, on_pages
from onrecord.archive.rows import Kind
from onrecord.archive.sqlite import Database, Row
from onrecord.errors import UsageError
from onrecord.records import Status

#: So many rows are fetched and sorted at once; where more would be, the rows are walked in order of days instead.
CROWDED = 5_000
LIMIT = 20


class Where(TypedDict, total=False):
    """Filters that all questions about records know; `limit` null gives all."""

    actor: str | None  # words that stand in a row in the words or the name of a party, or the id of an actor
    country: str | None  # state of a party (of a figure: of its place), ISO 3166-1 alpha-3
    claimant: str | None  # words in the name of somebody who claims it
    status: Status | None
    since: str | None  # day of the record (its own date, else that of publication): a date, a month or a year, included
    until: str | None
    language: str | None  # of the page, ISO 639-1
    outlet: str | None
    case: str | None
    page: str | None  # whole id of the one page that is asked about
    all_versions: bool  # also of pages that a later version replaced
    limit: int | None
    offset: int


class Question:
    """Filters of a question: on pages, on the record and on its parties; the order of the answers.

    `narrow`: a SELECT of the numbers of the records that pass one of the `tests`, where few may.
    """

    def __init__(
        self,
        *,
        pages: list[Clause],
        tests: list[Clause],
        parties: list[PartyFilter],
        newest: bool,
        order: str = "x.day DESC",
        narrow: Clause | None = None,
    ) -> None:
        self.pages, self.tests, self.parties, self.newest, self.order = pages, tests, parties, newest, order
        self.narrow = narrow

    def with_tests(self, tests: list[Clause]) -> Question:
        """The same with other tests."""
        return Question(
            pages=self.pages,
            tests=tests,
            parties=self.parties,
            newest=self.newest,
            order=self.order,
            narrow=self.narrow,
        )


def cut_of(where: Where) -> tuple[int, int]:
    """`limit` and `offset` as SQLite takes them; -1 for no limit."""
    limit = where.get("limit", LIMIT)
    return -1 if limit is None else limit, where.get("offset", 0)


def question_of(database: Database, where: Where, sides: tuple[str, ...], *, states: bool = True) -> Question:
    """The filters of `where`; `sides`: where an actor and a country must stand."""
    unknown = set(where) - set(Where.__annotations__)
    if unknown:
        raise UsageError(f"no filter {sorted(unknown)[0]!r}: there are {', '.join(Where.__annotations__)}")
    question = Question(
        pages=on_pages(
            database,
            newest=False,
            case=where.get("case"),
            language=where.get("language"),
            outlet=where.get("outlet"),
            page=where.get("page"),
        ),
        tests=between("x.day", where.get("since"), where.get("until")),
        parties=[],
        newest=not where.get("all_versions"),
    )
    if wanted := where.get("status"):
        question.tests.append(of_status(wanted))
    if actor := where.get("actor"):
        question.parties.append(PartyFilter(sides, of_actor(database, actor)))
    if claimant := where.get("claimant"):
        question.parties.append(PartyFilter(("claimant",), of_actor(database, claimant)))
    if country := where.get("country"):
        party = PartyFilter(sides, of_country(country))
        question.parties += [party] if states else []
    return question


def find(database: Database, kind: Kind, question: Question, limit: int, offset: int) -> list[Row]:
    """Id, page number and place on the page of the records that answer a question."""
    source, tests = source_of(database, kind, question)
    sql, values = joined([*tests, *([Clause("+p.newest = 1")] if question.newest else [])])
    return database.rows(
        f"SELECT r.id, x.page, r.seq FROM {source.sql} WHERE {sql} ORDER BY {question.order}, r.id LIMIT ? OFFSET ?",
        (*source.values, *values, limit, offset),
    )


def source_of(database: Database, kind: Kind, question: Question) -> tuple[Clause, list[Clause]]:
    """What to look through, in which order, and what to test: few pages or few parties first, else days in order."""
    rest = "CROSS JOIN records r ON r.num = x.num"
    table = f"{kind}s x"
    for chosen in question.parties:
        if not crowded(database, chosen.rows):
            others = [one.test for one in question.parties if one is not chosen]
            few = f"(SELECT DISTINCT num FROM ({chosen.rows.sql})) s CROSS JOIN {table} ON x.num = s.num"
            sql = f"{few} CROSS JOIN pages p ON p.num = x.page {rest}"
            return Clause(sql, chosen.rows.values), [*question.pages, *others, *question.tests]
    tests = [*question.pages, *question.tests, *(one.test for one in question.parties)]
    if question.narrow is not None:
        found = database.rows(f"{question.narrow.sql} LIMIT {CROWDED + 1}", question.narrow.values)
        if len(found) <= CROWDED:
            nums = msgspec.json.encode([num for (num,) in found]).decode()
            few = f"json_each(?) s CROSS JOIN {table} ON x.num = s.value CROSS JOIN pages p ON p.num = x.page {rest}"
            return Clause(few, (nums,)), tests
    if question.pages:
        sql, values = joined(question.pages)
        if not crowded(database, Clause(f"SELECT 1 FROM pages p WHERE {sql}", tuple(values))):
            return Clause(f"pages p CROSS JOIN {table} ON x.page = p.num {rest}"), tests
    if question.order == "r.id":
        return Clause(f"records r CROSS JOIN {table} ON x.num = r.num CROSS JOIN pages p ON p.num = x.page"), tests
    return Clause(f"{table} CROSS JOIN pages p ON p.num = x.page {rest}"), tests


def crowded(database: Database, select: Clause) -> bool:
    """Whether a SELECT gives more rows than are fetched and sorted at once."""
    sql = f"SELECT count(*) FROM ({select.sql} LIMIT {CROWDED + 1})"
    return int(database.value(sql, select.values)) > CROWDED
