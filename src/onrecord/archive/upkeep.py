"""Keeps what goes over many pages up to date as pages come, change and go: the steps of `onrecord.corpus`, a few pages at a time.

What it writes depends on what newest versions of pages there are and on what users judged, not on the order in which pages came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from onrecord.archive import shelf, tallies
from onrecord.archive.entries import countries, scope
from onrecord.archive.sqlite import Database
from onrecord.archive.things import story_pages, texts
from onrecord.archive.unpacking import record_of
from onrecord.corpus.actors import Judgements
from onrecord.corpus.blocks import Blocks
from onrecord.corpus.copies import CopyPage, CopyPages, copy_page, same_text
from onrecord.corpus.likeness import StoryPage, story_page
from onrecord.corpus.merge import MergedEvent, day_of, merged, reports_of
from onrecord.corpus.named import Found, Node, named_on
from onrecord.corpus.outlets import Outlets, load
from onrecord.corpus.sketches import stable_hash
from onrecord.corpus.stories import StoryPages, story_id, told
from onrecord.corpus.who import WhoIsWho
from onrecord.records import Id, PageRecord
from onrecord.settings import settings

#: Pages worked in at once.
PORTION = 256
#: What is gone is worked in before anything that comes: its contents are not there any more.
_GONE = "SELECT page FROM unsettled WHERE NOT EXISTS (SELECT 1 FROM pages WHERE num = page AND newest)"
_CAME = "SELECT page FROM unsettled WHERE EXISTS (SELECT 1 FROM pages WHERE num = page AND newest)"
_TABLES = (
    "settled", "copy_things", "copy_keys", "copy_links", "story_things", "story_keys", "story_links", "copy_groups", "copy_pages",
    "stories", "story_pages", "merged_events", "merged_reports", "event_counts", *shelf.TABLES,
)  # fmt: skip


#: Raised when what is kept here changes: an archive of another one is made anew.
VERSION = "1"


def pending(database: Database) -> int:
    """How many pages there are to work in."""
    return int(database.value("SELECT count(*) FROM unsettled"))


def stale(database: Database) -> bool:
    """Whether there is something to do: pages to work in, or what is here is of another version."""
    return bool(pending(database)) or (
        database.value("SELECT value FROM meta WHERE name = 'across'") not in (None, VERSION)
    )


def now() -> str:
    """The time, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def known_outlets() -> Outlets:
    """The outlets that ship with onrecord, and those of the user's file over them."""
    own = settings().outlets
    return load(Path(own) if own else None)


def settle(database: Database) -> None:
    """Work in the pages that came, changed or went since the last time, a portion in one transaction."""
    if not stale(database):
        return
    if database.value("SELECT value FROM meta WHERE name = 'across'") != VERSION:
        _clear(database)
    outlets = known_outlets() if pending(database) else None
    while outlets is not None and pending(database):
        with database.transaction():
            rows = database.rows(f"SELECT page FROM ({_GONE}) UNION SELECT page FROM ({_CAME} LIMIT {PORTION})")
            nums = [num for (num,) in rows]
            _Portion(database, nums, outlets).settle()
            database.run_many("DELETE FROM unsettled WHERE page = ?", [(num,) for num in nums])


def rebuild(database: Database) -> None:
    """Make everything anew from the pages; what users judged stays."""
    _clear(database)
    settle(database)


def _clear(database: Database) -> None:
    """Strike all that was worked out."""
    with database.transaction():
        for table in _TABLES:
            database.run(f"DELETE FROM {table}")
        tallies.clear(database, "events")
        database.run("INSERT OR IGNORE INTO unsettled SELECT num FROM pages")
        database.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('across', ?)", (VERSION,))


class _Traces(NamedTuple):
    """What a page is compared with others by."""

    names: Mapping[Node, Found]
    text: CopyPage
    story: StoryPage


class _Portion:
    """Some pages to be worked in, by number."""

    def __init__(self, database: Database, nums: Sequence[int], outlets: Outlets) -> None:
        self._db, self._outlets = database, outlets
        self._records: dict[int, PageRecord] = {}
        self._nums: dict[int, int] = {}  # page by rank
        some, listed = "(SELECT value FROM json_each(?))", (msgspec.json.encode(nums).decode(),)
        there = database.rows(f"SELECT num, id FROM pages WHERE newest AND num IN {some}", listed)
        self._traces: dict[int, _Traces] = {}
        there = [(num, one) for num, one in there if self._traced(num)]
        #: Pages that were worked in before and go, or come anew, and those that come; rank by number.
        self.went: dict[int, int] = dict(database.rows(f"SELECT page, rank FROM settled WHERE page IN {some}", listed))
        self.came = {num: stable_hash(one) for num, one in there}
        database.run_many("DELETE FROM settled WHERE page = ?", [(num,) for num in self.went])
        database.run_many("INSERT INTO settled VALUES (?, ?, ?)", [(num, one, self.came[num]) for num, one in there])
        self._texts, self._stories = texts(database), story_pages(database)
        self._counted: Counter[tuple[str, str, str, str, str, str]] = Counter()

    def _traced(self, num: int) -> bool:
        """Work out what a page is compared by; a page of which that fails is left out, and the problem noted: it stops no other."""
        record = self._record(num)
        try:
            reports_of(record)
            self._traces[num] = _Traces(named_on(record), copy_page(record), story_page(record))
        except Exception as error:
            self._db.run("DELETE FROM problems WHERE page = ? AND stage = 'across'", (num,))
            self._db.run(
                "INSERT INTO problems (page, stage, message, noted) VALUES (?, 'across', ?, ?)",
                (num, f"not compared with other pages: {type(error).__name__}: {error}", now()),
            )
            return False
        return True

    def settle(self) -> None:
        """Work them in."""
        self._name()
        self._merge(self._tell(self._group_texts()))

    # actors

    def _name(self) -> None:
        """Find whose the names of the pages are."""
        names = shelf.Shelf(self._db)
        named, new, gone = set[Node](), set[Node](), set[Node]()
        for num in self.went:
            there, lost = names.untell(num)
            named |= there
            gone |= lost
        for num in self.came:
            found = self._traces[num].names
            named |= found.keys()
            new |= names.tell(num, self._record(num), found)
        back = gone & new
        judged = Judgements(shelf.judgements(self._db))
        WhoIsWho(names, judged).settle(named, new - back, gone - back)

    # copies

    def _group_texts(self) -> set[int]:
        """Group the pages with one text; returns the numbers of pages of which the group changed, or which came."""
        blocks = Blocks(CopyPages(), self._texts)
        changed = blocks.change([self._traces[num].text for num in self.came], self.went.values())
        stirred = set(self.came)
        before = self._copies_of([*self.went, *(self._num(rank) for block in changed for rank in block)])
        after: dict[int, tuple[Any, ...]] = {}
        for block in changed:
            pairs = [(self._texts.thing(one), self._texts.thing(other)) for one, other in blocks.linked(block)]
            for group in same_text(pairs, self._outlets) if pairs else ():
                row = (group.ids, group.origin, group.why, group.source)
                after.update((self._num(stable_hash(one)), row) for one in group.ids)
        for group_num in {num for num, _ in before.values()}:
            self._db.run("DELETE FROM copy_groups WHERE num = ?", (group_num,))
            self._db.run("DELETE FROM copy_pages WHERE copies = ?", (group_num,))
        for ids, *told_of in {row[0]: row for row in after.values()}.values():
            group_num = self._db.run(
                "INSERT INTO copy_groups (id, origin, why, source) VALUES (?, ?, ?, ?)", (ids[0], *told_of)
            )
            self._db.run_many(
                "INSERT INTO copy_pages VALUES (?, ?)", [(self._num(stable_hash(one)), group_num) for one in ids]
            )
        for num in before.keys() | after.keys():
            if (before[num][1] if num in before else ()) != (after[num][0] if num in after else ()):
                stirred.add(num)
        return stirred - (self.went.keys() - self.came.keys())

    def _copies_of(self, nums: Iterable[int]) -> dict[int, tuple[int, tuple[Id, ...]]]:
        """Number and ids of the group of each page that has one, and of all pages of these groups."""
        groups = {num: self._db.value("SELECT copies FROM copy_pages WHERE page = ?", (num,)) for num in nums}
        found: dict[int, tuple[int, tuple[Id, ...]]] = {}
        for group in {group for group in groups.values() if group is not None}:
            pages = [num for (num,) in self._db.rows("SELECT page FROM copy_pages WHERE copies = ?", (group,))]
            ids = tuple(sorted(self._id(num) for num in pages))
            found.update(dict.fromkeys(pages, (group, ids)))
        return found

    def _text(self, num: int) -> list[int]:
        """The pages that have the text of a page, that of the first id first."""
        rows = self._db.rows(
            "SELECT c.page FROM copy_pages c JOIN settled s ON s.page = c.page WHERE c.copies = "
            "(SELECT copies FROM copy_pages WHERE page = ?) ORDER BY s.id",
            (num,),
        )
        return [page for (page,) in rows] or [num]

    # stories

    def _tell(self, stirred: set[int]) -> list[tuple[int | None, list[int]]]:
        """Find the stories of pages of which the text is new or shared otherwise; returns those that changed, with their pages."""
        firsts = {self._text(num)[0] for num in stirred}
        here = {num for num in stirred | firsts if self._stories.block(self._rank(num)) is not None}
        gone = {rank for num, rank in self.went.items() if num not in self.came}
        replaced = {self._rank(num) for num in here & self.came.keys()}
        later = {self._rank(num) for num in here - firsts}
        come = [
            self._traces[num].story if num in self._traces else story_page(self._record(num))
            for num in firsts
            if num in self.came or num not in here
        ]
        changed = Blocks(StoryPages(), self._stories).change(
            come, gone | replaced | later, [self._rank(num) for num in firsts]
        )
        found = []
        fresh = stirred | self.came.keys()
        self._stories.fetch([rank for block in changed for rank in block])
        for block in changed:
            for group in told([self._stories.thing(rank) for rank in block]):
                pages = [num for page in group for num in self._text(self._num(stable_hash(page.id)))]
                found.append((group[0].title, sorted(pages)))
        return self._put_stories(found, fresh)

    def _put_stories(
        self, found: Sequence[tuple[str, list[int]]], fresh: set[int]
    ) -> list[tuple[int | None, list[int]]]:
        """Write stories in place of those that their pages had; returns those that are not as before, None for a page of no story."""
        nums = [num for _, pages in found for num in pages]
        gone = [num for num in self.went if num not in self.came]
        before: dict[int, set[int]] = {}
        for num in {*nums, *gone}:
            if (story := self._db.value("SELECT story FROM story_pages WHERE page = ?", (num,))) is not None:
                before.setdefault(story, set()).add(num)
        old = {
            story: frozenset(
                page for (page,) in self._db.rows("SELECT page FROM story_pages WHERE story = ?", (story,))
            )
            for story in before
        }
        at = {pages: story for story, pages in old.items()}
        told_before = {page for some in old.values() for page in some}
        changed: list[tuple[int | None, list[int]]] = []
        kept = {at[frozenset(pages)] for _, pages in found if frozenset(pages) in at}
        for story in old.keys() - kept:
            self._db.run("DELETE FROM stories WHERE num = ?", (story,))
            self._db.run("DELETE FROM story_pages WHERE story = ?", (story,))
        for title, pages in found:
            there = at.get(frozenset(pages))
            number = self._put_story(there, title, pages)
            was_alone = len(pages) == 1 and pages[0] not in told_before
            if fresh.intersection(pages) or not (there is not None or was_alone):
                changed.append((number, pages))
        return changed

    def _put_story(self, there: int | None, title: str, pages: Sequence[int]) -> int | None:
        if len(pages) < 2:
            return None
        days = [day for num in pages if (day := self._db.value("SELECT published FROM pages WHERE num = ?", (num,)))]
        row = (
            story_id(self._id(num) for num in pages), title, min(days, default="")[:10], max(days, default="")[:10], len(pages),
        )  # fmt: skip
        if there is not None:
            self._db.run(
                "UPDATE stories SET id = ?, title = ?, since = ?, until = ?, pages = ? WHERE num = ?", (*row, there)
            )
            return there
        num = self._db.run("INSERT INTO stories (id, title, since, until, pages) VALUES (?, ?, ?, ?, ?)", row)
        self._db.run_many("INSERT INTO story_pages VALUES (?, ?)", [(page, num) for page in pages])
        return num

    # events

    def _merge(self, stories: Sequence[tuple[int | None, list[int]]]) -> None:
        """Merge the reports of stories that changed; of a page of no story, its own."""
        affected = {num for _, pages in stories for num in pages} | self.went.keys()
        old = {
            event
            for num in affected
            for (event,) in self._db.rows("SELECT DISTINCT event FROM merged_reports WHERE page = ?", (num,))
        }
        for event in old:
            self._count(event, -1)
            self._db.run("DELETE FROM merged_events WHERE num = ?", (event,))
            self._db.run("DELETE FROM merged_reports WHERE event = ?", (event,))
        for story, pages in stories:
            records = {num: self._record(num) for num in pages}
            text = {self._id(num): self._id(self._text(num)[0]) for num in pages} if len(pages) > 1 else {}
            reports = [report for num in pages for report in reports_of(records[num])]
            name = story_id(self._id(num) for num in pages) if story is not None else None
            numbers = self._report_numbers(pages) if reports else {}
            for event in merged(reports, name, text):
                self._put_event(event, story, numbers)
        self._write_counts()

    def _report_numbers(self, pages: Sequence[int]) -> Mapping[Id, tuple[int, int]]:
        """Number in `records` and page of each report of some pages."""
        return {
            report: (num, page)
            for page in pages
            for num, report in self._db.rows("SELECT num, id FROM records WHERE page = ? AND kind = 'event'", (page,))
        }

    def _put_event(self, event: MergedEvent, story: int | None, numbers: Mapping[Id, tuple[int, int]]) -> None:
        day = day_of(event) or ""
        row = (
            event.id, story, event.type, "stated" in event.statuses, " ".join(event.statuses), day, countries(event.actor),
            countries(event.recipient), len(event.reports), event.origins, self._scopes(event, numbers),
            msgspec.json.encode(event) if len(event.reports) > 1 else None,
        )  # fmt: skip
        num = self._db.run(
            "INSERT INTO merged_events (id, story, type, stated, statuses, day, actors, recipients, reports, origins, counted, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        self._db.run_many(
            "INSERT INTO merged_reports VALUES (?, ?, ?)",
            [(numbers[report][0], num, numbers[report][1]) for report in event.reports],
        )
        self._count(num, 1)

    def _scopes(self, event: MergedEvent, numbers: Mapping[Id, tuple[int, int]]) -> str:
        """Where an event is counted: with each status of its reports, over all pages and over those of their language and outlet."""
        found = set()
        for report in event.reports:
            record = self._record(numbers[report][1])
            status = next(one.status for one in record.events if one.id == report)
            page = record.page
            found |= {(name, status) for name in ("", scope("language", page.language), scope("outlet", page.outlet))}
        return msgspec.json.encode(sorted(found)).decode()

    def _count(self, event: int, sign: int) -> None:
        """Count a merged event (sign 1), or count it no more (-1)."""
        (row,) = self._db.rows(
            "SELECT counted, actors, type, recipients, day FROM merged_events WHERE num = ?", (event,)
        )
        counted, *what = row
        for name, status in msgspec.json.decode(counted):
            self._counted[name, status, *what] += sign

    def _write_counts(self) -> None:
        """Write what is counted otherwise, all at once: most of it lies side by side."""
        cells = [tallies.Cell(*key, number) for key, number in sorted(self._counted.items()) if number]
        self._counted.clear()
        rows = [(one.scope, one.status, one.day[:7], one.actors, one.type, one.recipients, one.day) for one in cells]
        self._db.run_many(
            "INSERT INTO event_counts VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events",
            [(*row, one.number) for row, one in zip(rows, cells, strict=True)],
        )
        key = "(scope, status, month, actors, type, recipients, day) = (?, ?, ?, ?, ?, ?, ?)"
        fewer = [row for row, one in zip(rows, cells, strict=True) if one.number < 0]
        self._db.run_many(f"DELETE FROM event_counts WHERE {key} AND events <= 0", fewer)
        tallies.change(self._db, "events", cells)

    # pages

    def _record(self, num: int) -> PageRecord:
        if num not in self._records:
            blob = self._db.value("SELECT record FROM contents WHERE page = ?", (num,))
            self._records[num] = record_of(blob, self._db.path, f"page {num}")
        return self._records[num]

    def _num(self, rank: int) -> int:
        if rank not in self._nums:
            self._nums[rank] = int(self._db.value("SELECT page FROM settled WHERE rank = ?", (rank,)))
        return self._nums[rank]

    def _rank(self, num: int) -> int:
        return (
            self.came[num]
            if num in self.came
            else int(self._db.value("SELECT rank FROM settled WHERE page = ?", (num,)))
        )

    def _id(self, num: int) -> Id:
        return str(self._db.value("SELECT id FROM settled WHERE page = ?", (num,)))
