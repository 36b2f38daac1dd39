"""What a coder that knows no claims would file, sentence by sentence, beside what onrecord files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord import gloss
from onrecord.pipeline import Draft
from onrecord.records import Event, Party
from onrecord.spans import Spans


class Compared(NamedTuple):
    """A sentence, the events a naive coder files of it, and for each how onrecord has it; `differs` where they are not the same."""

    sentence: str
    naive: str
    ours: str
    status: str
    differs: bool


def compared(page: Draft) -> Iterator[Compared]:
    """The sentences of a page that hold events.

    The naive coder files every trigger as done by the outlet's word, as dictionary and parser coders (PETRARCH and its kin) do.
    """
    claims = {one.id: one for one in page.attributions}
    for passage in page.passages:
        for sentence in passage.sentences:
            inside = passage.text.spans(sentence.start, sentence.end)
            for event in page.events:
                if inside and event.trigger.spans and _within(event.trigger.spans, inside):
                    yield Compared(
                        passage.text.text[sentence.start : sentence.end].strip(),
                        naive(event),
                        gloss.event(event, claims).removeprefix(gloss.MARK),
                        event.status,
                        event.status != "stated",
                    )


def naive(event: Event) -> str:
    """A row as such coders write it: actor, type, recipient."""
    return f"{_codes(event.actor)} {event.type} {_codes(event.recipient)}"


def _codes(parties: tuple[Party, ...]) -> str:
    codes = [f"{party.country or ''}{party.sector or ''}" or party.text for party in parties]
    return "+".join(dict.fromkeys(codes)) or "---"


def _within(inner: Spans, outer: Spans) -> bool:
    return outer[0][0] <= inner[0][0] and inner[0][1] <= outer[-1][1]
