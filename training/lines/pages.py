"""Labelled pages for the model over lines: the benchmark sets, HTML pages flattened here, and pages made from them."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import tomllib
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


def brief(page: LabelledPage, choose: random.Random) -> LabelledPage | None:
    """The page with only the first paragraphs of its article, in half of the cases run together into one line."""
    hits = [number for number, hit in enumerate(page.content) if hit]
    if not hits:
        return None
    kept = hits[: choose.choice((1, 2, 3, 4))]
    dropped = set(hits) - set(kept)
    if choose.random() < 0.5:
        dropped |= set(kept[1:])
        joined = " ".join(page.lines[number] for number in kept)
    else:
        joined = page.lines[kept[0]]
    left = [number for number in range(len(page.lines)) if number not in dropped]
    return LabelledPage(
        id=f"{page.id}#brief",
        set="made",
        group=page.group,
        language=page.language,
        lines=tuple(joined if number == kept[0] else page.lines[number] for number in left),
        content=tuple(page.content[number] for number in left),
        weight=0.3,
    )


def grafted(page: LabelledPage, other: LabelledPage) -> LabelledPage | None:
    """The article of `other` in the place of the article of `page`."""
    hits = [number for number, hit in enumerate(page.content) if hit]
    theirs = [number for number, hit in enumerate(other.content) if hit]
    if not hits or not theirs:
        return None
    body = slice(theirs[0], theirs[-1] + 1)
    after = hits[-1] + 1
    return LabelledPage(
        id=f"{page.id}#graft#{other.id}",
        set="made",
        group=page.group,
        language=page.language,
        lines=page.lines[: hits[0]] + other.lines[body] + page.lines[after:],
        content=(False,) * hits[0] + other.content[body] + (False,) * (len(page.lines) - after),
        weight=0.3,
    )


def written(path: Path, seed: int, variants: int = 4) -> list[LabelledPage]:
    """Pages put together from the texts in `written.toml`: an article between menus, appeals, captions and rails."""
    choose = random.Random(seed)
    pages = []
    for language, text in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for variant in range(variants):
            pages.append(_put_together(language, variant, text, choose))
    return pages


def _put_together(language: str, variant: int, text: dict, choose: random.Random) -> LabelledPage:
    """One page: what stands before the article, the article with captions in it, what stands after."""
    around = choose.sample(text["around"], len(text["around"]))
    half = len(around) // 2
    rail = [line for title in text["rail"] for line in [title] * choose.choice((1, 1, 2))]
    lines = [(text["title"], False)] * choose.choice((1, 2))
    lines += [(line, False) for line in choose.sample(rail, 3)] if variant % 2 else []
    lines += [(line, False) for line in around[: choose.choice((1, 2, half))]]
    captions = list(text["captions"])
    for number, paragraph in enumerate(text["article"]):
        lines.append((paragraph, True))
        if captions and number in (0, 2) and choose.random() < 0.7:
            lines += [(captions.pop(), False)] * choose.choice((1, 2))
        elif number == 1 and choose.random() < 0.4:
            lines.append((choose.choice(around[half:]), False))
    lines += [(line, False) for line in around[half:] + rail]
    return LabelledPage(
        id=f"written-{language}-{variant}",
        set="written",
        group=f"written-{language}",
        language=language,
        lines=tuple(line for line, _ in lines),
        content=tuple(hit for _, hit in lines),
        weight=0.4,
    )


def made(pages: list[LabelledPage], seed: int, brief_share: float) -> list[LabelledPage]:
    """Variants of the pages given (all of one fold): cut close to the article, emptied of it, articles exchanged.

    `brief_share` of the pages come with a shortened article too.
    """
    choose = random.Random(seed)
    whole = [page for page in pages if page.set in ("flat_pages", "fundus_flat")]
    by_language: dict[str, list[LabelledPage]] = {}
    for page in whole:
        by_language.setdefault(page.language, []).append(page)
    result: list[LabelledPage | None] = []
    for page in whole:
        result.append(near(page, choose.choice((0, 5, 15, 30))))
        if choose.random() < 0.3:
            result.append(without(page))
        if choose.random() < brief_share:
            result.append(brief(page, choose))
        result.append(grafted(page, choose.choice(by_language[page.language])))
    return [page for page in result if page and page.lines]
