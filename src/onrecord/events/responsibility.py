"""Who claims an attack: "the Northern Front claimed responsibility for the bombing" tells of a bombing by the Front, as its claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.attribution.denials import FILE as DENIALS
from onrecord.attribution.places import covers, meet
from onrecord.encoder.labels import with_chances
from onrecord.events.telling import goes_on, last_clause, signs
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Place, Speech

_ATTACK = "ASSAULT"
_LIST = "responsibility"
_FAR = 80  # characters between a claim and what is claimed
_FOLLOWS = re.compile(r" \w+")
_DASH = re.compile(r"[–—]")


class _Claim(NamedTuple):
    """Words of claiming, the attack that is claimed, and whether nobody does."""

    words: Place
    attack: Deed
    negated: bool


def with_responsibility(
    page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]
) -> tuple[tuple[Deed, ...], tuple[Speech, ...]]:
    """The deeds and speeches, with an attack that somebody claims as theirs.

    It is by who claims it where nobody else is told to have done it, and it happened, whether anybody claims it or not: "nobody has claimed the attack".
    The claim is no deed beside it, and where nobody makes it nothing that is said. The attack is the next one to the words of claiming in their clause.
    """
    made, said = list(deeds), list(speeches)
    for claim in _claims(page, deeds, speeches):
        said_so = [one for one in said if meet((claim.words,), one.cue)]
        sources = said_so[0].sources if said_so else ()
        flags = with_chances(claim.attack.flags, negated=0.0, denied=0.0)
        actors = claim.attack.actors
        if claim.negated:
            before = (claim.words[0], 0, claim.words[1])
            actors = tuple(one for one in actors if not covers((before,), one))
            said = [one for one in said if one not in said_so]
        else:
            flags = with_chances(flags, claimed=1.0)
            actors = actors or sources
        made = [
            replace(one, flags=flags, actors=actors) if one is claim.attack else one
            for one in made
            if one is claim.attack or not meet((claim.words,), one.trigger)
        ]
    return tuple(made), tuple(said)


def _claims(page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]) -> Iterator[_Claim]:
    """The claims of a page that are of an attack."""
    for number, passage in enumerate(page.passages):
        attacks = [deed for deed in deeds if deed.kind == _ATTACK and deed.trigger[0][0] == number]
        known = signs(page.language_of(passage)).get(_LIST) if attacks else None
        if known is None:
            continue
        for found in known.words.finditer(passage.text.text):
            words = (number, *found.span())
            sentence = next(
                (one for one in passage.sentences if one.start <= found.start() and found.end() <= one.end), None
            )
            near = [deed for deed in attacks if sentence and sentence.start <= deed.trigger[0][1] < sentence.end]
            near = [deed for deed in near if _is_object(page, words, deed)]
            if sentence is not None and near:
                attack = min(near, key=lambda deed: _between(words, deed)[1] - _between(words, deed)[0])
                yield _Claim(words, attack, _is_negated(page, words, sentence.start, speeches))
                attacks.remove(attack)


def _between(words: Place, deed: Deed) -> tuple[int, int]:
    """Where the text between words of claiming and an attack begins and ends; nothing where one is part of the other."""
    _, start, end = deed.trigger[0]
    return (words[2], max(words[2], start)) if start >= words[1] else (end, max(end, words[1]))


def _is_object(page: Draft, words: Place, deed: Deed) -> bool:
    """Whether nothing stands between words of claiming and an attack that begins another clause."""
    start, end = _between(words, deed)
    passage = page.passages[words[0]]
    return end - start <= _FAR and goes_on(passage.text.text[start:end], page.language_of(passage))


def _is_negated(page: Draft, words: Place, first: int, speeches: Sequence[Speech]) -> bool:
    """Whether a negation stands in the clause of a claim up to it or right behind it, or in whoever claims: "no group has claimed", "bekannte sich niemand"."""
    number, start, end = words
    passage = page.passages[number]
    whole, code = passage.text.text, page.language_of(passage)
    negations = listed(code, DENIALS, "negations")
    clause = last_clause(_DASH.split(whole[first:start])[-1], code)
    follows = _FOLLOWS.match(whole, end)
    sources = [place for one in speeches if meet((words,), one.cue) for place in one.sources]
    return negations.search(clause + whole[start : follows.end() if follows else end]) is not None or any(
        negations.search(page.passages[its].text.text[at:stop]) for its, at, stop in sources
    )
