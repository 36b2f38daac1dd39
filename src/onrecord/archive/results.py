"""What questions about records are answered with: each record with its page, its status, who claims it and who denies it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec

from onrecord.archive.parties import actual, label
from onrecord.archive.rows import PageRow
from onrecord.records import Country, Date, Deadline, Event, Figure, Party, Place, Position, Record, Status

T = TypeVar("T", Event, Figure, Deadline, Position)


class Change(Record, frozen=True, kw_only=True):
    """A stance taken on a day (null if not known) by a record with this id, said by these claimants; () where the outlet says it."""

    day: str | None
    stance: str
    id: str
    claimants: tuple[str, ...]

    @property
    def line(self) -> str:
        """The change in a few words, with those who say so."""
        told = f", says {', '.join(self.claimants)}" if self.claimants else ""
        return f"{self.day or '(no date)'} {self.stance}{told}"


class Answer(Record, Generic[T], frozen=True, kw_only=True):
    """A record that answers a question.

    `claimants`: who claims it, outermost first; () only where the outlet itself says it. `said_by`: the same in one line, those who say it
    together side by side, and an arrow from each to whom it has it from. `deniers`: who denies an event. `day`: its own
    date, else that of publication. `gloss`: it in plain English, generated. `changes`: of a position, the stances that its holder
    took on the question so far, oldest first, each where it differs from the one before.
    """

    page: PageRow
    item: T
    status: Status
    claimants: tuple[str, ...]
    said_by: str
    deniers: tuple[str, ...] = ()
    day: str | None
    gloss: str
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.item.id

    def row(self) -> dict[str, Any]:
        """One flat row for pandas or Polars: strings, numbers, and lists of strings."""
        page = {name: getattr(self.page, name) for name in ("url", "outlet", "language", "published")}
        told = {"status": self.status, "claimants": list(self.claimants), "deniers": list(self.deniers)}
        head = {"id": self.item.id, "page_id": self.page.id, **page, "day": self.day, **told}
        return head | _columns(self.item) | {"gloss": self.gloss} | self._history()

    def json(self) -> dict[str, Any]:
        """The record in the shape of the contract, with its page, its status and those who claim and deny it beside it."""
        fields = ("id", "key", "path", "url", "language", "outlet", "published", "title", "version")
        beside = {
            "record": type(self.item).__name__.lower(),
            "page": {name: getattr(self.page, name) for name in fields},
            "status": self.status,
            "claimants": self.claimants,
            "deniers": self.deniers,
        }
        body: dict[str, Any] = msgspec.to_builtins(self.item)
        changes = {"changes": msgspec.to_builtins(self.changes)} if self.changes else {}
        return beside | body | {"gloss": self.gloss} | changes

    def _history(self) -> dict[str, Any]:
        if not isinstance(self.item, Position):
            return {}
        return {"changes": [change.line for change in self.changes]}


class Actor(Record, frozen=True, kw_only=True):
    """Somebody of the archive, counted over newest versions: `names` as pages have them, the commonest first.

    `said`: attributions. `did_*`, `target_*`: events, `stated` told as facts by an outlet itself, `otherwise` only claimed, denied,
    planned or possible.
    """

    name: str
    names: tuple[str, ...]
    countries: tuple[Country, ...]
    sectors: tuple[str, ...]
    pages: int
    said: int
    did_stated: int
    did_otherwise: int
    target_stated: int
    target_otherwise: int

    def row(self) -> dict[str, Any]:
        """One flat row for pandas or Polars."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in _fields(self).items()}

    def json(self) -> dict[str, Any]:
        """The same as JSON."""
        return self.row()


class Count(Record, frozen=True, kw_only=True):
    """A cell of a table of counts: `by` names its place, `count` is of events or reports, `pages` how many pages were read for it."""

    by: dict[str, str | None]
    count: int
    pages: int

    def row(self) -> dict[str, Any]:
        """One flat row for pandas or Polars."""
        return {**self.by, "count": self.count, "pages": self.pages}

    def json(self) -> dict[str, Any]:
        """The same as JSON."""
        return self.row()


class Sampled(Record, frozen=True, kw_only=True):
    """An event to check by hand: the words around its trigger, the trigger, and what was read from them."""

    answer: Answer[Event]
    evidence: str

    def row(self) -> dict[str, Any]:
        """One flat row; `right` is for the person who checks."""
        answer = self.answer
        return {
            "id": answer.id,
            "evidence": self.evidence,
            "trigger": answer.item.trigger.text,
            "gloss": answer.gloss,
            "type": answer.item.type,
            "status": answer.status,
            "claimants": list(answer.claimants),
            "deniers": list(answer.deniers),
            "right": "",
            "outlet": answer.page.outlet,
            "language": answer.page.language,
            "published": answer.page.published,
            "page_id": answer.page.id,
        }

    def json(self) -> dict[str, Any]:
        """The same as JSON."""
        return self.row()


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _columns(item: Event | Figure | Deadline | Position) -> dict[str, Any]:
    """The columns of a kind of record."""
    match item:
        case Event():
            return _event(item)
        case Figure():
            return {
                "text": item.text, "low": item.low, "high": item.high, "approximate": item.approximate, "bound_from": item.bound_from,
                "unit": item.unit, "counted": item.counted, **_date("as_of", item.as_of), **_place(item.place), "event_id": item.event,
            }  # fmt: skip
        case Deadline():
            return {
                "text": item.text, **_parties("by", item.by), **_parties("to", item.to), "demand": item.demand.text, "term": item.term,
                **_date("anchor", item.anchor), **_date("due", item.due), "consequence": item.consequence.text if item.consequence else None,
                "event_id": item.event,
            }  # fmt: skip
        case Position():
            return {
                "text": item.text, "holder": label(item.holder), "holder_country": item.holder.country, "question": item.question.kind,
                "about": label(item.question.about), "about_country": item.question.about.country, "stance": item.stance,
                "condition": item.condition.text if item.condition else None, **_date("date", item.date),
            }  # fmt: skip


def _event(event: Event) -> dict[str, Any]:
    return {
        "type": event.type, "mode": list(event.mode), "quad": event.quad, "score": event.score if actual(event) else None,
        "voice": event.voice, "polarity": event.polarity, "modality": event.modality, **_parties("actor", event.actor),
        **_parties("recipient", event.recipient), "trigger": event.trigger.text, **_date("date", event.date), **_place(event.place),
        **_fields(event.size), "confidence": event.confidence,
    }  # fmt: skip


def _parties(side: str, parties: Sequence[Party]) -> dict[str, Any]:
    """Names, states and sectors of parties, in step; "" for what is not known."""
    return {
        side: [label(party) for party in parties],
        f"{side}_countries": [party.country or "" for party in parties],
        f"{side}_sectors": [party.sector or "" for party in parties],
    }


def _date(name: str, date: Date | None) -> dict[str, Any]:
    return {
        name: date.start if date else None,
        f"{name}_end": date.end if date else None,
        f"{name}_text": date.text if date else None,
    }


def _place(place: Place | None) -> dict[str, Any]:
    return {
        "place": place.text if place else None,
        "place_country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }
