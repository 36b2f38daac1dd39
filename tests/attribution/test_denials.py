"""Verbs that deny make a denial, and a clause that says no more than that denies what stands before it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.attribution.denials import act_of, denied_behind
from onrecord.pipeline import Draft, PassageDraft, Place, RawPage, Speech
from onrecord.spans import Aligned
from onrecord.stages.split import split


def page(text: str, language: str) -> Draft:
    passage = PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language=language)
    return split(Draft(raw=RawPage(id="p", content=text, where="t"), text=text, language=language, passages=(passage,)))


def place(draft: Draft, words: str) -> Place:
    at = draft.text.index(words)
    return (0, at, at + len(words))


@pytest.mark.parametrize(
    ("text", "language", "cue", "act"),
    [
        ("The mill denies that it dumped acid.", "en", "denies", "deny"),
        ("The mill did not deny that it dumped acid.", "en", "did not deny", "state"),
        ("The mill never denied that it dumped acid.", "en", "denied", "state"),
        ("The mill said that it dumped no acid.", "en", "said", "state"),
        ("Die Mühle bestritt, Säure verklappt zu haben.", "de", "bestritt", "deny"),
        ("نفت الشركة أنها أغرقت القارب.", "ar", "نفت", "deny"),
        ("The mill denies that it dumped acid.", "xx", "denies", "state"),
    ],
)
def test_the_verb_decides_of_a_denial(text: str, language: str, cue: str, act: str) -> None:
    draft = page(text, language)
    speech = Speech(
        cue=(place(draft, cue),), content=(place(draft, text.split()[-1]),), sources=(), addressees=(),
        act="state", mode="said", identified="none", confidence=0.9,
    )  # fmt: skip
    assert act_of(draft, speech) == act
    assert act_of(draft, replace(speech, cue=())) == "state"


@pytest.mark.parametrize(
    ("text", "language", "event", "denied"),
    [
        ("Ada Brandt says guards beat her. The prison denies it.", "en", "beat", True),
        ("Ada Brandt says guards beat her. The prison does not deny it.", "en", "beat", False),
        ("Ada Brandt says guards beat her. The prison denied visitors all letters, parcels and calls.", "en", "beat", False),
        ("Ada Brandt says guards beat her, which the prison denies.", "en", "beat", True),
        ("Ada Brandt says guards beat her. “He denied me twice.”", "en", "beat", False),
        ("Selon Ada Brandt, des gardiens l'ont frappée. La prison dément.", "fr", "frappée", True),
        ("Baku stritt das ab. Eriwan meldete, Soldaten hätten einen Hirten verschleppt.", "de", "verschleppt", False),
        ("Eriwan meldete, Soldaten hätten einen Hirten verschleppt. Baku stritt das rundweg ab.", "de", "verschleppt", True),
    ],
)  # fmt: skip
def test_a_clause_that_only_denies_denies_what_stands_before_it(
    text: str, language: str, event: str, denied: bool
) -> None:
    draft = page(text, language)
    assert denied_behind(draft, place(draft, event)) is denied
