"""Which attributions or passages a search finds: in the order of the search index, or walking the pages from the newest one on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.archive.filters import Clause, joined, on_page
from onrecord.archive.query import Query, Term, expression
from onrecord.archive.sqlite import Database, Row

RANKED = 5_000  # matches: ranking 100,000 takes 0.2 s
#: Where more match, the newest are found by walking the pages: soon there are enough that have one.
WALKED = 50_000
#: The best matches are fetched first, so many for each hit that is wanted; of most of them the page passes the filters.
SPARE = 4


class Wanted(NamedTuple):
    """What is searched: a table of the index, its kind of records, the query, who speaks, filters on pages `p` and the one page, if it is one."""

    table: str
    kind: str
    query: Query
    speaker: Term | None
    pages: Sequence[Clause]
    page: str | None


def found(database: Database, wanted: Wanted, *, by_rank: bool, limit: int, offset: int) -> list[Row]:
    """Id, place on the page and page number of what is found, the best or the newest first."""
    match = expression(wanted.query, speaker=wanted.speaker)
    if wanted.page is not None:
        return _on_page(database, wanted, match, wanted.page, limit, offset)
    many = _count(database, wanted.table, match, WALKED) if match else WALKED + 1
    if by_rank and match and many <= RANKED:
        return _best(database, wanted, match, many, limit, offset)
    if many > WALKED:
        return _walked(database, wanted, match, limit, offset)
    source = f"{wanted.table} f CROSS JOIN records r ON r.num = f.rowid CROSS JOIN pages p ON p.num = r.page"
    return _newest(database, source, [_matching(wanted.table, match), *wanted.pages], limit, offset)


def _count(database: Database, table: str, match: str, most: int) -> int:
    """How many texts match, counted up to one more than `most`."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT {most + 1})"
    return int(database.value(sql, (match,)))


def _matching(table: str, match: str) -> Clause:
    return Clause(f"{table} MATCH ?", (match,))


def _best(database: Database, wanted: Wanted, match: str, many: int, limit: int, offset: int) -> list[Row]:
    """The best matches: as many as most likely are enough, and all where they are not."""
    some = SPARE * (limit + offset) if limit >= 0 else many
    sql, values = joined(wanted.pages)
    for size in (some, many):
        rows = database.rows(
            f"SELECT r.id, r.seq, p.num FROM (SELECT rowid AS num, rank FROM {wanted.table} WHERE {wanted.table} MATCH ? "
            "ORDER BY rank, rowid LIMIT ?) f CROSS JOIN records r ON r.num = f.num CROSS JOIN pages p ON p.num = r.page "
            f"WHERE {sql} ORDER BY f.rank, r.num LIMIT ? OFFSET ?",
            (match, size, *values, limit, offset),
        )
        if size >= many or len(rows) == limit:
            break
    return rows


def _walked(database: Database, wanted: Wanted, match: str, limit: int, offset: int) -> list[Row]:
    """Records of pages from the newest page on; all of a kind where nothing must match."""
    # a plus keeps SQLite from fetching all pages of an outlet and sorting them
    pages = [
        Clause(f"+{test.sql}" if test.sql.startswith("p.outlet") else test.sql, test.values) for test in wanted.pages
    ]
    if not match:
        tests = [*_without(wanted), *pages]
        return _newest(database, "pages p CROSS JOIN records r ON r.page = p.num", tests, limit, offset)
    words = f"{wanted.table} f ON {on_page('f.rowid')}"
    source = f"pages p CROSS JOIN {words} CROSS JOIN records r ON r.num = f.rowid"
    return _newest(database, source, [_matching(wanted.table, match), *pages], limit, offset)


def _without(wanted: Wanted) -> list[Clause]:
    """Records `r` of a kind in which the words do not stand that must not."""
    tests = [Clause("r.kind = ?", (wanted.kind,))]
    if wanted.query.unwanted:
        match = " OR ".join(term.expression() for term in wanted.query.unwanted)
        tests.append(
            Clause(f"r.num NOT IN (SELECT rowid FROM {wanted.table} WHERE {wanted.table} MATCH ?)", (match,)),
        )
    return tests


def _on_page(database: Database, wanted: Wanted, match: str, page: str, limit: int, offset: int) -> list[Row]:
    """What is found on one page: the index need not be looked through for more than its records."""
    column = "f.rowid" if match else "r.num"
    tests = [_matching(wanted.table, match)] if match else _without(wanted)
    tests.append(Clause(on_page(column, "(SELECT num FROM pages WHERE id = ?)"), (page, page)))
    records = f"{wanted.table} f JOIN records r ON r.num = f.rowid" if match else "records r"
    return _newest(database, f"{records} JOIN pages p ON p.num = r.page", [*tests, *wanted.pages], limit, offset)


def _newest(database: Database, source: str, tests: Sequence[Clause], limit: int, offset: int) -> list[Row]:
    """Records of the newest pages first, those of pages without a date last."""
    sql, values = joined(tests)
    return database.rows(
        f"SELECT r.id, r.seq, p.num FROM {source} WHERE {sql} ORDER BY p.published DESC, r.num LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
