"""The record contract, schema onrecord/1: every record that a page yields, frozen and typed."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.spans import Spans

SCHEMA = "onrecord/1"

Language = str  # ISO 639-1
Country = str  # ISO 3166-1 alpha-3
Id = str

Known = Literal["page", "table", "archive"]
PassageKind = Literal["headline", "lead", "paragraph", "subhead", "listing", "caption"]
Status = Literal["stated", "claimed", "denied", "negated", "planned", "hypothetical"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, made and compared by field."""


class Words(Record, frozen=True, kw_only=True):
    """Words of the page: where they stand, and how they read after unescaping and repair."""

    spans: Spans
    text: str


class Party(Record, frozen=True, kw_only=True):
    """Somebody as the page names them, and what the words resolve to; no spans for a dropped subject."""

    spans: Spans
    text: str
    actor: str | None = None
    country: Country | None = None
    sector: str | None = None
    role: str | None = None
    known_from: Known = msgspec.field(name="from", default="page")

    def shown(self) -> str:
        """The words, and in brackets whom they stand for where the words do not say it."""
        if self.actor is None or self.actor in self.text:
            return self.text
        return f"{self.text} ({self.actor})" if self.text else f"({self.actor})"


class Date(Record, frozen=True, kw_only=True):
    """A date as the page gives it, open (`start` null) where the page leaves it open."""

    spans: Spans
    text: str
    start: str | None
    end: str | None
    precision: Literal["day", "week", "month", "season", "year", "time"]
    edtf: str
    anchor: Literal["published", "given", "none"]


class Place(Record, frozen=True, kw_only=True):
    """A place name and what it resolves to; latitude and longitude in degrees (WGS 84)."""

    spans: Spans
    text: str
    country: Country | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None


class Origin(Record, frozen=True, kw_only=True):
    """Where a page says that it was republished from."""

    name: str
    url: str | None
    spans: Spans


class Translation(Record, frozen=True, kw_only=True):
    """Whether the page reads as a translation, and from which language where it says so."""

    kind: Literal["none", "human", "machine", "unknown"]
    source: Language | None = msgspec.field(name="from", default=None)


class Page(Record, frozen=True, kw_only=True):
    """What is known of the page itself; `id` is the SHA-256 of its bytes."""

    id: Id
    key: str | None
    path: str | None
    url: str | None
    retrieved: str | None
    language: Language | None
    outlet: str | None
    origin: Origin | None
    authors: tuple[str, ...]
    title: Words
    published: str | None
    published_from: Literal["given", "meta", "url", "text"] | None
    translation: Translation
    contexts: tuple[str, ...] = ()


class Passage(Record, frozen=True, kw_only=True):
    """One headline, paragraph, subhead, list item or caption of the article."""

    id: Id
    kind: PassageKind
    language: Language | None
    spans: Spans
    text: str


class Repair(Record, frozen=True, kw_only=True):
    """A stretch of the page that was mended: what stood there (`was`, as in the page) and how it reads now."""

    span: tuple[int, int]
    was: str
    now: str
    why: str


class Mention(Record, frozen=True, kw_only=True):
    """A name on the page."""

    id: Id
    spans: Spans
    text: str
    kind: Literal["person", "organization", "place", "group"]
    actor: str | None = None
    country: Country | None = None
    known_from: Known = msgspec.field(name="from", default="page")


class Said(Record, frozen=True, kw_only=True):
    """When and where something was said."""

    date: Date | None = None
    place: Place | None = None
    venue: Words | None = None


SpeechAct = Literal[
    "state", "accuse", "dispute", "deny", "confirm", "warn", "threaten", "demand", "ask", "propose", "promise", "refuse",
    "support", "condemn", "express-concern", "report-figure", "announce",
]  # fmt: skip


class Attribution(Record, frozen=True, kw_only=True):
    """Somebody (`speakers`, empty where the page names nobody) said, thinks or intends something."""

    id: Id
    speakers: tuple[Party, ...]
    identified: Literal["named", "unnamed", "collective", "document", "none"]
    cue: Words | None
    content: Words
    kind: Literal["direct", "indirect", "mixed"]
    mode: Literal["said", "thinks", "intends"] = "said"
    speech_act: SpeechAct = "state"
    addressees: tuple[Party, ...] = ()
    said: Said = Said()
    wording: Literal["verbatim", "translated", "unknown"] = "unknown"
    nested_in: Id | None = None
    confidence: float


class Size(Record, frozen=True, kw_only=True):
    """How many people an event touched."""

    dead: int | None = None
    injured: int | None = None
    arrested: int | None = None
    size: int | None = None


class Event(Record, frozen=True, kw_only=True):
    """Who did what to whom (PLOVER), with its status: stated, or only claimed, and by whom."""

    id: Id
    type: str
    mode: tuple[str, ...]
    actor: tuple[Party, ...]
    recipient: tuple[Party, ...]
    trigger: Words
    voice: Literal["outlet", "attributed"]
    polarity: Literal["affirmed", "negated"]
    modality: Literal["actual", "planned", "possible", "conditional"]
    claims: tuple[Id, ...]
    denials: tuple[Id, ...]
    status: Status
    date: Date | None
    place: Place | None
    size: Size
    quad: int
    score: float
    confidence: float


class Figure(Record, frozen=True, kw_only=True):
    """A number with its bounds, its unit, what it counts and who says so."""

    id: Id
    spans: Spans
    text: str
    low: float | None
    high: float | None
    approximate: bool
    bound_from: Literal["stated", "convention"]
    unit: str | None
    counted: str | None
    as_of: Date | None
    place: Place | None
    claims: tuple[Id, ...]
    event: Id | None


class Deadline(Record, frozen=True, kw_only=True):
    """A term that somebody sets somebody; `term` is an ISO 8601 duration."""

    id: Id
    spans: Spans
    text: str
    by: tuple[Party, ...]
    to: tuple[Party, ...]
    demand: Words
    term: str | None
    anchor: Date | None
    due: Date | None
    consequence: Words | None
    claims: tuple[Id, ...]
    event: Id | None


class Question(Record, frozen=True, kw_only=True):
    """What a position is about."""

    kind: str
    about: Party


class Position(Record, frozen=True, kw_only=True):
    """Where somebody stands on a question, with the words that say so."""

    id: Id
    spans: Spans
    text: str
    holder: Party
    question: Question
    stance: Literal["for", "against", "neutral", "conditional", "withdrawn"]
    condition: Words | None
    date: Date | None
    claims: tuple[Id, ...]


class Problem(Record, frozen=True, kw_only=True):
    """Something that went wrong with a page; the run goes on."""

    stage: str
    message: str
    span: tuple[int, int] | None = None


class PageRecord(Record, frozen=True, kw_only=True):
    """Everything that one page yields: one line of `onrecord read`."""

    schema: str = SCHEMA
    made_by: str
    page: Page
    passages: tuple[Passage, ...] = ()
    repairs: tuple[Repair, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    positions: tuple[Position, ...] = ()
    problems: tuple[Problem, ...] = ()
