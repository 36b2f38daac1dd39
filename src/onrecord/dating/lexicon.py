"""Words of time of one language (`dates.toml`, months of `page.toml`), ready to be matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from onrecord.languages import table

Unit = Literal["day", "week", "weekend", "month", "year"]
Direction = Literal["last", "this", "next"]
UNITS: tuple[Unit, ...] = ("day", "week", "weekend", "month", "year")
DIRECTIONS: tuple[Direction, ...] = ("last", "this", "next")
#: EDTF numbers of the seasons: spring, summer, autumn, winter.
SEASONS = (21, 22, 23, 24)
#: Shorter names of months are abbreviations where the language has a longer one.
_SHORT = 3


class Expression(NamedTuple):
    """A time expression at `[start, end)` of a passage text, as far as its words determine it; None for what they leave open.

    `weekday` is 0 for Monday; `season` 21 spring to 24 winter; `unit` and `shift` count from the date of publication ("last year" is
    -1 year) and may stand beside a month, a day, a season or a weekday ("October last year"). `day` is 0 where day and month
    cannot be told apart ("3/4/2019" in English).
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    season: int | None = None
    unit: Unit | None = None
    shift: int = 0
    direction: Direction | None = None
    decade: bool = False


class Lexicon(NamedTuple):
    """The words of time of a language; the keys are normal forms (`normal`)."""

    data: Mapping[str, Any]
    months: Mapping[str, int]
    short_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    weak_weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    adverbs: frozenset[str]
    directions: Mapping[str, Direction]
    units: Mapping[str, Unit]
    numbers: Mapping[str, int]
    fixed: Mapping[str, tuple[Unit, int]]

    def words(self, name: str) -> tuple[str, ...]:
        """A list of the language, empty where it has none."""
        return tuple(self.data.get(name, ()))

    def flag(self, name: str) -> bool:
        """A yes-or-no of the language, no where it does not say."""
        return bool(self.data.get(name, False))

    @property
    def spaced(self) -> bool:
        """Whether the language sets spaces between words."""
        return "marks" not in self.data


def normal(words: str) -> str:
    """Words as they are looked up: case, kind of apostrophe, dotted I and length of white space do not count."""
    folded = words.casefold().replace("\u0307", "").replace("ı", "i").replace("’", "'")
    return re.sub(r"\s+", " ", folded)


def one_of(words: Iterable[str]) -> str:
    """Words as an alternative of a regular expression, longest first; one that never matches where there are none."""
    escaped = (re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
    joined = "|".join(word.replace(r"\ ", r"\s+").replace("'", "['’]") for word in escaped)
    return f"(?:{joined})" if joined else "(?!)"


def _numbered(lists: Sequence[Sequence[str]], numbers: Sequence[int]) -> dict[str, int]:
    return {normal(word): number for number, words in zip(numbers, lists, strict=False) for word in words}


def _months(code: str, data: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """Full names of the months, and abbreviations; what `dates.toml` adds is always a full name."""
    full = _numbered(data.get("months", ()), range(1, 13))
    short: dict[str, int] = {}
    for number, names in enumerate(table(code, "page.toml").get("months", ()), start=1):
        longest = max(map(len, names))
        for name in names:
            brief = len(name) < longest and (
                len(name) <= _SHORT or (longest - len(name) > 1 and len(name) == _SHORT + 1)
            )
            (short if brief else full).setdefault(normal(name), number)
    return full, {name: number for name, number in short.items() if name not in full}


@cache
def lexicon(code: str) -> Lexicon | None:
    """The words of time of a language; None where it has no `dates.toml`."""
    data = table(code, "dates.toml")
    if not data:
        return None
    full, short = _months(code, data)
    alone = _numbered(data.get("seasons_alone", ()), SEASONS)
    fixed = data.get("fixed", {})
    return Lexicon(
        data=data,
        months=full,
        short_months=short,
        weekdays=_numbered(data.get("weekdays", ()), range(7)),
        weak_weekdays=_numbered(data.get("weak_weekdays", ()), range(7)),
        seasons=_numbered(data.get("seasons", ()), SEASONS) | alone,
        adverbs=frozenset(alone),
        directions={normal(word): direction for direction in DIRECTIONS for word in data.get(direction, ())},
        units={normal(word): unit for unit in UNITS for word in data.get("units", {}).get(unit, ())},
        numbers={normal(word): number for word, number in data.get("numbers", {}).items()},
        fixed={
            normal(words): (unit, int(shift))
            for unit in UNITS
            for shift, phrases in fixed.get(unit, {}).items()
            for words in phrases
        },
    )
