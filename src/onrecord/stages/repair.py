"""What the scrape damaged, mended, with a record of what stood there; what cannot be mended is marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from onrecord.damage import captions, encoding, filters, markup, spacing, torn
from onrecord.damage.edits import BREAK, Edit, Mark, apply, hull, problem
from onrecord.damage.signs import Signs, signs
from onrecord.damage.words import listed
from onrecord.pipeline import Draft, PassageDraft, stage
from onrecord.records import Problem, Repair
from onrecord.spans import Aligned

_WORD = re.compile(r"[^\W\d_]+")
_NEIGHBOURS = re.compile(r"(?<!\w)([A-ZÀ-Þ][^\W\d_]+)(?= ([A-ZÀ-Þ][^\W\d_]+))")
_MOST_ALIKE = 5  # problems of one kind that are told one by one
_LONGEST = 100_000  # characters of a passage that is mended; no paragraph of an article comes near it
_MOST = 3_000  # changes in one passage; what needs more is no text
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
        if len(found) > _MOST:
            self.problems.append(problem(text, Mark(0, len(text), "too much of it to mend")))
            return text
        mended, repairs = apply(self.page.text, text, found)
        self.repairs += (repair for repair in repairs if repair.was != repair.now)
        return mended

    def clean(self, text: Aligned, seen: Signs) -> Aligned:
        """The text without what is no text at all, and with its characters decoded; BREAK where a part ends."""
        if seen.encoding:
            text = self.change(text, [*encoding.entities(text.text), *encoding.mojibake(text.text)])
        if seen.markup or seen.encoding:  # an unescaped reference may have been a tag
            text = self.change(text, markup.blobs(text.text))
            text = self.change(text, markup.find(text.text))
        return text

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
                joined = _joined((parts[-1].text, part))
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
    if BREAK not in part.text:
        return part
    pieces: list[Aligned] = []
    at = 0
    for stretch in part.text.split(BREAK):
        pieces.append(part.slice(at, at + len(stretch)).strip())
        at += len(stretch) + 1
    return _joined(pieces)


def _joined(pieces: Iterable[Aligned]) -> Aligned:
    """Pieces of one text with a space between them, save before closing punctuation."""
    parts: list[Aligned] = []
    for piece in pieces:
        if len(piece):
            if parts and piece.text[0] not in ".,;:!?)":
                parts.append(Aligned(" ", ()))
            parts.append(piece)
    return Aligned.join(parts)


def _damaged_words(
    passages: list[PassageDraft], language: str | None, tokens: Iterable[str]
) -> dict[str, dict[str, filters.Restored]]:
    """For each language of the page the words that a filter damaged; `tokens` are those of the page, each once."""
    codes = {passage.language or language or "" for passage in passages}
    found = {}
    for code in codes:
        if listed(code):
            if len(codes) > 1:
                own = (p.text.text for p in passages if (p.language or language or "") == code)
                tokens = {token for text in own for token in text.split()}
            found[code] = filters.restored_words(filters.words_of(" ".join(tokens)), code)
    return found


def _mend_words(
    mender: _Mender, passages: list[PassageDraft], language: str | None, seen: Signs
) -> Iterator[PassageDraft]:
    """The passages with their words and spaces mended, judged by the dictionary and by the rest of the page."""
    vocabulary: Counter[str] = Counter()
    pairs: frozenset[tuple[str, str]] = frozenset()
    if seen.camel:
        for passage in passages:
            vocabulary.update(_WORD.findall(passage.text.text))
        pairs = frozenset(pair for passage in passages for pair in _NEIGHBOURS.findall(passage.text.text))
    usual = seen.spaces and spacing.spaces_usual(passage.text.text for passage in passages)
    damaged = _damaged_words(passages, language, seen.tokens)
    suspects = {code: torn.hanging(seen.tokens, code) for code in damaged}
    begins = True
    for passage in passages:
        code = passage.language or language or ""
        plain = passage.text.text
        if len(plain) > _LONGEST:
            yield passage
            continue
        edits = [*filters.replaced(plain, damaged.get(code, {}))]
        marks: list[Mark] = []
        if seen.stops:
            edits += spacing.stops(plain, code)
        if seen.camel:
            edits += spacing.camel(plain, code, vocabulary, pairs)
        if usual:
            edits += spacing.added(plain, code)
        if seen.masks:
            lifted, marks = filters.masked(plain, code)
            edits += lifted
        if seen.torn or seen.spaces:
            marks += (*torn.find(plain, begins=begins), *encoding.marks(plain))
            begins = passage.kind == "caption" or not plain[-1:].isalnum()
        if suspects.get(code):
            marks += torn.spilled(plain, suspects[code], code)
        mender.problems += (problem(passage.text, mark) for mark in marks)
        yield replace(passage, text=mender.change(passage.text, edits)) if edits else passage


def _gathered(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems, but one kind of damage that is all over the page told once, at its first place, with its count."""
    counts = Counter(one.message for one in problems)
    told: set[str] = set()
    for one in problems:
        if counts[one.message] <= _MOST_ALIKE:
            yield one
        elif one.message not in told:
            told.add(one.message)
            yield replace(one, message=f"{one.message} ({counts[one.message]} places)")


@stage("repair", needs="text passages language", adds="passages repairs")
def repair(page: Draft) -> Draft:
    """What the scrape damaged, mended, with a record of what stood there; what cannot be mended becomes a problem.

    A word is changed only on evidence of the dictionary of its language, of the rest of the page, or of both.
    """
    mender = _Mender(page)
    seen = signs("\n".join(passage.text.text for passage in page.passages))
    parts: list[PassageDraft] = []
    for passage in page.passages:
        if len(passage.text) > _LONGEST:
            mender.problems.append(problem(passage.text, Mark(0, len(passage.text), "too long to be a passage")))
            parts.append(passage)
            continue
        if seen.encoding or seen.markup:
            passage = replace(passage, text=mender.clean(passage.text, seen))
        parts += mender.divide(passage)
    if mender.repairs:
        seen = signs("\n".join(passage.text.text for passage in parts))
    passages = tuple(_mend_words(mender, parts, page.language, seen))
    return replace(
        page,
        passages=passages,
        repairs=(*page.repairs, *sorted(mender.repairs, key=lambda r: r.span)),
        problems=(*page.problems, *_gathered(mender.problems)),
    )
