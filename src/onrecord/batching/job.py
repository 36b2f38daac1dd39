"""A job: what is missing goes to the engine, what comes back is counted and noted in the manifest."""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from onrecord import parts
from onrecord.batching import manifest
from onrecord.batching.journal import FOLDER, entry
from onrecord.batching.tasks import Options, Task, tasks
from onrecord.batching.work import Done, work
from onrecord.engines import Engine
from onrecord.errors import EngineError, InputError, OnrecordError
from onrecord.records import Record

#: The manifest is written anew no more often than this: with 100,000 parts it is long.
_MANIFEST_SECONDS = 30.0
#: The rate is that of so many last seconds.
_RATE_SECONDS = 600.0
_MESSAGE = msgspec.json.Encoder()


class Standing(Record, frozen=True, kw_only=True):
    """How far a job is: parts, pages, bytes of input; `rate` in pages a second, `left` in seconds (null: not known yet)."""

    parts: int
    of: int
    pages: int
    failed: int
    fraction: float
    rate: float
    left: float | None

    def line(self) -> str:
        """In one line."""
        failed = f", {self.failed} failed" if self.failed else ""
        left = "" if self.left is None else f", {_time(self.left)} left"
        return f"{self.parts:,} of {self.of:,} parts{failed}, {self.pages:,} pages, {self.rate:.1f} pages/s{left}"


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


class Job:
    """One run over inputs into a folder; what was done before counts as done."""

    def __init__(self, paths: Iterable[str], out: Path, options: Options, *, say: Callable[[str], None]) -> None:
        self.out, self.options, self.say = out, options, say
        self.parts: dict[str, manifest.Part] = {}
        self.failed: list[manifest.Failed] = []
        self.kept = self.made = 0
        self._todo: dict[str, Task] = {}
        self._sizes: dict[str, int] = {}
        self._history: deque[tuple[float, float, int]] = deque()
        self._prepare()
        self._plan(paths)

    def _prepare(self) -> None:
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            self._sweep()
        except OSError as error:
            raise OnrecordError(f"{self.out}: cannot be written: {error.strerror or error}") from error

    def _sweep(self) -> None:
        """Remove what workers left that were killed."""
        for leftover in parts.unfinished(self.out):
            leftover.unlink(missing_ok=True)

    def _plan(self, paths: Iterable[str]) -> None:
        before = manifest.read(self.out)
        known = {part.name: part for part in before.parts} if before else {}
        for one in tasks(paths, self.options, self.out):
            if isinstance(one, Task):
                part = manifest.of_file(one, known)
                self._sizes[one.name] = one.size
                if part is None:
                    self._todo[one.name] = one
                else:
                    self.parts[one.name] = part
            else:
                self.say(str(one))
                if isinstance(one, InputError):
                    self.failed.append(manifest.Failed(input=one.where, error=one.what))
        self.kept = len(self.parts)

    @property
    def total(self) -> int:
        """How many parts there are to be."""
        return len(self._sizes)

    def run(self, engine: Engine) -> Iterator[Standing]:
        """Make what is missing; how far it is, about every second.

        Raises EngineError where it makes no sense to go on (the disk is full, the scheduler gone): what is done is safe.
        """
        by_message = {_MESSAGE.encode(task): task for task in self._todo.values()}
        noted = time.monotonic()
        try:
            for outcome in engine.map(work, by_message):
                if outcome is not None:
                    done = (
                        msgspec.json.decode(outcome.result, type=Done)
                        if outcome.result is not None
                        else Done(name=by_message[outcome.message].name, error=outcome.error)
                    )
                    self._land(by_message[outcome.message], done)
                if time.monotonic() - noted > _MANIFEST_SECONDS:
                    self.write_manifest()
                    noted = time.monotonic()
                yield self.standing()
        finally:
            engine.close()
            shutil.rmtree(self.out / FOLDER, ignore_errors=True)  # who was stopped on purpose did not die over a page
            with suppress(OSError):  # of a full disk the error that is on its way says more
                self._sweep()
                self.write_manifest()
        self.write_manifest()

    def _land(self, task: Task, done: Done) -> None:
        self._todo.pop(task.name, None)
        if not done.error:
            self.parts[task.name] = manifest.of_done(task, done)
            self.made += 1
            return
        if done.full:
            raise EngineError(
                f"{self.out}: {done.error}; what is done is safe, the same command goes on when there is room"
            )
        self.say(done.error)
        self.failed += [manifest.Failed(input=one.path, error=done.error) for one in task.inputs]

    def write_manifest(self) -> None:
        """Write what there is to `_manifest.json`."""
        there = tuple(self.parts[name] for name in sorted(self.parts))
        manifest.write(
            self.out,
            manifest.Manifest(
                options=self.options,
                complete=len(there) == self.total,
                pages=sum(part.pages for part in there),
                parts=there,
                failed=tuple(sorted(self.failed, key=lambda one: (one.input, one.error))),
            ),
        )

    def standing(self) -> Standing:
        """How far it is now, with what the journals of the workers tell."""
        running = [one for one in (entry(path) for path in self._journals()) if one is not None]
        pages = sum(part.pages for part in self.parts.values()) + sum(one.done for one in running)
        done = sum(size for name, size in self._sizes.items() if name not in self._todo)
        fraction = min(1.0, (done + sum(one.bytes for one in running)) / max(1, sum(self._sizes.values())))
        now = time.monotonic()
        self._history.append((now, fraction, pages))
        while now - self._history[0][0] > _RATE_SECONDS:
            self._history.popleft()
        since, before, pages_before = self._history[0]
        speed = (fraction - before) / max(now - since, 1e-9)
        return Standing(
            parts=len(self.parts),
            of=self.total,
            pages=pages,
            failed=len(self.failed),
            fraction=fraction,
            rate=max(0.0, (pages - pages_before) / max(now - since, 1e-9)),
            left=(1 - fraction) / speed if speed > 0 else None,
        )

    def _journals(self) -> list[Path]:
        try:
            return [Path(one.path) for one in os.scandir(self.out / FOLDER)]
        except OSError:
            return []
