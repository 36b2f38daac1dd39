"""The statements of an HTML page about itself: meta elements, title, times and JSON-LD, with their offsets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

from onrecord.spans import Span

_VALUES = r"""((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+)"""
_ELEMENT = re.compile(rf"<(meta|link|time|title|script)(?=[\s>/]){_VALUES}(?:>|\Z)", re.IGNORECASE)
# A name begins where no other could have begun before it: without that, a long run without "=" costs its length squared.
_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([^\s"'=<>/]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_TITLE_END = re.compile(r"</title", re.IGNORECASE)
_ARTICLE = re.compile(r"Article$|Posting$|^(?:Report|ReportageNewsArticle|Blog|CreativeWork|WebPage|VideoObject)$")
_TRAILING_COMMA = re.compile(r",(\s*+[}\]])")
#: A title element that is not closed within this many characters is not read.
_LONGEST_TITLE = 2000
#: JSON-LD nested deeper than this is not walked.
_DEEPEST = 12


class Content(NamedTuple):
    """A value as it reads, and where it stands on the page."""

    text: str
    span: Span


class Head(NamedTuple):
    """What a page states of itself; names of meta elements in lower case, each with its values in order."""

    metas: Mapping[str, tuple[Content, ...]]
    links: Mapping[str, str]
    title: Content | None
    times: tuple[Mapping[str, str], ...]
    statements: tuple[Mapping[str, Any], ...]

    def meta(self, *names: str) -> Content | None:
        """The first value that is not empty of the first of the names that has one."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content.text:
                    return content
        return None

    def articles(self) -> list[Mapping[str, Any]]:
        """JSON-LD objects that describe an article, those that say so most clearly first."""

        def rank(found: Mapping[str, Any]) -> int:
            kinds = " ".join(types(found))
            if re.search(r"NewsArticle|Reportage|LiveBlog|AnalysisNews|OpinionNews", kinds):
                return 0
            return 1 if re.search(r"Article|Posting|Report", kinds) else 2

        return sorted((s for s in self.statements if any(_ARTICLE.search(kind) for kind in types(s))), key=rank)


def types(statement: Mapping[str, Any]) -> list[str]:
    """Names of the types of a JSON-LD object."""
    kinds = statement.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def walk(value: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """All objects within a JSON value, outer ones first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, depth + 1)


def _loads(text: str) -> object:
    """A JSON value from a script element, forgiving what browsers' users get away with; None where it is no JSON."""
    text = (
        text.strip()
        .removeprefix("<![CDATA[")
        .removesuffix("]]>")
        .removeprefix("<!--")
        .removesuffix("-->")
        .strip(" \n\t;")
    )
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


@lru_cache(maxsize=1)
def head(source: str) -> Head:
    """What the HTML page `source` states of itself; the last page is remembered for the next stage."""
    metas: dict[str, list[Content]] = {}
    links: dict[str, str] = {}
    times: list[Mapping[str, str]] = []
    statements: list[Mapping[str, Any]] = []
    title: Content | None = None
    position = 0
    while (element := _ELEMENT.search(source, position)) is not None:
        position = element.end()
        name = element[1].lower()
        if name == "title":
            ending = _TITLE_END.search(source, position, position + _LONGEST_TITLE)
            if title is None and ending:
                title = Content(_read(source[position : ending.start()]), (position, ending.start()))
            continue
        if name == "script":
            ending = _SCRIPT_END.search(source, position)
            end = ending.start() if ending else len(source)
            if "ld+json" in element[2].lower():
                statements.extend(walk(_loads(source[position:end])))
            position = end
            continue
        values = {found[1].lower(): found for found in _ATTRIBUTE.finditer(element[2])}
        offset = element.start(2)
        if name == "meta":
            _meta(values, offset, metas)
        elif name == "link" and (href := values.get("href")):
            links.setdefault(_value(values.get("rel")).lower(), _value(href))
        elif name == "time":
            times.append({key: _value(value) for key, value in values.items()})
    return Head({key: tuple(value) for key, value in metas.items()}, links, title, tuple(times), tuple(statements))


def _read(raw: str) -> str:
    return " ".join(unescape(raw).split())


def _value(found: re.Match[str] | None) -> str:
    return _read(found[found.lastindex or 0]) if found and (found.lastindex or 0) > 1 else ""


def _meta(values: Mapping[str, re.Match[str]], offset: int, metas: dict[str, list[Content]]) -> None:
    content = values.get("content")
    if content is None or (content.lastindex or 0) < 2:
        return
    group = content.lastindex or 0
    start, end = content.span(group)
    for key in ("property", "name", "itemprop", "http-equiv"):
        for name in _value(values.get(key)).lower().split():
            metas.setdefault(name, []).append(Content(_value(content), (offset + start, offset + end)))
