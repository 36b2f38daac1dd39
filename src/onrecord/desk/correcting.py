"""What a reviewer may change in a record, as fields of a form, and the correction that a filled form makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from onrecord.archive import Found
from onrecord.errors import UsageError
from onrecord.ontology import ontology
from onrecord.records import Attribution, Deadline, Event, Figure, Mention, Party, Position, Record, SpeechAct, Status


class Choice(NamedTuple):
    """A field of the form: `options` to choose from, or () for words or a number to be typed."""

    name: str
    label: str
    value: str
    options: tuple[str, ...] = ()


#: How an event with a status is told: voice, polarity, modality. `voice` null: as it was.
_TOLD: Mapping[str, tuple[str | None, str, str]] = {
    "stated": ("outlet", "affirmed", "actual"),
    "claimed": ("attributed", "affirmed", "actual"),
    "denied": ("attributed", "affirmed", "actual"),
    "negated": (None, "negated", "actual"),
    "planned": (None, "affirmed", "planned"),
    "hypothetical": (None, "affirmed", "possible"),
}


def choices(item: Record) -> tuple[Choice, ...]:
    """The fields that a reviewer may change, as they are now."""
    match item:
        case Event():
            return (
                Choice("type", "Type", item.type, tuple(sorted(ontology().types))),
                Choice("status", "Status", item.status, get_args(Status)),
            )
        case Attribution():
            return (
                Choice(
                    "speakers",
                    "Speakers (words of the page, one a line)",
                    "\n".join(party.text for party in item.speakers),
                ),
                Choice("kind", "Quoted", item.kind, _options(Attribution, "kind")),
                Choice("mode", "Mode", item.mode, _options(Attribution, "mode")),
                Choice("speech_act", "Speech act", item.speech_act, get_args(SpeechAct)),
            )
        case Figure():
            return (
                Choice("low", "At least", _number(item.low)),
                Choice("high", "At most", _number(item.high)),
                Choice("approximate", "About", "yes" if item.approximate else "no", ("yes", "no")),
                Choice("unit", "Unit", item.unit or ""),
                Choice("counted", "What is counted", item.counted or ""),
            )
        case Deadline():
            return (Choice("term", "Term (ISO 8601, such as P8D)", item.term or ""),)
        case Position():
            return (
                Choice("stance", "Stance", item.stance, _options(Position, "stance")),
                Choice("question", "Question", item.question.kind),
            )
        case Mention():
            return (Choice("kind", "Kind", item.kind, _options(Mention, "kind")),)
    return ()


def correction_of(found: Found, page: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a filled form that are otherwise than in the record.

    Raises UsageError if a number is none, or if words of a speaker do not stand on the page.
    """
    item = found.item
    assert item is not None
    now = {choice.name: choice.value for choice in choices(item)}
    changed = {
        name: value
        for name in now
        if (value := form.get(f"new_{name}", now[name]).replace("\r\n", "\n").strip()) != now[name]
    }
    correction: dict[str, Any] = {}
    for name, value in changed.items():
        correction |= _field(item, name, value, page)
    return correction


def _field(item: Record, name: str, value: str, page: str) -> dict[str, Any]:
    if isinstance(item, Event) and name == "status":
        voice, polarity, modality = _TOLD.get(value, (None, "", ""))
        return {"voice": voice or item.voice, "polarity": polarity, "modality": modality, "status": value}
    if isinstance(item, Attribution) and name == "speakers":
        near = item.content.spans[0][0] if item.content.spans else 0
        people = [_speaker(words.strip(), page, near) for words in value.split("\n") if words.strip()]
        return {"speakers": msgspec.to_builtins(people), "identified": "named" if people else "none"}
    if isinstance(item, Figure) and name in ("low", "high"):
        return {name: _parsed(name, value)}
    if isinstance(item, Figure) and name == "approximate":
        return {name: value == "yes"}
    if isinstance(item, Position) and name == "question":
        return {"question": msgspec.to_builtins(item.question) | {"kind": value}}
    return {name: value or None}


def _speaker(words: str, page: str, near: int) -> Party:
    """The party whose words stand on the page nearest to a place."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    places = [found.span() for found in re.finditer(pattern, page)]
    if not places:
        raise UsageError(f"speakers: {words!r} does not stand on the page; write the words as they stand there")
    return Party(spans=(min(places, key=lambda place: abs(place[0] - near)),), text=words)


def _options(form: type[Record], field: str) -> tuple[str, ...]:
    return get_args(get_type_hints(form)[field])


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _parsed(name: str, value: str) -> float | None:
    try:
        return float(value) if value else None
    except ValueError as error:
        raise UsageError(f"{name}: {value!r} is not a number") from error
