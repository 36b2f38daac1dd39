"""`_manifest.json` of a batch: every part with its hash, every input that gave none. Made from the parts, never the other way."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from onrecord import parts
from onrecord.batching.tasks import Options, Task
from onrecord.batching.work import Done
from onrecord.parts.files import digest_of
from onrecord.records import Record

NAME = "_manifest.json"
FORM = "onrecord-batch/1"


class Part(Record, frozen=True, kw_only=True):
    """A part that is in its place: its size in bytes and SHA-256, pages, problems with them, and what it was made of."""

    name: str
    bytes: int
    sha256: str
    pages: int
    problems: int
    inputs: tuple[parts.Input, ...]


class Failed(Record, frozen=True, kw_only=True):
    """An input that gave no part, and why."""

    input: str
    error: str


class Manifest(Record, frozen=True, kw_only=True):
    """What a batch made. `complete`: every input that can be read is in a part."""

    form: str = FORM
    options: Options
    complete: bool
    pages: int
    parts: tuple[Part, ...]
    failed: tuple[Failed, ...]


def read(out: Path) -> Manifest | None:
    """The manifest of a folder; None if there is none, or none that can be read."""
    try:
        return msgspec.json.decode((out / NAME).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def write(out: Path, manifest: Manifest) -> None:
    """Put a manifest in its place, whole. Raises OSError if it cannot be written."""
    temporary = out / f".{NAME}.{os.getpid()}"
    try:
        with temporary.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(out / NAME)
    finally:
        temporary.unlink(missing_ok=True)


def of_file(task: Task, known: dict[str, Part]) -> Part | None:
    """The part of a task, if it is there, whole, and of the same inputs and options."""
    path = Path(task.out) / task.name
    facts = parts.facts(path) if path.exists() else None
    if facts is None or facts.inputs != task.inputs or facts.options != task.options.line():
        return None
    size, before = path.stat().st_size, known.get(task.name)
    digest = before.sha256 if before is not None and before.bytes == size else digest_of(path)
    return Part(
        name=task.name,
        bytes=size,
        sha256=digest,
        pages=facts.pages,
        problems=facts.page_problems + len(facts.problems),
        inputs=task.inputs,
    )


def of_done(task: Task, done: Done) -> Part:
    """The part that a worker has just made."""
    return Part(
        name=done.name,
        bytes=done.bytes,
        sha256=done.sha256,
        pages=done.pages,
        problems=done.problems,
        inputs=task.inputs,
    )
