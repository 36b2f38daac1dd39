"""Who did what to whom, and who claims it: the events of a page."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.events.assemble import events_of
from onrecord.events.subjects import with_subjects
from onrecord.pipeline import Draft, stage


@stage(
    "code",
    needs="raw text passages language published mentions attributions deeds names speeches",
    adds="deeds events event_deeds",
)
def code(page: Draft) -> Draft:
    """Who did what to whom, and who claims it: the events of a page."""
    page = replace(page, deeds=with_subjects(page))
    found = events_of(page)
    return replace(page, events=tuple(event for event, _ in found), event_deeds=tuple(deed for _, deed in found))
