"""Cuts a passage into frames: sentences in which each quotation is one item, ready for matching."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from typing import NamedTuple

from onrecord.pipeline import Quotation


class Item(NamedTuple):
    """One word, punctuation mark or quotation of a passage.

    `kind` is w (word), p (punctuation), q (a quoted utterance) or s (a quoted fragment); `low` is the text in lower case.
    """

    kind: str
    start: int
    end: int
    low: str
    capital: bool
    quotation: Quotation | None = None


class Frame(NamedTuple):
    """The items of one sentence of the narration, with the quotations in it."""

    items: tuple[Item, ...]
    start: int
    end: int


_TOKEN = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_]\b)?|\w+(?:[’'.,@/&-]\w+)*|…|[^\w\s]")
_PLAIN = {"،": ",", "，": ",", "、": ",", "؛": ";", "；": ";", "：": ":", "―": "—"}
_STOP = re.compile(r"[.!?…؟。！？]+[\"”»'’)\]]*")
_ABBREVIATED = re.compile(r"(?:^|[\s(])[^\W\d_]\.$|\.[^\W\d_]\.$")
_TERMINAL = frozenset(".!?…؟。！？")
_MAX_ITEMS = 400  # a sentence longer than this is cut, so that matching stays linear


def cut(
    text: str,
    sentences: Sequence[tuple[int, int]],
    quotations: Sequence[Quotation],
    elided: Container[str] = (),
) -> list[Frame]:
    """The frames of a passage; without `sentences` a simple rule finds their ends.

    `elided` are words that lean on the next one, apostrophe included ("l'", "qu'"): they become items of their own.
    """
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    items = _items(text, outer, elided)
    ends = _ends(text, [end for _, end in sentences] if sentences else None)
    frames: list[Frame] = []
    current: list[Item] = []
    for number, item in enumerate(items):
        current.append(item)
        following = items[number + 1] if number + 1 < len(items) else None
        if following is None or len(current) >= _MAX_ITEMS or _breaks(text, item, following, ends, sentences):
            frames.append(Frame(tuple(current), current[0].start, current[-1].end))
            current = []
    return frames


def inner(text: str, quotation: Quotation, elided: Container[str] = ()) -> Frame:
    """The words of a quotation as a frame, its marks left out."""
    items: list[Item] = []
    _words(text, quotation.start, quotation.end, items, elided)
    return Frame(tuple(items[1:_MAX_ITEMS]), quotation.start, quotation.end)


def _items(text: str, outer: Sequence[Quotation], elided: Container[str]) -> list[Item]:
    items: list[Item] = []
    position = 0
    for quotation in outer:
        _words(text, position, quotation.start, items, elided)
        kind = "s" if quotation.scare else "q"
        items.append(Item(kind, quotation.start, quotation.end, "", False, quotation))
        position = max(position, quotation.end)
    _words(text, position, len(text), items, elided)
    return items


def _words(text: str, start: int, end: int, items: list[Item], elided: Container[str]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        token = match.group()
        first = match.start()
        kind = "w" if token[0].isalnum() or token[0] == "_" else "p"
        low = _PLAIN.get(token) or token.lower().replace("’", "'")
        apostrophe = low.find("'")
        if 0 < apostrophe < len(low) - 1 and low[: apostrophe + 1] in elided:
            cut_at = apostrophe + 1
            items.append(Item("w", first, first + cut_at, low[:cut_at], token[0].isupper()))
            first, token, low = first + cut_at, token[cut_at:], low[cut_at:]
        if low == "'" and items and items[-1].end == first and items[-1].low + "'" in elided:
            whole = items.pop()  # "qu'" before a quotation mark
            items.append(whole._replace(end=match.end(), low=whole.low + "'"))
            continue
        items.append(Item(kind, first, match.end(), low, token[0].isupper()))


def _ends(text: str, given: list[int] | None) -> list[int]:
    """Offsets where sentences end, white space left out."""
    if given is not None:
        return sorted(len(text[max(0, end - 40) : end].rstrip()) + max(0, end - 40) for end in given)
    found = []
    for match in _STOP.finditer(text):
        if match.end() < len(text) and not text[match.end()].isspace() and text[match.end()] not in '“„«"':
            continue
        if match.group() == "." and _ABBREVIATED.search(text[max(0, match.start() - 4) : match.end()]):
            continue
        found.append(match.end())
    return found


def _breaks(text: str, item: Item, following: Item, ends: list[int], sentences: Sequence[tuple[int, int]]) -> bool:
    """Whether a frame ends after `item`."""
    if item.kind in "qs":
        stop = text[item.start : item.end].rstrip("\"”»'’“ \u00a0")[-1:]
        if following.kind == "p" and following.low not in ("(", "[", "¿", "¡"):
            return False
        if following.kind == "q" or (stop and stop in _TERMINAL and stop != "…"):
            return following.capital or following.kind in "qs" or following.low in ("(", "[", "¿", "¡")
    place = bisect_left(ends, item.end)
    if place >= len(ends) or ends[place] > following.start:
        return False
    if item.kind == "p" and item.low == ".":
        return following.kind != "w" or following.capital or not following.low[0].isalpha() or bool(sentences)
    return item.kind == "p" or bool(sentences)
