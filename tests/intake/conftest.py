"""Inputs made by hand, so that tests can damage them, and the intake called on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.intake import Item, pages
from onrecord.pipeline import Given
from onrecord.settings import Settings

NOTHING = Given()
HTML = b"<html><body><p>The mayor of Grunau spoke.</p></body></html>"


def http(body: bytes, headers: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """An HTTP answer."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


def record(block: bytes, kind: str = "response", length: int | None = None, extra: str = "") -> bytes:
    """A WARC record; `length` states another length than that of the block."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://rundblick.example/{kind}\r\n{extra}"
        "WARC-Date: 2024-05-06T07:08:09Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


GOOD = record(http(HTML))


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., list[Item]]:
    """Writes content to a file of this name and returns what the intake makes of it; settings as keywords."""

    def call(name: str, content: bytes, given: Given = NOTHING, **limits: int) -> list[Item]:
        path = tmp_path / name
        path.write_bytes(content)
        return list(pages([str(path)], given=given, article=False, settings=Settings(**limits)))  # type: ignore[arg-type]

    return call


class Records:
    """Builders of WARC records, handed to tests."""

    html, good = HTML, GOOD
    http, record = staticmethod(http), staticmethod(record)


@pytest.fixture
def warc() -> type[Records]:
    """Builders of WARC records."""
    return Records
