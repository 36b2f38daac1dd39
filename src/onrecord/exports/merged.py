"""The tables of merged events that `csv` and `parquet` write beside those of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from onrecord.corpus.merge import MergedEvent
from onrecord.exports.columns import (
    Cell,
    Column,
    Described,
    Table,
    date_columns,
    described,
    party_columns,
    place_columns,
)
from onrecord.exports.wording import Text, View
from onrecord.ontology import ontology
from onrecord.records import Id, Page, PageRecord, Translation, Words

_NOWHERE = PageRecord(
    made_by="",
    page=Page(
        id="", key=None, path=None, url=None, retrieved=None, language=None, outlet=None, origin=None, authors=(),
        title=Words(spans=(), text=""), published=None, published_from=None, translation=Translation(kind="unknown"),
    ),
)  # fmt: skip
_STATUSES = ("stated", "claimed", "denied", "negated", "planned", "hypothetical")


class Reported(NamedTuple):
    """A report of a merged event."""

    event: Id
    report: Id


def _score(event: MergedEvent) -> float | None:
    """The score of the type, where an outlet itself tells the event as having happened."""
    return ontology().types[event.type].score if "stated" in event.statuses else None


def _count(status: str) -> Column[MergedEvent]:
    return Column(status, "integer", f"reports with the status {status}", lambda _, one: one.statuses.get(status, 0))  # type: ignore[call-overload]


MERGED_EVENTS: Table[MergedEvent] = Table(
    "merged_events",
    "One row an event, all its reports taken together.",
    lambda _: (),
    (
        Column("id", "string", "id of the merged event", lambda _, one: one.id),
        Column("story", "string", "id of the story that the reports are in; empty for a page of no story", lambda _, one: one.story),
        Column("type", "string", "PLOVER event type", lambda _, one: one.type),
        Column("quad", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
               lambda _, one: ontology().types[one.type].quad),
        Column("score", "number", "conflict (-10) to cooperation (10) of the type; empty unless an outlet states the event", lambda _, one: _score(one)),
        *party_columns("actor", "actors", lambda one: one.actor),
        *party_columns("recipient", "recipients", lambda one: one.recipient),
        *date_columns("date", "date of the event", lambda one: one.date),
        Column("reported", "string", "day of the first report, YYYY-MM-DD", lambda _, one: one.reported),
        *place_columns(lambda one: one.place),
        Column("reports", "integer", "how many reports", lambda _, one: len(one.reports)),
        Column("pages", "integer", "how many pages", lambda _, one: len(one.pages)),
        Column("origins", "integer", "how many texts, copies of one counted once", lambda _, one: one.origins),
        *map(_count, _STATUSES),
        Column("outlets", "list", "outlets that report it", lambda _, one: one.outlets),
        Column("stated_by", "list", "outlets that tell it in their own voice", lambda _, one: one.stated_by),
        Column("claimed_by", "list", "those whom pages quote for it; empty with --text none", lambda view, one: tuple(map(view.words, one.claimed_by))),
        Column("denied_by", "list", "those whom pages quote for its denial; empty with --text none", lambda view, one: tuple(map(view.words, one.denied_by))),
    ),
)  # fmt: skip

MERGED_REPORTS: Table[Reported] = Table(
    "merged_reports",
    "One row a report of a merged event.",
    lambda _: (),
    (
        Column("merged_event_id", "string", "id of the merged event", lambda _, one: one.event),
        Column("event_id", "string", "id of the event on its page", lambda _, one: one.report),
    ),
)

TABLES: tuple[Table[Any], ...] = (MERGED_EVENTS, MERGED_REPORTS)


def rows(event: MergedEvent, text: Text) -> Iterator[tuple[Table[Any], tuple[Cell, ...]]]:
    """The rows of an event, each with its table."""
    view = View(_NOWHERE, text)
    items: Iterable[tuple[Table[Any], Any]] = (
        (MERGED_EVENTS, event),
        *((MERGED_REPORTS, Reported(event.id, report)) for report in event.reports),
    )
    for table, item in items:
        yield table, tuple(column.value(view, item) for column in table.columns)


def dictionary() -> tuple[Described, ...]:
    """The data dictionary of these tables."""
    return described(TABLES)
