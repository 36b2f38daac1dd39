"""A gloss says what the fields of a record say, and who says it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from onrecord import gloss
from onrecord.records import Attribution, Deadline, Event, Figure, Party, Position, Question, Size, Words

RUSSIA = Party(spans=(), text="Russia", country="RUS")
UKRAINE = Party(spans=(), text="Ukraine", country="UKR")
KYIV = Attribution(
    id="a", speakers=(Party(spans=(), text="Kyiv", country="UKR"),), identified="collective", cue=None,
    content=Words(spans=(), text=""), kind="indirect", confidence=1.0,
)  # fmt: skip


def event(status: str, **given: Any) -> Event:
    fields: dict[str, Any] = {
        "mode": (), "voice": "outlet", "polarity": "affirmed", "modality": "actual", "claims": (), "denials": (),
        "date": None, "place": None, **given,
    }  # fmt: skip
    return Event(
        id="e", type="ASSAULT", actor=(RUSSIA,), recipient=(UKRAINE,), trigger=Words(spans=(), text="x"), status=status,
        size=Size(), quad=4, score=-9.0, confidence=1.0, **fields,
    )  # fmt: skip


def test_a_stated_event() -> None:
    assert gloss.event(event("stated"), {}) == "generated: Russia (RUS) attacked Ukraine (UKR)"


def test_a_claim_never_stands_without_its_claimant() -> None:
    text = gloss.event(event("claimed", voice="attributed", claims=("a",)), {"a": KYIV})
    assert text == "generated: Kyiv (UKR): Russia (RUS) attacked Ukraine (UKR)"
    assert gloss.event(event("claimed", voice="attributed"), {}).startswith("generated: it is claimed: ")


def test_who_tells_it_of_themselves_is_named_once() -> None:
    own = event("claimed", voice="attributed", claims=("a",), modality="actual")
    moscow = replace(KYIV, speakers=(RUSSIA,))
    assert gloss.event(own, {"a": moscow}) == "generated: Russia (RUS) attacked Ukraine (UKR), by their own account"


def test_what_did_not_happen_reads_so() -> None:
    assert "not attacking" in gloss.event(event("negated", polarity="negated"), {})
    assert "denied" in gloss.event(event("denied"), {})
    assert "planned" in gloss.event(event("planned", modality="planned"), {})
    assert "on a condition" in gloss.event(event("hypothetical", modality="conditional"), {})


def test_a_way_of_doing_it_has_words_of_its_own() -> None:
    jailed = replace(event("stated"), type="COERCE", mode=("arrest", "seize"))
    assert gloss.event(jailed, {}) == "generated: Russia (RUS) arrested or held Ukraine (UKR) (seize)"
    assert gloss.event(replace(jailed, recipient=()), {}).startswith(
        "generated: Russia (RUS) arrested or held somebody"
    )
    met = replace(event("stated"), type="CONSULT", mode=("phone",), actor=(RUSSIA, UKRAINE), recipient=())
    assert gloss.event(met, {}) == "generated: Russia (RUS) and Ukraine (UKR) talked by phone"


def test_a_figure_has_its_claimant_and_its_bound() -> None:
    one = Figure(
        id="f", spans=(), text="close to 2,000", low=2000, high=2000, approximate=True, bound_from="stated", unit="people",
        counted="fighters", as_of=None, place=None, claims=("a",), event=None,
    )  # fmt: skip
    assert gloss.figure(one, {"a": KYIV}) == "generated: Kyiv (UKR) puts fighters at about 2,000 people"


def test_a_deadline_and_a_position() -> None:
    late = Deadline(
        id="d", spans=(), text="72 hours", by=(RUSSIA,), to=(UKRAINE,), demand=Words(spans=(), text="to leave"), term="PT72H",
        anchor=None, due=None, consequence=None, claims=(), event=None,
    )  # fmt: skip
    assert gloss.deadline(late, {}) == 'generated: Russia (RUS) gives Ukraine (UKR) 72 hours, for "to leave"'
    stand = Position(
        id="p", spans=(), text="", holder=RUSSIA, question=Question(kind="backing", about=UKRAINE), stance="against",
        condition=None, date=None, claims=(),
    )  # fmt: skip
    assert gloss.position(stand, {}) == "generated: Russia (RUS) is against backing of Ukraine (UKR)"
