"""Sectors in words: what a party is (police, court, rebels) by the words of each language (`sectors.csv`).

`Phrases`, which finds them, also serves the names of actors and states.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar

from onrecord.languages import rows
from onrecord.languages.forms import DEVANAGARI_SIGNS, with_clitics

Value = TypeVar("Value")
#: A word, or one character of a script that writes no spaces.
#: Signs for vowels in Devanagari are no letters to regular expressions, and part of their word.
_WORD = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff]|(?:[^\W\u3040-\u30ff\u3400-\u9fff]|{DEVANAGARI_SIGNS})+")
_SHORTEST_STEM = 4
#: Nothing but blanks, a hyphen or a possessive stands between the nouns of one compound.
_JOINED = re.compile(r"[\s-]*(?:[’']s?\s+)?")
#: Languages whose head noun comes last in its compound: "opposition lawmakers".
_HEAD_LAST = frozenset(("en", "tr", "zh", "ja", "ko", "hi", "fi", "hu", "et", "lv", "lt", "sv", "da", "no", "is"))


class Word(NamedTuple):
    """A word of a text, as it stands and folded (case, accents), with its place."""

    raw: str
    plain: str
    start: int
    end: int


class Found(NamedTuple, Generic[Value]):
    """A phrase that stands at `[start, end)` of a text, and what it leads to."""

    start: int
    end: int
    value: Value


class SectorWord(NamedTuple):
    """What a row of `sectors.csv` says of its form.

    `use` is empty; "weak" where it counts only if no other word tells (spokesman, leader); "host" where the state named
    next is where the party is sent (ambassador to); "former" where it makes a government a former one.
    """

    sector: str
    use: str


#: Languages whose sector words stand in their table without what is written onto them.
_WRITTEN_ON = frozenset(("he", "ko"))


def plain(word: str) -> str:
    """A word without case and accents; scripts without spaces keep theirs."""
    if word[:1] >= "\u3000":
        return word
    folded = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in reading order."""
    return tuple(Word(hit.group(), plain(hit.group()), *hit.span()) for hit in _WORD.finditer(text))


class Phrases(Generic[Value]):
    """Finds phrases in a text, the longest first.

    A word of a form that ends in `*` stands for every word that begins so. A form all in capitals is an acronym and found
    as it is; a form with a capital is not found in small letters. With `inflected`, names (with a capital) may carry the ending of a case.
    """

    def __init__(self, forms: Iterable[tuple[str, Value]], *, inflected: bool = False) -> None:
        self._exact: dict[tuple[str, ...], Value] = {}
        self._capital: dict[tuple[str, ...], Value] = {}  # forms with a capital; they win where both fit
        self._stems: dict[str, list[tuple[tuple[str, ...], bool, Value]]] = {}
        self._longest: dict[str, int] = {}  # words of the longest whole form that begins with a word
        for form, value in forms:
            self._add(form, value, inflected=inflected)

    def _add(self, form: str, value: Value, *, inflected: bool) -> None:
        pieces = [piece for part in form.split() for piece in _pieces(part)]
        acronym = form.isupper()
        capital = form[:1].isupper()
        parts = tuple(piece if acronym else _plain_stem(piece) for piece in pieces)
        if not any(part.endswith("*") for part in parts):
            self._longest[parts[0]] = max(self._longest.get(parts[0], 0), len(parts))
            (self._capital if capital else self._exact).setdefault(parts, value)
            if not inflected or acronym or not capital or len(parts[-1]) <= _SHORTEST_STEM:
                return
            parts = tuple(part + "*" if len(part) > _SHORTEST_STEM else part for part in parts)
        self._stems.setdefault(parts[0].rstrip("*")[:_SHORTEST_STEM], []).append((parts, capital, value))

    def find(self, text: str) -> list[Found[Value]]:
        """The phrases of a text in reading order, none within another."""
        words = words_of(text)
        found: list[Found[Value]] = []
        at = 0
        while at < len(words):
            length, values = self._at(words, at)
            if length:
                found.append(Found(words[at].start, words[at + length - 1].end, values[0]))
            at += length or 1
        return found

    def _at(self, words: tuple[Word, ...], at: int) -> tuple[int, list[Value]]:
        """How many words the longest phrase at a word has, and its value; of equal ones the whole form, then the longer stem."""
        small = words[at].raw[:1].islower()
        best, stem = 0, ""
        value: list[Value] = []
        for parts, capital, candidate in self._stems.get(words[at].plain[:_SHORTEST_STEM], ()):
            if (len(parts), parts[0]) > (best, stem) and not (capital and small) and _fits(parts, words, at):
                best, stem, value = len(parts), parts[0], [candidate]
        longest = max(self._longest.get(words[at].raw, 0), self._longest.get(words[at].plain, 0))
        for length in range(min(longest, len(words) - at), max(best, 1) - 1, -1):
            span = words[at : at + length]
            for forms in (self._exact,) if small else (self._capital, self._exact):
                for key in (tuple(word.raw for word in span), tuple(word.plain for word in span)):
                    if key in forms:
                        return length, [forms[key]]
        return best, value


def _pieces(part: str) -> list[str]:
    """The words of a piece of a form; a star stays with the last."""
    pieces: list[str] = _WORD.findall(part)
    return [*pieces[:-1], pieces[-1] + "*"] if part.endswith("*") else pieces


def _plain_stem(piece: str) -> str:
    return plain(piece.rstrip("*")) + ("*" if piece.endswith("*") else "")


def _fits(parts: tuple[str, ...], words: tuple[Word, ...], at: int) -> bool:
    """Whether the words from `at` on are those of a form with stems."""
    span = words[at : at + len(parts)]
    return len(span) == len(parts) and all(
        word.plain.startswith(part[:-1]) if part.endswith("*") else word.plain == part
        for part, word in zip(parts, span, strict=True)
    )


@cache
def _phrases(code: str) -> Phrases[SectorWord]:
    return Phrases(
        (form, SectorWord(row["sector"], row["use"]))
        for row in rows(code, "sectors.csv")
        for form in (with_clitics(row["form"], code) if code in _WRITTEN_ON else (row["form"],))
    )


def sector_words(text: str, code: str) -> list[Found[SectorWord]]:
    """The words of a text that tell a sector, in reading order."""
    return _phrases(code).find(text)


def sector_of(text: str, code: str, words: list[Found[SectorWord]] | None = None) -> str | None:
    """PLOVER sector of a party: that of its head noun, or None where no word tells.

    `words` are those of `sector_words` to judge by, if not all of the text.
    """
    found = sector_words(text, code) if words is None else words
    nouns = [word for word in found if word.value.use != "former"]
    strong = [word for word in nouns if word.value.use != "weak"]
    head = _head(text, strong, last=code in _HEAD_LAST) if strong else next(iter(nouns), None)
    former = any(word.value.use == "former" and (head is None or word.start < head.end) for word in found)
    if head is None:
        return "ELI" if former else None
    return "ELI" if former and head.value.sector == "GOV" else head.value.sector


def _head(text: str, words: list[Found[SectorWord]], *, last: bool) -> Found[SectorWord]:
    """The head of the first compound: its first noun, or its `last` one."""
    head = words[0]
    for word in words[1:] if last else ():
        if not _JOINED.fullmatch(text[head.end : word.start]):
            break
        head = word
    return head
