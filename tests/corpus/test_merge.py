"""Reports of one event are merged, with outlets, origins, claimants and deniers apart; those of two events are not."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from story_pages import Sheet, day

from onrecord.corpus.copies import CopyGroup
from onrecord.corpus.merge import MergedEvent, day_of, merged_events, timeline
from onrecord.corpus.stories import Story, StoryPageRef, story_id
from onrecord.records import PageRecord

SEIZED = "Peru seizes trawlers\nPeru seized two trawlers of Chile off Arica on Monday."
CLAIMED = "Trawlers held\nChile said Peru seized boats near Arica on 4 May."
DENIED = "Lima answers\nPeru denied that it seized boats of Chile."


def seized(text: str = SEIZED, outlet: str = "Harbour Post", published: str = "2020-05-05", **more: Any) -> PageRecord:
    """A page on which Peru seizes something of Chile's."""
    at = Sheet(text, published=published, outlet=outlet)
    actor, recipient = (at.party("Peru", "PER"),), (at.party("Chile", "CHL"),)
    return at.record(events=(at.event("seized", "COERCE", **{"actor": actor, "recipient": recipient} | more),))


def claimed() -> PageRecord:
    at = Sheet(CLAIMED, outlet="Il Faro")
    chile = at.party("Chile", "CHL")
    says = at.attribution("Peru seized boats near Arica on 4 May", chile)
    event = at.event("seized", "COERCE", (at.party("Peru", "PER"),), (chile,), "claimed", claims=(says.id,), date=day("2020-05-04"))  # fmt: skip
    return at.record(attributions=(says,), events=(event,))


def denied() -> PageRecord:
    at = Sheet(DENIED, outlet="Abendblatt", published="2020-05-06")
    peru = at.party("Peru", "PER")
    denies = at.attribution("it seized boats of Chile", peru, speech_act="deny")
    event = at.event("seized", "COERCE", (peru,), (at.party("Chile", "CHL"),), "denied", denials=(denies.id,))
    return at.record(attributions=(denies,), events=(event,))


def story(*records: PageRecord) -> Story:
    ids = [record.page.id for record in records]
    return Story(id=story_id(ids), title="", pages=tuple(StoryPageRef(id=one, key=None, path=None) for one in ids))


def merged(*records: PageRecord, copies: tuple[CopyGroup, ...] = ()) -> tuple[MergedEvent, ...]:
    return merged_events(records, [story(*records)], copies)


def test_reports_become_one_event_with_sources_apart() -> None:
    (event,) = merged(seized(date=day("2020-05-04")), claimed(), denied())
    assert event.stated_by == ("Harbour Post",)
    assert (event.claimed_by, event.denied_by) == (("Chile",), ("Peru",))
    assert event.outlets == ("Abendblatt", "Harbour Post", "Il Faro")
    assert (event.origins, len(event.reports), len(event.pages)) == (3, 3, 3)
    assert event.statuses == {"claimed": 1, "denied": 1, "stated": 1}
    assert event.date is not None and event.date.start == "2020-05-04"
    assert [party.country for party in (*event.actor, *event.recipient)] == ["PER", "CHL"]


def test_copies_are_one_origin() -> None:
    prints = [seized(outlet=name) for name in ("Harbour Post", "Courier", "Il Faro")]
    group = CopyGroup(ids=tuple(sorted(one.page.id for one in prints)), origin=None, why="no date")
    (event,) = merged(*prints, copies=(group,))
    assert (event.origins, len(event.outlets)) == (1, 3)


def test_any_order_gives_the_same_events() -> None:
    records = [seized(), claimed(), denied(), seized(published="2020-07-01", outlet="Courier")]
    first = merged(*records)
    assert len(first) == 2
    assert all(merged_events(some, [story(*records)]) == first for some in permutations(records))


def other(words: str, **more: Any) -> PageRecord:
    return seized(SEIZED.replace("Harbour", words) + f"\n{words}", outlet="Courier", **more)


@pytest.mark.parametrize(
    "second",
    [
        other("Later", published="2020-06-20"),
        other("Elsewhere", date=day("2020-03-01")),
        other("Ahead", status="planned"),
        other("Open", status="hypothetical"),
        other("Bolivia", recipient=(Sheet("Bolivia").party("Bolivia", "BOL"),)),
        other("Bolivia", actor=(Sheet("Bolivia").party("Bolivia", "BOL"),)),
    ],
)
def test_two_events_stay_two(second: PageRecord) -> None:
    assert len(merged(seized(date=day("2020-05-04")), second)) == 2


def test_cities_and_stories_part_events() -> None:
    here, there = Sheet("Arica"), Sheet("Iquique")
    one = seized(place=here.place("Arica", "CHL", 3899361))
    assert len(merged(one, other("x", place=there.place("Iquique", "CHL", 3887127)))) == 2
    assert len(merged(one, other("x", place=there.place("Iquique", "CHL")))) == 1
    assert len(merged_events([one, other("x")])) == 2


def test_two_persons_of_one_state_accuse_each_their_own_way() -> None:
    at = Sheet("Quarrel in Lima\nAna Ruiz accused Luis Paz, and Luis Paz accused Ana Ruiz.")
    ruiz, paz = (at.party(name, "PER", actor=name) for name in ("Ana Ruiz", "Luis Paz"))
    events = (at.event("accused", "ACCUSE", (ruiz,), (paz,)), at.event("accused Ana", "ACCUSE", (paz,), (ruiz,)))
    record = at.record(events=events, mentions=(at.person("Ana Ruiz"), at.person("Luis Paz")))
    assert len(merged(record)) == 2


def test_who_is_named_first_at_a_meeting_is_no_matter() -> None:
    at = Sheet("Talks\nPeru met Chile.\nChile held talks with Peru.")
    peru, chile = at.party("Peru", "PER"), at.party("Chile", "CHL")
    events = (at.event("met", "CONSULT", (peru,), (chile,)), at.event("held talks", "CONSULT", (chile,), (peru,)))
    assert len(merged(at.record(events=events))) == 1


def test_the_timeline_is_in_order_of_days() -> None:
    records = (seized(date=day("2020-05-04")), other("x", date=day("2020-03-01")), other("y", published="2019-01-01"))
    events = merged(*records)
    assert [day_of(event) for event in timeline(story(*records), events)] == sorted(filter(None, map(day_of, events)))
