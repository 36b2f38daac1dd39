"""Gold out of what people decided: texts with the records that they accepted or corrected, as `onrecord evaluate` reads them.

A page counts where every record of the track on it is decided; of other pages the passages in which every record is. What the machine
missed nobody was asked about: such gold tells precision, and recall only of what was found once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from onrecord.alignment import Alignment
from onrecord.archive import Archive
from onrecord.errors import UsageError
from onrecord.exports.files import text_file
from onrecord.records import Attribution, Event, Mention, PageRecord, Passage, Record
from onrecord.spans import Spans

Row = dict[str, Any]
#: Track -> kind of record, and the field of a page record that holds it.
TRACKS: Mapping[str, tuple[str, str]] = {
    "attribution": ("attribution", "attributions"),
    "events": ("event", "events"),
    "mentions": ("mention", "mentions"),
}
_APART = "\n\n"


class Text:
    """Passages of a page as one text, and where spans of the page stand in it."""

    def __init__(self, record: PageRecord, page: str, passages: Sequence[Passage]) -> None:
        self.text = _APART.join(passage.text for passage in passages)
        self._parts: list[tuple[int, Alignment]] = []
        at = 0
        for passage in passages:
            self._parts.append((at, Alignment(page, passage.spans, passage.text, record.repairs)))
            at += len(passage.text) + len(_APART)

    def of(self, spans: Spans) -> list[list[int]]:
        """Spans of the page as spans of the text; what is not in it is left out."""
        return [[start + at, end + at] for at, part in self._parts for start, end in part.placed(spans)]

    def holds(self, item: Record) -> bool:
        """Whether all words of a record stand in the text."""
        spans = [span for some in _spans(item) for span in some]
        return all(any(part.holds(start) for _, part in self._parts) for start, _ in spans)


def gold_of(archive: Archive, track: str) -> Iterator[Row]:
    """Rows of gold of a track; UsageError if there is no such track."""
    if track not in TRACKS:
        raise UsageError(f"no track {track!r}: there are {', '.join(TRACKS)}")
    return _rows(archive, track)


def write_gold(archive: Archive, track: str, out: Path) -> int:
    """Write the gold of a track as JSON Lines; returns the number of rows."""
    rows = list(gold_of(archive, track))
    with text_file(out) as file:
        for row in rows:
            file.write(msgspec.json.encode(row).decode() + "\n")
    return len(rows)


def _rows(archive: Archive, track: str) -> Iterator[Row]:
    kind, field = TRACKS[track]
    for page_id in archive.reviews.pages():
        record, page = archive.record(page_id), archive.text(page_id)
        reviews = {id_: one for id_, one in archive.reviews.of_page(page_id).items() if one.kind == kind}
        decided = [item for one in reviews.values() if (item := one.decided) is not None]
        now: Sequence[Any] = getattr(record, field)
        if reviews and all(item.id in reviews for item in now):
            yield _row(page_id, record, Text(record, page, record.passages), decided, track)
            continue
        for passage in record.passages:
            text = Text(record, page, (passage,))
            there = [item for item in now if any(text.of(spans) for spans in _spans(item))]
            if there and all(item.id in reviews and text.holds(item) for item in there):
                yield _row(passage.id, record, text, [item for item in decided if text.holds(item)], track)


def _row(id_: str, record: PageRecord, text: Text, decided: Sequence[Record], track: str) -> Row:
    ids = {getattr(item, "id", "") for item in decided}
    items = [_item(item, text, ids) for item in decided]
    return {"id": id_, "language": record.page.language, "text": text.text, TRACKS[track][1]: items}


def _item(item: Record, text: Text, ids: set[str]) -> Row:
    """A record as gold has it, its words by their offsets in the text."""
    match item:
        case Attribution():
            return {
                "id": item.id, "source": [span for party in item.speakers for span in text.of(party.spans)],
                "cue": text.of(item.cue.spans) if item.cue else [], "content": text.of(item.content.spans), "kind": item.kind,
                "speech_act": item.speech_act, "addressee": [span for party in item.addressees for span in text.of(party.spans)],
                "nested_in": item.nested_in if item.nested_in in ids else None,
            }  # fmt: skip
        case Event():
            return {
                "id": item.id,
                "type": item.type,
                "trigger": text.of(item.trigger.spans),
                "flags": _flags(item),
                "status": item.status,
            }
        case Mention():
            spans = text.of(item.spans)
            return {"id": item.id, "span": [spans[0][0], spans[-1][1]], "kind": item.kind}
    raise TypeError(f"{type(item).__name__} is of no track")


def _flags(event: Event) -> list[str]:
    """How an event is told, in the terms of gold."""
    denied = event.status == "denied" or bool(event.denials)
    flags = ["claimed"] if event.voice == "attributed" and not denied else []
    flags += ["denied"] if denied else []
    flags += ["negated"] if event.polarity == "negated" else []
    return flags + ([event.modality] if event.modality != "actual" else [])


def _spans(item: Record) -> list[Spans]:
    """The words of a record that must stand in a text for it to be gold there."""
    match item:
        case Attribution():
            return [
                item.content.spans,
                *(party.spans for party in item.speakers),
                *([item.cue.spans] if item.cue else []),
            ]
        case Event():
            return [item.trigger.spans]
        case Mention():
            return [item.spans]
    raise TypeError(f"{type(item).__name__} is of no track")
