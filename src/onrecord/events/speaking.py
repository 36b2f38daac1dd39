"""What is speaking and no deed, and a deed and no speaking."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.attribution.places import overlap
from onrecord.events.backing import FILE
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Speech

_CONDITIONS = frozenset(("AGREE", "REJECT", "REQUEST"))
_LIST = "unnamed"
_NEAR = 30  # characters between the words of asking and those for what is asked, with nothing that ends a clause
_ENDS = re.compile(r"[.,;:!?()«»“”\"–—]")
#: Deeds that nobody does by saying something, apart from a verdict, and acts that none of them is.
_DONE, _VERDICT = frozenset(("AID", "SANCTION")), "convict"
_REFUSING = "refuse"


def without_conditions(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds without those of asking for or insisting on that somebody is not named: "two officials who asked not to be named said"."""
    return tuple(deed for deed in deeds if deed.kind not in _CONDITIONS or not _is_condition(page, deed))


def _is_condition(page: Draft, deed: Deed) -> bool:
    number, first, _ = deed.trigger[0]
    last = deed.trigger[-1][2]
    passage = page.passages[number]
    start, end = next(
        ((one.start, one.end) for one in passage.sentences if one.start <= first < one.end), (0, len(passage.text.text))
    )
    found = listed(page.language_of(passage), FILE, _LIST).finditer(passage.text.text, start, end)
    text = passage.text.text
    return any(
        max(one.start() - last, first - one.end()) <= _NEAR
        and not _ENDS.search(text[last : one.start()] + text[one.end() : first])
        for one in found
    )


def without_doing(speeches: Sequence[Speech], deeds: Sequence[Deed]) -> tuple[Speech, ...]:
    """The speeches without those by words of giving or punishing: "Italy will send aid to Chad"."""
    done = [place for deed in deeds if deed.kind in _DONE and deed.mode != _VERDICT for place in deed.trigger]
    return tuple(
        one
        for one in speeches
        if one.act == _REFUSING or not any(overlap(cue, place) for cue in one.cue for place in done)
    )
