"""Searches that somebody named: the address of a view of the desk with its filters."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord.archive.sqlite import Database
from onrecord.errors import UsageError
from onrecord.records import Record

LONGEST = 2_000  # characters of a name or an address


class SavedSearch(Record, frozen=True, kw_only=True):
    """A named view: its path and filters within the desk, and when it was saved (UTC, ISO 8601)."""

    name: str
    view: str
    saved: str


def all_searches(database: Database) -> tuple[SavedSearch, ...]:
    """Every saved search by name."""
    rows = database.rows("SELECT name, view, saved FROM searches ORDER BY name")
    return tuple(SavedSearch(name=name, view=view, saved=saved) for name, view, saved in rows)


def save(database: Database, name: str, view: str) -> None:
    """Keep a view under a name, in place of one that has it already; UsageError if it is no view of the desk."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise UsageError("name: a saved search needs a name")
    if (
        not view.startswith("/")
        or view.startswith("//")
        or "\\" in view
        or len(view) > LONGEST
        or not view.isprintable()
    ):
        raise UsageError("view: not a page of this desk")
    with database.transaction():
        database.run(
            "INSERT INTO searches (name, view, saved) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET view = ?2, saved = ?3",
            (name, view, datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")),
        )


def drop(database: Database, name: str) -> None:
    """Forget a saved search; nothing happens if there is none of this name."""
    with database.transaction():
        database.run("DELETE FROM searches WHERE name = ?", (name,))
