"""Positions: who backs, recognises, rejects or conditions what, one for each holder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from onrecord.attribution.denials import unsaid
from onrecord.attribution.parties import Parties
from onrecord.attribution.places import spans, text, words
from onrecord.events.assemble import doers, told_of
from onrecord.events.backing import FILE
from onrecord.events.status import Chains, Told
from onrecord.events.when_where import Settings
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Place
from onrecord.records import Party, Position, Question, Words

Trigger = tuple[Place, ...]
Stance = Literal["for", "against", "neutral", "conditional", "withdrawn"]
#: What is told in these ways is no position that anybody has.
_UNREAL = ("denied",)
#: How a deed of support is told that is a position by its words alone.
_HELD = ("stated", "claimed")
_SUPPORT = "SUPPORT"
_NEAR = 3  # words before a deed
_WORD = re.compile(r"\w+")


def positions_of(page: Draft, deadlines: Mapping[Trigger, Words] = MappingProxyType({})) -> tuple[Position, ...]:
    """The positions of a page in reading order; `deadlines`: what is demanded by a term that hangs on the event of a trigger."""
    parties, chains, settings = Parties(page), Chains(page.attributions, unsaid(page)), Settings(page)
    made: dict[str, Position] = {}
    for deed in page.deeds:
        known = _by_words(page, deed)
        kind = deed.question if known is None else known
        if kind is None or not deed.actors:
            continue
        how = told_of(page, deed, chains, settings)
        if how.status in _UNREAL or (deed.question is None and how.status not in _HELD):
            continue
        named = (*parties.of(deed.about), *parties.of(deed.recipients))
        if not named:
            continue  # nobody can be asked where they stand on it
        # "back Mr Trump's stance": who it is about is known better than what
        about = next((one for one in named if one.actor or one.country), named[0])
        where = spans(page, _evidence(deed))
        for holder in doers(parties.of(deed.actors), how.claims, chains):
            if holder.spans == about.spans or (holder.actor and holder.actor == about.actor):
                continue  # nobody has a position on themselves
            if deed.question is None and not (_is_somebody(holder) and _is_somebody(about)):
                continue
            one = Position(
                id=page.id_of("position", where, holder.spans),
                spans=where,
                text=text(page, _evidence(deed)),
                holder=holder,
                question=Question(kind=kind, about=about),
                stance=(stance := _stance(deed.stance if deed.question else "for", how)),
                condition=_condition(page, deed, deadlines) if stance == "conditional" else None,
                date=settings.date(deed.date),
                claims=how.claims,
            )
            made.setdefault(one.id, one)
    return tuple(made.values())


def _by_words(page: Draft, deed: Deed) -> str | None:
    """The question that the words of a deed of support tell, where the encoder sees none, or an election in the support for somebody."""
    if deed.kind != _SUPPORT or deed.question not in (None, "election"):
        return None
    said = " ".join(_WORD.findall(text(page, deed.trigger)))
    number, start, _ = deed.trigger[0]
    passage = page.passages[number]
    code = page.language_of(passage)
    before = " ".join(_WORD.findall(passage.text.text[:start])[-_NEAR:])
    if listed(code, FILE, "not_backing").search(f"{before} {said}"):
        return None
    return next((kind for kind in ("recognition", "backing") if listed(code, FILE, kind).search(said)), None)


def _is_somebody(party: Party) -> bool:
    """Whether a party is a person or body with a name, or belongs to a state."""
    return party.actor is not None or party.country is not None


def _condition(page: Draft, deed: Deed, deadlines: Mapping[Trigger, Words]) -> Words | None:
    """What a position hangs on: what its deadline demands, or else what the encoder takes for it."""
    return deadlines.get(deed.trigger) or (words(page, deed.demand) if deed.demand else None)


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
