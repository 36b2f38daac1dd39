"""The gate of events: what our status suite reaches must not fall. `python tests/gold/test_event_quality.py` prints floors."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gate
import pytest
from read_events import everyday, further, suite, turned

from onrecord.evaluation import evaluate_events
from onrecord.pipeline import finish, run
from onrecord.stages import PER_PAGE

FLOORS = Path(__file__).parent / "event_floors.toml"
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt", "ru")
FURTHER = sorted({row["language"] for row in further()})
#: Another processor rounds otherwise; an event more or less is noise.
SLACK = 0.015


@cache
def reached() -> dict[str, dict[str, float]]:
    """Figures of the whole suite, of its half with verbs that no training text has, of the texts of further languages, of those easy to misread, of everyday sentences, and of each language."""
    rows = suite()
    parts: dict[str, Any] = {}
    for name, some in (
        ("all", rows),
        ("held", [row for row in rows if row["verbs"] == "held"]),
        ("turned", turned()),
        ("everyday", everyday()),
        ("further", further()),
    ):
        with TemporaryDirectory() as folder:
            gold = Path(folder, "gold.jsonl")
            gold.write_text("".join(json.dumps(row) + "\n" for row in some), encoding="utf-8")
            figures = evaluate_events(gold, lambda raw: finish(run(PER_PAGE, raw), "test"))
        parts |= {name: figures} | ({} if name in ("held", "turned", "everyday") else figures["languages"])
    return {
        name: {
            "events": part["events"]["F"],
            "type": part["type accuracy"]["share"],
            "mode": part["mode accuracy of those of the right type"]["share"],
            "every_field": part["every field right"]["share"],
            "kept": 1 - part["unreal put out as stated"]["share"],
        }
        for name, part in parts.items()
    }


@pytest.mark.parametrize("name", ["all", "held", "turned", "everyday", "further", *LANGUAGES, *FURTHER])
def test_no_figure_falls(name: str) -> None:
    gate.check(name, reached(), FLOORS)


if __name__ == "__main__":
    gate.show(
        "What events must reach on our status suite and on texts of further languages; printed by `python tests/gold/test_event_quality.py`.",
        reached(),
        SLACK,
    )
