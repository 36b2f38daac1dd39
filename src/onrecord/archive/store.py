"""The archive as one object: opening it, asking it, adding to it, forgetting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from onrecord.archive import forget as forgetting
from onrecord.archive import reviews, searches, tallies, upkeep
from onrecord.archive.reviews import Review
from onrecord.archive.rows import Added, Found
from onrecord.archive.shelf import judge
from onrecord.archive.sqlite import Database, connect
from onrecord.archive.view import View
from onrecord.archive.watching import Watching
from onrecord.archive.writer import Writer, enter_all
from onrecord.corpus.actors import Actor, Merge
from onrecord.errors import UsageError
from onrecord.records import PageRecord

ASKING = 2  # migration that made the tables which questions are answered from
TALLIES = 21  # the one that made their sums
WAIT = 10.0  # seconds that a writer waits for another one


class Archive(View):
    """An archive file: a View on it, with the ways to change it."""

    def __init__(self, path: Path, *, create: bool, wait: float) -> None:
        self.path, self.wait = path, wait
        super().__init__(_connect(path, create=create, wait=wait))

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive."""
        self._db.close()

    def writer(self) -> Writer:
        """A writer with a connection of its own (so that reading here never waits for it); use it as a context manager."""
        database = _connect(self.path, create=False, wait=self.wait)
        if database.writable and forgetting.pending(database):
            forgetting.scrub(database)
        return Writer(database)

    def watching(self) -> Watching:
        """What `onrecord watch` keeps here, with a connection of its own; close it."""
        return Watching(_connect(self.path, create=False, wait=self.wait))

    def add(self, pages: Iterable[tuple[PageRecord, str]], case: str | None = None) -> Iterator[Added]:
        """Add pages (record, decoded page text) as they come; yields each once it is safe on disk.

        Adding a page again changes nothing, apart from a new case or sighting being noted.
        """
        with self.writer() as writer:
            for record, text in pages:
                yield from writer.add(record, text, case)
            yield from writer.commit()

    def settle(self) -> None:
        """Work in what an interrupted run left undone, if the archive may be written; the same as a writer does when it is done."""
        if self._db.writable and upkeep.stale(self._db):
            with closing(_connect(self.path, create=False, wait=self.wait)) as database:
                upkeep.settle(database)

    def merge_actors(self, one: str, other: str, *, by: str = "user", why: str = "") -> tuple[Actor, ...]:
        """Judge that two names are one actor's; returns it. Each is an id of an actor or a name, or a name in one of its forms.

        Nothing is rewritten: the judgement is recorded, and `split_actors` undoes it. Raises UsageError if a name is of several actors.
        """
        return self._judge(one, other, same=True, by=by, why=why)

    def split_actors(self, one: str, other: str, *, by: str = "user", why: str = "") -> tuple[Actor, ...]:
        """Judge that two names are of two actors; returns them."""
        return self._judge(one, other, same=False, by=by, why=why)

    def _judge(self, one: str, other: str, *, same: bool, by: str, why: str) -> tuple[Actor, ...]:
        self.settle()
        ids = self.name_id(one), self.name_id(other)
        if ids[0] == ids[1]:
            raise UsageError(f"{one} and {other} are one name")
        at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        merge = Merge(one=min(ids), other=max(ids), by=by, at=at, why=why, same=same)
        with closing(_connect(self.path, create=False, wait=self.wait)) as database:
            judge(database, merge)
        found = {actor.id: actor for actor in map(self.actor, ids)}
        return tuple(found[one] for one in sorted(found))

    def rebuild(self) -> None:
        """Make what goes over many pages anew from the pages: it gives the same as before. What users judged stays."""
        with closing(_connect(self.path, create=False, wait=self.wait)) as database:
            upkeep.rebuild(database)

    def forget(self, *page_ids: str) -> None:
        """Remove pages (whole ids) without a trace in tables, search index or journal.

        Rewrites the archive once, however many pages are given. Without ids it only finishes a forgetting that was
        interrupted. Raises ArchiveError if a page is not there, or if a reader keeps the journal from being emptied.
        """
        with closing(_connect(self.path, create=False, wait=self.wait)) as database:
            if page_ids:
                forgetting.forget(database, page_ids)
            elif forgetting.pending(database):
                forgetting.scrub(database)

    def review(
        self,
        found: Found,
        verdict: str,
        *,
        reviewer: str,
        reason: str = "",
        correction: Mapping[str, Any] | None = None,
    ) -> Review:
        """Note what somebody decided about a record (accept, reject, correct, reopen), beside what the machine read.

        `correction` holds the fields that are otherwise. Raises UsageError if that is no decision one can make.
        """
        with closing(_connect(self.path, create=False, wait=self.wait)) as database:
            return reviews.judge(database, found, verdict, correction or {}, reviewer, reason)

    def save_search(self, name: str, view: str) -> None:
        """Keep a view of the desk (its path and filters) under a name."""
        with closing(_connect(self.path, create=False, wait=self.wait)) as database:
            searches.save(database, name, view)

    def drop_search(self, name: str) -> None:
        """Forget a saved search."""
        with closing(_connect(self.path, create=False, wait=self.wait)) as database:
            searches.drop(database, name)


def _connect(path: Path, *, create: bool, wait: float) -> Database:
    return connect(path, create=create, wait=wait, steps={ASKING: enter_all, TALLIES: tallies.fill})


def open_archive(path: str | PathLike[str], *, create: bool = False, wait: float = WAIT) -> Archive:
    """The archive at `path`; `create` makes it if it is not there. `wait`: seconds to wait for another writer.

    Raises ArchiveError if it is missing, damaged, of another program, of a newer onrecord, or may not be read.
    """
    return Archive(Path(path), create=create, wait=wait)
