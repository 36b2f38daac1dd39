"""How questions about many pages get to their answers: by ids, by way of pages that pass filters, by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.archive.filters import Clause, joined, on_page
from onrecord.archive.query import expression, parse
from onrecord.archive.questions import crowded
from onrecord.archive.rows import PageRow
from onrecord.archive.sqlite import Database
from onrecord.errors import ArchiveError, UsageError
from onrecord.records import PageRecord

#: A word in more passages is looked for on one page after another: soon there is one that has it.
COMMON = 10_000
_ID = re.compile("[0-9a-f]{6,}")


class Words(NamedTuple):
    """Whether words stand on a page `p`; what is `common` is tested page by page."""

    test: Clause
    common: bool


class Reach:
    """What all answers from many pages need; see View for the archive itself."""

    _db: Database

    def _page_row(self, num: int) -> PageRow:
        raise NotImplementedError

    def _page_rows(self, nums: Iterable[int]) -> dict[int, PageRow]:
        raise NotImplementedError

    def _records(self, nums: Iterable[int]) -> dict[int, PageRecord]:
        raise NotImplementedError

    def _one(self, table: str, what: str, prefix: str) -> int:
        """Number of the row whose id begins with `prefix`."""
        wanted = prefix_of(prefix)
        found = self._db.rows(
            f"SELECT num, id FROM {table} WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 11", (wanted,)
        )
        if not found:
            raise ArchiveError(f"{self._db.path}: no {what} has an id that begins with {wanted}")
        if len(found) > 1:
            listed = ", ".join(str(row[1]) for row in found[:10])
            raise ArchiveError(
                f"{wanted} is the beginning of several ids: {listed}{' and more' if len(found) > 10 else ''}"
            )
        return int(found[0][0])

    def _reaching(
        self, pages: Sequence[Clause], num: str, column: str, table: str, words: Words | None = None
    ) -> Clause:
        """Stories or events with one of these pages `p`: by way of the pages where they are few, else looked at one by one.

        `words`: what must stand on the page too.
        """
        early = [*pages, words.test] if words is not None and not words.common else list(pages)
        sql, values = joined([*early, words.test] if words is not None and words.common else early)
        before, known = joined(early)
        if early and not crowded(self._db, Clause(f"SELECT 1 FROM pages p WHERE {before}", tuple(known))):
            few = f"SELECT x.{column} FROM pages p CROSS JOIN {table} x ON x.page = p.num WHERE {sql}"
            return Clause(f"{num} IN ({few})", tuple(values))
        there = f"SELECT 1 FROM {table} x CROSS JOIN pages p ON p.num = x.page WHERE x.{column} = {num} AND {sql}"
        return Clause(f"EXISTS ({there})", tuple(values))

    def _with_words(self, query: str) -> Words:
        """Pages `p` with a passage in which the words of a query stand."""
        match = expression(parse(query))
        if not match:
            return Words(Clause("0"), common=False)
        found = "FROM passage_words f {} WHERE passage_words MATCH ?"
        many = self._db.value(f"SELECT count(*) FROM (SELECT 1 {found.format('')} LIMIT {COMMON + 1})", (match,))
        if many <= COMMON:
            records = found.format("JOIN records r ON r.num = f.rowid")
            return Words(Clause(f"p.num IN (SELECT r.page {records})", (match,)), common=False)
        test = f"EXISTS (SELECT 1 {found.format('')} AND {on_page('f.rowid')})"
        return Words(Clause(test, (match,)), common=True)


def prefix_of(text: str) -> str:
    """The beginning of an id, in small letters; raises ArchiveError if it cannot be one."""
    wanted = text.strip().lower()
    if not _ID.fullmatch(wanted):
        raise ArchiveError(f"{text!r}: not an id (give at least its first 6 hexadecimal digits)")
    return wanted


def code_of(country: str) -> str:
    """A state in capitals; raises UsageError if it is no ISO 3166-1 alpha-3 code."""
    if not re.fullmatch("[A-Za-z]{3}", country):
        raise UsageError(f"country: {country!r} is not a code of three letters (ISO 3166-1 alpha-3, such as PER)")
    return country.upper()
