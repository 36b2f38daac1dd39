"""What goes over many pages, as the archive has worked it out: stories, actors, copies, merged events, and accounts side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

import msgspec

from onrecord.archive.filters import Clause, between, joined, of_status, of_type, on_pages, one_of
from onrecord.archive.query import expression, parse, term_of
from onrecord.archive.rows import PageRow
from onrecord.archive.shelf import Shelf, judgements
from onrecord.archive.sqlite import Database, Row
from onrecord.archive.upkeep import known_outlets
from onrecord.corpus.actors import Actor, Merge, first_of
from onrecord.corpus.compare import FigureComparison, PositionHistory, compare_figures, position_histories
from onrecord.corpus.copies import CopyGroup, Why
from onrecord.corpus.merge import MergedEvent, alone
from onrecord.corpus.named import ActorKind, node_id
from onrecord.corpus.outlets import Outlet
from onrecord.corpus.sequels import Followed, what_followed
from onrecord.corpus.stories import Story, StoryPageRef
from onrecord.corpus.wordings import Rewording, headline_only, rewordings
from onrecord.errors import ArchiveError, UsageError
from onrecord.records import Id, PageRecord, Record, Status

#: So many pages are compared at once, copies of one text as one.
COMPARED = 300
_ID = re.compile("[0-9a-f]{6,}")


class FoldedPage(Record, frozen=True, kw_only=True):
    """A page of a story with the other pages of the story that have its text; `source` is where that text comes from, if a page says so."""

    page: PageRow
    copies: tuple[PageRow, ...] = ()
    source: str | None = None


class StoryFile(Record, frozen=True, kw_only=True):
    """A story with its pages in order of publication, copies folded, and its events that have a day, in order."""

    story: Story
    pages: tuple[FoldedPage, ...]
    timeline: tuple[MergedEvent, ...]


class HeadlineOnly(Record, frozen=True, kw_only=True):
    """Quotations of the headline of a page that its body does not have."""

    page: Id
    outlet: str | None
    texts: tuple[str, ...]


class Comparison(Record, frozen=True, kw_only=True):
    """Accounts of pages side by side; `left_out` counts pages beyond the `COMPARED` newest.

    `figures` that differ, `positions` with their changes, one utterance in several `wordings`, quotations that only `headlines` have,
    and promises, threats and deadlines with what `followed`.
    """

    pages: tuple[Id, ...]
    left_out: int
    figures: tuple[FigureComparison, ...]
    positions: tuple[PositionHistory, ...]
    wordings: tuple[Rewording, ...]
    headlines: tuple[HeadlineOnly, ...]
    followed: tuple[Followed, ...]


class OutletRow(Record, frozen=True, kw_only=True):
    """An outlet as pages name it, how many do, and what the file of outlets knows of it."""

    name: str
    pages: int
    known: Outlet | None


class Across:
    """The part of an archive that answers from many pages at once; see View for the rest."""

    _db: Database

    def _page_row(self, num: int) -> PageRow:
        raise NotImplementedError

    def _record(self, num: int) -> PageRecord:
        raise NotImplementedError

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
        if query.strip():
            pages.append(self._with_words(query))
        if actor is not None:
            pages.append(self._with_actor(actor))
        if country is not None:
            code = f" {_code(country)} "
            sql = "SELECT page FROM events WHERE page = p.num AND instr(' ' || actors || ' ' || recipients || ' ', ?)"
            pages.append(Clause(f"EXISTS ({sql})", (code,)))
        if pages:
            sql, values = joined(pages)
            there = f"SELECT 1 FROM story_pages x CROSS JOIN pages p ON p.num = x.page WHERE x.story = s.num AND {sql}"
            tests.append(Clause(f"EXISTS ({there})", tuple(values)))
        sql, values = joined(tests)
        with self._db.snapshot():
            found = self._db.rows(
                f"SELECT s.num FROM stories s WHERE {sql} ORDER BY s.until DESC, s.id LIMIT ? OFFSET ?",
                (*values, -1 if limit is None else limit, offset),
            )
            return tuple(self._story(num) for (num,) in found)

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

    def _story(self, num: int) -> Story:
        row = self._db.row("SELECT id, title, nullif(since, ''), nullif(until, '') FROM stories WHERE num = ?", (num,))
        assert row is not None
        pages = self._db.rows(
            "SELECT p.id, p.key, p.path, c.copies FROM story_pages x JOIN pages p ON p.num = x.page "
            "LEFT JOIN copy_pages c ON c.page = p.num WHERE x.story = ? ORDER BY coalesce(p.published, '9999'), p.id",
            (num,),
        )
        events = self._db.rows(
            "SELECT r.id FROM story_pages x JOIN pages p ON p.num = x.page JOIN records r ON r.page = x.page AND r.kind = 'event' "
            "WHERE x.story = ? ORDER BY coalesce(p.published, '9999'), p.id, r.seq",
            (num,),
        )
        groups: dict[int, list[Id]] = {}
        for page, _, _, group in pages:
            if group is not None:
                groups.setdefault(group, []).append(page)
        return Story(
            id=row[0],
            title=row[1],
            since=row[2],
            until=row[3],
            pages=tuple(StoryPageRef(id=page, key=key, path=path) for page, key, path, _ in pages),
            copies=tuple(sorted(tuple(sorted(ids)) for ids in groups.values() if len(ids) > 1)),
            events=tuple(event for (event,) in events),
        )

    def _folded(self, story: int) -> tuple[FoldedPage, ...]:
        """The pages of a story, those of one text under the first of them, or under the one that it comes from."""
        rows = self._db.rows(
            "SELECT p.num, p.id, c.copies, g.origin, g.source FROM story_pages x JOIN pages p ON p.num = x.page "
            "LEFT JOIN copy_pages c ON c.page = p.num LEFT JOIN copy_groups g ON g.num = c.copies "
            "WHERE x.story = ? ORDER BY coalesce(p.published, '9999'), p.id",
            (story,),
        )
        folds: dict[object, list[Row]] = {}
        for row in rows:
            folds.setdefault(row[1] if row[2] is None else row[2], []).append(row)
        found = []
        for some in folds.values():
            first = next((row for row in some if row[1] == row[3]), some[0])
            copies = tuple(self._page_row(row[0]) for row in some if row is not first)
            found.append(FoldedPage(page=self._page_row(first[0]), copies=copies, source=first[4]))
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

    # actors

    def actors(
        self,
        name: str | None = None,
        *,
        kind: ActorKind | None = None,
        country: str | None = None,
        page: str | None = None,
        limit: int | None = 20,
        offset: int = 0,
    ) -> tuple[Actor, ...]:
        """Who is there, by how many pages name them. `name`: words in any form of the name; `page`: the id of a page that names them."""
        tests = []
        if name is not None:
            tests.append(_named(name))
        if kind is not None:
            tests.append(Clause("w.kind = ?", (one_of("kind", kind, get_args(ActorKind)),)))
        if country is not None:
            tests.append(Clause("w.country = ?", (_code(country),)))
        if page is not None:
            sql = "SELECT n.who FROM pages p JOIN name_pages x ON x.page = p.num JOIN names n ON n.num = x.name WHERE p.id = ?"
            tests.append(Clause(f"w.num IN ({sql})", (page,)))
        sql, values = joined(tests)
        found = self._db.rows(
            f"SELECT w.body FROM who w WHERE {sql} ORDER BY w.pages DESC, w.id LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, offset),
        )
        return tuple(msgspec.json.decode(body, type=Actor) for (body,) in found)

    def actor(self, actor_id: str) -> Actor:
        """The actor whose id begins so, or of whom a name has such an id; raises ArchiveError if there is none, or several."""
        with self._db.snapshot():
            body = self._db.value("SELECT body FROM who WHERE num = ?", (self._who(actor_id),))
            return msgspec.json.decode(body, type=Actor)

    def actor_pages(self, actor_id: str, *, limit: int | None = 20, offset: int = 0) -> tuple[PageRow, ...]:
        """Pages that name an actor, the newest first."""
        with self._db.snapshot():
            found = self._db.rows(
                "SELECT DISTINCT p.num FROM names n JOIN name_pages x ON x.name = n.num JOIN pages p ON p.num = x.page "
                "WHERE n.who = ? ORDER BY p.published DESC, p.id LIMIT ? OFFSET ?",
                (self._who(actor_id), -1 if limit is None else limit, offset),
            )
            return tuple(self._page_row(num) for (num,) in found)

    def name_id(self, name: str) -> Id:
        """The id of a name: by the beginning of the id of it or of its actor (the name it is shown by), or by one of its forms.

        Raises UsageError if no name, or several, are meant.
        """
        if _ID.fullmatch(name.strip().lower()):
            wanted = name.strip().lower()
            found = self._db.rows("SELECT id FROM names WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2", (wanted,))
            if not found:
                with self._db.snapshot():
                    return node_id(first_of(Shelf(self._db).seen_of(self._who(wanted))))
        else:
            found = self._db.rows(
                "SELECT DISTINCT n.id FROM names n JOIN name_told t ON t.name = n.num WHERE t.what = 'name' AND t.text = ? LIMIT 12",
                (" ".join(name.split()),),
            )
        if len(found) != 1:
            listed = ", ".join(one for (one,) in found)
            raise UsageError(
                f"{name}: "
                + (f"of several names, give the id of one: {listed}" if found else "no name of an actor here")
            )
        return str(found[0][0])

    def name_texts(self, name_ids: Iterable[Id]) -> dict[Id, str]:
        """The commonest form of names, by their ids."""
        wanted = msgspec.json.encode(list(name_ids)).decode()
        rows = self._db.rows(
            "SELECT n.id, t.text FROM names n JOIN name_told t ON t.name = n.num AND t.what = 'name' "
            "WHERE n.id IN (SELECT value FROM json_each(?)) ORDER BY t.pages, t.text DESC",
            (wanted,),
        )
        return {str(id_): str(text) for id_, text in rows}

    def judgements(self) -> tuple[Merge, ...]:
        """What users judged of names."""
        return judgements(self._db)

    def merges(self, actor_id: str) -> tuple[Merge, ...]:
        """The judgements behind an actor, of users and of the machine (`by` onrecord), with the reason of each."""
        with self._db.snapshot():
            return Shelf(self._db).merges(self._who(actor_id))

    def _who(self, prefix: str) -> int:
        """Number of an actor, by the beginning of its id or of that of one of its names."""
        wanted = _prefix(prefix)
        whole = self._db.row("SELECT who FROM names WHERE id = ? AND who IS NOT NULL", (wanted,))
        return int(whole[0]) if whole is not None else self._one("who", "actor", prefix)

    # merged events

    def merged_events(
        self,
        *,
        type: str | None = None,
        actor: str | None = None,
        country: str | None = None,
        story: str | None = None,
        status: Status | None = None,
        stated: bool = False,
        language: str | None = None,
        outlet: str | None = None,
        case: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = 20,
        offset: int = 0,
    ) -> tuple[MergedEvent, ...]:
        """Events, each with all its reports, the newest first.

        `stated`: only those that an outlet itself tells as having happened; `status`: those with a report of this status; `actor`: words
        in the name of an actor or recipient; `country`: of an actor or recipient; `story`: the beginning of the id of one.
        """
        tests = between("m.day", since, until)
        if type is not None:
            tests.append(Clause(of_type(type).sql.replace("x.", "m."), of_type(type).values))
        if stated:
            tests.append(Clause("m.stated = 1"))
        if status is not None:
            of_status(status)
            tests.append(Clause("instr(' ' || m.statuses || ' ', ?)", (f" {status} ",)))
        if country is not None:
            tests.append(Clause("instr(' ' || m.actors || ' ' || m.recipients || ' ', ?)", (f" {_code(country)} ",)))
        with self._db.snapshot():
            if story is not None:
                tests.append(Clause("m.story = ?", (self._one("stories", "story", story),)))
            if actor is not None:
                tests.append(_with_party(actor))
            pages = on_pages(self._db, newest=False, case=case, language=language, outlet=outlet)
            if pages:
                sql, values = joined(pages)
                there = (
                    "SELECT 1 FROM merged_reports x CROSS JOIN records r ON r.num = x.report CROSS JOIN pages p ON p.num = r.page "
                    f"WHERE x.event = m.num AND {sql}"
                )
                tests.append(Clause(f"EXISTS ({there})", tuple(values)))
            sql, values = joined(tests)
            found = self._db.rows(
                f"SELECT m.num FROM merged_events m WHERE {sql} ORDER BY m.day DESC, m.id LIMIT ? OFFSET ?",
                (*values, -1 if limit is None else limit, offset),
            )
            return self._merged_events(found)

    def every_merged_event(self, *, case: str | None = None) -> Iterator[MergedEvent]:
        """All merged events, in the order in which they were merged, a few held at a time."""
        sql, values = joined(on_pages(self._db, newest=False, case=case))
        pages = f"SELECT x.event FROM merged_reports x CROSS JOIN pages p ON p.num = x.page WHERE {sql}"
        test = f"num IN ({pages})" if case is not None else "1"
        last = 0
        while True:
            found = self._db.rows(
                f"SELECT num FROM merged_events WHERE num > ? AND {test} ORDER BY num LIMIT 500", (last, *values)
            )
            yield from self._merged_events(found)
            if len(found) < 500:
                return
            last = found[-1][0]

    def merged_event(self, event_id: str) -> MergedEvent:
        """The merged event whose id begins so, or of which this is a report; raises ArchiveError if there is none, or several."""
        with self._db.snapshot():
            wanted = _prefix(event_id)
            row = self._db.row(
                "SELECT x.event FROM records r JOIN merged_reports x ON x.report = r.num WHERE r.id = ?", (wanted,)
            )
            num = int(row[0]) if row is not None else self._one("merged_events", "merged event", event_id)
            return self._merged_events([(num,)])[0]

    def _merged_events(self, nums: Sequence[Row]) -> tuple[MergedEvent, ...]:
        return tuple(self._merged_event(num) for (num,) in nums)

    def _merged_event(self, num: int) -> MergedEvent:
        """An event of several reports as it is kept, one of a single report from its page."""
        row = self._db.row(
            "SELECT m.body, s.id, r.page, r.seq FROM merged_events m LEFT JOIN stories s ON s.num = m.story "
            "LEFT JOIN merged_reports x ON x.event = m.num LEFT JOIN records r ON r.num = x.report WHERE m.num = ? LIMIT 1",
            (num,),
        )
        assert row is not None
        body, story, page, seq = row
        if body is not None:
            event: MergedEvent = msgspec.json.decode(body, type=MergedEvent)
            return event
        record = self._record(page)
        return alone(record.events[seq], record, story)

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
        tests = [Clause("p.newest = 1"), *on_pages(self._db, newest=False, case=case)]
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
            records = [self._record(num) for num in kept]
            events = self._merged_events(
                self._db.rows(
                    "SELECT DISTINCT x.event FROM records r JOIN merged_reports x ON x.report = r.num WHERE r.page IN "
                    f"({', '.join('?' * len(kept))})",
                    kept,
                )
            )
        return compared(records, events, left_out=len(texts) - len(kept))

    # shared

    def _one(self, table: str, what: str, prefix: str) -> int:
        """Number of the row whose id begins with `prefix`."""
        wanted = _prefix(prefix)
        found = self._db.rows(
            f"SELECT num, id FROM {table} WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 11", (wanted,)
        )
        if not found:
            raise ArchiveError(f"{self._db.path}: no {what} has an id that begins with {wanted}")
        if len(found) > 1:
            listed = ", ".join(str(row[1]) for row in found[:10])
            raise ArchiveError(
                f"{wanted} is the beginning of several ids: {listed}{' and more' if len(found) > 10 else ''}"
            )
        return int(found[0][0])

    def _with_actor(self, actor: str) -> Clause:
        """Pages `p` that name an actor: by id, else by words in a name."""
        names = "SELECT x.page FROM names n JOIN name_pages x ON x.name = n.num WHERE n.who IN"
        if _ID.fullmatch(actor) and self._db.value("SELECT 1 FROM who WHERE id >= ?1 AND id < ?1 || 'g'", (actor,)):
            return Clause(f"p.num IN ({names} (?))", (self._who(actor),))
        one = _named(actor)
        return Clause(f"p.num IN ({names} (SELECT w.num FROM who w WHERE {one.sql}))", one.values)

    def _with_words(self, query: str) -> Clause:
        """Pages `p` with a passage in which the words of a query stand."""
        match = expression(parse(query))
        if not match:
            return Clause("0")
        sql = "SELECT r.page FROM passage_words f JOIN records r ON r.num = f.rowid WHERE passage_words MATCH ?"
        return Clause(f"p.num IN ({sql})", (match,))


def compared(records: Iterable[PageRecord], events: Iterable[MergedEvent], *, left_out: int = 0) -> Comparison:
    """Accounts of pages side by side, with the merged events that can have followed."""
    pages = sorted(records, key=lambda record: (record.page.published or "9999", record.page.id))
    only = ((record.page, headline_only(record)) for record in pages)
    return Comparison(
        pages=tuple(record.page.id for record in pages),
        left_out=left_out,
        figures=compare_figures(pages),
        positions=position_histories(pages),
        wordings=rewordings(pages),
        headlines=tuple(HeadlineOnly(page=page.id, outlet=page.outlet, texts=texts) for page, texts in only if texts),
        followed=what_followed(pages, events),
    )


def _named(text: str) -> Clause:
    """Actors `w` in one of whose names these words stand in a row; of nothing but signs, none."""
    term = term_of(text)
    if term is None:
        return Clause("0")
    return Clause("w.num IN (SELECT rowid FROM who_words WHERE who_words MATCH ?)", (term.expression(),))


def _with_party(text: str) -> Clause:
    """Merged events `m` with a report of which an actor or recipient is named so."""
    term = term_of(text)
    if term is None:
        return Clause("0")
    sql = (
        "SELECT x.event FROM sides s JOIN merged_reports x ON x.report = s.num WHERE s.side IN ('actor', 'recipient') AND s.party IN "
        "(SELECT rowid FROM party_words WHERE party_words MATCH ?)"
    )
    return Clause(f"m.num IN ({sql})", (term.expression(),))


def _prefix(text: str) -> str:
    wanted = text.strip().lower()
    if not _ID.fullmatch(wanted):
        raise ArchiveError(f"{text!r}: not an id (give at least its first 6 hexadecimal digits)")
    return wanted


def _code(country: str) -> str:
    if not re.fullmatch("[A-Za-z]{3}", country):
        raise UsageError(f"country: {country!r} is not a code of three letters (ISO 3166-1 alpha-3, such as PER)")
    return country.upper()
