"""Mentions against gold: exact spans and kinds."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from onrecord.evaluation.attribution import Reader
from onrecord.evaluation.gold import f_measure, pages, read_gold

_KINDS = {"PER": "person", "ORG": "organization", "LOC": "place", "location": "place"}


def evaluate_mentions(path: Path, read: Reader) -> dict[str, Any]:
    """F of exact mentions by language, and the mean over languages; kinds that the gold does not know are left out."""
    rows = read_gold(path, "mentions")
    known = {_KINDS.get(item["kind"], item["kind"]) for row in rows for item in row["mentions"]}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, raw in zip(rows, pages(rows), strict=True):
        gold = {(*item["span"], _KINDS.get(item["kind"], item["kind"])) for item in row["mentions"]}
        found = {(*item.spans[0], item.kind) for item in read(raw).mentions if item.kind in known and item.spans}
        mine = counts[row.get("lang") or row.get("language") or "all"]
        mine["hit"] += len(gold & found)
        mine["found"] += len(found)
        mine["gold"] += len(gold)
    languages = {name: f_measure(n["hit"], n["found"], n["gold"]) for name, n in sorted(counts.items())}
    mean = sum(item["F"] for item in languages.values()) / len(languages)
    return {"texts": len(rows), "mean F": round(mean, 3), "languages": languages}
