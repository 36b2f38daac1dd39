"""Which segments are the article, and what kind of passage each of them is."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.pipeline import Draft, PassageDraft, stage


@stage("clean", needs="raw text form segments", adds="passages")
def clean(page: Draft) -> Draft:
    """Which segments are the article, and what kind of passage each of them is."""
    return replace(
        page,
        passages=tuple(
            PassageDraft(kind="paragraph", text=segment.aligned(page.text), segment=number)
            for number, segment in enumerate(page.segments)
        ),
    )
