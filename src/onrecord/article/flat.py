"""Lines of a flattened page to passages: the headline among them, and the kind of each line of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.metadata.titles import cut, letters
from onrecord.metadata.words import (
    is_appeal,
    is_byline,
    is_caption,
    is_link_to_more,
    is_name_label,
    is_source_line,
    months,
)
from onrecord.records import PassageKind

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:;,。！？।؟][\"'”»“’)\]」』]*$")
_STOP = re.compile(r"[.!?…。！？।؟][\"'”»“’)\]」』]*$")
_ENDS = re.compile(r"[.!?…]\s+\S.*[.!?…][\"'”»“’)]*$")
_ITEM = re.compile(r"^(?:[•▪●◦‣∙·*]|[-–]\s(?=[^\W\d_]{2,}\s)|\d{1,2}[.)]\s)\s*")
_STEP = re.compile(r"\s[»›>]\s")
_PATH = re.compile(r"(?:[^»›>«‹<|]{2,40}\s[»›>]\s+)+")
#: A step of a path to a page has no more words than this.
_LONGEST_STEP = 4
_DATE = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}")
_NUMERIC_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}\s*[年년]\s*\d{1,2}\s*[月월]")
#: A headline standing by itself is looked for this many lines above the article.
_ABOVE = 6
#: Captions are looked for this many lines above and below the article.
_REACH = 3
_LONGEST_TITLE = 250
#: A pull quote has no more characters than this; a gap with pull quotes has no more lines.
_LONGEST_PULL, _WIDEST_GAP = 120, 6
#: A date among so many paragraphs at the opening dates the page.
_OPENING = 2
#: So many short lines one below the other are a list.
_SHORTEST_LIST = 3
#: A text of no more lines than this may be a note that nothing surrounds; a sentence of it has so many words at least.
_LONGEST_NOTE, _SHORTEST_SENTENCE = 8, 4
#: A line of so many words is told as a sentence is, whether a stop ends it or not.
_SURELY_A_SENTENCE = 15


class Headline(NamedTuple):
    """Which line is the headline, how many of its characters are its words, and where in it they begin."""

    line: int
    length: int
    start: int = 0


def _dense(text: str) -> bool:
    """Whether a line of some length is in a script that sets no blanks between words, or few."""
    return len(text) >= 8 and any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in text[:40])


def _title_like(text: str) -> bool:
    words = len(_WORD.findall(text))
    return (3 <= words <= 40 or _dense(text)) and len(text) <= _LONGEST_TITLE and not text.endswith((".", ";", ","))


def headline(lines: Sequence[str], article: Sequence[bool], given: str | None = None) -> Headline | None:
    """The line that is the headline of the article, or None.

    A flattened page begins with the title of the document, often with the outlet behind it, and repeats it above the
    article. A title given from outside is looked for first. Otherwise the first line is the headline if a later line or the
    words of the article confirm it; failing that, a line that looks like one right above the article.
    """
    first = next((number for number, take in enumerate(article) if take), None)
    if given and (wanted := letters(given)):
        for number, line in enumerate(lines):
            if letters(line) == wanted or (number < 3 and len(wanted) > 10 and letters(line).startswith(wanted)):
                return Headline(number, len(line) if letters(line) == wanted else _prefix(line, wanted))
    if first is None or len(lines) < 2:
        return None  # one line alone is what is told, and no headline of it
    top = lines[0]
    body = "\n".join(line for line, take in zip(lines, article, strict=True) if take)
    start = _path(top, lines[1 : first + 2])
    top = top[start:]
    if (first > 0 or not _SENTENCE_END.search(top)) and _title_like(top):
        plain = letters(top)
        for line in lines[1 : first + 2]:  # the title again, without what hangs on it
            if line[0].isalnum() and not plain.startswith(line[0].lower()):
                continue
            again = letters(line)
            if len(again) >= 12 and plain.startswith(again) and _title_like(line):
                return Headline(0, _prefix(top, again), start)
        text = cut(top, body=body)
        if _confirmed(text, body):
            return Headline(0, len(text), start)
    for number in range(first - 1, max(-1, first - 1 - _ABOVE), -1):
        line = lines[number]
        if _title_like(line) and not _is_furniture(line) and not is_caption(line) and _confirmed(line, body):
            return Headline(number, len(line))
    return None


def _path(top: str, below: Sequence[str]) -> int:
    """How many characters of a title line are the path to the page ("Home » World » ...").

    It has two steps or more, or what follows it stands below by itself.
    """
    found = _PATH.match(top) if _STEP.search(top) else None
    if found is None or not _title_like(top[found.end() :]):
        return 0
    again = letters(top[found.end() :])
    sure = len(_STEP.findall(found[0])) > 1 or any(letters(line) == again for line in below)
    return found.end() if sure and len(_WORD.findall(top[found.end() :])) > _LONGEST_STEP else 0


def _prefix(line: str, plain: str) -> int:
    """How many characters of a line hold the letters `plain` that it begins with."""
    seen = 0
    for position, char in enumerate(line):
        seen += len(char.lower()) if char.isalnum() or char == "_" else 0
        if seen >= len(plain):
            end = position + 1
            while end < len(line) and line[end] in "\"'”»’)?!.…":
                end += 1
            return end
    return len(line)


def _confirmed(title: str, body: str) -> bool:
    """Whether enough of the longer words of a title occur in the article."""
    words = {word.lower() for word in _WORD.findall(title) if len(word) > 3}
    if not words:
        return any(char in body for char in title if char > "\u3040")
    text = body.lower()
    return sum(word[: max(4, len(word) - 2)] in text for word in words) >= max(1, 0.3 * len(words))


def _is_furniture(line: str) -> bool:
    """Bylines, dates, "source:" lines and appeals to the reader."""
    return _is_other(line) or _is_date(line)


def _is_other(line: str) -> bool:
    """Bylines, "source:" lines and appeals to the reader."""
    return is_source_line(line) or is_appeal(line) or is_link_to_more(line) or is_byline(line)


def _is_date(line: str) -> bool:
    """Short lines with a date in them that are no sentence."""
    if len(line) >= 90 or not _DATE.search(line) or _SENTENCE_END.search(line):
        return False
    words = _WORD.findall(line.lower())
    return len(words) <= 12 and (any(word in months() for word in words) or _NUMERIC_DATE.search(line) is not None)


def is_note(lines: Sequence[str]) -> bool:
    """Whether a text is a few sentences and hardly anything else, as somebody types or pastes them: no page, with nothing to clean away.

    One line alone is, whatever it is: a sentence of a data set, without its stop.
    """
    if not 1 < len(lines) <= _LONGEST_NOTE:
        return len(lines) == 1
    sizes = [len(_WORD.findall(line)) for line in lines]
    told = sum(
        size
        for line, size in zip(lines, sizes, strict=True)
        if (size >= _SURELY_A_SENTENCE or ((size >= _SHORTEST_SENTENCE or _dense(line)) and _STOP.search(line)))
        and not _is_furniture(line)
    )
    return 2 * told > sum(sizes)


def kinds(lines: Sequence[str], article: Sequence[bool], title: Headline | None) -> list[PassageKind | None]:
    """The kind of passage that each line is, None for what is not article.

    The verdict on each line stands, but for what its words give away: credits, bylines, appeals, and dates at the edges.
    """
    found: list[PassageKind | None] = [None] * len(lines)
    for number, take in enumerate(article):
        if take and not _is_other(lines[number]):
            found[number] = _kind_of(lines[number])
    short = [
        number for number, kind in enumerate(found) if kind in ("subhead", "paragraph") and _is_date(lines[number])
    ]
    dates = set(short)
    bodies = [number for number, kind in enumerate(found) if kind == "paragraph" and number not in dates]
    for number in short:  # in the middle of an article a date belongs to it: a signature, a heading of a chronicle
        if not bodies or not bodies[min(_OPENING, len(bodies) - 1)] < number < bodies[-1]:
            found[number] = None
    if bodies:
        for number in range(max(0, bodies[0] - _REACH), min(len(lines), bodies[-1] + _REACH + 1)):
            if found[number] is None and is_caption(lines[number]) and not is_source_line(lines[number]):
                found[number] = "caption"
        _add_quoted(lines, found, bodies)
    _mark_lists(found)
    if title is not None:
        found[title.line] = "headline"
    return found


def _add_quoted(lines: Sequence[str], found: list[PassageKind | None], bodies: Sequence[int]) -> None:
    """Paragraphs between others that were left out together with the pull quotes taken from them."""
    for low, high in pairwise(bodies):
        if not 2 < high - low <= _WIDEST_GAP:
            continue
        left = [number for number in range(low + 1, high) if found[number] is None]
        short = [
            text for number in left if len(lines[number]) <= _LONGEST_PULL and len(text := letters(lines[number])) >= 12
        ]
        for number in left:
            line, plain = lines[number], letters(lines[number])
            quoted = any(text in plain and plain.count(text) == 1 and 1.5 * len(text) < len(plain) for text in short)
            if quoted and _ENDS.search(line) and not _is_furniture(line) and not is_caption(line):
                found[number] = "paragraph"


def _mark_lists(found: list[PassageKind | None]) -> None:
    """Short lines one below the other are a list, not so many subheads."""
    begun: int | None = None
    for number, kind in enumerate([*found, None]):
        if kind == "subhead":
            begun = number if begun is None else begun
        elif begun is not None:
            if number - begun >= _SHORTEST_LIST:
                found[begun:number] = ["listing"] * (number - begun)
            begun = None


def _kind_of(line: str) -> PassageKind:
    if is_caption(line):
        return "caption"
    if _ITEM.match(line) and len(line) < 300:
        return "listing"
    if len(line) < 80 and len(_WORD.findall(line)) <= 10 and not _SENTENCE_END.search(line) and not is_name_label(line):
        return "subhead" if line[-1] not in '"”»“’' else "paragraph"
    return "paragraph"
