"""Actors: who is there, and one of them: what they said, did, were accused of, and by whom; roles and names."""

from __future__ import annotations

from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from onrecord.archive import Archive, Hit, Snippet, Where
from onrecord.corpus.actors import Actor
from onrecord.desk import evidence, filters
from onrecord.desk.desk import TheDesk, back, query
from onrecord.desk.downloads import Form as FileForm
from onrecord.desk.downloads import download
from onrecord.errors import UsageError

router = APIRouter(include_in_schema=False)
FORMS = 4  # of a name, the commonest
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
def actors_file(desk: TheDesk, form: FileForm, wanted: filters.Actors) -> Response:
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
        "country": actor.country, "sector": actor.sector, "pages": actor.pages, "roles": list(dict.fromkeys(role.text for role in actor.roles)),
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
        request, "actor.html", title=name, actor=found, said=_said(archive, found),
        did=did, accused=accused, target=target, positions=positions, pages=archive.actor_pages(found.id, limit=SHOWN), party=party,
        evidence=evidence.of_answers(archive, (*did, *accused, *target, *positions)), **_names(archive, found),
    )  # fmt: skip


@router.post("/actors/judge")
def judge(
    request: Request,
    desk: TheDesk,
    csrf: Annotated[str, Form()],
    one: Annotated[str, Form(max_length=200)],
    other: Annotated[str, Form(max_length=200)],
    same: Annotated[bool, Form()],
    why: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Judge that two names are of one actor, or of two; the last judgement counts, so the opposite one undoes it."""
    desk.check_form(request, csrf)
    if not other.strip():
        raise UsageError("name: give the other name, as a page has it")
    archive = desk.archive()
    found = archive.merge_actors(one, other, why=why) if same else archive.split_actors(one, other, why=why)
    return back(f"/actors/{found[0].id}")


@router.get("/actors/{actor_id}.{form}")
def actor_file(desk: TheDesk, actor_id: str, form: FileForm) -> Response:
    """An actor as a file: the names, roles and names merged."""
    found = desk.archive().actor(actor_id)
    return download("actor", form, [row_of(found)], [msgspec.to_builtins(found)])


def _said(archive: Archive, actor: Actor) -> list[tuple[Hit, Snippet]]:
    """What an actor said under any of the commonest forms of the name, the newest first."""
    forms = list(dict.fromkeys(form.text for form in actor.names))[:FORMS]
    hits = {hit.id: hit for form in forms for hit in archive.find("", speaker=form, limit=SHOWN)}
    newest = sorted(hits.values(), key=lambda hit: hit.page.published or "", reverse=True)
    return [(hit, hit.snippet(220)) for hit in newest[:SHOWN]]


def _names(archive: Archive, actor: Actor) -> dict[str, Any]:
    """Why the names of an actor are one, and which judgements of users keep others apart from it."""
    merges = archive.merges(actor.id)
    own = {*actor.merged_from, *(id_ for merge in merges for id_ in (merge.one, merge.other))}
    apart = [one for one in archive.judgements() if not one.same and own & {one.one, one.other}]
    texts = archive.name_texts({id_ for merge in (*merges, *apart) for id_ in (merge.one, merge.other)})
    return {"merges": merges, "apart": apart, "texts": texts}


def _party(actor: Actor) -> Where:
    """How records of an actor are asked for: a state by its code, anybody else by name."""
    if actor.kind == "state" and actor.country:
        return {"country": actor.country}
    return {"actor": actor.names[0].text}
