"""Speed of questions to an archive of invented pages, and of adding a page to a small and to a large one; prints JSON."""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from onrecord.archive import Archive, open_archive
from onrecord.ids import record_id
from onrecord.records import (
    Attribution,
    Date,
    Deadline,
    Event,
    Figure,
    PageRecord,
    Party,
    Position,
    Question,
    Size,
    Words,
)
from synthetic import Invention, lines, record

CASE = "a small case"
TYPES = {
    "CONSULT": 1,
    "AGREE": 1,
    "AID": 2,
    "ACCUSE": 3,
    "REQUEST": 3,
    "THREATEN": 3,
    "COERCE": 4,
    "ASSAULT": 4,
    "SANCTION": 4,
}
STATUSES = {"stated": 5, "claimed": 3, "denied": 1, "planned": 1, "negated": 1, "hypothetical": 1}
MODALITIES: dict[str, Any] = {"planned": "planned", "hypothetical": "possible"}
QUESTIONS = ("recognition", "backing", "sanction", "ceasefire")
STATES = [a + b + c for a, b, c in itertools.islice(itertools.product("BCDFG", "AEIOU", "KLMNP"), 100)]


class World:
    """States and persons, the first ones in most of the news (Zipf)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        invention = Invention(seed)
        self.persons = [(invention.name(), self.some(STATES)) for _ in range(20_000)]

    def some(self, things: Any) -> Any:
        """One of many, the n-th with a weight of 1/n."""
        return things[min(len(things) - 1, int(len(things) ** self.random.random()) - 1)]

    def party(self) -> Party:
        """A state or one of its people."""
        if self.random.random() < 0.5:
            state = self.some(STATES)
            return Party(spans=(), text=f"{state.capitalize()}land", country=state, sector="GOV")
        name, state = self.some(self.persons)
        return Party(spans=(), text=f"Minister {name}", actor=name, country=state, sector="GOV")

    def told(self, page: PageRecord) -> PageRecord:
        """The page with 6 events, 2 figures, 1 position, and a deadline on every second one."""
        there = [msgspec.structs.replace(one, speakers=(self.party(),)) for one in page.attributions]
        events = tuple(self.event(page, number, there) for number in range(6))
        figures = tuple(self.figure(page, number, there) for number in range(2))
        number = self.random.randrange(2)
        return msgspec.structs.replace(
            page,
            attributions=tuple(there),
            events=events,
            figures=figures,
            deadlines=tuple(self.deadline(page, there) for _ in range(number)),
            positions=(self.position(page),),
        )

    def event(self, page: PageRecord, number: int, there: list[Attribution]) -> Event:
        """An event of some type and status, on the day of the page or an earlier one."""
        kind = self.some(list(TYPES))
        status: Any = self.random.choices(list(STATUSES), list(STATUSES.values()))[0]
        claims = (self.random.choice(there).id,) if status in ("claimed", "denied") else ()
        spans = ((number, number + 1),)
        return Event(
            id=record_id(page.page.id, "event", spans), type=kind, mode=(), actor=(self.party(),), recipient=(self.party(),),
            trigger=Words(spans=spans, text="said"), voice="attributed" if claims else "outlet",
            polarity="negated" if status == "negated" else "affirmed", modality=MODALITIES.get(status, "actual"), claims=claims,
            denials=claims if status == "denied" else (), status=status, date=self.date(page) if number % 2 else None, place=None, size=Size(),
            quad=TYPES[kind], score=1.0, confidence=0.5,
        )  # fmt: skip

    def figure(self, page: PageRecord, number: int, there: list[Attribution]) -> Figure:
        """A number of something."""
        spans = ((number, number + 1),)
        return Figure(
            id=record_id(page.page.id, "figure", spans), spans=spans, text="7", low=7.0, high=7.0, approximate=False, bound_from="stated",
            unit="people", counted=self.some(["soldiers", "people", "troops", "prisoners"]), as_of=None, place=None,
            claims=(there[0].id,) if number else (), event=None,
        )  # fmt: skip

    def deadline(self, page: PageRecord, there: list[Attribution]) -> Deadline:
        """A term of about a week."""
        spans = ((1, 2),)
        day = f"{(page.page.published or '')[:8]}28"
        due = Date(spans=(), text=day, start=day, end=day, precision="day", edtf=day, anchor="published")
        return Deadline(
            id=record_id(page.page.id, "deadline", spans), spans=spans, text="within days", by=(self.party(),), to=(self.party(),),
            demand=Words(spans=(), text="leave"), term="P8D", anchor=None, due=due, consequence=None, claims=(there[0].id,), event=None,
        )  # fmt: skip

    def position(self, page: PageRecord) -> Position:
        """A stance of somebody on a question about somebody."""
        spans = ((2, 3),)
        stance: Any = self.random.choice(("for", "against"))
        question = Question(kind=self.random.choice(QUESTIONS), about=self.party())
        return Position(
            id=record_id(page.page.id, "position", spans), spans=spans, text="a stand", holder=self.party(), question=question, stance=stance,
            condition=None, date=None, claims=(),
        )  # fmt: skip

    def date(self, page: PageRecord) -> Date:
        """A day of the month of the page."""
        day = f"{(page.page.published or '')[:8]}{self.random.randint(1, 28):02}"
        return Date(spans=(), text=day, start=day, end=day, precision="day", edtf=day, anchor="given")


def pages(count: int, seed: int) -> Iterator[tuple[PageRecord, str]]:
    """Invented pages of 5 paragraphs with records of every kind."""
    world = World(seed)
    for line in lines(count, seed, paragraphs=4):
        page, text = record(line)
        published = f"20{10 + world.random.randrange(12)}-{1 + world.random.randrange(12):02}-{1 + world.random.randrange(28):02}"
        page = msgspec.structs.replace(page, page=msgspec.structs.replace(page.page, published=published))
        yield world.told(page), text


def fill(archive: Archive, count: int, seed: int, window: int) -> dict[str, Any]:
    """Add `count` pages; what a page costs among the first `window` after 1,000 and among the last, milliseconds of wall and processor."""
    made = pages(count, seed)
    costs: list[tuple[int, float, float]] = []
    done = 0
    while some := list(itertools.islice(made, window)):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in archive.add(some, CASE if not done else None):
            pass
        done += len(some)
        costs.append(
            (done, 1000 * (time.perf_counter() - wall) / len(some), 1000 * (time.process_time() - cpu) / len(some))
        )
    small = [cost for cost in costs if 1000 < cost[0] <= 1000 + 3 * window]
    large = costs[-3:]
    at = {
        name: {
            "pages there": f"{some[0][0] - window:,} to {some[-1][0]:,}",
            "ms a page": round(statistics.median(one[1] for one in some), 2),
            "processor ms a page": round(statistics.median(one[2] for one in some), 2),
        }
        for name, some in (("small", small), ("large", large))
        if some
    }
    if len(at) == 2:
        at["ratio"] = {
            name: round(float(at["large"][name]) / float(at["small"][name]), 2)  # type: ignore[arg-type]
            for name in ("ms a page", "processor ms a page")
        }
    return at


def more(archive: Archive, count: int, seed: int) -> dict[str, Any]:
    """What `count` pages that are not there yet cost to add, milliseconds of wall and processor a page."""
    some = [
        (
            msgspec.structs.replace(
                one, page=msgspec.structs.replace(one.page, url=f"https://more.example/{seed}/{at}")
            ),
            text,
        )
        for at, (one, text) in enumerate(pages(count, seed))
    ]
    there = archive.counts().pages
    case = None if any(one.name == CASE for one in archive.cases()) else CASE  # questions are asked of it
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in archive.add(some, case):
        pass
    return {
        "pages there": there,
        "ms a page": round(1000 * (time.perf_counter() - wall) / count, 2),
        "processor ms a page": round(1000 * (time.process_time() - cpu) / count, 2),
    }


def questions(world: World, rng: random.Random) -> dict[str, Callable[[Archive], object]]:
    """Questions of every kind; each call asks for something else."""

    def person() -> str:
        return str(world.persons[rng.randrange(50, len(world.persons))][0])

    def state() -> str:
        return rng.choice(STATES[:30])

    def month() -> str:
        return f"20{rng.randint(10, 21)}-{rng.randint(1, 12):02}"

    def kind() -> str:
        return rng.choice(list(TYPES))

    return {
        "events": lambda a: a.ask.events(),
        "events, a type and a month": lambda a: a.ask.events(type=kind(), since=(m := month()), until=m),
        "events, a person": lambda a: a.ask.events(actor=person()),
        "events, the most frequent person": lambda a: a.ask.events(actor=world.persons[0][0]),
        "events, the most frequent state": lambda a: a.ask.events(country=STATES[0]),
        "events, a state as recipient, stated": lambda a: a.ask.events(country=state(), side="recipient", status="stated"),
        "events, a rare state": lambda a: a.ask.events(country=rng.choice(STATES[-20:])),
        "events, two filters of parties": lambda a: a.ask.events(country=state(), claimant=person()),
        "events, a claimant": lambda a: a.ask.events(claimant=person(), status="claimed"),
        "events, an outlet and a type": lambda a: a.ask.events(outlet="harbour post", type=kind()),
        "events, a language and a status": lambda a: a.ask.events(language="it", status="denied"),
        "events, a small case": lambda a: a.ask.events(case=CASE, type=kind()),
        "events, 100 of them": lambda a: a.ask.events(limit=100, offset=rng.randrange(1000)),
        "figures, what is counted": lambda a: a.ask.figures(counted="prisoners"),
        "figures, who says so": lambda a: a.ask.figures(actor=person()),
        "deadlines": lambda a: a.ask.deadlines(),
        "deadlines open on a day": lambda a: a.ask.deadlines(open_on=month() + "-15"),
        "deadlines, a state": lambda a: a.ask.deadlines(country=state()),
        "positions": lambda a: a.ask.positions(),
        "positions as of a month, a kind of question": lambda a: a.ask.positions(on=month(), question=rng.choice(QUESTIONS)),
        "positions of a state": lambda a: a.ask.positions(country=state(), on=month()),
        "positions of a person": lambda a: a.ask.positions(actor=person()),
        "actors": lambda a: a.ask.actors(),
        "actors, a name": lambda a: a.ask.actors(actor=person()),
        "actors, a state": lambda a: a.ask.actors(country=state()),
        "actors, a small case": lambda a: a.ask.actors(case=CASE),
        "actors, a month": lambda a: a.ask.actors(since=(m := month()), until=m),
        "actors, a language": lambda a: a.ask.actors(language="it"),
        "counts by country, month": lambda a: a.ask.counts(),
        "counts by type": lambda a: a.ask.counts(("type",)),
        "counts by type, year": lambda a: a.ask.counts(("type", "year")),
        "counts of reports by status, month": lambda a: a.ask.counts(("status", "month"), "reports"),
        "counts of a state by month": lambda a: a.ask.counts(("month",), country=state()),
        "counts of a year by country, recipient": lambda a: a.ask.counts(("country", "recipient"), since="2015", until="2015"),
        "counts by month, one language": lambda a: a.ask.counts(("month",), language="it"),
        "counts by outlet": lambda a: a.ask.counts(("outlet",)),
        "counts by month, a small case": lambda a: a.ask.counts(("month",), case=CASE),
        "stories": lambda a: a.stories(),
        "stories, words": lambda a: a.stories(rng.choice(["agreement", "border", "talks"])),
        "stories, a person": lambda a: a.stories(actor=person()),
        "stories, a month and an outlet": lambda a: a.stories(since=(m := month()), until=m, outlet="Harbour Post"),
        "stories, a small case": lambda a: a.stories(case=CASE),
        "a story": lambda a: a.story(rng.choice(a.stories(limit=50)).id),
        "a story's accounts": lambda a: a.compare(rng.choice(a.stories(limit=50)).id),
        "who is who": lambda a: a.actors(),
        "who is who, a name": lambda a: a.actors(person()),
        "who is who, a state": lambda a: a.actors(country=state(), kind="person"),
        "merged events": lambda a: a.merged_events(),
        "merged events, a type and a month, stated": lambda a: a.merged_events(type=kind(), since=(m := month()), until=m, stated=True),
        "merged events, a state": lambda a: a.merged_events(country=state()),
        "merged events, a rare state": lambda a: a.merged_events(country=rng.choice(STATES[-20:])),
        "merged events, a person": lambda a: a.merged_events(actor=person()),
        "merged events, the most frequent person": lambda a: a.merged_events(actor=world.persons[0][0]),
        "merged events, an outlet": lambda a: a.merged_events(outlet="Harbour Post", status="denied"),
        "merged events, a small case": lambda a: a.merged_events(case=CASE),
        "a sample of 200": lambda a: a.ask.sample_events(200, seed=rng.randrange(1000)),
    }  # fmt: skip


def ask(archive: Archive, seed: int, times: int) -> dict[str, Any]:
    """Median and slowest time of each question, and its median processor time, in milliseconds."""
    found = {}
    for name, question in questions(World(seed), random.Random(seed)).items():
        took, cpu = [], []
        for _ in range(times):
            start, worked = time.perf_counter(), time.process_time()
            question(archive)
            took.append(1000 * (time.perf_counter() - start))
            cpu.append(1000 * (time.process_time() - worked))
        found[name] = {
            "median ms": round(statistics.median(took), 1),
            "slowest ms": round(max(took), 1),
            "processor ms": round(statistics.median(cpu), 1),
        }
    return found


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--window", type=int, default=1_000, help="pages added between two looks at the clock")
    parser.add_argument(
        "--more", type=int, default=0, help="pages to add to an archive that is there, with another seed"
    )
    parser.add_argument("--times", type=int, default=9, help="how often each question is asked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--archive", type=Path, help="keep the archive here; if it is there, only ask it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.archive or Path(folder) / "asked.db"
        there = path.exists()
        with open_archive(path, create=True) as archive:
            if not there:
                adding = fill(archive, options.pages, options.seed, options.window)
            else:
                adding = more(archive, options.more, options.seed + 100) if options.more else None
            asked = ask(archive, options.seed, options.times)
            counts = archive.counts()
            result = {
                "pages": counts.pages, "records": counts.records, "MB": round(counts.bytes / 1e6), "adding": adding,
                "worst median ms": max(one["median ms"] for one in asked.values()),
                "worst median processor ms": max(one["processor ms"] for one in asked.values()), "questions": asked,
            }  # fmt: skip
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
