"""The ways out: FORMATS, the formats of `onrecord export`, one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from onrecord.corpus.merge import MergedEvent
from onrecord.errors import UsageError
from onrecord.exports import ftm, geojson, gexf, jsonld, parquet, polecat, tables
from onrecord.exports.files import Summary
from onrecord.exports.wording import Text
from onrecord.records import PageRecord


class Writer(Protocol):
    """Writes page records to `out` as far as `text` lets words leave; holds one page at a time."""

    def __call__(self, pages: Iterable[PageRecord], out: Path, *, text: Text) -> Summary:
        """See `Writer`."""
        ...


class Format(NamedTuple):
    """A format: who writes it, whether OUT is a folder, and what it is in a few words."""

    write: Writer
    folder: bool
    about: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format(tables.write, True, "tables with a data dictionary"),
        "parquet": Format(parquet.write, True, "the same tables for DuckDB, pandas, Polars and R"),
        "polecat": Format(polecat.write, False, "events in POLECAT's columns, tab-separated"),
        "ftm": Format(ftm.write, False, "FollowTheMoney entities, JSON Lines"),
        "geojson": Format(geojson.write, False, "events on a map"),
        "gexf": Format(gexf.write, False, "network of actors and states"),
        "jsonld": Format(jsonld.write, False, "schema.org Claims"),
    }
)


#: Formats with tables of merged events.
_MERGED: Mapping[str, Callable[..., Summary]] = {"csv": tables.write, "parquet": parquet.write}


def export(
    name: str, pages: Iterable[PageRecord], out: Path, *, text: Text = "quotes", events: Iterable[MergedEvent] = ()
) -> Summary:
    """Write pages in the format `name` to `out`; `events` go where a format has tables of merged ones (csv, parquet).

    Raises UsageError for a format that does not exist, a missing extra or an `out` of the wrong kind, OnrecordError
    where `out` cannot be written.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r} (there are: {', '.join(FORMATS)})")
    if text not in ("none", "quotes", "full"):
        raise UsageError(f"--text: {text!r} is none of none, quotes, full")
    if name in _MERGED:
        return _MERGED[name](pages, out, text=text, events=events)
    return FORMATS[name].write(pages, out, text=text)
