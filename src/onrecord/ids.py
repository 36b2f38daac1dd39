"""Identifiers: hashes of bytes, page, kind and spans, never of floating-point results or counters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

Span = tuple[int, int]


def page_id(content: bytes) -> str:
    """SHA-256 of the bytes of a page (of the file, the JSON line or the WARC payload), 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def record_id(page: str, kind: str, *parts: Iterable[Span]) -> str:
    """Id of one record of a page: 16 hex digits of a hash of page id, kind and the spans of its parts in order."""
    body = "|".join(",".join(f"{start}-{end}" for start, end in part) for part in parts)
    return hashlib.blake2b(f"{page}\n{kind}\n{body}".encode(), digest_size=8).hexdigest()
