"""Lines as arrays: the kind of every character, the words, and a hash of each word, without a loop over characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

#: Kinds of characters; a line's counts by kind are its first features.
SPACE, LOWER, UPPER, CASELESS, DENSE, MARK, DIGIT, STOP, COMMA, COLON, QUOTE, BAR, BRACKET, SIGN, COPYRIGHT, OTHER = (
    range(16)
)
KINDS = 16

#: A line is judged by its beginning and its end: more characters of one line say nothing new.
HEAD, TAIL = 900, 300
#: Most characters of a page that are looked at; on larger pages the lines are clipped more.
MOST = 1_500_000

_BASE = 0x9E3779B97F4A7C15 | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_SIGNS = {
    STOP: ".!?…。！？।؟۔︒．",
    COMMA: ",;、，；،؛",
    COLON: ":：",
    QUOTE: "\"'`´«»“”„‟‘’‚‹›「」『』",
    BAR: "|·•‧∙●■►▶→>/\\–—―*~¦・",
    BRACKET: "()[]{}（）【】",
    SIGN: "@#&_+=%$€£",
    COPYRIGHT: "©®™",
}
_CATEGORIES = {
    "Ll": LOWER,
    "Lu": UPPER,
    "Lt": UPPER,
    "Lo": CASELESS,
    "Lm": CASELESS,
    "Mn": MARK,
    "Mc": MARK,
    "Nd": DIGIT,
}
# Kana and Han are written without spaces: each character counts as a word.
_DENSE = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a page in order: the line each stands in, where it starts, its length and a hash of its lower case."""

    line: Ints
    start: Ints
    length: Ints
    hash: Hashes
    prefix: Hashes  # of the first five characters, so that inflected forms meet


class Characters(msgspec.Struct, frozen=True, kw_only=True):
    """A page as arrays over its (clipped) characters; line i is characters first[i] to last[i]."""

    clipped: list[str]
    kind: NDArray[np.uint8]
    line: Ints
    first: Ints
    last: Ints
    length: Floats  # characters of the whole lines
    words: Words


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Kind and lower case of each character of the basic plane; the slot beyond it stands for all other characters."""
    kinds = np.full(0x10001, OTHER, dtype=np.uint8)
    lower = np.arange(0x10001, dtype=np.uint32)
    for code in range(0x10000):
        letter = chr(code)
        kinds[code] = SPACE if letter.isspace() else _CATEGORIES.get(unicodedata.category(letter), OTHER)
        if kinds[code] == UPPER and len(small := letter.lower()) == 1:
            lower[code] = min(ord(small), 0x10000)
    for kind, letters in _SIGNS.items():
        for letter in letters:
            kinds[ord(letter)] = kind
    for start, end in _DENSE:
        kinds[start : end + 1] = np.where(kinds[start : end + 1] == CASELESS, DENSE, kinds[start : end + 1])
    return kinds, lower


@lru_cache(maxsize=4)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The first `count` powers of the base of the rolling hash and of its inverse, modulo 2**64."""
    return tuple(
        np.concatenate((np.ones(1, np.uint64), np.cumprod(np.full(count - 1, base, np.uint64), dtype=np.uint64)))
        for base in (_BASE, _INVERSE)
    )  # type: ignore[return-value]


def mix(value: Hashes) -> Hashes:
    """The hashes with all their bits spread over the low ones."""
    value = (value ^ (value >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return value ^ (value >> np.uint64(32))


def clip(lines: Sequence[str]) -> list[str]:
    """The lines, the long ones cut to their beginning and end so that the page stays under MOST characters."""
    head, tail = HEAD, TAIL
    sizes = list(map(len, lines))
    if sum(sizes) <= MOST and max(sizes, default=0) <= head + tail:
        return list(lines)
    while head > 8 and sum(min(size, head + tail) for size in sizes) > MOST:
        head, tail = head // 2, tail // 2
    return [line if len(line) <= head + tail else line[:head] + " " + line[-tail:] for line in lines]


def characters(lines: Sequence[str]) -> Characters:
    """The page as arrays; time and memory are linear in its clipped length."""
    kinds, lower = _tables()
    clipped = clip(lines)
    joined = "\n".join([*clipped, ""])
    code = np.minimum(np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), np.uint32(0x10000))
    kind = kinds[code]
    sizes = np.fromiter(map(len, clipped), dtype=np.int64, count=len(clipped))  # without the line breaks
    last = np.cumsum(sizes + 1) - 1
    first = last - sizes
    line = np.repeat(np.arange(len(clipped)), sizes + 1)
    return Characters(
        clipped=clipped,
        kind=kind,
        line=line,
        first=first,
        last=last,
        length=np.fromiter(map(len, lines), dtype=np.float64, count=len(clipped)),
        words=_words(lower[code], kind, line),
    )


def _words(lower: NDArray[np.uint32], kind: NDArray[np.uint8], line: Ints) -> Words:
    """Words are runs of letters, marks and digits; the sums of a rolling hash give the hash of any stretch."""
    inside = np.zeros(len(kind) + 2, dtype=bool)
    inside[1:-1] = (kind >= LOWER) & (kind <= DIGIT)
    dense = np.zeros(len(kind) + 2, dtype=bool)
    dense[1:-1] = kind == DENSE
    edge = dense[1:] | dense[:-1]
    start = np.flatnonzero(inside[1:-1] & (~inside[:-2] | edge[:-1]))
    end = np.flatnonzero(inside[1:-1] & (~inside[2:] | edge[1:])) + 1
    size = 1 << max(12, len(kind).bit_length())
    power, inverse = _powers(size)
    total = np.zeros(len(kind) + 1, dtype=np.uint64)
    np.cumsum((lower.astype(np.uint64) + np.uint64(1)) * power[: len(kind)], out=total[1:])
    back = inverse[start]
    return Words(
        line=line[start],
        start=start,
        length=end - start,
        hash=mix((total[end] - total[start]) * back),
        prefix=mix((total[np.minimum(end, start + 5)] - total[start]) * back),
    )
