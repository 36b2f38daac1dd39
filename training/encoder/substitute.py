"""Training texts with other event words in them: a listed word of the same type and mode, with the same ending, stands where the event word stood.

The network learns by it how sentences tell of deeds whatever the word. Words that texts kept for the test use are not taken.
"""

from __future__ import annotations

import copy
import random
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from training.event_words.listed import Entry

from onrecord.encoder.labels import EVENT_MODES

#: Letters that the word and the one in its place share, at their ends, and in Arabic, Persian and Hebrew at their beginnings too.
_SHARED_END, _SHARED_START = 2, 1
_PREFIXED = frozenset(("ar", "fa", "he"))
_ONE_WORD = re.compile(r"[^\W\d_]{3,}")
_PARTS = ("trigger", "actor", "recipient", "where", "when", "about", "term", "demand", "consequence")


class Substitutes:
    """Listed words by language, label and ending."""

    def __init__(self, listed: Iterable[Entry]) -> None:
        self.of: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for code, label, form in listed:
            if _ONE_WORD.fullmatch(form):
                self.of[code, label, _ending(form, code)].append(form)

    def of_row(self, row: dict[str, Any], share: float, choose: random.Random) -> dict[str, Any] | None:
        """The row with that share of its event words replaced where there is a word for them; None if nothing changes."""
        code, text = row["language"], row["text"]
        changed, events = False, row["events"]
        for number in range(len(events)):
            event = events[number]
            if len(event["trigger"]) != 1 or choose.random() >= share:
                continue
            start, end = event["trigger"][0]
            word = text[start:end]
            if not _ONE_WORD.fullmatch(word) or _overlaps(events, number, start, end):
                continue
            mode = event.get("mode")
            label = event["type"] + (f"/{mode}" if mode in EVENT_MODES[1:] else "")
            found = self.of.get((code, label, _ending(word, code)))
            if not found:
                continue
            other = choose.choice(found)
            other = other.capitalize() if word[0].isupper() else other
            text = text[:start] + other + text[end:]
            events = [_moved(one, end, len(other) - len(word)) for one in events]
            changed = True
        return {**row, "text": text, "events": events} if changed else None


def _ending(word: str, code: str) -> str:
    small = word.lower()
    return small[-_SHARED_END:] + (small[:_SHARED_START] if code in _PREFIXED else "")


def _overlaps(events: list[dict[str, Any]], number: int, start: int, end: int) -> bool:
    """Whether the word is part of something of another event that a new word would leave cut."""
    for other, event in enumerate(events):
        for part in _PARTS:
            for first, last in event.get(part) or ():
                mine = other == number and part == "trigger"
                if not mine and first < end and start < last and not (first <= start and end <= last):
                    return True
    return False


def _moved(event: dict[str, Any], after: int, by: int) -> dict[str, Any]:
    """The event with its places moved that lie behind a word that has grown by so many letters, ends of spans that hold it too."""
    event = copy.copy(event)
    for part in _PARTS:
        if event.get(part):
            event[part] = [[first + by * (first >= after), last + by * (last >= after)] for first, last in event[part]]
    return event
