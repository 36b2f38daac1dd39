"""Quotation marks of all styles, paired with an open-quote state that runs over passages."""

from __future__ import annotations

from onrecord.pipeline import Draft, stage


@stage("quotations", needs="passages", adds="passages")
def quotations(page: Draft) -> Draft:
    """Quotation marks of all styles, paired with an open-quote state that runs over passages."""
    return page
