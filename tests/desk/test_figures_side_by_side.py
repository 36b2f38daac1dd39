"""Figures of like size stand side by side, unless their units measure different things."""

from __future__ import annotations

import pytest
from asked_pages import Asked

from onrecord.desk.figures import scales


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ((2700, "km", "km"), (1680, "miles", "mi"), False),
        ((20, "tons", "t"), (24, "kg", "kg"), False),
        ((90, "freighters", "freighters"), (80, "ships", "ships"), True),
        ((90, "", None), (80, "ships", "ships"), True),
    ],
)
def test_measures_are_not_compared_with_others(
    one: tuple[float, str, str], other: tuple[float, str, str], together: bool
) -> None:
    page = Asked()
    for number, counted, unit in (one, other):
        page.figure(number, counted, unit=unit)
    assert len(scales([page.record])) == together
