"""Names of one actor are alike in every script; those of relatives and namesakes are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.corpus.name_keys import given_keys, organization_keys, pair_key, sound_keys
from onrecord.corpus.name_parts import family_words, known_as, person_of
from onrecord.corpus.names import SAME, same_name, spelt_alike

GOLD = Path(__file__).resolve().parent.parent / "gold" / "names.csv"
FLOOR, FLOOR_ALONE = 0.98, 0.95  # F with the gazetteer, and by the words alone


def pairs() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("compare", "floor"), [(same_name, FLOOR), (spelt_alike, FLOOR_ALONE)])
def test_the_pairs_of_our_gold(compare, floor) -> None:  # type: ignore[no-untyped-def]
    rows = pairs()
    assert len(rows) >= 300
    said = [compare(row["one"], row["other"], row["kind"]) >= SAME for row in rows]
    true = [row["same"] == "1" for row in rows]
    right = sum(a and b for a, b in zip(said, true, strict=True))
    assert 2 * right / (sum(said) + sum(true)) >= floor


def test_the_order_of_two_names_does_not_matter() -> None:
    for row in pairs():
        assert same_name(row["one"], row["other"], row["kind"]) == same_name(row["other"], row["one"], row["kind"])


def test_names_that_are_alike_meet_under_a_key() -> None:
    for row in pairs():
        one, other, kind = row["one"], row["other"], row["kind"]
        if same_name(one, other, kind) < SAME or known_as(one, kind) & known_as(other, kind):
            continue
        if kind != "person":
            assert organization_keys(one) & organization_keys(other), row
            continue
        mine, theirs = ({key for word in family_words(name) for key in sound_keys(word)} for name in (one, other))
        turned = pair_key(one) and pair_key(one) == pair_key(other)
        assert mine & theirs or turned, row
        if min(len(person_of(one).words), len(person_of(other).words)) > 1:
            assert given_keys(one) & given_keys(other) or turned, row


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Frau Dr. Anke Brandt", "Anke Brandt", True),
        ("VictorSandoval", "Victor Sandoval", True),
        ("Ron McArdle", "R. McArdle", True),
        ("Brandt, Anke", "Anke Brandt", True),
        ("Сергею Корнееву", "Сергей Корнеев", True),
        ("Павла Корнеева", "Pavel Korneev", True),
        ("Корнееву", "Корнеев", True),
        ("Korneev", "Korneeva", False),
        ("Павел Корнеев", "Полина Корнеева", False),
        ("Ana Ruiz Salas", "Ana Ruiz", True),
        ("Ana Ruiz Salas", "Eva Ruiz Salas", False),
        ("Juan", "Juan Ruiz", False),
        ("T. R. Ward", "T. J. Ward", False),
        ("Tom Ward III", "Tom Ward II", False),
        ("Ward Jr.", "Tom Ward", False),
        ("Ward", "Tom Ward Jr.", True),
        ("King Anselm IV", "Anselm", True),
        ("Anselm IV", "Anselm VI", False),
        ("Anselm IV", "Tom Anselm", False),
        ("Mrs Ward", "Tom Ward", True),
        ("Mrs Ward", "Mr Ward", False),
    ],
)
def test_persons(one: str, other: str, same: bool) -> None:
    assert (same_name(one, other, "person") >= SAME) is same


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("President Lord Anke van der Brandt", ["anke", "brandt"]),
        ("H.R. Ward", ["h", "r", "ward"]),
        ("HR Ward", ["h", "r", "ward"]),
        ("King", ["king"]),
        ("王小明主席", ["王", "小", "明"]),
        ("", []),
        ("—", []),
    ],
)
def test_words_of_a_person(name: str, words: list[str]) -> None:
    assert [word.text for word in person_of(name).words] == words


def test_a_stem_of_the_gazetteer_takes_endings_only() -> None:
    assert known_as("Газпрома", "organization") == {"Gazprom"}
    assert not known_as("Газпромбанк", "organization")


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["person", "organization", "group"]))
def test_any_text_is_compared(one: str, other: str, kind: str) -> None:
    assert 0 <= same_name(one, other, kind) <= 1
    assert same_name(one, other, kind) == same_name(other, one, kind)
