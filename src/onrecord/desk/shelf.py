"""The archive behind the desk: one connection a thread that reads, a connection of its own for every change."""

from __future__ import annotations

import threading
from pathlib import Path

from onrecord.archive import Archive, open_archive

#: Threads that answer at once, each with a connection and its cache.
READERS = 8


class Shelf:
    """Gives every thread the archive at a path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = threading.local()

    def archive(self) -> Archive:
        """The archive as this thread reads it; ArchiveError if it is no longer there."""
        found: tuple[Archive, tuple[int, int]] | None = getattr(self._own, "archive", None)
        if found is not None and found[1] == self._identity():
            return found[0]
        if found is not None:
            found[0].close()
        opened = open_archive(self.path)
        self._own.archive = (opened, self._identity())
        return opened

    def _identity(self) -> tuple[int, int]:
        """Which file stands at the path: another one may have taken its place."""
        try:
            status = self.path.stat()
        except OSError:
            return (0, 0)
        return status.st_dev, status.st_ino
