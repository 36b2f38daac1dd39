"""Where a text comes from: the page it was republished from, and whether it is a translation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.metadata.titles import host
from onrecord.metadata.words import is_source_line, one_of
from onrecord.pipeline import Segment
from onrecord.records import Origin, Translation

_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_DOMAIN = re.compile(r"^(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:/\S*)?$", re.IGNORECASE)
#: How many segments behind the last paragraph, or before the first, a note on origin or translation may stand.
_AFTER, _BEFORE = 8, 5
_LONGEST_NAME = 80
#: So many segments are the end of a page.
_AT_END = 3
_ADDRESSED = re.compile(r"https?://|(?<![\w@.])(?:[\w-]+\.)+[a-z]{2,}(?![\w.])", re.IGNORECASE)


def _sourced(segments: Sequence[Segment], article: Sequence[int]) -> list[int]:
    """Numbers of the segments that may name the source: behind the article the nearest first, then before it.

    Far behind it, below the links to other pages, only an address or a line at the end of the page is believed.
    """
    near = around(len(segments), article)
    if not article:
        return near
    behind = [number for number in near if number >= max(article)]
    last = len(segments) - _AT_END
    far = [
        number
        for number in range(behind[-1] + 1, len(segments))
        if is_source_line(segments[number].text) and (number >= last or _ADDRESSED.search(segments[number].text))
    ]
    return [*behind, *far, *near[len(behind) :]]


def around(count: int, article: Sequence[int]) -> list[int]:
    """Numbers of the segments in which a page says where its text comes from: just behind the article, then before it."""
    if not article:
        return []
    first, last = min(article), max(article)
    return [*range(last, min(count, last + _AFTER + 1)), *range(max(0, first - _BEFORE), min(first + 1, count))]


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:(?:{one_of('source')})\s*[:：]|(?:{one_of('original')})(?!\w)\s*[:：]?)\s*(?P<name>\S.*?)[\s.]*$",
        re.IGNORECASE,
    )


def origin(page: str, segments: Sequence[Segment], article: Sequence[int]) -> Origin | None:
    """Where the page says that it took its text from ("source: ...", "Read the original at ..."), or None.

    "Source link" names nobody and is no origin.
    """
    for number in _sourced(segments, article):
        segment = segments[number]
        if not is_source_line(segment.text) or not segment.inside.isdisjoint(
            {"figure", "figcaption", "footer", "nav", "aside"}
        ):
            continue
        found = _named().match(segment.text)
        if found is None or len(found["name"]) > _LONGEST_NAME:
            continue
        name = found["name"]
        address = _URL.search(segment.text)
        url = address[0].rstrip(".,;") if address else None
        if url and name.startswith("http"):
            name = host(url) or name
        spans = segment.aligned(page).spans(*found.span("name"))
        domain = _DOMAIN.match(name)
        return Origin(name=domain[1] if domain else name, url=url, spans=spans)
    return None


def canonical_origin(url: str | None, canonical: str | None) -> Origin | None:
    """The origin that a page fetched from `url` declares by a canonical address on the site of somebody else."""
    here, there = host(url), host(canonical)
    if not here or not there or _site(here) == _site(there):
        return None
    return Origin(name=there, url=canonical, spans=())


def _site(name: str) -> str:
    """The part of a host that one owner has: two labels, three under co.uk and the like."""
    labels = name.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-keep:])


@cache
def _notes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"(?<!\w)(?:{one_of('machine')})(?!\w)", re.IGNORECASE),
        re.compile(rf"^\W*(?:{one_of('translated')})(?!\w)", re.IGNORECASE),
    )


# What machine translation of scraped text leaves behind and no editor would: a full stop that stands by itself before a
# word in lower case; quotation marks with space on both sides or on the wrong one; two marks around a lone full stop.
_SIGNS = (
    re.compile(r"\w \. [a-zà-ÿ]"),
    re.compile(r"\w[.,!?]? \" (?=\w)|[.!?] \"\s*$|^\" \w", re.MULTILINE),
    re.compile(r"\w \"[(.,;]|\w \" ?[.,;]"),
    re.compile(r"\" \w[^\"\n]{0,400}\w \""),
)
#: This many signs of at least two kinds within 2,000 characters on average: a machine's work.
_CERTAIN = 2.0
_LEAST = 4


def translation(segments: Sequence[Segment], article: Sequence[int], body: str) -> Translation:
    """Whether the text is a translation: by a note beside the article, or by what machine translation leaves behind.

    `machine` without a note needs four signs or more, of two kinds, one in a thousand characters; two or three are
    `unknown`; `none` means that nothing hints at a translation.
    """
    machine, human = _notes()
    for number in around(len(segments), article):
        text = segments[number].text
        if len(text) > 300:
            continue
        if machine.search(text):
            return Translation(kind="machine")
        if len(text) < 120 and human.search(text):
            return Translation(kind="human")
    counts = [len(sign.findall(body)) for sign in _SIGNS]
    total, present = sum(counts), sum(count > 0 for count in counts)
    if total >= _LEAST and present >= 2 and total * 2000 >= _CERTAIN * len(body):
        return Translation(kind="machine")
    return Translation(kind="unknown" if total >= 2 and present >= 2 else "none")
