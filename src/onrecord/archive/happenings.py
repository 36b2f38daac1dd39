"""Events, each with all its reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from onrecord.archive.filters import (
    Clause,
    PartyFilter,
    between,
    joined,
    of_actor,
    of_country,
    of_status,
    of_type,
    on_pages,
    touching,
)  # fmt: skip
from onrecord.archive.people import People
from onrecord.archive.questions import crowded
from onrecord.archive.reach import code_of, prefix_of
from onrecord.archive.sqlite import Row
from onrecord.corpus.merge import MergedEvent, alone
from onrecord.records import Status

TOGETHER = 200  # events read at once


class Happenings(People):
    """The merged events of an archive."""

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

        `stated`: only those that an outlet itself tells as having happened; `status`: those with a report of this status; `actor`: an
        id, or words in the name of an actor or recipient; `country`: of an actor or recipient; `story`: the beginning of the id of one.
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
            tests.append(self._of_country(code_of(country)))
        with self._db.snapshot():
            if story is not None:
                tests.append(Clause("m.story = ?", (self._one("stories", "story", story),)))
            if actor is not None:
                tests.append(self._with_party(actor))
            pages = on_pages(self._db, newest=False, case=case, language=language, outlet=outlet)
            if pages:
                tests.append(self._reaching(pages, "m.num", "event", "merged_reports"))
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
            wanted = prefix_of(event_id)
            row = self._db.row(
                "SELECT x.event FROM records r JOIN merged_reports x ON x.report = r.num WHERE r.id = ?", (wanted,)
            )
            num = int(row[0]) if row is not None else self._one("merged_events", "merged event", event_id)
            return self._merged_events([(num,)])[0]

    def _merged_events(self, nums: Sequence[Row]) -> tuple[MergedEvent, ...]:
        """Events by their numbers, in this order: those of several reports as they are kept, those of a single one from its page."""
        found: list[MergedEvent] = []
        for at in range(0, len(nums), TOGETHER):
            found += self._read_events([num for (num,) in nums[at : at + TOGETHER]])
        return tuple(found)

    def _read_events(self, nums: Sequence[int]) -> list[MergedEvent]:
        rows = self._db.rows(
            "SELECT m.num, m.body, s.id, r.page, r.seq FROM merged_events m LEFT JOIN stories s ON s.num = m.story "
            "LEFT JOIN merged_reports x ON m.body IS NULL AND x.event = m.num LEFT JOIN records r ON r.num = x.report "
            "WHERE m.num IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(nums).decode(),),
        )
        found: dict[int, MergedEvent] = {}
        records = self._records({page for _, body, _, page, _ in rows if body is None})
        for num, body, story, page, seq in rows:
            if body is not None:
                found[num] = msgspec.json.decode(body, type=MergedEvent)
            else:
                found[num] = alone(records[page].events[seq], records[page], story)
        return [found[num] for num in nums]

    def _with_party(self, actor: str) -> Clause:
        """Merged events `m` with a report of which an actor or recipient is this one: by way of its records where they are few."""
        sides = PartyFilter(("actor", "recipient"), of_actor(self._db, actor))
        if crowded(self._db, sides.rows):
            test = sides.test
            there = f"SELECT 1 FROM merged_reports r CROSS JOIN events x ON x.num = r.report WHERE r.event = m.num AND {test.sql}"
            return Clause(f"EXISTS ({there})", test.values)
        few = f"SELECT x.event FROM ({sides.rows.sql}) s JOIN merged_reports x ON x.report = s.num"
        return Clause(f"m.num IN ({few})", sides.rows.values)

    def _of_country(self, code: str) -> Clause:
        """Merged events `m` of a state: by way of its parties where it is seldom named, else looked at one by one."""
        sides = PartyFilter(("actor", "recipient"), of_country(code)).rows
        test = touching("m", code)
        if crowded(self._db, sides):
            return test
        few = f"SELECT x.event FROM ({sides.sql}) s JOIN merged_reports x ON x.report = s.num"
        return Clause(f"m.num IN ({few}) AND {test.sql}", (*sides.values, *test.values))
