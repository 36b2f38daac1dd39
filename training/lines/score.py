"""The benchmark's own measure over verdicts: token F of each page, and the mean over languages."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence

import numpy as np
from training.lines.pages import TOKEN, LabelledPage


def page_f(page: LabelledPage, verdicts: Sequence[bool]) -> float:
    """Token F of one page (both sides as multisets of lower-case words)."""
    want: collections.Counter[str] = collections.Counter()
    have: collections.Counter[str] = collections.Counter()
    for line, gold, taken in zip(page.lines, page.content, verdicts, strict=True):
        tokens = [token.lower() for token in TOKEN.findall(line)] if gold or taken else []
        if gold:
            want.update(tokens)
        if taken:
            have.update(tokens)
    total = sum(want.values()) + sum(have.values())
    return 2 * sum((want & have).values()) / total if total else 0.0


def rising_f(page: LabelledPage, order: Sequence[int]) -> np.ndarray:
    """Token F of one page with the first line of `order` taken, with the first two, and so on."""
    tokens = [[token.lower() for token in TOKEN.findall(line)] for line in page.lines]
    left = collections.Counter(
        token for words, gold in zip(tokens, page.content, strict=True) if gold for token in words
    )
    total, hits, size = sum(left.values()), 0, 0
    found = np.zeros(len(order))
    for place, number in enumerate(order):
        for token in tokens[number]:
            if left[token] > 0:
                left[token] -= 1
                hits += 1
        size += len(tokens[number])
        found[place] = 2 * hits / (total + size) if total + size else 0.0
    return found


def figures(scored: Iterable[tuple[LabelledPage, float]]) -> dict[str, float]:
    """Mean F of each set; for fundus_flat also the mean over languages."""
    by_set: dict[str, list[float]] = collections.defaultdict(list)
    by_language: dict[str, list[float]] = collections.defaultdict(list)
    for page, f in scored:
        by_set[page.set].append(f)
        if page.set == "fundus_flat":
            by_language[page.language].append(f)
    result = {name: round(float(np.mean(values)), 4) for name, values in sorted(by_set.items())}
    if by_language:
        result["fundus_flat_languages"] = round(float(np.mean([np.mean(v) for v in by_language.values()])), 4)
    return result
