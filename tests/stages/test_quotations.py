"""The quotations of the seed pages, as the annotator's notes on damage describe them."""

from __future__ import annotations

from pathlib import Path

from onrecord.pipeline import Draft, RawPage, run
from onrecord.stages import PER_PAGE


def page(shared: Path, prefix: str) -> Draft:
    """A seed page as an article."""
    (path,) = (shared / "seeds").glob(f"{prefix}*.txt")
    return run(PER_PAGE, RawPage(id=prefix, content=path.read_bytes(), where=path.name, form="text", article=True))


def test_one_sided_marks_of_the_english_page(shared: Path) -> None:
    found = page(shared, "001")
    curly = [
        (found.text[: passage.text.spans()[0][0]].count("\n") + 1, mark)
        for passage in found.passages
        for mark in passage.quotations
        if passage.text.text[mark.start] == "“"
    ]
    assert sum(mark.opened for _, mark in curly) == 22
    assert sum(mark.closed for _, mark in curly) == 15
    assert [line for line, mark in curly if not mark.closed] == [13, 27, 35, 57, 59, 61, 63]
    threads = {line: mark.thread for line, mark in curly}
    assert threads[13] == threads[15]
    assert len({threads[line] for line in (57, 59, 61, 63, 65)}) == 1
    assert threads[35] != threads[37]


def test_mixed_marks_of_the_italian_page(shared: Path) -> None:
    found = page(shared, "002")
    ends = [
        (passage.text.text[mark.start], passage.text.text[mark.end - 1])
        for passage in found.passages[:12]
        for mark in passage.quotations
    ]
    assert ends.count(("“", '"')) == 2
    assert ends.count(("“", "”")) == 1


def test_torn_marks_of_the_translated_page(shared: Path) -> None:
    found = page(shared, "000")
    marks = [
        (mark.opened, mark.closed, passage.text.text[mark.start : mark.end])
        for passage in found.passages
        for mark in passage.quotations
    ]
    one_sided = [(opened, closed, text[:30]) for opened, closed, text in marks if opened != closed]
    assert (False, True, "the activity of US military de") in one_sided
    assert any(closed and not opened and text.startswith("if we call") for opened, closed, text in one_sided)
    assert any(opened and not closed and "worrisome" in text for opened, closed, text in marks)
    assert all(len(text) < 400 for _, _, text in marks)
