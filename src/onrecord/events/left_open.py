"""What somebody does not rule out: it may happen, and nobody turns it down ("did not rule out sending troops")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from onrecord.attribution.places import meet
from onrecord.encoder.labels import with_chances
from onrecord.events.backing import FILE
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Place, Speech

LIST = "left_open"
_TURNING_DOWN, _REFUSE, _STATE = "REJECT", "refuse", "state"
_REACH = 80  # characters between the words and what they leave open


def with_left_open(
    page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]
) -> tuple[tuple[Deed, ...], tuple[Speech, ...]]:
    """The deeds, with what is not ruled out as possible and not negated, and without the refusal that the words were taken for; who says so refuses nothing.

    The words are those of `left_open` in the language's parties.toml; what they leave open is the next deed behind them in the sentence, or else the last one before them.
    """
    made, said = list(deeds), list(speeches)
    for words in _left_open(page):
        made = [one for one in made if not (one.kind == _TURNING_DOWN and meet(one.trigger, (words,)))]
        said = [replace(one, act=_STATE) if one.act == _REFUSE and meet(one.cue, (words,)) else one for one in said]
        open_one = _next(page, made, words)
        if open_one is not None:
            flags = with_chances(open_one.flags, denied=0.0, negated=0.0, planned=0.0, possible=1.0)
            made[made.index(open_one)] = replace(open_one, flags=flags)
    return tuple(made), tuple(said)


def _next(page: Draft, deeds: Sequence[Deed], words: Place) -> Deed | None:
    """What the words leave open, if it is near and in their sentence; they may be the first of its own: "did not exclude an | expulsion"."""
    number, start, end = words
    sentence = next((one for one in page.passages[number].sentences if one.start <= start < one.end), None)
    if sentence is None:
        return None
    inside = [one for one in deeds if one.trigger[0][0] == number]
    own = next((one for one in inside if meet(one.trigger, (words,))), None)
    if own is not None:
        return own
    behind = [one for one in inside if end <= one.trigger[0][1] < min(sentence.end, end + _REACH)]
    before = [one for one in inside if max(sentence.start, start - _REACH) <= one.trigger[-1][2] <= start]
    if behind:
        return min(behind, key=lambda one: one.trigger[0])
    return max(before, key=lambda one: one.trigger[-1], default=None)


def _left_open(page: Draft) -> Iterator[Place]:
    """Words that leave something open, in reading order."""
    for number, passage in enumerate(page.passages):
        for found in listed(page.language_of(passage), FILE, LIST).finditer(passage.text.text):
            yield (number, *found.span())
