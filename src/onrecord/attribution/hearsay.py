"""Cues that nobody says: words that report ("reportedly"), and verbs that carry out what their object names ("launched an attack")."""

from __future__ import annotations

import re

from onrecord.attribution.places import overlap, text
from onrecord.languages.forms import listed
from onrecord.pipeline import Draft, Speech

FILE = "telling.toml"
NOBODY_SAYS = "nobody_says"
#: Types of deeds that a verb beside them carries out: "launched an attack", "held talks".
_CARRIED_OUT = frozenset(("AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"))  # fmt: skip
_BESIDE = 2  # words before the deed in what would be said
_WORD = re.compile(r"\w+")


def nobody_says(page: Draft, speech: Speech) -> bool:
    """Whether the cue is a word that reports and that nobody says: "Chad reportedly arrested ten men" is not what Chad says."""
    return _is_cue(page, speech, NOBODY_SAYS, "nobody_says_or_plans")


def is_carried_out(page: Draft, speech: Speech) -> bool:
    """Whether the cue is a verb that carries out the deed at the head of the content: "launched an attack on the base".

    "Committed to talks" and "a lancé que" begin a clause that is said.
    """
    if not _is_cue(page, speech, "carries_out"):
        return False
    number, start, end = speech.content[0]
    passage = page.passages[number]
    whole = passage.text.text
    first = _WORD.search(whole, start, end)
    begins = listed(page.language_of(passage), FILE, "clause_begins")
    if first is None or begins.fullmatch(first.group()):
        return False
    heads = (place for deed in page.deeds if deed.kind in _CARRIED_OUT for place in deed.trigger)
    return any(
        overlap(speech.content[0], place) and len(whole[start : max(start, place[1])].split()) <= _BESIDE
        for place in heads
    )


def without_hearsay(whole: str, start: int, end: int, code: str) -> tuple[int, int]:
    """Where words begin and end without one before or behind them that reports: "Rosja" of "Rosja rzekomo"."""
    for word in listed(code, FILE, NOBODY_SAYS).finditer(whole, start, end):
        if word.end() == end and word.start() > start:
            return start, word.start()
        if word.start() == start and word.end() < end:
            start = word.end()
    return start, end


def _is_cue(page: Draft, speech: Speech, *kinds: str) -> bool:
    """Whether the cue ends in a word of some lists, with an auxiliary before it at most."""
    cue, code = text(page, speech.cue), page.language_of(page.passages[speech.cue[0][0]])
    found = [word for kind in kinds for word in listed(code, FILE, kind).finditer(cue)]
    return bool(found) and found[-1].end() == len(cue) and len(cue[: found[-1].start()].split()) <= 1
