"""WARC to raw pages: records found by their stated length, so that what is cut short or damaged is seen and passed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from fastwarc.warc import WarcRecord
from msgspec.structs import replace

from onrecord.charsets import binary
from onrecord.errors import InputError, LimitError
from onrecord.intake.items import Context, Item, intake_problem
from onrecord.intake.payload import PayloadError, unpack
from onrecord.intake.streams import Source
from onrecord.pipeline import RawPage

_MAGIC = b"WARC/"
_NEXT = b"WARC/1."  # what is searched for where the way is lost
_MOST_DAMAGED = 300  # damaged records after which a file is given up
_HEAD_LIMIT = 65_536  # bytes of a record's or a response's header
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^warc-type[ \t]*:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"^warc-target-uri[ \t]*:[ \t]*<?([^\s>]+)", re.IGNORECASE | re.MULTILINE)
#: Records that hold pages: answers of servers, and texts and documents as crawlers store them without HTTP.
_PAGES = frozenset({b"response", b"resource", b"conversion"})
_FORMS: dict[str, Literal["html"] | None] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": None}


class _Head(NamedTuple):
    """What the header of a record says that one must know before reading the record."""

    raw: bytes
    kind: bytes
    length: int
    where: str


def is_warc(head: bytes) -> bool:
    """Whether data begins as a WARC does."""
    return head.lstrip(b"\r\n").startswith(_MAGIC)


def read_warc(source: Source, context: Context) -> Iterator[Item]:
    """Pages of a WARC stream: responses with status 200, resources and conversions, of HTML or plain text.

    A record that is cut short or does not fit its length is reported; reading goes on at the next record.
    """
    number = damaged = 0
    lost_way = False
    while True:
        if not _next_byte(source):
            gap = source.resume()
            if gap is None:
                return
            yield gap
            continue
        number += 1
        head = _head(source, f"{context.where}, record {number}")
        if isinstance(head, InputError):
            if not lost_way:  # one report for a stretch in which nothing can be read
                yield head
            lost_way = True
            source.skip_to(_NEXT)
            continue
        lost_way = False
        if head.length > context.max_page_bytes + _HEAD_LIMIT:
            yield from _pass_large(source, head, context)
            continue
        block = source.take(head.length)
        lost = _lost(source, block, head)
        if lost:
            yield _damage(lost, head, block, context)
            damaged += 1
            if damaged > _MOST_DAMAGED:
                yield LimitError(context.where, f"more than {_MOST_DAMAGED} damaged records, given up")
                return
            _rescue(source, block)
        elif head.kind in _PAGES:
            page = _page(head, block, context)
            if page is not None:
                yield page


def _next_byte(source: Source) -> bool:
    """Passes line ends; whether anything follows before a gap or the end."""
    while data := source.peek(4096):
        rest = len(data.lstrip(b"\r\n"))
        source.take(len(data) - rest)
        if rest:
            return True
    return False


def _damage(what: str, head: _Head, block: bytes, context: Context) -> Item:
    if head.kind in _PAGES:
        return context.bad_page(what, head.where, head.raw + block)
    return InputError(head.where, what)


def _head(source: Source, where: str) -> _Head | InputError:
    """The header of the next record, taken; InputError, what is useless taken, if there is none."""
    size = 2048
    while True:
        data = source.peek(size)
        end = data.find(_END)
        if end >= 0 or len(data) < size or size >= _HEAD_LIMIT:
            break
        size *= 4
    if not data.startswith(_MAGIC):
        return InputError(where, f"no WARC record at byte {source.offset}; what comes before the next one is lost")
    if end < 0:
        error = InputError(where, f"WARC record cut short in its header at byte {source.offset}")
        source.take(max(data.rfind(_NEXT), 0) or len(data))
        return error
    raw = data[: end + len(_END)]
    length, kind, address = _LENGTH.search(raw), _TYPE.search(raw), _ADDRESS.search(raw)
    if length is None:
        error = InputError(where, f"WARC record at byte {source.offset} without a valid Content-Length")
        source.take(len(raw))
        return error
    source.take(len(raw))
    if address is not None:
        where = f"{where} ({address[1].decode('utf-8', 'replace')[:200]})"
    return _Head(raw, kind[1].lower() if kind else b"", int(length[1]), where)


def _pass_large(source: Source, head: _Head, context: Context) -> Iterator[Item]:
    """Passes a record that is too large to be held, by looking for the next: its length may be what is wrong."""
    if head.kind in _PAGES:
        yield context.bad_page(_too_large(head.length, context), head.where, head.raw)
    begin = source.offset
    found = source.skip_to(_END + _NEXT)
    passed = source.offset - begin
    if passed < head.length:
        what = "record cut short" if not found else "record shorter than it states"
        yield InputError(head.where, f"{what}: {passed} of {head.length} bytes")


def _lost(source: Source, block: bytes, head: _Head) -> str | None:
    """What is wrong with a block of the stated length, or None."""
    if len(block) < head.length:
        return f"record cut short: {len(block)} of {head.length} bytes"
    if source.peek(len(_END)) == _END:
        return None
    after = source.peek(len(_END) + len(_MAGIC)).lstrip(b"\r\n")
    if after and not _MAGIC.startswith(after[: len(_MAGIC)]):
        return f"record does not end after the {head.length} bytes that it states"
    return None


def _rescue(source: Source, block: bytes) -> None:
    """Goes to the next record, which may stand in the block of a damaged one."""
    at = block.find(_END + _NEXT)
    if at >= 0:
        source.push_back(block[at + len(_END) :])
    elif source.peek(1):
        source.skip_to(_NEXT)


def _page(head: _Head, block: bytes, context: Context) -> RawPage | None:
    """The page of a whole record; None if it holds none."""
    try:
        record = WarcRecord.from_bytes(head.raw + block + _END)
        record.parse_http(auto_decode="none", max_header_len=_HEAD_LIMIT)
        payload = record.reader.read()
    except (OSError, ValueError) as error:
        return context.bad_page(f"damaged record: {error}", head.where, head.raw + block)
    headers = record.headers
    http = record.http_headers
    charset = None
    if http is not None and head.kind == b"response":
        if http.status_code != 200:
            return None
        kind = record.http_content_type or ""
        charset = record.http_charset
    else:
        kind = headers.get("Content-Type") or ""
    kind = kind.partition(";")[0].strip().lower()
    if kind not in _FORMS and (kind or head.kind != b"response"):
        return None
    if http is not None:
        try:
            payload = unpack(
                payload, http.get("Transfer-Encoding"), http.get("Content-Encoding"), context.max_page_bytes
            )
        except PayloadError as error:
            return context.bad_page(str(error), head.where, payload)
    if len(payload) > context.max_page_bytes:
        return context.bad_page(_too_large(len(payload), context), head.where, payload)
    if not payload.strip():
        return context.bad_page("empty payload", head.where, payload)
    if what := binary(payload):
        return context.bad_page(f"{what}, not text", head.where, payload)
    page = replace(
        context.page(payload, head.where),
        form=_FORMS.get(kind),
        encoding=charset.strip("\"' ") if charset else None,
        url=_clean(headers.get("WARC-Target-URI")),
        retrieved=_clean(headers.get("WARC-Date")),
    )
    if reason := headers.get("WARC-Truncated"):
        page = replace(page, problems=(intake_problem(f"{head.where}: cut short by the crawler ({reason})"),))
    return page


def _too_large(size: int, context: Context) -> str:
    return f"page of {size} bytes or more, more than max_page_bytes {context.max_page_bytes}"


def _clean(value: str | None) -> str | None:
    return value.strip("<> \t") if value else None
