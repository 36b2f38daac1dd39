"""Copies: republished, shortened and translated texts, grouped, each group with the page that it comes from.

One text is a copy of another where most of the smaller stands in the larger and is a good part of it. A digest of many
texts is a copy of none of them, and joins none: what it contains, though apart from each other, is evidence against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit

from onrecord.corpus.blocks import Blocks, Memory, Rule
from onrecord.corpus.outlets import Outlets, load, same_outlet
from onrecord.corpus.overlaps import CONTAINED, Overlap, keys_of, overlap
from onrecord.corpus.sketches import Sketch, sketch, stable_hash, words
from onrecord.metadata.titles import host
from onrecord.records import Id, Language, Origin, PageRecord, Record

#: A copy is so much of the larger text.
_COVERED = 0.35
#: A page that contains texts which have nothing to do with each other is a copy only of one that is so much of it.
_MOSTLY = 0.65
#: A page so much of which stands in another is that page again, and tells nothing of what it contains.
_AGAIN = 0.8
#: Less than this of a page may be the boilerplate of its outlet, and tells nothing either.
_NOTICED = 0.15
#: A page that stands in so many pages without anything in common is no text of its own, and, with so few hashes, no copy.
_FRAMED, _FRAME = 4, 100
#: So many of these pages are compared with each other.
_LOOKED_AT = 12
#: Two parts that together are so much of a page are the halves of one text, unless their titles say otherwise.
_WHOLE = 0.92
_SAME_TITLE = 0.5
#: A title of so many words belongs to one text.
_TITLE = 5

Why = Literal["named as source", "source is not here", "earliest published", "no date", "several of the first day"]
Node = TypeVar("Node", bound=Hashable)


class CopyPage(NamedTuple):
    """What grouping needs of a page; `published` is a date, ISO 8601."""

    id: Id
    sketch: Sketch
    title: str = ""
    url: str | None = None
    outlet: str | None = None
    language: Language | None = None
    published: str | None = None
    origin: Origin | None = None


class CopyGroup(Record, frozen=True, kw_only=True):
    """Pages with one text: ids sorted; the page that it comes from, or None, and how that was known.

    `source` is the outlet that the text comes from where a page names it, be it here or not.
    """

    ids: tuple[Id, ...]
    origin: Id | None
    why: Why
    source: str | None = None


def copy_page(record: PageRecord) -> CopyPage:
    """What grouping needs of a record; captions and the headline, which each outlet writes itself, do not count."""
    page = record.page
    body = (passage.text for passage in record.passages if passage.kind not in ("caption", "headline"))
    return CopyPage(
        page.id,
        sketch("\n".join(body)),
        page.title.text,
        page.url,
        page.outlet,
        page.language,
        page.published,
        page.origin,
    )


class CopyPages:
    """How pages meet and are linked that may have one text (see `blocks.Kind`)."""

    rule = Rule(met=16, meet=2, cap=2000, levels=(CONTAINED, 0.7, 0.8, 0.9, 0.97))

    def rank(self, page: CopyPage) -> int:
        """A hash of the id."""
        return stable_hash(page.id)

    def keys(self, page: CopyPage) -> list[int]:
        """The lowest hashes of the text; a page and one that names its address as origin share two more."""
        addresses = {_address(page.url), _address(page.origin.url) if page.origin else ""} - {""}
        named = [stable_hash(f"{what} {address}") for address in addresses for what in ("at", "from")]
        return sorted({*keys_of(page.sketch), *named})

    def link(self, one: CopyPage, other: CopyPage) -> float:
        """How much of the smaller text the larger has; 1 for what one page names as the origin of its translation."""
        if _translates(one, other) or _translates(other, one):
            return 1.0
        found = overlap(one.id, one.sketch, other.id, other.sketch)
        return found.shared.contained if found.contains else 0.0

    def apart(self, one: CopyPage, other: CopyPage, keys: Callable[[], Sequence[int]]) -> bool:
        """Keys alone tell nothing."""
        return False


def groups(
    pages: Iterable[CopyPage],
    *,
    translations: Iterable[tuple[Id, Id]] = (),
    outlets: Outlets | None = None,
) -> tuple[CopyGroup, ...]:
    """Groups of two or more pages with one text, by their first id; the same whatever the order of the pages.

    `translations` are pairs found by other means; a page that names the address of another, in another language, as its origin is one.
    """
    there = {page.id: page for page in pages}
    known = load() if outlets is None else outlets
    found = [group.ids for pairs in _linked(there.values()) for group in same_text(pairs, known)]
    links = [pair for pair in translations if pair[0] in there and pair[1] in there]
    joined = connected([*((ids[0], other) for ids in found for other in ids), *links])
    return tuple(_group([there[one] for one in ids], known) for ids in joined)


def find_overlaps(pages: Iterable[CopyPage]) -> tuple[Overlap, ...]:
    """Pairs of pages that met, of which one contains the other."""
    pairs = (pair for block in _linked(pages) for pair in block)
    return tuple(sorted(overlap(one.id, one.sketch, other.id, other.sketch) for one, other in pairs))


def _linked(pages: Iterable[CopyPage]) -> list[list[tuple[CopyPage, CopyPage]]]:
    """The linked pairs of each block."""
    kept = Memory[CopyPage]()
    blocks = Blocks(CopyPages(), kept)
    return [
        [(kept.thing(one), kept.thing(other)) for one, other in blocks.linked(block)] for block in blocks.change(pages)
    ]


def same_text(linked: Iterable[tuple[CopyPage, CopyPage]], outlets: Outlets) -> list[CopyGroup]:
    """Groups of two or more pages with one text, of the linked pages of a block."""
    linked = list(linked)
    by_id = {page.id: page for pair in linked for page in pair}
    pairs = sorted(overlap(one.id, one.sketch, other.id, other.sketch) for one, other in linked)
    translated = [(one.id, other.id) for one, other in linked if _translates(one, other) or _translates(other, one)]
    joined = connected([*copies([pair for pair in pairs if pair.contains], by_id), *translated])
    return [_group([by_id[one] for one in ids], outlets) for ids in joined]


def copies(overlaps: Sequence[Overlap], pages: Mapping[Id, CopyPage]) -> list[tuple[Id, Id]]:
    """The overlaps that are copies: large enough a part, the whole no digest of several texts, the part no mere frame."""
    parts: dict[Id, list[Overlap]] = defaultdict(list)
    wholes: dict[Id, list[Overlap]] = defaultdict(list)
    beside: dict[Id, set[Id]] = defaultdict(set)
    for pair in overlaps:
        parts[pair.larger].append(pair)
        wholes[pair.smaller].append(pair)
        beside[pair.one].add(pair.other)
        beside[pair.other].add(pair.one)
    frames = {one for one, pairs in wholes.items() if _is_frame(pairs, pages)}
    digests = {
        one
        for one, pairs in parts.items()
        if _is_digest([pair for pair in pairs if pair.smaller not in frames], beside, pages)
    }
    mere = {one for one in frames if len(pages[one].sketch) < _FRAME}
    kept = []
    for pair in overlaps:
        doubtful = pair.smaller in frames or (
            pair.larger in digests and not _one_title(pages[pair.one], pages[pair.other])
        )
        if pair.shared.covered >= (_MOSTLY if doubtful else _COVERED) and mere.isdisjoint((pair.one, pair.other)):
            kept.append((pair.one, pair.other))
    return kept


def _is_digest(parts: Sequence[Overlap], beside: Mapping[Id, set[Id]], pages: Mapping[Id, CopyPage]) -> bool:
    """Whether a page contains texts that do not overlap, other than the two halves of one."""
    share = {pair.smaller: pair.shared.covered for pair in parts if _NOTICED <= pair.shared.covered < _AGAIN}
    separate = _separate(share, beside)
    if len(separate) != 2:
        return len(separate) > 2
    one, other = (max(ids, key=lambda each: (share[each], each)) for ids in separate)
    return share[one] + share[other] < _WHOLE or _titles_differ(pages[one].title, pages[other].title)


def _is_frame(wholes: Sequence[Overlap], pages: Mapping[Id, CopyPage]) -> bool:
    """Whether a page stands in several that have nothing else in common: it is what outlets put around every text."""
    larger = sorted(pair.larger for pair in wholes if pair.shared.covered < _AGAIN)[:_LOOKED_AT]
    apart: list[Id] = []
    for one in larger if len(larger) >= _FRAMED else ():
        if not any(overlap(one, pages[one].sketch, other, pages[other].sketch).contains for other in apart):
            apart.append(one)
    return len(apart) >= _FRAMED


def _separate(ids: Collection[Id], beside: Mapping[Id, set[Id]]) -> list[list[Id]]:
    """Pages by whether they overlap, be it through others of them."""
    pairs = [(one, other) for one in ids for other in beside[one].intersection(ids) if one < other]
    return connected([*((one, one) for one in ids), *pairs], least=1)


def _titles_differ(one: str, other: str) -> bool:
    here, there = set(words(one)), set(words(other))
    return bool(here and there) and len(here & there) < _SAME_TITLE * min(len(here), len(there))


def _one_title(one: CopyPage, other: CopyPage) -> bool:
    """Whether two pages have the same title, and one long enough not to be that of a column."""
    here, there = words(one.title), words(other.title)
    return here == there and len(here) >= _TITLE


def connected(pairs: Iterable[tuple[Node, Node]], least: int = 2) -> list[list[Node]]:
    """Connected components of at least `least` members, sorted inside and by their first members (union-find)."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in pairs:
        parent[root(one)] = root(other)
    members: dict[Node, list[Node]] = defaultdict(list)
    for node in list(parent):
        members[root(node)].append(node)
    return sorted(sorted(group) for group in members.values() if len(group) >= least)  # type: ignore[type-var]


def _address(url: str | None) -> str:
    """A URL without its scheme, `www.` and last slash; "" for the front page of a site."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return host(url) + path if path else ""


def _translates(page: CopyPage, other: CopyPage) -> bool:
    """Whether a page gives the address of another, in another language, as its origin."""
    if not (page.origin and page.language and other.language) or page.language == other.language:
        return False
    address = _address(page.origin.url)
    return bool(address) and address == _address(other.url)


def _group(pages: Sequence[CopyPage], outlets: Outlets) -> CopyGroup:
    """The group of some pages with where their text comes from."""
    ids = tuple(page.id for page in pages)
    named = [(page, page.origin) for page in pages if page.origin]
    meant = {
        (name, url): _meant(name, url, pages, outlets) for name, url in {(each.name, each.url) for _, each in named}
    }
    sources = {page.id: _sources(page.id, *meant[each.name, each.url]) for page, each in named}
    votes = Counter(other for others in sources.values() for other in others)
    ends = {one: count for one, count in votes.items() if set(sources.get(one, ())) <= {one}} or dict(votes)
    if ends:
        best = [page for page in pages if ends.get(page.id) == max(ends.values())]
        first = min(best, key=lambda page: (page.published or "9999", page.id))
        return CopyGroup(
            ids=ids, origin=first.id, why="named as source", source=first.outlet or host(first.url) or None
        )
    if named:
        names = Counter(_shown(origin, outlets) for _, origin in named)
        return CopyGroup(
            ids=ids, origin=None, why="source is not here", source=min(names, key=lambda n: (-names[n], n))
        )
    dated = sorted((page.published, page.id) for page in pages if page.published)
    if not dated:
        return CopyGroup(ids=ids, origin=None, why="no date")
    if len(dated) > 1 and dated[0][0] == dated[1][0]:
        return CopyGroup(ids=ids, origin=None, why="several of the first day")
    return CopyGroup(ids=ids, origin=dated[0][1], why="earliest published")


def _meant(
    name: str, url: str | None, pages: Sequence[CopyPage], outlets: Outlets
) -> tuple[tuple[Id, ...], tuple[Id, ...]]:
    """The pages at the address of an origin, and those of its outlet."""
    address = _address(url)
    return (
        tuple(page.id for page in pages if address and _address(page.url) == address),
        tuple(page.id for page in pages if same_outlet(outlets, (name, url), (page.outlet, page.url))),
    )


def _sources(page: Id, there: Sequence[Id], same: Sequence[Id]) -> tuple[Id, ...]:
    """The pages that a page means by its origin: one at that address, itself, else those of that outlet."""
    others = tuple(other for other in there if other != page)
    return others or ((page,) if page in same else tuple(same))


def _shown(origin: Origin, outlets: Outlets) -> str:
    found = outlets.find(origin.name, origin.url)
    return found.name if found else origin.name
