"""Words without their endings, so that forms of one word meet (Snowball; Porter 1980, 2001)."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

import snowballstemmer

#: Snowball's names of the languages that it has; words of others stay as they are, in small letters.
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "fa": "persian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
#: Articles and the like that French and Italian write together with the word behind them.
_ELIDED = re.compile(r"^\w{1,5}[’'](?=\w)")
_WITH_ELISION = frozenset(("ca", "fr", "it"))
_ARABIC_SIGNS = re.compile("[\u064b-\u0652\u0640]")  # vowel signs, and the stroke that makes a word longer
#: Vowel signs and other marks that stand above or below a letter are part of its word: Hebrew, Arabic, Devanagari.
_SIGNS = "\u0300-\u036f\u0591-\u05bd\u064b-\u0652\u0670\u0900-\u0963"
_WORD = re.compile(rf"\w[\w{_SIGNS}’'-]*")
_MARKS = "-’'"
#: A stemmer keeps the word that it works on.
_ONE_AT_A_TIME = threading.Lock()


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


@cache
def _stemmer(code: str) -> _Stemmer | None:
    name = _ALGORITHMS.get(code)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


@lru_cache(maxsize=50_000)
def stem(word: str, code: str) -> str:
    """A word of a language without its endings, in small letters."""
    if code == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    bare = word.lower().strip(_MARKS)
    if code in _WITH_ELISION:
        bare = _ELIDED.sub("", bare)
    if code == "ar":
        bare = _ARABIC_SIGNS.sub("", bare)
    stemmer = _stemmer(code)
    if stemmer is None:
        return bare
    with _ONE_AT_A_TIME:
        return stemmer.stemWord(bare)


def has_stems(code: str) -> bool:
    """Whether endings are known in a language."""
    return _stemmer(code) is not None


def stems(text: str, code: str) -> tuple[str, ...]:
    """The words of a text without their endings."""
    return tuple(found for word in _WORD.findall(text) if (found := stem(word, code)))


def located(text: str, code: str) -> Iterator[tuple[int, int, str]]:
    """First and last character of each word of a text, and the word without its ending."""
    for word in _WORD.finditer(text):
        if found := stem(word[0], code):
            yield word.start(), word.end(), found
