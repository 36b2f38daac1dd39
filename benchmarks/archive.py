"""Speed of the archive on invented pages: adding, adding again, finding, forgetting."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from onrecord.archive import Archive, open_archive
from synthetic import Invention, lines, record


def timed(task: Callable[[], object]) -> float:
    """Seconds that `task` takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def queries(seed: int) -> dict[str, list[dict[str, object]]]:
    """Queries by kind: rare and frequent words, phrases, prefixes, characters, and with filters."""
    invention, rng = Invention(1), random.Random(seed)
    frequent, rare = invention.words[:50], invention.words[2000:15000]
    return {
        "one rare word": [{"query": rng.choice(rare)} for _ in range(40)],
        "two words": [{"query": f"{rng.choice(frequent)} {rng.choice(rare)}"} for _ in range(40)],
        "one of the 50 most frequent words": [{"query": word} for word in frequent[:40]],
        "the most frequent word": [{"query": frequent[0]} for _ in range(10)],
        "phrase of two frequent words": [
            {"query": f'"{rng.choice(frequent)} {rng.choice(frequent)}"'} for _ in range(40)
        ],
        "prefix of 3 letters": [{"query": rng.choice(rare)[:3] + "*"} for _ in range(40)],
        "without a word": [{"query": f"{rng.choice(rare)} -{rng.choice(frequent)}"} for _ in range(40)],
        "two Han characters": [{"query": pair} for pair in ("政府", "首相", "经济", "记者", "人民") * 8],
        "one Han character": [{"query": one} for one in "中国日本人民政府" * 5],
        "rare word, outlet, dates": [
            {"query": rng.choice(rare), "outlet": "Harbour Post", "since": "2012", "until": "2018-06"}
            for _ in range(40)
        ],
        "frequent word by date": [{"query": rng.choice(frequent), "order": "date"} for _ in range(40)],
        "no word, one language": [{"query": "", "language": "it"} for _ in range(10)],
    }


def find(archive: Archive, seed: int) -> None:
    """Print the time of `find` by kind of query, in passages."""
    times: list[float] = []
    print(f"{'find in passages':38}{'median ms':>10}{'p95 ms':>9}{'max ms':>9}{'hits':>6}")
    for kind, asked in queries(seed).items():
        took, hits = [], []
        for question in asked:
            start = time.perf_counter()
            found = archive.find(in_="passages", **question)  # type: ignore[arg-type]
            took.append(1000 * (time.perf_counter() - start))
            hits.append(len(found))
        times += took
        p95 = sorted(took)[int(0.95 * (len(took) - 1))]
        print(f"{kind:38}{statistics.median(took):10.1f}{p95:9.1f}{max(took):9.1f}{statistics.mean(hits):6.1f}")
    print(f"{'all':38}{statistics.median(times):10.1f}{sorted(times)[int(0.95 * len(times))]:9.1f}{max(times):9.1f}")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, help="pages of 11 passages (default 10,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to put the archive (default: a temporary folder)")
    parser.add_argument("--archive", type=Path, help="only find, in this archive")
    options = parser.parse_args()
    if options.archive:
        with open_archive(options.archive) as archive:
            find(archive, options.seed)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "speed.db"
        made = [record(line) for line in lines(options.pages, options.seed)]
        size = sum(len(text.encode()) for _, text in made)
        with open_archive(path, create=True) as archive:
            cpu = time.process_time()
            took = timed(lambda: [None for _ in archive.add(made)])
            cpu = time.process_time() - cpu
            counts = archive.counts()
            print(
                f"added {len(made):,} pages ({size / 1e6:.1f} MB of text) in {took:.1f} s ({cpu:.1f} s CPU): {len(made) / took:,.0f} pages/s"
            )
            print(f"archive {counts.bytes / 1e6:.1f} MB; records {counts.records}")
            again = timed(lambda: [None for _ in archive.add(made)])
            print(f"added again in {again:.1f} s: {len(made) / again:,.0f} pages/s, {archive.counts().pages:,} pages")
            find(archive, options.seed)
            for count in (1, 100):
                some = [row.id for row, _ in zip(archive.pages(), range(count), strict=False)]
                print(f"forgot {count} page(s) in {timed(lambda some=some: archive.forget(*some)):.1f} s")  # type: ignore[misc]
            print(f"checked in {timed(archive.check):.1f} s")


if __name__ == "__main__":
    main()
