"""What a coder that knows no claims would file, sentence by sentence, beside what onrecord files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord import gloss
from onrecord.attribution.places import sentence_at
from onrecord.pipeline import Draft
from onrecord.records import Event, Party


class Compared(NamedTuple):
    """An event with its sentence: as a naive coder files it, and as onrecord does."""

    sentence: str
    naive: str
    ours: str
    status: str

    @property
    def differs(self) -> bool:
        """Whether onrecord has it otherwise than as a fact."""
        return self.status != "stated"


def compared(page: Draft) -> Iterator[Compared]:
    """The events of a page in the order of its sentences.

    The naive coder files every trigger as done by the outlet's word, as dictionary and parser coders (PETRARCH and its kin) do.
    """
    claims = {one.id: one for one in page.attributions}
    for event, deed in sorted(zip(page.events, page.event_deeds, strict=True), key=lambda pair: pair[1].trigger[0]):
        number, index = sentence_at(page, deed.trigger[0])
        passage = page.passages[number]
        sentence = passage.sentences[min(index, len(passage.sentences) - 1)]
        yield Compared(
            passage.text.text[sentence.start : sentence.end].strip(),
            naive(event),
            gloss.event(event, claims).removeprefix(gloss.MARK),
            event.status,
        )


def naive(event: Event) -> str:
    """A row as such coders write it: actor, type, recipient."""
    return f"{_codes(event.actor)} {event.type} {_codes(event.recipient)}"


def _codes(parties: tuple[Party, ...]) -> str:
    codes = [f"{party.country or ''}{party.sector or ''}" or party.text for party in parties]
    return "+".join(dict.fromkeys(codes)) or "---"
