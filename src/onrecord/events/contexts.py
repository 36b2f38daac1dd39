"""Contexts of a page, from the types, modes and sectors of its events and from what its positions are about."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.ontology import ontology
from onrecord.records import Event, Position

#: Types that are diplomacy only between states.
_BETWEEN_STATES = "diplomatic"


def contexts_of(events: Sequence[Event], positions: Sequence[Position]) -> tuple[str, ...]:
    """The contexts of a page, in the order of the ontology."""
    signs = ontology().signs
    found: set[str] = set()
    for event in events:
        parties = (*event.actor, *event.recipient)
        states = {party.country for party in parties if party.country}
        told = list(signs.types.get(event.type, ()))
        for mode in event.mode:
            told += signs.modes.get(f"{event.type}/{mode}", ())
        found |= {name for name in told if name != _BETWEEN_STATES or len(states) > 1}
        sectors = {party.sector for party in parties if party.sector}
        found |= {signs.sectors[sector] for sector in sectors if sector in signs.sectors}
    found |= {signs.questions[one.question.kind] for one in positions if one.question.kind in signs.questions}
    return tuple(name for name in ontology().contexts if name in found)
