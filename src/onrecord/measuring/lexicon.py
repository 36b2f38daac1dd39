"""The word lists of `numbers.toml` as regular expressions, one set a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from onrecord.languages import table

FILE = "numbers.toml"
SPACE = "[ \\t\u00a0\u202f\u2009]"
_NEVER = r"(?!)"


def normal(form: str) -> str:
    """A form as it is looked up: folded case, single spaces, plain apostrophes."""
    return re.sub(r"\s+", " ", form.casefold().replace("i\u0307", "i").replace("’", "'"))


def alternatives(forms: Iterable[str]) -> str:
    """A pattern of any of the forms, longest first; `*` stands for the rest of a word, `’` for `'` too."""
    ordered = sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form))
    escaped = (
        re.escape(form).replace(r"\*", r"\w*").replace("'", "['’]").replace(r"\ ", SPACE + "+") for form in ordered
    )
    return "|".join(escaped) or _NEVER


@cache
def listed(code: str, *path: str) -> tuple[str, ...]:
    """The forms under a key of a language; those of all keys below it where it is a table."""
    found: Any = table(code, FILE)
    for key in path:
        found = found.get(key, {}) if isinstance(found, Mapping) else {}
    return tuple(_leaves(found))


def _leaves(found: Any) -> Iterator[str]:
    if isinstance(found, Mapping):
        for below in found.values():
            yield from _leaves(below)
    else:
        yield from found


@cache
def unspaced(code: str) -> bool:
    """Whether the language writes its words without spaces."""
    return bool(table(code, FILE).get("unspaced", False))


@cache
def anchored(code: str, *path: str) -> re.Pattern[str]:
    """Any of the forms under a key, to match where it begins; it ends with its word."""
    end = "" if unspaced(code) else r"(?!\w)"
    return re.compile(f"(?:{alternatives(listed(code, *path))}){end}", re.IGNORECASE)


@cache
def anywhere(code: str, *path: str) -> re.Pattern[str]:
    """Any of the forms under a key as whole words."""
    return whole_words(code, listed(code, *path))


def whole_words(code: str, forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms as whole words of a language."""
    start, end = ("", "") if unspaced(code) else (r"(?<!\w)", r"(?!\w)")
    return re.compile(f"{start}(?:{alternatives(forms)}){end}", re.IGNORECASE)


@cache
def closing(code: str, *path: str) -> re.Pattern[str]:
    """Any of the forms under a key at the end of a stretch of text, with the space that follows it."""
    start = "" if unspaced(code) else r"(?<!\w)"
    return re.compile(f"{start}(?:{alternatives(listed(code, *path))}){SPACE}{{0,3}}$", re.IGNORECASE)


@cache
def groups(code: str, *path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A pattern that matches a form of any key of a table, and the keys in the order of its groups."""
    found: Any = table(code, FILE)
    for key in path:
        found = found.get(key, {})
    end = "" if unspaced(code) else r"(?!\w)"
    parts = "|".join(f"({alternatives(forms)})" for forms in found.values())
    return re.compile(f"(?:{parts or _NEVER}){end}", re.IGNORECASE), tuple(found)
