"""Quotation marks of all styles, paired with an open-quote state that runs over passages."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.languages import table
from onrecord.pipeline import Draft, stage
from onrecord.quoting.utterances import Text, find_quotations, style_of

#: Kinds of passage whose quotations begin and end with them and which do not interrupt one that runs on.
_ALONE = frozenset(("headline", "subhead", "caption"))


@stage("quotations", needs="passages language", adds="passages")
def quotations(page: Draft) -> Draft:
    """Quotation marks of all styles, paired with an open-quote state that runs over passages."""
    texts = []
    for passage in page.passages:
        style = style_of(table(page.language_of(passage), "quotes.toml"))
        texts.append(Text(passage.text.text, style, passage.kind in _ALONE))
    found = find_quotations(texts)
    return replace(
        page,
        passages=tuple(
            replace(passage, quotations=marks) if marks or passage.quotations else passage
            for passage, marks in zip(page.passages, found, strict=True)
        ),
    )
