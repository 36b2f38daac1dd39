"""Words of a language file as one pattern: `*` stands for the rest of a word, `+` for its beginning, `...` for some words between."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms as whole words, in any case; without forms it matches nothing."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, forms)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _pattern(form: str) -> str:
    words = re.escape(form).replace(r"\ \.\.\.\ ", r"\b.{1,40}?\b").replace(r"\*", r"\w*").replace(r"\+", r"\w+")
    return words.replace(r"\ ", r"\s+").replace("'", "['’]")
