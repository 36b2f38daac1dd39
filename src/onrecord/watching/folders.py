"""Folders that are watched: which of their files are new or changed, and the pages in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.archive.watching import Watching
from onrecord.errors import InputError
from onrecord.intake import SUFFIXES, Item, pages
from onrecord.intake.files import walk
from onrecord.pipeline import Given
from onrecord.settings import Settings
from onrecord.watching.config import FolderTable

#: A file that was changed less long ago may still be being written.
SETTLED = 5.0


class File(NamedTuple):
    """A file as it is now; `modified` in nanoseconds."""

    path: Path
    size: int
    modified: int


def changed(folder: FolderTable, store: Watching, now: float) -> Iterator[File]:
    """Files that are not in the archive as they are now, and that nobody has written to for a while."""
    for entry in walk(Path(folder.path)):
        if isinstance(entry, InputError):
            continue  # gone while we looked, or not there yet: it is looked for again
        path, status = entry
        file = File(path, status.st_size, status.st_mtime_ns)
        suits = path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
        if suits and now - status.st_mtime >= SETTLED and not store.is_file_known(str(path), file.size, file.modified):
            yield file


def items(file: File, folder: FolderTable, settings: Settings) -> Iterator[Item]:
    """The pages of a file."""
    given = Given(outlet=folder.outlet, language=folder.language)
    return pages([str(file.path)], given=given, article=False, settings=settings)
