"""The command `onrecord watch`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.table import Table

from onrecord.archive import Archive, open_archive
from onrecord.errors import ArchiveError
from onrecord.settings import settings
from onrecord.terminal import ArchiveFile, Interrupted, out, say
from onrecord.watching import config as configs
from onrecord.watching.clock import RealClock
from onrecord.watching.manners import utc
from onrecord.watching.watcher import Watcher

try:
    import fcntl
except ImportError:  # Windows has no such lock, and we do without
    fcntl = None  # type: ignore[assignment]

#: Seconds that the watcher waits for another writer: `onrecord forget` rewrites the whole archive.
_WAIT = 600.0


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="Feeds, folders and alerts (docs/watch.md).")],
    archive: ArchiveFile = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, with what it brings, and end.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only show how the feeds stand.")] = False,
) -> None:
    """Follow feeds and folders, and add what is new. Stop it whenever you like: the next run goes on from there."""
    config = configs.read(feeds)
    path = archive or config.archive or settings().archive
    with open_archive(path, create=not status, wait=_WAIT) as store:
        if status:
            _show_status(store)
            return
        with _alone(store.path):
            _watch(config, store, once)


def _watch(config: configs.Config, store: Archive, once: bool) -> None:
    def stop(*_: object) -> None:
        raise Interrupted

    signal.signal(signal.SIGTERM, stop)
    watcher = Watcher(config, store, RealClock(), settings(), say)
    try:
        asyncio.run(watcher.run(once=once))
    except Interrupted:
        say("stopped; the next run goes on from here")
    finally:
        watcher.close()
    print(f"{watcher.added} pages added -> {store.path}")


@contextmanager
def _alone(archive: Path) -> Iterator[None]:
    """Keep a second watcher from the archive: two of them would ask hosts twice as often as either may."""
    path = archive.with_name(archive.name + "-watch")
    lock: TextIO
    with path.open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ArchiveError(f"{archive}: another `onrecord watch` is at work on it") from error
        yield


def _show_status(store: Archive) -> None:
    table = Table(box=None, header_style="bold")
    for name in ("feed", "last asked", "next", "failures", "what went wrong"):
        table.add_column(name, overflow="fold")
    watching = store.watching()
    try:
        for feed in watching.feeds():
            table.add_row(
                feed.url,
                utc(feed.polled) if feed.polled else "never",
                utc(feed.due) if feed.due else "",
                str(feed.tries or ""),
                feed.error or "",
            )
        waiting, done, failed = watching.pages()
    finally:
        watching.close()
    out().print(table)
    print(f"pages: {waiting:,} waiting, {done:,} done, {failed:,} given up (times are UTC)")
