"""Who does what "they" would do, where the encoder saw nobody, and what "we" or "it" do: whoever says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.attribution.parties import Parties
from onrecord.attribution.places import covers, spans, text
from onrecord.events.status import Chains
from onrecord.languages import table
from onrecord.pipeline import Deed, Draft, Place, Speech
from onrecord.records import Party
from onrecord.spans import Spans

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_PRONOUNS = ("pronouns", "plural_pronouns", "first_person")
_OURS, _THEIRS = ("first_person", "first_person_more"), ("neuter", "third_person_more")
#: Acts that tell mostly of others, so that "it" in them is mostly not who speaks: "accused Kestria, saying it had attacked".
_OF_OTHERS = frozenset(("accuse", "condemn", "demand", "ask", "warn", "dispute", "express-concern"))
#: Types of deeds that are done by saying something.
_BY_SAYING = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_NEAR = 3  # words between the pronoun and its verb: "they would likewise recognise"


def with_subjects(page: Draft) -> tuple[Deed, ...]:
    """The deeds of a page; of those with a position that nobody has, the ones with a pronoun before their verb in somebody's words are that one's."""
    return tuple(
        replace(deed, actors=speech.sources)
        if deed.question is not None and not deed.actors and (speech := _said(page, deed.trigger[0])) is not None
        else deed
        for deed in page.deeds
    )


def _said(page: Draft, verb: Place) -> Speech | None:
    """The speech of the closest words around a verb that have a pronoun right before it, and no passive."""
    number, start, _ = verb
    around = [one for one in page.speeches if one.sources and covers(one.content, verb)]
    if not around:
        return None
    speech = min(around, key=lambda one: sum(end - at for _, at, end in one.content))
    first = next(at for passage, at, end in speech.content if passage == number and at <= start < end)
    lists = table(page.language_of(page.passages[number]), "parties.toml")
    before = page.passages[number].text.text[first:start]
    clause = re.split(r"[,;:]", before)[-1]
    words = [word.casefold() for word in _WORD.findall(clause)]
    pronouns = {word for name in _PRONOUNS for word in lists.get(name, ())}
    at = next((at for at, word in enumerate(reversed(words[-_NEAR - 1 :])) if word in pronouns), None)
    if at is None or any(word in lists.get("impersonal", ()) for word in words[len(words) - at :]):
        return None
    return speech


def parties_of(
    page: Draft, parties: Parties, chains: Chains, places: Sequence[Place], others: Sequence[Place], deed: Deed
) -> tuple[Party, ...]:
    """The parties at places, `others` on the other side of the deed; who also speaks by the same words is who was found to speak, and a pronoun for who speaks stands for them."""
    speakers = {place: found for place in places if (found := _speakers(page, chains, place))}
    found = parties.of([place for place in places if place not in speakers], others, deed.trigger)
    named = [chains.speakers.get(one.spans, one) for one in found]
    known = {one.actor for one in named if one.actor}
    return (
        *named,
        *(
            replace(one, spans=spans(page, (place,)), text=text(page, (place,)), actor=one.actor or one.text)
            for place, those in speakers.items()
            for one in those
            if (one.actor or one.text) not in known
        ),
    )


def saying(chains: Chains, kind: str, trigger: Spans, recipient: Sequence[Party]) -> tuple[Party, ...]:
    """Who says it, of a deed done by saying whose words are the cue of an attribution: "y exigió la liberación", where no words tell who does.

    Nobody where one of them is who it is said to: "the mayor was urged to resign".
    """
    if kind not in _BY_SAYING:
        return ()
    for one in chains.attributions:
        if one.cue is not None and _within(trigger, one.cue.spans):
            names = {party.actor or party.text for party in recipient}
            return () if any((party.actor or party.text) in names for party in one.speakers) else one.speakers
    return ()


def _speakers(page: Draft, chains: Chains, place: Place) -> tuple[Party, ...]:
    """For whom a pronoun in somebody's words stands if it is for them: "we" and "our", and in what they are reported to say "it" and "its" before anybody else is named there."""
    number, start, end = place
    lists = table(page.language_of(page.passages[number]), "parties.toml")
    word = page.passages[number].text.text[start:end].casefold()
    ours, theirs = (any(word in lists.get(name, ()) for name in names) for names in (_OURS, _THEIRS))
    around = chains.around(spans(page, (place,))[0]) if ours or theirs else []
    if not around or not all(one.actor or one.text for one in around[-1].speakers):
        return ()
    said = around[-1]
    if ours:
        return said.speakers
    quoted = any(one.start <= start < one.end and not one.scare for one in page.passages[number].quotations)
    between = [
        name for name in page.names if name.place < place and _within(spans(page, (name.place,)), said.content.spans)
    ]
    return () if quoted or between or said.speech_act in _OF_OTHERS else said.speakers


def _within(inner: Spans, outer: Spans) -> bool:
    """Whether some spans begin in others."""
    return any(start <= inner[0][0] < end for start, end in outer)
