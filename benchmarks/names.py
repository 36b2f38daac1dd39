"""Names of one actor and of two: precision, recall and F of `same_name` on the pairs of `tests/gold/names.csv`, as JSON.

The pairs were written before the comparison. It was tuned on the first, third, fifth ... pair (`tuned`); on the others
(`checked`) F was .945 when their errors were looked at for the first time, and defects found there were mended since.
Run: python benchmarks/names.py [--errors | --growth PAGES | --gazetteer]. --gazetteer compares the persons of the gazetteer by their
spelling alone: pairs of two persons that are taken for one, and spellings of one that are found, by script. --growth adds invented pages to an index of actors and prints
the median time to add one, and to ask what changed, at the first thousand pages and at the last.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from itertools import combinations
from pathlib import Path

from onrecord.corpus.actors import ActorIndex
from onrecord.corpus.names import SAME, given_keys, person_of, same_name, script_of, spelt_alike
from onrecord.languages.actors import actors
from onrecord.records import Mention, Page, PageRecord, Translation, Words

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold" / "names.csv"
Row = dict[str, str]
Compare = Callable[[str, str, str], float]


def pairs() -> list[Row]:
    """The pairs: one, other, same (0 or 1), kind."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def scores(rows: Sequence[Row], compare: Compare) -> dict[str, float]:
    """Precision, recall and F of the pairs that are one actor's."""
    found = [(compare(row["one"], row["other"], row["kind"]) >= SAME, row["same"] == "1") for row in rows]
    right = sum(said and true for said, true in found)
    precision = right / max(1, sum(said for said, _ in found))
    recall = right / max(1, sum(true for _, true in found))
    f = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"pairs": len(rows), "precision": round(precision, 3), "recall": round(recall, 3), "f": round(f, 3)}


def invented(count: int) -> Iterator[PageRecord]:
    """Pages of six persons and a surname each, of 20,000 persons of 5,000 surnames, some often named and most seldom."""
    chance = random.Random(7)
    syllables = [
        a + b
        for a in ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "br", "kr"]
        for b in ["a", "e", "i", "o", "u", "an", "el", "or", "in"]
    ]

    def word(length: int) -> str:
        return "".join(chance.choices(syllables, k=length)).capitalize()

    given, family = [word(2) for _ in range(400)], [word(3) for _ in range(5_000)]
    people = [(chance.choice(given), chance.choice(family)) for _ in range(20_000)]
    for number in range(count):
        named = [people[min(len(people) - 1, int(chance.paretovariate(0.4)) - 1)] for _ in range(6)]
        names = [*(f"{first} {last}" for first, last in named), named[0][1], chance.choice(named)[1]]
        yield page_of(number, names)


def page_of(number: int, names: Sequence[str]) -> PageRecord:
    """A page of nothing but persons' names."""
    mentions = tuple(
        Mention(id=f"{number}-{at}", spans=((at, at + 1),), text=name, kind="person", actor=name)
        for at, name in enumerate(names)
    )
    none = Words(spans=(), text="")
    page = Page(
        id=str(number), key=None, path=None, url=None, retrieved=None, language="en", outlet=None, origin=None, authors=(), title=none,
        published=None, published_from=None, translation=Translation(kind="none"),
    )  # fmt: skip
    return PageRecord(made_by="benchmark", page=page, mentions=mentions)


def growth(count: int) -> dict[str, object]:
    """Milliseconds to add a page and to ask what changed: medians of the thousand pages up to 1,000 and of the last thousand."""
    index = ActorIndex()
    adding: list[float] = []
    asking: list[float] = []
    for record in invented(count):
        start = time.perf_counter()
        index.add(record)
        middle = time.perf_counter()
        if len(adding) < 1_000 or len(adding) >= count - 1_000:
            index.changed()
            asking.append(time.perf_counter() - middle)
        adding.append(middle - start)
    first, last = (statistics.median(times) * 1000 for times in (adding[:1_000], adding[-1_000:]))
    mean = [statistics.fmean(times) * 1000 for times in (adding[:1_000], adding[-1_000:])]
    asked = [statistics.median(times) * 1000 for times in (asking[:1_000], asking[-1_000:])]
    return {
        "pages": count,
        "add_ms": [round(first, 3), round(last, 3)],
        "add_mean_ms": [round(one, 3) for one in mean],
        "changed_ms": [round(one, 3) for one in asked],
        "actors": len(index.actors()),
    }


def gazetteer() -> dict[str, object]:
    """Two persons of the gazetteer taken for one, and other full spellings of one that are found, by their script."""
    persons = [name for name, actor in sorted(actors().items()) if actor.kind == "person"]
    full = [name for name in persons if len(person_of(name).words) > 1]
    pairs_met = [pair for pair in combinations(full, 2) if given_keys(pair[0]) & given_keys(pair[1])]
    wrong = [pair for pair in pairs_met if spelt_alike(*pair, "person") >= SAME]
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with (files("onrecord.ontology") / "actors.csv").open(encoding="utf-8") as lines:
        spellings = {(row["name"], row["actor"]) for row in csv.DictReader(lines) if row["actor"] in set(full)}
    for name, actor in spellings:
        if "*" not in name and name != actor and len(name.split()) > 1:
            total[script_of(name)] += 1
            found[script_of(name)] += spelt_alike(name, actor, "person") >= SAME
    return {
        "persons": len(full),
        "pairs": len(full) * (len(full) - 1) // 2,
        "taken_for_one": wrong,
        "spellings_found": {script: [found[script], total[script]] for script in sorted(total)},
    }


def main() -> None:
    """Print the figures; --errors prints the pairs that are wrong instead (of the half that is for tuning)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--growth", type=int, metavar="PAGES")
    parser.add_argument("--gazetteer", action="store_true")
    options = parser.parse_args()
    if options.gazetteer:
        print(json.dumps(gazetteer(), ensure_ascii=False))
        return
    if options.growth:
        print(json.dumps(growth(options.growth)))
        return
    rows = pairs()
    if options.errors:
        for row in rows[::2]:
            score = same_name(row["one"], row["other"], row["kind"])
            if (score >= SAME) != (row["same"] == "1"):
                print(f"{score:.2f} {row['same']} {row['one']} | {row['other']}")
        return
    figures: dict[str, object] = {
        "all": scores(rows, same_name),
        "tuned": scores(rows[::2], same_name),
        "checked": scores(rows[1::2], same_name),
        "without_gazetteer": scores(rows, spelt_alike),
        "checked_without_gazetteer": scores(rows[1::2], spelt_alike),
    }
    start = time.perf_counter()
    for row in rows:
        spelt_alike(row["one"], row["other"], row["kind"])
    figures["microseconds_a_pair"] = round((time.perf_counter() - start) / len(rows) * 1e6)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
