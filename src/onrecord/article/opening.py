"""Whether an article begins in its middle: a scrape that lost the first paragraphs leaves a "But" at the top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord import languages
from onrecord.pipeline import PassageDraft
from onrecord.spans import Span

MESSAGE = "damaged: the first paragraphs are missing"
_FIRST = re.compile(r"\w+")


@cache
def _adversatives(language: str) -> frozenset[str]:
    return frozenset(languages.table(language, "page.toml").get("adversative", ()))


def missing(passages: Sequence[PassageDraft], language: str | None) -> Span | None:
    """Where the word stands that shows that the first paragraphs are missing ("But ...", at the very beginning), or None."""
    first = next((passage for passage in passages if passage.kind in ("lead", "paragraph")), None)
    if first is None or language not in languages.codes():
        return None
    word = _FIRST.match(first.text.text)
    if word is None or word.group().lower() not in _adversatives(first.language or language):
        return None
    return next(iter(first.text.spans(*word.span())), None)
