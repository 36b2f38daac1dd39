"""Where a worker is in its part, on disk: what it shows the one who waits, and what it leaves when it is killed."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import msgspec

from onrecord.records import Record

FOLDER = ".running"
_WIDTH = 256  # bytes of a journal, always: it is written over in place


class Entry(Record, frozen=True, kw_only=True):
    """At which page of the part (none: between two), bytes read; `deaths` is how often workers have died at page `dying`."""

    page: int | None = None
    done: int = 0
    bytes: int = 0
    dying: int | None = None
    deaths: int = 0


class Journal:
    """The journal of one part; use it as a context manager. Leaving it in whatever way but by being killed removes it."""

    def __init__(self, out: Path, name: str) -> None:
        folder = out / FOLDER
        folder.mkdir(exist_ok=True)
        self._path = folder / f"{name}.json"
        before = entry(self._path) or Entry()
        self.dying, self.deaths = before.dying, before.deaths
        if before.page is not None:
            self.deaths = before.deaths + 1 if before.page == before.dying else 1
            self.dying = before.page
        self._file = self._path.open("wb", buffering=0)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def at(self, page: int, read: int) -> int:
        """Note that a page is about to be read; returns how often workers died over it."""
        self._write(Entry(page=page, done=page, bytes=read, dying=self.dying, deaths=self.deaths))
        return self.deaths if page == self.dying else 0

    def _write(self, now: Entry) -> None:
        self._file.seek(0)
        self._file.write(msgspec.json.encode(now).ljust(_WIDTH))


def entry(path: Path) -> Entry | None:
    """What stands in a journal; None if there is none, or if it was cut short."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Entry)
    except (OSError, msgspec.DecodeError):
        return None
