"""Hostile input: mutated pages and damaged containers through intake and pipeline, with time, memory and harm reported.

Run: python benchmarks/hostile.py [--pages 10000] [--seed 1] [--shared ../shared] [--stages all|read]
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from onrecord import codec
from onrecord.intake import pages
from onrecord.pipeline import Draft, Given, RawPage, Stage, finish, run
from onrecord.settings import settings
from onrecord.stages import PER_PAGE
from onrecord.stages.read import read

SLOW = 5.0  # CPU seconds for a page; anything above is a defect
GIVE_UP = 60  # seconds after which this run goes on with the next page (counted as a crash)
OWN_HTML = (
    "<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>Die Talsperre</title></head><body><nav><ul>"
    "<li><a href='/'>Start</a></ul></nav><article><h1>Talsperre läuft voll</h1><p>„Wir haben alles im Griff“, sagte "
    "Bürgermeisterin Anna Holm.</p><p>Der Verband widersprach: Die Zahlen seien falsch.</p></article></body></html>"
)
OWN_TEXT = (
    "Dam fills up\n\nHome | News | Sport\n\n“Everything is under control,” said Anna Holm, the mayor of Grunau.\n"
    "The association disagreed: “The figures are wrong.\n“They were wrong last year.”\n\nRead also: more news\n"
)

Mutation = Callable[[random.Random, bytes, bytes], bytes]


def _truncate(rng: random.Random, page: bytes, other: bytes) -> bytes:
    return page[: rng.randrange(len(page) + 1)]


def _flip(rng: random.Random, page: bytes, other: bytes) -> bytes:
    data = bytearray(page)
    for _ in range(rng.choice((1, 10, 100, 1000))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _splice(rng: random.Random, page: bytes, other: bytes) -> bytes:
    at = rng.randrange(len(page))
    start = rng.randrange(len(other))
    return page[:at] + other[start : start + rng.randrange(1, 5000)] + page[at:]


def _insert(make: Callable[[random.Random], bytes]) -> Mutation:
    def mutate(rng: random.Random, page: bytes, other: bytes) -> bytes:
        at = rng.randrange(len(page))
        return page[:at] + make(rng) + page[at:]

    return mutate


def _shuffle_lines(rng: random.Random, page: bytes, other: bytes) -> bytes:
    lines = page.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _recode(rng: random.Random, page: bytes, other: bytes) -> bytes:
    text = page.decode("utf-8", "replace")
    return text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037", "cp1251")), "replace"
    )


def _label(rng: random.Random, page: bytes, other: bytes) -> bytes:
    return b"<meta charset='%s'>" % rng.choice((b"klingon", b"utf-16", b"utf-7", b"iso-2022-jp", b"big5")) + page


def _drop_brackets(rng: random.Random, page: bytes, other: bytes) -> bytes:
    return page.replace(rng.choice((b">", b"<", b'"', b"/", b"\n", b" ", b"</")), b"", rng.choice((1, 50, -1)))


MUTATIONS: dict[str, Mutation] = {
    "truncated": _truncate,
    "bytes flipped": _flip,
    "spliced": _splice,
    "lines shuffled": _shuffle_lines,
    "recoded": _recode,
    "wrong label": _label,
    "signs dropped": _drop_brackets,
    "doubled": lambda rng, page, other: page + page,
    "two mixed encodings": lambda rng, page, other: page + "é“ß”".encode("cp1252") * 50 + other[:2000],
    "NUL bytes": _insert(lambda rng: b"\x00" * rng.choice((1, 5, 500))),
    "deep nesting": _insert(lambda rng: rng.choice((b"<div>", b"<b>", b"<ul><li>", b"<blockquote>", b"<table><tr><td>", b"<p><a href=x>")) * rng.choice((100, 3000))),
    "entity flood": _insert(lambda rng: rng.choice((b"&amp;", b"&#x41;", b"&nbsp;", b"&#0;", b"&notanentity")) * 5000),
    "attribute flood": _insert(lambda rng: b"<div " + b" ".join(b"a%d=b" % number for number in range(5000)) + b">"),
    "huge attribute": _insert(lambda rng: b"<div class='" + b"related " * 20_000 + b"'>"),
    "unclosed comment": _insert(lambda rng: b"<!--"),
    "unclosed script": _insert(lambda rng: rng.choice((b"<script>", b"<style>", b"<svg>", b"<textarea>", b"<title>", b"<![CDATA["))),
    "unclosed quote": _insert(lambda rng: b'<a href="'),
    "quotation marks": _insert(lambda rng: rng.choice(("“", '"', "«", "„", "'", "‘", "»", '" "')).encode() * rng.choice((1, 30, 3000))),
    "long word": _insert(lambda rng: rng.choice((b"a", b"-", b".", b"_", b"=")) * 30_000),
    "white space": _insert(lambda rng: rng.choice((b" ", b"\t", b"\n", "\u00a0".encode(), "\u200b".encode(), b" \n")) * 20_000),
    "combining marks": _insert(lambda rng: b"a" + "\u0301".encode() * 3000 + "\u202e\ufeff\U000e0041".encode()),
    "numbers": _insert(lambda rng: b"2024-13-45 31.02.2019 99:99 " * 500 + b"1" * 5000),
    "base64": _insert(lambda rng: b"".join(rng.choice((b"TG9yZW0g", b"SGVsbG8g")) for _ in range(3000))),
    "sentence flood": _insert(lambda rng: b'He said: "No." She said he said. ' * 600),
}  # fmt: skip
#: A few of a size that would show any step that takes more than linear time; once each.
GIANTS: dict[str, bytes] = {
    "100,000 divs": b"<html><body>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000,
    "100,000 b": b"<html><body><p>" + b"<b>" * 100_000 + b"text",
    "100,000 p": b"<html><body>" + b"<p>He said no." * 40_000,
    "1 MB entities": b"<html><p>" + b"&quot;" * 160_000,
    "1 MB of open quotes": ("“" * 300_000).encode(),
    "5 MB in one line": b"The mayor said: \"It will be done.\" " * 140_000,
    "5 MB one word": b"a" * 5_000_000,
    "5 MB html one block": b"<html><body><p>" + b'"No", she said. ' * 300_000,
    "40,000 lines": b"The mayor said it.\n" * 40_000,
    "60,000 lines": b"x\n" * 60_000,
    "1 MB of <": b"<" * 1_000_000,
    "1 MB of brackets": b"<p><" * 250_000,
    "huge table": b"<html><table>" + b"<tr><td>1<td>2" * 20_000,
    "1 MB JSON-LD": b"<html><script type='application/ld+json'>" + b"[" * 1_000_000,
    "meta flood": b"<html><head>" + b"<meta name=author content='A B'><meta property=article:published_time content=2019>" * 10_000,
}  # fmt: skip


def seeds(shared: Path) -> list[bytes]:
    """Pages to mutate: ours, and those of the benchmark data where it is present (small ones more often)."""
    found = [OWN_HTML.encode(), OWN_TEXT.encode()] * 10
    found += [path.read_bytes() for path in sorted((shared / "seeds").glob("*.txt"))] * 5
    file = shared / "bench/cleaning/fundus_pages.jsonl.gz"
    if file.is_file():
        with gzip.open(file, "rt") as lines:
            found += [json.loads(line)["html"].encode("utf-8", "replace") for line in lines]
    return found


def _record(body: bytes, length: int | None = None) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    size = len(block) if length is None else length
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/\r\nContent-Length: %d\r\n\r\n" % size
    )
    return head + block + b"\r\n\r\n"


def containers(folder: Path, rng: random.Random) -> None:
    """Writes damaged containers, bombs and odd files, each beside an untouched neighbour `*_ok.*`."""
    good = OWN_HTML.encode()
    warc = b"".join(_record(good) for _ in range(50))
    packed = b"".join(gzip.compress(_record(good)) for _ in range(50))
    lines = json.dumps({"text": OWN_TEXT}).encode() + b"\n"
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    write = {f"m{number:03}_cut.warc": warc[: rng.randrange(len(warc))] for number in range(40)}
    write |= {f"m{number:03}_cut.warc.gz": packed[: rng.randrange(len(packed))] for number in range(40)}
    write |= {f"m{number:03}_flip.warc": _flip(rng, warc, b"") for number in range(40)}
    write |= {f"m{number:03}_flip.warc.gz": _flip(rng, packed, b"") for number in range(40)}
    write |= {f"m{number:03}_flip.jsonl": _flip(rng, lines * 50, b"") for number in range(40)}
    write |= {f"m{number:03}_cut.jsonl.gz": gzip.compress(lines * 50)[: rng.randrange(50, 300)] for number in range(40)}
    write |= {
        "bomb.txt.gz": b"".join([*(bomb.compress(b"a" * 1_000_000) for _ in range(2000)), bomb.flush()]),
        "large.txt": b"word " * 20_000_000,
        "large.html": b"<html><p>" + b"word " * 20_000_000,
        "large.jsonl": lines + b'{"text": "' + b"word " * 20_000_000 + b'"}\n' + lines,
        "binary.txt": rng.randbytes(100_000),
        "image.html": b"\x89PNG\r\n\x1a\n" + rng.randbytes(1000),
        "empty.txt": b"",
        "blank.html": b"\n \n",
        "label.html": b"<html><meta charset=klingon><p>" + "Größe “so” ".encode("cp1252") * 30,
        "nested.jsonl": lines + b"[" * 500_000 + b"\n" + lines,
        "length.warc": _record(good) + _record(good, 10**15) + _record(good),
        "all_ok.jsonl": lines * 20,
        "all_ok.warc.gz": packed,
        "all_ok.html": good,
    }
    for name, content in write.items():
        (folder / name).write_bytes(content)


def mutated(count: int, folder: Path, base: list[bytes], rng: random.Random) -> dict[str, str]:
    """Writes `count` mutated pages; every tenth is an untouched one of ours. Returns what was done, by file name."""
    done = {}
    kinds = list(MUTATIONS)
    for number in range(count):
        name = f"p{number:06}.{rng.choice(('html', 'txt', 'txt'))}"
        if number % 10 == 0:
            name, kind, content = f"p{number:06}.html", "untouched", OWN_HTML.encode()
        else:
            kind = kinds[number % len(kinds)]
            page = rng.choice(base)
            if len(page) > 100_000 and rng.random() < 0.8:  # mostly a part of a large page, so that the run ends
                page = page[: rng.randrange(1, 100_000)]
            content = MUTATIONS[kind](rng, page, rng.choice(base))
            if rng.random() < 0.3 and content:
                kind2 = rng.choice(kinds)
                content = MUTATIONS[kind2](rng, content, rng.choice(base))
                kind = f"{kind} + {kind2}"
        (folder / name).write_bytes(content)
        done[name] = kind
    return done


def make(folder: Path, options: argparse.Namespace) -> None:
    """Writes all inputs under a folder, and `labels.json`: what was done to each page."""
    rng = random.Random(options.seed)
    for name in ("pages", "giants", "containers"):
        (folder / name).mkdir()
    labels = mutated(options.pages, folder / "pages", seeds(options.shared), rng)
    for number, (label, content) in enumerate(GIANTS.items()):
        name = f"g{number:02}.{'html' if content.startswith(b'<') else 'txt'}"
        (folder / "giants" / name).write_bytes(content)
        labels[name] = label
    containers(folder / "containers", rng)
    (folder / "labels.json").write_text(json.dumps(labels))


def _give_up(number: int, frame: object) -> None:
    raise TimeoutError(f"more than {GIVE_UP} s")


def memory() -> float:
    """Peak resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Timed:
    """A stage that remembers the CPU seconds of its last call (a second call may find its caches filled)."""

    def __init__(self, stage: Stage) -> None:
        self.name, self.needs, self.adds, self.stage = stage.name, stage.needs, stage.adds, stage
        self.seconds = 0.0

    def __call__(self, page: Draft) -> Draft:
        """The page after the stage."""
        start = time.process_time()
        try:
            return self.stage(page)
        finally:
            self.seconds = time.process_time() - start


class Report:
    """What happened to the pages."""

    def __init__(self, only_read: bool) -> None:
        self.stages = tuple(Timed(stage) for stage in ((read,) if only_read else PER_PAGE))
        self.items: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.crashes: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.times: list[tuple[float, str]] = []

    def take(self, item: object, label: str) -> bytes:
        """One item of the intake through the stages; the bytes of its record, empty if it is no page."""
        self.items[type(item).__name__] += 1
        if not isinstance(item, RawPage):
            self.problems[f"intake: {_kind(str(item).split(': ')[-1])}"] += 1
            return b""
        start = time.process_time()  # what other processes take of the machine is not the fault of a page
        signal.alarm(GIVE_UP)
        draft = run(self.stages, item)
        signal.alarm(0)
        record = codec.encode(finish(draft, "hostile"))
        codec.decode(record)
        self.times.append((time.process_time() - start, label))
        for problem in draft.problems:
            kind = f"{problem.stage}: {_kind(problem.message.split(': ')[-1])}"
            self.problems[kind] += 1
            if problem.message.split(":")[0].endswith(("Error", "Exception")):
                crash = f"{problem.stage}: {problem.message[:150]}"
                self.crashes[crash] += 1
                self.examples.setdefault(crash, label)
        return record

    def slow_stages(self) -> str:
        """CPU seconds of the stages on the last page, those that took any."""
        return ", ".join(f"{stage.name} {stage.seconds:.2f} s" for stage in self.stages if stage.seconds > 0.05)

    def show(self) -> None:
        """Prints it."""
        times = sorted(self.times, reverse=True)
        seconds = [second for second, _ in times]
        print(f"items: {dict(self.items)}")
        print(f"pages through the stages: {len(times)}, {sum(seconds):.0f} s, median {seconds[len(times) // 2]:.4f} s")
        print(f"slowest: {', '.join(f'{second:.2f} s ({label})' for second, label in times[:6])}")
        print(f"above {SLOW:g} s: {sum(second > SLOW for second in seconds)}")
        print(f"crashes in stages: {self.crashes.total()}")
        for crash, count in self.crashes.most_common(20):
            print(f"  {count:5} {crash}  [{self.examples[crash]}]")
        print("problems per kind:")
        for kind, count in self.problems.most_common(40):
            print(f"  {count:5} {kind}")


def _kind(message: str) -> str:
    words = ["N" if any(sign.isdigit() for sign in word) else word for word in message.split()]
    return " ".join(words)[:80]


def take_all(paths: list[Path], report: Report, labels: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """File name and record of every page of these paths."""
    for item in pages([str(path) for path in paths], given=Given(), article=False, settings=settings()):
        name = Path(item.path or "").name if isinstance(item, RawPage) else ""
        label = f"{name}: {labels.get(name, '')}"
        record = report.take(item, label)
        if isinstance(item, RawPage) and report.times[-1][0] > SLOW:
            print(f"  SLOW {label} {report.times[-1][0]:.1f} s: {report.slow_stages()}", flush=True)
        yield name, record


def main() -> int:
    """Runs it; exit code 1 if something crashed, took too long, or harmed a neighbour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--stages", choices=("all", "read"), default="all")
    options = parser.parse_args()
    report = Report(options.stages == "read")
    signal.signal(signal.SIGALRM, _give_up)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        maker = multiprocessing.get_context("spawn").Process(target=make, args=(folder, options))
        maker.start()  # a process of its own, so that the peak of memory is that of reading
        maker.join()
        labels = json.loads((folder / "labels.json").read_bytes())
        alone = Report(options.stages == "read")
        (folder / "alone.html").write_bytes(OWN_HTML.encode())
        ((_, expected),) = take_all([folder / "alone.html"], alone, labels)
        expected = expected.replace(b"alone.html", b"NAME").replace(temporary.encode(), b"")
        harmed = untouched = 0
        peaks = [memory()]
        for part in ("pages", "giants", "containers"):
            for name, record in take_all([folder / part], report, labels):
                if labels.get(name) == "untouched" or name == "all_ok.html":
                    untouched += 1
                    same = record.replace(f"{part}/{name}".encode(), b"NAME").replace(temporary.encode(), b"")
                    harmed += same != expected
            peaks.append(memory())
    report.show()
    print(f"untouched neighbours: {untouched}, harmed: {harmed}")
    print(
        f"peak memory, MB: start {peaks[0]:.0f}, after pages {peaks[1]:.0f}, giants {peaks[2]:.0f}, containers {peaks[3]:.0f}"
    )
    slow = any(second > SLOW for second, _ in report.times)
    return 1 if report.crashes or harmed or slow else 0


if __name__ == "__main__":
    sys.exit(main())
