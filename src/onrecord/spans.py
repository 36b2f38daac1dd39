"""Text that remembers where each of its characters stands in the page it came from."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

Span = tuple[int, int]
Spans = tuple[Span, ...]


class Run(NamedTuple):
    """Characters `start` to `end` of a text and the pieces of the page they stand for.

    A verbatim run has one piece of equal length and maps character by character; any other run (an unescaped entity,
    collapsed white space, a repair) stands for its pieces as a whole. A run without pieces is not on the page.
    """

    start: int
    end: int
    pieces: Spans
    verbatim: bool


def merge(pieces: Iterable[Span]) -> Spans:
    """Pieces in reading order, those that touch or overlap their predecessor joined to it.

    Empty ones are left out, and so are those that an earlier one covers: both halves of a repair that was cut in two
    stand for all of its pieces, which are named once.
    """
    merged: list[Span] = []
    furthest = 0
    for start, end in pieces:
        if start == end:
            continue
        if start < furthest and any(low <= start and end <= high for low, high in reversed(merged)):
            continue
        furthest = max(furthest, end)
        if merged and merged[-1][0] <= start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


class Aligned:
    """An immutable string with a map from its characters to spans of the page (code points, end exclusive)."""

    __slots__ = ("_starts", "runs", "text")

    def __init__(self, text: str, runs: Iterable[Run]) -> None:
        self.text = text
        self.runs = tuple(run for run in runs if run.start < run.end)
        self._starts = [run.start for run in self.runs]

    @classmethod
    def verbatim(cls, page: str, start: int, end: int) -> Aligned:
        """The characters of `page` from `start` to `end`, as they stand."""
        return cls(page[start:end], (Run(0, end - start, ((start, end),), True),))

    @classmethod
    def join(cls, parts: Iterable[Aligned], separator: str = "") -> Aligned:
        """Parts in order; the separator is not on the page."""
        texts: list[str] = []
        runs: list[Run] = []
        offset = 0
        for number, part in enumerate(parts):
            if number and separator:
                texts.append(separator)
                offset += len(separator)
            texts.append(part.text)
            runs.extend(Run(r.start + offset, r.end + offset, r.pieces, r.verbatim) for r in part.runs)
            offset += len(part.text)
        return cls("".join(texts), runs)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Aligned({self.text!r}, {self.spans()})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Aligned) and (self.text, self.runs) == (other.text, other.runs)

    def __hash__(self) -> int:
        return hash((self.text, self.runs))

    def _cut(self, start: int, end: int) -> Iterable[Run]:
        """Runs that overlap [start, end), verbatim ones trimmed to it, with offsets still in this text."""
        for run in self.runs[max(0, bisect_right(self._starts, start) - 1) :]:
            if run.start >= end:
                break
            low, high = max(run.start, start), min(run.end, end)
            if low >= high:
                continue
            if run.verbatim:
                source = run.pieces[0][0] - run.start
                yield Run(low, high, ((source + low, source + high),), True)
            else:
                yield Run(low, high, run.pieces, False)

    def spans(self, start: int = 0, end: int | None = None) -> Spans:
        """Where characters `start` to `end` of this text stand in the page; `()` for what is not on it."""
        end = len(self.text) if end is None else end
        return merge(piece for run in self._cut(start, end) for piece in run.pieces)

    def slice(self, start: int, end: int) -> Aligned:
        """Characters `start` to `end` as a text of their own."""
        return Aligned(
            self.text[start:end],
            (Run(r.start - start, r.end - start, r.pieces, r.verbatim) for r in self._cut(start, end)),
        )

    def strip(self) -> Aligned:
        """This text without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def replace(self, start: int, end: int, new: str) -> Aligned:
        """`new` in place of characters `start` to `end`; it stands for the same characters of the page.

        An insertion (`start == end`) stands for nothing on the page.
        """
        middle = Aligned(new, (Run(0, len(new), self.spans(start, end), False),))
        return Aligned.join((self.slice(0, start), middle, self.slice(end, len(self.text))))

    def find_source(self, offset: int) -> int | None:
        """Index in this text of the character that stands at `offset` of the page, or None."""
        for run in self.runs:
            for low, high in run.pieces:
                if low <= offset < high:
                    return run.start + offset - low if run.verbatim else run.start
        return None


def align_markup(page: str, pieces: Iterable[Span]) -> Aligned:
    """Text nodes of an HTML page as one text: entities unescaped, white space collapsed to single spaces, ends stripped.

    `pieces` are the spans of the text nodes in order; an empty piece is a line break (`<br>`) and reads as a space that
    is not on the page. The result reads as a browser shows inline content.
    """
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    blank = True  # a text starts as if white space stood before it, so that leading space is dropped
    for piece_start, piece_end in pieces:
        if piece_start == piece_end and not blank:
            runs.append(Run(length, length + 1, (), False))
            texts.append(" ")
            length += 1
            blank = True
        for token in _TOKEN.finditer(page, piece_start, piece_end):
            raw = text = token.group()
            kind = token.lastgroup
            if kind == "space":
                text = "" if blank else " "
            elif kind == "entity":
                text = html.unescape(raw)
            blank = kind == "space"
            if not text:
                continue
            verbatim = text == raw
            if verbatim and runs and runs[-1].verbatim and runs[-1].pieces[0][1] == token.start():
                last = runs.pop()
                runs.append(Run(last.start, length + len(text), ((last.pieces[0][0], token.end()),), True))
            else:
                runs.append(Run(length, length + len(text), (token.span(),), verbatim))
            texts.append(text)
            length += len(text)
    return Aligned("".join(texts), runs).strip()


def read_markup(page: str, pieces: Iterable[Span]) -> str:
    """What `align_markup(page, pieces).text` is, ten times as fast and without the map."""
    texts: list[str] = []
    blank = True
    for start, end in pieces:
        text = _UNEVEN.sub(" ", page[start:end]) if start < end else " "
        if blank and text.startswith(" "):
            text = text[1:]
        if text:
            blank = text[-1] == " "
            texts.append(html.unescape(text) if "&" in text else text)
    return "".join(texts).strip()


# NBSP and the like are characters of the text; only HTML's own white space collapses. A single blank between two words
# belongs to the text around it, so that a plain sentence is one token.
_TOKEN = re.compile(
    r"(?P<text>[^ \t\n\r\f&]++(?: [^ \t\n\r\f&]++)*+)|(?P<space>[ \t\n\r\f]++)|(?P<entity>&[#\w]+;?)|(?P<lone>&)"
)
_UNEVEN = re.compile(r"[ \t\n\r\f]{2,}+|[\t\n\r\f]")


def read_back(page: str, spans: Iterable[Span], *, markup: bool) -> str:
    """What the pieces of a record say, read straight off the page: the check on every span.

    `markup` says that the page is HTML, so that entities are unescaped. White space is collapsed.
    """
    raw = [page[start:end] for start, end in spans]
    return " ".join(" ".join(html.unescape(part) if markup else part for part in raw).split())
