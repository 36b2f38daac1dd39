"""One run of `onrecord add`: reads what is not known yet, writes it, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from onrecord.archive import Added, Writer
from onrecord.engines.local import MADE_BY, Aside, identity, read_pages
from onrecord.errors import InputError
from onrecord.pipeline import RawPage, Reading
from onrecord.records import Problem


class Adding:
    """One run of `add`: reads what is not known yet, writes it, and counts."""

    def __init__(self, writer: Writer, case: str | None, *, say: Callable[[str], None], skip_known: bool) -> None:
        self.writer, self.case, self.say, self.skip_known = writer, case, say, skip_known
        self.done: Counter[str] = Counter()
        self.failed = self.attributions = self.problems = 0
        self._known: list[Added] = []

    def run(self, items: Iterable[RawPage | Reading | Aside], jobs: int) -> Iterator[Added]:
        """Each page once it is safe on disk."""
        for item in read_pages(self._unknown(items), jobs):
            if isinstance(item, Reading):
                yield from self._count(self._write(item))
            else:
                self._note(item)
            yield from self._count(tuple(self._known))
            self._known.clear()
        yield from self._count(self.writer.commit())
        yield from self._count(tuple(self._known))
        self._known.clear()

    def _unknown(self, items: Iterable[RawPage | Reading | Aside]) -> Iterator[RawPage | Reading | Aside]:
        """What is left to read: a page that this very version has read before is only noted."""
        for item in items:
            if self.skip_known and isinstance(item, RawPage | Reading):
                page, made_by = (
                    (identity(item), MADE_BY) if isinstance(item, RawPage) else (item.record.page, item.record.made_by)
                )
                known = self.writer.seen(page, made_by, self.case)
                if known is not None:
                    self._known.append(known)
                    continue
            yield item

    def _write(self, reading: Reading) -> tuple[Added, ...]:
        self.attributions += len(reading.record.attributions)
        self.problems += len(reading.record.problems)
        return self.writer.add(reading.record, reading.text, self.case)

    def _note(self, aside: Aside) -> None:
        self.say(str(aside))
        if isinstance(aside, InputError):
            self.failed += 1
            self.writer.problem(aside.where, Problem(stage="intake", message=aside.what))

    def _count(self, pages: tuple[Added, ...]) -> Iterator[Added]:
        for page in pages:
            self.done[page.what] += 1
            yield page

    def tally(self) -> str:
        """What happened so far, in one line."""
        total = self.done.total()
        parts = [f"{count} {what}" for what, count in sorted(self.done.items())]
        line = f"{total} page{'s' * (total != 1)}" + (f" ({', '.join(parts)})" if parts else "")
        line += f", {self.attributions} attribution{'s' * (self.attributions != 1)} read"
        if self.problems or self.failed:
            line += f", {self.problems + self.failed} problem{'s' * (self.problems + self.failed != 1)} (see `onrecord problems`)"
        return line
