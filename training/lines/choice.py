"""Fits the choice: what each cut of a page wins in F over the cut that the chances promise most of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from training.lines.boosting import Boosting, grown
from training.lines.pages import LabelledPage
from training.lines.score import rising_f

from onrecord.lines.characters import Floats, characters
from onrecord.lines.choice import Choice, cuts
from onrecord.lines.trees import chance

#: A loss of more F than this counts as this much.
WORST = -0.4
#: What a page cut close to the article counts here, against a real one.
CUT_CLOSE = 0.6


class Judged(NamedTuple):
    """A page and the log odds of its lines by a model that was trained on no form of it."""

    page: LabelledPage
    scores: Floats


def for_choice(page: LabelledPage) -> bool:
    """Whether the choice learns from a page: real ones, whole or cut close to the article."""
    return page.set not in ("made", "written") or "#near" in page.id


def averaged(judged: Iterable[Judged]) -> list[Judged]:
    """The scores of pages that were judged more than once, averaged as the members of the model are."""
    by_page: dict[tuple[str, str], list[Judged]] = {}
    for one in judged:
        by_page.setdefault((one.page.set, one.page.id), []).append(one)
    return [Judged(group[0].page, np.mean([one.scores for one in group], axis=0)) for group in by_page.values()]


def fit_choice(judged: Iterable[Judged], least: float, how: Boosting, seed: int) -> Choice:
    """The choice learned from pages with an article; every page counts by its weight, however many cuts it has."""
    measures, gains, weights = [], [], []
    for page, scores in averaged(judged):
        chances = chance(scores)
        if not any(page.content) or chances.max() < least:
            continue
        words = np.bincount(characters(page.lines).words.line, minlength=len(page.lines)).astype(np.float64)
        found = cuts(chances, words)
        f = rising_f(page, found.order)[found.rank]
        measures.append(found.measures.T)
        gains.append(np.maximum(f - f[found.best], WORST))
        weights.append(np.full(len(f), 20.0 * (CUT_CLOSE if page.set == "made" else 1.0) / len(f)))
    trees = grown(np.concatenate(measures), np.concatenate(gains), np.concatenate(weights), how, seed, "regression")
    return Choice(least=least, gain=trees)
