"""Pages with records of every kind, made in one line a record, for the tests of questions to the archive."""

from __future__ import annotations

from typing import Any

import msgspec
from archive_pages import made

from onrecord.ids import record_id
from onrecord.records import (
    Attribution,
    Date,
    Deadline,
    Event,
    Figure,
    Mention,
    PageRecord,
    Party,
    Position,
    Question,
    Size,
    Words,
)
from onrecord.spans import Spans

KINDS = {"attributions": Attribution, "events": Event, "figures": Figure, "deadlines": Deadline, "positions": Position}


def party(text: str, country: str | None = None, actor: str | None = None, sector: str | None = "GOV") -> Party:
    return Party(spans=(), text=text, country=country, actor=actor, sector=sector if country else None)


PERU, CHILE, BRAZIL = party("Peru", "PER"), party("Chile", "CHL"), party("Brazil", "BRA")
RUIZ = party("Minister Ana Ruiz", "PER", "Ana Ruiz")


def day(text: str | None) -> Date | None:
    if text is None:
        return None
    return Date(spans=(), text=text, start=text, end=text, precision="day", edtf=text, anchor="given")


class Asked:
    """A page that records are put on, one by one; each stands on words of its own."""

    def __init__(self, *lines: str, **facts: Any) -> None:
        self.record, self.text = made(*(lines or ("A page of its own.",)), **facts)

    @property
    def page(self) -> tuple[PageRecord, str]:
        return self.record, self.text

    def _put(self, field: str, **values: Any) -> str:
        there = getattr(self.record, field)
        spans: Spans = ((len(there), len(there) + 1),)
        id_ = record_id(self.record.page.id, field, spans)
        base: dict[str, Any] = {"id": id_} if field in ("attributions", "events") else {"id": id_, "spans": spans}
        item = KINDS[field](**base | values)
        self.record = msgspec.structs.replace(self.record, **{field: (*there, item)})
        return id_

    def says(self, *speakers: Party, content: str = "so it is", **values: Any) -> str:
        base = {"identified": "named", "cue": None, "kind": "indirect", "confidence": 0.5}
        words = Words(spans=(), text=content)
        return self._put("attributions", speakers=speakers, content=words, **base | values)

    def event(
        self,
        kind: str,
        actor: Any = (),
        recipient: Any = (),
        status: str = "stated",
        on: str | None = None,
        **values: Any,
    ) -> str:
        base: dict[str, Any] = {
            "type": kind, "mode": (), "actor": _some(actor), "recipient": _some(recipient), "trigger": self._words(values.pop("trigger", None)),
            "voice": "outlet" if status == "stated" else "attributed", "polarity": "negated" if status == "negated" else "affirmed",
            "modality": {"planned": "planned", "hypothetical": "possible"}.get(status, "actual"), "claims": (), "denials": (), "status": status,
            "date": day(on), "place": None, "size": Size(), "quad": 4, "score": -9.0, "confidence": 0.5,
        }  # fmt: skip
        return self._put("events", **base | values)

    def figure(self, low: float, counted: str, *claims: str, unit: str = "people", as_of: str | None = None) -> str:
        return self._put(
            "figures", text=f"{low:g} {counted}", low=low, high=low, approximate=False, bound_from="stated", unit=unit, counted=counted,
            as_of=day(as_of), place=None, claims=claims, event=None,
        )  # fmt: skip

    def deadline(self, by: Party, to: Party, due: str | None, *claims: str, anchor: str | None = None) -> str:
        return self._put(
            "deadlines", text="within days", by=(by,), to=(to,), demand=Words(spans=(), text="leave"), term="P8D", anchor=day(anchor),
            due=day(due), consequence=None, claims=claims, event=None,
        )  # fmt: skip

    def position(self, holder: Party, kind: str, about: Party, stance: str, on: str | None = None, *claims: str) -> str:
        return self._put(
            "positions", text="a stand", holder=holder, question=Question(kind=kind, about=about), stance=stance, condition=None,
            date=day(on), claims=claims,
        )  # fmt: skip

    def mention(self, party: Party, kind: Any = "person") -> None:
        one = Mention(
            id=record_id(self.record.page.id, "mention", party.spans), spans=party.spans, text=party.text, kind=kind
        )
        self.record = msgspec.structs.replace(self.record, mentions=(*self.record.mentions, one))

    def _words(self, words: str | None) -> Words:
        if words is None:
            return Words(spans=(), text="did")
        start = self.text.index(words)
        return Words(spans=((start, start + len(words)),), text=words)


def _some(parties: Any) -> tuple[Party, ...]:
    return (parties,) if isinstance(parties, Party) else tuple(parties)
