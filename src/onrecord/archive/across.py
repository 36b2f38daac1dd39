"""What goes over many pages, as the archive has worked it out: stories, copies, and accounts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from onrecord.archive.filters import (
    Clause,
    between,
    joined,
    on_pages,
    one_of,
)  # fmt: skip
from onrecord.archive.happenings import Happenings
from onrecord.archive.reach import code_of
from onrecord.archive.sqlite import Row
from onrecord.archive.told import Comparison, FoldedPage, OutletRow, StoryFile, compared
from onrecord.archive.upkeep import known_outlets
from onrecord.corpus.copies import CopyGroup, Why
from onrecord.corpus.stories import Story, StoryPageRef
from onrecord.errors import UsageError
from onrecord.records import Id

#: So many pages are compared at once, copies of one text as one.
COMPARED = 300


class Across(Happenings):
    """The part of an archive that answers from many pages at once; see View for the rest."""

    # stories

    def stories(
        self,
        query: str = "",
        *,
        actor: str | None = None,
        country: str | None = None,
        language: str | None = None,
        outlet: str | None = None,
        case: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = 20,
        offset: int = 0,
    ) -> tuple[Story, ...]:
        """Stories of which a page passes the filters, the newest first.

        `query`: words in a passage, as for `find`; `actor`: an id, or words in a name; `country`: of a party of an event; `since` and
        `until`: the story touches these days.
        """
        tests = between("s.until", since, None) + between("s.since", None, until)
        pages = on_pages(self._db, newest=False, case=case, language=language, outlet=outlet)
        words = self._with_words(query) if query.strip() else None
        if actor is not None:
            pages.append(self._with_actor(actor))
        if country is not None:
            code = f" {code_of(country)} "
            sql = "SELECT page FROM events WHERE page = p.num AND instr(' ' || actors || ' ' || recipients || ' ', ?)"
            pages.append(Clause(f"EXISTS ({sql})", (code,)))
        if pages or words:
            tests.append(self._reaching(pages, "s.num", "story", "story_pages", words))
        sql, values = joined(tests)
        with self._db.snapshot():
            found = self._db.rows(
                f"SELECT s.num FROM stories s WHERE {sql} ORDER BY s.until DESC, s.id LIMIT ? OFFSET ?",
                (*values, -1 if limit is None else limit, offset),
            )
            return self._stories([num for (num,) in found])

    def story(self, story_id: str) -> StoryFile:
        """The story whose id begins so, with its timeline and its pages; raises ArchiveError if there is none, or several."""
        with self._db.snapshot():
            num = self._one("stories", "story", story_id)
            story = self._story(num)
            events = self._db.rows(
                "SELECT num FROM merged_events WHERE story = ? AND day != '' ORDER BY day, origins DESC, id", (num,)
            )
            return StoryFile(story=story, pages=self._folded(num), timeline=self._merged_events(events))

    def story_head(self, story_id: str) -> Story:
        """The story whose id begins so, without reading a page; raises ArchiveError if there is none, or several."""
        with self._db.snapshot():
            return self._story(self._one("stories", "story", story_id))

    def story_pages(self, story_id: str) -> tuple[FoldedPage, ...]:
        """The pages of the story whose id begins so, in order of publication, copies folded."""
        with self._db.snapshot():
            return self._folded(self._one("stories", "story", story_id))

    def story_of(self, page_id: str) -> Id | None:
        """The id of the story of a page; None if it is the only page of its own."""
        sql = "SELECT s.id FROM pages p JOIN story_pages x ON x.page = p.num JOIN stories s ON s.num = x.story WHERE p.id = ?"
        found: Id | None = self._db.value(sql, (page_id,))
        return found

    def stories_of(self, page_ids: Iterable[str]) -> dict[Id, Id]:
        """The ids of the stories of pages, by the ids of those pages that have one."""
        wanted = msgspec.json.encode(list(page_ids)).decode()
        sql = (
            "SELECT p.id, s.id FROM pages p JOIN story_pages x ON x.page = p.num JOIN stories s ON s.num = x.story "
            "WHERE p.id IN (SELECT value FROM json_each(?))"
        )
        return dict(self._db.rows(sql, (wanted,)))

    def _story(self, num: int) -> Story:
        return self._stories([num])[0]

    def _stories(self, nums: Sequence[int]) -> tuple[Story, ...]:
        """Stories by their numbers, in this order; all are read at once."""
        wanted = (msgspec.json.encode(nums).decode(),)
        listed = "IN (SELECT value FROM json_each(?))"
        heads = self._db.rows(
            f"SELECT num, id, title, nullif(since, ''), nullif(until, '') FROM stories WHERE num {listed}", wanted
        )
        pages = self._db.rows(
            "SELECT x.story, p.id, p.key, p.path, c.copies FROM story_pages x JOIN pages p ON p.num = x.page "
            f"LEFT JOIN copy_pages c ON c.page = p.num WHERE x.story {listed} ORDER BY coalesce(p.published, '9999'), p.id",
            wanted,
        )
        events = self._db.rows(
            "SELECT x.story, r.id FROM story_pages x JOIN pages p ON p.num = x.page JOIN records r ON r.page = x.page AND r.kind = 'event' "
            f"WHERE x.story {listed} ORDER BY coalesce(p.published, '9999'), p.id, r.seq",
            wanted,
        )
        refs: dict[int, list[StoryPageRef]] = {num: [] for num in nums}
        groups: dict[int, dict[int, list[Id]]] = {num: {} for num in nums}
        reports: dict[int, list[Id]] = {num: [] for num in nums}
        for num, page, key, path, group in pages:
            refs[num].append(StoryPageRef(id=page, key=key, path=path))
            if group is not None:
                groups[num].setdefault(group, []).append(page)
        for num, report in events:
            reports[num].append(report)
        found = {
            num: Story(
                id=id_,
                title=title,
                since=since,
                until=until,
                pages=tuple(refs[num]),
                copies=tuple(sorted(tuple(sorted(ids)) for ids in groups[num].values() if len(ids) > 1)),
                events=tuple(reports[num]),
            )
            for num, id_, title, since, until in heads
        }
        return tuple(found[num] for num in nums)

    def _folded(self, story: int) -> tuple[FoldedPage, ...]:
        """The pages of a story, those of one text under the first of them, or under the one that it comes from."""
        rows = self._db.rows(
            "SELECT p.num, p.id, c.copies, g.origin, g.source FROM story_pages x JOIN pages p ON p.num = x.page "
            "LEFT JOIN copy_pages c ON c.page = p.num LEFT JOIN copy_groups g ON g.num = c.copies "
            "WHERE x.story = ? ORDER BY coalesce(p.published, '9999'), p.id",
            (story,),
        )
        there = self._page_rows([row[0] for row in rows])
        folds: dict[object, list[Row]] = {}
        for row in rows:
            folds.setdefault(row[1] if row[2] is None else row[2], []).append(row)
        found = []
        for some in folds.values():
            first = next((row for row in some if row[1] == row[3]), some[0])
            copies = tuple(there[row[0]] for row in some if row is not first)
            found.append(FoldedPage(page=there[first[0]], copies=copies, source=first[4]))
        return tuple(found)

    # copies

    def copies(self, page_id: str) -> CopyGroup | None:
        """The pages that have the text of a page, with where it comes from; None if no other has it."""
        row = self._db.row(
            "SELECT g.num, g.origin, g.why, g.source FROM pages p JOIN copy_pages c ON c.page = p.num "
            "JOIN copy_groups g ON g.num = c.copies WHERE p.id = ?",
            (page_id,),
        )
        if row is None:
            return None
        num, origin, why, source = row
        ids = self._db.rows(
            "SELECT p.id FROM copy_pages c JOIN pages p ON p.num = c.page WHERE c.copies = ? ORDER BY p.id", (num,)
        )
        told: Why = one_of("why", why, get_args(Why))  # type: ignore[assignment]
        return CopyGroup(ids=tuple(one for (one,) in ids), origin=origin, why=told, source=source)

    def outlets(self) -> tuple[OutletRow, ...]:
        """The outlets of the archive, those of most pages first, with what the file of outlets says of them."""
        known = known_outlets()
        found = self._db.rows(
            "SELECT outlet, count(*) AS n, max(url) FROM pages WHERE newest AND outlet IS NOT NULL GROUP BY outlet ORDER BY n DESC, outlet"
        )
        return tuple(OutletRow(name=name, pages=pages, known=known.find(name, url)) for name, pages, url in found)

    # accounts side by side

    def compare(
        self,
        story: str | None = None,
        *,
        actor: str | None = None,
        case: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Comparison:
        """Accounts of the pages of a story (the beginning of its id), or of those that pass the filters, side by side.

        `since` and `until` are of publication. Raises UsageError if nothing is asked for.
        """
        if story is None and actor is None and case is None and since is None and until is None:
            raise UsageError("compare: give a story, an actor, a case or dates")
        dated = (
            story is None and actor is None and case is None
        )  # else few pages are named, and all newest ones need not be seen
        tests = [Clause("p.newest = 1" if dated else "+p.newest = 1"), *on_pages(self._db, newest=False, case=case)]
        tests += between("p.published", since, until)
        with self._db.snapshot():
            if story is not None:
                num = self._one("stories", "story", story)
                tests.append(Clause("p.num IN (SELECT page FROM story_pages WHERE story = ?)", (num,)))
            if actor is not None:
                tests.append(self._with_actor(actor))
            sql, values = joined(tests)
            rows = self._db.rows(
                f"SELECT p.num, c.copies FROM pages p LEFT JOIN copy_pages c ON c.page = p.num WHERE {sql} "
                "ORDER BY p.published DESC, p.id",
                values,
            )
            texts = {(-1, num) if group is None else (group, 0): num for num, group in rows}
            kept = list(texts.values())[:COMPARED]
            read = self._records(kept)
            records = [read[num] for num in kept]
            events = self._merged_events(
                self._db.rows(
                    "SELECT DISTINCT x.event FROM records r JOIN merged_reports x ON x.report = r.num WHERE r.page IN "
                    f"({', '.join('?' * len(kept))})",
                    kept,
                )
            )
        return compared(records, events, left_out=len(texts) - len(kept))
