"""Words as the search index knows them, in any script: cut, folded, and with their offsets in the text.

Scripts that put no space between words (Han, kana, Thai, Lao, Khmer, Burmese) and Hangul, whose particles cling to the
word, are cut into overlapping pairs of characters, the last one also alone: `abc` gives `ab bc c`. A longer query is
then a phrase of pairs, and a single character is a prefix; both find every place where the characters stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

_PAIRED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai without its digits and signs
    "\u0e81-\u0ece"  # Lao
    "\u1000-\u103f\u1050-\u109f"  # Burmese
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"  # Hangul
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
)
_JAMO = "[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?"  # a Hangul syllable written letter by letter

_ASCII = re.compile("[a-z0-9]+")

#: Characters inside words that carry no meaning: soft hyphen, zero-width marks, Arabic tatweel.
_SILENT = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640"

#: Accents and vowel points that people leave out when they type; vowel signs of Indic scripts are letters and stay.
_POINTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff]"
)

#: Letters that Unicode does not take apart though people type the plain one; Persian and Arabic yeh and kaf.
_PLAIN = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ی": "ي",
        "ى": "ي",
        "ک": "ك",
        **dict.fromkeys(_SILENT),
    }
)


class Word(NamedTuple):
    """A token of the index and the characters of the text that it stands for.

    `first` is where its first character ends if it is a pair, else equal to `end`.
    """

    token: str
    start: int
    end: int
    first: int
    paired: bool


@cache
def _marks() -> str:
    """Combining marks as the inside of a character class (which `re` cannot name)."""
    codes = [code for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges) + "\uff9e\uff9f"


class _Patterns(NamedTuple):
    """`runs` of either sort, the `characters` (with their marks) of a paired run, words of a text without `paired`."""

    runs: re.Pattern[str]
    characters: re.Pattern[str]
    plain: re.Pattern[str]
    paired: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    tail = f"[{_marks()}{_SILENT}]"
    return _Patterns(
        runs=re.compile(f"(?P<paired>(?:[{_PAIRED}]{tail}*)+)|(?P<plain>(?:(?![{_PAIRED}])[^\\W_]{tail}*)+)"),
        characters=re.compile(f"(?:{_JAMO}|.){tail}*", re.DOTALL),
        plain=re.compile(f"[^\\W_]+(?:{tail}+[^\\W_]*)*"),
        paired=re.compile(f"[{_PAIRED}]"),
    )


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word without case, accents, vowel points and compatibility forms, so that it is found however it is typed."""
    if word.isascii():
        return word.lower()
    bare = _POINTS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    plain = unicodedata.normalize("NFKC", bare.casefold().translate(_PLAIN))
    # what compatibility forms unfold to may hold ASCII signs ("(1)"), at which the index would split
    return plain if plain.isalnum() else "".join(c for c in plain if not c.isascii() or c.isalnum())


def words(text: str) -> Iterator[Word]:
    """The words of a text in order, pairs for the scripts that are cut into pairs; offsets in code points."""
    patterns = _patterns()
    if not patterns.paired.search(text):
        for run in patterns.plain.finditer(text):
            if token := fold(run.group()):
                yield Word(token, run.start(), run.end(), run.end(), False)
        return
    for run in patterns.runs.finditer(text):
        start, end = run.span()
        if run.lastgroup == "plain":
            if token := fold(run.group()):
                yield Word(token, start, end, end, False)
            continue
        pieces = [(fold(c.group()), c.start(), c.end()) for c in patterns.characters.finditer(text, start, end)]
        pieces = [piece for piece in pieces if piece[0]]
        for (one, low, middle), (two, _, high) in pairwise(pieces):
            yield Word(one + two, low, high, middle, True)
        if pieces:
            last, low, high = pieces[-1]
            yield Word(last, low, high, high, True)


def indexed(text: str) -> str:
    """A text as it goes into the index: its tokens with one space between."""
    if text.isascii():  # the same, five times as fast
        return " ".join(_ASCII.findall(text.lower()))
    return " ".join(word.token for word in words(text))
