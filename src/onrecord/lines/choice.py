"""From chances to verdicts: which lines make up the article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def choose(lines: Sequence[str], chance: NDArray[np.float64]) -> list[bool]:
    """Placeholder until the trained choice: every line that is more likely article than not."""
    return [bool(value) for value in np.asarray(chance) >= 0.5]
