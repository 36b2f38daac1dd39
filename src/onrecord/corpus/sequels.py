"""Promises, threats and deadlines, and what the same parties came to after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from onrecord.corpus.merge import MergedEvent, keys_of, shown
from onrecord.ontology import ontology
from onrecord.records import Attribution, Deadline, Event, Id, PageRecord, Party, Record

#: Speech acts that bind or menace somebody.
_PLEDGES: Mapping[str, Literal["promise", "threat"]] = {"promise": "promise", "threaten": "threat"}
_THREAT = "THREATEN"
#: Quad class of acts against somebody, which a threat that names no event foretells.
_ACTS_AGAINST = 4
#: Days after which nothing is taken to follow any more.
WITHIN = 180


class Followed(Record, frozen=True, kw_only=True):
    """A promise, threat or deadline (id of its attribution, event or deadline), and the ids of merged events of its parties after it.

    `followed` are events of the types that were announced; where none was, acts against the party threatened, or for a
    deadline whatever passed between its parties. `due` is the last day of a deadline, `in_time` those of `followed` up to it. That
    something came after is all that is said, not that it came because.
    """

    id: Id
    page: Id
    kind: Literal["promise", "threat", "deadline"]
    text: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    date: str | None
    due: str | None
    followed: tuple[Id, ...]
    in_time: tuple[Id, ...]


class _Announced(NamedTuple):
    id: Id
    kind: Literal["promise", "threat", "deadline"]
    text: str
    by: tuple[Party, ...]
    to: tuple[Party, ...]
    day: str | None
    due: str | None = None
    types: frozenset[str] = frozenset()


def what_followed(
    records: Iterable[PageRecord], events: Iterable[MergedEvent], *, within: int = WITHIN
) -> tuple[Followed, ...]:
    """Promises, threats and deadlines of pages in order of their dates, each with what followed within so many days.

    Only events that somebody says took place, and that pages date, can follow.
    """
    real = (event for event in events if _happened(event) and event.date and event.date.start)
    known = sorted(real, key=lambda event: (_start(event), event.id))
    by_party: dict[str, list[MergedEvent]] = {}
    for event in known:
        for key in keys_of((*event.actor, *event.recipient)):
            by_party.setdefault(key, []).append(event)
    found = [
        _followed(one, record.page.id, by_party, within) for record in records for one in _announced(record) if one.by
    ]
    return tuple(sorted(found, key=lambda one: (one.date or "9999", one.page, one.id)))


def _happened(event: MergedEvent) -> bool:
    """Whether somebody says that an event took place."""
    return "stated" in event.statuses or "claimed" in event.statuses


def _start(event: MergedEvent) -> str:
    return (event.date.start if event.date else None) or ""


def _announced(record: PageRecord) -> Iterator[_Announced]:
    """What a page has of promises, threats and deadlines; a threat is an attribution, or an event where no attribution has it."""
    published = record.page.published
    told: set[Id] = set()
    for one in record.attributions:
        kind = _PLEDGES.get(one.speech_act)
        if kind is not None:
            inside = [event for event in record.events if one.id in event.claims]
            told.update(event.id for event in record.events if event.type == _THREAT and _beside(event, one))
            day = one.said.date.start if one.said.date and one.said.date.start else published
            ahead = [event for event in inside if event.status in ("planned", "hypothetical") and event.type != _THREAT]
            to = one.addressees or tuple(party for event in ahead for party in event.recipient)
            yield _Announced(one.id, kind, one.content.text, one.speakers, to, day, types=frozenset(event.type for event in ahead))  # fmt: skip
    for event in record.events:
        if event.type == _THREAT and event.id not in told and event.status in ("stated", "claimed"):
            day = event.date.start if event.date and event.date.start else published
            yield _Announced(event.id, "threat", event.trigger.text, event.actor, event.recipient, day)
    for term in record.deadlines:
        yield _deadline(term, published)


def _beside(event: Event, one: Attribution) -> bool:
    """Whether an event of threatening is the saying itself: its trigger is the cue, or stands in the words."""
    spans = (*(one.cue.spans if one.cue else ()), *one.content.spans)
    return any(start < there[1] and there[0] < end for start, end in spans for there in event.trigger.spans)


def _deadline(term: Deadline, published: str | None) -> _Announced:
    day = term.anchor.start if term.anchor and term.anchor.start else published
    due = term.due.end or term.due.start if term.due else None
    return _Announced(term.id, "deadline", f"{term.text}: {term.demand.text}", term.by, term.to, day, due)


def _followed(one: _Announced, page: Id, by_party: Mapping[str, Sequence[MergedEvent]], within: int) -> Followed:
    after = [event for event in _of(keys_of(one.by), by_party) if _fits(event, one)] if one.day else []
    last = _later(one.day, within) if one.day else ""
    found = [event for event in after if (one.day or "") < _start(event) <= last]
    return Followed(
        id=one.id,
        page=page,
        kind=one.kind,
        text=one.text,
        by=tuple(dict.fromkeys(map(shown, one.by))),
        to=tuple(dict.fromkeys(map(shown, one.to))),
        date=one.day,
        due=one.due,
        followed=tuple(event.id for event in found),
        in_time=tuple(event.id for event in found if one.due and _start(event) <= one.due),
    )


def _of(keys: Iterable[str], by_party: Mapping[str, Sequence[MergedEvent]]) -> list[MergedEvent]:
    """The events of any of some parties, each once, in order of time."""
    found = {event.id: event for key in keys for event in by_party.get(key, ())}
    return sorted(found.values(), key=lambda event: (_start(event), event.id))


def _fits(event: MergedEvent, one: _Announced) -> bool:
    """Whether an event is of the type and between the parties of what was announced."""
    by, to = keys_of(one.by), keys_of(one.to)
    actors, recipients = keys_of(event.actor), keys_of(event.recipient)
    forth = bool(actors & by) and (not to or bool(recipients & to))
    if one.kind == "deadline":
        back = bool(actors & to) and bool(recipients & by)
        return event.type != _THREAT and (forth or back) and bool(to)
    if one.types:
        return forth and event.type in one.types
    return one.kind == "threat" and forth and bool(to) and ontology().types[event.type].quad == _ACTS_AGAINST


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=days)).isoformat()
