"""What all commands share: their common options, the archive they open, and whole lines of JSON on standard output."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from onrecord.archive import Archive, open_archive
from onrecord.settings import settings

ArchiveFile = Annotated[
    str | None,
    typer.Option("--archive", metavar="FILE", help="Archive file (default: the `archive` setting, onrecord.db)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")]


def out() -> Console:
    """Standard output as a console."""
    return Console(highlight=False, soft_wrap=False)


@contextmanager
def _whole() -> Iterator[None]:
    """Hold Ctrl-C back while a line is printed, so that no reader of our output meets half a line."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def print_line(line: bytes) -> None:
    """A line, whole or not at all."""
    with _whole():
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def print_json(item: Any) -> None:
    """Anything that msgspec encodes, as a line of JSON."""
    print_line(msgspec.json.encode(item))


@contextmanager
def opened(path: str | None, *, create: bool = False) -> Iterator[Archive]:
    """The archive that a command is asked for, or the one of the settings."""
    with open_archive(path or settings().archive, create=create) as archive:
        yield archive


@contextmanager
def settled(path: str | None) -> Iterator[Archive]:
    """The same, with pages worked in that an earlier run left: one that was interrupted, or of an older onrecord."""
    with opened(path) as archive:
        archive.settle()
        yield archive
