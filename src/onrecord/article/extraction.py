"""The vote of trafilatura on which segments of an HTML page are its article: the only importer of trafilatura.

Its caches are bounded (`functools.lru_cache` of at most 2**14 short strings; the de-duplication store is off), so that memory
stays flat over any number of pages.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from trafilatura import bare_extraction
from trafilatura.settings import Document

from onrecord.metadata.titles import letters
from onrecord.pipeline import Segment

# Without a handler, Python prints the warnings of a library to standard error ("discarding data: None").
for _library in ("trafilatura", "htmldate", "justext", "courlan", "readability"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

#: Pages with more tags, or elements nested deeper, are not given to trafilatura: it copies and walks the tree many times.
MOST_TAGS = 60_000
DEEPEST = 250
#: A segment shorter than this (letters only) counts as kept only if it is a block of the extractor by itself.
_SHORT = 15

_DROPPED = re.compile(r"<(script|style|svg|iframe|select|template)\b[^>]*+(?:>|\Z)|<!--", re.IGNORECASE)
_CLOSING = {
    name: re.compile(f"</{name}\\b[^>]*+(?:>|\\Z)", re.IGNORECASE)
    for name in ("script", "style", "svg", "iframe", "select", "template")
}
_TAG = re.compile(
    r"<(/?)(?:div|section|article|span|ul|ol|li|table|tbody|tr|td|blockquote|b|i|a|em|font)\b", re.IGNORECASE
)


def without_scripts(source: str) -> str:
    """An HTML page without comments and elements that hold no text; in time linear in the page."""
    parts: list[str] = []
    absent: set[str] = set()
    position = 0
    while (opening := _DROPPED.search(source, position)) is not None:
        name = (opening[1] or "").lower()
        parts.append(source[position : opening.start()])
        position = opening.end()
        if name in absent:
            continue
        if name:
            closing = _CLOSING[name].search(source, position)
            end = closing.end() if closing else -1
        else:
            end = source.find("-->", position)
            end = end + 3 if end >= 0 else -1
        if end < 0:
            absent.add(name)
        else:
            position = end
    parts.append(source[position:])
    return "".join(parts)


def too_much(source: str) -> bool:
    """Whether a page has too many tags or too deep a nesting to be given to trafilatura."""
    if source.count("<") > 2 * MOST_TAGS:
        return True
    depth = 0
    for tag in _TAG.finditer(source):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def kept(source: str, segments: Sequence[Segment]) -> list[bool]:
    """Which segments trafilatura keeps as text of the article (balanced, fast mode, no comments).

    Its blocks are matched by their letters: a segment is kept if it equals a block, is part of one, or consists
    mostly of blocks.
    """
    found = bare_extraction(without_scripts(source), fast=True, include_comments=False)
    if not isinstance(found, Document) or not found.text:
        return [False] * len(segments)
    return align(found.text.split("\n"), segments)


def align(blocks: Sequence[str], segments: Sequence[Segment]) -> list[bool]:
    """Which segments stand in the blocks that an extractor put out."""
    plain = [letters(block) for block in blocks]
    exact = set(plain) - {""}
    whole = "".join(plain)
    texts = [letters(segment.text) for segment in segments]
    result = [text in exact or (len(text) > _SHORT and text in whole) for text in texts]
    rest = [block for block in exact - set(texts) if len(block) > _SHORT]
    for number, text in enumerate(texts):
        if not result[number] and len(text) > 2 * _SHORT and rest:
            covered = sum(len(block) for block in rest if block in text)
            result[number] = covered > 0.6 * len(text)
    return result
