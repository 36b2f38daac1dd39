"""Who wrote a page and who publishes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.metadata.head import Head
from onrecord.metadata.titles import collapse, host, letters
from onrecord.metadata.words import byline, is_caption, one_of
from onrecord.pipeline import Segment

_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "citation_author")
_BETWEEN = re.compile(r"\s*[;|•·/]\s*|\s*,\s+(?=[^\W\d_])|\s*、\s*")
_ADDRESS = re.compile(r"^(?:https?:|www\.|@|\S+@\S+$)", re.IGNORECASE)
#: A byline is looked for this many segments around the first paragraph.
_NEAR = 8
_MOST_NAMES = 12


def names_in(text: str) -> list[str]:
    """The single names in a byline: "Jane Doe and John Roe, Nairobi" -> three names, the place among them."""
    joint = re.compile(rf"\s+(?:{one_of('between')})\s+", re.IGNORECASE)
    leading = re.compile(rf"^(?:{one_of('byline')})\s*[:：]?\s+", re.IGNORECASE)
    parts = [part for piece in _BETWEEN.split(leading.sub("", text)) for part in joint.split(piece)]
    return [part.strip(" ,.") for part in parts if part.strip(" ,.")]


def _of_statement(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for inner in value for name in _of_statement(inner)]
    if isinstance(value, dict):
        return _of_statement(value.get("name"))
    return names_in(collapse(value)) if collapse(value) else []


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        if 1 < len(name) < 80 and letters(name) and not _ADDRESS.match(name):
            found.setdefault(letters(name), name)
    return tuple(found.values())[:_MOST_NAMES]


def authors(head: Head | None, segments: Sequence[Segment], first: int | None) -> tuple[str, ...]:
    """The authors that metadata or a byline name, in the order of the page; `first` is the segment of the first paragraph."""
    if head is not None:
        for statement in head.articles():
            if found := _unique(_of_statement(statement.get("author") or statement.get("creator"))):
                return found
        for key in _META:
            if found := _unique(name for content in head.metas.get(key, ()) for name in names_in(content.text)):
                return found
    if first is None:
        return ()
    for number in range(max(0, first - _NEAR), min(len(segments), first + 2)):
        text = segments[number].text
        if "related" in segments[number].inside or "aside" in segments[number].inside or is_caption(text):
            continue
        if (line := byline(text)) is not None:
            return _unique(names_in(line))
    return ()


def outlet(head: Head | None, url: str | None, tail: str) -> str | None:
    """The name of the outlet: by metadata, by what hangs on the title (`tail`), by the host of the address."""
    if head is not None:
        if (content := head.meta("og:site_name")) and not _ADDRESS.match(content.text):
            return content.text
        for statement in head.articles():
            if name := _publisher(statement):
                return name
        if content := head.meta("application-name", "dc.publisher", "publisher"):
            return content.text if not _ADDRESS.match(content.text) else host(content.text) or None
    if tail:
        return tail
    return host(url) or (host(head.links.get("canonical")) if head is not None else "") or None


def _publisher(statement: Mapping[str, Any]) -> str:
    publisher = statement.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    return collapse(publisher.get("name")) if isinstance(publisher, dict) else ""
