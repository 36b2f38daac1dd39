"""What a word stands for by the words that mean the same, in its own language and in others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from training.event_words.sources import Pair

from onrecord.languages.stems import stems

#: A word: its language, and the stems of what is written.
Node = tuple[str, str]
Weights = Counter[str]
#: Words that sources give with others as their infinitive or reflexive.
EMPTY = {
    "en": {"to"},
    "de": {"sich", "etwas", "jemanden", "jmdn", "jemandem"},
    "fr": {"se"},
    "es": {"se"},
    "pt": {"se"},
}
#: How much a word of a dictionary counts, one of a wordnet, and one of a thesaurus; and several mentions of one together at most.
DICTIONARY, WORDNET, THESAURUS, MENTIONS = 4.0, 1.2, 0.4, 3.0
#: How much words count that have no events of ours themselves, by what they mean in turn; and how many words such a one may lead to at most.
NEXT, WIDEST = 0.25, 60
#: Neighbours of less weight lead no further.
FAINT = WORDNET / 4
#: Events of ours from which a word is heard on its own, and those that give it half its voice.
HEARD, HALF_VOICE = 2.0, 1.0
#: What all words count together at most.
MOST = 8.0


def phrase(text: str, code: str) -> str:
    """Stems of the words of a text."""
    empty = EMPTY.get(code, ())
    return " ".join(stems(" ".join(word for word in text.split() if word.lower() not in empty), code))


class Words:
    """Words that mean the same, and the forms of words: `forms` gives those of a word as written, itself among them."""

    def __init__(self, forms: Mapping[str, Callable[[str], Iterable[str]]]) -> None:
        self._forms_of = forms
        self._nodes: dict[tuple[str, str], Node] = {}
        #: By word: words that mean the same, with how much they count.
        self.near: dict[Node, dict[Node, float]] = defaultdict(lambda: defaultdict(float))
        #: By word: as it is written.
        self.written: dict[Node, set[str]] = defaultdict(set)
        #: By form: the words that it may be of. Words without forms are not here.
        self.of_form: dict[Node, set[Node]] = defaultdict(set)

    def add(self, pairs: Iterable[Pair], weight: float) -> None:
        """Take the pairs of a source."""
        told: dict[tuple[Node, Node], float] = defaultdict(float)
        for pair in pairs:
            one, other = self._node(pair.code, pair.word), self._node(pair.other_code, pair.other)
            if one != other and one[1] and other[1]:
                told[one, other] += pair.share
                told[other, one] += pair.back
        for (one, other), share in told.items():
            self.near[one][other] += weight * min(share, MENTIONS)

    def _node(self, code: str, word: str) -> Node:
        if (found := self._nodes.get((code, word))) is None:
            found = self._nodes[code, word] = (code, phrase(word, code))
            self.written[found].add(word)
            if code in self._forms_of:
                for form in self._forms_of[code](word):
                    self.of_form[code, phrase(form, code)].add(found)
        return found

    def words_of(self, form: Node) -> set[Node]:
        """The words that a form may be of."""
        return self.of_form.get(form) or {form}


def of_nodes(words: Words, counts: Mapping[str, Mapping[str, Weights]]) -> dict[Node, Weights]:
    """By word: the types of the events that forms of languages stand for, each form's shared among the words that it may be of."""
    found: dict[Node, Weights] = defaultdict(Counter)
    for code, forms in counts.items():
        for form, kinds in forms.items():
            its = sorted(words.words_of((code, form)))
            for word in its:
                for kind, number in kinds.items():
                    found[word][kind] += number / len(its)  # type: ignore[assignment]
    return found


class Votes:
    """What words stand for by their neighbours, of which each votes with the types of its own events."""

    def __init__(self, words: Words, counts: Mapping[str, Mapping[str, Weights]]) -> None:
        self.words = words
        #: By word: the types of the events that it stands for, in all its forms.
        self.own = of_nodes(words, counts)

    def of(self, word: Node) -> Weights:
        """Votes of all neighbours of a word; its own events have no voice."""
        found: Weights = Counter()
        near = self.words.near.get(word, {})
        for other, share in near.items():
            own = self.own.get(other, Counter())
            number = sum(own.values())
            for kind, count in own.items():
                found[kind] += share * count / (number + HALF_VOICE)  # type: ignore[assignment]
            if number < HEARD:
                self._next(found, other, share, {word, *near})
        total = sum(found.values())
        return Counter({kind: votes * min(1.0, MOST / total) for kind, votes in found.items()})  # type: ignore[misc]

    def _next(self, found: Weights, word: Node, share: float, left_out: set[Node]) -> None:
        """Add what the neighbours of a word stand for that is not heard itself."""
        near = self.words.near[word]
        if len(near) > WIDEST:
            return
        votes: dict[str, float] = defaultdict(float)
        for other, weight in near.items():
            if other not in left_out and weight >= FAINT and (own := self.own.get(other)):
                number = sum(own.values())
                for kind, count in own.items():
                    votes[kind] += weight / DICTIONARY * count / (number + HALF_VOICE)
        total = sum(votes.values())
        for kind, vote in votes.items():
            found[kind] += share * NEXT * vote / max(1.0, total)  # type: ignore[assignment]
