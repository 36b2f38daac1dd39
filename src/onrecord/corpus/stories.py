"""Stories: pages about one thing, in any language, kept up as pages come and go.

Pages that share rare terms and are near in time meet (`blocks`); within a block, average-link clustering makes stories. Of pages
with one text only the first is looked at: forty reprints are one witness, and belong to the story of their text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
import numpy as np

from onrecord.corpus.blocks import Blocks, Memory, Rule
from onrecord.corpus.likeness import StoryPage, likeness, likenesses, story_page
from onrecord.corpus.sketches import stable_hash
from onrecord.records import Id, PageRecord, Record

#: Two groups of pages as like as this on the average are one story (`benchmarks/stories.py` chooses it by cross-validation).
ALIKE = 0.14
#: Days of the windows in which pages meet; each page is in two of them, so that none is at an edge.
_WINDOW = 32
#: So many terms lead to pages of any time.
_ANY_TIME = 8
#: Links weaker than this share of ALIKE do not hold a block together.
_HELD = 0.7


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


class StoryPages:
    """How pages meet and are linked that may be of one story (see `blocks.Kind`)."""

    rule = Rule(met=16, meet=2, cap=150, levels=tuple(round(ALIKE * share, 4) for share in (_HELD, 1, 1.5, 2, 3, 4, 5)))

    def rank(self, page: StoryPage) -> int:
        """A hash of the id."""
        return stable_hash(page.id)

    def keys(self, page: StoryPage) -> list[int]:
        """Rare terms in the two windows of its day, and the rarest of them at any time; keys of one window lie side by side."""
        rare = page.signature[: _ANY_TIME // 2] + page.signature[-_ANY_TIME // 2 :]
        if page.day is None:
            return sorted({_key(term, 0) for term in page.signature})
        window = page.day // _WINDOW + 1
        in_time = {_key(term, at) for term in page.signature for at in (window, window + 1)}
        return sorted(in_time | {_key(term, 0) for term in rare})

    def link(self, one: StoryPage, other: StoryPage) -> float:
        """How like they are."""
        return likeness(one, other)

    def apart(self, one: StoryPage, other: StoryPage, keys: Callable[[], Sequence[int]]) -> bool:
        """Keys alone tell nothing."""
        return False


def _key(term: int, window: int) -> int:
    return (window << 47) | (stable_hash(str(term)) >> 16)


def told(pages: Sequence[StoryPage], alike: float = ALIKE) -> list[tuple[StoryPage, ...]]:
    """The pages of a block by story, the page most like the others of its story first, then by rank; average-link clustering."""
    if len(pages) == 1:
        return [(pages[0],)]
    pages = sorted(pages, key=lambda page: stable_hash(page.id))
    like = likenesses(pages)
    return [
        _central_first([pages[at] for at in group], like[np.ix_(group, group)]) for group in average_link(like, alike)
    ]


def average_link(like: np.ndarray[tuple[int, int], np.dtype[np.float64]], alike: float) -> list[list[int]]:
    """Rows of a matrix of likeness by cluster: the two likest groups are joined, on the average over their rows, while they are alike."""
    groups = [[at] for at in range(len(like))]
    mean = np.array(like, np.float64)
    np.fill_diagonal(mean, -1.0)
    while len(groups) > 1:
        place = int(mean.argmax())
        one, other = sorted(divmod(place, len(mean)))
        if mean[one, other] < alike:
            break
        mine, theirs = len(groups[one]), len(groups[other])
        joined = np.round((mine * mean[one] + theirs * mean[other]) / (mine + theirs), 9)
        mean[one], mean[:, one] = joined, joined
        mean[one, one] = -1.0
        mean = np.delete(np.delete(mean, other, 0), other, 1)
        groups[one] = sorted(groups[one] + groups.pop(other))
    return groups


def _central_first(
    pages: Sequence[StoryPage], like: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> tuple[StoryPage, ...]:
    sums = [round(float(row.sum()), 6) if page.title else -1.0 for page, row in zip(pages, like, strict=True)]
    first = min(range(len(pages)), key=lambda at: (-sums[at], pages[at].id))
    return (pages[first], *(page for at, page in enumerate(pages) if at != first))


def story_id(ids: Iterable[Id]) -> Id:
    """Id of a story: 16 hex digits of a hash of the first of its page ids, so that it keeps it as pages join."""
    return hashlib.blake2b(f"story\n{min(ids)}".encode(), digest_size=8).hexdigest()


class StoryIndex:
    """Stories of pages that come one by one, in memory; the same pages in any order give the same stories."""

    def __init__(self, alike: float = ALIKE) -> None:
        self._alike = alike
        self._kept = Memory[StoryPage]()
        self._blocks = Blocks(StoryPages(), self._kept)
        self._stories: dict[int, list[tuple[StoryPage, ...]]] = {}
        self._pages: set[Id] = set()

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, *pages: StoryPage) -> None:
        """Take in pages; one that was added before changes nothing."""
        new = {page.id: page for page in pages if page.id not in self._pages}
        self._pages |= new.keys()
        for block in self._blocks.change(new.values()):
            for rank in block:
                self._stories.pop(rank, None)
            self._stories[block[0]] = told([self._kept.thing(rank) for rank in block], self._alike)

    def groups(self) -> Iterator[tuple[StoryPage, ...]]:
        """The stories, those of one page among them, the page most like the others first."""
        return (group for groups in self._stories.values() for group in groups)


def stories_of(
    records: Iterable[PageRecord], copies: Iterable[Sequence[Id]] = (), alike: float = ALIKE
) -> tuple[Story, ...]:
    """Stories of two or more pages, by first day and id; `copies` are groups of pages with one text."""
    by_id = {record.page.id: record for record in records}
    texts = {min(group): tuple(sorted(group)) for group in copies}
    later = {one for group in texts.values() for one in group[1:]}
    index = StoryIndex(alike)
    index.add(*(story_page(record) for one, record in by_id.items() if one not in later))
    found = (
        story_made(
            group[0].title,
            [by_id[one] for page in group for one in texts.get(page.id, (page.id,))],
            [texts[page.id] for page in group if page.id in texts],
        )
        for group in index.groups()
    )
    several = [story for story in found if len(story.pages) > 1]
    return tuple(sorted(several, key=lambda story: (story.since or "9999", story.id)))


def story_made(title: str, records: Iterable[PageRecord], copies: Iterable[tuple[Id, ...]]) -> Story:
    """The story of some pages."""
    ordered = sorted(records, key=lambda record: (record.page.published or "9999", record.page.id))
    pages = [record.page for record in ordered]
    days = [page.published[:10] for page in pages if page.published]
    return Story(
        id=story_id(page.id for page in pages),
        title=title,
        since=min(days, default=None),
        until=max(days, default=None),
        pages=tuple(StoryPageRef(id=page.id, key=page.key, path=page.path) for page in pages),
        copies=tuple(sorted(copies)),
        events=tuple(event.id for record in ordered for event in record.events),
    )
