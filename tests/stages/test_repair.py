"""Repair: spans stay exact, what cannot be mended is marked, nothing takes long."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.damage.edits import BREAK
from onrecord.spans import read_back
from onrecord.stages.repair import repair
from pages import lines_page

BLOB = 'data: image / jpeg; base64, / 9j / 4AAQSkZJRgABAQ NO x AAAQABAAD / 2wBDAAMC AgMCAgMDAwME8 = "/>'


def test_a_mended_word_keeps_its_place_and_its_neighbours_theirs() -> None:
    text = "The court had badured the badembly of it."
    (passage,) = repair(lines_page(text, "en")).passages
    word = passage.text.text.index("assured")
    (span,) = passage.text.spans(word, word + len("assured"))
    assert text[slice(*span)] == "badured"
    rest = passage.text.text.index("of it")
    assert read_back(text, passage.text.spans(rest, rest + 5), markup=False) == "of it"


def test_blob_attributes_and_repeated_captions_leave_one_caption() -> None:
    caption = "Anna Lind meets Olav Berg at a fair in Torvik - Photo: Norpress / Eva Holm"
    text = f'{caption} "title =" {caption} "src =" {BLOB} <picture itemscope=   {caption} [19659003] {caption}'
    mended = repair(lines_page(text, "en"))
    assert [(p.kind, p.text.text) for p in mended.passages] == [("caption", caption)]
    assert {one.why for one in mended.repairs} == {"markup", "base64", "feed-id", "doubled"}


def test_caption_sentence_caption_are_told_apart() -> None:
    caption = "Workers of the state railway take part in a march for President Olav Berg, in Torvik, Monday (3)"
    copy = "Workers of the state railway take part in a march in support of President Olav Berg in Torvik,"
    credit = "Photo: Norpress / Eva Holm"
    text = f'{caption} - {credit} {copy} The spokesman said that the line "is a so-called relief line and relief "({credit}'
    mended = repair(lines_page(text, "en"))
    assert [p.kind for p in mended.passages] == ["caption", "paragraph", "caption"]
    assert mended.passages[1].text.text == 'The spokesman said that the line "is a so-called relief line and relief"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("She told a press conference . the work of the agents is known.", "the start of a sentence is lost"),
        ('it was only, in plain words, a show of force. "', "the tail of a quotation, torn off"),
        ("LaministreAnnaLindasoutenuOlavBergfaceàcequ&Hecallsinterference", "words run together"),
        ("The mayor&# said no.", "a character reference is cut open"),
        ("The mayor of M\ufffd\ufffdrkt spoke.", "characters were lost in decoding"),
        ("The cows ate gr*** all day.", "letters are masked, and several words fit"),
        ("They were talked out oft the plan.", "a letter of the next word hangs on this one"),
        ("They were talked out oft he plan.", "a letter of the next word hangs on this one"),
        ('He called for a "dialogue ". "legitimate powers" of it could act.', "a sentence without its start"),
    ],
)
def test_what_cannot_be_mended_is_marked_with_its_place(text: str, message: str) -> None:
    marked = [p for p in repair(lines_page(text, "en")).problems if message in p.message]
    (problem,) = marked
    assert problem.stage == "repair"
    assert problem.message.startswith("damaged: ")
    assert problem.span is not None
    assert 0 <= problem.span[0] < problem.span[1] <= len(text)


@given(st.text(alphabet='ab AB.“”"&#;8217<>/=[]*-:(), \u00c3\u00a9\ufdd0\n', max_size=120))
def test_every_span_lies_on_the_page_and_repairs_say_what_stood_there(text: str) -> None:
    mended = repair(lines_page(text, "en"))
    for passage in mended.passages:
        assert passage.text.text == passage.text.text.strip() or passage.text.text
        for run in passage.text.runs:
            for low, high in run.pieces:
                assert 0 <= low < high <= len(text)
            if run.verbatim:
                (piece,) = run.pieces
                assert text[slice(*piece)] == passage.text.text[run.start : run.end]
    for one in mended.repairs:
        assert one.was == text[slice(*one.span)] != one.now
        assert BREAK not in one.now


@given(st.text(alphabet="abcdefgh ABC.,!?", max_size=200))
def test_repair_of_a_mended_page_changes_nothing(text: str) -> None:
    once = [p.text.text for p in repair(lines_page(text, "en")).passages]
    again = [p.text.text for p in repair(lines_page("\n".join(once), "en")).passages]
    assert once == again


@pytest.mark.parametrize(
    "unit", ["a", "<", "&amp;", "[19659003]", "as***ed ", "<p>", 'a "', "Ã©", "badured ", "A - Photo: B "]
)
def test_a_page_of_five_megabytes_takes_bounded_time(unit: str) -> None:
    text = unit * (5_000_000 // len(unit))
    begin = time.perf_counter()
    mended = repair(lines_page(text, "en"))
    assert time.perf_counter() - begin < 20
    assert any("too long" in p.message for p in mended.problems)


def test_damage_of_the_seed_pages_is_mended_or_marked(shared: Path) -> None:
    def mend(name: str, language: str):
        with next((shared / "seeds").glob(name)).open(encoding="utf-8", newline="") as file:
            return repair(lines_page(file.read(), language))

    english = mend("000*", "en")
    assert {r.was: r.now for r in english.repairs if r.why == "word-filter"} == {
        "badured": "assured",
        "badets": "assets",
    }
    assert sum(r.why == "doubled" for r in english.repairs) == 6
    assert {r.why for r in english.repairs} >= {"base64", "markup", "feed-id", "space-added"}
    assert sum(p.kind == "caption" for p in english.passages) == 5
    assert len(english.problems) == 4
    assert not any("base64" in p.text.text or "itemscope" in p.text.text for p in english.passages)
    express = mend("001*", "en")
    assert any("hangs on this one" in problem.message for problem in express.problems)
    italian = mend("002*", "it")
    assert [r.was for r in italian.repairs if r.why == "space-lost"] == ["Karabakh.“Non"]


def test_rare_words_before_other_words_are_no_damage() -> None:
    text = "An oft told tale, oft-times of a tot who toddled: how oft fish are caught, and what int main does."
    assert not repair(lines_page(text, "en")).problems


def test_damage_all_over_a_page_is_told_once_with_its_count() -> None:
    lines = [f"The ferry number {number} left the harb\ufffdr late in the evening." for number in range(40)]
    lost = [p for p in repair(lines_page("\n".join(lines), "en")).problems if "lost in decoding" in p.message]
    assert len(lost) == 1 and "(40 places)" in lost[0].message
