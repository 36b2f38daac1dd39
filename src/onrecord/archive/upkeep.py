"""Keeps what goes over many pages up to date as pages come, change and go."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from onrecord.archive.entries import countries
from onrecord.archive.sqlite import Database
from onrecord.archive.words import indexed
from onrecord.codec import decode
from onrecord.corpus import Corpus, across
from onrecord.corpus.actors import Actor, Merge
from onrecord.corpus.merge import MergedEvent
from onrecord.records import PageRecord

_TABLES = (
    "who", "who_words", "names", "name_told", "name_pages", "copy_groups", "copy_pages", "stories", "story_pages",
    "merged_events", "merged_reports",
)  # fmt: skip


def pending(database: Database) -> bool:
    """Whether there are pages to work in."""
    return bool(database.value("SELECT 1 FROM unsettled LIMIT 1"))


def settle(database: Database) -> None:
    """Work in the pages that came, changed or went since the last time."""
    if pending(database):
        rebuild(database)


def rebuild(database: Database) -> None:
    """Make everything anew from the pages and the judgements."""
    from onrecord.archive.view import unpack

    with database.transaction():
        for table in (*_TABLES, "unsettled"):
            database.run(f"DELETE FROM {table}")
        records = {
            num: decode(unpack(blob, database), f"{database.path}: page {num}")
            for num, blob in database.rows(
                "SELECT p.num, c.record FROM pages p JOIN contents c ON c.page = p.num WHERE p.newest ORDER BY p.num"
            )
        }
        found = across(records.values(), judgements(database))
        nums = {record.page.id: num for num, record in records.items()}
        _put(database, found, nums)


def judgements(database: Database) -> list[Merge]:
    """What users judged of names."""
    rows = database.rows("SELECT one, other, same, by, at, why FROM judgements ORDER BY one, other")
    return [
        Merge(one=one, other=other, same=bool(same), by=by, at=at, why=why) for one, other, same, by, at, why in rows
    ]


def judge(database: Database, one: str, other: str, *, same: bool, by: str, why: str) -> None:
    """Record that two names are of one actor, or of two."""
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    first, second = sorted((one, other))
    with database.transaction():
        database.run("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?, ?)", (first, second, same, by, at, why))


def _put(database: Database, found: Corpus, nums: dict[str, int]) -> None:
    for actor in found.actors:
        _put_actor(database, actor)
    for group in found.copies:
        num = database.run(
            "INSERT INTO copy_groups (id, origin, why, source) VALUES (?, ?, ?, ?)",
            (group.ids[0], group.origin, group.why, group.source),
        )
        database.run_many("INSERT INTO copy_pages VALUES (?, ?)", [(nums[one], num) for one in group.ids])
    stories: dict[str, int] = {}
    for story in found.stories:
        stories[story.id] = num = database.run(
            "INSERT INTO stories (id, title, since, until, pages) VALUES (?, ?, ?, ?, ?)",
            (story.id, story.title, story.since or "", story.until or "", len(story.pages)),
        )
        database.run_many("INSERT INTO story_pages VALUES (?, ?)", [(nums[page.id], num) for page in story.pages])
    for event in found.events:
        _put_event(database, event, stories.get(event.story or ""))


def _put_actor(database: Database, actor: Actor) -> None:
    num = database.run(
        "INSERT INTO who (id, kind, name, country, sector, pages, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            actor.id, actor.kind, actor.names[0].text, actor.country, actor.sector, sum(name.pages for name in actor.names),
            msgspec.json.encode(actor),
        ),
    )  # fmt: skip
    words = " | ".join(dict.fromkeys(indexed(name.text) for name in actor.names))
    database.run("INSERT INTO who_words (rowid, words) VALUES (?, ?)", (num, words))


def _put_event(database: Database, event: MergedEvent, story: int | None) -> None:
    num = database.run(
        "INSERT INTO merged_events (id, story, type, stated, statuses, day, actors, recipients, reports, origins, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id, story, event.type, "stated" in event.statuses, " ".join(event.statuses),
            (event.date.start or "")[:10] if event.date else "", countries(event.actor), countries(event.recipient), len(event.reports),
            event.origins, msgspec.json.encode(event) if len(event.reports) > 1 else None,
        ),
    )  # fmt: skip
    for report in event.reports:
        database.run(
            "INSERT INTO merged_reports SELECT num, ? FROM records WHERE id = ? AND kind = 'event'", (num, report)
        )


__all__ = ["PageRecord", "judge", "judgements", "rebuild", "settle"]
