"""Segments of an HTML page to passages: what kind each is, and the captions that belong to the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.metadata.titles import letters
from onrecord.metadata.words import is_appeal, is_byline, is_caption, is_link_to_more, is_source_line
from onrecord.pipeline import Segment
from onrecord.records import PassageKind

_OUTSIDE = frozenset(
    [
        "nav",
        "aside",
        "footer",
        "dialog",
        "form",
        "related",
        "ad",
        "menu",
        "share",
        "subscribe",
        "consent",
        "comment",
        "button",
    ]
)
_CAPTIONED = frozenset({"figcaption", "figure"})
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt"})
_LIST = frozenset({"li", "ul", "ol"})
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”»“’)\]」』]*$")
_WORD = re.compile(r"\w+")
#: A caption may stand this many segments before the first paragraph or behind the last one.
_REACH = 6
#: A sentence right behind a paragraph, in the same container, needs this chance only.
_NEXT_TO_TEXT = 0.4


def completed(segments: Sequence[Segment], article: Sequence[bool], chances: Sequence[float]) -> list[bool]:
    """The verdict on segments with what the structure of the page adds to it.

    These are the items of a list between two paragraphs of one container, and a last sentence next to its paragraph.
    """
    taken = list(article)
    for number in range(1, len(segments)):
        segment, before = segments[number], segments[number - 1]
        if taken[number] or not taken[number - 1] or not segment.inside.isdisjoint(_OUTSIDE) or before.tag != "p":
            continue
        if segment.tag == "li" and segment.inside - before.inside <= _LIST:
            end = number
            while end < len(segments) and segments[end].tag == "li" and not taken[end]:
                end += 1
            items = segments[number:end]
            framed = end < len(segments) and taken[end] and segments[end].inside == before.inside
            plain = all(item.inside == segment.inside and not item.link_chars for item in items)
            if plain and (framed or before.text.endswith((":", "："))):
                taken[number:end] = [True] * len(items)
        elif segment.tag == "p" and segment.inside == before.inside and not segment.link_chars:
            taken[number] = chances[number] > _NEXT_TO_TEXT and _SENTENCE_END.search(segment.text) is not None
    return taken


def kinds(
    segments: Sequence[Segment], article: Sequence[bool], headline: int | None, summaries: Sequence[str] = ()
) -> list[PassageKind | None]:
    """The kind of passage that each segment is, None for what is not article.

    `summaries` are the letters of what metadata give as a description of the article: it may be its standfirst.
    """
    found: list[PassageKind | None] = [None] * len(segments)
    taken = [number for number, take in enumerate(article) if take and not _is_furniture(segments[number])]
    for number in taken:
        found[number] = kind_of(segments[number])
    bodies = [number for number in taken if found[number] == "paragraph"]
    if bodies:
        _add_captions(segments, found, bodies, headline)
        _mark_lead(segments, found, bodies[0], headline, summaries)
        for number in taken:
            if found[number] == "subhead" and not bodies[0] < number < bodies[-1]:
                found[number] = None  # a heading with nothing of the article below it heads something else
    if headline is not None:
        found[headline] = "headline"
    return found


def _is_furniture(segment: Segment) -> bool:
    """Bylines, dates, "source:" lines and appeals to the reader that stand among the paragraphs."""
    text = segment.text
    if is_source_line(text) or is_appeal(text) or is_link_to_more(text) or is_byline(text):
        return True
    return len(text) < 120 and not _SENTENCE_END.search(text) and not segment.inside.isdisjoint({"byline", "date"})


def kind_of(segment: Segment) -> PassageKind:
    """Kind of one segment of the article, by its element and its form."""
    if not segment.inside.isdisjoint(_CAPTIONED) or segment.tag == "caption":
        return "caption"
    if is_caption(segment.text):
        return "caption"
    if segment.tag in _SUBHEADS or not segment.inside.isdisjoint(_SUBHEADS):
        return "subhead" if len(segment.text) < 200 else "paragraph"
    if segment.tag in _ITEMS or "li" in segment.inside:
        return "listing"
    if len(segment.text) < 70 and segment.tag == "p" and not segment.link_chars and _heads(segment.text):
        return "subhead"
    return "paragraph"


def _heads(text: str) -> bool:
    """Whether a short line can head what follows: a few words that end neither as a sentence nor as something quoted."""
    return 1 < len(_WORD.findall(text)) <= 10 and not _SENTENCE_END.search(text) and text[-1] not in "\"'”»“’,:;–-)"


def _add_captions(
    segments: Sequence[Segment], found: list[PassageKind | None], bodies: Sequence[int], headline: int | None
) -> None:
    """Captions between headline and last paragraph that the verdict left out as no running text."""
    first = headline if headline is not None and headline < bodies[0] else bodies[0] - _REACH
    for number in range(max(0, first), min(len(segments), bodies[-1] + 2)):
        segment = segments[number]
        if found[number] is not None or not segment.inside.isdisjoint(_OUTSIDE) or len(_WORD.findall(segment.text)) < 2:
            continue
        marked = "figcaption" in segment.inside or ("caption" in segment.inside and "figure" in segment.inside)
        if (marked and segment.link_chars * 2 < len(segment.text)) or (
            not segment.link_chars and is_caption(segment.text)
        ):
            found[number] = "caption"


def _mark_lead(
    segments: Sequence[Segment],
    found: list[PassageKind | None],
    first: int,
    headline: int | None,
    summaries: Sequence[str],
) -> None:
    """A standfirst before the body: marked as such by its element, or equal to the description in the metadata."""
    if headline is None or headline > first:
        return
    for number in range(headline + 1, first + 1):
        segment = segments[number]
        if (
            len(segment.text) < 40
            or segment.link_chars * 2 > len(segment.text)
            or not segment.inside.isdisjoint(_OUTSIDE)
        ):
            continue
        text = letters(segment.text)
        described = any(text == summary or (len(summary) > 60 and text.startswith(summary)) for summary in summaries)
        if found[number] in (None, "paragraph", "subhead") and (described or "summary" in segment.inside):
            found[number] = "lead"
