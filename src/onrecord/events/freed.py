"""A town that an army frees is taken, and nobody lets it go: "Norland liberated Garmo" is no release of a prisoner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet, overlap
from onrecord.events.backing import FILE
from onrecord.events.telling import goes_on
from onrecord.languages import table
from onrecord.languages.forms import articles, listed
from onrecord.pipeline import Deed, Draft, Name, Place

#: What the encoder takes it for: letting somebody go, leaving a place, and a rescue.
_TAKEN_FOR = frozenset((("RETREAT", "release"), ("RETREAT", "withdraw"), ("RETREAT", None), ("AID", None)))
_TAKING, _SEIZE = "COERCE", "seize"
_BEHIND = 3  # words behind the verb in which the town begins
_WORD = re.compile(r"\w+")


def with_freed(page: Draft, deeds: Sequence[Deed], names: Sequence[Name]) -> tuple[Deed, ...]:
    """The deeds, with those of freeing a town told as taking it."""
    places = [one.place for one in names if one.kind == "place"]
    return tuple(_taken(page, deed, places) for deed in deeds)


def _taken(page: Draft, deed: Deed, places: Sequence[Place]) -> Deed:
    if (deed.kind, deed.mode) not in _TAKEN_FOR or not meet(deed.trigger, list(_verbs(page, deed))):
        return deed
    towns = tuple(place for place in deed.recipients if _is_town(page, place, places))
    if deed.recipients and not towns:
        return deed
    towns = towns or _town_behind(page, deed, places)
    return replace(deed, kind=_TAKING, mode=_SEIZE, recipients=towns) if towns else deed


def _verbs(page: Draft, deed: Deed) -> Iterator[Place]:
    """Verbs of freeing in the passage of a deed."""
    number = deed.trigger[0][0]
    passage = page.passages[number]
    for hit in listed(page.language_of(passage), FILE, "frees").finditer(passage.text.text):
        yield number, *hit.span()


def _is_town(page: Draft, party: Place, places: Sequence[Place]) -> bool:
    """Whether a party is a town: the word for one with what it is called, or the name of a place and no more than its article."""
    number, start, end = party
    passage = page.passages[number]
    code, whole = page.language_of(passage), passage.text.text
    words = _WORD.findall(whole[start:end].casefold())
    while words and words[0] in articles(code):
        words.pop(0)
    if words and listed(code, FILE, "settlements").fullmatch(words[0]):
        return True
    named = [place for place in places if overlap(place, party)]
    rest = [word for word in _WORD.finditer(whole, start, end) if not covers(named, (number, *word.span()))]
    owned = whole[end:].startswith(tuple(table(code, FILE).get("possessive", ())))
    return bool(named) and not owned and all(word.group().casefold() in articles(code) for word in rest)


def _town_behind(page: Draft, deed: Deed, places: Sequence[Place]) -> tuple[Place, ...]:
    """A town right behind the verb, where no party was found: "освободила город Гармо"."""
    number, _, end = deed.trigger[-1]
    passage = page.passages[number]
    code, whole = page.language_of(passage), passage.text.text
    words = [(number, *hit.span()) for hit in _WORD.finditer(whole, end, end + 60)][:_BEHIND]
    for index, word in enumerate(words):
        if not goes_on(whole[end : word[1]], code):
            break
        if listed(code, FILE, "settlements").fullmatch(whole[word[1] : word[2]]):
            after = [place for place in places if place[0] == number and word[2] <= place[1] <= word[2] + 4]
            return ((number, word[1], min(after)[2] if after else word[2]),)
        if index == 0 and (named := [place for place in places if overlap(place, word)]):
            return (named[0],) if _is_town(page, named[0], places) else ()
    return ()
