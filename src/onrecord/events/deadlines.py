"""Deadlines: terms that somebody sets somebody, with what is demanded, what follows otherwise, and when they run out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace

from onrecord.attribution.denials import unsaid
from onrecord.attribution.parties import Parties
from onrecord.attribution.places import overlap, sentence_at, spans, text, words
from onrecord.events.status import Chains
from onrecord.events.when_where import Settings
from onrecord.languages import table
from onrecord.measuring.lexicon import anywhere, closing
from onrecord.measuring.terms import Term, clause_end, terms
from onrecord.pipeline import Deed, Draft, Place
from onrecord.records import Date, Deadline, Event, Words

#: Types that set a term where a word of deadline stands in their sentence.
_SETTING = ("THREATEN", "REQUEST", "COERCE", "SANCTION", "REJECT")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$")
#: What a deadline that words show fills in where the encoder left it open.
_BLANKS = ("by", "to", "demand", "consequence", "event")
_TITLE = 2  # words that may stand before a name and belong to it
_NOTHING = Words(spans=(), text="")


def deadlines_of(page: Draft, found: Sequence[tuple[Event, Deed]]) -> tuple[Deadline, ...]:
    """The deadlines of a page in reading order, each term once."""
    parties, chains, settings = Parties(page), Chains(page.attributions, unsaid(page)), Settings(page)
    events = {deed.trigger: event for event, deed in found}
    made: dict[str, Deadline] = {}
    for deed in page.deeds:
        event = events.get(deed.trigger)
        found_terms = _terms(page, deed, settings, event is not None and event.modality == "conditional")
        days = [at for at, duration in found_terms if not duration]
        # a day beside a duration is the day on which it was given: "ordered them on Thursday to leave within ten days"
        anchor = event.date if event and event.date else settings.date(days)
        for at, duration in [one for one in found_terms if one[1]] or found_terms:
            hinge = _hinge(page, at, settings.language(at[0]))
            if hinge is not None and overlap(deed.trigger[0], hinge.clause):
                continue  # what is demanded is nobody's demand
            due = _due(anchor, duration) if duration else settings.date((at,), future=True)
            if not duration and due is None:
                continue
            wanted = _worded(page, deed.demand, settings)
            one = _deadline(
                page,
                chains,
                at,
                event,
                by=parties.of(deed.actors),
                to=parties.of(deed.recipients) if deed.kind in _SETTING or wanted else (),
                demand=words(page, wanted) if wanted else _NOTHING,
                term=duration,
                anchor=anchor if duration else None,
                due=due,
                consequence=words(page, deed.consequence) if deed.consequence else None,
            )
            if len(made.get(one.id, one).demand.text) <= len(one.demand.text):
                made[one.id] = one
    for one in _granted(page, found, parties, chains, settings):
        made[one.id] = _filled_in(made.get(one.id, one), one)
    for one in _hung(page, found, parties, chains, settings):
        # whom what hangs on a condition hits may be another than who has to do something
        made[one.id] = replace(_filled_in(made.get(one.id, one), one), to=one.to, demand=one.demand)
    return tuple(sorted(made.values(), key=lambda one: one.spans))


def _deadline(page: Draft, chains: Chains, at: Place, event: Event | None, **what: Any) -> Deadline:
    """A deadline whose term stands at a place, with all that follows from that; `what`: its other fields."""
    where = spans(page, (at,))
    return Deadline(
        id=page.id_of("deadline", where),
        spans=where,
        text=text(page, (at,)),
        claims=chains.claims(where[0]),
        event=event.id if event else None,
        **what,
    )


def _worded(page: Draft, pieces: Sequence[Place], settings: Settings) -> tuple[Place, ...]:
    """Pieces without those that are an article or a preposition and no more."""
    return tuple(
        piece
        for piece in pieces
        if text(page, (piece,)).casefold() not in table(settings.language(piece[0]), "parties.toml").get("little", ())
    )


def _filled_in(told: Deadline, by_words: Deadline) -> Deadline:
    """A deadline with what the encoder left open taken from the one that words show."""
    return replace(told, **{name: getattr(by_words, name) for name in _BLANKS if not _filled(getattr(told, name))})


def _filled(value: object) -> bool:
    return bool(value.text) if isinstance(value, Words) else bool(value)


def _each_term(page: Draft, settings: Settings) -> Iterator[tuple[Place, Term]]:
    """The durations of all passages with their places."""
    for number, passage in enumerate(page.passages):
        for term in terms(passage.text.text, settings.language(number)):
            yield (number, term.start, term.end), term


class _Hinge(NamedTuple):
    """A clause that something hangs on, from the word of its condition on: who is to do what in it."""

    clause: Place
    whom: Place
    demand: tuple[Place, ...]


def _hung(
    page: Draft, found: Sequence[tuple[Event, Deed]], parties: Parties, chains: Chains, settings: Settings
) -> Iterator[Deadline]:
    """Terms in a condition on which an event of the sentence hangs: "will cut aid unless the junta calls a vote in ten days"."""
    for at, term in _each_term(page, settings):
        hinge = _hinge(page, at, settings.language(at[0])) if term.within or term.ahead else None
        if hinge is None:
            continue
        here = sentence_at(page, at)
        hanging = [
            (event, deed)
            for event, deed in found
            if deed.actors and sentence_at(page, deed.trigger[0]) == here and not overlap(deed.trigger[0], hinge.clause)
        ]
        if not hanging:
            continue
        event, deed = min(hanging, key=lambda pair: abs(pair[1].trigger[0][1] - hinge.clause[1]))
        yield _deadline(
            page,
            chains,
            at,
            event,
            by=parties.of(deed.actors),
            to=parties.of((hinge.whom,)),
            demand=words(page, hinge.demand) if hinge.demand else _NOTHING,
            term=term.duration,
            anchor=event.date,
            due=_due(event.date, term.duration),
            consequence=words(page, (_consequence(page.passages[at[0]].text.text, deed.trigger[0], hinge.clause),)),
        )


def _hinge(page: Draft, term: Place, code: str) -> _Hinge | None:
    """The condition that holds a term.

    Who stands between the word of the condition and the word of failing ("if ... does not"), or is the name behind the former; what they are
    to do is the rest of the clause.
    """
    number, start, end = term
    whole = page.passages[number].text.text
    index, sentences = sentence_at(page, term)[1], page.passages[number].sentences
    begins = sentences[index].start if index < len(sentences) else 0
    opens = max(anywhere(code, "on_condition").finditer(whole, begins, start), key=lambda hit: hit.end(), default=None)
    if opens is None or clause_end(whole, opens.end()) < start:
        return None
    until = clause_end(whole, end)
    fails = anywhere(code, "failing").search(whole, opens.end(), start)
    names = [name.place for name in page.names if name.place[0] == number and opens.end() <= name.place[1] < start]
    if fails is not None:
        whom, acts = (number, *_stripped(whole, opens.end(), fails.start())), fails.end()
    elif names and len(whole[opens.end() : min(names)[1]].split()) <= _TITLE:
        whom = (number, *_stripped(whole, opens.end(), min(names)[2]))
        acts = whom[2]
    else:
        return None
    opening = _opening(whole, code, start)
    again = [hit.span() for hit in anywhere(code, "failing").finditer(whole, acts, opening)]  # "ne libère pas"
    edges = [acts, *(edge for span in again for edge in span), opening, end, until]
    pieces = (_stripped(whole, *piece) for piece in zip(edges[::2], edges[1::2], strict=True))
    demand = tuple((number, *piece) for piece in pieces if piece[0] < piece[1])
    return _Hinge((number, opens.start(), until), whom, demand) if whom[1] < whom[2] else None


def _opening(whole: str, code: str, start: int) -> int:
    """Where the words that make a duration a term begin: "within" eight days."""
    for key in ("within", "ahead"):
        if found := closing(code, key).search(whole[:start]):
            return found.start()
    return start


def _stripped(whole: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks around it."""
    inside = whole[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _consequence(whole: str, trigger: Place, clause: Place) -> Place:
    """What hangs on a condition: from the trigger of the event to the condition, or to the end of its own clause."""
    number, start, _ = trigger
    until = clause_end(whole, start)
    if start < clause[1]:
        until = min(until, clause[1])
    return number, *_stripped(whole, start, until)


def _granted(
    page: Draft, found: Sequence[tuple[Event, Deed]], parties: Parties, chains: Chains, settings: Settings
) -> Iterator[Deadline]:
    """Terms that the words themselves show to be given: "gave diplomats 72 hours to leave"."""
    for at, term in _each_term(page, settings):
        if term.grant is None:
            continue
        number = at[0]
        whom = (number, *term.grant.whom)
        near = _giver(page, found, (number, *term.grant.verb))
        if near is None and whom[1] >= whom[2]:
            continue
        event, deed = near or (None, None)
        anchor = event.date if event else None
        yield _deadline(
            page,
            chains,
            at,
            event,
            by=parties.of(deed.actors) if deed else (),
            to=parties.of((whom,)) if whom[1] < whom[2] else (),
            demand=words(page, ((number, *term.grant.purpose),)),
            term=term.duration,
            anchor=anchor,
            due=_due(anchor, term.duration),
            consequence=None,
        )


def _giver(page: Draft, found: Sequence[tuple[Event, Deed]], verb: Place) -> tuple[Event, Deed] | None:
    """The event of a sentence whose trigger is the word of giving, or else the last one with an actor before it."""
    here = sentence_at(page, verb)
    before = [
        (event, deed)
        for event, deed in found
        if deed.actors and sentence_at(page, deed.trigger[0]) == here and deed.trigger[0][1] < verb[2]
    ]
    return max(before, key=lambda pair: pair[1].trigger[0][1], default=None)


def _terms(page: Draft, deed: Deed, settings: Settings, conditional: bool) -> list[tuple[Place, str | None]]:
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
            and (
                bool(deed.demand)
                or (one.within and deed.kind in _SETTING and bool(deed.consequence))
                or ((one.within or one.ahead) and bool(deed.actors) and conditional)
            )
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
