"""JSON Lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest

from onrecord.errors import InputError
from onrecord.intake import Item
from onrecord.pipeline import Given, RawPage

Take = Callable[..., list[Item]]


def only(found: list[Item]) -> RawPage:
    """The only item, a page."""
    (page,) = found
    assert isinstance(page, RawPage)
    return page


def test_what_a_line_gives_wins_over_the_command_line(take: Take) -> None:
    line = json.dumps(
        {"text": "One.", "id": 7, "url": "https://x.example/", "title": "T", "lang": "de", "outlet": "O", "more": [1]}
    ).encode()
    page = only(take("a.jsonl", line + b"\r\n", Given(language="it", published="2020-01-01")))
    assert (page.content, page.form, page.key, page.url) == ("One.", "text", "7", "https://x.example/")
    assert page.given == Given(title="T", language="de", outlet="O", published="2020-01-01")
    assert page.id == hashlib.sha256(line).hexdigest()
    assert page.where.endswith("a.jsonl, line 1")
    assert not page.problems


def test_html_and_text_and_lone_surrogates(take: Take) -> None:
    found = take("a.jsonl", b'\xef\xbb\xbf{"html": "<p>a", "text": null}\n\n{"text": "a\\ud800b", "title": "\\udc00"}')
    html, text = found
    assert isinstance(html, RawPage)
    assert isinstance(text, RawPage)
    assert (html.form, html.content) == ("html", "<p>a")
    assert (text.content, text.given.title) == ("a\ufffdb", "\ufffd")
    assert text.where.endswith("line 3")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b'{"text": 5}', "'text' is a number, not a string"),
        (b'{"html": ["x"]}', "'html' is a array, not a string"),
        (b'{"text": " "}', "'text' is empty"),
        (b'{"title": "x"}', "neither 'text' nor 'html'"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"{bad", "invalid JSON"),
        (b'{"text": "\xff"}', "invalid UTF-8 at byte 11"),
        (b"[" * 200_000, "JSON nested too deeply"),
        (b'{"text": "' + b"a" * 400_000 + b'"}', "more than max_page_bytes"),
    ],
)
def test_a_bad_line_is_one_page_with_one_problem(take: Take, line: bytes, what: str) -> None:
    before, bad, after = take("a.jsonl", b'{"text": "x"}\n' + line + b'\n{"text": "y"}', max_page_bytes=300_000)
    assert isinstance(before, RawPage)
    assert isinstance(bad, RawPage)
    assert isinstance(after, RawPage)
    assert (before.content, after.content) == ("x", "y")
    assert not bad.content
    assert bad.id == hashlib.sha256(line).hexdigest()
    (problem,) = bad.problems
    assert problem.stage == "intake"
    assert "a.jsonl, line 2: " in problem.message
    assert what in problem.message


def test_other_keys_of_a_wrong_type_are_ignored_and_told(take: Take) -> None:
    page = only(take("a.jsonl", b'{"text": "x", "title": 5, "id": ["a"]}'))
    assert (page.content, page.key, page.given.title) == ("x", None, None)
    assert [problem.message.split(": ")[1] for problem in page.problems] == [
        "'id' is not a string and was ignored",
        "'title' is not a string and was ignored",
    ]


def test_equal_lines_are_two_pages(take: Take) -> None:
    assert len(take("a.jsonl", b'{"text": "x"}\n' * 2)) == 2


def test_a_file_of_another_name_is_sniffed(take: Take) -> None:
    assert only(take("pages.json", b'{"text": "x"}\n')).form == "text"


def test_a_packed_file_cut_short_gives_its_lines_and_an_error(take: Take) -> None:
    import gzip

    lines = b"".join(b'{"text": "%d"}\n' % number for number in range(999))
    found = take("a.jsonl.gz", gzip.compress(lines)[:-400])
    assert isinstance(found[-1], InputError)
    assert "cut short" in str(found[-1])
    assert sum(isinstance(item, RawPage) and not item.problems for item in found) > 100
