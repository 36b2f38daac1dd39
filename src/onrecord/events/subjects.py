"""Who does what "they" would do, where the encoder saw nobody: whoever says so."""

from __future__ import annotations

import re

from msgspec.structs import replace

from onrecord.attribution.places import covers
from onrecord.languages import table
from onrecord.pipeline import Deed, Draft, Place, Speech

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_PRONOUNS = ("pronouns", "plural_pronouns", "first_person")
_NEAR = 3  # words between the pronoun and its verb: "they would likewise recognise"


def with_subjects(page: Draft) -> tuple[Deed, ...]:
    """The deeds of a page; of those with a position that nobody has, the ones with a pronoun before their verb in somebody's words are that one's."""
    return tuple(
        replace(deed, actors=speech.sources)
        if deed.question is not None and not deed.actors and (speech := _said(page, deed.trigger[0])) is not None
        else deed
        for deed in page.deeds
    )


def _said(page: Draft, verb: Place) -> Speech | None:
    """The speech of the closest words around a verb that have a pronoun right before it, and no passive."""
    number, start, _ = verb
    around = [one for one in page.speeches if one.sources and covers(one.content, verb)]
    if not around:
        return None
    speech = min(around, key=lambda one: sum(end - at for _, at, end in one.content))
    first = next(at for passage, at, end in speech.content if passage == number and at <= start < end)
    lists = table(page.language_of(page.passages[number]), "parties.toml")
    before = page.passages[number].text.text[first:start]
    clause = re.split(r"[,;:]", before)[-1]
    words = [word.casefold() for word in _WORD.findall(clause)]
    pronouns = {word for name in _PRONOUNS for word in lists.get(name, ())}
    at = next((at for at, word in enumerate(reversed(words[-_NEAR - 1 :])) if word in pronouns), None)
    if at is None or any(word in lists.get("impersonal", ()) for word in words[len(words) - at :]):
        return None
    return speech
