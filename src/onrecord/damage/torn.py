"""Damage that can only be marked: sentences without their start, words run together, letters in disorder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from onrecord.damage.edits import Mark
from onrecord.damage.words import common, frequent

_LOST_START = re.compile(r"(?<=[^\W\d_])[ \u00a0]\.[ \u00a0](?=[a-zà-ÿа-яё])")
_QUOTE_START = re.compile(r"[\"”] ?\. [\"“](?=[a-zà-ÿ])|[.!?](?<=[^\W\d_]{3}[.!?]) [\"“](?=[a-zà-ÿ])")
GLUED = 35  # characters without a space that no word has
_ADDRESS = re.compile(r"[/@#_%=\\-]|\.\w|\d")
_GLUED_LETTERS = re.compile(r"[^\W\d_]+")
_TAIL_END = re.compile(r"[.!?…,]?[ \u00a0]?[\"”»]$")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def find(text: str, *, begins: bool) -> Iterator[Mark]:
    """Stretches of a passage that are damaged beyond repair; `begins` unless it may go on with the passage before it."""
    if " ." in text or "\u00a0." in text:
        for match in _LOST_START.finditer(text):
            yield Mark(*match.span(), "the start of a sentence is lost")
    for match in _QUOTE_START.finditer(text):
        yield Mark(*match.span(), "a sentence without its start, quotation marks in odd places")
    if begins and text[:1].islower() and _TAIL_END.search(text[-4:]) and not re.search('["“„«]', text[:-1]):
        yield Mark(0, len(text), "the tail of a quotation, torn off")
    for token in {token for token in text.split() if len(token) >= GLUED}:
        longest = max(map(len, _GLUED_LETTERS.findall(token)), default=0)
        if longest >= 25 and not _ADDRESS.search(token) and not _SPACELESS.search(token) and _many_words(token):
            start = text.index(token)
            yield Mark(start, start + len(token), "words run together")


#: The commonest words of a language: its function words, for the greater part.
_FUNCTION = 80
#: Share of all words (Zipf frequency 3.5) below which a function word with one letter more is no word to be expected.
_SELDOM = 10**-5.5


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(word for word in common(language, _FUNCTION) if word.isalpha() and len(word) > 1)


@cache
def _hanging(language: str) -> frozenset[str]:
    """Function words with the first letter of another behind them that make no word of any frequency."""
    words, known = _function_words(language), frequent(language)
    firsts = {word[0] for word in words}
    return frozenset(word + first for word in words for first in firsts if known.get(word + first, 0.0) < _SELDOM)


def hanging(tokens: Iterable[str], language: str) -> frozenset[str]:
    """Tokens of a page that may be a function word with a letter of the next one."""
    return _hanging(language).intersection(tokens)


def spilled(text: str, suspects: Iterable[str], language: str) -> Iterator[Mark]:
    """Suspects before a function word that begins with their last letter, or does with it: "oft the", "oft he"."""
    words = _function_words(language)
    for token in suspects:
        for match in re.finditer(rf"(?<![\w'’-]){token} ([^\W\d_]+)(?![\w'’-])", text):
            follower = match[1]
            if (follower[0] == token[-1] and follower in words) or token[-1] + follower in words:
                yield Mark(*match.span(), "a letter of the next word hangs on this one")


def _many_words(token: str) -> bool:
    """Whether a long token is more than a compound: capitals or marks inside it, or longer than any word."""
    return len(token) > 45 or any(a.islower() and (b.isupper() or b in '"“”«»&') for a, b in pairwise(token))
