"""What the scrape damaged, mended, with a record of what stood there; what cannot be mended is marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from onrecord.damage import captions, encoding, filters, markup, spacing, torn
from onrecord.damage.edits import BREAK, Edit, apply, hull, problem
from onrecord.damage.words import listed
from onrecord.pipeline import Draft, PassageDraft, stage
from onrecord.records import Problem, Repair
from onrecord.spans import Aligned

_WORD = re.compile(r"[^\W\d_]+")
_NEIGHBOURS = re.compile(r"(?<!\w)([A-ZÀ-Þ][^\W\d_]+)(?= ([A-ZÀ-Þ][^\W\d_]+))")
_HUMP = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]{2}")
_EDGES = BREAK + " \t\r\n\u00a0"


class _Mender:
    """One page in repair: the passages done so far, and what was changed and marked."""

    def __init__(self, page: Draft) -> None:
        self.page = page
        self.repairs: list[Repair] = []
        self.problems: list[Problem] = []

    def change(self, text: Aligned, edits: Iterable[Edit]) -> Aligned:
        """The text with its edits made and recorded."""
        found = list(edits)
        if not found:
            return text
        mended, repairs = apply(self.page.text, text, found)
        self.repairs += (repair for repair in repairs if repair.was != repair.now)
        return mended

    def clean(self, text: Aligned) -> Aligned:
        """The text without what is no text at all, and with its characters decoded; BREAK where a part ends."""
        plain = text.text
        if not plain.isascii() or "&" in plain or ";" in plain:
            text = self.change(text, [*encoding.entities(plain), *encoding.mojibake(plain)])
        if blobs := markup.blobs(text.text):
            text = self.change(text, blobs)
        return self.change(text, markup.find(text.text))

    def divide(self, passage: PassageDraft) -> list[PassageDraft]:
        """The passage as one or more: captions by themselves, repetitions dropped."""
        text = passage.text
        pieces = captions.divide(text.text, passage.language)
        if pieces is None:
            rest = _trimmed(text, 0, len(text)) if BREAK in text.text else text
            return [replace(passage, text=rest)] if len(rest) else []
        parts: list[PassageDraft] = []
        previous = ""
        for piece in pieces:
            part = _trimmed(text, piece.start, piece.end)
            if not len(part):
                continue
            if piece.kind == "doubled":
                self._drop(part)
            elif piece.kind == "text" and previous == "text" and passage.kind != "listing":
                joined = Aligned.join((parts[-1].text, part), " ")
                parts[-1] = replace(parts[-1], text=joined)
            else:
                if parts:
                    self._cut(parts[-1].text, part)
                caption = piece.kind == "caption" and passage.kind in ("paragraph", "lead", "caption")
                parts.append(replace(passage, text=part, kind="caption" if caption else passage.kind))
            previous = piece.kind
        return parts

    def _drop(self, part: Aligned) -> None:
        if span := hull(part, 0, len(part)):
            self.repairs.append(Repair(span=span, was=self.page.text[slice(*span)], now="", why="doubled"))

    def _cut(self, before: Aligned, after: Aligned) -> None:
        """Records that white space between two parts is a border now, if nothing else between them was recorded."""
        left, right = hull(before, 0, len(before)), hull(after, 0, len(after))
        if left and right and left[1] < right[0] and not (was := self.page.text[left[1] : right[0]]).strip():
            self.repairs.append(Repair(span=(left[1], right[0]), was=was, now="\n", why="fused"))


def _trimmed(text: Aligned, start: int, end: int) -> Aligned:
    """A stretch of text without white space and BREAK at its ends; BREAK inside reads as a space."""
    plain = text.text[start:end]
    low = start + len(plain) - len(plain.lstrip(_EDGES))
    part = text.slice(low, max(low, start + len(plain.rstrip(_EDGES))))
    while (at := part.text.find(BREAK)) >= 0:
        part = Aligned.join((part.slice(0, at).strip(), part.slice(at + 1, len(part)).strip()), " ")
    return part


def _mend_words(mender: _Mender, passages: list[PassageDraft], language: str | None) -> Iterator[PassageDraft]:
    """The passages with their words and spaces mended, judged by the dictionary and by the rest of the page."""
    vocabulary: Counter[str] = Counter()
    humps = False
    for passage in passages:
        vocabulary.update(_WORD.findall(passage.text.text))
        humps = humps or _HUMP.search(passage.text.text) is not None
    pairs = (
        frozenset(pair for passage in passages for pair in _NEIGHBOURS.findall(passage.text.text))
        if humps
        else frozenset()
    )
    tokenised = spacing.tokenised(passage.text.text for passage in passages)
    damaged = {
        code: filters.restored_words({w for p in passages if p.language == code for w in filters.words_of(p.text.text)}, code)
        for code in {passage.language or language for passage in passages}
        if code and listed(code)
    }
    for passage in passages:
        code = passage.language or language or ""
        plain = passage.text.text
        edits = [*filters.replaced(plain, damaged.get(code, {})), *spacing.stops(plain, code)]
        if humps:
            edits += spacing.camel(plain, code, vocabulary, pairs)
        if not tokenised:
            edits += spacing.added(plain, code)
        lifted, marks = filters.masked(plain, code)
        mender.problems += (problem(passage.text, mark) for mark in (*marks, *torn.find(plain, code)))
        mender.problems += (problem(passage.text, mark) for mark in encoding.marks(plain))
        yield replace(passage, text=mender.change(passage.text, [*edits, *lifted]))


@stage("repair", needs="text passages language", adds="passages repairs")
def repair(page: Draft) -> Draft:
    """What the scrape damaged, mended, with a record of what stood there; what cannot be mended becomes a problem.

    A word is changed only on evidence of the dictionary of its language, of the rest of the page, or of both.
    """
    mender = _Mender(page)
    parts = [
        part
        for passage in page.passages
        for part in mender.divide(replace(passage, text=mender.clean(passage.text)))
    ]
    passages = tuple(_mend_words(mender, parts, page.language))
    return replace(
        page,
        passages=passages,
        repairs=(*page.repairs, *sorted(mender.repairs, key=lambda r: r.span)),
        problems=(*page.problems, *mender.problems),
    )
