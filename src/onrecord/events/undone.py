"""What its verb undoes: a ceasefire that is broken is none that is kept, and sanctions that are lifted are not imposed.

"The army violated the truce" and "breaches of the ceasefire" tell of force: CAMEO has them under its root of fighting (196), and PLOVER what that root has
under ASSAULT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet, overlap, text
from onrecord.events.backing import FILE
from onrecord.events.telling import goes_on
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Place

#: Types that the encoder takes words of breaking a ceasefire for.
_TAKEN_FOR = frozenset(("AGREE", "ASSAULT", "COERCE", "CONCEDE", "REJECT", "RETREAT", "SANCTION"))
_LIFTING, _LIFTED = "CONCEDE", frozenset(("COERCE", "SANCTION"))
_KEPT = "ceasefire"  # the mode of keeping one
_REFUSED, _YIELD = "REJECT", "yield"
_FORCE, _MISREAD = "ASSAULT", "sexual"  # "violated" is a deed of both
#: Words between those of breaking and the ceasefire, "broke on Monday the fragile truce", and between those of ending and what is ended.
_BETWEEN, _NEXT = 4, 2
_LETTERS = re.compile(r"\w+")


class _Breach(NamedTuple):
    """Words of breaking or of ending, and those for the ceasefire."""

    words: Place
    ceasefire: Place
    ends: bool


def with_breaches(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, with those of breaking a ceasefire told as force, once each, of an unknown kind.

    Who ends one refuses to yield; one that ends or collapses is no deed of anybody.
    """
    made = list(deeds)
    for breach in _breaches(page):
        told = [one for one in made if one.kind in _TAKEN_FOR and _tells(one, breach)]
        if not told:
            continue
        surest = max(told, key=lambda one: one.confidence)
        by = [place for one in told for place in one.actors if place < breach.words < breach.ceasefire]
        if not breach.ends:
            new = _as_force(surest, told, breach)
        elif by:
            new = replace(surest, kind=_REFUSED, mode=_YIELD)
        else:
            new = None
        if any(meet(one.trigger, (breach.words,)) for one in told):
            told += [one for one in made if one.mode == _KEPT and meet(one.trigger, (breach.ceasefire,))]
        made[made.index(surest)] = new or surest
        made = [one for one in made if one is new or one not in told]
    return tuple(made)


def without_lifted(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, without sanctions and restrictions beside the concession that lifts them: "Norland lifted its sanctions on Chad"."""
    lifting = [one.trigger for one in deeds if one.kind == _LIFTING and _lifts(page, one)]

    def is_lifted(deed: Deed) -> bool:
        number = deed.trigger[0][0]
        passage = page.passages[number]
        code, whole = page.language_of(passage), passage.text.text
        near = [_distance(whole, verb, deed.trigger[0], code) for some in lifting for verb in some if verb[0] == number]
        return any(far is not None and far <= _BETWEEN for far in near)

    return tuple(deed for deed in deeds if deed.kind not in _LIFTED or not is_lifted(deed))


def _lifts(page: Draft, deed: Deed) -> bool:
    """Whether a deed is told by a verb of lifting."""
    code = page.language_of(page.passages[deed.trigger[0][0]])
    return listed(code, FILE, "lifts").search(text(page, deed.trigger)) is not None


def _tells(deed: Deed, breach: _Breach) -> bool:
    """Whether a deed stands for a breach: its words are among those of breaking, or nothing but the ceasefire."""
    return meet(deed.trigger, (breach.words,)) or all(covers((breach.ceasefire,), one) for one in deed.trigger)


def _as_force(surest: Deed, told: Sequence[Deed], breach: _Breach) -> Deed:
    """The surest of some deeds as one of force, by and to whom any of them names, apart from the ceasefire itself."""

    def named(places: Sequence[Place]) -> tuple[Place, ...]:
        return tuple(one for one in places if not meet((one,), (breach.ceasefire, breach.words)))

    actors = next((found for one in (surest, *told) if (found := named(one.actors))), ())
    recipients = next((found for one in (surest, *told) if (found := named(one.recipients))), ())
    recipients = tuple(one for one in recipients if not meet((one,), actors))
    if surest.kind == _FORCE and surest.mode != _MISREAD:
        return replace(surest, actors=actors, recipients=recipients)
    words = (
        (breach.words,) if overlap(breach.words, breach.ceasefire) else tuple(sorted((breach.words, breach.ceasefire)))
    )
    return replace(surest, kind=_FORCE, mode=None, trigger=words, actors=actors, recipients=recipients)


def _breaches(page: Draft) -> Iterator[_Breach]:
    """Words of breaking or ending with a ceasefire near them in their clause, each with the nearest."""
    for number, passage in enumerate(page.passages):
        code, whole = page.language_of(passage), passage.text.text
        ceasefires, ending, breaking = (listed(code, FILE, name) for name in ("ceasefires", "ending", "breaking"))
        for sentence in passage.sentences:
            nouns = [(number, *hit.span()) for hit in ceasefires.finditer(whole, sentence.start, sentence.end)]
            if not nouns:
                continue
            ends = [(number, *hit.span()) for hit in ending.finditer(whole, sentence.start, sentence.end)]
            breaks = [(number, *hit.span()) for hit in breaking.finditer(whole, sentence.start, sentence.end)]
            # "the truce broke down" ends it
            for words in (*ends, *(one for one in breaks if not meet((one,), ends))):
                near = [(far, noun) for noun in nouns if (far := _distance(whole, words, noun, code)) is not None]
                far, noun = min(near, default=(_BETWEEN + 1, words))
                if far <= (_NEXT if words in ends and words < noun else _BETWEEN):
                    yield _Breach(words, noun, words in ends)


def _distance(whole: str, one: Place, other: Place, code: str) -> int | None:
    """How many words stand between two places of a sentence; None where another clause begins between them."""
    if overlap(one, other):
        return 0
    first, second = sorted((one, other))
    between = whole[first[2] : second[1]]
    return len(_LETTERS.findall(between)) if goes_on(between, code) else None
