"""Stories as the desk tells them: on the front page in a few lines, and whole, with timeline, figures, positions and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onrecord import gloss
from onrecord.archive import Archive, PageRow
from onrecord.archive.parties import status
from onrecord.corpus.compare import PositionHistory, Stand
from onrecord.corpus.merge import MergedEvent
from onrecord.corpus.stories import Story
from onrecord.desk.present import plain
from onrecord.records import Attribution, Deadline, Id, PageRecord, Status

BINS = 24  # bars of a sparkline
EVENTS, STATEMENTS, READ = 60, 60, 80


class Headline(NamedTuple):
    """A story in a few lines: its texts (copies count once), copies, outlets, languages, pages a day, and how its events are told."""

    story: Story
    pages: tuple[PageRow, ...]
    texts: int
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    spark: tuple[int, ...]
    statuses: Mapping[str, int]

    @property
    def copies(self) -> int:
        """How many pages are copies of others."""
        return len(self.pages) - self.texts


class Told(NamedTuple):
    """A merged event with one of its reports in words, and where that stands."""

    event: MergedEvent
    words: str
    report: Id
    page: Id


class Statement(NamedTuple):
    """Who says what on which page."""

    page: PageRow
    item: Attribution


class Term(NamedTuple):
    """A deadline on a page, in words."""

    page: PageRow
    item: Deadline
    words: str
    status: Status


class Holding(NamedTuple):
    """Where somebody stands on a day, and the changes up to it."""

    history: PositionHistory
    stand: Stand


def headline(archive: Archive, story: Story) -> Headline:
    """A story in a few lines."""
    return headlines(archive, [story])[0]


def headlines(archive: Archive, stories: Sequence[Story]) -> list[Headline]:
    """Stories in a few lines each; their pages are read at once."""
    ids = [page.id for story in stories for page in story.pages]
    rows, statuses = archive.page_rows(ids), archive.statuses(ids)
    return [_headline(story, rows, statuses) for story in stories]


def _headline(story: Story, rows: Mapping[Id, PageRow], statuses: Mapping[Id, Mapping[str, int]]) -> Headline:
    folded = {id_ for group in story.copies for id_ in sorted(group)[1:]}
    pages = tuple(rows[page.id] for page in story.pages if page.id in rows)
    texts = [page for page in pages if page.id not in folded]
    told: Counter[str] = Counter()
    for page in texts:
        told.update(statuses.get(page.id, {}))
    return Headline(
        story=story,
        pages=pages,
        texts=len(texts),
        outlets=_commonest(page.outlet for page in pages),
        languages=_commonest(page.language for page in pages),
        spark=spark(pages),
        statuses=dict(sorted(told.items())),
    )


def _commonest(values: Iterable[str | None]) -> tuple[str, ...]:
    counted = Counter(value for value in values if value)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value)))


def spark(pages: Sequence[PageRow]) -> tuple[int, ...]:
    """Pages of a story along its days, in at most BINS steps; () if fewer than two of its days are known."""
    days = sorted(day for page in pages if (day := _day(page.published)) is not None)
    if not days or days[0] == days[-1]:
        return ()
    span = (days[-1] - days[0]).days + 1
    size = -(-span // BINS)
    bins = [0] * -(-span // size)
    for day in days:
        bins[(day - days[0]) // timedelta(days=size)] += 1
    return tuple(bins)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def told(archive: Archive, events: Sequence[MergedEvent]) -> tuple[Told, ...]:
    """Merged events with one of their reports in words."""
    found = []
    records = archive.records({event.pages[0] for event in events})
    for event in events:
        page = event.pages[0]
        record = records[page]
        here = {one.id: one for one in record.events}
        report = next(here[id_] for id_ in event.reports if id_ in here)
        found.append(Told(event, plain(gloss.of(report, record)), report.id, page))
    return tuple(found)


def statements(pages: Mapping[Id, PageRow], records: Sequence[PageRecord]) -> tuple[Statement, ...]:
    """What named speakers say on pages, the plainest acts last, each text of a speaker once."""
    found = []
    seen: set[tuple[str, str]] = set()
    for record in records:
        for item in record.attributions:
            who = item.speakers[0].actor or item.speakers[0].text if item.speakers else ""
            key = who.casefold(), item.content.text.casefold()
            if item.nested_in is None and who and key not in seen and record.page.id in pages:
                seen.add(key)
                found.append(Statement(pages[record.page.id], item))
    order = sorted(
        found, key=lambda one: (one.item.speech_act == "state", one.page.published or "9999", -one.item.confidence)
    )
    return tuple(order[:STATEMENTS])


def terms(pages: Mapping[Id, PageRow], records: Sequence[PageRecord]) -> tuple[Term, ...]:
    """The deadlines of pages, those with a known end first."""
    found = [
        Term(pages[record.page.id], item, plain(gloss.of(item, record)), status(item))
        for record in records
        if record.page.id in pages
        for item in record.deadlines
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not (one.item.due and one.item.due.start),
                one.item.due.start or "" if one.item.due else "",
            ),
        )
    )


def holdings(histories: Sequence[PositionHistory], on: str | None) -> Mapping[tuple[str, str], tuple[Holding, ...]]:
    """Who stands where on each question (kind, about) as of a day, or last."""
    groups: dict[tuple[str, str], list[Holding]] = {}
    for history in histories:
        stand = history.on(f"{on}~") if on else history.stands[-1] if history.stands else None
        if stand is not None:
            groups.setdefault((history.question, history.about), []).append(Holding(history, stand))
    order = sorted(groups, key=lambda key: (-len(groups[key]), key))
    return {key: tuple(sorted(groups[key], key=lambda one: one.history.holder)) for key in order}
