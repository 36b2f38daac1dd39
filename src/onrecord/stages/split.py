"""Passages to sentences."""

from __future__ import annotations

from onrecord.pipeline import Draft, stage


@stage("split", needs="passages", adds="passages")
def split(page: Draft) -> Draft:
    """Passages to sentences."""
    return page
