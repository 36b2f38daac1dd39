"""Stories: B-cubed figures on the benchmark's articles and our translated pairs, and what a page costs, as JSON.

    python benchmarks/stories.py                      articles of ../shared, the seeds, our pairs; each page is read whole (minutes)
    python benchmarks/stories.py --records FILE       keep what was read in FILE, or take it from there
    python benchmarks/stories.py --light              articles alone, by their words and the capitalised words in them, nothing read

The threshold is chosen by B-cubed F on the clusters outside a fold and scored inside it, ten folds, each cluster in one of them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from onrecord.corpus.likeness import StoryPage, story_page
from onrecord.corpus.stories import ALIKE, StoryIndex
from onrecord.ids import page_id
from onrecord.pipeline import Given, RawPage, finish, run
from onrecord.records import Mention, Page, PageRecord, Passage, Translation, Words

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold" / "stories"
STEPS = [round(0.08 + 0.01 * step, 2) for step in range(14)]
_NAME = re.compile(r"(?<![.!?:“\"]\s)(?<!^)(?<!\n)\b[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*")


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read(row: Mapping[str, Any]) -> PageRecord:
    """An article through the whole pipeline; its key is the id of the row."""
    from onrecord.stages import PER_PAGE

    given = Given(title=row.get("title"), published=row.get("date"), language=row.get("lang"), outlet=row.get("outlet"))
    raw = RawPage(
        id=page_id(row["id"].encode() + row["text"].encode()), content=row["text"], where="benchmark", form="text",
        key=row["id"], given=given, article=not row.get("page"),
    )  # fmt: skip
    return finish(run(PER_PAGE, raw), "benchmark")


def light(row: Mapping[str, Any]) -> PageRecord:
    """An article as one passage; runs of capitalised words within a sentence are its names."""
    none = Words(spans=(), text=row.get("title") or "")
    name = page_id(row["id"].encode())
    page = Page(
        id=name, key=row["id"], path=None, url=row.get("url"), retrieved=None, language=row.get("lang"), outlet=row.get("outlet"), origin=None,
        authors=(), title=none, published=row.get("date"), published_from="given", translation=Translation(kind="none"),
    )  # fmt: skip
    text = row["text"]
    passage = Passage(id=name, kind="paragraph", language=row.get("lang"), spans=((0, len(text)),), text=text)
    mentions = tuple(
        Mention(id=str(hit.start()), spans=(hit.span(),), text=hit.group(), kind="person")
        for hit in _NAME.finditer(text)
    )
    return PageRecord(made_by="benchmark", page=page, passages=(passage,), mentions=mentions)


def records(wanted: Sequence[Mapping[str, Any]], kept: Path | None) -> list[PageRecord]:
    """The articles read, by way of a file if there is one."""
    known: dict[str, PageRecord] = {}
    if kept and kept.exists():
        known = {one.page.key or "": one for one in msgspec.json.Decoder(PageRecord).decode_lines(kept.read_bytes())}
    found = [known.get(row["id"]) or read(row) for row in wanted]
    if kept:
        everything = {**known, **{one.page.key or "": one for one in found}}
        kept.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in everything.values()))
    return found


def b_cubed(groups: Iterable[Iterable[str]], gold: Mapping[str, str]) -> dict[str, float]:
    """B-cubed precision, recall and F of the pages in `gold` (page to cluster)."""
    home = {one: number for number, group in enumerate(groups) for one in group}
    ours, theirs = defaultdict(set), defaultdict(set)
    for one, cluster in gold.items():
        ours[home[one]].add(one)
        theirs[cluster].add(one)
    both = [
        (len(ours[home[one]] & theirs[cluster]), len(ours[home[one]]), len(theirs[cluster]))
        for one, cluster in gold.items()
    ]
    precision = statistics.fmean(same / mine for same, mine, _ in both)
    recall = statistics.fmean(same / whole for same, _, whole in both)
    return {
        "p": round(precision, 3),
        "r": round(recall, 3),
        "f": round(2 * precision * recall / (precision + recall), 3),
    }


def clustered(pages: Sequence[StoryPage], alike: float = ALIKE, *, one_by_one: bool = False) -> list[tuple[str, ...]]:
    """Groups of pages that come all at once, or one by one."""
    index = StoryIndex(alike)
    for some in [[page] for page in pages] if one_by_one else [pages]:
        index.add(*some)
    return sorted(tuple(sorted(page.id for page in group)) for group in index.groups())


def crossed(
    by_step: Mapping[float, Sequence[Sequence[str]]], gold: Mapping[str, str], folds: int = 10
) -> dict[str, Any]:
    """F of each fold of clusters at the threshold that is best on the others, weighted by pages; and the thresholds chosen."""
    clusters = sorted(set(gold.values()))
    random.Random(1).shuffle(clusters)
    total, chosen = 0.0, []
    for fold in range(folds):
        held = set(clusters[fold::folds])
        inside = {one: cluster for one, cluster in gold.items() if cluster in held}
        outside = {one: cluster for one, cluster in gold.items() if cluster not in held}
        scores = {step: b_cubed(groups, outside)["f"] for step, groups in by_step.items()}
        top = [step for step, score in scores.items() if score >= max(scores.values()) - 0.002]
        best = top[len(top) // 2]
        chosen.append(best)
        total += b_cubed(by_step[best], inside)["f"] * len(inside)
    return {"f": round(total / len(gold), 3), "chosen": sorted(chosen)}


def articles(pages: Sequence[StoryPage], gold: Mapping[str, str]) -> dict[str, Any]:
    """Figures on the benchmark's articles; `arrival` are those of pages that come one by one, in order of date and at random."""
    settled = {step: clustered(pages, step) for step in STEPS}
    orders = [
        sorted(pages, key=lambda page: (page.day or 0, page.id)),
        random.Random(1).sample(list(pages), len(pages)),
    ]
    return {
        "cross_validated": crossed(settled, gold),
        "shipped": b_cubed(clustered(pages), gold),
        "arrival": [b_cubed(clustered(order, one_by_one=True), gold) for order in orders],
        "by_threshold": {step: b_cubed(groups, gold)["f"] for step, groups in settled.items()},
    }


def pairs(pages: Sequence[StoryPage], gold: Mapping[str, str]) -> dict[str, Any]:
    """How many pairs of pages of one event join, and how many of two do."""
    home = {one: number for number, group in enumerate(clustered(pages)) for one in group}
    found = [(gold[a.id] == gold[b.id], home[a.id] == home[b.id]) for a, b in combinations(pages, 2)]
    joined = [together for same, together in found if same]
    wrong = [together for same, together in found if not same]
    return {
        "pairs": len(joined),
        "joined": round(statistics.fmean(joined), 3),
        "others_joined": sum(wrong),
        "of": len(wrong),
    }


def seeds(shared: Path, kept: Path | None) -> list[list[str]]:
    """The stories of the three seed pages, by the beginnings of their names."""
    wanted = [
        {"id": path.name[:3], "text": path.read_text(encoding="utf-8"), "page": True}
        for path in sorted((shared / "seeds").glob("*.txt"))
    ]
    pages = [story_page(one) for one in records(wanted, kept)]
    keys = {page.id: row["id"] for page, row in zip(pages, wanted, strict=True)}
    return [sorted(keys[one] for one in group) for group in clustered(pages)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--records", type=Path)
    parser.add_argument("--light", action="store_true")
    options = parser.parse_args()
    wanted = rows(options.shared / "bench" / "stories" / "stories.jsonl")
    found = [light(row) for row in wanted] if options.light else records(wanted, options.records)
    pages = [story_page(one) for one in found]
    gold = {page.id: row["cluster"] for page, row in zip(pages, wanted, strict=True)}
    figures: dict[str, Any] = {"articles": articles(pages, gold)}
    if not options.light:
        ours = rows(GOLD / "pages.jsonl")
        told = [story_page(one) for one in records(ours, options.records)]
        figures["translated"] = pairs(told, {page.id: row["event"] for page, row in zip(told, ours, strict=True)})
        figures["seeds"] = seeds(options.shared, options.records)
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
