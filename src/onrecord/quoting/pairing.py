"""Pairs quotation marks over the passages of a page: the cheapest reading of all marks of one family together.

Each mark may open, close, open anew what was left unclosed, go on with a quotation of the passage before, or be no
mark. Between passages an open quotation either ends unclosed or is carried on. The costs below say what each irregularity
needs in evidence; the cheapest sequence is found in one pass over the marks, so time and memory are linear in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.quoting.marks import NEVER, Mark

#: Quotation inside a quotation with the same marks.
NEST = 1.5
#: A new quotation opens and the one before was never closed.
REOPEN = 3.0
#: A closing mark with nothing open.
LONE_CLOSE = 4.0
#: A quotation ends with its passage, unclosed.
UNCLOSED = 2.5
#: An open quotation runs through a passage that does not open it again; of narration, and of a line such as a name.
CARRY_TEXT, CARRY_LABEL = 1.5, 0.25
#: Marks with no word between them.
EMPTY = 4.0
#: An open quotation would run into a passage that opens one of its own further in: narration.
CARRY_INTO_MARKS = 4.5
#: A quotation within a quotation is left open.
UNCLOSED_NESTED = 5.0

# States: nothing open; one open (just now, or with words since); two open (same); one carried in from the passage before.
_NONE, _ONE_NEW, _ONE, _TWO_NEW, _TWO, _CARRIED = range(6)
_STATES = 6
_DEPTH = (0, 1, 1, 2, 2, 1)


class Line(NamedTuple):
    """The marks of one passage; `label` says that it is a line without a sentence, such as a name between paragraphs."""

    marks: Sequence[Mark]
    label: bool


class Paired(NamedTuple):
    """A quotation in line `line`: offsets of its marks, None where there is none; `depth` 1 inside another."""

    line: int
    opening: Mark | None
    closing: Mark | None
    depth: int
    continues: bool
    carried: bool


def pair(lines: Sequence[Line]) -> list[Paired]:
    """The quotations of a run of passages; `continues` came from the line before, `carried` goes on in the next."""
    steps = _cheapest(lines)
    return _replay(lines, steps)


def _cheapest(lines: Sequence[Line]) -> list[str]:
    """One action a mark and one a boundary (before every line but the first, and after the last)."""
    costs = [0.0] + [NEVER * 4] * (_STATES - 1)
    back: list[list[tuple[int, str] | None]] = []

    def advance(moves: list[tuple[int, int, float, str]]) -> None:
        nonlocal costs
        best: list[float] = [float("inf")] * _STATES
        trace: list[tuple[int, str] | None] = [None] * _STATES
        for source, target, cost, action in moves:
            total = costs[source] + cost
            if total < best[target]:
                best[target], trace[target] = total, (source, action)
        costs = best
        back.append(trace)

    for number, line in enumerate(lines):
        if number:
            advance(_boundary(line))
        for mark in line.marks:
            advance(_moves(mark))
    advance([(state, _NONE, _end_cost(state), "end") for state in range(_STATES)])
    actions: list[str] = []
    state = _NONE
    for trace in reversed(back):
        step = trace[state]
        assert step is not None, "every state that is reached has a predecessor"
        state, action = step
        actions.append(action)
    actions.reverse()
    return actions


def _end_cost(state: int) -> float:
    return (0.0, UNCLOSED, UNCLOSED, UNCLOSED_NESTED, UNCLOSED_NESTED, UNCLOSED)[state]


def _boundary(line: Line) -> list[tuple[int, int, float, str]]:
    first = line.marks[0] if line.marks else None
    leads = first is not None and first.leads
    if leads:
        carry = 0.0
    elif first is None:
        carry = CARRY_LABEL if line.label else CARRY_TEXT
    else:
        carry = CARRY_TEXT if first.closes < first.opens else CARRY_INTO_MARKS
    moves = [(state, _NONE, _end_cost(state), "end") for state in range(_STATES)]
    for state in range(1, _STATES):
        moves.append((state, _CARRIED, carry + (UNCLOSED_NESTED if _DEPTH[state] == 2 else 0.0), "carry"))
    return moves


def _moves(mark: Mark) -> list[tuple[int, int, float, str]]:
    moves = []
    for state in range(_STATES):
        depth = _DEPTH[state]
        moves.append((state, (_NONE, _ONE, _ONE, _TWO, _TWO, _CARRIED)[state], mark.nothing, "nothing"))
        empty = EMPTY if mark.blank and state in (_ONE_NEW, _TWO_NEW) else 0.0
        if depth == 0:
            moves.append((state, _ONE_NEW, mark.opens, "open"))
            moves.append((state, _NONE, mark.closes + LONE_CLOSE, "lone"))
            continue
        if state == _CARRIED and mark.leads:
            moves.append((state, _ONE_NEW, min(mark.opens, mark.closes), "continue"))
            continue
        if depth == 1:
            moves.append((state, _TWO_NEW, 2 * mark.opens + NEST, "open"))
        moves.append((state, _ONE_NEW, mark.opens + REOPEN + empty, "reopen"))
        moves.append((state, _NONE if depth == 1 else _ONE, mark.closes + empty, "close"))
    return moves


def _replay(lines: Sequence[Line], steps: Sequence[str]) -> list[Paired]:
    found: list[Paired] = []
    stack: list[tuple[Mark | None, bool]] = []  # opening mark, whether it continues
    position = iter(steps)

    def leave(line: int, *, carried: bool) -> None:
        while stack:
            opening, continues = stack.pop()
            found.append(Paired(line, opening, None, len(stack), continues, carried and not stack))

    for number, line in enumerate(lines):
        if number:
            carried = next(position) == "carry"
            leave(number - 1, carried=carried)
            if carried:
                stack.append((None, True))
        for mark in line.marks:
            action = next(position)
            if action == "continue":
                stack[:] = [(mark, True)]
            elif action == "open":
                stack.append((mark, False))
            elif action == "reopen":
                leave(number, carried=False)
                stack.append((mark, False))
            elif action == "close":
                opening, continues = stack.pop()
                found.append(Paired(number, opening, mark, len(stack), continues, False))
            elif action == "lone":
                found.append(Paired(number, None, mark, 0, False, False))
    leave(len(lines) - 1, carried=False)
    return found
