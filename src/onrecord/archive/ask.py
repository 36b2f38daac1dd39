"""Questions about records: who did what to whom, figures, deadlines, positions, and who is there at all (counts are in `counting`).

Every answer carries its status, who claims it and who denies it. Rows come from the pages' own records; the tables only say which.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, Unpack, cast, get_args

import msgspec

from onrecord import gloss
from onrecord.archive import counting
from onrecord.archive.actors import counted_actors, shown
from onrecord.archive.filters import Clause, PartyFilter, between, check_date, joined, named, of_type, one_of
from onrecord.archive.parties import claimants, claims_of, deniers, said_by, status
from onrecord.archive.questions import Question, Where, cut_of, find, question_of, source_of
from onrecord.archive.results import Actor, Answer, Change, Count, Sampled, T
from onrecord.archive.rows import KINDS, Kind, PageRow, cut
from onrecord.archive.sqlite import Database, Row
from onrecord.archive.summed import Wanted
from onrecord.archive.tallies import What
from onrecord.archive.words import indexed
from onrecord.errors import UsageError
from onrecord.records import Date, Deadline, Event, Figure, PageRecord, Position, Status

EVIDENCE = 400  # characters around a trigger
SAMPLE = 200
TOGETHER = 100  # pages read at once
POSITIONS = 200  # looked at first

EventSide = Literal["actor", "recipient"]
Stance = Literal["for", "against", "neutral", "conditional", "withdrawn"]


class Ask:
    """Questions to an archive; `pages` and `records` give rows and records of pages by their numbers."""

    def __init__(
        self,
        database: Database,
        pages: Callable[[Iterable[int]], Mapping[int, PageRow]],
        records: Callable[[Iterable[int]], Mapping[int, PageRecord]],
    ) -> None:
        self._db, self._pages, self._records = database, pages, records

    def events(
        self, *, type: str | None = None, side: EventSide | None = None, placed: bool = False, **where: Unpack[Where]
    ) -> tuple[Answer[Event], ...]:
        """Reports of events, the newest first. `side`: where `actor` and `country` must stand; `placed`: in a known country only."""
        both: tuple[str, ...] = get_args(EventSide)
        sides = both if side is None else (one_of("side", side, both),)
        question = self._events(type, sides, where)
        if placed:
            question.tests.append(Clause("x.place IS NOT NULL"))
        return self._answers("event", Event, question, where)

    def figures(
        self, *, unit: str | None = None, counted: str | None = None, **where: Unpack[Where]
    ) -> tuple[Answer[Figure], ...]:
        """Figures, the newest first. `counted`: words in what is counted; `actor`: somebody who says it; `country`: of the place."""
        question = question_of(self._db, where, ("claimant",), states=False)
        if unit is not None:
            question.tests.append(Clause("x.unit = ? COLLATE NOCASE", (unit,)))
        if counted is not None:
            words = (f" {indexed(counted)} ",)
            question.tests.append(Clause("instr(x.counted, ?)", words))
            question.narrow = Clause("SELECT num FROM figures WHERE instr(counted, ?)", words)
        if where.get("country"):
            question.tests.append(Clause("x.place = ?", (str(where.get("country")).upper(),)))
        return self._answers("figure", Figure, question, where)

    def deadlines(self, *, open_on: str | None = None, **where: Unpack[Where]) -> tuple[Answer[Deadline], ...]:
        """Deadlines, the newest first; those `open_on` a date (set by then, due then or later), the most pressing first."""
        question = question_of(self._db, where, ("by", "to"))
        if open_on is not None:
            _whole_date("open_on", open_on)
            question.tests.append(Clause("x.due >= ? AND x.day <= ?", (open_on, open_on)))
            question.order = "x.due"
        return self._answers("deadline", Deadline, question, where)

    def positions(
        self,
        *,
        on: str | None = None,
        question: str | None = None,
        about: str | None = None,
        stance: Stance | None = None,
        **where: Unpack[Where],
    ) -> tuple[Answer[Position], ...]:
        """The newest position of each holder on each question, as of the end of a date if `on` is one, with the changes up to it.

        `actor` and `country` are of the holder; `question` is its kind, `about` words in what it is about.
        """
        asked = question_of(self._db, where, ("holder",))
        if on is not None:
            check_date("on", on)
            asked.tests += between("x.day", None, on)
        if question is not None:
            asked.tests.append(Clause("x.question = ?", (question,)))
        if stance is not None:
            one_of("stance", stance, get_args(Stance))
        if about is not None:
            asked.parties.append(PartyFilter(("about",), named(about)))
        with self._db.snapshot():
            found = self._newest_of_group(asked, on, stance, where)
            answers = self._read("position", Position, [row[:3] for row in found])
            histories = self._changes(asked, [row[3:] for row in found])
        return tuple(
            msgspec.structs.replace(one, changes=history) for one, history in zip(answers, histories, strict=True)
        )

    def actors(self, **where: Unpack[Where]) -> tuple[Actor, ...]:
        """Who is there, by how many pages name them. `since` and `until` are of publication; `status` and `claimant` make no sense."""
        if where.get("status") or where.get("claimant"):
            raise UsageError("status and claimant are of records, not of actors")
        with self._db.snapshot():
            return tuple(shown(self._db, row) for row in counted_actors(self._db, where))

    def counts(
        self,
        by: Sequence[str] = ("country", "month"),
        count: What = "events",
        *,
        type: str | None = None,
        status: Status | None = None,
        country: str | None = None,
        since: str | None = None,
        until: str | None = None,
        language: str | None = None,
        outlet: str | None = None,
        case: str | None = None,
    ) -> tuple[Count, ...]:
        """How many events or reports, with how many pages were read; see `counting.counted`."""
        wanted = Wanted(type, status, country, since, until, language, outlet, case)
        with self._db.snapshot():
            return counting.counted(self._db, tuple(by), count, wanted)

    def sample_events(
        self, n: int = SAMPLE, seed: int = 0, *, type: str | None = None, **where: Unpack[Where]
    ) -> tuple[Sampled, ...]:
        """`n` events at random, the same for the same seed and archive, to be checked by hand (`onrecord.answers`).

        Ids are hashes, so events that follow each other in the order of their ids, from a random point on, are a random sample.
        """
        point = f"{random.Random(seed).getrandbits(64):016x}"
        question = self._events(type, ("actor", "recipient"), where)
        question.order = "r.id"
        with self._db.snapshot():
            found: list[Row] = []
            for sql in ("r.id >= ?", "r.id < ?"):
                tests = [*question.tests, Clause(sql, (point,))]
                found += find(self._db, "event", question.with_tests(tests), n - len(found), 0)
            return tuple(Sampled(answer=one, evidence=self._evidence(one)) for one in self._read("event", Event, found))

    # which records

    def _events(self, type: str | None, sides: tuple[str, ...], where: Where) -> Question:
        question = question_of(self._db, where, sides)
        if type is not None:
            question.tests.append(of_type(type))
        return question

    def _answers(self, kind: Kind, form: type[T], question: Question, where: Where) -> tuple[Answer[T], ...]:
        with self._db.snapshot():
            found = find(self._db, kind, question, *cut_of(where))
            return tuple(self._read(kind, form, found))

    # their pages

    def _read(self, kind: Kind, form: type[T], found: Sequence[Row]) -> list[Answer[T]]:
        """The records of rows (id, page, place), each page read once."""
        answers: dict[str, Answer[T]] = {}
        nums = sorted({int(row[1]) for row in found})
        told: dict[int, tuple[PageRow, PageRecord]] = {}
        for num, rows in groupby(sorted(found, key=lambda row: int(row[1])), key=lambda row: int(row[1])):
            if num not in told:
                some = nums[(at := bisect_left(nums, num)) : at + TOGETHER]
                records = self._records(some)
                told = {one: (page, records[one]) for one, page in self._pages(some).items()}
            page, record = told[num]
            claims = claims_of(record)
            for id_, _, seq in rows:
                item = cast("T", getattr(record, KINDS[kind])[seq])
                answers[id_] = Answer(
                    page=page,
                    item=item,
                    status=status(item),
                    claimants=claimants(item, claims),
                    said_by=said_by(item, claims),
                    deniers=deniers(item, claims),
                    day=_day(item) or page.published,
                    gloss=gloss.of(item, record),
                )
        return [answers[row[0]] for row in found]

    def _evidence(self, answer: Answer[Event]) -> str:
        """The words of the passage around the trigger of an event."""
        trigger = answer.item.trigger
        num = int(self._db.value("SELECT num FROM pages WHERE id = ?", (answer.page.id,)))
        record = self._records([num])[num]
        at = trigger.spans[0][0] if trigger.spans else -1
        for passage in record.passages:
            if any(low <= at < high for low, high in passage.spans):
                near = at - passage.spans[0][0]  # a little off where the passage was unescaped or repaired
                places = [found.start() for found in re.finditer(re.escape(trigger.text), passage.text)]
                start = min(places, key=lambda place: abs(place - near), default=0)
                return cut(passage.text, ((start, start + len(trigger.text)),), EVIDENCE).text
        return trigger.text

    # positions

    def _newest_of_group(self, asked: Question, on: str | None, stance: Stance | None, where: Where) -> list[Row]:
        """Id, page, place, holder, question and about of the newest position of each group, the newest group first."""
        limit, offset = cut_of(where)
        enough = offset + limit if limit >= 0 else None
        seen: set[Row] = set()
        found: list[Row] = []
        for *row, stands in self._positions(asked, f"{on or ''}~"):
            if tuple(row[3:]) not in seen:
                seen.add(tuple(row[3:]))
                found += [tuple(row)] if stance in (None, stands) else []
            if enough is not None and len(found) >= enough:
                break
        return found[offset:enough]

    def _positions(self, asked: Question, last: str) -> Iterator[Row]:
        """All positions before `last` that pass the filters, the newest first, a few and then ever more at once."""
        source, tests = source_of(self._db, "position", asked)
        tests += [Clause("+p.newest = 1")] if asked.newest else []
        size = POSITIONS
        while True:
            sql, values = joined([*tests, Clause("x.latest < ?", (last,))])
            rows = self._db.rows(
                f"SELECT r.id, x.page, r.seq, x.holder, x.question, x.about, x.stance, x.latest FROM {source.sql} WHERE {sql} "
                "ORDER BY x.latest DESC LIMIT ?",
                (*source.values, *values, size),
            )
            yield from (row[:-1] for row in rows)
            if len(rows) < size:
                return
            last, size = rows[-1][-1], 4 * size

    def _changes(self, asked: Question, groups: Sequence[Row]) -> list[tuple[Change, ...]]:
        """The stances of each of some holders on a question in order, each where it differs from the one before."""
        tests = [*asked.pages, *asked.tests, *([Clause("+p.newest = 1")] if asked.newest else [])]
        tests += [one.test for one in asked.parties]
        sql, values = joined(tests)
        group = ", ".join(f"json_extract(g.value, '$[{at}]')" for at in range(3))
        rows = self._db.rows(
            "SELECT g.key, x.day, x.stance, r.id, x.claimants FROM json_each(?) g "
            f"CROSS JOIN positions x ON (x.holder, x.question, x.about) = ({group}) CROSS JOIN pages p ON p.num = x.page "
            f"CROSS JOIN records r ON r.num = x.num WHERE {sql} ORDER BY g.key, x.latest",
            (msgspec.json.encode(groups).decode(), *values),
        )
        found: list[tuple[Change, ...]] = [()] * len(groups)
        for at, some in groupby(rows, key=lambda row: int(row[0])):
            runs = (next(run) for _, run in groupby(some, key=lambda row: row[2]))
            found[at] = tuple(
                Change(day=day or None, stance=stance, id=id_, claimants=tuple(msgspec.json.decode(by)))
                for _, day, stance, id_, by in runs
            )
        return found


def rows(answers: Sequence[Answer[Any] | Actor | Count | Sampled]) -> list[dict[str, Any]]:
    """Answers as flat rows: what `pandas.DataFrame` and `polars.DataFrame` take."""
    return [answer.row() for answer in answers]


def _whole_date(name: str, date: str) -> None:
    check_date(name, date)
    if len(date) != len("2019-02-01"):
        raise UsageError(f"{name}: {date!r} is not a day (2019-02-01)")


def _day(item: Event | Figure | Deadline | Position) -> str | None:
    match item:
        case Figure():
            date: Date | None = item.as_of
        case Deadline():
            date = item.anchor
        case _:
            date = item.date
    return date.start[:10] if date is not None and date.start else None
