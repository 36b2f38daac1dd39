"""What the compressed columns of the archive hold."""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.codec import decode
from onrecord.errors import ArchiveError
from onrecord.records import PageRecord


def unpack(blob: Any, path: Path) -> bytes:
    """What a compressed column of the archive at `path` holds; raises ArchiveError if its checksum is wrong."""
    try:
        return zlib.decompress(blob)
    except (zlib.error, TypeError) as error:
        raise ArchiveError(f"{path}: the archive is damaged ({error}); restore a copy") from error


@lru_cache(maxsize=128)
def record_of(blob: bytes, path: Path, where: str) -> PageRecord:
    """The record in a compressed column; one question often asks for the same page again and again, and records cannot change."""
    return decode(unpack(blob, path), f"{path}: {where}")
