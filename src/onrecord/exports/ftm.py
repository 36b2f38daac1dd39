"""FollowTheMoney: articles, parties, mentions, events and statements as entities, one JSON object a line.

Schemata and property types as in followthemoney 4; the library itself is needed only to check what is written.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import msgspec

from onrecord.exports.files import Summary, text_file
from onrecord.exports.wording import Text, View
from onrecord.records import Attribution, Event, Mention, PageRecord, Party

#: Sectors of bodies that belong to a state or to several (PLOVER).
_PUBLIC = frozenset(("COP", "GOV", "JUD", "LEG", "MIL", "SPY", "IGO", "UNO", "EUR"))
Entity = dict[str, Any]


def write(pages: Iterable[PageRecord], out: Path, *, text: Text) -> Summary:
    """Write the entities `out`, one a line. A party that comes again is written once: memory grows with parties, not with pages."""
    rows = 0
    written: set[str] = set()
    with text_file(out) as file:
        for record in pages:
            for entity in entities(View(record, text)):
                if entity["id"] not in written:
                    file.write(msgspec.json.encode(entity).decode() + "\n")
                    rows += 1
                if entity["id"].startswith(_PARTY):
                    written.add(entity["id"])
    return Summary((out,), rows)


def entities(view: View) -> Iterator[Entity]:
    """The entities of a page; those that others point at come first."""
    yield _article(view)
    for event in view.record.events:
        for party in (*event.actor, *event.recipient):
            yield from _party(view, party)
        yield _event(view, event)
        yield from _links(view, event)
    for one in view.record.attributions:
        for party in one.speakers:
            yield from _party(view, party)
        yield _note(view, one)
    if view.text != "none":
        resolved = {view.name(party): party_id(view, party) for party in _all_parties(view)}
        for mention in view.record.mentions:
            yield _mention(view, mention, resolved.get(mention.actor or mention.text))


_PARTY = "onrecord-party-"


def _entity(id_: str, schema: str, **values: Any) -> Entity:
    """An entity of the values that are there; every property is a list of strings."""
    lists = {name: list(value) if isinstance(value, (list, tuple)) else [value] for name, value in values.items()}
    kept = {name: list(dict.fromkeys(one for one in value if one)) for name, value in lists.items()}
    return {"id": id_, "schema": schema, "properties": {name: value for name, value in kept.items() if value}}


def _article(view: View) -> Entity:
    page = view.page
    return _entity(
        _article_id(view),
        "Article",
        title=view.words(page.title.text),
        author=page.authors,
        publisher=page.outlet,
        publishedAt=page.published,
        retrievedAt=page.retrieved and page.retrieved[:10],
        sourceUrl=_url(view),
        language=_codes("language").get(page.language or ""),
        bodyText=[view.whole(passage.text) for passage in view.record.passages],
        processingAgent=view.record.made_by,
    )


def _article_id(view: View) -> str:
    return f"onrecord-page-{view.page.id}"


def _url(view: View) -> str | None:
    url = view.page.url or ""
    return url if url.startswith(("http://", "https://")) else None


def party_id(view: View, party: Party) -> str | None:
    """The id of a party: the same on all pages for a name with its state and schema, of this page alone without a name."""
    label = view.label(party)
    if not label:
        return None
    scope = "" if view.name(party) else f"{view.page.id}|{party.spans}"
    body = f"{_schema(view, party)}|{party.country or ''}|{label}|{scope}"
    return _PARTY + hashlib.blake2b(body.encode(), digest_size=12).hexdigest()


def _schema(view: View, party: Party) -> str:
    """The schema of a party, by what the page names it as and by its sector."""
    kind = view.kind(party)
    if kind == "person" or (kind is None and party.actor):
        return "Person"
    if party.sector in _PUBLIC or (kind == "place" and party.country):
        return "PublicBody"
    return "Organization" if kind == "organization" else "LegalEntity"


def _party(view: View, party: Party) -> Iterator[Entity]:
    id_ = party_id(view, party)
    if id_ is not None:
        yield _entity(
            id_,
            _schema(view, party),
            name=view.label(party),
            country=_codes("country").get(party.country or ""),
        )


def _ids(view: View, parties: Iterable[Party]) -> list[str]:
    return [id_ for party in parties if (id_ := party_id(view, party)) is not None]


def _labels(view: View, parties: Iterable[Party]) -> str:
    return ", ".join(label for party in parties if (label := view.label(party)))


def _told(view: View, event: Event) -> str:
    """Status, claimants and deniers in one line, so that no event is read without them."""
    parts = [f"status: {event.status}", f"modality: {event.modality}"]
    if event.claims:
        parts.append(f"claimed by: {', '.join(view.speakers(event.claims))}")
    if event.denials:
        parts.append(f"denied by: {', '.join(view.speakers(event.denials))}")
    return "; ".join(parts)


def _event(view: View, event: Event) -> Entity:
    """An Event. Its name begins with its status; both sides are only `involved`, since FollowTheMoney has no doubtful organizer."""
    sides = " -> ".join(side for side in (_labels(view, event.actor), _labels(view, event.recipient)) if side)
    place = event.place
    return _entity(
        f"onrecord-event-{event.id}",
        "Event",
        name=f"{event.status.upper()}: {event.type}{' ' if sides else ''}{sides}",
        summary=_told(view, event),
        description=view.words(event.trigger.text),
        keywords=[event.type, *event.mode, event.status, *view.page.contexts],
        involved=_ids(view, (*event.actor, *event.recipient)),
        location=view.place(place),
        country=_codes("country").get((place and place.country) or ""),
        **_dates(event),
        recordId=event.id,
        publisher=view.page.outlet,
        sourceUrl=_url(view),
        proof=_article_id(view),
    )


def _dates(event: Event) -> dict[str, str | None]:
    if event.date is None or event.date.start is None:
        return {}
    if event.date.start == event.date.end:
        return {"date": event.date.start}
    return {"startDate": event.date.start, "endDate": event.date.end}


def _links(view: View, event: Event) -> Iterator[Entity]:
    """Who does it to whom, with the status: one UnknownLink for each actor and recipient."""
    for actor, recipient in product(_ids(view, event.actor), _ids(view, event.recipient)):
        yield _entity(
            f"onrecord-link-{event.id}-{actor.removeprefix(_PARTY)}-{recipient.removeprefix(_PARTY)}",
            "UnknownLink",
            subject=actor,
            object=recipient,
            role=event.type,
            status=event.status,
            summary=_told(view, event),
            **_dates(event),
            recordId=event.id,
            sourceUrl=_url(view),
            proof=_article_id(view),
        )


def _note(view: View, one: Attribution) -> Entity:
    """An attribution: a Note on those who speak."""
    act = one.speech_act if one.mode == "said" else one.mode
    return _entity(
        f"onrecord-attribution-{one.id}",
        "Note",
        name=f"{', '.join(view.speakers([one.id]))}: {act}",
        entity=_ids(view, one.speakers),
        description=view.words(one.content.text),
        keywords=[one.speech_act, one.mode, one.kind, one.identified],
        sourceUrl=_url(view),
        publisher=view.page.outlet,
        proof=_article_id(view),
    )


_MENTIONED = {"person": "Person", "organization": "Organization", "place": "Address", "group": "Organization"}


def _mention(view: View, mention: Mention, resolved: str | None) -> Entity:
    """A name on the page, tied to the party that it is where it is one."""
    return _entity(
        f"onrecord-mention-{mention.id}",
        "Mention",
        document=_article_id(view),
        name=mention.text,
        resolved=resolved,
        detectedSchema=_MENTIONED[mention.kind],
        contextCountry=_codes("country").get(mention.country or ""),
    )


def _all_parties(view: View) -> Iterator[Party]:
    for event in view.record.events:
        yield from (*event.actor, *event.recipient)
    for one in view.record.attributions:
        yield from one.speakers


@cache
def _codes(kind: str) -> Mapping[str, str]:
    """Codes of FollowTheMoney for ours: countries in two letters (ISO 3166-1; Kosovo xk), languages in three (ISO 639-3)."""
    source = (files("onrecord.exports") / "codes.csv").read_text(encoding="utf-8")
    return {row["code"]: row["ftm"] for row in csv.DictReader(StringIO(source)) if row["kind"] == kind}
