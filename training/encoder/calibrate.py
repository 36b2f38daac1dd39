"""Chooses three numbers of the decoder, and makes confidences mean what they say, on PolNeAR dev.

Figures on dev are development figures for these and for the prices in `__main__`, which were set by hand on dev. An attribution counts as right where half of its content's words
and its source are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from sklearn.linear_model import LogisticRegression
from training.encoder.data import prepared, read_jsonl

from onrecord.attribution.assemble import attribute_page
from onrecord.encoder.model import Model
from onrecord.encoder.reading import read
from onrecord.evaluation.attribution import HALF, Item, Words, align, found_items, gold_items, source_right
from onrecord.pipeline import Draft

ANCHORS, BONUSES, PRICES, LEAVING = (0.2, 0.3, 0.4), (0.3, 0.5), (2.0,), (4.0, 6.0)


def scored(
    pages: list[tuple[dict[str, Any], Draft]], model: Model
) -> Iterator[tuple[list[Item], list[Item], list[float]]]:
    """Gold, found and raw confidence of each text."""
    for row, page in pages:
        seen = read(page.passages, model)
        attributions = attribute_page(replace(page, names=seen.names, speeches=seen.speeches))
        found = [one for one in attributions if one.nested_in is None]
        words = Words(row["text"])
        yield gold_items(row, words), found_items(found, words), [one.confidence for one in found]


def full_f(results: list[tuple[list[Item], list[Item], list[float]]]) -> float:
    """F of attributions with content and source right."""
    hit = sum(source_right(gold[i], found[j]) for gold, found, _ in results for i, j in align(gold, found, HALF))
    return 2 * hit / sum(len(gold) + len(found) for gold, found, _ in results)


def calibrate(folder: Path, shared: Path) -> None:
    """Write thresholds and the line from raw log odds to calibrated ones into the facts of a model folder."""
    model = Model(folder)
    model.facts["confidence"] = [0.0, 1.0]
    rows = list(read_jsonl(shared / "bench" / "attribution" / "polnear_dev.jsonl"))
    pages = [(row, prepared(row["text"], row["id"])) for row in rows]
    best: tuple[float, dict[str, float]] = (0.0, {})
    for anchor, bonus, price, leaving in product(ANCHORS, BONUSES, PRICES, LEAVING):
        chosen = {"anchor_threshold": anchor, "role_bonus": bonus, "piece_price": price, "leaving_price": leaving}
        model.facts |= chosen
        f = full_f(list(scored(pages, model)))
        print(f"{chosen}: full F {f:.3f}", flush=True)
        best = max(best, (f, chosen), key=lambda item: item[0])
    model.facts |= best[1]
    odds, right = [], []
    for gold, found, confidences in scored(pages, model):
        pairs = {j: i for i, j in align(gold, found, HALF)}
        for j, confidence in enumerate(confidences):
            odds.append(np.log((confidence + 1e-3) / (1 - confidence + 1e-3)))
            right.append(j in pairs and source_right(gold[pairs[j]], found[j]))
    line = LogisticRegression().fit(np.array(odds)[:, None], right)
    model.facts["confidence"] = [round(float(line.intercept_[0]), 3), round(float(line.coef_[0, 0]), 3)]
    (folder / "facts.json").write_text(json.dumps(model.facts, indent=1) + "\n", encoding="utf-8")
