"""From paired marks to the quotations of each passage: where they end, how they nest, which are one utterance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from onrecord.pipeline import Quotation
from onrecord.quoting.marks import Mark, find_marks
from onrecord.quoting.pairing import Line, Paired, pair

_SENTENCE_END = re.compile(r"[.!?…。！？؟]+[\"”»'’)\]]*(?=\s)|[。！？](?=.)")
_LOW = re.compile(r"[„‚]|(?<![\w,]),,\w")
_TERMINAL = frozenset(".!?…。！？؟:")
_QUOTES = frozenset("“”\"»«'’„")
_SINGLES = ("single", "angle single")
_WORD = re.compile(r"\w")
_NEAR = 80  # characters around a quotation that tell an utterance from a fragment
_LABEL_CHARS = 100  # a line longer than this is not a name or a label between paragraphs


class Style(NamedTuple):
    """What a language says of its marks: words that begin with an apostrophe, and how long a fragment may be."""

    elisions: Container[str]
    fragment_words: int
    fragment_chars: int


class Text(NamedTuple):
    """A passage as pairing sees it; `alone` keeps it out of the state that runs over passages (captions, headlines)."""

    text: str
    style: Style
    alone: bool


class _Found(NamedTuple):
    start: int
    end: int
    opened: bool
    closed: bool
    continues: bool
    carried: bool
    depth: int
    single: bool


def find_quotations(texts: Sequence[Text]) -> list[tuple[Quotation, ...]]:
    """The quotations of each passage in reading order, an outer one before what it contains."""
    low = any(_LOW.search(text.text) for text in texts)
    marks = [find_marks(text.text, text.style.elisions, low=low) for text in texts]
    running = [number for number, text in enumerate(texts) if not text.alone]
    found: list[list[_Found]] = [[] for _ in texts]
    for group in (running, *([number] for number, text in enumerate(texts) if text.alone)):
        for family in sorted({family for number in group for family in marks[number]}):
            lines = [Line(marks[number].get(family, ()), _is_label(texts[number].text)) for number in group]
            _add(found, texts, group, lines, pair(lines), single=family in _SINGLES)
    return _number([_nest(items) for items in found], texts)


def _is_label(text: str) -> bool:
    """Whether a line ends without closing a sentence, as a name, a label or a caption between paragraphs does."""
    bare = text.rstrip(" \t\u00a0\"”»'’")
    return len(bare) <= _LABEL_CHARS and bare[-1:] not in _TERMINAL


def _add(
    found: list[list[_Found]],
    texts: Sequence[Text],
    group: Sequence[int],
    lines: Sequence[Line],
    pairs: Sequence[Paired],
    *,
    single: bool,
) -> None:
    starts = [[mark.start for mark in line.marks] for line in lines]
    for one in pairs:
        number = group[one.line]
        text = texts[number].text
        if single and not (one.opening and one.closing) and not (one.carried or one.continues):
            continue  # an apostrophe
        if one.opening is None and one.closing is None and lines[one.line].label:
            continue  # a label that the utterance runs past
        start, end = _extent(text, one, lines[one.line].marks, starts[one.line])
        if end > start and _WORD.search(text, start, end):
            flags = (one.opening is not None, one.closing is not None, one.continues, one.carried)
            found[number].append(_Found(start, end, *flags, one.depth, single))


def _extent(text: str, one: Paired, marks: Sequence[Mark], starts: Sequence[int]) -> tuple[int, int]:
    """Start and end of a quotation; where a mark is missing, as far as the evidence goes and no further."""
    stripped = text.rstrip()
    inked = len(text) - len(text.lstrip())
    if one.opening is not None:
        start = one.opening.start
    elif one.continues or one.closing is None:
        start = inked
    else:
        before = bisect_left(starts, one.closing.start)
        start = _lone_start(text, one.closing, marks[before - 1].end if before else inked)
    if one.closing is not None:
        return start, one.closing.end
    if one.carried or one.opening is None:
        return start, len(stripped)
    after = bisect_right(starts, one.opening.start)
    if after < len(marks):
        return start, start + len(text[start : marks[after].start].rstrip())
    lead = text[max(0, start - _NEAR) : start].rstrip()
    if one.opening.leads or lead[-1:] in _TERMINAL or lead.endswith((",", "—", "–")):
        return start, len(stripped)  # it opened an utterance: all the passage that is left
    stop = _SENTENCE_END.search(text, one.opening.end)
    return start, stop.end() if stop else len(stripped)


def _lone_start(text: str, closing: Mark, floor: int) -> int:
    """Where a quotation without an opening mark begins: with its sentence, after `floor`, the mark before it."""
    tail = len(text[floor : closing.start].rstrip(" \t\u00a0.!?…")) + floor
    start = floor
    for stop in _SENTENCE_END.finditer(text, floor, tail):
        start = stop.end()
    return start + len(text[start : closing.start]) - len(text[start : closing.start].lstrip())


def _nest(items: list[_Found]) -> list[_Found]:
    """Quotations of all families in reading order with their depth; of two that cross, the first stays whole."""
    items = sorted(items, key=lambda item: (item.start, -item.end))
    kept: list[_Found] = []
    stack: list[_Found] = []
    for item in items:
        while stack and stack[-1].end <= item.start:
            stack.pop()
        if stack and item.end > stack[-1].end:
            if item.single or not (item.opened and item.closed):
                continue
            item = item._replace(end=stack[-1].end, closed=False)
        item = item._replace(depth=len(stack))
        kept.append(item)
        stack.append(item)
    return kept


def _number(found: Sequence[list[_Found]], texts: Sequence[Text]) -> list[tuple[Quotation, ...]]:
    """Quotations with the number of their utterance, in reading order over the page."""
    result: list[tuple[Quotation, ...]] = []
    thread = -1
    open_thread: int | None = None
    for items, text in zip(found, texts, strict=True):
        made = []
        for item in items:
            if item.continues and open_thread is not None:
                number, continues = open_thread, True
            else:
                thread += 1
                number, continues = thread, False
            if item.depth == 0 and not text.alone:
                open_thread = number if item.carried else None
            made.append(
                Quotation(
                    start=item.start,
                    end=item.end,
                    opened=item.opened,
                    closed=item.closed,
                    continues=continues,
                    thread=number,
                    depth=item.depth,
                    scare=not (continues or item.carried) and is_fragment(text, item.start, item.end),
                )
            )
        result.append(tuple(made))
    return result


_OPENERS = "“”„‟\"＂«»‹›‘’‚‛'`´「」『』, \u00a0\u202f"
_INNER_END = re.compile(r"[.,!?…;。！？،؟][\"”»'’“\u00a0 ]*$")
_WORDS = re.compile(r"\w+(?:[’'.-]\w+)*")


def is_fragment(text: Text, start: int, end: int) -> bool:
    """Whether the words between marks are no utterance of their own but part of the sentence around them.

    They are a fragment (scare quotes, a title, a nickname, a word somebody used) if they are short, hold no mark of a
    sentence or clause at their end, are not led in by a colon, and the sentence of the passage goes on before or after
    them. Quoted words that fill their passage, or that begin with a capital and end a sentence, are an utterance.
    """
    style = text.style
    inner = text.text[start:end].strip(_OPENERS)
    if _INNER_END.search(text.text[start:end].rstrip(_OPENERS.replace(",", "")) or " "):
        return False
    words = _WORDS.findall(inner)
    short = len(inner) <= style.fragment_chars and len(words) <= style.fragment_words
    before = text.text[max(0, start - _NEAR) : start].rstrip()
    after = text.text[end : end + _NEAR].lstrip()
    if not before and not after.strip(".!?…。"):
        return False
    if before.endswith((":", "：")) and len(words) > 2:
        return False
    if (
        inner[:1].isupper()
        and (not before or before[-1] in _TERMINAL or before[-1] in _QUOTES)
        and after[:1] in _TERMINAL
    ):
        return False  # it fills a sentence
    if inner[:1].islower() and before and before[-1] not in ".!?…":
        return len(words) <= 2 * style.fragment_words or bool(after[:1].isalpha())
    if after[:1] in (",", "–", "—", "-", "，") and (not before or (len(words) > 2 and before[-1] in _TERMINAL)):
        return False
    return short


def style_of(table: Mapping[str, object]) -> Style:
    """Style from the `quotes.toml` of a language."""
    elisions = table.get("elisions", ())
    words, chars = table.get("fragment_words", 6), table.get("fragment_chars", 60)
    assert isinstance(elisions, Sequence) and isinstance(words, int) and isinstance(chars, int), "quotes.toml"
    return Style(frozenset(str(word) for word in elisions), words, chars)
