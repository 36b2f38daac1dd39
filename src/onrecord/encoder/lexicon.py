"""What is known of words apart from any text: which types of event a word stands for, in our texts and by its synonyms in thesauri.

A network of this size does not learn words by heart, and knows little of those that it has never seen as events: "impounded" was an assault. What stands in
`languages/<code>/event_words.tsv` is weighed against what the network reads in the sentence (docs/decisions/0010-events.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from onrecord.encoder.embedding import Floats
from onrecord.encoder.labels import TYPES
from onrecord.languages import event_words
from onrecord.languages.stems import stems

#: How much a word of several counts beside all of them together.
_ONE_OF_SEVERAL = 0.5
#: The least weight that words are to have together if they are to say anything.
_LEAST = 0.3
#: Weight of the guess that a word may be of any type.
_ANY = 1.0
#: How much what the network reads counts beside a word of which our texts have nothing, and how many of its events bring it half way to 1.
_LITTLE, _HALF_WAY = 0.2, 12
#: What no type goes below, so that a sentence can still outweigh its word.
_FLOOR = 0.03
_NUMBERS = {name: number for number, name in enumerate(TYPES)}


class Known(NamedTuple):
    """What is known of the words of a trigger: events of our texts, and the weight of each of TYPES."""

    events: float
    weights: Floats


def known(text: str, code: str) -> Known:
    """What is known of the words that stand for an event, together and one by one."""
    lexicon = event_words(code)
    events, weights = 0.0, np.zeros(len(TYPES), dtype=np.float32)
    words = stems(text, code) if lexicon else ()
    parts = [(" ".join(words), 1.0)]
    if len(words) > 1:
        parts += [(word, _ONE_OF_SEVERAL) for word in dict.fromkeys(words)]
    for part, share in parts:
        if (line := lexicon.get(part)) is not None:
            number, *types = line.split()
            events += share * float(number)
            for kind in types:
                name, _, weight = kind.partition("=")
                weights[_NUMBERS[name]] += share * float(weight)
    return Known(events, weights)


def weighed(read: Floats, words: Sequence[Known]) -> Floats:
    """Chances of TYPES of events, (events, types), from those that the network reads and from what is known of their words."""
    chances = read.copy()
    chances[:, 0] = 0
    for row, (events, weights) in enumerate(words):
        total = float(weights.sum())
        if total >= _LEAST:
            of_word = (weights + _ANY / len(TYPES)) / (total + _ANY)
            share = _LITTLE + (1 - _LITTLE) * events / (events + _HALF_WAY)
            logs = share * np.log(read[row] + 1e-8) + np.log(of_word + _FLOOR)
            chances[row, 1:] = np.exp(logs[1:] - logs[1:].max())
    sums: Floats = chances / np.maximum(chances.sum(1, keepdims=True), 1e-9)
    return sums
