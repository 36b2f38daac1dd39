"""Adding pages: in small batches, each whole or not at all, and acknowledged only once it is on the disk."""

from __future__ import annotations

import time
import zlib
from datetime import UTC, datetime

import msgspec

from onrecord.archive import entries, upkeep
from onrecord.archive.rows import KINDS, Added, Kind, What
from onrecord.archive.sqlite import Database, Step
from onrecord.archive.unpacking import record_of, unpack
from onrecord.archive.view import speakers
from onrecord.archive.words import indexed
from onrecord.codec import encode
from onrecord.errors import ArchiveError, UsageError
from onrecord.records import Page, PageRecord, Problem

BATCH_PAGES = 64
BATCH_SECONDS = 0.5
BATCH_BYTES = 16_000_000  # of decoded text: bounds the memory that a batch of huge pages takes

#: Names of files that hold one page. Any other may hold many (lines, WARC records): its path is no address of a page.
_ONE_PAGE = (".html", ".htm", ".txt")


class _Waiting(msgspec.Struct, frozen=True, kw_only=True):
    record: PageRecord
    line: bytes
    text: bytes
    case: str | None


class _Failure(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    problem: Problem


def address_of(page: Page) -> str:
    """Where a page stands, so that a changed page there is a new version of it: its URL, else its file and key.

    A page of a file of many pages that has neither URL nor key stands nowhere twice: its own hash is its address.
    """
    if page.url:
        return page.url
    path = page.path or ""
    if page.key is not None:
        return f"{path}#{page.key}"
    return path if path.lower().removesuffix(".gz").endswith(_ONE_PAGE) else f"sha256:{page.id}"


class Writer:
    """Collects pages and writes them in batches; no lock is held while pages are being read.

    Leave it with `commit`, or as a context manager, which commits what waits unless the block raised.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._waiting: list[_Waiting | _Failure | Step] = []
        self._since = time.monotonic()
        self._bytes = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None:
                self.commit()
                self.settle()
        finally:
            self.close()

    def settle(self) -> None:
        """Work in, over all pages, those that are committed; leaving the context manager does so too."""
        upkeep.settle(self._db)

    def close(self) -> None:
        """Close the connection; what waits is not written."""
        self._db.close()

    def add(self, record: PageRecord, text: str, case: str | None = None) -> tuple[Added, ...]:
        """Take one page; returns the pages that are safe on disk since the last call (often none yet).

        `text` is the decoded page that the spans index. Raises ArchiveError if the batch cannot be written; then no
        page of it is in the archive.
        """
        if case is not None and not case.strip():
            raise UsageError("the name of a case cannot be empty")
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(_Waiting(record=record, line=self._line(record), text=packed, case=case and case.strip()))
        self._bytes += len(text)
        full = len(self._waiting) >= BATCH_PAGES or self._bytes >= BATCH_BYTES
        return self.commit() if full or time.monotonic() - self._since >= BATCH_SECONDS else ()

    def commit(self) -> tuple[Added, ...]:
        """Write what waits; returns those pages, which are now safe on disk."""
        batch, self._waiting, self._bytes = self._waiting, [], 0
        if not batch:
            return ()
        with self._db.transaction():
            done = []
            for item in batch:
                if isinstance(item, _Waiting):
                    done.append(self._write(item))
                elif isinstance(item, _Failure):
                    self._fail(item)
                else:
                    item(self._db)
        if upkeep.pending(self._db) >= upkeep.PORTION:
            self.settle()
        return tuple(done)

    def seen(self, page: Page, made_by: str, case: str | None = None) -> Added | None:
        """Note a page without reading it again, if it is here and its records are by the same `made_by`; else None.

        Of `page` only id, key, path, url and retrieved count. A page that the engine gave up (too slow, a worker that
        died) is not taken for read: the next run may have better luck.
        """
        num = self._db.value(
            "SELECT num FROM pages WHERE id = ? AND made_by = ? AND NOT EXISTS "
            "(SELECT 1 FROM problems WHERE problems.page = pages.num AND stage = 'engine')",
            (page.id, made_by),
        )
        if num is None:
            return None
        with self._db.transaction():
            noted, _ = self._note(num, page, case)
            return Added(id=page.id, what="noted" if noted else "unchanged", version=self._version(num, page))

    def problem(self, path: str, problem: Problem) -> None:
        """Note, with the next batch, what went wrong with an input that gave no page; the same one is noted once.

        It is taken off the list when a page of that path comes that is new, or reads differently.
        """
        self._waiting.append(_Failure(path=path, problem=problem))

    def also(self, step: Step) -> None:
        """Do something else to the database together with the next batch: both are on the disk, or neither."""
        self._waiting.append(step)

    def _fail(self, failure: _Failure) -> None:
        known = self._db.value(
            "SELECT 1 FROM problems WHERE page IS NULL AND path = ? AND stage = ? AND message = ?",
            (failure.path, failure.problem.stage, failure.problem.message),
        )
        if not known:
            self._problems(None, failure.path, (failure.problem,))

    def _line(self, record: PageRecord) -> bytes:
        try:
            return encode(record)
        except (UnicodeEncodeError, msgspec.MsgspecError) as error:
            raise ArchiveError(f"page {record.page.id} ({record.page.path}) cannot be written: {error}") from error

    def _write(self, page: _Waiting) -> Added:
        meta = page.record.page
        known = self._db.row("SELECT num, key, path, url, retrieved FROM pages WHERE id = ?", (meta.id,))
        if known is None:
            num = self._insert(page)
            _, superseding = self._note(num, meta, page.case)
            return Added(id=meta.id, what="version" if superseding else "new", version=self._version(num, meta))
        num, *first = known
        old = unpack(self._db.value("SELECT record FROM contents WHERE page = ?", (num,)), self._db.path)
        # the first sighting stays the one that the records show, later ones only fill its gaps
        fields = ("key", "path", "url", "retrieved")
        before = dict(zip(fields, first, strict=True))
        filled = {name: before[name] or getattr(meta, name) for name in fields}
        same = encode(_with_page(page.record, **before)) == old
        record = _with_page(page.record, **filled)
        if not same:
            self._unindex(num)
            self._tell(num, record, encode(record), page.text)
            self._index(num, record)
        elif filled != before:
            self._tell(num, record, encode(record), page.text)
        noted, _ = self._note(num, meta, page.case)
        what: What = "replaced" if not same else "noted" if noted else "unchanged"
        return Added(id=meta.id, what=what, version=self._version(num, meta))

    def _insert(self, page: _Waiting) -> int:
        num = self._db.run(
            "INSERT INTO pages (id, newest, title, added, made_by) VALUES (?, 1, '', ?, '')",
            (page.record.page.id, _now()),
        )
        self._tell(num, page.record, page.line, page.text)
        self._index(num, page.record)
        return num

    def _tell(self, num: int, record: PageRecord, line: bytes, text: bytes) -> None:
        """What the row of a page tells, and its contents."""
        page = record.page
        self._db.run(
            "UPDATE pages SET key = ?, path = ?, url = ?, language = ?, outlet = ?, published = ?, title = ?, "
            "retrieved = ?, made_by = ? WHERE num = ?",
            (page.key, page.path, page.url, page.language, page.outlet, page.published, page.title.text,
             page.retrieved, record.made_by, num),
        )  # fmt: skip
        self._db.run(
            "INSERT INTO contents (page, text, record) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (page) DO UPDATE SET text = ?2, record = ?3",
            (num, text, zlib.compress(line)),
        )

    def _index(self, num: int, record: PageRecord) -> None:
        """Rows and search words for the records of a page that has none."""
        self._db.run(
            "DELETE FROM problems WHERE page IS NULL AND path = ?", (record.page.path,)
        )  # it could be read now
        self._problems(num, None, record.problems)
        first = next_ = (self._db.value("SELECT max(num) FROM records") or 0) + 1
        rows = []
        numbers: dict[tuple[Kind, int], int] = {}
        words: dict[str, list[tuple[object, ...]]] = {"passage": [], "attribution": []}
        for kind, field in KINDS.items():
            for seq, item in enumerate(getattr(record, field)):
                rows.append((next_, num, kind, seq, item.id))
                numbers[kind, seq] = next_
                if kind == "passage":
                    words[kind].append((next_, indexed(item.text)))
                elif kind == "attribution":
                    words[kind].append((next_, indexed(item.content.text), indexed(speakers(item))))
                next_ += 1
        if next_ == first:
            return
        self._db.run_many("INSERT INTO records (num, page, kind, seq, id) VALUES (?, ?, ?, ?, ?)", rows)
        self._db.run_many("INSERT INTO passage_words (rowid, text) VALUES (?, ?)", words["passage"])
        self._db.run_many(
            "INSERT INTO attribution_words (rowid, content, speaker) VALUES (?, ?, ?)", words["attribution"]
        )
        entries.enter(self._db, num, record, numbers)

    def _unindex(self, num: int) -> None:
        unindex(self._db, num)
        self._db.run("DELETE FROM records WHERE page = ?", (num,))
        self._db.run("DELETE FROM problems WHERE page = ?", (num,))

    def _problems(self, num: int | None, path: str | None, problems: tuple[Problem, ...]) -> None:
        now = _now()
        self._db.run_many(
            'INSERT INTO problems (page, path, stage, message, start, "end", noted) VALUES (?, ?, ?, ?, ?, ?, ?)',
            [(num, path, p.stage, p.message, *(p.span or (None, None)), now) for p in problems],
        )

    def _note(self, num: int, page: Page, case: str | None) -> tuple[bool, bool]:
        """Note where a page was seen and its case; returns whether that was news, and whether it supersedes another."""
        before = self._db.changes()
        self._db.run(
            "INSERT OR IGNORE INTO sightings (page, path, url, key, retrieved, seen) VALUES (?, ?, ?, ?, ?, ?)",
            (num, page.path or "", page.url or "", page.key or "", page.retrieved, _now()),
        )
        if case is not None:
            self._db.run("INSERT OR IGNORE INTO cases (name, created) VALUES (?, ?)", (case, _now()))
            self._db.run(
                "INSERT OR IGNORE INTO page_cases (page, case_num) SELECT ?, num FROM cases WHERE name = ?", (num, case)
            )
        superseding = self._stand(num, address_of(page))
        return self._db.changes() > before, superseding

    def _stand(self, num: int, address: str) -> bool:
        """Make a page the newest version at an address, if it never stood there; whether another stood there before."""
        if self._db.value("SELECT 1 FROM versions WHERE page = ? AND address = ?", (num, address)):
            return False
        others = self._db.rows("SELECT page, version FROM versions WHERE address = ?", (address,))
        version = max((version for _, version in others), default=0) + 1
        self._db.run("INSERT INTO versions (address, version, page) VALUES (?, ?, ?)", (address, version, num))
        mark_newest(self._db, [num, *(page for page, _ in others)])
        return bool(others)

    def _version(self, num: int, page: Page) -> int:
        sql = "SELECT version FROM versions WHERE page = ? AND address = ?"
        return int(self._db.value(sql, (num, address_of(page))))


def _with_page(record: PageRecord, **fields: str | None) -> PageRecord:
    return msgspec.structs.replace(record, page=msgspec.structs.replace(record.page, **fields))


def unindex(database: Database, num: int) -> None:
    """Take a page out of the search index and out of the tables that questions are answered from."""
    entries.remove(database, num)
    for table, kind in (("passage_words", "passage"), ("attribution_words", "attribution")):
        database.run(
            f"DELETE FROM {table} WHERE rowid IN (SELECT num FROM records WHERE page = ? AND kind = ?)", (num, kind)
        )


def mark_newest(database: Database, pages: list[int]) -> None:
    """Set anew which of these pages are the last version at one of their addresses, and count their records or no more."""
    for page in pages:
        was = database.value("SELECT newest FROM pages WHERE num = ?", (page,))
        newest = database.value(
            "SELECT EXISTS (SELECT 1 FROM versions v WHERE v.page = ? AND v.version = "
            "(SELECT max(version) FROM versions WHERE address = v.address))",
            (page,),
        )
        if newest != was:
            database.run("UPDATE pages SET newest = ? WHERE num = ?", (newest, page))
            entries.count(database, page, 1 if newest else -1)


def enter_all(database: Database) -> None:
    """Fill the tables that questions are answered from for all pages of an archive that was made before there were any.

    The sums of these are made by a later migration.
    """
    for (page,) in database.rows("SELECT num FROM pages ORDER BY num"):
        blob = database.value("SELECT record FROM contents WHERE page = ?", (page,))
        numbers: dict[tuple[Kind, int], int] = {
            (kind, seq): num
            for kind, seq, num in database.rows("SELECT kind, seq, num FROM records WHERE page = ?", (page,))
        }
        entries.enter(database, page, record_of(blob, database.path, f"page {page}"), numbers, summed=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
