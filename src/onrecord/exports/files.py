"""Files of an export: written beside their place and moved there when they are whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from onrecord.errors import OnrecordError, UsageError


class Summary(NamedTuple):
    """What an export wrote: its files, its rows in all, and how many records have no place in the format."""

    files: tuple[Path, ...]
    rows: int
    left_out: int = 0


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; what stands there becomes `path` if all goes well, and is removed otherwise.

    Raises UsageError if `path` is a folder, OnrecordError naming the file if it cannot be written.
    """
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; this format is one file, so give the name of a file")
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise OnrecordError(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def text_file(path: Path, *, newline: str = "\n", encoding: str = "utf-8") -> Iterator[TextIO]:
    """A text file that is there when it is whole; see `whole_file`."""
    with whole_file(path) as part, part.open("w", encoding=encoding, errors="replace", newline=newline) as out:
        yield out


def folder(path: Path) -> Path:
    """The folder of a format of several files, made if it is not there.

    Raises UsageError if `path` is a file, OnrecordError if it cannot be made.
    """
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path}: is a file; this format is several files, so give the name of a folder")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OnrecordError(f"{path}: cannot be made ({error.strerror or error})") from error
    return path
