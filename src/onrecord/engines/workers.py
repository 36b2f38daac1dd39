"""The engine of one machine: processes that wait for messages, each replaced when it dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from onrecord.engines import ATTEMPTS, Outcome, Work

_TICK = 1.0
# spawn: a forked child would inherit the locks of whatever threads run here
_SPAWN = multiprocessing.get_context("spawn")


def _serve(pipe: Connection, work: Work) -> None:
    """A worker: one message after the other, until there are no more or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is left to the parent, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(work(pipe.recv_bytes()))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


class Worker:
    """One process with the message that it works on."""

    def __init__(self, work: Work) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self.process: BaseProcess = _SPAWN.Process(target=_serve, args=(theirs, work), daemon=False)
        self.process.start()
        theirs.close()
        self.message: bytes | None = None
        self.attempts = 0

    def give(self, message: bytes, attempts: int = 1) -> None:
        """Have it work on a message."""
        self.message, self.attempts = message, attempts
        with suppress(OSError):  # it is dead already, and will be found so
            self.pipe.send_bytes(message)

    def take(self) -> bytes | None:
        """Its result; None if it died."""
        try:
            return self.pipe.recv_bytes()
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """Stop it at once."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class LocalEngine:
    """`jobs` processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._workers: list[Worker] = []

    def map(self, work: Work, messages: Iterable[bytes]) -> Iterator[Outcome | None]:
        """See `Engine.map`."""
        waiting = iter(messages)
        for message in waiting:
            worker = Worker(work)
            worker.give(message)
            self._workers.append(worker)
            if len(self._workers) == self.jobs:
                break
        while self._workers:
            ready = wait([worker.pipe for worker in self._workers], _TICK)
            if not ready:
                yield None
            for worker in [worker for worker in self._workers if worker.pipe in ready]:
                yield from self._landed(worker, work, waiting)

    def _landed(self, worker: Worker, work: Work, waiting: Iterator[bytes]) -> Iterator[Outcome]:
        message, result, attempts = worker.message, worker.take(), worker.attempts
        assert message is not None
        if result is None:
            worker.end()
            self._workers.remove(worker)
            worker = Worker(work)
            self._workers.append(worker)
            if attempts < ATTEMPTS:
                worker.give(message, attempts + 1)
                return
        following = next(waiting, None)
        if following is None:
            self._workers.remove(worker)
            worker.end()
        else:
            worker.give(following)
        yield Outcome(message, result, "" if result is not None else f"{attempts} processes died over it")

    def close(self) -> None:
        """See `Engine.close`."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
