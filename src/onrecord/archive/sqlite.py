"""The one door to SQLite: opening, migrating, transactions, and its errors put into words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.errors import ArchiveError

Row = tuple[Any, ...]

#: "onrc" in the header of the file: tells an archive from any other SQLite database.
APPLICATION_ID = 0x6F6E7263

#: A batch of pages touches leaves all over the indexes of a large archive. With the 2 MB that SQLite takes by default they do not fit,
#: and are read and written several times a batch.
CACHE_KB = 32_768
#: For the same reason the journal may grow to so many database pages (4 KB each) before it is folded into the file.
CHECKPOINT_PAGES = 8_000

#: Adding a page takes about 150 statements; those that do not fit are parsed and planned again each time.
STATEMENTS = 512

#: Between two tries of what SQLite refuses without waiting.
RETRY_SECONDS = 0.01

# A damaged file can put bytes that are not text into a message of SQLite, which sqlite3 then fails to decode.
_FAILURES = (sqlite3.Error, UnicodeDecodeError)


#: What is done to a database beside single statements: of a migration, what SQL cannot do.
Step = Callable[["Database"], None]


class Database:
    """One connection to an archive file; every failure leaves as ArchiveError.

    `wait` is how many seconds a write waits for another writer. A transaction is opened only by `transaction` and
    `snapshot`, so that no lock outlives the block that took it.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, writable: bool, wait: float) -> None:
        self.path, self.writable, self.wait = path, writable, wait
        self._connection = connection
        self._last: dict[Step, None] = {}

    def close(self) -> None:
        """Close the connection; the last one to close folds the journal into the file."""
        try:
            self._connection.close()
        except _FAILURES as error:
            raise self._failed(error) from error

    def run(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement; returns the rowid of the last row that this connection inserted."""
        try:
            return self._connection.execute(sql, parameters).lastrowid or 0
        except _FAILURES as error:
            raise self._failed(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of parameters."""
        try:
            self._connection.executemany(sql, rows)
        except _FAILURES as error:
            raise self._failed(error) from error

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query; nothing stays open behind it."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except _FAILURES as error:
            raise self._failed(error) from error

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def changes(self) -> int:
        """How many rows this connection has changed so far."""
        return self._connection.total_changes

    def at_the_end(self, step: Step) -> None:
        """Have a step run at the end of the transaction that is open, once, however often it is asked for."""
        self._last[step] = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction, on disk when the block ends; rolled back whole if it raises."""
        if not self.writable:
            raise ArchiveError(f"{self.path}: the archive is read-only here (no permission to write the file)")
        self.run("BEGIN IMMEDIATE")
        with self._finish():
            yield
            for step in tuple(self._last):
                step(self)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A read transaction: all queries of the block see the archive at one moment."""
        self.run("BEGIN")
        with self._finish():
            yield

    @contextmanager
    def _finish(self) -> Iterator[None]:
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                try:
                    self._connection.rollback()
                except _FAILURES as error:
                    raise self._failed(error) from error
            raise
        finally:
            self._last.clear()

    def _failed(self, error: Exception) -> ArchiveError:
        return ArchiveError(f"{self.path}: {explain(error, self.wait)}")


def _busy(error: BaseException | None) -> bool:
    """Whether SQLite gave up because another connection held a lock."""
    return (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def explain(error: Exception, wait: float) -> str:
    """What an error of SQLite means for somebody who never heard of SQLite, and what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    said = " ".join(str(error).split())
    if _busy(error):
        return f"another process is writing to the archive (waited {wait:g} s); try again when it is done"
    if name == "SQLITE_FULL":
        return "the disk is full; what was acknowledged so far is safe, the rest was not written"
    if name == "SQLITE_NOTADB":
        return "not an onrecord archive (not a SQLite file, or its head is damaged)"
    if name.startswith("SQLITE_CORRUPT") or isinstance(error, UnicodeDecodeError) or "not decode to UTF-8" in said:
        return f"the archive is damaged ({said}); restore a copy, or add the pages to a new archive"
    if name.startswith("SQLITE_READONLY"):
        return "the archive cannot be written (file or folder is read-only)"
    if name.startswith("SQLITE_CANTOPEN"):
        return "the archive cannot be opened (missing, a folder, or no permission for it or its folder)"
    if name.startswith("SQLITE_IOERR"):
        return f"reading or writing the archive failed ({name}; disk full, file too large or disk broken)"
    return f"the archive failed: {said}"


def connect(path: Path, *, create: bool, wait: float, steps: Mapping[int, Step] | None = None) -> Database:
    """A connection to the archive at `path`, brought to the newest schema; `steps` is as for `migrate`.

    Raises ArchiveError if it is missing (and `create` is false), is no archive, is damaged or is of a newer onrecord.
    """
    if path.is_dir():
        raise ArchiveError(f"{path}: a folder, not an archive file")
    if not path.exists():
        if not create:
            raise ArchiveError(f"{path}: no such archive (`onrecord add --archive {path}` makes one)")
        if not path.absolute().parent.is_dir():
            raise ArchiveError(f"{path}: the folder does not exist")
    writable = os.access(path, os.W_OK) if path.exists() else True
    database = Database(path, _open(path, writable, wait), writable=writable, wait=wait)
    try:
        _prepare(database, create=create, steps=steps or {})
    except BaseException:
        database.close()
        raise
    return database


def _open(path: Path, writable: bool, wait: float) -> sqlite3.Connection:
    """An open connection whose header could be read."""
    modes = ["mode=rwc"] if writable else ["mode=ro"]
    # A reader needs the journal's index beside the file; without a journal, and without the right to make one, the
    # file alone is the whole archive.
    journal = path.with_name(path.name + "-wal")
    if not writable and not (journal.exists() and journal.stat().st_size):
        modes.append("immutable=1")
    uri = path.absolute().as_uri()
    for mode in modes:
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(
                f"{uri}?{mode}", uri=True, timeout=wait, isolation_level=None, cached_statements=STATEMENTS
            )
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except _FAILURES as error:
            if connection is not None:
                connection.close()
            if mode == modes[-1]:
                raise ArchiveError(f"{path}: {explain(error, wait)}") from error
        else:
            return connection
    raise AssertionError("unreachable")


def _prepare(database: Database, *, create: bool, steps: Mapping[int, Step]) -> None:
    """Check that it is an archive of ours, set the connection up, and apply the migrations that are missing."""
    path = database.path
    version = database.value("PRAGMA user_version")
    blank = database.value("SELECT count(*) FROM sqlite_master") == 0 and version == 0
    if blank and not create:
        raise ArchiveError(f"{path}: the file is empty, there is no archive in it")
    if not blank and database.value("PRAGMA application_id") != APPLICATION_ID:
        raise ArchiveError(f"{path}: a SQLite database of another program, not an onrecord archive")
    known = max(migrations())
    if version > known:
        raise ArchiveError(
            f"{path}: made by a newer onrecord (schema {version}, this one knows up to {known}); update onrecord"
        )
    database.run("PRAGMA foreign_keys = ON")
    database.run(f"PRAGMA cache_size = -{CACHE_KB}")
    database.run("PRAGMA temp_store = MEMORY")  # no words of a page in temporary files
    if not database.writable:
        if version < known:
            raise ArchiveError(
                f"{path}: of an older onrecord, and read-only here; open it once where it can be written"
            )
        return
    database.run("PRAGMA secure_delete = ON")
    _write_ahead(database)
    database.run(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    database.run("PRAGMA synchronous = FULL")  # a commit is on the disk before it is acknowledged
    if version < known:
        migrate(database, steps)


def _write_ahead(database: Database) -> None:
    """Have the archive keep a write-ahead journal.

    The switch needs the file for itself, and SQLite gives up at once, without the wait of the connection, where others
    make the archive at the same moment: each would hold the lock that the other waits for.
    """
    deadline = time.monotonic() + database.wait
    while True:
        try:
            if database.value("PRAGMA journal_mode") != "wal" and database.value("PRAGMA journal_mode = WAL") != "wal":
                raise ArchiveError(
                    f"{database.path}: this file system cannot hold an archive (no shared memory for the journal)"
                )
            return
        except ArchiveError as error:
            if not _busy(error.__cause__) or time.monotonic() >= deadline:
                raise
            time.sleep(RETRY_SECONDS)


@cache
def migrations() -> dict[int, str]:
    """The SQL files of `migrations/` by the number that their names begin with, in order; numbers may be left out.

    Number n takes an archive to schema n.
    """
    folder = files(__package__) / "migrations"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    return {int(entry.name.partition("_")[0]): entry.read_text(encoding="utf-8") for entry in found}


def migrate(database: Database, steps: Mapping[int, Step]) -> None:
    """Apply what is missing, each migration whole or not at all; two processes may do so at once.

    A step follows the migration of its number where tables must be filled from the records of pages.
    """
    for number, script in migrations().items():
        with database.transaction():
            if database.value("PRAGMA user_version") >= number:
                continue
            for statement in statements(script):
                database.run(statement)
            if number in steps:
                steps[number](database)
            database.run(f"PRAGMA application_id = {APPLICATION_ID}")
            database.run(f"PRAGMA user_version = {number}")


def statements(script: str) -> Iterator[str]:
    """The single statements of an SQL script."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
