"""From chances to verdicts: which lines make up the article, or that there is none."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.lines.characters import Floats, Ints
from onrecord.lines.trees import Matrix, Trees

#: Most cuts of a page that are compared.
MOST = 80
#: A cut takes no line of a lower chance than this, or than this share of the page's highest.
_LOWEST, _LOWEST_SHARE = 0.04, 0.3
#: How much of the expected gain is added to the learned one.
_TRUST = 0.5
_BANDS = np.array((0.1, 0.3, 0.5, 0.7, 0.9))
_LEVEL = 0.4


class Cuts(NamedTuple):
    """Ways to tell article from rest on one page: each takes all lines of a chance or more."""

    order: Ints  # lines by falling chance
    rank: Ints  # of each cut: the place in the order of the last line that it takes
    expected: Floats  # of each cut: expected F over words, less that of the best cut by it
    measures: Matrix  # (measures, cuts)

    @property
    def best(self) -> int:
        """The cut with the highest expected F."""
        return int(np.argmax(self.expected))


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Takes the lines that promise the best F over words; a page on which no line reaches `least` has no article."""

    least: float
    gain: Trees | None = None  # F that a cut wins over the expected best, by the measures of `cuts`

    def verdicts(self, chances: Floats, words: Floats) -> list[bool]:
        """One verdict for each chance; `words` is how many words each line has.

        Chances of neighbours err together, so that the cut of the best expected F is often wrong on hard pages; what the
        other cuts win over it was learned from pages whose chances came from models that had not seen them.
        """
        if float(chances.max(initial=0.0)) < self.least:
            return [False] * len(chances)
        found = cuts(chances, words)
        gain = _TRUST * found.expected
        if self.gain is not None:
            gain = gain + self.gain.scores(found.measures)
        bar = chances[found.order[found.rank[int(np.argmax(gain))]]]
        taken: list[bool] = (chances >= bar).tolist()
        return taken


def cuts(chances: Floats, words: Floats) -> Cuts:
    """The cuts of a page worth comparing, and their measures.

    Expected F is the ratio of expected sums that stands for it (Ye et al. 2012, "Optimizing F-measures").
    """
    weight = np.maximum(words, 0.0) + 1e-6
    mass = weight * np.maximum(chances, 1e-9)
    order = np.argsort(-chances, kind="stable")
    sorted_chances = chances[order]
    right, size = np.cumsum(mass[order]), np.cumsum(weight[order])
    total = float(right[-1])
    expected = 2.0 * right / (size + total)
    top = int(np.argmax(expected))
    lowest = min(_LOWEST, _LOWEST_SHARE * float(sorted_chances[0]))
    possible = (sorted_chances >= lowest) & np.append(sorted_chances[1:] < sorted_chances[:-1], True)
    possible[top] = True
    rank = np.flatnonzero(possible)
    if len(rank) > MOST:
        rank = np.union1d(rank[np.linspace(0, len(rank) - 1, MOST).astype(np.int64)], top)
    stretch = _stretch((chances - _LEVEL) * (np.minimum(weight, 100.0) + 2.0))
    of_page = _page(chances, weight, mass, stretch, float(expected[top]), top, sorted_chances[top])
    sums = (
        *_logits(sorted_chances, rank),
        expected[rank] - expected[top],
        expected[rank],
        right[rank] / size[rank],
        right[rank] / total,
        size[rank] / total,
        np.log(size[rank] / size[top]),
        np.log1p(rank),
        np.log((rank + 1) / (top + 1)),
        np.log1p(size[rank]),
        size[rank] / (rank + 1),
        np.cumsum((mass * (1.0 - chances))[order])[rank] / size[rank],
        np.cumsum(np.where(sorted_chances > 0.5, sorted_chances, 0.0))[rank] / (rank + 1),
    )
    varying = [*sums, *_shape(chances, weight, order, rank, stretch)]
    measures = np.empty((len(varying) + len(of_page), len(rank)), dtype=np.float32)
    measures[: len(varying)] = varying
    measures[len(varying) :] = np.array(of_page)[:, None]
    return Cuts(order, rank, expected[rank] - expected[top], measures)


def _logit(chances: Floats | float) -> Floats:
    clipped = np.clip(chances, 1e-6, 1.0 - 1e-6)
    logits: Floats = np.log(clipped / (1.0 - clipped))
    return logits


def _logits(chances: Floats, rank: Ints) -> tuple[Floats, Floats, Floats]:
    """Log odds of the last line that each cut takes, of the first that it leaves, and how far they are apart."""
    logits = np.append(_logit(chances), -14.0)
    return logits[rank], logits[rank + 1], logits[rank] - logits[rank + 1]


def _stretch(gain: Floats) -> tuple[int, int]:
    """First and last line of the stretch with the largest sum."""
    total = np.concatenate((np.zeros(1), np.cumsum(gain)))
    end = int(np.argmax(total[1:] - np.minimum.accumulate(total)[:-1]))
    return int(np.argmin(total[: end + 1])), end


def _page(
    chances: Floats, weight: Floats, mass: Floats, stretch: tuple[int, int], expected: float, top: int, bar: float
) -> list[float]:
    """Measures of the page as a whole: how much article is expected, and how sure the chances are of it."""
    start, end = stretch
    total, inside = float(mass.sum()), float(mass[start : end + 1].sum())
    band = np.searchsorted(_BANDS, chances, side="right")
    bands = np.bincount(band, weights=mass, minlength=len(_BANDS) + 1)
    return [
        float(_logit(chances.max())),
        float(np.log1p(total)),
        float(np.log(len(chances))),
        float(np.log1p(weight.sum())),
        float((mass * (1.0 - chances)).sum()) / total,
        total / float(weight.sum()),
        expected,
        inside / total,
        inside / float(weight[start : end + 1].sum()),
        float(np.log1p(top)),
        float(_logit(bar)),
        *(bands / total).tolist(),
    ]


def _shape(chances: Floats, weight: Floats, order: Ints, rank: Ints, stretch: tuple[int, int]) -> list[NDArray[Any]]:
    """Measures of where the lines stand that each cut takes: in how many runs, how far apart, in the best stretch or not."""
    count = len(chances)
    place = np.empty(count + 2, dtype=np.int64)
    place[0] = place[-1] = count
    place[order + 1] = np.arange(count)
    # A line makes a run of its own, or joins those of the neighbours that were taken before it.
    joined = (place[order] < place[order + 1]).astype(np.int64) + (place[order + 2] < place[order + 1])
    first, last = np.minimum.accumulate(order), np.maximum.accumulate(order)
    before = np.concatenate((np.zeros(1), np.cumsum(weight)))
    size = np.cumsum(weight[order])
    start, end = stretch
    inside = (order >= start) & (order <= end)
    sure = np.flatnonzero(chances >= 0.7 * chances.max())
    low, high = int(sure[0]), int(sure[-1])
    line = order[rank]
    return [
        np.cumsum(1 - joined)[rank],
        ((before[last + 1] - before[first]) / size - 1.0)[rank],
        np.log1p(last - first)[rank],
        weight[line],
        (line >= low) & (line <= high),
        np.minimum(np.abs(line - low), np.abs(line - high)),
        first[rank] - low,
        last[rank] - high,
        ((before[-1] - before[last + 1]) / size)[rank],
        np.cumsum(inside)[rank] / (end - start + 1),
        (np.cumsum(np.where(inside, weight[order], 0.0)) / size)[rank],
    ]
