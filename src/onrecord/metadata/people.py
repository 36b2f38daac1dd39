"""Who wrote a page and who publishes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from onrecord import languages
from onrecord.metadata.head import Head
from onrecord.metadata.titles import collapse, host, letters
from onrecord.metadata.words import byline, is_caption, is_name_label, one_of
from onrecord.pipeline import Segment

_META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
)
_BETWEEN = re.compile(r"\s*[;|•·/]\s*|\s*,\s+(?=[^\W\d_])|\s*、\s*")
#: A sign in brackets behind a name, as editors put it: "Jane Doe (jdo)".
_INITIALS = re.compile(r"\s*\([\w.]{1,5}\)$")
_ADDRESS = re.compile(r"^(?:https?:|www\.|@|\S+@\S+$)", re.IGNORECASE)
#: A byline is looked for this many segments around the first paragraph.
_NEAR = 8
_MOST_NAMES = 12
_PARTS = re.compile(r"\s[-–—|•·]\s")
_LONGEST_LINE = 160


@cache
def _joints(by: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What stands between names, and before a place, in the languages that begin a byline with `by` ("": in all)."""
    tables = [languages.table(code, "page.toml") for code in languages.codes()]
    own = [table for table in tables if by in table.get("byline", ())] or tables
    between, places = (
        "|".join(sorted({re.escape(word) for table in own for word in table.get(kind, ())}, key=len, reverse=True))
        for kind in ("between", "byplace")
    )
    place = re.compile(rf"\s+(?:{places})\s+(?=[^\W\d_a-zà-ÿ])") if by and places else None
    return re.compile(rf"\s+(?:{between or '&'})\s+", re.IGNORECASE), place


def names_in(text: str) -> list[str]:
    """The single names in a byline: "Jane Doe and John Roe, Nairobi" -> three names, the place among them.

    Words of the language of "by" tell names from each other, and from a place ("By Jane Doe in Nairobi").
    """
    leading = re.match(rf"(?P<by>{one_of('byline')})\s*[:：]?\s+", text, re.IGNORECASE)
    joint, place = _joints(leading["by"].lower() if leading else "")
    rest = text[leading.end() :] if leading else text
    if place is not None and (found := place.search(rest)):
        rest = rest[: found.start()]
    parts = [part for piece in _BETWEEN.split(rest) for part in joint.split(piece)]
    return [part.strip(" ,.") for part in parts if part.strip(" ,.")]


def _of_statement(value: object, head: Head) -> list[str]:
    """Names in the value of a JSON-LD property: text, objects with names or parts of names, references to other objects."""
    if isinstance(value, list):
        return [name for inner in value for name in _of_statement(inner, head)]
    if isinstance(value, dict):
        name = value.get("name") or " ".join(str(value[key]) for key in ("givenName", "familyName") if value.get(key))
        if not name and (target := value.get("@id")):
            name = next((s.get("name") for s in head.statements if s.get("@id") == target and s.get("name")), None)
        return [part for inner in (name if isinstance(name, list) else [name]) for part in _of_statement(inner, head)]
    text = collapse(value)
    return names_in(text) if text and not _ADDRESS.match(text) else []


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for whole in names:
        name = _INITIALS.sub("", whole)
        if 1 < len(name) < 80 and letters(name) and not _ADDRESS.match(name):
            found.setdefault(letters(name), name)
    return tuple(found.values())[:_MOST_NAMES]


def authors(
    head: Head | None, segments: Sequence[Segment], first: int | None, outlets: Sequence[str]
) -> tuple[str, ...]:
    """The authors that metadata or a byline name, in the order of the page; `first` is the segment of the first paragraph.

    Where metadata name only the outlet (`outlets`) and a byline names a person, the byline holds.
    """
    stated: list[tuple[str, ...]] = []
    if head is not None:
        stated = [_unique(_of_statement(s.get("author") or s.get("creator"), head)) for s in head.articles()]
        for key in _META:
            values = [content.text for content in head.metas.get(key, ()) if not _ADDRESS.match(content.text)]
            stated.append(_unique(name for value in values for name in names_in(value)))
    own = {letters(name) for name in outlets}
    persons = [names for names in stated if names and not all(letters(name) in own for name in names)]
    if persons:
        return persons[0]
    return _from_lines(segments, first) or next((names for names in stated if names), ())


def _from_lines(segments: Sequence[Segment], first: int | None) -> tuple[str, ...]:
    """The names in the byline next to the first paragraph; a block marked as byline needs no "by"."""
    if first is None:
        return ()
    marked: tuple[str, ...] = ()
    for number in range(max(0, first - _NEAR), min(len(segments), first + 2)):
        segment = segments[number]
        if not segment.inside.isdisjoint({"related", "aside", "nav", "footer"}) or is_caption(segment.text):
            continue
        parts = [segment.text, *(_PARTS.split(segment.text)[1:] if any(map(str.isdigit, segment.text)) else ())]
        for part in parts if len(segment.text) <= _LONGEST_LINE else ():  # "Published on 3 May - By Jane Doe"
            if (line := byline(part)) is not None:
                return _unique(names_in(part[: part.index(line) + len(line)]))
        if not marked and "byline" in segment.inside and is_name_label(segment.text):
            marked = _unique(names_in(segment.text))
    return marked


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
