"""Finds the time expressions of a text: one small set of patterns, filled with the words of each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from onrecord.dating.lexicon import DIRECTIONS, Expression, Lexicon, lexicon, normal, one_of

_WORD = re.compile(r"\w+")
_DAY = r"(?P<{}>[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?P<year>(?:1\d|20)\d\d)(?!\d|[.,]\d|\s?%)"
#: A bare number is taken for a year only within these, unless a word before it says so.
_FIRST_YEAR, _LAST_YEAR = 1900, 2049
#: So many characters before an expression may decide what it is.
_BEFORE = 25
_SIGNS = "$€£¥₽₴₺#№@"
#: What may stand between a day and its weekday.
_APPOSED = frozenset(("", ",", "،", "(", "（"))
#: Digits of other scripts, one character for one.
_SCRIPTS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９")
_DIGITS = {ord(digit): str(at) for digits in _SCRIPTS for at, digit in enumerate(digits)}
_CAPITAL = re.compile(r"[ \u00a0]([^\W\d_])")


def _shared(words: Lexicon) -> dict[str, str]:
    """Parts that the patterns of a language share, by the name that stands for them."""
    end = r"(?!\w)" if words.spaced else ""
    ordinal = f"(?:{one_of(words.words('ordinals'))})?"
    tails = f"(?:{one_of(words.words('weekday_tails'))})?"
    fixed = one_of(words.fixed)
    to = one_of(words.words("day_to"))
    year_words = rf"(?:\s*{one_of(words.words('year_words'))}(?!\w))?"
    between = rf"(?:{one_of(words.words('day_before'))}\s*)?"
    mod = one_of(words.directions)
    return {
        "end": end,
        "of": rf"(?:{one_of(words.words('of'))}\s*)?",
        "day": _DAY.format("day") + ordinal + r"(?!\d|[.,]\d)",
        "days": rf"{_DAY.format('day')}{ordinal}(?!\d)(?:(?:\s?[-–—]\s?|\s+{to}\s+){_DAY.format('last_day')}{ordinal}(?!\d))?",
        "year": _YEAR + year_words,
        "month": f"(?P<month>{one_of(words.months)}){end}",
        "any_month": rf"(?P<month>{one_of(words.months)}{end}|{one_of(words.short_months)}{end}\.?)",
        "other_month": rf"(?:\s?/\s?{one_of(words.months)})?",
        "weekday": f"(?P<weekday>{one_of(words.weekdays)}){tails}{end}",
        "weak": f"(?P<weekday>{one_of({**words.weekdays, **words.weak_weekdays})}){tails}{end}",
        "between": between,
        "dated": rf"(?:(?P<weekday>{one_of({**words.weekdays, **words.weak_weekdays})}){tails}{end}[,.،]?\s*\(?\s*{between})?",
        "before": rf"(?:(?P<before>{mod})(?:\s+|(?<=\W)))?" if words.spaced else f"(?P<before>{mod})?",
        "after": rf"(?:\s+(?!{fixed}{end})(?P<after>{mod}){end})?" if words.spaced else "",
    }


def _spaced(words: Lexicon) -> Iterator[str]:
    """Patterns of a language with spaces, by part name in braces."""
    yield r"{before}{dated}{days}\s*{of}{any_month}{other_month}(?:,?\s*{of}{year})?{after}"
    if words.flag("month_first"):
        yield r"{dated}{any_month}\s+{days}(?![.,:]\d)(?:,?\s*{year})?{end}"
    yield r"{any_month}{other_month},?\s+{of}{year}"
    yield r"{before}{month}{after}"
    yield r"{before}{weekday}{after}"
    yield r"{weak}\s*\(\s*{between}{day}(?:[/.](?P<number>\d{{1,2}}))?(?:[/.]{year})?\s*\)"
    if words.flag("bare_day"):
        yield r"{weekday}\s+{between}{day}(?!\s?[\w%:])"
    elif words.words("day_before"):
        yield r"{weekday}\s+" + rf"{one_of(words.words('day_before'))}\s+" + r"{day}(?!\s?[\w%:])"
    yield rf"{one_of(words.words('number_before'))}\s+" + r"{day}(?!\s*{of}{any_month})"
    of = one_of(words.words("of"))
    years = one_of(phrase for phrase, (unit, _) in words.fixed.items() if unit == "year")
    season = rf"(?P<season>{one_of(words.seasons)}){{end}}"
    yield rf"{{before}}{season}{{after}}(?!\s+{of}(?!\w)(?!\s*(?:\d|{years})))"
    yield rf"{season}\s+{{of}}{{year}}(?:[/–-]\d{{{{2,4}}}})?"
    ordinal = one_of(words.words("decade_after"))
    yield rf"(?P<decade>(?:1\d|20)\d0){ordinal}{{end}}"
    yield rf"{one_of(words.words('decade_before'))}\s+(?P<decade>(?:1\d|20)\d0|['’]?[2-9]0)(?!\d)\.?"
    yield r"(?P<year>\d{{4}})([-.])(?P<number>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)(?:T\d\d:\d\d(?::\d\d)?\w*)?"
    yield r"(?P<day>\d{{1,2}})([./-])(?P<number>\d{{1,2}})\2(?P<year>\d{{4}})(?!\d)"
    yield r"(?P<alone>){year}"


def _unspaced(words: Lexicon) -> Iterator[str]:
    """Patterns of a language without spaces: numbers with marks for year, month and day."""
    marks = words.data["marks"]
    year, month, day = (one_of(marks[name]) for name in ("year", "month", "day"))
    number, days = r"(?P<number>1[0-2]|0?[1-9])", _DAY.format("day")
    yield rf"(?P<year>\d{{{{4}}}}){year}(?:{number}{month}(?:{days}{day})?)?"
    yield rf"{number}{month}(?:{days}{day})?"
    yield rf"{days}{day}(?!{one_of(marks['not_day'])})"
    yield r"(?P<year>\d{{4}})([-/.])(?P<number>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)"
    yield r"{before}{weekday}"
    yield rf"(?P<season>{one_of(words.seasons)})"


def _counted(words: Lexicon) -> Iterator[str]:
    """Patterns of "three days ago" and "in three days", and of the fixed phrases."""
    gap, end = (r"\s+", r"(?!\w)") if words.spaced else ("", "")
    count = rf"(?:(?P<digits>\d{{1,3}})|(?P<word>{one_of(words.numbers)})){gap}(?P<unit>{one_of(words.units)})"
    about = rf"(?:{one_of(words.words('about'))}\s+)?"
    for name in ("ago", "ahead"):
        before, after = words.words(f"{name}_before"), words.words(f"{name}_after")
        if before:
            yield rf"(?P<{name}>{one_of(before)})\s+{about}{count}(?!\w)"
        if after:
            yield rf"{count}{gap}(?P<{name}>{one_of(after)}){end}"
    yield rf"(?P<fixed>{one_of(words.fixed)}){end}"


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language, compiled."""
    words = lexicon(code)
    if words is None:
        return ()
    parts = _shared(words)
    made = [pattern.format(**parts) for pattern in (_spaced(words) if words.spaced else _unspaced(words))]
    # A few blanks at most: patterns with several stretches of white space take quadratic time on a long one.
    tight = (p.replace(r"\s*", r"\s{0,3}").replace(r"\s+", r"\s{1,3}") for p in [*made, *_counted(words)])
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in tight)


@cache
def _starts(code: str) -> frozenset[str]:
    """First words of all expressions of a language, and first characters where it sets no spaces; digits start one anyway."""
    words = lexicon(code)
    if words is None:
        return frozenset()
    forms = [
        *words.months,
        *words.short_months,
        *words.weekdays,
        *words.weak_weekdays,
        *words.seasons,
        *words.directions,
    ]
    forms += [*words.fixed, *words.numbers]
    forms += [
        form for name in ("ago_before", "ahead_before", "decade_before", "number_before") for form in words.words(name)
    ]
    forms += [day + normal(tail) for day in words.weekdays for tail in words.words("weekday_tails")]
    if not words.spaced:
        return frozenset(form[0] for form in forms)
    return frozenset(found.group() for form in forms if (found := _WORD.search(normal(form))))


def _openings(text: str, code: str, words: Lexicon) -> Iterator[int]:
    """Where an expression may begin."""
    starts = _starts(code)
    if not words.spaced:
        yield from (at for at, char in enumerate(text) if char.isdigit() or char in starts)
        return
    prefixes = ("", *sorted(words.words("prefixes"), key=len))
    for token in _WORD.finditer(text):
        key = normal(token.group())
        for prefix in prefixes:
            rest = key[len(prefix) :]
            if key.startswith(prefix) and rest and (rest in starts or rest[0].isdigit()):
                yield token.start() + len(prefix)
                break


def _inside_number(text: str, at: int) -> bool:
    """Whether what begins here goes on with a number, a price or a version."""
    before = text[at - 1 : at]
    if not before or not text[at].isdigit():
        return False
    return before.isdigit() or before in _SIGNS or (before in ".,:/" and text[at - 2 : at - 1].isdigit())


def _stands_before(text: str, at: int, forms: tuple[str, ...]) -> bool:
    """Whether one of these words stands right before."""
    before = normal(text[max(0, at - _BEFORE) : at]).rstrip()
    return any(before.endswith(form) and not before[: -len(form)][-1:].isalnum() for form in map(normal, forms) if form)


def _as_name(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether the case of a month or weekday says that it is something else: "may", "Santo Domingo", "Domingo Cavallo"."""
    if words.flag("capitals") or not text[start].isupper():
        return words.flag("capitals") and not text[start].isupper()
    before = re.search(r"(\w+)[ \u00a0]$", text[max(0, start - _BEFORE) : start])
    return _capital_follows(text, end) or (before is not None and before[1][0].isupper())


def _capital_follows(text: str, end: int) -> bool:
    follows = _CAPITAL.match(text, end)
    return follows is not None and follows[1].isupper()


def _first_name(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a month is somebody's name: a capital follows, and no word that dates stands before ("April Smith")."""
    before = words.words("month_before")
    named = words.flag("capitals") and bool(before) and _capital_follows(text, end)
    return named and not _stands_before(text, start, before)


def _calendar(words: Lexicon, first: int, second: int) -> tuple[int | None, int | None]:
    """Month and day of "3/4/2019" as the language orders them; (None, None) where both orders are possible and it has no rule."""
    if first > 12 or words.data.get("numeric") != "ambiguous":
        return (second, first) if second <= 12 else (first, second)
    return (first, second) if second > 12 or first == second else (None, None)


def _read(found: re.Match[str], words: Lexicon) -> Expression | None:
    """The expression that a pattern found, None where it is none after all."""
    groups = {name: value for name, value in found.groupdict().items() if value is not None}
    text, start, end = found.string, found.start(), found.end()
    if "(" in found.group() and ")" not in found.group() and text[end : end + 1] == ")":
        end += 1
    made = Expression(start, end, text[start:end])
    if "fixed" in groups:
        return _fixed(made, groups, words)
    if "unit" in groups:
        number = int(groups["digits"]) if "digits" in groups else words.numbers[normal(groups["word"])]
        return made._replace(unit=words.units[normal(groups["unit"])], shift=number if "ahead" in groups else -number)
    if "decade" in groups:
        year = int(groups["decade"].strip("'’"))
        return made._replace(year=year if year > 100 else 1900 + year, decade=True)
    if "alone" in groups:
        return made._replace(year=int(groups["year"])) if _is_year(found, words) else None
    return _dated(found, groups, made, words)


def _fixed(made: Expression, groups: dict[str, str], words: Lexicon) -> Expression | None:
    form = normal(groups["fixed"])
    if form in words.words("exact") and groups["fixed"] != groups["fixed"].lower():
        return None
    unit, shift = words.fixed[form]
    return made._replace(unit=unit, shift=shift)


def _is_year(found: re.Match[str], words: Lexicon) -> bool:
    """Whether four digits alone are a year: a word before or after says so, or nothing is counted by them."""
    text, start, end = found.string, found.start(), found.end()
    number, after = int(found["year"]), re.sub(r"^\s", "", text[end : end + 2])[:1]
    if len(found.group()) > 4 or _stretches(text, end, words):  # with the word for year, or up to another year
        return True
    counted = after.islower() or (after.isalpha() and words.flag("year_needs_word"))
    if counted and (number % 100 == 0 or words.flag("year_needs_word")):
        return False
    if _stands_before(text, start, words.words("year_before")):
        return True
    if words.flag("year_needs_word"):
        return text[start - 1 : start] == "(" and after == ")"
    return _FIRST_YEAR <= number <= _LAST_YEAR and not counted and not (after.isalpha() and number % 100 == 0)


def _stretches(text: str, end: int, words: Lexicon) -> bool:
    """Whether another year follows: "2014-2018", "2014 to 2018"."""
    to = one_of(words.words("day_to"))
    return re.match(rf"\s?(?:[-–—]|{to})\s?(?:1\d|20)\d\d(?!\d)", text[end : end + _BEFORE]) is not None


def _dated(found: re.Match[str], groups: dict[str, str], made: Expression, words: Lexicon) -> Expression | None:
    """An expression with a month, a day, a weekday or a season."""
    made = made._replace(
        year=int(groups["year"]) if "year" in groups else None,
        day=int(groups["day"]) if "day" in groups else None,
        last_day=int(groups["last_day"]) if "last_day" in groups else None,
        direction=words.directions.get(normal(groups.get("before") or groups.get("after") or "")),
    )
    if "number" in groups:
        numbered = _numbered(found, made, int(groups["number"]), words)
        if numbered is None:
            return None
        made = numbered
    if "month" in groups:
        made = made._replace(month=_month(found, groups, words))
        if made.month is None:
            return None
    if "weekday" in groups:
        made = made._replace(weekday=_weekday(found, groups, words))
        if made.weekday is None:
            return None
    if "season" in groups:
        made = made._replace(season=words.seasons[normal(groups["season"])])
        if not _is_season(found, groups, words):
            return None
    if made.weekday is not None and made.direction is not None and not words.spaced:
        shift = DIRECTIONS.index(made.direction) - 1
        return made._replace(direction=None, unit="week", shift=shift)
    return made


def _numbered(found: re.Match[str], made: Expression, number: int, words: Lexicon) -> Expression | None:
    """A date with the number of its month; day 0 where day and month cannot be told apart."""
    month: int | None = number
    if made.year is not None and made.day is not None and words.spaced and found.start("day") < found.start("number"):
        month, day = _calendar(words, made.day, number)
        made = made._replace(day=day or 0)
    return made._replace(month=month) if month is None or 1 <= month <= 12 else None


def _month(found: re.Match[str], groups: dict[str, str], words: Lexicon) -> int | None:
    form = normal(groups["month"]).rstrip(".")
    start, end = found.span("month")
    if form in words.short_months:
        sure = "year" in groups or ("day" in groups and (groups["month"][0].isupper() or groups["month"].endswith(".")))
        return words.short_months[form] if sure else None
    if not {"year", "day"} & groups.keys():
        unsafe = form in words.words("unsafe") and not {"before", "after"} & groups.keys()
        if unsafe and not _stands_before(found.string, start, words.words("month_before")):
            return None
        if _as_name(found.string, start, end, words) or _first_name(found.string, start, end, words):
            return None
    elif words.flag("capitals") and not groups["month"][0].isupper():
        return None
    return words.months[form]


def _weekday(found: re.Match[str], groups: dict[str, str], words: Lexicon) -> int | None:
    form = normal(groups["weekday"])
    if "day" not in groups and _as_name(found.string, *found.span("weekday"), words):
        return None
    return words.weekdays[form] if form in words.weekdays else words.weak_weekdays[form]


def _is_season(found: re.Match[str], groups: dict[str, str], words: Lexicon) -> bool:
    if {"year", "before", "after"} & groups.keys() or normal(groups["season"]) in words.adverbs:
        return True
    return _stands_before(found.string, found.start("season"), words.words("season_before"))


def _refused(made: Expression, whole: str, words: Lexicon) -> bool:
    """Whether the word before makes the expression something else ("esta mañana"); # stands for a number."""
    others = words.data.get("not_after", {}).get(normal(made.text), ())
    if not others:
        return False
    number = "#" in others and re.search(r"\d\s*$", whole[max(0, made.start - _BEFORE) : made.start]) is not None
    return number or _stands_before(whole, made.start, tuple(others))


def _longest(text: str, at: int, code: str, words: Lexicon) -> Expression | None:
    best: Expression | None = None
    for pattern in _patterns(code):
        found = pattern.match(text, at)
        if found is None or not found.group() or (best is not None and found.end() <= best.end):
            continue
        made = _read(found, words)
        if made is not None and not _refused(made, text, words):
            best = made
    return best


def _joined(one: Expression, other: Expression, text: str, words: Lexicon) -> Expression | None:
    """Two neighbours as one, None where they are two."""
    gap = normal(text[one.end : other.start]).strip()
    apposed = _apposed(one, other) if gap in _APPOSED else None
    if apposed is not None:
        closing = gap in ("(", "（") and text[other.end : other.end + 1] in (")", "）")
        end = other.end + closing
        return apposed._replace(start=one.start, end=end, text=text[one.start : end])
    if gap and gap not in map(normal, words.words("of")):
        return None
    made = _within(one, other) or (None if words.spaced else _within(other, one))
    return made._replace(start=one.start, end=other.end, text=text[one.start : other.end]) if made else None


def _apposed(one: Expression, other: Expression) -> Expression | None:
    """A weekday after the day that it names: "yesterday, Thursday", "3 March (Sunday)"."""
    bare = other == Expression(other.start, other.end, other.text, weekday=other.weekday)
    near = one.unit == "day" and abs(one.shift) <= 2
    dated = one.month is not None and one.day is not None
    if not bare or one.weekday is not None or not (near or dated):
        return None
    return one._replace(weekday=other.weekday)


def _within(one: Expression, other: Expression) -> Expression | None:
    """A date within a relative year, month or week: "October last year", "Monday of last week"."""
    bare = other == Expression(other.start, other.end, other.text, unit=other.unit, shift=other.shift)
    if one.year is not None or one.unit is not None or not bare:
        return None
    yearly = other.unit == "year" and (one.month is not None or one.season is not None)
    monthly = other.unit == "month" and one.day is not None and one.month is None
    weekly = other.unit == "week" and one.weekday is not None and one.day is None
    return one._replace(unit=other.unit, shift=other.shift) if yearly or monthly or weekly else None


@lru_cache(maxsize=1024)
def expressions(text: str, code: str) -> tuple[Expression, ...]:
    """All time expressions of a text in a language (ISO 639-1), in reading order, without the preposition; `()` without `dates.toml`.

    Durations ("for three years") and clock times are none.
    """
    words = lexicon(code)
    found: list[Expression] = []
    if words is None:
        return ()
    plain = text.translate(_DIGITS)
    for at in _openings(plain, code, words):
        if (found and at < found[-1].end) or _inside_number(plain, at):
            continue
        made = _longest(plain, at, code, words)
        if made is None:
            continue
        made = made._replace(text=text[made.start : made.end])
        whole = _joined(found[-1], made, text, words) if found else None
        if whole is None:
            found.append(made)
        else:
            found[-1] = whole
    return tuple(found)
