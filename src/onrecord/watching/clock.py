"""Time as the watcher knows it: one that can be simulated, so that a day can be tested in a minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from typing import Any, Protocol

_LONGEST = 60.0


class Clock(Protocol):
    """What time it is, and waiting."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        ...

    async def wait(self, running: Collection[asyncio.Task[Any]], until: float) -> None:
        """Until one of the tasks has ended, or until then, whatever is first."""
        ...


class RealClock:
    """The time of the machine."""

    def now(self) -> float:
        """See `Clock.now`."""
        return time.time()

    async def wait(self, running: Collection[asyncio.Task[Any]], until: float) -> None:
        """See `Clock.wait`; a minute at most, in case the clock of the machine is set."""
        wait = min(max(0.0, until - self.now()), _LONGEST)
        if running:
            await asyncio.wait(running, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(wait)
