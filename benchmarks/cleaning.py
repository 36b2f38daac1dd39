"""Cleaning of flattened pages: token F through the whole pipeline, and the time it takes.

    python benchmarks/cleaning.py                     the shipped model (it was trained on these pages)
    python benchmarks/cleaning.py --cross-validate    each page by a model that saw no form of it (4 minutes a seed)
    python benchmarks/cleaning.py --speed             against trafilatura on the HTML of the same pages

Prints one JSON object; the figures of a set are those of `bench/score.py cleaning`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from training.lines.pages import SETS, LabelledPage, benchmark, read_rows, written  # noqa: E402
from training.lines.score import figures, page_f  # noqa: E402

import onrecord.lines  # noqa: E402
from onrecord.codec import encode  # noqa: E402
from onrecord.ids import page_id  # noqa: E402
from onrecord.lines.model import Model, model  # noqa: E402
from onrecord.pipeline import RawPage, finish, run  # noqa: E402
from onrecord.stages import PER_PAGE  # noqa: E402


def record(page: LabelledPage, judge: Model) -> bytes:
    """The record of a page as `onrecord read` prints it, its lines judged by the given model."""
    text = page.record["text"]
    raw = RawPage(id=page_id(text.encode()), content=text, where=page.id, form="text", key=page.id)
    with patch.object(onrecord.lines, "model", lambda: judge):
        return encode(finish(run(PER_PAGE, raw), "benchmark"))


def score(shared: Path, records: Iterable[tuple[LabelledPage, bytes]]) -> dict[str, object]:
    """What the benchmark's own scorer says of each set."""
    by_set: dict[str, list[bytes]] = {name: [] for name in SETS}
    for page, line in records:
        by_set[page.set].append(line)
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in by_set.items():
            gold, got = Path(folder, "gold.jsonl"), Path(folder, "records.jsonl")
            rows = read_rows(shared / "bench" / "cleaning" / f"{name}.jsonl.gz")
            gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            got.write_bytes(b"\n".join(lines))
            command = [sys.executable, str(shared / "bench" / "score.py"), "cleaning", str(gold), str(got)]
            result[name] = json.loads(subprocess.check_output(command))
    return result


def cross_validated(shared: Path, pages: Sequence[LabelledPage], parts: int, seeds: Sequence[int]) -> dict[str, object]:
    """For each fold seed: each page by a model trained without it, once its lines alone, once the whole pipeline."""
    from training.lines.fit import Options, folds_with_models, stop_words  # needs the extra `training`

    options = Options()
    more = written(ROOT / "training" / "lines" / "written.toml", options.seed)
    result: dict[str, object] = {"options": str(options)}
    for seed in seeds:
        alone: list[tuple[LabelledPage, float]] = []
        records: list[tuple[LabelledPage, bytes]] = []
        for judge, fold in folds_with_models(pages, more, stop_words(options.stop_words), options, parts, seed):
            for page in fold:
                alone.append((page, page_f(page, judge.verdicts(page.lines))))
                records.append((page, record(page, judge)))
        result[f"fold seed {seed}"] = {"lines only": figures(alone), "pipeline": score(shared, records)}
    return result


def milliseconds(work: Callable[[int], object], count: int, repeats: int = 3) -> float:
    """Processor milliseconds a page, the best of some rounds."""
    best = float("inf")
    for _ in range(repeats):
        begun = time.process_time()
        for number in range(count):
            work(number)
        best = min(best, time.process_time() - begun)
    return round(best / count * 1000, 2)


def speed(shared: Path, pages: Sequence[LabelledPage]) -> dict[str, object]:
    """Read and clean of the text of the fundus pages, and trafilatura on the HTML of the same pages."""
    import trafilatura

    stages = tuple(step for step in PER_PAGE if step.name in ("read", "clean"))
    flat = [page for page in pages if page.set == "fundus_flat"]
    html = {row["id"]: row["html"] for row in read_rows(shared / "bench" / "cleaning" / "fundus_pages.jsonl.gz")}
    raws = [RawPage(id=page.id, content=page.record["text"], where=page.id, form="text") for page in flat]
    sources = [html[page.id] for page in flat]
    model()
    ours = milliseconds(lambda number: run(stages, raws[number]), len(raws))
    fast = milliseconds(lambda number: trafilatura.extract(sources[number], fast=True), len(sources), 1)
    default = milliseconds(lambda number: trafilatura.extract(sources[number]), len(sources), 1)
    lines = [page.lines for page in flat]
    return {
        "pages": len(flat),
        "lines a page": round(sum(map(len, lines)) / len(lines)),
        "read and clean, ms": ours,
        "of it the model over lines, ms": milliseconds(lambda number: model().chances(lines[number]), len(lines)),
        "trafilatura fast on the HTML, ms": fast,
        "trafilatura default on the HTML, ms": default,
        "times as fast": {"as fast": round(fast / ours, 1), "as default": round(default / ours, 1)},
    }


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--cross-validate", action="store_true", help="score each page by a model trained without it")
    parser.add_argument("--folds", type=int, default=6, help="folds of the cross-validation")
    parser.add_argument("--seeds", type=int, nargs="+", default=[8], help="how pages are dealt to folds: one run each")
    parser.add_argument("--speed", action="store_true", help="time read and clean instead of scoring them")
    given = parser.parse_args()
    pages = benchmark(given.shared)
    if given.speed:
        report = speed(given.shared, pages)
    elif given.cross_validate:
        report = cross_validated(given.shared, pages, given.folds, given.seeds)
    else:
        report = score(given.shared, ((page, record(page, model())) for page in pages))
    print(msgspec.json.format(msgspec.json.encode(report), indent=1).decode())


if __name__ == "__main__":
    main()
