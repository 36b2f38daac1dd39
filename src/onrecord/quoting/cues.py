"""Finds cues in a frame: the words that say that somebody said, thinks or intends something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.quoting.frames import Item
from onrecord.quoting.lexicon import Cue, Lexicon


class Hit(NamedTuple):
    """A cue at items `start` to `end`, auxiliaries and adverbs before it included; `core` is where its own words begin.

    `clitic` is the item that ends in a subject pronoun ("dit-il", "a-t-elle dit"), if one does.
    """

    start: int
    core: int
    end: int
    cue: Cue
    clitic: int | None = None


def find_cues(items: Sequence[Item], lex: Lexicon) -> list[Hit]:
    """The cues outside quotations, in order, none overlapping another."""
    hits: list[Hit] = []
    k = 0
    while k < len(items):
        cue = _cue_at(items, k, lex)
        if cue is None:
            k += 1
            continue
        end = k + len(cue.words)
        start, verbal = _extend(items, k, lex, hits[-1].end if hits else 0)
        if _fits(items, k, cue, lex, start, verbal):
            clitic = next((n for n in range(start, end) if _clitic(items[n].low, lex)), None)
            hits.append(Hit(start, k, end, cue, clitic))
        k = end
    touching = {hit.start for hit in hits} & {hit.end for hit in hits}
    nouns = lex.words["documents"]  # "reports suggested": a noun of the same form
    return [hit for hit in hits if items[hit.core].low not in nouns or not ({hit.start, hit.end} & touching)]


def _cue_at(items: Sequence[Item], k: int, lex: Lexicon) -> Cue | None:
    if items[k].kind != "w":
        return None
    first = items[k].low
    if _clitic(first, lex):
        first = first.split("-")[0]
    for cue in lex.cues.get(first, ()):
        end = k + len(cue.words)
        if end <= len(items) and all(items[k + n].low == cue.words[n] for n in range(1, len(cue.words))):
            return cue
    return None


def _clitic(low: str, lex: Lexicon) -> bool:
    """Whether a word ends in a subject pronoun that leans on it."""
    return "-" in low and low.rpartition("-")[2] in lex.words["clitics"]


def _extend(items: Sequence[Item], k: int, lex: Lexicon, floor: int) -> tuple[int, str]:
    """Where the auxiliaries and adverbs before a cue begin, and the auxiliary nearest to it."""
    start = k
    nearest = ""
    position = k
    while position > floor:
        low = items[position - 1].low
        if items[position - 1].kind != "w":
            break
        if low in lex.words["auxiliaries"] or low in lex.words["passives"]:
            nearest = nearest or low
            start = position - 1
        elif low in lex.words["adverbs"] or low in lex.words["negations"]:
            if not (position == k or nearest or low in lex.words["adverbs"]):
                break
            start = position - 1
        else:
            break
        position -= 1
    return start, nearest


def _fits(items: Sequence[Item], k: int, cue: Cue, lex: Lexicon, start: int, nearest: str) -> bool:
    """Whether what stands before a form lets it be a cue (columns `needs` of the data)."""
    if cue.needs == "aux":
        return bool(nearest) and nearest in lex.words["auxiliaries"]
    if cue.needs == "active" and nearest in lex.words["passives"]:
        return False
    previous = items[k - 1].low if k else ""
    # a noun of the same form: "the claim", "its report"
    return not (start == k and previous in lex.words["determiners"])
