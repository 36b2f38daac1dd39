"""Dates as the page states them, as they follow from its publication, and open where nothing says more."""

from __future__ import annotations

import pytest

from onrecord.dating import expressions, resolve
from onrecord.records import Date

FRIDAY = "2019-02-01"


def date(text: str, code: str = "en", published: str | None = FRIDAY, *, future: bool | None = None) -> Date:
    (expression,) = expressions(text, code)
    spans = ((expression.start, expression.end),)
    return resolve(expression, published, spans=spans, text=expression.text, future=future)


@pytest.mark.parametrize(
    ("text", "code", "start", "end", "precision", "edtf"),
    [
        ("March 3, 2019", "en", "2019-03-03", "2019-03-03", "day", "2019-03-03"),
        ("3.10.2018", "de", "2018-10-03", "2018-10-03", "day", "2018-10-03"),
        ("12/31/2018", "en", "2018-12-31", "2018-12-31", "day", "2018-12-31"),
        ("3-5 March 2018", "en", "2018-03-03", "2018-03-05", "day", "2018-03-03/2018-03-05"),
        ("ottobre 2018", "it", "2018-10-01", "2018-10-31", "month", "2018-10"),
        ("spring 2020", "en", "2020-03-01", "2020-05-31", "season", "2020-21"),
        ("winter 2019", "en", "2019-12-01", "2020-02-29", "season", "2019-24"),
        ("in 2014", "en", "2014-01-01", "2014-12-31", "year", "2014"),
        ("the 1990s", "en", "1990-01-01", "1999-12-31", "year", "199X"),
    ],
)
@pytest.mark.parametrize("published", [None, FRIDAY])
def test_given(text: str, code: str, start: str, end: str, precision: str, edtf: str, published: str | None) -> None:
    found = date(text, code, published)
    assert (found.start, found.end, found.precision, found.edtf) == (start, end, precision, edtf)
    assert found.anchor == "given"


@pytest.mark.parametrize(
    ("text", "code", "edtf"),
    [
        ("Thursday", "en", "2019-01-31"),
        ("venerdì", "it", "2019-02-01"),
        ("next Friday", "en", "2019-02-08"),
        ("last Friday", "en", "2019-01-25"),
        ("próximo jueves", "es", "2019-02-07"),
        ("Monday of last week", "en", "2019-01-21"),
        ("Thursday (31)", "en", "2019-01-31"),
        ("27 ottobre", "it", "2018-10-27"),
        ("10 февраля", "ru", "2019-02-10"),
        ("in October", "en", "2018-10"),
        ("in the summer", "en", "2018-22"),
        ("next summer", "en", "2019-22"),
        ("yesterday", "en", "2019-01-31"),
        ("أمس", "ar", "2019-01-31"),
        ("last week", "en", "2019-01-21/2019-01-27"),
        ("last weekend", "en", "2019-01-26/2019-01-27"),
        ("this weekend", "en", "2019-02-02/2019-02-03"),
        ("next month", "en", "2019-03"),
        ("l'an dernier", "fr", "2018"),
        ("hace dos días", "es", "2019-01-30"),
        ("vor drei Jahren", "de", "2016"),
        ("two months ago", "en", "2018-12"),
        ("October last year", "en", "2018-10"),
        ("先月20日", "ja", "2019-01-20"),
        ("上周四", "zh", "2019-01-24"),
    ],
)
def test_published(text: str, code: str, edtf: str) -> None:
    found = date(text, code)
    assert (found.edtf, found.anchor) == (edtf, "published")


@pytest.mark.parametrize(
    ("text", "code", "published", "edtf"),
    [
        ("27 ottobre", "it", None, "XXXX-10-27"),
        ("in October", "en", None, "XXXX-10"),
        ("in the summer", "en", None, "XXXX-22"),
        ("Thursday (31)", "en", None, "XXXX-XX-31"),
        ("Monday (31)", "en", "2019-06-14", "XXXX-XX-31"),
        ("Thursday", "en", None, ""),
        ("last year", "en", None, ""),
        ("3/4/2019", "en", FRIDAY, "2019-XX-XX"),
        ("30 February 2019", "en", FRIDAY, ""),
        ("yesterday", "en", "no date", ""),
    ],
)
def test_open(text: str, code: str, published: str | None, edtf: str) -> None:
    found = date(text, code, published)
    assert (found.start, found.end, found.edtf, found.anchor) == (None, None, edtf, "none")


@pytest.mark.parametrize(
    ("text", "future", "start"),
    [
        ("Thursday", True, "2019-02-07"),
        ("Friday", True, "2019-02-01"),
        ("27 October", True, "2019-10-27"),
        ("10 February", None, "2019-02-10"),
        ("10 February", False, "2018-02-10"),
        ("29 February", None, "2016-02-29"),
    ],
)
def test_direction(text: str, future: bool | None, start: str) -> None:
    assert date(text, future=future).start == start
