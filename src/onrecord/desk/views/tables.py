"""Events, figures, deadlines, positions and actors as tables, each with its filters and as a file of exactly what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.archive import Answer, Archive
from onrecord.desk import board, evidence, filters
from onrecord.desk.desk import Desk, TheDesk
from onrecord.desk.downloads import Form, download
from onrecord.ontology import ontology
from onrecord.records import Deadline, Event, Figure, Position

router = APIRouter(include_in_schema=False)


class Table(NamedTuple):
    """A table of records: its name and heading, what it answers, and how it asks the archive."""

    name: str
    title: str
    about: str
    ask: Callable[[Archive, Any], Sequence[Answer[Any]]]


def events_of(archive: Archive, wanted: filters.EventFilters) -> tuple[Answer[Event], ...]:
    """Events that pass the filters."""
    return archive.ask.events(type=wanted.type, side=wanted.side, **wanted.where())


def figures_of(archive: Archive, wanted: filters.FigureFilters) -> tuple[Answer[Figure], ...]:
    """Figures that pass the filters."""
    return archive.ask.figures(unit=wanted.unit, counted=wanted.counted, **wanted.where())


def deadlines_of(archive: Archive, wanted: filters.DeadlineFilters) -> tuple[Answer[Deadline], ...]:
    """Deadlines that pass the filters."""
    return archive.ask.deadlines(open_on=wanted.open_on, **wanted.where())


def positions_of(archive: Archive, wanted: filters.PositionFilters) -> tuple[Answer[Position], ...]:
    """Positions that pass the filters."""
    return archive.ask.positions(
        on=wanted.on, question=wanted.question, about=wanted.about, stance=wanted.stance, **wanted.where()
    )


EVENTS = Table("events", "Events", "Who did what to whom, and who says so.", events_of)
FIGURES = Table("figures", "Figures", "Who puts what at how many, in which words.", figures_of)
DEADLINES = Table("deadlines", "Deadlines", "Who gives whom until when, for what.", deadlines_of)
POSITIONS = Table("positions", "Positions", "Where somebody stands on a question, and since when.", positions_of)


def _more(wanted: filters.PageFilters) -> filters.PageFilters:
    """The same filters for one answer more, which tells whether there is a next page."""
    return wanted.model_copy(update={"limit": wanted.limit + 1})


def _show(request: Request, desk: Desk, table: Table, wanted: filters.RecordFilters, **more: Any) -> Response:
    archive = desk.archive()
    found = table.ask(archive, _more(wanted))
    answers = found[: wanted.limit]
    return desk.page(
        request, "table.html", title=table.title, table=table, answers=answers, more=len(found) > wanted.limit, filters=wanted,
        evidence=evidence.of_answers(archive, answers), reviews=archive.reviews.of_records(answer.id for answer in answers),
        cases=archive.cases(), types=sorted(ontology().types), today=date.today(), **more,
    )  # fmt: skip


def _file(desk: Desk, table: Table, form: Form, wanted: filters.RecordFilters) -> Response:
    answers = table.ask(desk.archive(), wanted)
    return download(table.name, form, [answer.row() for answer in answers], [answer.json() for answer in answers])


@router.get("/events")
def events(request: Request, desk: TheDesk, wanted: filters.Events) -> Response:
    """Events."""
    return _show(request, desk, EVENTS, wanted)


@router.get("/events.{form}")
def events_file(desk: TheDesk, form: Form, wanted: filters.Events) -> Response:
    """Events as a file."""
    return _file(desk, EVENTS, form, wanted)


@router.get("/figures")
def figures(request: Request, desk: TheDesk, wanted: filters.Figures) -> Response:
    """Figures."""
    return _show(request, desk, FIGURES, wanted)


@router.get("/figures.{form}")
def figures_file(desk: TheDesk, form: Form, wanted: filters.Figures) -> Response:
    """Figures as a file."""
    return _file(desk, FIGURES, form, wanted)


@router.get("/deadlines")
def deadlines(request: Request, desk: TheDesk, wanted: filters.Deadlines) -> Response:
    """Deadlines."""
    return _show(request, desk, DEADLINES, wanted)


@router.get("/deadlines.{form}")
def deadlines_file(desk: TheDesk, form: Form, wanted: filters.Deadlines) -> Response:
    """Deadlines as a file."""
    return _file(desk, DEADLINES, form, wanted)


@router.get("/positions")
def positions(request: Request, desk: TheDesk, wanted: filters.Positions) -> Response:
    """The board of positions: who is for, who against, question by question."""
    archive = desk.archive()
    found = positions_of(archive, cast("filters.PositionFilters", _more(wanted)))
    answers = found[: wanted.limit]
    return desk.page(
        request, "positions.html", title=POSITIONS.title, table=POSITIONS, answers=answers, more=len(found) > wanted.limit, filters=wanted,
        questions=board.questions(answers), evidence=evidence.of_answers(archive, answers), cases=archive.cases(),
        reviews=archive.reviews.of_records(answer.id for answer in answers),
    )  # fmt: skip


@router.get("/positions.{form}")
def positions_file(desk: TheDesk, form: Form, wanted: filters.Positions) -> Response:
    """Positions as a file."""
    return _file(desk, POSITIONS, form, wanted)
