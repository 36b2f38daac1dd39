"""Cheap signs of damage, looked for once over a whole page: a clean page costs no more than this."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.damage.captions import credit_words
from onrecord.damage.edits import BREAK
from onrecord.damage.encoding import SUSPECT
from onrecord.damage.torn import GLUED

_REFERENCES = ("&", "#8", "#x", "#0", "#3", "#1", "amp;", "nbsp;", "quot;", "quo;", "dash;", "apos;", "ellip;")
_MARKUP = ("<", "=", "/>", "base64", "adsby")
_BRACKET = re.compile(r"\[(?:\d{5}|/?[a-z]{2}\w*[\] _])", re.IGNORECASE)
_STOP = re.compile(r"[.!?…,;:](?:[“„«]|[”»\"]?[A-ZÀ-Þ](?!\.))")
_SPACE = re.compile(r"[ \u00a0](?:[.,](?=[\s\"”»]|$)|[\"”](?=[(\s.,;:!?)]|$))", re.MULTILINE)
_OPENING = tuple(f"\n{mark}{space}" for mark in '"“„' for space in " \u00a0")
_QUOTE = re.compile(r"[\"“”](?:(?<=[.!?] .)[a-zà-ÿ]| ?\. [\"“])")
_SMALL = re.compile(r"\n[^\W\d_A-ZÀ-Þ]")
_HUMP = re.compile(r"[a-zà-ÿ]{2}[A-ZÀ-Þ][a-zà-ÿ]{2}")
_BLOB = 80  # characters without a space that may be an encoded image


class Signs(NamedTuple):
    """Which kinds of damage a page may hold; `tokens` are its stretches between white space, each once."""

    tokens: frozenset[str]
    encoding: bool
    markup: bool
    credits: bool
    camel: bool
    masks: bool
    stops: bool
    spaces: bool
    torn: bool


def signs(text: str) -> Signs:
    """The signs in the passages of a page, joined with line breaks."""
    tokens = frozenset(text.split())
    longest = max(map(len, tokens), default=0)
    garbled = not text.isascii() and SUSPECT.search(text) is not None
    return Signs(
        tokens=tokens,
        encoding=garbled or any(sign in text for sign in _REFERENCES),
        markup=(
            longest >= _BLOB
            or any(sign in text for sign in _MARKUP)
            or ("[" in text and _BRACKET.search(text) is not None)
            or BREAK in text
        ),
        credits=":" in text and credit_words().search(text) is not None,
        camel=any(
            _HUMP.search(token) for token in tokens if not (token.islower() or token.istitle() or token.isupper())
        ),
        masks="**" in text or "##" in text or "••" in text,
        stops=_STOP.search(text) is not None,
        spaces=_SPACE.search(text) is not None or any(mark in "\n" + text[:2] or mark in text for mark in _OPENING),
        torn=(
            longest >= GLUED
            or "&#" in text
            or "\ufffd" in text
            or garbled
            or _QUOTE.search(text) is not None
            or _SMALL.search(text) is not None
            or text[:1].islower()
        ),
    )
