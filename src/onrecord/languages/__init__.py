"""What onrecord knows of each language, as data: one folder a language, the same file names in each.

CSV for lists that people edit, TOML for structure. Words of a language live here and never in stage code.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from typing import Any

_ROOT = files(__name__)


@cache
def codes() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a folder, sorted."""
    return tuple(sorted(entry.name for entry in _ROOT.iterdir() if entry.is_dir() and len(entry.name) == 2))


@cache
def rows(code: str, name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of the CSV file `name` of language `code`; `()` where the language does not have it."""
    entry = _ROOT / code / name
    if not entry.is_file():
        return ()
    return tuple(csv.DictReader(StringIO(entry.read_text(encoding="utf-8"))))


@cache
def table(code: str, name: str) -> Mapping[str, Any]:
    """The TOML file `name` of language `code`; empty where the language does not have it."""
    entry = _ROOT / code / name
    if not entry.is_file():
        return {}
    return tomllib.loads(entry.read_text(encoding="utf-8"))


@cache
def given_names() -> Mapping[str, str]:
    """Given names without accents and case, each with `m` or `f`, or `b` where countries do not agree (training/names/README.md)."""
    lines = (_ROOT / "given_names.tsv").read_text(encoding="utf-8").splitlines()
    return {name: gender for gender, _, names in (line.partition("\t") for line in lines) for name in names.split()}


@cache
def first_surnames() -> frozenset[str]:
    """Surnames, without accents and case, that stand before the given name ("Lin Jian") and that nobody is given: Chinese, Korean, Vietnamese."""
    lines = (_ROOT / "first_surnames.csv").read_text(encoding="utf-8").splitlines()
    return frozenset(lines[1:])


@cache
def name_particles() -> frozenset[str]:
    """Words with a capital with which surnames begin wherever they are written: "Di", "Van", "Ibn"."""
    lines = (_ROOT / "name_particles.csv").read_text(encoding="utf-8").splitlines()
    return frozenset(lines[1:])


@cache
def cue_words(code: str) -> frozenset[str]:
    """Stems of the words of language `code` that introduce what somebody says, several with blanks; empty where too few are known (training/cue_words)."""
    entry = _ROOT / code / "cue_words.txt"
    return frozenset(entry.read_text(encoding="utf-8").splitlines()) if entry.is_file() else frozenset()


@cache
def event_words(code: str, root: Traversable = _ROOT) -> Mapping[str, str]:
    """Stems of words (or several, with blanks) that stand for events in language `code`, each with the types and modes of its events in our texts, a tab, and those of lists and neighbours (training/event_words/README.md)."""
    entry = root / code / "event_words.tsv"
    if not entry.is_file():
        return {}
    lines = entry.read_text(encoding="utf-8").splitlines()
    return {stem: types for stem, _, types in (line.partition("\t") for line in lines)}
