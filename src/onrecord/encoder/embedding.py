"""Word embeddings as the base model carries them: blocks of 4-bit numbers, read from a file that stays on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BLOCK = 18  # bytes: a float16 scale, then 32 numbers of 4 bits, low nibbles first


class Embedding:
    """Rows of a table of shape (pieces, blocks * 18) in bytes; only the pages of the file that are asked for are read."""

    def __init__(self, path: Path) -> None:
        self.table = np.load(path, mmap_mode="r", allow_pickle=False)

    def rows(self, ids: NDArray[np.int32]) -> Floats:
        """Vectors of the pieces, float32 of shape (len(ids), width)."""
        blocks = np.asarray(self.table[ids]).reshape(len(ids), -1, _BLOCK)
        scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
        packed = blocks[..., 2:]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32)
        return ((nibbles - np.float32(8)) * scale).reshape(len(ids), -1)
