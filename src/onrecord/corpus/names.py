"""Whether two names can be one actor's: titles, spelling, script, initials, endings of a case and nicknames taken into account.

Names are compared word by word: as letters, as the sound of their Latin transliteration, and as consonants alone where a
script writes no vowels. Words of languages come from `languages/<code>/names.csv`, letters from `languages/translit.csv`,
names of the well known in all scripts from `ontology/actors.csv`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO
from typing import NamedTuple

from anyascii import anyascii

from onrecord.languages import codes, rows

SAME = 0.5  # from this score on two names can be one actor's
#: Scores: surname alone, an initial, given name and surname turned round, the first given name missing, a second surname missing.
_BARE, _INITIAL, _TURNED, _LATER, _MORE = 0.8, 0.85, 0.85, 0.75, 0.85
_DIFFERENT, _DOUBTFUL = 0.1, 0.35
_LONGEST_ENDING = 3
_GAPS = re.compile(r"[\s\u00a0\u200c·・=＝‐‑–—/-]+|(?<=\.)(?=\w)")
_WORDS = re.compile(r"[\s\u00a0\u200c·・＝‐‑–—/-]+")
_EDGES = "\"'“”„«»‘’`´()[]{},;:!?…*.׳״《》〈〉「」『』"
_POSSESSIVE = re.compile(r"(?<=\w)[’']s?$")
_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")
#: Two names that lost the space between them: "VladimirPoutine", but not "McMaster".
_GLUED = re.compile("(?<=[a-zà-ÿ]{4})(?=[A-ZÀ-Þ][a-zà-ÿ]{3})")
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670']")
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ё": "е"})
_SCRIPTS = ("GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "HANGUL", "CJK")
_CONSONANTAL = frozenset(("arabic", "hebrew", "devanagari"))
_VOWELS = frozenset("aeiou")

#: What it costs to take one sound for another; sounds: C as in "church", S as in "ship", T as in "thin",
#: Z as in "pleasure", J as in "jam"; among consonants alone w is a v, which may be written as a vowel.
_CLOSE: Mapping[frozenset[str], float] = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.15, "Ji Tt"),
        (0.35, "fv fw bv bw gk gh sz sS sT dT zT bf zZ Ch Ck CS JZ Jh JC vu bp SZ"),
        (0.4, "hk ei ou Jz Jg JS"),
        (0.5, "dt ae fp mn sJ"),
        (0.6, "ao"),
    )
    for pair in pairs.split()
}
_OTHER_VOWEL, _OTHER, _SWAP, _GENDER = 0.8, 1.0, 0.6, 1.5
_DROPPED = {"h": 0.35, "J": 0.4, "w": 0.25, **dict.fromkeys(_VOWELS, 0.5)}


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


# --- words of languages ---------------------------------------------------------------------------------------------


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


@cache
def _aliases() -> Mapping[tuple[tuple[str, ...], str], frozenset[str]]:
    """Actors of the gazetteer by the words of each of their names; a stem keeps its star."""
    text = (files("onrecord.ontology") / "actors.csv").read_text(encoding="utf-8")
    table = list(csv.DictReader(StringIO(text)))
    kinds = {row["actor"]: row["kind"] for row in table if row["kind"]}
    found: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for row in table:
        kind = kinds.get(row["actor"], row["kind"])
        split = _parts(row["name"]) if _CJK.match(row["name"]) else _GAPS.split(row["name"])
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
    words = tuple(folded(part) for part in _parts(name))
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
def _known_words() -> Mapping[str, frozenset[str]]:
    """Persons of the gazetteer whom one word names: spellings of their surname in all scripts."""
    return {words[0]: names for (words, kind), names in _aliases().items() if len(words) == 1 and kind == "person"}


def _begins(word: str, stem: str) -> bool:
    """Whether a word is that of the gazetteer, or its stem with no more than the ending of a case."""
    stemmed = stem.endswith("*") and len(word) - len(stem) < _LONGEST_ENDING
    return word.startswith(stem[:-1]) if stemmed else word == stem


# --- one word -------------------------------------------------------------------------------------------------------


def folded(word: str) -> str:
    """Letters of a word in small, without marks at its edges, vowel points, possessive and accents of Latin letters."""
    bare = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", word).strip(_EDGES).casefold())
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
    small = _POINTS.sub("", unicodedata.normalize("NFC", part).strip(_EDGES).casefold())
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
    if script not in _CONSONANTAL:
        return ""
    letters = (anyascii(_spelt(letter, script)).lower() for letter in small)
    return _consonants("".join(_spelt(letter.replace("y", ""), "key") for letter in letters).replace("v", "w"))


def _consonants(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub("[^a-zA-Z]|[aeiou]", "", sound).replace("p", "b").replace("v", "w"))


@lru_cache(maxsize=65536)
def distance(one: str, other: str, given: bool = False) -> float:
    """Weighted edit distance of two sounds: close sounds cost little, a final vowel that tells the gender more."""
    before: list[float] = []
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _DROPPED.get(sound, _OTHER))
    for i, sound in enumerate(one, 1):
        earlier, before = before, row
        row = [before[0] + _DROPPED.get(sound, _OTHER)]
        for j, theirs in enumerate(other, 1):
            last = i == len(one) and j == len(other)
            cost = min(
                before[j - 1] + _change(sound, theirs, last),
                before[j] + _drop(sound, i == len(one), given),
                row[-1] + _drop(theirs, j == len(other), given),
            )
            if i > 1 and j > 1 and sound == other[j - 2] and theirs == one[i - 2] and sound != theirs:
                cost = min(cost, earlier[j - 2] + (_OTHER if given else _SWAP))
            row.append(cost)
    return row[-1]


def _change(one: str, other: str, last: bool) -> float:
    if one == other:
        return 0.0
    if last and one in _VOWELS and other in _VOWELS:
        return _GENDER
    vowels = one in _VOWELS and other in _VOWELS
    return _CLOSE.get(frozenset((one, other)), _OTHER_VOWEL if vowels else _OTHER)


def _drop(sound: str, last: bool, given: bool) -> float:
    if last and sound in "aou":
        return _GENDER
    if last and sound in "ei":
        return _OTHER if given else 0.4
    return _DROPPED.get(sound, _OTHER)


def _allowed(length: int) -> float:
    """How far the sounds of two surnames of a length may be apart and still be one name."""
    return 0.15 if length < 4 else 0.35 if length < 6 else 0.7 if length < 8 else 1.0


def _allowed_given(length: int) -> float:
    return 0.15 if length < 4 else 0.4 if length < 5 else 0.6 if length < 6 else 0.7 if length < 8 else 0.8


def _allowed_consonants(length: int) -> float:
    return 0.15 if length < 3 else 0.35 if length < 4 else 0.5 if length < 5 else 0.6 if length < 6 else 0.7


def same_word(one: Word, other: Word, given: bool = False) -> float:
    """How likely two words are one name, 0 to 1; `given` for first names, where a vowel makes another person."""
    if one.text == other.text:
        return 1.0
    alike = lexicon()["given"] if given else _known_words()
    if alike.get(one.text, frozenset()) & alike.get(other.text, frozenset()):
        return 0.95
    if any(letter.isdigit() for letter in one.latin + other.latin):
        return float(one.latin == other.latin)
    if one.script == other.script and one.script in ("cjk", "hangul"):
        return 0.95 if _variants(one.text, other.text) else 0.0
    if one.script == other.script and one.script in _CONSONANTAL:
        return 0.95 if one.latin == other.latin else 0.0
    if one.script in _CONSONANTAL or other.script in _CONSONANTAL:
        return _closeness(one.consonants, other.consonants, _allowed_consonants)
    if one.latin == other.latin:
        return 1.0
    return _closeness(one.sound, other.sound, _allowed_given if given else _allowed, given)


def _closeness(one: str, other: str, allowed: Callable[[int], float], given: bool = False) -> float:
    limit = allowed(max(len(one), len(other)))
    if not one or not other or abs(len(one) - len(other)) > 3:
        return 0.0
    apart = distance(*sorted((one, other)), given)
    return 0.97 - 0.37 * apart / limit if apart <= limit + 1e-9 else 0.0


def _variants(one: str, other: str) -> bool:
    """Whether two Han words differ only by simplified and traditional characters of one reading."""
    return len(one) == len(other) and all(
        mine == theirs or (anyascii(mine) == anyascii(theirs) and {_sort(mine), _sort(theirs)} == {"simple", "full"})
        for mine, theirs in zip(one, other, strict=True)
    )


def _sort(character: str) -> str:
    """ "simple" for a character of the mainland standard alone, "full" for one of the Taiwanese alone."""
    mainland, taiwan = _encodes(character, "gb2312"), _encodes(character, "big5")
    return "both" if mainland == taiwan else "simple" if mainland else "full"


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


# --- persons --------------------------------------------------------------------------------------------------------


def _parts(name: str) -> list[str]:
    """The words of a name, a Han or Hangul name by characters, initials one by one, "Surname, Given" turned round."""
    last, comma, first = name.partition(",")
    text = _GLUED.sub(" ", f"{first} {last}" if comma and first.strip() and len(last.split()) == 1 else name)
    parts = [part for part in _GAPS.split(text.strip()) if part.strip(_EDGES)]
    return [piece for part in parts for piece in _pieces(part, alone=len(parts) == 1)]


def _pieces(part: str, *, alone: bool) -> list[str]:
    bare = part.strip(_EDGES)
    if _CJK.match(bare):
        titles = [one for one in lexicon()["title"] if bare.endswith(one) and len(bare) - len(one) > 1]
        bare = bare[: -len(max(titles, key=len))] if titles else bare
        return list(bare)
    collapsed = len(bare) == 2 and bare.isupper() and bare.isascii() and not set(bare.lower()) & _VOWELS
    return list(bare) if collapsed and not alone else [part]


def _is_title(word: str) -> bool:
    words = lexicon()
    return (word in words["title"] or word in words["courtesy"]) and word not in words["surname"]


def is_title(name: str) -> bool:
    """Whether a name is nothing but titles."""
    return all(_is_title(folded(part)) for part in _parts(name))


@lru_cache(maxsize=65536)
def person_of(name: str) -> Person:
    """The name of a person by its words; titles go from the front, particles everywhere, unless nothing would be left."""
    words = lexicon()
    parts = _parts(name)
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
    return Person(tuple(word_of(part) for part in kept or parts), suffix, gender)


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
    return max(_aligned(short, long._replace(words=words)) for words in (turned, back))


def _joined(one: Person, other: Person) -> float:
    """Names written in other pieces ("Jongun", "Jong-un", 김정은): their words as one, in order or with the first last."""
    scripts = {word.script for word in (*one.words, *other.words)}
    across = len(scripts) > 1 and bool(scripts & {"cjk", "hangul"})
    if len(one.words) == len(other.words) and not across:
        return 0.0
    if any(word.initial for word in (*one.words, *other.words)):
        return 0.0
    if scripts & _CONSONANTAL and len(scripts) > 1:
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


@lru_cache(maxsize=65536)
def organization_of(name: str) -> tuple[Word, ...]:
    """The words of an organization that tell it from others: no articles, legal forms and prepositions."""
    words = lexicon()
    parts = [part.replace(".", "") for part in _WORDS.split(_POSSESSIVE.sub("", name)) if part.strip(_EDGES)]
    dropped = [
        part for part in parts if not any(folded(part) in words[use] for use in ("legal", "function", "particle"))
    ]
    spelt = (words["spelling"].get(folded(part)) for part in dropped or parts)
    return tuple(word_of(min(to) if to else part) for to, part in zip(spelt, dropped or parts, strict=True))


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
    joined = len(short) != len(long) and _closeness(sounds[0], sounds[1], _allowed) > 0
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
    if mine and theirs and (len(_parts(one)) > 1) == (len(_parts(other)) > 1):
        return _DIFFERENT
    if kind == "person" and script_of(one) == script_of(other) and script_of(one) in _CONSONANTAL:
        return spelt_alike(one, other, kind)
    pairs = [(a, b) for a in (one, *sorted(mine)) for b in (other, *sorted(theirs))]
    return max(spelt_alike(a, b, kind) for a, b in pairs)


# --- keys under which names of one sound meet -----------------------------------------------------------------------

_CLASSES = str.maketrans("bpfvwdtTgkhCJszSZlrmn", "BBBBBDDDKKKKKKKKKLRNN")


@lru_cache(maxsize=65536)
def sound_keys(word: Word) -> frozenset[str]:
    """Keys of the consonants of a word, with and without those that spellings drop; words that can be one name share a key."""
    known = {f"={name}" for name in _known_words().get(word.text, ())}
    return frozenset({_classed(word.consonants), _classed(re.sub("[hJwf]", "", word.consonants))} | known)


def _classed(consonants: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub("[^A-Z]", "", consonants.translate(_CLASSES)))


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


def nicknames(name: str) -> frozenset[str]:
    """The given names that words of a person's name are, or are short for."""
    given = lexicon()["given"]
    return frozenset(of for word in person_of(name).words for of in given.get(word.text, ()))


def _beginning(word: Word) -> set[str]:
    first = word.sound[:1]
    soft = {"0"} if first in "aeiouhJ" or word.script in _CONSONANTAL else set()
    return soft | {one for one in (_classed(word.consonants[:1]) if first not in _VOWELS else "",) if one}


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


@cache
def courtesy_of(gender: str) -> str:
    """A word of courtesy for a gender ("m", "f"), as normal forms of names have it."""
    return min(
        (form for form, of in lexicon()["courtesy"].items() if of == {gender}), key=lambda form: (len(form), form)
    )
