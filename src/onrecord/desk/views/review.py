"""Review: one record after another is accepted, rejected or corrected, with the keyboard if one likes; and out comes gold."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from onrecord import gold
from onrecord.archive import CORRECTABLE, Archive, Found
from onrecord.desk import evidence
from onrecord.desk.correcting import choices, correction_of
from onrecord.desk.desk import REVIEWER, YEAR, TheDesk, back, query
from onrecord.desk.views.records import described
from onrecord.errors import UsageError

router = APIRouter(include_in_schema=False)
Kind = Literal["event", "attribution", "figure", "deadline", "position", "mention"]


@router.get("/review")
def review(
    request: Request,
    desk: TheDesk,
    kind: Kind = "event",
    page: str | None = None,
    after: str | None = None,
    record: str | None = None,
) -> Response:
    """The next record that nobody decided about (or the one asked for), with the ways to decide."""
    archive = desk.archive()
    id_ = record or next(iter(archive.reviews.open(kind, page_id=page, after=after)), None)
    found = archive.get(id_) if id_ else None
    if found is not None and found.kind not in CORRECTABLE:
        raise UsageError(f"{id_}: only {', '.join(CORRECTABLE)} are reviewed")
    return desk.page(
        request, "review.html", title="Review", within=page, found=found, judged=archive.reviews.judged(), reviewer=_reviewer(request),
        recent=archive.reviews.all(limit=12), tracks=tuple(gold.TRACKS), **(_card(archive, found) if found else {"kind": kind}),
    )  # fmt: skip


def _card(archive: Archive, found: Found) -> dict[str, Any]:
    text = archive.text(found.page.id)
    id_ = getattr(found.item, "id", "")
    return described(found) | {
        "marked": evidence.of(found.record, text, found.item, 700) if found.item else [],
        "choices": choices(found.item) if found.item else (),
        "history": archive.reviews.history(id_),
    }


def _reviewer(request: Request) -> str:
    return unquote(request.cookies.get(REVIEWER, ""))


@router.post("/review")
async def decide(request: Request, desk: TheDesk) -> Response:
    """Note a decision and go on to the next record."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    desk.check_form(request, form.get("csrf", ""))
    return await run_in_threadpool(_decide, desk, form)


def _decide(desk: Any, form: dict[str, str]) -> Response:
    archive: Archive = desk.archive()
    found = archive.get(form.get("record", ""))
    verdict, reviewer = form.get("verdict", ""), form.get("reviewer", "")
    if found.item is None:
        raise UsageError("record: that is the id of a page")
    correction = correction_of(found, archive.text(found.page.id), form) if verdict == "correct" else {}
    archive.review(found, verdict, reviewer=reviewer, reason=form.get("reason", ""), correction=correction)
    next_ = query(
        "/review", kind=found.kind, page=form.get("within"), after=form["record"] if verdict != "reopen" else None
    )
    answer = back(form.get("back") or next_, fallback=next_)
    answer.set_cookie(
        REVIEWER,
        quote(reviewer.strip()[:100]),
        max_age=YEAR,
        httponly=True,
        samesite="strict",
        path="/",
    )
    return answer


@router.get("/review/decisions")
def decisions(
    request: Request,
    desk: TheDesk,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """Every decision, newest first."""
    found = desk.archive().reviews.all(limit=limit + 1, offset=offset)
    return desk.page(
        request,
        "decisions.html",
        title="Decisions",
        decisions=found[:limit],
        more=len(found) > limit,
        limit=limit,
        offset=offset,
    )


@router.get("/review/gold/{track}.jsonl")
def gold_file(desk: TheDesk, track: str) -> Response:
    """What was decided as gold for `onrecord evaluate`."""
    rows = gold.gold_of(desk.archive(), track)
    lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    return Response(
        lines,
        media_type="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="onrecord-gold-{track}.jsonl"'},
    )
