"""What people decided about records: kept beside what the machine read, and not touched when a page is read anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import msgspec

from onrecord.archive.filters import one_of
from onrecord.archive.rows import Found, Kind
from onrecord.archive.sqlite import Database, Row
from onrecord.errors import UsageError
from onrecord.events.status import status_of
from onrecord.ontology import ontology
from onrecord.records import Attribution, Deadline, Event, Figure, Id, Mention, Position, Record

Verdict = Literal["accept", "reject", "correct", "reopen"]
#: Kinds of records that can be judged, and the fields that a correction may change. The status of an event follows from the others.
CORRECTABLE: Mapping[Kind, tuple[str, ...]] = {
    "attribution": ("speakers", "identified", "kind", "mode", "speech_act", "addressees"),
    "event": ("type", "voice", "polarity", "modality", "status"),
    "figure": ("low", "high", "approximate", "unit", "counted"),
    "deadline": ("term",),
    "position": ("stance", "question"),
    "mention": ("kind",),
}
_TYPES: Mapping[str, type[Record]] = {
    "attribution": Attribution,
    "event": Event,
    "figure": Figure,
    "deadline": Deadline,
    "position": Position,
    "mention": Mention,
}


class Review(Record, frozen=True, kw_only=True):
    """One decision about one record; `machine` is the record as it was judged, `reviewed` the time (UTC, ISO 8601)."""

    page: Id
    kind: str
    record: Id
    verdict: Verdict
    correction: dict[str, Any]
    machine: dict[str, Any]
    reviewer: str
    reason: str
    reviewed: str

    @property
    def decided(self) -> Record | None:
        """The record as the reviewer has it; None if it was rejected or is open again."""
        if self.verdict in ("reject", "reopen"):
            return None
        return corrected(self.kind, self.machine, self.correction)


class Judged(Record, frozen=True, kw_only=True):
    """How many records of a kind somebody decided about."""

    kind: str
    decided: int


def corrected(kind: str, machine: Mapping[str, Any], correction: Mapping[str, Any]) -> Record:
    """The record with the fields of a correction in it; UsageError if one makes no sense."""
    fields = dict(machine) | dict(correction)
    if kind == "event" and correction:
        one_of("type", fields["type"], ontology().types)
        denied = fields["status"] == "denied"
        fields["status"] = status_of(fields["polarity"], denied, fields["modality"], fields["voice"] == "attributed")
    try:
        return msgspec.convert(fields, _TYPES[kind])
    except msgspec.ValidationError as error:
        raise UsageError(f"correction: {error}") from error


def judge(
    database: Database, found: Found, verdict: str, correction: Mapping[str, Any], reviewer: str, reason: str
) -> Review:
    """Note a decision about a record; UsageError if it is none that can be made."""
    kind, item = found.kind, found.item
    if item is None or kind not in CORRECTABLE:
        raise UsageError(f"{found.kind}: only {', '.join(CORRECTABLE)} are reviewed")
    if verdict not in get_args(Verdict):
        raise UsageError(f"verdict: no {verdict!r}; there are {', '.join(get_args(Verdict))}")
    if not reviewer.strip():
        raise UsageError("reviewer: a decision needs the name of who made it")
    if odd := set(correction) - set(CORRECTABLE[kind]):
        raise UsageError(f"correction: {sorted(odd)[0]} of {kind} cannot be corrected")
    machine = msgspec.to_builtins(item)
    changed = {name: value for name, value in correction.items() if machine[name] != value}
    if verdict == "correct" and not changed:
        raise UsageError("correction: nothing is otherwise than in the record; accept it instead")
    changed = changed if verdict == "correct" else {}
    corrected(kind, machine, changed)
    review = Review(
        page=found.page.id, kind=kind, record=machine["id"], verdict=msgspec.convert(verdict, Verdict), correction=changed, machine=machine,
        reviewer=reviewer.strip(), reason=reason.strip(), reviewed=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )  # fmt: skip
    with database.transaction():
        database.run(
            "INSERT INTO reviews (page, kind, record, verdict, correction, machine, reviewer, reason, reviewed) "
            "SELECT num, ?, ?, ?, ?, ?, ?, ?, ? FROM pages WHERE id = ?",
            (kind, review.record, verdict, _json(changed), _json(machine), review.reviewer, review.reason, review.reviewed, review.page),
        )  # fmt: skip
    return review


class Reviews:
    """Questions about decisions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of_page(self, page_id: str) -> dict[Id, Review]:
        """The decisions that count about records of a page, by the id of the record; what is open again is not among them."""
        found = self._reviews("WHERE p.id = ? ORDER BY v.num", (page_id,))
        newest = {review.record: review for review in found}
        return {id_: review for id_, review in newest.items() if review.verdict != "reopen"}

    def of_records(self, ids: Iterable[Id]) -> dict[Id, Review]:
        """The decisions that count about these records."""
        wanted = tuple(ids)
        marks = ", ".join("?" * len(wanted))
        newest = {
            review.record: review for review in self._reviews(f"WHERE v.record IN ({marks}) ORDER BY v.num", wanted)
        }
        return {id_: review for id_, review in newest.items() if review.verdict != "reopen"}

    def history(self, record_id: str) -> tuple[Review, ...]:
        """Every decision ever made about a record, oldest first."""
        return tuple(self._reviews("WHERE v.record = ? ORDER BY v.num", (record_id,)))

    def all(self, *, limit: int = -1, offset: int = 0) -> tuple[Review, ...]:
        """Every decision ever made, newest first."""
        return tuple(self._reviews("ORDER BY v.num DESC LIMIT ? OFFSET ?", (limit, offset)))

    def pages(self) -> tuple[Id, ...]:
        """Pages with a decision about one of their records, in the order in which they came."""
        rows = self._db.rows("SELECT p.id FROM pages p WHERE p.num IN (SELECT page FROM reviews) ORDER BY p.num")
        return tuple(row[0] for row in rows)

    def open(
        self, kind: str, *, page_id: str | None = None, after: str | None = None, limit: int = 1
    ) -> tuple[Id, ...]:
        """Ids of records of a kind that nobody decided about, page by page; `after`: those behind this record."""
        if kind not in CORRECTABLE:
            raise UsageError(f"kind: no {kind!r} to review; there are {', '.join(CORRECTABLE)}")
        sql, values = "r.kind = ? AND p.newest", [kind]
        if page_id is not None:
            sql, values = f"{sql} AND p.id = ?", [*values, page_id]
        if after is not None:
            sql, values = f"{sql} AND r.num > (SELECT max(num) FROM records WHERE id = ?)", [*values, after]
        rows = self._db.rows(
            f"SELECT r.id FROM records r CROSS JOIN pages p ON p.num = r.page WHERE {sql} AND "
            "coalesce((SELECT verdict FROM reviews v WHERE v.record = r.id ORDER BY v.num DESC LIMIT 1), 'reopen') = 'reopen' "
            "ORDER BY r.num LIMIT ?",
            (*values, limit),
        )
        return tuple(row[0] for row in rows)

    def judged(self) -> tuple[Judged, ...]:
        """How many records of each kind somebody decided about."""
        decided: dict[str, int] = dict(
            self._db.rows(
                "SELECT kind, count(*) FROM (SELECT kind, record, verdict, max(num) FROM reviews GROUP BY record) "
                "WHERE verdict != 'reopen' GROUP BY kind"
            )
        )
        return tuple(Judged(kind=kind, decided=decided.get(kind, 0)) for kind in CORRECTABLE)

    def _reviews(self, sql: str, values: tuple[object, ...]) -> list[Review]:
        rows = self._db.rows(
            "SELECT p.id, v.kind, v.record, v.verdict, v.correction, v.machine, v.reviewer, v.reason, v.reviewed "
            f"FROM reviews v JOIN pages p ON p.num = v.page {sql}",
            values,
        )
        return [_review(row) for row in rows]


def _review(row: Row) -> Review:
    values = dict(zip(Review.__struct_fields__, row, strict=True))
    for name in ("correction", "machine"):
        values[name] = msgspec.json.decode(values[name])
    return msgspec.convert(values, Review)


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(dict(value)).decode()
