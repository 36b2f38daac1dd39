"""From scores to mentions and attributions."""

from __future__ import annotations

from typing import get_args, get_type_hints

import numpy as np
import pytest

from onrecord.encoder.decode import FoundEvent, Thresholds, anchor_places, event_anchors, mentions, once, runs
from onrecord.encoder.labels import (
    ACTOR_BEGINS,
    ACTS,
    EVENT_MODES,
    IDENTIFIED,
    MENTIONS,
    MODES,
    STANCES,
    TRIGGER,
    TYPES,
)
from onrecord.encoder.model import NEAR, Scores, near_buckets
from onrecord.ontology import ontology
from onrecord.records import Attribution, Mention, Position, SpeechAct


def test_labels_are_those_of_the_contract() -> None:
    hints = get_type_hints(Attribution)
    assert get_args(SpeechAct) == ACTS
    assert get_args(hints["mode"]) == MODES
    assert get_args(hints["identified"]) == IDENTIFIED
    assert get_args(get_type_hints(Mention)["kind"]) == MENTIONS


def test_types_and_modes_are_those_of_the_ontology() -> None:
    assert set(TYPES) - {"none", "-"} == set(ontology().types)
    assert set(EVENT_MODES) - {"none"} == {mode for kind in ontology().types.values() for mode in kind.modes}
    assert get_args(get_type_hints(Position)["stance"]) == STANCES


THRESHOLDS = Thresholds(any_type=0.65, strange=0.8, one_type=0.35, near=2)


def never_strange(_: int) -> bool:
    return False


def test_events_stand_where_any_is_likely_whatever_its_type() -> None:
    logits = np.zeros((4, len(TYPES)), dtype=np.float32)
    logits[:, 0] = 5
    logits[1, [0, 16]] = 0, 6
    logits[3, [0, 9, 16]] = 0, 6, 6  # two types, neither of them likely: words tell
    found, chances = event_anchors(logits, np.ones(4, dtype=bool), never_strange, THRESHOLDS)
    assert found.tolist() == [1, 3]
    assert chances.shape == logits.shape
    real = np.array([True, False, True, True])
    assert event_anchors(logits, real, never_strange, THRESHOLDS)[0].tolist() == [3]


@pytest.mark.parametrize(
    ("strange", "chance", "stands"), [(False, 0.6, False), (False, 0.7, True), (True, 0.7, False), (True, 0.9, True)]
)
def test_strange_words_have_to_be_likelier(strange: bool, chance: float, stands: bool) -> None:
    logits = np.zeros((3, len(TYPES)), dtype=np.float32)
    logits[:, 0] = 5
    logits[1] = np.log((1 - chance, *[chance / (len(TYPES) - 1)] * (len(TYPES) - 1)))
    found, _ = event_anchors(logits, np.ones(3, dtype=bool), lambda _: strange, THRESHOLDS)
    assert found.tolist() == [1] * stands


def test_words_that_share_the_chance_of_an_event_have_one_of_them_stand_for_it() -> None:
    chances = np.full((40, len(TYPES)), 1e-6)
    for place, kind, chance in ((2, 16, 0.45), (6, 16, 0.4), (20, 9, 0.45), (24, 16, 0.4), (39, 9, 0.4)):
        chances[place, kind] = chance
    chances[:, 0] = 1 - chances[:, 1:].sum(1)
    logits, real = np.log(chances).astype(np.float32), np.ones(40, dtype=bool)

    def found(near: float) -> list[int]:
        return event_anchors(logits, real, never_strange, THRESHOLDS._replace(near=near))[0].tolist()

    assert found(0.8) == [2]  # together with what stands four pieces behind; those of type 9 are too far apart
    assert found(0.3) == [2, 20, 24, 39]
    assert found(0.9) == []
    real[6] = False
    assert found(0.8) == []


def test_an_event_told_in_two_words_is_one() -> None:
    def event(anchor: int, kind: str, roles: dict[int, tuple[tuple[int, int], ...]], confidence: float) -> FoundEvent:
        return FoundEvent(anchor, kind, roles, (0.0,) * 6, "none", "none", "for", confidence)

    launched = event(1, "ASSAULT", {TRIGGER: ((1, 2), (4, 5)), ACTOR_BEGINS: ((0, 1),)}, 0.6)
    attack = event(4, "ASSAULT", {TRIGGER: ((4, 5),)}, 0.9)
    accused = event(4, "ACCUSE", {TRIGGER: ((4, 5),)}, 0.7)
    assert once([launched, attack, accused]) == [attack._replace(roles=launched.roles | attack.roles), accused]


def scores(labels: list[int], anchors: list[float] | None = None) -> Scores:
    logits = np.full((len(labels), 1 + 2 * len(MENTIONS)), -3, dtype=np.float32)
    logits[np.arange(len(labels)), labels] = 3
    log_odds = np.array(anchors or [-9.0] * len(labels), dtype=np.float32)
    nothing = np.zeros((len(labels), 2), dtype=np.float32)
    return Scores(nothing, logits, log_odds, nothing, np.zeros((len(labels), len(TYPES)), dtype=np.float32))


def test_mentions_begin_go_on_and_end() -> None:
    found = mentions(scores([0, 1, 2, 1, 0, 5, 6, 6]), np.ones(8, dtype=bool), np.arange(8))
    assert [(one.start, one.end, one.kind) for one in found] == [(1, 3, "person"), (3, 4, "person"), (5, 8, "place")]


def test_no_mention_goes_on_that_did_not_begin() -> None:
    found = mentions(scores([0, 4, 0]), np.ones(3, dtype=bool), np.arange(3))
    assert [(one.start, one.end) for one in found] in ([], [(0, 2)], [(1, 2)])
    assert all(one.kind == "organization" for one in found)


def test_no_mention_runs_over_the_end_of_a_passage() -> None:
    real = np.array([True, True, False, True])
    found = mentions(scores([1, 2, 2, 2]), real, np.arange(4))
    assert all(not (one.start < 2 < one.end) for one in found)


def test_of_two_anchors_side_by_side_the_likelier_stays() -> None:
    view = scores([0] * 5, [-9, 2, 3, -9, 1])
    assert anchor_places(view, np.ones(5, dtype=bool), 0.5).tolist() == [2, 4]


def test_runs_are_cut_where_another_begins() -> None:
    hits, begins = np.array([1, 1, 0, 1, 1], dtype=bool), np.array([1, 0, 0, 1, 1], dtype=bool)
    assert runs(hits) == ((0, 2), (3, 5))
    assert runs(hits, begins) == ((0, 2), (3, 4), (4, 5))


def test_buckets_of_distance() -> None:
    far = near_buckets(np.array([-400, -5, -1, 0, 1, 4, 5, 400]))
    assert far.tolist() == sorted(far.tolist())
    assert far[3] == NEAR // 2
    assert far.min() == 0
    assert far.max() == NEAR - 1
