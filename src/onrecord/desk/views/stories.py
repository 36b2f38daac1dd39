"""Stories: their list, and one of them whole."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord.archive import Archive
from onrecord.corpus.compare import position_histories
from onrecord.corpus.stories import Story
from onrecord.desk import figures, filters, telling
from onrecord.desk.desk import TheDesk
from onrecord.desk.downloads import Form, download

router = APIRouter(include_in_schema=False)
READ = 60  # pages of a story whose records are looked into, the newest
EVENTS = 40


@router.get("/stories")
def stories(request: Request, desk: TheDesk, wanted: filters.Stories) -> Response:
    """Stories, the newest change first."""
    archive = desk.archive()
    found = stories_of(archive, wanted, more=1)
    return desk.page(
        request, "stories.html", title="Stories", stories=telling.headlines(archive, found[: wanted.limit]),
        more=len(found) > wanted.limit, filters=wanted, cases=archive.cases(),
    )  # fmt: skip


@router.get("/stories.{form}")
def stories_file(desk: TheDesk, form: Form, wanted: filters.Stories) -> Response:
    """The same as a file."""
    archive = desk.archive()
    found = stories_of(archive, wanted)
    return download("stories", form, [_row(one) for one in telling.headlines(archive, found)], found)


def stories_of(archive: Archive, wanted: filters.StoryFilters, more: int = 0) -> tuple[Story, ...]:
    """The stories that pass the filters."""
    return archive.stories(
        wanted.q or "", actor=wanted.actor, country=wanted.country, language=wanted.language, outlet=wanted.outlet, case=wanted.case,
        since=wanted.since, until=wanted.until, limit=wanted.limit + more, offset=wanted.offset,
    )  # fmt: skip


def _row(one: telling.Headline) -> dict[str, Any]:
    story = one.story
    return {
        "id": story.id, "title": story.title, "from": story.since, "to": story.until, "pages": len(one.pages), "texts": one.texts,
        "outlets": list(one.outlets), "languages": list(one.languages), **{f"reports_{name}": number for name, number in one.statuses.items()},
    }  # fmt: skip


@router.get("/stories/{story_id}")
def story(
    request: Request,
    desk: TheDesk,
    story_id: str,
    on: filters.Day = None,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """A story: timeline, positions (as of `on`), figures, statements, deadlines, sources."""
    archive = desk.archive()
    found = archive.story_head(story_id)
    folded = archive.story_pages(found.id)
    records = archive.records(one.page.id for one in folded[-READ:])
    read = [records[one.page.id] for one in folded[-READ:]]
    pages = {one.page.id: one.page for one in folded} | {copy.id: copy for one in folded for copy in one.copies}
    events = archive.merged_events(story=found.id, limit=EVENTS + 1, offset=offset)
    return desk.page(
        request, "story.html", title=found.title, story=found, headline=telling.headline(archive, found), folded=folded[::-1], pages=pages,
        left_out=len(folded) - len(read), events=telling.told(archive, events[:EVENTS]), more=len(events) > EVENTS, offset=offset, size=EVENTS,
        scales=figures.scales(read), questions=telling.holdings(position_histories(read), on), on=on,
        statements=telling.statements(pages, read), terms=telling.terms(pages, read),
    )  # fmt: skip


@router.get("/stories/{story_id}/accounts")
def accounts(request: Request, desk: TheDesk, story_id: str) -> Response:
    """One utterance in several wordings, quotations that only headlines have, and what followed promises, threats and deadlines."""
    archive = desk.archive()
    found = archive.story_head(story_id)
    comparison = archive.compare(found.id)
    return desk.page(
        request, "accounts.html", title=f"Accounts: {found.title}", story=found, comparison=comparison,
        pages=archive.page_rows(comparison.pages), events={
            id_: archive.merged_event(id_) for one in comparison.followed for id_ in one.followed[:3]
        },
    )  # fmt: skip


@router.get("/stories/{story_id}/{part}.{form}")
def story_file(desk: TheDesk, story_id: str, part: Literal["events", "comparison", "pages"], form: Form) -> Response:
    """Timeline, accounts or sources of a story as a file."""
    archive = desk.archive()
    found = archive.story_head(story_id)
    records: list[Any]
    match part:
        case "events":
            records = list(archive.merged_events(story=found.id, limit=None))
        case "comparison":
            records = list(archive.compare(found.id).figures) + list(archive.compare(found.id).positions)
        case "pages":
            records = list(archive.page_rows(page.id for page in found.pages).values())
    rows = [{name: _flat(value) for name, value in msgspec.to_builtins(one).items()} for one in records]
    return download(f"story-{part}", form, rows, records)


def _flat(value: Any) -> Any:
    """A value as a cell: lists of strings stay, anything deeper is JSON."""
    if isinstance(value, dict) or (isinstance(value, list | tuple) and any(not isinstance(one, str) for one in value)):
        return msgspec.json.encode(value).decode()
    return value
