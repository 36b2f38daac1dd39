"""On which side of a deed a party is that a preposition ties to its words: "attacks against Kenya", "the invasion of Kenya"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from onrecord.events.backing import FILE
from onrecord.languages import table
from onrecord.pipeline import Deed, Draft, Place

#: Types that are done against somebody.
CONFLICT = frozenset(("ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "REJECT", "SANCTION", "THREATEN"))
_LETTERS = re.compile(r"\w+")
_BETWEEN = re.compile(r"(?:[^\W\d_]|[ \u00a0'’])*")
_NEAR = 3  # words between those of the deed and the party


def with_sides(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, with an actor to whom the words before it say that it is done among the recipients.

    That is one right behind the words of the deed and a preposition against somebody, or behind a noun for what is done to somebody and the preposition of
    what something is of, or the article that stands for it.
    """
    return tuple(_put_right(page, deed) for deed in deeds)


def _put_right(page: Draft, deed: Deed) -> Deed:
    suffering = tuple(place for place in deed.actors if _is_done_to(page, deed, place))
    if not suffering:
        return deed
    return replace(
        deed,
        actors=tuple(place for place in deed.actors if place not in suffering),
        recipients=tuple(sorted({*deed.recipients, *suffering})),
    )


def _is_done_to(page: Draft, deed: Deed, place: Place) -> bool:
    """Whether nothing but such a preposition and articles stands between the words of a deed and a party behind them."""
    number, start, _ = place
    last = max(deed.trigger)
    passage = page.passages[number]
    whole, lists = passage.text.text, table(page.language_of(passage), FILE)
    if number != last[0] or start < last[2] or not _BETWEEN.fullmatch(whole, last[2], start):
        return False
    between = _LETTERS.findall(whole[last[2] : start].casefold())
    little = {word for name in ("little", "against", "of_object", "definite") for word in lists.get(name, ())}
    if not between or len(between) > _NEAR or not little.issuperset(between):
        return False
    if deed.kind in CONFLICT and between[0] in lists.get("against", ()):
        return True
    if deed.recipients:
        return False  # "the bombing of Kestria in Gaza" may be by Kestria
    noun = whole[last[1] : last[2]].casefold().split()[-1]
    return between[0] in lists.get("of_object", ()) and any(
        fnmatchcase(noun, form) for form in lists.get("done_to", ())
    )
