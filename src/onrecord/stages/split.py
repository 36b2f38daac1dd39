"""Passages to sentences, by rules over stops and the abbreviations of each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from onrecord.damage.words import common
from onrecord.languages import rows, table
from onrecord.pipeline import Draft, Sentence, stage

_CLOSERS = "\"'”’“»›«‹)\\]}」』）】》〉"
_WIDE = "。！？｡"  # no space follows these
_STOP = re.compile(rf"(?P<wide>[{_WIDE}]+)|(?P<stop>[.!?…؟।॥۔։።။;\u037e]+)|(?P<blank>\n[ \t\r\u00a0]*+\n)")
_AFTER = re.compile(rf"[{_CLOSERS}]*+")
_LATE_CLOSER = re.compile(r"[ \u00a0\u202f]([»”\"“])(?=[\s.,;:!?]|$)")
_SPACE = re.compile(r"\s*+")
_OPENERS = "\"'“”„«»‹›‘’([{¿¡—–-•*「『（【《"
_NEXT = re.compile(rf"[{re.escape(_OPENERS)}\s]*+([^\W_]*)")
_BEFORE = re.compile(r"[^\s\"“”„«»‘(\[{—–]{1,30}\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_BACK = 32  # characters before a stop that may belong to its abbreviation


@cache
def _abbreviations(language: str) -> Mapping[str, str]:
    """Abbreviations of a language without their last stop -> never | maybe | number (see the CSV)."""
    return {row["abbreviation"]: row["sentence_end"] for row in rows(language, "abbreviations.csv")}


def _ends_after_stop(before: str, after: str, language: str, first: bool) -> bool:
    """Whether a full stop between `before` (the word it hangs on) and `after` (the next word) ends a sentence.

    `first` says that the word is all there is of the sentence so far.
    """
    starter = len(after) > 1 and after.lower() in common(language) and not after[1].isupper()
    if before.isdigit():
        if first:  # the number of a list item
            return False
        ordinal = bool(table(language, "sentences.toml").get("ordinal_stop"))
        return starter or not ordinal or len(before) > 3
    if before.isupper() and _INITIALS.match(before):
        return starter and before != "I"
    kind = _abbreviations(language).get(before.lower())
    if kind == "number":
        return not after[:1].isdigit()
    if kind:
        return kind == "maybe" and starter
    return starter or not _INITIALS.match(before) or "." not in before


def _boundary(text: str, match: re.Match[str], start: int, end: int, language: str) -> bool:
    """Whether a sentence that began at `start` ends at `end`, after the stop of `match` and its closing marks."""
    mark = match.group()
    following = _NEXT.match(text, end)
    after = following.group(1) if following else ""
    closed = end > match.end()
    before_stop = text[max(start, match.start() - _BACK - 1) : match.start()]  # all of a short sentence
    if match.lastgroup == "wide":
        return not (closed and language == "ja" and "\u3040" <= text[end : end + 1] <= "\u309f")
    if ";" in mark or "\u037e" in mark:
        return language == "el" and not after[:1].islower()
    if end < len(text) and not text[end].isspace():
        # "ended.“The" has lost its space; anything else glued to a stop belongs to a number, a name or an address
        return text[end - 1] in "“«" and after[:1].isupper() and match.end() < end
    if not after:
        return not _NEXT.fullmatch(text, end)
    if after[0].islower():
        return False
    if mark != ".":
        return before_stop.strip(_OPENERS + " ") != ""
    before = _BEFORE.search(before_stop)
    if not before or closed:
        return True
    word = before.group().rstrip(_CLOSERS)
    return _ends_after_stop(word, after, language, first=len(before_stop) <= _BACK and before_stop.strip() == word)


def _ends(text: str, language: str) -> Iterator[int]:
    """Offsets where sentences end, closing marks included, in order."""
    start = quotes = seen = 0
    for match in _STOP.finditer(text):
        if match.start() < start:
            continue
        if match.lastgroup == "blank":
            yield match.start()
            start = match.end()
            continue
        end = _AFTER.match(text, match.end()).end()  # type: ignore[union-attr]  # it matches the empty string too
        while match.lastgroup == "wide" and end > match.end() and text[end - 1] in "“‘":
            end -= 1  # an opening mark, which no space sets apart
        if end < len(text) and text[end - 1] in "\"'“«‘" and end > match.end() and text[end].isalnum():
            end -= 1  # an opening mark whose space is lost
            if match.lastgroup != "wide" and _NEXT.match(text, end).group(1)[:1].isupper():  # type: ignore[union-attr]
                yield end
                start = end
            continue
        late = _LATE_CLOSER.match(text, end)
        if late:
            quotes, seen = quotes + text.count('"', seen, end), end
            if late[1] in "»”" or (late[1] == '"' and quotes % 2) or late.end() == len(text):
                end = late.end()
        if _boundary(text, match, start, end, language):
            yield end
            start = _SPACE.match(text, end).end()  # type: ignore[union-attr]


def sentences(text: str, language: str | None) -> tuple[Sentence, ...]:
    """Sentences of a text, in order, covering every character that is not white space; linear time."""
    found = []
    start = 0
    for end in (*_ends(text, language or ""), len(text)):
        piece = text[start:end]
        if body := piece.strip():
            low = start + len(piece) - len(piece.lstrip())
            found.append(Sentence(start=low, end=low + len(body)))
        start = end
    return tuple(found)


@stage("split", needs="passages language", adds="passages")
def split(page: Draft) -> Draft:
    """Passages to sentences."""
    return replace(
        page,
        passages=tuple(
            replace(passage, sentences=sentences(passage.text.text, passage.language or page.language))
            for passage in page.passages
        ),
    )
