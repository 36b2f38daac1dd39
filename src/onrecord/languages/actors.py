"""Who a party is: the actor, state and sector of its words, by the gazetteer of actors, the states and the sector words."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO
from typing import NamedTuple

from onrecord import ontology
from onrecord.languages import given_names, rows, table
from onrecord.languages.forms import articles, listed, with_clitics
from onrecord.languages.sectors import Found, Phrases, SectorWord, plain, sector_of, sector_words, words_of

#: Languages that put endings on foreign names ("Macrona") and write no apostrophe before them.
_INFLECTING = frozenset(("bg", "cs", "et", "fi", "hr", "hu", "lt", "lv", "mk", "pl", "ru", "sk", "sl", "sr", "uk"))
#: Sectors of actors that belong to no state.
_STATELESS = frozenset(("IGO", "IMG", "NGO"))
_POSSESSIVE = re.compile(r"[’']s?\s+\w")
#: Articles and prepositions are no longer than this; a text of a state and such words alone is the state.
_LONGEST_PARTICLE = 3
_LONGEST_GAP = 4
FILE = "parties.toml"
#: Kinds of forms of `countries.csv` that stand for a state alone.
_NAMES = frozenset(("name", "capital", "seat"))
_PREFIX = re.compile(r"(?<!\w)(\w+)[-\u2010\u2011]$")
#: One word in Latin letters with a capital.
_LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ɏ][A-Za-zÀ-ÖØ-öø-ɏ'’-]*")
#: A name right behind one, and the word right before it.
_NAME_BEHIND, _NAME_BEFORE = re.compile(r" ([^\W\d_]{2,})"), re.compile(r"(?<![\w'’-])([^\W\d_]{2,}) $")
#: Spellings of one sound, what is no consonant, and letters written twice.
_SOUNDS = (("ł", "l"), ("w", "v"), ("x", "ks"), ("ph", "f"), ("c", "k"), ("q", "k"), ("ß", "s"))
_NO_CONSONANT, _TWICE = re.compile(r"[aeiouyjh\W]"), re.compile(r"(.)\1+")
#: The word right behind a name, and the one before it with two short words between at most: "backed by", "soutenus par l'".
_NEXT, _LAST = re.compile(r"[- ](\w+)"), re.compile(r"(\w+) ((?:\w{1,5}[ '’])?(?:\w{1,3}[ '’])?)$")


class Known(NamedTuple):
    """Whom words stand for: name of the actor, ISO 3166-1 alpha-3 code (Kosovo KOS) and PLOVER sector, each None if not known."""

    actor: str | None
    country: str | None
    sector: str | None


class Term(NamedTuple):
    """Country and sector of an actor over a time; ISO dates, the first day it holds and the first it no longer does, or ""."""

    country: str
    sector: str
    start: str
    end: str


class Actor(NamedTuple):
    """An entry of the gazetteer: a person, an organization or a place (no actor, a state by another name)."""

    name: str
    kind: str
    terms: tuple[Term, ...]

    def term(self, on: str | None) -> Term:
        """The term that holds on a date.

        Without a date it is the latest. Between and after the terms of a person GOV becomes ELI; before them no sector is known.
        """
        latest = self.terms[-1]
        if on is None:
            return latest
        for term in reversed(self.terms):
            if term.start <= on and (not term.end or on < term.end):
                return term
        past = [term for term in self.terms if term.end and term.end <= on]
        if not past:
            return Term(self.terms[0].country, self.terms[0].sector if self.kind != "person" else "", "", "")
        last = past[-1]
        return last._replace(sector="ELI") if self.kind == "person" and last.sector == "GOV" else last


class State(NamedTuple):
    """A row of `countries.csv`."""

    country: str
    kind: str


@cache
def _table() -> tuple[dict[str, str], ...]:
    """Rows of `ontology/actors.csv`. A row without country and sector is another name of the actor that other rows tell of."""
    text = (files(ontology) / "actors.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(StringIO(text)))


@cache
def actors() -> dict[str, Actor]:
    """The actors of the gazetteer by name, with their terms in order of time."""
    terms: dict[str, dict[Term, None]] = {}
    kinds: dict[str, str] = {}
    for row in _table():
        if row["country"] or row["sector"]:
            term = Term(row["country"], row["sector"], row["from"], row["to"])
            terms.setdefault(row["actor"], {})[term] = None
            kinds[row["actor"]] = row["kind"]
    return {
        name: Actor(name, kinds[name], tuple(sorted(found, key=lambda term: term.start)))
        for name, found in terms.items()
    }


@cache
def _actors(code: str) -> Phrases[Actor]:
    known = actors()
    forms = [
        (form, known[row["actor"]])
        for row in _table()
        if row["language"] in ("", code)
        for form in (with_clitics(row["name"], code) if row["language"] else (row["name"],))
    ]
    return Phrases(forms, inflected=code in _INFLECTING)


@cache
def _states(code: str) -> Phrases[State]:
    return Phrases(
        (form, State(row["country"], row["kind"]))
        for row in rows(code, "countries.csv")
        for form in with_clitics(row["form"], code)
    )


class _Reading(NamedTuple):
    """What stands in the words of a party, without what lies within something longer or names where it is sent."""

    text: str
    code: str
    actors: list[Found[Actor]]
    states: list[Found[State]]
    words: list[Found[SectorWord]]


@lru_cache(maxsize=4096)
def known(text: str, code: str, on: str | None = None) -> Known | None:
    """Whom the words of a party stand for in language `code` on an ISO date; None where nothing is known of them.

    The head decides: "the French ambassador to Mali" is French, "Mali's army" military.
    """
    reading = _read(text, code)
    head = _head_actor(reading)
    if head is not None:
        found = _of_actor(reading, head, on)
    elif reading.actors and reading.actors[0].value.kind == "person":
        country = _country(reading) or reading.actors[0].value.term(on).country
        found = Known(None, country or None, sector_of(text, code, reading.words))
    else:
        found = Known(None, _country(reading), _sector(reading))
    return found if any(found) else None


@lru_cache(maxsize=4096)
def is_name(text: str, code: str) -> bool:
    """Whether a text is the name of a state, its capital or an actor in language `code`, and nothing beside it but an article."""
    first, _, rest = text.partition(" ")
    text = rest if first.casefold() in articles(code) else text
    return plain(text) in _names(code) or (0, len(text)) in ((one.start, one.end) for one in _actors(code).find(text))


@cache
def _names(code: str) -> frozenset[str]:
    """Names of states, their capitals and seats, without case and accents."""
    return frozenset(
        plain(form)
        for row in rows(code, "countries.csv")
        if row["kind"] in _NAMES
        for form in with_clitics(row["form"], code)
    )


def _read(text: str, code: str) -> _Reading:
    actors, states, words = _actors(code).find(text), _states(code).find(text), sector_words(text, code)
    actors = [one for one in actors if not any(_within(one, state) and not _within(state, one) for state in states)]
    actors = [one for one in actors if not _is_namesake(text, one, words)]
    states = [state for state in states if not any(_within(state, one) for one in actors)]
    hosts = [word.end for word in words if word.value.use == "host"]
    starts = [one.start for one in actors] + [state.start for state in states]
    sent = {_next_after(host, text, starts) for host in hosts}
    actors = [one for one in actors if one.start not in sent]
    actors = [one for one in actors if not _only_for(text, one, code)]
    states = [state for state in states if state.start not in sent and not _only_for(text, state, code)]
    named: list[Found[Actor] | Found[State]] = [*actors, *states]
    places = [one for one in actors if one.value.kind == "place"]
    states += [Found(one.start, one.end, State(one.value.terms[0].country, "place")) for one in places]
    return _Reading(
        text,
        code,
        [one for one in actors if one.value.kind != "place"],
        sorted(states, key=lambda state: state.start),
        [word for word in words if not any(_within(word, other) for other in named)],
    )


def _is_namesake(text: str, one: Found[Actor], words: Sequence[Found[SectorWord]]) -> bool:
    """Whether one word names a person who is somebody else: "Abbas Araghchi", "Ivanka Trump"; "the Trump Administration" is his, and "Wladimir Selenskyj" a spelling.

    A name with a capital goes on behind it, or a given name stands before it that has other consonants than those of the actor; these are known in
    Latin letters only.
    """
    word = text[one.start : one.end]
    if one.value.kind != "person" or not _LATIN_NAME.fullmatch(word) or word.isupper():
        return False
    own = {skeleton(part) for part in one.value.name.split()}
    behind, before = _NAME_BEHIND.match(text, one.end), _NAME_BEFORE.search(text[: one.start])
    if behind and behind[1][0].isupper() and not any(word.start <= behind.start(1) < word.end for word in words):
        return skeleton(behind[1]) not in own
    return bool(before and plain(before[1]) in given_names() and skeleton(before[1]) not in own)


def skeleton(name: str) -> str:
    """The consonants of a name as they sound in most spellings: "vldmr" of "Wladimir" and "Volodymyr"."""
    bare = plain(name)
    for letters, sound in _SOUNDS:
        bare = bare.replace(letters, sound)
    return _TWICE.sub(r"\1", _NO_CONSONANT.sub("", bare))


def _only_for(text: str, one: Found[Actor] | Found[State], code: str) -> bool:
    """Whether words name a state or an actor only as whom a party is for, against or backed by: "pro-Russian", "anti-Assad", "Iran-backed", "von Russland unterstützte"."""
    prefix = _PREFIX.search(text[: one.start])
    if prefix is not None and prefix[1].casefold() in table(code, FILE).get("attitudes", ()):
        return True
    backed = listed(code, FILE, "backed")
    behind = _NEXT.match(text, one.end)
    before = _LAST.search(text[: one.start])
    by = before is not None and (before[2] or (code in _INFLECTING and one.value.kind == "name"))
    apart = backed if behind and behind[0].startswith("-") else listed(code, FILE, "backed_behind")
    return bool((behind and apart.fullmatch(behind[1])) or (before and by and backed.fullmatch(before[1])))


def _within(one: Found[Actor] | Found[State] | Found[SectorWord], other: Found[Actor] | Found[State]) -> bool:
    return other.start <= one.start and one.end <= other.end


def _next_after(end: int, text: str, starts: list[int]) -> int:
    """Which of the starts of names follows right after a place, -1 where none does."""
    first = min((start for start in starts if start >= end), default=-1)
    between = words_of(text[end:first]) if first >= 0 else ()
    return -1 if len(between) > 1 or any(len(word.raw) > _LONGEST_GAP for word in between) else first


def _country(reading: _Reading) -> str | None:
    return reading.states[0].value.country if reading.states else None


def _head_actor(reading: _Reading) -> Found[Actor] | None:
    """The actor that the words are about.

    That is the first person who does not depend on other words ("a lawyer of X", "X's lawyer"), else the first organization,
    unless a state stands before one that belongs to no state: "Syria's UN envoy".
    """
    free = [one for one in reading.actors if not _depends(reading.text, one)]
    persons = [one for one in free if one.value.kind == "person"]
    if persons:
        return persons[0]
    groups = [one for one in reading.actors if one.value.kind == "organization"]
    if not groups or (reading.actors[0].value.kind == "person" and groups[0] not in free):
        return None
    before = any(state.end <= groups[0].start for state in reading.states)
    return None if before and groups[0].value.terms[-1].sector == "IGO" else groups[0]


def _depends(text: str, one: Found[Actor]) -> bool:
    """Whether a name belongs to another noun: a possessive, or words and a particle in small letters right before it."""
    if _POSSESSIVE.match(text, one.end):
        return True
    before = words_of(text[: one.start])
    if len(before) < 2 or not before[-1].raw.islower() or "," in text[before[-1].end : one.start]:
        return False
    return len(before[-1].raw) <= _LONGEST_PARTICLE and any(len(word.raw) > _LONGEST_PARTICLE for word in before[:-1])


def _of_actor(reading: _Reading, head: Found[Actor], on: str | None) -> Known:
    actor = head.value
    term = actor.term(on)
    if term.sector in _STATELESS:
        return Known(actor.name, term.country or None, term.sector)
    country = term.country or _country(reading)
    if actor.kind != "person":
        return Known(actor.name, country, term.sector or None)
    told = sector_of(reading.text, reading.code, reading.words)
    strong = any(word.value.use in ("", "host") for word in reading.words)
    in_office = on is not None and term in actor.terms
    if told and (told == "ELI" or (strong and not in_office)):
        return Known(actor.name, country, told)
    return Known(actor.name, country, term.sector or told)


def _sector(reading: _Reading) -> str | None:
    """Sector by the words, or government for a seat of power and for a state that stands alone."""
    told = sector_of(reading.text, reading.code, reading.words)
    if told or not reading.states:
        return told
    first = reading.states[0]
    if first.value.kind == "seat":
        return "GOV"
    rest = [
        word
        for word in words_of(reading.text)
        if not any(state.start <= word.start < state.end for state in reading.states)
    ]
    alone = all(len(word.raw) <= _LONGEST_PARTICLE and (word.raw.islower() or word.start == 0) for word in rest)
    return "GOV" if alone and first.value.kind in ("name", "capital") else None
