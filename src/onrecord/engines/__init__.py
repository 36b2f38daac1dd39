"""Ways to run work on many cores and machines, behind one map call.

`local` reads pages, in this process or in a pool that gives them back in order. An Engine runs pieces of work that take
minutes and keep their own results: `workers` in processes of this machine, `cluster` with Dask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

#: Bytes in, bytes out: a function that a worker can import by its name.
Work = Callable[[bytes], bytes]

#: So many workers may die over one message before it is given up: its work finds out which page kills them long before.
ATTEMPTS = 20


class Outcome(NamedTuple):
    """What became of one message: what the work returned, or (`result` null) why there is nothing."""

    message: bytes
    result: bytes | None
    error: str = ""


class Engine(Protocol):
    """Runs one function over many messages, in any order; a worker that dies is replaced and its message tried again."""

    def map(self, work: Work, messages: Iterable[bytes]) -> Iterator[Outcome | None]:
        """Outcomes as they come, one for each message; None about every second in which there is none.

        Takes messages as workers become free, so that a million of them need no memory. Raises EngineError if it
        cannot go on at all.
        """
        ...

    def close(self) -> None:
        """Stop all workers, whatever they do."""
        ...
