"""Positions: who backs, recognises, rejects or conditions what, one for each holder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord.attribution.parties import Parties
from onrecord.attribution.places import spans, text, words
from onrecord.events.assemble import told_of
from onrecord.events.status import Chains, Told
from onrecord.events.when_where import Settings
from onrecord.pipeline import Deed, Draft, Place
from onrecord.records import Position, Question

Stance = Literal["for", "against", "neutral", "conditional", "withdrawn"]
#: What is told in these ways is no position that anybody has.
_UNREAL = ("denied",)


def positions_of(page: Draft) -> tuple[Position, ...]:
    """The positions of a page in reading order."""
    parties, chains, settings = Parties(page), Chains(page.attributions), Settings(page)
    made: dict[str, Position] = {}
    for deed in page.deeds:
        if deed.question is None or not deed.actors:
            continue
        how = told_of(page, deed, chains, settings)
        if how.status in _UNREAL:
            continue
        about = parties.of(deed.about or deed.recipients)
        if not about:
            continue  # nobody can be asked where they stand on it
        where = spans(page, _evidence(deed))
        for holder in parties.of(deed.actors):
            one = Position(
                id=page.id_of("position", where, holder.spans),
                spans=where,
                text=text(page, _evidence(deed)),
                holder=holder,
                question=Question(kind=deed.question, about=about[0]),
                stance=(stance := _stance(deed.stance, how)),
                condition=words(page, deed.demand) if deed.demand and stance == "conditional" else None,
                date=settings.date(deed.date),
                claims=how.claims,
            )
            made.setdefault(one.id, one)
    return tuple(made.values())


def _stance(stance: Stance, how: Told) -> Stance:
    """A stance told as negated is its opposite, one that hangs on a condition is conditional."""
    if how.polarity == "affirmed":
        return "conditional" if how.modality == "conditional" and stance == "for" else stance
    return "against" if stance == "for" else "for" if stance == "against" else stance


def _evidence(deed: Deed) -> tuple[Place, ...]:
    """The stretch of the passage from the first to the last word of holder, trigger and what it is about."""
    number = deed.trigger[0][0]
    parts: Sequence[Place] = [
        place
        for place in (*deed.actors, *deed.trigger, *deed.about, *deed.recipients, *deed.demand)
        if place[0] == number
    ]
    return ((number, min(place[1] for place in parts), max(place[2] for place in parts)),)
