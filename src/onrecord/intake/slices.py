"""Large files in slices: a record belongs to the slice in which it begins, wherever its end is."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal

from onrecord.intake.tables import group_cuts

#: How the records of a file are found from anywhere in it; None where they cannot be, and the file is one slice.
Kind = Literal["lines", "warc", "warc.gz", "groups"] | None

_GZIP, _WARC = b"\x1f\x8b\x08", b"WARC/1."
_LOOK = 1 << 16
_STEP = 1 << 20


def kind_of(path: Path) -> Kind:
    """How a file can be sliced, by its name and its head. Raises OSError if it cannot be opened."""
    name = path.name.lower()
    if name.endswith(".parquet"):
        return "groups"
    with path.open("rb") as file:
        head = file.read(_LOOK)
    if head.startswith(_GZIP):
        return "warc.gz" if _begins_warc(head) else None
    if head.lstrip(b"\r\n").startswith(_WARC):
        return "warc"
    return "lines" if name.endswith(".jsonl") else None


def cuts(path: Path, slice_bytes: int) -> list[tuple[int, int | None]]:
    """Beginnings and ends of the slices of a file, known without reading it; (0, None) is all of it.

    Bytes; of Parquet, row groups. Raises OSError if it cannot be opened.
    """
    size = path.stat().st_size
    if size <= slice_bytes:
        return [(0, None)]
    kind = kind_of(path)
    if kind == "groups":
        return group_cuts(path, slice_bytes)
    count = math.ceil(size / slice_bytes) if kind else 1
    if count <= 1:
        return [(0, None)]
    return [(n * slice_bytes, (n + 1) * slice_bytes if n + 1 < count else None) for n in range(count)]


class Window:
    """The bytes of an open file from the first record that begins at or after `start` up to the first at or after `end`.

    `position` is how far it has been read. An embedded WARC that is stored unpacked in another one can be taken for a
    record of its own; the damage is then reported like any other.
    """

    def __init__(self, file: BinaryIO, kind: Kind, start: int, end: int | None) -> None:
        find = _FIND.get(kind or "")
        self.start = find(file, start) if find is not None and start else start
        self._end = find(file, end) if find is not None and end is not None else file.seek(0, 2)
        file.seek(self.start)
        self._file, self.position = file, self.start

    @property
    def empty(self) -> bool:
        """Whether no record begins in it."""
        return self.start >= self._end

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""
        data = self._file.read(min(size, self._end - self.position))
        self.position += len(data)
        return data


def _begins_warc(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, 16).lstrip(b"\r\n").startswith(_WARC)
    except zlib.error:
        return False


def _line(file: BinaryIO, near: int) -> int:
    file.seek(near - 1)
    while data := file.read(_STEP):
        at = data.find(b"\n")
        if at >= 0:
            return file.tell() - len(data) + at + 1
    return file.tell()


def _record(file: BinaryIO, near: int) -> int:
    marker = b"\r\n\r\n" + _WARC
    at = _search(file, max(0, near - 4), marker, lambda _: True)
    return at + 4 if at is not None else file.seek(0, 2)


def _member(file: BinaryIO, near: int) -> int:
    at = _search(file, near, _GZIP, _begins_warc)
    return at if at is not None else file.seek(0, 2)


def _search(file: BinaryIO, near: int, marker: bytes, fits: Callable[[bytes], bool]) -> int | None:
    """Where the first `marker` stands, from `near` on, at which what follows fits; None if there is none."""
    while True:
        file.seek(near)
        data = file.read(_STEP + _LOOK)
        at = data.find(marker)
        while 0 <= at < _STEP:
            if fits(data[at : at + _LOOK]):
                return near + at
            at = data.find(marker, at + 1)
        if len(data) < _STEP + _LOOK:
            while at >= 0:
                if fits(data[at:]):
                    return near + at
                at = data.find(marker, at + 1)
            return None
        near += _STEP


_FIND: dict[str, Callable[[BinaryIO, int], int]] = {"lines": _line, "warc": _record, "warc.gz": _member}
