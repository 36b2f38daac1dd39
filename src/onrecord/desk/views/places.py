"""The map: events where pages put them, on an outline of our own, with the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.archive import Answer, Archive
from onrecord.desk import filters
from onrecord.desk.desk import TheDesk
from onrecord.desk.downloads import Form, download
from onrecord.desk.world import HEIGHT, WIDTH, projected
from onrecord.ontology import ontology
from onrecord.records import Event

router = APIRouter(include_in_schema=False)
LIMIT = 300  # events looked at
_NARROWEST = 120.0  # units of the drawing that a view shows at least


class Spot(NamedTuple):
    """A place with its events: where it is in the drawing, how large it is drawn, and how its events are told."""

    name: str
    country: str | None
    x: float
    y: float
    radius: float
    answers: tuple[Answer[Event], ...]
    stated: int


class Window(NamedTuple):
    """What of the drawing is shown."""

    x: float
    y: float
    width: float
    height: float


@router.get("/map")
def places(request: Request, desk: TheDesk, wanted: filters.Events, world: bool = False) -> Response:
    """Events on the map, drawn as near as they lie together; `world` shows all of it."""
    archive = desk.archive()
    answers = placed(_events(archive, wanted))
    spots, window = drawn(answers, world)
    return desk.page(
        request, "map.html", title="Map", spots=spots, window=window, world=world, filters=wanted, cases=archive.cases(), answers=answers,
        types=sorted(ontology().types), unit=window.width / WIDTH,
    )  # fmt: skip


@router.get("/map.{form}")
def places_file(desk: TheDesk, form: Form, wanted: filters.Events) -> Response:
    """Events of the map as a file."""
    answers = placed(_events(desk.archive(), wanted))
    return download("map", form, [answer.row() for answer in answers], [answer.json() for answer in answers])


def _events(archive: Archive, wanted: filters.EventFilters) -> tuple[Answer[Event], ...]:
    """The newest events that pass the filters and happened in a known country."""
    where = wanted.model_copy(update={"limit": LIMIT, "offset": 0}).where()
    return archive.ask.events(type=wanted.type, side=wanted.side, placed=True, **where)


def placed(answers: Sequence[Answer[Event]]) -> tuple[Answer[Event], ...]:
    """Events whose place has coordinates."""
    return tuple(
        one for one in answers if one.item.place and one.item.place.lat is not None and one.item.place.lon is not None
    )


def drawn(answers: Sequence[Answer[Event]], world: bool) -> tuple[tuple[Spot, ...], Window]:
    """The spots, largest first so that small ones lie on top, and the window around them."""
    groups: dict[tuple[float, float], list[Answer[Event]]] = {}
    for answer in answers:
        place: Any = answer.item.place
        groups.setdefault((place.lat, place.lon), []).append(answer)
    points = {key: projected(*key) for key in groups}
    window = _window(list(points.values()), world)
    unit = window.width / WIDTH
    spots = [
        Spot(
            name=some[0].item.place.text if some[0].item.place else "", country=some[0].item.place.country if some[0].item.place else None,
            x=round(points[key][0], 2), y=round(points[key][1], 2), radius=round(unit * (5 + 3.2 * len(some) ** 0.5), 2), answers=tuple(some),
            stated=sum(one.status == "stated" for one in some),
        )
        for key, some in groups.items()
    ]  # fmt: skip
    return tuple(sorted(spots, key=lambda spot: (-len(spot.answers), spot.name))), window


def _window(points: Sequence[tuple[float, float]], world: bool) -> Window:
    """The part of the drawing around points, in the shape of the whole."""
    if world or not points:
        return Window(0, 0, WIDTH, HEIGHT)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = min(WIDTH, max(_NARROWEST, 1.3 * (max(xs) - min(xs)), 1.5 * (max(ys) - min(ys)) * WIDTH / HEIGHT))
    height = width * HEIGHT / WIDTH
    left = max(0.0, min(WIDTH - width, (max(xs) + min(xs) - width) / 2))
    top = max(0.0, min(HEIGHT - height, (max(ys) + min(ys) - height) / 2))
    return Window(round(left, 1), round(top, 1), round(width, 1), round(height, 1))
