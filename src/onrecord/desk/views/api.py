"""The JSON API: the same questions as the views ask, answered in the shapes of the record contract. It only reads."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path
from starlette.responses import Response

from onrecord import citation
from onrecord.archive import Found
from onrecord.desk import filters
from onrecord.desk.desk import TheDesk
from onrecord.desk.views import actors as actor_views
from onrecord.desk.views import counts, pages, search, stories, tables

NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"description": "there is nothing with this id"}}
WRONG: dict[int | str, dict[str, Any]] = {
    400: {"description": "a filter that makes no sense"},
    404: {"description": "no such case"},
}
router = APIRouter(prefix="/api", tags=["archive"], responses=WRONG)
Id = Annotated[str, Path(description="whole id, or its first 6 or more hexadecimal digits", max_length=64)]


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


@router.get("/archive", summary="How much there is")
def archive(desk: TheDesk) -> Response:
    """Pages, records by kind, languages, outlets, cases and problems of the archive."""
    found = desk.archive()
    return _json({"counts": found.counts(), "cases": found.cases()})


@router.get("/pages", summary="Pages, the last added first")
def list_pages(desk: TheDesk, wanted: filters.Pages) -> Response:
    """Newest versions of pages."""
    return _json([pages.page_row(page) for page in pages.listed(desk.archive(), wanted)])


@router.get("/pages/{page_id}", summary="All records of a page", responses=NOT_THERE)
def one_page(desk: TheDesk, page_id: Id) -> Response:
    """The page record, as `onrecord read` prints it."""
    return _json(desk.archive().get(page_id).record)


@router.get("/pages/{page_id}/text", summary="The page as it came in", responses=NOT_THERE)
def text_of_page(desk: TheDesk, page_id: Id) -> Response:
    """The decoded page that the spans of its records index."""
    found = desk.archive()
    return _json(
        {"id": (page := found.get(page_id).page.id), "text": found.text(page).encode("utf-8", "replace").decode()}
    )


@router.get("/records/{record_id}", summary="One record", responses=NOT_THERE)
def one_record(desk: TheDesk, record_id: Id) -> Response:
    """A record with its page and the decisions of reviewers."""
    found = desk.archive().get(record_id)
    history = desk.archive().reviews.history(getattr(found.item, "id", ""))
    return _json({"record": found.kind, "page": pages.page_row(found.page), **_body(found), "reviews": history})


def _body(found: Found) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(found.item) if found.item is not None else {"id": found.page.id}
    return body


@router.get("/records/{record_id}/citation", summary="Cite a page or record", responses=NOT_THERE)
def cite(desk: TheDesk, record_id: Id, form: Literal["text", "csl"] = "text") -> Response:
    """A citation as text, or as an item of CSL-JSON."""
    found = desk.archive().get(record_id)
    if form == "csl":
        return _json(citation.as_csl(found.record, found.item))
    return _json({"citation": citation.as_text(found.record, found.item)})


@router.get("/search", summary="Search what was said, or the articles")
def search_hits(desk: TheDesk, wanted: filters.Search) -> Response:
    """Attributions or passages in which the words stand."""
    return _json([search.hit_json(hit) for hit in search.hits_of(desk.archive(), wanted)])


@router.get("/events", summary="Who did what to whom")
def events(desk: TheDesk, wanted: filters.Events) -> Response:
    """Reports of events, the newest first."""
    return _json([answer.json() for answer in tables.events_of(desk.archive(), wanted)])


@router.get("/figures", summary="Who puts what at how many")
def figures(desk: TheDesk, wanted: filters.Figures) -> Response:
    """Figures, the newest first."""
    return _json([answer.json() for answer in tables.figures_of(desk.archive(), wanted)])


@router.get("/deadlines", summary="Who gives whom until when")
def deadlines(desk: TheDesk, wanted: filters.Deadlines) -> Response:
    """Deadlines, the newest first; those open on a day, the most pressing first."""
    return _json([answer.json() for answer in tables.deadlines_of(desk.archive(), wanted)])


@router.get("/positions", summary="Where somebody stands")
def positions(desk: TheDesk, wanted: filters.Positions) -> Response:
    """The newest position of each holder on each question, with the changes up to it."""
    return _json([answer.json() for answer in tables.positions_of(desk.archive(), wanted)])


@router.get("/actors", summary="Who is there")
def actors(desk: TheDesk, wanted: filters.Actors) -> Response:
    """Actors by the number of pages that name them."""
    return _json(actor_views.actors_of(desk.archive(), wanted))


@router.get("/actors/{actor_id}", summary="One actor", responses=NOT_THERE)
def actor(desk: TheDesk, actor_id: Id) -> Response:
    """An actor with all names and roles."""
    return _json(desk.archive().actor(actor_id))


@router.get("/stories", summary="Stories, the newest first")
def list_stories(desk: TheDesk, wanted: filters.Stories) -> Response:
    """Pages about one thing, in any language."""
    return _json(stories.stories_of(desk.archive(), wanted))


@router.get("/stories/{story_id}", summary="One story", responses=NOT_THERE)
def story(desk: TheDesk, story_id: Id) -> Response:
    """A story with its pages, copies folded, and its timeline."""
    return _json(desk.archive().story(story_id))


@router.get("/stories/{story_id}/comparison", summary="Accounts of a story side by side", responses=NOT_THERE)
def comparison(desk: TheDesk, story_id: Id) -> Response:
    """Figures that differ, positions with their changes, wordings, and what followed."""
    return _json(desk.archive().compare(story_id))


@router.get("/counts", summary="How many events, beside the pages read")
def count(desk: TheDesk, wanted: filters.Counts) -> Response:
    """Counts by columns."""
    return _json([one.json() for one in counts.counts_of(desk.archive(), wanted)])


@router.get("/reviews", summary="What reviewers decided")
def reviews(desk: TheDesk, wanted: filters.Pages) -> Response:
    """Every decision, newest first; of the filters only `limit` and `offset` count."""
    return _json(desk.archive().reviews.all(limit=wanted.limit, offset=wanted.offset))
