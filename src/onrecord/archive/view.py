"""Questions to the archive: everything that reads and nothing that writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from onrecord.archive import entries, finding
from onrecord.archive.across import Across
from onrecord.archive.ask import TOGETHER, Ask
from onrecord.archive.filters import Clause, between, joined, on_pages
from onrecord.archive.query import Query, parse, term_of
from onrecord.archive.questions import crowded
from onrecord.archive.reviews import Reviews
from onrecord.archive.rows import KINDS, Case, Counts, Found, Hit, Kind, PageProblem, PageRow, Sighting
from onrecord.archive.searches import SavedSearch, all_searches
from onrecord.archive.sqlite import Database, Row
from onrecord.archive.unpacking import record_of, unpack
from onrecord.errors import ArchiveError, InputError, UsageError
from onrecord.records import Attribution, PageRecord, Passage, Problem, Record
from onrecord.spans import Spans

SHORTEST_PREFIX = 6  # hex digits: fewer are ambiguous in any archive worth having
_CHUNK = 500  # pages fetched at once when all are listed, so that no read transaction stays open for long

_PAGE = """
    p.id, p.key, p.path, p.url, v.address, v.version, p.newest, p.language, p.outlet, p.published, p.title, p.retrieved,
    p.added, p.made_by,
    (SELECT group_concat(c.name, char(31)) FROM page_cases pc JOIN cases c ON c.num = pc.case_num WHERE pc.page = p.num)
"""
_PAGES = "pages p JOIN versions v ON v.num = (SELECT min(num) FROM versions WHERE page = p.num)"
_TABLES = {"attributions": ("attribution_words", "attribution"), "passages": ("passage_words", "passage")}


class View(Across):
    """Read access to an archive. Every answer is of one moment; later writes do not tear it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def ask(self) -> Ask:
        """Questions about records: events, figures, deadlines, positions, actors, counts (docs/asking.md)."""
        return Ask(self._db, self._page_rows, self._records)

    @property
    def reviews(self) -> Reviews:
        """What people decided about records."""
        return Reviews(self._db)

    def searches(self) -> tuple[SavedSearch, ...]:
        """Saved searches by name."""
        return all_searches(self._db)

    def get(self, prefix: str) -> Found:
        """The page or record whose id begins with `prefix` (6 or more hex digits).

        Raises ArchiveError if there is none, or if several begin so (the message lists them).
        """
        wanted = prefix.strip().lower()
        if len(wanted) < SHORTEST_PREFIX or not re.fullmatch("[0-9a-f]+", wanted):
            raise ArchiveError(f"{prefix!r}: not an id (give at least its first {SHORTEST_PREFIX} hexadecimal digits)")
        with self._db.snapshot():
            found = self._db.rows(
                "SELECT 'page', id, num, 0 FROM pages WHERE id >= ?1 AND id < ?1 || 'g' UNION ALL "
                "SELECT kind, id, page, seq FROM records WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 11",
                (wanted,),
            )
            if not found:
                raise ArchiveError(f"{self._db.path}: nothing here has an id that begins with {wanted}")
            if len({row[1] for row in found}) > 1:
                listed = ", ".join(f"{row[1][:16]} ({row[0]})" for row in found[:10])
                more = " and more" if len(found) > 10 else ""
                raise ArchiveError(f"{wanted} is the beginning of several ids: {listed}{more}")
            kind, _, page, seq = found[0]
            row, record = self._page_row(page), self._record(page)
        return Found(kind=kind, page=row, record=record, item=None if kind == "page" else _item(record, kind, seq))

    def page(self, page_id: str) -> PageRow | None:
        """The page with this whole id, or None."""
        row = self._db.row(f"SELECT {_PAGE} FROM {_PAGES} WHERE p.id = ?", (page_id,))
        return None if row is None else self._row(row)

    def page_rows(self, page_ids: Iterable[str]) -> dict[str, PageRow]:
        """The pages with these whole ids, by id; what is not there is left out."""
        wanted = msgspec.json.encode(list(page_ids)).decode()
        found = self._db.rows(f"SELECT {_PAGE} FROM {_PAGES} WHERE p.id IN (SELECT value FROM json_each(?))", (wanted,))
        return {row.id: row for row in map(self._row, found)}

    def statuses(self, page_ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """How many reports of events of each status each of these pages has."""
        wanted = msgspec.json.encode(list(page_ids)).decode()
        found = self._db.rows(
            "SELECT p.id, e.status, count(*) FROM pages p CROSS JOIN events e ON e.page = p.num WHERE p.id IN "
            "(SELECT value FROM json_each(?)) GROUP BY p.id, e.status",
            (wanted,),
        )
        statuses: dict[str, dict[str, int]] = {}
        for page, status, number in found:
            statuses.setdefault(page, {})[status] = int(number)
        return statuses

    def record(self, page_id: str) -> PageRecord:
        """All records of the page with this whole id."""
        return self._record(self._num(page_id))

    def records(self, page_ids: Iterable[str]) -> dict[str, PageRecord]:
        """All records of the pages with these whole ids that are there, by id."""
        wanted = msgspec.json.encode(list(page_ids)).decode()
        nums = self._db.rows("SELECT num FROM pages WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        return {record.page.id: record for record in self._records([num for (num,) in nums]).values()}

    def text(self, page_id: str) -> str:
        """The decoded page that the spans of its records index."""
        blob = self._db.value("SELECT c.text FROM pages p JOIN contents c ON c.page = p.num WHERE p.id = ?", (page_id,))
        if blob is None:
            raise ArchiveError(f"{self._db.path}: no page with the id {page_id}")
        return unpack(blob, self._db.path).decode("utf-8", "surrogatepass")

    def contents(self, page_ids: Iterable[str]) -> Iterator[tuple[PageRecord, str]]:
        """Records and decoded text of the pages with these whole ids that are there, a few held at a time."""
        ids = list(page_ids)
        for at in range(0, len(ids), TOGETHER):
            wanted = msgspec.json.encode(ids[at : at + TOGETHER]).decode()
            rows = self._db.rows(
                "SELECT c.record, c.text FROM pages p CROSS JOIN contents c ON c.page = p.num "
                "WHERE p.id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
            for record, text in rows:
                yield self._read(record), unpack(text, self._db.path).decode("utf-8", "surrogatepass")

    def pages(self, *, case: str | None = None, newest: bool = True) -> Iterator[PageRow]:
        """Pages in the order in which they came; `newest` leaves out versions that were superseded."""
        sql, values = joined(on_pages(self._db, newest=newest, case=case))
        last = 0
        while True:
            found = self._db.rows(
                f"SELECT p.num, {_PAGE} FROM {_PAGES} WHERE p.num > ? AND {sql} ORDER BY p.num LIMIT {_CHUNK}",
                (last, *values),
            )
            yield from (self._row(row[1:]) for row in found)
            if len(found) < _CHUNK:
                return
            last = found[-1][0]

    def latest(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        language: str | None = None,
        outlet: str | None = None,
        case: str | None = None,
        added_after: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[PageRow, ...]:
        """Newest versions of pages, the last added first; `since` and `until` are of publication, `added_after` is a time (UTC, ISO 8601)."""
        pages = on_pages(self._db, newest=False, case=case, language=language, outlet=outlet)
        tests = [*pages, *between("p.published", since, until)]
        tests += [Clause("p.added > ?", (added_after,))] if added_after else []
        sql, values = joined(tests)
        few = tests and not crowded(self._db, Clause(f"SELECT 1 FROM pages p WHERE {sql}", tuple(values)))
        order = "+p.num" if few else "p.num"  # many are walked from the last one back, few are fetched and sorted
        found = self._db.rows(
            f"SELECT {_PAGE} FROM {_PAGES} WHERE p.num IN (SELECT p.num FROM pages p WHERE {sql} AND +p.newest = 1 "
            f"ORDER BY {order} DESC LIMIT ? OFFSET ?) ORDER BY p.num DESC",
            (*values, limit, offset),
        )
        return tuple(self._row(row) for row in found)

    def versions(self, address: str) -> tuple[PageRow, ...]:
        """All versions of what stands at a URL, file or key, oldest first; `address` and `version` are those asked for."""
        found = self._db.rows(
            f"SELECT {_PAGE} FROM versions v JOIN pages p ON p.num = v.page WHERE v.address = ?1 OR v.page IN "
            "(SELECT page FROM sightings WHERE path = ?1 UNION SELECT page FROM sightings WHERE url = ?1 "
            "UNION SELECT page FROM sightings WHERE key = ?1) ORDER BY v.address, v.version",
            (address,),
        )
        rows = tuple(self._row(row) for row in found)
        exact = tuple(row for row in rows if row.address == address)
        return exact or rows

    def sightings(self, page_id: str) -> tuple[Sighting, ...]:
        """Every file and address where the bytes of a page were met, in order."""
        found = self._db.rows(
            "SELECT nullif(path, ''), nullif(url, ''), nullif(key, ''), retrieved, seen FROM sightings "
            "WHERE page = ? ORDER BY seen, path, url",
            (self._num(page_id),),
        )
        return tuple(
            Sighting(path=path, url=url, key=key, retrieved=at, seen=seen) for path, url, key, at, seen in found
        )

    def find(
        self,
        query: str,
        *,
        in_: Literal["attributions", "passages"] = "attributions",
        case: str | None = None,
        language: str | None = None,
        outlet: str | None = None,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
        page: str | None = None,
        all_versions: bool = False,
        order: Literal["relevance", "date"] = "relevance",
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[Hit, ...]:
        """Attributions (their content and speaker) or passages in which the words of `query` stand.

        Words must all be there; "a phrase", -without, begin*. A blank query lists all that pass the filters. `since`
        and `until` (both inclusive) are ISO dates, or their first part, and leave out pages without a date. The best
        match (BM25) comes first, or the newest page: by `order`, or where more than `finding.RANKED` texts match. `page`: only on
        the page with this whole id.
        """
        table, kind = _TABLES[in_]
        if speaker is not None and in_ != "attributions":
            raise UsageError("speaker: only attributions have one")
        parsed = parse(query)
        said_by = term_of(speaker) if speaker is not None else None
        if (not parsed.blank and not parsed.terms) or (speaker is not None and said_by is None):
            return ()  # nothing but signs was typed, and signs are not in the index
        pages = on_pages(self._db, newest=not all_versions, case=case, language=language, outlet=outlet, page=page)
        pages += between("p.published", since, until)
        wanted = finding.Wanted(table, kind, parsed, said_by, pages, page)
        with self._db.snapshot():
            found = finding.found(self._db, wanted, by_rank=order == "relevance", limit=limit, offset=offset)
            return self._hits(found, kind, parsed, speaker)

    def _hits(self, found: Sequence[Row], kind: str, query: Query, speaker: str | None) -> tuple[Hit, ...]:
        nums = {num for _, _, num in found}
        pages, records = self._page_rows(nums), self._records(nums)
        by = parse(speaker) if speaker is not None else None
        hits = []
        for id_, seq, num in found:
            row, record = pages[num], records[num]
            item = _item(record, "attribution" if kind == "attribution" else "passage", seq)
            if isinstance(item, Attribution):
                name = speakers(item)
                said_by: Spans = tuple(sorted({*query.marks(name), *(by.marks(name) if by else ())}))
                hits.append(
                    Hit(
                        page=row, id=id_, kind="attribution", text=item.content.text, spans=item.content.spans,
                        marks=query.marks(item.content.text), speaker=name, speaker_marks=said_by, attribution=item,
                    )
                )  # fmt: skip
            elif isinstance(item, Passage):
                marks = query.marks(item.text)
                hits.append(
                    Hit(page=row, id=id_, kind="passage", text=item.text, spans=item.spans, marks=marks, passage=item)
                )
        return tuple(hits)

    def cases(self) -> tuple[Case, ...]:
        """All cases with their number of pages, by name."""
        found = self._db.rows(
            "SELECT name, (SELECT count(*) FROM page_cases WHERE case_num = num), created FROM cases ORDER BY name"
        )
        return tuple(Case(name=name, pages=pages, created=created) for name, pages, created in found)

    def problems(self, *, page_id: str | None = None) -> tuple[PageProblem, ...]:
        """What went wrong, with all pages and inputs or with one page, in the order in which it was noted."""
        where, values = ("WHERE p.id = ?", (page_id,)) if page_id is not None else ("", ())
        found = self._db.rows(
            'SELECT p.id, coalesce(x.path, p.path), x.stage, x.message, x.start, x."end", x.noted '
            f"FROM problems x LEFT JOIN pages p ON p.num = x.page {where} ORDER BY x.num",
            values,
        )
        return tuple(
            PageProblem(
                page=page,
                path=path,
                problem=Problem(stage=stage, message=message, span=None if start is None else (start, end)),
                noted=noted,
            )
            for page, path, stage, message, start, end, noted in found
        )

    def tally(self) -> tuple[int, str | None, str | None]:
        """How many newest versions of pages there are, and their first and last day of publication; unlike `counts` at once."""
        with self._db.snapshot():
            pages = self._db.value("SELECT coalesce(sum(number), 0) FROM page_counts WHERE scope = ''")
            first, last = (
                self._db.value(f"SELECT {end}(published) FROM pages WHERE newest = 1") for end in ("min", "max")
            )
        return int(pages), first, last

    def counts(self) -> Counts:
        """How much of everything there is."""
        with self._db.snapshot():
            value = self._db.value
            first, last = self._db.rows("SELECT min(published), max(published) FROM pages WHERE newest")[0]
            per: dict[str, dict[str, int]] = {
                column: dict(
                    self._db.rows(
                        f"SELECT coalesce({column}, ''), count(*) AS n FROM pages WHERE newest GROUP BY 1 ORDER BY n DESC, 1"
                    )
                )
                for column in ("language", "outlet")
            }
            return Counts(
                pages=value("SELECT count(*) FROM pages"),
                newest=value("SELECT count(*) FROM pages WHERE newest"),
                addresses=value("SELECT count(DISTINCT address) FROM versions"),
                cases=value("SELECT count(*) FROM cases"),
                problems=value("SELECT count(*) FROM problems"),
                records=dict(self._db.rows("SELECT kind, count(*) FROM records GROUP BY kind ORDER BY kind")),
                languages=per["language"],
                outlets=per["outlet"],
                published_from=first,
                published_to=last,
                bytes=value("PRAGMA page_count") * value("PRAGMA page_size"),
            )

    def check(self) -> tuple[str, ...]:
        """What is wrong with the archive, as lines; () if it is sound. Reads all of it: seconds per 10,000 pages."""
        wrong = [line for (line,) in self._db.rows("PRAGMA integrity_check") if line != "ok"]
        wrong += [f"points to nothing: {row}" for row in self._db.rows("PRAGMA foreign_key_check")]
        for table in (
            (*(table for table, _ in _TABLES.values()), "party_words", "who_words") if self._db.writable else ()
        ):
            try:
                self._db.run(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # index against its contents
            except ArchiveError as error:
                wrong.append(f"search index {table}: {error}")
        wrong += entries.check(self._db)
        for row in self._db.rows("SELECT num, id FROM pages ORDER BY num"):
            try:
                wrong += self._check_page(*row)
            except ArchiveError as error:
                wrong.append(str(error))
        return tuple(wrong)

    def _check_page(self, num: int, page_id: str) -> list[str]:
        """What is wrong with one page: contents that do not decode, records without a row or the other way round."""
        with self._db.snapshot():
            self.text(page_id)
            record = self._record(num)
            there = self._db.rows("SELECT kind, seq, id, num FROM records WHERE page = ? ORDER BY kind, seq", (num,))
            indexed = {
                row[0]
                for table, _ in _TABLES.values()
                for row in self._db.rows(
                    f"SELECT f.rowid FROM records r JOIN {table} f ON f.rowid = r.num WHERE r.page = ?", (num,)
                )
            }
            versions = self._db.value("SELECT count(*) FROM versions WHERE page = ?", (num,))
            sightings = self._db.value("SELECT count(*) FROM sightings WHERE page = ?", (num,))
        expected = sorted(
            (kind, seq, item.id) for kind, field in KINDS.items() for seq, item in enumerate(getattr(record, field))
        )
        searchable = {row[3] for row in there if row[0] in ("passage", "attribution")}
        tests = {
            "is under another id than its own": record.page.id == page_id,
            "has other rows than records": [row[:3] for row in there] == expected,
            "is not whole in the search index": indexed == searchable,
            "stands at no address": bool(versions and sightings),
        }
        return [f"page {page_id} {what}" for what, fine in tests.items() if not fine]

    def _num(self, page_id: str) -> int:
        num = self._db.value("SELECT num FROM pages WHERE id = ?", (page_id,))
        if num is None:
            raise ArchiveError(f"{self._db.path}: no page with the id {page_id}")
        return int(num)

    def _page_row(self, num: int) -> PageRow:
        row = self._db.row(f"SELECT {_PAGE} FROM {_PAGES} WHERE p.num = ?", (num,))
        if row is None:
            raise ArchiveError(f"{self._db.path}: the archive is damaged (a record without its page); restore a copy")
        return self._row(row)

    def _page_rows(self, nums: Iterable[int]) -> dict[int, PageRow]:
        """Pages by their numbers; raises ArchiveError if one is not there."""
        numbers = set(nums)
        wanted = msgspec.json.encode(sorted(numbers)).decode()
        found = self._db.rows(
            f"SELECT p.num, {_PAGE} FROM {_PAGES} WHERE p.num IN (SELECT value FROM json_each(?))", (wanted,)
        )
        if len(found) < len(numbers):
            raise ArchiveError(f"{self._db.path}: the archive is damaged (a record without its page); restore a copy")
        return {row[0]: self._row(row[1:]) for row in found}

    def _row(self, row: Row) -> PageRow:
        values = dict(zip(PageRow.__struct_fields__, row, strict=True))
        values["newest"] = bool(values["newest"])
        values["cases"] = tuple(sorted((values["cases"] or "").split("\x1f"))) if values["cases"] else ()
        try:
            return msgspec.convert(values, PageRow)
        except msgspec.ValidationError as error:
            raise ArchiveError(f"{self._db.path}: the archive is damaged ({error}); restore a copy") from error

    def _record(self, num: int) -> PageRecord:
        return self._records([num])[num]

    def _records(self, nums: Iterable[int]) -> dict[int, PageRecord]:
        """The records of pages by their numbers; raises ArchiveError if one is not there or cannot be read."""
        numbers = set(nums)
        wanted = msgspec.json.encode(sorted(numbers)).decode()
        found = self._db.rows(
            "SELECT page, record FROM contents WHERE page IN (SELECT value FROM json_each(?))", (wanted,)
        )
        if len(found) < len(numbers):
            raise ArchiveError(f"{self._db.path}: the archive is damaged (a page without contents); restore a copy")
        return {page: self._read(blob) for page, blob in found}

    def _read(self, blob: bytes) -> PageRecord:
        try:
            return record_of(blob, self._db.path, "page")
        except InputError as error:
            raise ArchiveError(f"{self._db.path}: the records of a page cannot be read ({error.what})") from error


def speakers(attribution: Attribution) -> str:
    """Who speaks, as the page names them, in one line."""
    return "; ".join(party.shown() for party in attribution.speakers)


def _item(record: PageRecord, kind: Kind, seq: int) -> Record:
    items: tuple[Record, ...] = getattr(record, KINDS[kind])
    if not 0 <= seq < len(items):
        raise ArchiveError(f"the archive is damaged (page {record.page.id} has no {kind} {seq}); restore a copy")
    return items[seq]
