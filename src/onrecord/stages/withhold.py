"""What the model is unsure of is left out, where the settings ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from onrecord.events.contexts import contexts_of
from onrecord.pipeline import Draft, stage
from onrecord.records import Attribution, Id
from onrecord.settings import settings


@stage(
    "withhold",
    needs="attributions events event_deeds figures deadlines positions contexts",
    adds="attributions events event_deeds contexts",
)
def withhold(page: Draft) -> Draft:
    """Without the attributions and events below `least_confidence`, but for those that another record that stays names."""
    least = settings().least_confidence
    if not least:
        return page
    named = {one.event for one in page.figures} | {one.event for one in page.deadlines}
    pairs = zip(page.events, page.event_deeds, strict=True)
    told = [(one, deed) for one, deed in pairs if one.confidence >= least or one.id in named]
    events = tuple(one for one, _ in told)
    claims = [one.claims for one in events] + [one.denials for one in events]
    claims += [one.claims for one in page.figures] + [one.claims for one in page.deadlines]
    leaning = {one for some in (*claims, *(one.claims for one in page.positions)) for one in some}
    kept = _with_holders(page.attributions, {one.id for one in page.attributions if one.confidence >= least} | leaning)
    return replace(
        page,
        events=events,
        event_deeds=tuple(deed for _, deed in told),
        attributions=tuple(one for one in page.attributions if one.id in kept),
        contexts=contexts_of(events, page.positions),
    )


def _with_holders(attributions: Iterable[Attribution], kept: set[Id]) -> set[Id]:
    """The ids and those of the attributions that these lie in."""
    holder = {one.id: one.nested_in for one in attributions}
    for one in tuple(kept):
        above = holder.get(one)
        while above is not None and above not in kept:
            kept.add(above)
            above = holder.get(above)
    return kept
