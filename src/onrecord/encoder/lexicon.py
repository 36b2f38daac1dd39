"""What is known of words apart from any text: which types of event a word stands for, in our texts and by the words of all languages that mean the same.

A network of this size does not learn words by heart, and knows little of those that it has never seen as events: "impounded" was an assault. What stands in
`languages/<code>/event_words.tsv` is weighed against what the network reads in the sentence (docs/decisions/0010-events.md).
"""

from __future__ import annotations

from bisect import bisect_left
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
#: How many words a phrase has at most, and at most how many others stand between two of a listed one; further apart where the verb's parts frame a clause.
_LONGEST_PHRASE, _BETWEEN, _FRAMING = 6, 4, {"de": 8, "nl": 8}
#: What a phrase does not go beyond, and what ends a clause.
_BREAKS, _ENDS = frozenset('.!?;:()"«»„“”\n|–—…؟؛।'), frozenset(",،")
_JOINING = frozenset(("aber", "en", "maar", "oder", "of", "sowi", "und"))
#: Languages with so many forms of a word that a listed one with the same beginning stands for those that no list has: how many letters begin both at least,
#: which part of the longer they are, and how many may follow.
_WITH_MANY_FORMS, _BEGINNING, _SHARE, _FOLLOW = frozenset(("cs", "fi", "hu", "tr", "uk")), 5, 0.7, 4
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


def known(text: str, code: str, among: Sequence[str] = ()) -> Known:
    """What is known of the words that stand for an event, together and one by one; `among` are stems of listed phrases that they belong to, believed where they have more words."""
    lexicon = event_words(code)
    events, weights = 0.0, np.zeros((len(TYPES), len(_MODES)), dtype=np.float32)
    words = stems(text, code) if lexicon else ()
    together = " ".join(words)
    wider = [phrase for phrase in among if together not in lexicon or phrase.count(" ") >= len(words)]
    parts = [(one, 1.0) for one in (wider or (together,))]
    if len(words) > 1 or wider:
        parts += [(word, _ONE_OF_SEVERAL) for word in dict.fromkeys(words)]
    for part, share in parts:
        own, votes, _ = _columns(lexicon.get(part, ""))
        ours = share * _weights(own)
        events += float(ours.sum())
        weights += ours + share * _weights(votes)
        near = [] if votes else _near(part, code)
        for one in near:
            weights += share / len(near) * _weights(_columns(lexicon[one])[1])
    strange = float(weights.sum()) < _HARDLY and len(lexicon) >= _MANY and has_stems(code)
    return Known(events, weights.sum(1), weights[:, : len(EVENT_MODES)], strange)


def _weights(column: str) -> Floats:
    found = np.zeros((len(TYPES), len(_MODES)), dtype=np.float32)
    for one in column.split():
        label, _, weight = one.partition("=")
        kind, _, mode = label.partition("/")
        found[_TYPES[kind], _MODES[mode or "none"]] += float(weight)
    return found


@lru_cache
def _listed(code: str) -> Sequence[str]:
    """The single words of lists of a language of many forms, in the order of their letters."""
    if code not in _WITH_MANY_FORMS:
        return ()
    return sorted(word for word, line in event_words(code).items() if " " not in word and _columns(line)[2])


def _near(word: str, code: str) -> list[str]:
    """Listed words with the same beginning, those with most letters in common; none in languages of few forms."""
    listed = _listed(code) if " " not in word else ()
    at, most, found = bisect_left(listed, word), _BEGINNING, list[str]()
    for others in (range(at - 1, -1, -1), range(at, len(listed))):
        for one in others:
            other = listed[one]
            same = next(
                (n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
            )
            if same < most:
                break
            longer = max(len(word), len(other))
            if same >= _SHARE * longer and longer - same <= _FOLLOW:
                found = [*(found if same == most else ()), other]
                most = same
    return found


@lru_cache(maxsize=20_000)
def _hint(words: str, code: str) -> Floats | None:
    """What lists and neighbours say of words, as `hints` has it; None of words that nobody says anything of."""
    lexicon = event_words(code)
    if (found := _hint_of(lexicon.get(words, ""))) is not None:
        return found
    some = [hint for near in _near(words, code) if (hint := _hint_of(lexicon[near])) is not None]
    return np.mean(some, axis=0, dtype=np.float32) if some else None


def _hint_of(line: str) -> Floats | None:
    _, votes, listed = _columns(line)
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


class Phrase(NamedTuple):
    """Words of a text that are a phrase of the lexicon: their first and last characters, and the phrase."""

    places: tuple[tuple[int, int], ...]
    stems: str
    hint: Floats  # (HINTS,)
    listed: bool


@lru_cache
def _phrases(code: str) -> Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]]:
    """The phrases of the lexicon by their first word and their second: the words behind these."""
    found: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for line in event_words(code):
        words = line.split(" ")
        if 1 < len(words) <= _LONGEST_PHRASE:
            found.setdefault(words[0], {}).setdefault(words[1], []).append(tuple(words[2:]))
    return found


def phrases(text: str, code: str) -> tuple[Phrase, ...]:
    """The phrases of the lexicon in a text, in reading order of their first words.

    Other words may stand within those of lists ("put the bank on a blacklist", "nahm drei Männer fest"), but nothing that ends a clause may. Where verbs frame
    their clause, what is no noun stands at the clause's end if it is the last of two words.
    """
    found, known = [], _phrases(code)
    words = list(located(text, code)) if known and code not in _WITHOUT_SPACES else []
    far = _FRAMING.get(code, _BETWEEN) + 1
    for number, (*_, first) in enumerate(words):
        if (seconds := known.get(first)) is None:
            continue
        reach = _reach(text, words, number, far)
        for second in dict.fromkeys(word for *_, word in words[number + 1 : reach]):
            for others in seconds.get(second, ()):
                numbers = _numbers(text, words, number, (second, *others), far)
                if not numbers:
                    continue
                phrase = " ".join((first, second, *others))
                hint, listed = _hint(phrase, code), bool(_columns(event_words(code)[phrase])[2])
                apart = numbers[-1] - number >= len(numbers)
                if hint is None or (apart and not (listed and _may_be_apart(text, code, words, numbers))):
                    continue
                found.append(Phrase(tuple(words[one][:2] for one in numbers), phrase, hint, listed))
    return tuple(found)


def _reach(text: str, words: Sequence[tuple[int, int, str]], number: int, far: int) -> int:
    """Up to which word those behind one may belong to a phrase with it."""
    last = min(len(words), number + 1 + far)
    for one in range(number + 1, last):
        if not _BREAKS.isdisjoint(text[words[one - 1][1] : words[one][0]]):
            return one
    return last


def _numbers(
    text: str, words: Sequence[tuple[int, int, str]], number: int, others: Sequence[str], far: int
) -> list[int]:
    """The numbers of the words of a phrase that begins with one, each the next of its kind; none where one is missing."""
    numbers = [number]
    for other in others:
        last = numbers[-1]
        reach = _reach(text, words, last, far)
        found = next((one for one in range(last + 1, reach) if words[one][2] == other), None)
        if found is None:
            return []
        numbers.append(found)
    return numbers


def _may_be_apart(text: str, code: str, words: Sequence[tuple[int, int, str]], numbers: Sequence[int]) -> bool:
    """Whether a phrase with other words in it may be one here: in German "nahm an" is none in "nahm an Kursen teil"."""
    start, end, _ = words[numbers[-1]]
    if code not in _FRAMING or len(numbers) > 2 or text[start].isupper():
        return True
    behind = text[end : words[numbers[-1] + 1][0]] if numbers[-1] + 1 < len(words) else "."
    return not (_BREAKS | _ENDS).isdisjoint(behind) or words[numbers[-1] + 1][2] in _JOINING


def hints(text: str, code: str, known_phrases: Sequence[Phrase] | None = None) -> Iterator[tuple[int, int, Floats]]:
    """First and last character of each word of a text, and what lists and neighbours say of it, (HINTS,); `known_phrases` are its `phrases`, where these are at hand.

    First the shares of TYPES among all that they say, then those of lists alone. Events of our texts are not in it, so that a word says as much where the
    network learns as where it is new to it. The first number is 1 at words that nobody says anything of, where very many of the language are known. A word
    within a listed phrase has what is said of the phrase, and so has a stretch of characters in scripts without spaces.
    """
    lexicon = event_words(code)
    if not lexicon:
        return
    strange = np.zeros(HINTS, dtype=np.float32)
    strange[0] = float(len(lexicon) >= _MANY and has_stems(code))
    if code in _WITHOUT_SPACES:
        for start, end, word in _cut(text, lexicon):
            found = _hint(word, code)
            yield start, end, strange if found is None else found
        return
    best: dict[int, tuple[tuple[int, float], Floats]] = {}
    for phrase in phrases(text, code) if known_phrases is None else known_phrases:
        # the phrase of most words is believed, and a listed one more than any word of it
        rank = (len(phrase.places) * phrase.listed, float(phrase.hint.sum()))
        for start, _ in phrase.places:
            if start not in best or rank > best[start][0]:
                best[start] = rank, phrase.hint
    for start, end, word in located(text, code):
        found = _hint(word, code)
        if start in best:
            rank, hint = best[start]
            if found is None or rank > (0, float(found.sum())):
                found = hint
        yield start, end, strange if found is None else found


def of_pieces(text: str, code: str, pieces: Pieces, known_phrases: Sequence[Phrase] | None = None) -> Floats:
    """The hints of the words that pieces of a passage lie in, (pieces, HINTS)."""
    found = np.zeros((len(pieces), HINTS), dtype=np.float32)
    at = 0
    for start, end, hint in hints(text, code, known_phrases):
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
