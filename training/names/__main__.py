"""Writes the table of given names: `python -m training.names`."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter, defaultdict
from pathlib import Path

import faker.providers.person as persons

from onrecord.attribution.people import plain

TARGET = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "languages" / "given_names.tsv"
SLIPS = 1  # lists that may have a name for the other gender: one of births has "Emma" among the boys
SCRIPTS = re.compile("[a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff’'-]{2,}$")


def genders() -> dict[str, Counter[str]]:
    """For each name how many countries list it for men (m) and for women (f)."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for module in pkgutil.iter_modules(persons.__path__):
        provider = vars(importlib.import_module(f"{persons.__name__}.{module.name}").Provider)
        for gender, listed in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in {plain(name) for name in provider.get(listed) or ()}:
                if SCRIPTS.match(name):
                    found[name][gender] += 1
    return found


def main() -> None:
    """Write the file: a line for each gender, its names sorted; those of both are left out."""
    found = genders()
    lines = []
    for gender, other in (("f", "m"), ("m", "f")):
        names = sorted(name for name, lists in found.items() if lists[gender] > lists[other] <= SLIPS)
        lines.append(f"{gender}\t{' '.join(names)}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
