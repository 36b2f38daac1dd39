"""The status suite follows its format, has what it says, and stands nowhere in what we train on."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from read_events import SHARED, FormatError, event, further, marked, place, press, read_file, status, suite

ROOT = Path(__file__).resolve().parents[2]
EIGHT = 8


def test_eight_languages_with_thirty_patterns_each() -> None:
    patterns: dict[str, set[str]] = {}
    for row in suite():
        patterns.setdefault(row["language"], set()).add(row["pattern"])
    assert len(patterns) == EIGHT
    assert all(len(some) >= 30 for some in patterns.values())


def test_further_languages_have_every_pattern_but_positions() -> None:
    patterns: dict[str, set[str]] = {}
    for row in further():
        patterns.setdefault(row["language"], set()).add(row["pattern"])
    wanted = {row["pattern"] for row in suite() if row["language"] == "en"} - {"position"}
    assert not {*patterns} & {row["language"] for row in suite()}
    assert len(patterns) >= 12
    assert all(some == wanted for some in patterns.values())
    kinds = {(row["language"], one["type"]) for row in further() for one in row["events"]}
    assert len(kinds) == len(patterns) * 16


def test_real_texts_that_test_are_not_trained_on() -> None:
    taken: dict[tuple[str, str], list[list[int]]] = {}
    for name in ("training/events/marked.jsonl", "tests/gold/events/pages.jsonl", "tests/gold/events/press.jsonl"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            before = taken.setdefault((row.get("set", "fundus_pages"), row["page"]), [])
            if "gold" in name:
                assert not [one for one in row["spans"] for two in before if one[0] < two[1] and two[0] < one[1]], row[
                    "id"
                ]
            before += row["spans"]
    assert len(taken) > 1000


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the marked texts are in the benchmark data, which is not beside this repository"
)
def test_no_passage_of_the_press_stands_elsewhere_in_what_we_train_on() -> None:
    def letters(text: str) -> str:
        return re.sub(r"\W+", "", text).casefold()

    trained: set[str] = set()
    for row in marked(ROOT / "training" / "events" / "marked.jsonl", SHARED):
        text = letters(row["text"])
        trained.update(text[at : at + 60] for at in range(len(text) - 59))
    for row in press():
        text = letters(row["text"])
        assert not any(text[at : at + 60] in trained for at in range(0, max(1, len(text) - 59), 20)), row["id"]


def test_every_type_and_status_is_there_in_every_language() -> None:
    kinds: dict[str, Counter[str]] = {}
    for row in suite():
        for one in row["events"]:
            kinds.setdefault(row["language"], Counter()).update((one["type"], one["status"]))
    assert all(len(some) == 17 + 6 for some in kinds.values())


def test_no_text_of_the_suite_is_trained_on() -> None:
    def key(text: str) -> str:
        return re.sub(r"\W+", " ", text.casefold()).strip()

    trained = {key(row["text"]) for path in (ROOT / "training/events/written").glob("*.txt") for row in read_file(path)}
    assert len(trained) > 1000
    assert not [row["id"] for row in (*suite(), *further()) if key(row["text"]) in trained]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["claimed", "possible"], "hypothetical"), (["claimed", "negated"], "negated"), (["denied", "claimed"], "denied"),
        (["claimed", "planned"], "planned"), ([], "stated"),
    ],
)  # fmt: skip
def test_status_of_flags(flags: list[str], expected: str) -> None:
    assert status(flags) == expected


def test_words_are_found_at_their_borders_and_by_number() -> None:
    assert place("Iran and Iraq, Iraq", "Iraq#2", "t") == [15, 19]
    assert place("no warning, a war", "war", "t") == [14, 17]


def test_a_bad_line_says_where() -> None:
    with pytest.raises(FormatError, match="here"):
        event("Peace.", "WAR | Peace | | | stated", "here")
