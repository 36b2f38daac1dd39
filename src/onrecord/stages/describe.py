"""Title, outlet, origin, authors and date of a page, and signs that it is a translation."""

from __future__ import annotations

from onrecord.pipeline import Draft, stage


@stage(
    "describe",
    needs="raw text form segments passages",
    adds="passages title outlet origin authors published published_from translation",
)
def describe(page: Draft) -> Draft:
    """Title, outlet, origin, authors and date of a page, and signs that it is a translation."""
    return page
