"""POLECAT: one tab-separated row an event, POLECAT's forty columns in its order, then what it has no column for.

Columns as in the weekly files of POLECAT (Harvard Dataverse, doi:10.7910/DVN/AJGVIT); docs/exports.md says what each holds here.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from onrecord.exports.columns import Cell, score
from onrecord.exports.files import Summary, text_file
from onrecord.exports.tables import defused
from onrecord.exports.wording import Text, View, first
from onrecord.ontology import ontology
from onrecord.records import Event, PageRecord, Party

Value = Callable[[View, Event], Cell]


def _nothing(view: View, event: Event) -> Cell:
    """A column of POLECAT that nothing of ours fills."""
    return None


def _party(title: str, get: Callable[[Event], Sequence[Party]]) -> dict[str, Value]:
    """The eight columns of actor or recipient; several parties are joined by "; "."""
    return {
        f"{title} Name": lambda view, event: tuple(view.label(one) for one in get(event)),
        f"{title} Country": lambda _, event: tuple(one.country for one in get(event)),
        f"{title} COW": _nothing,
        f"Primary {title} Sector": lambda _, event: first([one.sector for one in get(event)]),
        f"{title} Sectors": lambda _, event: tuple(one.sector for one in get(event)),
        f"{title} Title": lambda view, event: tuple(view.words(one.role) for one in get(event)),
        f"{title} Name Raw": lambda view, event: tuple(view.words(one.text) for one in get(event)),
        f"Wikipedia {title} ID": _nothing,
    }


def _story(*kinds: str) -> Value:
    """Names of these kinds on the page, each once."""
    return lambda view, _: tuple(
        dict.fromkeys(view.words(one.text) for one in view.record.mentions if one.kind in kinds)
    )


def _of_place(field: str) -> Value:
    return lambda _, event: getattr(event.place, field, None)


def _date(view: View, event: Event) -> Cell:
    """First day of the event; where the page does not say it, the day of publication, as POLECAT does."""
    return (event.date and event.date.start) or view.page.published


def _date_from(view: View, event: Event) -> Cell:
    if event.date and event.date.start:
        return event.date.precision
    return "published" if view.page.published else None


def _passage(view: View, event: Event) -> Cell:
    passage = view.passage(event.trigger.spans) if view.text == "full" else None
    return passage.text if passage else None


COLUMNS: dict[str, Value] = {
    "Event ID": lambda _, event: event.id,
    "Event Date": _date,
    "Event Type": lambda _, event: event.type,
    "Event Mode": lambda _, event: event.mode,
    "Intensity": lambda _, event: score(event),
    "Quad Code": lambda _, event: ontology().quads[event.quad].upper(),
    "Contexts": lambda view, _: view.page.contexts,
    **_party("Actor", lambda event: event.actor),
    **_party("Recipient", lambda event: event.recipient),
    "Placename": lambda view, event: view.place(event.place),
    "City": _nothing,
    "District": _nothing,
    "Province": _nothing,
    "Country": _of_place("country"),
    "Latitude": _of_place("lat"),
    "Longitude": _of_place("lon"),
    "GeoNames ID": _of_place("geonameid"),
    "Raw Placename": lambda view, event: view.place(event.place),
    "Feature Type": _nothing,
    "Source": lambda view, _: view.page.outlet,
    "Publication Date": lambda view, _: view.page.published,
    "Story People": _story("person"),
    "Story Organizations": _story("organization", "group"),
    "Story Locations": _story("place"),
    "Language": lambda view, _: view.page.language,
    "Version": lambda view, _: view.record.made_by,
    # not in POLECAT
    "Headline": lambda view, _: view.words(view.page.title.text),
    "Event Text": _passage,
    "Trigger": lambda view, event: view.words(event.trigger.text),
    "Event Date From": _date_from,
    "Status": lambda _, event: event.status,
    "Polarity": lambda _, event: event.polarity,
    "Modality": lambda _, event: event.modality,
    "Claimants": lambda view, event: view.speakers(event.claims),
    "Deniers": lambda view, event: view.speakers(event.denials),
    "Dead": lambda _, event: event.size.dead,
    "Injured": lambda _, event: event.size.injured,
    "Arrested": lambda _, event: event.size.arrested,
    "Confidence": lambda _, event: event.confidence,
    "Page ID": lambda view, _: view.page.id,
    "URL": lambda view, _: view.page.url,
}


def write(pages: Iterable[PageRecord], out: Path, *, text: Text) -> Summary:
    """Write the tab-separated file `out`, UTF-8, no tab or line break inside a cell; one page is held at a time."""
    rows = 0
    with text_file(out) as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for record in pages:
            view = View(record, text)
            for event in record.events:
                writer.writerow([_plain(value(view, event)) for value in COLUMNS.values()])
                rows += 1
    return Summary((out,), rows)


def _plain(cell: Cell) -> str | int | float:
    """A cell as POLECAT has it: lists joined by "; ", "" for nothing; formulas defused as in the CSV export."""
    if isinstance(cell, tuple):
        parts = [(part or "").replace(";", ",") for part in cell]
        cell = "; ".join(defused(" ".join(part.split())) for part in parts) if any(parts) else ""
    if isinstance(cell, str):
        return defused(" ".join(cell.split()))
    return "" if cell is None else cell
