"""Simulated hours of `onrecord watch` on loopback (tests/watching/simulation.py), short and long: what it asked, and its memory.

Run: python benchmarks/watch_day.py [--hours 6 48] [--kills 0]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "watching"))

from simulation import simulate

from onrecord.archive import open_archive


def main() -> None:
    """Print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, nargs="+", default=[6, 48])
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    peaks = []
    for hours in options.hours:
        with tempfile.TemporaryDirectory() as name:
            _, day = simulate(Path(name), hours, options.kills, seed=5)
            with open_archive(Path(name) / "a.db") as archive:
                urls = Counter(row.url for row in archive.pages(newest=False))
        gaps = []
        for host in {one.host for one in day.asked}:
            times = [one.at for one in day.asked if one.host == host]
            gaps += [later - earlier for earlier, later in pairwise(times)]
        peaks.append(day.peak)
        print(
            f"{hours:g} h, {day.kills} kills: {len(day.asked):,} requests, least pause {min(gaps):.1f} s, {len(urls)} pages, "
            f"{urls.total() - len(urls)} twice, watcher {day.peak:.0f} MB at most",
            flush=True,
        )
    print(f"memory, longest against shortest: {peaks[-1] / peaks[0]:.3f}")


if __name__ == "__main__":
    main()
