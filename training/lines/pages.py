"""Labelled pages for the model over lines: the benchmark sets, HTML pages flattened here, and pages made from them."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

TOKEN = re.compile(r"\w+")
SETS = ("flat_pages", "flat_pages_near", "fundus_flat")


@dataclass(frozen=True)
class LabelledPage:
    """A flattened page: its lines, which of them are the article, and the group that must stay in one fold."""

    id: str
    set: str
    group: str
    language: str
    lines: tuple[str, ...]
    content: tuple[bool, ...]
    weight: float = 1.0
    record: dict = field(default_factory=dict, compare=False, hash=False)

    def tokens(self) -> np.ndarray:
        """Tokens of each line, as the scorer counts them."""
        return np.array([len(TOKEN.findall(line)) for line in self.lines], dtype=np.float64)


def read_rows(path: Path) -> list[dict]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def digest(path: Path) -> str:
    """SHA-256 of a file, first 16 digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def benchmark(shared: Path) -> list[LabelledPage]:
    """The three labelled sets; both forms of a flat page share a group, a fundus page shares its with its outlet."""
    pages = []
    for name in SETS:
        for row in read_rows(shared / "bench" / "cleaning" / f"{name}.jsonl.gz"):
            lines = tuple(row["text"][line["start"] : line["end"]] for line in row["lines"])
            pages.append(
                LabelledPage(
                    id=row["id"],
                    set=name,
                    group=row["id"],
                    language=row.get("lang", "en"),
                    lines=lines,
                    content=tuple(line["label"] == "content" for line in row["lines"]),
                    record=row,
                )
            )
    return pages


def near(page: LabelledPage, margin: int) -> LabelledPage | None:
    """The article with `margin` lines around it."""
    hits = [number for number, hit in enumerate(page.content) if hit]
    if not hits:
        return None
    start, end = max(0, hits[0] - margin), hits[-1] + margin + 1
    return LabelledPage(
        id=f"{page.id}#near{margin}",
        set="made",
        group=page.group,
        language=page.language,
        lines=page.lines[start:end],
        content=page.content[start:end],
        weight=0.35,
    )


def without(page: LabelledPage) -> LabelledPage:
    """What surrounds the article, without it: a page that has none."""
    rest = tuple(line for line, hit in zip(page.lines, page.content, strict=True) if not hit)
    return LabelledPage(
        id=f"{page.id}#none",
        set="made",
        group=page.group,
        language=page.language,
        lines=rest,
        content=(False,) * len(rest),
        weight=0.2,
    )


def made(pages: list[LabelledPage], seed: int) -> list[LabelledPage]:
    """Variants of the pages given (all of one fold): some cut close to the article, some emptied of it.

    Articles grafted into other pages were tried and made the figures worse.
    """
    choose = random.Random(seed)
    result: list[LabelledPage | None] = []
    for page in pages:
        if page.set == "fundus_flat":
            result.append(near(page, choose.choice((0, 5, 15))))
        if page.set != "flat_pages_near" and choose.random() < 0.3:
            result.append(without(page))
    return [page for page in result if page and page.lines]
