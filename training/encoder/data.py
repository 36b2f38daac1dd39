"""Annotated texts as the model sees them: passages in pieces, with what each piece is."""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.encoder.labels import (
    ACTS,
    ADDRESSEE,
    ADDRESSEE_BEGINS,
    CONTENT,
    CUE,
    IDENTIFIED,
    MENTIONS,
    MODES,
    SOURCE,
    SOURCE_BEGINS,
)  # fmt: skip
from onrecord.encoder.windows import Pieces, tokenise
from onrecord.ids import page_id
from onrecord.pipeline import Draft, PassageDraft, RawPage, run
from onrecord.stages import PER_PAGE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "gold"))
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
class Document:
    """A text in pieces with its labels.

    `attributions` is None where nobody annotated any, `mentions` likewise. `flat` says that no nested attributions were
    annotated, so that nothing is known of what stands within contents, nor of addressees.
    """

    id: str
    passages: tuple[PassageDraft, ...]
    pieces: list[Pieces]
    attributions: list[Labelled] | None = None
    mentions: dict[Cell, int] | None = None
    flat: bool = False


def prepared(text: str, name: str) -> Draft:
    """A text after the stages that come before the model."""
    raw = RawPage(id=page_id(text.encode()), content=text, where=name, form="text", key=name, article=True)
    return run(BEFORE, raw)


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


def polnear(tokenizer: Tokenizer, shared: Path, split: str) -> Iterator[Document]:
    """PolNeAR with CoreNLP's mentions of persons, organizations and places (silver)."""
    folder = shared / "bench"
    silver = {row["id"]: row for row in read_jsonl(folder / "mentions" / f"polnear_{split}_mentions_silver.jsonl.gz")}
    name = f"polnear_{split}.jsonl" + (".gz" if split == "train" else "")
    for row in read_jsonl(folder / "attribution" / name):
        mentions = silver_mentions(silver.get(row["id"]))
        yield document(tokenizer, row["id"], row["text"], row["attributions"], mentions, flat=True)


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
