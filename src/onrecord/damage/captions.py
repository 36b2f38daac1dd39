"""Captions printed twice in one passage, or run together with the sentence that follows them.

Evidence is what repeats (long runs of equal words), the credit of a photographer, and the BREAK that taken-out markup
has left. What is found is only divided and dropped, never rewritten.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from onrecord.damage.edits import BREAK
from onrecord.damage.words import common
from onrecord.languages import codes, rows

_WORDS = re.compile(r"[\w’']+")
_NAME = re.compile(r"(?P<space>\s*)(?P<word>/|&|[^\W\d_][\w.’'-]*|\))")
_LOOK = 60  # words of a caption that are compared
_SAME = 0.65  # share of words that two captions of one picture have in common
_RUN = 5  # equal words that make a repetition worth a look


class Piece(NamedTuple):
    """Characters `start` to `end` of a passage: a caption, the rest of a text, or a repetition of what stood before."""

    start: int
    end: int
    kind: str  # caption | text | doubled
    source: tuple[int, int] | None = None


class Credit(NamedTuple):
    """A photographer's credit: where its opening dash or bracket stands, its words, its end."""

    start: int
    word: int
    end: int
    hard: bool  # a bracket, the end of the text or a BREAK ends it


@cache
def credit_words() -> re.Pattern[str]:
    """What opens a credit in any language: a dash or a bracket, a word for picture, a colon."""
    words = {row["word"] for code in codes() for row in rows(code, "photo_credits.csv")}
    # Spelt out, since a pattern that ignores case cannot look for its first character as fast.
    forms = {form for word in words for form in (word, word.capitalize(), word.title(), word.upper())}
    choice = "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
    return re.compile(rf"[-–—|(](?:(?<=\s[-–—|])\s?|(?<=\())(?:{choice})\s?:\s?(?=[^\W\d_])")


def _name_end(text: str, start: int, language: str) -> tuple[int, bool]:
    """Where the names of a credit end that begin at `start`, and whether something other than a guess ends them."""
    end, count, last, before_last = start, 0, "", start
    side = 0  # names since the last slash
    position = start
    while count < 10 and (match := _NAME.match(text, position)):
        word, space = match["word"], match["space"]
        if BREAK in space:
            return end, True
        if word == ")":
            return match.end(), True
        if len(space) > 1 and count:
            return end, True
        if word in "/&":
            side = 0
        elif word[0].isupper():
            if side and (word.lower() in common(language, 300) or (last.isupper() and len(last) > 2) or side >= 3):
                return end, False
            side += 1
        elif not side and text[match.end() : match.end() + 3].lstrip()[:1] in ("/", ")"):
            side += 1  # dpa / ...
        elif side != 1 or len(word) > 3:  # "Anna de Lind"
            # A small letter goes on with a sentence whose first word has a capital: that word is not a name.
            if side >= 2 and not (last.isupper() and len(last) > 1):
                return before_last, False
            return end, False
        before_last, end, last = end, match.end(), word
        position = match.end()
        count += 1
    rest = text[position:].lstrip(" .")
    return end, not rest or rest.startswith(BREAK)


def credits(text: str, language: str) -> list[Credit]:
    """The credits of a text; names that one of them ends for certain end the others too."""
    found = []
    for match in credit_words().finditer(text):
        end, hard = _name_end(text, match.end(), language)
        if match.group()[0] == "(" and (bracket := text.find(")", match.end(), match.end() + 80)) >= 0:
            end, hard = bracket + 1, True
        if end > match.end():
            found.append(Credit(match.start(), match.end(), end, hard))
    sure = [text[one.word : one.end].rstrip(")") for one in found if one.hard]
    result = []
    for one in found:
        same = [name for name in sure if not one.hard and text.startswith(name, one.word)]
        result.append(one._replace(end=one.word + len(max(same, key=len))) if same else one)
    return result


def _words(text: str, start: int, end: int) -> list[re.Match[str]]:
    return [word for word, _ in zip(_WORDS.finditer(text, start, end), range(_LOOK), strict=False)]


def _copied(text: str, source: tuple[int, int], start: int, end: int) -> tuple[int, float]:
    """How far the text from `start` repeats `source`: where the repetition ends, and the share of words that agree."""
    old, new = _words(text, *source), _words(text, start, end)
    matcher = SequenceMatcher(None, [w.group().lower() for w in old], [w.group().lower() for w in new], autojunk=False)
    reached = equal = 0
    old_reached = 0
    for block in matcher.get_matching_blocks():
        if block.size and block.b - reached <= 3 and block.a - old_reached <= 3:
            reached, old_reached, equal = block.b + block.size, block.a + block.size, equal + block.size
        elif block.size:
            break
    if not reached or equal < _RUN:
        return start, 0.0
    return new[reached - 1].end(), equal / reached


def _same_picture(text: str, source: tuple[int, int], start: int, end: int) -> bool:
    """Whether two captions with one and the same credit say nearly the same in other words."""
    old = {w.group().lower() for w in _words(text, *source)}
    new = {w.group().lower() for w in _words(text, start, end)}
    return len(old & new) >= max(_RUN, _SAME * min(len(old), len(new))) and len(new) <= 1.3 * len(old)


def _chunks(text: str, found: list[Credit]) -> list[tuple[int, int, Credit | None]]:
    """The text cut after each credit and at each BREAK."""
    cuts: dict[int, Credit | None] = {match.start(): None for match in re.finditer(BREAK, text)}
    cuts.update((one.end, one) for one in found)
    chunks = []
    start = 0
    for end in sorted({*cuts, len(text)}):
        if text[start:end].strip(BREAK + " \n\t\u00a0"):
            chunks.append((start, end, cuts.get(end) or next((c for c in found if c.end == end), None)))
        start = end
    return chunks


def divide(text: str, language: str | None) -> list[Piece] | None:
    """The pieces of a passage with its captions told apart, in order; None where there is nothing to divide."""
    found = credits(text, language or "") if ":" in text else []
    if not found and BREAK not in text:
        return _twice(text)
    chunks = _chunks(text, found)
    if len(chunks) < 2 and not (found and found[0].start == 0):
        return None
    pieces: list[Piece] = []
    captions: dict[tuple[int, int], str] = {}  # stretches of captions so far -> their credits
    for start, end, credit in chunks:
        if not _pieces_of(text, start, end, credit, pieces, captions):
            return None
    return pieces


def _pieces_of(
    text: str, start: int, end: int, credit: Credit | None, pieces: list[Piece], captions: dict[tuple[int, int], str]
) -> bool:
    """Adds the pieces of one chunk; False if the chunk shows that the passage is no caption after all."""
    body_end = credit.start if credit else end
    name = text[credit.word : credit.end].strip(" )") if credit else ""
    for source, credited in captions.items():
        reached, share = _copied(text, source, start, body_end)
        rest = text[reached:body_end].strip(BREAK + ' .,;:-–—"”')
        if share >= 0.6 and len(rest.split()) <= 2:
            pieces.append(Piece(start, end, "doubled", source))
            return True
        if share >= 0.7 and rest[:1].isupper() and not rest.isupper():
            cut = text.index(rest, reached)
            pieces.append(Piece(start, cut, "doubled", source))
            pieces.append(Piece(cut, body_end, "text"))
            if credit:
                pieces.append(Piece(credit.start, credit.end, "caption"))
            return True
        if name and name == credited and _same_picture(text, source, start, body_end):
            pieces.append(Piece(start, end, "doubled", source))
            return True
    if credit is None:
        pieces.append(Piece(start, end, "text"))
        first = text[start:end].lstrip(BREAK + " \n\t\u00a0")[:1]
        return not pieces[:-1] or text[start] == BREAK or first.isupper() or not first.isalnum()
    if len(text[start:body_end].split()) > _LOOK:  # too long for a caption: a paragraph with a credit in it
        return False
    captions[start, body_end] = name
    pieces.append(Piece(start, end, "caption"))
    return True


def _twice(text: str) -> list[Piece] | None:
    """A text that says the same twice, the second time perhaps cut, with no full stop between."""
    first = text.split(None, _RUN)[:_RUN]
    opening = " ".join(first)
    if len(first) < _RUN or len(opening) < 20 or len(set(first)) < _RUN - 1:
        return None
    at = text.find(opening, len(opening))
    if at < 0 or at > 600:
        return None
    before = text[:at].rstrip()
    if before[-1:] in '.!?…:;,"”’»)“‘«' or len(text) - at > 600:
        return None
    reached, share = _copied(text, (0, at), at, len(text))
    old = len(_words(text, 0, at))
    new = len(_words(text, at, len(text)))
    if share < 0.85 or text[reached:].strip(" .…") or new > old or new < 8:
        return None
    return [Piece(0, at, "text"), Piece(at, len(text), "doubled", (0, at))]
