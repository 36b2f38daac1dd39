"""CPU time of the read stage on real HTML pages, beside trafilatura alone on the same pages in the same run.

Run: python benchmarks/read.py [--shared ../shared] [--repeat 3]
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from onrecord.pipeline import Draft, RawPage
from onrecord.stages.read import read


def best(work: Callable[[], object], repeat: int) -> float:
    """Least CPU seconds of some runs."""
    seconds = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> None:
    """Prints seconds, milliseconds a page, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with gzip.open(options.shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt") as file:
        sources = [json.loads(line)["html"] for line in file]
    raw = [RawPage(id="", content=source.encode("utf-8", "replace"), where="") for source in sources]
    ours = best(lambda: [read(Draft(raw=page)) for page in raw], options.repeat)
    theirs = best(
        lambda: [trafilatura.bare_extraction(source, favor_precision=True, fast=True) for source in sources],
        options.repeat,
    )
    count, size = len(sources), sum(map(len, sources)) / 1e6
    print(f"{count} pages, {size:.1f} million characters; CPU seconds, least of {options.repeat}")
    print(f"read        {ours:.3f} s, {1000 * ours / count:.2f} ms a page")
    print(f"trafilatura {theirs:.3f} s, {1000 * theirs / count:.2f} ms a page")
    print(f"ratio {ours / theirs:.3f}")


if __name__ == "__main__":
    main()
