"""Words that we listed with their types, a line a word ("COERCE/seize | form, form"; README.md)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from onrecord.languages.stems import stems

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "gold"))
from read_events import suite  # noqa: E402

FOLDER = HERE / "listed"
#: Language, type with mode, and word.
Entry = tuple[str, str, str]
#: Words of one stem but for an ending: so many letters at its end at most, if so many stand before them.
_ENDING, _BEFORE = 2, 5


def entries(folder: Path = FOLDER) -> Iterator[Entry]:
    """The words of all lists, of each line one form a stem."""
    for code, label, forms in _lines(folder):
        by_stem: dict[tuple[str, ...], str] = {}
        for form in forms:
            by_stem.setdefault(stems(form, code), form)
        yield from ((code, label, form) for stem, form in by_stem.items() if stem)


def every_form(folder: Path = FOLDER) -> Iterator[Entry]:
    """The words of all lists in all their forms."""
    yield from ((code, label, form) for code, label, forms in _lines(folder) for form in forms)


def _lines(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Language, type with mode, and forms of each line."""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, _, forms = line.partition("|")
            yield path.stem, label.strip(), [form.strip() for form in forms.split(",")]


def without_kept(listed: Iterable[Entry], seen: Iterable[tuple[str, str]]) -> list[Entry]:
    """The entries but for those of words that only texts kept for the test use for an event; `seen` are languages and event words of training texts."""
    ours = {(code, stems(text, code)) for code, text in seen}
    kept: dict[str, set[str]] = {}
    for row in suite():
        for event in row["events"] if row["verbs"] == "held" else ():
            code, text = row["language"], " ".join(row["text"][start:end] for start, end in event["trigger"])
            if (code, stem := stems(text, code)) not in ours:
                kept.setdefault(code, set()).update((" ".join(stem), *_written_together(stem, code)))
    return [entry for entry in listed if not _has_one_of(stems(entry[2], entry[0]), kept.get(entry[0], set()))]


def _has_one_of(words: Sequence[str], kept: Iterable[str]) -> bool:
    """Whether a listed word, or any word of a listed phrase, is one of those kept but for an ending, or all together are one."""
    return any(" ".join(words) == one or any(_alike(word, one) for word in words) for one in kept)


def _written_together(words: Sequence[str], code: str) -> Iterator[str]:
    """A German verb whose first part stands behind it, with that part before it and without it: "anfleht" and "fleht" of "fleht an"."""
    if code == "de" and len(words) == 2:
        yield words[1] + words[0]
        yield words[0]


def _alike(word: str, other: str) -> bool:
    """Whether two stems share all letters but an ending."""
    return len(other) >= _BEFORE and " " not in other and word.startswith(other[: max(_BEFORE, len(other) - _ENDING)])
