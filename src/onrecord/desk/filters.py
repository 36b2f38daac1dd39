"""Filters of the views and of the API, as they stand in an address: checked here, an empty field is no filter."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from onrecord.archive import Where
from onrecord.records import Status

Blank = BeforeValidator(lambda value: None if value in ("", None) else value)
Words = Annotated[Annotated[str, Field(max_length=500)] | None, Blank]
Day = Annotated[Annotated[str, Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$", examples=["2019-02-01"])] | None, Blank]
WholeDay = Annotated[Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", examples=["2019-02-01"])] | None, Blank]
Country = Annotated[Annotated[str, Field(pattern="^[A-Za-z]{3}$")] | None, Blank]
EventType = Annotated[Annotated[str, Field(max_length=20)] | None, Blank]
Stance = Literal["for", "against", "neutral", "conditional", "withdrawn"]
MOST = 1_000


def set_of(model: BaseModel) -> dict[str, Any]:
    """The filters that are set, as they stand in an address."""
    return {name: value for name, value in model.model_dump(exclude_defaults=True).items() if value is not None}


class PageFilters(BaseModel):
    """Which pages, and which of the answers."""

    model_config = ConfigDict(extra="ignore")

    since: Annotated[Day, Field(description="from this day, month or year on")] = None
    until: Annotated[Day, Field(description="up to and with this day, month or year")] = None
    language: Annotated[Words, Field(description="of the page, ISO 639-1")] = None
    outlet: Annotated[Words, Field(description="of the page")] = None
    case: Annotated[Words, Field(description="of the page")] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 30
    offset: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0

    def set(self) -> dict[str, Any]:
        """The filters that are set, as they stand in an address."""
        return set_of(self)

    def narrowed(self) -> bool:
        """Whether anything but the place in the list is filtered."""
        return bool(set(self.set()) - {"limit", "offset"})

    def where(self, *left_out: str) -> Where:
        """As the archive takes them."""
        known = {
            name: value for name, value in self.set().items() if name in Where.__annotations__ and name not in left_out
        }
        return cast("Where", known | {"limit": self.limit, "offset": self.offset})


class RecordFilters(PageFilters):
    """Which records."""

    actor: Annotated[Words, Field(description="words in the name of a party")] = None
    country: Annotated[Country, Field(description="state of a party, ISO 3166-1 alpha-3")] = None
    claimant: Annotated[Words, Field(description="words in the name of who claims it")] = None
    status: Annotated[Status | None, Blank] = None


class EventFilters(RecordFilters):
    """Which events."""

    type: Annotated[EventType, Field(description="PLOVER type, such as ASSAULT")] = None
    side: Annotated[Literal["actor", "recipient"] | None, Blank, Field(description="where actor and country stand")] = (
        None
    )


class FigureFilters(RecordFilters):
    """Which figures."""

    unit: Annotated[Words, Field(description="people, dead, percent, USD ...")] = None
    counted: Annotated[Words, Field(description="words in what is counted")] = None


class DeadlineFilters(RecordFilters):
    """Which deadlines."""

    open_on: Annotated[WholeDay, Field(description="set by this day, and due then or later")] = None


class PositionFilters(RecordFilters):
    """Which positions."""

    on: Annotated[Day, Field(description="as of the end of this day, month or year")] = None
    question: Annotated[Words, Field(description="recognition, backing, sanction, ceasefire ...")] = None
    about: Annotated[Words, Field(description="words in what it is about")] = None
    stance: Annotated[Stance | None, Blank] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 200


class ActorFilters(BaseModel):
    """Which actors."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[Words, Field(description="words in any form of the name")] = None
    kind: Annotated[Literal["person", "organization", "group", "state"] | None, Blank] = None
    country: Annotated[Country, Field(description="ISO 3166-1 alpha-3")] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0

    def set(self) -> dict[str, Any]:
        """The filters that are set, as they stand in an address."""
        return set_of(self)

    def narrowed(self) -> bool:
        """Whether anything but the place in the list is filtered."""
        return bool(set(self.set()) - {"limit", "offset"})


class StoryFilters(PageFilters):
    """Which stories."""

    q: Annotated[Words, Field(description="words in a passage")] = None
    actor: Annotated[Words, Field(description="an id, or words in a name")] = None
    country: Annotated[Country, Field(description="of a party of an event")] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20


class SearchFilters(PageFilters):
    """What was said, or what stands in an article."""

    q: Annotated[Words, Field(description='words that must all be there, "a phrase", -without, begin*')] = None
    within: Annotated[Literal["attributions", "passages"], Field(description="what is searched")] = "attributions"
    speaker: Annotated[Words, Field(description="words in the name of who says it")] = None
    order: Literal["relevance", "date"] = "relevance"


class CountFilters(BaseModel):
    """What is counted, by what."""

    model_config = ConfigDict(extra="ignore")

    by: Annotated[
        str, Field(max_length=60, pattern="^[a-z]+(,[a-z]+)*$", description="columns, such as country,month")
    ] = "month,status"
    count: Literal["events", "reports"] = "reports"
    type: EventType = None
    status: Annotated[Status | None, Blank] = None
    country: Country = None
    since: Day = None
    until: Day = None
    language: Words = None
    outlet: Words = None
    case: Words = None

    def set(self) -> dict[str, Any]:
        """The filters that are set, as they stand in an address."""
        return set_of(self)

    def where(self) -> dict[str, Any]:
        """As the archive takes them, without the columns and what is counted."""
        return self.model_dump(exclude={"by", "count"}, exclude_none=True)


Pages = Annotated[PageFilters, Query()]
Events = Annotated[EventFilters, Query()]
Figures = Annotated[FigureFilters, Query()]
Deadlines = Annotated[DeadlineFilters, Query()]
Positions = Annotated[PositionFilters, Query()]
Actors = Annotated[ActorFilters, Query()]
Stories = Annotated[StoryFilters, Query()]
Search = Annotated[SearchFilters, Query()]
Counts = Annotated[CountFilters, Query()]
