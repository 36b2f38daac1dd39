"""What the compressed columns of the archive hold."""

from __future__ import annotations

import zlib
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
    return decode(unpack(blob, database), f"{database.path}: {where}")
