"""Forgetting pages so that no trace stays: tables, search index, free space of the file, and journal.

Deleting a row is not enough. FTS5 marks a deleted row and keeps its words until it merges its segments, so the indexes
are merged whole (`optimize`). `secure_delete` overwrites freed space with zeros, the journal is emptied into the file and
cut to nothing, and VACUUM writes the file anew. The cost is that of rewriting the archive, once a call and not once
a page (`benchmarks/archive.py` measures it). What the disk itself keeps of overwritten blocks is beyond our reach.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from onrecord.archive import upkeep
from onrecord.archive.sqlite import Database
from onrecord.archive.writer import mark_newest, unindex
from onrecord.errors import ArchiveError

_PENDING = "scrub"


def forget(database: Database, page_ids: Sequence[str]) -> None:
    """Remove pages with these whole ids; raises ArchiveError, and removes none, if one is not there."""
    with database.transaction():
        nums = []
        for page_id in page_ids:
            num = database.value("SELECT num FROM pages WHERE id = ?", (page_id,))
            if num is None:
                raise ArchiveError(f"{database.path}: no page with the id {page_id}; nothing was forgotten")
            nums.append(int(num))
        for num in nums:
            _remove(database, num)
        database.run("DELETE FROM cases WHERE num NOT IN (SELECT case_num FROM page_cases)")
        database.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, 'pending')", (_PENDING,))
    scrub(database)


def _remove(database: Database, num: int) -> None:
    """One page and all that hangs on it; versions that it superseded are the newest again."""
    unindex(database, num)
    neighbours = database.rows(
        "SELECT DISTINCT page FROM versions WHERE page != ?1 AND address IN "
        "(SELECT address FROM versions WHERE page = ?1)",
        (num,),
    )
    database.run(
        "DELETE FROM problems WHERE page IS NULL AND path IN (SELECT path FROM sightings WHERE page = ?)", (num,)
    )
    database.run("DELETE FROM pages WHERE num = ?", (num,))
    mark_newest(database, [page for (page,) in neighbours])


def pending(database: Database) -> bool:
    """Whether a forgetting was interrupted, or kept by a reader, before the journal was empty."""
    return bool(database.value("SELECT 1 FROM meta WHERE name = ?", (_PENDING,)))


def scrub(database: Database) -> None:
    """Take what is forgotten out of what goes over many pages, and overwrite what deleted rows leave behind in the file and in the journal.

    Raises ArchiveError if another process goes on reading an older state for longer than the connection waits.
    """
    upkeep.settle(database)
    with database.transaction():
        for table in ("passage_words", "attribution_words", "party_words", "who_words"):
            database.run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    _empty_journal(database)
    database.run("VACUUM")
    _empty_journal(database)
    with database.transaction():
        database.run("DELETE FROM meta WHERE name = ?", (_PENDING,))
    _empty_journal(database)


def _empty_journal(database: Database) -> None:
    deadline = time.monotonic() + database.wait
    while True:
        row = database.row("PRAGMA wal_checkpoint(TRUNCATE)")
        if row is not None and not row[0]:
            return
        if time.monotonic() >= deadline:
            raise ArchiveError(
                f"{database.path}: the page is gone from the tables and the search index, but another process is still "
                "reading an older state, so the journal beside the file (-wal) may hold its words; close that process "
                "and repeat the command, or add a page: either finishes the forgetting"
            )
        time.sleep(0.05)
