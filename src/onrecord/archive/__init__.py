"""The archive: SQLite in WAL mode with full-text search in any script.

`open_archive` gives an Archive. A record is in it whole or not at all, and every record leads to its page.
"""

from onrecord.archive.ask import Ask, rows
from onrecord.archive.questions import Where
from onrecord.archive.results import Actor, Answer, Change, Count, Sampled
from onrecord.archive.reviews import CORRECTABLE, Judged, Review, Reviews
from onrecord.archive.rows import (
    Added,
    Case,
    Counts,
    Found,
    Hit,
    PageProblem,
    PageRow,
    Sighting,
    Snippet,
)
from onrecord.archive.searches import SavedSearch
from onrecord.archive.store import Archive, open_archive
from onrecord.archive.told import Comparison, FoldedPage, HeadlineOnly, OutletRow, StoryFile
from onrecord.archive.writer import Writer

__all__ = [
    "CORRECTABLE",
    "Actor",
    "Added",
    "Answer",
    "Archive",
    "Ask",
    "Case",
    "Change",
    "Comparison",
    "Count",
    "Counts",
    "FoldedPage",
    "Found",
    "HeadlineOnly",
    "Hit",
    "Judged",
    "OutletRow",
    "PageProblem",
    "PageRow",
    "Review",
    "Reviews",
    "Sampled",
    "SavedSearch",
    "Sighting",
    "Snippet",
    "StoryFile",
    "Where",
    "Writer",
    "open_archive",
    "rows",
]
