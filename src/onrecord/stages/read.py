"""Bytes to decoded text, and the text to segments that know their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from msgspec.structs import replace

from onrecord.charsets import Decoded, decode, without_surrogates
from onrecord.markup import LONGEST_BLOCK, blocks, looks_like_html
from onrecord.pipeline import Draft, Segment, stage
from onrecord.settings import settings

_LINE = re.compile(r"\S(?:[^\r\n\v\f\u2028\u2029]*\S)?")


@stage("read", needs="raw", adds="text form segments")
def read(page: Draft) -> Draft:
    """Bytes to decoded text, and the text to segments that know their offsets.

    A page over the limits of size or number of segments gets a problem and no segments.
    """
    raw, limits = page.raw, settings()
    if len(raw.content) > limits.max_page_bytes:
        return page.problem(
            "read", f"page of {len(raw.content)} bytes, more than max_page_bytes {limits.max_page_bytes}"
        )
    if isinstance(raw.content, str):
        decoded = Decoded(without_surrogates(raw.content), "")
    else:
        decoded = decode(raw.content, raw.encoding)
    text = decoded.text
    for message in decoded.problems:
        page = page.problem("read", message)
    form: Literal["html", "text"] = raw.form or ("html" if looks_like_html(text) else "text")
    found = blocks(text) if form == "html" else _from_lines(text)
    segments = tuple(islice(found, limits.max_segments + 1))
    if len(segments) > limits.max_segments:
        page = page.problem("read", f"page of more than max_segments {limits.max_segments} blocks of text")
        segments = ()
    elif not segments and not raw.problems:
        page = page.problem("read", "page without text")
    return replace(page, text=text, form=form, segments=segments)


def _from_lines(text: str) -> Iterator[Segment]:
    """Lines without the white space at their ends; a very long one is cut at white space."""
    for line in _LINE.finditer(text, 1 if text.startswith("\ufeff") else 0):
        start, end = line.span()
        if end - start <= LONGEST_BLOCK:
            yield Segment(text=line.group(), pieces=((start, end),))
            continue
        while start < end:
            stop = _cut(text, start, end)
            part = text[start:stop]
            stripped = part.strip()
            if stripped:
                first = start + len(part) - len(part.lstrip())
                yield Segment(text=stripped, pieces=((first, first + len(stripped)),))
            start = stop


def _cut(text: str, start: int, end: int) -> int:
    """Where to end a segment that begins at `start` of a line that ends at `end`."""
    if end - start <= LONGEST_BLOCK:
        return end
    space = text.rfind(" ", start, start + LONGEST_BLOCK)
    return space + 1 if space > start else start + LONGEST_BLOCK
