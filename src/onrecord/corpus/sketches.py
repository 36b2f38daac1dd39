"""Sketches of texts: the lowest hashes of their word 3-grams, by which the share of one text in another is estimated.

Bottom-k sketches (Broder 1997, "On the resemblance and containment of documents"). What stands in quotation marks is
told from the rest, so that two reports of one interview are not taken for one text because the words quoted are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Sketch = NDArray[np.uint64]

#: Hashes kept of a text, so that a share of .5 is known to about .03 (and a text of up to 250 words is known whole).
SIZE = 256
#: Words in a 3-gram; where no spaces are set as many characters as three words have: Chinese and Japanese, Thai and its like.
_WORDS, _HAN, _THAI = 3, 6, 12
#: So few 3-grams outside quotation marks tell nothing of whose text it is.
_NARRATED = 12

_CHARACTER = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_INDIC = "\u0900-\u0963\u0966-\u0dff"  # words of these hold signs that are no letters for `re`
_HAN_SIGN, _THAI_SIGN = re.compile(f"[{_CHARACTER}]"), re.compile(f"[{_LETTER}]")
_WORD = re.compile(f"[{_CHARACTER}{_LETTER}]|(?:(?![{_CHARACTER}{_LETTER}])(?:[^\\W_]|[{_INDIC}]))+")
_ASCII = re.compile("[a-z0-9]+")
#: Accents, Hebrew and Arabic points, tatweel and invisible marks: scrapes and copies lose them.
_LOST = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufeff\u3099\u309a]")
#: Quotations that close in their paragraph; marks that only ever open may leave the closing one to a later paragraph.
_QUOTED = re.compile(
    r"[“„][^“”„\n]{1,2000}(?:[”“]|$)|«[^«»\n]{1,2000}(?:»|$)|»[^«»\n]{1,2000}«|「[^「」\n]{1,2000}」|『[^『』\n]{1,2000}』"
    r"|(?<!\w)\"(?=\S)[^\"\n]{1,2000}(?<=\S)\"|(?<!\w)``[^`\n]{1,2000}?''|(?<!\w)‘(?:[^‘’\n]|’(?=\w)){1,2000}’",
    re.MULTILINE,
)


class Shared(NamedTuple):
    """How many hashes two sketches have in common, and how many each has in the range that both know.

    The same of the hashes that one text, or the other, has outside quotation marks.
    """

    both: int
    one: int
    other: int
    narrated_both: tuple[int, int] = (0, 0)
    narrated: tuple[int, int] = (0, 0)

    @property
    def contained(self) -> float:
        """Share of the smaller text that stands in the larger, 0 to 1."""
        return self.both / max(1, min(self.one, self.other))

    @property
    def covered(self) -> float:
        """Share of the larger text that stands in the smaller, 0 to 1."""
        return self.both / max(1, self.one, self.other)

    @property
    def told(self) -> float:
        """`contained` of what the writers say themselves; 1 where they say next to nothing."""
        side = int(self.other < self.one)
        return self.narrated_both[side] / self.narrated[side] if self.narrated[side] >= _NARRATED else 1.0


@lru_cache(maxsize=1 << 17)
def stable_hash(word: str) -> int:
    """A hash of 63 bits that is the same on every machine and fits an SQLite integer."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") >> 1


def fold(text: str) -> str:
    """A text without case, accents, points and compatibility forms."""
    lower = text.casefold()
    return lower if lower.isascii() else _LOST.sub("", unicodedata.normalize("NFKD", lower))


def words(text: str) -> list[str]:
    """The folded words of a text in order; single characters of scripts that set no spaces."""
    folded = fold(text)
    return (_ASCII if folded.isascii() else _WORD).findall(folded)


def sketch(text: str) -> Sketch:
    """The `SIZE` lowest hashes of the word 3-grams of a text, ascending; all of them where there are fewer.

    The last bit of a hash says whether the 3-gram stands in quotation marks, be it in part; it stands for the same words
    either way.
    """
    tokens: list[str] = []
    quoted: list[bool] = []
    for part, inside in _stretches(text):
        tokens += (more := words(part))
        quoted += [inside] * len(more)
    grams = np.unique(_grams(tokens, quoted, _length(tokens)))
    first = np.ones(len(grams), bool)
    first[1:] = plain(grams[1:]) != plain(grams[:-1])
    return grams[first][:SIZE]


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is quoted."""
    end = 0
    for found in _QUOTED.finditer(text):
        yield text[end : found.start()], False
        yield found.group(), True
        end = found.end()
    yield text[end:], False


def plain(kept: Sketch) -> Sketch:
    """Hashes without the bit that tells quoted words from others."""
    return kept >> np.uint64(1)


def _length(tokens: list[str]) -> int:
    """How many tokens make a 3-gram in the script that most of a text is in."""
    sample = tokens[:500]
    han = sum(_HAN_SIGN.match(token) is not None for token in sample)
    thai = sum(_THAI_SIGN.match(token) is not None for token in sample)
    if 2 * max(han, thai) <= len(sample):
        return _WORDS
    return _HAN if han >= thai else _THAI


def _grams(tokens: list[str], quoted: list[bool], length: int) -> Sketch:
    """Hashes of all runs of `length` tokens: a polynomial of the token hashes, mixed by the finaliser of SplitMix64."""
    count = len(tokens) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    hashes = np.array([stable_hash(token) for token in tokens], np.uint64)
    marks = np.array(quoted, bool)
    total, inside = np.zeros(count, np.uint64), np.zeros(count, bool)
    for place in range(length):
        total = total * np.uint64(0x9E3779B97F4A7C15) + hashes[place : place + count]
        inside |= marks[place : place + count]
    total = (total ^ (total >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    total = (total ^ (total >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((total ^ (total >> np.uint64(31))) >> np.uint64(2) << np.uint64(1)) | inside.astype(np.uint64)


def shared(one: Sketch, other: Sketch) -> Shared:
    """What two sketches have in common, within the range of hashes that both keep whole."""
    here, there = plain(one), plain(other)
    limit = min((hashes[-1] for hashes in (here, there) if len(hashes) == SIZE), default=np.uint64(1 << 63))
    here, there = (hashes[: np.searchsorted(hashes, limit, side="right")] for hashes in (here, there))
    places = np.minimum(np.searchsorted(there, here), max(0, len(there) - 1))
    same = there[places] == here if len(there) else np.zeros(len(here), bool)
    told, also = ((kept[: len(hashes)] & np.uint64(1)) == 0 for kept, hashes in ((one, here), (other, there)))
    return Shared(
        int(same.sum()),
        len(here),
        len(there),
        (int((same & told).sum()), int(also[places[same]].sum())),
        (int(told.sum()), int(also.sum())),
    )
