"""robots.txt (RFC 9309): what we may ask for, and how often; the only importer of protego."""

from __future__ import annotations

from protego import Protego

from onrecord.errors import InputError

#: What RFC 9309 asks crawlers to read at least, and what we read at most.
MOST_BYTES = 512_000
NAME = "onrecord"
_LONGEST_DELAY = 3600.0


class Rules:
    """The rules of one robots.txt for us; of an empty text: everything is allowed."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Whether we may fetch an address."""
        return bool(self._rules.can_fetch(url, NAME))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for, an hour at most; 0 if it does not say."""
        return min(float(self._rules.crawl_delay(NAME) or 0), _LONGEST_DELAY)


class ForbiddenError(InputError):
    """The robots.txt of a site keeps us from an address."""
