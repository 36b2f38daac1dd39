"""Who has somebody's support is the one who is supported: in "the junta enjoys the backing of Mali" it is Mali that acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from onrecord.attribution.places import meet, text
from onrecord.languages import table
from onrecord.measuring.lexicon import alternatives, whole_words
from onrecord.measuring.terms import STOP
from onrecord.pipeline import Deed, Draft

FILE = "parties.toml"
_SUPPORT = "SUPPORT"


def turned(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, with the parties of those of having somebody's support put right: the encoder takes the grammatical subject for who acts, or some of those who support for the supported.

    The verb of having it is no deed of its own beside the support: "enjoys" of "enjoys the support of Mali".
    """
    right = [_put_right(page, deed) for deed in deeds]
    supports = [deed for deed in right if deed.kind == _SUPPORT]
    having = [deed for deed in supports if _has(page, deed) and any(_mirrors(deed, other) for other in supports)]
    return tuple(deed for deed in right if deed not in having)


def _has(page: Draft, deed: Deed) -> bool:
    """Whether the words of a deed are a verb of having support and nothing else."""
    verbs, _ = _words(page.language_of(page.passages[deed.trigger[0][0]]))
    return len(deed.trigger) == 1 and verbs.fullmatch(text(page, deed.trigger)) is not None


def _mirrors(deed: Deed, other: Deed) -> bool:
    """Whether two deeds have their parties the other way round."""
    return meet(deed.actors, other.recipients) and meet(deed.recipients, other.actors)


def _put_right(page: Draft, deed: Deed) -> Deed:
    """A deed whose actors are those behind "the support of", and whose recipients those who have it, if that is how it is told."""
    number = deed.trigger[0][0]
    ends = max(place[2] for place in deed.trigger)
    parties = sorted({*deed.actors, *deed.recipients})
    having = tuple(place for place in parties if place[2] <= ends)
    giving = tuple(place for place in parties if place[1] >= ends)
    here = all(place[0] == number for place in parties)
    if deed.kind != _SUPPORT or not here or len(having) != 1 or len(having) + len(giving) < len(parties) or not giving:
        return deed
    passage = page.passages[number]
    joining = table(page.language_of(passage), FILE).get("and", ())
    for one, other in pairwise(giving):
        gap = passage.text.text[one[2] : other[1]].replace(",", " ").split()
        if any(word.casefold() not in joining for word in gap):
            return deed
    verbs, of = _words(page.language_of(passage))
    whole, begins, first = passage.text.text, max(place[2] for place in having), having[0][1]
    between = whole[begins:ends]
    said = verbs.search(between) or any(
        hit.end() == len(whole[:first].rstrip()) for hit in verbs.finditer(whole, 0, first)
    )
    if not said or STOP.search(between) or of.fullmatch(whole[ends : giving[0][1]]) is None:
        return deed
    return replace(deed, actors=giving, recipients=having)


@cache
def _words(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Verbs of having support, and what joins the support to those whose it is; neither matches anything where the language has no list."""
    lists = table(code, FILE)
    of = alternatives(lists.get("support_of", ()))
    return whole_words(code, lists.get("has_support", ())), re.compile(rf"\s*(?:{of})\s*", re.IGNORECASE)
