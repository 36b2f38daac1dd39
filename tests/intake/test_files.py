"""Files, folders, gzip and standard input."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from onrecord.errors import InputError, LimitError, OnrecordWarning
from onrecord.intake import Item, pages
from onrecord.intake.streams import Source, gunzip, plain
from onrecord.pipeline import Given, RawPage
from onrecord.settings import Settings

Take = Callable[..., list[Item]]
NOTHING = Given()
HTML = b"<html><body><p>The mayor spoke.</p></body></html>"


def read(*paths: str | Path, given: Given = NOTHING, article: bool = False) -> list[Item]:
    """What the intake makes of paths."""
    return list(pages([str(path) for path in paths], given=given, article=article, settings=Settings()))


@pytest.mark.parametrize(
    ("name", "form"), [("page.html", "html"), ("page.HTM", "html"), ("page.txt", None), ("p", None)]
)
def test_a_file_is_one_page(take: Take, name: str, form: str | None) -> None:
    (page,) = take(name, HTML, Given(language="de"))
    assert isinstance(page, RawPage)
    assert (page.form, page.content, page.given.language) == (form, HTML, "de")
    assert page.id == hashlib.sha256(HTML).hexdigest()
    assert page.path is not None
    assert page.path.endswith(name)
    assert not page.problems


def test_a_packed_file_is_the_same_page(take: Take) -> None:
    (page,) = take("page.html.gz", gzip.compress(HTML))
    assert isinstance(page, RawPage)
    assert (page.form, page.id) == ("html", hashlib.sha256(HTML).hexdigest())


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("empty.txt", b"", "empty file"),
        ("empty.txt.gz", gzip.compress(b""), "empty input"),
        ("blank.txt", b" \r\n\t", "nothing but white space"),
        ("image.txt", b"\x89PNG\r\n\x1a\n", "a PNG image, not text"),
        ("nul.txt", b"ab\0\0\0" * 99, "binary data, not text"),
        ("plain.gz", b"hello", "not gzip data, whatever its name says"),
        ("twice.gz", gzip.compress(gzip.compress(b"hello")), "gzip data, not text"),
        ("page.warc", b"hello", "not a WARC file, whatever its name says"),
        ("short.txt.gz", gzip.compress(os.urandom(999).hex().encode())[:-20], "gzip data cut short after"),
    ],
)
def test_what_cannot_be_read_is_named(take: Take, name: str, content: bytes, what: str) -> None:
    (error,) = take(name, content)
    assert isinstance(error, InputError)
    assert error.what.startswith(what)
    assert error.where.endswith(name)
    assert "\n" not in str(error)


def test_a_page_over_the_limit_is_refused_and_one_at_the_limit_read(take: Take) -> None:
    (error,) = take("a.txt", b"a" * 101, max_page_bytes=100)
    assert isinstance(error, LimitError)
    (page,) = take("a.txt", b"a" * 100, max_page_bytes=100)
    assert isinstance(page, RawPage)


def test_a_gzip_bomb_is_refused_in_bounded_memory(take: Take) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([*(packer.compress(b"a" * 1_000_000) for _ in range(300)), packer.flush()])
    for name, limit in (("bomb.txt.gz", 8_000_000), ("bomb.jsonl.gz", 8_000_000)):
        tracemalloc.start()
        found = take(name, bomb, max_page_bytes=limit)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(found[-1], LimitError)
        assert peak < 60_000_000


def test_missing_and_forbidden_paths(tmp_path: Path) -> None:
    found = read(tmp_path / "none.txt", "", "nul\0name")
    assert [isinstance(item, InputError) for item in found] == [True, True, True]
    assert "no such file" in str(found[0])


def test_a_folder_is_read_in_order_and_says_what_it_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/x.html", "b/y.pdf", "d.png"):
        (tmp_path / name).write_bytes(HTML)
    (tmp_path / "e.txt").touch()
    (tmp_path / "b/loop").symlink_to(tmp_path)
    *items, note = read(tmp_path)
    names = [os.path.relpath(item.where, tmp_path) for item in items if isinstance(item, RawPage | InputError)]
    assert names == ["a.txt", "b/x.html", "c.txt", "e.txt"]
    assert isinstance(note, OnrecordWarning)
    assert "1 .pdf, 1 .png" in str(note)


def test_a_folder_with_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path)[-1], InputError)


def test_a_file_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_bytes(HTML)
    (page,) = read(tmp_path)
    assert isinstance(page, RawPage)
    assert (page.path or "").encode("utf-8").endswith("/caf\ufffd.txt".encode())


@pytest.mark.parametrize(
    ("content", "count", "form"),
    [
        (HTML, 1, None),
        (b"Plain text.\nTwo lines.", 1, None),
        (b'{"text": "One."}\n{"html": "<p>Two."}\n', 2, "text"),
        (gzip.compress(b'{"text": "One."}\n'), 1, "text"),
        (b"{not json, but text}", 1, None),
    ],
)
def test_standard_input_is_sniffed(
    monkeypatch: pytest.MonkeyPatch, content: bytes, count: int, form: str | None
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    found = read("-", article=True)
    assert len(found) == count
    assert isinstance(found[0], RawPage)
    assert (found[0].form, found[0].article) == (form, True)


def test_urls_are_not_fetched_unless_asked() -> None:
    (error,) = read("https://rundblick.example/")
    assert isinstance(error, InputError)


def test_memory_does_not_grow_with_the_number_of_pages(tmp_path: Path) -> None:
    peaks = []
    for count in (200, 2000):
        path = tmp_path / f"{count}.jsonl.gz"
        line = b'{"text": "' + b"word " * 1000 + b'"}\n'
        path.write_bytes(gzip.compress(line * count, 1))
        tracemalloc.start()
        settings = Settings(max_unpacked_ratio=100_000)
        number = sum(1 for _ in pages([str(path)], given=Given(), article=False, settings=settings))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert number == count
    assert peaks[1] <= 1.2 * peaks[0]


@examples(st.lists(st.binary(min_size=1, max_size=50), max_size=6), st.integers(1, 60))
def test_gzip_members_in_chunks_of_any_size(parts: list[bytes], size: int) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)
    chunks = (packed[start : start + size] for start in range(0, len(packed), size))
    assert b"".join(chunk for chunk in gunzip(chunks, "x", 100) if isinstance(chunk, bytes)) == b"".join(parts)


@examples(st.binary(max_size=300), st.integers(0, 200), st.binary(min_size=1, max_size=20))
def test_damaged_gzip_ends_and_is_reported(content: bytes, at: int, damage: bytes) -> None:
    packed = gzip.compress(content)
    hurt = packed[:at] + damage + packed[at + len(damage) :]
    found = list(gunzip(iter([hurt]), "x", 100))
    whole = b"".join(chunk for chunk in found if isinstance(chunk, bytes))
    # Bytes 3 to 9 of the header (flags, time, system) may change without harm to the content.
    assert whole == content or any(isinstance(chunk, InputError) for chunk in found) or 3 <= at <= 9


@examples(st.lists(st.binary(min_size=1, max_size=9), max_size=9), st.integers(1, 12))
def test_source_lines(chunks: list[bytes], limit: int) -> None:
    source = Source(iter(chunks))
    expected = b"".join(chunks).split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    for line in expected:
        found = source.line(limit)
        assert found is not None
        if len(line) > limit:
            assert (found.size, found.digest) == (len(line), hashlib.sha256(line).hexdigest())
        else:
            assert found.data == line.removesuffix(b"\r")
    assert source.line(limit) is None


def test_an_unreadable_stream_is_an_error_and_not_an_exception() -> None:
    class Broken(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    (error,) = plain(Broken(), "disk")
    assert isinstance(error, InputError)
