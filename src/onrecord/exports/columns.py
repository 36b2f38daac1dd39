"""The tables that `csv` and `parquet` share: their columns, and what each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from onrecord.exports.wording import View, offsets
from onrecord.records import Attribution, Date, Deadline, Event, Figure, Id, Party, Passage, Position, Record, Words

Cell = str | int | float | bool | tuple[str | None, ...] | None
Kind = Literal["string", "integer", "number", "boolean", "list"]
T = TypeVar("T")


class Column(NamedTuple, Generic[T]):
    """A column: name, kind of value ("list" is several strings in one cell), what it holds, and how it comes about."""

    name: str
    kind: Kind
    about: str
    value: Callable[[View, T], Cell]


class Table(NamedTuple, Generic[T]):
    """A table: name, what a row is, the items of a page that become rows, columns, and whether it needs `--text full`."""

    name: str
    about: str
    items: Callable[[View], Iterable[T]]
    columns: tuple[Column[T], ...]
    full: bool = False

    def rows(self, view: View) -> Iterable[tuple[Cell, ...]]:
        """The rows of a page, one cell a column."""
        for item in self.items(view):
            yield tuple(column.value(view, item) for column in self.columns)


class Side(NamedTuple):
    """A party of an event with its side and its place there, from 1."""

    event: Event
    side: Literal["actor", "recipient"]
    number: int
    party: Party


def score(event: Event) -> float | None:
    """The score of an event that is stated and actual; None for all that is only said, planned or denied."""
    return event.score if event.status == "stated" and event.modality == "actual" else None


def sides(event: Event) -> Iterable[Side]:
    """The parties of an event, actors first."""
    for number, party in enumerate(event.actor, start=1):
        yield Side(event, "actor", number, party)
    for number, party in enumerate(event.recipient, start=1):
        yield Side(event, "recipient", number, party)


_IDS: tuple[Column[Any], ...] = (
    Column("page_id", "string", "SHA-256 of the page", lambda view, _: view.page.id),
    Column("page_key", "string", "id that the page was given on the way in", lambda view, _: view.page.key),
)
_PAGE: tuple[Column[Any], ...] = (
    *_IDS,
    Column("url", "string", "address of the page", lambda view, _: view.page.url),
    Column("outlet", "string", "who published the page", lambda view, _: view.page.outlet),
    Column("origin", "string", "from whom the page says it was republished", lambda view, _: _origin(view)),
    Column("language", "string", "language of the page, ISO 639-1", lambda view, _: view.page.language),
    Column("published", "string", "day of publication, YYYY-MM-DD", lambda view, _: view.page.published),
)
_MADE: tuple[Column[Any], ...] = (
    Column("made_by", "string", "version and model that made the record", lambda view, _: view.record.made_by),
)


def _origin(view: View) -> str | None:
    return view.page.origin.name if view.page.origin else None


def _text(view: View, words: Words | None) -> str | None:
    return view.words(words.text) if words else None


def _id(about: str) -> Column[Any]:
    return Column("id", "string", about, lambda _, item: item.id)


def _stands(spans: Callable[[Any], Any]) -> tuple[Column[Any], ...]:
    """Where the words of a record stand."""
    about = "where the words stand on the decoded page: start-end in code points, pieces joined by commas"
    return (
        Column("spans", "string", about, lambda _, item: offsets(spans(item))),
        Column("passage_id", "string", "passage that the words stand in", lambda view, item: _in(view, spans(item))),
    )


def _in(view: View, spans: Any) -> str | None:
    passage = view.passage(spans)
    return passage.id if passage else None


def party_columns(name: str, whom: str, get: Callable[[Any], Sequence[Party]]) -> tuple[Column[Any], ...]:
    """Words, names, states and sectors of parties, each list in the order of the parties, with empty places."""
    return (
        Column(
            f"{name}_texts", "list", f"{whom}: the words of the page", lambda view, item: tuple(view.words(one.text) for one in get(item))
        ),
        Column(
            f"{name}_names", "list", f"{whom}: names that the words resolve to", lambda view, item: tuple(view.name(one) for one in get(item))
        ),
        Column(
            f"{name}_countries", "list", f"{whom}: states, ISO 3166-1 alpha-3 (Kosovo KOS)", lambda _, item: tuple(one.country for one in get(item))
        ),
        Column(f"{name}_sectors", "list", f"{whom}: PLOVER sectors", lambda _, item: tuple(one.sector for one in get(item))),
    )  # fmt: skip


def date_columns(name: str, what: str, get: Callable[[Any], Date | None]) -> tuple[Column[Any], ...]:
    """A date in its parts; `start` and `end` are empty where the page leaves the date open."""

    def part(field: str) -> Callable[[View, Any], Cell]:
        return lambda _, item: getattr(get(item), field, None)

    return (
        Column(f"{name}_text", "string", f"{what}: the words of the page", lambda view, item: view.words(getattr(get(item), "text", None))),
        Column(f"{name}_start", "string", f"{what}: first day, YYYY-MM-DD; empty where the page leaves it open", part("start")),
        Column(f"{name}_end", "string", f"{what}: last day, YYYY-MM-DD", part("end")),
        Column(f"{name}_precision", "string", f"{what}: day, week, month, season, year or time", part("precision")),
        Column(f"{name}_edtf", "string", f"{what} in EDTF, open parts as X", part("edtf")),
    )  # fmt: skip


def place_columns(get: Callable[[Any], Any]) -> tuple[Column[Any], ...]:
    """A place in its parts."""

    def part(field: str) -> Callable[[View, Any], Cell]:
        return lambda _, item: getattr(get(item), field, None)

    return (
        Column("place", "string", "place: the words of the page", lambda view, item: view.place(get(item))),
        Column("place_country", "string", "state of the place, ISO 3166-1 alpha-3", part("country")),
        Column("geonameid", "integer", "number of the place in GeoNames", part("geonameid")),
        Column("lat", "number", "latitude in degrees, WGS 84", part("lat")),
        Column("lon", "number", "longitude in degrees, WGS 84", part("lon")),
    )


_CLAIMANTS = (
    "who claims it, outermost first; (not named) where the page names nobody, (withheld) where no words may leave"
)
_UNIT = "people, dead, injured, arrested, missing, displaced, percent, ISO 4217 code, unit sign, or the counted noun"


def _claims(get: Callable[[Any], Sequence[Id]]) -> tuple[Column[Any], ...]:
    return (
        Column("claimants", "list", _CLAIMANTS, lambda view, item: view.speakers(get(item))),
        Column("claim_ids", "list", "attributions that hold it, outermost first", lambda _, item: tuple(get(item))),
    )  # fmt: skip


def _size(field: str, what: str) -> Column[Event]:
    return Column(field, "integer", what, lambda _, event: getattr(event.size, field))


_TOLD: tuple[Column[Event], ...] = (
    Column("type", "string", "PLOVER event type", lambda _, event: event.type),
    Column("mode", "list", "PLOVER modes", lambda _, event: event.mode),
    Column("quad", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict", lambda _, event: event.quad),
    Column("score", "number", "conflict (-10) to cooperation (10); empty unless status is stated and modality actual", lambda _, event: score(event)),
    Column("status", "string", "stated (by the outlet itself), claimed, denied, negated, planned or hypothetical", lambda _, event: event.status),
    Column("voice", "string", "outlet or attributed", lambda _, event: event.voice),
    Column("polarity", "string", "affirmed or negated", lambda _, event: event.polarity),
    Column("modality", "string", "actual, planned, possible or conditional", lambda _, event: event.modality),
)  # fmt: skip

EVENTS: Table[Event] = Table(
    "events",
    "one row an event on a page (a report, not a merged event)",
    lambda view: view.record.events,
    (
        _id("id of the event"),
        *_PAGE,
        *_TOLD,
        *party_columns("actor", "actors", lambda event: event.actor),
        *party_columns("recipient", "recipients", lambda event: event.recipient),
        *_claims(lambda event: event.claims),
        Column("deniers", "list", "who denies it", lambda view, event: view.speakers(event.denials)),
        Column("denial_ids", "list", "attributions that deny it", lambda _, event: event.denials),
        Column("trigger", "string", "words of the page that tell the event", lambda view, event: view.words(event.trigger.text)),
        *_stands(lambda event: event.trigger.spans),
        *date_columns("date", "date of the event", lambda event: event.date),
        *place_columns(lambda event: event.place),
        _size("dead", "killed"),
        _size("injured", "injured"),
        _size("arrested", "arrested"),
        _size("size", "people taking part"),
        Column("contexts", "list", "PLOVER contexts of the page", lambda view, _: view.page.contexts),
        Column("confidence", "number", "0 to 1", lambda _, event: event.confidence),
        *_MADE,
    ),
)  # fmt: skip

EVENTS_ACTORS: Table[Side] = Table(
    "events_actors",
    "one row a party of an event",
    lambda view: (side for event in view.record.events for side in sides(event)),
    (
        Column("event_id", "string", "id of the event", lambda _, side: side.event.id),
        *_IDS,
        Column("published", "string", "day of publication, YYYY-MM-DD", lambda view, _: view.page.published),
        Column("type", "string", "PLOVER event type", lambda _, side: side.event.type),
        Column("status", "string", "status of the event", lambda _, side: side.event.status),
        Column("side", "string", "actor or recipient", lambda _, side: side.side),
        Column("number", "integer", "place among the actors or recipients of the event, from 1", lambda _, side: side.number),
        Column("text", "string", "the words of the page; empty for a dropped subject", lambda view, side: view.words(side.party.text)),
        Column("name", "string", "name that the words resolve to", lambda view, side: view.name(side.party)),
        Column("country", "string", "state, ISO 3166-1 alpha-3 (Kosovo KOS)", lambda _, side: side.party.country),
        Column("sector", "string", "PLOVER sector", lambda _, side: side.party.sector),
        Column("role", "string", "office or role in the words of the page", lambda view, side: view.words(side.party.role)),
        Column("known_from", "string", "how state and name were known: page, table or archive", lambda _, side: side.party.known_from),
        Column("spans", "string", "where the words stand on the decoded page", lambda _, side: offsets(side.party.spans)),
    ),
)  # fmt: skip

ATTRIBUTIONS: Table[Attribution] = Table(
    "attributions",
    "one row an attribution: somebody said, thinks or intends something",
    lambda view: view.record.attributions,
    (
        _id("id of the attribution"),
        *_PAGE,
        *party_columns("speaker", "speakers", lambda one: one.speakers),
        Column("identified", "string", "named, unnamed, collective, document or none", lambda _, one: one.identified),
        Column("speech_act", "string", "what is done by saying it; with deny the content is what is denied", lambda _, one: one.speech_act),
        Column("mode", "string", "said, thinks or intends", lambda _, one: one.mode),
        Column("kind", "string", "direct, indirect or mixed", lambda _, one: one.kind),
        Column("cue", "string", "words that introduce it", lambda view, one: _text(view, one.cue)),
        Column("content", "string", "what was said, as it stands on the page", lambda view, one: view.words(one.content.text)),
        *_stands(lambda one: one.content.spans),
        *party_columns("addressee", "addressees", lambda one: one.addressees),
        *date_columns("said", "date on which it was said", lambda one: one.said.date),
        Column("said_place", "string", "place where it was said", lambda view, one: view.place(one.said.place)),
        Column("venue", "string", "occasion or medium", lambda view, one: _text(view, one.said.venue)),
        Column("wording", "string", "verbatim, translated or unknown", lambda _, one: one.wording),
        Column("nested_in", "string", "attribution in whose content it stands", lambda _, one: one.nested_in),
        Column("confidence", "number", "0 to 1", lambda _, one: one.confidence),
        *_MADE,
    ),
)  # fmt: skip

FIGURES: Table[Figure] = Table(
    "figures",
    "one row a figure",
    lambda view: view.record.figures,
    (
        _id("id of the figure"),
        *_PAGE,
        Column("text", "string", "the words of the page", lambda view, one: view.words(one.text)),
        Column("low", "number", "lower bound; empty where open", lambda _, one: one.low),
        Column("high", "number", "upper bound; empty where open", lambda _, one: one.high),
        Column("approximate", "boolean", "whether the page says about", lambda _, one: one.approximate),
        Column("bound_from", "string", "stated or convention", lambda _, one: one.bound_from),
        Column("unit", "string", _UNIT, lambda view, one: view.unit(one.unit)),
        Column("counted", "string", "what is counted, in the words of the page", lambda view, one: view.words(one.counted)),
        *date_columns("as_of", "date of the figure", lambda one: one.as_of),
        *place_columns(lambda one: one.place),
        *_claims(lambda one: one.claims),
        Column("event_id", "string", "event that it belongs to", lambda _, one: one.event),
        *_stands(lambda one: one.spans),
        *_MADE,
    ),
)  # fmt: skip

DEADLINES: Table[Deadline] = Table(
    "deadlines",
    "one row a term that somebody sets somebody",
    lambda view: view.record.deadlines,
    (
        _id("id of the deadline"),
        *_PAGE,
        Column("text", "string", "the words of the term", lambda view, one: view.words(one.text)),
        *party_columns("by", "who sets it", lambda one: one.by),
        *party_columns("to", "to whom", lambda one: one.to),
        Column("demand", "string", "what is demanded, in the words of the page", lambda view, one: view.words(one.demand.text)),
        Column("term", "string", "ISO 8601 duration", lambda _, one: one.term),
        *date_columns("anchor", "date that the term runs from", lambda one: one.anchor),
        *date_columns("due", "date on which it ends", lambda one: one.due),
        Column("consequence", "string", "what is threatened otherwise, in the words of the page", lambda view, one: _text(view, one.consequence)),
        *_claims(lambda one: one.claims),
        Column("event_id", "string", "event that it belongs to", lambda _, one: one.event),
        *_stands(lambda one: one.spans),
        *_MADE,
    ),
)  # fmt: skip

POSITIONS: Table[Position] = Table(
    "positions",
    "one row a position of somebody on a question",
    lambda view: view.record.positions,
    (
        _id("id of the position"),
        *_PAGE,
        *party_columns("holder", "who holds it", lambda one: (one.holder,)),
        Column("question", "string", "kind of question: recognition, backing, sanction, ceasefire and so on", lambda _, one: one.question.kind),
        *party_columns("about", "what it is about", lambda one: (one.question.about,)),
        Column("stance", "string", "for, against, neutral, conditional or withdrawn", lambda _, one: one.stance),
        Column("condition", "string", "condition, in the words of the page", lambda view, one: _text(view, one.condition)),
        Column("text", "string", "evidence, in the words of the page", lambda view, one: view.words(one.text)),
        *date_columns("date", "date of the position", lambda one: one.date),
        *_claims(lambda one: one.claims),
        *_stands(lambda one: one.spans),
        *_MADE,
    ),
)  # fmt: skip

PASSAGES: Table[Passage] = Table(
    "passages",
    "one row a passage of the article; only with --text full",
    lambda view: view.record.passages,
    (
        _id("id of the passage"),
        *_PAGE,
        Column("kind", "string", "headline, lead, paragraph, subhead, listing or caption", lambda _, one: one.kind),
        Column("text", "string", "the passage", lambda view, one: view.whole(one.text)),
        Column("spans", "string", "where it stands on the decoded page", lambda _, one: offsets(one.spans)),
    ),
    full=True,
)  # fmt: skip

TABLES: tuple[Table[Any], ...] = (EVENTS, EVENTS_ACTORS, ATTRIBUTIONS, FIGURES, DEADLINES, POSITIONS, PASSAGES)


class Described(Record, frozen=True, kw_only=True):
    """A row of the data dictionary."""

    table: str
    column: str
    kind: str
    about: str


def dictionary() -> tuple[Described, ...]:
    """The data dictionary: every column of every table, in order."""
    return described(TABLES)


def described(tables: Iterable[Table[Any]]) -> tuple[Described, ...]:
    """The columns of some tables, in order."""
    return tuple(
        Described(table=table.name, column=column.name, kind=column.kind, about=column.about)
        for table in tables
        for column in table.columns
    )


def joined(cell: tuple[str | None, ...]) -> str | None:
    """Several strings in one cell, joined by `;` (a `;` of theirs becomes a comma); None if all are empty."""
    parts = [(part or "").replace(";", ",") for part in cell]
    return ";".join(parts) if any(parts) else None
