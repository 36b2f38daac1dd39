"""What every view gets: the archive, and pages rendered with what all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from onrecord.archive import Archive
from onrecord.corpus.name_parts import known_words
from onrecord.desk import present
from onrecord.desk.security import FIELD, form_is_ours, form_token
from onrecord.desk.shelf import Shelf
from onrecord.version import __version__

THEMES = ("auto", "light", "dark")
THEME, REVIEWER = "onrecord_theme", "onrecord_reviewer"
YEAR = 365 * 24 * 3600
#: What the desk has to show, in the order of its navigation: path, name.
PAGES = (
    ("/", "Front"), ("/stories", "Stories"), ("/search", "Search"), ("/events", "Events"), ("/positions", "Positions"), ("/figures", "Figures"),
    ("/deadlines", "Deadlines"), ("/actors", "Actors"), ("/map", "Map"), ("/counts", "Counts"), ("/pages", "Pages"), ("/review", "Review"),
)  # fmt: skip


@dataclass(frozen=True, slots=False, kw_only=True)
class Desk:
    """The archive of a desk, and how its pages are made."""

    shelf: Shelf
    secret: bytes = field(repr=False)

    def archive(self) -> Archive:
        """The archive as this thread reads it."""
        return self.shelf.archive()

    @cached_property
    def templates(self) -> jinja2.Environment:
        """Templates in which nothing is markup unless a template says so itself."""
        loader = jinja2.FileSystemLoader(Path(__file__).resolve().parent / "templates")
        env = jinja2.Environment(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        env.globals.update(navigation=PAGES, version=__version__, query=query, present=present)
        env.filters.update(present.FILTERS)
        return env

    def prepare(self) -> None:
        """Read what pages are made with, so that the first readers need not wait for it."""
        for name in self.templates.list_templates(extensions=["html"]):
            self.templates.get_template(name)
        known_words()

    def page(self, request: Request, template: str, *, code: int = 200, **context: Any) -> HTMLResponse:
        """A page of the desk; `context` is what its template shows."""
        theme = request.cookies.get(THEME, "auto")
        shared = {
            "path": request.url.path,
            "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            "theme": theme if theme in THEMES else "auto",
            "archive_name": self.shelf.path.name,
            "csrf": form_token(self.secret, request.scope["session_id"]),
        }
        return HTMLResponse(self.templates.get_template(template).render(shared | context), status_code=code)

    def check_form(self, request: Request, given: str) -> None:
        """Refuse a form that does not carry the token of this browser."""
        if not form_is_ours(self.secret, request.scope["session_id"], given):
            raise HTTPException(403, "This form is stale or not of this desk: reload the page and send it again.")


def desk_of(request: Request) -> Desk:
    """The desk of an application."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]


def query(path: str, values: Mapping[str, Any] | None = None, **more: Any) -> str:
    """An address within the desk: `path` with those filters that are set."""
    merged = {name: value for name, value in {**(values or {}), **more}.items() if value not in (None, "", False, ())}
    return path + (f"?{urlencode(merged, doseq=True)}" if merged else "")


def back(to: str, *, fallback: str = "/") -> RedirectResponse:
    """Go to a page of this desk after a write; anything that could lead elsewhere leads to `fallback`."""
    safe = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable()
    return RedirectResponse(to if safe else fallback, status_code=303)


__all__ = ["FIELD", "PAGES", "REVIEWER", "THEME", "THEMES", "YEAR", "Desk", "TheDesk", "back", "desk_of", "query"]
