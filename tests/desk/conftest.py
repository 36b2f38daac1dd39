"""An archive of pages made by hand, the desk on it, and a browser where there is one."""

from __future__ import annotations

import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "archive"))

from desk_pages import pages

from onrecord.archive import open_archive
from onrecord.desk.app import application


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with every kind of record, hostile pages among them."""
    file = tmp_path / "desk.db"
    with open_archive(file, create=True) as archive:
        list(archive.add(pages(), case="strait"))
    return file


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    """Requests to the desk, without a browser."""
    with TestClient(application(path), base_url="http://127.0.0.1", follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium; without one, what needs it is skipped. While it is there no other test may run an event loop of its own."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip(
            "no Chromium on this machine (Debian: apt-get install chromium): the desk is not tried in a browser"
        )
    sync = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: the desk is not tried in a browser"
    )
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    """The desk, served on this machine."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(64)
        server = uvicorn.Server(uvicorn.Config(application(path), log_level="error"))
        thread = threading.Thread(target=lambda: server.run(sockets=[bound]), daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.started
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
