"""The engine of many machines: Dask, with the scheduler at an address, or one of its own with local workers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from onrecord.engines import ATTEMPTS, Outcome, Work
from onrecord.errors import EngineError, UsageError

_TICK = 1.0
_CONNECT = 30.0
#: Messages handed out for each thread of the workers: one in work, one to go on with.
_AHEAD = 2


class DaskEngine:
    """Workers of a Dask scheduler; without an address `jobs` processes of this machine.

    Raises UsageError if Dask is not installed, EngineError if there is no scheduler at the address.
    """

    def __init__(self, scheduler: str | None, jobs: int) -> None:
        try:
            self._dask = import_module("distributed")
        except ImportError as error:
            raise UsageError("--engine dask needs Dask: install it with pip install 'onrecord[dask]'") from error
        for name in [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]:
            logging.getLogger(name).setLevel(logging.CRITICAL)  # of lost workers and the like it is we who tell
        of_client = self._dask.client
        self._lost = (
            of_client.FutureCancelledError,
            of_client.FuturesCancelledError,
            self._dask.comm.CommClosedError,
            TimeoutError,
        )
        self._cluster: Any = None
        self._gone = f"the Dask scheduler at {scheduler or 'this machine'} is gone; what is done is safe, the same command goes on"
        if scheduler is None:
            self._cluster = self._dask.LocalCluster(
                n_workers=jobs, threads_per_worker=1, processes=True, memory_limit=0, dashboard_address=None
            )
        try:
            self._client = self._dask.Client(self._cluster or scheduler, timeout=_CONNECT)
        except (OSError, ValueError, TimeoutError) as error:
            raise EngineError(f"no Dask scheduler at {scheduler}: {error}") from error

    def map(self, work: Work, messages: Iterable[bytes]) -> Iterator[Outcome | None]:
        """See `Engine.map`; the scheduler itself gives the message of a dead worker to another one."""
        waiting = iter(messages)
        flight: dict[Any, tuple[bytes, int]] = {}
        exhausted = False
        while True:
            room = _AHEAD * max(1, self._threads())
            while not exhausted and len(flight) < room:
                message = next(waiting, None)
                exhausted = message is None
                if message is not None:
                    flight[self._submit(work, message)] = message, 1
            if not flight:
                return
            ready = self._ready(flight)
            if not ready:
                yield None
            for future in ready:
                message, attempts = flight.pop(future)
                outcome = self._outcome(future, message)
                if outcome is None and attempts < ATTEMPTS:
                    flight[self._submit(work, message)] = message, attempts + 1
                else:
                    yield outcome or Outcome(message, None, f"workers died over it in {attempts} rounds")

    def _threads(self) -> int:
        with self._connected():
            return sum(self._client.nthreads().values())

    def _submit(self, work: Work, message: bytes) -> Any:
        with self._connected():
            return self._client.submit(work, message, pure=False)

    def _ready(self, flight: Iterable[Any]) -> set[Any]:
        with self._connected():
            try:
                return set(self._dask.wait(list(flight), timeout=_TICK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                return set()

    def _outcome(self, future: Any, message: bytes) -> Outcome | None:
        """What a future brings; None if workers died over it."""
        with self._connected():
            try:
                return Outcome(message, future.result(timeout=_CONNECT))
            except self._dask.scheduler.KilledWorker:
                return None
            except self._lost:
                raise
            except Exception as error:  # whatever the work raised
                return Outcome(message, None, f"{type(error).__name__}: {error}")

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Raises EngineError if the scheduler is not there, or goes away within the block."""
        if self._client.status != "running":
            raise EngineError(self._gone)
        try:
            yield
        except self._lost as error:
            raise EngineError(self._gone) from error

    def close(self) -> None:
        """See `Engine.close`."""
        # Where the scheduler is gone, or too busy to answer, there is nobody to take leave of: its processes end with ours.
        with suppress(OSError):
            self._client.close(timeout=2)
        # Dask asserts (distributed 2026.8, AsyncProcess.join) that a worker which it is just starting again, in place of one that died, has started.
        with suppress(OSError, AssertionError):
            if self._cluster is not None:
                self._cluster.close(timeout=10)
