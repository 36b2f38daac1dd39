"""Who said what, and names, on public gold and on ours: runs the whole pipeline and prints the scorers' figures.

    python benchmarks/attribution.py              PolNeAR dev, the seed pages, our gold in eight languages, short items in twelve, names in ten
    python benchmarks/attribution.py --set NAME   one of them

PolNeAR and the seeds are scored by the benchmark's own scorer, the others by `onrecord evaluate`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from onrecord.evaluation import evaluate_attribution, evaluate_mentions
from onrecord.evaluation.gold import pages, read_gold
from onrecord.pipeline import RawPage, finish, run
from onrecord.records import PageRecord
from onrecord.stages import PER_PAGE

ROOT = Path(__file__).resolve().parent.parent


def read(raw: RawPage) -> PageRecord:
    """One page through the whole pipeline."""
    return finish(run(PER_PAGE, raw), "benchmark")


def scored(shared: Path, gold: Path) -> dict[str, Any]:
    """Figures of `bench/score.py attribution` for one gold file."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        for raw in pages(read_gold(gold, "attributions")):
            out.write(msgspec.json.encode(read(raw)) + b"\n")
        out.flush()
        command = [sys.executable, str(shared / "bench" / "score.py"), "attribution", str(gold), out.name]
        figures: dict[str, Any] = json.loads(subprocess.check_output(command))
    kinds = ("all", "direct", "mixed", "indirect")
    short: dict[str, Any] = {
        kind: {
            name: round(figures[kind][key]["F"], 3) for name, key in (("@50", "a50"), ("@90", "a90"), ("full", "full"))
        }
        for kind in kinds
    }
    return {**short, "exact spans": figures["exact"], "gold": figures["all"]["gold"], "found": figures["all"]["pred"]}


def ours(folder: str) -> dict[str, Any]:
    """Figures for the gold in a folder of `tests/gold`."""
    gold_folder = ROOT / "tests" / "gold"
    rows = subprocess.check_output(
        [sys.executable, str(gold_folder / "read_gold.py"), "--folder", str(gold_folder / folder)]
    )
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as gold:
        gold.write(rows)
        gold.flush()
        return evaluate_attribution(Path(gold.name), read)


def main() -> None:
    """Print one JSON object: set -> figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="only", help="only this set")
    given = parser.parse_args()
    bench = given.shared / "bench"
    sets: dict[str, Callable[[], dict[str, Any]]] = {
        "polnear_dev": lambda: scored(given.shared, bench / "attribution" / "polnear_dev.jsonl"),
        "seeds_en": lambda: scored(given.shared, given.shared / "seeds-gold" / "scorer_en.jsonl"),
        "seeds_it": lambda: scored(given.shared, given.shared / "seeds-gold" / "scorer_it.jsonl"),
        "ours": lambda: ours("attribution"),
        "briefs": lambda: ours("attribution/briefs"),
        "kind_wikinews": lambda: evaluate_mentions(bench / "mentions" / "kind_wikinews_dev.jsonl", read),
        "wikineural": lambda: evaluate_mentions(bench / "mentions" / "wikineural_dev.jsonl", read),
    }
    for name, work in sets.items():
        if given.only in (None, name):
            print(json.dumps({name: work()}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
