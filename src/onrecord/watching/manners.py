"""How we behave towards a host: what its robots.txt allows, one request at a time, and no faster than it may like."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType

import httpx

from onrecord.archive.watching import Robots, Watching
from onrecord.errors import InputError, LimitError
from onrecord.intake.robots import MOST_BYTES, ForbiddenError, Rules
from onrecord.intake.web import Answer, RefusedError, client, exchange
from onrecord.settings import Settings
from onrecord.watching.clock import Clock

DAY = 86_400.0
#: RFC 9309: rules are had anew after a day; where the server fails nothing is allowed, and we ask again before that.
_ROBOTS_FRESH, _ROBOTS_AGAIN, _ROBOTS_HOPS = DAY, 1800.0, 5
#: What a server says when it means later.
LATER = frozenset({408, 425, 429})


def host_of(url: str) -> str:
    """What manners are owed to."""
    return httpx.URL(url).host.lower()


def origin_of(url: str) -> str:
    """What a robots.txt is valid for."""
    parsed = httpx.URL(url)
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"


def back_off(failures: int, first: float, key: bytes, longest: float = DAY) -> float:
    """Seconds until the next try after so many failures in a row: twice as long each time, a little apart from others."""
    jitter = hashlib.blake2b(key + failures.to_bytes(4, "big"), digest_size=1).digest()[0] / 255
    return float(min(first * 2 ** min(failures, 30), longest) * (1 + jitter / 10))


class Manners:
    """Requests as they may be sent: every one of them holds its host for a while, before it is sent."""

    def __init__(self, store: Watching, clock: Clock, settings: Settings, host_seconds: float) -> None:
        self.store, self.clock, self.settings, self.host_seconds = store, clock, settings, host_seconds

    async def get(
        self, url: str, *, limit: int, limit_name: str, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Answer:
        """One request within `fetch_seconds`; raises as `exchange` does, and LimitError where time is up."""
        host = host_of(url)
        self.store.hold(host, self.clock.now() + self.host_seconds + self._asked_for(url))
        try:
            async with asyncio.timeout(self.settings.fetch_seconds), client(self.settings) as web:
                answer = await exchange(
                    web, httpx.URL(url), url, self.settings, limit=limit, limit_name=limit_name, headers=headers
                )
        except TimeoutError as error:
            raise LimitError(url, f"took more than fetch_seconds {self.settings.fetch_seconds:g}") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError) as error:
            what = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(url, f"cannot be fetched: {what}") from error
        if answer.status in LATER or answer.status == 503:
            self.store.hold(host, self.clock.now() + retry_after(answer, self.clock.now()))
        return answer

    def _asked_for(self, url: str) -> float:
        """What a site asks for beyond our own pause."""
        known = self.store.robots(origin_of(url))
        asked = Rules(known.text).delay if known is not None and known.text else 0.0
        return max(0.0, asked - self.host_seconds)

    async def wait_for(self, url: str) -> float | None:
        """None if a request may be sent at once, else until when to wait first; meanwhile robots.txt may have been asked for.

        Raises ForbiddenError if the site does not want it.
        """
        origin, now = origin_of(url), self.clock.now()
        known = self.store.robots(origin)
        if known is None or known.until <= now or known.target is not None:
            if known is not None and known.target is not None:
                free = self.store.free_at(host_of(known.target))
                if free > now:
                    return free
            await self._ask_robots(origin, known)
            return now
        if known.text is None:
            return known.until
        if not Rules(known.text).allows(url):
            raise ForbiddenError(url, f"is closed to us by {origin}/robots.txt")
        return None

    async def _ask_robots(self, origin: str, known: Robots | None) -> None:
        now = self.clock.now()
        target, hops = (known.target, known.hops) if known is not None else (None, 0)
        failed = Robots(text=None, until=now + _ROBOTS_AGAIN, target=None, hops=0)
        try:
            answer = await self.get(target or f"{origin}/robots.txt", limit=MOST_BYTES, limit_name="robots.txt")
        except LimitError as error:
            # more than anybody must read is as good as none; too slow is a failure
            text = "" if "robots.txt" in error.what else None
            known = Robots(text=text, until=now + _ROBOTS_FRESH, target=None, hops=0) if text == "" else failed
        except RefusedError:
            raise  # where no request may go there are no rules to be had, now or later
        except InputError:
            known = failed
        else:
            known = _told(answer, hops, now) or failed
        self.store.set_robots(origin, known)


def _told(answer: Answer, hops: int, now: float) -> Robots | None:
    """What an answer to a request for robots.txt means; None for a failure."""
    fresh = now + _ROBOTS_FRESH
    if answer.location is not None:
        if hops < _ROBOTS_HOPS:
            return Robots(text=None, until=fresh, target=str(answer.location), hops=hops + 1)
        return Robots(text="", until=fresh, target=None, hops=0)
    if answer.status == 200:
        return Robots(text=answer.body.decode("utf-8", "replace"), until=fresh, target=None, hops=0)
    if 400 <= answer.status < 500 and answer.status not in LATER:
        return Robots(text="", until=fresh, target=None, hops=0)
    return None


def retry_after(answer: Answer, now: float) -> float:
    """Seconds that a server asks us to wait, a day at most; a minute if it does not say."""
    said = str(answer.headers.get("retry-after", "")).strip()
    if said.isdigit():
        return min(float(said), DAY)
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return 60.0
    return min(max(when.replace(tzinfo=when.tzinfo or UTC).timestamp() - now, 0.0), DAY)


def utc(seconds: float) -> str:
    """A time for people."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
