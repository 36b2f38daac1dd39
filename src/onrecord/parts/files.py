"""One part as a file: written beside its place and moved there when it is whole and on the disk; read back page by page."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from onrecord.charsets import without_surrogates
from onrecord.columnar import arrow as _pyarrow
from onrecord.errors import InputError
from onrecord.parts.columns import schema
from onrecord.pipeline import Reading
from onrecord.records import PageRecord, Record

FORM = "onrecord-part/1"
_KEY = b"onrecord"
#: A row group is written when it holds so many pages or characters: what a writer keeps in memory.
GROUP_PAGES, GROUP_CHARS = 256, 16_000_000
_READ_PAGES = 32
#: A page of HTML takes 50 kB instead of 67 at level 1, for 4 ms of the 400 that reading it takes.
_LEVEL = 9
_TEMPORARY = ".part"


class Input(Record, frozen=True, kw_only=True):
    """A file, or bytes (of Parquet: row groups) `start` to `end` of it; `digest` tells one content from another.

    `start` and `end` are where it was meant to be cut: records that begin between them are in the part.
    """

    path: str
    size: int
    digest: str
    start: int = 0
    end: int | None = None


class InputProblem(Record, frozen=True, kw_only=True):
    """Something in an input that gave no page."""

    where: str
    what: str


class PartFacts(Record, frozen=True, kw_only=True):
    """What a part says of itself, in the metadata of its file."""

    form: str = FORM
    made_by: str
    options: str  # of the run, as JSON: what beside the inputs decides what a part holds
    inputs: tuple[Input, ...]
    pages: int
    page_problems: int = 0
    problems: tuple[InputProblem, ...] = ()


class PartWriter:
    """Writes a part; use it as a context manager, and call `finish` when all pages are in it.

    Same pages, same facts, same version of pyarrow: the same bytes. Raises OSError where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pages = self.page_problems = 0
        self._arrow = _pyarrow("a batch")
        self._schema = schema(self._arrow)
        # of this thread alone: a scheduler that takes a worker for lost has its part made twice at once
        owner = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"
        self._temporary = path.with_name(f".{path.name}.{owner}{_TEMPORARY}")
        self._file = self._temporary.open("wb")
        self._writer = self._arrow.parquet.ParquetWriter(
            self._file,
            self._schema,
            compression="zstd",
            compression_level=_LEVEL,
            write_statistics=["schema", "made_by"],
        )
        self._rows: list[dict[str, Any]] = []
        self._chars = 0

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.is_open = False  # of a part that is given up nothing more is to be written
        self._file.close()
        self._temporary.unlink(missing_ok=True)

    def add(self, reading: Reading) -> None:
        """Take one page."""
        row = msgspec.to_builtins(reading.record)
        row["text"] = without_surrogates(reading.text)
        self._rows.append(row)
        self._chars += len(reading.text)
        self.pages += 1
        self.page_problems += len(reading.record.problems)
        if len(self._rows) >= GROUP_PAGES or self._chars >= GROUP_CHARS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows, self._chars = [], 0

    def finish(self, facts: PartFacts) -> tuple[int, str]:
        """Make the part whole and put it in its place; its size and SHA-256."""
        self._flush()
        self._writer.add_key_value_metadata({_KEY: msgspec.json.encode(facts)})
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        size, digest = self._file.tell(), digest_of(self._temporary)
        self._temporary.replace(self.path)
        _sync_folder(self.path.parent)
        return size, digest


def _sync_folder(folder: Path) -> None:
    """Have the new name of a file on the disk; where folders cannot be synced the rename is atomic all the same."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unfinished(folder: Path) -> Iterator[Path]:
    """What runs that were killed left of parts."""
    yield from folder.glob(f".*{_TEMPORARY}")


def facts(path: Path) -> PartFacts | None:
    """What a part says of itself; None if it is no part of ours, or not whole."""
    arrow = _pyarrow("reading parts")
    try:
        metadata = arrow.parquet.read_metadata(path).metadata or {}
        return msgspec.json.decode(metadata[_KEY], type=PartFacts)
    except (OSError, KeyError, arrow.lib.ArrowException, msgspec.DecodeError):
        return None


def readings(path: Path, where: str) -> Iterator[Reading | InputError]:
    """The pages of a part in order, a few in memory at once, then the problems of its inputs."""
    arrow = _pyarrow("reading parts")
    try:
        with arrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_READ_PAGES):
                for row in batch.to_pylist():
                    text = row.pop("text")
                    yield Reading(record=msgspec.convert(row, PageRecord), text=text)
    except (OSError, arrow.lib.ArrowException, msgspec.ValidationError) as error:
        yield InputError(where, f"a damaged part: {str(error).splitlines()[0]}")
        return
    told = facts(path)
    for problem in told.problems if told else ():
        yield InputError(problem.where, problem.what)


def problem_of(error: InputError) -> InputProblem:
    """A problem of an input as a part keeps it."""
    return InputProblem(where=error.where, what=error.what)
