"""Bytes to decoded text, and the text to segments that know their offsets."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.pipeline import Draft, Segment, stage


@stage("read", needs="raw", adds="text form segments")
def read(page: Draft) -> Draft:
    """Bytes to decoded text, and the text to segments that know their offsets."""
    raw = page.raw
    text = raw.content if isinstance(raw.content, str) else raw.content.decode("utf-8", "replace")
    segments = []
    offset = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = offset + line.index(stripped)
            segments.append(Segment(text=stripped, pieces=((start, start + len(stripped)),)))
        offset += len(line)
    return replace(page, text=text, form=raw.form or "text", segments=tuple(segments))
