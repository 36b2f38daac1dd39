"""Figures of a text: numbers with the words that bound them, their unit and what they count."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from onrecord.languages import table
from onrecord.measuring.lexicon import FILE, SPACE, alternatives, anchored, anywhere, closing, listed, unspaced
from onrecord.measuring.nouns import (
    CASUALTIES,
    CURRENCIES,
    PHRASE_WORDS,
    SIGN,
    SIGNS,
    WORD,
    Noun,
    after_bounds,
    noun_behind,
    skip_blanks,
    unit_at,
)
from onrecord.measuring.numbers import Number, is_year, numbers

_SIGN_BEFORE = re.compile(rf"(?<!\w)({SIGN}){SPACE}?$")
_SCORE = re.compile(r"\d{1,3}\s?[-‐‑–:]\s?\d{1,3}")
_LEAST, _LABELS = 100, 1000  # a number in words from here on stands alone; digits below may belong to a name
_HYPHEN = re.compile("[-‐‑]")
_DASH = re.compile(rf"{SPACE}?[-‐‑–—−]{SPACE}?")
_CLAUSE = re.compile(r"[.;:!?\n()«»“”\"…。；：！？،؛؟,，、]")
_ENDS = frozenset('.;:!?\n()«»“”"…。；：！？،؛؟,，、')
_SIGN_CHARS = 8  # a sign of money stands within so many characters before the number
_ROUND = 100  # so round a number behind "to" is sooner a toll than a year: "rose to more than 2000"
_BACK, _AHEAD = 56, 72  # characters in which the words around a number are looked for
_NEAR = 25  # characters to a word of death from a noun that is in no list
_BETWEEN = 3  # words between a verb and the figure it governs
_INHERITED = 20  # so many characters farther is the verb of another figure of the list

Bound = Literal["exact", "high", "low", "about"]


class Found(NamedTuple):
    """A figure at `[start, end)`: bounds (None where open), unit in its normal form, and the place of the counted noun phrase.

    Units: people, the casualties (dead, injured, arrested, missing, displaced), percent, ISO 4217 codes, unit signs (km, t);
    else the counted noun as it stands.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool
    bound_from: Literal["stated", "convention"]
    unit: str | None
    counted: tuple[int, int] | None


class _Raw(NamedTuple):
    start: int
    first: Number
    last: Number
    bound: Bound
    noun: Noun

    @property
    def ranged(self) -> bool:
        return self.first is not self.last


def figures(text: str, code: str) -> tuple[Found, ...]:
    """The figures of a text in reading order, none overlapping; a language without a table has those in digits."""
    raws = _raws(text, code)
    whole = [_with_casualty(text, code, raws, at) for at in range(len(raws))]
    return tuple(_found(raw) for raw in whole if _counts(text, code, raw))


def _raws(text: str, code: str) -> list[_Raw]:
    """Numbers with their bounds and nouns; two numbers of a range are one."""
    found: list[_Raw] = []
    all_ = numbers(text, code)
    at = floor = 0
    while at < len(all_):
        first = last = all_[at]
        opening = _range(text, code, first, all_[at + 1], floor) if at + 1 < len(all_) else None
        at += 1 if opening is None else 2
        if first.start < floor:
            continue
        if opening is not None:
            last = all_[at - 1]
            first = _scaled(first, last)
        raw = _raw(text, code, first, last, opening, floor)
        if is_year(last) and raw.bound == "exact" and not _counts(text, code, raw):
            continue
        found.append(raw)
        floor = raw.noun.end
    return found


def _raw(text: str, code: str, first: Number, last: Number, opening: int | None, floor: int) -> _Raw:
    """A number or a range (that begins at `opening`) with what stands around it, not before `floor`."""
    start = first.start if opening is None else opening
    sign = _SIGN_BEFORE.search(text, max(floor, first.start - _SIGN_CHARS), first.start)
    before = text[max(floor, start - _SIGN_CHARS) : start]
    percent = closing(code, "percent_before").search(before)
    if sign:
        start, noun = min(start, sign.start(1)), Noun(SIGNS.get(sign[1], sign[1]), None, last.end, known=True)
    elif percent:
        start, noun = start - len(before) + percent.start(), Noun("percent", None, last.end, known=True)
    else:
        noun = noun_behind(text, code, last)
    start, bound = _bound(text, code, start, floor)
    end, after = _bound_after(text, code, last.end, noun)
    return _Raw(start, first, last, _stricter(bound, after), noun._replace(end=end))


def _range(text: str, code: str, first: Number, last: Number, floor: int) -> int | None:
    """Where the range of two numbers begins; None where they are none."""
    between = text[first.end : last.start]
    if len(between) > _BACK or first.convention or last.convention or _scaled(first, last).value >= last.value:
        return None
    if _DASH.fullmatch(between):
        return None if is_year(first) and is_year(last) else first.start
    begin = max(floor, first.start - _BACK)
    before = text[begin : first.start]
    before, between = _SIGN_BEFORE.sub("", before), _SIGN_BEFORE.sub("", between)
    for opens, joins in _ranges(code):
        if joins.fullmatch(between):
            if opens is None:
                return first.start
            hit = opens.search(before)
            if hit:
                return begin + hit.start()
    return None


@cache
def _ranges(code: str) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
    """Words that open a range (None: nothing need stand there) and that join its numbers."""
    start = "" if unspaced(code) else r"(?<!\w)"
    return tuple(
        (
            re.compile(f"{start}(?:{alternatives([opens])}){SPACE}{{0,3}}$", re.IGNORECASE) if opens else None,
            re.compile(f"{SPACE}{{0,3}}(?:{alternatives([joins])}){SPACE}{{0,3}}", re.IGNORECASE),
        )
        for opens, joins in table(code, FILE).get("ranges", ())
    )


def _scaled(first: Number, last: Number) -> Number:
    """The first number of "2 to 3 million" counts millions as well."""
    if first.scale == 1 and last.scale > 1 and first.value < min(last.scale, last.value / last.scale):
        return first._replace(value=first.value * last.scale, plain=False)
    return first


def _bound(text: str, code: str, start: int, floor: int) -> tuple[int, Bound]:
    """Where the words that bound a number begin, and what they make of it."""
    bound: Bound = "exact"
    begin = max(floor, start - _BACK)
    before = text[begin:start]
    filler = closing(code, "fillers").search(before)
    for stretch in (before, before[: filler.start()] if filler else None):
        if stretch is None:
            continue
        left, kind = _peel(stretch, code)
        if kind != "exact":
            return begin + left, kind
    return start, bound


def _peel(before: str, code: str) -> tuple[int, Bound]:
    """Takes the words of bounds off the end of a stretch; the strictest of several holds."""
    bound: Bound = "exact"
    left = len(before)
    while True:
        stretch = before[:left]
        hits = {kind: closing(code, "bounds", kind).search(stretch) for kind in ("high", "low", "about")}
        best = (
            min((hit.start(), kind) for kind, hit in [*hits.items(), ("", None)] if hit) if any(hits.values()) else None
        )
        if best is None:
            return left, bound
        left = best[0]
        bound = _stricter(bound, best[1])


def _stricter(bound: Bound, kind: str) -> Bound:
    if kind == "high":
        return "low" if bound == "low" else "high"  # "to more than 2000"
    if kind == "low":
        return "low" if bound != "high" else bound
    if kind == "exact":
        return bound
    return "about" if bound == "exact" else bound


def _bound_after(text: str, code: str, end: int, noun: Noun) -> tuple[int, Bound]:
    """Where a figure ends, and what words behind the number ("or more") or its noun make of it."""
    last = max(end, noun.end)
    for place in dict.fromkeys((last, end)):
        begin = place + 1 if _HYPHEN.match(text, place) else skip_blanks(text, place)
        for kind in ("low", "about"):
            hit = anchored(code, "bounds_after", kind).match(text, begin)
            if hit:
                return max(last, hit.end()), ("low" if kind == "low" else "about")
    return last, "exact"


def _with_casualty(text: str, code: str, raws: list[_Raw], at: int) -> _Raw:
    """A figure of persons, or of nothing named, whose verb says what became of them."""
    raw = raws[at]
    noun = raw.noun
    if noun.unit in CASUALTIES or (noun.known and noun.unit != "people"):
        return raw
    unit = _casualty(text, code, raws, at)
    if unit is None:
        return raw
    counted, end = noun.counted, noun.end
    return raw._replace(noun=Noun(unit, counted, end, known=True))


def _casualty(text: str, code: str, raws: list[_Raw], at: int) -> str | None:
    """dead, injured ..., by the nearest verb of the clause that stands before or behind a figure or its list."""
    first, last = at, at
    while last + 1 < len(raws) and _listed(text, code, raws[last], raws[last + 1]):
        last += 1
        if last - at > PHRASE_WORDS:
            break
    while first > 0 and at - first <= PHRASE_WORDS and _listed(text, code, raws[first - 1], raws[first]):
        first -= 1
    ends = raws[last].noun.end
    including = _including(code).match(text, ends)
    within = including.end() if including else ends
    stop = next((raw.start for raw in raws[last + 1 : last + 6] if raw.start >= within), len(text))
    floor = raws[first - 1].noun.end if first else 0
    limit = _AHEAD if raws[at].noun.known or raws[at].noun.unit is None else _NEAR
    behind = _behind(text, code, within, min(stop, within + limit))
    ahead = _ahead(text, code, max(floor, raws[first].start - _BACK), raws[first].start)
    if raws[at].noun.unit is not None and not raws[at].noun.known and ahead and ahead[0] > 1:
        ahead = None
    inherited = ((behind, last > at), (ahead, first < at))
    best = min(((hit[0] + _INHERITED * far, hit[1]) for hit, far in inherited if hit), default=None)
    return best[1] if best else None


def _listed(text: str, code: str, one: _Raw, other: _Raw) -> bool:
    """Whether two figures are members of one list: a comma or a word for "and" between them."""
    between = text[one.noun.end : other.start]
    return len(between) <= _NEAR and _listing(code).fullmatch(between) is not None


@cache
def _listing(code: str) -> re.Pattern[str]:
    return re.compile(
        f"{SPACE}{{0,2}}[,،、]?{SPACE}{{0,2}}(?:{alternatives(listed(code, 'and'))})?{SPACE}{{0,2}}", re.IGNORECASE
    )


def _behind(text: str, code: str, start: int, stop: int) -> tuple[int, str] | None:
    """Distance and kind of the verb behind a figure, within its clause."""
    tail = text[start:stop]
    end = _CLAUSE.search(tail)
    clause = tail[: end.start() if end else None]
    hits = [
        (hit.start(), kind)
        for kind in CASUALTIES
        if (hit := anywhere(code, "casualties", kind, "after").search(clause)) is not None
    ]
    direct = _direct(text, code, start)
    return min([*hits, *direct], default=None)


def _direct(text: str, code: str, at: int) -> list[tuple[int, str]]:
    """A participle right behind the noun, where the clause or a preposition follows: "12 people killed in"."""
    begin = skip_blanks(text, at)
    unit, end = unit_at(text, code, begin)
    if unit not in CASUALTIES or (begin == at and not unspaced(code)):
        return []
    follows = skip_blanks(text, end)
    ends = (
        follows >= len(text)
        or text[follows] in _ENDS
        or anchored(code, "prepositions").match(text, follows) is not None
    )
    return [(0, unit)] if ends and unit else []


@cache
def _including(code: str) -> re.Pattern[str]:
    """A stretch between commas that tells who is among the counted."""
    return re.compile(
        f"{SPACE}?,{SPACE}?(?:{alternatives(listed(code, 'including'))})(?!\\w)[^,.;\\n]{{0,60}},", re.IGNORECASE
    )


def _ahead(text: str, code: str, start: int, stop: int) -> tuple[int, str] | None:
    """Distance and kind of the verb before a figure, within its clause; one cut off by a preposition governs it not."""
    head = text[start:stop]
    cut = max((hit.end() for hit in _CLAUSE.finditer(head)), default=0)
    head = head[cut:]
    best: tuple[int, str] | None = None
    for kind in CASUALTIES:
        for hit in anywhere(code, "casualties", kind, "before").finditer(head):
            between = head[hit.end() :]
            far = not table(code, FILE).get("free_order") and (
                len(between.split()) > _BETWEEN or anywhere(code, "prepositions").search(between) is not None
            )
            distance = len(between.strip()) + 1
            if not far and (best is None or distance < best[0]):
                best = (distance, kind)
    return best


def _counts(text: str, code: str, raw: _Raw) -> bool:
    """Whether a number is a figure: it counts something, is bounded, or is too large to be a label."""
    noun, number = raw.noun, raw.last
    people = noun.unit in CASUALTIES or noun.unit == "people"
    after = number.end + 1 if _HYPHEN.match(text, number.end) else skip_blanks(text, number.end)
    if any(anchored(code, "never").match(text, at) for at in {after, after_bounds(text, code, number.end)}):
        return False
    if number.lone and not raw.ranged:
        partitive = noun.counted is not None and noun.counted[0] > skip_blanks(text, number.end)
        return not partitive and (noun.unit in CASUALTIES or (people and not table(code, FILE).get("article_one")))
    doubtful = anchored(code, "doubtful").fullmatch(text, number.start, number.end)
    if (doubtful and not people) or (number.unsure and not people and noun.unit not in CURRENCIES):
        return False
    if is_year(number) and raw.bound == "exact":
        dated = closing(code, "year_before").search(text[max(0, number.start - _BACK) : number.start]) is not None
        return noun.known and not dated
    if is_year(number) and noun.unit is None and number.value % _ROUND and _until_then(text, code, raw):
        return False
    if noun.unit is None:
        return _stands_alone(text, raw)
    labelled = not people and not noun.known and number.plain and number.value < _LABELS
    return not (labelled and _after_name(text, code, raw.start))


def _until_then(text: str, code: str, raw: _Raw) -> bool:
    """Whether a bounded number that could be a year is one, as in "until at least 2021": a word of time stands before its bound, or opens it."""
    if closing(code, "year_even_bounded").search(text[max(0, raw.start - _BACK) : raw.start]):
        return True
    opens = anchored(code, "year_even_bounded").match(text, raw.start)
    if opens is None:
        return False
    rest = text[opens.end() : raw.first.start]
    return not rest[: _peel(rest, code)[0]].strip()


def _stands_alone(text: str, raw: _Raw) -> bool:
    """Whether a number without a noun is a figure: bounded, or in words of size; ages and scores are none."""
    number = raw.last
    aged = text[max(0, raw.start - 2) : raw.start] == ", " and text[number.end : number.end + 1] in (",", "،")
    bracketed = text[max(0, raw.start - 1) : raw.start] in ("(", "[") and text[raw.noun.end : raw.noun.end + 1] in (
        ")",
        "]",
    )
    if aged or bracketed or _SCORE.fullmatch(text, raw.first.start, number.end):
        return False
    return raw.bound != "exact" or (not number.plain and (number.scale > 1 or number.value >= _LEAST))


def _after_name(text: str, code: str, start: int) -> bool:
    """Whether a name stands right before digits, as in "Leopard 2"; languages that write nouns with a capital tell nothing."""
    if table(code, FILE).get("capital"):
        return False
    words = list(WORD.finditer(text, max(0, start - _BACK), start))
    if len(words) < 2 or text[words[-1].end() : start].strip() or not words[-1].group()[0].isupper():
        return False
    return not text[words[-2].end() : words[-1].start()].strip()


def _found(raw: _Raw) -> Found:
    """The record of a figure, its bounds made numbers."""
    low: float | None = raw.first.value
    high: float | None = raw.last.value
    convention = raw.last.convention
    if convention or raw.bound == "low":
        high = None
    elif raw.bound == "high":
        low = None
    approximate = raw.bound == "about" or raw.first.approximate or raw.last.approximate
    return Found(
        raw.start,
        max(raw.noun.end, raw.last.end),
        low,
        high,
        approximate,
        "convention" if convention else "stated",
        raw.noun.unit,
        raw.noun.counted,
    )
