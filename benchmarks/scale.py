"""What `docs/scale.md` rests on: the cost of a page in time and bytes at every step, and what a large archive comes to.

Makes a WARC (gzip, a member a record, as Common Crawl publishes them) of real HTML pages, makes its part in a process of
its own, takes the part into an archive, plans a rerun, and multiplies.

Run: python benchmarks/scale.py [--shared ../shared] [--limit 129] [--pages 1.35e9] [--core-hour 0.02] [--tb-month 23]
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import msgspec

from onrecord.adding import Adding
from onrecord.archive import open_archive
from onrecord.batching import manifest
from onrecord.batching.tasks import Options, Task, limits, tasks
from onrecord.batching.work import Done, work
from onrecord.engines.local import MADE_BY
from onrecord.intake import pages
from onrecord.pipeline import Given
from onrecord.settings import settings

Figures = dict[str, float]


def warc(shared: Path, limit: int, path: Path) -> int:
    """A WARC of real pages; how many."""
    with gzip.open(shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt", encoding="utf-8") as file:
        sources = [json.loads(line)["html"].encode("utf-8", "replace") for line in file][:limit]
    with path.open("wb") as out:
        for number, html in enumerate(sources):
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nWARC-Date: 2024-03-01T00:00:00Z"
                f"\r\nWARC-Target-URI: https://news.example/{number}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + body + b"\r\n\r\n", 6))
    return len(sources)


def _make(message: bytes, out: multiprocessing.Queue[tuple[bytes, float, float]]) -> None:
    from onrecord.engines.local import read_page
    from onrecord.pipeline import RawPage

    read_page(RawPage(id="0" * 64, content="He said that it rained.", where="warm-up", article=True))  # loads the model
    begun = time.process_time()
    done = work(message)
    out.put((done, time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measure(shared: Path, limit: int, folder: Path) -> Figures:
    """Everything a page."""
    source, out = folder / "pages.warc.gz", folder / "out"
    count = warc(shared, limit, source)
    out.mkdir()
    options = Options(made_by=MADE_BY, limits=limits())
    (task,) = [one for one in tasks([str(source)], options, out) if isinstance(one, Task)]
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_make, args=(msgspec.json.encode(task), queue))
    process.start()
    message, seconds, memory = queue.get()
    process.join()
    done = msgspec.json.decode(message, type=Done)
    if done.error or done.pages != count:
        raise SystemExit(f"{done.pages} of {count} pages: {done.error}")
    begun = time.process_time()
    for _ in range(20):
        if manifest.of_file(task, {}) is None:
            raise SystemExit("the part is not found to be there")
    planning = (time.process_time() - begun) / 20
    with open_archive(folder / "a.db", create=True) as archive:
        begun = time.process_time()
        with archive.writer() as writer:
            adding = Adding(writer, None, say=print, skip_known=False)
            list(adding.run(pages([str(out)], given=Given(), article=False, settings=settings()), 1))
        took = time.process_time() - begun
    size = sum(path.stat().st_size for path in folder.glob("a.db*"))
    return {
        "pages": count,
        "reading, core seconds a page": seconds / count,
        "memory of a worker, MB": memory,
        "WARC, kB a page": source.stat().st_size / count / 1000,
        "part, kB a page": done.bytes / count / 1000,
        "archive, kB a page": size / count / 1000,
        "adding from parts, core seconds a page": took / count,
        "planning a rerun, core ms a part": planning * 1000,
    }


def main() -> None:
    """Print the inputs and what they come to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int, default=129, help="pages that are measured")
    parser.add_argument("--pages", type=float, default=1.35e9, help="pages of the archive that is asked about")
    parser.add_argument("--core-hour", type=float, default=0.02, help="price of a core for an hour")
    parser.add_argument("--tb-month", type=float, default=23.0, help="price of a terabyte for a month")
    parser.add_argument("--cores", type=int, nargs="+", default=[16, 256, 4096])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        inputs = measure(options.shared, options.limit, Path(name))
    for what, value in inputs.items():
        print(f"{what:42}{value:12.3f}")
    total = options.pages
    hours = total * inputs["reading, core seconds a page"] / 3600
    print(f"\n{total:,.0f} pages:")
    print(f"  reading: {hours:,.0f} core hours, {hours * options.core_hour:,.0f} at {options.core_hour} a core hour")
    for cores in options.cores:
        print(
            f"    on {cores:,} cores: {hours / cores / 24:,.1f} days, {cores * inputs['memory of a worker, MB'] / 1e3:,.0f} GB of memory in all"
        )
    for what in ("WARC", "part", "archive"):
        size = total * inputs[f"{what}, kB a page"] / 1e9
        print(f"  {what}: {size:,.1f} TB, {size * options.tb_month:,.0f} a month at {options.tb_month:g} a TB")
    adding = total * inputs["adding from parts, core seconds a page"] / 3600 / 24
    print(f"  adding it all to one archive, which has one writer: {adding:,.0f} days")
    slices = total * inputs["WARC, kB a page"] * 1000 / settings().batch_slice_bytes
    print(
        f"  parts: {slices:,.0f}; planning a rerun: {slices * inputs['planning a rerun, core ms a part'] / 3.6e6:,.1f} hours"
    )


if __name__ == "__main__":
    main()
