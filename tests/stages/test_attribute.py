"""Attributions of whole pages: spans, ids, and no more than the quality that was measured."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.pipeline import RawPage, run
from onrecord.spans import read_back
from onrecord.stages import PER_PAGE

PAGE = """Harbour shut, says mayor

“We cannot sail,” Ada Brandt told the Quay Courier on Monday. “Not today.”

According to the ministry, “some forty” boats are waiting.

— Not a boat list, but a line with a dash.
"""


def test_spans_read_back_and_ids_differ() -> None:
    page = run(PER_PAGE, RawPage(id="p", content=PAGE, where="p", form="text", article=True))
    assert page.attributions
    for one in page.attributions:
        for words in (one.content, one.cue, *one.speakers):
            if words is not None:
                assert read_back(page.text, words.spans, markup=False) == " ".join(words.text.split())
    assert len({one.id for one in page.attributions}) == len(page.attributions)


sentences = st.lists(
    st.sampled_from(
        [
            "He said ",
            "“",
            "”",
            '"',
            "that it ",
            ", ",
            "according to ",
            "Ada Brandt",
            ": ",
            ". ",
            "\n\n",
            "told us ",
            "— ",
        ]
    ),
    max_size=40,
)


@settings(deadline=None)
@given(sentences)
def test_no_arrangement_of_cues_and_marks_fails(pieces: list[str]) -> None:
    page = run(PER_PAGE, RawPage(id="p", content="".join(pieces), where="p", form="text", article=True))
    assert not [problem for problem in page.problems if problem.stage in ("quotations", "attribute")]


def test_seed_attributions(shared: Path) -> None:
    """At least half of the annotator's quotations of the clean seed page come with their speaker's words."""
    (path,) = (shared / "seeds").glob("001*.txt")
    page = run(PER_PAGE, RawPage(id="s", content=path.read_bytes(), where=path.name, form="text", article=True))
    lines = (shared / "seeds-gold" / "attributions.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [row for row in map(json.loads, lines) if row["doc"].startswith("001") and row["kind"] == "direct"]
    gold = [row for row in gold if row["speaker_mention"]]
    right = 0
    for row in gold:
        for one in page.attributions:
            if row["content"][:40] in one.content.text and one.speakers:
                right += any(
                    who.text in row["speaker_mention"] or row["speaker_mention"] in who.text for who in one.speakers
                )
    assert right >= len(gold) / 2
