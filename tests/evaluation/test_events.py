"""Scores of events: by trigger where flags are annotated, by sentence where only types are."""

from __future__ import annotations

from typing import Any

from onrecord.evaluation.events import aligned, by_event, by_sentence, fields_right, share
from onrecord.records import Event, Party, Size, Words


def event(kind: str, at: tuple[int, int], status: str = "stated", **given: Any) -> Event:
    fields: dict[str, Any] = {
        "mode": (), "actor": (), "recipient": (), "voice": "outlet", "polarity": "affirmed", "modality": "actual", "claims": (),
        "denials": (), "date": None, "place": None, "size": Size(), "quad": 4, "score": -9.0, "confidence": 0.9, **given,
    }  # fmt: skip
    return Event(id=f"{kind}{at}", type=kind, trigger=Words(spans=(at,), text=""), status=status, **fields)


def gold(kind: str, at: tuple[int, int], *flags: str, status: str = "stated") -> dict[str, Any]:
    return {"type": kind, "trigger": [list(at)], "flags": list(flags), "status": status}


def test_triggers_that_touch_go_together_before_types() -> None:
    want = [gold("ASSAULT", (0, 5)), gold("ACCUSE", (10, 15))]
    found = [event("ASSAULT", (12, 15)), event("COERCE", (2, 4))]
    pairs = aligned(want, found)
    assert [(one["type"], other.type) for one, other in pairs] == [("ASSAULT", "COERCE"), ("ACCUSE", "ASSAULT")]


def test_a_claim_put_out_as_stated_leaks() -> None:
    rows = [{"text": "x", "events": [gold("ASSAULT", (0, 5), "claimed", status="claimed")]}]
    figures = by_event(rows, [[event("ASSAULT", (0, 5))]])
    assert figures["unreal put out as stated"]["count"] == 1
    assert figures["every field right"]["share"] == 0
    assert figures["worst"] == ["claimed: [] x"]


def test_modes_are_counted_where_the_type_is_right() -> None:
    rows = [
        {
            "text": "x",
            "events": [gold("ASSAULT", (0, 5)) | {"mode": "beat"}, gold("COERCE", (10, 15)) | {"mode": "seize"}],
        }
    ]
    found = [event("ASSAULT", (0, 5), mode=("beat",)), event("AID", (10, 15), mode=("seize",))]
    assert by_event(rows, [found])["mode accuracy of those of the right type"] == share(1, 1)
    assert by_event(rows, [[event("ASSAULT", (0, 5))]])["mode accuracy of those of the right type"]["share"] == 0


def test_a_party_in_pieces_is_found_once_at_most() -> None:
    rows = [{"text": "x", "events": [{**gold("ASSAULT", (30, 35)), "actor": [[0, 20]], "recipient": []}]}]
    pieces = tuple(Party(spans=(span,), text="") for span in ((0, 12), (13, 20)))
    figures = by_event(rows, [[event("ASSAULT", (30, 35), actor=pieces)]])
    assert figures["parties"]["actor"] == {"P": 0.5, "R": 1.0, "F": 0.667}


def test_every_field_counts() -> None:
    want = gold("ASSAULT", (0, 5), "claimed", "possible", status="hypothetical")
    right = event("ASSAULT", (0, 5), "hypothetical", voice="attributed", modality="possible")
    assert all(fields_right(want, right).values())
    assert not fields_right(want, event("ASSAULT", (0, 5), "hypothetical", modality="possible"))["voice"]


def test_sentences_count_types_codes_and_false_alarms() -> None:
    rows = [
        {"text": "a", "events": [{"type": "AID", "source": [{"code": "NORGOV"}], "target": []}]},
        {"text": "b", "events": [], "negative": True},
    ]
    norway = Party(spans=(), text="Norway", country="NOR")
    figures = by_sentence(rows, [[event("AID", (0, 1), actor=(norway,))], [event("ASSAULT", (0, 1))]])
    assert figures["micro"] == {"P": 1.0, "R": 1.0, "F": 1.0}
    assert figures["countries"]["actor"]["F"] == 1.0
    assert figures["false alarms of violence"] == 1.0


def test_shares_have_intervals() -> None:
    found = share(8, 10)
    assert found["share"] == 0.8
    assert found["interval"][0] < 0.8 < found["interval"][1]
    assert share(0, 0) == {"share": None, "of": 0}
