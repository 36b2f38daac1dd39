"""WARC: what holds a page, and damage that does not stop the rest."""

from __future__ import annotations

import gzip
import hashlib
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.errors import InputError, LimitError
from onrecord.intake import Item
from onrecord.pipeline import RawPage

Take = Callable[..., list[Item]]


def outcome(found: list[Item]) -> str:
    """One letter an item: a page, a bad page, an error."""
    return "".join("e" if not isinstance(item, RawPage) else "b" if item.problems else "p" for item in found)


def test_a_response_is_a_page(take: Take, warc: Any) -> None:
    (page,) = take("a.warc", warc.record(b"software: x", "warcinfo") + warc.good)
    assert isinstance(page, RawPage)
    assert page.content == warc.html
    assert page.id == hashlib.sha256(warc.html).hexdigest()
    assert (page.form, page.encoding) == ("html", "utf-8")
    assert (page.url, page.retrieved) == ("https://rundblick.example/response", "2024-05-06T07:08:09Z")
    assert "a.warc, record 2 (https://rundblick.example/response)" in page.where


def test_what_is_no_page_is_passed(take: Take, warc: Any) -> None:
    others = [
        warc.record(b"GET / HTTP/1.1\r\n\r\n", "request"),
        warc.record(warc.http(warc.html, status="404 Not Found")),
        warc.record(warc.http(b"{}", "Content-Type: application/json")),
        warc.record(b"x" * 9_000_000, "metadata"),
    ]
    assert outcome(take("a.warc", b"".join(others) + warc.good)) == "p"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "chunked", "gzip, chunked", "plain under a gzip header"])
def test_encodings_of_the_payload(take: Take, warc: Any, encoding: str) -> None:
    body, headers = warc.html, "Content-Type: text/html"
    if encoding.startswith("gzip"):
        body = gzip.compress(body)
    if encoding == "deflate":
        body = zlib.compress(body)
    if "gzip" in encoding or encoding == "deflate":
        headers += f"\r\nContent-Encoding: {'deflate' if encoding == 'deflate' else 'gzip'}"
    if "chunked" in encoding:
        headers += "\r\nTransfer-Encoding: chunked"
        parts = [body[start : start + 20] for start in range(0, len(body), 20)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    (page,) = take("a.warc", warc.record(warc.http(body, headers)))
    assert isinstance(page, RawPage)
    assert page.content == warc.html


def test_packed_records_one_member_each(take: Take, warc: Any) -> None:
    assert outcome(take("a.warc.gz", gzip.compress(warc.good) * 3)) == "ppp"


@pytest.mark.parametrize("cut", [1, 20, 60, 200, 300])
def test_a_file_cut_short_is_reported(take: Take, warc: Any, cut: int) -> None:
    whole = warc.good * 2 + warc.record(warc.http(warc.html * 3))
    found = take("a.warc", whole[: -4 - cut])
    assert outcome(found) in ("ppb", "ppe")
    text = str(found[-1].problems if isinstance(found[-1], RawPage) else found[-1])
    assert "cut short" in text


@pytest.mark.parametrize("cut", [1, 9, 60, 150])
def test_a_packed_file_cut_short_is_reported(take: Take, warc: Any, cut: int) -> None:
    found = take("a.warc.gz", (gzip.compress(warc.good) * 3)[:-cut])
    assert outcome(found).startswith("pp")
    assert "cut short" in str(found[-1])


def test_damage_does_not_stop_the_rest(take: Take, warc: Any) -> None:
    good, block = warc.good, warc.http(warc.html)
    cases = {
        good + warc.record(block, length=10**6) + good: "pbp",
        good + warc.record(block, length=10**15) + good: "pbep",
        good + warc.record(block, length=10) + good: "pbp",
        good + good.replace(b"Content-Length", b"Content-Lenght") + good: "pep",
        good + good.replace(b"WARC/1.0", b"WURC/1.0") + good: "pep",
        good + b"\x00garbage\xff" * 99 + good: "pep",
        good + b"WARC/1.0\r\n" * 99_999 + good: "pep",
        good + b"\r\n" * 500_000 + good: "pp",
        good + warc.record(b"not http") + good: "pp",
        good + warc.record(warc.http(b"\x89PNG\r\n\x1a\n")) + good: "pbp",
        good + warc.record(warc.http(b"")) + good: "pbp",
        good
        + warc.record(warc.http(b"\x1f\x8b\x08xxx", "Content-Type: text/html\r\nContent-Encoding: gzip"))
        + good: "pbp",
        good + warc.record(warc.http(b"a" * 9_000_000)) + good: "pbp",
    }
    for content, expected in cases.items():
        found = take("a.warc", content)
        assert outcome(found) == expected, (content[:600], found)


def test_a_damaged_member_does_not_stop_the_rest(take: Take, warc: Any) -> None:
    one = gzip.compress(warc.good)
    hurt = one[:60] + b"\xff" * 30 + one[90:]
    found = take("a.warc.gz", one + hurt + one)
    assert [item.content for item in found if isinstance(item, RawPage) and not item.problems] == [warc.html] * 2
    assert any(isinstance(item, InputError) for item in found)


def test_a_packed_payload_that_unpacks_without_end_is_bounded(take: Take, warc: Any) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([*(packer.compress(b"a" * 1_000_000) for _ in range(100)), packer.flush()])
    headers = "Content-Type: text/html\r\nContent-Encoding: gzip"
    found = take("a.warc", warc.record(warc.http(bomb, headers)) + warc.good)
    assert outcome(found) == "bp"
    assert isinstance(found[0], RawPage)
    assert "max_page_bytes" in found[0].problems[0].message


def test_what_the_crawler_cut_is_told(take: Take, warc: Any) -> None:
    (page,) = take("a.warc", warc.record(warc.http(warc.html), extra="WARC-Truncated: length\r\n"))
    assert isinstance(page, RawPage)
    assert page.content == warc.html
    assert "cut short by the crawler (length)" in page.problems[0].message


def test_records_that_reach_into_each_other_take_bounded_time(take: Take, warc: Any) -> None:
    start = time.perf_counter()
    found = take("a.warc", warc.record(b"x", length=7_999_999) * 40_000)
    assert isinstance(found[-1], LimitError)
    assert time.perf_counter() - start < 20
