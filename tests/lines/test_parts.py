"""The parts of the model over lines: words and hashes, neighbours, trees, the choice, the file."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.lines.characters import MOST, characters, clip
from onrecord.lines.choice import MOST as MOST_CUTS
from onrecord.lines.choice import Choice, cuts
from onrecord.lines.features import NAMES, beside, distances, measure, shifted
from onrecord.lines.model import Model, model
from onrecord.lines.trees import BLOCK, Trees


def test_words_and_their_hashes():
    """Case does not change a hash, the place in the page does not either, kana and Han are words of one character."""
    words = characters(["Bread and bread", "BREAD, 東京の"]).words
    assert words.line.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert words.hash[0] == words.hash[2] == words.hash[3]
    assert len(set(words.hash.tolist())) == 5


def test_words_with_the_same_beginning_share_a_prefix():
    """Inflected forms meet in the hash of their first five letters."""
    words = characters(["donation donations donate done"]).words
    assert words.prefix[0] == words.prefix[1] == words.prefix[2] != words.prefix[3]


def test_clip_bounds_a_page():
    """Long lines keep beginning and end; a page of very many lines is clipped more."""
    (line,) = clip(["a" * 5000 + "z"])
    assert line.startswith("aaa") and line.endswith("z") and len(line) < 1300
    assert clip(["short"]) == ["short"]
    assert sum(map(len, clip(["b" * 1000] * 50_000))) <= MOST + 50_000


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_beside_sums_neighbours(values: list[int]):
    """Window sums agree with sums taken one by one."""
    row = np.array([values], dtype=np.float64)
    before, after, before3, after3 = beside(row, (1, 3))
    for index in range(len(values)):
        assert before[index] == sum(values[max(0, index - 1) : index])
        assert after[index] == sum(values[index + 1 : index + 2])
        assert before3[index] == sum(values[max(0, index - 3) : index])
        assert after3[index] == sum(values[index + 1 : index + 4])


def test_shifted_and_distances():
    """Neighbours beyond the page are -1; distances count lines to the nearest mark."""
    assert shifted(np.array([[5.0, 6.0, 7.0]]), (-1, 1)).tolist() == [[-1, 5, 6], [6, 7, -1]]
    back, forth = distances(np.array([False, True, False, False]), 9)
    assert back.tolist() == [9, 0, 1, 2]
    assert forth.tolist() == [1, 0, 9, 9]


def test_trees_take_the_leaf_of_each_line():
    """One tree with two splits, by hand: measure 0 > 1 goes right; on the left measure 1 > 5 goes right."""
    trees = Trees(
        measure=np.array([[0], [1]]),
        threshold=np.array([[1.0], [5.0]], dtype=np.float32),
        keep=np.array([[0xFFFF & ~0b011], [0xFFFF & ~0b001]], dtype=np.uint16),
        leaf=np.array([[0.1, 0.2, 0.4] + [0.0] * 13]),
    )
    matrix = np.array([[0, 0, 2, 1], [0, 9, 9, 5]], dtype=np.float32)
    assert trees.scores(matrix).tolist() == [0.1, 0.2, 0.4, 0.1]
    many = np.tile(matrix, BLOCK)
    assert np.array_equal(trees.scores(many), np.tile([0.1, 0.2, 0.4, 0.1], BLOCK))


def test_the_bar_follows_the_page():
    """On a clear page a line of little chance stays out, on a hard one it comes in; no likely line, no article."""
    choice = Choice(least=0.25)
    same = np.full(3, 20.0)
    assert choice.verdicts(np.array([0.95, 0.9, 0.3]), same) == [True, True, False]
    assert choice.verdicts(np.array([0.5, 0.3, 0.1]), same) == [True, True, False]
    assert choice.verdicts(np.array([0.2, 0.19, 0.1]), same) == [False, False, False]
    assert choice.verdicts(np.zeros(0), np.zeros(0)) == []


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 60)), min_size=1, max_size=12))
def test_no_other_bar_promises_more(lines: list[tuple[int, int]]):
    """The lines taken have the best ratio of expected sums among all bars."""
    chances = np.array([chance / 20 for chance, _ in lines])
    words = np.array([float(number) for _, number in lines]) + 1e-6
    taken = np.array(Choice(least=0.0).verdicts(chances, words - 1e-6))

    def promise(chosen: np.ndarray) -> float:
        return float((words * chances)[chosen].sum() / (words[chosen].sum() + (words * chances).sum() + 1e-12))

    assert promise(taken) >= max(promise(chances >= bar) for bar in chances) - 1e-9


def test_a_learned_gain_moves_the_bar():
    """Where the trees say that a cut wins, it is taken, though another promises more."""
    chances, words = np.array([0.95, 0.9, 0.3, 0.06]), np.full(4, 20.0)
    log_rank = 9  # the logarithm of how many lines a cut takes besides the first: three and more win
    found = cuts(chances, words)
    assert found.measures[log_rank].tolist() == [np.float32(np.log1p(rank)) for rank in found.rank]
    trees = Trees(
        measure=np.array([[log_rank]]),
        threshold=np.array([[1.0]], dtype=np.float32),
        keep=np.array([[0xFFFF & ~1]], dtype=np.uint16),
        leaf=np.array([[0.0, 1.0] + [0.0] * 14]),
    )
    assert Choice(least=0.2, gain=trees).verdicts(chances, words) == [True, True, True, False]
    assert Choice(least=0.2).verdicts(chances, words) == [True, True, False, False]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 60)), min_size=1, max_size=200))
def test_cuts_are_told_by_what_they_take(lines: list[tuple[int, int]]):
    """Each cut takes all lines of a chance or none, the best by expectation is among them, the runs are counted right."""
    chances = np.array([chance / 20 for chance, _ in lines])
    found = cuts(chances, np.array([float(number) for _, number in lines]))
    assert 0 < len(found.rank) <= MOST_CUTS + 1
    assert found.expected[found.best] == 0.0
    assert np.isfinite(found.measures).all()
    for rank, runs in zip(found.rank, found.measures[15], strict=True):
        taken = np.zeros(len(chances) + 1, dtype=int)
        taken[found.order[: rank + 1]] = 1
        assert runs == np.count_nonzero(np.diff(taken, prepend=0) == 1)
        assert (
            rank + 1 == len(chances)
            or rank == found.rank[found.best]
            or chances[found.order[rank + 1]] < chances[found.order[rank]]
        )


def test_the_members_are_averaged():
    """The log odds of the page are the mean of those of the members."""
    ours = model()
    lines = ["Menu", "A sentence of some length that might well be an article, or so it is hoped.", "Menu"]
    matrix = measure(lines, characters(lines), ours.stops, ours.text)
    mean = np.mean([member.scores(matrix) for member in ours.members], axis=0)
    assert np.allclose(ours.chances(lines), 1 / (1 + np.exp(-mean)))


def test_measures_have_names():
    """One row for each name, finite whatever the line."""
    ours = model()
    lines = ["", "A title | Outlet", "…", "One sentence that is long enough to count as one, with an end.", "1 2 3"]
    matrix = measure(lines, characters(lines), ours.stops, ours.text)
    assert matrix.shape == (len(NAMES), len(lines))
    assert np.isfinite(matrix).all()


def test_the_file_keeps_the_model():
    """Written and read again, the model judges the same, and it is small."""
    ours = model()
    content = ours.dump()
    assert len(content) < 2_000_000
    lines = ["Menu", "A sentence of some length that might well be an article, or so it is hoped.", "Menu"]
    assert np.array_equal(ours.chances(lines), Model.load(content).chances(lines))
