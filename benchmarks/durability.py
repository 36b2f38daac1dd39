"""Kill `onrecord add` at random moments and see whether the archive kept its word.

Each round adds a file of invented pages to a fresh archive in a child process that prints every page once it is safe,
sends SIGKILL at a random moment, and checks: every page that was printed is there once and complete (record, text,
search), no page is there by half, SQLite and the search index are sound; then a second run completes, nothing twice.
In every fourth round (`--read-every`) another process reads the archive all the while. Exit code 1 if anything is wrong.

`--command` is what to run instead of the driver in this file, for example
`onrecord add --json {pages} --archive {archive}`; it must print one JSON line with `id` for each page that is safe.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import select
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from onrecord.archive import Archive, open_archive
from onrecord.errors import ArchiveError
from onrecord.records import PageRecord
from synthetic import lines, record

#: Record and decoded text of each page id.
Contents = dict[str, tuple[PageRecord, str]]


def drive(pages: Path, archive: Path) -> None:
    """The child: add the pages of a JSON Lines file, print the id of each once it is committed."""
    with open_archive(archive, create=True) as opened:
        for added in opened.add(record(line) for line in pages.read_bytes().splitlines()):
            print(json.dumps({"id": added.id, "what": added.what}), flush=True)


def watch(archive: Path) -> None:
    """The reader: until stdin closes, look at the newest pages and search; print what was wrong and how often it looked."""
    looked, wrong = 0, []
    while not archive.exists() and not _closed(0.01):
        pass
    while not _closed(0.02):
        try:
            with open_archive(archive) as opened:
                rows = list(opened.pages())
                for row in rows[-3:]:
                    wrong += half(opened, row.id)
                opened.find("government", in_="passages")
                looked += 1
        except ArchiveError as error:
            if "is empty" not in str(error):  # the writer has only just made the file
                wrong.append(str(error))
    print(json.dumps({"looked": looked, "wrong": wrong[:5]}))


def _closed(seconds: float) -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ready)


def half(archive: Archive, page: str, whole: Contents | None = None) -> list[str]:
    """What is missing of a page: its record, its text (as in `whole`, where given), its words in the search index."""
    wrong = []
    text, found = archive.text(page), archive.record(page)
    if not text or (whole is not None and (found, text) != whole[page]):
        wrong.append(f"{page}: not the record or text of a run left alone")
    for passage in found.passages[:1] + found.passages[-1:]:
        words = " ".join(passage.text.replace('"', " ").split()[:8])
        hits = archive.find(f'"{words}"', in_="passages", all_versions=True, limit=100_000)
        if [hit.id for hit in hits if hit.page.id == page].count(passage.id) != 1:
            wrong.append(f"{page}: its passage {passage.id} is not found once")
    return wrong


def contents(path: Path) -> Contents:
    """Everything in the archive of a run that was left alone."""
    with open_archive(path) as archive:
        return {row.id: (archive.record(row.id), archive.text(row.id)) for row in archive.pages(newest=False)}


def acknowledged(output: bytes) -> list[str]:
    """Page ids in whole lines of what the child printed."""
    ids = []
    for line in output.split(b"\n")[:-1]:
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            page = said.get("page")
            ids.append(said["id"] if "id" in said else page["id"] if isinstance(page, dict) else page)
    return ids


def check(path: Path, promised: list[str], whole: Contents) -> list[str]:
    """What is wrong with an archive after a kill, given the pages that were acknowledged."""
    if not path.exists():
        return ["pages were acknowledged, but there is no archive"] if promised else []
    try:
        archive = open_archive(path, create=True)
    except ArchiveError as error:
        return [str(error)]
    with archive:
        wrong = list(archive.check())
        there = Counter(row.id for row in archive.pages(newest=False))
        wrong += [f"{page}: acknowledged and lost" for page in promised if page not in there]
        wrong += [f"{page}: there {times} times" for page, times in there.items() if times > 1]
        wrong += [f"{page}: never was in the input" for page in there if page not in whole]
        for page in there.keys() & whole.keys():
            wrong += half(archive, page, whole)
    return wrong


class Moment(NamedTuple):
    """When to kill: so many seconds after the child has acknowledged so many pages (0: after its start)."""

    pages: int
    seconds: float


def run(command: list[str], moment: Moment | None) -> tuple[list[str], float, bool]:
    """Run the child, killed at a moment; acknowledged ids, seconds it ran, whether it was killed."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        assert child.stdout is not None
        output = b""
        if moment is not None:
            while output.count(b"\n") < moment.pages and (line := child.stdout.readline()):
                output += line
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(moment.seconds)
            child.kill()
        output += child.stdout.read()
        child.wait()
        child.stdout.close()
        took, killed = time.monotonic() - start, child.returncode == -9
        errors.seek(0)
        if child.returncode and not killed:
            raise SystemExit(f"{shlex.join(command)} failed:\n{errors.read().decode()}")
        return acknowledged(output), took, killed


def time_until(archive: Path, command: list[str]) -> float:
    """Seconds until the child has made its archive; ends the child and removes what it made."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not archive.exists() and child.poll() is None:
        time.sleep(0.005)
    took = time.monotonic() - start
    child.kill()
    child.wait()
    for leftover in archive.parent.glob(f"{archive.name}*"):
        leftover.unlink()
    return took


def trial(
    options: argparse.Namespace, number: int, folder: Path, pages: Path, moment: Moment, whole: Contents
) -> tuple[list[str], dict[str, int]]:
    """One round: what went wrong, and figures."""
    archive = folder / f"round{number}.db"
    command = [part.format(pages=pages, archive=archive) for part in options.command]
    reader = None
    if options.read_every and number % options.read_every == 0:
        watching = [sys.executable, __file__, "--watch", str(archive)]
        reader = subprocess.Popen(watching, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    promised, _, killed = run(command, moment)
    first = {"killed": int(killed), "acknowledged": len(promised), "midway": int(0 < len(promised) < len(whole))}
    wrong = check(archive, promised, whole)
    again, _, _ = run(command, None)
    if set(again) != whole.keys():
        wrong.append(f"the second run acknowledged {len(set(again))} of {len(whole)} pages")
    wrong += check(archive, sorted(whole), whole)
    if reader is not None:
        seen = json.loads(reader.communicate("")[0] or '{"looked": 0, "wrong": ["the reader died"]}')
        wrong += [f"reader: {line}" for line in seen["wrong"]]
        first["reads"] = seen["looked"]
    for leftover in folder.glob(f"{archive.name}*"):
        leftover.unlink()
    return wrong, first


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="rounds in which the child was killed")
    parser.add_argument("--pages", type=int, default=400, help="pages a round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--read-every", type=int, default=4, help="a second process reads in every n-th round; 0: never"
    )
    parser.add_argument(
        "--command", type=shlex.split, default=[sys.executable, __file__, "--drive", "{pages}", "{archive}"]
    )
    parser.add_argument("--drive", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--watch", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.drive:
        drive(*options.drive)
        return 0
    if options.watch:
        watch(options.watch)
        return 0
    rng, totals, bad = random.Random(options.seed), Counter[str](), 0
    with tempfile.TemporaryDirectory() as name:
        folder, pages = Path(name), Path(name) / "pages.jsonl"
        pages.write_bytes(b"\n".join(lines(options.pages, options.seed)) + b"\n")
        whole = folder / "whole.db"
        command = [part.format(pages=pages, archive=whole) for part in options.command]
        born = time_until(whole, command)
        done, took, _ = run(command, None)
        print(
            f"a run left alone: {len(done)} of {options.pages} pages in {took:.2f} s, archive after {born:.2f} s",
            flush=True,
        )
        reference = contents(whole)
        if len(reference) != options.pages or set(done) != reference.keys():
            print(f"{len(reference)} pages are in the archive, {len(set(done))} were acknowledged")
            return 1
        found = sum(bool(record.passages) for record, _ in reference.values())
        print(f"pages with passages, whose words are looked up: {found}", flush=True)
        while totals["killed"] < options.kills and totals["rounds"] < 3 * options.kills:
            # anywhere between two batches; a tenth of the kills while the archive is being made
            pages_first = rng.randrange(options.pages) if rng.random() < 0.9 else 0
            moment = Moment(pages_first, rng.uniform(0, 0.3 * took) if pages_first else rng.uniform(0.9, 1.5) * born)
            wrong, figures = trial(options, totals["rounds"], folder, pages, moment, reference)
            totals.update(figures, rounds=1)
            bad += bool(wrong)
            for line in wrong[:10]:
                print(f"round {totals['rounds']} ({moment}): {line}", flush=True)
    print(
        f"{totals['rounds']} rounds: killed {totals['killed']}, of them with some but not all pages acknowledged "
        f"{totals['midway']}; {totals['acknowledged']:,} pages were acknowledged before a kill; "
        f"a second process looked {totals['reads']:,} times; rounds with anything wrong: {bad}"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
