"""Finds quotation marks in a text and says how well each would open, close, or be no mark at all."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple


class Mark(NamedTuple):
    """A possible quotation mark at `start` to `end`, with what it costs to read it as opening, closing or neither.

    `family` names the marks that may pair with each other; `blank` says that no word stands between it and the mark
    of its family before it; `leads` that nothing but white space stands before it in its text.
    """

    start: int
    end: int
    family: str
    opens: float
    closes: float
    nothing: float
    blank: bool
    leads: bool


#: A cost that no arrangement of marks can outweigh.
NEVER = 50.0

_MARK = re.compile(r"''|``|(?<![\w,]),,(?=\w)|[“”„‟\"＂«»‹›‘’‚‛'`´「」『』]")
_FAMILY = dict.fromkeys(("“", "”", "„", "‟", '"', "＂", "''", "``", ",,"), "double")
_FAMILY |= {"«": "angle", "»": "angle", "‹": "angle single", "›": "angle single"}
_FAMILY |= {"「": "corner", "」": "corner", "『": "white corner", "』": "white corner"}
_SINGLE = "single"
_OPENING = frozenset(("“", "„", "‟", "``", ",,", "«", "‹", "‘", "‚", "‛", "「", "『"))
_CLOSING = frozenset(("”", "»", "›", "’", "´", "」", "』"))
_ALWAYS_OPENS = frozenset("„‚")
_CORNERS = frozenset("「」『』")
_BEFORE_OPENING = frozenset("([{<—–―-/¿¡|…=:")
_AFTER_CLOSING = frozenset(".,;:!?)]}…—–―/|。、，？！؟،؛%")
_ANY_MARK = frozenset("“”„‟\"＂«»‹›‘’‚‛'`´「」『』")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w")


def find_marks(text: str, elisions: Container[str] = (), *, low: bool = False) -> dict[str, list[Mark]]:
    """Possible quotation marks of `text` by family, each in reading order.

    `elisions` are words, in lower case, that begin with an apostrophe ("90s", "avonds"). `low` says that the page
    opens quotations with low marks, so that a raised one closes.
    """
    found: dict[str, list[Mark]] = {}
    inked = len(text) - len(text.lstrip())
    words_until = 0  # where the last look for words stopped, per page: looks never overlap
    seen_words: dict[str, bool] = {}
    for match in _MARK.finditer(text):
        start, end, sign = match.start(), match.end(), match.group()
        if _WORD.search(text, words_until, start):
            seen_words = {}
        words_until = end
        family = _FAMILY.get(sign, _SINGLE)
        left = text[start - 1] if start else ""
        right = text[end] if end < len(text) else ""
        costs = _costs(text, sign, left, right, end, elisions, low)
        if costs is None:
            continue
        found.setdefault(family, []).append(
            Mark(start, end, family, *costs, blank=family in seen_words, leads=start == inked)
        )
        seen_words[family] = True
    return found


def _costs(
    text: str, sign: str, left: str, right: str, end: int, elisions: Container[str], low: bool
) -> tuple[float, float, float] | None:
    """Costs of opening, closing, neither; None where the character is certainly no quotation mark."""
    if left.isalnum() and right.isalnum():
        if _FAMILY.get(sign) is None:
            return None  # don't, dell'uomo, п'ять
        if sign == '"' and "\u0590" <= left <= "\u05ff" and "\u0590" <= right <= "\u05ff":
            return None  # gershayim
    if sign in _CORNERS:
        return (0.0, NEVER, 6.0) if sign in "「『" else (NEVER, 0.0, 6.0)
    opens, closes = _by_shape(sign, low)
    by_place = _by_place(left, right)
    opens, closes = opens + by_place[0], closes + by_place[1]
    if _FAMILY.get(sign) is not None:
        inches = sign in ('"', "''", "”") and left.isdigit()
        return opens, closes, 0.6 if inches else 6.0
    return _as_single(text, sign, left, right, end, elisions, opens, closes)


def _by_shape(sign: str, low: bool) -> tuple[float, float]:
    if sign in _ALWAYS_OPENS or sign == ",,":
        return 0.0, NEVER
    if sign in ("“", "‘"):
        return (2.5, 0.0) if low else (0.0, 2.0)
    if sign in ("«", "»", "‹", "›"):
        return (0.0, 1.0) if sign in "«‹" else (1.0, 0.0)  # »German« and Danish books turn them round
    if sign in _OPENING:
        return 0.0, 2.0
    if sign in _CLOSING:
        return 2.0, 0.0
    return 0.0, 0.0


def _by_place(left: str, right: str) -> tuple[float, float]:
    """What the neighbouring characters add to the costs of opening and closing."""
    if not left:
        return 0.0, 4.0
    if not right:
        return 4.0, 0.0
    free_left = left.isspace() or left in _BEFORE_OPENING or left in _OPENING
    free_right = right.isspace() or right in _AFTER_CLOSING or right in _CLOSING
    if left in _ANY_MARK and right in _ANY_MARK:
        return 0.0, 0.0
    if free_left == free_right:
        return 0.0, 0.0
    return (0.0, 2.0) if free_left else (2.0, 0.0)


def _as_single(
    text: str, sign: str, left: str, right: str, end: int, elisions: Container[str], opens: float, closes: float
) -> tuple[float, float, float]:
    """Single marks may always be apostrophes; one before an elision or after a plural s probably is."""
    if sign in ("‘", "‚", "‛", "`"):
        return opens, closes, 1.5
    nothing = 0.5 if left.isalnum() else 1.0
    if right.isdigit():
        opens += 2.0
    elif right.isalpha():
        word = _LETTERS.match(text, end, end + 20)
        if word and word.group().lower() in elisions:
            opens += 2.0
            nothing = 0.0
    if left.isdigit():
        nothing = 0.0  # feet, minutes
    if left.lower() in ("s", "x", "z") and right.isspace():
        closes += 0.8
    if sign in ("’", "´"):
        opens += 1.0
    return opens, closes, nothing
