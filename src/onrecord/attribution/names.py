"""Whole names: none ends in a preposition or an article, begins behind its particle, or is two, as the pieces of a word-by-word reading may."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from msgspec.structs import replace

from onrecord.attribution import hearsay
from onrecord.attribution.people import plain
from onrecord.attribution.phrases import within_edges
from onrecord.attribution.places import overlap, text
from onrecord.languages import given_names, name_particles, table
from onrecord.languages.countries import names_and_capitals
from onrecord.languages.place_names import places_of_several_words
from onrecord.pipeline import Draft, Name, Place

_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_ELISION = re.compile(r"[ \u00a0]?['’][ \u00a0]?")
_GAP = re.compile(r"[ \u00a0]|[ \u00a0]?['’][ \u00a0]?")
_BEFORE = re.compile(r"(?<=[\w,][ \u00a0])(\w+)[ \u00a0]$")
_SMALL = ("little", "of", "prepositions", "definite", "and", "no_particles")
_ENDING = re.compile(r"['’]s\b[ \u00a0]?")
_ENDS = ("", *".,;:!?)")
#: What has its point at the end as well, also where that of the sentence is the same: "U.S", "Ada Brandt Jr".
_ABBREVIATED = re.compile(r"(?:(?<!\w)[A-Z]\.[ \u00a0]?)+[A-Z]$|(?<=[\w,][ \u00a0])[JS]r$")
_LONGEST_PARTICLE = 8  # with the blanks around it and the letter before


def whole_names(page: Draft, names: Sequence[Name]) -> tuple[Name, ...]:
    """Names, of which those that break off behind a preposition end before it.

    Behind one of the `genitive` words of a language that of an organization goes on to words with a capital which are no name of their own ("Council of"
    Ministers), that of a person to the name of a person ("Ursula von der" Leyen), and any to one of its kind that an elision joins ("Stati Uniti d" 'America). The
    particle before a person is a part of the name, and so is "'s" where nothing follows that anybody could have. A person whose first and last words are the names of two others of the page is those two ("Ada Brandt
    Karl Moser" below a picture of both). The parts of the name of a state or region are one ("Saint Kitts" e "Nevis").
    """
    found: list[Name] = []
    names = _of_states(page, sorted(names, key=lambda one: one.place))
    for name in names:
        if found and found[-1].place[0] == name.place[0] and name.place[1] < found[-1].place[2]:
            continue  # the one before has gone on to it
        place = _whole(page, name, names)
        if place is None:
            continue
        longer = place = _with_point(page, place)
        if name.kind == "person":
            longer = _with_particle(page, place)
        elif name.kind == "organization":
            longer = _with_ending(page, place)
        name = replace(name, place=place if found and overlap(found[-1].place, longer) else longer)
        found.append(name)
    found = _without_states(page, found)
    persons = {text(page, (name.place,)) for name in found if name.kind == "person"}
    return tuple(replace(name, place=place) for name in found for place in _each(page, name, persons))


def _without_states(page: Draft, names: Sequence[Name]) -> list[Name]:
    """Names, of which persons called as a state or its capital is, and as nobody is given or called in full on the page, are these: "Caracas rejected it"."""
    persons = [text(page, (name.place,)) for name in names if name.kind == "person"]
    parts = {part for person in persons for part in _WORD.findall(person) if part != person}

    def is_state(name: Name) -> bool:
        called = text(page, (name.place,))
        known = names_and_capitals(page.language_of(page.passages[name.place[0]]))
        return name.kind == "person" and called in known and called not in parts and plain(called) not in given_names()

    return [replace(name, kind="place") if is_state(name) else name for name in names]


def _of_states(page: Draft, names: Sequence[Name]) -> list[Name]:
    """Names, of which those that are nothing but parts of the name of a state or region have become that name."""
    found = list(names)
    for number in {name.place[0] for name in names if name.kind == "place"}:
        passage = page.passages[number]
        for start, end in places_of_several_words(passage.text.text, page.language_of(passage)):
            place = (number, start, end)
            at = [index for index, name in enumerate(found) if overlap(name.place, place)]
            parts = [found[index] for index in at]
            if any(part.kind == "place" for part in parts) and all(
                start <= part.place[1] and part.place[2] <= end for part in parts
            ):
                found[at[0] : at[-1] + 1] = [
                    replace(parts[0], place=place, kind="place", confidence=max(part.confidence for part in parts))
                ]
    return found


def _each(page: Draft, name: Name, persons: Set[str]) -> tuple[Place, ...]:
    """The places of the two persons that a name of four words or more is of, or its own."""
    number, start, end = name.place
    words = [word.span() for word in _WORD.finditer(page.passages[number].text.text, start, end)]
    if name.kind == "person":
        for (_, stop), (begin, _) in pairwise(words[1:-1]):
            parts = (number, start, stop), (number, begin, end)
            if all(text(page, (part,)) in persons for part in parts):
                return parts
    return (name.place,)


def _with_particle(page: Draft, place: Place) -> Place:
    """The place of a person with the particle before it, behind a word of the same sentence: "by Di Pietro", "Mr Van Dam".

    One with a small letter is a part of the name where it is no word of the language: Italian "de Girolamo", and not "la casa di Girolamo".
    """
    number, start, end = place
    passage = page.passages[number]
    front = passage.text.text[max(0, start - _LONGEST_PARTICLE) : start]
    before = _BEFORE.search(front)
    if before is None:
        return place
    lists = table(page.language_of(passage), "parties.toml")
    word = before[1]
    small = word.islower() and bool(lists) and not any(word in lists.get(kind, ()) for kind in _SMALL)
    particle = word.title() if small else word
    return (number, start - len(before.group()), end) if particle in name_particles() else place


def _with_point(page: Draft, place: Place) -> Place:
    """The place of a name with the point of the abbreviation that it ends in."""
    number, start, end = place
    whole = page.passages[number].text.text
    return (number, start, end + 1) if whole[end : end + 1] == "." and _ABBREVIATED.search(whole[start:end]) else place


def _with_ending(page: Draft, place: Place) -> Place:
    """The place of a name with what would be the ending of a possessive if anything followed that it has: "at McDonald's in", "of Lloyd's."."""
    number, start, end = place
    passage = page.passages[number]
    ending = _ENDING.match(passage.text.text, end)
    if ending is None:
        return place
    lists = table(page.language_of(passage), "parties.toml")
    following = _WORD.match(passage.text.text, ending.end())
    words = {word for kind in ("prepositions", "of") for word in lists.get(kind, ())}
    mark = passage.text.text[ending.end() : ending.end() + 1]
    alone = following.group() in words if following else mark in _ENDS
    return (number, start, end + len("'s")) if alone else place


def _whole(page: Draft, name: Name, names: Sequence[Name]) -> Place | None:
    """Where a name is whole; None if it is nothing but little words."""
    number, start, end = name.place
    passage = page.passages[number]
    whole = passage.text.text
    lists = table(page.language_of(passage), "parties.toml")
    genitive = {*lists.get("genitive", ())}
    little = {*(word for kind in ("little", "prepositions", "of", "and") for word in lists.get(kind, ())), *genitive}
    little |= {*table(page.language_of(passage), hearsay.FILE).get(hearsay.NOBODY_SAYS, ())}  # "Rosja rzekomo"
    words = list(_WORD.finditer(whole, start, end))
    run: list[str] = []
    while words and _is_one_of(words[-1].group(), little):
        run.append(words.pop().group())
    if not run or not words:
        return name.place if not run else None
    if genitive.intersection(run):
        further = _joined(whole, name, names) or _further(whole, name, names)
        if further is not None:
            return (number, start, further)
    return (number, *within_edges(whole, start, words[-1].end())) if words else None


def _joined(whole: str, name: Name, names: Sequence[Name]) -> int | None:
    """Where the name of its kind ends that follows a person ("Ursula von der" Leyen), or that an elision joins."""
    gap = (_GAP if name.kind == "person" else _ELISION).match(whole, name.place[2])
    at = gap.end() if gap else -1
    return next(
        (
            one.place[2]
            for one in names
            if one.kind == name.kind and one.place[0] == name.place[0] and one.place[1] == at
        ),
        None,
    )


def _further(whole: str, name: Name, names: Sequence[Name]) -> int | None:
    """Where the words with a capital end that follow the name of an organization and stand in no other name."""
    if name.kind != "organization":
        return None
    taken = [one.place for one in names if one.place[0] == name.place[0]]
    end: int | None = None
    at = name.place[2]
    while (gap := _GAP.match(whole, at)) is not None and (word := _WORD.match(whole, gap.end())) is not None:
        if not word.group()[0].isupper() or any(begin < word.end() and word.start() < stop for _, begin, stop in taken):
            break
        end = at = word.end()
    return end


def _is_one_of(word: str, words: set[str]) -> bool:
    """Whether a word joins names and is none: in small letters, as "Los" of "Los Angeles" is not."""
    return word.islower() and word in words
