"""A word of a name: its letters, how it reads in Latin ones, how it sounds.

Words of languages come from `languages/<code>/names.csv`, letters from `languages/translit.csv`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO
from typing import NamedTuple

from anyascii import anyascii

from onrecord.languages import codes, rows

EDGES = "\"'“”„«»‘’`´()[]{},;:!?…*.׳״《》〈〉「」『』"
POSSESSIVE = re.compile(r"(?<=\w)[’']s?$")
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670']")
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ё": "е"})
_SCRIPTS = ("GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "HANGUL", "CJK")
CONSONANTAL = frozenset(("arabic", "hebrew", "devanagari"))
VOWELS = frozenset("aeiou")


class Word(NamedTuple):
    """A word of a name: its folded letters, Latin transliteration, sound, consonants and script."""

    text: str
    latin: str
    sound: str
    consonants: str
    script: str

    @property
    def initial(self) -> bool:
        """Whether it is a single letter that stands for a name."""
        return len(self.text) == 1 and self.script not in ("cjk", "hangul")


@cache
def lexicon() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """For each use of `names.csv` its forms with what they stand for, of all languages; `title` holds `titles.csv` too."""
    found: dict[str, dict[str, set[str]]] = {
        use: {}
        for use in ("title", "courtesy", "particle", "article", "suffix", "given", "surname", "ending", "gendered")
    }
    found |= {use: {} for use in ("legal", "function", "generic", "spelling", "demonym")}
    for code in codes():
        for row in rows(code, "titles.csv"):
            found["title"].setdefault(folded(row["title"]), set())
        for row in rows(code, "names.csv"):
            of = f"{code} {row['of']}" if row["use"] == "given" else row["of"]
            found[row["use"]].setdefault(folded(row["form"]), set()).add(of)
    return {use: {form: frozenset(of) for form, of in forms.items()} for use, forms in found.items()}


@cache
def _letters(script: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Letters of a script (or spellings of sounds, `key`) with their Latin ones, and a pattern that finds the longest."""
    text = (files("onrecord.languages") / "translit.csv").read_text(encoding="utf-8")
    found = {row["letters"]: row["latin"] for row in csv.DictReader(StringIO(text)) if row["script"] == script}
    longest = sorted(found, key=lambda letters: (-len(letters), letters))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)"), found


def _spelt(text: str, script: str) -> str:
    pattern, latin = _letters(script)
    return pattern.sub(lambda hit: latin[hit.group()], text)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Letters of a word in small, without marks at its edges, vowel points, possessive and accents of Latin letters."""
    bare = POSSESSIVE.sub("", unicodedata.normalize("NFKC", word).strip(EDGES).casefold())
    bare = _POINTS.sub("", bare.replace("’", "'")).translate(_PLAIN)
    if not bare.isascii() and bare[:1] < "\u0400":
        bare = "".join(letter for letter in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(letter))
    return bare


@lru_cache(maxsize=65536)
def script_of(word: str) -> str:
    """Script of the first letter of a word: a name of Unicode in small letters for those we know, else "latin"."""
    name = unicodedata.name(next((letter for letter in word if letter.isalpha()), "a"), "")
    return next((script.lower() for script in _SCRIPTS if name.startswith(script)), "latin")


@lru_cache(maxsize=65536)
def word_of(part: str) -> Word:
    """A word of a name, with all that it is compared by."""
    script = script_of(part)
    text = folded(part)
    small = _POINTS.sub("", unicodedata.normalize("NFC", part).strip(EDGES).casefold())
    if script == "greek":
        small = text
    if script == "arabic" and len(text) > 4 and any(text.startswith(one) for one in lexicon()["article"]):
        text = small = text[2:]
    if script == "hebrew" and small.startswith("ו"):
        small = "v" + small[1:]
    plain = anyascii(_spelt(small, script)).lower()
    latin = "".join(filter(str.isalnum, _spelt(plain, "hangul") if script == "hangul" else plain))
    sound = _sound(latin)
    return Word(text, latin, sound, _written_consonants(small, script) or _consonants(sound), script)


def _sound(latin: str) -> str:
    """The sounds of a Latin spelling, alike for the ways languages of news spell them."""
    sound = _spelt(re.sub(r"[iyj]+$", "i", latin) if len(latin) > 2 else latin, "key")
    return re.sub(r"(.)\1+", r"\1", sound)


def _written_consonants(small: str, script: str) -> str:
    """Consonants of a script that writes no vowels, letter by letter; "" for other scripts."""
    if script not in CONSONANTAL:
        return ""
    letters = (anyascii(_spelt(letter, script)).lower() for letter in small)
    return _consonants("".join(_spelt(letter.replace("y", ""), "key") for letter in letters).replace("v", "w"))


def _consonants(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub("[^a-zA-Z]|[aeiou]", "", sound).replace("p", "b").replace("v", "w"))
