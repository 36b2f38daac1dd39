"""Stories: B-cubed figures on the benchmark's articles and our translated pairs, and what a page costs, as JSON.

    python benchmarks/stories.py                      articles of ../shared, the seeds, our pairs; each page is read whole (minutes)
    python benchmarks/stories.py --records FILE       keep what was read in FILE, or take it from there
    python benchmarks/stories.py --light              articles alone, by their words and the capitalised words in them, nothing read
    python benchmarks/stories.py --growth 100000      milliseconds to add an invented page, at the first thousand and at the last

The threshold is chosen by B-cubed F on the clusters outside a fold and scored inside it, ten folds, each cluster in one of them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
STEPS = [round(0.06 + 0.01 * step, 2) for step in range(20)]
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


def clustered(pages: Sequence[StoryPage], alike: float, order: int | None = None) -> list[tuple[str, ...]]:
    """Groups of pages: settled, or with `order` as they came by date, those of one day shuffled by that seed."""
    index = StoryIndex(alike)
    if order is None:
        for page in pages:
            index.add(page)
        return list(index.settle())
    shuffled = random.Random(order).sample(list(pages), len(pages))
    for page in sorted(shuffled, key=lambda page: page.published or "9999") if order else shuffled:
        index.add(page)
    return list(index.arrived())


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
    """Figures on the benchmark's articles."""
    settled = {step: clustered(pages, step) for step in STEPS}
    orders = [{step: clustered(pages, step, order) for step in STEPS} for order in range(1, 4)]
    return {
        "average_link": {"cross_validated": crossed(settled, gold), "shipped": b_cubed(clustered(pages, ALIKE), gold)},
        "arrival": {
            "cross_validated": [crossed(one, gold) for one in orders],
            "shipped": [b_cubed(clustered(pages, ALIKE, order), gold) for order in range(1, 4)],
        },
        "by_threshold": {step: b_cubed(groups, gold)["f"] for step, groups in settled.items()},
        "arrival_by_threshold": {step: b_cubed(groups, gold)["f"] for step, groups in orders[1].items()},
    }


def pairs(pages: Sequence[StoryPage], gold: Mapping[str, str]) -> dict[str, Any]:
    """How many pairs of pages of one event join, and how many of two do."""
    home = {one: number for number, group in enumerate(clustered(pages, ALIKE)) for one in group}
    found = [(gold[a.id] == gold[b.id], home[a.id] == home[b.id]) for a, b in combinations(pages, 2)]
    joined = [together for same, together in found if same]
    wrong = [together for same, together in found if not same]
    return {
        "pairs": len(joined),
        "joined": round(statistics.fmean(joined), 3),
        "others_joined": sum(wrong),
        "of": len(wrong),
    }


def invented(count: int) -> Iterator[StoryPage]:
    """Pages of the stories of invented days: each has words of its story, of its subject and of all."""
    from synthetic import Invention

    invention, chance = Invention(1), random.Random(2)
    stories = [chance.sample(invention.words[200:], 30) for _ in range(max(1, count // 4))]
    for number in range(count):
        story = chance.randrange(len(stories))
        text = " ".join(
            (*chance.choices(stories[story], k=50), invention.sentence(), invention.sentence(), invention.sentence())
        )
        day = f"20{10 + story % 12:02}-{1 + story % 11:02}-{1 + chance.randrange(28):02}"
        yield story_page(light({"id": str(number), "title": text[:60], "text": text, "lang": "en", "date": day}))


def growth(count: int) -> dict[str, object]:
    """Medians and means of the first thousand pages and the last."""
    index, times = StoryIndex(), []
    for page in invented(count):
        start = time.perf_counter()
        index.add(page)
        times.append((time.perf_counter() - start) * 1000)
    ends = (times[500:1_000], times[-1_000:])
    start = time.perf_counter()
    settled = len(index.settle())
    took = time.perf_counter() - start
    return {
        "pages": count,
        "add_ms": [round(statistics.median(part), 3) for part in ends],
        "add_mean_ms": [round(statistics.fmean(part), 3) for part in ends],
        "settle_s": round(took, 1),
        "stories": settled,
    }


def seeds(shared: Path, kept: Path | None) -> list[list[str]]:
    """The stories of the three seed pages, by the beginnings of their names."""
    wanted = [
        {"id": path.name[:3], "text": path.read_text(encoding="utf-8"), "page": True}
        for path in sorted((shared / "seeds").glob("*.txt"))
    ]
    pages = [story_page(one) for one in records(wanted, kept)]
    keys = {page.id: page.key or "" for page in pages}
    return [sorted(keys[one] for one in group) for group in clustered(pages, ALIKE)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--records", type=Path)
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--growth", type=int, metavar="PAGES")
    options = parser.parse_args()
    if options.growth:
        print(json.dumps(growth(options.growth)))
        return
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
