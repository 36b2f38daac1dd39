"""Parquet: the tables of the CSV export, one file a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from onrecord.columnar import arrow as _pyarrow
from onrecord.corpus.merge import MergedEvent
from onrecord.exports import merged
from onrecord.exports.columns import TABLES, Cell, Table, joined
from onrecord.exports.files import Summary, folder, whole_file
from onrecord.exports.wording import Text, View
from onrecord.records import PageRecord

#: Rows that are held before they are written as a row group.
GROUP = 20_000
_TYPES = {"string": "string", "list": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}


def write(pages: Iterable[PageRecord], out: Path, *, text: Text, events: Iterable[MergedEvent] = ()) -> Summary:
    """Write `TABLE.parquet` for every table into the folder `out`, no more than `GROUP` rows a table in memory.

    Raises UsageError naming the extra if pyarrow is not installed.
    """
    arrow = _pyarrow("the parquet export")
    tables = [table for table in TABLES if text == "full" or not table.full]
    written = [*tables, *merged.TABLES]
    paths = {table.name: folder(out) / f"{table.name}.parquet" for table in (*TABLES, *merged.TABLES)}
    with ExitStack() as stack:
        sinks = [_Sink(arrow, table, stack.enter_context(whole_file(paths[table.name]))) for table in written]
        for sink in sinks:
            stack.callback(sink.close)
        for record in pages:
            view = View(record, text)
            for sink in sinks:
                sink.take(sink.table.rows(view))
        by_table = {sink.table.name: sink for sink in sinks}
        for event in events:
            for table, row in merged.rows(event, text):
                by_table[table.name].take((row,))
        for sink in sinks:
            sink.flush()
    for table in TABLES:
        if table not in tables:
            paths[table.name].unlink(missing_ok=True)
    return Summary(tuple(paths[table.name] for table in written), sum(sink.rows for sink in sinks))


class _Sink:
    """One table on its way into its file."""

    def __init__(self, arrow: Any, table: Table[Any], path: Path) -> None:
        fields = [
            arrow.field(column.name, getattr(arrow, _TYPES[column.kind])(), metadata={"about": column.about})
            for column in table.columns
        ]
        self.arrow, self.table, self.rows = arrow, table, 0
        self.schema = arrow.schema(fields, metadata={"about": table.about})
        self.writer = arrow.parquet.ParquetWriter(path, self.schema, compression="zstd")
        self.waiting: list[tuple[Cell, ...]] = []

    def take(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Take rows."""
        self.waiting.extend(rows)
        if len(self.waiting) >= GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what waits as a row group."""
        if self.waiting:
            columns: Sequence[Sequence[Cell]] = list(zip(*self.waiting, strict=True))
            arrays = [
                self.arrow.array([_plain(cell) for cell in column], type=field.type)
                for column, field in zip(columns, self.schema, strict=True)
            ]
            self.writer.write_table(self.arrow.Table.from_arrays(arrays, schema=self.schema))
            self.rows += len(self.waiting)
            self.waiting = []

    def close(self) -> None:
        """Close the file."""
        self.writer.close()


def _plain(cell: Cell) -> Any:
    """A cell as Parquet has it: lists joined by `;`, null for nothing."""
    return joined(cell) if isinstance(cell, tuple) else None if cell == "" else cell
