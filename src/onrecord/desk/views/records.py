"""One record: the sentence it comes from, its fields, its citation, and what was decided about it."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from onrecord import citation, gloss
from onrecord.archive import Found
from onrecord.archive.parties import claims_of, deniers, said_by, status
from onrecord.desk import evidence
from onrecord.desk.desk import TheDesk
from onrecord.desk.present import plain
from onrecord.desk.reading import in_words, name_of
from onrecord.records import Attribution, Deadline, Event, Figure, Mention, Passage, Position

router = APIRouter(include_in_schema=False)


@router.get("/records/{record_id}")
def record(request: Request, desk: TheDesk, record_id: str) -> Response:
    """A record with its evidence and its citation."""
    archive = desk.archive()
    found = record_at(archive.get(record_id))
    return desk.page(
        request, "record.html", title=f"Record {getattr(found.item, 'id', '')[:8]}", found=found,
        marked=evidence.of(found.record, archive.text(found.page.id), found.item, 600) if found.item else [],
        citation=citation.as_text(found.record, found.item), history=archive.reviews.history(record_id), **described(found),
    )  # fmt: skip


@router.get("/records/{record_id}/citation.json")
def csl(desk: TheDesk, record_id: str) -> Response:
    """The citation as CSL-JSON."""
    found = desk.archive().get(record_id)
    return Response(
        msgspec.json.format(msgspec.json.encode([citation.as_csl(found.record, found.item)]), indent=1),
        media_type="application/vnd.citationstyles.csl+json",
        headers={
            "Content-Disposition": f'attachment; filename="onrecord-{record_id[:16] if record_id.isalnum() else "citation"}.json"'
        },
    )


def record_at(found: Found) -> Found:
    """What was found, if it is a record; pages have a view of their own."""
    if found.item is None:
        raise HTTPException(404, "That is the id of a page, not of a record.")
    return found


def described(found: Found) -> dict[str, Any]:
    """What every view of one record says of it."""
    item, claims = found.item, claims_of(found.record)
    told = item if isinstance(item, Event | Figure | Deadline | Position) else None
    named = told or (item if isinstance(item, Attribution | Mention) else None)
    return {
        "item": item,
        "kind": found.kind,
        "name": name_of(named) if named else found.kind,
        "status": status(told) if told else "",
        "words": plain(gloss.of(item, found.record)) or (in_words(named) if named else ""),
        "said_by": said_by(told, claims) if told else "",
        "deniers": deniers(told, claims) if told else (),
        "fields": fields_of(item),
        "passage": item if isinstance(item, Passage) else None,
    }


def fields_of(item: Any) -> list[tuple[str, str]]:
    """The fields of a record that hold something, as text."""
    rows = []
    for name, value in msgspec.to_builtins(item).items():
        if value in (None, [], {}, "") or name == "id":
            continue
        rows.append((name, value if isinstance(value, str) else _short(value)))
    return rows


def _short(value: Any) -> str:
    """A field in one line: words before offsets, nothing that is empty."""
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            inner = [
                f"{name} {_short(one)}" if name != "text" else str(one)
                for name, one in value.items()
                if one not in (None, [], {}, "")
            ]
            return " · ".join(inner)
        case [[int(), int()], *_]:
            return ", ".join(f"{start}–{end}" for start, end in value)
        case list():
            return "; ".join(_short(one) for one in value)
    return str(value)
