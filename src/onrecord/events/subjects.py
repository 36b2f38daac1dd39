"""Who does what "they" would do, where the encoder saw nobody, and what "we" or "it" do: whoever says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from onrecord.attribution.parties import Parties
from onrecord.attribution.places import covers, spans, text
from onrecord.events.performed import BY_SAYING
from onrecord.events.status import Chains
from onrecord.languages import table
from onrecord.pipeline import Deed, Draft, Place, Speech
from onrecord.records import Party
from onrecord.spans import Spans

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_PRONOUNS = ("pronouns", "plural_pronouns", "first_person")
_MINE, _OURS, _ITS = "first_person_singular", "first_person_plural", ("neuter", "third_person_more")
#: Acts that tell mostly of others, so that "it" in them is mostly not who speaks: "accused Kestria, saying it had attacked".
_OF_OTHERS = frozenset(("accuse", "condemn", "demand", "ask", "warn", "dispute", "express-concern"))
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
    page: Draft, parties: Parties, chains: Chains, deed: Deed, side: Literal["actors", "recipients"]
) -> tuple[Party, ...]:
    """The parties on one side of a deed; who also speaks by the same words is who was found to speak, and a pronoun for who speaks stands for them."""
    places, others = (deed.actors, deed.recipients) if side == "actors" else (deed.recipients, deed.actors)
    speakers = {
        place: meant for place in places if (meant := _speakers(page, parties, chains, place, does=side == "actors"))
    }
    found = parties.of([place for place in places if place not in speakers], others, deed.trigger)
    named = [chains.speakers.get(one.spans, one) for one in found]
    known = {one.actor for one in named if one.actor}
    return (
        *named,
        *(one for those in speakers.values() for one in those if one.actor is None or one.actor not in known),
    )


def saying(chains: Chains, kind: str, trigger: Spans, recipient: Sequence[Party]) -> tuple[Party, ...]:
    """Who says it, of a deed done by saying whose words are the cue of an attribution: "y exigió la liberación", where no words tell who does.

    Nobody where one of them is who it is said to: "the mayor was urged to resign".
    """
    if kind not in BY_SAYING:
        return ()
    for one in chains.attributions:
        if one.cue is not None and _within(trigger, one.cue.spans):
            names = {party.actor or party.text for party in recipient}
            return () if any((party.actor or party.text) in names for party in one.speakers) else one.speakers
    return ()


def speaking(page: Draft, chains: Chains, deed: Deed, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who does what is done in saying it: the parties that the words said name for it, otherwise who says them."""
    around = chains.around(spans(page, deed.trigger[:1])[0])
    if not around:
        return actors
    return tuple(one for one in actors if _within(one.spans, around[-1].content.spans)) or around[-1].speakers


def _speakers(page: Draft, parties: Parties, chains: Chains, place: Place, *, does: bool) -> tuple[Party, ...]:
    """For whom a pronoun in somebody's words stands if it is for them, each with the words of the pronoun.

    "I" and "my" are who speaks; "we" and "our" the body that speaks, or somebody of the state and sector of the person who does; "it" and "its", in
    what a body is reported to say before anybody else is named there, are that body. An object ("us") is nobody who `does` something.
    """
    number, start, end = place
    lists = table(page.language_of(page.passages[number]), "parties.toml")
    word = page.passages[number].text.text[start:end].casefold()
    mine = word in lists.get(_MINE, ())
    ours = not mine and (word in lists.get(_OURS, ()) or word in lists.get("first_person", ()))
    its = any(word in lists.get(name, ()) for name in _ITS)
    if not (mine or ours or its) or (does and word in lists.get("first_person_objects", ())):
        return ()
    around = chains.around(spans(page, (place,))[0])
    if not around:
        return ()
    said = around[-1]
    persons = [bool(parties.people.named(one.actor)) for one in said.speakers]
    if its:
        quoted = any(one.start <= start < one.end and not one.scare for one in page.passages[number].quotations)
        between = any(
            name.place < place and _within(spans(page, (name.place,)), said.content.spans) for name in page.names
        )
        if any(persons) or quoted or between or said.speech_act in _OF_OTHERS:
            return ()
    here = {"spans": spans(page, (place,)), "text": text(page, (place,))}
    meant = [
        replace(one, **here, actor=None if person and ours else one.actor or one.text, role=None)
        for one, person in zip(said.speakers, persons, strict=True)
        if one.actor or one.country
    ]
    whom = {(one.actor, one.country, one.sector): one for one in meant if one.actor or one.country}
    return tuple(whom.values())


def _within(inner: Spans, outer: Spans) -> bool:
    """Whether some spans begin in others."""
    return any(start <= inner[0][0] < end for start, end in outer)
