"""Reports of one event become one merged event: who reports it, from how many origins, who claims it and who denies it.

Two reports can be of one event where type, parties, day and place agree or one of them leaves them open, and something tells that
they are. The fullest reports found groups, and a report joins a group only if it can be of one event with every report in it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from itertools import chain
from typing import NamedTuple

from onrecord.corpus.copies import CopyGroup
from onrecord.corpus.likeness import sound_of
from onrecord.corpus.name_parts import known_as
from onrecord.corpus.stories import Story
from onrecord.records import Attribution, Date, Event, Id, Page, PageRecord, Party, Place, Record, Status

#: Events that parties have with each other.
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
#: Days between two reports of one day: "Monday" is told on Tuesday, and clocks differ.
_SLACK = 1
#: Days before publication on which an event without a date may have happened.
_RECENT = 2
#: What is told as having happened or not, and what is only ahead: a plan and its outcome are two events.
_SORTS: Mapping[Status, str] = {
    "stated": "actual", "claimed": "actual", "denied": "actual", "negated": "actual", "planned": "planned", "hypothetical": "open",
}  # fmt: skip


class MergedEvent(Record, frozen=True, kw_only=True):
    """One event in all its reports; parties, date and place are those of the fullest reports, and stand on no page (`spans` empty).

    `reported` is the first day on which a page with it was published.
    `stated_by` are outlets that tell it in their own voice. `origins` counts texts, copies of one as one. `claimed_by` are those whom
    pages quote for it, `denied_by` those who deny it; `statuses` counts the reports by status.
    """

    id: Id
    story: Id | None = None
    type: str
    actor: tuple[Party, ...]
    recipient: tuple[Party, ...]
    date: Date | None
    reported: str | None
    place: Place | None
    reports: tuple[Id, ...]
    pages: tuple[Id, ...]
    outlets: tuple[str, ...]
    stated_by: tuple[str, ...]
    origins: int
    claimed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    statuses: dict[Status, int]


class Report(NamedTuple):
    """One report with all that it is compared by; `days` are the ordinals between which it happened.

    `actors` and `recipients` are keys of states and bodies, `who` and `whom` of the persons among them; `claimed` and `denied` are
    those whom the page quotes for it and against it.
    """

    event: Event
    page: Id
    outlet: str | None
    published: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    who: frozenset[str]
    whom: frozenset[str]
    days: tuple[int, int] | None
    dated: bool
    claimed: tuple[Party, ...]
    denied: tuple[Party, ...]


def merged_events(
    records: Iterable[PageRecord], stories: Iterable[Story] = (), copies: Iterable[CopyGroup] = ()
) -> tuple[MergedEvent, ...]:
    """The events of pages, the reports of one event merged within a story (a page of no story is one of its own).

    By id; the same whatever the order of the pages.
    """
    home = {page.id: story.id for story in stories for page in story.pages}
    text = {one: group.ids[0] for group in copies for one in group.ids}
    told: dict[tuple[Id, Id | None], list[Report]] = defaultdict(list)
    for record in records:
        page = record.page.id
        told[home.get(page, page), home.get(page)] += reports_of(record)
    found = (merged(reports, story, text) for (_, story), reports in told.items())
    return tuple(sorted(chain.from_iterable(found), key=lambda event: event.id))


def merged(reports: Iterable[Report], story: Id | None, text: Mapping[Id, Id]) -> list[MergedEvent]:
    """The events of a story (or of a page of none); `text` gives the first page of the text of a page that is a copy."""
    bins: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in reports:
        bins[report.event.type, _SORTS[report.event.status]].append(report)
    groups = chain.from_iterable(_grouped(some) for _, some in sorted(bins.items()))
    return [_merged(group, story, text) for group in groups]


def alone(event: Event, record: PageRecord, story: Id | None) -> MergedEvent:
    """The merged event of a report that no other is of."""
    report = next(report for report in reports_of(record) if report.event.id == event.id)
    return _merged([report], story, {})


def day_of(event: MergedEvent) -> str | None:
    """The day of an event, else that of the first report."""
    return event.date.start[:10] if event.date and event.date.start else event.reported


def timeline(story: Story, events: Iterable[MergedEvent]) -> tuple[MergedEvent, ...]:
    """The merged events of a story that have a day or a day of report, in its order, those of one day by how many origins report them."""
    found = (event for event in events if event.story == story.id and day_of(event))
    return tuple(sorted(found, key=lambda event: (day_of(event) or "", -event.origins, event.id)))


# --- one report -----------------------------------------------------------------------------------------------------


def reports_of(record: PageRecord) -> tuple[Report, ...]:
    """The reports of a page with the keys of their parties and the days on which they can have happened."""
    persons = {mention.actor or mention.text for mention in record.mentions if mention.kind == "person"}
    said = {one.id: one for one in record.attributions}
    return tuple(_report(event, record.page, persons, said) for event in record.events)


def _report(event: Event, page: Page, persons: Set[str], said: Mapping[Id, Attribution]) -> Report:
    days, dated = _days(event, page.published)
    actor, recipient = event.actor, event.recipient
    if event.type in _MUTUAL:  # who is named first is no matter
        actor, recipient = (*actor, *recipient), ()
    who, whom = (
        frozenset(person_key(one.actor) for one in side if one.actor and one.actor in persons)
        for side in (actor, recipient)
    )
    return Report(
        event, page.id, page.outlet, page.published, keys_of(actor), keys_of(recipient), who, whom, days, dated,
        _speakers(event.claims[:1], said), _speakers(event.denials, said),
    )  # fmt: skip


def keys_of(parties: Iterable[Party]) -> frozenset[str]:
    """What parties are compared by: the state, else the actor of the gazetteer, else the sound of the last word of the name."""
    return frozenset(key for party in parties if (key := key_of(party)))


def key_of(party: Party) -> str:
    """State of a party, actor by any of its names, or its words by sound; "" for one without words."""
    return party.country or person_key(party.actor or party.text)


def person_key(name: str) -> str:
    """Actor of the gazetteer that a name is one of, else the sound of its last word; "" for no words."""
    known = known_as(name, "person") | known_as(name, "organization")
    return min(known, default="") or (sound_of(name.split()[-1]) if name.split() else "")


def shown(party: Party) -> str:
    """A party in a list: the actor, else its words."""
    return party.actor or " ".join(party.text.split()) or party.country or ""


def _days(event: Event, published: str | None) -> tuple[tuple[int, int] | None, bool]:
    """First and last day on which an event can have happened, and whether the page dates it."""
    if event.date is not None and event.date.start:
        start = _ordinal(event.date.start)
        end = _ordinal(event.date.end or event.date.start)
        if start is not None and end is not None:
            return (start, end), True
    # an event without a date is a recent one, unless it lies ahead
    day = _ordinal(published)
    if day is None or _SORTS[event.status] != "actual":
        return None, False
    return (day - _RECENT, day), False


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return None


# --- grouping -------------------------------------------------------------------------------------------------------


def _grouped(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports of one story, type and sort by the event they are of."""
    groups: list[list[Report]] = []
    for report in sorted(reports, key=_order):
        fits = [group for group in groups if all(_one_event(report, other) for other in group)]
        if fits:
            max(fits, key=lambda group: (_nearness(report, group), -groups.index(group))).append(report)
        else:
            groups.append([report])
    return groups


def _order(report: Report) -> tuple[int, tuple[int, int], Id]:
    """The fullest reports first, then the earliest."""
    event = report.event
    full = 2 * bool(report.actors) + 2 * bool(report.recipients) + report.dated + (event.place is not None)
    return -full, report.days or (0, 0), event.id


def _one_event(one: Report, other: Report) -> bool:
    """Whether two reports can be of one event, and something beside their type tells so."""
    return (
        _agree(one.actors, other.actors)
        and _agree(one.recipients, other.recipients)
        and _agree(one.who, other.who)
        and _agree(one.whom, other.whom)
        and _same_days(one, other)
        and _same_place(one.event.place, other.event.place)
        and _modes_agree(one.event, other.event)
        and _sizes_agree(one.event, other.event)
        and _told(one, other)
    )


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two lists of parties can be one: two in common where both have two."""
    return len(one & other) >= min(2, len(one), len(other))


def _same_days(one: Report, other: Report) -> bool:
    if one.days is None or other.days is None:
        return True
    return one.days[0] - _SLACK <= other.days[1] and other.days[0] - _SLACK <= one.days[1]


def _same_place(one: Place | None, other: Place | None) -> bool:
    """Whether two places can be one: a state holds its cities, two cities are two places."""
    if one is None or other is None or not (one.country and other.country):
        return True
    if one.country != other.country:
        return False
    return one.geonameid == other.geonameid or one.geonameid is None or other.geonameid is None


def _modes_agree(one: Event, other: Event) -> bool:
    return not one.mode or not other.mode or not set(one.mode).isdisjoint(other.mode)


def _sizes_agree(one: Event, other: Event) -> bool:
    """Tolls differ between accounts of one event, but an event in which people died is not one that had ten times as many."""
    pairs = ((one.size.dead, other.size.dead), (one.size.injured, other.size.injured))
    return all(mine is None or theirs is None or max(mine, theirs) <= 10 * max(1, min(mine, theirs)) for mine, theirs in pairs)  # fmt: skip


def _told(one: Report, other: Report) -> bool:
    """Whether reports share a party and none speaks against it, or, without parties, the place or the words."""
    if one.actors & other.actors:
        return True
    if one.recipients & other.recipients:
        return True
    if (one.actors or one.recipients) and (other.actors or other.recipients):
        return False
    here, there = one.event.place, other.event.place
    if here is not None and there is not None and here.geonameid is not None and here.geonameid == there.geonameid:
        return True
    return _words(one.event) == _words(other.event)


def _words(event: Event) -> str:
    return " ".join(event.trigger.text.casefold().split())


def _nearness(report: Report, group: Sequence[Report]) -> int:
    """How much a report has in common with a group."""
    return sum(
        2 * len(report.actors & other.actors)
        + 2 * len(report.recipients & other.recipients)
        + (report.days == other.days)
        for other in group
    )


# --- one merged event -----------------------------------------------------------------------------------------------


def _merged(group: Sequence[Report], story: Id | None, text: Mapping[Id, Id]) -> MergedEvent:
    """The event of a group of reports."""
    pages = sorted({report.page for report in group})
    ids = sorted(report.event.id for report in group)
    told = [report for report in group if report.event.status == "stated"]
    return MergedEvent(
        id=event_id(ids),
        story=story,
        type=group[0].event.type,
        actor=_parties([report.event.actor for report in group]),
        recipient=_parties([report.event.recipient for report in group]),
        date=_date(group),
        reported=min((report.published[:10] for report in group if report.published), default=None),
        place=_place(group),
        reports=tuple(ids),
        pages=tuple(pages),
        outlets=_outlets(group),
        stated_by=_outlets(told),
        origins=len({text.get(page, page) for page in pages}),
        claimed_by=_voices(report.claimed for report in group),
        denied_by=_voices(report.denied for report in group),
        statuses=dict(sorted(Counter(report.event.status for report in group).items())),
    )


def event_id(reports: Iterable[Id]) -> Id:
    """Id of a merged event: 16 hex digits of a hash of the first of its reports, so that it keeps it as reports join."""
    return hashlib.blake2b(f"event\n{min(reports)}".encode(), digest_size=8).hexdigest()


def _outlets(group: Iterable[Report]) -> tuple[str, ...]:
    return tuple(sorted({report.outlet for report in group if report.outlet}))


def _parties(lists: Iterable[Sequence[Party]]) -> tuple[Party, ...]:
    """Parties of all reports, each once in its fullest form, the most named first."""
    found: dict[str, list[Party]] = defaultdict(list)
    for party in chain.from_iterable(lists):
        found[key_of(party)].append(party)
    ranked = sorted((key for key in found if key), key=lambda key: (-len(found[key]), key))
    best = (min(found[key], key=lambda party: (-_full(party), shown(party), party.text)) for key in ranked)
    return tuple(Party(spans=(), text=party.text, actor=party.actor, country=party.country, sector=party.sector, role=party.role, known_from=party.known_from) for party in best)  # fmt: skip


def _full(party: Party) -> int:
    return sum(field is not None for field in (party.actor, party.country, party.sector, party.role))


def _date(group: Sequence[Report]) -> Date | None:
    """The date that most reports give, the narrowest of them; None where none gives one."""
    given: dict[tuple[int, str, str], int] = Counter()
    dates: dict[tuple[int, str, str], Date] = {}
    for report in group:
        found = report.event.date
        if found is not None and found.start and report.days:
            key = (report.days[1] - report.days[0], found.start, found.end or "")
            given[key] += 1
            dates[key] = found
    if not given:
        return None
    best = dates[min(given, key=lambda key: (key[0], -given[key], key))]
    return Date(spans=(), text="", start=best.start, end=best.end, precision=best.precision, edtf=best.edtf, anchor=best.anchor)  # fmt: skip


def _place(group: Sequence[Report]) -> Place | None:
    """The place that most reports give, a city before a state."""
    places = [report.event.place for report in group if report.event.place]
    counts = Counter((place.geonameid, place.country, place.text) for place in places)
    if not counts:
        return None
    best = min(counts, key=lambda key: (key[0] is None, key[1] is None, -counts[key], str(key)))
    place = next(place for place in places if (place.geonameid, place.country, place.text) == best)
    return Place(spans=(), text=place.text, country=place.country, geonameid=place.geonameid, lat=place.lat, lon=place.lon)  # fmt: skip


def _voices(quoted: Iterable[Sequence[Party]]) -> tuple[str, ...]:
    """Those whom pages quote for an event, or for its denial, each actor once."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for party in chain.from_iterable(quoted):
        key = f"{party.country} {party.actor or party.text.casefold()}" if party.country else key_of(party)
        found[key][shown(party)] += 1
    return tuple(sorted(min(names, key=lambda name: (-names[name], name)) for names in found.values()))


def _speakers(ids: Iterable[Id], said: Mapping[Id, Attribution]) -> tuple[Party, ...]:
    """The speakers of attributions, where they have a name or words."""
    return tuple(party for one in ids if one in said for party in said[one].speakers if shown(party))
