"""How things read on the desk: statuses by word and shape, sources, dates, numbers, glosses without their mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from onrecord import gloss
from onrecord.archive import PageRow
from onrecord.records import Date, Page, Party
from onrecord.spans import Spans

#: Languages that are written from right to left.
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur", "ps", "yi", "ckb", "dv", "sd", "ug"))
#: What a status means, for who points at its sign.
STATUSES: Mapping[str, str] = {
    "stated": "the outlet itself tells it as a fact",
    "claimed": "somebody is said to say so",
    "denied": "somebody denies it",
    "negated": "told as not having happened",
    "planned": "announced or threatened, not done",
    "hypothetical": "only possible, or on a condition",
}
STANCES: Mapping[str, str] = {
    "for": "for",
    "conditional": "for, on a condition",
    "neutral": "takes no side",
    "against": "against",
    "withdrawn": "no longer for",
}
LONGEST_NAME = 28  # characters of the name of a source
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def source(page: PageRow | Page) -> str:
    """Where a page is from, in a few words: outlet, else host, else file."""
    host = urlsplit(page.url).hostname if page.url else None
    name = page.outlet or host or (PurePath(page.path).name if page.path else page.id[:12])
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def web_address(url: str | None) -> str | None:
    """An address that may be a link: http and https only, so that no page smuggles a script into one."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def direction(language: str | None) -> str:
    """In which direction a language is written; `auto` where it is not known."""
    return "auto" if language is None else "rtl" if language in RIGHT_TO_LEFT else "ltr"


def day(value: str | None) -> str:
    """A day, month or year as people write it: 14 Mar 2024."""
    if not value:
        return "no date"
    parts = value[:10].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return value
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    named = [str(int(parts[2]))] if len(parts) == 3 else []
    return " ".join([*named, *([_MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []), parts[0]])


def when(value: Date | None) -> str:
    """A date as exact as the page is: 14 Mar 2024, Jan 2024, 2024; a span of days by its ends."""
    if value is None or not value.start:
        return day(None)
    size = {"month": 7, "year": 4}.get(value.precision, 10)
    start, end = value.start[:size], (value.end or value.start)[:size]
    return day(start) if start == end else f"{day(start)} – {day(end)}"


def until(due: str | None, today: date) -> str:
    """How far a day is from today, in words."""
    if not due:
        return "no date known"
    try:
        days = (date.fromisoformat(due[:10]) - today).days
    except ValueError:
        return ""
    if days == 0:
        return "today"
    many = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"in {many}" if days > 0 else f"passed {many} ago"


def plain(words: str) -> str:
    """A gloss without the mark that says that it is generated; the desk says so once a table."""
    words = words.removeprefix(gloss.MARK)
    return words[:1].upper() + words[1:]


def number(value: float | None) -> str:
    """A number with its thousands apart; "" for none."""
    return "" if value is None else f"{value:,.15g}"


def bounds(low: float | None, high: float | None) -> str:
    """Bounds of a figure: 1,400; up to 2,000; at least 60,000; 20 to 40."""
    if low == high:
        return number(low)
    if low is None:
        return f"≤ {number(high)}"
    if high is None:
        return f"≥ {number(low)}"
    return f"{number(low)} – {number(high)}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 page, 12 pages."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def names(parties: Sequence[Party]) -> str:
    """Parties in one line, as the page names them."""
    return ", ".join(party.shown() for party in parties)


def holder(party: Party) -> str:
    """Somebody who holds a position: their name, else their words."""
    return party.actor or party.text or party.country or "somebody"


def term(duration: str | None) -> str:
    """An ISO 8601 duration in words, as far as it is one unit: 8 days, 72 hours."""
    if duration is None:
        return ""
    units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    body, unit = duration.removeprefix("P"), duration[-1]
    if body.startswith("T"):
        body, units = body[1:], {"H": "hour", "M": "minute", "S": "second"}
    value = body[:-1]
    return counted(int(value), units[unit]) if value.isdigit() and unit in units else duration


def cut_by(text: str, marks: Spans) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is marked."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "source": source, "when": when, "web": web_address, "direction": direction, "day": day, "plain": plain, "number": number,
    "names": names, "term": term, "until": until,
}  # fmt: skip
