"""Accounts side by side: figures, positions, wordings, and what followed promises, threats and deadlines."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from msgspec.structs import replace
from story_pages import Sheet, day

from onrecord.corpus.compare import FigureComparison, compare_figures, position_histories
from onrecord.corpus.merge import merged_events
from onrecord.corpus.sequels import Followed, what_followed
from onrecord.corpus.stories import Story, StoryPageRef, story_id
from onrecord.corpus.wordings import headline_only, rewordings
from onrecord.records import Deadline, PageRecord, Position, Question

# --- figures --------------------------------------------------------------------------------------------------------


def told(text: str, language: str = "en", outlet: str = "Courier") -> PageRecord:
    at = Sheet(text, language, outlet=outlet)
    return at.record(figures=at.figures())


def claimed() -> PageRecord:
    at = Sheet("March in Turin\nThe police said 500 people marched.", outlet="Il Faro")
    says = at.attribution("500 people marched", at.party("The police", "ITA"))
    return at.record(attributions=(says,), figures=at.figures(**{"500 people": (says.id,)}))


def units(found: tuple[FigureComparison, ...]) -> list[tuple[str | None, list[float | None]]]:
    return [(one.unit, [account.low for account in one.accounts]) for one in found]


def test_differing_figures_stand_side_by_side_with_who_says_so() -> None:
    (found,) = compare_figures([claimed(), told("March in Turin\nSome 2,000 people marched.")])
    assert found.unit == "people" and found.differs
    assert [(one.low, one.claimed_by, one.outlet) for one in found.accounts] == [
        (2000.0, (), "Courier"),
        (500.0, ("The police",), "Il Faro"),
    ]


def test_casualties_are_compared_across_languages() -> None:
    pages = [told("Blast\nThe blast killed 12 people."), told("Esplosione\nL'esplosione ha ucciso 15 persone.", "it")]
    assert units(compare_figures(pages)) == [("dead", [15.0, 12.0])]


@pytest.mark.parametrize(
    "second", ["Blast\nThe blast killed 12 people.", "Blast\nThe blast injured 30 people.", "Blast\nIt cost 40 euros."]
)
def test_what_agrees_or_counts_something_else_is_not_compared(second: str) -> None:
    assert compare_figures([told("Blast\nThe blast killed 12 people."), told(second, outlet="Il Faro")]) == ()


def test_distances_of_nothing_in_particular_are_not_compared() -> None:
    assert (
        compare_figures([told("Blast\nThe truck drove 2 kilometers."), told("Blast\nHe lived 30 kilometers away.")])
        == ()
    )


def test_what_a_page_says_twice_it_says_once() -> None:
    pages = [
        told("Blast\nThe blast killed 12 people. It killed 12 people."),
        told("Blast\nThe blast killed 15 people."),
    ]
    assert units(compare_figures(pages)) == [("dead", [15.0, 12.0])]


def test_a_bare_number_counts_what_the_figure_before_it_does() -> None:
    first = told("March\nNearly 2,000 people marched, said the union; the police put it at no more than 1,400.")
    bare = replace(
        first,
        figures=tuple(replace(one, unit=None, counted=None) if one.high == 1400 else one for one in first.figures),
    )
    assert [one.high for one in bare.figures if one.unit is None] == [1400.0]
    (found,) = compare_figures([bare])
    assert found.differs and [one.high for one in found.accounts] == [2000.0, 1400.0]
    far = replace(
        first,
        figures=tuple(
            replace(one, unit=None, counted=None, low=None, high=14.0) if one.high == 1400 else one
            for one in first.figures
        ),
    )
    assert compare_figures([far]) == ()


def test_bounds_that_overlap_do_not_differ() -> None:
    pages = [told("Blast\nThe blast killed more than 10 people."), told("Blast\nThe blast killed 12 people.")]
    assert compare_figures(pages) == ()
    assert len(compare_figures(pages, only_differing=False)) == 1


def test_a_headline_may_say_more_than_the_body() -> None:
    page = told("Blast kills 50 people\nThe blast killed 12 people.")
    (found,) = compare_figures([page])
    assert found.overstated == (page.page.id,)
    assert [(one.headline, one.low) for one in found.accounts] == [(True, 50.0), (False, 12.0)]


# --- positions ------------------------------------------------------------------------------------------------------


Stance = Literal["for", "against", "neutral", "conditional", "withdrawn"]


def stand(stance: Stance, published: str, outlet: str = "Courier", holder: str = "Chile") -> PageRecord:
    at = Sheet(f"{holder} and the treaty\n{holder} is {stance} the treaty of Peru.", published=published, outlet=outlet)
    spans = at.spans(f"{holder} is {stance}")
    question = Question(kind="recognition", about=at.party("Peru", "PER"))
    position = Position(
        id=f"{outlet} {published} {stance}", spans=spans, text="", holder=at.party(holder, "CHL" if holder == "Chile" else "BRA"),
        question=question, stance=stance, condition=None, date=None, claims=(),
    )  # fmt: skip
    return at.record(positions=(position,))


def test_positions_have_a_history() -> None:
    records = [
        stand("against", "2020-06-01"),
        stand("for", "2020-05-01"),
        stand("for", "2020-05-01", "Il Faro"),
        stand("for", "2020-05-09", holder="Brazil"),
    ]
    histories = {one.holder: one for one in position_histories(records)}
    chile = histories["Chile"]
    assert [(one.date, one.stance, one.changed_from, len(one.pages)) for one in chile.stands] == [
        ("2020-05-01", "for", None, 2),
        ("2020-06-01", "against", "for", 1),
    ]
    on = {day: (found.stance if (found := chile.on(day)) else None) for day in ("2020-04-30", "2020-05-31", "2021-01-01")}  # fmt: skip
    assert on == {"2020-04-30": None, "2020-05-31": "for", "2021-01-01": "against"}
    assert position_histories(records[::-1]) == tuple(position_histories(records))


# --- wordings -------------------------------------------------------------------------------------------------------


def quoted(words: str, speaker: str = "Ana Ruiz", **more: Any) -> PageRecord:
    at = Sheet(f"Minister speaks\n“{words},” {speaker} said.", **more)
    party = at.party(speaker, "PER", actor=speaker)
    return at.record(attributions=(at.attribution(f"“{words},”", party, kind="direct"),))


FIRST = "The director was effectively fired by the board last week"


def test_one_utterance_in_two_wordings() -> None:
    (found,) = rewordings([quoted(FIRST), quoted(FIRST.replace("effectively", "essentially"), outlet="Il Faro")])
    assert {found.only_one, found.only_other} == {("effectively",), ("essentially",)}
    assert (found.speaker, found.date, 0.8 < found.shared < 1) == ("Ana Ruiz", "2020-05-05", True)


@pytest.mark.parametrize(
    "second",
    [
        quoted(FIRST, outlet="Il Faro"),
        quoted("The director was effectively fired", outlet="Il Faro"),
        quoted("Nobody in the ministry has read that report", outlet="Il Faro"),
        quoted(FIRST.replace("effectively", "essentially"), "Luis Paz", outlet="Il Faro"),
        quoted(FIRST.replace("effectively", "essentially"), outlet="Il Faro", published="2020-06-05"),
        quoted(FIRST.replace("effectively", "essentially"), outlet="Il Faro", language="it"),
    ],
)
def test_the_same_a_part_and_other_words_are_no_rewording(second: PageRecord) -> None:
    assert rewordings([quoted(FIRST), second]) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ruiz: 'We shall never yield'\nThe minister said the country would hold firm.", ("We shall never yield",)),
        ("Ruiz: 'We shall never yield'\n“We shall never yield,” Ruiz said.", ()),
        ("Ruiz: «We shall yield»\n“We shall never yield,” Ruiz said.", ("We shall yield",)),
        ("Peru's ministers don't agree\nThe ministers do not agree.", ()),
        ("Ruiz warns 'don't yield now'\nRuiz spoke.", ("don't yield now",)),
        ("Ruiz: 'We shall never yield'", ()),
    ],
)
def test_quotations_that_only_the_headline_has(text: str, found: tuple[str, ...]) -> None:
    assert headline_only(Sheet(text).record()) == found


# --- what followed --------------------------------------------------------------------------------------------------


def strike(published: str, actor: str = "Peru", kind: str = "ASSAULT") -> PageRecord:
    at = Sheet(f"Report of {published}\nPeru struck Chile on {published}. Chile struck Peru.", published=published)
    parties = {"Peru": at.party("Peru", "PER"), "Chile": at.party("Chile", "CHL")}
    other = "Chile" if actor == "Peru" else "Peru"
    return at.record(events=(at.event("struck", kind, (parties[actor],), (parties[other],), date=day(published)),))


def threat(act: Any = "threaten", planned: str | None = None) -> PageRecord:
    at = Sheet("Peru speaks\nPeru said it would strike Chile.", published="2020-05-05")
    peru, chile = at.party("Peru", "PER"), at.party("Chile", "CHL")
    says = at.attribution("it would strike Chile", peru, speech_act=act, addressees=(chile,))
    events = (at.event("strike", planned, (peru,), (chile,), "planned", claims=(says.id,)),) if planned else ()
    return at.record(attributions=(says,), events=events)


def ultimatum() -> PageRecord:
    at = Sheet("Peru speaks\nPeru gave Chile 72 hours to leave.", published="2020-05-05")
    deadline = Deadline(
        id="d", spans=at.spans("72 hours"), text="72 hours", by=(at.party("Peru", "PER"),), to=(at.party("Chile", "CHL"),),
        demand=at.words("to leave"), term="PT72H", anchor=None, due=day("2020-05-08"), consequence=None, claims=(), event=None,
    )  # fmt: skip
    return at.record(deadlines=(deadline,))


def after(first: PageRecord, *others: PageRecord) -> Followed:
    ids = [one.page.id for one in (first, *others)]
    story = Story(id=story_id(ids), title="", pages=tuple(StoryPageRef(id=one, key=None, path=None) for one in ids))
    (found,) = what_followed([first], merged_events((first, *others), [story]))
    return found


def test_what_was_threatened_and_came() -> None:
    found = after(threat(planned="ASSAULT"), strike("2020-05-09"), strike("2020-05-02"), strike("2021-05-09"))
    assert (found.kind, found.by, found.to, found.date, len(found.followed)) == ("threat", ("Peru",), ("Chile",), "2020-05-05", 1)  # fmt: skip


@pytest.mark.parametrize(
    ("first", "then", "follows"),
    [
        (threat(), strike("2020-05-09"), True),
        (threat(), strike("2020-05-09", "Chile"), False),
        (threat(), strike("2020-05-09", kind="CONSULT"), False),
        (threat(planned="SANCTION"), strike("2020-05-09"), False),
        (threat("promise", "AID"), strike("2020-05-09", kind="AID"), True),
        (threat("promise"), strike("2020-05-09"), False),
    ],
)
def test_only_what_was_announced_follows(first: PageRecord, then: PageRecord, follows: bool) -> None:
    assert bool(after(first, then).followed) is follows


def test_what_came_before_and_after_a_deadline_ran_out() -> None:
    found = after(ultimatum(), strike("2020-05-07", "Chile"), strike("2020-05-20"))
    assert (found.kind, found.due, len(found.followed), len(found.in_time)) == ("deadline", "2020-05-08", 2, 1)
    assert found.text == "72 hours: to leave"
