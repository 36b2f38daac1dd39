"""States in words: names, adjectives, peoples, capitals and seats of power of each language (`countries.csv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from onrecord.languages import rows
from onrecord.languages.forms import DEVANAGARI_SIGNS, with_clitics

_LETTER = rf"(?:\w|{DEVANAGARI_SIGNS})"
_WORD = re.compile(rf"{_LETTER}+(?:[.’'-]{_LETTER}+)*\.?")
#: Languages that write no spaces: their forms are looked for anywhere in the text.
_UNSPACED = frozenset(("zh", "ja", "th"))


@cache
def _forms(code: str) -> tuple[Mapping[str, str], int, frozenset[str]]:
    """Country of each form of a language, how many words the longest form has, and the first two letters of all."""
    found = {row["form"]: row["country"] for row in rows(code, "countries.csv")}
    for form, country in list(found.items()):
        for joined in with_clitics(form, code):
            found.setdefault(joined, country)
    return found, max((len(form.split()) for form in found), default=0), frozenset(form[:2] for form in found)


@cache
def names_and_capitals(code: str) -> frozenset[str]:
    """Names of states and of their capitals in a language; empty for a language without a table."""
    return frozenset(row["form"] for row in rows(code, "countries.csv") if row["kind"] in ("name", "capital"))


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """The forms of a language without spaces, longest first."""
    forms = sorted(_forms(code)[0], key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, forms)) or r"(?!)")


@lru_cache(maxsize=4096)
def countries_in(text: str, code: str) -> tuple[str, ...]:
    """States (ISO 3166-1 alpha-3) that words of a text name, in reading order, each once; longest forms first.

    Capitals count: "US" is a state, "us" is not. A language without a table has none.
    """
    forms, longest, starts = _forms(code)
    if code in _UNSPACED:
        return tuple(dict.fromkeys(forms[hit.group()] for hit in _pattern(code).finditer(text)))
    words = [(word.start(), word.end()) for word in _WORD.finditer(text)]
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        if text[words[at][0] : words[at][0] + 2] not in starts:
            at += 1
            continue
        for length in range(min(longest, len(words) - at), 0, -1):
            form = text[words[at][0] : words[at + length - 1][1]]
            country = forms.get(form) or forms.get(form.rstrip(".")) or forms.get(re.sub(r"[’']s$", "", form))
            if country:
                found[country] = None
                at += length
                break
        else:
            at += 1
    return tuple(found)
