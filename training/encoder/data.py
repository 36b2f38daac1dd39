"""Annotated texts as the model sees them: passages in pieces, with what each piece is."""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from training.encoder.lexical import read_lines

from onrecord.encoder.labels import (
    ABOUT,
    ACTOR,
    ACTOR_BEGINS,
    ACTS,
    ADDRESSEE,
    ADDRESSEE_BEGINS,
    CONSEQUENCE,
    CONTENT,
    CUE,
    DATE,
    DEMAND,
    EVENT_MODES,
    FLAGS,
    IDENTIFIED,
    MENTIONS,
    MODES,
    PLACE,
    QUESTIONS,
    RECIPIENT,
    RECIPIENT_BEGINS,
    SOURCE,
    SOURCE_BEGINS,
    STANCES,
    TERM,
    TRIGGER,
    TYPES,
)  # fmt: skip
from onrecord.encoder.lexicon import of_pieces
from onrecord.encoder.windows import Pieces, tokenise
from onrecord.ids import page_id
from onrecord.pipeline import Draft, PassageDraft, RawPage, run
from onrecord.stages import PER_PAGE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "gold"))
from read_events import marked  # noqa: E402
from read_events import read_file as read_events  # noqa: E402
from read_gold import read_file  # noqa: E402

#: Stages that a text goes through before the model sees it.
BEFORE = tuple(
    step for step in PER_PAGE if step.name in ("read", "clean", "identify", "repair", "describe", "split", "quotations")
)
Cell = tuple[int, int]  # passage and piece
_SILVER = {
    "person": "person",
    "organization": "organization",
    "location": "place",
    "PER": "person",
    "ORG": "organization",
    "LOC": "place",
}
_WRITTEN = {"P": "person", "O": "organization", "L": "place", "G": "group"}
_MARK = re.compile(r"\[([POLG]) ([^\[\]]+)\]")
_PUNCTUATION = re.compile(r"(?<=\w)([.,;:!?»”)])(?=\s|$)|(?<=\s)([(«“])(?=\w)|(?<=\w)(['’])(?=\w)")


@dataclass
class Labelled:
    """One attribution: the piece that stands for it, and what other pieces are to it; -1 for classes nobody annotated."""

    anchor: Cell
    roles: dict[Cell, int]
    act: int = -1
    mode: int = -1
    identified: int = -1


@dataclass
class LabelledEvent:
    """One event: the piece that stands for it, its type, what other pieces are to it; -1 or None for what nobody annotated."""

    anchor: Cell
    kind: int
    roles: dict[Cell, int] | None
    flags: tuple[int, ...] | None = None
    mode: int = -1
    question: int = -1
    stance: int = -1


@dataclass(frozen=True)
class Weak:
    """Types of event that a text has somewhere, types that it does not have, all as numbers of TYPES."""

    present: tuple[int, ...]
    absent: tuple[int, ...]


@dataclass
class Document:
    """A text in pieces with its labels.

    `partial` says that only some of the events are marked. `attributions` is None where nobody annotated any, `mentions` likewise. `flat` says that no nested attributions were
    annotated, so that nothing is known of what stands within contents, nor of addressees. `distilled` texts learn names and attributions from what the teacher of the step
    tells of them.
    """

    id: str
    passages: tuple[PassageDraft, ...]
    pieces: list[Pieces]
    attributions: list[Labelled] | None = None
    mentions: dict[Cell, int] | None = None
    flat: bool = False
    events: list[LabelledEvent] | None = None
    partial: bool = False
    weak: Weak | None = None
    distilled: bool = False

    @cached_property
    def hints(self) -> list[np.ndarray]:
        """What lists say of the words of each passage, (pieces, HINTS)."""
        return [
            of_pieces(passage.text.text, passage.language or "", its)
            for passage, its in zip(self.passages, self.pieces, strict=True)
        ]


def prepared(text: str, name: str) -> Draft:
    """A text after the stages that come before the model."""
    return run(BEFORE, raw_page(text, name))


def raw_page(text: str, name: str) -> RawPage:
    """A text as a page that is an article already."""
    return RawPage(id=page_id(text.encode()), content=text, where=name, form="text", key=name, article=True)


class Places:
    """From characters of the page to passages and pieces."""

    def __init__(self, page: Draft, pieces: Sequence[Pieces]) -> None:
        self.passage = np.full(len(page.text) + 1, -1, dtype=np.int32)
        self.char = np.full(len(page.text) + 1, -1, dtype=np.int32)
        for number, passage in enumerate(page.passages):
            for piece in passage.text.runs:
                for start, end in piece.pieces:
                    self.passage[start:end] = number
                    self.char[start:end] = (
                        np.arange(piece.start, piece.start + end - start) if piece.verbatim else piece.start
                    )
        self.of_char = [piece_of_character(its) for its in pieces]

    def cells(self, start: int, end: int) -> list[Cell]:
        """The pieces that characters `start` to `end` of the page lie in, in order."""
        found: dict[Cell, None] = {}
        for at in range(start, end):
            passage, char = int(self.passage[at]), int(self.char[at])
            if passage >= 0 and char < len(self.of_char[passage]) and (piece := int(self.of_char[passage][char])) >= 0:
                found[passage, piece] = None
        return list(found)


def piece_of_character(pieces: Pieces) -> np.ndarray:
    """For each character of a passage the piece that holds it, or -1."""
    found = np.full(int(pieces.ends[-1]) + 1 if len(pieces) else 1, -1, dtype=np.int32)
    for number, (start, end) in enumerate(zip(pieces.starts, pieces.ends, strict=True)):
        found[start:end] = number
    return found


def labelled(row: dict[str, Any], places: Places) -> Labelled | None:
    """A gold row in pieces."""
    roles: dict[Cell, int] = {}
    for part, begins, goes_on in (
        ("content", CONTENT, CONTENT),
        ("addressee", ADDRESSEE_BEGINS, ADDRESSEE),
        ("source", SOURCE_BEGINS, SOURCE),
        ("cue", CUE, CUE),
    ):
        for start, end in row.get(part, []):
            for number, cell in enumerate(places.cells(start, end)):
                roles[cell] = goes_on if number else begins
    cue = [cell for span in row["cue"][:1] for cell in places.cells(*span)]
    content = [cell for cell in sorted(roles) if roles[cell] == CONTENT]
    if not content:
        return None
    return Labelled(
        anchor=(cue or content)[0],
        roles=roles,
        act=ACTS.index(row["speech_act"]) if "speech_act" in row else -1,
        mode=MODES.index(row["mode"]) if "mode" in row else -1,
        identified=IDENTIFIED.index(row["identified"]) if "identified" in row else -1,
    )


def mention_cells(mentions: Sequence[tuple[int, int, str]], places: Places) -> dict[Cell, int]:
    """Labels of pieces: 1 + 2 * kind for the first of a mention, 2 + 2 * kind for the others."""
    found: dict[Cell, int] = {}
    for start, end, kind in mentions:
        for number, cell in enumerate(places.cells(start, end)):
            found[cell] = 1 + 2 * MENTIONS.index(kind) + (number > 0)
    return found


def document(
    tokenizer: Tokenizer,
    name: str,
    text: str,
    rows: Sequence[dict[str, Any]] | None,
    mentions: Sequence[tuple[int, int, str]] | None,
    *,
    flat: bool,
) -> Document:
    """A text with gold rows and mentions, offsets in code points of the text."""
    page = prepared(text, name)
    pieces = tokenise(tokenizer, page.passages)
    places = Places(page, pieces)
    found = None
    if rows is not None:
        by_anchor: dict[Cell, Labelled] = {}
        for row in rows:
            if (one := labelled(row, places)) is not None:
                by_anchor.setdefault(one.anchor, one)
        found = list(by_anchor.values())
    return Document(
        name, page.passages, pieces, found, None if mentions is None else mention_cells(mentions, places), flat
    )


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON Lines file, plain or gzip."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def polnear(tokenizer: Tokenizer, shared: Path, split: str, acts: Path | None = None) -> Iterator[Document]:
    """PolNeAR with CoreNLP's mentions of persons, organizations and places (silver).

    `acts` is a file of ours that tells of some of its attributions the speech act, the mode and how the speaker is identified.
    """
    folder = shared / "bench"
    told = {row["page"]: row["acts"] for row in read_jsonl(acts)} if acts else {}
    silver = {row["id"]: row for row in read_jsonl(folder / "mentions" / f"polnear_{split}_mentions_silver.jsonl.gz")}
    name = f"polnear_{split}.jsonl" + (".gz" if split == "train" else "")
    for row in read_jsonl(folder / "attribution" / name):
        mentions = silver_mentions(silver.get(row["id"]))
        ours = told.get(row["id"], {})
        rows = [
            one | dict(zip(("speech_act", "mode", "identified"), ours[one["id"]], strict=True))
            if one["id"] in ours
            else one
            for one in row["attributions"]
        ]
        yield document(tokenizer, row["id"], row["text"], rows, mentions, flat=True)


def silver_mentions(row: dict[str, Any] | None) -> list[tuple[int, int, str]] | None:
    """Spans and kinds of a row of silver mentions."""
    if row is None:
        return None
    return [(*mention["span"], _SILVER[mention["kind"]]) for mention in row["mentions"] if mention["kind"] in _SILVER]


def written_attributions(tokenizer: Tokenizer, folder: Path) -> Iterator[Document]:
    """The training articles of ours."""
    for path in sorted(folder.glob("*.txt")):
        for row in read_file(path):
            yield document(tokenizer, row["id"], row["text"], row["attributions"], None, flat=False)


def read_marked(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of a line with names in brackets, and their spans and kinds."""
    parts: list[str] = []
    mentions: list[tuple[int, int, str]] = []
    length = last = 0
    for mark in _MARK.finditer(line):
        before = line[last : mark.start()]
        mentions.append((length + len(before), length + len(before) + len(mark[2]), _WRITTEN[mark[1]]))
        parts += [before, mark[2]]
        length += len(before) + len(mark[2])
        last = mark.end()
    return "".join(parts) + line[last:], mentions


def tokenised(line: str) -> str:
    """The line with blanks around its punctuation, as tokenised corpora and bad scrapes have it."""
    return _PUNCTUATION.sub(
        lambda mark: f" {mark[1]}" if mark[1] else f"{mark[2]} " if mark[2] else f"{mark[3]} ", line
    )


def written_mentions(tokenizer: Tokenizer, folder: Path, seed: int, together: int = 10) -> Iterator[Document]:
    """The training sentences of ours with names, several unrelated ones as passages of one text; half of them tokenised."""
    choose = random.Random(seed)
    for path in sorted(folder.glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for copy in range(2):
            order = choose.sample(lines, len(lines))
            for start in range(0, len(order), together):
                texts, mentions, length = [], [], 0
                for line in order[start : start + together]:
                    text, found = read_marked(tokenised(line) if choose.random() < 0.5 else line)
                    mentions += [(length + a, length + b, kind) for a, b, kind in found]
                    texts.append(text)
                    length += len(text) + 2
                yield document(tokenizer, f"{path.stem}-{copy}-{start}", "\n\n".join(texts), None, mentions, flat=False)


def labelled_event(row: dict[str, Any], places: Places, offset: int = 0) -> LabelledEvent | None:
    """A row of an event in pieces; `offset` is where its text begins on the page."""
    roles: dict[Cell, int] = {}
    for part, begins, goes_on in (
        ("demand", DEMAND, DEMAND),
        ("consequence", CONSEQUENCE, CONSEQUENCE),
        ("about", ABOUT, ABOUT),
        ("where", PLACE, PLACE),
        ("when", DATE, DATE),
        ("term", TERM, TERM),
        ("recipient", RECIPIENT_BEGINS, RECIPIENT),
        ("actor", ACTOR_BEGINS, ACTOR),
        ("trigger", TRIGGER, TRIGGER),
    ):
        for start, end in row.get(part) or ():
            for number, cell in enumerate(places.cells(start + offset, end + offset)):
                roles[cell] = goes_on if number else begins
    trigger = places.cells(row["trigger"][0][0] + offset, row["trigger"][0][1] + offset)
    if not trigger:
        return None
    if row.get("bare"):
        return LabelledEvent(trigger[0], TYPES.index(row["type"]), None)
    mode = row["mode"] if row["mode"] in EVENT_MODES else "none"
    return LabelledEvent(
        anchor=trigger[0],
        kind=TYPES.index(row["type"]),
        roles=roles,
        flags=tuple(int(flag in row["flags"]) for flag in FLAGS),
        mode=EVENT_MODES.index(mode),
        question=-1 if (asked := row.get("position", "none")) is None else QUESTIONS.index(asked),
        stance=STANCES.index(row["stance"]) if "stance" in row else -1,
    )


#: A row with other words in it, or None where there are none for it.
Change = Callable[[dict[str, Any]], dict[str, Any] | None]


def written_events(
    tokenizer: Tokenizer, folder: Path, seed: int, copies: int = 2, change: Change | None = None
) -> Iterator[Document]:
    """The training texts of ours with events, one to four unrelated ones of a language as passages of one page."""
    yield from several(tokenizer, folder, read_events, seed, copies, 4, change=change)


def lexical_events(
    tokenizer: Tokenizer, folder: Path, seed: int, copies: int = 2, files: str = "*.txt", change: Change | None = None
) -> Iterator[Document]:
    """The training sentences of ours with one event each, one to six of a language as passages of one page."""
    yield from several(tokenizer, folder, read_lines, seed, copies, 6, files, change)


def several(
    tokenizer: Tokenizer,
    folder: Path,
    read_rows: Callable[[Path], Iterable[dict[str, Any]]],
    seed: int,
    copies: int,
    most: int,
    files: str = "*.txt",
    change: Change | None = None,
) -> Iterator[Document]:
    """The rows of each of the files `copies` times, each time in another order and cut into pages of up to `most`; only those that `change` changes, as it changes them, where there is one."""
    choose = random.Random(seed)
    for path in sorted(folder.glob(files)):
        rows = list(read_rows(path))
        for copy in range(copies):
            some = rows if change is None else [other for row in rows if (other := change(row)) is not None]
            order = choose.sample(some, len(some))
            while order:
                some, order = order[: (size := choose.randint(1, most))], order[size:]
                yield event_document(tokenizer, f"{some[0]['id']}-{copy}", some)


def event_document(tokenizer: Tokenizer, name: str, rows: Sequence[dict[str, Any]]) -> Document:
    """Texts with events as one page."""
    starts, length = [], 0
    for row in rows:
        starts.append(length)
        length += len(row["text"]) + 2
    page = prepared("\n\n".join(row["text"] for row in rows), name)
    pieces = tokenise(tokenizer, page.passages)
    places = Places(page, pieces)
    events: dict[Cell, LabelledEvent] = {}
    for row, start in zip(rows, starts, strict=True):
        for one in row["events"]:
            if (found := labelled_event(one, places, start)) is not None:
                events.setdefault(found.anchor, found)
    return Document(name, page.passages, pieces, events=list(events.values()))


def weak_document(tokenizer: Tokenizer, name: str, text: str, weak: Weak) -> Document:
    """A sentence of which only the types of its events are known."""
    page = prepared(text, name)
    return Document(name, page.passages, tokenise(tokenizer, page.passages), weak=weak)


#: Public sets with events that may train weights.
PUBLIC_EVENTS = ("plover_gsr", "es_protest_cameo", "case2021_t2", "india_police_sample")


def public_events(tokenizer: Tokenizer, shared: Path) -> Iterator[Document]:
    """The public sets with events: PLOVER's gold sentences, CASE 2021 task 2, Spanish protests, Indian police reports."""
    folder = shared / "bench" / "events"
    for name in PUBLIC_EVENTS[:2]:
        for row in read_jsonl(folder / f"{name}.jsonl"):
            yield sentence_document(tokenizer, row)
    for name in PUBLIC_EVENTS[2:]:
        for row in read_jsonl(folder / f"{name}.jsonl"):
            if not row.get("ambiguous") and (weak := weak_labels(row)) is not None:
                yield weak_document(tokenizer, row["id"], row["text"], weak)


def weak_labels(row: dict[str, Any]) -> Weak | None:
    """What a row says of the types of its sentence; of one that is only marked as free of violence, that it is."""
    kinds = {TYPES.index(event["type"]) for event in row["events"] if event["type"]}
    other = {TYPES.index(kind) for event in row["events"] for kind in event.get("alt", ())}
    if row["dataset"] == "case2021_t2" and kinds:
        return Weak(tuple(sorted(kinds)), tuple(sorted(set(range(1, len(TYPES) - 1)) - kinds - other)))
    violent = TYPES.index("ASSAULT")
    if row.get("negative"):
        return Weak((), (violent,))
    return Weak(tuple(sorted(kinds)), ()) if kinds else None


def sentence_document(tokenizer: Tokenizer, row: dict[str, Any]) -> Document:
    """A sentence with the words of its triggers and parties; where a trigger is not found, its types only."""
    text = row["text"]
    page = prepared(text, row["id"])
    pieces = tokenise(tokenizer, page.passages)
    places = Places(page, pieces)
    found: dict[Cell, LabelledEvent] = {}
    for event in (event for event in row["events"] if event["type"]):
        trigger = next((text.find(word) for word in (event.get("trigger") or "").split() if word in text), -1)
        cells = places.cells(trigger, trigger + 1) if trigger >= 0 else []
        if not cells:
            return Document(row["id"], page.passages, pieces, weak=weak_labels({**row, "dataset": "case2021_t2"}))
        roles: dict[Cell, int] = {}
        for part, begins, goes_on in (("target", RECIPIENT_BEGINS, RECIPIENT), ("source", ACTOR_BEGINS, ACTOR)):
            for party in event.get(part, ()):
                start = text.find(party["text"]) if party["text"] else -1
                for number, cell in enumerate(places.cells(start, start + len(party["text"])) if start >= 0 else ()):
                    roles[cell] = goes_on if number else begins
        roles[cells[0]] = TRIGGER
        found.setdefault(cells[0], LabelledEvent(cells[0], TYPES.index(event["type"]), roles))
    return Document(row["id"], page.passages, pieces, events=list(found.values()))


def marked_events(
    tokenizer: Tokenizer, shared: Path, path: Path, copies: int = 1, change: Change | None = None
) -> Iterator[Document]:
    """Passages of the public sets in which we marked the events; only those that `change` changes, as it changes them, where there is one."""
    for row in marked(path, shared):
        for _ in range(copies):
            if (its := row if change is None else change(row)) is not None:
                yield event_document(tokenizer, its["id"], [its])


def marked_attributions(tokenizer: Tokenizer, shared: Path, path: Path) -> Iterator[Document]:
    """Beginnings of the texts of public sets in which we marked the attributions."""
    for row in marked(path, shared):
        yield document(tokenizer, row["id"], row["text"], row["attributions"], None, flat=False)
