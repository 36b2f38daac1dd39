"""What the archive answers: typed rows for pages, hits, versions, cases, counts and problems."""

from __future__ import annotations

from typing import Literal

from onrecord.records import Attribution, PageRecord, Passage, Problem, Record
from onrecord.spans import Span, Spans

Kind = Literal["page", "passage", "mention", "attribution", "event", "figure", "deadline", "position"]

What = Literal["new", "version", "replaced", "noted", "unchanged"]

#: Kinds of records with an id of their own and the field of PageRecord that holds them.
KINDS: dict[Kind, str] = {
    "passage": "passages",
    "mention": "mentions",
    "attribution": "attributions",
    "event": "events",
    "figure": "figures",
    "deadline": "deadlines",
    "position": "positions",
}


class Added(Record, frozen=True, kw_only=True):
    """A page that is safe on disk, and what adding it did.

    new: first at its address; version: another text at a known address; replaced: same page, other records (a newer
    onrecord, other given facts); noted: same page and records, seen elsewhere or for another case; unchanged.
    """

    id: str
    what: What
    version: int


class PageRow(Record, frozen=True, kw_only=True):
    """A page of the archive without its contents. `address` and `version` are those of its first sighting.

    `newest`: no later version at one of its addresses. `added` is UTC, ISO 8601.
    """

    id: str
    key: str | None
    path: str | None
    url: str | None
    address: str
    version: int
    newest: bool
    language: str | None
    outlet: str | None
    published: str | None
    title: str
    retrieved: str | None
    added: str
    made_by: str
    cases: tuple[str, ...]


class Sighting(Record, frozen=True, kw_only=True):
    """One place where the bytes of a page were met."""

    path: str | None
    url: str | None
    key: str | None
    retrieved: str | None
    seen: str


class Found(Record, frozen=True, kw_only=True):
    """What an id leads to: a page, or (`item`) one record on it."""

    kind: Kind
    page: PageRow
    record: PageRecord
    item: Record | None


class Snippet(Record, frozen=True, kw_only=True):
    """A stretch of a text around what was searched; `marks` are offsets in this stretch."""

    text: str
    marks: Spans


class Hit(Record, frozen=True, kw_only=True):
    """One record that a search found: `marks` (in `text`) and `speaker_marks` (in `speaker`) are the words found."""

    page: PageRow
    id: str
    kind: Literal["attribution", "passage"]
    text: str
    spans: Spans
    marks: Spans
    speaker: str = ""
    speaker_marks: Spans = ()
    attribution: Attribution | None = None
    passage: Passage | None = None

    def snippet(self, width: int = 160) -> Snippet:
        """About `width` characters of the text around the first words found, cut between words."""
        return cut(self.text, self.marks, width)


class Case(Record, frozen=True, kw_only=True):
    """A case and how many pages it has."""

    name: str
    pages: int
    created: str


class PageProblem(Record, frozen=True, kw_only=True):
    """Something that went wrong, with the page where there is one."""

    page: str | None
    path: str | None
    problem: Problem
    noted: str


class Counts(Record, frozen=True, kw_only=True):
    """How much is there; `records` by kind, `languages` and `outlets` in pages (newest versions), largest first."""

    pages: int
    newest: int
    addresses: int
    cases: int
    problems: int
    records: dict[str, int]
    languages: dict[str, int]
    outlets: dict[str, int]
    published_from: str | None
    published_to: str | None
    bytes: int


def cut(text: str, marks: Spans, width: int) -> Snippet:
    """About `width` characters of `text` around the first of `marks`, cut between words, with ellipses."""
    if len(text) <= width:
        return Snippet(text=text, marks=marks)
    first = marks[0] if marks else (0, 0)
    start = max(0, min(first[0] - width // 3, len(text) - width))
    end = min(len(text), start + width)
    # a word boundary within reach, else (no spaces in this script) the bare cut
    if start and (space := text.find(" ", start, min(start + 20, first[0]))) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", max(end - 20, first[1]), end)) >= 0:
        end = space
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    kept: list[Span] = [
        (max(low, start) + shift, min(high, end) + shift) for low, high in marks if low < end and high > start
    ]
    return Snippet(text=before + text[start:end] + after, marks=tuple(kept))
