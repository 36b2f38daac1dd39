"""What stands behind a number: its unit, and the noun phrase that it counts."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.languages import table
from onrecord.measuring.lexicon import FILE, SPACE, alternatives, anchored, anywhere, groups, listed, unspaced
from onrecord.measuring.numbers import Number

SIGNS = {
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "R$": "BRL",
    "HK$": "HKD",
    "NZ$": "NZD",
    "S$": "SGD",
    "$": "USD",
    "€": "EUR",
}
SIGNS |= {
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
    "₹": "INR",
    "₩": "KRW",
    "₦": "NGN",
    "₫": "VND",
}
CURRENCIES = frozenset(
    (
        *SIGNS.values(),
        "CHF",
        "CNY",
        "PLN",
        "SEK",
        "NOK",
        "DKK",
        "RON",
        "SAR",
        "EGP",
        "AED",
        "MXN",
        "XOF",
        "AOA",
        "KZT",
        "ITL",
        "DEM",
    )
)
SIGN = "|".join(re.escape(sign) for sign in sorted([*SIGNS, *CURRENCIES], key=len, reverse=True))
_SIGN_AFTER = re.compile(rf"{SPACE}?({SIGN})(?!\w)")
WORD = re.compile(r"[^\W_][\w’'\u200c\u200d\u0300-\u036f]*(?:[-‐‑][\w’']+)*²?")
_BLANK = re.compile(rf"{SPACE}{{0,3}}")
_HYPHEN = re.compile(r"[-‐‑][^\W\d_]")
PHRASE_WORDS = 4  # a counted noun stands within so many words
CASUALTIES = ("dead", "injured", "arrested", "missing", "displaced")


class Noun(NamedTuple):
    """What stands behind a number: unit, place of the counted words, where the figure ends, and whether a list has the unit."""

    unit: str | None = None
    counted: tuple[int, int] | None = None
    end: int = 0
    known: bool = False


def skip_blanks(text: str, at: int) -> int:
    """The place behind blanks."""
    hit = _BLANK.match(text, at)
    return hit.end() if hit else at


def noun_behind(text: str, code: str, number: Number) -> Noun:
    """The unit and the counted words behind a number."""
    at = number.end
    sign = _SIGN_AFTER.match(text, at)
    if sign:
        return Noun(SIGNS.get(sign[1], sign[1]), None, sign.end(), known=True)
    start = after_bounds(text, code, at)
    strong = anchored(code, "strong").match(text, start)
    if strong:
        return Noun("people", None, strong.end(), known=True)
    if _HYPHEN.match(text, at) and start == at:
        unit, end = unit_at(text, code, at + 1)  # "a 700-km move"
        return Noun(unit, None, end, known=True) if unit is not None and measures(unit) else Noun(end=at)
    for place in dict.fromkeys((at, skip_blanks(text, at), start)):
        unit, end = unit_at(text, code, place)
        if unit is not None:
            if measures(unit):
                return Noun(unit, None, end, known=True)
            whole = _followed(text, code, end)
            return Noun(unit, (place, whole), whole, known=True)
    return _counted(text, code, start, number)


def measures(unit: str) -> bool:
    """Whether a unit measures and counts nothing: percent, currencies, unit signs."""
    return unit == "percent" or unit in CURRENCIES or len(unit) <= 3


def after_bounds(text: str, code: str, at: int) -> int:
    """The place where the counted words begin: behind blanks, words of bounds and words for "of"."""
    at = skip_blanks(text, at)
    for kind in ("low", "about"):
        hit = anchored(code, "bounds_after", kind).match(text, at + 1 if _HYPHEN.match(text, at) else at)
        at = skip_blanks(text, hit.end()) if hit else at
    hit = re.compile(f"(?:{alternatives(listed(code, 'of'))})(?:{SPACE}{{1,3}}|(?<=['’]))", re.IGNORECASE).match(
        text, at
    )
    return hit.end() if hit else at


def unit_at(text: str, code: str, at: int) -> tuple[str | None, int]:
    """The unit whose words stand at a place, and where they end."""
    pattern, keys = groups(code, "units") if table(code, FILE).get("units") else (None, ())
    hit = pattern.match(text, at) if pattern else None
    if hit is not None and hit.lastindex and hit.end() > at:
        return keys[hit.lastindex - 1], hit.end()
    symbol = re.compile(r"(%|٪|％)|(km|kg|ha|t)(?!\w)").match(text, at)
    if symbol:
        return ("percent" if symbol[1] else symbol[2]), symbol.end()
    return None, at


def _counted(text: str, code: str, start: int, number: Number) -> Noun:
    """The noun phrase behind a number that no list has at once: its adjectives up to the noun, and those that follow."""
    at = number.end
    words = list(_phrase(text, code, start))
    for word in words:
        unit, end = unit_at(text, code, word.start())
        if unit is not None and word is not words[0] and (unit not in CASUALTIES or _is_noun(words, word, code)):
            if measures(unit):
                return Noun(unit, None, end, known=True)
            return Noun(unit, (start, _followed(text, code, end)), end, known=True)
    head = _head(words, code)
    if head is None or number.value % 1 or anchored(code, "never").match(text, start):
        return Noun(end=at)  # what is counted has no fractions: "with a mark of 3.6 shops came last"
    end = _followed(text, code, head.end())
    return Noun(head.group(), (start, end), end)


def _is_noun(words: list[re.Match[str]], word: re.Match[str], code: str) -> bool:
    """Whether a word of death inside a phrase is its noun and no verb: behind adjectives, or with the capital of a noun."""
    data = table(code, FILE)
    if data.get("capital"):
        return word.group()[0].isupper()
    adjectives = tuple(data.get("adjectives", ()))
    return bool(adjectives) and all(
        other.group().casefold().endswith(adjectives) for other in words[: words.index(word)]
    )


def _phrase(text: str, code: str, start: int) -> list[re.Match[str]]:
    """The next words, until a word that ends a noun phrase, a number or a mark."""
    found: list[re.Match[str]] = []
    at = start
    while len(found) < PHRASE_WORDS:
        word = WORD.match(text, at)
        if word is None or word.group()[0].isdigit() or anchored(code, "stops").fullmatch(word.group()):
            break
        found.append(word)
        at = skip_blanks(text, word.end())
        if at == word.end():
            break
    return found


def _head(words: list[re.Match[str]], code: str) -> re.Match[str] | None:
    """The noun of a phrase, by what a language tells of its form."""
    data = table(code, FILE)
    if not words or unspaced(code):
        return None
    if data.get("capital"):
        return next((word for word in words if word.group()[0].isupper()), None)
    plural = tuple(data.get("noun_endings", ()))
    adjectives = tuple(data.get("adjectives", ()))
    if plural:
        ended = [word for word in words[:3] if word.group().casefold().endswith(plural) and len(word.group()) > 3]
        ended = [word for word in ended if not word.group().casefold().endswith(("'s", "’s", "ss"))]
        if len(ended) > 1 and ended[0].group()[0].isupper() and words.index(ended[1]) == words.index(ended[0]) + 1:
            return ended[1]  # "two surviving Reuters reporters"
        return ended[0] if ended else None
    return next(
        (word for word in words[:3] if not adjectives or not word.group().casefold().endswith(adjectives)), None
    )


def _followed(text: str, code: str, end: int) -> int:
    """Where a noun phrase ends: behind an adjective that agrees with the noun, in languages that set it there."""
    data = table(code, FILE)
    endings = tuple(data.get("follows", ()))
    after = WORD.match(text, skip_blanks(text, end))
    if not endings or after is None or after.start() == end or anchored(code, "stops").fullmatch(after.group()):
        return end
    word = after.group().casefold()
    agrees = word[-1] == text[end - 1].casefold() if data.get("agrees") else True
    fits = agrees and len(word) > 4 and word.endswith(endings) and not anywhere(code, "casualties").search(word)
    return after.end() if fits else end
