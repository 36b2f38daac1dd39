"""Records what pages say, not what is true: who said what, and who did what to whom, tied to the words of the page.

`read` gives the records of pages, `open_archive` an archive of them; `onrecord.records` holds the record types. What
a function needs is imported when it is called, so that importing the package costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike, fspath
from typing import TYPE_CHECKING

from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.records import PageRecord

__all__ = ["__version__", "open_archive", "read"]


def read(
    *paths: str | PathLike[str],
    article: bool = False,
    jobs: int = 1,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Iterator[PageRecord]:
    """The record of each page in files and folders, in input order, one at a time.

    `article`: nothing is cleaned away. `jobs`: processes. `published` (ISO 8601 date), `outlet` and `language` (ISO
    639-1) are believed before what the page says. Raises InputError for what cannot be read at all; a page that can be
    read only in part has `problems`.
    """
    from onrecord.engines.local import read_pages
    from onrecord.errors import InputError
    from onrecord.intake import pages
    from onrecord.pipeline import Given, Reading
    from onrecord.settings import settings

    given = Given(published=published, outlet=outlet, language=language)
    for item in read_pages(
        pages([fspath(path) for path in paths], given=given, article=article, settings=settings()), jobs
    ):
        if isinstance(item, Reading):
            yield item.record
        elif isinstance(item, InputError):
            raise item


def open_archive(path: str | PathLike[str], *, create: bool = False) -> Archive:
    """The archive at `path`; `create` makes it if it is not there.

    Raises ArchiveError if it is missing, damaged, of another program or of a newer onrecord.
    """
    from onrecord.archive import open_archive

    return open_archive(path, create=create)
