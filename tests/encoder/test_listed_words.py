"""Words that we listed: of a line one form a stem, types and modes of the ontology, and what is left out where the words kept for the test are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from onrecord.ontology import ontology

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from training.event_words.listed import FOLDER, entries, without_kept  # noqa: E402

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_of_the_lists(path: Path) -> None:
    types = ontology().types
    for line in path.read_text(encoding="utf-8").splitlines():
        label, bar, forms = line.partition(" | ")
        kind, slash, mode = label.partition("/")
        assert bar
        assert kind in types
        assert not slash or mode in types[kind].modes
        assert all(form.strip() for form in forms.split(",")), line


def test_a_line_has_one_form_a_stem(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("ASSAULT | raid, raids, raided, carry out a raid\nCOERCE/seize | raid\n", "utf-8")
    assert [*entries(tmp_path)] == [
        ("en", "ASSAULT", "raid"),
        ("en", "ASSAULT", "carry out a raid"),
        ("en", "COERCE/seize", "raid"),
    ]


def test_words_that_only_kept_texts_have_can_be_left_out() -> None:
    listed = [("en", "ASSAULT", "ambush"), ("en", "ASSAULT", "lay an ambush"), ("en", "ASSAULT", "bomb"), ("cs", "ASSAULT", "ambush")]  # fmt: skip
    assert without_kept(listed, []) == [("en", "ASSAULT", "bomb"), ("cs", "ASSAULT", "ambush")]
    assert without_kept(listed, [("en", "ambushed")]) == listed  # a training text has it as well
