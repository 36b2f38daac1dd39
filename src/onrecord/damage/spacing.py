"""Spaces that were lost between words or put where none belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from onrecord.damage.edits import Edit
from onrecord.damage.words import common, frequent, listed, zipf
from onrecord.languages import table

_CAMEL = re.compile(r"(?<![\w@#/.\-’'&])(?<!=\")([^\W\d_][a-zà-ÿ]{1,25})([A-ZÀ-Þ][a-zà-ÿ]{2,25})(?![\w@/’'\-&]|\.\w)")
_LAST_WORD = re.compile(r"([^\W\d_]+) \Z")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
_STOP_OPENING = re.compile(r"(?<=[^\W\d_][.!?…,;:])[“„«](?=[^\W\d_])|(?<=[^\W\d_]\.[”»\"])(?=[A-ZÀ-Þ][a-zà-ÿ])")
_STOP_WORD = re.compile(r"(?<![\w.@/:-])([a-zà-ÿ]{2,25})([.!?])([A-ZÀ-Þ][a-zà-ÿ]*)(?![\w@/.-])")
_SPACED = re.compile(r"(?<=[^\s.…])([ \u00a0])[.,](?=[\s\"”»]|$)(?! ?\.)")  # not in ". . ."
_BEFORE_CLOSING = re.compile(r"(?<=[^\s(\[{\"“„«‘’'-])([ \u00a0])([\"”])(?=\(|[\s.,;:!?)]|$)")
_AFTER_OPENING = re.compile(r"(?:^|(?<=\s))([\"“„])([ \u00a0])(?=\w)")

Vocabulary = Mapping[str, int]  # words of the page as they stand -> how often


def camel(text: str, language: str, vocabulary: Vocabulary, pairs: frozenset[tuple[str, str]]) -> Iterator[Edit]:
    """Names that lost the space between them ("NicolásMaduro"): side by side elsewhere on the page (`pairs`), or one
    of them beside the same neighbour ("MinisterTheresa Hall"), and the whole known to nobody.
    """
    if not listed(language):
        return
    for match in _CAMEL.finditer(text):
        left, right = match.groups()
        if vocabulary.get(left + right, 0) > 1:
            continue
        before = _LAST_WORD.search(text[max(0, match.start() - 30) : match.start()])
        after = _NEXT_WORD.match(text, match.end())
        sides = ((before[1], left) if before else None, (right, after[1]) if after else None)
        if _splits(left, right, language, vocabulary, pairs, beside=any(side in pairs for side in sides)):
            yield Edit(match.start(2), match.start(2), " ", "space-lost", *match.span())


def _splits(
    left: str, right: str, language: str, vocabulary: Vocabulary, pairs: frozenset[tuple[str, str]], *, beside: bool
) -> bool:
    """Whether two halves are two words; the dictionary alone never decides, since half the brands are two words."""
    whole = (left + right).lower()
    if (left, right) in pairs:
        return len(left) > 3 and zipf(whole, language) < 2
    if left.islower():
        # "toldReuters": a function word, and a name that stands on the page by itself
        return left in common(language, 300) and right in vocabulary and zipf(whole, language) == 0
    words = frequent(language)
    known = (
        min(len(left), len(right)) >= 4 and left.lower() in words and (right.lower() in words or right in vocabulary)
    )
    return beside and known and zipf(whole, language) == 0 and zipf(whole, "en") == 0


def stops(text: str, language: str | None) -> Iterator[Edit]:
    """Spaces lost after a stop: before an opening mark, and between two sentences."""
    for match in _STOP_OPENING.finditer(text):
        start = match.start()
        mark = match.group()
        low, high = _word_around(text, start, match.end())
        if mark == "“" and table(language or "", "sentences.toml").get("closes_with_66"):
            if text[match.end()].isupper():
                yield Edit(match.end(), match.end(), " ", "space-lost", low, high)
        elif mark != "" or text.count('"', 0, start) % 2 == 0:
            yield Edit(start, start, " ", "space-lost", low, high)
    if not listed(language):
        return
    for match in _STOP_WORD.finditer(text):
        left, _, right = match.groups()
        assert language is not None
        if right.lower() in common(language, 200) and left in frequent(language):
            yield Edit(match.start(3), match.start(3), " ", "space-lost", *match.span())


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between white space around a place, at most 40 characters to each side."""
    low = start
    while low > max(0, start - 40) and not text[low - 1].isspace():
        low -= 1
    high = end
    while high < min(len(text), end + 40) and not text[high].isspace():
        high += 1
    return low, high


def spaces_usual(texts: Iterator[str]) -> bool:
    """Whether the page sets its commas and full stops to the word before, as print does and a tokeniser does not."""
    spaced = attached = 0
    for text in texts:
        if " ." in text or " ," in text:
            spaced += len(_SPACED.findall(text))
        attached += text.count(", ") + text.count(". ") + text.endswith(".")
    return attached - spaced > 2 * spaced


def added(text: str, language: str | None) -> Iterator[Edit]:
    """Spaces before a full stop or comma, before a closing and after an opening quotation mark."""
    if " ." in text or " ," in text:
        for match in _SPACED.finditer(text):
            yield Edit(*match.span(1), "", "space-added", *match.span())
    if language == "fr" or ('"' not in text and "“" not in text and "„" not in text and "”" not in text):
        return
    opened = curly = False  # whether a straight, a curly quotation is open
    seen = 0
    length = len(text.rstrip())
    for match in _BEFORE_CLOSING.finditer(text):
        at = match.start(2)
        opened ^= text.count('"', seen, at) % 2 == 1
        opening, closing = text.rfind("“", seen, at), text.rfind("”", seen, at)
        curly = opening > closing if opening != closing else curly
        before = max(text.rfind('"', seen, at) if opened else -1, opening)
        seen = at
        if before >= 0 and text[before + 1] in " \u00a0":  # " spaces at both ends " are a style
            continue
        if match[2] == "”" or opened or match.end() >= length or (curly and text[match.start() - 1] in ".,!?"):
            yield Edit(*match.span(1), "", "space-added", match.start() - 1, match.end())
    if (first := _AFTER_OPENING.match(text)) and text.count('"') % 2 == (first[1] == '"'):
        yield Edit(*first.span(2), "", "space-added", *first.span())
