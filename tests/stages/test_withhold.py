"""What the model is unsure of goes where the setting asks for it, and no record loses one that it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.comparison import compared
from onrecord.pipeline import Draft, RawPage, run
from onrecord.settings import settings
from onrecord.stages import PER_PAGE
from onrecord.stages.withhold import withhold

PAGES = sorted((Path(__file__).resolve().parents[2] / "examples" / "pages").glob("*.txt"))[:6]


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    return [run(PER_PAGE, RawPage(id="p", content=text, where="p", form="text")) for text in texts]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[float]:
    monkeypatch.setenv("ONRECORD_LEAST_CONFIDENCE", "0.6")
    settings.cache_clear()
    yield 0.6
    settings.cache_clear()


def test_nothing_is_left_out_unless_asked(drafts: list[Draft]) -> None:
    assert all(withhold(page) is page for page in drafts)


def test_unsure_records_go_but_for_those_that_others_name(drafts: list[Draft], asked: float) -> None:
    gone = 0
    for page in drafts:
        fewer = withhold(page)
        attributions = {one.id for one in fewer.attributions}
        assert len(fewer.events) == len(fewer.event_deeds) == len(list(compared(fewer)))
        assert {*fewer.contexts} <= {*page.contexts}
        named = {id for one in (*fewer.events, *fewer.figures, *fewer.positions, *fewer.deadlines) for id in one.claims}
        named |= {id for one in fewer.events for id in one.denials}
        held = {one.nested_in for one in fewer.attributions}
        assert named <= attributions
        assert held <= {*attributions, None}
        assert {one.event for one in (*fewer.figures, *fewer.deadlines)} <= {*(one.id for one in fewer.events), None}
        assert all(one.confidence >= asked or one.id in named | held for one in fewer.attributions)
        assert attributions >= {one.id for one in page.attributions if one.confidence >= asked}
        gone += len(page.attributions) + len(page.events) - len(fewer.attributions) - len(fewer.events)
    assert gone > 3
