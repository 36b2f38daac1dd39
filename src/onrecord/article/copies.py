"""Passages that say nothing of their own: repeated ones, pull quotes, labels of pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.metadata.words import is_name_label
from onrecord.pipeline import PassageDraft

_NOT_WORD = re.compile(r"\W+")
_WORD = re.compile(r"\w+")
#: A passage shorter than this (letters) may well stand in another one by chance.
_SHORTEST_QUOTE = 15
#: A pull quote made of several sentences is no longer than this (letters).
_LONGEST_COLLAGE = 250
_SENTENCES = re.compile(r"[.!?…。！？]+")
#: How many passages away the name in a label is looked for.
_NEAR = 4


def letters(text: str) -> str:
    """The word characters of a text in lower case."""
    return _NOT_WORD.sub("", text).lower()


def without_copies(passages: Sequence[PassageDraft]) -> list[PassageDraft]:
    """The passages without those that repeat another one, are quoted whole from a longer one, or only label a picture.

    Of equal passages the first stays, of a headline or caption and its copy the headline or caption. The order is kept.
    """
    plain = [letters(passage.text.text) for passage in passages]
    keep = [bool(text) for text in plain]
    first: dict[str, int] = {}
    for number, text in enumerate(plain):
        other = first.setdefault(text, number)
        if other != number:
            stronger = passages[number].kind == "headline" or (
                passages[number].kind == "caption" and passages[other].kind not in ("headline", "caption")
            )
            keep[other if stronger else number] = False
            if stronger:
                first[text] = number
    longest = sorted((text for text in plain if len(text) > 60), key=len, reverse=True)
    for number, passage in enumerate(passages):
        if not keep[number] or passage.kind == "headline":
            continue
        text = plain[number]
        if len(text) >= _SHORTEST_QUOTE and _quoted(text, passage, longest):
            keep[number] = False
    whole = "\n".join(
        text for text, passage in zip(plain, passages, strict=True) if passage.kind in ("paragraph", "lead")
    )
    for number, passage in enumerate(passages):
        if keep[number] and passage.kind == "paragraph" and _is_collage(passage.text.text, plain[number], whole):
            keep[number] = False
    for number, passage in enumerate(passages):
        if keep[number] and passage.kind not in ("headline", "caption", "listing") and _is_label(number, passages):
            keep[number] = False
    return [passage for passage, stays in zip(passages, keep, strict=True) if stays]


def _quoted(text: str, passage: PassageDraft, longest: Sequence[str]) -> bool:
    """Whether the letters of a passage stand in a longer one, and are enough words not to do so by chance."""
    if len(_WORD.findall(passage.text.text)) < 4 and not any("\u3040" <= char <= "\u9fff" for char in text[:20]):
        return False
    for other in longest:
        if len(other) <= len(text):
            return False
        if text in other:
            return True
    return False


def _is_collage(text: str, plain: str, whole: str) -> bool:
    """Whether a short passage is put together from sentences that all stand elsewhere in the body, as a pull quote is."""
    if len(plain) > _LONGEST_COLLAGE:
        return False
    parts = [letters(part) for part in _SENTENCES.split(text)]
    parts = [part for part in parts if part]
    others = whole.replace(plain, "", 1)
    return len(parts) > 1 and min(map(len, parts)) >= 8 and all(part in others for part in parts)


def _is_label(number: int, passages: Sequence[PassageDraft]) -> bool:
    """Whether a passage is a bare name that a passage nearby has as well."""
    text = passages[number].text.text
    if not is_name_label(text):
        return False
    words = {word.lower() for word in _WORD.findall(text)}
    low, high = max(0, number - _NEAR), number + _NEAR + 1
    for other, near in enumerate(passages[low:high], start=low):
        if other != number and words <= {word.lower() for word in _WORD.findall(near.text.text)}:
            return True
    return False
