"""What its verb undoes: a ceasefire that is broken is none that is kept, sanctions that are lifted are not imposed, and talks that are refused not held.

"The army violated the truce" and "breaches of the ceasefire" tell of force: CAMEO has them under its root of fighting (196), and PLOVER what that root has
under ASSAULT.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet, overlap, sentence_at
from onrecord.encoder.labels import FLAGS, with_chances
from onrecord.events.backing import FILE
from onrecord.events.telling import words_between
from onrecord.languages import table
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Place, Speech

#: Types that the encoder takes words of breaking a ceasefire for.
_TAKEN_FOR = frozenset(("AGREE", "ASSAULT", "COERCE", "CONCEDE", "REJECT", "RETREAT", "SANCTION"))
_LIFTING = frozenset(("CONCEDE", "RETREAT"))
_LIFTED = frozenset(("ACCUSE", "COERCE", "PROTEST", "SANCTION"))
#: Types of deeds that undo what their own words name, each with what they undo; ways of punishing, which do not; and types of those told to others.
_CUTTING = "SANCTION"
_COMMON = frozenset(("AID", "CONSULT", "COOPERATE", "SUPPORT"))
_SPOKEN = frozenset(("ACCUSE", "REQUEST", "THREATEN"))
_UNDONE = {
    "CONCEDE": _COMMON | _SPOKEN | {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"},
    "REJECT": _COMMON | {"COERCE", "MOBILIZE", "RETREAT"},
    _CUTTING: _COMMON | {"AGREE"},
}
_PUNISHING = frozenset(("convict", "expel"))
_GONE = frozenset(("PROTEST", "SANCTION"))  # of which nothing is left
_OF_SOMEBODY = frozenset(("arrest", "deport"))  # a curfew that is lifted was there, an arrest that is averted was not
#: Types of deeds by words of lifting and ending, which nobody says.
_DONE = frozenset((*_LIFTING, "COERCE", "REJECT", "SANCTION"))
_BANNING, _PROTEST = "COERCE", "PROTEST"
_MEETING, _TALKS = "meet", "CONSULT"
_KEPT = "ceasefire"  # the mode of keeping one
_REFUSED, _YIELD = "REJECT", "yield"
_FORCE, _MISREAD = "ASSAULT", "sexual"  # "violated" is a deed of both
#: Words between those of breaking and the ceasefire, "broke on Monday the fragile truce", between those of lifting and what is lifted, and between those of ending and what is ended.
_BETWEEN, _FEW, _NEXT = 4, 3, 2
_BEFORE = 6  # between what is lifted and a verb behind it: "die Sperre für Jugendliche schon am Sonntag aufheben"
_LIKELY = 0.5


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
    for breach in _breaches(page, {deed.trigger[0][0] for deed in deeds}):
        told = [one for one in made if one.kind in _TAKEN_FOR and _tells(one, breach)]
        if not told:
            continue
        surest = max(told, key=lambda one: one.confidence)
        by = [place for one in told for place in one.actors if place < breach.words < breach.ceasefire]
        if not breach.ends:
            new = [_as_force(surest, told, breach)]
        else:
            new = [replace(surest, kind=_REFUSED, mode=_YIELD)] if by else []
        if any(meet(one.trigger, (breach.words,)) for one in told):
            told += [one for one in made if one.mode == _KEPT and meet(one.trigger, (breach.ceasefire,))]
        made = [it for one in made for it in (new if one is surest else [] if one in told else [one])]
    return tuple(made)


def with_lifted(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, without what a concession or a retreat lifts or ends, "Norland lifted its sanctions on Chad", and with talks that are refused told as not held."""
    lifting = [one for one in deeds if one.kind in _LIFTING and meet(one.trigger, _lifts(page, one.trigger[0]))]
    refusing = [one for one in deeds if one.kind == _REFUSED and one.mode == _MEETING and _happened(one)]
    lifted = {_object(page, one, [it for it in deeds if it.kind in _LIFTED], _FEW) for one in lifting}
    refused = {_object(page, one, [it for it in deeds if it.kind == _TALKS], _NEXT) for one in refusing}
    made = tuple(
        replace(one, flags=with_chances(one.flags, negated=1.0)) if one in refused else one
        for one in deeds
        if one not in lifted
    )
    return _without_banning(page, made)


def without_objects(deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, without those that the words of another hold and undo, or with these negated: "halted the execution", "withdrew its threat", "cut the aid".

    What others ask, threaten or blame stays: "bowed to the demands of the union".
    """
    made: list[Deed | None] = list(deeds)
    for number, one in enumerate(deeds):
        verb = next((other for other in deeds if _undoes(other, one) and _holds(other, one)), None)
        if verb is None or not _told(one) <= _told(verb):
            continue
        others = bool(one.actors) and not meet(one.actors, verb.actors)
        if one.kind not in _SPOKEN:
            gone = one.kind in _GONE or verb.kind == _CUTTING or (one.kind == "COERCE" and one.mode not in _OF_SOMEBODY)
            made[number] = None if gone else replace(one, flags=with_chances(one.flags, negated=1.0))
        elif not others:
            made[number] = None
    return tuple(one for one in made if one is not None)


def _undoes(verb: Deed, other: Deed) -> bool:
    """Whether one deed can undo another: what is rejected may be told by others, and a verdict or an expulsion undoes nothing."""
    return _happened(verb) and other.kind in _UNDONE.get(verb.kind, ()) and verb.mode not in _PUNISHING


def _told(deed: Deed) -> set[str]:
    """What tells that a deed did not take place, or not yet: that of a verb may be told of its object too, "may lift the ban"."""
    return {name for name, chance in zip(FLAGS, deed.flags, strict=True) if name != "claimed" and chance >= _LIKELY}


def _holds(verb: Deed, other: Deed) -> bool:
    """Whether the words of one deed are among those of another and not all of them: "halted the execution"."""
    return (
        other is not verb
        and all(covers(verb.trigger, place) for place in other.trigger)
        and _length(other.trigger) < _length(verb.trigger)
    )


def _length(places: Sequence[Place]) -> int:
    return sum(end - start for _, start, end in places)


def _without_banning(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, with protests by nobody who restricts them: "police banned the march"."""
    protests = [one for one in deeds if one.kind == _PROTEST]
    banned = {
        protest: ban.actors
        for ban in deeds
        if ban.kind == _BANNING and (protest := _object(page, ban, protests, _NEXT)) is not None
    }
    return tuple(
        replace(one, actors=tuple(place for place in one.actors if not meet((place,), banned.get(one, ()))))
        if one in banned
        else one
        for one in deeds
    )


def without_undoing(page: Draft, speeches: Sequence[Speech], deeds: Sequence[Deed]) -> tuple[Speech, ...]:
    """The speeches without those by words of lifting or ending, which are deeds: "the army lifted the curfew"."""
    done = [place for one in deeds if one.kind in _DONE for place in one.trigger]
    return tuple(
        one for one in speeches if not one.cue or not (meet(one.cue, done) and meet(one.cue, _lifts(page, one.cue[0])))
    )


def _happened(deed: Deed) -> bool:
    """Whether a deed is neither denied nor undone, as the encoder tells it: who "denied having cancelled the visit" may have made it."""
    flags = dict(zip(FLAGS, deed.flags, strict=True))
    return max(flags["denied"], flags["negated"]) < _LIKELY


def _lifts(page: Draft, near: Place) -> list[Place]:
    """Words of lifting or ending in the passage of a place."""
    passage = page.passages[near[0]]
    found = listed(page.language_of(passage), FILE, "lifts").finditer(passage.text.text)
    return [(near[0], *hit.span()) for hit in found]


def _object(page: Draft, verb: Deed, others: Sequence[Deed], most: int) -> Deed | None:
    """The nearest of some deeds whose word is the object of a verb: at most so many words behind it, or between its parts; before it where verbs come last."""
    near = []
    last = table(page.language_of(page.passages[verb.trigger[0][0]]), FILE).get("verbs_last", False)
    for index, other in enumerate(others):
        place = other.trigger[0]
        if other is verb:
            continue
        if place < verb.trigger[0]:
            far = _distance(page, place, verb.trigger[0]) if last else None
            near += [(far, index)] if far is not None and far <= _BEFORE else []
            continue
        ends = [one for one in verb.trigger if one[1] <= place[1] or one is verb.trigger[-1]]
        near += [(far, index) for one in ends if (far := _distance(page, one, place)) is not None and far <= most]
    return others[min(near)[1]] if near else None


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


def _breaches(page: Draft, numbers: Iterable[int]) -> Iterator[_Breach]:
    """Words of breaking or ending in some passages with a ceasefire near them in their clause, each with the nearest."""
    for number in sorted(numbers):
        passage = page.passages[number]
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
                near = [(far, noun) for noun in nouns if (far := _distance(page, words, noun)) is not None]
                far, noun = min(near, default=(_BETWEEN + 1, words))
                if far <= (_NEXT if words in ends and words < noun else _BETWEEN):
                    yield _Breach(words, noun, words in ends)


def _distance(page: Draft, one: Place, other: Place) -> int | None:
    """How many words stand between two places of a sentence; None where another clause or sentence begins between them."""
    between = words_between(page, one, other) if sentence_at(page, one) == sentence_at(page, other) else None
    return None if between is None else len(between)
