"""The table of cities that ships with onrecord (GeoNames, CC BY 4.0), read when it is first asked."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from onrecord.placing.folding import fold


class City(NamedTuple):
    """A populated place; latitude and longitude in degrees (WGS 84), `main` whether it was found by its main name."""

    geonameid: int
    country: str
    lat: float
    lon: float
    population: int
    main: bool


@cache
def _data(name: str) -> bytes:
    return gzip.decompress((files(__package__) / name).read_bytes())


@cache
def _rows() -> list[bytes]:
    return _data("cities.tsv.gz").splitlines()


def _line(key: bytes) -> bytes | None:
    """What stands after a name in the sorted table; None for a name that is not there."""
    names = _data("names.tsv.gz")
    low, high = 0, len(names)  # the line, if it is there, begins in [low, high)
    while low < high:
        begin = names.rfind(b"\n", 0, (low + high) // 2) + 1
        end = names.index(b"\n", begin)
        name, _, numbers = names[begin:end].partition(b"\t")
        if name == key:
            return numbers
        if name < key:
            low = end + 1
        else:
            high = begin
    return None


@lru_cache(maxsize=4096)
def cities(name: str) -> tuple[City, ...]:
    """Cities of a name in any of its languages, most populous first."""
    found = _line(fold(name).encode())
    made = []
    for number in found.split() if found else ():
        geonameid, country, lat, lon, population = _rows()[int(number.rstrip(b"*"))].decode().split("\t")
        made.append(City(int(geonameid), country, float(lat), float(lon), int(population), number.endswith(b"*")))
    return tuple(made)
