"""Attacks that are warded off: who repels one is attacked, and who foils one has not attacked ("police foiled an attack on the court")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet, overlap, sentence_at, text
from onrecord.encoder.labels import FLAGS, with_chances
from onrecord.events.backing import FILE
from onrecord.events.telling import words_between
from onrecord.languages import table
from onrecord.languages.forms import articles, listed
from onrecord.pipeline import Deed, Draft, PassageDraft, Place, Speech

_FORCE, _MEASURE = "ASSAULT", "COERCE"
_REFUSAL = "REJECT"
#: Types that the encoder takes the words of warding off for.
_TAKEN_FOR = frozenset((_FORCE, _MEASURE, _REFUSAL))
_FOILS, _SURVIVES, _STOPS = "foils", "survives", "stops"
#: What is warded off by verbs of which list: who "escaped arrest" was not arrested, and a court that "stopped the deportation" did not deport.
_WARDED = {"repels": (_FORCE,), _FOILS: (_FORCE,), _SURVIVES: (_FORCE, _MEASURE), _STOPS: (_MEASURE,)}
_OF_PERSONS = frozenset(("arrest", "deport"))
_BETWEEN = 5  # words between the verb and the attack: "repelled on Monday night a large attack"
_FEW = 3  # words behind the attack that may tell by whom it is
#: Flags of what did not happen, as the encoder may take an attack for that came to nothing, and how likely each may be unless words near it say so.
_NOT_REAL, _UNSURE = frozenset(("denied", "negated", "planned", "possible")), 0.3
_LONGEST = 30  # characters of a preposition and what stands between it and a name
_WORD = re.compile(r"\w+")


class _Warding(NamedTuple):
    """The words of warding something off, first and last where others stand between, and the list that they are of."""

    words: tuple[Place, ...]
    by: str


def with_warding(
    page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]
) -> tuple[tuple[Deed, ...], tuple[Speech, ...]]:
    """The deeds, with attacks that are warded off by nobody who wards them off, and the speeches that these words are none of.

    Who repels or survives an attack is whom it is done to; one that is foiled did not happen. What is shot down over a town is not shot at it.
    """
    made, said = [_not_below(page, deed) for deed in deeds], tuple(speeches)
    for warding in _wardings(page, {deed.trigger[0][0] for deed in deeds}):
        attacks = [one for one in made if _may_be_warded(one, warding) and _is_object(page, one, warding)]
        named = [one for one in attacks if not _is_verb(one, warding)]
        if not named:
            continue  # "the protesters were repelled"
        taken = _TAKEN_FOR if warding.by != _STOPS else _TAKEN_FOR - {_REFUSAL}  # who stops a measure may refuse it
        verbs = [one for one in made if one.kind in taken and _is_verb(one, warding) and one not in named]
        made = [_warded(page, one, warding) if one in named else one for one in made if one not in verbs]
        said = tuple(one for one in said if not meet(one.cue, warding.words))
    return tuple(made), said


def _wardings(page: Draft, numbers: Iterable[int]) -> Iterator[_Warding]:
    """The words of warding off in some passages."""
    for number in sorted(numbers):
        passage = page.passages[number]
        code, whole = page.language_of(passage), passage.text.text
        for name in _WARDED:
            for hit in listed(code, FILE, name).finditer(whole):
                words = list(_WORD.finditer(whole, *hit.span()))
                ends = dict.fromkeys((words[0].span(), words[-1].span()))
                yield _Warding(tuple((number, *span) for span in ends), name)


def _may_be_warded(deed: Deed, warding: _Warding) -> bool:
    """Whether a deed is of a kind that such words ward off; of measures those against persons, behind the words."""
    if deed.kind == _MEASURE:
        behind = deed.mode in _OF_PERSONS and warding.words[0] < deed.trigger[0]
        return behind and _MEASURE in _WARDED[warding.by] and not meet(deed.trigger, warding.words)
    return deed.kind in _WARDED[warding.by]


def _is_verb(deed: Deed, warding: _Warding) -> bool:
    """Whether the words of a deed are those of warding off and no others."""
    return all(covers(warding.words, place) for place in deed.trigger)


def _is_object(page: Draft, deed: Deed, warding: _Warding) -> bool:
    """Whether a deed is what is warded off: by the same words, or near them in their clause."""
    if sentence_at(page, warding.words[0]) != sentence_at(page, deed.trigger[0]):
        return False
    if meet(deed.trigger, warding.words):
        return True
    first, last = warding.words[0], warding.words[-1]
    for place in deed.trigger:
        if first < place < last:
            return True
        words = words_between(page, last if place > last else first, place)
        means = table(page.language_of(page.passages[place[0]]), FILE).get("means", ()) if place > last else ()
        if words is not None and len(words) <= _BETWEEN and {*means}.isdisjoint(words[-2:]):
            return True  # "were repelled with gunfire" is none
    return False


def _warded(page: Draft, deed: Deed, warding: _Warding) -> Deed:
    """An attack that is warded off: by those alone whose attack the words around it say it is."""
    attack = _attack(deed, warding)
    passage = page.passages[attack[0]]
    code = page.language_of(passage)
    actors = tuple(place for place in deed.actors if _is_whose(passage, code, attack, place, warding))
    warders = tuple(place for place in deed.actors if place not in actors)
    by = tuple(place for place in deed.recipients if _is_by(passage, code, attack, place))
    suffer = tuple(place for place in deed.recipients if place not in by)
    if warding.by not in (_FOILS, _STOPS):
        suffer = tuple(sorted((*suffer, *(one for one in warders if not meet((one,), deed.recipients)))))
    flags = deed.flags
    if deed.kind == _MEASURE:
        flags = with_chances(flags, negated=1.0, possible=0.0)
    elif warding.by == _FOILS:
        flags = with_chances(flags, possible=1.0)
    elif warding.by != _SURVIVES:
        told = zip(FLAGS, flags, strict=True)
        flags = tuple(min(chance, _UNSURE) if name in _NOT_REAL else chance for name, chance in told)
    return replace(deed, actors=(*actors, *by), recipients=suffer, flags=flags)


def _attack(deed: Deed, warding: _Warding) -> Place:
    """The words of an attack apart from those of warding it off; where they are the same, these."""
    for number, start, end in deed.trigger:
        verbs = [verb for verb in warding.words if overlap(verb, (number, start, end))]
        start = max((verb[2] for verb in verbs if verb[1] <= start), default=start)
        end = min((verb[1] for verb in verbs if verb[2] >= end), default=end)
        if start < end:
            return number, start, end
    return deed.trigger[-1]


def _is_by(passage: PassageDraft, code: str, attack: Place, party: Place) -> bool:
    """Whether a party stands right behind an attack and a word for by whom or of whom it is, or the article that is one: "attacks by rebels", "Angriffe der Rebellen"."""
    if party < attack or party[0] != attack[0]:
        return False
    lists = table(code, FILE)
    between = _WORD.findall(passage.text.text[attack[2] : party[2]].casefold())
    named = _WORD.findall(passage.text.text[party[1] : party[2]].casefold())
    links = between[: len(between) - len(named) + 1]  # with the first word of the party, which may be the article
    by = {*lists.get("agent", ())}
    noun = passage.text.text[attack[1] : attack[2]].casefold().split()[-1]
    if not any(fnmatchcase(noun, form) for form in lists.get("done_to", ())):
        by |= {*lists.get("of_object", ())}
    return len(links) <= _FEW and not by.isdisjoint(links) and {*lists.get("against", ())}.isdisjoint(links)


def _is_whose(passage: PassageDraft, code: str, attack: Place, party: Place, warding: _Warding) -> bool:
    """Whether an attack is by a party: one behind it, or before it and no subject of the words of warding off."""
    whole, verb = passage.text.text, warding.words[0]
    if party[0] != attack[0] or meet((attack,), warding.words):
        return False
    if party > attack:
        return not any(attack < place < party for place in warding.words)
    between = whole[party[2] : attack[1]]
    lists, known = table(code, FILE), articles(code)
    if between.startswith(tuple(lists.get("possessive", ()))):
        return True
    named = _WORD.findall(whole[party[1] : party[2]].casefold())
    if verb > attack:
        return not between.strip() and bool(known) and known.isdisjoint(named)
    if party < verb:
        return False
    after = _WORD.findall(whole[verb[2] : party[1]].casefold())
    if not {*lists.get("of_object", ()), *lists.get("agent", ())}.isdisjoint(after[-1:]):
        return True
    # no subject behind its verb: "wehrte russische Angriffe ab", but "wehrte die Armee Angriffe ab", "صد الجيش هجوما"
    return known.isdisjoint(named) and (bool(after) or not lists.get("attributes_behind", False))


def _not_below(page: Draft, deed: Deed) -> Deed:
    """What is shot down, without whom it is shot down over: "air defences downed drones over Odesa"."""
    number = deed.trigger[0][0]
    passage = page.passages[number]
    code, whole = page.language_of(passage), passage.text.text
    if deed.kind != _FORCE or listed(code, FILE, "downs").search(text(page, deed.trigger)) is None:
        return deed
    words, behind = {*table(code, FILE).get("above", ())}, table(code, FILE).get("above_behind", False)

    def is_below(place: Place) -> bool:
        _, start, end = place
        first = _WORD.findall(whole[start:end].casefold())[:1]
        if behind:
            beside = _WORD.findall(whole[end : end + _LONGEST].casefold())[:1]
        else:
            beside = _WORD.findall(whole[max(0, start - _LONGEST) : start].casefold())[-1:]
        return place[0] == number and not words.isdisjoint((*first, *beside))

    below = tuple(place for place in deed.recipients if is_below(place))
    above = tuple(place for place in deed.recipients if place not in below)
    return replace(deed, recipients=above, place=deed.place or below) if below else deed
