"""Damage that can only be marked: sentences without their start, words run together, letters in disorder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from onrecord.damage.edits import Mark

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


def _many_words(token: str) -> bool:
    """Whether a long token is more than a compound: capitals or marks inside it, or longer than any word."""
    return len(token) > 45 or any(a.islower() and (b.isupper() or b in '"“”«»&') for a, b in pairwise(token))
