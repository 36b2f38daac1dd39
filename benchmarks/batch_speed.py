"""How batch scales: pages a second with one worker and with two, on Dask, and by the number of pages; memory of a worker.

Runs `onrecord batch` as a user does, on invented pages in files of equal size, from start to end (starting the workers and
loading the model included), and prints one line a run and the ratios.

Run: python benchmarks/batch_speed.py [--pages 1000] [--long 20000] [--paragraphs 10] [--only workers dask long]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import lines

FILES = 20


def make(folder: Path, pages: int, paragraphs: int = 10) -> None:
    """Input files."""
    folder.mkdir()
    made = list(lines(pages, 3, paragraphs))
    for number in range(FILES):
        (folder / f"in{number:02}.jsonl").write_bytes(b"\n".join(made[number::FILES]) + b"\n")


def memory(pid: int) -> float:
    """Resident MB of the largest process below one."""
    largest, stack = 0.0, [pid]
    while stack:
        for task in Path(f"/proc/{stack.pop()}/task").glob("*"):
            try:
                for child in map(int, (task / "children").read_text().split()):
                    stack.append(child)
                    pages = int(Path(f"/proc/{child}/statm").read_text().split()[1])
                    largest = max(largest, pages * os.sysconf("SC_PAGESIZE") / 1e6)
            except (OSError, ValueError):
                continue
    return largest


def run(folder: Path, pages: int, *more: str) -> float:
    """Seconds of one job; the last column is the largest worker at a tenth of the way and at the end."""
    with tempfile.TemporaryDirectory() as out:
        begun = time.monotonic()
        job = subprocess.Popen(
            [sys.executable, "-m", "onrecord", "batch", str(folder), "--out", out, *more], stderr=subprocess.DEVNULL
        )
        seen = []
        while job.poll() is None:
            seen.append(memory(job.pid))
            time.sleep(0.5)
        if job.returncode:
            raise SystemExit(f"the job ended with {job.returncode}")
        took = time.monotonic() - begun
    early = max(seen[: max(1, len(seen) // 10)], default=0.0)
    print(
        f"{pages:,} pages, {' '.join(more)}: {took:.1f} s, {pages / took:.2f} pages/s, worker {early:.0f} -> {max(seen, default=0.0):.0f} MB",
        flush=True,
    )
    return took


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--long", type=int, default=20_000, help="against a tenth of that")
    parser.add_argument(
        "--paragraphs", type=int, default=10, help="of a page in the long run (ten are some 4,300 characters)"
    )
    parser.add_argument("--only", nargs="+", choices=("workers", "dask", "long"), default=["workers", "dask"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        if {"workers", "dask"} & set(options.only):
            make(folder, options.pages)
            two = run(folder, options.pages, "--jobs", "2")
        if "workers" in options.only:
            print(f"2 workers against 1: {run(folder, options.pages, '--jobs', '1') / two:.2f} x")
        if "dask" in options.only:
            print(
                f"Dask with 2 against local with 2: {two / run(folder, options.pages, '--jobs', '2', '--engine', 'dask'):.2f}"
            )
        if "long" in options.only:
            for count in (options.long // 10, options.long):
                make(Path(name) / str(count), count, options.paragraphs)
            short, long = (
                run(Path(name) / str(count), count, "--jobs", "2") / count
                for count in (options.long // 10, options.long)
            )
            print(f"time a page, {options.long:,} pages against {options.long // 10:,}: {long / short:.3f} x")


if __name__ == "__main__":
    main()
