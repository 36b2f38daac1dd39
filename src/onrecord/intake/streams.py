"""Bytes read forward, plain or gzip, with a look ahead and within limits; damage becomes a gap that can be passed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from onrecord.errors import InputError, LimitError

#: What a stream yields: bytes, or an error where bytes are missing. What follows an error does not join what was before.
Chunk = bytes | InputError

_SIZE = 1 << 18
_GZIP = b"\x1f\x8b\x08"
_HARMLESS = 1 << 20  # bytes that may come out of compressed input whatever its ratio
_MOST_GAPS = 100  # damaged places in one gzip file after which it is given up


def plain(file: BinaryIO, where: str) -> Iterator[Chunk]:
    """The bytes of an open file as they come."""
    read = getattr(file, "read1", file.read)
    while True:
        try:
            chunk = read(_SIZE)
        except OSError as error:
            yield InputError(where, f"cannot be read: {error.strerror or error}")
            return
        if not chunk:
            return
        yield chunk


def gunzip(chunks: Iterator[Chunk], where: str, max_ratio: int) -> Iterator[Chunk]:
    """Unpacked bytes of a gzip file of one or more members.

    Damage is reported and reading goes on with the next member; so is an end in the middle of a member. Ends with a
    LimitError where more than `max_ratio` times its size comes out.
    """
    member = _Member()
    packed = unpacked = gaps = 0
    data = b""
    for chunk in chunks:
        if isinstance(chunk, InputError):
            yield chunk
            return
        packed += len(chunk)
        data += chunk
        while data or member.more:
            try:
                out, data, waits = member.feed(data)
            except zlib.error as error:
                gaps += 1
                if gaps > _MOST_GAPS:
                    yield LimitError(where, f"gzip data damaged in more than {_MOST_GAPS} places, given up")
                    return
                yield InputError(where, f"damaged gzip data before byte {packed} ({_reason(error)})")
                data = member.skip(data)
                continue
            unpacked += len(out)
            if unpacked > max(_HARMLESS, max_ratio * packed):
                yield LimitError(where, f"gzip data that unpacks to more than {max_ratio} times its size")
                return
            if out:
                yield out
            if waits:
                break
    if member.inside or data.strip(b"\0"):
        yield InputError(where, f"gzip data cut short after {packed} bytes")


class _Member:
    """One gzip member after the other; `inside` says that one has begun and not ended."""

    def __init__(self) -> None:
        self._decoder: zlib._Decompress | None = None
        self.more = False

    @property
    def inside(self) -> bool:
        return self._decoder is not None

    def feed(self, data: bytes) -> tuple[bytes, bytes, bool]:
        """Some output, the input that is left, and whether more input is needed to go on; zlib.error on damage."""
        if self._decoder is None:
            data = data.lstrip(b"\0")  # padding between members
            if len(data) < len(_GZIP) and _GZIP.startswith(data):
                return b"", data, True
            if not data.startswith(_GZIP):
                raise zlib.error("no gzip member where one should begin")
            self._decoder = zlib.decompressobj(31)
        out = self._decoder.decompress(data, _SIZE)
        if self._decoder.eof:
            data, self._decoder, self.more = self._decoder.unused_data, None, False
            return out, data, not data
        data = self._decoder.unconsumed_tail
        self.more = len(out) == _SIZE
        return out, data, not data and not self.more

    def skip(self, data: bytes) -> bytes:
        """Input from the next beginning of a member on."""
        self._decoder, self.more = None, False
        at = data.find(_GZIP, 1)
        return data[at:] if at > 0 else data[max(1, len(data) - 2) :]


def _reason(error: zlib.error) -> str:
    return str(error).removeprefix("Error -3 while decompressing data: ")


class Line(NamedTuple):
    """A line without its end, or only its length and SHA-256 (`data` empty) where it was longer than allowed."""

    data: bytes
    size: int
    digest: str | None = None


class Source:
    """A stream of chunks as one can parse it: look ahead, take, read a line, skip to a marker.

    All methods stop at a gap as at the end; `resume` returns the error of the gap and opens what is behind it.
    """

    def __init__(self, chunks: Iterator[Chunk]) -> None:
        self._chunks = chunks
        self._buffer = b""
        self._at = 0
        self._gap: InputError | None = None
        self.offset = 0  # of the next byte

    def _more(self) -> bool:
        if self._gap is not None:
            return False
        chunk = next(self._chunks, None)
        if chunk is None:
            return False
        if isinstance(chunk, InputError):
            self._gap = chunk
            return False
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return True

    def _advance(self, count: int) -> None:
        self._at += count
        self.offset += count

    def resume(self) -> InputError | None:
        """The error of the gap at which this stream stands, which is then behind it; None at the end."""
        error, self._gap = self._gap, None
        return error

    def peek(self, count: int) -> bytes:
        """The next `count` bytes, fewer before a gap or the end."""
        while len(self._buffer) - self._at < count and self._more():
            pass
        return self._buffer[self._at : self._at + count]

    def take(self, count: int) -> bytes:
        """The next `count` bytes, fewer before a gap or the end, which are then behind."""
        data = self.peek(count)
        self._advance(len(data))
        return data

    def push_back(self, data: bytes) -> None:
        """Puts bytes that were taken back in front."""
        self._buffer = data + self._buffer[self._at :]
        self._at = 0
        self.offset -= len(data)

    def line(self, limit: int) -> Line | None:
        """The next line, None before a gap or the end; one of more than `limit` bytes is passed without keeping it."""
        seen = 0
        while (end := self._buffer.find(b"\n", self._at + seen)) < 0:
            seen = len(self._buffer) - self._at
            if seen > limit:
                return self._long_line()
            if not self._more():
                if not seen:
                    return None
                end = len(self._buffer)
                break
        data = self._buffer[self._at : end]
        self._advance(min(end + 1, len(self._buffer)) - self._at)
        if len(data) > limit:
            return Line(b"", len(data), hashlib.sha256(data).hexdigest())
        return Line(data.removesuffix(b"\r"), len(data))

    def _long_line(self) -> Line:
        digest, size = hashlib.sha256(), 0
        while True:
            end = self._buffer.find(b"\n", self._at)
            part = self._buffer[self._at : end if end >= 0 else len(self._buffer)]
            digest.update(part)
            size += len(part)
            self._advance(len(part) + (end >= 0))
            if end >= 0 or not self._more():
                return Line(b"", size, digest.hexdigest())

    def skip_to(self, marker: bytes) -> bool:
        """Passes what stands before `marker`; False if it does not come before a gap or the end."""
        while (found := self._buffer.find(marker, self._at)) < 0:
            self._advance(max(0, len(self._buffer) - self._at - len(marker) + 1))
            if not self._more():
                self._advance(len(self._buffer) - self._at)
                return False
        self._advance(found - self._at)
        return True
