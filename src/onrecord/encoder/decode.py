"""From the scores of a window to mentions, attributions and events in pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from onrecord.encoder.embedding import Floats
from onrecord.encoder.labels import (
    ACTOR,
    ACTOR_BEGINS,
    ACTS,
    ADDRESSEE,
    ADDRESSEE_BEGINS,
    CONTENT,
    CUE,
    EVENT_MODES,
    EVENT_ROLES,
    IDENTIFIED,
    MENTIONS,
    MODES,
    QUESTIONS,
    REACH,
    RECIPIENT,
    RECIPIENT_BEGINS,
    ROLES,
    SOURCE,
    SOURCE_BEGINS,
    STANCES,
    TRIGGER,
    TYPES,
)
from onrecord.encoder.lexicon import Known, weighed, weighed_modes
from onrecord.encoder.model import Ints, Model, Scores
from onrecord.encoder.windows import Window
from onrecord.ontology import ontology

Run = tuple[int, int]  # places in a window, end exclusive
#: Pieces on either side of one that may share the chance of an event with it.
_AROUND = 12


class FoundMention(NamedTuple):
    """A name in a window."""

    start: int
    end: int
    kind: str
    confidence: float


class FoundAttribution(NamedTuple):
    """An attribution in a window: runs of pieces, in reading order."""

    anchor: int
    cue: tuple[Run, ...]
    content: tuple[Run, ...]
    sources: tuple[Run, ...]
    addressees: tuple[Run, ...]
    act: str
    mode: str
    identified: str
    confidence: float


class FoundEvent(NamedTuple):
    """An event in a window: runs of pieces by role (numbers of EVENT_ROLES), the chances of FLAGS, labels, confidence."""

    anchor: int
    kind: str
    roles: dict[int, tuple[Run, ...]]
    flags: tuple[float, ...]
    mode: str
    question: str
    stance: str
    confidence: float


def softmax(logits: Floats) -> Floats:
    """Chances over the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    chances: Floats = powers / powers.sum(-1, keepdims=True)
    return chances


def sigmoid(logits: Floats) -> Floats:
    """Chances from log odds."""
    chances: Floats = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return chances


def by_word(chances: Floats, words: Ints, pairs: Sequence[tuple[int, int]]) -> Floats:
    """Log chances of the labels of words, (..., words, labels): means over their pieces.

    A word that begins something begins it with its first piece and goes on with the others: for each of `pairs` (begins, goes
    on) the first takes its other pieces from the second.
    """
    first = np.ones(len(words), dtype=bool)
    first[1:] = words[1:] != words[:-1]
    logs = np.log(chances + np.float32(1e-6))
    for begins, goes_on in pairs:
        logs[..., begins] = np.where(first, logs[..., begins], logs[..., goes_on])
    starts = np.flatnonzero(first)
    sums = np.add.reduceat(logs, starts, axis=-2)
    means: Floats = (sums / np.diff([*starts, len(words)])[:, None]).astype(np.float32)
    return means


class Edges(NamedTuple):
    """Prices, (sequences, words), of a label after nothing, and of nothing after that label, at each word."""

    label: int
    entering: Floats
    leaving: Floats


def best_path(scores: Floats, costs: Floats, edges: Edges | None = None) -> Ints:
    """The likeliest labels of sequences, (sequences, words), by Viterbi; `costs[a, b]` is the log price of b after a.

    `scores` is (sequences, words, labels). Nothing, label 0, stands before the first word.
    """
    sequences, length, labels = scores.shape
    best: Floats = scores[:, 0] - costs[0]
    back = np.zeros((length, sequences, labels), dtype=np.int8)
    prices = np.ascontiguousarray(costs.T)  # [to, from]
    for place in range(1, length):
        ways = best[:, None, :] - prices
        if edges is not None:
            ways[:, 0, edges.label] -= edges.leaving[:, place]
            ways[:, edges.label, 0] -= edges.entering[:, place]
        back[place] = ways.argmax(2)
        best = ways.max(2) + scores[:, place]
    rows = np.arange(sequences)
    path = np.zeros((sequences, length), dtype=np.int64)
    path[:, -1] = best.argmax(1)
    for place in range(length - 1, 0, -1):
        path[:, place - 1] = back[place, rows, path[:, place]]
    return path


def free_path(scores: Floats, costs: Floats) -> Ints:
    """`best_path` of one sequence, (words, labels), where nothing but what is forbidden has a price: mostly the best labels."""
    path: Ints = scores.argmax(1)
    if costs[0, path[0]] + costs[path[:-1], path[1:]].sum() > 0:
        path = best_path(scores[None], costs)[0]
    return path


def _costs(labels: int, pairs: Sequence[tuple[int, int]]) -> Floats:
    """What goes on must follow its beginning or itself."""
    costs = np.zeros((labels, labels), dtype=np.float32)
    for begins, goes_on in pairs:
        costs[:, goes_on] = _NEVER
        costs[[begins, goes_on], goes_on] = 0
    return costs


def _role_costs(piece: float) -> Floats:
    """As `_costs`, and each piece of a content has a price, so that contents do not fall apart."""
    costs = _costs(len(ROLES), _ROLE_PAIRS)
    costs[:, CONTENT] += piece
    costs[CONTENT, CONTENT] = 0
    return costs


_NEVER = 1e4
_MENTION_PAIRS = [(1 + 2 * kind, 2 + 2 * kind) for kind in range(len(MENTIONS))]
_MENTION_COSTS = _costs(1 + 2 * len(MENTIONS), _MENTION_PAIRS)
_EVENT_PAIRS = [(ACTOR_BEGINS, ACTOR), (RECIPIENT_BEGINS, RECIPIENT)]
_EVENT_COSTS = _costs(len(EVENT_ROLES), _EVENT_PAIRS)
_ROLE_PAIRS = [(SOURCE_BEGINS, SOURCE), (ADDRESSEE_BEGINS, ADDRESSEE)]


def mentions(scores: Scores, real: np.ndarray, words: Ints) -> list[FoundMention]:
    """Names of a window; `real` is false at the marks between passages, which no name runs over."""
    chances = softmax(scores.mentions)
    chances[~real, 1:] = 0
    logs = by_word(chances, words, _MENTION_PAIRS)
    path = free_path(logs, _MENTION_COSTS)
    starts = np.searchsorted(words, np.arange(len(path) + 1))
    found: list[FoundMention] = []
    start = 0
    for place in range(1, len(path) + 1):
        if place < len(path) and path[place] > 0 and path[place] % 2 == 0:
            continue
        if path[start] > 0:
            sure = float(np.exp(logs[np.arange(start, place), path[start:place]].mean()))
            kind = MENTIONS[(int(path[start]) - 1) // 2]
            found.append(FoundMention(int(starts[start]), int(starts[place]), kind, round(sure, 3)))
        start = place
    return found


def anchor_places(scores: Scores, real: np.ndarray, threshold: float) -> Ints:
    """Pieces that stand for an attribution: likely ones, and of two side by side the likelier."""
    chances = np.where(real, sigmoid(scores.anchors), 0)
    before, after = np.roll(chances, 1), np.roll(chances, -1)
    before[0] = after[-1] = 0
    return np.flatnonzero((chances >= threshold) & (chances > before) & (chances >= after))


def runs(hits: np.ndarray, begins: np.ndarray | None = None) -> tuple[Run, ...]:
    """Stretches of true; `begins` cuts a stretch where another one starts."""
    found: list[Run] = []
    for place in np.flatnonzero(hits):
        at = int(place)
        if found and found[-1][1] == at and not (begins is not None and begins[at]):
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return tuple(found)


class View(NamedTuple):
    """A window, what the encoder says of it, the number of the word of each place, and for each word whether it is letters."""

    window: Window
    scores: Scores
    words: Ints
    letters: np.ndarray


def attributions(model: Model, views: Sequence[View]) -> list[list[FoundAttribution]]:
    """Attributions of the windows of a page, those without content left out."""
    linked = [_linked(model, view) for view in views]
    most = max((logs.shape[1] for _, logs in linked), default=0)
    every = np.full((sum(len(places) for places, _ in linked), most, len(ROLES)), -_NEVER, dtype=np.float32)
    every[..., 0] = 0
    edges = Edges(CONTENT, *(np.zeros(every.shape[:2], dtype=np.float32) for _ in range(2)))
    row = 0
    for view, (places, logs) in zip(views, linked, strict=True):
        mine = slice(row, row + len(places))
        every[mine, : logs.shape[1]] = logs
        within = view.letters[1:] & view.letters[:-1]
        edges.entering[mine, 1 : logs.shape[1]] = within * np.float32(model.facts["entering_price"])
        edges.leaving[mine, : logs.shape[1]] = view.letters * np.float32(model.facts["leaving_price"])
        row += len(places)
    paths = np.zeros((0, most), dtype=np.int64)
    if len(every):
        paths = best_path(every, _role_costs(float(model.facts["piece_price"])), edges)
    result, row = [], 0
    for view, (places, logs) in zip(views, linked, strict=True):
        found = with_faint_sources(
            paths[row : row + len(places), : logs.shape[1]], logs, float(model.facts["faint_source"])
        )
        result.append(_described(model, view, places, found[:, view.words], logs[:, view.words]))
        row += len(places)
    return result


def with_faint_sources(paths: Ints, logs: Floats, least: float) -> Ints:
    """Paths, (attributions, words), where one with a cue and without a source takes its likeliest words for one.

    They have to be sources with a chance of `least`, and to have no other part: somebody mostly does say it.
    """
    chances = np.exp(np.logaddexp(logs[..., SOURCE_BEGINS], logs[..., SOURCE]))
    paths = paths.copy()
    lacking = (paths == CUE).any(1) & ~((paths == SOURCE) | (paths == SOURCE_BEGINS)).any(1)
    for row in np.flatnonzero(lacking):
        free = np.where(paths[row] == 0, chances[row], 0)
        start = end = int(free.argmax())
        if free[start] < least:
            continue
        while start > 0 and free[start - 1] >= free[end] / 2:
            start -= 1
        while end + 1 < len(free) and free[end + 1] >= least / 2:
            end += 1
        paths[row, start : end + 1] = SOURCE
        paths[row, start] = SOURCE_BEGINS
    return paths


def _linked(model: Model, view: View) -> tuple[Ints, Floats]:
    """Anchors of a window, and the log chances of roles of its words, (anchors, words, roles)."""
    real = view.window.passage >= 0
    places = anchor_places(view.scores, real, float(model.facts["anchor_threshold"]))
    if not len(places):
        return places, np.zeros((0, int(view.words[-1]) + 1, len(ROLES)), dtype=np.float32)
    chances = softmax(model.link(view.scores.vectors, view.window, places))
    chances[:, ~real, 1:] = 0
    logs = by_word(chances, view.words, _ROLE_PAIRS)
    logs[..., 1:] += np.float32(model.facts["role_bonus"])
    return places, logs


def _described(model: Model, view: View, places: Ints, roles: Ints, logs: Floats) -> list[FoundAttribution]:
    """Attributions of a window from the roles of its pieces, (anchors, pieces)."""
    kept = (roles == CONTENT).any(1)
    places, roles, logs = places[kept], roles[kept], logs[kept]
    if not len(places):
        return []
    vectors = view.scores.vectors
    content = (roles == CONTENT).astype(np.float32)
    source = ((roles == SOURCE) | (roles == SOURCE_BEGINS)).astype(np.float32)
    classes = model.classify(vectors[places], _means(content, vectors), _means(source, vectors))
    sure = sigmoid(view.scores.anchors)[places]
    first = np.ones(len(view.words), dtype=bool)
    first[1:] = view.words[1:] != view.words[:-1]
    bonus = float(model.facts["role_bonus"])
    # the training articles have more rare acts than the press has
    plain = np.array([act == "state" for act in ACTS]) * np.float32(model.facts["state_bonus"])
    result = []
    for row, place in enumerate(places):
        mine = roles[row]
        held = min(1.0, float(np.exp(logs[row][mine == CONTENT, CONTENT] - bonus).mean()))
        result.append(
            FoundAttribution(
                anchor=int(place),
                cue=runs(mine == CUE),
                content=runs(mine == CONTENT),
                sources=runs((mine == SOURCE) | (mine == SOURCE_BEGINS), (mine == SOURCE_BEGINS) & first),
                addressees=runs((mine == ADDRESSEE) | (mine == ADDRESSEE_BEGINS), (mine == ADDRESSEE_BEGINS) & first),
                act=ACTS[int((classes.act[row] + plain).argmax())],
                mode=MODES[int(classes.mode[row].argmax())],
                identified=IDENTIFIED[int(classes.identified[row].argmax())],
                confidence=calibrated(float(sure[row]) * held, model.facts["confidence"]),
            )
        )
    return result


def calibrated(raw: float, line: Sequence[float]) -> float:
    """A raw score as the share of attributions with such a score that are right (training/encoder/calibrate.py)."""
    odds = np.log((raw + 1e-3) / (1 - raw + 1e-3))
    return round(float(1 / (1 + np.exp(-(line[0] + line[1] * odds)))), 2)


def _means(weights: Floats, vectors: Floats) -> Floats:
    """Means of the vectors over the pieces that count, of shape (attributions, width)."""
    means: Floats = (weights @ vectors) / np.maximum(weights.sum(1, keepdims=True), 1)
    return means


class Thresholds(NamedTuple):
    """How likely an event has to be: one of `any_type` at a word, and at a `strange` one; one of its type (`one_type`) at a word that shares its chance with others, which must come to `near`."""

    any_type: float
    strange: float
    one_type: float
    near: float


def event_anchors(
    types: Floats, real: np.ndarray, is_strange: Callable[[int], bool], thresholds: Thresholds
) -> tuple[Ints, Floats]:
    """Pieces that stand for an event, the likelier of two side by side, and the chances of TYPES of all pieces.

    `is_strange` tells of a piece whether its word is one that no event is known of; it is asked only where that decides. Where several words may stand for an event ("killed when a bomb
    exploded") none is likely enough alone: the likeliest stands for an event of its type whose chances within `_AROUND` pieces come to enough.
    """
    chances = softmax(types)
    sure = np.where(real, 1 - chances[:, 0], 0)
    before, after = np.roll(sure, 1), np.roll(sure, -1)
    before[0] = after[-1] = 0
    peaks = np.flatnonzero(real & (sure > before) & (sure >= after)).tolist()
    places = [
        place
        for place in peaks
        if sure[place] >= thresholds.any_type and (sure[place] >= thresholds.strange or not is_strange(place))
    ]
    return _with_shared(places, chances * real[:, None], thresholds), chances


def _with_shared(places: Sequence[int], chances: Floats, thresholds: Thresholds) -> Ints:
    """Pieces that stand for an event, and those that do so for events whose chance is shared by several."""
    kinds, sure = chances[:, 1:].argmax(1) + 1, chances[:, 1:].max(1)
    found = list(places)
    for place in np.argsort(-sure, kind="stable"):
        if sure[place] < thresholds.one_type:
            break
        kind, first, last = kinds[place], max(0, place - _AROUND), place + _AROUND
        taken = any((first <= one <= last and kinds[one] == kind) or abs(one - place) <= 1 for one in found)
        if not taken and float(chances[first : last + 1, kind].sum()) >= thresholds.near:
            found.append(int(place))
    return np.array(sorted(found), dtype=np.int64)


class _Linked(NamedTuple):
    """Events of a window before their parts are known: anchors, chances of types, first word of each crop, log chances of roles."""

    places: Ints
    chances: Floats
    firsts: list[int]
    logs: list[Floats]


#: What is known of the words that some runs of a window stand for.
KnownOf = Callable[[Window, Sequence[Run]], Known]


def events(model: Model, views: Sequence[View], known_of: KnownOf) -> list[list[FoundEvent]]:
    """Events of the windows of a page."""
    linked = [_linked_events(model, view, known_of) for view in views]
    crops = [logs for one in linked for logs in one.logs]
    if not crops:
        return [[] for _ in views]
    every = np.full((len(crops), max(map(len, crops)), len(EVENT_ROLES)), -_NEVER, dtype=np.float32)
    every[..., 0] = 0
    for row, logs in enumerate(crops):
        every[row, : len(logs)] = logs
    every[..., 1:] += np.float32(model.facts["part_bonus"])
    paths = iter(best_path(every, _EVENT_COSTS))
    result = []
    for view, one in zip(views, linked, strict=True):
        roles = np.zeros((len(one.places), int(view.words[-1]) + 1), dtype=np.int64)
        for row, (first, logs) in enumerate(zip(one.firsts, one.logs, strict=True)):
            roles[row, first : first + len(logs)] = next(paths)[: len(logs)]
        result.append(_told_events(model, view, one, roles[:, view.words], known_of))
    return result


def _linked_events(model: Model, view: View, known_of: KnownOf) -> _Linked:
    """Anchors of the events of a window, and the log chances of the roles of the words around each."""
    real = view.window.passage >= 0

    def is_strange(place: int) -> bool:
        first, last = np.searchsorted(view.words, [view.words[place], view.words[place] + 1]).tolist()
        return known_of(view.window, [(first, last)]).strange

    thresholds = Thresholds(
        *(float(model.facts[f"{name}event_threshold"]) for name in ("any_", "strange_", "", "near_"))
    )
    places, chances = event_anchors(view.scores.types, real, is_strange, thresholds)
    if not len(places):
        return _Linked(places, chances, [], [])
    around = places[:, None] + np.arange(-REACH, REACH + 1)
    inside = (around >= 0) & (around < len(real))
    around = np.clip(around, 0, len(real) - 1)
    near = softmax(model.link_events(view.scores.deeds, places, around))
    near[~real[around], 1:] = 0
    firsts, logs = [], []
    for row in range(len(places)):
        numbers = view.words[around[row][inside[row]]]
        firsts.append(int(numbers[0]))
        logs.append(by_word(near[row][inside[row]], numbers, _EVENT_PAIRS))
    return _Linked(places, chances, firsts, logs)


def _told_events(model: Model, view: View, linked: _Linked, roles: Ints, known_of: KnownOf) -> list[FoundEvent]:
    """Events of a window from the roles of its pieces, (events, pieces)."""
    if not len(linked.places):
        return []
    vectors, chances = view.scores.deeds, linked.chances
    actor = ((roles == ACTOR) | (roles == ACTOR_BEGINS)).astype(np.float32)
    recipient = ((roles == RECIPIENT) | (roles == RECIPIENT_BEGINS)).astype(np.float32)
    trigger = (roles == TRIGGER).astype(np.float32)
    trigger[np.arange(len(trigger)), linked.places] = 1
    told = model.describe(vectors[linked.places], *(_means(part, vectors) for part in (trigger, actor, recipient)))
    flags = sigmoid(told.flags)
    parts = [_parts(its, int(place), view.words) for its, place in zip(roles, linked.places, strict=True)]
    # the type once from the piece that stands for the event, once more when its parts are known, and from its words
    read = chances[linked.places] * softmax(told.kind)
    words = [known_of(view.window, its[TRIGGER]) for its in parts]
    kinds = weighed(read, words)
    found = [
        FoundEvent(
            anchor=int(place),
            kind=(kind := TYPES[int(kinds[row, 1:].argmax()) + 1]),
            roles=parts[row],
            flags=tuple(round(float(chance), 3) for chance in flags[row]),
            mode=_mode(told.mode[row], kind, words[row]),
            question=QUESTIONS[int(told.question[row].argmax())],
            stance=STANCES[int(told.stance[row].argmax())],
            confidence=_confidence(chances[place], read[row], kinds[row]),
        )
        for row, place in enumerate(linked.places)
    ]
    return once(found)


def _confidence(chances: Floats, read: Floats, kinds: Floats) -> float:
    """The chance of the type that the network reads; where its words make it another, that there is an event, and of this type."""
    told = int(kinds[1:].argmax()) + 1
    if told == int(read[1:].argmax()) + 1:
        return round(float(chances[1:].max()), 2)
    return round(float((1 - chances[0]) * kinds[told]), 2)


def once(found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """Events without those that stand for words of a surer one of their type: "launched a veiled attack" is told once.

    The surer one takes the parts that it lacks.
    """
    kept: list[FoundEvent] = []
    for event in sorted(found, key=lambda one: -one.confidence):
        same = next((one for one in kept if one.kind == event.kind and _within(one, event)), None)
        if same is None:
            kept.append(event)
        else:
            kept[kept.index(same)] = same._replace(roles=event.roles | same.roles)
    return sorted(kept, key=lambda one: one.anchor)


def _within(one: FoundEvent, other: FoundEvent) -> bool:
    """Whether the anchor of either event is a word of the trigger of the other."""
    return any(
        start <= anchor < end
        for anchor, event in ((one.anchor, other), (other.anchor, one))
        for start, end in event.roles[TRIGGER]
    )


def _parts(roles: Ints, anchor: int, words: Ints) -> dict[int, tuple[Run, ...]]:
    """Runs of the roles of the pieces of one event; its anchor's word is a trigger whatever else is."""
    roles = np.where(words == words[anchor], TRIGGER, roles)
    first = np.ones(len(words), dtype=bool)
    first[1:] = words[1:] != words[:-1]
    found = {}
    for role in range(1, len(EVENT_ROLES)):
        hits, begins = roles == role, None
        if role in (ACTOR, RECIPIENT):
            continue
        for starts, goes_on in _EVENT_PAIRS:
            if role == starts:
                begins = hits & first
                hits = hits | (roles == goes_on)
        if hits.any():
            found[role] = runs(hits, begins)
    return found


def _mode(logits: Floats, kind: str, word: Known) -> str:
    """The likeliest mode that the type has."""
    modes = ontology().types[kind].modes if kind in ontology().types else {}
    allowed = np.array([number == 0 or name in modes for number, name in enumerate(EVENT_MODES)])
    return EVENT_MODES[int(weighed_modes(softmax(logits), kind, word, allowed).argmax())]
