"""A page of a book's length is read for who said what as far as the setting goes, and says so."""

from __future__ import annotations

import pytest

from onrecord.pipeline import RawPage, run
from onrecord.settings import settings
from onrecord.stages import PER_PAGE

PARAGRAPH = "“We cannot sail today,” Ada Brandt told the council on Monday."


def test_what_is_not_read_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MAX_ENCODED_CHARS", "200")
    settings.cache_clear()
    try:
        text = "\n\n".join(f"{PARAGRAPH} Day {number}." for number in range(6))
        page = run(PER_PAGE, RawPage(id="p", content=text, where="p", form="text", article=True))
    finally:
        settings.cache_clear()
    (problem,) = [one for one in page.problems if one.stage == "encode"]
    assert "2 of 6 passages" in problem.message
    assert problem.span is not None
    assert text[slice(*problem.span)].startswith(PARAGRAPH)
    assert {place[0] for speech in page.speeches for place in speech.content} == {0, 1}
