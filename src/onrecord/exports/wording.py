"""What of a page may leave it: the words that `--text` allows, and how parties and those who claim are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from onrecord.records import Attribution, Id, Mention, PageRecord, Party, Passage, Place
from onrecord.spans import Spans

Text = Literal["none", "quotes", "full"]
#: Shown for an attribution that names nobody ("allegedly").
NOT_NAMED = "(not named)"
#: Shown for a speaker whom the page has only words for, where no words may leave.
WITHHELD = "(withheld)"
#: Units of figures that are ours and not a word of the page (ISO 4217 codes beside).
_UNITS = frozenset(("people", "dead", "injured", "arrested", "missing", "displaced", "percent"))
_CURRENCY = re.compile(r"[A-Z]{3}")


class View:
    """One page record as an export may show it.

    `text` is "none" (no words of the page but names of parties and places), "quotes" (the words that records rest on)
    or "full" (whole passages too).
    """

    def __init__(self, record: PageRecord, text: Text) -> None:
        self.record = record
        self.page = record.page
        self.text = text

    @cached_property
    def attributions(self) -> dict[Id, Attribution]:
        """The attributions of the page by id."""
        return {one.id: one for one in self.record.attributions}

    @cached_property
    def _mentions(self) -> dict[Spans, Mention]:
        return {one.spans: one for one in self.record.mentions}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """Kind of each actor and name of the page, by the first mention that has it."""
        named = ((name, one.kind) for one in self.record.mentions for name in (one.actor, one.text) if name)
        kinds: dict[str, str] = {}
        for name, kind in named:
            kinds.setdefault(name, kind)
        return kinds

    def words(self, words: str | None) -> str | None:
        """Words of the page that a record rests on; None where no words may leave."""
        return None if self.text == "none" else words

    def whole(self, words: str | None) -> str | None:
        """Words of a whole passage; None unless all text may leave."""
        return words if self.text == "full" else None

    def unit(self, unit: str | None) -> str | None:
        """The unit of a figure; where no words may leave only one that is a code of ours, not the counted noun."""
        ours = unit is not None and (unit in _UNITS or _CURRENCY.fullmatch(unit) is not None)
        return unit if ours else self.words(unit)

    def name(self, party: Party) -> str:
        """The name of a party: its actor, or its words where they are a name and nothing else; else ""."""
        if party.actor:
            return party.actor
        mention = self._mentions.get(party.spans)
        return mention.text if mention is not None and mention.text == party.text else ""

    def label(self, party: Party) -> str:
        """A party in one string: its name, else its words where they may leave, else the codes of state and sector."""
        codes = " ".join(code for code in (party.country, party.sector) if code)
        return self.name(party) or self.words(party.text) or codes

    def kind(self, party: Party) -> str | None:
        """What the page names a party as: "person", "organization", "place", "group"; None where it does not tell."""
        return self._kinds.get(party.actor or party.text)

    def place(self, place: Place | None) -> str | None:
        """The words of a place; where no words may leave only if they are a name and nothing else."""
        if place is None:
            return None
        return place.text if place.spans in self._mentions else self.words(place.text)

    def speakers(self, ids: Iterable[Id]) -> tuple[str, ...]:
        """Who speaks in attributions, in their order; `NOT_NAMED` for one that names nobody."""
        found: list[str] = []
        for one in ids:
            attribution = self.attributions.get(one)
            if attribution is not None:
                found += [self._speaker(party) for party in attribution.speakers] or [NOT_NAMED]
        return tuple(dict.fromkeys(found))

    def _speaker(self, party: Party) -> str:
        return self.label(party) or (WITHHELD if party.text else NOT_NAMED)

    def passage(self, spans: Spans) -> Passage | None:
        """The first passage of the page that holds the beginning of `spans`."""
        if not spans:
            return None
        at = spans[0][0]
        return next((one for one in self.record.passages if any(low <= at < high for low, high in one.spans)), None)


def offsets(spans: Spans) -> str:
    """Spans as "12-17,40-44": code points of the decoded page, end excluded; "" for what is not on the page."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def first(values: Sequence[str | None]) -> str | None:
    """The first value that is not empty."""
    return next((value for value in values if value), None)
