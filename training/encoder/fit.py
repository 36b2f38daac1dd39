"""Trains the network: windows, losses, and the loop over epochs."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor
from training.encoder.base import unpack
from training.encoder.data import Document, LabelledEvent, Weak
from training.encoder.network import ACROSS, Network, buckets

from onrecord.encoder.labels import (
    ACTOR,
    ACTOR_BEGINS,
    ADDRESSEE,
    ADDRESSEE_BEGINS,
    CONTENT,
    HINTS,
    OUTSIDE,
    REACH,
    RECIPIENT,
    RECIPIENT_BEGINS,
    SOURCE,
    SOURCE_BEGINS,
    TRIGGER,
)
from onrecord.encoder.windows import WINDOW, Window, gathered, pack, window

IGNORED = -100
RARE = 3.0  # how much a piece that stands for an event counts beside one that does not: one in fifteen does
KINDS = 2.0  # how much the type of an event counts beside its being one
TOLD, MOST_TOLD = 0.2, 8  # attributions that the teacher tells: from which chance on, and how many of a window
PARTS = 7  # by how much the loss of the parts of an event is divided, which have many pieces
SILVER = 0.4  # how much a piece labelled by a program counts beside one labelled by us


@dataclass(frozen=True)
class Options:
    """What may be varied."""

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    epochs: int = 5
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    pieces: int = 3072  # of a step
    warm_up: float = 0.06
    seed: int = 7
    wrong_anchors: int = 2  # of a window, that learn to have nothing
    trunk: float = 1.0  # rate of the shared layers, as a share of `rate`; at 0 they stay as they are
    linked: float = 1.0  # part of the events whose parties and places are learnt from; they cost most of the time
    dropped: float = 0.0  # of what the shared layers look at and add
    in_int8: bool = False  # whether the shared layers learn with their products rounded as they will be
    average: float = 0.998  # how much of the running average of the weights stays at each step; it is what ships


@dataclass
class Sample:
    """A window with its labels: arrays over pieces, and for each attribution its anchor, roles and classes."""

    window: Window
    anchors: np.ndarray  # 0, 1 or IGNORED
    mentions: np.ndarray  # label or IGNORED
    found: list[tuple[int, np.ndarray, int, int, int]]
    flat: bool
    types: np.ndarray  # type of event of each piece, or IGNORED
    events: list[tuple[int, np.ndarray, LabelledEvent]]
    weak: Weak | None
    distilled: bool
    hints: np.ndarray  # what lists say of the words of the pieces, (pieces, HINTS)


def samples(document: Document, choose: random.Random) -> Iterator[Sample]:
    """The windows of a document, cut at random places."""
    longest = choose.choice((WINDOW, WINDOW, WINDOW, 256, 128))
    for parts in pack(document.passages, document.pieces, longest, choose.randint(longest // 3, longest)):
        yield sample(document, window(document.pieces, parts))


def sample(document: Document, view: Window) -> Sample:
    """One window with its labels."""
    cells = [(int(p), int(n)) for p, n in zip(view.passage, view.piece, strict=True)]
    at = {cell: place for place, cell in enumerate(cells) if cell[0] >= 0}
    real = view.passage >= 0
    mentions = np.full(len(cells), IGNORED)
    if document.mentions is not None:
        mentions = np.where(real, np.array([document.mentions.get(cell, 0) for cell in cells]), IGNORED)
    anchors = np.full(len(cells), IGNORED)
    found = []
    if document.attributions is not None:
        anchors[real] = 0
        for one in document.attributions:
            roles = np.zeros(len(cells), dtype=np.int64)
            for cell, role in one.roles.items():
                if cell in at:
                    roles[at[cell]] = role
            if document.flat:
                anchors[(roles == CONTENT) & (anchors == 0)] = IGNORED
            if one.anchor in at and (roles == CONTENT).any():
                found.append((at[one.anchor], roles, one.act, one.mode, one.identified))
        for place, *_ in found:
            anchors[place] = 1
    types, events = event_labels(document, at, real)
    hints = gathered(document.hints, view)
    return Sample(
        view, anchors, mentions, found, document.flat, types, events, document.weak, document.distilled, hints
    )


def event_labels(
    document: Document, at: dict[tuple[int, int], int], real: np.ndarray
) -> tuple[np.ndarray, list[tuple[int, np.ndarray, LabelledEvent]]]:
    """Types of the pieces of a window, and its events with the roles of the pieces; `at` are the places of pieces in it."""
    types = np.full(len(real), IGNORED)
    events: list[tuple[int, np.ndarray, LabelledEvent]] = []
    if document.events is None:
        return types, events
    types[real] = IGNORED if document.partial else 0
    for one in document.events:
        roles = np.zeros(len(real), dtype=np.int64)
        for cell, role in (one.roles or {}).items():
            if cell in at:
                roles[at[cell]] = role
        types[(roles == TRIGGER) & (types == 0)] = IGNORED
        if one.anchor in at:
            events.append((at[one.anchor], roles, one))
    for place, _, one in events:
        types[place] = one.kind
    return types, events


def batches(all_samples: list[Sample], pieces: int, choose: random.Random) -> list[list[Sample]]:
    """Samples of like length together, at most `pieces` pieces in a batch with its padding."""
    order = sorted(all_samples, key=lambda one: len(one.window.ids) + choose.random() * 24)
    result: list[list[Sample]] = [[]]
    for one in order:
        longest = max(len(one.window.ids), *(len(other.window.ids) for other in result[-1])) if result[-1] else 0
        if result[-1] and longest * (len(result[-1]) + 1) > pieces:
            result.append([])
        result[-1].append(one)
    choose.shuffle(result)
    return result


def padded(arrays: Sequence[np.ndarray], fill: int) -> Tensor:
    """Arrays of several lengths as one tensor."""
    longest = max(map(len, arrays))
    out = np.full((len(arrays), longest), fill, dtype=np.int64)
    for row, array in enumerate(arrays):
        out[row, : len(array)] = array
    return torch.from_numpy(out)


def weak_loss(chances: Tensor, real: Tensor, known: Sequence[Weak | None]) -> Tensor:
    """The likeliest piece of each type that is there is one, the likeliest of each type that is not is none."""
    best = chances.masked_fill(~real[..., None], -30.0).amax(1)
    costs = []
    for row, weak in enumerate(known):
        if weak is None:
            continue
        costs += [-best[row, kind] for kind in weak.present]
        costs += [-torch.log1p(-best[row, kind].exp().clamp(max=1 - 1e-4)) for kind in weak.absent]
    return torch.stack(costs).sum() / sum(weak is not None for weak in known) * 0.5


class Trainer:
    """A network, the frozen word embeddings (as blocks), and one step of training."""

    def __init__(self, network: Network, words: np.ndarray, options: Options, teacher: Network | None = None) -> None:
        self.network, self.words, self.options = network, words.reshape(len(words), -1, 18), options
        self.teacher = (teacher or copy.deepcopy(network)).eval()

    def embedded(self, ids: Tensor) -> Tensor:
        """Word embeddings of pieces."""
        flat = ids.reshape(-1).numpy()
        return torch.from_numpy(unpack(self.words[flat]).reshape(*ids.shape, -1))

    def encode(
        self, batch: Sequence[Sample], network: Network | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
        """Vectors of the highest and the middle layer, (windows, pieces, width), where pieces are real, and the mask."""
        encoder = (network or self.network).encoder
        ids = padded([one.window.ids for one in batch], 1)
        real = padded([np.ones(len(one.window.ids)) for one in batch], 0).bool()
        mask = None if bool(real.all()) else real[:, None, None, :]
        quoted, kinds = padded([one.window.quoted for one in batch], 0), padded([one.window.kinds for one in batch], 0)
        with torch.set_grad_enabled(self.options.trunk > 0 and network is None):
            vectors, middle = encoder(self.embedded(ids), quoted, kinds, mask)
        return vectors, middle, real, mask

    def linked(
        self, vectors: Tensor, batch: Sequence[Sample], rows: Tensor, places: Tensor, network: Network | None = None
    ) -> Tensor:
        """Role logits of shape (attributions, pieces, roles)."""
        linker = (network or self.network).linker
        passages = padded([one.window.passage for one in batch], -1)
        near = buckets(torch.arange(vectors.shape[1])[None] - places[:, None])
        across = (passages[rows] - passages[rows, places][:, None]).clamp(-(ACROSS // 2), ACROSS // 2) + ACROSS // 2
        return linker(vectors[rows], vectors[rows, places], near, across)

    def losses(self, batch: Sequence[Sample]) -> dict[str, Tensor]:
        """The losses of one batch."""
        network = self.network
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors, middle, real, mask = self.encode(batch)
            mention_logits, anchor_logits = network.mentions(vectors), network.anchors(vectors)[..., 0]
            hints = np.zeros((*real.shape, HINTS), dtype=np.float32)
            for row, one in enumerate(batch):
                hints[row, : len(one.hints)] = one.hints
            deeds = network.deeds(vectors, middle, torch.from_numpy(hints), mask)
            type_logits = network.events(deeds)
        vectors, deeds, anchor_logits = vectors.float(), deeds.float(), anchor_logits.float()
        out: dict[str, Tensor] = {}
        mentions = padded([one.mentions for one in batch], IGNORED)
        if (mentions != IGNORED).any():
            cost = F.cross_entropy(
                mention_logits.float().transpose(1, 2), mentions, ignore_index=IGNORED, reduction="none"
            )
            weights = torch.tensor([SILVER if one.flat else 1.0 for one in batch])[:, None] * (mentions != IGNORED)
            out["mentions"] = (cost * weights).sum() / weights.sum()
        anchors = padded([one.anchors for one in batch], IGNORED)
        known = anchors != IGNORED
        if known.any():
            out["anchors"] = F.binary_cross_entropy_with_logits(anchor_logits[known], anchors[known].float()) * 4
        found = [(row, *item) for row, one in enumerate(batch) for item in one.found]
        if found:
            out |= self.attribution_losses(batch, vectors, anchor_logits, anchors, real, found)
        if chosen := [row for row, one in enumerate(batch) if one.distilled]:
            out |= self.distilled([batch[row] for row in chosen], vectors[chosen], mention_logits[chosen], anchor_logits[chosen])  # fmt: skip
        return out | self.event_losses(batch, deeds, type_logits.float().log_softmax(-1), real)

    def event_losses(
        self, batch: Sequence[Sample], vectors: Tensor, chances: Tensor, real: Tensor
    ) -> dict[str, Tensor]:
        """Types of pieces, roles and classes of events; `chances` are log chances of types, (windows, pieces, types)."""
        out: dict[str, Tensor] = {}
        types = padded([one.types for one in batch], IGNORED)
        if (types != IGNORED).any():
            weights = torch.full((chances.shape[-1],), RARE)
            weights[0] = 1.0
            out["types"] = F.nll_loss(chances.transpose(1, 2), types, weights, ignore_index=IGNORED) * 12
            if (standing := types > 0).any():  # which event it is, apart from whether there is one
                given = chances[standing][:, 1:].log_softmax(-1)
                out["kinds"] = F.nll_loss(given, types[standing] - 1) * KINDS
        if any(one.weak for one in batch):
            out["weak"] = weak_loss(chances, real, [one.weak for one in batch])
        length = vectors.shape[1]
        events = [(row * length + place, *rest) for row, one in enumerate(batch) for place, *rest in one.events if rest[1].roles is not None]  # fmt: skip
        if not events:
            return out
        anchors = torch.tensor([item[0] for item in events])
        around = anchors[:, None] + torch.arange(-REACH, REACH + 1)
        first = (anchors // length * length)[:, None]
        last = first + real.sum(1)[anchors // length][:, None] - 1
        inside = (around >= first) & (around <= last)
        around = torch.minimum(torch.maximum(around, first), last)
        roles = F.pad(padded([item[1] for item in events], 0), (0, length))[:, :length]
        roles = roles.gather(1, (around % length)) * inside
        flat = vectors.reshape(-1, vectors.shape[-1])
        some = torch.rand(len(events)) < self.options.linked
        if some.any():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = self.network.event_linker(flat, anchors[some], around[some])
            cost = F.cross_entropy(scores.float().transpose(1, 2), roles[some], reduction="none") * inside[some]
            out["parts"] = cost.sum() / (int(some.sum()) * PARTS)

        def mean(*of: int) -> Tensor:
            weights = torch.stack([roles == role for role in of]).any(0).float()
            return torch.einsum("al,alw->aw", weights, flat[around]) / weights.sum(1, keepdim=True).clamp(min=1)

        labels = [item[2] for item in events]
        parties = mean(ACTOR_BEGINS, ACTOR), mean(RECIPIENT_BEGINS, RECIPIENT)
        again, *logits = self.network.describe(flat[anchors], mean(TRIGGER), *parties)
        out["again"] = F.cross_entropy(again, torch.tensor([one.kind for one in labels])) * KINDS
        known = torch.tensor([one.flags is not None for one in labels])
        if known.any():
            flags = torch.tensor([one.flags for one in labels if one.flags is not None]).float()
            out["flags"] = F.binary_cross_entropy_with_logits(logits[0][known], flags) * 4
        for name, values, target in zip(
            ("event_mode", "question", "stance"),
            logits[1:],
            ([one.mode for one in labels], [one.question for one in labels], [one.stance for one in labels]),
            strict=True,
        ):
            gold = torch.tensor(target)
            if (gold >= 0).any():
                out[name] = F.cross_entropy(values[gold >= 0], gold[gold >= 0]) * 0.3
        return out

    def distilled(
        self, batch: Sequence[Sample], vectors: Tensor, mentions: Tensor, anchors: Tensor
    ) -> dict[str, Tensor]:
        """How far the names and attributions of a batch have moved from what the teacher tells of it (Li and Hoiem 2016, Learning without Forgetting)."""
        teacher = self.teacher
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            told, _, real, _ = self.encode(batch, teacher)
            told_mentions, told_anchors = teacher.mentions(told), teacher.anchors(told)[..., 0].float().sigmoid()
        told, length = told.float(), told.shape[1]  # the batch that these come from may have longer windows
        vectors, mentions, anchors = vectors[:, :length], mentions[:, :length], anchors[:, :length]
        cost = F.cross_entropy(mentions.float()[real], told_mentions.float()[real].softmax(-1))
        out = {"told mentions": cost}
        out["told anchors"] = F.binary_cross_entropy_with_logits(anchors[real], told_anchors[real]) * 4
        best = (told_anchors * real).topk(min(MOST_TOLD, length), dim=1)
        rows, kept = (best.values > TOLD).nonzero(as_tuple=True)
        if not len(rows):
            return out
        places = best.indices[rows, kept]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.linked(vectors, batch, rows, places)
            with torch.no_grad():
                goal = self.linked(told, batch, rows, places, teacher).float().softmax(-1)
        cost = -(goal * scores.float().log_softmax(-1)).sum(-1) * real[rows]
        out["told roles"] = cost.sum() / (len(rows) * 12)

        def mean(of: Tensor, *roles: int) -> Tensor:
            weights = goal[..., list(roles)].sum(-1)
            return torch.einsum("al,alw->aw", weights, of[rows]) / weights.sum(1, keepdim=True).clamp(min=1)

        classes = zip(
            self.network.classify(vectors[rows, places], mean(vectors, CONTENT), mean(vectors, SOURCE_BEGINS, SOURCE)),
            teacher.classify(told[rows, places], mean(told, CONTENT), mean(told, SOURCE_BEGINS, SOURCE)),
            strict=True,
        )
        out["told classes"] = torch.stack([F.cross_entropy(now, then.detach().softmax(-1)) for now, then in classes]).sum() * 0.3  # fmt: skip
        return out

    def wrong(self, logits: Tensor, anchors: Tensor) -> list[tuple[int, int]]:
        """Likely anchors that are none: (window, piece)."""
        with torch.no_grad():
            chances = torch.where(anchors == 0, logits.sigmoid(), torch.zeros_like(logits))
            best = chances.topk(min(self.options.wrong_anchors, chances.shape[1]), dim=1)
        return [
            (row, int(place))
            for row in range(len(logits))
            for chance, place in zip(best.values[row], best.indices[row], strict=True)
            if chance > 0.1
        ]

    def attribution_losses(
        self, batch: Sequence[Sample], vectors: Tensor, logits: Tensor, anchors: Tensor, real: Tensor, found: list
    ) -> dict[str, Tensor]:
        """Roles and classes of the attributions of a batch."""
        wrong = self.wrong(logits, anchors)
        length = vectors.shape[1]
        rows = torch.tensor([item[0] for item in found] + [row for row, _ in wrong])
        places = torch.tensor([item[1] for item in found] + [place for _, place in wrong])
        roles = torch.cat(
            [
                padded([item[2] for item in found], 0),
                torch.zeros(len(wrong), max(len(item[2]) for item in found), dtype=torch.long),
            ]
        )
        roles = F.pad(roles, (0, length - roles.shape[1]))
        flat = torch.tensor([batch[row].flat for row in rows.tolist()])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.linked(vectors, batch, rows, places)
        chances = scores.float().log_softmax(-1)
        cost = -chances.gather(-1, roles[..., None])[..., 0]
        # nobody annotated addressees there: outside or addressee, both are right
        either = -torch.logsumexp(chances[..., [OUTSIDE, ADDRESSEE_BEGINS, ADDRESSEE]], -1)
        cost = torch.where(flat[:, None] & (roles == OUTSIDE), either, cost) * real[rows]
        out = {"roles": cost.sum() / (len(rows) * 12)}
        sure = torch.arange(len(found))
        content = (roles[sure] == CONTENT).float()
        source = ((roles[sure] == SOURCE) | (roles[sure] == SOURCE_BEGINS)).float()

        def mean(weights: Tensor) -> Tensor:
            return torch.einsum("al,alw->aw", weights, vectors[rows[sure]]) / weights.sum(1, keepdim=True).clamp(min=1)

        act = torch.tensor([item[3] for item in found])
        if (act >= 0).any():
            values_of = self.network.classify(vectors[rows[sure], places[sure]], mean(content), mean(source))
            gold = (act, torch.tensor([item[4] for item in found]), torch.tensor([item[5] for item in found]))
            for name, values, target, weight in zip(
                ("act", "mode", "identified"), values_of, gold, (0.5, 0.3, 0.3), strict=True
            ):
                out[name] = F.cross_entropy(values[target >= 0], target[target >= 0]) * weight
        return out


def fit(
    load: Callable[[random.Random], Sequence[Document]],
    network: Network,
    words: np.ndarray,
    options: Options,
    out: Path,
    teacher: Network | None = None,
) -> None:
    """Train and save `out` after each epoch; `load` gives the documents of an epoch, drawn with what it is handed.

    Distilled texts learn from the teacher, without one from the network as it is now.
    """
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    choose = random.Random(options.seed)
    documents = load(choose)
    network.encoder.dropped, network.encoder.in_int8 = options.dropped, options.in_int8
    trainer = Trainer(network, words, options, teacher)
    trunk, layers = list(network.encoder.parameters()), list(network.event_layers.parameters())
    known = {id(parameter) for parameter in (*trunk, *layers)}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [(trunk, options.rate * options.trunk), (layers, options.rate), (heads, options.head_rate)]
    optimizer = torch.optim.AdamW([{"params": some, "lr": rate} for some, rate in groups if rate], weight_decay=0.01)
    pieces = sum(len(one) for document in documents for one in document.pieces)
    steps = int(options.epochs * pieces / options.pieces * 1.12) + 1

    def rate(step: int) -> float:
        warm = options.warm_up * steps
        return min(1.0, step / warm) * max(0.02, 1 - max(0.0, step - warm) / (steps - warm))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    begun, step = time.time(), 0
    for epoch in range(options.epochs):
        documents = load(choose) if epoch else documents
        drawn = [one for document in documents for one in samples(document, choose)]
        for batch in batches(drawn, options.pieces, choose):
            found = trainer.losses(batch)
            if not found:
                continue
            loss = torch.stack(list(found.values())).sum()
            if not loss.requires_grad:  # nothing in the batch for the parts that learn
                continue
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            keep = min(options.average, step / (step + 10))
            for name, value in network.state_dict().items():
                average[name].lerp_(value, 1 - keep)
            if step % 20 == 0:
                parts = " ".join(f"{name} {value.item():.3f}" for name, value in found.items())
                print(f"epoch {epoch} step {step}/{steps} {time.time() - begun:.0f} s {parts}", flush=True)
        torch.save({"state": average, "last": network.state_dict(), "options": options, "epoch": epoch + 1}, out)
