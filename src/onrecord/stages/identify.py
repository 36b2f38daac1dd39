"""The language of a page and of each of its passages."""

from __future__ import annotations

from onrecord.pipeline import Draft, stage


@stage("identify", needs="raw passages", adds="passages language")
def identify(page: Draft) -> Draft:
    """The language of a page and of each of its passages."""
    return page
