"""Who said it: speaker, cue and content of each quotation, from cue words of its language."""

from __future__ import annotations

from onrecord.pipeline import Draft, stage


@stage("attribute", needs="text passages", adds="attributions")
def attribute(page: Draft) -> Draft:
    """Who said it: speaker, cue and content of each quotation, from cue words of its language."""
    return page
