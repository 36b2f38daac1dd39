"""The trained model over lines: its parts, its file, and the chance of each line of a page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.lines.characters import Floats, characters
from onrecord.lines.choice import Choice
from onrecord.lines.context import second_look
from onrecord.lines.features import StopWords, TextWeights, measure
from onrecord.lines.trees import Trees, chance

FILE = "lines.npz"


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was learned: hashed words, two rounds of trees, and the thresholds of the choice."""

    stops: StopWords
    text: TextWeights
    first: Trees
    second: Trees
    choice: Choice

    def chances(self, lines: Sequence[str]) -> Floats:
        """The chance of each line to be article text, shape (len(lines),)."""
        if not lines:
            return np.zeros(0)
        matrix = measure(lines, characters(lines), self.stops, self.text)
        once = chance(self.first.scores(matrix))
        return chance(self.second.scores(second_look(matrix, once)))

    def dump(self) -> bytes:
        """The model as a compressed numpy archive."""
        arrays: dict[str, NDArray[np.generic]] = {
            "stop_hash": self.stops.hash,
            "stop_languages": np.packbits(self.stops.languages > 0, axis=1),
            "text_table": self.text.table.astype(np.float16),
            "text_bias": np.array([self.text.bias]),
            "choice": np.array([self.choice.level, self.choice.relative, self.choice.least]),
        }
        for name, trees in (("first", self.first), ("second", self.second)):
            arrays[f"{name}_measure"] = trees.measure.astype(np.uint16)
            arrays[f"{name}_threshold"] = trees.threshold
            arrays[f"{name}_keep"] = trees.keep
            arrays[f"{name}_leaf"] = trees.leaf.astype(np.float32)
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    @classmethod
    def load(cls, content: bytes) -> Model:
        """The model in an archive that `dump` made."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            level, relative, least = (float(value) for value in arrays["choice"])
            first, second = (
                Trees(
                    measure=arrays[f"{name}_measure"].astype(np.int64),
                    threshold=arrays[f"{name}_threshold"],
                    keep=arrays[f"{name}_keep"],
                    leaf=arrays[f"{name}_leaf"].astype(np.float64),
                )
                for name in ("first", "second")
            )
            return cls(
                stops=StopWords.build(arrays["stop_hash"], np.unpackbits(arrays["stop_languages"], axis=1)),
                text=TextWeights(table=arrays["text_table"].astype(np.float64), bias=float(arrays["text_bias"][0])),
                first=first,
                second=second,
                choice=Choice(level=level, relative=relative, least=least),
            )


@cache
def model() -> Model:
    """The model that ships with the package, read once a process."""
    return Model.load((files("onrecord") / "models" / FILE).read_bytes())
