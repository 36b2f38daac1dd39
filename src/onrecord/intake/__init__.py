"""Inputs of every form to raw pages: files, folders, JSON Lines, WARC, standard input, URLs.

How errors travel: `pages` yields, in input order, a RawPage, or an InputError for something that could not be read at
all (print its message, one line that names the file), or an OnrecordWarning for what was passed over. A bad page in a
container is a RawPage with `problems` and empty content: it goes through the pipeline and becomes a record with a
problem. A container that is damaged gives its good pages and an InputError for the damage. Nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.errors import InputError
from onrecord.intake.files import SUFFIXES, read_path
from onrecord.intake.items import Item
from onrecord.intake.web import fetch, is_url
from onrecord.pipeline import Given
from onrecord.settings import Settings

__all__ = ["SUFFIXES", "Item", "fetch", "is_url", "pages"]


def pages(
    paths: Iterable[str], *, given: Given, article: bool, settings: Settings, urls: bool = False
) -> Iterator[Item]:
    """Pages of files, folders and `-` in input order, holding one page at a time; with `urls`, of URLs as well."""
    for path in paths:
        if not is_url(path):
            yield from read_path(path, given, article, settings)
        elif urls:
            yield fetch(path, given=given, article=article, settings=settings)
        else:
            yield InputError(path, "is a URL: `onrecord add` fetches pages")
