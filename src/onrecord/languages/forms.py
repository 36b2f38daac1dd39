"""Words of a language file as one pattern: `*` stands for the rest of a word, `+` for its beginning, `...` for some words between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from onrecord.languages import table

#: Signs of Devanagari that stand with a letter (vowels, virama, nasals): part of a word, and no letters to regular expressions.
DEVANAGARI_SIGNS = "[\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963]"
_SHORTEST_HOST = 5  # letters of the word that clitics are written to


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms as whole words, in any case; without forms it matches nothing."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, forms)) or '(?!)'})(?!\w)", re.IGNORECASE)


@cache
def listed(code: str, file: str, name: str) -> re.Pattern[str]:
    """Any of the forms of a list of a language's file; of a language without it, none."""
    return any_of(table(code, file).get(name, ()))


@cache
def articles(code: str) -> frozenset[str]:
    """Articles of a language, also those that are one word with a preposition; empty for one without any."""
    lists = table(code, "parties.toml")
    return frozenset((*lists.get("definite", ()), *lists.get("more_articles", ())))


def with_clitics(form: str, code: str) -> tuple[str, ...]:
    """A form, and with each of the words that a language writes together with the word behind them: "وروسيا", "للولايات المتحدة".

    `clitics` in the language's parties.toml maps what a form begins with to what stands there with the clitic; `particles` are written behind a form; the forms of
    `not_joined` are other words with them.
    """
    lists = table(code, "parties.toml")
    particles, clitics = lists.get("particles", ()), lists.get("clitics", {})
    if form in lists.get("not_joined", ()):
        return (form,)
    if particles and len(form) > 1 and not form.endswith("*"):
        return (form, *(form + particle for particle in particles))
    if not clitics or len(form.split()[0]) < _SHORTEST_HOST:
        return (form,)
    joined = dict.fromkeys(
        written + form[len(begins) :]
        for begins, ways in sorted(clitics.items(), key=lambda item: -len(item[0]))
        if form.startswith(begins) and not (begins == "" and any(form.startswith(other) for other in clitics if other))
        for written in ways
    )
    return (form, *joined)


def _pattern(form: str) -> str:
    words = re.escape(form).replace(r"\ \.\.\.\ ", r"\b.{1,40}?\b").replace(r"\*", r"\w*").replace(r"\+", r"\w+")
    return words.replace(r"\ ", r"\s+").replace("'", "['’]").replace("ß", "(?:ß|ss)")  # Switzerland writes no ß
