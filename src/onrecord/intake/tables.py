"""Parquet to raw pages: one page a row, whose columns are named as the keys of a JSON line."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from onrecord import parts
from onrecord.columnar import arrow as _pyarrow
from onrecord.errors import InputError, UsageError
from onrecord.intake.items import Context, Item
from onrecord.intake.lines import CONTENTS, page_of_line
from onrecord.pipeline import RawPage

_COLUMNS = ("id", *CONTENTS, "url", "title", "published", "lang", "outlet")
_ROWS = 64


def group_cuts(path: Path, slice_bytes: int) -> list[tuple[int, int | None]]:
    """Beginnings and ends (row groups) of slices of a Parquet file, of about so many bytes; all of it if it is damaged."""
    arrow = _pyarrow("a Parquet file")
    try:
        metadata = arrow.parquet.read_metadata(path)
    except (OSError, arrow.lib.ArrowException):
        return [(0, None)]
    starts, size = [0], 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        size += sum(group.column(column).total_compressed_size for column in range(group.num_columns))
        if size >= slice_bytes and number + 1 < metadata.num_row_groups:
            starts, size = [*starts, number + 1], 0
    return list(zip(starts, [*starts[1:], None], strict=True))


def read_parquet(path: Path, context: Context, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Pages of row groups `start` to `end` of a Parquet file.

    As they were read, of a part of `onrecord batch`; else one a row, still to be read.
    """
    try:
        arrow = _pyarrow("a Parquet file")
    except UsageError as error:
        yield InputError(context.where, str(error))
        return
    if parts.facts(path) is not None:
        yield from parts.readings(path, context.where)
        return
    try:
        with arrow.parquet.ParquetFile(path) as file:
            columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
            if not {*CONTENTS} & {*columns}:
                yield InputError(context.where, "a Parquet file without a column 'text' or 'html'")
                return
            metadata = file.metadata
            groups = range(start, metadata.num_row_groups if end is None else end)
            number = sum(metadata.row_group(before).num_rows for before in range(start))
            for batch in file.iter_batches(_ROWS, row_groups=list(groups), columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield _page(row, f"{context.where}, row {number}", context)
    except (OSError, arrow.lib.ArrowException) as error:
        yield InputError(context.where, f"not a Parquet file that can be read: {str(error).splitlines()[0]}")


def _page(row: dict[str, Any], where: str, context: Context) -> RawPage:
    """The page of a row; its id is the hash of the row as a JSON line, keys in the order of `_COLUMNS`.

    Of a row whose content is binary the id is the hash of those bytes, as of a file.
    """
    row = {name: _plain(row[name]) for name in _COLUMNS if row.get(name) is not None}
    content = next((row[name] for name in CONTENTS if row.get(name)), None)
    if not isinstance(content, bytes):
        row = {
            name: value.decode("utf-8", "replace") if isinstance(value, bytes) else value for name, value in row.items()
        }
        return _limited(page_of_line(msgspec.json.encode(row), where, context), context, where)
    form = next(name for name in CONTENTS if row.get(name))
    told = {name: value for name, value in row.items() if name not in CONTENTS}
    page = page_of_line(msgspec.json.encode({form: "-", **told}), where, context)
    page = replace(page, id=hashlib.sha256(content).hexdigest(), content=content, form=form)
    return _limited(page, context, where)


def _limited(page: RawPage, context: Context, where: str) -> RawPage:
    if len(page.content) <= context.max_page_bytes:
        return page
    what = f"page of {len(page.content)} bytes, more than max_page_bytes {context.max_page_bytes}"
    return context.bad_page(what, where, digest=page.id)


def _plain(value: Any) -> Any:
    """A cell as JSON has it: dates and times by their ISO day, which is what `published` holds."""
    return value.isoformat()[:10] if isinstance(value, datetime.date) else value
