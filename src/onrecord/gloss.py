"""A gloss: one line a record in plain English, built from its fields and from nothing else. It is generated, and marked so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.ontology import ontology
from onrecord.records import Attribution, Date, Deadline, Event, Figure, Id, PageRecord, Party, Position, Record

MARK = "generated: "
_STANCES = {
    "for": "is for",
    "against": "is against",
    "neutral": "takes no side on",
    "conditional": "is for, on a condition,",
    "withdrawn": "no longer is for",
}
_DURATION = re.compile(r"P(?P<time>T?)(?P<number>\d+)(?P<unit>[YMWDHS])")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}
#: What stands in a template only where a recipient is named.
_IF_NAMED = re.compile(r"\[([^\]]*)\]")


def of(item: Record | None, record: PageRecord) -> str:
    """The gloss of a record of a page; "" for records that speak for themselves."""
    claims = {one.id: one for one in record.attributions}
    match item:
        case Event():
            return event(item, claims)
        case Figure():
            return figure(item, claims)
        case Deadline():
            return deadline(item, claims)
        case Position():
            return position(item, claims)
    return ""


def event(one: Event, claims: Mapping[Id, Attribution]) -> str:
    """An event in words: who says that who does what to whom, or that it is planned, possible, denied."""
    known = ontology().glosses
    told = next((mode for mode in one.mode if f"{one.type}/{mode}" in known), None)
    past, gerund = (_to(words, parties(one.recipient)) for words in known[f"{one.type}/{told}" if told else one.type])
    doer = parties(one.actor) or "somebody"
    body = {
        "stated": f"{doer} {past}",
        "claimed": f"{doer} {past}",
        "negated": f"{doer}: not {gerund}",
        "denied": f"{doer}: {gerund}, which is denied",
        "planned": f"{doer}: {gerund}, planned",
        "hypothetical": f"{doer}: {gerund}, {'on a condition' if one.modality == 'conditional' else 'possible'}",
    }[one.status]
    further = [mode for mode in one.mode if mode != told]
    body += f" ({', '.join(further)})" if further else ""
    return _by(who_says(one.claims, claims, one.voice == "attributed"), one.actor, body + _where(one))


def figure(one: Figure, claims: Mapping[Id, Attribution]) -> str:
    """A figure in words: who puts what at how many."""
    low, high = (None if value is None else f"{value:,.15g}" for value in (one.low, one.high))
    if low == high:
        amount = f"about {low}" if one.approximate else f"{low}"
    elif low is None:
        amount = f"up to {high}"
    elif high is None:
        amount = f"at least {low}"
    else:
        amount = f"{low} to {high}"
    unit = f" {one.unit}" if one.unit and one.unit != one.counted else ""
    told = who_says(one.claims, claims, bool(one.claims))
    counted = one.counted or one.unit or "it"
    convention = " (by convention)" if one.bound_from == "convention" else ""
    verb = f"{told} puts {counted} at" if told else f"the page puts {counted} at"
    return f"{MARK}{verb} {amount}{unit if one.counted else ''}{convention}"


def deadline(one: Deadline, claims: Mapping[Id, Attribution]) -> str:
    """A deadline in words."""
    told = who_says(one.claims, claims, bool(one.claims))
    told = "" if told == parties(one.by) else told  # who sets a term says so
    verb = "give" if len(one.by) > 1 else "gives"
    parts = [f"{parties(one.by) or 'somebody'} {verb} {parties(one.to) or 'somebody'} {term(one)}"]
    if one.demand.text:
        parts.append(f'for "{one.demand.text}"')
    if one.due is not None and one.due.start:
        parts.append(f"until {one.due.start}")
    if one.consequence is not None:
        parts.append(f'else "{one.consequence.text}"')
    return MARK + (f"{told}: " if told else "") + ", ".join(parts)


def term(one: Deadline) -> str:
    """How long a term is: an ISO 8601 duration of one unit in words, else the words of the page."""
    found = _DURATION.fullmatch(one.term or "")
    if found is None:
        return one.term or one.text
    number, unit = int(found["number"]), _UNITS[found["time"] + found["unit"]]
    return f"{number} {unit}{'' if number == 1 else 's'}"


def position(one: Position, claims: Mapping[Id, Attribution]) -> str:
    """A position in words."""
    told = who_says(one.claims, claims, bool(one.claims))
    condition = f' if "{one.condition.text}"' if one.condition else ""
    about = party(one.question.about)
    speakers = {party(speaker) for claim in one.claims if claim in claims for speaker in claims[claim].speakers}
    if len(one.claims) == 1 and party(one.holder) in speakers:
        told = party(one.holder)
    return _by(
        told, (one.holder,), f"{party(one.holder)} {_STANCES[one.stance]} {one.question.kind} of {about}{condition}"
    )


def _by(told: str, doers: Sequence[Party], body: str) -> str:
    """What is told, behind who says so; who tells it of themselves is not named twice."""
    if told and told == parties(doers):
        return f"{MARK}{body}, by their own account"
    return MARK + (f"{told}: " if told else "") + body


def party(one: Party) -> str:
    """Somebody with the state they stand for."""
    name = one.actor or one.text or "somebody"
    return f"{name} ({one.country})" if one.country else name


def parties(some: Sequence[Party]) -> str:
    """Several of them."""
    names = [party(one) for one in some]
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""


def who_says(ids: Sequence[Id], claims: Mapping[Id, Attribution], attributed: bool) -> str:
    """The chain of those who say it, outermost first."""
    chain = [parties(claims[one].speakers) or "somebody not named" for one in ids if one in claims]
    if not chain:
        return "it is claimed" if attributed else ""
    return " says that ".join(dict.fromkeys(chain))


def _to(template: str, whom: str) -> str:
    """The words of a template of `glosses` with those to whom it is done."""
    words = _IF_NAMED.sub(r"\1" if whom else "", template)
    return words.replace("{}", whom or "somebody")


def _where(one: Event) -> str:
    parts = []
    if one.place is not None:
        parts.append(one.place.text)
    if one.date is not None:
        parts.append(_day(one.date))
    return f" [{', '.join(parts)}]" if parts else ""


def _day(one: Date) -> str:
    if one.start is None:
        return one.text
    return one.start if one.start == one.end else f"{one.start} to {one.end}"
