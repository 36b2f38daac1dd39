"""Run the pipeline on this machine: in this process, or in a pool of processes that exchange bytes."""

from __future__ import annotations

import multiprocessing
import signal
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
from onrecord.pipeline import Draft, RawPage, finish, run
from onrecord.records import Page, PageRecord, Problem, Record
from onrecord.settings import settings
from onrecord.stages import PER_PAGE
from onrecord.version import __version__

MADE_BY = f"onrecord {__version__}, model {version()}"

#: Pages in flight a worker: enough to keep it busy, few enough to keep memory flat.
_AHEAD = 4


class Reading(Record, frozen=True, kw_only=True):
    """What reading one page gave: its record, and the decoded page that the spans of the record index."""

    record: PageRecord
    text: str


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


def _pack(raw: RawPage) -> bytes:
    decoded = isinstance(raw.content, str)
    content = raw.content.encode() if isinstance(raw.content, str) else raw.content
    return _ENCODER.encode(_Parcel(*(getattr(raw, field) for field in _FIELDS), content, decoded))


def _unpack(message: bytes) -> RawPage:
    parcel: Any = _PARCEL.decode(message)
    content = parcel.content.decode() if parcel.decoded else parcel.content
    return RawPage(content=content, **{field: getattr(parcel, field) for field in _FIELDS})


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the body after `seconds`, again every second in case a library swallows it.

    A backstop for pages that no bound in the stages foresaw. It works where POSIX signals reach the thread that runs
    the pages; elsewhere only the bounds in the stages hold.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
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


def read_page(raw: RawPage) -> Reading:
    """One page through the whole pipeline, here and now, within `page_seconds`."""
    try:
        with _alarm(settings().page_seconds):
            page = run(PER_PAGE, raw)
            return Reading(record=finish(page, MADE_BY), text=page.text)
    except TimeoutError as error:  # it struck between two stages
        return _failed(raw, str(error))


def identity(raw: RawPage) -> Page:
    """What is known of a page before it is read."""
    return finish(Draft(raw=raw), MADE_BY).page


def _failed(raw: RawPage, message: str) -> Reading:
    """The reading of a page of which nothing could be read, with the reason as its problem."""
    problem = Problem(stage="engine", message=message)
    page = Draft(raw=raw, problems=(*raw.problems, problem))
    return Reading(record=finish(page, MADE_BY), text="")


def _work(message: bytes) -> bytes:
    """`read_page` as a worker process runs it: bytes in, bytes out."""
    return _ENCODER.encode(read_page(_unpack(message)))


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent process, which winds the pool down."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked child would inherit the locks of whatever threads run here
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupt)


def _alone(raw: RawPage) -> Reading:
    """Read a page in a process of its own, so that one that kills its process takes no other page with it."""
    pool = _pool(1)
    try:
        return _READING.decode(pool.submit(_work, _pack(raw)).result())
    except BrokenProcessPool:
        return _failed(raw, "the process that read this page died")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _in_pool(items: Iterable[RawPage | Aside], jobs: int) -> Iterator[Reading | Aside]:
    pool = _pool(jobs)
    flight: deque[tuple[RawPage | Aside, Future[bytes] | None]] = deque()

    def landed() -> Iterator[Reading | Aside]:
        nonlocal pool
        item, future = flight.popleft()
        if isinstance(item, Aside):
            yield item
            return
        try:
            assert future is not None
            yield _READING.decode(future.result())
        except BrokenProcessPool:
            stranded = [item, *(other for other, _ in flight)]
            flight.clear()
            pool.shutdown(wait=False, cancel_futures=True)
            for other in stranded:
                yield other if isinstance(other, Aside) else _alone(other)
            pool = _pool(jobs)

    def submit(item: RawPage | Aside) -> Future[bytes] | None:
        if isinstance(item, Aside):
            return None
        try:
            return pool.submit(_work, _pack(item))
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


def read_pages(items: Iterable[RawPage | Aside], jobs: int = 1) -> Iterator[Reading | Aside]:
    """Readings of the pages in input order, with whatever could not be opened in its place.

    Memory stays flat however many pages come: at most a few a worker are held at once. The records do not depend on
    `jobs`.
    """
    if jobs > 1:
        yield from _in_pool(items, jobs)
        return
    for item in items:
        yield item if isinstance(item, Aside) else read_page(item)


def drafts(items: Iterable[RawPage | Aside]) -> Iterator[Draft | Aside]:
    """The pages after all stages, in input order, with the sentences that their records leave out."""
    for item in items:
        yield item if isinstance(item, Aside) else run(PER_PAGE, item)
