"""The training examples of attribution that we wrote hold together as the gold does: they parse, and say what they must."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_gold import read_file

ATTRIBUTION = Path(__file__).resolve().parents[2] / "training" / "attribution"


@pytest.mark.parametrize(
    "file", sorted(ATTRIBUTION.glob("*/*.txt")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_training_examples_parse(file: Path) -> None:
    rows = list(read_file(file))
    assert rows
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["language"] == file.stem and row["id"].startswith(f"{file.stem}-t"), row["id"]
        for one in row["attributions"]:
            for part in ("source", "cue", "content", "addressee"):
                assert all(row["text"][start:end].strip() for start, end in one[part]), (row["id"], one["id"], part)
