"""Names of one actor and of two: precision, recall and F of `same_name` on the pairs of `tests/gold/names.csv`, as JSON.

The pairs were written before the comparison. It was tuned on the first, third, fifth ... pair (`tuned`); on the others
(`checked`) F was .945 when their errors were looked at for the first time, and defects found there were mended since.
Run: python benchmarks/names.py [--errors | --gazetteer]. --gazetteer compares the persons of the gazetteer by their spelling alone:
pairs of two persons that are taken for one, and spellings of one that are found, by script.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.resources import files
from itertools import combinations
from pathlib import Path

from onrecord.corpus.name_keys import given_keys
from onrecord.corpus.name_parts import person_of
from onrecord.corpus.names import SAME, same_name, spelt_alike
from onrecord.corpus.spelling import script_of
from onrecord.languages.actors import actors

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold" / "names.csv"
Row = dict[str, str]
Compare = Callable[[str, str, str], float]


def pairs() -> list[Row]:
    """The pairs: one, other, same (0 or 1), kind."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def scores(rows: Sequence[Row], compare: Compare) -> dict[str, float]:
    """Precision, recall and F of the pairs that are one actor's."""
    found = [(compare(row["one"], row["other"], row["kind"]) >= SAME, row["same"] == "1") for row in rows]
    right = sum(said and true for said, true in found)
    precision = right / max(1, sum(said for said, _ in found))
    recall = right / max(1, sum(true for _, true in found))
    f = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"pairs": len(rows), "precision": round(precision, 3), "recall": round(recall, 3), "f": round(f, 3)}


def gazetteer() -> dict[str, object]:
    """Two persons of the gazetteer taken for one, and other full spellings of one that are found, by their script."""
    persons = [name for name, actor in sorted(actors().items()) if actor.kind == "person"]
    full = [name for name in persons if len(person_of(name).words) > 1]
    pairs_met = [pair for pair in combinations(full, 2) if given_keys(pair[0]) & given_keys(pair[1])]
    wrong = [pair for pair in pairs_met if spelt_alike(*pair, "person") >= SAME]
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with (files("onrecord.ontology") / "actors.csv").open(encoding="utf-8") as lines:
        spellings = {(row["name"], row["actor"]) for row in csv.DictReader(lines) if row["actor"] in set(full)}
    for name, actor in spellings:
        if "*" not in name and name != actor and len(name.split()) > 1:
            total[script_of(name)] += 1
            found[script_of(name)] += spelt_alike(name, actor, "person") >= SAME
    return {
        "persons": len(full),
        "pairs": len(full) * (len(full) - 1) // 2,
        "taken_for_one": wrong,
        "spellings_found": {script: [found[script], total[script]] for script in sorted(total)},
    }


def main() -> None:
    """Print the figures; --errors prints the pairs that are wrong instead (of the half that is for tuning)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--gazetteer", action="store_true")
    options = parser.parse_args()
    if options.gazetteer:
        print(json.dumps(gazetteer(), ensure_ascii=False))
        return
    rows = pairs()
    if options.errors:
        for row in rows[::2]:
            score = same_name(row["one"], row["other"], row["kind"])
            if (score >= SAME) != (row["same"] == "1"):
                print(f"{score:.2f} {row['same']} {row['one']} | {row['other']}")
        return
    figures: dict[str, object] = {
        "all": scores(rows, same_name),
        "tuned": scores(rows[::2], same_name),
        "checked": scores(rows[1::2], same_name),
        "without_gazetteer": scores(rows, spelt_alike),
        "checked_without_gazetteer": scores(rows[1::2], spelt_alike),
    }
    start = time.perf_counter()
    for row in rows:
        spelt_alike(row["one"], row["other"], row["kind"])
    figures["microseconds_a_pair"] = round((time.perf_counter() - start) / len(rows) * 1e6)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
