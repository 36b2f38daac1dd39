"""Boosted trees by lightgbm, the same for the same data, in the layout that the package evaluates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np

from onrecord.lines.trees import LEAVES, Trees


@dataclass(frozen=True)
class Boosting:
    """How one round of trees is grown; over several `draws` of what each tree sees, the trees are averaged."""

    trees: int = 160
    rate: float = 0.06
    leaves: int = 10
    least_rows: int = 30
    columns: float = 0.4
    draws: int = 1


def grown(
    rows: np.ndarray, targets: np.ndarray, weights: np.ndarray, how: Boosting, seed: int, objective: str = "binary"
) -> Trees:
    """Trees over rows of measures: shape (rows, measures)."""
    parameters = {
        "objective": objective,
        "learning_rate": how.rate,
        "num_leaves": how.leaves,
        "min_data_in_leaf": how.least_rows,
        "feature_fraction": how.columns,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbose": -1,
    }
    if objective == "binary":
        parameters |= {"min_sum_hessian_in_leaf": 5.0, "max_bin": 63}
    boosters = [
        lightgbm.train(parameters | {"seed": seed + draw}, lightgbm.Dataset(rows, targets, weight=weights), how.trees)
        for draw in range(how.draws)
    ]
    return exported(boosters, how.leaves)


def exported(boosters: Sequence[lightgbm.Booster], leaves: int) -> Trees:
    """The trees of some boosters, to be averaged, in the layout that the package evaluates."""
    infos = [info for booster in boosters for info in booster.dump_model()["tree_info"]]
    shape = (leaves - 1, len(infos))
    measures, keep = np.zeros(shape, dtype=np.int64), np.full(shape, (1 << LEAVES) - 1, dtype=np.uint16)
    thresholds = np.full(shape, np.inf, dtype=np.float32)
    values = np.zeros((len(infos), LEAVES))
    for tree, info in enumerate(infos):
        splits: list[tuple[int, float, int]] = []
        found: list[float] = []

        def walk(node: dict, splits: list[tuple[int, float, int]] = splits, found: list[float] = found) -> list[int]:
            if "split_feature" not in node:
                found.append(node["leaf_value"])
                return [len(found) - 1]
            left = walk(node["left_child"])
            right = walk(node["right_child"])
            ruled_out = sum(1 << leaf for leaf in left)
            splits.append((node["split_feature"], node["threshold"], ((1 << LEAVES) - 1) & ~ruled_out))
            return left + right

        walk(info["tree_structure"])
        values[tree, : len(found)] = np.float32(np.array(found) / len(boosters))
        for place, (measured, threshold, mask) in enumerate(splits):
            measures[place, tree], thresholds[place, tree], keep[place, tree] = measured, threshold, mask
    return Trees(measure=measures, threshold=thresholds, keep=keep, leaf=values)
