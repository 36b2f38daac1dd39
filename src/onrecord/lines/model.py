"""The trained model over lines: its parts, its file, and the chance of each line of a page."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.lines.characters import Floats, characters
from onrecord.lines.choice import Choice
from onrecord.lines.context import second_look
from onrecord.lines.features import NAMES, StopWords, TextWeights, measure
from onrecord.lines.trees import Matrix, Trees, chance

FILE = "lines.npz"
_WORDS = NAMES.index("words")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One of the models that are averaged: a round of trees over lines, and one over lines among the chances of all."""

    first: Trees
    second: Trees

    def scores(self, matrix: Matrix) -> Floats:
        """Log odds of each line, from the measures of the page."""
        return self.second.scores(second_look(matrix, chance(self.first.scores(matrix))))


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was learned: hashed words, pairs of rounds of trees to be averaged, and the choice."""

    stops: StopWords
    text: TextWeights
    members: tuple[Member, ...]
    choice: Choice

    def judged(self, lines: Sequence[str]) -> tuple[Floats, Floats]:
        """The chance of each line to be article text, and how many words it has, each of shape (len(lines),)."""
        if not lines:
            return np.zeros(0), np.zeros(0)
        matrix = measure(lines, characters(lines), self.stops, self.text)
        total = self.members[0].scores(matrix)
        for member in self.members[1:]:
            total = total + member.scores(matrix)
        return chance(total / len(self.members)), np.expm1(matrix[_WORDS].astype(np.float64))

    def chances(self, lines: Sequence[str]) -> Floats:
        """The chance of each line to be article text, shape (len(lines),)."""
        return self.judged(lines)[0]

    def verdicts(self, lines: Sequence[str]) -> list[bool]:
        """Whether each line is part of the article."""
        return self.choice.verdicts(*self.judged(lines))

    def dump(self) -> bytes:
        """The model as a compressed numpy archive."""
        arrays: dict[str, NDArray[np.generic]] = {
            "stop_hash": self.stops.hash,
            "stop_languages": np.packbits(self.stops.languages > 0, axis=1),
            "text_table": self.text.table.astype(np.float16),
            "text_bias": np.array([self.text.bias]),
            "least": np.array([self.choice.least]),
        }
        rounds = {
            "first": [member.first for member in self.members],
            "second": [member.second for member in self.members],
            "gain": [self.choice.gain] if self.choice.gain is not None else [],
        }
        for name, group in rounds.items():
            if group:
                arrays[f"{name}_measure"] = np.stack([trees.measure.astype(np.uint16) for trees in group])
                arrays[f"{name}_threshold"] = np.stack([trees.threshold for trees in group])
                arrays[f"{name}_keep"] = np.stack([trees.keep for trees in group])
                arrays[f"{name}_leaf"] = np.stack([trees.leaf.astype(np.float32) for trees in group])
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def load(cls, content: bytes) -> Model:
        """The model in an archive that `dump` made."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            members = zip(_trees(arrays, "first"), _trees(arrays, "second"), strict=True)
            return cls(
                stops=StopWords.build(arrays["stop_hash"], np.unpackbits(arrays["stop_languages"], axis=1)),
                text=TextWeights(table=arrays["text_table"].astype(np.float64), bias=float(arrays["text_bias"][0])),
                members=tuple(Member(first=first, second=second) for first, second in members),
                choice=Choice(least=float(arrays["least"][0]), gain=next(iter(_trees(arrays, "gain")), None)),
            )


def _trees(arrays: Mapping[str, NDArray[Any]], name: str) -> list[Trees]:
    """The trees of an archive under a name, none if it has none."""
    if f"{name}_leaf" not in arrays:
        return []
    parts = (arrays[f"{name}_{part}"] for part in ("measure", "threshold", "keep", "leaf"))
    return [
        Trees(measure=measured.astype(np.int64), threshold=bars, keep=keep, leaf=leaf.astype(np.float64))
        for measured, bars, keep, leaf in zip(*parts, strict=True)
    ]


@cache
def model() -> Model:
    """The model that ships with the package, read once a process."""
    return Model.load((files("onrecord") / "models" / FILE).read_bytes())
