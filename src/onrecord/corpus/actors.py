"""Who is who over many pages: names in any spelling and script become actors, by judgements that are recorded and can be undone.

Every normal form of a name is a node. Nodes of full names that can be one person's are joined within a block, the likeliest first, unless
something speaks against it; a surname alone follows the full name of its page, else the only one of the archive (`surnames`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from onrecord.corpus.blocks import Rule
from onrecord.corpus.name_keys import given_keys, organization_keys, pair_key, sound_keys
from onrecord.corpus.name_parts import family_words, known_as, nicknames, person_of
from onrecord.corpus.named import ActorKind, Found, Node, identifier, is_name_of_state, is_short, node_id
from onrecord.corpus.names import SAME, same_name
from onrecord.corpus.sketches import stable_hash
from onrecord.corpus.spelling import word_of
from onrecord.records import Country, Id, Language, Record

MACHINE = "onrecord"  # who judged, where no user did
_SURE = 0.8  # a score below needs a shared country or role
#: So many of the commonest countries, roles and forms of a name are looked at.
COMMONEST = 200
#: What pages say of a name.
WHAT = ("name", "country", "sector", "role")


class ActorName(Record, frozen=True, kw_only=True):
    """A form of a name as pages have it, and on how many."""

    text: str
    language: Language | None
    pages: int


class Role(Record, frozen=True, kw_only=True):
    """A role as pages stated it, the first and last publication date of those that have one, and how many pages."""

    text: str
    since: str | None = msgspec.field(name="from", default=None)
    until: str | None = msgspec.field(name="to", default=None)
    pages: int


class Actor(Record, frozen=True, kw_only=True):
    """Somebody over all pages, and how many pages name them; the first of `names` is the one to show, `merged_from` the ids of the names."""

    id: Id
    names: tuple[ActorName, ...]
    pages: int
    kind: ActorKind
    country: Country | None = None
    sector: str | None = None
    roles: tuple[Role, ...] = ()
    merged_from: tuple[Id, ...] = ()


class Merge(Record, frozen=True, kw_only=True):
    """A judgement on two names (ids as in `merged_from`): one actor, or with `same` false two; `at` an ISO time, null for the machine's."""

    one: Id
    other: Id
    by: str
    at: str | None
    why: str
    same: bool = True


class Seen(NamedTuple):
    """What pages say of a node: how many name it, and of the commonest forms (text, language), countries, sectors and roles how many do.

    A role has its first and last publication date too, "" if none is known.
    """

    pages: int
    names: Mapping[tuple[str, str], int]
    countries: Mapping[str, int]
    sectors: Mapping[str, int]
    roles: Mapping[str, tuple[int, str, str]]


class Told(NamedTuple):
    """One thing that a page says of a node; `what` is name, country, sector or role."""

    what: str
    text: str
    language: str = ""


def told_of(found: Found, language: str) -> list[Told]:
    """What a page says of a node, each thing once."""
    return [
        *(Told("name", text, language) for text in sorted(found.texts)),
        *(Told("country", text) for text in sorted(found.countries)),
        *(Told("sector", text) for text in sorted(found.sectors)),
        *(Told("role", text) for text in sorted(found.roles)),
    ]


def seen_from(pages: int, rows: Iterable[tuple[Told, int, str, str]]) -> Seen:
    """What pages say of a node, from rows with the number of pages and the first and last date."""
    kept: dict[str, list[tuple[Told, int, str, str]]] = {what: [] for what in WHAT}
    for row in sorted(rows, key=lambda row: (-row[1], row[0])):
        if len(kept[row[0].what]) < COMMONEST:
            kept[row[0].what].append(row)
    return Seen(
        pages,
        {(told.text, told.language): count for told, count, _, _ in kept["name"]},
        {told.text: count for told, count, _, _ in kept["country"]},
        {told.text: count for told, count, _, _ in kept["sector"]},
        {told.text: (count, since, until) for told, count, since, until in kept["role"]},
    )


class Judgements:
    """What users judged; the last judgement on two names counts."""

    def __init__(self, merges: Iterable[Merge] = ()) -> None:
        ordered = sorted(
            (merge for merge in merges if merge.by != MACHINE), key=lambda one: (one.at or "", not one.same)
        )
        self._judged = {frozenset((merge.one, merge.other)): merge for merge in ordered}
        self._joined: dict[Id, set[Id]] = {}
        for pair, merge in self._judged.items():
            if merge.same and len(pair) == 2:
                for one, other in ((merge.one, merge.other), (merge.other, merge.one)):
                    self._joined.setdefault(one, set()).add(other)

    def listed(self) -> tuple[Merge, ...]:
        """All that count."""
        return tuple(sorted(self._judged.values(), key=lambda merge: (merge.one, merge.other)))

    def on(self, one: Node, other: Node) -> bool | None:
        """Whether two names are one actor's; None if nobody judged it."""
        found = self._judged.get(frozenset((node_id(one), node_id(other)))) if self._judged else None
        return None if found is None else found.same

    def joined(self, node: Node) -> Collection[Id]:
        """The names that a user joined with this one; its spelling speaks against nothing then."""
        return self._joined.get(node_id(node), ()) if self._joined else ()


#: Names of which no word is an initial, nor of a script that has no letters of sounds: they are not `_open`.
_PLAIN = re.compile("[A-Za-z]{2,}(?: [A-Za-z]{2,})+")


class Names:
    """How names meet and are linked that may be one actor's (see `blocks.Kind`); surnames alone are no part of it."""

    rule = Rule(met=24, meet=1, cap=120, levels=(SAME, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99))

    def rank(self, node: Node) -> int:
        """A hash of its id."""
        return rank_of(node)

    def keys(self, node: Node) -> list[int]:
        """What sounds alike: of persons a surname with the beginning of a given name, and both names; of others all their words."""
        if node.kind == "state" or node.short:
            return []
        return sorted(map(stable_hash, _strong(node) | _weak(node)))

    def link(self, one: Node, other: Node) -> float:
        """How likely they are one actor's; states part organizations."""
        if one.kind != other.kind or (one.country and other.country and one.country != other.country):
            return 0.0
        checked = one.kind != "person" or _plain(one, other)  # of plain ones `apart` told so
        if not checked and _strong(one).isdisjoint(_strong(other)) and not (_open(one) or _open(other)):
            return 0.0
        return same_name(one.key, other.key, one.kind)

    def apart(self, one: Node, other: Node, keys: Callable[[], Sequence[int]]) -> bool:
        """Whether two persons in plain letters share no key of `_strong`: told by the keys that are kept, without taking the other name to pieces."""
        if not (one.kind == other.kind == "person" and _plain(one, other)):
            return False
        return _strong_keys(one).isdisjoint(keys())


def _plain(one: Node, other: Node) -> bool:
    return bool(_PLAIN.fullmatch(one.key) and _PLAIN.fullmatch(other.key))


@lru_cache(maxsize=4096)
def _strong_keys(node: Node) -> frozenset[int]:
    return frozenset(map(stable_hash, _strong(node)))


@lru_cache(maxsize=65536)
def _strong(node: Node) -> frozenset[str]:
    """Keys of which two full names of one actor share one, unless one of them is `_open`."""
    found = {f"known {name}" for name in known_as(node.key, node.kind)}
    if node.kind != "person":
        return frozenset(found | {f"{node.kind} {key}" for key in organization_keys(node.key)})
    words = person_of(node.key).words
    sounds = {key for word in family_words(node.key) for key in sound_keys(word)}
    joined = sound_keys(word_of("".join(word.text for word in words[:-1])))
    given = {key for word in words for key in sound_keys(word)} | joined | nicknames(node.key)
    found |= {f"{sound} / {key}" for sound in sounds for key in given if key != sound}
    return frozenset(found | {f"pair {key}" for key in (pair_key(node.key),) if key})


def _weak(node: Node) -> set[str]:
    """Keys by which a name with an initial meets those that it may be short for: a surname with the beginning of a given name."""
    if node.kind != "person":
        return set()
    sounds = {sound for word in family_words(node.key) for sound in sound_keys(word)}
    return {f"{sound} {given}" for sound in sounds for given in given_keys(node.key)}


@lru_cache(maxsize=65536)
def _open(node: Node) -> bool:
    """Whether a name has an initial, or words that are no letters of sounds, so that its keys tell little."""
    return node.kind == "person" and any(
        word.initial or word.script in ("cjk", "hangul") for word in person_of(node.key).words
    )


def rank_of(node: Node) -> int:
    """A hash of the id of a name."""
    return stable_hash(node_id(node))


# --- joining the names of a block -----------------------------------------------------------------------------------


class Block:
    """Names that hang together: `links` between them, what pages say of each, what users judged."""

    def __init__(self, seen: Mapping[Node, Seen], links: Mapping[tuple[Node, Node], float], judged: Judgements) -> None:
        self._seen, self._links, self._judged = seen, links, judged

    def clusters(self) -> list[tuple[Node, ...]]:
        """The names by actor: the likeliest pair is joined first, then that of the same context, then the commonest."""
        home: dict[Node, list[Node]] = {node: [node] for node in self._seen}
        ranked = sorted(
            self._links,
            key=lambda pair: (
                -round(self._links[pair], 1),
                -context([self._seen[pair[0]]], self._seen[pair[1]]),
                -sum(self._seen[node].pages for node in pair),
                tuple(sorted(pair)),
            ),
        )
        for one, other in ranked:
            mine, theirs = home[one], home[other]
            if mine is theirs or any(self._apart(a, b) for a in mine for b in theirs):
                continue
            mine.extend(theirs)
            home.update(dict.fromkeys(theirs, mine))
        return sorted({tuple(sorted(cluster)) for cluster in home.values()})

    def _apart(self, one: Node, other: Node) -> bool:
        """Whether something speaks against two names being one actor's."""
        judged = self._judged.on(one, other)
        if judged is not None or self._judged.joined(one) or self._judged.joined(other):
            return judged is False
        if one.kind != other.kind or (one.country and other.country and one.country != other.country):
            return True
        score = same_name(one.key, other.key, one.kind)
        if score >= SAME:
            return score < _SURE and context([self._seen[one]], self._seen[other]) <= 0
        return one.kind != "person" or not _reconcilable(one, other)


def context(actor: Iterable[Seen], name: Seen) -> int:
    """How far what pages say of an actor and of a name agrees: a shared country and a shared role count for, two countries against."""
    best = -1
    for one in actor:
        country = not one.countries.keys().isdisjoint(name.countries)
        against = bool(one.countries and name.countries) and not country
        best = max(best, int(country) - int(against) + (not one.roles.keys().isdisjoint(name.roles)))
    return best


def _reconcilable(one: Node, other: Node) -> bool:
    """Whether two persons' names that are not alike may be distant spellings: other surnames, given names of one beginning."""
    surnames = {word.text for word in family_words(one.key)} & {word.text for word in family_words(other.key)}
    return not surnames and bool(given_keys(one.key) & given_keys(other.key))


# --- showing --------------------------------------------------------------------------------------------------------


def actor_of(seen: Mapping[Node, Seen], pages: int) -> Actor:
    """The actor of some names, on so many pages."""
    names: Counter[tuple[str, str]] = Counter()
    for one in seen.values():
        names.update(one.names)
    first = seen[first_of(seen)].names
    state = min(seen).kind == "state"
    shown = min(
        first,
        key=lambda name: (
            not is_name_of_state(*name) if state else -len(name[0].split()),
            -first[name],
            name[1] != "en",
            name,
        ),
    )
    order = sorted(names, key=lambda name: (name != shown, -names[name], name))
    node = min(seen)
    return Actor(
        id=actor_id(seen),
        names=tuple(ActorName(text=text, language=code or None, pages=names[text, code]) for text, code in order),
        pages=pages,
        kind=node.kind,
        country=node.country or _commonest(one.countries for one in seen.values()),
        sector=_commonest(one.sectors for one in seen.values()),
        roles=_roles(seen.values()),
        merged_from=tuple(sorted(map(node_id, seen))) if len(seen) > 1 else (),
    )


def actor_id(nodes: Iterable[Node]) -> Id:
    """Id of the actor of some names."""
    nodes = sorted(nodes)
    return identifier(nodes[0].kind, (f"{node.key}|{node.country}" for node in nodes))


def first_of(seen: Mapping[Node, Seen]) -> Node:
    """The name that an actor is shown by: a full one before a short one, then the commonest, then one of the gazetteer."""
    return min(
        seen,
        key=lambda node: (is_short(node.kind, node.key), -seen[node].pages, not known_as(node.key, node.kind), node),
    )


def merges_of(seen: Mapping[Node, Seen], judged: Judgements) -> tuple[Merge, ...]:
    """The judgements behind an actor: each name joined to the one that the actor is shown by, by a user or else by the machine."""
    first = first_of(seen)
    found = []
    for node in sorted(seen):
        one, other = sorted((node_id(first), node_id(node)))
        if node != first and judged.on(first, node) is None:
            found.append(Merge(one=one, other=other, by=MACHINE, at=None, why=_why(first, node)))
    ids = set(map(node_id, seen))
    return (*(merge for merge in judged.listed() if merge.same and {merge.one, merge.other} <= ids), *found)


def _why(first: Node, node: Node) -> str:
    if node.short:
        return "surname of no other actor of the archive"
    if known_as(first.key, first.kind) & known_as(node.key, node.kind):
        return "names of one actor of the gazetteer"
    return f"names alike, {same_name(first.key, node.key, node.kind):.2f}"


def _commonest(counts: Iterable[Mapping[str, int]]) -> str | None:
    total: Counter[str] = Counter()
    for some in counts:
        total.update(some)
    return min(total, key=lambda item: (-total[item], item), default=None)


def _roles(seen: Iterable[Seen]) -> tuple[Role, ...]:
    """Roles in order of their first date."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for one in seen:
        for text, stated in one.roles.items():
            found.setdefault(text, []).append(stated)
    roles = []
    for text, times in found.items():
        dates = [date for _, since, until in times for date in (since, until) if date]
        pages = sum(count for count, _, _ in times)
        roles.append(Role(text=text, since=min(dates, default=None), until=max(dates, default=None), pages=pages))
    return tuple(sorted(roles, key=lambda role: (role.since or "", role.text)))
