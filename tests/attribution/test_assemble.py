"""What the encoder points at becomes attributions, but for what is none."""

from __future__ import annotations

import pytest

from onrecord.attribution.assemble import attribute_page
from onrecord.pipeline import Draft, PassageDraft, Place, RawPage, Sentence, Speech
from onrecord.spans import Aligned


@pytest.mark.parametrize(("cue", "found"), [("©", []), ("#", []), ("says", ["the harbour froze"])])
def test_a_sign_of_who_owns_a_picture_is_no_verb_of_saying(cue: str, found: list[str]) -> None:
    text = f"Moser {cue} the harbour froze"

    def place(words: str) -> Place:
        at = text.index(words)
        return 0, at, at + len(words)

    speech = Speech(
        cue=(place(cue),), content=(place("the harbour froze"),), sources=(place("Moser"),), addressees=(), act="state",
        mode="said", identified="named", confidence=0.9,
    )  # fmt: skip
    passage = PassageDraft(
        kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language="en", sentences=(Sentence(start=0, end=len(text)),)
    )  # fmt: skip
    page = Draft(raw=RawPage(id="p", content=text, where="t"), text=text, passages=(passage,), speeches=(speech,))
    assert [one.content.text for one in attribute_page(page)] == found
