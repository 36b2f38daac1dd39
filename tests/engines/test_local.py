from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.codec import encode
from onrecord.engines import local
from onrecord.engines.local import Reading, read_page, read_pages
from onrecord.errors import InputError
from onrecord.pipeline import Draft, Given, RawPage, stage
from onrecord.records import Problem
from onrecord.settings import Settings


def raw(number: int, content: str | None = None) -> RawPage:
    text = (
        content
        or f"Ferry {number} is late\n\n“The ferry is late again,” said Odile Barrow, who has waited for {number} hours.\n"
    )
    return RawPage(
        id=hashlib.sha256(text.encode()).hexdigest(),
        content=text,
        where=f"page {number}",
        key=str(number),
        given=Given(outlet="The Quay"),
        article=True,
        problems=(Problem(stage="intake", message="noted on the way in"),),
    )


def keys(readings: list[Reading | local.Aside]) -> list[str | None]:
    return [item.record.page.key if isinstance(item, Reading) else None for item in readings]


def test_a_pool_gives_what_one_process_gives_in_order() -> None:
    missing = InputError("nowhere.txt", "no such file")
    items = [raw(0), missing, *(raw(number) for number in range(1, 9))]
    one, two = list(read_pages(items)), list(read_pages(items, jobs=2))
    assert keys(one) == keys(two) == ["0", None, *map(str, range(1, 9))]
    assert two[1] is missing
    for a, b in zip(one, two, strict=True):
        if isinstance(a, Reading) and isinstance(b, Reading):
            assert encode(a.record) == encode(b.record) and a.text == b.text
            assert a.record.problems[0].message == "noted on the way in"


def test_bytes_and_text_travel_as_they_are() -> None:
    for content in (b"\xff\xfe\x00raw", "text with \u2028 and an emoji \U0001f30b"):
        page = RawPage(id="0" * 64, content=content, where="x", given=Given(language="it"))
        assert local._unpack_page(local.pack(page)) == page


def test_a_worker_that_dies_loses_no_page() -> None:
    def items() -> Iterator[RawPage]:
        for number in range(24):
            if number == 12:
                for child in multiprocessing.active_children():
                    assert child.pid is not None
                    os.kill(child.pid, signal.SIGKILL)
            yield raw(number)

    readings = list(read_pages(items(), jobs=2))
    assert keys(readings) == [str(number) for number in range(24)]
    assert all(isinstance(item, Reading) and item.record.attributions for item in readings)


def test_a_page_that_takes_too_long_is_given_up_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    @stage("slow", needs="raw", adds="text")
    def slow(page: Draft) -> Draft:
        try:
            time.sleep(30)
        except TimeoutError:  # as a library that catches everything does
            time.sleep(30)
        return page

    monkeypatch.setattr(local, "PER_PAGE", (slow,))
    monkeypatch.setattr(local, "settings", lambda: Settings(page_seconds=0.2))
    began = time.monotonic()
    reading = read_page(raw(1))
    assert time.monotonic() - began < 5
    assert [problem.stage for problem in reading.record.problems] == ["intake", "slow"]
    assert "gave up after 0.2 seconds" in reading.record.problems[-1].message


def test_a_page_that_takes_too_long_is_given_up_in_any_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    @stage("slow", needs="raw", adds="text")
    def slow(page: Draft) -> Draft:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            time.sleep(0.01)
        return page

    monkeypatch.setattr(local, "PER_PAGE", (slow,))
    monkeypatch.setattr(local, "settings", lambda: Settings(page_seconds=0.2))
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        readings = list(pool.map(read_page, [raw(1), raw(2)]))
        monkeypatch.setattr(local, "PER_PAGE", ())
        assert pool.submit(read_page, raw(3)).result().record.problems == (raw(3).problems[0],)
    assert time.monotonic() - began < 10
    messages = [reading.record.problems[-1].message for reading in readings]
    assert messages == ["TimeoutError: gave up after 0.2 seconds"] * 2


def test_a_stage_that_fails_leaves_what_was_found_before(monkeypatch: pytest.MonkeyPatch) -> None:
    @stage("broken", needs="raw", adds="text")
    def broken(page: Draft) -> Draft:
        raise ValueError("no such luck")

    monkeypatch.setattr(local, "PER_PAGE", (*local.PER_PAGE[:5], broken))
    record = read_page(raw(3)).record
    assert record.page.title.text == "Ferry 3 is late"
    assert record.problems[-1] == Problem(stage="broken", message="ValueError: no such luck")
