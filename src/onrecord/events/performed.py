"""Deeds that are done by the very words that tell them: "We condemn the attack", said by a minister, is her condemnation and no claim of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import Any

from onrecord.attribution.denials import FILE as DENIALS
from onrecord.events.telling import is_question, signs
from onrecord.languages import table
from onrecord.languages.forms import listed
from onrecord.pipeline import Deed, Draft, Place

FILE = "performed.toml"
#: Types of deeds that are done by saying something.
BY_SAYING = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_SAME_CLAUSE = re.compile(r"[^.,;:!?…\"“”„«»؟،؛]*")
_CLAUSE = re.compile(r"[.,;:!?…\"“”„«»()؟،؛–—]")
_REACH = 40  # characters before and behind a verb within which its pronoun is looked for
_FEW = 4  # words of its clause before a verb or its pronoun


def is_performed(page: Draft, deed: Deed) -> bool:
    """Whether a deed is done by who speaks in saying so: a verb of such a deed in the present and the first person, in a main clause that is no question.

    Where the form does not tell the person ("we condemn", "wir verurteilen"), the pronoun stands before it, with nothing but adverbs between, or right behind it.
    """
    return deed.kind in BY_SAYING and any(_first_person(page, place) for place in deed.trigger)


def _first_person(page: Draft, place: Place) -> bool:
    number, start, end = place
    passage = page.passages[number]
    code, text = page.language_of(passage), passage.text.text
    lists = table(code, FILE)
    if not lists:
        return False
    sentence = next((one for one in passage.sentences if one.start <= start < one.end), None)
    first, last = (sentence.start, sentence.end) if sentence else (0, len(text))
    if is_question(text[first:last], code) or listed(code, FILE, "past").search(text, first, last):
        return False
    pronouns = lists.get("pronouns") or table(code, "parties.toml").get("first_person", ())
    for word in _WORD.finditer(text, start, end):
        form = word.group().casefold()
        if form in lists.get("own", ()) and _is_main(text[first : word.start()], code):
            return True
        if form in lists.get("with_pronoun", ()):
            at = _beside(text, first, word.start(), word.end(), pronouns, lists)
            if at is not None and _is_main(text[first:at], code):
                return True
    return False


def _is_main(before: str, code: str) -> bool:
    """Whether a verb, or its pronoun, opens a main clause: few words stand before it in its clause, and none of them makes it depend on another or negates it."""
    parties, known = table(code, "parties.toml"), signs(code)
    clause = _CLAUSE.split(before)[-1]
    words = [word.casefold() for word in _WORD.findall(clause)]
    free = {*parties.get("and", ()), *parties.get("but", ()), *parties.get("first_person", ())}
    words = [word for word in words if word not in free]
    apart = [
        listed(code, DENIALS, "negations"),
        *(known[name].words for name in ("joining", "conditional") if name in known),
    ]
    left = " ".join(words)
    relatives = {*parties.get("relatives", ()), *table(code, FILE).get("subordinators", ())}
    return len(words) <= _FEW and relatives.isdisjoint(words) and not any(one.search(left) for one in apart)


def _beside(
    text: str, first: int, start: int, end: int, pronouns: Collection[str], lists: Mapping[str, Any]
) -> int | None:
    """Where the clause of a verb is at, up to its pronoun: one of these stands before it, with adverbs between at most, or right behind it; None without one."""
    words = list(_WORD.finditer(text, max(first, start - _REACH), start))
    while words and any(fnmatchcase(words[-1].group().casefold(), form) for form in lists.get("between", ())):
        words.pop()
    if words and words[-1].group().casefold() in pronouns and _SAME_CLAUSE.fullmatch(text, words[-1].end(), start):
        return words[-1].start()
    behind = _WORD.search(text, end)
    if behind is None or not lists.get("inverted", False) or behind.group().casefold() not in pronouns:
        return None
    return start if _SAME_CLAUSE.fullmatch(text, end, behind.start()) is not None else None
