"""Turns a time expression into a date: as the page states it, or as it follows from the date of publication."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from onrecord.dating.lexicon import Expression
from onrecord.records import Date
from onrecord.spans import Spans

Precision = Literal["day", "week", "month", "season", "year", "time"]
#: A date that recurs every year and is so near ahead (days) is meant, rather than the one a year back.
_SOON = 30
#: A weekday with the number of its day ("Thursday (31)") is not farther from publication than this (days).
_NEAR = 100
#: First months of the seasons 21 to 24, by the meteorological seasons of the northern half of the earth.
_SEASON_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}


class Stretch(NamedTuple):
    """First and last day of a date, and how finely it is known."""

    start: date
    end: date
    precision: Precision
    edtf: str


def resolve(
    expression: Expression, published: str | None, *, spans: Spans, text: str, future: bool | None = None
) -> Date:
    """The date of an expression on a page published on `published` (ISO 8601).

    `future` says whether what is dated lies ahead (`True`), lies back (`False`), or is not known to do either. Open dates have no
    `start` and `end`; `edtf` then gives what is known ("XXXX-10-27"), or nothing. Weeks begin on Monday, seasons are the
    northern ones.
    """
    today = _day_of(published)
    given = expression.year is not None
    stretch = _given(expression) if given else _relative(expression, today, future)
    if stretch is None:
        return Date(
            spans=spans, text=text, start=None, end=None, precision=_precision(expression), edtf=_open(expression), anchor="none"
        )  # fmt: skip
    return Date(
        spans=spans,
        text=text,
        start=stretch.start.isoformat(),
        end=stretch.end.isoformat(),
        precision=stretch.precision,
        edtf=stretch.edtf,
        anchor="given" if given else "published",
    )


def _day_of(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _days(start: date | None, end: date | None = None, precision: Precision = "day") -> Stretch | None:
    if start is None:
        return None
    end = end or start
    edtf = start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"
    return Stretch(start, end, precision, edtf)


def _month(year: int, month: int) -> Stretch:
    last = monthrange(year, month)[1]
    return Stretch(date(year, month, 1), date(year, month, last), "month", f"{year:04}-{month:02}")


def _season(year: int, season: int) -> Stretch:
    first = _SEASON_MONTH[season]
    end = _month(year, first + 2).end if season != 24 else _month(year + 1, 2).end
    return Stretch(date(year, first, 1), end, "season", f"{year:04}-{season}")


def _year(year: int, *, decade: bool = False) -> Stretch:
    last, edtf = (year + 9, f"{year // 10:03}X") if decade else (year, f"{year:04}")
    return Stretch(date(year, 1, 1), date(last, 12, 31), "year", edtf)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _in_year(expression: Expression, year: int) -> Stretch | None:
    """The month, day or season of an expression in a year; None for a day that the month does not have."""
    if not datetime.MINYEAR <= year < datetime.MAXYEAR:
        return None
    if expression.season is not None:
        return _season(year, expression.season)
    if expression.month is None:
        return None
    if expression.day is None:
        return _month(year, expression.month)
    start = _day(year, expression.month, expression.day)
    end = _day(year, expression.month, expression.last_day) if expression.last_day else None
    return _days(start, end if start and end and end > start else None)


def _given(expression: Expression) -> Stretch | None:
    assert expression.year is not None
    if expression.month is None and expression.season is None:
        return None if expression.day is not None else _year(expression.year, decade=expression.decade)
    return _in_year(expression, expression.year)


def _relative(expression: Expression, today: date | None, future: bool | None) -> Stretch | None:
    """What an expression without a year means on a page of this day."""
    if today is None:
        return None
    if expression.unit is not None:
        return _counted(expression, today, future)
    if expression.month is not None or expression.season is not None:
        return _recurring(expression, today, future)
    if expression.day is not None:
        return _numbered(expression, today, future)
    return _days(_weekday(expression, today, future))


def _shifted_month(today: date, shift: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 + shift
    return months // 12, months % 12 + 1


def _counted(expression: Expression, today: date, future: bool | None) -> Stretch | None:
    """ "Three days ago", "last year", and what they may stand beside: "October last year", "Monday of last week"."""
    shift = expression.shift
    try:
        if expression.unit == "year":
            beside = expression.month is not None or expression.season is not None
            return _in_year(expression, today.year + shift) if beside else _year(today.year + shift)
        if expression.unit == "month":
            year, month = _shifted_month(today, shift)
            return _days(_day(year, month, expression.day)) if expression.day is not None else _month(year, month)
        if expression.unit == "week":
            monday = today - timedelta(today.weekday()) + timedelta(weeks=shift)
            if expression.weekday is not None:
                return _days(monday + timedelta(expression.weekday))
            return _days(monday, monday + timedelta(6), "week")
        if expression.unit == "weekend":
            return _weekend(today, shift, future)
        return _days(today + timedelta(shift))
    except (ValueError, OverflowError):
        return None


def _weekend(today: date, shift: int, future: bool | None) -> Stretch | None:
    """Saturday and Sunday: the coming ones (+1), the latest that are over (-1), those that are nearest (0)."""
    since = (today.weekday() - 5) % 7  # days since Saturday: 0 and 1 at a weekend, 5 on a Thursday
    saturday = today - timedelta(since)
    if shift > 0 or (shift == 0 and since > 1 and (future if future is not None else since >= 5)):
        saturday += timedelta(7)
    elif shift < 0 and since <= 1:
        saturday -= timedelta(7)
    return _days(saturday, saturday + timedelta(1))


def _weekday(expression: Expression, today: date, future: bool | None) -> date | None:
    if expression.weekday is None:
        return None
    back = (today.weekday() - expression.weekday) % 7  # 0 to 6 days ago
    if expression.direction == "last":
        return today - timedelta(back or 7)
    if expression.direction == "next":
        return today + timedelta(7 - back)
    if expression.direction == "this":
        return today - timedelta(back) if back <= 3 else today + timedelta(7 - back)
    return today + timedelta(-back % 7) if future else today - timedelta(back)


def _recurring(expression: Expression, today: date, future: bool | None) -> Stretch | None:
    """The year of a month, a day of a month or a season; the weekday beside a day decides where it agrees with a year."""
    found = [stretch for year in range(today.year - 8, today.year + 9) if (stretch := _in_year(expression, year))]
    if expression.weekday is not None:
        agreeing = [
            stretch for stretch in found
            if stretch.start.weekday() == expression.weekday and abs((stretch.start - today).days) < 366
        ]  # fmt: skip
        if agreeing:
            return min(agreeing, key=lambda stretch: abs((stretch.start - today).days))
    return _nearest(found, expression, today, future)


def _nearest(found: Sequence[Stretch], expression: Expression, today: date, future: bool | None) -> Stretch | None:
    """Of recurring dates in order the one meant: the latest begun, unless words or nearness say the coming one."""
    begun = [stretch for stretch in found if stretch.start <= today]
    coming = [stretch for stretch in found if stretch.start > today]
    over = [stretch for stretch in found if stretch.end < today]
    if not (begun and coming and over):
        return None
    if expression.direction == "last":
        return over[-1]
    if expression.direction == "next":
        return coming[0]
    running = begun[-1].end >= today
    if expression.direction == "this" and not running:
        same = [stretch for stretch in found if stretch.start.year == today.year]
        return same[0] if same else begun[-1]
    if running or future is False:
        return begun[-1]
    soon = (coming[0].start - today).days <= _SOON
    return coming[0] if future or soon else begun[-1]


def _numbered(expression: Expression, today: date, future: bool | None) -> Stretch | None:
    """A day by its number alone, or with a weekday that must agree with it in a month near publication."""
    assert expression.day is not None
    months = (_shifted_month(today, shift) for shift in range(-3, 4))
    days = [day for year, month in months if (day := _day(year, month, expression.day))]
    if expression.weekday is None:
        past, ahead = [day for day in days if day <= today], [day for day in days if day >= today]
        return _days(ahead[0] if future else past[-1])
    near = [day for day in days if day.weekday() == expression.weekday and abs((day - today).days) <= _NEAR]
    return _days(min(near, key=lambda day: abs((day - today).days), default=None))


def _precision(expression: Expression) -> Precision:
    if expression.day is not None or expression.weekday is not None:
        return "day"
    if expression.month is not None:
        return "month"
    if expression.season is not None:
        return "season"
    if expression.unit is None or expression.unit == "weekend":
        return "day" if expression.unit else "year"
    return expression.unit


def _open(expression: Expression) -> str:
    """EDTF (level 1) of a date that stays open; empty where its words say nothing of the calendar."""
    if expression.year is not None:
        return f"{expression.year:04}-XX-XX" if expression.day == 0 else ""
    if expression.season is not None:
        return f"XXXX-{expression.season}"
    month = f"{expression.month:02}" if expression.month else "XX"
    if expression.day:
        first = f"XXXX-{month}-{expression.day:02}"
        return f"{first}/XXXX-{month}-{expression.last_day:02}" if expression.last_day else first
    return f"XXXX-{month}" if expression.month else ""
