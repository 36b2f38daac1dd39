"""The command `desk`: serves the desk on this machine only, unless somebody says otherwise, and then with a token.

What it needs is imported when it runs, so that no other command waits for a web server to load.
"""

from __future__ import annotations

import secrets
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from onrecord.errors import UsageError
from onrecord.settings import settings
from onrecord.terminal import ArchiveFile, settled

PORT = 8317
SHORTEST_TOKEN = 16  # characters
#: Seconds after which a thread that makes a page lets another one on. A page asks the archive many times, and each time it waits so long for
#: its turn while others are made.
SWITCH = 0.0005


def desk(
    archive: ArchiveFile = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="Port; 0 takes a free one.")
    ] = PORT,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDR", help="Address to listen on; any but this machine asks for a token.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A host name that browsers reach the desk by, with --host."),
    ] = None,
    token: Annotated[
        str | None, typer.Option("--token", metavar="TOKEN", help="Token to ask for; made up where one is needed.")
    ] = None,
) -> None:
    """Open the archive as a local web page: pages with every record highlighted, tables, board, map, review."""
    import uvicorn

    from onrecord.desk.app import LOCAL, application
    from onrecord.desk.security import is_loopback

    path = Path(archive or settings().archive)
    if not is_loopback(host) and token is None:
        token = secrets.token_urlsafe(24)
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"--token: at least {SHORTEST_TOKEN} characters")
    hosts = (*LOCAL, host.lower(), *(one.lower() for one in name or ()))
    with settled(archive):
        app = application(path, hosts=hosts, token=token)
    app.state.desk.prepare()
    sys.setswitchinterval(SWITCH)
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    print(f"{path}: {address}{f'?token={token}' if token else ''}  (Ctrl-C ends it)", flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; UsageError if it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family[0], family[1])
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(family[4])
    except OSError as error:
        raise UsageError(f"--host {host} --port {port}: cannot listen there ({error.strerror or error})") from error
    return bound
