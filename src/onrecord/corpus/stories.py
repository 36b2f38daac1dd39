"""Stories: pages about one thing, in any language, kept up as pages arrive.

A page that arrives joins the story it is most like, or opens one. `stories` then settles all pages anew by average-link
clustering, which the order of arrival has no part in. A page is compared only with those it shares rare terms with, the nearest in time.
"""

from __future__ import annotations

import hashlib
import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from onrecord.corpus.copies import connected
from onrecord.corpus.likeness import StoryPage, Weighted, Weights, likeness
from onrecord.corpus.sketches import stable_hash
from onrecord.records import Id, Record

#: Two groups of pages as like as this on the average are one story (`benchmarks/stories.py --cross` chooses it).
ALIKE = 0.12
#: Pages less like than this share of it are not looked at together.
_LOOKED_AT = 0.6
#: So many pages, the nearest in time, are met through one term, and so many of those met are compared.
_MET, _COMPARED = 24, 24
#: A group of more pages is judged by so many of them.
_JUDGED_BY = 12


class StoryPageRef(Record, frozen=True, kw_only=True):
    """A page of a story."""

    id: Id
    key: str | None
    path: str | None


class Story(Record, frozen=True, kw_only=True):
    """Pages about one thing in order of publication, copies included; `since` and `until` their first and last day.

    `title` is that of the page most like the others, `events` the ids of the events that the pages report.
    """

    id: Id
    title: str
    since: str | None = msgspec.field(name="from", default=None)
    until: str | None = msgspec.field(name="to", default=None)
    pages: tuple[StoryPageRef, ...]
    copies: tuple[tuple[Id, ...], ...] = ()
    events: tuple[Id, ...] = ()


class _Postings:
    """Pages by a term, in order of their days."""

    def __init__(self) -> None:
        self._dated: dict[int, list[tuple[int, int, Id]]] = {}
        self._undated: dict[int, list[tuple[int, Id]]] = {}

    def add(self, page: StoryPage) -> None:
        rank = stable_hash(page.id)
        for key in page.signature:
            if page.day is None:
                insort(self._undated.setdefault(key, []), (rank, page.id))
            else:
                insort(self._dated.setdefault(key, []), (page.day, rank, page.id))

    def near(self, key: int, day: int | None) -> list[Id]:
        """Up to `_MET` pages with a term around a day (the last ones for a page without), and up to `_MET` undated ones."""
        dated, undated = self._dated.get(key, []), self._undated.get(key, [])
        at = len(dated) if day is None else bisect_left(dated, (day,))
        first = max(0, min(at - _MET // 2, len(dated) - _MET))
        return [row[-1] for row in dated[first : first + _MET]] + [row[-1] for row in undated[:_MET]]


class StoryIndex:
    """The stories of an archive, kept up page by page; the same pages in any order give the same `stories`.

    `alike` is the likeness from which pages are one story.
    """

    def __init__(self, alike: float = ALIKE) -> None:
        self._alike = alike
        self._pages: dict[Id, StoryPage] = {}
        self._weights = Weights()
        self._postings = _Postings()
        self._home: dict[Id, int] = {}
        self._members: dict[int, list[Id]] = {}
        self._next = 0  # number of the next story to be opened

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, page: StoryPage) -> int:
        """Take in a page: the number of the story that it joins for now, or opens; one that was added before changes nothing."""
        if page.id in self._pages:
            return self._home[page.id]
        self._pages[page.id] = page
        self._weights.add(page)
        here = self._weights.weighted(page)
        likes: dict[int, list[float]] = defaultdict(list)
        for other in self._met(here):
            likes[self._home[other]].append(likeness(here, self._weights.weighted(self._pages[other])))
        self._postings.add(page)
        links = {story: self._link(found, story) for story, found in likes.items()}
        near = sorted(
            (story for story, link in links.items() if link >= self._alike), key=lambda one: (-links[one], one)
        )
        home = near[0] if near else self._next
        self._next += not near
        self._members.setdefault(home, []).append(page.id)
        self._home[page.id] = home
        for story in near[1:]:
            if self._one_story(home, story):
                self._join(home, story)
        return home

    def _one_story(self, one: int, other: int) -> bool:
        """Whether two stories are as like as the pages of one, now that a page belongs to both."""
        mine, theirs = (
            [
                self._weights.weighted(self._pages[page])
                for page in sorted(self._members[story], key=stable_hash)[:_JUDGED_BY]
            ]
            for story in (one, other)
        )
        total = sum(likeness(here, there) for here in mine for there in theirs)
        return total >= self._alike * len(mine) * len(theirs)

    def _join(self, one: int, other: int) -> None:
        moved = self._members.pop(other)
        self._members[one] += moved
        self._home.update(dict.fromkeys(moved, one))

    def _link(self, likes: Sequence[float], story: int) -> float:
        """Mean likeness of a page to those of a story; pages that it did not meet count half of what the mean of the met is."""
        size = min(len(self._members[story]), _JUDGED_BY)
        met = sorted(likes, reverse=True)[:_JUDGED_BY]
        mean = sum(met) / len(met)
        return (sum(met) + max(0, size - len(met)) * mean / 2) / max(size, len(met))

    def arrived(self) -> tuple[tuple[Id, ...], ...]:
        """The stories as pages joined them on arrival, each in order of arrival."""
        return tuple(tuple(ids) for ids in self._members.values())

    def settle(self, copies: Iterable[Sequence[Id]] = ()) -> tuple[tuple[Id, ...], ...]:
        """All pages clustered anew: ids sorted inside and by their first; pages on arrival go by it from here on.

        `copies` are groups of pages with one text, which stay together.
        """
        ids = sorted(self._pages)
        pages = {one: self._weights.weighted(self._pages[one]) for one in ids}
        links = [(one, other) for one in ids for other in self._met(pages[one])]
        same = [(group[0], other) for group in copies for other in group if group[0] in pages and other in pages]
        groups = connected([*same, *((one, one) for one in ids)], least=1)
        found = sorted(Clustering(pages, groups, links, self._alike).groups())
        self._members, self._next = dict(enumerate(map(list, found))), len(found)
        self._home = {one: number for number, group in self._members.items() for one in group}
        return tuple(map(tuple, found))

    def stories(self, copies: Iterable[Sequence[Id]] = (), *, least: int = 2) -> tuple[Story, ...]:
        """Stories of at least `least` pages, by first day and id; the same whatever order pages came in."""
        groups = [tuple(sorted(group)) for group in copies]
        found = [self._story(ids, groups) for ids in self.settle(groups) if len(ids) >= least]
        return tuple(sorted(found, key=lambda story: (story.since or "9999", story.id)))

    def _met(self, here: Weighted) -> list[Id]:
        """Pages that share the most with one, of those that share rare terms and are near in time."""
        page, shared = here.page, defaultdict[Id, float](float)
        weight = {
            key: value
            for keys, values in (here.words, here.anchors)
            for key, value in zip(keys.tolist(), values.tolist(), strict=True)
        }
        for key in page.signature:
            for other in self._postings.near(key, page.day):
                shared[other] += weight[key]
        shared.pop(page.id, None)
        return sorted(shared, key=lambda other: (-round(shared[other], 9), other))[:_COMPARED]

    def _story(self, ids: Sequence[Id], copies: Sequence[Sequence[Id]]) -> Story:
        pages = sorted((self._pages[one] for one in ids), key=lambda page: (page.published or "9999", page.id))
        days = [page.published[:10] for page in pages if page.published]
        inside = set(ids)
        return Story(
            id=story_id(ids),
            title=self._central(pages).title,
            since=min(days, default=None),
            until=max(days, default=None),
            pages=tuple(StoryPageRef(id=page.id, key=page.key, path=page.path) for page in pages),
            copies=tuple(sorted(tuple(group) for group in copies if len(group) > 1 and inside.issuperset(group))),
            events=tuple(event for page in pages for event in page.events),
        )

    def _central(self, pages: Sequence[StoryPage]) -> StoryPage:
        """The page that is most like the others, of those that have a title."""
        judged = sorted(pages, key=lambda page: (not page.title, stable_hash(page.id)))[: 2 * _JUDGED_BY]
        weighted = [self._weights.weighted(page) for page in judged]
        sums = [
            sum(likeness(one, other) for other in weighted if other is not one) if one.page.title else -1.0
            for one in weighted
        ]
        return min(zip(sums, judged, strict=True), key=lambda pair: (-round(pair[0], 6), pair[1].id))[1]


def story_id(ids: Iterable[Id]) -> Id:
    """Id of a story: 16 hex digits of a hash of the first of its page ids, so that it keeps it as pages join."""
    return hashlib.blake2b(f"story\n{min(ids)}".encode(), digest_size=8).hexdigest()


class _Group(NamedTuple):
    members: tuple[Id, ...]
    judges: tuple[Id, ...]


class Clustering:
    """Average-link clustering of groups of pages, the likeliest two first, along links between pages that met.

    The likeness of two groups is the mean over their pages, or over the first `_JUDGED_BY` by hash of each.
    """

    def __init__(
        self,
        pages: Mapping[Id, Weighted],
        groups: Sequence[Sequence[Id]],
        links: Iterable[tuple[Id, Id]],
        alike: float,
    ) -> None:
        self._pages, self._alike = pages, alike
        self._known: dict[tuple[Id, Id], float] = {}
        self._groups: dict[int, _Group] = {at: self._group(group) for at, group in enumerate(groups)}
        self._next = len(self._groups)
        home = {one: at for at, group in enumerate(groups) for one in group}
        self._beside: dict[int, set[int]] = defaultdict(set)
        for one, other in links:
            if home[one] != home[other] and self._like(one, other) >= alike * _LOOKED_AT:
                self._beside[home[one]].add(home[other])
                self._beside[home[other]].add(home[one])

    def groups(self) -> list[list[Id]]:
        """The groups at the end, their ids sorted."""
        heap = [
            entry
            for one in sorted(self._groups)
            for other in sorted(self._beside[one])
            if one < other
            for entry in self._entry(one, other)
        ]
        heapq.heapify(heap)
        while heap:
            _, _, one, other = heapq.heappop(heap)
            if one in self._groups and other in self._groups:
                for entry in self._join(one, other):
                    heapq.heappush(heap, entry)
        return [sorted(group.members) for group in self._groups.values()]

    def _group(self, members: Iterable[Id]) -> _Group:
        ordered = sorted(members, key=stable_hash)
        return _Group(tuple(ordered), tuple(islice(ordered, _JUDGED_BY)))

    def _join(self, one: int, other: int) -> list[tuple[float, tuple[Id, Id], int, int]]:
        """Make two groups one, and give its entries."""
        new = self._next
        self._next += 1
        self._groups[new] = self._group((*self._groups.pop(one).members, *self._groups.pop(other).members))
        beside = (self._beside.pop(one) | self._beside.pop(other)) - {one, other}
        self._beside[new] = beside
        for near in beside:
            self._beside[near] -= {one, other}
            self._beside[near].add(new)
        return [entry for near in sorted(beside) for entry in self._entry(near, new)]

    def _entry(self, one: int, other: int) -> list[tuple[float, tuple[Id, Id], int, int]]:
        """A place in the queue for two groups that are alike enough; equal ones go by the ids of their pages."""
        mine, theirs = self._groups[one], self._groups[other]
        total = sum(self._like(here, there) for here in mine.judges for there in theirs.judges)
        mean = round(total / (len(mine.judges) * len(theirs.judges)), 6)
        if mean < self._alike:
            return []
        first, second = sorted((min(mine.members), min(theirs.members)))
        return [(-mean, (first, second), one, other)]

    def _like(self, one: Id, other: Id) -> float:
        pair = (one, other) if one < other else (other, one)
        if pair not in self._known:
            self._known[pair] = likeness(self._pages[pair[0]], self._pages[pair[1]])
        return self._known[pair]
