"""Boosted trees evaluated with numpy alone: every tree at once, for all lines of a page."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.lines.characters import Floats

#: Lines evaluated at once: bounds memory on pages with very many lines.
BLOCK = 2048
#: A tree has at most this many leaves: the ones still possible are bits of a 16-bit number.
LEAVES = 16

Matrix = NDArray[np.float32]  # (measures, lines)

_LOWEST = np.zeros(1 << LEAVES, dtype=np.uint8)
for _bit in reversed(range(LEAVES)):
    _LOWEST[1 << _bit :: 2 << _bit] = _bit
_LOWEST.flags.writeable = False


class Trees(msgspec.Struct, frozen=True, kw_only=True):
    """Trees as arrays, one row a split (padded), one column a tree (the QuickScorer layout, Lucchese et al. 2015).

    A split that is false for a line (measure > threshold) rules out the leaves on its left; the first leaf that is left
    over is the line's.
    """

    measure: NDArray[np.int64]  # (splits, trees): row of the matrix
    threshold: NDArray[np.float32]  # (splits, trees)
    keep: NDArray[np.uint16]  # (splits, trees): leaves still possible where the split is false
    leaf: NDArray[np.float64]  # (trees, LEAVES)

    def scores(self, matrix: Matrix) -> Floats:
        """Sum of the trees for each column of `matrix`, shape (lines,)."""
        blocks = [
            self._block(np.ascontiguousarray(matrix[:, at : at + BLOCK])) for at in range(0, matrix.shape[1], BLOCK)
        ]
        return np.concatenate(blocks) if blocks else np.zeros(0)

    def _block(self, matrix: Matrix) -> Floats:
        trees = self.leaf.shape[0]
        ruled_out = np.zeros((trees, matrix.shape[1]), dtype=np.uint16)
        for measure, threshold, keep in zip(self.measure, self.threshold, self.keep, strict=True):
            false = matrix.take(measure, axis=0) > threshold[:, None]
            ruled_out |= false.view(np.uint8) * ~keep[:, None]
        place = _LOWEST.take(~ruled_out).astype(np.int64)
        place += (np.arange(trees) * LEAVES)[:, None]
        total: Floats = self.leaf.ravel().take(place).sum(axis=0)
        return total


def chance(scores: Floats) -> Floats:
    """The logistic function."""
    return 1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))
