"""CSV: one file a table and a data dictionary, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from onrecord.corpus.merge import MergedEvent
from onrecord.exports import merged
from onrecord.exports.columns import TABLES, Cell, dictionary, joined
from onrecord.exports.files import Summary, folder, text_file
from onrecord.exports.wording import Text, View
from onrecord.records import PageRecord

#: A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"; the wide signs are East Asian forms).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: With a byte order mark, without which Excel takes UTF-8 for the code page of the machine.
ENCODING = "utf-8-sig"
DICTIONARY = "columns.csv"


def write(pages: Iterable[PageRecord], out: Path, *, text: Text, events: Iterable[MergedEvent] = ()) -> Summary:
    """Write the tables of `columns.TABLES` and `merged.TABLES` and `columns.csv` into the folder `out`; one page is held at a time.

    Tables that `text` does not allow are removed if an export before left them there.
    """
    tables = [table for table in TABLES if text == "full" or not table.full]
    written = [*tables, *merged.TABLES]
    paths = {table.name: folder(out) / f"{table.name}.csv" for table in (*TABLES, *merged.TABLES)}
    rows = 0
    with ExitStack() as stack:
        writers = {}
        for table in written:
            writers[table.name] = _writer(stack, paths[table.name])
            writers[table.name].writerow([column.name for column in table.columns])
        for record in pages:
            view = View(record, text)
            for table in tables:
                for row in table.rows(view):
                    writers[table.name].writerow([plain(cell) for cell in row])
                    rows += 1
        for event in events:
            for table, row in merged.rows(event, text):
                writers[table.name].writerow([plain(cell) for cell in row])
                rows += 1
        _describe(stack, out / DICTIONARY)
    for table in TABLES:
        if table not in tables:
            paths[table.name].unlink(missing_ok=True)
    return Summary((*(paths[table.name] for table in written), out / DICTIONARY), rows)


def _writer(stack: ExitStack, path: Path) -> Any:
    return csv.writer(stack.enter_context(text_file(path, newline="", encoding=ENCODING)))


def _describe(stack: ExitStack, path: Path) -> None:
    writer = _writer(stack, path)
    writer.writerow(["table", "column", "kind", "about"])
    writer.writerows([row.table, row.column, row.kind, row.about] for row in (*dictionary(), *merged.dictionary()))


def plain(cell: Cell) -> str | int | float:
    """A cell as CSV has it: true and false, lists joined by `;`, "" for nothing, formulas defused."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, tuple):
        return joined(tuple(defused(part or "") for part in cell)) or ""
    return defused(cell) if isinstance(cell, str) else cell


def defused(cell: str) -> str:
    """A string that no spreadsheet takes for a formula: an apostrophe stands before one that begins like it."""
    return "'" + cell if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell
