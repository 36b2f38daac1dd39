"""A page as people read it: its passages in pieces, each piece with the records that stand on it, and the notes beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord import gloss
from onrecord.alignment import Alignment
from onrecord.archive import Review
from onrecord.archive.parties import claims_of, deniers, status
from onrecord.desk.present import names, plain
from onrecord.records import Attribution, Deadline, Event, Figure, Id, Mention, PageRecord, Passage, Position, Repair
from onrecord.spans import Spans

Item = Attribution | Event | Figure | Deadline | Position | Mention
#: Layers of the text, as they can be shown and hidden.
LAYERS = ("said", "events", "figures", "deadlines", "positions", "names", "repairs")
SHOWN = ("said", "events", "figures", "deadlines", "positions", "repairs")
_FIELDS: Mapping[str, str] = {
    "attributions": "said", "events": "events", "figures": "figures", "deadlines": "deadlines", "positions": "positions", "mentions": "names",
}  # fmt: skip


class Mark(NamedTuple):
    """A stretch of a passage that belongs to a record: `part` is what of it."""

    start: int
    end: int
    record: Id
    part: str


class Piece(NamedTuple):
    """Words with the same records on them: their parts as names of styles, the records, those that begin and those that end here."""

    text: str
    parts: tuple[str, ...]
    records: tuple[Id, ...]
    begins: tuple[Id, ...]
    ends: tuple[Id, ...]


class Note(NamedTuple):
    """A record beside the text: its number on the page, what it is, in words, who says so, and what a reviewer decided."""

    id: Id
    number: int
    layer: str
    name: str
    status: str
    words: str
    deniers: tuple[str, ...]
    confidence: float | None
    review: Review | None


class Block(NamedTuple):
    """A passage with its pieces, notes and repairs; `original` is how it stands on the page, where that reads otherwise."""

    passage: Passage
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    repairs: tuple[Repair, ...]
    original: str | None


class Reading(NamedTuple):
    """A page: its blocks, and notes on what stands in no passage."""

    blocks: tuple[Block, ...]
    elsewhere: tuple[Note, ...]
    counts: Mapping[str, int]


def items_of(record: PageRecord) -> Iterator[tuple[str, Item]]:
    """Layer and record of everything on a page."""
    for field, layer in _FIELDS.items():
        yield from ((layer, item) for item in getattr(record, field))


def reading(record: PageRecord, page: str, reviews: Mapping[Id, Review], layers: Sequence[str]) -> Reading:
    """The page with its records; only those of `layers` are marked and noted."""
    notes = {note.id: note for note in _notes(record, reviews) if note.layer in layers}
    parts = {item.id: _parts(item) for layer, item in items_of(record) if layer in layers}
    homes: dict[Id, int] = {}
    blocks = []
    for number, passage in enumerate(record.passages):
        repairs = tuple(one for one in record.repairs if any(low <= one.span[0] < high for low, high in passage.spans))
        alignment = Alignment(page, passage.spans, passage.text, repairs)
        marks = [
            Mark(start, end, id_, part)
            for id_, some in parts.items()
            for part, spans in some
            for start, end in alignment.placed(spans)
        ]
        for mark in marks:
            if mark.part.startswith("main"):
                homes.setdefault(mark.record, number)
        shown = marks + (_repaired(alignment, repairs) if "repairs" in layers else [])
        here = tuple(note for id_, note in notes.items() if homes.get(id_) == number and note.layer != "names")
        raw = " ".join(" ".join(page[low:high] for low, high in passage.spans).split())
        blocks.append(
            Block(
                passage, _pieces(passage.text, shown, notes), _in_order(here, marks), repairs, raw if repairs else None
            )
        )
    elsewhere = tuple(note for id_, note in notes.items() if id_ not in homes and note.layer != "names")
    counts = dict.fromkeys(LAYERS, 0) | {"repairs": len(record.repairs)}
    for layer, _ in items_of(record):
        counts[layer] += 1
    return Reading(tuple(blocks), elsewhere, counts)


def _notes(record: PageRecord, reviews: Mapping[Id, Review]) -> Iterator[Note]:
    claims = claims_of(record)
    for number, (layer, item) in enumerate(items_of(record), start=1):
        told = isinstance(item, Event | Figure | Deadline | Position)
        yield Note(
            id=item.id,
            number=number,
            layer=layer,
            name=name_of(item),
            status=status(item) if isinstance(item, Event | Figure | Deadline | Position) else "",
            words=plain(gloss.of(item, record)) if told else in_words(item),
            deniers=deniers(item, claims) if isinstance(item, Event) else (),
            confidence=getattr(item, "confidence", None),
            review=reviews.get(item.id),
        )


def name_of(item: Item) -> str:
    """What a record is, in a word or two."""
    match item:
        case Attribution():
            return item.mode if item.mode != "said" else "says" if item.speech_act == "state" else item.speech_act
        case Event():
            return item.type
        case Position():
            return item.stance
        case Mention():
            return item.kind
        case Deadline():
            return "deadline"
        case Figure():
            return "figure"


def in_words(item: Item) -> str:
    """Who says something to whom and how it is quoted, or whom a name stands for."""
    if isinstance(item, Attribution):
        who = names(item.speakers) or ("nobody named" if item.identified == "none" else item.identified)
        to = f" to {names(item.addressees)}" if item.addressees else ""
        return f"{who}{to} · {item.kind}"
    if isinstance(item, Mention):
        return item.text
    return ""


def _parts(item: Item) -> list[tuple[str, Spans]]:
    """The stretches of a record, each with what it is."""
    if isinstance(item, Attribution):
        found = [("main-said", item.content.spans)]
        found += [("cue", item.cue.spans)] if item.cue else []
        return found + [("speaker", party.spans) for party in item.speakers]
    match item:
        case Event():
            return [(f"main-event is-{item.status}", item.trigger.spans)]
        case Figure():
            return [("main-figure", item.spans)]
        case Deadline():
            return [("main-deadline", item.spans)]
        case Position():
            return [("main-position", item.spans)]
        case Mention():
            return [("main-name", item.spans)]


def _repaired(alignment: Alignment, repairs: Sequence[Repair]) -> list[Mark]:
    return [Mark(start, end, "", "repaired") for repair in repairs for start, end in alignment.placed((repair.span,))]


def _in_order(notes: Sequence[Note], marks: Sequence[Mark]) -> tuple[Note, ...]:
    """Notes in the order in which their words stand."""
    first: dict[Id, int] = {}
    for mark in marks:
        if mark.part.startswith("main"):
            first[mark.record] = min(mark.start, first.get(mark.record, mark.start))
    return tuple(sorted(notes, key=lambda note: (first[note.id], note.number)))


def _pieces(text: str, marks: Sequence[Mark], notes: Mapping[Id, Note]) -> tuple[Piece, ...]:
    """The text cut at every end of a mark."""
    bounds = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    firsts: dict[Id, int] = {}
    lasts: dict[Id, int] = {}
    for mark in marks:
        if mark.part.startswith("main") and mark.record in notes:
            firsts[mark.record] = min(mark.start, firsts.get(mark.record, mark.start))
            lasts[mark.record] = max(mark.end, lasts.get(mark.record, mark.end))
    pieces = []
    for start, end in pairwise(bounds):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        parts = {word for mark in over for word in mark.part.split()}
        pieces.append(
            Piece(
                text=text[start:end],
                parts=tuple(sorted(parts)),
                records=tuple(dict.fromkeys(mark.record for mark in over if mark.record)),
                begins=tuple(id_ for id_, at in firsts.items() if at == start),
                ends=tuple(id_ for id_, at in lasts.items() if at == end and notes[id_].layer != "names"),
            )
        )
    return tuple(pieces)
