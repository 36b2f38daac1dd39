"""Writes `languages/<code>/event_words.tsv`: `python -m training.event_words --thesauri FOLDER` (README.md)."""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import simplemma
import wordfreq
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES, DefaultDictionaryFactory
from training.encoder.data import marked, read_events
from training.encoder.lexical import read_lines

from onrecord.encoder.labels import TYPES
from onrecord.languages.stems import stem, stems

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
MOST, THE_OTHER_WAY = 8.0, 0.5
ONE_OF_SEVERAL = 0.5
#: What a word must weigh to be written, and which share of it a type; words that only a thesaurus has must weigh more, be one word,
#: and be no rarer than so (Zipf scale of wordfreq; 1 is once in a hundred million words).
LEAST_WORD, LEAST_SHARE = 0.5, 0.08
LEAST_OF_THESAURUS, LEAST_FREQUENT, LEAST_FIRST = 1.0, 1.5, 0.3
#: How often our texts must have several words together.
LEAST_PHRASE = 2

Weights = Counter[str]


@cache
def lemma(word: str, code: str) -> str:
    """The dictionary form of a word; of languages without dictionary its stem."""
    bare = word.lower()
    if code not in SUPPORTED_LANGUAGES:
        return stem(bare, code)
    return simplemma.lemmatize(bare, lang=code).lower()


def phrase(text: str, code: str) -> str:
    """Dictionary forms of the words of a text."""
    return " ".join(lemma(word, code) for word in words_of(text) if word.lower() not in EMPTY.get(code, ()))


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\w[\w’'-]*\w|\w", text)


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


def counted(found: Iterable[tuple[str, str]], code: str) -> dict[str, Weights]:
    """How often words, in their dictionary form, stand for events of each type; the words of a trigger of several also count one by one."""
    counts: dict[str, Weights] = defaultdict(Counter)
    for kind, text in found:
        counts[phrase(text, code)][kind] += 1.0  # type: ignore[assignment]
        words = words_of(text)
        if len(words) > 1:
            for word in words:
                counts[lemma(word, code)][kind] += ONE_OF_SEVERAL / len(words)  # type: ignore[assignment]
    return counts


def thesaurus(path: Path, code: str) -> Iterator[tuple[str, str, float]]:
    """Words of a thesaurus with their synonyms and how much these count (the format of MyThes, OpenOffice.org 2006)."""
    head, _, body = path.read_bytes().partition(b"\n")
    lines = iter(body.decode(head.decode("utf-8-sig").strip()).split("\n"))
    for line in lines:
        word, _, senses = line.rpartition("|")
        if not senses.isdigit():
            continue
        for _ in range(int(senses)):
            for synonym in next(lines, "").split("|")[1:]:
                note = " ".join(re.findall(r"\(([^)]*)\)", synonym))
                bare = re.sub(r"\([^)]*\)", "", synonym).strip()
                if bare and "ntonym" not in note:
                    share = WIDER if any(one in note for one in WIDER_NOTES) else NEAR if any(one in note for one in NEAR_NOTES) else 1.0  # fmt: skip
                    yield phrase(word, code), phrase(bare, code), share


def by_synonyms(counts: dict[str, Weights], pairs: Iterable[tuple[str, str, float]]) -> dict[str, Weights]:
    """What words stand for by their synonyms: each votes with its own types, and fully if it stands for two events or more."""
    votes: dict[str, Weights] = defaultdict(Counter)

    def vote(word: str, synonym: str, share: float) -> None:
        if word != synonym and (own := counts.get(synonym)):
            total = sum(own.values())
            for kind, number in own.items():
                votes[word][kind] += share * min(1.0, total / 2) * number / total  # type: ignore[assignment]

    for word, synonym, share in pairs:
        vote(word, synonym, share)
        vote(synonym, word, share * THE_OTHER_WAY)
    for own in votes.values():
        scale = min(1.0, MOST / sum(own.values()))
        for kind in own:
            own[kind] *= scale  # type: ignore[assignment]
    return votes


def forms(code: str) -> dict[str, set[str]]:
    """Stems of the forms of each dictionary form."""
    found: dict[str, set[str]] = defaultdict(set)
    if code in SUPPORTED_LANGUAGES:
        for form, base in DefaultDictionaryFactory().get_dictionary(code).items():
            found[base.lower()].add(stem(form, code))
    return found


def known_well(word: str, code: str, votes: Weights) -> bool:
    """Whether a word that our texts may not have is worth a line."""
    total = sum(votes.values())
    clear = total >= LEAST_OF_THESAURUS and max(votes.values()) >= LEAST_FIRST * total
    return clear and word.isalpha() and wordfreq.zipf_frequency(word, code) >= LEAST_FREQUENT


def lines(code: str, counts: dict[str, Weights], votes: dict[str, Weights]) -> list[str]:
    """The lines of a file: stem, events in our texts, types with their weights."""
    own: dict[str, Weights] = defaultdict(Counter)
    both: dict[str, Weights] = defaultdict(Counter)
    of_lemma = forms(code)
    for word in {*counts, *(word for word in votes if known_well(word, code, votes[word]))}:
        keys = {" ".join(stems(word, code)), *of_lemma.get(word, ())} if code in SUPPORTED_LANGUAGES else {word}
        for key in keys - {""}:
            own[key].update(counts.get(word, Counter()))
            both[key].update(counts.get(word, Counter()))
            both[key].update(votes.get(word, Counter()))
    out = []
    for key in sorted(both):
        if (total := sum(both[key].values())) >= (LEAST_PHRASE if " " in key else LEAST_WORD):
            types = [
                f"{kind}={weight:.2g}" for kind, weight in both[key].most_common() if weight >= LEAST_SHARE * total
            ]
            out.append(f"{key}\t{sum(own[key].values()):.2g} {' '.join(types)}\n")
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
        counts = counted(found, code)
        name = THESAURI.get(code)
        votes = by_synonyms(counts, thesaurus(given.thesauri / name, code)) if name else {}
        written = lines(code, counts, votes)
        (given.out / code).mkdir(parents=True, exist_ok=True)
        (given.out / code / "event_words.tsv").write_text("".join(written), encoding="utf-8")
        print(f"{code}: {len(found)} events, {len(written)} words")


if __name__ == "__main__":
    main()
