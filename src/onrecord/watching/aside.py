"""Processes beside the watcher: they parse what strangers wrote, and can be stopped; the watcher itself stays small."""

from __future__ import annotations

import asyncio

from onrecord.engines import Work
from onrecord.engines.workers import Worker


class Aside:
    """One process that answers one message at a time, made when it is first asked, and again after it died."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._worker: Worker | None = None
        self._turn = asyncio.Lock()

    async def ask(self, message: bytes, seconds: float) -> bytes | None:
        """Its answer; None if it died over the message or took longer."""
        async with self._turn:
            if self._worker is None:
                self._worker = await asyncio.to_thread(Worker, self._work)
            worker = self._worker
            worker.give(message)
            answer = await asyncio.to_thread(lambda: worker.take() if worker.pipe.poll(seconds) else None)
            if answer is None:
                self.close()
            return answer

    def close(self) -> None:
        """Stop the process."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None
