"""From chances to verdicts: which lines make up the article, or that there is none."""

from __future__ import annotations

import msgspec
import numpy as np

from onrecord.lines.characters import Floats


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Takes the lines that promise the best F over words; a page on which no line reaches `least` has no article."""

    least: float

    def verdicts(self, chances: Floats, words: Floats) -> list[bool]:
        """One verdict for each chance; `words` is how many words each line has.

        The likeliest lines are taken for as long as that raises the ratio of expected sums that stands for F, so that
        the bar is near one half on a clear page and lower on a hard one (Ye et al. 2012, "Optimizing F-measures").
        """
        if float(chances.max(initial=0.0)) < self.least:
            return [False] * len(chances)
        weight = words + 1e-6
        order = np.argsort(-chances, kind="stable")
        right = np.cumsum((weight * chances)[order])
        size = np.cumsum(weight[order])
        best = int(np.argmax(right / (size + right[-1])))
        taken: list[bool] = (chances >= chances[order[best]]).tolist()
        return taken
