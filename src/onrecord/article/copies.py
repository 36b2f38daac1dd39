"""Passages that say nothing of their own: repeated ones, pull quotes, labels of pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.metadata.titles import letters
from onrecord.metadata.words import is_name_label
from onrecord.pipeline import PassageDraft

_WORD = re.compile(r"\w+")
#: A passage shorter than this (letters) may well stand in another one by chance.
_SHORTEST_QUOTE = 15
#: A pull quote made of several sentences is no longer than this (letters).
_LONGEST_COLLAGE = 250
#: A short passage (letters) that comes so often is a refrain: the same question put to each of many people.
_RECURRING, _LONGEST_RECURRING = 4, 150
_SENTENCES = re.compile(r"[.!?…。！？]+")
#: On a longer page (letters) every passage gets the closer, bounded look, so that the work stays linear.
_LONGEST_PAGE = 200_000
#: How many passages away the text of a pull quote is looked for: a bound on the work on huge pages.
_REACH = 60
#: How many passages away the name in a label is looked for.
_NEAR = 4


def without_copies(passages: Sequence[PassageDraft]) -> list[PassageDraft]:
    """The passages without those that repeat another one, are quoted whole from a longer one, or only label a picture.

    Of equal passages the first stays, of a headline or caption and its copy the headline or caption. The order is kept.
    """
    plain = [letters(passage.text.text) for passage in passages]
    keep = [bool(text) for text in plain]
    first: dict[str, int] = {}
    often = {text for text, count in Counter(plain).items() if count >= _RECURRING and len(text) <= _LONGEST_RECURRING}
    for number, text in enumerate(plain):
        if text in often and passages[number].kind not in ("headline", "caption"):
            continue
        other = first.setdefault(text, number)
        if other != number:
            stronger = passages[number].kind == "headline" or (
                passages[number].kind == "caption" and passages[other].kind not in ("headline", "caption")
            )
            keep[other if stronger else number] = False
            if stronger:
                first[text] = number
    whole = "\n".join(plain)
    for number, passage in enumerate(passages):
        if not keep[number] or passage.kind == "headline" or plain[number] in often:
            continue
        text, near = plain[number], range(max(0, number - _REACH), min(len(passages), number + _REACH + 1))
        again = len(whole) > _LONGEST_PAGE or whole.count(text) > 1  # seldom: the closer look is for those that do
        if again and len(text) >= _SHORTEST_QUOTE and _quoted(text, passage, [plain[other] for other in near]):
            keep[number] = False
        elif passage.kind == "paragraph" and len(text) <= _LONGEST_COLLAGE:
            others = [
                plain[other] for other in near if other != number and passages[other].kind in ("paragraph", "lead")
            ]
            keep[number] = not _is_collage(passage.text.text, "\n".join(others))
    for number, passage in enumerate(passages):
        if keep[number] and passage.kind not in ("headline", "caption", "listing") and _is_label(number, passages):
            keep[number] = False
    return [passage for passage, stays in zip(passages, keep, strict=True) if stays]


def _quoted(text: str, passage: PassageDraft, others: Sequence[str]) -> bool:
    """Whether the letters of a passage stand in a longer one, and are enough words not to do so by chance."""
    if len(_WORD.findall(passage.text.text)) < 4 and not any("\u3040" <= char <= "\u9fff" for char in text[:20]):
        return False
    return any(len(other) > max(60, len(text)) and text in other for other in others)


def _is_collage(text: str, others: str) -> bool:
    """Whether a short passage is put together from sentences that all stand elsewhere in the body, as a pull quote is."""
    parts = [part for part in map(letters, _SENTENCES.split(text)) if part]
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
