"""Who is who over many pages: names in any spelling and script become actors, by judgements that are recorded and can be undone.

Every normal form of a name is a node. Nodes of full names that can be one person's are joined, the likeliest first, unless
something speaks against it; a surname or an acronym alone follows the full name of its page, else the only one of the archive.
Adding a page compares its new names with those of the same sound alone, so it costs the same however many pages there are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from onrecord.corpus.names import (
    SAME,
    Word,
    contradicts,
    courtesy_of,
    family_words,
    given_keys,
    known_as,
    organization_keys,
    organization_of,
    pair_key,
    person_of,
    same_name,
    same_word,
    sound_keys,
)
from onrecord.languages import rows
from onrecord.records import Country, Id, Language, PageRecord, Party, Record

ActorKind = Literal["person", "organization", "group", "state"]
MACHINE = "onrecord"  # who judged, where no user did
#: A surname that more full names share than this is nobody's without its page.
_CROWD = 50
_SURE = 0.8  # a score below needs a shared country or role


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
    """Somebody over all pages; the first of `names` is the one to show, `merged_from` the ids of the names it was made of."""

    id: Id
    names: tuple[ActorName, ...]
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


class Node(NamedTuple):
    """A normal form of a name: its words, and the state for organizations of one and for states."""

    kind: ActorKind
    key: str
    country: str = ""


Cluster = tuple[Node, ...]
Block = tuple[str, str]  # what names that are compared have in common


class Seen:
    """What pages say of one node."""

    def __init__(self) -> None:
        self.pages = 0
        self.names: Counter[tuple[str, str]] = Counter()
        self.countries: Counter[str] = Counter()
        self.sectors: Counter[str] = Counter()
        self.roles: dict[str, tuple[str, str, int]] = {}

    def add(self, found: Found, language: str, published: str) -> None:
        """Count what one page says."""
        self.pages += 1
        self.names.update((text, language) for text in found.texts)
        self.countries.update(found.countries)
        self.sectors.update(found.sectors)
        for role in found.roles:
            since, until, pages = self.roles.get(role, (published, published, 0))
            dates = [date for date in (since, until, published) if date]
            self.roles[role] = (min(dates, default=""), max(dates, default=""), pages + 1)


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


def without(
    merges: Iterable[Merge], one: Id, other: Id, *, by: str, at: str | None = None, why: str = ""
) -> tuple[Merge, ...]:
    """The judgements with that on two names undone: none that joins them, and one by `by` that keeps them apart."""
    pair = {one, other}
    kept = tuple(merge for merge in merges if {merge.one, merge.other} != pair)
    return (*kept, Merge(one=min(pair), other=max(pair), by=by, at=at, why=why, same=False))


# --- one page -------------------------------------------------------------------------------------------------------


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
    captions = [span for passage in record.passages if passage.kind == "caption" for span in passage.spans]
    persons: Counter[str] = Counter()
    said: list[tuple[ActorKind, str, str, Party | None]] = []
    for mention in record.mentions:
        if mention.kind == "place" or any(
            low <= start and end <= high for low, high in captions for start, end in mention.spans
        ):
            continue
        said.append((mention.kind, mention.actor or mention.text, mention.text, None))
    kinds = {name: kind for kind, name, _, _ in said}
    bodies = {organization_of(name): name for name, kind in kinds.items() if kind != "person"}
    for party in parties_of(record):
        kind: ActorKind
        if party.actor:
            kind = kinds.get(party.actor) or ("organization" if known_as(party.actor, "organization") else "person")
            said.append((kind, party.actor, party.actor, party))
        elif party.country and is_state(party.text, record.page.language or "", party.country):
            said.append(("state", party.country, party.text, party))
        elif mentioned := bodies.get(organization_of(party.text)):
            said.append((kinds[mentioned], mentioned, mentioned, party))
    persons.update(name for kind, name, _, _ in said if kind == "person")
    states = {name: by.country for _, name, _, by in said if by and by.country}
    organizations = Counter(name for kind, name, _, _ in said if kind in ("organization", "group"))
    found: dict[Node, Found] = {}
    for kind, name, text, by in said:
        whole = _whole(kind, name, text, persons if kind == "person" else organizations)
        node = node_of(kind, whole, states.get(name) or "")
        if node.key:
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
    longer = [one for one in on_page if not is_short(kind, one) and same_name(name, one, kind) >= SAME]
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


def is_state(text: str, language: str, country: str) -> bool:
    """Whether words are the name of a state, by the table of their language, with or without an article."""
    bare = text.partition(" ")[2] if len(text.partition(" ")[0]) < 4 else text
    forms = (row for row in rows(language, "countries.csv") if row["country"] == country)
    return any(row["form"] in (text, bare) and row["kind"] in ("name", "capital", "seat", "") for row in forms)


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


# --- many pages -----------------------------------------------------------------------------------------------------


class ActorIndex:
    """The actors of an archive, kept up page by page; the same pages in any order give the same actors.

    `judgements` of users win over the machine's, which are made anew and passed over here.
    """

    def __init__(self, judgements: Iterable[Merge] = ()) -> None:
        self._judged: dict[frozenset[Id], Merge] = {}
        for merge in sorted(judgements, key=lambda one: (one.at or "", not one.same)):
            if merge.by != MACHINE:
                self._judged[frozenset((merge.one, merge.other))] = merge
        self._pages: set[Id] = set()
        self._seen: dict[Node, Seen] = {}
        self._by_id: dict[Id, Node] = {}
        self._edges: dict[Node, dict[Node, float]] = {}
        self._blocks: dict[Block, list[Node]] = {}
        self._types = Types()
        self._short: dict[Word, set[Node]] = {}
        self._long: dict[Word, set[Node]] = {}
        self._clusters: dict[Node, Cluster] = {}
        self._changed: set[Node] = set()
        self._told: set[Node] = set()  # names that a user joined with another: their spelling speaks against nothing

    def add(self, record: PageRecord) -> None:
        """Take in the names of a page; one that was added before changes nothing."""
        if record.page.id in self._pages:
            return
        self._pages.add(record.page.id)
        for node, found in sorted(named_on(record).items()):
            if node not in self._seen:
                self._enter(node)
            self._seen[node].add(found, record.page.language or "", record.page.published or "")
            self._unsettle(node)

    def actors(self) -> tuple[Actor, ...]:
        """All actors, in order of their ids."""
        return self._actors(self._seen)

    def changed(self) -> tuple[Actor, ...]:
        """The actors of the names on pages added since this was last asked, in order of their ids."""
        nodes, self._changed = self._changed, set()
        return self._actors(nodes)

    def merges(self) -> tuple[Merge, ...]:
        """The judgements behind the actors: each name joined to the one its actor shows, those of users as they made them."""
        found = list(self._judged.values())
        for cluster in {self._whole_cluster(node) for node in self._seen}:
            first = self._first(cluster)
            for node in cluster:
                pair = frozenset((node_id(first), node_id(node)))
                if node != first and pair not in self._judged:
                    found.append(Merge(one=min(pair), other=max(pair), by=MACHINE, at=None, why=self._why(first, node)))
        return tuple(sorted(found, key=lambda merge: (merge.one, merge.other)))

    # entering a name

    def _enter(self, node: Node) -> None:
        self._seen[node] = Seen()
        self._by_id[node_id(node)] = node
        self._edges[node] = {}
        if node.kind == "person":
            self._enter_person(node)
        elif node.kind != "state":
            self._enter_organization(node)
        for pair, merge in self._judged.items():
            if merge.same and node_id(node) in pair:
                other = next((self._by_id.get(one) for one in pair if one != node_id(node)), None)
                if other:
                    self._edges[node][other] = self._edges[other][node] = 2.0
                    self._told |= {node, other}

    def _enter_person(self, node: Node) -> None:
        words = family_words(node.key)
        types = {near for word in words for near in self._types.near(word)}
        if is_short("person", node.key):
            self._short.setdefault(words[0], set()).add(node)
            return
        keys = given_keys(node.key)
        known: set[Block] = {("known", name) for name in known_as(node.key, "person")}
        known |= {("pair", key) for key in (pair_key(node.key),) if key}
        self._connect(node, known | {(word.text, key) for word in types for key in keys})
        for block in known | {(word.text, key) for word in words for key in keys}:
            self._blocks.setdefault(block, []).append(node)
        for word in words:
            self._long.setdefault(word, set()).add(node)

    def _enter_organization(self, node: Node) -> None:
        blocks: set[Block] = {(node.kind, key) for key in organization_keys(node.key)}
        blocks |= {("known", name) for name in known_as(node.key, node.kind)}
        self._connect(node, blocks)
        for block in blocks:
            self._blocks.setdefault(block, []).append(node)

    def _connect(self, node: Node, blocks: Iterable[Block]) -> None:
        for other in {other for block in blocks for other in self._blocks.get(block, ())}:
            if other.country and node.country and other.country != node.country:
                continue
            score = same_name(node.key, other.key, node.kind)
            if score >= SAME:
                self._edges[node][other] = self._edges[other][node] = score

    # joining names

    def _unsettle(self, node: Node) -> None:
        """Drop what was worked out for names that hang together with this one, and note those that may now be joined otherwise."""
        reachable = self._reachable(node)
        for other in reachable:
            self._clusters.pop(other, None)
        self._changed |= reachable
        words = family_words(node.key) if node.kind == "person" else ()
        types = {near for word in words for near in self._types.near(word)}
        short = {one for word in types for one in self._short.get(word, ())}
        if short and sum(len(self._long.get(word, ())) for word in types) <= _CROWD + len(words):
            self._changed |= short | {one for word in types for one in self._long.get(word, ())}

    def _reachable(self, node: Node) -> set[Node]:
        found, open_ = {node}, [node]
        while open_:
            for other in self._edges[open_.pop()]:
                if other not in found:
                    found.add(other)
                    open_.append(other)
        return found

    def _cluster(self, node: Node) -> Cluster:
        """The names joined with this one, without those that follow a full name."""
        if node not in self._clusters:
            for cluster in self._joined(self._reachable(node)):
                self._clusters.update(dict.fromkeys(cluster, cluster))
        return self._clusters[node]

    def _joined(self, nodes: set[Node]) -> list[Cluster]:
        """Names that hang together, as actors: the likeliest pair first, then that of the same context, then the commonest."""
        home: dict[Node, list[Node]] = {node: [node] for node in nodes}
        pairs = [(one, other) for one in sorted(nodes) for other in self._edges[one] if one < other]
        ranked = sorted(
            pairs,
            key=lambda pair: (
                -round(self._edges[pair[0]][pair[1]], 1),
                -self._context(*pair),
                -sum(self._seen[node].pages for node in pair),
                pair,
            ),
        )
        for one, other in ranked:
            mine, theirs = home[one], home[other]
            if mine is theirs or any(self._apart(a, b) for a in mine for b in theirs):
                continue
            mine.extend(theirs)
            home.update(dict.fromkeys(theirs, mine))
        return sorted({tuple(sorted(cluster)) for cluster in home.values()})

    def _context(self, one: Node, other: Node) -> int:
        """How far what pages say of two names agrees: a shared country and a shared role count for, two countries against."""
        mine, theirs = self._seen[one], self._seen[other]
        country = len(mine.countries.keys() & theirs.countries.keys()) > 0
        against = bool(mine.countries and theirs.countries) and not country
        return int(country) - int(against) + (len(mine.roles.keys() & theirs.roles.keys()) > 0)

    def _apart(self, one: Node, other: Node) -> bool:
        """Whether something speaks against two names being one actor's."""
        judged = self._judged.get(frozenset((node_id(one), node_id(other))))
        if judged or one in self._told or other in self._told:
            return judged is not None and not judged.same
        if one.kind != other.kind or (one.country and other.country and one.country != other.country):
            return True
        score = self._edges[one].get(other)
        if score is None:
            score = same_name(one.key, other.key, one.kind)
        if score >= SAME:
            return score < _SURE and self._context(one, other) <= 0
        return one.kind != "person" or not self._reconcilable(one, other)

    def _reconcilable(self, one: Node, other: Node) -> bool:
        """Whether two persons' names that are not alike may be distant spellings: other surnames, given names of one beginning."""
        surnames = {word.text for word in family_words(one.key)} & {word.text for word in family_words(other.key)}
        return not surnames and bool(given_keys(one.key) & given_keys(other.key))

    # names alone

    def _home(self, node: Node) -> Cluster | None:
        """The actor of the archive that a surname alone stands for: the only one, or the one its context tells.

        Where the archive has no full name for it, the first of its spellings.
        """
        if node.kind != "person" or not self._alone(node):
            return None
        fits = self._fits(node)
        if fits is None:
            return None
        if not fits:
            first = min(self._spellings(node))
            return (first,) if first != node else None
        clusters = sorted({self._cluster(one) for one in fits})
        if len(clusters) == 1:
            return clusters[0]
        scores = [self._hint(node, cluster) for cluster in clusters]
        best = max(scores)
        return clusters[scores.index(best)] if best > 0 and scores.count(best) == 1 else None

    def _alone(self, node: Node) -> bool:
        return is_short(node.kind, node.key) and not self._edges[node]

    def _fits(self, node: Node) -> list[Node] | None:
        """Full names that a surname alone can stand for; None where there are too many to look at."""
        near = self._types.near(family_words(node.key)[0])
        if sum(len(self._long.get(word, ())) for word in near) > _CROWD:
            return None
        long = {one for word in near for one in self._long.get(word, ())}
        apart = {one for one in long if any(self._judged_apart(node, member) for member in self._cluster(one))}
        return [one for one in sorted(long - apart) if same_name(node.key, one.key, "person") >= SAME]

    def _spellings(self, node: Node) -> set[Node]:
        """Surnames alone that no full name explains and that are this one in another spelling."""
        found, open_ = {node}, [node]
        while open_:
            one = open_.pop()
            for word in self._types.near(family_words(one.key)[0]):
                for other in self._short.get(word, set()) - found:
                    alike = same_name(one.key, other.key, "person") >= SAME and not self._judged_apart(one, other)
                    if alike and self._alone(other) and self._fits(other) == []:
                        found.add(other)
                        open_.append(other)
        return found

    def _judged_apart(self, one: Node, other: Node) -> bool:
        judged = self._judged.get(frozenset((node_id(one), node_id(other))))
        return judged is not None and not judged.same

    def _hint(self, node: Node, cluster: Cluster) -> int:
        known = known_as(node.key, "person")
        meant = any(known & known_as(member.key, "person") for member in cluster)
        return max(self._context(node, member) for member in cluster) + meant

    def _followers(self, cluster: Cluster) -> list[Node]:
        """Surnames alone that stand for this actor."""
        if cluster[0].kind != "person":
            return []
        if self._alone(cluster[0]):
            return sorted(self._spellings(cluster[0])) if self._fits(cluster[0]) == [] else []
        words = {near for node in cluster for word in family_words(node.key) for near in self._types.near(word)}
        short = {node for word in words for node in self._short.get(word, ())}
        return [node for node in sorted(short) if self._home(node) == cluster]

    def _whole_cluster(self, node: Node) -> Cluster:
        """The names of the actor that a name belongs to."""
        core = self._home(node) or self._cluster(node)
        return tuple(sorted({*core, *self._followers(core)}))

    # showing

    def _actors(self, nodes: Iterable[Node]) -> tuple[Actor, ...]:
        clusters = {self._whole_cluster(node) for node in nodes}
        return tuple(sorted(map(self._actor, clusters), key=lambda actor: actor.id))

    def _actor(self, cluster: Cluster) -> Actor:
        seen = [self._seen[node] for node in cluster]
        names: Counter[tuple[str, str]] = Counter()
        for one in seen:
            names.update(one.names)
        first = self._seen[self._first(cluster)].names
        shown = min(first, key=lambda name: (-len(name[0].split()), -first[name], name))
        order = sorted(names, key=lambda name: (name != shown, -names[name], name))
        kind = cluster[0].kind
        return Actor(
            id=identifier(kind, (f"{node.key}|{node.country}" for node in cluster)),
            names=tuple(ActorName(text=text, language=code or None, pages=names[text, code]) for text, code in order),
            kind=kind,
            country=cluster[0].country or _commonest(one.countries for one in seen),
            sector=_commonest(one.sectors for one in seen),
            roles=_roles(seen),
            merged_from=tuple(sorted(map(node_id, cluster))) if len(cluster) > 1 else (),
        )

    def _first(self, cluster: Cluster) -> Node:
        """The name that an actor is shown by: a full one before a short one, then the commonest, then one of the gazetteer."""
        return min(
            cluster,
            key=lambda node: (
                is_short(node.kind, node.key),
                -self._seen[node].pages,
                not known_as(node.key, node.kind),
                node,
            ),
        )

    def _why(self, first: Node, node: Node) -> str:
        if node.kind == "person" and is_short("person", node.key):
            return "surname of no other actor of the archive"
        if known_as(first.key, first.kind) & known_as(node.key, node.kind):
            return "names of one actor of the gazetteer"
        return f"names alike, {same_name(first.key, node.key, node.kind):.2f}"


class Types:
    """Surnames in all their spellings, and which are near enough to be one; a word is compared with those of its sound alone."""

    def __init__(self) -> None:
        self._near: dict[Word, list[Word]] = {}
        self._blocks: dict[str, list[Word]] = {}

    def near(self, word: Word) -> Sequence[Word]:
        """The surnames that this one can be, itself first; it is entered if it is new."""
        if word not in self._near:
            self._near[word] = [word]
            for key in sound_keys(word):
                block = self._blocks.setdefault(key, [])
                for other in block:
                    if other not in self._near[word] and same_word(word, other) >= SAME:
                        self._near[word].append(other)
                        self._near[other].append(word)
                block.append(word)
        return self._near[word]


def _commonest(counters: Iterable[Counter[str]]) -> str | None:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return min(total, key=lambda item: (-total[item], item), default=None)


def _roles(seen: Iterable[Seen]) -> tuple[Role, ...]:
    """Roles in order of their first date."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for one in seen:
        for text, stated in one.roles.items():
            found.setdefault(text, []).append(stated)
    roles = []
    for text, times in found.items():
        dates = [date for since, until, _ in times for date in (since, until) if date]
        pages = sum(count for _, _, count in times)
        roles.append(Role(text=text, since=min(dates, default=None), until=max(dates, default=None), pages=pages))
    return tuple(sorted(roles, key=lambda role: (role.since or "", role.text)))
