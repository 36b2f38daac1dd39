"""Gold files: JSON Lines with a text and what annotators marked in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError
from onrecord.ids import page_id
from onrecord.pipeline import Given, RawPage

Row = dict[str, Any]


def read_gold(path: Path, *needs: str) -> list[Row]:
    """Rows of a gold file (plain or gzip); UsageError names the line that is no JSON object or lacks a key."""
    rows: list[Row] = []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{path}, line {number}: not JSON ({error})") from error
            if not isinstance(row, dict) or any(key not in row for key in ("text", *needs)):
                raise UsageError(f"{path}, line {number}: gold needs the keys {', '.join(('text', *needs))}")
            rows.append(row)
    if not rows:
        raise UsageError(f"{path}: no gold in it")
    return rows


def pages(rows: list[Row]) -> Iterator[RawPage]:
    """Texts of gold rows as pages that are articles already; a language that the gold states is believed."""
    for number, row in enumerate(rows):
        text = row["text"]
        yield RawPage(
            id=page_id(text.encode()),
            content=text,
            where=str(row.get("id", number)),
            form="text",
            key=str(row.get("id", number)),
            given=Given(language=row.get("language") or row.get("lang")),
            article=True,
        )


def f_measure(hit: float, predicted: float, gold: float) -> dict[str, float]:
    """Precision, recall and F of counts; 0 where nothing is there to count."""
    precision, recall = hit / max(1.0, predicted), hit / max(1.0, gold)
    f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"P": round(precision, 3), "R": round(recall, 3), "F": round(f, 3)}
