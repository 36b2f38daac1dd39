"""The command `onrecord batch`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from onrecord.batching.job import Job, Standing
from onrecord.batching.manifest import NAME
from onrecord.batching.tasks import Options, limits
from onrecord.columnar import arrow
from onrecord.engines import Engine
from onrecord.engines.cluster import DaskEngine
from onrecord.engines.local import MADE_BY
from onrecord.engines.workers import LocalEngine
from onrecord.errors import UsageError
from onrecord.settings import settings
from onrecord.terminal import (
    INTERRUPTED,
    NOTHING_READ,
    Interrupted,
    IsArticle,
    LanguageCode,
    OutletName,
    Published,
    checked_given,
    say,
)

#: Where standard error is no terminal (the log of a cluster), a line of progress comes so often.
_LINE_SECONDS = 60.0


def batch(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="IN...", help="WARC, Parquet or JSON Lines files, pages, or folders of these."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the parts and _manifest.json.")],
    engine: Annotated[str, typer.Option("--engine", metavar="local|dask", help="Who does the work.")] = "local",
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Processes of this machine.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDR", help="Dask scheduler, such as tcp://10.0.0.1:8786.")
    ] = None,
    article: IsArticle = False,
    published: Published = None,
    outlet: OutletName = None,
    language: LanguageCode = None,
) -> None:
    """Read many files into Parquet parts, one a file. Safe to interrupt: the same command makes what is missing."""
    arrow("a batch")
    options = Options(
        made_by=MADE_BY,
        article=article,
        given=checked_given(published, outlet, language),
        slice_bytes=settings().batch_slice_bytes,
        limits=limits(),
    )
    chosen = _engine(engine, jobs, scheduler)
    job = Job(paths, out, options, say=say)
    try:
        with _progress() as show:
            for standing in job.run(chosen):
                show(standing)
    except Interrupted:
        say(
            f"interrupted; {len(job.parts):,} of {job.total:,} parts are done. The same command again goes on from here."
        )
        raise typer.Exit(INTERRUPTED) from None
    pages = sum(part.pages for part in job.parts.values())
    kept = f" ({job.kept:,} were there)" if job.kept else ""
    failed = (
        f", {len(job.failed):,} input{'s' * (len(job.failed) != 1)} failed (see {out / NAME})" if job.failed else ""
    )
    print(f"{len(job.parts):,} parts{kept}, {pages:,} pages{failed} -> {out}")
    if job.failed or not job.parts:
        raise typer.Exit(NOTHING_READ)


def _engine(name: str, jobs: int, scheduler: str | None) -> Engine:
    if name == "dask":
        return DaskEngine(scheduler, jobs)
    if name != "local":
        raise UsageError(f"--engine: {name!r} is neither local nor dask")
    if scheduler is not None:
        raise UsageError("--scheduler is of --engine dask")
    return LocalEngine(jobs)


@contextmanager
def _progress() -> Iterator[Callable[[Standing], None]]:
    """A bar on stderr where that is a terminal, else a line now and then."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console, transient=True) as bar:
            line = bar.add_task("starting", total=1.0)
            yield lambda standing: bar.update(line, completed=standing.fraction, description=standing.line())
        return
    said = time.monotonic()

    def show(standing: Standing) -> None:
        nonlocal said
        if time.monotonic() - said >= _LINE_SECONDS:
            said = time.monotonic()
            say(standing.line())

    yield show
