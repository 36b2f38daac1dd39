"""What a view shows, as a file: CSV that a spreadsheet cannot take for formulas, or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from starlette.responses import Response

from onrecord.exports.tables import plain

Form = Literal["csv", "json"]


def download(name: str, form: Form, rows: Sequence[dict[str, Any]], records: Sequence[Any]) -> Response:
    """`rows` (flat) as CSV with a byte order mark, or `records` as a JSON array."""
    if form == "json":
        return Response(
            msgspec.json.format(msgspec.json.encode(list(records)), indent=1),
            media_type="application/json",
            headers=_named(name, form),
        )
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain(_cell(row.get(column))) for column in columns])
    return Response(
        ("\ufeff" + out.getvalue()).encode("utf-8", "replace"),
        media_type="text/csv; charset=utf-8",
        headers=_named(name, form),
    )


def _cell(value: Any) -> Any:
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else value


def _named(name: str, form: Form) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="onrecord-{name}.{form}"'}
