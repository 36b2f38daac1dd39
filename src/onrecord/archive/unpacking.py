"""What the compressed columns of the archive hold."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

from onrecord.archive.sqlite import Database
from onrecord.codec import decode
from onrecord.errors import ArchiveError
from onrecord.records import PageRecord


def unpack(blob: Any, database: Database) -> bytes:
    """What a compressed column holds; raises ArchiveError if its checksum is wrong."""
    try:
        return zlib.decompress(blob)
    except (zlib.error, TypeError) as error:
        raise ArchiveError(f"{database.path}: the archive is damaged ({error}); restore a copy") from error


def record_of(blob: Any, database: Database, where: str) -> PageRecord:
    """The record in a compressed column."""
    return _decoded(unpack(blob, database), f"{database.path}: {where}")


@lru_cache(maxsize=128)
def _decoded(line: bytes, where: str) -> PageRecord:
    """The record in a line; one question often asks for the same page again and again, and records cannot change."""
    return decode(line, where)
