"""Names of several words that states (`countries.csv` of each language) and regions (`regions.csv`) have."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from onrecord.languages import rows

#: Between the parts of a name; scripts without spaces have none.
_PARTS = re.compile(r"[ -]")
_APOSTROPHE = "['’][ \u00a0]?"
_AS_WRITTEN = {"'": _APOSTROPHE, "’": _APOSTROPHE, " ": "[ \u00a0]"}


@cache
def _regions() -> tuple[str, ...]:
    source = (files("onrecord.languages") / "regions.csv").read_text(encoding="utf-8")
    return tuple(form for row in csv.DictReader(io.StringIO(source)) for form in row["forms"].split("|"))


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """The names of several parts, longest first; an apostrophe may have a blank behind it, as in texts that were cut into words."""
    states = (row["form"] for row in rows(code, "countries.csv") if row["kind"] == "name")
    forms = sorted(
        {form for form in (*states, *_regions()) if _PARTS.search(form)}, key=lambda form: (-len(form), form)
    )
    return (
        re.compile(rf"\b(?:{'|'.join(_written(form) for form in forms)})(?!\w|-\w)") if forms else re.compile(r"(?!)")
    )


def _written(form: str) -> str:
    return "".join(_AS_WRITTEN.get(one, re.escape(one)) for one in form)


def places_of_several_words(text: str, code: str) -> Iterable[tuple[int, int]]:
    """Where a text names a state or a region by several words: "Saint Kitts e Nevis", "Bosnia-Herzegovina"."""
    return (found.span() for found in _pattern(code).finditer(text))
