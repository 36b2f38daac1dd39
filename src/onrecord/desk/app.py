"""The web application: its views, its errors, and what every page of it shares."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from onrecord.desk.desk import Desk
from onrecord.desk.security import Guard
from onrecord.desk.shelf import READERS, Shelf
from onrecord.desk.views import ROUTERS
from onrecord.errors import ArchiveError, OnrecordError, UsageError
from onrecord.version import __version__

HERE = Path(__file__).resolve().parent
LOCAL = ("127.0.0.1", "localhost", "::1")


class _Static(StaticFiles):
    """Files of the package, which a browser may keep: their addresses carry the version."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers.setdefault("Cache-Control", "public, max-age=3600")
        return answer


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = READERS
    yield


def application(archive: Path, *, hosts: Sequence[str] = LOCAL, token: str | None = None) -> FastAPI:
    """The desk on the archive at a path, answering to `hosts`; with a `token` only to who has it.

    Raises ArchiveError if there is no such archive.
    """
    shelf = Shelf(archive)
    shelf.archive()
    app = FastAPI(
        title="onrecord",
        version=__version__,
        summary="Records what pages say, not what is true.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    secret = secrets.token_bytes(32)
    app.state.desk = Desk(shelf=shelf, secret=secret)
    app.mount("/static", _Static(directory=HERE / "static"), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(OnrecordError, _failed)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(Guard, hosts=hosts, token=token, secret=secret)
    return app


def _said(request: Request, status: int, message: str) -> Response:
    """An error as JSON for programs and as a page for people."""
    if request.url.path.startswith("/api"):
        return JSONResponse({"detail": message}, status_code=status)
    desk: Desk = request.app.state.desk
    return desk.page(request, "error.html", code=status, title=f"{status}", message=message)


async def _failed(request: Request, error: Exception) -> Response:
    status = 400 if isinstance(error, UsageError) else 404 if isinstance(error, ArchiveError) else 500
    return _said(request, status, str(error))


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    lines = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()]
    return _said(request, 422, "; ".join(lines))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail: Any = error.detail
    return _said(
        request, error.status_code, "There is no such page on this desk." if detail == "Not Found" else str(detail)
    )
