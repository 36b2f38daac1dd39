"""The gate: what the model reaches on our gold must not fall. `python tests/gold/test_quality.py` prints the floors it reaches."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gate
import pytest
from read_gold import LANGUAGES, read_gold

from onrecord.evaluation import evaluate_attribution
from onrecord.pipeline import finish, run
from onrecord.stages import PER_PAGE

FLOORS = Path(__file__).parent / "floors.toml"
#: Below what is reached today by so much a floor is set: another processor rounds otherwise, and an attribution more or less is noise.
SLACK = 0.01


@cache
def reached() -> dict[str, dict[str, float]]:
    """Figures of all gold and of each language."""
    with TemporaryDirectory() as folder:
        gold = Path(folder, "gold.jsonl")
        gold.write_text("".join(json.dumps(row) + "\n" for row in read_gold()), encoding="utf-8")
        figures = evaluate_attribution(gold, lambda raw: finish(run(PER_PAGE, raw), "test"))
    parts: dict[str, Any] = {"all": figures, **figures["languages"]}
    return {
        name: {
            "content_50": part["all"]["@50"]["F"],
            "content_90": part["all"]["@90"]["F"],
            "full": part["all"]["full"]["F"],
            "speech_act": part["speech_act"]["macro F"],
            "speech_act_aligned": part["speech_act"]["macro F of aligned ones"],
            "addressee": part["addressee"]["F"],
            "nested": part["nested"]["F"],
        }
        for name, part in parts.items()
    }


@pytest.mark.parametrize("name", ["all", *LANGUAGES])
def test_no_figure_falls(name: str) -> None:
    gate.check(name, reached(), FLOORS)


if __name__ == "__main__":
    gate.show(
        "What the model must reach on our gold; printed by `python tests/gold/test_quality.py`.", reached(), SLACK
    )
