"""Which lines of a flattened page are the article: one chance a line, then a verdict on each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.lines.model import model

__all__ = ["article", "probabilities"]

_FEWEST_WORDS = 4  # of a line that introduces a quotation
_FEWEST_SIGNS = 6  # of one in a script without spaces
_COLONS = (":", "：")
_OPENING = ('"', "“", "„", "«", "»", "‘", "‚", "–", "—", "「", "『")


def probabilities(lines: Sequence[str]) -> NDArray[np.float64]:
    """The chance of each line to be article text, shape (len(lines),); the title line counts as not article."""
    return model().chances(lines)


def article(lines: Sequence[str]) -> list[bool]:
    """Whether each line is part of the article; all False for a page without one."""
    return _with_introductions(lines, model().verdicts(lines))


def _with_introductions(lines: Sequence[str], verdicts: Sequence[bool]) -> list[bool]:
    """Verdicts with the lines that end with a colon and stand between the article and a quotation of it: they say whose words follow."""
    kept = list(verdicts)
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for before, here, after in zip(filled, filled[1:], filled[2:], strict=False):
        line = lines[here].strip()
        if kept[here] or not (kept[before] and kept[after]) or not line.endswith(_COLONS):
            continue
        long = len(line.split()) >= _FEWEST_WORDS or (line.endswith(_COLONS[1]) and len(line) >= _FEWEST_SIGNS)
        kept[here] = long and lines[after].lstrip().startswith(_OPENING)
    return kept
