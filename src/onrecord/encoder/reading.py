"""One reading of a page by the model: its names, who says what, and who does what, in places of its passages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from onrecord.encoder.decode import FoundAttribution, FoundEvent, Run, View, attributions, events, mentions
from onrecord.encoder.labels import (
    ABOUT,
    ACTOR_BEGINS,
    CONSEQUENCE,
    DATE,
    DEMAND,
    PLACE,
    RECIPIENT_BEGINS,
    TERM,
    TRIGGER,
)
from onrecord.encoder.lexicon import Known, Phrase, known, of_pieces, phrases
from onrecord.encoder.model import Model, model
from onrecord.encoder.windows import Pieces, Window, gathered, pack, tokenise, window, word_numbers
from onrecord.languages.forms import articles
from onrecord.pipeline import Deed, Name, PassageDraft, Place, Speech

#: Pieces of a content with no more than so many others between them, none of them a cue or a source, are one.
_GAP = 8
#: The ending of a possessive and what is between it and the word behind it.
_ENDING = re.compile(r"[’']s(?:\s+|$)")
#: Marks that set what is said off from the words around it, and are no part of it.
_SETTING_OFF = ",;:،؛，；：、 \u00a0"
#: Marks that belong to no party at its front and at its end.
_BEFORE, _AFTER = frozenset("'’,;:.-–— \u00a0)]»”"), frozenset(",;:–— \u00a0([«“")


class Reading(NamedTuple):
    """What the model finds on a page, in reading order."""

    names: tuple[Name, ...]
    speeches: tuple[Speech, ...]
    deeds: tuple[Deed, ...]


def read(passages: Sequence[PassageDraft], using: Model | None = None, language: str | None = None) -> Reading:
    """Names, speeches and deeds of the passages of one page; `language` is that of passages that have none of their own."""
    reader = using or model()
    pieces = tokenise(reader.tokenizer, passages)
    names: list[Name] = []
    speeches: list[Speech] = []
    views = []
    codes = [passage.language or language or "" for passage in passages]
    found = [phrases(passage.text.text, code) for passage, code in zip(passages, codes, strict=True)]
    hints = [
        of_pieces(passage.text.text, code, its, some)
        for passage, code, its, some in zip(passages, codes, pieces, found, strict=True)
    ]
    in_phrases = [
        sorted(((*word, phrase) for phrase in some if phrase.listed for word in phrase.places), key=itemgetter(0))
        for some in found
    ]
    for parts in pack(passages, pieces):
        view = window(pieces, parts)
        words = word_numbers(passages, pieces, view)
        views.append(
            View(view, reader.encode(view, gathered(hints, view)), words, _letters(passages, pieces, view, words))
        )
    for view, scores, words, _ in views:
        for one in mentions(scores, view.passage >= 0, words):
            place = _place(view, pieces, (one.start, one.end))
            names.append(Name(place=place, kind=_literal(one.kind), confidence=one.confidence))
    for (view, *_), some in zip(views, attributions(reader, views), strict=True):
        speeches += [_speech(view, pieces, passages, one) for one in some]

    def known_of(view: Window, runs: Sequence[Run]) -> Known:
        places = [_place(view, pieces, run) for run in runs]
        words = " ".join(passages[number].text.text[start:end] for number, start, end in places)
        number = places[0][0]
        return known(words, codes[number], _phrases_of(in_phrases[number], [at for at in places if at[0] == number]))

    deeds = [
        _deed(view, pieces, passages, one, language)
        for (view, *_), some in zip(views, events(reader, views, known_of), strict=True)
        for one in some
    ]
    return Reading(tuple(names), tuple(speeches), tuple(deed for deed in deeds if deed.trigger))


def _phrases_of(words: Sequence[tuple[int, int, Phrase]], places: Sequence[Place]) -> tuple[str, ...]:
    """The stems of those phrases of most words that words of an event belong to; `words` are those of all phrases of the passage, in reading order."""
    found: list[Phrase] = []
    for _, start, end in places:
        at = bisect_left(words, end, key=itemgetter(0))
        while at and words[at - 1][1] > start:
            at -= 1
            found.append(words[at][2])
    most = max((len(phrase.places) for phrase in found), default=0)
    return tuple(dict.fromkeys(phrase.stems for phrase in found if len(phrase.places) == most))


def _letters(passages: Sequence[PassageDraft], pieces: Sequence[Pieces], view: Window, words: np.ndarray) -> np.ndarray:
    """For each word of a window whether it begins with a letter or a digit; marks do not."""
    letters = np.zeros(int(words[-1]) + 1, dtype=bool)
    for passage in np.unique(view.passage[view.passage >= 0]).tolist():
        text, mine = passages[passage].text.text, view.passage == passage
        starts = pieces[passage].starts[view.piece[mine]].tolist()
        letters[words[mine][[text[start].isalnum() for start in starts]]] = True
    return letters


def _literal(value: str) -> Any:
    """A label of the model, which is one of the values of the contract (tested in tests/encoder)."""
    return value


def _place(view: Window, pieces: Sequence[Pieces], run: Run) -> Place:
    """Characters of a passage that a run of pieces stands for."""
    its = pieces[int(view.passage[run[0]])]
    return (
        int(view.passage[run[0]]),
        int(its.starts[view.piece[run[0]]]),
        int(its.ends[view.piece[run[1] - 1]]),
    )


def _speech(view: Window, pieces: Sequence[Pieces], passages: Sequence[PassageDraft], one: FoundAttribution) -> Speech:
    def places(runs: Sequence[Run]) -> tuple[Place, ...]:
        return tuple(_place(view, pieces, run) for run in runs)

    return Speech(
        cue=_own(places(one.cue), passages),
        content=_bare(places(_closed(one, view)), passages),
        sources=_trimmed(places(_whole(one.sources, view)), passages),
        addressees=_trimmed(places(_whole(one.addressees, view)), passages),
        act=_literal(one.act),
        mode=_literal(one.mode),
        identified=_literal(one.identified),
        confidence=one.confidence,
    )


def _deed(
    view: Window, pieces: Sequence[Pieces], passages: Sequence[PassageDraft], one: FoundEvent, language: str | None
) -> Deed:
    def places(role: int) -> tuple[Place, ...]:
        return _trimmed([_place(view, pieces, run) for run in one.roles.get(role, ())], passages)

    return Deed(
        kind=one.kind,
        mode=None if one.mode == "none" else one.mode,
        trigger=_without_articles(places(TRIGGER), passages, language),
        actors=places(ACTOR_BEGINS),
        recipients=places(RECIPIENT_BEGINS),
        place=places(PLACE),
        date=places(DATE),
        about=places(ABOUT),
        term=places(TERM),
        demand=places(DEMAND),
        consequence=places(CONSEQUENCE),
        flags=one.flags,
        question=None if one.question == "none" else one.question,
        stance=_literal(one.stance),
        confidence=one.confidence,
    )


def _own(places: Sequence[Place], passages: Sequence[PassageDraft]) -> tuple[Place, ...]:
    """Places of a cue without the ending of whoever has it: "claim" of "Brandt's claim"."""
    found = []
    for number, start, end in places:
        ending = _ENDING.match(passages[number].text.text, start, end)
        found.append((number, ending.end() if ending else start, end))
    return tuple(one for one in found if one[1] < one[2])


def _bare(places: Sequence[Place], passages: Sequence[PassageDraft]) -> tuple[Place, ...]:
    """Places of what is said without the marks that only set it off from the words around it; one of nothing but such marks goes."""
    found = []
    for number, start, end in places:
        words = passages[number].text.text[start:end]
        bare = words.strip(_SETTING_OFF)
        if bare:
            begin = start + words.index(bare)
            found.append((number, begin, begin + len(bare)))
    return tuple(found) or tuple(places)


def _trimmed(parties: Sequence[Place], passages: Sequence[PassageDraft]) -> tuple[Place, ...]:
    """Parties without the marks at their ends that a piece brought along; one that is nothing else is left out."""
    trimmed = []
    for number, start, end in parties:
        text = passages[number].text.text
        while start < end and text[start] in _BEFORE:
            start += 1
        while start < end and text[end - 1] in _AFTER:
            end -= 1
        if start < end:
            trimmed.append((number, start, end))
    return tuple(trimmed)


def _without_articles(
    trigger: Sequence[Place], passages: Sequence[PassageDraft], language: str | None
) -> tuple[Place, ...]:
    """Words of a deed without articles of what it is done to at the end of each piece: "lifted" of "lifted the"; words that are nothing else stay."""
    found = []
    for number, start, end in trigger:
        at_end = _articles_at_end(passages[number].language or language or "")
        bare = at_end.sub("", passages[number].text.text[start:end])
        if bare:
            found.append((number, start, start + len(bare)))
    return tuple(found) or tuple(trigger)


@cache
def _articles_at_end(code: str) -> re.Pattern[str]:
    """Articles of a language at the end of some words."""
    forms = "|".join(map(re.escape, sorted(articles(code))))
    return re.compile(rf"(?:(?:^|\s+)(?:{forms or '(?!)'})(?![^'’]))+['’]?$", re.IGNORECASE)


def _closed(one: FoundAttribution, view: Window) -> list[Run]:
    """Runs of content with small gaps between them closed."""
    other = np.zeros(len(view.ids), dtype=bool)
    for start, end in (*one.cue, *one.sources, *one.addressees):
        other[start:end] = True
    other |= view.passage < 0
    closed: list[Run] = []
    for start, end in one.content:
        if closed and start - closed[-1][1] <= _GAP and not other[closed[-1][1] : start].any():
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((start, end))
    return closed


def _whole(parties: Sequence[Run], view: Window) -> list[Run]:
    """Parties that follow one another with nothing between them are one: "Foreign Minister" and "Sergei Ryabkov"."""
    whole: list[Run] = []
    for start, end in parties:
        if whole and whole[-1][1] == start and view.passage[start] == view.passage[start - 1]:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole
