"""Writes the table of given names: `python -m training.names`."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from pathlib import Path

import faker.providers.person as persons
from anyascii import anyascii

from onrecord.attribution.people import plain

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "src" / "onrecord" / "languages" / "given_names.tsv"
#: Lists that may err, and lists to one: one of births has "Emma" among the boys, and thirty have her among the girls.
SLIPS, SURE = 1, 5
#: What names begin with that are no given names: particles, and family names that stand first in East Asia.
FIRST_BUT_NOT_GIVEN = frozenset((HERE / "first_but_not_given.txt").read_text(encoding="utf-8").split())
#: Names that people in the news of another gender bear than the lists say.
OF_BOTH = frozenset((HERE / "of_both.txt").read_text(encoding="utf-8").split())
#: Names that no list has as newspapers spell them ("Vassily", "Bashar"): a line for women (f) and one for men (m).
OF_THE_PRESS = dict(line.split("\t") for line in (HERE / "of_the_press.txt").read_text(encoding="utf-8").splitlines())
SCRIPTS = re.compile("[a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff’'-]{2,}$")


def genders() -> dict[str, Counter[str]]:
    """For each name how many countries list it for men (m) and for women (f)."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for module in pkgutil.iter_modules(persons.__path__):
        provider = vars(importlib.import_module(f"{persons.__name__}.{module.name}").Provider)
        for gender, listed in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in {plain(name) for name in provider.get(listed) or ()} - FIRST_BUT_NOT_GIVEN - OF_BOTH:
                if SCRIPTS.match(name):
                    found[name][gender] += 1
    return found


def agreed(lists: Counter[str]) -> str | None:
    """The gender that lists of names agree on."""
    (gender, most), *others = lists.most_common()
    slips = sum(count for _, count in others)
    return gender if slips <= SLIPS and most >= SURE * slips else None


def main() -> None:
    """Write the file: a line for each gender and one for names of both (b), each sorted; names of one script that are written alike in another are of both."""
    found = genders()
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for name, lists in found.items():
        alike[anyascii(name)] += lists
    sure = {name: agreed(lists) for name, lists in found.items() if agreed(lists) == agreed(alike[anyascii(name)])}
    both = {*OF_BOTH, *found.keys() - sure.keys()}
    for gender, names in OF_THE_PRESS.items():
        sure |= dict.fromkeys(set(names.split()) - found.keys(), gender)
    lines = [f"{gender}\t{' '.join(sorted(name for name in sure if sure[name] == gender))}\n" for gender in "fm"]
    lines.append(f"b\t{' '.join(sorted(both | {name for name, gender in sure.items() if gender is None}))}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
