"""Citations of a record: outlet, date, address, the words, where they stand, the hash of the page, and the version."""

from __future__ import annotations

from typing import Any

from onrecord import gloss
from onrecord.records import (
    Attribution,
    Deadline,
    Event,
    Figure,
    Mention,
    Page,
    PageRecord,
    Passage,
    Position,
    Record,
)
from onrecord.spans import Spans


def words_of(item: Record | None, page: Page) -> tuple[str, Spans]:
    """The words that a record rests on and their spans: content of an attribution, trigger of an event, text of others.

    Without an item: the title of the page.
    """
    match item:
        case None:
            return page.title.text, page.title.spans
        case Attribution():
            return item.content.text, item.content.spans
        case Event():
            return item.trigger.text, item.trigger.spans
        case Passage() | Mention() | Figure() | Deadline() | Position():
            return item.text, item.spans
    raise TypeError(f"{type(item).__name__} has no words of its own")


def _who(item: Record | None) -> str:
    """The speakers of an attribution as the page names them; "" for anything else."""
    if not isinstance(item, Attribution):
        return ""
    return ", ".join(party.shown() for party in item.speakers)


def _offsets(spans: Spans) -> str:
    return ", ".join(f"{start}-{end}" for start, end in spans)


def as_text(record: PageRecord, item: Record | None) -> str:
    """A citation for a footnote; what the page does not say is left out, never guessed."""
    page = record.page
    words, spans = words_of(item, page)
    source = [part for part in (", ".join(page.authors), page.outlet) if part]
    if page.title.text:
        source.append(f'"{page.title.text}"')
    source.append(page.published or "no date on the page")
    if page.origin:
        source.append(f"republished from {page.origin.name}")
    address = page.url or page.path
    if address:
        source.append(address + (f" (retrieved {page.retrieved})" if page.retrieved else ""))
    speaker = _who(item)
    where = f"characters {_offsets(spans)} of" if spans else "in"
    quoted = f"{speaker + ': ' if speaker else ''}{words}" if item is not None else ""
    identity = (
        f"[{where} page sha256:{page.id}{'; record ' + item.id if item is not None and hasattr(item, 'id') else ''}]"
    )
    return "\n".join(
        part
        for part in (
            ", ".join(source) + ".",
            quoted,
            gloss.of(item, record),
            f"{identity} Recorded by {record.made_by}.",
        )
        if part
    )


def as_csl(record: PageRecord, item: Record | None) -> dict[str, Any]:
    """A citation as one item of CSL-JSON (schema 1.0), as reference managers import it."""
    page = record.page
    words, spans = words_of(item, page)
    csl: dict[str, Any] = {
        "id": getattr(item, "id", None) or page.id,
        "type": "article-newspaper" if page.outlet else "webpage",
        "title": page.title.text,
    }
    if page.authors:
        csl["author"] = [{"literal": author} for author in page.authors]
    if page.outlet:
        csl["container-title"] = page.outlet
    if page.published:
        csl["issued"] = {"date-parts": [[int(part) for part in page.published[:10].split("-")]]}
    if page.retrieved:
        csl["accessed"] = {"date-parts": [[int(part) for part in page.retrieved[:10].split("-")]]}
    if page.url:
        csl["URL"] = page.url
    if page.language:
        csl["language"] = page.language
    speaker = _who(item)
    notes = [f"words: {speaker + ': ' if speaker else ''}{words}"] if item is not None else []
    notes += [f"offsets: {_offsets(spans)}", f"page: sha256:{page.id}", f"recorded by: {record.made_by}"]
    csl["note"] = "; ".join(notes)
    return csl
