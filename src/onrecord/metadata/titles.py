"""The title of a page, without the name of the outlet that metadata and flattened pages hang on to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from onrecord.metadata.head import Content, Head, types
from onrecord.metadata.words import listed
from onrecord.pipeline import Segment
from onrecord.spans import Spans

_RUN = re.compile(r"\w+")
#: For texts in ASCII, where a table is several times as fast as a pattern.
_NO_SIGNS = {code: None for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_SEPARATOR = re.compile(r"\s*[|｜»]\s*|\s+[-–—*•·:/]\s+|：(?=[^：]*$)|\s+::\s+")
_WORDS = re.compile(r"\w[\w.'’-]*")
#: More words than this at the end of a title are no name of an outlet.
_LONGEST_TAIL = 6


class Found(NamedTuple):
    """A title: how it reads, where it stands, and the index of the segment that shows it as a headline, if one does."""

    text: str
    spans: Spans
    segment: int | None


def letters(text: str) -> str:
    """The word characters of a text in lower case."""
    if text.isascii():
        return text.translate(_NO_SIGNS).lower()
    return "".join(_RUN.findall(text)).lower()


def collapse(text: object) -> str:
    """A string with entities of a second escaping undone and white space collapsed; "" for anything else."""
    return " ".join(unescape(unescape(text)).split()) if isinstance(text, str) else ""


def host(url: str | None) -> str:
    """Host of a URL without `www.`, in lower case; "" where there is none or the URL is broken."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def sites(head: Head, url: str | None) -> list[str]:
    """Names by which the page calls its outlet: site name, publisher, application, host, in this order."""
    names = [content.text for key in ("og:site_name", "application-name", "publisher") if (content := head.meta(key))]
    for statement in head.statements:
        publisher = statement.get("publisher")
        if isinstance(publisher, dict) and collapse(publisher.get("name")):
            names.append(collapse(publisher.get("name")))
        if any(kind in ("NewsMediaOrganization", "WebSite") for kind in types(statement)) and collapse(
            statement.get("name")
        ):
            names.append(collapse(statement.get("name")))
    for address in (url, head.links.get("canonical"), content.text if (content := head.meta("og:url")) else None):
        if name := host(address):
            names += [name, name.split(".")[0]]
    return list(dict.fromkeys(name for name in names if name))


def _is_site(tail: str, names: Iterable[str]) -> bool:
    plain = letters(tail)
    return bool(plain) and any(
        plain == name
        or (len(name) > 3 and name in plain and len(plain) <= 2.5 * len(name))
        or (len(plain) > 3 and plain in name)
        for name in map(letters, names)
    )


def _quotes(title: str, mark: re.Match[str]) -> bool:
    """Whether a "»" in a title closes a quotation (« ... ») or opens one (» ... «)."""
    if mark.group().strip() != "»":
        return False
    before = title[: mark.start()]
    return before.count("«") > before.count("»") or "«" in title[mark.end() :]


def cut(title: str, names: Sequence[str] = (), body: str = "") -> str:
    """The title without outlet and section at its end ("... | World", "... - BBC News").

    What stands behind a bar goes. What stands behind a dash or colon goes if it is one of `names`, or if it is a short
    name of capitalised words of which none occurs in `body`.
    """
    while True:
        separators = [found for found in _SEPARATOR.finditer(title) if not _quotes(title, found)]
        if not separators:
            return title
        for separator in separators:  # the longest tail that is the outlet as a whole: "| World News | Metro"
            if separator.start() > 8 and _is_site(title[separator.end() :], names):
                return title[: separator.start()]
        last = separators[-1]
        head, tail = title[: last.start()], title[last.end() :]
        words = _WORDS.findall(tail)
        if len(_WORDS.findall(head)) < 3 and len(head) < 12:
            return title
        bar = last.group().strip() in ("|", "｜", "»")
        if not words or len(words) > _LONGEST_TAIL:
            return title
        if not bar:
            capitalised = all(not word[0].islower() or len(word) < 4 for word in words) and words[0][0].isupper()
            if not body or not capitalised or any(len(word) > 3 and word.lower() in body.lower() for word in words):
                return title
        title = head


def _headlines(segments: Sequence[Segment]) -> list[int]:
    return [number for number, s in enumerate(segments) if s.tag == "h1" or "h1" in s.inside]


def _names(head: Head, url: str | None) -> list[str]:
    """The names of the outlet without those that are a title of the page: some sites call themselves as each article."""
    metas = (content for key in ("og:title", "twitter:title") if (content := head.meta(key)))
    titles = {letters(content.text) for content in (head.title, *metas) if content is not None}
    titles |= {letters(collapse(article.get("headline"))) for article in head.articles()}
    return [name for name in sites(head, url) if letters(name) not in titles]


def choose(head: Head, segments: Sequence[Segment], body: str, url: str | None) -> Found | None:
    """The title of an HTML page: the words of its visible headline, where metadata confirm which one that is.

    Metadata are asked in this order: the headline of the article (JSON-LD), the title for sharing, the title of the
    document. Where none of them agrees with an h1, two that agree with each other win, then the order.
    """
    names = _names(head, url)
    declared = [cut(collapse(a.get("headline")), names) for a in head.articles() if collapse(a.get("headline"))][:1]
    shared = [cut(collapse(c.text), names, body) for key in ("og:title", "twitter:title") if (c := head.meta(key))]
    whole = [cut(collapse(head.title.text), names, body)] if head.title else []
    stated = [text for text in (*declared, *shared, *whole) if len(text) > 2 and text not in names]
    shown = [number for number in _headlines(segments) if len(letters(segments[number].text)) > 5]
    visible = {letters(segments[number].text) for number in shown}
    plain = [letters(text) for text in stated]
    agreed = [text for text in stated if letters(text) in visible]
    agreed += [text for text, form in zip(stated, plain, strict=True) if declared and plain.count(form) > 1]
    candidates = [*agreed, *shared, *stated, *(segments[number].text for number in shown)]
    if not candidates:
        return None
    confirmed = [number for number in shown if letters(segments[number].text) in plain]
    return _place(candidates[0], head, segments, confirmed or shown[:1])


def _place(text: str, head: Head, segments: Sequence[Segment], visible: Sequence[int]) -> Found:
    """The words of a title on the page: as a headline, as another segment, in the metadata."""
    plain = letters(text)
    same = [number for number, segment in enumerate(segments) if letters(segment.text) == plain]
    best = [n for n in same if segments[n].tag == "h1"] or [n for n in same if segments[n].tag[:1] == "h"] or same
    shown = best[0] if best else (visible[0] if visible else None)
    for number in best:
        if collapse(segments[number].text) == text:
            return Found(text, segments[number].pieces, best[0])
    places = (head.title, *(head.metas.get("og:title", ())), *(head.metas.get("twitter:title", ())))
    for content in places:
        if content is not None and text in content.text:
            return Found(text, _within(content, text), shown)
    if best:
        return Found(segments[best[0]].text, segments[best[0]].pieces, best[0])
    return Found(text, (), shown)


def _within(content: Content, text: str) -> Spans:
    # Only where the raw value has as many characters as it reads does the place of its part follow from the text.
    start, end = content.span
    if end - start == len(content.text):
        first = start + content.text.index(text)
        return ((first, first + len(text)),)
    return ((start, end),) if content.text == text else ()


@cache
def _section_words() -> frozenset[str]:
    return frozenset(word for phrase in listed("section") for word in phrase.split())


def outlet_in(line: str, length: int) -> str:
    """The name of the outlet in what follows the first `length` characters of a title line, "" where there is none.

    Only a name that cannot be a section is taken: one with a domain, or of two words and more.
    """
    tail = _SEPARATOR.split(line[length:].strip(" |｜-–—»"))[-1].strip()
    words = _WORDS.findall(tail)
    if all(word.lower() in _section_words() for word in words):
        return ""
    named = "." in tail or (len(words) > 1 and all(word[0].isupper() for word in words if len(word) > 3))
    return tail if named and len(words) <= _LONGEST_TAIL else ""


def descriptions(head: Head) -> list[str]:
    """What the metadata of a page give as a description of its article."""
    found = [
        content.text
        for name in ("og:description", "description", "twitter:description")
        for content in head.metas.get(name, ())
    ]
    found += [collapse(statement.get("description")) for statement in head.articles()]
    return list(dict.fromkeys(text for text in found if len(text) > 40))
