"""The door to wordfreq: how frequent a word is in a language, from lists loaded once and only when asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import wordfreq

#: Our codes for languages that wordfreq lists under another one.
_LISTED_AS = {"no": "nb", "nn": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "tl": "fil"}

#: Zipf frequency (log10 of occurrences in a billion words) below which the small lists know no word.
SMALL_FLOOR = 3.0


@cache
def _frequencies(language: str, size: str) -> Mapping[str, float]:
    """Words of a language with their share of all words; empty where wordfreq has no such list."""
    code = _LISTED_AS.get(language, language)
    if code not in wordfreq.available_languages(size):
        return {}
    return wordfreq.get_frequency_dict(code, size)


def listed(language: str | None) -> bool:
    """Whether there is dictionary evidence for a language that puts spaces between its words."""
    return bool(language) and language not in ("zh", "ja", "ko") and bool(frequent(language or ""))


def frequent(language: str) -> Mapping[str, float]:
    """The 20,000 to 60,000 words of a language with a Zipf frequency of 3 or more (10 to 40 ms on first use)."""
    return _frequencies(language, "small")


def zipf(word: str, language: str) -> float:
    """Zipf frequency of a lower-case word by the largest list there is; 0 for a word that it does not hold.

    First use loads that list: 0.1 to 0.7 s where there is a large one, so ask `frequent` first.
    """
    share = (_frequencies(language, "large") or frequent(language)).get(word)
    return math.log10(share) + 9 if share else 0.0


@cache
def common(language: str, count: int = 100) -> frozenset[str]:
    """The most frequent words of a language, its function words for the greater part."""
    words = frequent(language)  # wordfreq lists by falling frequency
    return frozenset(word for word, _ in zip(words, range(count), strict=False))
