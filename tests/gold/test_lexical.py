"""The training sentences with one event each are written as they should be, and leave the words kept for the test alone."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from read_events import SHARED, everyday, marked, suite, turned

from onrecord.languages import event_words

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from training.encoder.lexical import LineError, read_line, read_lines  # noqa: E402

FOLDER = ROOT / "training" / "events" / "lexical"
FILES = sorted(FOLDER.glob("*.txt"))
LISTED = sorted((FOLDER.parent / "listed").glob("*.txt"))  # sentences for words of our lists
TURNED = sorted((FOLDER.parent / "turned").glob("*.txt"))  # sentences whose verb turns its noun round
#: Stems of words that only the test uses, as it names them.
KEPT = {
    "en": "ambush|straf|impound|muzzl|blacklist|castigat|lambast|implor|exhort|rebuff|spurn|repriev|barter|airlift|donat|demobili|picket|sit-in",
    "de": "auflauer|hinterhalt|mundtot|knebel|geißel|abgekanzelt|abkanzel|abzukanzel|kanzelt|anfleh|fleh|gefleht|lauert|demobilis|streikposten|sitzstreik|luftbrücke|strafaufschub",
    "fr": "embuscade|mitraill|fourrière|musel|liste noire|fustig|implor|exhort|éconduit|troqu|pont aérien|démobilis|sit-in",
    "es": "embosca|ametrall|amordaz|lista negra|fustig|implor|exhort|desair|trocar|desmoviliz|puente aéreo",
    "it": "imboscat|mitragli|imbavagli|lista nera|fustig|implor|esort|barattat|ponte aereo|smobilit|picchett|sit-in",
    "pt": "embosc|metralh|amordaç|lista negra|fustig|implor|ponte aérea|desmobiliz|piquet",
    "ru": "засад|чёрный список|затыка|умоля|бартер|демобилиз|пикет",
}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_language_has_every_type_and_lines_without_event(file: Path) -> None:
    rows = [row for path in FOLDER.glob(f"{file.stem[:2]}*.txt") for row in read_lines(path)]
    kinds = Counter(kind for row in rows for kind in [event["type"] for event in row["events"]] or ["-"])
    assert len(kinds) == 17
    assert min(kinds.values()) >= (30 if file.stem[:2] in KEPT else 15)


@pytest.mark.parametrize("language", sorted(KEPT))
def test_words_kept_for_the_test_are_no_event_words(language: str) -> None:
    for file in (*FILES, *LISTED, *TURNED):
        for row in read_lines(file) if file.stem.startswith(language) else ():
            for event in row["events"]:
                words = " ".join(row["text"][start:end] for start, end in event["trigger"])
                assert not re.search(rf"\b(?:{KEPT[language]})", words.lower()), (row["id"], words)


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the marked texts are in the benchmark data, which is not beside this repository"
)
def test_words_kept_for_the_test_are_no_event_words_of_marked_texts() -> None:
    for row in marked(ROOT / "training" / "events" / "marked.jsonl", SHARED):
        for event in row["events"] if row["language"] in KEPT else ():
            words = " ".join(row["text"][start:end] for start, end in event["trigger"])
            assert not re.search(rf"\b(?:{KEPT[row['language']]})", words.lower()), (row["id"], words)


@pytest.mark.parametrize("language", sorted(KEPT))
def test_words_kept_for_the_test_are_no_events_of_our_texts_in_the_lexicon(language: str) -> None:
    """Dictionaries and thesauri may have them: nobody chose them there."""
    for word, line in event_words(language).items():
        if re.match(rf"(?:{KEPT[language]})", word):
            assert not line.partition("\t")[0], (word, line)


def test_no_text_of_the_suite_is_among_them() -> None:
    def key(text: str) -> str:
        return re.sub(r"\W+", " ", text.casefold()).strip()

    trained = {key(row["text"]) for file in (*FILES, *LISTED, *TURNED) for row in read_lines(file)}
    assert len(trained) > 50_000
    assert not [row["id"] for row in (*suite(), *turned(), *everyday()) if key(row["text"]) in trained]


def test_texts_easy_to_misread_resemble_none_that_trains() -> None:
    def triples(text: str) -> set[tuple[str, ...]]:
        words = re.sub(r"\W+", " ", text.casefold()).split()
        return set(zip(words, words[1:], words[2:], strict=False))

    trained: dict[str, list[set[tuple[str, ...]]]] = {}
    for file in TURNED:
        trained[file.stem] = [triples(row["text"]) for row in read_lines(file)]
    assert sum(map(len, trained.values())) > 10_000
    for row in (*turned(), *everyday()):
        mine = triples(row["text"])
        assert all(len(mine & its) <= len(mine) / 2 for its in trained.get(row["language"], ())), row["id"]


def test_a_line_gives_text_and_spans() -> None:
    row = read_line("COERCE/arrest | claimed | {A Police} {T rounded} him {T up}, {x ACCUSE accusing} nobody.", "en-l1")
    assert row["text"] == "Police rounded him up, accusing nobody."
    event, further = row["events"]
    assert [row["text"][start:end] for start, end in event["trigger"]] == ["rounded", "up"]
    assert [row["text"][start:end] for start, end in event["actor"]] == ["Police"]
    assert (event["type"], event["mode"], event["flags"]) == ("COERCE", "arrest", ["claimed"])
    assert further == {"type": "ACCUSE", "trigger": [(23, 31)], "bare": True}


@pytest.mark.parametrize(
    "line",
    [
        "COERCE | {T x}",
        "WAR | | {T x}",
        "COERCE | sure | {T x}",
        "COERCE | | nothing",
        "- | | {T x}",
        "AID | | {T x} {y",
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(LineError, match="en-l7"):
        read_line(line, "en-l7")
