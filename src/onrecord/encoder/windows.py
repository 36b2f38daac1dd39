"""Passages to pieces of words, and pieces to the windows that the model reads at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.pipeline import PassageDraft

Ints = NDArray[np.int32]

#: Pieces that the model reads at once, marks between passages included.
WINDOW = 192
START, END = 0, 2  # numbers of `<s>` and `</s>`, which every vocabulary of this family begins with
#: What a piece is told of its passage and of the quotation marks around it.
KINDS = {"headline": 1, "subhead": 2, "caption": 3, "listing": 4, "lead": 5}
OUTSIDE, QUOTED, SCARE = 0, 1, 2
#: An abbreviation of letters with points, such as "U.S.", or a word with an English ending behind its apostrophe, but for that of a possessive, which is a word alone: it belongs to no name. Scripts without spaces
#: have no words here; vowel signs of Arabic and Devanagari are part of theirs.
_WORD = re.compile(
    r"(?<![\w.])(?:[^\W\d_]\.){2,}|(?:(?![\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[\w\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c])+(?:[’'](?:t|re|ve|ll|d|m)\b)?|(?<=\w)[’']s\b"
)

#: Arabic signs for short vowels and doubled letters, which the press sets on few words and a vocabulary spells out; and the stretching of letters.
_POINTS = re.compile("[\u0640\u064b-\u0652\u0670]")


class Pieces(NamedTuple):
    """A passage in pieces: numbers in the vocabulary, first and last character of each, quotation state, kind."""

    ids: Ints
    starts: Ints
    ends: Ints
    quoted: Ints
    kind: int

    def __len__(self) -> int:
        return len(self.ids)


class Part(NamedTuple):
    """Pieces `start` to `end` of passage number `passage`."""

    passage: int
    start: int
    end: int


class Window(NamedTuple):
    """What the model reads at once: arrays of one length; for each piece its passage and number in it (or -1)."""

    ids: Ints
    quoted: Ints
    kinds: Ints
    passage: Ints
    piece: Ints


def quotation_state(passage: PassageDraft) -> Ints:
    """For each character of a passage whether it is quoted."""
    state = np.zeros(len(passage.text.text) + 1, dtype=np.int32)
    for quotation in passage.quotations:
        if quotation.depth == 0:
            state[quotation.start : quotation.end] = SCARE if quotation.scare else QUOTED
    return state


def _without_points(text: str) -> tuple[str, list[int] | None]:
    """A text without its Arabic vowel points and stretching, and where each character of it, and its end, stood; None: all where they were."""
    if not _POINTS.search(text):
        return text, None
    kept = [at for at, character in enumerate(text) if not _POINTS.match(character)]
    return "".join(text[at] for at in kept), [*kept, len(text)]


def tokenise(tokenizer: Tokenizer, passages: Sequence[PassageDraft]) -> list[Pieces]:
    """Every passage in pieces; white space at the front of a piece does not belong to it."""
    bare = [_without_points(passage.text.text) for passage in passages]
    found = tokenizer.encode_batch([text for text, _ in bare], add_special_tokens=False)
    result = []
    for passage, (_, places), encoding in zip(passages, bare, found, strict=True):
        text = passage.text.text
        kept = []
        for number, (first, last) in zip(encoding.ids, encoding.offsets, strict=True):
            start, end = (first, last) if places is None else (places[first], places[last])
            while start < end and text[start].isspace():
                start += 1
            if start < end:
                kept.append((number, start, end))
        ids, starts, ends = np.array(kept, dtype=np.int32).reshape(-1, 3).T
        state = quotation_state(passage)
        result.append(Pieces(ids, starts, ends, state[starts], KINDS.get(passage.kind, 0)))
    return result


def _cuts(passage: PassageDraft, pieces: Pieces, longest: int) -> Iterable[tuple[int, int]]:
    """A passage in parts of at most `longest` pieces, cut where sentences end if they do."""
    ends = [int(np.searchsorted(pieces.starts, sentence.end)) for sentence in passage.sentences]
    start = 0
    while len(pieces) - start > longest:
        stop = max((end for end in ends if start < end <= start + longest), default=start + longest)
        yield start, stop
        start = stop
    if start < len(pieces):
        yield start, len(pieces)


def pack(
    passages: Sequence[PassageDraft], pieces: Sequence[Pieces], longest: int = WINDOW, first: int | None = None
) -> list[list[Part]]:
    """Passages in reading order, as many in a window as fit; `first` bounds the first window (for training)."""
    windows: list[list[Part]] = []
    room = 0
    for number, (passage, its) in enumerate(zip(passages, pieces, strict=True)):
        for start, end in _cuts(passage, its, longest - 2):
            size = end - start + 1
            if not windows or size > room:
                room = (first if first and not windows else longest) - 1
                windows.append([])
            windows[-1].append(Part(number, start, end))
            room -= size
    return windows


def window(pieces: Sequence[Pieces], parts: Sequence[Part]) -> Window:
    """The arrays of a window: a start mark, then the pieces of each part and an end mark after it."""
    length = 1 + sum(part.end - part.start + 1 for part in parts)
    arrays = Window(
        *(np.zeros(length, dtype=np.int32) for _ in range(3)), *(np.full(length, -1, np.int32) for _ in range(2))
    )
    arrays.ids[0] = START
    at = 1
    for part in parts:
        its = pieces[part.passage]
        stop = at + part.end - part.start
        arrays.ids[at:stop] = its.ids[part.start : part.end]
        arrays.quoted[at:stop] = its.quoted[part.start : part.end]
        arrays.kinds[at : stop + 1] = its.kind
        arrays.passage[at:stop] = part.passage
        arrays.piece[at:stop] = np.arange(part.start, part.end)
        arrays.ids[stop] = END
        at = stop + 1
    return arrays


def gathered(of_passages: Sequence[NDArray[np.float32]], view: Window) -> NDArray[np.float32]:
    """Values of the pieces of passages, each (pieces, values), at the places of a window, (places, values); 0 at marks."""
    found = np.zeros((len(view.ids), of_passages[0].shape[1]), dtype=np.float32)
    for passage in np.unique(view.passage[view.passage >= 0]).tolist():
        mine = view.passage == passage
        found[mine] = of_passages[passage][view.piece[mine]]
    return found


def word_numbers(passages: Sequence[PassageDraft], pieces: Sequence[Pieces], view: Window) -> NDArray[np.int64]:
    """For each place of a window the number of its word; punctuation, marks and scripts without spaces are words alone."""
    numbers = np.zeros(len(view.ids), dtype=np.int64)
    last: tuple[int, int] | None = None
    word = -1
    owners = {int(number): _owners(passages[number].text.text) for number in np.unique(view.passage) if number >= 0}
    for place, (passage, piece) in enumerate(zip(view.passage.tolist(), view.piece.tolist(), strict=True)):
        mine = None
        if passage >= 0:
            start, end = int(pieces[passage].starts[piece]), int(pieces[passage].ends[piece])
            owner = owners[passage]
            number = int(owner[start]) if owner[start] >= 0 else int(owner[end - 1])
            mine = (passage, number) if number >= 0 else None
        word += mine is None or mine != last
        last = mine
        numbers[place] = word
    return numbers


def _owners(text: str) -> Ints:
    """For each character the number of its word, or -1."""
    owner = np.full(len(text) + 1, -1, dtype=np.int32)
    for number, word in enumerate(_WORD.finditer(text)):
        owner[word.start() : word.end()] = number
    return owner
