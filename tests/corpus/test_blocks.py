"""Blocks: what is linked and what hangs together depends on what there is, not on how it came to be there."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.corpus.blocks import JUDGED, Blocks, Memory, Rule


class Thing(NamedTuple):
    rank: int
    keys: tuple[int, ...]
    value: int


class Things:
    def __init__(self, met: int = 3, meet: int = 2, cap: int = 4) -> None:
        self.rule = Rule(met=met, meet=meet, cap=cap, levels=(0.2, 0.5, 0.8))

    def rank(self, thing: Thing) -> int:
        return thing.rank

    def keys(self, thing: Thing) -> tuple[int, ...]:
        return thing.keys

    def link(self, one: Thing, other: Thing) -> float:
        return round(1 - abs(one.value - other.value) / 10, 3)

    def apart(self, one: Thing, other: Thing, keys: Callable[[], Sequence[int]]) -> bool:
        return set(one.keys).isdisjoint(keys())


def some(seed: int, count: int = 40) -> list[Thing]:
    chance = random.Random(seed)
    ranks = chance.sample(range(1000), count)
    return [Thing(rank, tuple(sorted(chance.sample(range(8), 4))), chance.randrange(12)) for rank in ranks]


def state(kept: Memory[Thing], ranks: list[int]) -> tuple[dict[int, dict[int, float]], dict[int, list[int]]]:
    links = {rank: dict(sorted(kept.links(rank).items())) for rank in sorted(ranks)}
    return links, {rank: list(kept.members(kept.block(rank) or 0)) for rank in sorted(ranks)}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 3), st.integers(2, 9))
def test_what_there_is_makes_the_blocks(seed: int, met: int, meet: int, cap: int) -> None:
    chance, things = random.Random(seed), some(seed)
    kind = Things(met, meet, cap)
    there: dict[int, Thing] = {}
    kept: Memory[Thing] = Memory()
    blocks = Blocks(kind, kept)
    seen: dict[int, tuple[int, ...]] = {}
    for _ in range(12):
        come = chance.sample(things, chance.randrange(9))
        # some that are there come again with other keys, some go
        again = [one._replace(value=chance.randrange(12)) for one in come]
        new = {one.rank: one for one in again}
        go = {rank for rank in there if chance.random() < 0.15} | (new.keys() & there.keys())
        there = {rank: one for rank, one in there.items() if rank not in go} | new
        for rank in go:
            seen.pop(rank, None)
        for block in blocks.change(new.values(), go):
            seen.update(dict.fromkeys(block, block))
    fresh: Memory[Thing] = Memory()
    Blocks(kind, fresh).change(there.values())
    assert state(kept, list(there)) == state(fresh, list(there))
    # and `change` told of every block that there is now
    assert seen == {rank: tuple(fresh.members(fresh.block(rank) or 0)) for rank in there}


def test_a_block_is_no_larger_than_it_may_be() -> None:
    things = [Thing(rank, (1, 2), rank % 3 * 5) for rank in range(30)]
    kept: Memory[Thing] = Memory()
    Blocks(Things(met=30, cap=12), kept).change(things)
    assert {len(kept.members(kept.block(one.rank) or 0)) for one in things} == {10}


@pytest.mark.parametrize("crowd", [50, 400])
def test_few_are_met_through_a_key_that_many_have(crowd: int) -> None:
    things = [Thing(rank, (1, 2), 0) for rank in range(crowd)]
    kept: Memory[Thing] = Memory()
    Blocks(Things(cap=1000), kept).change(things)
    assert len(kept.links(crowd - 1)) == 3
    assert len(kept.links(0)) == crowd - 1


def test_a_link_that_was_judged_stays_until_it_is_judged_otherwise() -> None:
    kept: Memory[Thing] = Memory()
    blocks = Blocks(Things(), kept)
    blocks.change([Thing(1, (1,), 0), Thing(2, (2,), 9)])
    assert blocks.judge(1, 2, same=True) == [(1, 2)]
    assert kept.links(1) == {2: JUDGED}
    assert blocks.judge(1, 2, same=False) == [(1,), (2,)]
