"""Who said it: speakers, cue, content, addressees of each attribution, how they nest and what kind they are."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.attribution.assemble import attribute_page
from onrecord.pipeline import Draft, stage


@stage("attribute", needs="raw text passages language translation names speeches deeds", adds="attributions")
def attribute(page: Draft) -> Draft:
    """Who said it: speakers, cue, content, addressees of each attribution, how they nest and what kind they are."""
    return replace(page, attributions=attribute_page(page))
