"""The commands that ask the archive: events, figures, deadlines, positions, actors, stories, comparisons, counts, and samples to check by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, cast

import msgspec
import typer
from rich.console import RenderableType

from onrecord import answers, overviews
from onrecord.archive.questions import Where
from onrecord.corpus.actors import Actor
from onrecord.errors import UsageError
from onrecord.terminal import ArchiveFile, AsJson, opened, out, print_json, settled

_Actor = Annotated[
    str | None, typer.Option("--actor", metavar="WORDS", help="Words in the name of a party, or the id of an actor.")
]
_Country = Annotated[
    str | None, typer.Option("--country", metavar="XXX", help="State of a party (ISO 3166-1 alpha-3).")
]
_Claimant = Annotated[
    str | None, typer.Option("--claimant", metavar="WORDS", help="Words in the name of who claims it.")
]
_Status = Annotated[
    str | None, typer.Option("--status", help="stated, claimed, denied, negated, planned, hypothetical.")
]
_Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day, month or year on.")]
_Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and with this day, month or year.")]
_Language = Annotated[str | None, typer.Option("--language", metavar="xx", help="Language of the page.")]
_Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Outlet of the page.")]
_Case = Annotated[str | None, typer.Option("--case", metavar="NAME", help="Case of the page.")]
_Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many.")]
_Type = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="PLOVER type, such as ASSAULT.")]


def _where(**given: Any) -> Where:
    return cast("Where", {name: value for name, value in given.items() if value is not None})


def _show(found: Sequence[Any], table: Callable[[Any], RenderableType], none: str, as_json: bool) -> None:
    if as_json:
        for one in found:
            print_json(one.json() if hasattr(one, "json") else one)
    elif found:
        out().print(table(found))
    else:
        print(none)


def events(
    actor: _Actor = None, country: _Country = None, kind: _Type = None, status: _Status = None, claimant: _Claimant = None,
    since: _Since = None, until: _Until = None, language: _Language = None, outlet: _Outlet = None, case: _Case = None,
    merged: Annotated[bool, typer.Option("--merged", help="Reports of one event as one.")] = False,
    limit: _Limit = 20, archive: ArchiveFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Who did what to whom, with status and claimants, report by report or (--merged) event by event; the newest first."""
    if merged:
        if claimant:
            raise UsageError("--claimant is of reports: leave out --merged")
        with settled(archive) as store:
            found = store.merged_events(type=kind, actor=actor, country=country, status=cast("Any", status), since=since,
                                        until=until, language=language, outlet=outlet, case=case, limit=limit)  # fmt: skip
            _show(found, overviews.merged_table, "no events", as_json)
        return
    where = _where(actor=actor, country=country, status=status, claimant=claimant, since=since, until=until,
                   language=language, outlet=outlet, case=case, limit=limit)  # fmt: skip
    with opened(archive) as store:
        _show(store.ask.events(type=kind, **where), answers.events_table, "no events", as_json)


def figures(
    actor: _Actor = None, unit: Annotated[str | None, typer.Option("--unit", help="people, dead, percent, USD ...")] = None,
    counted: Annotated[str | None, typer.Option("--counted", metavar="WORDS", help="Words in what is counted.")] = None,
    since: _Since = None, until: _Until = None, language: _Language = None, outlet: _Outlet = None, case: _Case = None,
    limit: _Limit = 20, archive: ArchiveFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Figures with their bounds, and who puts them at that."""
    where = _where(actor=actor, since=since, until=until, language=language, outlet=outlet, case=case, limit=limit)
    with opened(archive) as store:
        _show(store.ask.figures(unit=unit, counted=counted, **where), answers.figures_table, "no figures", as_json)


def deadlines(
    open_on: Annotated[str | None, typer.Option("--open-on", metavar="DATE", help="Running on this day.")] = None,
    actor: _Actor = None, since: _Since = None, until: _Until = None, case: _Case = None, limit: _Limit = 20,
    archive: ArchiveFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Terms that somebody sets somebody, with what is demanded."""
    where = _where(actor=actor, since=since, until=until, case=case, limit=limit)
    with opened(archive) as store:
        _show(store.ask.deadlines(open_on=open_on, **where), answers.deadlines_table, "no deadlines", as_json)


def positions(
    on: Annotated[
        str | None, typer.Option("--as-of", "--on", metavar="DATE", help="As of this day, month or year.")
    ] = None,
    question: Annotated[str | None, typer.Option("--question", help="recognition, backing, sanction, ceasefire ...")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="WORDS", help="Words in what it is about.")] = None,
    actor: _Actor = None, country: _Country = None, case: _Case = None, limit: _Limit = 20, archive: ArchiveFile = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Who backs, recognises, rejects or conditions what, as of any date, with the changes up to it."""
    where = _where(actor=actor, country=country, case=case, limit=limit)
    with opened(archive) as store:
        found = store.ask.positions(on=on, question=question, about=about, **where)
        _show(found, answers.positions_table, "no positions", as_json)


def actors(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Words in any form of the name.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="person, organization, group, state.")] = None,
    country: _Country = None,
    merge: Annotated[
        tuple[str, str] | None, typer.Option("--merge", metavar="A B", help="Judge that two names or actors are one.")
    ] = None,
    split: Annotated[tuple[str, str] | None, typer.Option("--split", metavar="A B", help="Judge that they are two.")] = None,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="Why you judge so.")] = "",
    limit: _Limit = 20, archive: ArchiveFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Who is there, in any spelling and script, with their roles; --merge and --split record a judgement, which can be undone."""
    with settled(archive) as store:
        found: Sequence[Actor]
        if merge or split:
            found = [*store.merge_actors(*merge, why=why)] if merge else []
            found = [*store.split_actors(*split, why=why)] if split else found
        else:
            found = store.actors(name, kind=cast("Any", kind), country=country, limit=limit)
        _show(found, overviews.actors_table, "no actors", as_json)


def stories(
    story: Annotated[str | None, typer.Argument(metavar="[ID]", help="Show this one, with its pages and timeline.")] = None,
    query: Annotated[str, typer.Option("--query", metavar="QUERY", help="Words in a passage, as for `find`.")] = "",
    actor: _Actor = None, country: _Country = None, since: _Since = None, until: _Until = None, language: _Language = None,
    outlet: _Outlet = None, case: _Case = None, limit: _Limit = 20, archive: ArchiveFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Pages about one thing, in any language, with copies folded; the newest first."""
    with settled(archive) as store:
        if story is not None:
            file = store.story(story)
            _show([file], lambda files: overviews.story_view(files[0]), "", as_json)
            return
        found = store.stories(query, actor=actor, country=country, language=language, outlet=outlet, case=case,
                              since=since, until=until, limit=limit)  # fmt: skip
        _show(found, overviews.stories_table, "no stories", as_json)


def compare(
    story: Annotated[str | None, typer.Argument(metavar="[STORY]", help="Id of a story; else give one of the options.")] = None,
    actor: _Actor = None, since: _Since = None, until: _Until = None, case: _Case = None, archive: ArchiveFile = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Accounts side by side: differing figures, changed positions, wordings, and what was announced and followed."""
    with settled(archive) as store:
        found = store.compare(story, actor=actor, case=case, since=since, until=until)
        if as_json:
            print_json(found)
            return
        out().print(overviews.comparison_view(found, overviews.page_line(store)))
        left = f"; {found.left_out} older ones left out" if found.left_out else ""
        print(f"{len(found.pages)} texts compared{left}")


def outlets(archive: ArchiveFile = None, as_json: AsJson = False) -> None:
    """The outlets of the archive: pages, country, owner, kind, and who judged so (your own file: setting `outlets`)."""
    with opened(archive) as store:
        _show(store.outlets(), overviews.outlets_table, "no outlets", as_json)


def rebuild(archive: ArchiveFile = None) -> None:
    """Make actors, copies, stories and merged events anew from the pages; judgements stay. Wanted after the outlets file changed."""
    with opened(archive) as store:
        store.rebuild()
    print("made anew")


def counts(
    by: Annotated[str, typer.Option("--by", metavar="FIELDS", help="Such as country,month.")] = "country,month",
    count: Annotated[str, typer.Option("--count", help="events (stated and merged) or reports.")] = "events",
    kind: _Type = None, status: _Status = None, country: _Country = None, since: _Since = None, until: _Until = None,
    language: _Language = None, outlet: _Outlet = None, case: _Case = None, archive: ArchiveFile = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """How many events, beside the pages read."""
    where: Any = _where(type=kind, status=status, country=country, since=since, until=until, language=language,
                        outlet=outlet, case=case)  # fmt: skip
    with opened(archive) as store:
        found = store.ask.counts(tuple(by.split(",")), count=cast("Any", count), **where)
        _show(found, answers.counts_table, "nothing to count", as_json)


def sample(
    what: Annotated[str, typer.Argument(metavar="events", help="What is drawn.")],
    out: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Written, or read back with --precision.")],
    number: Annotated[int, typer.Option("-n", min=1, help="So many.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same sample.")] = 0,
    precision: Annotated[
        bool, typer.Option("--precision", help="FILE is filled in: print precision with intervals.")
    ] = False,
    archive: ArchiveFile = None,
) -> None:
    """Draw events at random to check by hand; what comes back filled in gives precision."""
    if what != "events":
        raise UsageError(f"{what}: only events can be sampled")
    if precision:
        print(msgspec.json.format(msgspec.json.encode(answers.precision_of(out)), indent=1).decode())
        return
    with opened(archive) as store:
        drawn = store.ask.sample_events(number, seed)
    answers.write_sample(drawn, out)
    print(
        f"{len(drawn)} events -> {out}; fill the column `right` with yes or no, then: onrecord sample events {out} --precision"
    )


COMMANDS: tuple[Callable[..., None], ...] = (
    events, figures, deadlines, positions, actors, stories, compare, outlets, counts, sample, rebuild,
)  # fmt: skip
