"""Training texts with other event words in them: spans still stand for the same words, and only words that fit are taken."""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from training.encoder.lexical import read_line  # noqa: E402
from training.encoder.substitute import Substitutes  # noqa: E402

LISTED = [("en", "COERCE/seize", "confiscated"), ("en", "COERCE/seize", "confiscate"), ("en", "ASSAULT", "raided"), ("en", "COERCE/seize", "took away")]  # fmt: skip


def changed(line: str, share: float = 1.0) -> tuple[str, list[dict]] | None:
    row = Substitutes(LISTED).of_row(read_line(line, "en-l1"), share, random.Random(1))
    return None if row is None else (row["text"], row["events"])


def words(text: str, spans: list[list[int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_a_listed_word_of_the_same_type_mode_and_ending_takes_the_place_of_an_event_word() -> None:
    text, (event, further) = changed("COERCE/seize | | {A Police} {T seized} {R the ship} {D on Monday}, {x ACCUSE accusing} him.")  # fmt: skip
    assert text == "Police confiscated the ship on Monday, accusing him."
    assert words(text, event["trigger"]) == ["confiscated"]
    assert words(text, event["actor"]) == ["Police"]
    assert words(text, event["recipient"]) == ["the ship"]
    assert words(text, event["when"]) == ["on Monday"]
    assert words(text, further["trigger"]) == ["accusing"]


def test_a_capital_stays() -> None:
    text, _ = changed("COERCE/seize | | {T Seized}: {R the ship}")
    assert text == "Confiscated: the ship"


def test_nothing_changes_where_no_word_fits() -> None:
    assert changed("COERCE/arrest | | {A Police} {T arrested} {R ten}.") is None  # another mode
    assert changed("COERCE/seize | | {A Police} {T seize} {R it}.", 0.0) is None  # none is to be replaced
    assert changed("COERCE/seize | | {A Police} {T took} it {T away}.") is None  # more than one word
    assert changed("- | | Police seized up.") is None
