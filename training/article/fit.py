"""Fits the weights over segments of HTML pages and writes `weights.csv`, or cross-validates them by outlet.

Run from the root: `python training/article/fit.py [--shared ../shared] [--cross-validate]`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from onrecord.article import extraction, vote
from onrecord.article.features import NAMES, VOTES, features, votes
from onrecord.pipeline import Draft, RawPage, Segment
from onrecord.stages.read import read

WEIGHTS = Path(__file__).resolve().parents[2] / "src/onrecord/article/weights.csv"
STRENGTH = 0.01  # inverse of the penalty; .01 to .1 differ by less than .003 in cross-validated F
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Example:
    """One page with gold: its segments, which of them are in the gold body, and its evidence."""

    outlet: str
    body: str
    segments: tuple[Segment, ...]
    gold: np.ndarray
    base: np.ndarray
    kept: list[bool]

    @property
    def voted(self) -> np.ndarray:
        """Evidence with the vote of the extractor."""
        return np.hstack([self.base, votes(self.base, self.kept)])


def examples(shared: Path) -> list[Example]:
    """Pages of the benchmark whose gold body stands on the page; 38 of 129 carry the gold of another article."""
    found = []
    with gzip.open(shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            page = read(Draft(raw=RawPage(id=row["id"], content=row["html"], where=row["id"], form="html")))
            segments = page.segments
            body = extraction.letters(" ".join(row["body"]))
            paragraphs = {extraction.letters(text) for text in row["body"]}
            texts = [extraction.letters(segment.text) for segment in segments]
            gold = np.array([bool(t) and (t in paragraphs or (len(t) > 15 and t in body)) for t in texts], dtype=bool)
            on_page = "".join(t for t, g in zip(texts, gold, strict=True) if g)
            if len(on_page) < 0.3 * len(body):
                continue
            kept = extraction.kept(page.text, segments)
            outlet = row["id"].split("_")[0]
            found.append(Example(outlet, " ".join(row["body"]), segments, gold, features(segments), kept))
    return found


def fitted(pages: list[Example], voted: bool) -> np.ndarray:
    """Constant and weights of a logistic regression over unscaled evidence."""
    rows = np.vstack([page.voted if voted else page.base for page in pages])
    gold = np.concatenate([page.gold for page in pages])
    weight = np.concatenate([
        np.sqrt(np.minimum([len(s.text) for s in page.segments], 400) + 5) / np.sqrt(len(page.segments)) for page in pages
    ])  # fmt: skip
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(scaler.transform(rows), gold, sample_weight=weight)
    weights = model.coef_[0] / scaler.scale_
    return np.concatenate([[model.intercept_[0] - weights @ scaler.mean_], weights])


def token_f(gold: str, got: str) -> float:
    """F over the bags of tokens of two texts."""
    want, have = (Counter(token.lower() for token in _TOKEN.findall(text)) for text in (gold, got))
    return 2 * sum((want & have).values()) / max(1, sum(want.values()) + sum(have.values()))


def cross_validate(pages: list[Example], folds: int = 10) -> None:
    """Prints the body F of pages of outlets that the weights have not seen."""
    scores: dict[str, list[float]] = {"alone": [], "voted": [], "as shipped": []}
    asked = 0
    for train, test in GroupKFold(folds).split(pages, groups=[page.outlet for page in pages]):
        alone, voted = (fitted([pages[i] for i in train], with_votes) for with_votes in (False, True))
        for page in (pages[i] for i in test):
            first, second = vote._chances(page.base, alone), vote._chances(page.voted, voted)
            ask = vote.doubt(first, page.segments) > vote.CLEAR
            asked += ask
            for name, chances in (("alone", first), ("voted", second), ("as shipped", second if ask else first)):
                taken = dict.fromkeys(s.text for s, chance in zip(page.segments, chances, strict=True) if chance > 0.5)
                scores[name].append(token_f(page.body, " ".join(taken)))
    print(f"{len(pages)} pages, {folds} folds by outlet, extractor asked on {asked}")
    for name, values in scores.items():
        print(f"{name:12} body F {statistics.mean(values):.4f}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cross-validate", action="store_true")
    options = parser.parse_args()
    pages = examples(options.shared)
    if options.cross_validate:
        cross_validate(pages)
        return
    alone, voted = fitted(pages, False), fitted(pages, True)
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["name", "alone", "voted"])
        for number, name in enumerate(("constant", *NAMES, *VOTES)):
            writer.writerow([name, f"{alone[number]:.5f}" if number < len(alone) else "", f"{voted[number]:.5f}"])
    print(f"{len(pages)} pages -> {WEIGHTS}")


if __name__ == "__main__":
    main()
