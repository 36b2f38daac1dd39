"""Who has somebody's support is the one who is supported: in "the junta enjoys the backing of Mali" it is Mali that acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from onrecord.languages import table
from onrecord.measuring.lexicon import alternatives, whole_words
from onrecord.measuring.terms import STOP
from onrecord.pipeline import Deed, Draft

FILE = "parties.toml"
_SUPPORT = "SUPPORT"


def turned(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, with the parties of those of having somebody's support put right: the encoder takes the grammatical subject for who acts."""
    return tuple(
        replace(deed, actors=deed.recipients, recipients=deed.actors) if _has_support(page, deed) else deed
        for deed in deeds
    )


def _has_support(page: Draft, deed: Deed) -> bool:
    """Whether its actor is said to have the support of its recipient."""
    if deed.kind != _SUPPORT or not deed.actors or not deed.recipients:
        return False
    number = deed.trigger[0][0]
    passage = page.passages[number]
    having, of = _words(page.language_of(passage))
    begins, ends = max(place[2] for place in deed.actors), max(place[2] for place in deed.trigger)
    behind = min(place[1] for place in deed.recipients)
    if not begins <= ends <= behind:
        return False
    whole, first = passage.text.text, min(place[1] for place in deed.actors)
    between = whole[begins:ends]
    said = having.search(between) or any(
        hit.end() == len(whole[:first].rstrip()) for hit in having.finditer(whole, 0, first)
    )
    return bool(said) and not STOP.search(between) and of.fullmatch(whole[ends:behind]) is not None


@cache
def _words(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Verbs of having support, and what joins the support to those whose it is; neither matches anything where the language has no list."""
    lists = table(code, FILE)
    of = alternatives(lists.get("support_of", ()))
    return whole_words(code, lists.get("has_support", ())), re.compile(rf"\s*(?:{of})\s*", re.IGNORECASE)
