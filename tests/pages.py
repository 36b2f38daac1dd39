"""A page made of lines, for the stages that work on passages."""

from __future__ import annotations

from onrecord.pipeline import Draft, Given, PassageDraft, RawPage
from onrecord.spans import Aligned


def lines_page(text: str, language: str | None = None) -> Draft:
    passages = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            aligned = Aligned.verbatim(text, offset, offset + len(line)).strip()
            passages.append(PassageDraft(kind="paragraph", text=aligned, language=language))
        offset += len(line) + 1
    raw = RawPage(id="0", content=text, where="test", given=Given(language=language))
    return Draft(raw=raw, text=text, passages=tuple(passages), language=language)
