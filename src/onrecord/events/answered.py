"""Accusations that somebody turns down: "Chad rejected the accusations by Mali" tells of an accusation by Mali, of Chad, that was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.attribution.places import meet, overlap, sentence_at
from onrecord.encoder.labels import with_chances
from onrecord.events.backing import FILE
from onrecord.events.sides import goes_with, is_judged
from onrecord.events.status import ANSWERING
from onrecord.events.telling import words_between
from onrecord.languages import table
from onrecord.languages.forms import articles, listed
from onrecord.pipeline import Deed, Draft, Place, Speech

_ACCUSING, _TURNING_DOWN = "ACCUSE", "REJECT"
#: Lists of nouns in parties.toml, with the mode of the accusation that they tell of.
_NOUNS = {"accusations": "allege", "criticism": "disapprove"}
#: Words between a verb and the noun that it turns down: "wies am Montag die jüngsten Vorwürfe zurück"; and between the noun and whose it is.
_BETWEEN, _NEAR = 5, 2
_LETTERS = re.compile(r"\w+")


class _Answer(NamedTuple):
    """The words of turning something down, and who does."""

    words: tuple[Place, ...]
    by: tuple[Place, ...]


def with_answers(page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]) -> tuple[Deed, ...]:
    """The deeds, with accusations that are turned down told as made, of whom turns them down and by somebody else.

    Turning one down is no deed beside it. Where no deed stands for the accusation, turning it down becomes it.
    """
    made = list(deeds)
    for noun, mode in _nouns(page, deeds, speeches):
        answer = _answer(page, noun, deeds, speeches)
        if answer is None:
            continue
        told = next((one for one in made if one.kind == _ACCUSING and meet((noun,), one.trigger)), None)
        turned = [one for one in made if one.kind == _TURNING_DOWN and meet(one.trigger, answer.words)]
        base = told or (turned[0] if turned else None)
        if base is None:
            continue
        parties = (
            *base.actors,
            *base.recipients,
            *(place for one in turned for place in (*one.actors, *one.recipients)),
        )
        whole = _accusation(
            page, replace(base, kind=_ACCUSING, mode=told.mode if told else mode), noun, answer, parties
        )
        made = [whole if one is base else one for one in made if one is base or one not in turned]
        made = [_by_accused(page, one, whole) for one in made]
    return tuple(made)


def _nouns(page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]) -> Iterator[tuple[Place, str]]:
    """Nouns for accusations in the sentences of a page that tell of somebody turning something down, with their mode."""
    verbs = {one.trigger[0] for one in deeds if one.kind == _TURNING_DOWN}
    verbs |= {one.cue[0] for one in speeches if one.cue and one.act in ANSWERING}
    for number, index in sorted({sentence_at(page, place) for place in verbs}):
        passage = page.passages[number]
        if index >= len(passage.sentences):
            continue
        sentence, code = passage.sentences[index], page.language_of(passage)
        for name, mode in _NOUNS.items():
            for found in listed(code, FILE, name).finditer(passage.text.text, sentence.start, sentence.end):
                yield (number, *found.span()), mode


def _answer(page: Draft, noun: Place, deeds: Sequence[Deed], speeches: Sequence[Speech]) -> _Answer | None:
    """Who turns down what a noun stands for: the nearest words that do so, with few words and no other clause between."""
    found = [_Answer(one.cue, one.sources) for one in speeches if one.cue and one.sources and one.act in ANSWERING]
    found += [_Answer(one.trigger, one.actors) for one in deeds if one.kind == _TURNING_DOWN and one.actors]
    near = [
        (distance, one)
        for one in found
        for place in one.words
        if (distance := _distance(page, place, noun)) is not None
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _distance(page: Draft, verb: Place, noun: Place) -> int | None:
    """How many words stand between a verb and a noun that may be its object; None where it is none: "declined to comment on the allegations"."""
    if overlap(verb, noun):
        return 0
    if (between := words_between(page, verb, noun)) is None or len(between) > _BETWEEN:
        return None
    lists = table(page.language_of(page.passages[noun[0]]), FILE)
    if noun < verb and not _has_article(page, noun):
        return None  # "accusa" is a verb as well
    apart = {*(lists.get("prepositions", ()) if verb < noun else lists.get("relatives", ()))}
    apart -= {word for name in ("of_object", "definite", "more_articles", "agent") for word in lists.get(name, ())}
    return len(between) if apart.isdisjoint(between) else None


def _has_article(page: Draft, noun: Place) -> bool:
    """Whether an article stands before a noun, or nothing does in its sentence; always in a language that has none."""
    passage = page.passages[noun[0]]
    known = articles(page.language_of(passage))
    first = next((one.start for one in passage.sentences if one.start <= noun[1] < one.end), 0)
    before = _LETTERS.findall(passage.text.text[first : noun[1]].casefold())
    return not known or not before or before[-1] in known


def _accusation(page: Draft, deed: Deed, noun: Place, answer: _Answer, parties: Sequence[Place]) -> Deed:
    """The accusation that a noun stands for: by whose it is, of whom it names, else of whom turns it down."""
    others = [place for place in sorted({*parties}) if not meet((place,), (noun, *answer.by))]
    against = [place for place in others if _is_against(page, noun, place)]
    accusers: list[Place] = []
    for place in others:
        if place not in against and (
            _is_whose(page, noun, place) or (accusers and goes_with(page, accusers[-1], place))
        ):
            accusers.append(place)
    accusers = accusers or [place for place in others if place not in against and place in deed.actors]
    accused = against or [place for place in others if place not in accusers and place in deed.recipients]
    return replace(
        deed,
        trigger=(noun,),
        actors=tuple(sorted(accusers)),
        recipients=tuple(sorted(accused)) or answer.by,
        flags=with_chances(deed.flags, denied=0.0, negated=0.0),
        answered=True,
    )


def _by_accused(page: Draft, deed: Deed, accusation: Deed) -> Deed:
    """What the accusation is of, by the accused and not by who accuses: "Mali rejected Chad's accusation of shelling a town"."""
    others = tuple(place for place in deed.actors if not meet((place,), accusation.actors))
    if deed is accusation or others or not is_judged(page, accusation, deed):
        return deed
    return replace(deed, actors=accusation.recipients)


def _is_whose(page: Draft, noun: Place, party: Place) -> bool:
    """Whether a party stands right before or behind a noun: "the accusations by Mali", "Kiews Vorwürfe", but not "the accusation that it was behind the raid"."""
    between = words_between(page, noun, party)
    lists = table(page.language_of(page.passages[noun[0]]), FILE)
    apart = {*lists.get("relatives", ())} - {*lists.get("definite", ())}
    return between is not None and len(between) <= _NEAR and apart.isdisjoint(between)


def _is_against(page: Draft, noun: Place, party: Place) -> bool:
    """Whether a party stands behind a noun and a word for against whom something is."""
    between = words_between(page, noun, party)
    known = table(page.language_of(page.passages[noun[0]]), FILE).get("against", ())
    return between is not None and party > noun and len(between) <= _NEAR and not {*known}.isdisjoint(between)
