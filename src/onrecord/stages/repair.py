"""What the scrape damaged, mended, with a record of what stood there."""

from __future__ import annotations

from onrecord.pipeline import Draft, stage


@stage("repair", needs="text passages", adds="passages repairs")
def repair(page: Draft) -> Draft:
    """What the scrape damaged, mended, with a record of what stood there."""
    return page
