"""How likely two words are one name: as letters, as the sound of their Latin transliteration, as consonants where a script writes no vowels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import permutations
from math import inf

from anyascii import anyascii

from onrecord.corpus.name_parts import known_words
from onrecord.corpus.spelling import CONSONANTAL, VOWELS, Word, lexicon

#: What it costs to take one sound for another; sounds: C as in "church", S as in "ship", T as in "thin",
#: Z as in "pleasure", J as in "jam"; among consonants alone w is a v, which may be written as a vowel.
_CLOSE: Mapping[frozenset[str], float] = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.15, "Ji Tt"),
        (0.35, "fv fw bv bw gk gh sz sS sT dT zT bf zZ Ch Ck CS JZ Jh JC vu bp SZ"),
        (0.4, "hk ei ou Jz Jg JS"),
        (0.5, "dt ae fp mn sJ"),
        (0.6, "ao"),
    )
    for pair in pairs.split()
}
_CHANGED: Mapping[str, float] = {"".join(order): cost for pair, cost in _CLOSE.items() for order in permutations(pair)}
_OTHER_VOWEL, _OTHER, _SWAP, _GENDER = 0.8, 1.0, 0.6, 1.5
_DROPPED = {"h": 0.35, "J": 0.4, "w": 0.25, **dict.fromkeys(VOWELS, 0.5)}


@lru_cache(maxsize=65536)
def distance(one: str, other: str, given: bool = False, most: float = inf) -> float:
    """Weighted edit distance of two sounds: close sounds cost little, a final vowel that tells the gender more.

    Of sounds that are further apart than `most` only that is told: some number above it.
    """
    before: list[float] = []
    theirs = [_drop(sound, j == len(other), given) for j, sound in enumerate(other, 1)]
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _DROPPED.get(sound, _OTHER))
    least = 0.0
    for i, sound in enumerate(one, 1):
        earlier, before = before, row
        dropped = _drop(sound, i == len(one), given)
        row = [before[0] + _DROPPED.get(sound, _OTHER)]
        for j, their in enumerate(other, 1):
            if sound == their:
                changed = before[j - 1]
            elif i == len(one) and j == len(other) and sound in VOWELS and their in VOWELS:
                changed = before[j - 1] + _GENDER
            else:
                changed = before[j - 1] + (_CHANGED.get(sound + their) or _changed(sound, their))
            cost = min(changed, before[j] + dropped, row[-1] + theirs[j - 1])
            if i > 1 and j > 1 and sound == other[j - 2] and their == one[i - 2] and sound != their:
                cost = min(cost, earlier[j - 2] + (_OTHER if given else _SWAP))
            row.append(cost)
        now = min(row)
        if min(least, now) > most:  # a swap of sounds reaches over one row
            return now
        least = now
    return row[-1]


def _changed(one: str, other: str) -> float:
    return _OTHER_VOWEL if one in VOWELS and other in VOWELS else _OTHER


def _drop(sound: str, last: bool, given: bool) -> float:
    if last and sound in "aou":
        return _GENDER
    if last and sound in "ei":
        return _OTHER if given else 0.4
    return _DROPPED.get(sound, _OTHER)


def allowed(length: int) -> float:
    """How far the sounds of two surnames of a length may be apart and still be one name."""
    return 0.15 if length < 4 else 0.35 if length < 6 else 0.7 if length < 8 else 1.0


def _allowed_given(length: int) -> float:
    return 0.15 if length < 4 else 0.4 if length < 5 else 0.6 if length < 6 else 0.7 if length < 8 else 0.8


def _allowed_consonants(length: int) -> float:
    return 0.15 if length < 3 else 0.35 if length < 4 else 0.5 if length < 5 else 0.6 if length < 6 else 0.7


@lru_cache(maxsize=65536)
def same_word(one: Word, other: Word, given: bool = False) -> float:
    """How likely two words are one name, 0 to 1; `given` for first names, where a vowel makes another person."""
    if one.text == other.text:
        return 1.0
    alike = lexicon()["given"] if given else known_words()
    if alike.get(one.text, frozenset()) & alike.get(other.text, frozenset()):
        return 0.95
    both = one.latin + other.latin
    if not both.isalpha() and any(letter.isdigit() for letter in both):
        return float(one.latin == other.latin)
    if one.script == other.script and one.script in ("cjk", "hangul"):
        return 0.95 if _variants(one.text, other.text) else 0.0
    if one.script == other.script and one.script in CONSONANTAL:
        return 0.95 if one.latin == other.latin else 0.0
    if one.script in CONSONANTAL or other.script in CONSONANTAL:
        return closeness(one.consonants, other.consonants, _allowed_consonants)
    if one.latin == other.latin:
        return 1.0
    return closeness(one.sound, other.sound, _allowed_given if given else allowed, given)


def closeness(one: str, other: str, allowed: Callable[[int], float], given: bool = False) -> float:
    """How near two sounds are, 0 to 1; 0 where they are further apart than is allowed for their length."""
    limit = allowed(max(len(one), len(other)))
    if not one or not other or abs(len(one) - len(other)) > 3:
        return 0.0
    apart = distance(*sorted((one, other)), given, limit + 1e-9)
    return 0.97 - 0.37 * apart / limit if apart <= limit + 1e-9 else 0.0


def _variants(one: str, other: str) -> bool:
    """Whether two Han words differ only by simplified and traditional characters of one reading."""
    return len(one) == len(other) and all(
        mine == theirs or (anyascii(mine) == anyascii(theirs) and {_sort(mine), _sort(theirs)} == {"simple", "full"})
        for mine, theirs in zip(one, other, strict=True)
    )


def _sort(character: str) -> str:
    """ "simple" for a character of the mainland standard alone, "full" for one of the Taiwanese alone."""
    mainland, taiwan = _encodes(character, "gb2312"), _encodes(character, "big5")
    return "both" if mainland == taiwan else "simple" if mainland else "full"


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
