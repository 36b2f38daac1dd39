"""Contexts of a page, from the types, modes and sectors of its events and from what its positions are about."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord import ontology as data
from onrecord.ontology import ontology
from onrecord.records import Event, Position

#: Types that are diplomacy only between states.
_BETWEEN_STATES = "diplomatic"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(data) / "contexts.toml").read_text(encoding="utf-8"))


def contexts_of(events: Sequence[Event], positions: Sequence[Position]) -> tuple[str, ...]:
    """The contexts of a page, in the order of the ontology."""
    table = _table()
    found: set[str] = set()
    for event in events:
        states = {party.country for party in (*event.actor, *event.recipient) if party.country}
        told = [*table["types"].get(event.type, ()), *(name for mode in event.mode for name in table["modes"].get(f"{event.type}/{mode}", ()))]  # fmt: skip
        found |= {name for name in told if name != _BETWEEN_STATES or len(states) > 1}
        found |= {table["sectors"][party.sector] for party in (*event.actor, *event.recipient) if party.sector in table["sectors"]}  # fmt: skip
    found |= {table["questions"][one.question.kind] for one in positions if one.question.kind in table["questions"]}
    return tuple(name for name in ontology().contexts if name in found)
