"""The language data of attribution: every file reads, and says only what the code knows."""

from __future__ import annotations

from typing import get_args

import pytest

from onrecord.languages import codes, rows, table
from onrecord.quoting.attribution import confidences
from onrecord.quoting.lexicon import GROUPS, lexicon
from onrecord.records import SpeechAct

WITH_CUES = [code for code in codes() if rows(code, "cues.csv")]
FRAMES = {"quote", "that", "wh", "to", "bare", "np", "tail", "told"}
SETTINGS = {"order", "dialogue_dash", "inversion", "nouns_capitalised", "comma_clause", "bare_comma", "sources"}


def test_languages() -> None:
    assert {"en", "it", "de", "fr", "es", "pt", "nl", "ru", "uk", "ar", "tr", "pl"} <= set(WITH_CUES)


@pytest.mark.parametrize("code", WITH_CUES)
def test_data_of_a_language(code: str) -> None:
    for row in rows(code, "cues.csv"):
        assert row["act"] in get_args(SpeechAct), row
        assert set(row["frames"].split()) <= FRAMES, row
        assert row["needs"] in ("", "aux", "active", "subject"), row
    forms = [row["form"] for row in rows(code, "cues.csv")]
    assert forms == sorted(set(forms))
    assert set(table(code, "attribution.toml")) <= set(GROUPS) | SETTINGS
    assert rows(code, "titles.csv")
    assert table(code, "quotes.toml")
    assert lexicon(code) is not None


def test_confidences_are_shares() -> None:
    assert all(0 < value < 1 for value in confidences().values())
