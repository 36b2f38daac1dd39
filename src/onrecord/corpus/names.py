"""Whether two names can be one actor's: titles, spelling, script, initials, endings of a case and nicknames taken into account.

Names are compared word by word (`word_likeness`); which words stand for which, and what a word more or less means, is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.corpus.name_parts import Person, known_as, organization_of, parts_of, person_of
from onrecord.corpus.spelling import CONSONANTAL, Word, lexicon, script_of, word_of
from onrecord.corpus.word_likeness import allowed, closeness, distance, same_word

SAME = 0.5  # from this score on two names can be one actor's
#: Scores: surname alone, an initial, given name and surname turned round, the first given name missing, a second surname missing.
_BARE, _INITIAL, _TURNED, _LATER, _MORE = 0.8, 0.85, 0.85, 0.75, 0.85
_DIFFERENT, _DOUBTFUL = 0.1, 0.35


# --- persons --------------------------------------------------------------------------------------------------------


def _same_person(one: Person, other: Person) -> float:
    if not one.words or not other.words or {one.gender, other.gender} == {"m", "f"}:
        return 0.0
    short, long = sorted((one, other), key=lambda person: (len(person.words), person.words, person.suffix))
    if one.suffix != other.suffix and len(long.words) > 1 and (short.suffix or len(short.words) > 1):
        return _DIFFERENT
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return _DIFFERENT
    if len(short.words) == 1:
        return _same_surname(short.words[0], long)
    return max(
        _joined(one, other),
        _aligned(short, long),
        _TURNED * _turned(short, long),
        _inflected(one.words, other.words),
        0.9 * _across_cases(short, long),
    )


def _same_surname(word: Word, person: Person) -> float:
    """Whether a word alone can be the surname of a person; two words alone are compared as they are."""
    words = person.words
    if word.initial:
        return _DIFFERENT
    if len(words) == 1:
        return max(same_word(word, words[0]), _inflected((word,), words))
    scores = [max(same_word(word, words[-1]), _inflected((word,), words[-1:]))]
    if person.family_first:
        scores.append(same_word(word, words[0]))
    if len(words) > 2 and words[-2].text not in lexicon()["given"] and not words[-2].initial:
        scores.append(_LATER * same_word(word, words[-2]))
    return _BARE * max(scores) if max(scores) else _DIFFERENT


def _aligned(short: Person, long: Person) -> float:
    """All words of the shorter name in the longer one, in order, and from its beginning or to its end."""
    best = _DIFFERENT
    mine, theirs = short.words, long.words
    for first in range(len(theirs) - len(mine) + 1) if len(mine) < len(theirs) else (0,):
        for places in _ways(len(mine), len(theirs), first):
            scores = [_slot(mine, theirs, i, j) for i, j in enumerate(places)]
            if min(scores) > 0 and not _initials_differ(mine, theirs, places):
                first_too, last_too = places[0] == 0, places[-1] == len(theirs) - 1
                share = {(True, True): 1.0, (True, False): _MORE, (False, True): _LATER}.get((first_too, last_too), 0.4)
                best = max(best, share * sum(scores) / len(scores))
    return best


def _ways(mine: int, theirs: int, first: int) -> list[tuple[int, ...]]:
    """Places of `mine` words among `theirs`, in order: one gap, anywhere, from word `first` on."""
    gap = theirs - mine - first
    if not gap:
        return [tuple(range(first, first + mine))]
    return [tuple(first + i + (gap if i >= at else 0) for i in range(mine)) for at in range(1, mine + 1)]


def _slot(mine: Sequence[Word], theirs: Sequence[Word], i: int, j: int) -> float:
    one, other = mine[i], theirs[j]
    family = i == len(mine) - 1 or j == len(theirs) - 1
    if one.initial or other.initial:
        alike = one.sound[:1] == other.sound[:1] or one.latin[:1] == other.latin[:1]
        return 0.0 if i == len(mine) - 1 or not alike else 1.0 if one.text == other.text else _INITIAL
    return same_word(one, other, given=not family)


def _initials_differ(mine: Sequence[Word], theirs: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether both have middle names, one of them more, and any is an initial: "George W." is not "George H. W."."""
    if len(mine) == len(theirs) or len(mine) < 3:
        return False
    return any(word.initial for word in (*mine[1:-1], *theirs[1:-1])) and places[-1] == len(theirs) - 1


def _turned(short: Person, long: Person) -> float:
    """Surname first in one of the names, unless its words may stand in either order."""
    if len(short.words) != len(long.words):
        return 0.0
    for table in ("given", "surname"):
        if all(word.text in lexicon()[table] for word in short.words):
            return 0.0
    turned = long.words[1:] + long.words[:1]
    back = long.words[-1:] + long.words[:-1]
    return max(_aligned(short, long._replace(words=words)) for words in dict.fromkeys((turned, back)))


def _joined(one: Person, other: Person) -> float:
    """Names written in other pieces ("Jongun", "Jong-un", 김정은): their words as one, in order or with the first last."""
    scripts = {word.script for word in (*one.words, *other.words)}
    across = len(scripts) > 1 and bool(scripts & {"cjk", "hangul"})
    if len(one.words) == len(other.words) and not across:
        return 0.0
    if any(word.initial for word in (*one.words, *other.words)):
        return 0.0
    if scripts & CONSONANTAL and len(scripts) > 1:
        mine, theirs = ("".join(word.consonants for word in person.words) for person in (one, other))
        return 0.9 if re.sub(r"(.)\1+", r"\1", mine) == re.sub(r"(.)\1+", r"\1", theirs) and len(mine) > 3 else 0.0
    mine, theirs = ("".join(word.sound for word in person.words) for person in (one, other))
    turned = "".join(word.sound for word in (*other.words[-1:], *other.words[:-1]))
    apart = min(distance(mine, theirs), distance(mine, turned)) if across else float(mine != theirs)
    return 0.95 - 0.5 * apart if apart <= 0.4 else 0.0


def _inflected(one: Sequence[Word], other: Sequence[Word]) -> float:
    """Names that differ by endings of a case: in every word, or in one by endings that tell no man from a woman.

    In Latin script a given name must not stand unchanged beside an inflected surname, nor the other way round.
    """
    if len(one) != len(other):
        return 0.0
    pairs = [_endings(mine, theirs) for mine, theirs in zip(one, other, strict=True)]
    changed = [pair for pair in pairs if pair and pair != ("", "")]
    if None in pairs or not changed:
        return 0.0
    if len(changed) == len(pairs) > 1:
        return 0.85
    if one[-1].script == "latin":
        return 0.8 if len(pairs) == 1 and len("".join(changed[0])) > 1 and "" in changed[0] else 0.0
    woman = any("" in pair and "f" in lexicon()["ending"]["".join(pair)] for pair in changed)
    return 0.0 if woman else 0.8


def _across_cases(short: Person, long: Person) -> float:
    """An inflected Cyrillic name beside one in another script: all its words without their endings."""
    if {short.words[-1].script, long.words[-1].script} & {"cyrillic"} and short.words[-1].script != long.words[
        -1
    ].script:
        bare = [
            _nominative(person.words) if person.words[-1].script == "cyrillic" else person.words
            for person in (short, long)
        ]
        if all(bare):
            return _aligned(short._replace(words=bare[0]), long._replace(words=bare[1]))
    return 0.0


@lru_cache(maxsize=65536)
def _nominative(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of a Cyrillic name without the endings of a case, none if one of them bears no such ending."""
    found = []
    for word in words:
        endings = [end for end in lexicon()["ending"] if word.text.endswith(end) and len(word.text) - len(end) > 2]
        if script_of(word.text) != "cyrillic" or not endings:
            return ()
        found.append(word_of(word.text[: -len(max(endings, key=len))]))
    return tuple(found)


@lru_cache(maxsize=65536)
def _endings(one: Word, other: Word) -> tuple[str, str] | None:
    """The endings in which two words of one script differ, None where they are not two cases of one word."""
    if one.text == other.text:
        return "", ""
    if one.script != other.script or one.script not in ("latin", "cyrillic"):
        return None
    known = lexicon()["ending"]
    shared = next((i for i, (a, b) in enumerate(zip(one.text, other.text, strict=False)) if a != b), None)
    stem = min(len(one.text), len(other.text)) if shared is None else shared
    for length in range(stem, 2, -1):
        mine, theirs = one.text[length:], other.text[length:]
        if all(not ending or (ending in known and script_of(ending) == one.script) for ending in (mine, theirs)):
            return None if _gendered(mine, theirs) else (mine, theirs)
    return None


def _gendered(one: str, other: str) -> bool:
    """Whether endings tell a woman's surname from a man's."""
    pairs = lexicon()["gendered"]
    return other in pairs.get(one, ()) or one in pairs.get(other, ())


# --- organizations and groups ---------------------------------------------------------------------------------------


def _same_organization(one: tuple[Word, ...], other: tuple[Word, ...], kind: str) -> float:
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    if not short:
        return 0.0
    if _acronym(short, long):
        return 0.8
    left = list(long)
    scores = []
    for word in short:
        best = max(left, key=lambda theirs: (_same_term(word, theirs, kind), theirs))
        scores.append(_same_term(word, best, kind))
        left.remove(best)
    sounds = ["".join(word.sound for word in words) for words in (short, long)]
    joined = len(short) != len(long) and closeness(sounds[0], sounds[1], allowed) > 0
    if min(scores) == 0:
        return 0.9 if joined else _DIFFERENT
    if not all(word.text in lexicon()["generic"] for word in left):
        return 0.9 if joined else _DOUBTFUL
    return sum(scores) / len(scores) * (0.9 if left else 1.0)


def _same_term(one: Word, other: Word, kind: str) -> float:
    score = max(same_word(one, other), 0.8 * (_endings(one, other) is not None))
    if score or kind != "group":
        return score
    demonyms = lexicon()["demonym"]
    stems = [
        {word.sound} | {word_of(word.text[: -len(end)]).sound for end in demonyms if word.text.endswith(end)}
        for word in (one, other)
    ]
    return 0.85 if any(len(stem) > 3 for stem in stems[0] & stems[1]) else 0.0


def _acronym(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether one word is the first letters of the others."""
    return len(short) == 1 < len(long) == len(short[0].text) and all(
        word.text[:1] == letter for word, letter in zip(long, short[0].text, strict=True)
    )


# --- both -----------------------------------------------------------------------------------------------------------


def spelt_alike(one: str, other: str, kind: str) -> float:
    """How likely two names are one actor's by their words alone, 0 to 1."""
    if kind == "person":
        return _same_person(person_of(one), person_of(other))
    return _same_organization(organization_of(one), organization_of(other), kind)


def contradicts(text: str, name: str) -> bool:
    """Whether words that a page takes for a person's name cannot be: another courtesy, or another full name."""
    one, other = person_of(text), person_of(name)
    if {one.gender, other.gender} == {"m", "f"}:
        return True
    return min(len(one.words), len(other.words)) > 1 and same_name(text, name, "person") < SAME


@lru_cache(maxsize=65536)
def same_name(one: str, other: str, kind: str) -> float:
    """How likely two names of a kind (person, organization, group) can be one actor's, 0 to 1; symmetric.

    A surname alone can be that of any full name with it. Names of the gazetteer count as all their spellings.
    """
    mine, theirs = known_as(one, kind), known_as(other, kind)
    if kind == "person" and {person_of(one).gender, person_of(other).gender} == {"m", "f"}:
        return 0.0
    if mine & theirs:
        return 0.98
    if mine and theirs and (len(parts_of(one)) > 1) == (len(parts_of(other)) > 1):
        return _DIFFERENT
    if kind == "person" and script_of(one) == script_of(other) and script_of(one) in CONSONANTAL:
        return spelt_alike(one, other, kind)
    pairs = [(a, b) for a in (one, *sorted(mine)) for b in (other, *sorted(theirs))]
    return max(spelt_alike(a, b, kind) for a, b in pairs)
