"""Deeds that are done by the very words that tell them: "We condemn the attack", said by a minister, is her condemnation and no claim of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import Any

from onrecord.languages import table
from onrecord.pipeline import Deed, Draft, Place

FILE = "performed.toml"
#: Types of deeds that are done by saying something.
BY_SAYING = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_SAME_CLAUSE = re.compile(r"[^.,;:!?…\"“”„«»]*")
_REACH = 40  # characters before and behind a verb within which its pronoun is looked for


def is_performed(page: Draft, deed: Deed) -> bool:
    """Whether a deed is done by who speaks in saying so: a verb of such a deed in the present and the first person.

    Where the form does not tell the person ("we condemn", "wir verurteilen"), the pronoun stands before it, with nothing but adverbs between, or right behind it.
    """
    if deed.kind not in BY_SAYING:
        return False
    return any(_first_person(page, place) for place in deed.trigger)


def _first_person(page: Draft, place: Place) -> bool:
    number, start, end = place
    code = page.language_of(page.passages[number])
    lists = table(code, FILE)
    if not lists:
        return False
    text = page.passages[number].text.text
    pronouns = table(code, "parties.toml").get("first_person", ())
    for word in _WORD.finditer(text, start, end):
        form = word.group().casefold()
        if form in lists.get("own", ()):
            return True
        if form in lists.get("with_pronoun", ()) and _beside(text, word.start(), word.end(), pronouns, lists):
            return True
    return False


def _beside(text: str, start: int, end: int, pronouns: Collection[str], lists: Mapping[str, Any]) -> bool:
    """Whether one of the pronouns stands before a verb, with adverbs between at most, or right behind it."""
    before = _WORD.findall(text[max(0, start - _REACH) : start].casefold())
    while before and any(fnmatchcase(before[-1], form) for form in lists.get("between", ())):
        before.pop()
    if before and before[-1] in pronouns:
        return True
    behind = _WORD.search(text, end)
    if behind is None or not lists.get("inverted", False):
        return False
    return behind.group().casefold() in pronouns and _SAME_CLAUSE.fullmatch(text, end, behind.start()) is not None
