"""A name taken apart: the words that tell one person or body from another, and whom the gazetteer knows by it.

Names of the well known in all scripts come from `ontology/actors.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO
from typing import NamedTuple

from onrecord.corpus.spelling import EDGES, POSSESSIVE, VOWELS, Word, folded, lexicon, word_of

_LONGEST_ENDING = 3
_GAPS = re.compile(r"[\s\u00a0\u200c·・=＝‐‑–—/-]+|(?<=\.)(?=\w)")
_WORDS = re.compile(r"[\s\u00a0\u200c·・＝‐‑–—/-]+")
_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
#: Two names that lost the space between them: "VladimirPoutine", but not "McMaster".
_GLUED = re.compile("(?<=[a-zà-ÿ]{4})(?=[A-ZÀ-Þ][a-zà-ÿ]{3})")


class Person(NamedTuple):
    """The name of a person, without titles and particles; `gender` is that of the courtesy ("m", "f", "")."""

    words: tuple[Word, ...]
    suffix: str
    gender: str

    @property
    def family_first(self) -> bool:
        """Whether the first word is a family name by its script or by the table of surnames that come first."""
        first = self.words[0]
        return first.script in ("cjk", "hangul") or first.text in lexicon()["surname"]


@lru_cache(maxsize=65536)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name, a Han or Hangul name by characters, initials one by one, "Surname, Given" turned round."""
    last, comma, first = name.partition(",")
    text = _GLUED.sub(" ", f"{first} {last}" if comma and first.strip() and len(last.split()) == 1 else name)
    parts = [part for part in _GAPS.split(text.strip()) if part.strip(EDGES)]
    return tuple(piece for part in parts for piece in _pieces(part, alone=len(parts) == 1))


def _pieces(part: str, *, alone: bool) -> list[str]:
    bare = part.strip(EDGES)
    if _CJK.match(bare):
        titles = [one for one in lexicon()["title"] if bare.endswith(one) and len(bare) - len(one) > 1]
        bare = bare[: -len(max(titles, key=len))] if titles else bare
        return list(bare)
    collapsed = len(bare) == 2 and bare.isupper() and bare.isascii() and not set(bare.lower()) & VOWELS
    return list(bare) if collapsed and not alone else [part]


def _is_title(word: str) -> bool:
    words = lexicon()
    return (word in words["title"] or word in words["courtesy"]) and word not in words["surname"]


def is_title(name: str) -> bool:
    """Whether a name is nothing but titles."""
    return all(_is_title(folded(part)) for part in parts_of(name))


@lru_cache(maxsize=65536)
def person_of(name: str) -> Person:
    """The name of a person by its words; titles go from the front, particles everywhere, unless nothing would be left."""
    words = lexicon()
    parts = parts_of(name)
    gender, suffix = "", ""
    while len(parts) > 1 and _is_title(folded(parts[0])):
        gender = gender or min(words["courtesy"].get(folded(parts[0]), ()), default="")
        parts = parts[1:]
    while len(parts) > 1 and folded(parts[-1]) in words["suffix"]:
        suffix = min(words["suffix"][folded(parts[-1])])
        parts = parts[:-1]
    kept = [
        part
        for number, part in enumerate(parts)
        if folded(part) not in words["particle"] or (number == 0 and folded(part) in words["given"])
    ]
    return Person(tuple(map(word_of, kept or parts)), suffix, gender)


@lru_cache(maxsize=65536)
def family_words(name: str) -> tuple[Word, ...]:
    """The words of a person's name that can stand for it alone: the last, the one before it, the first where families come first."""
    person = person_of(name)
    words = person.words
    if len(words) < 2:
        return words
    found = [words[0]] if person.family_first else []
    if words[-1].script not in ("cjk", "hangul"):
        found.append(words[-1])
    given = lexicon()["given"]
    if len(words) > 2 and words[-2].text not in given and not words[-2].initial:
        found.append(words[-2])
    if len(words) == 2 and words[1].text in given and words[0].text not in given:
        found.append(words[0])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def organization_of(name: str) -> tuple[Word, ...]:
    """The words of an organization that tell it from others: no articles, legal forms and prepositions."""
    words = lexicon()
    parts = [part.replace(".", "") for part in _WORDS.split(POSSESSIVE.sub("", name)) if part.strip(EDGES)]
    dropped = [
        part for part in parts if not any(folded(part) in words[use] for use in ("legal", "function", "particle"))
    ]
    spelt = (words["spelling"].get(folded(part)) for part in dropped or parts)
    return tuple(word_of(min(to) if to else part) for to, part in zip(spelt, dropped or parts, strict=True))


def nicknames(name: str) -> frozenset[str]:
    """The given names that words of a person's name are, or are short for."""
    given = lexicon()["given"]
    return frozenset(of for word in person_of(name).words for of in given.get(word.text, ()))


@cache
def courtesy_of(gender: str) -> str:
    """A word of courtesy for a gender ("m", "f"), as normal forms of names have it."""
    return min(
        (form for form, of in lexicon()["courtesy"].items() if of == {gender}), key=lambda form: (len(form), form)
    )


# --- the gazetteer --------------------------------------------------------------------------------------------------


@cache
def _aliases() -> Mapping[tuple[tuple[str, ...], str], frozenset[str]]:
    """Actors of the gazetteer by the words of each of their names; a stem keeps its star."""
    text = (files("onrecord.ontology") / "actors.csv").read_text(encoding="utf-8")
    table = list(csv.DictReader(StringIO(text)))
    kinds = {row["actor"]: row["kind"] for row in table if row["kind"]}
    found: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for row in table:
        kind = kinds.get(row["actor"], row["kind"])
        split = parts_of(row["name"]) if _CJK.match(row["name"]) else tuple(_GAPS.split(row["name"]))
        key = tuple(folded(part) + "*" * part.endswith("*") for part in split if part)
        found.setdefault((key, "person" if kind == "person" else "organization"), set()).add(row["actor"])
    return {key: frozenset(names) for key, names in found.items()}


@cache
def _stems() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Names of the gazetteer with stems, by the first letters of their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words, _ in _aliases():
        if any(word.endswith("*") for word in words):
            found.setdefault(words[0].rstrip("*")[:3], []).append(words)
    return {start: tuple(sorted(set(names))) for start, names in found.items()}


@lru_cache(maxsize=65536)
def known_as(name: str, kind: str) -> frozenset[str]:
    """Actors of the gazetteer whose whole name these words are, in any language and script; titles left out."""
    sort = "person" if kind == "person" else "organization"
    words = tuple(folded(part) for part in parts_of(name))
    while True:
        if found := _aliases().get((words, sort)):
            return found
        for stem in _stems().get(words[0][:3], ()) if words else ():
            if len(stem) == len(words) and all(map(_begins, words, stem)) and (stem, sort) in _aliases():
                return _aliases()[stem, sort]
        if len(words) < 2 or not _is_title(words[0]):
            return frozenset()
        words = words[1:]


@cache
def known_words() -> Mapping[str, frozenset[str]]:
    """Persons of the gazetteer whom one word names: spellings of their surname in all scripts."""
    return {words[0]: names for (words, kind), names in _aliases().items() if len(words) == 1 and kind == "person"}


def _begins(word: str, stem: str) -> bool:
    """Whether a word is that of the gazetteer, or its stem with no more than the ending of a case."""
    stemmed = stem.endswith("*") and len(word) - len(stem) < _LONGEST_ENDING
    return word.startswith(stem[:-1]) if stemmed else word == stem
