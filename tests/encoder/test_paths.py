"""The likeliest path of labels, against all paths tried one by one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from onrecord.encoder.decode import Edges, best_path, by_word, free_path, with_faint_sources
from onrecord.encoder.labels import CONTENT, CUE, ROLES, SOURCE, SOURCE_BEGINS


def tried(scores: np.ndarray, costs: np.ndarray) -> float:
    """The best total of all paths."""
    length, labels = scores.shape
    return max(
        sum(scores[place, label] for place, label in enumerate(path))
        - costs[0, path[0]]
        - sum(costs[a, b] for a, b in pairwise(path))
        for path in product(range(labels), repeat=length)
    )


def total(path: np.ndarray, scores: np.ndarray, costs: np.ndarray) -> float:
    return float(scores[np.arange(len(path)), path].sum() - costs[0, path[0]] - costs[path[:-1], path[1:]].sum())


@pytest.mark.parametrize("seed", range(8))
def test_no_path_is_better(seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.normal(size=(3, 6, 4)).astype(np.float32)
    costs = draw.choice([0, 0.5, 2, 1e4], size=(4, 4)).astype(np.float32)
    costs[:, 0] = 0
    for path, one in zip(best_path(scores, costs), scores, strict=True):
        assert total(path, one, costs) == pytest.approx(tried(one, costs), abs=1e-3)


def test_a_free_path_is_the_best_labels_unless_forbidden() -> None:
    costs = np.zeros((3, 3), dtype=np.float32)
    costs[0, 2] = 1e4
    scores = np.array([[0, 1, 0], [0, 0, 2], [3, 0, 0], [0, 1, 2]], dtype=np.float32)
    assert free_path(scores[:3], costs).tolist() == [1, 2, 0]
    assert free_path(scores, costs).tolist() == [1, 2, 0, 1]


def test_a_word_begins_with_its_first_piece_only() -> None:
    chances = np.array([[[0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.9, 0.05, 0.05]]], dtype=np.float32)
    words = by_word(chances, np.array([0, 0, 1]), [(1, 2)])
    assert words.shape == (1, 2, 3)
    assert np.exp(words[0, 0]).argmax() == 1
    assert np.exp(words[0, 0, 1]) == pytest.approx(0.8, abs=1e-3)


def test_a_content_does_not_end_within_a_phrase() -> None:
    scores = np.zeros((1, 4, len(ROLES)), dtype=np.float32)
    scores[..., 1:] = -9
    scores[0, 1, CONTENT] = scores[0, 2, CONTENT] = 2
    scores[0, 3, CONTENT] = -1
    free = np.zeros((1, 4), dtype=np.float32)
    price = np.full((1, 4), 3, dtype=np.float32)
    costs = np.zeros((len(ROLES), len(ROLES)), dtype=np.float32)
    assert best_path(scores, costs, Edges(CONTENT, free, free))[0].tolist() == [0, CONTENT, CONTENT, 0]
    assert best_path(scores, costs, Edges(CONTENT, free, price))[0].tolist() == [0, CONTENT, CONTENT, CONTENT]


def test_who_mostly_speaks_is_taken_where_nobody_surely_does() -> None:
    logs = np.full((2, 4, len(ROLES)), -9, dtype=np.float32)
    logs[:, 0, SOURCE_BEGINS] = np.log(0.3)
    logs[:, 1, SOURCE] = np.log(0.25)
    paths = np.array([[0, 0, CUE, CONTENT], [0, 0, 0, CONTENT]])
    taken = with_faint_sources(paths, logs, 0.25)
    assert taken[0].tolist() == [SOURCE_BEGINS, SOURCE, CUE, CONTENT]
    assert taken[1].tolist() == paths[1].tolist()
    assert with_faint_sources(paths, logs, 0.5).tolist() == paths.tolist()
