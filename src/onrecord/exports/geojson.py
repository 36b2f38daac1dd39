"""GeoJSON (RFC 7946): the events that have coordinates, each with its status."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from onrecord.exports.columns import score
from onrecord.exports.files import Summary, text_file
from onrecord.exports.wording import Text, View
from onrecord.records import Event, PageRecord


def write(pages: Iterable[PageRecord], out: Path, *, text: Text) -> Summary:
    """Write the FeatureCollection `out`, one feature a line; events without coordinates are left out and counted."""
    rows = left_out = 0
    with text_file(out) as file:
        file.write('{"type":"FeatureCollection","features":[')
        for record in pages:
            view = View(record, text)
            for event in record.events:
                if event.place is None or event.place.lat is None or event.place.lon is None:
                    left_out += 1
                    continue
                file.write(",\n" if rows else "\n")
                file.write(msgspec.json.encode(_feature(view, event, event.place.lon, event.place.lat)).decode())
                rows += 1
        file.write("\n]}\n")
    return Summary((out,), rows, left_out)


def _feature(view: View, event: Event, lon: float, lat: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": _properties(view, event),
    }


def _properties(view: View, event: Event) -> dict[str, Any]:
    """What is known of an event, flat, as maps show it."""
    page, date, passage = view.page, event.date, view.passage(event.trigger.spans)
    return {
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "score": score(event),
        "status": event.status,
        "modality": event.modality,
        "actors": [view.label(one) for one in event.actor],
        "actor_countries": [one.country for one in event.actor],
        "recipients": [view.label(one) for one in event.recipient],
        "recipient_countries": [one.country for one in event.recipient],
        "claimants": view.speakers(event.claims),
        "deniers": view.speakers(event.denials),
        "trigger": view.words(event.trigger.text),
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "place": view.place(event.place),
        "place_country": event.place.country if event.place else None,
        "geonameid": event.place.geonameid if event.place else None,
        **msgspec.structs.asdict(event.size),
        "title": view.words(page.title.text),
        "passage": view.whole(passage.text) if passage else None,
        "url": page.url,
        "outlet": page.outlet,
        "published": page.published,
        "language": page.language,
        "page_id": page.id,
        "confidence": event.confidence,
    }
