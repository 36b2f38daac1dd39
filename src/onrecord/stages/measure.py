"""Figures, deadlines, positions and contexts of a page, and the sizes of its events."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.events.contexts import contexts_of
from onrecord.events.deadlines import deadlines_of
from onrecord.events.measures import figures_of, with_sizes
from onrecord.events.positions import positions_of
from onrecord.pipeline import Draft, stage


@stage(
    "measure",
    needs="raw text passages language published mentions attributions deeds names events event_deeds",
    adds="events figures deadlines positions contexts",
)
def measure(page: Draft) -> Draft:
    """Figures, deadlines, positions and contexts of a page, and the sizes of its events."""
    found = list(zip(page.events, page.event_deeds, strict=True))
    figures = figures_of(page, found)
    deadlines = deadlines_of(page, found)
    demands = {one.event: one.demand for one in deadlines if one.demand.text}
    positions = positions_of(page, {deed.trigger: demands[event.id] for event, deed in found if event.id in demands})
    return replace(
        page,
        events=with_sizes(page.events, figures),
        figures=figures,
        deadlines=deadlines,
        positions=positions,
        contexts=contexts_of(page.events, positions),
    )
