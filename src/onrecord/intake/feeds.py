"""RSS and Atom feeds to entries; the only importer of feedparser."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import httpx
import msgspec

from onrecord.records import Record

#: Entries of one answer that are looked at, the first ones: feeds put the newest first.
MOST = 1_000
#: No feed of the web needs entities of its own; what declares them blows up or reads files (in UTF-8, UTF-16, UTF-32).
_ENTITY = re.compile(b"<\0*!\0*E\0*N\0*T\0*I\0*T\0*Y", re.IGNORECASE)


class Entry(Record, frozen=True, kw_only=True):
    """An article that a feed points to; `published` is the day as the feed states it, in its own time zone."""

    url: str
    published: str | None = None


class Feed(Record, frozen=True, kw_only=True):
    """What a feed says, or (`error`) why it says nothing."""

    entries: tuple[Entry, ...] = ()
    title: str | None = None
    error: str = ""


class Message(Record, frozen=True, kw_only=True):
    """A feed as it travels to the process that parses it."""

    url: str
    kind: str
    body: bytes


_MESSAGE, _FEED = msgspec.msgpack.Decoder(Message), msgspec.msgpack.Encoder()


def work(message: bytes) -> bytes:
    """`parse` as a worker process runs it."""
    asked = _MESSAGE.decode(message)
    return _FEED.encode(parse(asked.body, asked.url, asked.kind))


def parse(body: bytes, url: str, kind: str = "") -> Feed:
    """Entries of a feed found at `url`, whose media type the server says is `kind`.

    feedparser forgives much, and takes long over what was made to hurt it: run it where it can be stopped.
    """
    if _ENTITY.search(body):
        return Feed(error="declares entities, which is refused")
    headers = {"content-location": url, **({"content-type": kind} if kind else {})}
    # without sanitizing: nothing of the feed is shown, only where its entries lead
    found: Any = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version") and not found.entries:
        return Feed(error="is no feed (neither RSS nor Atom)")
    entries = {entry.url: entry for one in found.entries[:MOST] if (entry := _entry(one, url)) is not None}
    return Feed(entries=tuple(entries.values()), title=found.feed.get("title") or None)


def _entry(one: Any, base: str) -> Entry | None:
    link = one.get("link") or (one.get("id") if str(one.get("id", "")).startswith("http") else None)
    if not isinstance(link, str):
        return None
    try:
        url = httpx.URL(base).join(link.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError):
        return None
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        return None
    return Entry(url=str(url), published=_day(one.get("published")))


def _day(date: object) -> str | None:
    """The day of a date as the feed writes it: turned into UTC an evening would become the next morning."""
    if not isinstance(date, str):
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(date.strip()).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
