"""Actors: who is there, and one of them: what they said, did, were accused of, and by whom; roles and names."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from onrecord.archive import Archive, Where
from onrecord.corpus.actors import Actor
from onrecord.desk import evidence, filters
from onrecord.desk.desk import TheDesk, query
from onrecord.desk.downloads import Form, download

router = APIRouter(include_in_schema=False)
SHOWN = 12  # of each: statements, events, accusations, positions, pages


@router.get("/actors")
def actors(request: Request, desk: TheDesk, wanted: filters.Actors) -> Response:
    """Who is there, by how many pages name them."""
    archive = desk.archive()
    found = actors_of(archive, wanted, more=1)
    return desk.page(
        request,
        "actors.html",
        title="Actors",
        actors=found[: wanted.limit],
        more=len(found) > wanted.limit,
        filters=wanted,
    )


@router.get("/actors.{form}")
def actors_file(desk: TheDesk, form: Form, wanted: filters.Actors) -> Response:
    """The same as a file."""
    found = actors_of(desk.archive(), wanted)
    return download("actors", form, [row_of(actor) for actor in found], found)


def actors_of(archive: Archive, wanted: filters.ActorFilters, more: int = 0) -> tuple[Actor, ...]:
    """The actors that pass the filters."""
    return archive.actors(
        wanted.name, kind=wanted.kind, country=wanted.country, limit=wanted.limit + more, offset=wanted.offset
    )


def row_of(actor: Actor) -> dict[str, Any]:
    """An actor as a flat row."""
    return {
        "id": actor.id, "name": actor.names[0].text, "names": list(dict.fromkeys(name.text for name in actor.names)), "kind": actor.kind,
        "country": actor.country, "sector": actor.sector, "roles": list(dict.fromkeys(role.text for role in actor.roles)),
    }  # fmt: skip


@router.get("/actor")
def named(desk: TheDesk, name: str) -> Response:
    """The actor with a name: the one on most pages, else the list of those who have its words."""
    found = desk.archive().actors(name, limit=1)
    to = f"/actors/{found[0].id}" if found else query("/actors", {"name": name})
    return RedirectResponse(to, status_code=307)


@router.get("/actors/{actor_id}")
def actor(request: Request, desk: TheDesk, actor_id: str) -> Response:
    """One actor."""
    archive = desk.archive()
    found = archive.actor(actor_id)
    party = _party(found)
    some = cast("Where", {**party, "limit": SHOWN})
    did = archive.ask.events(side="actor", **some)
    accused = archive.ask.events(side="recipient", type="ACCUSE", **some)
    done = archive.ask.events(side="recipient", **cast("Where", {**party, "limit": 2 * SHOWN}))
    target = [one for one in done if one.item.type != "ACCUSE"][:SHOWN]
    positions = archive.ask.positions(**some)
    name = found.names[0].text
    return desk.page(
        request, "actor.html", title=name, actor=found, said=[(hit, hit.snippet(220)) for hit in archive.find("", speaker=name, limit=SHOWN)],
        did=did, accused=accused, target=target, positions=positions, pages=archive.actor_pages(found.id, limit=SHOWN), party=party,
        evidence=evidence.of_answers(archive, (*did, *accused, *target, *positions)),
    )  # fmt: skip


@router.get("/actors/{actor_id}.{form}")
def actor_file(desk: TheDesk, actor_id: str, form: Form) -> Response:
    """An actor as a file: the names, roles and names merged."""
    found = desk.archive().actor(actor_id)
    return download("actor", form, [row_of(found)], [msgspec.to_builtins(found)])


def _party(actor: Actor) -> Where:
    """How records of an actor are asked for: a state by its code, anybody else by name."""
    if actor.kind == "state" and actor.country:
        return {"country": actor.country}
    return {"actor": actor.names[0].text}
