"""The front page: what is new, what is due, which cases there are; and the choice between light and dark."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from onrecord.desk import telling
from onrecord.desk.desk import THEME, THEMES, YEAR, TheDesk, back
from onrecord.errors import UsageError

router = APIRouter(include_in_schema=False)
SEEN, VISIT = "onrecord_seen", "onrecord_visit"
#: A front page opened so long after the last one is a new visit.
PAUSE = timedelta(minutes=30)
NEW, DUE, STORIES, LATEST = 8, 6, 12, 30
Time = Annotated[str | None, Query(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$")]


@router.get("/")
def front(
    request: Request,
    desk: TheDesk,
    since: Time = None,
    on: Annotated[str | None, Query(pattern=r"^\d{4}-\d\d-\d\d$")] = None,
) -> Response:
    """The front page. `since`: the time from which on something is new, else the last visit; `on`: the day on which deadlines run."""
    archive = desk.archive()
    seen, visit = _visit(request)
    since = since or seen
    today = on or date.today().isoformat()
    running = archive.ask.deadlines(open_on=today, limit=DUE)
    latest = archive.latest(limit=LATEST)
    told = archive.stories_of(page.id for page in latest)
    new = archive.latest(added_after=since, limit=NEW + 1) if since else ()
    answer = desk.page(
        request, "front.html", title="Front", since=since, new=new[:NEW], more_new=len(new) > NEW, running=running, today=date.fromisoformat(today),
        past=() if running else archive.ask.deadlines(limit=DUE), stories=telling.headlines(archive, archive.stories(limit=STORIES)),
        latest=[page for page in latest if page.id not in told], counts=archive.tally(), cases=archive.cases(),
        searches=archive.searches(),
    )  # fmt: skip
    for name, value in ((SEEN, seen), (VISIT, visit)):
        if value:
            answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="strict", path="/")
    return answer


def _visit(request: Request) -> tuple[str | None, str]:
    """Since when things are new to this reader, and the time that is kept as that of this visit."""
    now = datetime.now(UTC)
    stamp = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    seen, visit = _time(request.cookies.get(SEEN)), _time(request.cookies.get(VISIT))
    if visit is not None and now - datetime.fromisoformat(visit) < PAUSE:
        return seen, stamp
    return visit, stamp


def _time(value: str | None) -> str | None:
    try:
        return value if value and datetime.fromisoformat(value).tzinfo else None
    except ValueError:
        return None


@router.post("/theme")
def theme(
    request: Request,
    desk: TheDesk,
    csrf: Annotated[str, Form()],
    theme: Annotated[str, Form()],
    view: Annotated[str, Form()] = "/",
) -> Response:
    """Light, dark, or as the system has it."""
    desk.check_form(request, csrf)
    if theme not in THEMES:
        raise UsageError(f"theme: no {theme!r}; there are {', '.join(THEMES)}")
    answer = back(view)
    answer.set_cookie(THEME, theme, max_age=YEAR, httponly=True, samesite="strict", path="/")
    return answer


@router.get("/help")
def help_(request: Request, desk: TheDesk) -> Response:
    """Keys, signs, licences."""
    return desk.page(request, "help.html", title="Keys and signs")
