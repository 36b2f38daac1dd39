"""Which lines of a flattened page are the article: one chance a line, then a verdict on each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.lines.model import model

__all__ = ["article", "probabilities"]


def probabilities(lines: Sequence[str]) -> NDArray[np.float64]:
    """The chance of each line to be article text, shape (len(lines),); the title line counts as not article."""
    return model().chances(lines)


def article(lines: Sequence[str]) -> list[bool]:
    """Whether each line is part of the article; all False for a page without one."""
    return model().verdicts(lines)
