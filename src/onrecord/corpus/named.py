"""The actors that a page names, each with what it says of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from onrecord.corpus.name_parts import courtesy_of, is_title, known_as, organization_of, person_of
from onrecord.corpus.names import SAME, contradicts, same_name
from onrecord.corpus.word_likeness import same_word
from onrecord.languages import rows
from onrecord.records import Country, Id, PageRecord, Party

_NAMES = ("name", "")  # kinds of the table of states
ActorKind = Literal["person", "organization", "group", "state"]


class Node(NamedTuple):
    """A normal form of a name: its words, and the state for organizations of one and for states."""

    kind: ActorKind
    key: str
    country: str = ""

    @property
    def short(self) -> bool:
        """Whether it is a surname alone."""
        return self.kind == "person" and is_short(self.kind, self.key)


class Found:
    """What one page says of one node: texts, countries, sectors and roles, each once."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.countries: set[str] = set()
        self.sectors: set[str] = set()
        self.roles: set[str] = set()


def identifier(kind: str, keys: Iterable[str]) -> Id:
    """Id of an actor: 16 hex digits of a hash of its kind and the normal forms of its names, in order of letters."""
    body = "\n".join((kind, *sorted(keys)))
    return hashlib.blake2b(body.encode(), digest_size=8).hexdigest()


def node_id(node: Node) -> Id:
    """Id of a name alone, as an actor of no other name has it."""
    return identifier(node.kind, (f"{node.key}|{node.country}",))


def parties_of(record: PageRecord) -> Iterator[Party]:
    """Every party of the records of a page."""
    for attribution in record.attributions:
        yield from (*attribution.speakers, *attribution.addressees)
    for event in record.events:
        yield from (*event.actor, *event.recipient)
    for deadline in record.deadlines:
        yield from (*deadline.by, *deadline.to)
    for position in record.positions:
        yield from (position.holder, position.question.about)


def named_on(record: PageRecord) -> dict[Node, Found]:
    """The actors that a page names, each with what it says of them.

    Names in captions count only as parties: who took a picture is no actor. A surname or an acronym alone joins the full name on the page,
    the one that stands there most often if there are several; where none does, it is a node of its own.
    """
    language = record.page.language or ""
    captions = [span for passage in record.passages if passage.kind == "caption" for span in passage.spans]
    persons: Counter[str] = Counter()
    said: list[tuple[ActorKind, str, str, Party | None]] = []
    for mention in record.mentions:
        if mention.kind == "place" or any(
            low <= start and end <= high for low, high in captions for start, end in mention.spans
        ):
            continue
        name = mention.actor or mention.text
        state = None if mention.kind == "person" else state_of(name, language)
        said.append(("state", state, mention.text, None) if state else (mention.kind, name, mention.text, None))
    kinds = {name: kind for kind, name, _, _ in said}
    bodies = {organization_of(name): name for name, kind in kinds.items() if kind not in ("person", "state")}
    for party in parties_of(record):
        kind: ActorKind
        state = state_of(party.actor or party.text, language) if party.actor not in kinds else None
        if state and (party.actor or party.country == state):
            said.append(("state", state, party.text, party))
        elif party.actor:
            kind = kinds.get(party.actor) or ("organization" if known_as(party.actor, "organization") else "person")
            said.append((kind, party.actor, party.actor, party))
        elif mentioned := bodies.get(organization_of(party.text)):
            said.append((kinds[mentioned], mentioned, mentioned, party))
    persons.update(name for kind, name, _, _ in said if kind == "person")
    states = {name: by.country for _, name, _, by in said if by and by.country}
    organizations = Counter(name for kind, name, _, _ in said if kind in ("organization", "group"))
    found: dict[Node, Found] = {}
    for kind, name, text, by in said:
        whole = _whole(kind, name, text, persons if kind == "person" else organizations)
        node = node_of(kind, whole, states.get(name) or "")
        if any(map(str.isalnum, node.key)) and not (kind == "person" and is_title(name)):
            _note(found.setdefault(node, Found()), text, by)
    return found


def _whole(kind: ActorKind, name: str, text: str, on_page: Counter[str]) -> str:
    """The full name that a name of the page is short for, itself if there is none or no single one."""
    if kind == "state":
        return name
    if kind == "person" and contradicts(text, name):
        name = text  # "Mrs Clinton" is not the man whom the page names
    if not is_short(kind, name):
        return name
    full = [one for one in on_page if not is_short(kind, one)]
    longer = [one for one in full if same_name(name, one, kind) >= SAME]
    if not longer and kind == "person" and person_of(name).words:  # a given name alone
        longer = [
            one for one in full if same_word(person_of(one).words[0], person_of(name).words[0], given=True) >= SAME
        ]
    groups: list[list[str]] = []
    for one in sorted(longer):
        group = next((group for group in groups if same_name(group[0], one, kind) >= SAME), None)
        groups.append([one]) if group is None else group.append(one)
    ranked = sorted(groups, key=lambda group: -sum(on_page[one] for one in group))
    counts = [sum(on_page[one] for one in group) for group in ranked]
    if not ranked or (len(counts) > 1 and counts[0] == counts[1]):
        return name
    return min(ranked[0], key=lambda one: (-on_page[one], one))


def _note(found: Found, text: str, party: Party | None) -> None:
    found.texts.add(" ".join(text.split()))
    if party:
        found.countries.update([party.country] if party.country else [])
        found.sectors.update([party.sector] if party.sector else [])
        found.roles.update([" ".join(party.role.split())] if party.role else [])


def state_of(text: str, language: str) -> Country | None:
    """The state of which words are the name, the capital or the seat of power, by the table of their language, with or without an article."""
    first, _, rest = text.partition(" ")
    forms = _state_forms(language)
    return forms.get(text) or (forms.get(rest) if len(first) < 4 else None)


def is_name_of_state(text: str, language: str) -> bool:
    """Whether words are the plain name of a state."""
    return text in _state_names(language)


@cache
def _state_forms(language: str) -> dict[str, Country]:
    return {
        row["form"]: row["country"]
        for row in rows(language, "countries.csv")
        if row["kind"] in (*_NAMES, "capital", "seat")
    }


@cache
def _state_names(language: str) -> frozenset[str]:
    return frozenset(row["form"] for row in rows(language, "countries.csv") if row["kind"] in _NAMES)


def is_short(kind: str, name: str) -> bool:
    """Whether a name is a surname or an acronym alone."""
    if kind == "person":
        return len(person_of(name).words) < 2
    words = organization_of(name)
    return len(words) == 1 and name.isupper() and len(words[0].text) < 7


def node_of(kind: ActorKind, name: str, country: str) -> Node:
    """The node of a name; the courtesy belongs to it where it tells a woman from a man."""
    if kind == "person":
        person = person_of(name)
        courtesy = courtesy_of(person.gender) if person.gender and len(person.words) == 1 else ""
        return Node(kind, " ".join(filter(None, (courtesy, *(word.text for word in person.words), person.suffix))))
    if kind == "state":
        return Node(kind, name, name)
    if known_as(name, kind):
        kind, country = "organization", ""
    return Node(kind, " ".join(word.text for word in organization_of(name)), country)
