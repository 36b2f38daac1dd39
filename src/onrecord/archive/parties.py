"""Parties of records for the archive: how they are shown, what makes two of them the same actor, who claims and who denies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from onrecord.archive.words import indexed
from onrecord.records import Attribution, Deadline, Event, Figure, Id, PageRecord, Party, Position, Status

#: Shown for an attribution that names nobody ("allegedly").
NOT_NAMED = "(not named)"

Claims = Mapping[Id, Attribution]
Told = Event | Figure | Deadline | Position


class Who(NamedTuple):
    """A party without its place on the page; "" for what is not known."""

    text: str
    name: str
    country: str
    sector: str

    @property
    def key(self) -> str:
        """What two parties of one actor share: the name, else state and sector, else the words; names in the folding of the search index.

        So "Moscow" and "the Kremlin" are one (RUS GOV), and "Guaidó" and "Guaido" are. Other spellings are for `onrecord.corpus.actors`.
        """
        return indexed(self.name) or " ".join(filter(None, (self.country, self.sector))) or indexed(self.text)

    @property
    def words(self) -> str:
        """Its words for the search index."""
        return indexed(self.text if self.name in self.text else f"{self.text} {self.name}")


def who(party: Party) -> Who:
    """A party without its place on the page."""
    return Who(party.text, party.actor or "", party.country or "", party.sector or "")


def label(party: Party) -> str:
    """A party in one string: its name, else its words, else its codes."""
    codes = " ".join(code for code in (party.country, party.sector) if code)
    return party.actor or party.text or codes or NOT_NAMED


def claims_of(record: PageRecord) -> Claims:
    """The attributions of a page by id."""
    return {one.id: one for one in record.attributions}


def speakers_of(ids: Iterable[Id], claims: Claims) -> tuple[str, ...]:
    """Who speaks in attributions, in their order, each once; NOT_NAMED for one that names nobody."""
    found: list[str] = []
    for one in ids:
        found += [label(party) for party in claims[one].speakers] or [NOT_NAMED] if one in claims else [NOT_NAMED]
    return tuple(dict.fromkeys(found))


def claimants(item: Told, claims: Claims) -> tuple[str, ...]:
    """Who claims what a record says, outermost first; () only where the outlet itself says it."""
    found = speakers_of(item.claims, claims)
    hidden = isinstance(item, Event) and item.voice == "attributed" and not (found or item.denials)
    return (NOT_NAMED,) if hidden else found


def said_by(item: Told, claims: Claims) -> str:
    """Those who claim what a record says in one line: "France, Germany ← a spokesman" is what both together say that a spokesman said."""
    links = [", ".join(speakers_of([one], claims)) for one in item.claims]
    return " ← ".join(dict.fromkeys(links)) or ", ".join(claimants(item, claims))


def deniers(item: Told, claims: Claims) -> tuple[str, ...]:
    """Who denies an event; () for other records."""
    if not isinstance(item, Event):
        return ()
    return speakers_of(item.denials, claims) or ((NOT_NAMED,) if item.status == "denied" else ())


def status(item: Told) -> Status:
    """The status of a record: that of an event, else `claimed` if somebody is said to say it and `stated` if not."""
    if isinstance(item, Event):
        return item.status
    return "claimed" if item.claims else "stated"


def actual(event: Event) -> bool:
    """Whether an outlet itself tells an event as having happened."""
    return event.status == "stated" and event.modality == "actual"
