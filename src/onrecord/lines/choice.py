"""From chances to verdicts: which lines make up the article, or that there is none."""

from __future__ import annotations

import msgspec

from onrecord.lines.characters import Floats


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A line is article if its chance reaches `level`, or on a page that is hard to tell, `relative` of the best chance.

    A page on which no line reaches `least` has no article.
    """

    level: float
    relative: float
    least: float

    def verdicts(self, chances: Floats) -> list[bool]:
        """One verdict for each chance."""
        best = float(chances.max(initial=0.0))
        if best < self.least:
            return [False] * len(chances)
        taken: list[bool] = (chances >= min(self.level, self.relative * best)).tolist()
        return taken
