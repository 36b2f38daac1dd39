"""HTML pages: body F, title, date and authors against gold, and the time of reading and cleaning against trafilatura alone.

Run from the root: `python benchmarks/html_pages.py [--shared ../shared] [--repeats 5] [--errors]`.

38 of the 129 pages carry title and body of another article than the one in their HTML (the gold of a later capture), so every
figure is given for all pages and for the pages on which half of the gold body or more can be found at all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from onrecord.pipeline import Draft, RawPage, run
from onrecord.stages.clean import clean
from onrecord.stages.describe import describe
from onrecord.stages.read import read

_TOKEN = re.compile(r"\w+")
_NOT_WORD = re.compile(r"\W+")
BODY = ("lead", "paragraph", "subhead", "listing")


def token_f(gold: str, got: str) -> float:
    """F over the bags of tokens of two texts."""
    want, have = (Counter(token.lower() for token in _TOKEN.findall(text)) for text in (gold, got))
    return 2 * sum((want & have).values()) / max(1, sum(want.values()) + sum(have.values()))


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text).lower()


def on_page(row: dict[str, Any]) -> bool:
    """Whether half of the gold body or more stands anywhere in the HTML, scripts included."""
    source = re.sub(r"<[^>]*>", " ", row["html"]).replace('\\"', '"').replace("\\n", " ")
    page = _letters(unescape(unescape(source)))
    paragraphs = [_letters(text) for text in row["body"] if len(_letters(text)) > 30] or [
        _letters(text) for text in row["body"]
    ]
    found = sum(len(text) for text in paragraphs if text in page or text[:40] in page)
    return found >= 0.5 * sum(map(len, paragraphs))


def raw(row: dict[str, Any]) -> RawPage:
    """A row of the benchmark as a page that came in."""
    return RawPage(id=row["id"], content=row["html"], where=row["id"], form="html")


def body_of(page: Draft) -> str:
    """The body text of a page that has been cleaned."""
    return " ".join(passage.text.text for passage in page.passages if passage.kind in BODY)


def _collapse(text: str | None) -> str:
    return " ".join((text or "").split())


def judge(rows: Sequence[dict[str, Any]], show: bool) -> dict[str, list[tuple[bool, float]]]:
    """For each measure, (gold is on the page, score) of each page that has gold for it."""
    scores: dict[str, list[tuple[bool, float]]] = {}
    for row in rows:
        valid = on_page(row)
        page = run((read, clean, describe), raw(row))
        got = {"body F": token_f(" ".join(row["body"]), body_of(page))}
        got["title"] = float(page.title is not None and _collapse(page.title.text) == _collapse(row["title"]))
        if row["published"]:
            got["date"] = float(page.published == row["published"][:10])
        if row["authors"]:
            want, have = ({_letters(name) for name in names} for names in (row["authors"], page.authors))
            got["authors"] = float(want == have)
            got["authors overlap"] = 2 * len(want & have) / (len(want) + len(have))
        for name, score in got.items():
            scores.setdefault(name, []).append((valid, score))
        if show and valid:
            wrong = [
                name for name, score in got.items() if score < (0.9 if name == "body F" else 1) and "over" not in name
            ]
            for name in wrong:
                ours = {"title": page.title and page.title.text, "date": page.published, "authors": page.authors}.get(
                    name
                )
                gold = {"title": row["title"], "date": row["published"], "authors": row["authors"]}.get(name)
                print(f"  {row['id']} {name} {got[name]:.2f}: {ours!r} gold {gold!r}")
        if page.problems:
            print(f"  {row['id']}: {page.problems}")
    return scores


def seconds(work: Callable[[dict[str, Any]], object], rows: Sequence[dict[str, Any]], repeats: int) -> float:
    """Median over the repeats of the time for all rows."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        for row in rows:
            work(row)
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--errors", action="store_true", help="show what is wrong on each page")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with gzip.open(options.shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for name, values in judge(rows, options.errors).items():
        valid = [score for on, score in values if on]
        both = statistics.mean(score for _, score in values)
        print(f"{name:16} {statistics.mean(valid):.4f} of {len(valid)} pages, {both:.4f} of all {len(values)}")
    modes: dict[str, dict[str, bool]] = {"fast": {"fast": True}, "default": {}, "precision": {"favor_precision": True}}
    for name, mode in modes.items():
        found = [(on_page(row), bare_extraction(row["html"], **mode), row) for row in rows]
        scores = [(on, token_f(" ".join(row["body"]), page.text if page else "")) for on, page, row in found]
        valid = [score for on, score in scores if on]
        print(
            f"trafilatura {name:9} body F {statistics.mean(valid):.4f}, {statistics.mean(s for _, s in scores):.4f} of all"
        )
    if options.repeats:
        ours = seconds(lambda row: run((read, clean), raw(row)), rows, options.repeats)
        print(
            f"read + clean {ours:.2f} s, describe {seconds(lambda row: run((read, clean, describe), raw(row)), rows, 1) - ours:.2f} s more"
        )
        for name, mode in modes.items():
            theirs = seconds(lambda row, mode=mode: bare_extraction(row["html"], **mode), rows, options.repeats)
            print(f"trafilatura {name} {theirs:.2f} s: read + clean takes {ours / theirs:.2f} times as long")


if __name__ == "__main__":
    main()
