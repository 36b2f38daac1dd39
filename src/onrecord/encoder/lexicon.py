"""What is known of words apart from any text: which types of event a word stands for, in our texts and by the words of all languages that mean the same.

A network of this size does not learn words by heart, and knows little of those that it has never seen as events: "impounded" was an assault. What stands in
`languages/<code>/event_words.tsv` is weighed against what the network reads in the sentence (docs/decisions/0010-events.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.embedding import Floats
from onrecord.encoder.labels import EVENT_MODES, HINTS, TYPES
from onrecord.encoder.windows import Pieces
from onrecord.languages import event_words
from onrecord.languages.stems import has_stems, located, stems

#: How much a word of several counts beside all of them together.
_ONE_OF_SEVERAL = 0.5
#: The least weight that words are to have together if they are to say anything.
_LEAST = 0.3
#: Weight of the guess that a word may be of any type.
_ANY = 1.0
#: How much what the network reads counts beside a word of which our texts have nothing, and how many of its events bring it half way to 1.
_LITTLE, _HALF_WAY = 0.2, 12
#: What no type or mode goes below, so that a sentence can still outweigh its word.
_FLOOR = 0.03
#: How much an event without a mode counts beside one that has it: who marks events leaves modes out more often than adds them.
_NO_MODE = 0.35
#: Types whose modes tell what is asked for, refused, threatened or sent, and not how: the word of the event says little of that.
_BY_OBJECT = frozenset(("MOBILIZE", "REJECT", "REQUEST", "THREATEN"))
#: A word is strange whose weights are less than this, in a language of which so many words are known, with all their endings.
_HARDLY, _MANY = 1.0, 2000
#: Words around one, itself among them, that may be a listed phrase: from which to which.
_PHRASES = ((0, 2), (-1, 1), (0, 3), (-1, 2), (-2, 1))
_WITHOUT_SPACES, _LONGEST = frozenset(("ja", "zh")), 8
_TYPES = {name: number for number, name in enumerate(TYPES)}
#: "?" stands behind the others: events of which nobody marked the mode.
_MODES = {name: number for number, name in enumerate((*EVENT_MODES, "?"))}


class Known(NamedTuple):
    """What is known of the words of a trigger: events of our texts, and the weight of each of TYPES and of its EVENT_MODES, theirs and that of lists and neighbours.

    `strange` are words of which nothing is known though very many of the language are.
    """

    events: float
    weights: Floats  # (types,)
    modes: Floats  # (types, modes)
    strange: bool = False


def known(text: str, code: str) -> Known:
    """What is known of the words that stand for an event, together and one by one."""
    lexicon = event_words(code)
    events, weights = 0.0, np.zeros((len(TYPES), len(_MODES)), dtype=np.float32)
    words = stems(text, code) if lexicon else ()
    parts = [(" ".join(words), 1.0)]
    if len(words) > 1:
        parts += [(word, _ONE_OF_SEVERAL) for word in dict.fromkeys(words)]
    for part, share in parts:
        if (line := lexicon.get(part)) is not None:
            own, votes, _ = _columns(line)
            ours = share * _weights(own)
            events += float(ours.sum())
            weights += ours + share * _weights(votes)
    strange = float(weights.sum()) < _HARDLY and len(lexicon) >= _MANY and has_stems(code)
    return Known(events, weights.sum(1), weights[:, : len(EVENT_MODES)], strange)


def _weights(column: str) -> Floats:
    found = np.zeros((len(TYPES), len(_MODES)), dtype=np.float32)
    for one in column.split():
        label, _, weight = one.partition("=")
        kind, _, mode = label.partition("/")
        found[_TYPES[kind], _MODES[mode or "none"]] += float(weight)
    return found


@lru_cache(maxsize=20_000)
def _hint(words: str, code: str) -> Floats | None:
    """What lists and neighbours say of words, as `hints` has it; None of words that nobody says anything of."""
    _, votes, listed = _columns(event_words(code).get(words, ""))
    found = np.zeros(HINTS, dtype=np.float32)
    weights, of_lists = _weights(votes).sum(1), _weights(listed).sum(1)
    if (total := float(weights.sum())) >= _LEAST:
        found[: len(TYPES)] = weights / (total + _ANY)
    if of_lists.any():
        found[len(TYPES) :] = of_lists / of_lists.sum()
    return found if found.any() else None


def _columns(line: str) -> tuple[str, str, str]:
    """What a line of the lexicon says behind its words: events of our texts, those of lists and neighbours, those of lists alone."""
    own, votes, listed, *_ = (*line.split("\t"), "", "", "")
    return own, votes, listed


@lru_cache
def _words_of_phrases(code: str) -> frozenset[str]:
    """The words that stand in phrases of the lexicon."""
    return frozenset(word for line in event_words(code) if " " in line for word in line.split(" "))


def hints(text: str, code: str) -> Iterator[tuple[int, int, Floats]]:
    """First and last character of each word of a text, and what lists and neighbours say of it, (HINTS,).

    First the shares of TYPES among all that they say, then those of lists alone. Events of our texts are not in it, so that a word says as much where the
    network learns as where it is new to it. The first number is 1 at words that nobody says anything of, where very many of the language are known. A word
    within a listed phrase has what is said of the phrase, and so has a stretch of characters in scripts without spaces.
    """
    lexicon = event_words(code)
    if not lexicon:
        return
    strange = np.zeros(HINTS, dtype=np.float32)
    strange[0] = float(len(lexicon) >= _MANY and has_stems(code))
    words = list(_cut(text, lexicon) if code in _WITHOUT_SPACES else located(text, code))
    in_phrases = _words_of_phrases(code)
    may = [word in in_phrases for *_, word in words]
    for number, (start, end, word) in enumerate(words):
        found = _hint(word, code)
        best = 0.0 if found is None else float(found.sum())
        for first, last in _PHRASES if may[number] else ():
            begin, stop = number + first, number + last
            if begin < 0 or stop > len(words) or not all(may[begin:stop]):
                continue
            hint = _hint(" ".join(word for *_, word in words[begin:stop]), code)
            if hint is not None and (sure := float(hint.sum())) > best:
                found, best = hint, sure
        yield start, end, strange if found is None else found


def of_pieces(text: str, code: str, pieces: Pieces) -> Floats:
    """The hints of the words that pieces of a passage lie in, (pieces, HINTS)."""
    found = np.zeros((len(pieces), HINTS), dtype=np.float32)
    at = 0
    for start, end, hint in hints(text, code):
        while at < len(pieces) and pieces.ends[at] <= start:
            at += 1
        here = at
        while here < len(pieces) and pieces.starts[here] < end:
            found[here] = hint
            here += 1
    return found


def _cut(text: str, lexicon: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """The longest words of the lexicon in a text without spaces, and between them each character alone."""
    start = 0
    while start < len(text):
        end = next(
            (end for end in range(min(len(text), start + _LONGEST), start + 1, -1) if text[start:end] in lexicon),
            start + 1,
        )
        yield start, end, text[start:end]
        start = end


def weighed(read: Floats, words: Sequence[Known]) -> Floats:
    """Chances of TYPES of events, (events, types), from those that the network reads and from what is known of their words."""
    chances = read.copy()
    chances[:, 0] = 0
    for row, word in enumerate(words):
        chances[row, 1:] = _outweighed(read[row, 1:], word.weights[1:], word.events)
    sums: Floats = chances / np.maximum(chances.sum(1, keepdims=True), 1e-9)
    return sums


def weighed_modes(read: Floats, kind: str, word: Known, allowed: NDArray[np.bool_]) -> Floats:
    """Chances of EVENT_MODES of an event of a type, (modes,), likewise; of those that are not `allowed` 0."""
    chances, weights = np.zeros_like(read), word.modes[_TYPES[kind]] * (kind not in _BY_OBJECT)
    weights[0] *= _NO_MODE
    chances[allowed] = _outweighed(read[allowed], weights[allowed], word.events)
    sums: Floats = chances / max(chances.sum(), 1e-9)
    return sums


def _outweighed(read: Floats, weights: Floats, events: float) -> Floats:
    """What the network reads against the weights of a word that stands for so many events of ours; no sum is kept."""
    total = float(weights.sum())
    if total < _LEAST:
        return read
    of_word = (weights + _ANY / len(weights)) / (total + _ANY)
    share = _LITTLE + (1 - _LITTLE) * events / (events + _HALF_WAY)
    logs = share * np.log(read + 1e-8) + np.log(of_word + _FLOOR)
    chances: Floats = np.exp(logs - logs.max())
    return chances
