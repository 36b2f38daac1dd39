"""Where characters of the page stand in a passage as it reads: after repairs, unescaping and collapsed white space.

A record says where it stands on the page; a person reads the passage. Both are walked side by side once, which needs no more than what
the record of the page holds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from onrecord.records import Repair
from onrecord.spans import Span, Spans

_ENTITY = re.compile(r"&#?\w+;?")
#: How far ahead the walk looks for where page and passage agree again.
_AHEAD = 200


def _steps(repair: Repair) -> list[int]:
    """For each character of what was mended how far into the mended text it stands: alike from the front and from the back."""
    was, now = repair.was, repair.now
    short = min(len(was), len(now))
    front = next((step for step in range(short) if was[step] != now[step]), short)
    back = next((step for step in range(short - front) if was[-1 - step] != now[-1 - step]), short - front)
    middle = len(was) - front - back
    return [*range(front), *([front] * middle), *range(len(now) - back, len(now))]


class Alignment:
    """Offsets of the page to offsets of the text of one passage."""

    def __init__(self, page: str, spans: Spans, text: str, repairs: Sequence[Repair]) -> None:
        self.spans, self.text = spans, text
        starts = {repair.span[0]: repair for repair in repairs}
        #: place in the text for each character of the passage on the page, and for the end
        self._places: dict[int, int] = {}
        at = 0
        for start, end in spans:
            at = self._walk(page, start, end, at, starts)
        self._end = at

    def _walk(self, page: str, start: int, end: int, at: int, repairs: dict[int, Repair]) -> int:
        """Walk one piece of the passage; returns where in the text it ends."""
        text, here = self.text, start
        while here < end:
            self._places[here] = at
            repair = repairs.get(here)
            if repair is not None and repair.span[1] > here:
                after = at + len(repair.now) if text.startswith(repair.now, at) else at
                for inside, step in zip(range(here, end), _steps(repair), strict=False):
                    self._places[inside] = min(at + step, after)
                here, at = repair.span[1], after
                continue
            if at < len(text) and page[here] == text[at]:
                here, at = here + 1, at + 1
                continue
            here, at = self._unlike(page, here, end, at)
        self._places[end] = at
        return at

    def _unlike(self, page: str, here: int, end: int, at: int) -> tuple[int, int]:
        """The next place on the page and in the text where they may agree again."""
        text = self.text
        if page[here] == "&" and (entity := _ENTITY.match(page, here, end)):
            read = html.unescape(entity.group())
            if text.startswith(read, at):
                for inside in range(here, entity.end()):
                    self._places[inside] = at
                return entity.end(), at + len(read)
        if at < len(text) and text[at].isspace():
            return (here + 1, at + 1) if page[here].isspace() else (here, at + 1)
        if page[here].isspace():
            return here + 1, at
        ahead = page.find(text[at : at + 8], here, min(end, here + _AHEAD)) if at < len(text) else -1
        if ahead > here:
            for inside in range(here, ahead):
                self._places[inside] = at
            return ahead, at
        return here + 1, min(at + 1, len(text))

    def holds(self, offset: int) -> bool:
        """Whether a character of the page belongs to the passage."""
        return any(start <= offset < end for start, end in self.spans)

    def placed(self, spans: Spans) -> Spans:
        """Where spans of the page stand in the text; what lies outside the passage is left out."""
        found: list[Span] = []
        for start, end in spans:
            inside = [
                place
                for low, high in self.spans
                for place in (max(start, low), min(end, high))
                if low < end and start < high
            ]
            if not inside:
                continue
            low, high = self._places[min(inside)], self._places.get(max(inside), self._end)
            while low < high and self.text[low].isspace():
                low += 1
            if low < high:
                found.append((low, min(high, len(self.text))))
        return tuple(found)
