"""Who said it: speaker, cue and content of each quotation, from cue words of its language."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.pipeline import Draft, stage
from onrecord.quoting.attribution import attribute_page


@stage("attribute", needs="raw text passages language translation", adds="attributions")
def attribute(page: Draft) -> Draft:
    """Who said it: speaker, cue and content of each quotation, from cue words of its language."""
    return replace(page, attributions=attribute_page(page))
