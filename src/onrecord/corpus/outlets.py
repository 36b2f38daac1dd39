"""Outlets: what their names and domains lead to, from a file that ships as an example and one of the user's own."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from onrecord.errors import InputError
from onrecord.metadata.titles import host
from onrecord.records import Country, Record

Kind = Literal["state", "party", "independent", "unknown"]


class Outlet(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outlet: `names` as pages write them (the first is shown), its seat, its owner, and who judged what it is."""

    names: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    domains: tuple[str, ...] = ()
    country: Annotated[Country, msgspec.Meta(pattern="^[A-Z]{3}$")] | None = None
    owner: str = ""
    kind: Kind = "unknown"
    judged_by: str = ""

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.names[0]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    outlet: list[Outlet] = msgspec.field(default_factory=list)


class Outlets:
    """A table of outlets; a later one replaces those before it that share a domain or name with it."""

    def __init__(self, listed: Iterable[Outlet] = ()) -> None:
        self._by_key: dict[str, Outlet] = {}
        for outlet in listed:
            keys = [key for text in (*outlet.names, *outlet.domains) if (key := _key(text))]
            replaced = {id(old) for key in keys if (old := self._by_key.get(key))}
            self._by_key = {key: old for key, old in self._by_key.items() if id(old) not in replaced}
            self._by_key.update(dict.fromkeys(keys, outlet))

    def find(self, name: str | None, url: str | None = None) -> Outlet | None:
        """The outlet of a name, a domain or a URL; the address is believed before the name."""
        for domain in (host(url), name.strip().lower() if name and "." in name else ""):
            labels = domain.removeprefix("www.").split(".")
            for first in range(len(labels) - 1):
                if found := self._by_key.get(_key(".".join(labels[first:]))):
                    return found
        return self._by_key.get(_key(name)) if name else None

    def listed(self) -> tuple[Outlet, ...]:
        """All outlets, by name."""
        return tuple(sorted(set(self._by_key.values()), key=lambda outlet: outlet.names))


def same_outlet(outlets: Outlets, one: Sequence[str | None], other: Sequence[str | None]) -> bool:
    """Whether two outlets, each a name and a URL (or None), are one: by the table, else by equal names or domains."""
    known, also = outlets.find(*one), outlets.find(*other)
    if known is not None or also is not None:
        return known is also
    here, there = ({key for key in (_key(name or ""), _key(host(url))) if key} for name, url in (one, other))
    return not here.isdisjoint(there)


def load(own: Path | None = None) -> Outlets:
    """The outlets that ship with onrecord and, over them, those of the user's file.

    Raises InputError naming the file and what is wrong with it.
    """
    return _shipped() if own is None else Outlets((*_shipped().listed(), *_read(own)))


@cache
def _shipped() -> Outlets:
    with_name = files("onrecord.ontology") / "outlets.toml"
    return Outlets(_parse(with_name.read_text(encoding="utf-8"), "ontology/outlets.toml"))


def _read(path: Path) -> list[Outlet]:
    try:
        return _parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), str(error)) from error


def _parse(text: str, where: str) -> list[Outlet]:
    try:
        return msgspec.convert(tomllib.loads(text), _File).outlet
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(where, str(error)) from error


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """A name or domain without case, accents, signs and `www.`."""
    plain = unicodedata.normalize("NFKD", text.casefold().removeprefix("www."))
    return re.sub(r"[^\w.]|_|(?<!\w)\.|\.(?!\w)", "", "".join(c for c in plain if not unicodedata.combining(c)))
