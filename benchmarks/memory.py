"""Peak memory of reading N pages, one process per N: it must not grow with the number of pages.

Run: python benchmarks/memory.py [--counts 1000 10000] [--shared ../shared] [--stages read|all]
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from onrecord.intake import pages
from onrecord.pipeline import Given, RawPage, run
from onrecord.settings import settings
from onrecord.stages import PER_PAGE
from onrecord.stages.read import read


def measure(path: str, stages: str, out: multiprocessing.Queue[tuple[int, float, float]]) -> None:
    """Puts pages, seconds and peak resident memory in MB."""
    start, count = time.perf_counter(), 0
    for item in pages([path], given=Given(), article=False, settings=settings()):
        assert isinstance(item, RawPage)
        run((read,) if stages == "read" else PER_PAGE, item)
        count += 1
    out.put((count, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Prints a line a count, and the ratio of the last to the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--stages", choices=("read", "all"), default="read")
    options = parser.parse_args()
    with gzip.open(options.shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt") as file:
        lines = [json.dumps({"html": json.loads(line)["html"]}) + "\n" for line in file]
    peaks = []
    context = multiprocessing.get_context("spawn")
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pages.jsonl.gz"
            with gzip.open(path, "wt", compresslevel=1) as out:
                out.writelines(islice(cycle(lines), count))
            queue = context.Queue()
            process = context.Process(target=measure, args=(str(path), options.stages, queue))
            process.start()
            found, seconds, peak = queue.get()
            process.join()
        peaks.append(peak)
        print(f"{found} pages, {seconds:.0f} s, peak {peak:.0f} MB")
    print(f"ratio {peaks[-1] / peaks[0]:.3f}")


if __name__ == "__main__":
    main()
