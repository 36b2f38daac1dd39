"""What all commands share: their common options, the archive they open, and whole lines of JSON on standard output."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from onrecord.archive import Archive, open_archive
from onrecord.errors import UsageError
from onrecord.pipeline import Given
from onrecord.settings import settings

ArchiveFile = Annotated[
    str | None,
    typer.Option("--archive", metavar="FILE", help="Archive file (default: the `archive` setting, onrecord.db)."),
]
IsArticle = Annotated[bool, typer.Option("--article", help="The text is an article already: nothing is cleaned away.")]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date, where a page does not state one.")
]
OutletName = Annotated[
    str | None, typer.Option("--outlet", metavar="NAME", help="Outlet, where the page does not say.")
]
LanguageCode = Annotated[
    str | None, typer.Option("--language", metavar="xx", help="Language (ISO 639-1), where the page does not say.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")]


def say(message: str) -> None:
    """One clear line on stderr."""
    print(f"onrecord: {message}", file=sys.stderr, flush=True)


def checked_given(published: str | None, outlet: str | None, language: str | None) -> Given:
    """What the caller knows of the pages, checked."""
    if published is not None:
        try:
            date.fromisoformat(published)
        except ValueError as error:
            raise UsageError(f"--published: {error}; write it as YYYY-MM-DD") from error
    if language is not None and not (len(language) == 2 and language.isascii() and language.isalpha()):
        raise UsageError(f"--language: {language!r} is not an ISO 639-1 code such as en or it")
    return Given(published=published, outlet=outlet, language=language.lower() if language else None)


def out() -> Console:
    """Standard output as a console."""
    return Console(highlight=False, soft_wrap=False)


class Interrupted(BaseException):
    """Ctrl-C. Not KeyboardInterrupt, which the argument parser would take for itself and call an abort."""


NOTHING_READ, WRONG_USAGE, INTERRUPTED = 1, 2, 130


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
