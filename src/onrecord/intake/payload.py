"""Payloads of HTTP answers without their transfer and content encodings, never unpacked beyond a limit."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from typing import Protocol

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from onrecord.charsets import binary

_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
_PART = 1 << 18


class PayloadError(Exception):
    """A payload that cannot be unpacked; the message says what is wrong with it."""


class _Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


def unpack(payload: bytes, transfer: str | None, encodings: str | None, limit: int) -> bytes:
    """A payload without its encodings; cut off at one byte more than `limit`. Raises PayloadError.

    Crawlers may store what is already unpacked under the header of the server: what is text is taken as it is.
    """
    if transfer and "chunked" in transfer.lower() and _CHUNK.match(payload):
        payload = _read("chunked", ChunkedReader(io.BytesIO(payload)), limit)
    for name in reversed([part.strip().lower() for part in (encodings or "").split(",")]):
        opener = _OPENERS.get(name)
        if opener is not None and (name in ("br", "deflate") or binary(payload)) and len(payload) <= limit:
            try:
                payload = _read(name, opener(payload), limit)
            except PayloadError:
                if binary(payload):
                    raise
    return payload


def _read(name: str, reader: _Reader, limit: int) -> bytes:
    parts, size = [], 0
    try:
        while size <= limit and (part := reader.read(min(_PART, limit + 1 - size))):
            parts.append(part)
            size += len(part)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise PayloadError(f"damaged {name} data: {error}") from error
    return b"".join(parts)


class _Inflate:
    """Reads zlib, gzip or bare deflate data; an end in the middle is an error."""

    def __init__(self, payload: bytes) -> None:
        self._rest = payload
        self._decoder = zlib.decompressobj(47 if payload[:1] in (b"\x1f", b"\x78") else -15)

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, none at the end."""
        if self._decoder.eof:
            return b""
        out = self._decoder.decompress(self._rest, size)
        self._rest = self._decoder.unconsumed_tail
        if not out and not self._decoder.eof:
            raise EOFError("cut short")
        return out


def _brotli(payload: bytes) -> _Reader:
    reader: _Reader = BrotliReader(io.BytesIO(payload))
    return reader


def _zstd(payload: bytes) -> _Reader:
    reader: _Reader = ZstdReader(io.BytesIO(payload))
    return reader


_OPENERS: dict[str, Callable[[bytes], _Reader]] = {
    "gzip": _Inflate,
    "x-gzip": _Inflate,
    "deflate": _Inflate,
    "br": _brotli,
    "zstd": _zstd,
}
