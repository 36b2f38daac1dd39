"""Evidence for each segment of an HTML page that it is article text, as a matrix of numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.pipeline import Segment

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

#: Innermost elements, and what a segment stands in, that have a weight of their own.
TAGS = ("p", "h1", "h2", "h3", "li", "figcaption", "td", "blockquote", "div")
INSIDE = (
    "article", "main", "nav", "aside", "footer", "header", "figure", "form", "ul", "table", "dialog", "button", "section",
    "ad", "body", "byline", "caption", "comment", "consent", "date", "hidden", "keywords", "menu", "related", "share",
    "subscribe", "summary",
)  # fmt: skip
_OUTSIDE = np.array([
    name in ["nav", "aside", "footer", "dialog", "consent", "comment", "subscribe", "form", "button", "related", "share", "menu", "ad", "caption"]
    for name in INSIDE
])  # fmt: skip
#: Classes that some sites put around the whole article, so that they count only where most of the text is free of them.
_WRAPPERS = np.array([
    name in ["form", "ad", "hidden", "related", "share", "caption", "menu", "header", "keywords", "date", "byline", "button"] for name in INSIDE
])  # fmt: skip
_NEAR = (1, 3, 8, 20)
#: A script that writes without spaces says about two and a half times as much a character.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"[.!?…:;。！？।॥؟۔][\"'”»“’)\]」』]*$|[。」』]$")

NAMES = (
    "length", "length2", "sentence", "links", "linked",
    *(f"tag:{tag}" for tag in TAGS), *(f"in:{name}" for name in INSIDE),
    "repeated", "capitals", "digits", "dense",
    *(f"prose within {n}" for n in _NEAR), *(f"links within {n}" for n in _NEAR[:3]),
    "before", "after", "between", "since prose", "until prose", "after h1", "after another h1", "has h1", "position",
    "in the article of the page", "prose in article", "prose", "item in prose",
)  # fmt: skip
#: What the vote of a general extractor adds.
VOTES = (
    "kept", "kept sentence", "kept length", "kept x share", "kept share", "kept within 1", "kept within 4", "kept amount",
)  # fmt: skip


def _within(values: Vector, width: int) -> Vector:
    """Sum of the values at most `width` segments away, each segment itself included."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    result: Vector = total[np.minimum(len(values), index + width + 1)] - total[np.maximum(0, index - width)]
    return result


def _since(flags: NDArray[np.bool_]) -> Vector:
    """Segments since the last one with its flag set, at most 50."""
    distance = np.empty(len(flags))
    gap = 50
    for number, flag in enumerate(flags):
        distance[number] = gap
        gap = 0 if flag else min(50, gap + 1)
    return distance


def _share(texts: Sequence[str], what: Callable[[str], bool]) -> Vector:
    """Share of the first 60 characters of each text for which `what` is true."""
    return np.array([sum(map(what, text[:60])) / max(1, min(60, len(text))) for text in texts])


def _evidence(segments: Sequence[Segment]) -> dict[str, Vector | Matrix]:
    """What is read off each segment by itself, as columns."""
    texts = [segment.text for segment in segments]
    times = Counter(texts)
    size = np.array([len(text) for text in texts], dtype=np.float64)
    dense = np.array([len(_DENSE.findall(text[:60])) > 0.3 * min(60, len(text)) for text in texts], dtype=np.float64)
    columns: dict[str, Vector | Matrix] = {
        "size": size * (1 + 1.5 * dense),
        "dense": dense,
        "links": np.minimum(1.0, np.array([segment.link_chars for segment in segments]) / np.maximum(1, size)),
        "sentence": np.array([_SENTENCE_END.search(text) is not None for text in texts], dtype=np.float64),
        "repeated": np.array([times[text] > 1 for text in texts], dtype=np.float64),
        "tags": np.array([[segment.tag == tag for tag in TAGS] for segment in segments], dtype=np.float64),
        "inside": np.array([[name in segment.inside for name in INSIDE] for segment in segments], dtype=np.float64),
        "capitals": _share(texts, str.isupper),
        "digits": _share(texts, str.isdigit),
    }
    return columns


def _prose(c: dict[str, Vector | Matrix]) -> Vector:
    """How much each segment looks like running text by itself, 0 to 4; clears what cannot count against a segment."""
    prose = np.minimum(c["size"], 400) / 100 * np.clip(1 - 3 * c["links"], 0, 1)
    prose *= np.where(c["sentence"] > 0, 1, 0.3) * np.where(c["tags"][:, 0] > 0, 1, 0.6)
    prose *= 1 - 0.5 * c["repeated"]
    prose[c["size"] < 40] = 0
    surely = c["inside"][:, _OUTSIDE & ~_WRAPPERS].max(axis=1, initial=0)
    within = prose * (1 - 0.8 * surely)
    shares = within @ c["inside"] / (within.sum() + 1e-9)
    c["inside"][:, _WRAPPERS & (shares > 0.5)] = 0
    scaled: Vector = prose * (1 - 0.8 * c["inside"][:, _OUTSIDE].max(axis=1, initial=0))
    return scaled


def _headlines(segments: Sequence[Segment]) -> tuple[Vector, Vector]:
    """Whether each segment stands after the first h1, and after another h1 with other words."""
    after, another = np.zeros(len(segments)), np.zeros(len(segments))
    first: str | None = None
    for number, segment in enumerate(segments):
        if segment.tag != "h1":
            continue
        if first is None:
            first = segment.text
            after[number + 1 :] = 1
        elif segment.text != first:
            another[number:] = 1
            break
    return after, another


def features(segments: Sequence[Segment]) -> Matrix:
    """One row a segment, one column a name of NAMES."""
    c = _evidence(segments)
    count = len(segments)
    prose = _prose(c)
    linked = c["links"] * np.minimum(c["size"], 100) / 50
    total = prose.sum() + 1e-9
    so_far = np.cumsum(prose)
    before, after = (so_far - prose) / total, (total - so_far) / total
    strong = prose > 1.2
    after_h1, after_another = _headlines(segments)
    article = c["inside"][:, 0]
    in_article = (prose * article).sum() / total
    length = np.minimum(np.log1p(c["size"]), 6.5)
    return np.column_stack([
        length, length**2 / 6, c["sentence"], c["links"], c["links"] > 0.5, c["tags"], c["inside"],
        c["repeated"], c["capitals"], c["digits"], c["dense"],
        *(np.log1p(_within(prose, n) - prose) for n in _NEAR),
        *(np.log1p(_within(linked, n) - linked) for n in _NEAR[:3]),
        before, after, before * after, np.log1p(_since(strong)), np.log1p(_since(strong[::-1])[::-1]),
        after_h1, after_another, np.full(count, after_h1.max(initial=0)), np.arange(count) / max(1, count),
        article * in_article, np.full(count, in_article), prose,
        c["tags"][:, TAGS.index("li")] * np.log1p(_within(prose, 8)) * (1 - c["links"]),
    ])  # fmt: skip


def votes(base: Matrix, kept: Sequence[bool]) -> Matrix:
    """Columns VOTES for the segments of `base`, from what a general extractor kept."""
    keeps = np.asarray(kept, dtype=np.float64)
    length, sentence, prose = (
        base[:, NAMES.index("length")],
        base[:, NAMES.index("sentence")],
        base[:, NAMES.index("prose")],
    )
    share = (prose * keeps).sum() / (prose.sum() + 1e-9)
    return np.column_stack([
        keeps, keeps * sentence, keeps * length / 6, share * keeps, np.full(len(keeps), share),
        _within(keeps, 1) / 3, _within(keeps, 4) / 9, np.full(len(keeps), np.log1p((keeps * np.expm1(length)).sum() / 100)),
    ])  # fmt: skip
