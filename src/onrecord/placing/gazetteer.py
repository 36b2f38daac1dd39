"""Finds where a place phrase lies: a city, a region or sea, or a state, with the help of the states its page names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO
from itertools import groupby
from typing import NamedTuple

from onrecord.languages import rows, table
from onrecord.languages.countries import countries_in
from onrecord.placing.cities import City, cities
from onrecord.placing.folding import fold

_NAME = re.compile(r"\w+(?:[’'.\-‐‑]\w+)*")
_UNSPACED = frozenset(("zh", "ja"))
#: A place name has no more words than this, or characters where no spaces are set.
_LONGEST, _LONGEST_UNSPACED = 6, 8
#: A town that shares its name, or is found by another name than its main one, is this large (inhabitants) unless its state is named.
_SHARED = 30_000
#: The same for a town alone with its name, and for names of no more than `_SHORT` letters.
_ALONE, _SHORT_NAME, _SHORT = 5_000, 100_000, 3
#: The same for a name that may be a part of a longer one.
_PART = 300_000
#: So many characters beside a name are looked at for words of the same name.
_BESIDE = 30
#: A namesake in a state that the page does not name counts so much; as the capital of its state, so much.
_ELSEWHERE, _CAPITAL = 1 / 50, 1 / 10
#: So much of that if its main name is another.
_OTHER_NAME = 1 / 8
#: Of the states of a page the nth most frequent counts 1/n³, but no less than this: Odesa stays in Ukraine on a page about the
#: United States and Ukraine, Tripoli in Lebanon on one about Lebanon that names Libya.
_LEAST = 1 / 27
#: Kinds of forms in `countries.csv` that say in which state a place lies; capitals and seats are places themselves.
_STATES = frozenset(("name", "adjective", "people"))


class Located(NamedTuple):
    """Where a place is: its state (ISO 3166-1 alpha-3, None for seas and disputed regions), and what is known of where it lies.

    `geonameid` of GeoNames for cities; latitude and longitude in degrees (WGS 84) for cities, regions and seas.
    """

    country: str | None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None


class _Hit(NamedTuple):
    """A name in the text that may be a place: its words, how many they are, and what they lead to.

    `part` says that it stands amid other names, and may be a part of one ("the church of San Biagio").
    """

    name: str
    length: int
    cities: tuple[City, ...] = ()
    region: Located | None = None
    state: str | None = None
    part: bool = False


@cache
def _regions() -> Mapping[str, Located]:
    """Regions and seas by their folded names in all languages."""
    source = (files("onrecord.languages") / "regions.csv").read_text(encoding="utf-8")
    return {
        fold(form): Located(row["country"] or None, None, float(row["lat"]), float(row["lon"]))
        for row in csv.DictReader(StringIO(source))
        for form in row["forms"].split("|")
    }


@cache
def _kinds(code: str) -> Mapping[str, str]:
    return {row["form"]: row["kind"] for row in rows(code, "countries.csv")}


@cache
def _naming(code: str) -> Mapping[str, tuple[str, ...]]:
    """Forms of a language that name a state as such, by state."""
    found: dict[str, list[str]] = {}
    for row in rows(code, "countries.csv"):
        if row["kind"] in _STATES:
            found.setdefault(row["country"], []).append(row["form"])
    return {country: tuple(forms) for country, forms in found.items()}


def _nominatives(name: str, code: str) -> Iterator[str]:
    """A name as it stands, without what is written together with it, and in the nominative of languages with cases."""
    plain = re.split(r"[’'](?=\w{1,4}$)", name)[0]
    yield from dict.fromkeys((name, plain))
    data = table(code, "places.toml")
    for prefix in data.get("prefixes", ()):
        if plain.startswith(prefix) and len(plain) - len(prefix) > 2:
            yield plain[len(prefix) :]
    if not (endings := data.get("endings")):
        return
    *front, last = re.split(r"([ \-])", plain, maxsplit=1)
    starts = [front[0], *_uninflected(front[0], endings)] if front else [""]
    gap = front[1] if front else ""
    for end in (*_uninflected(last, endings), last):
        yield from (start + gap + end for start in starts)


def _uninflected(word: str, endings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a word may be in the nominative, by the longest ending first."""
    for length in range(min(6, len(word) - 2), 0, -1):
        for ending in endings.get(word[-length:], ()):
            yield word[:-length] + ending


def _known(name: str, code: str, length: int) -> _Hit | None:
    """What a name leads to, by the first of its forms that leads anywhere; to no place where it names a state."""
    kind = _kinds(code).get(name)
    if (kind in _STATES and fold(name) not in _regions()) or (kind == "seat" and length > 1):
        return _Hit(name, length)
    for form in _nominatives(name, code):
        region = _regions().get(fold(form))
        if region is not None:
            return _Hit(name, length, region=region)
        if form != name and _kinds(code).get(form) == "name":
            return _Hit(name, length, state=countries_in(form, code)[0])
        found = cities(form)
        if found:
            return _Hit(name, length, cities=found)
    return None


def _hits(text: str, code: str) -> Iterator[_Hit]:
    """Names in a text that are known, longest first where they begin; only those with a capital where the script has them."""
    if code in _UNSPACED:
        words = [(at, at + 1) for at in range(len(text))]
        longest, shortest = _LONGEST_UNSPACED, 2
    else:
        words = [found.span() for found in _NAME.finditer(text)]
        longest, shortest = _LONGEST, 1
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), shortest - 1, -1):
            name = text[words[at][0] : words[at + length - 1][1]]
            hit = _Hit(name, length, region=_sea(name)) if name[0].islower() else _known(name, code, length)
            if hit is not None and (hit.region is not None or not name[0].islower()):
                yield hit._replace(
                    part=code not in _UNSPACED and _amid(text, words[at][0], words[at + length - 1][1], code)
                )
                at += length
                break
        else:
            at += 1


def _sea(name: str) -> Located | None:
    """The region or sea of a name that begins with a small letter and has a capital: "mer Noire"."""
    return None if name.islower() else _regions().get(fold(name))


def _amid(text: str, start: int, end: int, code: str) -> bool:
    """Whether a word beside a name may be of the same name: one with a capital that names no state, or in a script without capitals any."""
    before = re.search(r"(\w+)[ \u00a0]$", text[max(0, start - _BESIDE) : start])
    after = re.match(r"[ \u00a0](\w+)", text[end : end + _BESIDE])
    beside = [word[1] for word in (before, after) if word is not None and word.end() - word.start() > _SHORT]
    return any(not word[0].islower() and _kinds(code).get(word) not in _STATES for word in beside)


def _weight(city: City, pages: Sequence[str], capitals: Sequence[str]) -> float:
    """How likely a city is the one of its name that is meant."""
    if city.country in pages:
        return city.population * max((pages.index(city.country) + 1) ** -3, _LEAST)
    away = _CAPITAL if city.country in capitals else _ELSEWHERE
    return city.population * away * (1 if city.main else _OTHER_NAME)


def _choose(hit: _Hit, within: Sequence[str], pages: Sequence[str], capitals: Sequence[str]) -> City | None:
    """The city of a name: in the state that the text itself names, else by population and the states of the page."""
    inside = [city for city in hit.cities if city.country in within]
    if within and inside:
        return max(inside, key=lambda city: city.population)
    best = max(hit.cities, key=lambda city: _weight(city, pages, capitals))
    if best.country in pages or best.country in capitals:
        return best
    floor = _ALONE if best.main and len(hit.cities) == 1 else _SHARED
    if len(hit.name) <= _SHORT:
        floor = _SHORT_NAME
    if hit.part:
        floor = _PART
    return best if best.population >= floor else None


def _states(text: str, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States that a text names as such, and those that it names by a capital or a seat only."""
    named: dict[str, None] = {}
    by_seat: dict[str, None] = {}
    for country in countries_in(text, code):
        alone = (form for form in _naming(code).get(country, ()) if form in text)
        (named if any(countries_in(form, code) == (country,) for form in alone) else by_seat)[country] = None
    return tuple(named), tuple(by_seat)


@lru_cache(maxsize=4096)
def _locate(text: str, code: str, pages: tuple[str, ...]) -> Located | None:
    named, by_seat = _states(text, code)
    found = sorted(_hits(text, code), key=lambda hit: -hit.length)
    named = tuple(dict.fromkeys((*named, *(hit.state for hit in found if hit.state))))
    regions = [hit.region for hit in found if hit.region is not None]
    within = [*named, *(region.country for region in regions if region.country)]
    for _, hits in groupby(found, key=lambda hit: hit.length):
        chosen = [city for hit in hits if hit.cities and (city := _choose(hit, within, pages, by_seat))]
        chosen = [city for city in chosen if not within or city.country in within]
        if chosen:
            city = max(chosen, key=lambda city: _weight(city, pages, by_seat))
            return Located(city.country, city.geonameid, city.lat, city.lon)
    if regions:
        return regions[0]._replace(country=regions[0].country or (named[0] if named else None))
    country = next(iter((*named, *by_seat)), None)
    return Located(country) if country else None


def locate(text: str, code: str, countries: Sequence[str]) -> Located | None:
    """Where a place phrase of a language (ISO 639-1) lies; None where no table knows it.

    `countries` are the states of the page (ISO 3166-1 alpha-3), the most frequent first: they choose among namesakes. A city goes
    before the region and the state that the phrase also names.
    """
    return _locate(text, code, tuple(dict.fromkeys(countries)))
