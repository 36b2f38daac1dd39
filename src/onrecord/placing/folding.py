"""The form in which place names are stored and looked up: no case, accents, vowel points, apostrophes or hyphens."""

from __future__ import annotations

import re
import unicodedata

#: Accents, Hebrew points, Arabic vowel signs and hamzas, tatweel; apostrophes of all kinds.
_DROPPED = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f'’‘ʼʻ`´ʹ]")
_GAPS = re.compile(r"[\s\-‐‑–—.・·]+")
_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ё": "е", "æ": "ae", "œ": "oe", "ى": "ي", "ک": "ك", "ی": "ي"}
)


def fold(name: str) -> str:
    """A name as it is looked up."""
    letters = _DROPPED.sub("", unicodedata.normalize("NFKD", name.lower()))
    return _GAPS.sub(" ", unicodedata.normalize("NFC", letters).translate(_LETTERS)).strip()
