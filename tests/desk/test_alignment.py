"""Spans of the page are found again in the passage as it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.alignment import Alignment
from onrecord.records import Repair


def found(page: str, text: str, words: str, *repairs: Repair) -> list[str]:
    start = page.index(words)
    alignment = Alignment(page, ((0, len(page)),), text, repairs)
    return [text[low:high] for low, high in alignment.placed(((start, start + len(words)),))]


def test_white_space_entities_and_repairs() -> None:
    assert found("He  said\n no", "He said no", "no") == ["no"]
    assert found("Smith &amp; Sons&#8217; men said", "Smith & Sons’ men said", "men") == ["men"]
    damaged = "the pbuttage of Selm is closed"
    repair = Repair(span=(4, 12), was="pbuttage", now="passage", why="word-filter")
    assert found(damaged, "the passage of Selm is closed", "Selm", repair) == ["Selm"]
    assert found(damaged, "the passage of Selm is closed", "pbuttage", repair) == ["passage"]


def test_a_repair_that_joins_two_sentences_parts_them_where_it_does() -> None:
    page, text = "It was a charge.She left", "It was a charge. She left"
    repair = Repair(span=(9, 19), was="charge.She", now="charge. She", why="space-lost")
    assert found(page, text, "charge", repair) == ["charge"]
    assert found(page, text, "She left", repair) == ["She left"]


def test_pieces_between_which_markup_stands() -> None:
    page = "<p>He <b>told</b> them</p>"
    alignment = Alignment(page, ((3, 6), (9, 13), (17, 22)), "He told them", ())
    assert alignment.placed(((9, 13),)) == ((3, 7),)
    assert alignment.placed(((0, 2),)) == ()
    assert alignment.holds(10) and not alignment.holds(7)


@given(st.text(alphabet="ab  \n&;é漢", max_size=40), st.data())
def test_what_reads_as_it_stands_keeps_its_places(page: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    alignment = Alignment(page, ((0, len(page)),), page, ())
    words = page[start:end]
    assert [page[low:high] for low, high in alignment.placed(((start, end),))] == (
        [words.lstrip()] if words.strip() else []
    )


@pytest.mark.parametrize("text", ["", "other words altogether", "He said"])
def test_places_never_leave_the_text(text: str) -> None:
    page = "She denied it & left"
    alignment = Alignment(page, ((0, len(page)),), text, ())
    for start in range(len(page)):
        for low, high in alignment.placed(((start, len(page)),)):
            assert 0 <= low < high <= len(text)
