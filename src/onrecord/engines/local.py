"""Run the pipeline on this machine: in this process, or in a pool of processes that exchange bytes."""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, get_type_hints

import msgspec

from onrecord.errors import InputError, OnrecordWarning
from onrecord.models import version
from onrecord.pipeline import Draft, RawPage, Reading, finish, run
from onrecord.records import Page, Problem
from onrecord.settings import settings
from onrecord.stages import PER_PAGE
from onrecord.version import __version__

MADE_BY = f"onrecord {__version__}, model {version()}"

#: Pages in flight a worker: enough to keep it busy, few enough to keep memory flat.
_AHEAD = 4


#: What travels in the place of a page: something that could not be read, or a note of what was passed over.
Aside = InputError | OnrecordWarning

_FIELDS = tuple(field for field in RawPage.__struct_fields__ if field != "content")

#: A raw page as it travels to a worker; MessagePack readers take no union of bytes and text, so a flag tells them apart.
_Parcel = msgspec.defstruct(
    "_Parcel",
    [*((field, get_type_hints(RawPage)[field]) for field in _FIELDS), ("content", bytes), ("decoded", bool)],
)
_PARCEL = msgspec.msgpack.Decoder(_Parcel)
_READING = msgspec.msgpack.Decoder(Reading)
_ENCODER = msgspec.msgpack.Encoder()


def pack(raw: RawPage) -> bytes:
    """A page as `work` takes it."""
    decoded = isinstance(raw.content, str)
    content = raw.content.encode() if isinstance(raw.content, str) else raw.content
    return _ENCODER.encode(_Parcel(*(getattr(raw, field) for field in _FIELDS), content, decoded))


def _unpack_page(message: bytes) -> RawPage:
    parcel: Any = _PARCEL.decode(message)
    content = parcel.content.decode() if parcel.decoded else parcel.content
    return RawPage(content=content, **{field: getattr(parcel, field) for field in _FIELDS})


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the body after `seconds`, again every second in case a library swallows it.

    A backstop for pages that no bound in the stages foresaw. In the main thread a POSIX signal raises it; in others
    (where Dask runs its tasks) the interpreter does, asked by a thread that watches the clock.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        with _watched(seconds):
            yield
        return

    def expired(*_: object) -> None:
        raise TimeoutError(f"gave up after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, expired)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """As `_alarm`, for a thread that signals do not reach."""
    body, over, lock = threading.get_ident(), threading.Event(), threading.Lock()

    class ExpiredError(TimeoutError):
        def __init__(self) -> None:  # the interpreter makes it, and gives it no message
            super().__init__(f"gave up after {seconds:g} seconds")

    ExpiredError.__name__ = "TimeoutError"  # in records it is the same as the one of the signal

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:  # never after the body has ended
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(body), ctypes.py_object(ExpiredError))
            wait = 1.0

    threading.Thread(target=watch, name="onrecord-page-seconds", daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(body), None)


def read_page(raw: RawPage) -> Reading:
    """One page through the whole pipeline, here and now, within `page_seconds`."""
    try:
        with _alarm(settings().page_seconds):
            page = run(PER_PAGE, raw)
            return Reading(record=finish(page, MADE_BY), text=page.text)
    except TimeoutError as error:  # it struck between two stages
        return failed(raw, str(error))


def identity(raw: RawPage) -> Page:
    """What is known of a page before it is read."""
    return finish(Draft(raw=raw), MADE_BY).page


def failed(raw: RawPage, message: str) -> Reading:
    """The reading of a page of which nothing could be read, with the reason as its problem."""
    problem = Problem(stage="engine", message=message)
    page = Draft(raw=raw, problems=(*raw.problems, problem))
    return Reading(record=finish(page, MADE_BY), text="")


def unpack_reading(message: bytes) -> Reading:
    """A reading as `work` gives it."""
    return _READING.decode(message)


def work(message: bytes) -> bytes:
    """`read_page` as a worker process runs it: bytes in, bytes out."""
    return _ENCODER.encode(read_page(_unpack_page(message)))


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent process, which winds the pool down."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked child would inherit the locks of whatever threads run here
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupt)


def read_alone(raw: RawPage) -> Reading:
    """Read a page in a process of its own, so that one that kills its process takes no other page with it."""
    done = subprocess.run([sys.executable, "-m", "onrecord.engines.alone"], input=pack(raw), stdout=subprocess.PIPE)
    if done.returncode:
        return failed(raw, "the process that read this page died")
    return unpack_reading(done.stdout)


def _in_pool(items: Iterable[RawPage | Reading | Aside], jobs: int) -> Iterator[Reading | Aside]:
    pool = _pool(jobs)
    flight: deque[tuple[RawPage | Reading | Aside, Future[bytes] | None]] = deque()

    def landed() -> Iterator[Reading | Aside]:
        nonlocal pool
        item, future = flight.popleft()
        if not isinstance(item, RawPage):
            yield item
            return
        try:
            assert future is not None
            yield unpack_reading(future.result())
        except BrokenProcessPool:
            stranded = [item, *(other for other, _ in flight)]
            flight.clear()
            pool.shutdown(wait=False, cancel_futures=True)
            for other in stranded:
                yield read_alone(other) if isinstance(other, RawPage) else other
            pool = _pool(jobs)

    def submit(item: RawPage | Reading | Aside) -> Future[bytes] | None:
        if not isinstance(item, RawPage):
            return None
        try:
            return pool.submit(work, pack(item))
        except BrokenProcessPool as error:
            broken: Future[bytes] = Future()
            broken.set_exception(error)
            return broken

    try:
        for item in items:
            flight.append((item, submit(item)))
            while len(flight) >= jobs * _AHEAD:
                yield from landed()
        while flight:
            yield from landed()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def read_pages(items: Iterable[RawPage | Reading | Aside], jobs: int = 1) -> Iterator[Reading | Aside]:
    """Readings of the pages in input order, with whatever could not be opened in its place.

    Memory stays flat however many pages come: at most a few a worker are held at once. The records do not depend on
    `jobs`. A page that was read before, in a part of `onrecord batch`, passes as it is.
    """
    if jobs > 1:
        yield from _in_pool(items, jobs)
        return
    for item in items:
        yield read_page(item) if isinstance(item, RawPage) else item


def drafts(items: Iterable[RawPage | Reading | Aside]) -> Iterator[Draft | Aside]:
    """The pages after all stages, in input order, with the sentences that their records leave out."""
    for item in items:
        if isinstance(item, Reading):
            page = item.record.page
            yield InputError(
                page.path or page.id, "kept as its record only, without the sentences that are wanted here"
            )
        else:
            yield run(PER_PAGE, item) if isinstance(item, RawPage) else item
