"""Laws of text that remembers where it stands."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.spans import Aligned, Run, Spans, align_markup, merge, read_back, read_markup

PAGES = st.text(st.sampled_from("ab é\u00a0\n&<;amp漢"), min_size=1, max_size=60)


@st.composite
def aligned(draw: st.DrawFn) -> tuple[str, Aligned]:
    """A page and a text made from pieces of it by joining, replacing and inserting."""
    page = draw(PAGES)
    cuts = sorted(draw(st.lists(st.integers(0, len(page)), min_size=2, max_size=6)))
    parts = [Aligned.verbatim(page, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    text = Aligned.join(parts, draw(st.sampled_from(["", " "])))
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        text = text.replace(start, end, draw(st.text("xyz ", max_size=3)))
    return page, text


def bounds(draw: st.DataObject, text: Aligned) -> tuple[int, int]:
    """Two offsets of a text in order."""
    start, end = sorted((draw.draw(st.integers(0, len(text))), draw.draw(st.integers(0, len(text)))))
    return start, end


def ordered(spans: Spans) -> bool:
    """Whether spans are not empty, in order and apart."""
    return all(start < end for start, end in spans) and all(a[1] < b[0] for a, b in pairwise(spans))


@given(aligned())
def test_runs_cover_text_in_order_and_verbatim_ones_equal_the_page(pair: tuple[str, Aligned]) -> None:
    page, text = pair
    end = 0
    for run in text.runs:
        assert end <= run.start < run.end <= len(text)
        end = run.end
        if run.verbatim:
            ((start, stop),) = run.pieces
            assert page[start:stop] == text.text[run.start : run.end]
        assert all(0 <= start < stop <= len(page) for start, stop in run.pieces)


@given(aligned(), st.data())
def test_slice_is_a_slice_with_the_spans_of_its_part(pair: tuple[str, Aligned], data: st.DataObject) -> None:
    _, text = pair
    start, end = bounds(data, text)
    part = text.slice(start, end)
    assert part.text == text.text[start:end]
    assert part.spans() == text.spans(start, end)


@given(aligned(), st.data())
def test_slices_joined_are_the_whole(pair: tuple[str, Aligned], data: st.DataObject) -> None:
    _, text = pair
    start, end = bounds(data, text)
    whole = Aligned.join([text.slice(0, start), text.slice(start, end), text.slice(end, len(text))])
    assert whole.text == text.text
    assert whole.spans() == text.spans()


@given(aligned(), st.data(), st.text("xyz", max_size=4))
def test_replace_changes_the_middle_and_nothing_else(pair: tuple[str, Aligned], data: st.DataObject, new: str) -> None:
    _, text = pair
    start, end = bounds(data, text)
    changed = text.replace(start, end, new)
    assert changed.text == text.text[:start] + new + text.text[end:]
    assert changed.spans(0, start) == text.spans(0, start)
    assert changed.spans(start + len(new)) == text.spans(end)
    if new:
        assert changed.spans(start, start + len(new)) == text.spans(start, end)


@given(aligned())
def test_strip_takes_white_space_at_the_ends_only(pair: tuple[str, Aligned]) -> None:
    _, text = pair
    assert text.strip().text == text.text.strip()
    assert text.strip().strip() == text.strip()


@given(aligned())
def test_find_source_is_the_inverse_of_spans(pair: tuple[str, Aligned]) -> None:
    _, text = pair
    for run in text.runs:
        for start, _ in run.pieces:
            found = text.find_source(start)
            assert found is not None
            assert any(low <= start < high for low, high in text.spans(found, found + 1))


@given(PAGES, st.data())
def test_read_markup_is_the_text_of_align_markup(page: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(page)), max_size=8)))
    pieces = list(zip(cuts[::2], cuts[1::2], strict=False))
    text = align_markup(page, pieces)
    assert read_markup(page, pieces) == text.text
    assert ordered(text.spans())


@given(PAGES)
def test_markup_reads_back_up_to_white_space(page: str) -> None:
    text = align_markup(page, [(0, len(page))])
    assert "".join(read_back(page, text.spans(), markup=True).split()) == "".join(text.text.split())


def test_entities_stand_for_all_their_characters() -> None:
    page = "<p>Tom &amp; Jerry&nbsp;said&hellip;</p>"
    text = align_markup(page, [(3, len(page) - 4)])
    assert text.text == "Tom & Jerry\u00a0said…"
    assert text.spans(4, 5) == ((7, 12),)
    assert text.spans(len(text) - 1) == ((28, 36),)


def test_an_empty_piece_is_a_space_that_is_not_on_the_page() -> None:
    page = "one<br>two"
    text = align_markup(page, [(0, 3), (3, 3), (7, 10)])
    assert text.text == "one two"
    assert text.spans() == ((0, 3), (7, 10))
    assert text.spans(3, 4) == ()


def test_entity_without_a_character_does_not_double_white_space_silently() -> None:
    page = "a &#1; b"
    assert align_markup(page, [(0, len(page))]).text == read_markup(page, [(0, len(page))])


def test_merge_joins_what_touches_and_keeps_order() -> None:
    assert merge([(0, 2), (2, 4), (6, 6), (8, 9), (5, 7)]) == ((0, 4), (8, 9), (5, 7))


def test_merge_names_what_is_covered_once() -> None:
    assert merge([(0, 4), (8, 9), (1, 3), (8, 9)]) == ((0, 4), (8, 9))


def test_both_halves_of_a_repair_cut_in_two_name_its_pieces_once() -> None:
    text = Aligned("abcd", [Run(0, 4, ((3, 5), (9, 12)), False)])
    assert text.slice(1, 3).spans() == ((3, 5), (9, 12))
    assert text.replace(1, 2, "x").spans() == ((3, 5), (9, 12))


def test_a_run_without_pieces_has_no_spans() -> None:
    assert Aligned("abc", [Run(0, 3, (), False)]).spans() == ()
