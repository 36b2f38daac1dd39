"""Terms: durations that a deadline may set ("72 hours", "eight days"), as ISO 8601."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.languages import table
from onrecord.measuring.lexicon import FILE, SPACE, alternatives, anchored, closing, groups, listed, unspaced
from onrecord.measuring.numbers import Number, numbers

_KEPT = 512  # texts whose durations are kept: the rules for deadlines ask for those of a sentence several times
_BACK, _AHEAD = 48, 32  # characters around a duration in which its deadline words are looked for
_CLOCK = {"minute": "M", "hour": "H"}
_DAYS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_SMALLER = {
    "hour": ("minute", 60),
    "day": ("hour", 24),
    "week": ("day", 7),
    "month": ("day", 30),
    "year": ("month", 12),
}
_TIED = re.compile(rf"{SPACE}{{0,2}}[-‐‑]?{SPACE}{{0,2}}")
#: Marks between two statements; a comma is none.
STOP = re.compile(r"[.;:!?؛؟]")
_CLAUSE = re.compile(r"[.;:!?,。؛،؟»”\n]")
_JOINED = re.compile(rf"{SPACE}?[-‐‑–—]{SPACE}?")


class Grant(NamedTuple):
    """What a term is given for: "gave diplomats 72 hours to leave"; places of who is given it (may be empty), and of what for."""

    verb: tuple[int, int]
    whom: tuple[int, int]
    purpose: tuple[int, int]


class Term(NamedTuple):
    """A duration at `[start, end)`, ISO 8601; `within`: a word of deadline stands beside it ("within", "ultimatum"); `ahead`: one
    that only looks ahead ("in eight days"), which on a condition is as much."""

    start: int
    end: int
    duration: str
    within: bool
    grant: Grant | None = None
    ahead: bool = False


@lru_cache(maxsize=_KEPT)
def terms(text: str, code: str) -> tuple[Term, ...]:
    """The durations of a text in reading order, without ages, rates ("twice a month") and distances in time ("ago")."""
    found: list[Term] = []
    if not table(code, FILE).get("durations"):
        return ()
    all_ = [number for number in numbers(text, code) if not number.convention]
    candidates = [*_fixed(text, code)]
    for at, number in enumerate(all_):
        candidates.extend(_counted(text, code, all_[at - 1] if at else None, number))
    candidates.extend(_articles(text, code))
    candidates.extend(_singles(text, code))
    end = 0
    for term in sorted(candidates, key=lambda term: (term.start, -term.end)):
        if term.start >= end and not _is_none(text, code, term):
            found.append(term)
            end = term.end
    return tuple(found)


def clause_end(text: str, at: int) -> int:
    """Where the clause at a place ends: before its mark, or with the text."""
    close = _CLAUSE.search(text, at)
    return close.start() if close else len(text)


def iso(value: float, unit: str) -> str:
    """An ISO 8601 duration of whole units; parts of one become the next smaller unit ("1.5 year" is P18M)."""
    while value % 1 and unit in _SMALLER:
        unit, factor = _SMALLER[unit]
        value *= factor
    amount = round(value)
    return f"PT{amount}{_CLOCK[unit]}" if unit in _CLOCK else f"P{amount}{_DAYS[unit]}"


def _term(text: str, code: str, start: int, end: int, duration: str) -> Term:
    ahead = closing(code, "ahead").search(text[max(0, start - _BACK) : start]) is not None
    return Term(start, end, duration, _within(text, code, start, end), _grant(text, code, start, end), ahead)


def _grant(text: str, code: str, start: int, end: int) -> Grant | None:
    """The words of giving before a duration with "to" or its like close behind it, where both are there."""
    words = [word.start() for word in re.finditer(r"\w+", text[: end + _AHEAD]) if word.start() >= end][:4]
    begins = next((at for at in words if anchored(code, "purpose").match(text, at)), None)
    if begins is None or STOP.search(text, end, begins):
        return None
    back = max(0, start - _BACK)
    before = text[back:start]
    for cut in _word_ends(before):
        kept = before[: len(before) - cut]
        if found := closing(code, "giving").search(kept):
            whom = back + len(kept), back + len(before.rstrip())
            return Grant((back + found.start(), back + len(kept.rstrip())), whom, (begins, clause_end(text, begins)))
    return None


def _counted(text: str, code: str, previous: Number | None, number: Number) -> list[Term]:
    """A number and a unit of time: "72 hours", "48-hour", "a year and a half"."""
    tied = _TIED.match(text, number.end)
    unit, end = _unit(text, code, tied.end() if tied else number.end)
    article = number.lone and table(code, FILE).get("article_one")
    if unit is None or (article and not _holds(text, code, number.start, end, unit)):
        return []
    value = number.value
    more = anchored(code, "half_more").match(text, _after(text, end))
    if more:
        value, end = value + 0.5, more.end()
    start = number.start
    if previous is not None and previous.value < number.value:
        between = text[previous.end : number.start]
        joins = [joins for _, joins in table(code, FILE).get("ranges", ())]
        word = re.compile(f"{SPACE}{{0,2}}(?:{alternatives(joins)}){SPACE}{{0,2}}", re.IGNORECASE)
        if _JOINED.fullmatch(between) or word.fullmatch(between):
            start = previous.start
    return [_term(text, code, start, end, iso(value, unit))]


def _unit(text: str, code: str, at: int) -> tuple[str | None, int]:
    """The unit of time at a place, an adjective before or behind it let in, and where it ends."""
    pattern, keys = groups(code, "durations")
    adjective = anchored(code, "term_adjectives")
    skipped = adjective.match(text, at)
    hit = pattern.match(text, _after(text, skipped.end()) if skipped else at)
    if hit is None or hit.lastindex is None:
        return None, at
    behind = adjective.match(text, _after(text, hit.end()))
    return keys[hit.lastindex - 1], behind.end() if behind else hit.end()


def _after(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] in (" ", "\u00a0", "\u202f") else at


def _fixed(text: str, code: str) -> list[Term]:
    """Durations that are phrases of their own: "half an hour", "a fortnight"."""
    pattern, keys = _phrases(code)
    return [
        _term(text, code, hit.start(), hit.end(), keys[hit.lastindex - 1])
        for hit in pattern.finditer(text)
        if hit.lastindex
    ]


@cache
def _phrases(code: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    found = table(code, FILE).get("phrases", {})
    start, end = ("", "") if unspaced(code) else (r"(?<!\w)", r"(?!\w)")
    parts = "|".join(f"({alternatives(forms)})" for forms in found.values())
    return re.compile(f"{start}(?:{parts or '(?!)'}){end}", re.IGNORECASE), tuple(found)


def _articles(text: str, code: str) -> list[Term]:
    """An article and a unit of time: "a month" is one, "a day" only where a deadline is set."""
    found = []
    for hit in _article(code).finditer(text):
        unit, end = _unit(text, code, hit.end())
        if unit is None:
            continue
        more = anchored(code, "half_more").match(text, _after(text, end))
        if more:
            found.append(_term(text, code, hit.start(), more.end(), iso(1.5, unit)))
        elif _holds(text, code, hit.start(), end, unit):
            found.append(_term(text, code, hit.start(), end, iso(1, unit)))
    return found


def _singles(text: str, code: str) -> list[Term]:
    """A unit of time right behind a word of deadline, in languages without an article: one of it."""
    found = []
    for hit in _single(code).finditer(text):
        unit, end = _unit(text, code, hit.start(1))
        if unit is not None:
            found.append(Term(hit.start(1), end, iso(1, unit), True))
    return found


@cache
def _single(code: str) -> re.Pattern[str]:
    within, units = alternatives(listed(code, "within")), alternatives(listed(code, "single"))
    return re.compile(f"(?<!\\w)(?:{within}){SPACE}{{1,2}}({units})(?!\\w)", re.IGNORECASE)


@cache
def _article(code: str) -> re.Pattern[str]:
    words = alternatives(listed(code, "article"))
    return re.compile(f"(?<!\\w)(?:{words})(?:{SPACE}{{1,2}}|(?<=['’]))", re.IGNORECASE)


def _holds(text: str, code: str, start: int, end: int, unit: str) -> bool:
    """Whether an article and a unit are a term: no rate, and a day, minute or year only beside a word of deadline or of giving."""
    before = text[max(0, start - _BACK) : start]
    if closing(code, "rates").search(before) or before.rstrip()[-1:].isdigit() or before.rstrip()[-1:] == "%":
        return False
    if unit in ("hour", "week", "month") or _within(text, code, start, end):
        return True
    return any(closing(code, "giving").search(before[: len(before) - cut]) for cut in _word_ends(before))


def _word_ends(before: str) -> list[int]:
    """How many characters to cut off the end for none to three words less."""
    words = list(re.finditer(r"\S+\s*", before))[-3:]
    return [0, *(len(before) - word.start() for word in reversed(words))]


def _within(text: str, code: str, start: int, end: int) -> bool:
    """Whether a word of deadline stands right before a duration, or an ultimatum right behind or before it."""
    before = text[max(0, start - _BACK) : start]
    after = text[end : end + _AHEAD]
    behind = anchored(code, "deadline_behind").match(after.lstrip(" \u00a0'’s-"))
    return closing(code, "within").search(before) is not None or behind is not None


def _is_none(text: str, code: str, term: Term) -> bool:
    """Whether a duration is an age or tells how far off something lies."""
    before, after = (
        text[max(0, term.start - _BACK) : term.start],
        text[term.end : term.end + _AHEAD].lstrip(" \u00a0-‐‑"),
    )
    if anchored(code, "not_behind").match(after) or closing(code, "not_before").search(before):
        return True
    years = term.duration.endswith("Y") and not term.within
    return years and (_of_person(before, code) or (before.endswith(", ") and after[:1] in (",", ".")))


def _of_person(before: str, code: str) -> bool:
    """Whether the years belong to somebody: "una ragazza di 8 anni"."""
    of = closing(code, "of").search(before)
    if of is None:
        return False
    word = re.search(r"\w+\s*$", before[: of.start()])
    return word is not None and anchored(code, "units", "people").fullmatch(word.group().strip()) is not None
