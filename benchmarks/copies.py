"""Copies: how many planted ones are found, and which real texts count as copies (needs the benchmark data).

Prints one JSON object. Each text is planted in these forms: `half` (its first half), `end` (its second), `lead` (the first two
sentences in other words), `frame` (the boilerplate of one of eight outlets around it), `all` (half of it, with another
lead, in a frame). Texts shorter than `--least` words are left out: half of them without the lead is nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from onrecord.corpus.copies import CopyPage, connected, find_overlaps, groups
from onrecord.corpus.sketches import sketch, words
from synthetic import Invention

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+|\n+")
FORMS = ("half", "end", "lead", "frame", "all")


def texts(shared: Path, least: int) -> dict[str, tuple[str, str, str]]:
    """Title, cluster and text by id, of PolNeAR dev and of the stories, from `least` words on."""
    found = {}
    for name in ("stories/stories.jsonl", "attribution/polnear_dev.jsonl"):
        with (shared / "bench" / name).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if len(words(row["text"])) >= least:
                    found[row["id"]] = (row["title"], row.get("cluster", row["id"]), row["text"])
    return found


def frames(count: int, length: int, seed: int) -> list[tuple[str, str]]:
    """Boilerplate before and behind the article, `length` words together, of `count` invented outlets."""
    invention = Invention(seed)
    return [
        tuple(" ".join(invention.random.choices(invention.words, k=length // 2)) for _ in range(2))
        for _ in range(count)
    ]  # type: ignore[misc]


def planted(text: str, rng: random.Random, invention: Invention, around: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The forms of a text, in the order of FORMS."""
    sentences = [part for part in _SENTENCE.split(text) if part]
    half = " ".join(sentences[2 : (len(sentences) + 1) // 2])
    yield text[: len(text) // 2]
    yield text[len(text) // 2 :]
    yield " ".join([invention.sentence(), invention.sentence(), *sentences[2:]])
    before, behind = rng.choice(around)
    yield f"{before}\n{text}\n{behind}"
    before, behind = rng.choice(around)
    yield f"{before}\n{invention.sentence()} {invention.sentence()} {half}\n{behind}"


def reprints(found: dict[str, tuple[str, str, str]]) -> set[frozenset[str]]:
    """Pairs of given texts that have copied from one another: a quarter of the smaller, or more, is runs of 8 equal words."""
    runs = {
        one: [" ".join(w[at : at + 8]) for at in range(len(w) - 7)]
        for one, row in found.items()
        if (w := words(row[2]))
    }
    kept = {one: set(of) for one, of in runs.items()}
    return {
        frozenset((one, other))
        for one, other in combinations(kept, 2)
        if len(kept[one] & kept[other]) >= max(20, min(len(kept[one]), len(kept[other])) / 4)
    }


def quality(shared: Path, least: int, length: int, seed: int, titled: bool) -> dict[str, object]:
    """Pairs (original, planted form) that end in one group, and pairs of pages from different originals that do."""
    given, rng, invention = texts(shared, least), random.Random(seed), Invention(seed)
    around = frames(8, length, seed)
    pages, source = [], {}
    for one, (title, _, text) in sorted(given.items()):
        for form, body in zip(("given", *FORMS), (text, *planted(text, rng, invention, around)), strict=True):
            source[f"{one} {form}"] = one
            pages.append(CopyPage(f"{one} {form}", sketch(body), title if titled else ""))
    group = {page: number for number, one in enumerate(groups(pages)) for page in one.ids}
    recall = {
        form: sum(_together(group, f"{one} given", f"{one} {form}") for one in given) / len(given) for form in FORMS
    }
    same = reprints(given)
    families = {one: ids[0] for ids in connected([tuple(sorted(pair)) for pair in same]) for one in ids}
    right = wrong = 0
    bad = Counter[tuple[str, str]]()
    for members in _members(group).values():
        for one, other in combinations(members, 2):
            first, second = sorted((source[one], source[other]))
            if first == second:
                right += 1
            elif families.get(first, first) != families.get(second, second):
                wrong += 1
                bad[(given[first][0], given[second][0])] += 1
    asked = [form for form in FORMS if form in ("half", "lead", "frame")]
    return {
        "texts": len(given),
        "pages": len(pages),
        "recall": {form: round(value, 4) for form, value in recall.items()},
        "recall of half, lead, frame": round(statistics.mean(recall[form] for form in asked), 4),
        "precision": round(right / (right + wrong), 4),
        "wrong": [{"titles": titles, "pairs": count} for titles, count in bad.most_common(10)],
    }


def _together(group: dict[str, int], one: str, other: str) -> bool:
    return one in group and group[one] == group.get(other)


def _members(group: dict[str, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for page, number in group.items():
        found.setdefault(number, []).append(page)
    return found


def real(shared: Path) -> dict[str, object]:
    """Groups among the texts as they are, and whether runs of equal words say the same of each pair."""
    given = texts(shared, 0)
    pages = [CopyPage(one, sketch(text), title) for one, (title, _, text) in given.items()]
    pairs = {frozenset((pair.one, pair.other)): pair.shared for pair in find_overlaps(pages)}
    same, found = reprints(given), groups(pages)
    inside = {frozenset(pair) for group in found for pair in combinations(group.ids, 2)}
    shown = [
        {
            "titles": [given[one][0] for one in sorted(pair)],
            "same event": len({given[one][1] for one in pair}) == 1,
            "runs of equal words": pair in same,
            "contained": round(pairs[pair].contained, 2) if pair in pairs else None,
            "covered": round(pairs[pair].covered, 2) if pair in pairs else None,
        }
        for pair in sorted(inside, key=sorted)
    ]
    event = sum(given[one][1] == given[other][1] for one, other in combinations(given, 2))
    return {
        "groups": len(found),
        "pairs of one event": event,
        "pairs found": len(inside),
        "of different events": sum(not row["same event"] for row in shown),
        "reprints by runs of words": len(same),
        "reprints not found": [[given[one][0] for one in sorted(pair)] for pair in sorted(same - inside, key=sorted)],
        "found": shown,
    }


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--least", type=int, default=60, help="words of the shortest text that is planted")
    parser.add_argument("--frame", type=int, default=40, help="words of boilerplate around a text, 8 outlets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--titled", action="store_true", help="copies keep the title of their text")
    options = parser.parse_args()
    figures = {
        "planted": quality(options.shared, options.least, options.frame, options.seed, options.titled),
        "real": real(options.shared),
    }
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
