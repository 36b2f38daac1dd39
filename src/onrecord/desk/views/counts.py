"""How many: a chart of counts and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.archive import Archive, Count
from onrecord.desk import filters
from onrecord.desk.desk import TheDesk
from onrecord.desk.downloads import Form, download
from onrecord.ontology import ontology

router = APIRouter(include_in_schema=False)
#: Ways to count that make a readable chart: columns and what they are called. The first column runs along the axis.
WAYS = {
    "month,status": "by month and status", "month,type": "by month and type", "day,status": "by day and status", "type,status": "by type and status",
    "country,status": "by state of the actor and status", "recipient,status": "by state of the recipient and status", "outlet,status": "by outlet and status",
    "language,status": "by language and status", "country,recipient": "by state of actor and recipient",
}  # fmt: skip
BARS, SERIES = 60, 12


@router.get("/counts")
def counts(request: Request, desk: TheDesk, wanted: filters.Counts) -> Response:
    """Counts as a chart and as a table."""
    archive = desk.archive()
    found = counts_of(archive, wanted)
    return desk.page(
        request, "counts.html", title="Counts", counts=found, filters=wanted, ways=WAYS, chart=msgspec.json.encode(chart(found)).decode(),
        cases=archive.cases(), types=sorted(ontology().types), columns=wanted.by.split(","),
    )  # fmt: skip


@router.get("/counts.{form}")
def counts_file(desk: TheDesk, form: Form, wanted: filters.Counts) -> Response:
    """The same as a file."""
    rows = [count.row() for count in counts_of(desk.archive(), wanted)]
    return download("counts", form, rows, rows)


def counts_of(archive: Archive, wanted: filters.CountFilters) -> tuple[Count, ...]:
    """Counts that pass the filters."""
    return archive.ask.counts(tuple(wanted.by.split(",")), wanted.count, **wanted.where())


def chart(counts: Sequence[Count]) -> dict[str, Any]:
    """Names along the axis and one series for each value of the second column, zero where there is nothing."""
    cells: dict[tuple[str, str], int] = {}
    for one in counts:
        first, *rest = (value or "not known" for value in one.by.values())
        key = first, " · ".join(rest) or "all"
        cells[key] = cells.get(key, 0) + one.count
    axis: dict[str, int] = {}
    series: dict[str, int] = {}
    for (first, second), number in cells.items():
        axis[first] = axis.get(first, 0) + number
        series[second] = series.get(second, 0) + number
    shown = (
        list(axis)[-BARS:]
        if counts and next(iter(counts[0].by)) in ("day", "month", "year")
        else sorted(axis, key=lambda name: -axis[name])[:BARS]
    )
    kept = sorted(series, key=lambda name: -series[name])[:SERIES]
    return {
        "axis": shown,
        "series": [{"name": name, "data": [cells.get((first, name), 0) for first in shown]} for name in kept],
    }
