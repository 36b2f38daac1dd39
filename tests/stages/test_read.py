"""The read stage: segments that know their offsets, and limits."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.markup import LONGEST_BLOCK
from onrecord.pipeline import Draft, RawPage
from onrecord.settings import settings
from onrecord.spans import read_back
from onrecord.stages.read import read


def reading(content: bytes | str, **known: object) -> Draft:
    """The draft of a page after the read stage."""
    return read(Draft(raw=RawPage(id="0" * 64, content=content, where="test", **known)))  # type: ignore[arg-type]


def check(page: Draft) -> None:
    """Every segment lies in the page, in order, and reads back."""
    end = 0
    for segment in page.segments:
        text = segment.aligned(page.text)
        assert segment.text == text.text
        assert segment.text == segment.text.strip() != ""
        for start, stop in segment.pieces:
            assert end <= start <= stop <= len(page.text)
            end = stop
        read = read_back(page.text, text.spans(), markup=segment.markup)
        assert "".join(read.split()) == "".join(segment.text.split())


def test_lines_of_flattened_text() -> None:
    page = reading("\ufeffTitle\r\n\r\n\u00a0 A line.\u00a0\n\tlast\u2028after".encode())
    assert page.form == "text"
    assert [segment.text for segment in page.segments] == ["Title", "A line.", "last", "after"]
    assert [segment.pieces for segment in page.segments] == [((1, 6),), ((12, 19),), ((22, 26),), ((27, 32),)]
    check(page)


def test_no_newline_is_translated() -> None:
    assert reading(b"a\r\nb\rc").text == "a\r\nb\rc"


def test_html_is_sniffed_and_a_given_form_is_believed() -> None:
    source = b"<html><body><p>One<p>Two"
    assert reading(source).form == "html"
    assert [segment.text for segment in reading(source).segments] == ["One", "Two"]
    assert reading(source, form="text").segments[0].text == source.decode()


def test_stray_tags_do_not_make_a_flattened_page_html() -> None:
    page = reading("Title\n<picture itemscope=\nThe mayor said <b>no</b>.\n")
    assert page.form == "text"
    assert len(page.segments) == 3


def test_the_declared_encoding_is_used_and_damage_is_a_problem() -> None:
    assert reading("Größe".encode("cp1252"), encoding="latin1").text == "Größe"
    page = reading("größte Größe ".encode() * 5 + b"\xff", encoding="utf-8")
    assert page.text.endswith("\ufffd")
    assert "1 undecodable" in page.problems[0].message


def test_a_page_over_the_limits_has_a_problem_and_no_segments() -> None:
    limits = settings()
    large = reading(b"a" * (limits.max_page_bytes + 1))
    assert not large.segments
    assert "max_page_bytes" in large.problems[0].message
    many = reading("<p>x" * (limits.max_segments + 1), form="html")
    assert not many.segments
    assert "max_segments" in many.problems[0].message
    check(reading("<p>x" * limits.max_segments, form="html"))


def test_one_long_line_is_cut_and_keeps_every_word() -> None:
    page = reading("word " * 100_000 + "x" * (2 * LONGEST_BLOCK))
    assert all(len(segment.text) <= LONGEST_BLOCK for segment in page.segments)
    assert sum(segment.text.count("word") for segment in page.segments) == 100_000
    assert sum(segment.text.count("x") for segment in page.segments) == 2 * LONGEST_BLOCK
    check(page)


def test_a_page_without_text_says_so() -> None:
    assert reading(b"<html><script>x</script></html>").problems[0].message == "page without text"


@given(st.text(st.sampled_from("ab \u00a0\ufeff\r\n\x0b\u2028\x85é\ud800"), max_size=60))
def test_spans_of_any_text(text: str) -> None:
    check(reading(text, form="text"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read(content: bytes) -> None:
    check(reading(content))
    check(reading(content, form="html"))


def test_spans_of_real_pages(shared: Path) -> None:
    for file in sorted((shared / "seeds").glob("*.txt")):
        page = reading(file.read_bytes())
        assert page.form == "text"
        check(page)
    with gzip.open(shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt") as lines:
        for line in lines:
            page = reading(json.loads(line)["html"])
            assert page.form == "html"
            check(page)


@pytest.mark.parametrize("name", ["flat_pages", "fundus_flat"])
def test_flattened_real_pages_are_not_taken_for_html(shared: Path, name: str) -> None:
    with gzip.open(shared / f"bench/cleaning/{name}.jsonl.gz", "rt") as lines:
        for line in lines:
            page = reading(json.loads(line)["text"])
            assert page.form == "text"
            check(page)
