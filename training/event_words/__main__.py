"""Writes `languages/<code>/event_words.tsv`: `python -m training.event_words --thesauri FOLDER` (README.md)."""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import wordfreq
from training.encoder.data import marked, read_events
from training.encoder.lexical import read_lines

from onrecord.encoder.labels import TYPES
from onrecord.languages.stems import stems

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "src" / "onrecord" / "languages"
#: Thesauri of LibreOffice by language, as Debian packs them, under terms that let their findings ship (README.md); that of Italian is under the GPL alone.
THESAURI = {
    "de": "th_de_DE_v2.dat",
    "en": "th_en_US_v2.dat",
    "es": "th_es_ES_v2.dat",
    "fr": "thes_fr.dat",
    "pt": "th_pt_BR.dat",
    "ru": "th_ru_RU_v2.dat",
}
#: How much a word of a thesaurus counts that is not as wide as the other: a wider one, and one that is only near.
WIDER, NEAR = 0.5, 0.3
WIDER_NOTES = ("generic", "Oberbegriff")
NEAR_NOTES = ("related", "similar", "Unterbegriff", "Assoziation")
#: Words that a thesaurus gives with others as their infinitive or reflexive.
EMPTY = {
    "en": {"to"},
    "de": {"sich", "etwas", "jemanden", "jmdn", "jemandem"},
    "fr": {"se"},
    "es": {"se"},
    "pt": {"se"},
}
#: What all synonyms of a word count together at most, and that the other way round is worth half: a word that has it as a synonym.
MOST, THE_OTHER_WAY = 4.0, 0.5
ONE_OF_SEVERAL = 0.5
#: What a word must weigh to be written, and which share of it a type; words that do not stand for an event of ours must weigh more, be one word, be clear,
#: and be no rarer than so (Zipf scale of wordfreq; 1 is once in a hundred million words).
LEAST_WORD, LEAST_SHARE = 0.5, 0.08
LEAST_OF_THESAURUS, LEAST_FREQUENT, LEAST_FIRST = 1.0, 1.5, 0.35
#: How often our texts must have several words together.
LEAST_PHRASE = 2
#: Words from so frequent on say nothing of an event if they stand for one alone in a smaller part of the cases than this: articles, prepositions.
FUNCTION_WORD, LEAST_ALONE = 5.8, 0.2

Weights = Counter[str]


@cache
def frequencies(code: str) -> dict[str, float]:
    """How often words of a language are used, as shares; empty where wordfreq does not have it."""
    return wordfreq.get_frequency_dict(code, "best") if code in wordfreq.available_languages("best") else {}


def zipf(word: str, code: str) -> float:
    """How often a word is used, on the Zipf scale; 0 of one that is not."""
    return max(0.0, math.log10(frequencies(code).get(word.lower(), 1e-9)) + 9)


def phrase(text: str, code: str) -> str:
    """Stems of the words of a text."""
    empty = EMPTY.get(code, ())
    return " ".join(stems(" ".join(word for word in text.split() if word.lower() not in empty), code))


def triggers(shared: Path) -> Iterator[tuple[str, str, str]]:
    """Language, type and trigger of every event of our texts."""
    folder = HERE.parent / "events"
    files = [(path.name[:2], read_lines(path)) for path in sorted((folder / "lexical").glob("*.txt"))]
    files += [(path.name[:2], read_events(path)) for path in sorted((folder / "written").glob("*.txt"))]
    rows = [(code, row) for code, some in files for row in some]
    rows += [(row["language"], row) for row in marked(shared, folder / "marked.jsonl")]
    for code, row in rows:
        for event in row["events"]:
            if event["type"] in TYPES:
                yield code, event["type"], " ".join(row["text"][start:end] for start, end in event["trigger"])


class Counts:
    """How often words stand for events of each type; the words of a trigger of several also count one by one."""

    def __init__(self, found: Iterable[tuple[str, str]], code: str) -> None:
        self.of: dict[str, Weights] = defaultdict(Counter)
        frequent: dict[str, float] = {}
        alone: Counter[str] = Counter()
        for kind, text in found:
            words = stems(text, code)
            self.of[" ".join(words)][kind] += 1.0  # type: ignore[assignment]
            alone[" ".join(words)] += 1
            for word, written in zip(words, text.split(), strict=False):
                frequent[word] = max(frequent.get(word, 0.0), zipf(written, code))
            if len(words) > 1:
                for word in words:
                    self.of[word][kind] += ONE_OF_SEVERAL / len(words)  # type: ignore[assignment]
        for word, often in frequent.items():
            if often >= FUNCTION_WORD and alone[word] < LEAST_ALONE * sum(self.of[word].values()):
                del self.of[word]


def thesaurus(path: Path, code: str) -> Iterator[tuple[str, str, float, float]]:
    """Words of a thesaurus with their synonyms, how much these count, and how frequent the words are (the format of MyThes, OpenOffice.org 2006)."""
    head, _, body = path.read_bytes().partition(b"\n")
    lines = iter(body.decode(head.decode("utf-8-sig").strip()).split("\n"))
    for line in lines:
        word, _, senses = line.rpartition("|")
        if not senses.isdigit():
            continue
        own, often = phrase(word, code), zipf(word, code)
        for _ in range(int(senses)):
            for synonym in next(lines, "").split("|")[1:]:
                note = " ".join(re.findall(r"\(([^)]*)\)", synonym))
                bare = re.sub(r"\([^)]*\)", "", synonym).strip()
                if bare and "ntonym" not in note:
                    share = WIDER if any(one in note for one in WIDER_NOTES) else NEAR if any(one in note for one in NEAR_NOTES) else 1.0  # fmt: skip
                    yield own, phrase(bare, code), share, often


def by_synonyms(counts: dict[str, Weights], pairs: Iterable[tuple[str, str, float, float]]) -> dict[str, Weights]:
    """What words in use stand for by their synonyms: each votes with its own types, and fully if it stands for two events or more."""
    votes: dict[str, Weights] = defaultdict(Counter)
    frequent: dict[str, float] = defaultdict(float)

    def vote(word: str, synonym: str, share: float) -> None:
        if word != synonym and (own := counts.get(synonym)):
            total = sum(own.values())
            for kind, number in own.items():
                votes[word][kind] += share * min(1.0, total / 2) * number / total  # type: ignore[assignment]

    for word, synonym, share, often in pairs:
        frequent[word] = max(frequent[word], often)
        vote(word, synonym, share)
        vote(synonym, word, share * THE_OTHER_WAY)
    for own in votes.values():
        scale = min(1.0, MOST / sum(own.values()))
        for kind in own:
            own[kind] *= scale  # type: ignore[assignment]
    return {
        word: own
        for word, own in votes.items()
        if sum(counts.get(word, Counter()).values()) >= 1 or (clear(word, own) and frequent[word] >= LEAST_FREQUENT)
    }


def clear(word: str, votes: Weights) -> bool:
    """Whether a word that stands for no event of ours is worth a line."""
    total = sum(votes.values())
    return word.isalpha() and total >= LEAST_OF_THESAURUS and max(votes.values()) >= LEAST_FIRST * total


def lines(counts: dict[str, Weights], votes: dict[str, Weights]) -> list[str]:
    """The lines of a file: stem, events in our texts, types with their weights."""
    out = []
    for word in sorted({*counts, *votes} - {""}):
        own, both = counts.get(word, Counter()), Counter(counts.get(word, Counter()))
        both.update(votes.get(word, Counter()))
        if (total := sum(both.values())) >= (LEAST_PHRASE if " " in word else LEAST_WORD):
            types = [f"{kind}={weight:.2g}" for kind, weight in both.most_common() if weight >= LEAST_SHARE * total]
            out.append(f"{word}\t{sum(own.values()):.2g} {' '.join(types)}\n")
    return out


def main() -> None:
    """Write the files of all languages that our texts have events in."""
    parser = argparse.ArgumentParser(prog="python -m training.event_words", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--thesauri", type=Path, required=True, help="folder of the thesauri (usr/share/mythes)")
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    by_language: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, kind, text in triggers(given.shared):
        by_language[code].append((kind, text))
    for code, found in sorted(by_language.items()):
        counts = Counts(found, code).of
        name = THESAURI.get(code)
        votes = by_synonyms(counts, thesaurus(given.thesauri / name, code)) if name else {}
        written = lines(counts, votes)
        (given.out / code).mkdir(parents=True, exist_ok=True)
        (given.out / code / "event_words.tsv").write_text("".join(written), encoding="utf-8")
        print(f"{code}: {len(found)} events, {len(written)} words")


if __name__ == "__main__":
    main()
