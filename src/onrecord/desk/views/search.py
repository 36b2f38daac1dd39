"""Search in what was said and in the articles, and searches that are kept under a name."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from onrecord.archive import Archive, Hit
from onrecord.desk import filters
from onrecord.desk.desk import TheDesk, back
from onrecord.desk.downloads import Form as FileForm
from onrecord.desk.downloads import download
from onrecord.desk.present import names

router = APIRouter(include_in_schema=False)
WIDTH = 320  # characters of a hit


@router.get("/search")
def search(request: Request, desk: TheDesk, wanted: filters.Search) -> Response:
    """What was said, or what stands in articles, in which the words stand."""
    archive = desk.archive()
    found = hits_of(archive, wanted, more=1) if wanted.narrowed() else ()
    hits = found[: wanted.limit]
    return desk.page(
        request, "search.html", title="Search", hits=[(hit, hit.snippet(WIDTH)) for hit in hits], more=len(found) > wanted.limit,
        filters=wanted, cases=archive.cases(), searches=archive.searches(),
        reviews=archive.reviews.of_records(hit.id for hit in hits),
    )  # fmt: skip


@router.get("/search.{form}")
def search_file(desk: TheDesk, form: FileForm, wanted: filters.Search) -> Response:
    """The same as a file."""
    hits = hits_of(desk.archive(), wanted) if wanted.narrowed() else ()
    return download("search", form, [_row(hit) for hit in hits], [hit_json(hit) for hit in hits])


def hits_of(archive: Archive, wanted: filters.SearchFilters, more: int = 0) -> tuple[Hit, ...]:
    """The hits that pass the filters."""
    return archive.find(
        wanted.q or "", in_=wanted.within, case=wanted.case, language=wanted.language, outlet=wanted.outlet,
        speaker=wanted.speaker if wanted.within == "attributions" else None, since=wanted.since, until=wanted.until, order=wanted.order,
        limit=wanted.limit + more, offset=wanted.offset,
    )  # fmt: skip


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the record of the contract, with its page beside it."""
    page = {
        name: getattr(hit.page, name)
        for name in ("id", "key", "path", "url", "language", "outlet", "published", "title", "version")
    }
    body: dict[str, Any] = msgspec.to_builtins(hit.attribution or hit.passage)
    return {"record": hit.kind, "page": page, **body}


def _row(hit: Hit) -> dict[str, Any]:
    said = hit.attribution
    return {
        "id": hit.id, "kind": hit.kind, "speaker": hit.speaker, "text": hit.text,
        "speech_act": said.speech_act if said else None, "quoted": said.kind if said else None,
        "addressees": names(said.addressees) if said else None, "page_id": hit.page.id, "url": hit.page.url, "outlet": hit.page.outlet,
        "language": hit.page.language, "published": hit.page.published, "title": hit.page.title,
    }  # fmt: skip


@router.post("/searches")
def save(
    request: Request,
    desk: TheDesk,
    csrf: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)],
    view: Annotated[str, Form(max_length=2000)],
) -> Response:
    """Keep a view under a name."""
    desk.check_form(request, csrf)
    desk.archive().save_search(name, view)
    return back(view)


@router.post("/searches/drop")
def drop(
    request: Request,
    desk: TheDesk,
    csrf: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)],
    view: Annotated[str, Form(max_length=2000)] = "/search",
) -> Response:
    """Forget a saved search."""
    desk.check_form(request, csrf)
    desk.archive().drop_search(name)
    return back(view)
