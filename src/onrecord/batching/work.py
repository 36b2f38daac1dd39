"""What a worker does: one task, from the bytes of its inputs to a part in its place."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from onrecord.batching.journal import Journal
from onrecord.batching.tasks import Options, Task, limits
from onrecord.engines.local import MADE_BY, read_alone, read_page
from onrecord.errors import EngineError, InputError, OnrecordError, OnrecordWarning
from onrecord.intake.files import read_slice
from onrecord.intake.items import Context, Item
from onrecord.parts import PartFacts, PartWriter, problem_of
from onrecord.pipeline import RawPage, Reading
from onrecord.records import Record
from onrecord.settings import settings

#: A page over which so many workers died is read in a process of its own, to see whether it is the page that kills.
_SUSPECT = 2


class Done(Record, frozen=True, kw_only=True):
    """What became of a task: its part, or (`error`) why there is none. `full`: because of a disk, so that all will fail."""

    name: str
    pages: int = 0
    problems: int = 0
    bytes: int = 0
    sha256: str = ""
    error: str = ""
    full: bool = False


_TASK, _DONE = msgspec.json.Decoder(Task), msgspec.json.Encoder()


def work(message: bytes) -> bytes:
    """A task as JSON in, a Done as JSON out."""
    task = _TASK.decode(message)
    try:
        done = make(task)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = f"{task.out}: cannot be written: {error.strerror or error}"
        done = Done(name=task.name, error="the disk is full" if full else what, full=full)
    except OnrecordError as error:
        done = Done(name=task.name, error=str(error))
    return _DONE.encode(done)


def make(task: Task) -> Done:
    """Make the part of a task. No part is made of inputs of which nothing at all could be read.

    Raises OSError if the part cannot be written.
    """
    _check_same(task.options)
    out = Path(task.out)
    problems: list[InputError] = []
    read = 0

    def progress(count: int) -> None:
        nonlocal read
        read = count

    with Journal(out, task.name) as journal, PartWriter(out / task.name) as part:
        for item in _items(task, progress):
            if isinstance(item, RawPage):
                suspect = journal.at(part.pages, read) >= _SUSPECT
                part.add(read_alone(item) if suspect else read_page(item))
            elif isinstance(item, Reading):
                part.add(item)
            elif isinstance(item, InputError):
                problems.append(item)
        if problems and not part.pages:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            return Done(name=task.name, error=f"{problems[0]}{more}")
        size, digest = part.finish(
            PartFacts(
                made_by=task.options.made_by,
                options=task.options.line(),
                inputs=task.inputs,
                pages=part.pages,
                page_problems=part.page_problems,
                problems=tuple(problem_of(problem) for problem in problems),
            )
        )
    count = part.page_problems + len(problems)
    return Done(name=task.name, pages=part.pages, problems=count, bytes=size, sha256=digest)


def _items(task: Task, progress: Callable[[int], None]) -> Iterator[Item]:
    """The pages of the inputs of a task."""
    options = task.options
    before = 0

    def further(count: int) -> None:
        progress(before + count)

    for one, path in zip(task.inputs, task.paths, strict=True):
        context = Context.of(one.path, one.path, options.given, options.article, settings())
        for item in read_slice(Path(path), one.start, one.end, context, further):
            if not isinstance(item, OnrecordWarning):
                yield item
        before += one.size


def _check_same(options: Options) -> None:
    """Raise EngineError if this worker would read otherwise than the one who asks."""
    here = {"onrecord": MADE_BY, **limits()}
    there = {"onrecord": options.made_by, **options.limits}
    for name, wanted in there.items():
        if here.get(name) != wanted:
            raise EngineError(
                f"a worker has {name} {here.get(name)}, the job {wanted}: install or set the same everywhere"
            )
