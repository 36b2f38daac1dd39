"""Deadlines: terms that somebody sets somebody, with what is demanded, what follows otherwise, and when they run out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.attribution.parties import Parties
from onrecord.attribution.places import overlap, spans, text, words
from onrecord.events.assemble import sentence_at
from onrecord.events.status import Chains
from onrecord.events.when_where import Settings
from onrecord.measuring.terms import terms
from onrecord.pipeline import Deed, Draft, Place
from onrecord.records import Date, Deadline, Event, Words

#: Types that set a term where a word of deadline stands in their sentence.
_SETTING = ("THREATEN", "REQUEST", "COERCE", "SANCTION", "REJECT")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$")
_NOTHING = Words(spans=(), text="")


def deadlines_of(page: Draft, found: Sequence[tuple[Event, Deed]]) -> tuple[Deadline, ...]:
    """The deadlines of a page in reading order, each term once."""
    parties, chains, settings = Parties(page), Chains(page.attributions), Settings(page)
    events = {deed.trigger: event for event, deed in found}
    made: dict[str, Deadline] = {}
    for deed in page.deeds:
        for at, duration in _terms(page, deed, settings):
            event = events.get(deed.trigger)
            due = None if duration else settings.date((at,), future=True)
            if not duration and due is None:
                continue
            where = spans(page, (at,))
            anchor = event.date if event and duration else None
            one = Deadline(
                id=page.id_of("deadline", where),
                spans=where,
                text=text(page, (at,)),
                by=parties.of(deed.actors),
                to=parties.of(deed.recipients) if deed.kind in _SETTING else (),
                demand=words(page, deed.demand) if deed.demand else _NOTHING,
                term=duration,
                anchor=anchor,
                due=due if due is not None else _due(anchor, duration),
                consequence=words(page, deed.consequence) if deed.consequence else None,
                claims=tuple(each.id for each in chains.around(where[0])),
                event=event.id if event else None,
            )
            if len(made.get(one.id, one).demand.text) <= len(one.demand.text):
                made[one.id] = one
    return tuple(made.values())


def _terms(page: Draft, deed: Deed, settings: Settings) -> list[tuple[Place, str | None]]:
    """Places of the terms of a deed, with their ISO 8601 durations; None for a day that is named."""
    number = deed.trigger[0][0]
    language = settings.language(number)
    durations = [((number, one.start, one.end), one) for one in terms(page.passages[number].text.text, language)]
    if not deed.term:
        here = sentence_at(page, deed.trigger[0])
        return [
            (at, one.duration)
            for at, one in durations
            if sentence_at(page, at) == here
            and (bool(deed.demand) or (one.within and deed.kind in _SETTING and bool(deed.consequence)))
        ]
    result: list[tuple[Place, str | None]] = []
    for place in deed.term:
        inside = [(at, one.duration) for at, one in durations if overlap(at, place)]
        result += inside or [(place, None)]
    return result


def _due(anchor: Date | None, duration: str | None) -> Date | None:
    """The day on which a term runs out, where the page lets one know when it began."""
    if anchor is None or anchor.start is None or anchor.start != anchor.end or duration is None:
        return None
    parts = _DURATION.match(duration)
    if parts is None:
        return None
    years, months, weeks, days, hours, _ = (int(part or 0) for part in parts.groups())
    start = date.fromisoformat(anchor.start)
    years, month = divmod(start.month - 1 + months + 12 * years, 12)
    last = monthrange(start.year + years, month + 1)[1]
    moved = start.replace(year=start.year + years, month=month + 1, day=min(start.day, last))
    end = (moved + timedelta(days=days + 7 * weeks + hours // 24)).isoformat()
    return Date(spans=(), text="", start=end, end=end, precision="day", edtf=end, anchor=anchor.anchor)
