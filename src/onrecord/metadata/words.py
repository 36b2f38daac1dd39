"""Words by which pages of all languages mark credits, bylines, sources and dates, as patterns made from `page.toml`."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from io import StringIO
from itertools import pairwise

from onrecord import languages


@cache
def listed(kind: str) -> tuple[str, ...]:
    """All words of one kind of `page.toml` (credit, byline, source, ...) in all languages, longest first."""
    words = {word for code in languages.codes() for word in languages.table(code, "page.toml").get(kind, ())}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def one_of(kind: str) -> str:
    """The words of one kind as an alternative of a regular expression, white space in them of any length."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed(kind))


@cache
def months() -> dict[str, int]:
    """Names and abbreviations of months in all languages, each with its number; what is ambiguous is left out."""
    numbers: dict[str, set[int]] = {}
    for code in languages.codes():
        for number, names in enumerate(languages.table(code, "page.toml").get("months", ()), start=1):
            for name in names:
                numbers.setdefault(name, set()).add(number)
    return {name: min(found) for name, found in numbers.items() if len(found) == 1}


_TOKEN = re.compile(r"\w+")


@cache
def _first_words(*kinds: str) -> frozenset[str]:
    """First words of all phrases of these kinds, in lower case."""
    return frozenset(_TOKEN.findall(phrase.lower())[0] for kind in kinds for phrase in listed(kind))


def _may_open(text: str, *kinds: str) -> bool:
    """Whether a line can begin with a phrase of these kinds: its first word is the first word of one.

    The patterns are long alternatives, and nearly every line can be spared them. Scripts that set no space between
    words (and all others past Greek and Cyrillic) are not spared.
    """
    first = _TOKEN.search(text)
    return first is not None and (first.group()[0] > "\u0530" or first.group().lower() in _first_words(*kinds))


@cache
def _credit() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of('credit')})\s*[:：]\s*\S", re.IGNORECASE)


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('credit')}|©|\(c\))\s*[:：/©]|©", re.IGNORECASE)


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(
        rf"[(\[](?:{one_of('credit')})\s*[:：/][^()\[\]]{{1,80}}[)\]]?\s*$|\[?©[^.]{{2,60}}$", re.IGNORECASE
    )


@cache
def _agency() -> re.Pattern[str]:
    rows = csv.DictReader(StringIO((files(__package__) / "agencies.csv").read_text(encoding="utf-8")))
    names = "|".join(re.escape(row["name"]) for row in rows)
    return re.compile(rf"(?:^|[(\[/|·•–—-]\s*)(?:{names})\b[^.]{{0,50}}[)\]]?\s*$")


#: A caption has no more ordinary words than this between two of its credits.
_LONGEST_CAPTION = 45
#: Captions with markup and encoded pictures in them reach some thousand characters, no more.
_LONGEST_LINE = 5000
_ORDINARY = re.compile(r"(?<![^\s(\"“„«])[^\W\d_][^\W\d_A-Z]+(?![^\s,.;:!?)\"”»“])")


#: How Spanish papers sign a caption: a full stop, a stroke, a name. "The port at dawn. / Jane Doe".
_STROKE = re.compile(r"[.!?…»”\")]\s*/\s*(?=[^\W\d_a-z])[^/.!?]{3,50}$")
_LONGEST_STROKE = 250

_SIGNED = re.compile(r"[:：/©]")


def is_caption(text: str) -> bool:
    """Whether a line is the caption of a picture: a short text that carries a credit, or several such in a row."""
    if len(text) > _LONGEST_LINE:
        return False
    if len(text) < 300 and _SIGNED.search(text) and _sign().match(text):
        return True
    may_credit = (":" in text or "：" in text) and not _first_words("credit").isdisjoint(_TOKEN.findall(text.lower()))
    credits = list(_credit().finditer(text)) if may_credit else []
    if not credits:
        if "/" in text and len(text) <= _LONGEST_STROKE and _STROKE.search(text):
            return True
        bracketed = (_bracketed().search(text) if _SIGNED.search(text) else None) or _agency().search(text)
        return bracketed is not None and len(_ORDINARY.findall(text)) <= _LONGEST_CAPTION
    tail = len(text) - credits[-1].end()
    if len(credits) == 1 and tail > 80:
        return False
    edges = [0, *(credit.end() for credit in credits), len(text)]
    parts = [text[start:end] for start, end in pairwise(edges)]
    return all(len(_ORDINARY.findall(part)) <= _LONGEST_CAPTION for part in parts)


@cache
def _source_line() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:(?:{one_of('source')})\s*(?:[:：]|link\s*$)|(?:{one_of('original')})(?!\w)|source\s+link\W*$)",
        re.IGNORECASE,
    )


def is_source_line(text: str) -> bool:
    """Whether a line says where the text was taken from ("source: ...", "Read the original at ...")."""
    return len(text) <= 160 and _may_open(text, "source", "original") and _source_line().match(text) is not None


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of('byline')})\s*[:：]?\s+(?P<names>\S.*)$", re.IGNORECASE)


_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


def byline(text: str) -> str | None:
    """The names in a byline ("By Jane Doe and John Roe"), or None where the line is no byline."""
    found = _byline().match(text) if len(text) <= 120 and _may_open(text, "byline") else None
    if found is None or text.rstrip().endswith((".", "!", "?", ":", ";")):
        return None
    names, joints = found["names"], set(listed("joints"))
    words = _NAME_WORD.findall(re.split(r"[|•·]|\s[-–—]\s", names)[0])
    proper = [word for word in words if not (word[0].islower() and word.lower() not in joints)]
    capitalised = [word for word in words if word[0].isupper()]
    if not 2 <= len(words) <= 14 or len(proper) != len(words) or len(capitalised) < 2:
        return None
    return re.split(r"[|•·]|\s[-–—]\s", names)[0].strip(" ,")


_SIGNED_DATE = re.compile(
    r"(?P<name>[^|•·/\d]{3,60}?)\s*[|•·]\s*[^|•·]{0,20}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[\s,|•·–-]*(?:\d{1,2}[:.h]\d{2}\W*)?$"
)


def is_byline(text: str) -> bool:
    """Whether a line only names the author: "By Jane Doe", "Jane Doe | 15/03/2024"."""
    if byline(text) is not None:
        return True
    found = _SIGNED_DATE.match(text) if len(text) <= 100 and ("|" in text or "•" in text or "·" in text) else None
    return found is not None and is_name_label(found["name"])


def is_name_label(text: str) -> bool:
    """Whether a line is nothing but capitalised words, as the label of a picture is: two to six of them, no full stop."""
    words = text.split()
    return (
        2 <= len(words) <= 6
        and all(word[0].isupper() for word in words)
        and not text.rstrip().endswith((".", "!", "?", ":", '"', "”"))
    )


@cache
def _appeal() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W\u3040-\u9fff\uac00-\ud7af])(?:{one_of('appeal')})(?![^\W\u3040-\u9fff\uac00-\ud7af])", re.IGNORECASE
    )


_UNSPACED = re.compile("[\u3040-\ud7af]")


@cache
def _appeal_gates() -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Phrases of appeal by their longest word (the rarest, mostly), and those of scripts that set no space between words."""
    openings: dict[str, list[str]] = {}
    unspaced: list[str] = []
    for phrase in (phrase.lower() for phrase in listed("appeal")):
        if _UNSPACED.search(phrase):
            unspaced.append(phrase)
        else:
            openings.setdefault(max(_TOKEN.findall(phrase), key=len), []).append(phrase)
    return openings, tuple(unspaced)


#: One phrase is enough in a text shorter than this; a longer one needs two different ones.
_SHORT_APPEAL = 60
_LONGEST_APPEAL = 1500
_QUOTED = re.compile(r"[“„«\"][^”“»\"]{25,}")


def is_appeal(text: str) -> bool:
    """Whether a passage asks the reader for support, money or an address; what quotes somebody at length is none."""
    if len(text) > _LONGEST_APPEAL:
        return False
    lower = text.lower()
    openings, unspaced = _appeal_gates()
    near = [phrase for word in openings.keys() & set(_TOKEN.findall(lower)) for phrase in openings[word]]
    if _UNSPACED.search(lower):
        near += unspaced
    if not near:
        return False
    lower = " ".join(lower.split())
    if not any(phrase in lower for phrase in near):
        return False  # the pattern is a long alternative: only a line that holds one of its phrases is worth the time
    found = {match.group().lower() for match in _appeal().finditer(text)}
    if not found or _QUOTED.search(text):
        return False
    return len(found) >= 2 or len(text) < _SHORT_APPEAL


@cache
def _more() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{one_of('more')})\s*(?:[:：>»|–—-]|$)", re.IGNORECASE)


def is_link_to_more(text: str) -> bool:
    """Whether a line only leads to another text ("Read more", "Read also: ...")."""
    return len(text) <= 200 and _may_open(text, "more") and _more().match(text) is not None
