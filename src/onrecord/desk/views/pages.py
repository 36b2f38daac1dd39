"""Pages of the archive: their list, one of them with its records, and as it came in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from onrecord.archive import Archive, Found, PageRow
from onrecord.citation import words_of
from onrecord.corpus.compare import position_histories
from onrecord.desk import figures, filters, reading, telling
from onrecord.desk.desk import TheDesk, query
from onrecord.desk.downloads import Form, download
from onrecord.desk.present import cut_by, direction
from onrecord.errors import UsageError
from onrecord.records import PageRecord

router = APIRouter(include_in_schema=False)
Layers = Annotated[list[str] | None, Query()]
PAGE_COLUMNS = (
    "id",
    "key",
    "url",
    "path",
    "outlet",
    "language",
    "published",
    "title",
    "retrieved",
    "added",
    "version",
    "cases",
)


@router.get("/pages")
def pages(request: Request, desk: TheDesk, wanted: filters.Pages) -> Response:
    """The pages of the archive, the last added first."""
    archive = desk.archive()
    found = listed(archive, wanted, more=1)
    return desk.page(
        request,
        "pages.html",
        title="Pages",
        found=found[: wanted.limit],
        more=len(found) > wanted.limit,
        filters=wanted,
        cases=archive.cases(),
    )


@router.get("/pages.{form}")
def pages_file(desk: TheDesk, form: Form, wanted: filters.Pages) -> Response:
    """The same as a file."""
    rows = [page_row(page) for page in listed(desk.archive(), wanted)]
    return download("pages", form, rows, rows)


def listed(archive: Archive, wanted: filters.PageFilters, more: int = 0) -> tuple[PageRow, ...]:
    """The pages that pass the filters."""
    found: Iterable[PageRow] = archive.latest(
        since=wanted.since, until=wanted.until, language=wanted.language, outlet=wanted.outlet, case=wanted.case,
        limit=wanted.limit + more, offset=wanted.offset,
    )  # fmt: skip
    return tuple(islice(found, wanted.limit + more))


def page_row(page: PageRow) -> dict[str, Any]:
    """A page as a flat row."""
    return {name: getattr(page, name) for name in PAGE_COLUMNS}


@router.get("/pages/{page_id}")
def page(request: Request, desk: TheDesk, page_id: str, layer: Layers = None, record: str | None = None) -> Response:
    """A page with every record highlighted; `layer` chooses what is shown, `record` the one that is looked for."""
    archive = desk.archive()
    found = found_page(archive, page_id)
    if found.page.id != page_id:
        return RedirectResponse(query(f"/pages/{found.page.id}", layer=layer or [], record=record), status_code=307)
    shown = [one for one in layer if one != "none"] if layer else list(reading.SHOWN)
    if odd := set(shown) - set(reading.LAYERS):
        raise UsageError(f"layer: no {sorted(odd)[0]!r}; there are {', '.join(reading.LAYERS)}")
    read = reading.reading(found.record, archive.text(page_id), archive.reviews.of_page(page_id), shown)
    return desk.page(
        request, "page.html", title=found.page.title or "Page", found=found, record=found.record, reading=read, layers=reading.LAYERS,
        scales=figures.scales([found.record]), terms=telling.terms({found.page.id: found.page}, [found.record]),
        questions=telling.holdings(position_histories([found.record]), None), story=archive.story_of(found.page.id),
        shown=shown, focus=record, numbers={item.id: number for number, (_, item) in enumerate(reading.items_of(found.record), start=1)}, versions=archive.versions(found.page.address), dir=direction(found.page.language),
    )  # fmt: skip


@router.get("/pages/{page_id}/original")
def original(request: Request, desk: TheDesk, page_id: str, record: str | None = None) -> Response:
    """The page as it came in, mark-up, damage and all, with the words of one record marked where they stand."""
    archive = desk.archive()
    found = found_page(archive, page_id)
    text = archive.text(found.page.id)
    spans = next((spans_of(item, found.record) for _, item in reading.items_of(found.record) if item.id == record), ())
    return desk.page(
        request,
        "original.html",
        title="As it came in",
        found=found,
        pieces=cut_by(text, tuple(sorted(spans))),
        record=record,
        length=len(text),
    )


def spans_of(item: reading.Item, record: PageRecord) -> tuple[tuple[int, int], ...]:
    """Where the words of a record stand."""
    return words_of(item, record.page)[1]


def found_page(archive: Archive, page_id: str) -> Found:
    """The page with an id, or that a record with this id is on."""
    return archive.get(page_id)
