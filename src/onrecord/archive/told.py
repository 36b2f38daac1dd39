"""What many pages tell, as the archive answers it: stories with their pages, accounts side by side."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.archive.rows import PageRow
from onrecord.corpus.compare import FigureComparison, PositionHistory, compare_figures, position_histories
from onrecord.corpus.merge import MergedEvent
from onrecord.corpus.outlets import Outlet
from onrecord.corpus.sequels import Followed, what_followed
from onrecord.corpus.stories import Story
from onrecord.corpus.wordings import Rewording, headline_only, rewordings
from onrecord.records import Id, PageRecord, Record


class FoldedPage(Record, frozen=True, kw_only=True):
    """A page of a story with the other pages of the story that have its text; `source` is where that text comes from, if a page says so."""

    page: PageRow
    copies: tuple[PageRow, ...] = ()
    source: str | None = None


class StoryFile(Record, frozen=True, kw_only=True):
    """A story with its pages in order of publication, copies folded, and its events that have a day, in order."""

    story: Story
    pages: tuple[FoldedPage, ...]
    timeline: tuple[MergedEvent, ...]


class HeadlineOnly(Record, frozen=True, kw_only=True):
    """Quotations of the headline of a page that its body does not have."""

    page: Id
    outlet: str | None
    texts: tuple[str, ...]


class Comparison(Record, frozen=True, kw_only=True):
    """Accounts of pages side by side; `left_out` counts pages beyond the `COMPARED` newest.

    `figures` that differ, `positions` with their changes, one utterance in several `wordings`, quotations that only `headlines` have,
    and promises, threats and deadlines with what `followed`.
    """

    pages: tuple[Id, ...]
    left_out: int
    figures: tuple[FigureComparison, ...]
    positions: tuple[PositionHistory, ...]
    wordings: tuple[Rewording, ...]
    headlines: tuple[HeadlineOnly, ...]
    followed: tuple[Followed, ...]


class OutletRow(Record, frozen=True, kw_only=True):
    """An outlet as pages name it, how many do, and what the file of outlets knows of it."""

    name: str
    pages: int
    known: Outlet | None


def compared(records: Iterable[PageRecord], events: Iterable[MergedEvent], *, left_out: int = 0) -> Comparison:
    """Accounts of pages side by side, with the merged events that can have followed."""
    pages = sorted(records, key=lambda record: (record.page.published or "9999", record.page.id))
    only = ((record.page, headline_only(record)) for record in pages)
    return Comparison(
        pages=tuple(record.page.id for record in pages),
        left_out=left_out,
        figures=compare_figures(pages),
        positions=position_histories(pages),
        wordings=rewordings(pages),
        headlines=tuple(HeadlineOnly(page=page.id, outlet=page.outlet, texts=texts) for page, texts in only if texts),
        followed=what_followed(pages, events),
    )
