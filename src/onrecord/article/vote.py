"""The verdict on each segment of an HTML page: our own evidence, and trafilatura's vote where that is not clear."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.article import extraction
from onrecord.article.features import NAMES, VOTES, Matrix, features, votes
from onrecord.pipeline import Segment

#: Where the doubt of our own verdict (`doubt`) is above this, trafilatura is asked: about one page in four.
CLEAR = 0.12
#: A verdict with fewer characters than this is not trusted to be an article.
LEAST = 150
_LIKELY = 0.5


class Verdict(NamedTuple):
    """Chance of each segment to be article text, which of them are taken, and what went wrong on the way, if anything."""

    chances: NDArray[np.float64]
    article: list[bool]
    problem: str | None = None


@cache
def _weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights without and with the extractor's vote, constant first; fitted by `training/article/fit.py`."""
    rows = list(csv.DictReader(StringIO((files(__package__) / "weights.csv").read_text(encoding="utf-8"))))
    by_name = {row["name"]: row for row in rows}
    alone = np.array([float(by_name[name]["alone"]) for name in ("constant", *NAMES)])
    voted = np.array([float(by_name[name]["voted"]) for name in ("constant", *NAMES, *VOTES)])
    return alone, voted


def _chances(evidence: Matrix, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    # Summed column by column: a product of matrices may differ in its last bits from machine to machine.
    score = np.full(len(evidence), weights[0])
    for column, weight in enumerate(weights[1:]):
        score += evidence[:, column] * weight
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return chances


def doubt(chances: NDArray[np.float64], segments: Sequence[Segment]) -> float:
    """How unclear a verdict is: expected characters judged wrongly, as a share of those judged article."""
    size = np.minimum([len(segment.text) for segment in segments], 600)
    return float((size * chances * (1 - chances)).sum() / ((size * chances).sum() + 1))


def verdict(source: str, segments: Sequence[Segment]) -> Verdict:
    """Which segments of an HTML page are its article; never raises for what the page contains."""
    if not segments:
        return Verdict(np.zeros(0), [])
    alone, voted = _weights()
    base = features(segments)
    chances = _chances(base, alone)
    if doubt(chances, segments) <= CLEAR:
        return Verdict(chances, [bool(chance > _LIKELY) for chance in chances])
    if extraction.too_much(source):
        return Verdict(chances, [bool(chance > _LIKELY) for chance in chances])
    try:
        kept = extraction.kept(source, segments)
    except Exception as error:  # a library that fails on odd markup must not cost the page; our own evidence stands
        taken = [bool(chance > _LIKELY) for chance in chances]
        return Verdict(chances, taken, f"trafilatura failed ({type(error).__name__}: {error}); judged without its vote")
    chances = _chances(np.hstack([base, votes(base, kept)]), voted)
    taken = [bool(chance > _LIKELY) for chance in chances]
    if sum(len(s.text) for s, take in zip(segments, taken, strict=True) if take) < LEAST and any(kept):
        taken = [take or keep for take, keep in zip(taken, kept, strict=True)]
    return Verdict(chances, taken)
