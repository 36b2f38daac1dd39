"""Repairs on text that nobody damaged: each one listed to be judged by hand, and their rate per 100,000 words.

python benchmarks/repair.py --list            every repair, with the words around it
python benchmarks/repair.py --speed           time of a clean page
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.pipeline import Draft, Given, PassageDraft, RawPage
from onrecord.spans import Aligned
from onrecord.stages.identify import identify
from onrecord.stages.repair import repair

#: Name of a set -> file below shared/bench. Tokenised sets show that a space before each comma is left alone.
SETS = {
    "polnear_train": "attribution/polnear_train.jsonl.gz",
    "polnear_dev": "attribution/polnear_dev.jsonl",
    "stories": "stories/stories.jsonl",
    "fundus_pages": "cleaning/fundus_pages.jsonl.gz",
    "es_brat_docs": "events/es_brat_docs.jsonl",
    "kind_wikinews": "mentions/kind_wikinews_dev.jsonl",
    "wikineural": "mentions/wikineural_dev.jsonl",
}

_LINE = re.compile(r"[^\n]+")


def draft(text: str, language: str | None) -> Draft:
    """A page whose passages are the lines of a text."""
    passages = tuple(
        PassageDraft(kind="paragraph", text=Aligned.verbatim(text, *line.span()).strip())
        for line in _LINE.finditer(text)
        if line.group().strip()
    )
    raw = RawPage(id="0", content=text, where="benchmark", given=Given(language=language))
    return Draft(raw=raw, text=text, passages=passages)


def texts(shared: Path, name: str) -> Iterator[tuple[str, str, str | None]]:
    """Id, text and language of the articles of a set."""
    path = shared / "bench" / SETS[name]
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:  # type: ignore[operator]
        for row in map(json.loads, lines):
            text = row.get("body") or row["text"]
            yield row["id"], "\n".join(text) if isinstance(text, list) else text, row.get("lang")


def main() -> None:
    """Print a line of figures for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--list", action="store_true", help="print every repair and every mark")
    parser.add_argument("--speed", action="store_true", help="print milliseconds for each page")
    args = parser.parse_args()
    for name in args.sets:
        words = pages = 0
        kinds: Counter[str] = Counter()
        marks = 0
        seconds = 0.0
        slowest = 0.0
        for identifier, text, language in texts(args.shared, name):
            page = identify(draft(text, language))
            begin = time.perf_counter()
            mended = repair(page)
            took = time.perf_counter() - begin
            seconds += took
            slowest = max(slowest, took) if pages > 10 else 0.0
            pages += 1
            words += len(text.split())
            for one in mended.repairs:
                kinds[one.why] += 1
                if args.list:
                    low, high = one.span
                    around = f"{text[max(0, low - 40) : low]}⟦{one.was}→{one.now}⟧{text[high : high + 40]}"
                    print(f"{name}\t{one.why}\t{identifier}\t{around!r}")
            for two in mended.problems:
                marks += 1
                if args.list and two.span:
                    low, high = two.span
                    print(f"{name}\tMARK\t{two.message}\t{text[max(0, low - 40) : high + 40][:200]!r}")
        total = kinds.total()
        print(
            f"{name}: {pages} pages, {words} words, {total} repairs ({total / words * 1e5:.1f} per 100,000 words) "
            f"{dict(kinds)}, {marks} marks"
        )
        if args.speed:
            print(
                f"  {seconds / pages * 1e3:.2f} ms a page, {seconds / words * 1e6:.2f} us a word, slowest {slowest * 1e3:.0f} ms"
            )


if __name__ == "__main__":
    main()
