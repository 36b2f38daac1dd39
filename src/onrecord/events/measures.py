"""Figures with who says them, and how many people an event touched."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.attribution.denials import unsaid
from onrecord.attribution.places import sentence_at, spans, text
from onrecord.events.status import Chains
from onrecord.measuring.figures import Found, figures
from onrecord.pipeline import Deed, Draft, Place
from onrecord.records import Event, Figure, Size

#: Types whose victims and prisoners a figure of their sentence counts.
_TOUCHING = {"dead": ("ASSAULT",), "injured": ("ASSAULT",), "arrested": ("COERCE", "ASSAULT")}


def figures_of(page: Draft, found: Sequence[tuple[Event, Deed]]) -> tuple[Figure, ...]:
    """The figures of a page in reading order."""
    chains = Chains(page.attributions, unsaid(page))
    made: dict[str, Figure] = {}
    for number, passage in enumerate(page.passages):
        for one in figures(passage.text.text, page.language_of(passage)):
            figure = _figure(page, (number, one.start, one.end), one, chains, found)
            made.setdefault(figure.id, figure)
    return tuple(made.values())


def _figure(page: Draft, at: Place, one: Found, chains: Chains, found: Sequence[tuple[Event, Deed]]) -> Figure:
    where = spans(page, (at,))
    event = _nearest(page, at, found)
    return Figure(
        id=page.id_of("figure", where),
        spans=where,
        text=text(page, (at,)),
        low=one.low,
        high=one.high,
        approximate=one.approximate,
        bound_from=one.bound_from,
        unit=one.unit,
        counted=text(page, ((at[0], *one.counted),)) if one.counted else None,
        as_of=event.date if event else None,
        place=event.place if event else None,
        claims=chains.claims(where[0]),
        event=event.id if event else None,
    )


def _nearest(page: Draft, at: Place, found: Sequence[tuple[Event, Deed]]) -> Event | None:
    """The event of the sentence of a figure whose trigger stands nearest to it."""
    here = sentence_at(page, at)
    near = [
        (min(abs(deed.trigger[0][1] - at[2]), abs(at[1] - deed.trigger[0][2])), event)
        for event, deed in found
        if sentence_at(page, deed.trigger[0]) == here
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def with_sizes(events: Sequence[Event], figures: Sequence[Figure]) -> tuple[Event, ...]:
    """Events with the dead, injured and arrested that figures of their sentence count, lower bounds where those are all there is."""
    sizes: dict[str, dict[str, int]] = {}
    for figure in figures:
        count = figure.low if figure.low is not None else figure.high
        if figure.event is None or count is None:
            continue
        kind = next((event.type for event in events if event.id == figure.event), "")
        if figure.unit in _TOUCHING and kind in _TOUCHING[figure.unit]:
            sizes.setdefault(figure.event, {}).setdefault(figure.unit, int(count))
        elif figure.unit == "people" and kind == "PROTEST":
            sizes.setdefault(figure.event, {}).setdefault("size", int(count))
    return tuple(replace(event, size=Size(**sizes[event.id])) if event.id in sizes else event for event in events)
