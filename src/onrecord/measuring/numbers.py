"""Numbers of a text, in digits and in words; dates, times, telephone numbers, scores and names of models are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.languages import table
from onrecord.measuring.lexicon import FILE, SPACE, alternatives, anchored, closing, listed, normal, unspaced

#: "dozens" is at least so many dozens: the convention for words that give no number.
CONVENTION = 2
_KEPT = 512  # texts whose numbers are kept: figures, durations and dates ask for those of a sentence in turn
_HUNDRED, _THOUSAND, _MILLION = 100, 1000, 1_000_000
_YEARS = range(1000, 2101)
_LONGEST = 15  # digits; what is longer is a code
_LONGEST_DAY = 2
_BEFORE, _AFTER = 32, 24  # characters around a number that may tell that it is none
_KINDS = ("article", "one", "several", "half", "half_more")  # what a later kind has too is of that kind
#: What may stand behind digits and a hyphen: "$5-billion", "5-Milliarden-Paket".
_SIZES = ("scales", "indefinite", "abbreviations")
_HYPHENS = ("-", "‐", "‑")
_TABLES = ("values", "scales", "abbreviations", "indefinite", "round")
_SPACED = r"\d{1,3}(?:(?P<gap>[%s])\d{3})(?:(?P=gap)\d{3})*(?!\d)(?:[.,]\d{1,2}(?!\d))?"
_SIGNS = "[.,٫٬'’]"
_NOISE = re.compile(
    r"https?://\S{1,300}|www\.\S{1,300}|[\w.+-]{1,60}@[\w.-]{1,60}"  # addresses
    r"|\d{1,4}/\d{1,4}(?:/\d{1,4})?|\d{4}[-‐‑–]\d{1,2}(?:[-‐‑–]\d{1,2}(?:T[\d:]+)?)?(?!\d)"  # dates and fractions
    r"|\d{1,2}[.-]\d{1,2}[.-]\d{2,4}(?!\d)|\d{1,2}:\d{2}(?::\d{2})?|\d{1,3}:\d{1,3}"  # dates, times, scores
    r"|\+\d[\d ()/-]{6,20}|\(?\b0\d{1,4}\)?[ /-]\d[\d /-]{3,16}|(?<!\d)\d{1,15}(?:[-‐‑]\d{1,15}){2,8}|\b\d{2}(?:[ .]\d{2}){3,6}\b"  # telephones
    r"|\b\d{1,15}(?:\.\d{1,15}){2,6}\b(?<!\.\d{3})"  # versions, IP addresses
)
_ORDINAL = re.compile(r"[ºª°](?!C)|\.[ºªoa](?!\w)")
_DOTTED = re.compile(r"\.[ \u00a0]\w")


class Number(NamedTuple):
    """A number at `[start, end)`.

    `convention`: the words give only a size ("dozens"), and `value` is the least of it; `plain`: digits and nothing else;
    `lone`: only the word for one; `unsure`: the abbreviation of its scale may be a unit as well ("3m"); `scale`: the factor its words give.
    """

    start: int
    end: int
    value: float
    approximate: bool = False
    convention: bool = False
    plain: bool = False
    lone: bool = False
    unsure: bool = False
    scale: float = 1


class _Token(NamedTuple):
    start: int
    end: int
    kind: str
    value: float
    grouped: bool = False


_DIGIT = re.compile(r"\d")


class _Lexicon(NamedTuple):
    forms: Mapping[str, tuple[str, float]]
    token: re.Pattern[str]
    part: re.Pattern[str] | None
    space: re.Pattern[str]
    joint: re.Pattern[str]
    of: re.Pattern[str]


@lru_cache(maxsize=_KEPT)
def numbers(text: str, code: str) -> tuple[Number, ...]:
    """The numbers of a text in reading order; ordinals, dates and names with digits left out.

    A year looks like a plain number and is kept: what stands around it decides.
    """
    found: list[Number] = []
    tokens = list(_tokens(text, code))
    at = 0
    while at < len(tokens):
        number, used = _read(text, tokens, at, code)
        if number is not None and not _is_none(text, number, code):
            found.append(number)
        at += used
    return tuple(found)


def is_year(number: Number) -> bool:
    """Whether a number could be a year: four plain digits."""
    return number.plain and number.end - number.start == 4 and number.value in _YEARS


@cache
def _lexicon(code: str) -> _Lexicon:
    """Forms of a language with their kinds and values, and the patterns that find them."""
    data = table(code, FILE)
    forms = {
        normal(form): (kind, float(value))
        for kind in _TABLES
        for value, words in data.get(kind, {}).items()
        for form in words
    }
    forms |= {normal(form): (kind, 0.5 if "half" in kind else 1.0) for kind in _KINDS for form in data.get(kind, ())}
    words = alternatives(forms)
    part = None
    if data.get("compound"):
        parts = alternatives([*forms_of(code, "values", "scales", "one"), *data["compound"]])
        part = re.compile(parts, re.IGNORECASE)
        words = f"(?:{parts}){{2,9}}(?!\\w)|(?:{words})"
    prefix = alternatives(data.get("prefixes", ()))
    spaces = "\u00a0\u202f\u2009" + (" " if data.get("spaces", False) else "")
    digits = f"{_SPACED % spaces}|\\d{{1,20}}(?:{_SIGNS}\\d{{1,20}}){{0,9}}"
    tied = alternatives([*listed(code, "abbreviations"), *listed(code, "symbols")])
    bounds = ("", "") if unspaced(code) else (r"(?<![^\W\d])", r"(?!\w)")
    after = "" if unspaced(code) else f"(?:(?!\\w)|(?=(?:{tied})(?!\\w)))"
    token = (
        rf"(?:(?<!\w)(?:{prefix})|(?<![\w#№§@])(?<![^\W\d][-‐‑])(?<!\d[.,])"
        rf"{'|(?<![A-Za-z_#@0-9.,-])' if unspaced(code) else ''})(?P<digits>{digits}){after}"
        rf"|{bounds[0]}(?:(?<!\w)(?:{prefix}))??(?P<words>{words}){bounds[1]}"
    )
    joint, of = alternatives(data.get("joint", ())), alternatives(data.get("of", ()))
    blank = f"{SPACE}*" if unspaced(code) else f"{SPACE}{{1,3}}"
    return _Lexicon(
        forms,
        re.compile(token, re.IGNORECASE),
        part,
        re.compile(f"{SPACE}{{0,3}}|[-‐‑]"),
        re.compile(f"{blank}(?:{joint})(?:{blank})?|[-‐‑](?:{joint})[-‐‑]", re.IGNORECASE),
        re.compile(f"{blank}(?:{of}){SPACE}{{0,3}}", re.IGNORECASE),
    )


def forms_of(code: str, *keys: str) -> tuple[str, ...]:
    """The forms under several keys of a language."""
    return tuple(form for key in keys for form in listed(code, key))


def _tokens(text: str, code: str) -> Iterator[_Token]:
    """Digits and number words, without the digits of dates, times, addresses and telephone numbers."""
    lexicon = _lexicon(code)
    digits = _DIGIT.search(text) is not None
    noise = [(hit.start(), hit.end()) for hit in _NOISE.finditer(text)] if digits else []
    at = 0
    for hit in lexicon.token.finditer(text):
        kind = "digits" if hit["digits"] is not None else "words"
        start, end = hit.span(kind)
        while at < len(noise) and noise[at][1] <= start:
            at += 1
        if at < len(noise) and noise[at][0] < end:
            continue
        token = _digits(text, start, end, code) if kind == "digits" else _words(hit[kind], start, code)
        if token is not None:
            yield token


def _digits(text: str, start: int, end: int, code: str) -> _Token | None:
    whole = text[start:end]
    behind = end + 1 if text[end : end + 1] in _HYPHENS else _skip(text, end)
    scaled = any(anchored(code, kind).match(text, behind) for kind in ("scales", "abbreviations"))
    value = amount(whole, code, scaled=scaled)
    if value is None or len(whole) > _LONGEST or (len(whole) > 1 and whole.isdigit() and int(whole[0]) == 0):
        return None
    return _Token(start, end, "digits", value, grouped=not whole.isdigit())


def _words(word: str, start: int, code: str) -> _Token | None:
    lexicon = _lexicon(code)
    known = lexicon.forms.get(normal(word))
    if known is not None:
        return _Token(start, start + len(word), *known)
    if lexicon.part is None:
        return None
    sum_ = _Sum()
    for piece in lexicon.part.findall(word):
        kind, value = lexicon.forms.get(normal(piece), ("and", 0.0))
        if kind != "and" and not sum_.take(kind, value):
            return None
        if kind == "and" and sum_.empty:
            return None
    return None if sum_.empty else _Token(start, start + len(word), "values", sum_.value)


def amount(digits: str, code: str, *, scaled: bool = False) -> float | None:
    """The value of digits with separators, as the language writes them; None where they are no number.

    Three digits after the decimal sign of the language are a group when they end in 0 (pages mix the customs), unless a word of scale follows.
    """
    decimal = table(code, FILE).get("decimal", ".")
    plain = re.sub(r"\d", lambda hit: str(int(hit.group())), digits)
    marks = re.findall(r"\D", plain)
    if not marks:
        return float(plain)
    parts = re.split(r"\D", plain)
    last = marks[-1].replace("٫", decimal)
    if len(set(marks)) == 1 and _grouped(parts):
        mixed = parts[-1].endswith("0") or bool(table(code, FILE).get("mixed"))
        if len(parts) > 2 or last != decimal or (mixed and not scaled):
            return float("".join(parts))
    if len(parts) == 2 and last in ".,":
        return float(f"{parts[0]}.{parts[1]}")
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1 and _grouped(parts[:-1]):
        return float(f"{''.join(parts[:-1])}.{parts[-1]}")
    return None


def _grouped(parts: list[str]) -> bool:
    """Whether parts of digits are groups of three, or of two and three at the end as in India."""
    middle = {len(part) for part in parts[1:-1]}
    return parts[0][0] != "0" and len(parts[0]) <= 3 and len(parts[-1]) == 3 and middle in (set(), {3}, {2})


def _skip(text: str, at: int) -> int:
    """The place behind one blank."""
    return at + 1 if text[at : at + 1] in (" ", "\u00a0", "\u202f", "\u2009") else at


class _Sum:
    """Adds up the words of one number; `take` refuses a word that begins another number."""

    def __init__(self, *, goes_on: bool = False) -> None:
        self.goes_on = goes_on  # whether digits may stand behind a scale: "2 mil 500" of Spanish
        self.total = 0.0
        self.current: float | None = None
        self.last = 0.0
        self.scale = 1.0
        self.convention = self.approximate = self.needs = self.unsure = False
        self.empty = True

    @property
    def value(self) -> float:
        return round((self.total + (self.current or 0)) * (CONVENTION if self.convention else 1), 6)

    def take(self, kind: str, value: float, *, linked: bool = False) -> bool:
        """Adds a word; `linked`: by a word for "of", which joins sizes only."""
        if linked and not (self.convention or (kind in ("scales", "indefinite") and (self.needs or self.approximate))):
            return False
        if kind in ("digits", "one", "values"):
            took = self._add(value, kind)
        elif kind in ("article", "several", "half"):
            took = self._open(kind, value)
        elif kind == "half_more":
            took = self._half()
        else:
            took = self._multiply(value, kind)
        if took:
            self.empty = False
        return took

    def _open(self, kind: str, value: float) -> bool:
        if not self.empty:
            return False
        self.current, self.needs, self.convention = value, True, kind == "several"
        return True

    def _half(self) -> bool:
        if self.empty or self.needs or self.convention:
            return False
        if self.current is not None:
            self.current += 0.5
        else:
            self.total += 0.5 * self.last
        return True

    def _add(self, value: float, kind: str) -> bool:
        current = self.current
        if self.needs or self.convention or (kind == "digits" and not self.empty and not (self.goes_on and self.last)):
            return False
        if current is None:
            if self.last and value >= self.last:
                return False
            self.current = value
            return True
        tens = value < 10 and current % 100 >= 20 and current % 10 == 0
        teens = value < 20 and current % 100 in (60, 80)  # French
        units = 20 <= value < _HUNDRED and value % 10 == 0 and 0 < current % 100 < 10
        hundreds = value < _HUNDRED <= current and current % _HUNDRED == 0
        if not (tens or teens or units or hundreds) or current % 1:
            return False
        self.current = current + value
        return True

    def _multiply(self, value: float, kind: str) -> bool:
        if self.empty:
            if kind == "abbreviations" or (kind == "scales" and value >= _MILLION):
                return False
            self.convention, self.approximate = kind == "indefinite", kind == "round"
            self.current = value
            if kind == "scales" and value >= _THOUSAND:
                self.total, self.current, self.last = value, None, value
            self.scale = value
            return True
        self.needs = False
        self.scale *= value
        if kind == "round":
            self.approximate = True
        if self.convention or self.approximate or value < _THOUSAND:
            if self.current is None or (
                value >= 10 and self.current >= _HUNDRED and value <= _HUNDRED and not self.convention
            ):
                return False
            self.current *= value
            return True
        return self._close(value)

    def _close(self, value: float) -> bool:
        """Ends a group of thousands, millions ...: what came before counts so many times."""
        if self.last and value >= self.last:
            if self.current is None and value == self.last:
                return False
            self.total = (self.total + (self.current or 0)) * value
        elif self.current is None:
            return False
        else:
            self.total += self.current * value
        self.current, self.last = None, value
        return True


def _read(text: str, tokens: list[_Token], at: int, code: str) -> tuple[Number | None, int]:
    """The number that begins at a token, and how many tokens it takes."""
    lexicon, first = _lexicon(code), tokens[at]
    between = closing(code, "between").search(text[max(0, first.start - _BEFORE) : first.start]) is not None
    sum_, used, lone = _Sum(goes_on=bool(table(code, FILE).get("digits_go_on"))), 0, True
    unsure = frozenset(normal(form) for form in listed(code, "ambiguous"))
    for index in range(at, len(tokens)):
        token = tokens[index]
        gap = text[tokens[index - 1].end : token.start] if index > at else ""
        joint = bool(gap) and not lexicon.space.fullmatch(gap) and lexicon.joint.fullmatch(gap) is not None
        linked = bool(gap) and not joint and not lexicon.space.fullmatch(gap)
        ends = joint and (between or _opens_group(text, tokens, index, first))
        if ends or (linked and not lexicon.of.fullmatch(gap)):
            break
        if gap in _HYPHENS and "digits" in (first.kind, token.kind) and token.kind not in _SIZES:
            break
        if not sum_.take(token.kind, token.value, linked=linked):
            break
        sum_.unsure = token.kind == "abbreviations" and normal(text[token.start : token.end]) in unsure
        lone = lone and token.kind == "one"
        used += 1
    if used == 0 or sum_.needs:
        return None, max(used, 1)
    plain = used == 1 and first.kind == "digits" and not first.grouped
    lone = lone and used == 1
    end = tokens[at + used - 1].end
    return Number(
        first.start, end, sum_.value, sum_.approximate, sum_.convention, plain, lone, sum_.unsure, sum_.scale
    ), used


def _opens_group(text: str, tokens: list[_Token], index: int, first: _Token) -> bool:
    """Whether a number behind "and" is one of its own: "a hundred and two hundred", "12 and 30"."""
    token = tokens[index]
    if first.kind == "digits" or token.kind not in ("values", "one", "scales"):
        return token.kind != "half_more" or first.kind == "digits"
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    near = follows is not None and follows.start - token.end <= 1
    return (
        near
        and follows is not None
        and follows.kind in ("scales", "indefinite")
        and follows.value == tokens[index - 1].value
    )


def _is_none(text: str, number: Number, code: str) -> bool:
    """Whether what stands around digits says that they count nothing: a date, a year before Christ, a time, an article of law, a page, an ordinal; or that a number is the lower one of a share ("one in four")."""
    if closing(code, "one_in").search(text[max(0, number.start - _BEFORE) : number.start]):
        return True
    if not text[number.start].isdigit():
        return False
    before, after = text[max(0, number.start - _BEFORE) : number.start], text[number.end : number.end + _AFTER]
    if _ORDINAL.match(after) or closing(code, "labels").search(before) or anchored(code, "era").match(after.lstrip()):
        return True
    if not number.plain and number.scale > 1:
        return False
    short = number.plain and number.end - number.start <= _LONGEST_DAY
    dotted = short and bool(table(code, FILE).get("ordinal_dot")) and _DOTTED.match(after) is not None
    timed = (
        anchored(code, "clock").match(after.lstrip()) is not None
        or closing(code, "clock_before").search(before) is not None
    )
    return dotted or timed or (short and _by_month(before, after, code))


@cache
def _months(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A month right behind a day, and right before it."""
    names = alternatives(name for names in table(code, "page.toml").get("months", ()) for name in names)
    joint = alternatives(listed(code, "of"))
    blank = f"{SPACE}{{0,2}}"
    end = r"(?!\w)"
    behind = re.compile(f"\\.?{blank}(?:(?:{joint}){blank})?(?:{names}){end}", re.IGNORECASE)
    return behind, re.compile(f"(?<!\\w)(?:{names})\\.?{blank}$", re.IGNORECASE)


def _by_month(before: str, after: str, code: str) -> bool:
    behind, ahead = _months(code)
    return behind.match(after) is not None or ahead.search(before) is not None
