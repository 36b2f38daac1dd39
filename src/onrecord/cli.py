"""The command line: reads pages, keeps them in an archive, and answers who said what."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from onrecord import asking, citation, codec, exports, render
from onrecord.adding import Adding
from onrecord.batching.command import batch
from onrecord.desk.serve import desk
from onrecord.engines.local import MADE_BY, drafts, read_pages
from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.evaluation import TRACKS
from onrecord.exports import FORMATS
from onrecord.exports.wording import Text as Wording
from onrecord.intake import pages
from onrecord.pipeline import Draft, Given, Reading, finish, run
from onrecord.reviewing import gold
from onrecord.settings import Settings, settings
from onrecord.stages import PER_PAGE
from onrecord.terminal import (
    INTERRUPTED,
    NOTHING_READ,
    WRONG_USAGE,
    ArchiveFile,
    AsJson,
    Interrupted,
    IsArticle,
    LanguageCode,
    OutletName,
    Published,
    checked_given,
    opened,
    out,
    print_json,
    print_line,
    say,
    settled,
)
from onrecord.watching.command import watch

app = typer.Typer(
    name="onrecord",
    help="Records what pages say, not what is true: who said what, tied to the words of the page.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Row = TypeVar("Row")

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="HTML, text, JSON Lines or WARC files, folders, or - for standard input."),
]
Targets = Annotated[
    list[str], typer.Argument(metavar="PATH|URL...", help="Files and folders as for `read`, or http(s) addresses.")
]
CaseName = Annotated[str | None, typer.Option("--case", metavar="NAME", help="Case that the pages belong to.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Processes, one model thread each.")]
RecordId = Annotated[str, typer.Argument(metavar="ID", help="Id of a page or record, or its first 6 or more digits.")]


@app.command()
def read(
    paths: Paths,
    article: IsArticle = False,
    jobs: Jobs = 1,
    published: Published = None,
    outlet: OutletName = None,
    language: LanguageCode = None,
    compare_status: Annotated[
        bool,
        typer.Option(
            "--compare-status",
            help="A table instead: what a coder that knows no claims files, and what onrecord files.",
        ),
    ] = False,
) -> None:
    """Read pages and print one JSON record a page, in input order. Keeps nothing."""
    items = pages(paths, given=checked_given(published, outlet, language), article=article, settings=settings())
    read_any = tried = False
    for item in drafts(items) if compare_status else read_pages(items, jobs):
        if isinstance(item, Reading):
            read_any = True
            print_line(codec.encode(item.record))
        elif isinstance(item, Draft):
            read_any = True
            out().print(render.comparison_table(item))
        else:
            tried = tried or isinstance(item, InputError)
            say(str(item))
    if not read_any:
        if not tried:
            say("nothing to read in " + ", ".join(paths))
        raise typer.Exit(NOTHING_READ)


@app.command()
def add(
    paths: Targets,
    archive: ArchiveFile = None,
    case: CaseName = None,
    article: IsArticle = False,
    jobs: Jobs = 1,
    published: Published = None,
    outlet: OutletName = None,
    language: LanguageCode = None,
    as_json: AsJson = False,
) -> None:
    """Read pages into an archive. Safe to repeat and to interrupt: what is acknowledged is on disk, and counts once."""
    given = checked_given(published, outlet, language)
    items = pages(paths, given=given, article=article, settings=settings(), urls=True)
    with opened(archive, create=True) as store, store.writer() as writer, _progress() as progress:
        adding = Adding(writer, case, say=say, skip_known=given == Given() and not article)
        try:
            for added in adding.run(items, jobs):
                if as_json:
                    print_json(added)
                progress(adding)
        except Interrupted:
            say(f"interrupted; {adding.tally()} so far. The same command again goes on from here.")
            raise typer.Exit(INTERRUPTED) from None
    if not as_json:
        print(f"{adding.tally()} -> {archive or settings().archive}")
    if not adding.done:
        if not adding.failed:
            say("nothing to read in " + ", ".join(paths))
        raise typer.Exit(NOTHING_READ)


@contextmanager
def _progress() -> Iterator[Any]:
    """A progress line on stderr where that is a terminal; how many pages are to come is not known while they stream."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda adding: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda adding: bar.update(task, description=adding.tally())


@app.command()
def find(
    query: Annotated[
        str,
        typer.Argument(
            metavar="[QUERY]",
            help='Words that must all be there, "a phrase", -without, begin*. Without a query: everything.',
        ),
    ] = "",
    archive: ArchiveFile = None,
    case: CaseName = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what they said, named as the page names them.")
    ] = None,
    language: LanguageCode = None,
    outlet: OutletName = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Pages published on or after this date.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Pages published on or before this date.")] = None,
    passages: Annotated[
        bool, typer.Option("--passages", help="Search the text of the articles instead of what was said.")
    ] = False,
    all_versions: Annotated[
        bool, typer.Option("--all-versions", help="Also pages that a later version replaced.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find who said what, by words, speaker, case, language, outlet and date."""
    where: Literal["attributions", "passages"] = "passages" if passages else "attributions"
    with opened(archive) as store:
        hits = store.find(
            query, in_=where, case=case, speaker=speaker, language=language, outlet=outlet, since=since, until=until,
            all_versions=all_versions, limit=limit + 1,
        )  # fmt: skip
    more, hits = len(hits) > limit, hits[:limit]
    if as_json:
        for hit in hits:
            print_json(render.hit_json(hit))
        return
    console = out()
    if not hits:
        say("nothing found" + (f" for {query}" if query else ""))
        return
    console.print(render.hits_table(list(hits), console))
    if more:
        console.print(f"The first {limit}; more with --limit.", style="dim")


@app.command()
def show(item: RecordId, archive: ArchiveFile = None, as_json: AsJson = False) -> None:
    """Show a page, or one record with its words highlighted on the page."""
    with opened(archive) as store:
        found = store.get(item)
        if as_json:
            print_json(found.item if found.item is not None else found.record)
            return
        console = out()
        if found.item is None:
            console.print(render.page_view(found, console))
        else:
            console.print(render.record_view(found, store.text(found.page.id), console))


@app.command()
def cite(
    item: RecordId,
    archive: ArchiveFile = None,
    csl: Annotated[bool, typer.Option("--csl", "--json", help="CSL-JSON, for reference managers.")] = False,
) -> None:
    """Cite a page or record: outlet, date, address, the words, their offsets, the hash of the page, the version."""
    with opened(archive) as store:
        found = store.get(item)
    if csl:
        print_json(citation.as_csl(found.record, found.item))
    else:
        print(citation.as_text(found.record, found.item))


@app.command()
def forget(
    page: Annotated[str, typer.Argument(metavar="PAGE", help="Id of the page, or its first 6 or more digits.")],
    archive: ArchiveFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a page and everything it yielded: records, search index and journal included."""
    with opened(archive) as store:
        found = store.get(page)
        if found.item is not None:
            raise UsageError(f"{page} is a record of page {found.page.id[:12]}; whole pages are forgotten")
        if not yes and not typer.confirm(f"Forget {found.page.title or found.page.address} for good?", err=True):
            raise typer.Exit(NOTHING_READ)
        store.forget(found.page.id)
    print(f"forgotten: {found.page.id}")


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=", ".join(FORMATS) + ".")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder for csv and parquet, a file for the others.")],
    archive: ArchiveFile = None,
    case: CaseName = None,
    text: Annotated[
        str, typer.Option("--text", metavar="none|quotes|full", help="How much of the words of the pages leaves.")
    ] = "quotes",
) -> None:
    """Write what the archive holds for other programs (docs/exports.md)."""
    with settled(archive) as store:
        records = (store.record(page.id) for page in store.pages(case=case))
        events = store.every_merged_event(case=case)
        summary = exports.export(form, records, out, text=cast("Wording", text), events=events)
    rest = f"; {summary.left_out} left out (docs/exports.md says why)" if summary.left_out else ""
    print(f"{summary.rows} rows -> {', '.join(str(file) for file in summary.files)}{rest}")


def _print_rows(rows: tuple[Row, ...], table: Callable[[list[Row]], Table], none: str, as_json: bool) -> None:
    """Rows as JSON Lines or as a table; `none` where there are none."""
    if as_json:
        for row in rows:
            print_json(row)
    elif rows:
        out().print(table(list(rows)))
    else:
        print(none)


@app.command()
def problems(archive: ArchiveFile = None, as_json: AsJson = False) -> None:
    """List what went wrong, with which page."""
    with opened(archive) as store:
        _print_rows(store.problems(), render.problems_table, "no problems", as_json)


@app.command()
def cases(archive: ArchiveFile = None, as_json: AsJson = False) -> None:
    """List the cases of an archive."""
    with opened(archive) as store:
        _print_rows(store.cases(), render.cases_table, "no cases (`onrecord add --case NAME` makes one)", as_json)


@app.command()
def evaluate(
    track: Annotated[str, typer.Argument(metavar="TRACK", help="What is scored: attribution, mentions or events.")],
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="Gold in JSON Lines (docs/evaluation.md), plain or gzip.")
    ],
) -> None:
    """Score against gold: read its texts and print the figures as JSON."""
    if track not in TRACKS:
        raise UsageError(f"no track {track!r}: there are {', '.join(TRACKS)}")
    if not data.is_file():
        raise UsageError(f"{data}: no such file")
    figures = TRACKS[track](data, lambda raw: finish(run(PER_PAGE, raw), MADE_BY))
    print(msgspec.json.format(msgspec.json.encode(figures), indent=1).decode())


_commands: tuple[Callable[..., None], ...] = (*asking.COMMANDS, batch, watch, desk, gold)
for _command in _commands:
    app.command()(_command)


@app.command("settings")
def show_settings() -> None:
    """Show every setting, its value and what it does."""
    values = settings()
    for name, field in Settings.model_fields.items():
        print(f"{name} = {getattr(values, name)!r}  # {field.description}")


def _version(wanted: bool) -> None:
    if wanted:
        print(MADE_BY)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options of the program itself."""


def _interrupt(*_: object) -> None:
    raise Interrupted


def main() -> None:
    """Entry point: turns errors into one clear line and an exit code (1 nothing read, 2 wrong usage, 130 interrupted)."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        app()
    except UsageError as error:
        say(str(error))
        sys.exit(WRONG_USAGE)
    except OnrecordError as error:
        say(str(error))
        sys.exit(NOTHING_READ)
    except Interrupted:
        say("interrupted")
        sys.exit(INTERRUPTED)
