"""The second look at a page: each line among the chances that the first look gave to all lines."""

from __future__ import annotations

import numpy as np

from onrecord.lines.characters import Floats
from onrecord.lines.features import NAMES, beside, distances, shifted
from onrecord.lines.trees import Matrix

_STEPS = (-3, -2, -1, 1, 2, 3)
_LEVELS = (0.2, 0.4)
#: Measures of the first look that the second sees again.
AGAIN: tuple[str, ...] = (
    "width",
    "words",
    "ends",
    "end",
    "before_end",
    "begin",
    "ellipsis",
    "text",
    "text_mean",
    "theme",
    "only_here",
    "since_head",
    "times",
    "contained",
    "capitals",
    "lone_capitals",
    "numbers",
    "bars",
    "stops",
    "commas",
    "position",
    "page_mass",
    "lines",
    "relative_width",
    "stop_words",
    "title_share",
    "digit",
)
_ROWS = np.array([NAMES.index(name) for name in AGAIN])


def second_look(first: Matrix, chances: Floats) -> Matrix:
    """Measures for the second round of trees: shape (measures, lines)."""
    q = np.clip(chances, 1e-4, 1.0 - 1e-4)
    words = np.expm1(first[NAMES.index("words")].astype(np.float64))
    logit = np.log(q / (1.0 - q))
    count = len(q)
    mass = q * words
    total = float(mass.sum()) + 1e-9
    rows = [
        logit,
        logit - logit.max(),
        np.full(count, q.max()),
        np.full(count, np.log1p(total)),
        (np.cumsum(mass) - mass) / total,
    ]
    for level in _LEVELS:
        rows += _stretch(q, words, mass / total, level)
    for level in (0.3, 0.7):
        rows += distances(q > level, 50)
    parts = (
        np.stack(rows),
        beside(np.stack((q, mass, words - mass))),
        shifted(q[None, :], _STEPS),
        first[_ROWS],
    )
    return np.concatenate(parts).astype(np.float32)


def _stretch(q: Floats, words: Floats, share: Floats, level: float) -> list[Floats]:
    """Where each line stands to the best stretch of the page, and how good the best stretch through it is.

    The best stretch has the largest sum of words times chance above `level` (Pasternack and Roth 2009).
    """
    count = len(q)
    index = np.arange(count)
    gain = (q - level) * (np.minimum(words, 100.0) + 2.0)
    total = np.concatenate((np.zeros(1), np.cumsum(gain)))
    least = np.minimum.accumulate(total)[:-1]
    most = np.maximum.accumulate(total[::-1])[::-1][1:]
    end = int(np.argmax(total[1:] - least))
    start = int(np.argmin(total[: end + 1]))
    left, right = total[:-1] - least, most - total[1:]
    through = left + right + gain
    return [
        ((index >= start) & (index <= end)).astype(np.float64),
        np.sign(index - start) * np.log1p(np.abs(index - start)),
        np.sign(index - end) * np.log1p(np.abs(index - end)),
        np.full(count, float(share[start : end + 1].sum())),
        through - through.max(),
        left,
        right,
    ]
