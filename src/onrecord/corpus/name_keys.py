"""Keys under which names of one sound meet: names that can be one actor's share one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.corpus.name_parts import known_words, organization_of, person_of
from onrecord.corpus.spelling import CONSONANTAL, VOWELS, Word, lexicon, word_of

_CLASSES = str.maketrans("bpfvwdtTgkhCJszSZlrmn", "BBBBBDDDKKKKKKKKKLRNN")


@lru_cache(maxsize=65536)
def sound_keys(word: Word) -> frozenset[str]:
    """Keys of the consonants of a word, with and without those that spellings drop; words that can be one name share a key."""
    known = {f"={name}" for name in known_words().get(word.text, ())}
    return frozenset({_classed(word.consonants), _classed(re.sub("[hJwf]", "", word.consonants))} | known)


def _classed(consonants: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub("[^A-Z]", "", consonants.translate(_CLASSES)))


@lru_cache(maxsize=65536)
def pair_key(name: str) -> str:
    """A key of a name of two words, the same in either order; "" for others."""
    words = person_of(name).words
    return "|".join(sorted(min(sound_keys(word)) for word in words)) if len(words) == 2 else ""


@lru_cache(maxsize=65536)
def given_keys(name: str) -> frozenset[str]:
    """Keys of the beginnings of the words of a person's name, nicknames included; names that can be one person's share one."""
    found: set[str] = set()
    words = person_of(name).words
    for word in words[1:] if words[0].script in ("cjk", "hangul") else words[:-1] if len(words) != 2 else words:
        found |= lexicon()["given"].get(word.text, frozenset()) | _beginning(word)
    return frozenset(found)


def _beginning(word: Word) -> set[str]:
    first = word.sound[:1]
    soft = {"0"} if first in "aeiouhJ" or word.script in CONSONANTAL else set()
    return soft | {one for one in (_classed(word.consonants[:1]) if first not in VOWELS else "",) if one}


@lru_cache(maxsize=65536)
def organization_keys(name: str) -> frozenset[str]:
    """Keys of an organization: the sounds of its words in either order, and its acronym."""
    generic = lexicon()["generic"]
    words = organization_of(name)
    told = [word for word in words if word.text not in generic] or list(words)
    sounds = [_classed(re.sub("[hJwf]", "", _singular(word).consonants)) for word in told]
    acronym = words[0].text if len(words) == 1 else "".join(word.text[:1] for word in words)
    return frozenset({_classed_all(sounds), _classed_all(sorted(sounds)), f"={acronym}"})


def _classed_all(sounds: Sequence[str]) -> str:
    return re.sub(r"(.)\1+", r"\1", "".join(sounds))


def _singular(word: Word) -> Word:
    ends = [end for end in lexicon()["demonym"] if word.text.endswith(end) and len(word.text) - len(end) > 3]
    return word_of(word.text[: -len(max(ends, key=len))]) if ends else word
