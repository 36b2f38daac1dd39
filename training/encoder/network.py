"""The network as PyTorch trains it; `export` writes the same computation for ONNX Runtime."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from training.encoder.rounding import rounded

from onrecord.encoder.labels import (
    ACTS,
    EVENT_MODES,
    EVENT_ROLES,
    FLAGS,
    HINTS,
    IDENTIFIED,
    MENTIONS,
    MODES,
    QUESTIONS,
    REACH,
    ROLES,
    STANCES,
    TYPES,
)

HEADS, INNER, PAIR, POSITIONS = 12, 1536, 192, 512
EVENT_LAYERS = 2  # that events have to themselves
DROPPED, PIECES_DROPPED = 0.1, 0.05  # of the values, and of the pieces, that these layers read in training
NEAR = 33  # buckets of distance between a piece and the piece that stands for an attribution
ACROSS = 7  # how many passages lie between, from -3 to 3


def buckets(distance: Tensor) -> Tensor:
    """Signed distances in pieces as numbers of buckets, fine near zero and coarse far off: 0 to NEAR - 1."""
    far = distance.abs().clamp(min=1).float()
    size = torch.where(distance.abs() <= 4, distance.abs().float(), (4 + torch.log2(far / 4) * 2).floor()).clamp(max=16)
    return (torch.sign(distance) * size).long() + NEAR // 2


class Layer(nn.Module):
    """A layer of BERT: attention and a feed-forward part, each with its sum and norm behind it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.i, self.out = nn.Linear(width, INNER), nn.Linear(INNER, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None, dropped: float = 0.0, *, in_int8: bool = False) -> Tensor:
        """`x` of shape (windows, pieces, width); `mask` is true where a piece may be looked at.

        In training a part of what is looked at and added is `dropped`, and products are rounded where they will be `in_int8`.
        """
        batch, length, width = x.shape
        dropped = dropped if self.training else 0.0

        def product(linear: nn.Linear, values: Tensor) -> Tensor:
            return rounded(linear, values) if in_int8 and self.training else linear(values)

        q, k, v = product(self.qkv, x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, mask, dropped).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + F.dropout(product(self.o, seen), dropped))
        return self.norm2(x + F.dropout(product(self.out, F.gelu(product(self.i, x))), dropped))


class Encoder(nn.Module):
    """Embedded pieces to vectors; word embeddings come from outside, frozen."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.positions = nn.Embedding(POSITIONS, width)
        self.quoted, self.kinds = nn.Embedding(3, width), nn.Embedding(6, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        nn.init.zeros_(self.quoted.weight)
        nn.init.zeros_(self.kinds.weight)
        self.dropped, self.in_int8 = 0.0, False  # what training does to the layers

    def forward(
        self, words: Tensor, quoted: Tensor, kinds: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Vectors of the highest layer and of the middle one; `words` of shape (windows, pieces, width), the others (windows, pieces)."""
        length = words.shape[1]
        place = torch.arange(length, device=words.device)
        x = middle = self.norm(words + self.positions(place) + self.quoted(quoted) + self.kinds(kinds))
        for number, layer in enumerate(self.layers):
            x = layer(x, mask, self.dropped, in_int8=self.in_int8)
            if number == len(self.layers) // 2:
                middle = x
        return x, middle

    def load_base(self, tensors: dict[str, np.ndarray], chosen: list[int]) -> None:
        """Weights of the chosen layers of the base model."""

        def put(parameter: Tensor, *names: str) -> None:
            values = np.concatenate([tensors[name].reshape(-1) for name in names])
            parameter.data.copy_(torch.from_numpy(values.copy()).view_as(parameter))

        put(self.positions.weight, "emb.pos")
        self.positions.weight.data += torch.from_numpy(tensors["emb.type"][: self.positions.embedding_dim].copy())
        put(self.norm.weight, "emb.ln.w")
        put(self.norm.bias, "emb.ln.b")
        for layer, number in zip(self.layers, chosen, strict=True):
            for end, part in (("w", "weight"), ("b", "bias")):
                put(getattr(layer.qkv, part), *(f"l{number}.{name}.{end}" for name in "qkv"))
                for name, module in (
                    ("ao", layer.o),
                    ("fi", layer.i),
                    ("fo", layer.out),
                    ("aln", layer.norm1),
                    ("oln", layer.norm2),
                ):
                    put(getattr(module, part), f"l{number}.{name}.{end}")


class Linker(nn.Module):
    """What each piece of a window is to an attribution, which one of the pieces stands for."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.piece, self.anchor, self.gate = nn.Linear(width, PAIR), nn.Linear(width, PAIR), nn.Linear(width, PAIR)
        self.near, self.across = nn.Embedding(NEAR, PAIR), nn.Embedding(ACROSS, PAIR)
        self.smooth = nn.ModuleList(nn.Conv1d(PAIR, PAIR, 5, padding=2, groups=PAIR) for _ in range(2))
        self.mix = nn.ModuleList(nn.Linear(PAIR, PAIR) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(PAIR) for _ in range(3))
        self.out = nn.Linear(PAIR, len(ROLES))

    def forward(self, pieces: Tensor, anchors: Tensor, near: Tensor, across: Tensor) -> Tensor:
        """`pieces` (attributions, pieces, width), `anchors` (attributions, width), buckets (attributions, pieces)."""
        piece = self.piece(pieces)
        x = (
            piece
            + self.anchor(anchors)[:, None]
            + piece * self.gate(anchors)[:, None]
            + self.near(near)
            + self.across(across)
        )
        x = self.norms[0](F.gelu(x))
        for smooth, mix, norm in zip(self.smooth, self.mix, self.norms[1:], strict=True):
            x = norm(x + mix(F.gelu(smooth(x.transpose(1, 2)).transpose(1, 2))))
        return self.out(x)


class Look(nn.Module):
    """Pieces look at each other and are rewritten, on top of what they are; before it has learnt anything it changes nothing."""

    def __init__(self, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.seen = nn.Linear(inner, 3 * inner), nn.Linear(inner, inner)
        self.wide, self.narrow = nn.Linear(inner, 2 * inner), nn.Linear(2 * inner, inner)
        self.norms = nn.ModuleList(nn.LayerNorm(inner) for _ in range(2))
        for last in (self.seen, self.narrow):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, x: Tensor) -> Tensor:
        """`x` of shape (events, pieces, inner)."""
        x = x + self.seen(attended(self.qkv(self.norms[0](x)), self.heads))
        return x + self.narrow(F.gelu(self.wide(self.norms[1](x))))


def attended(qkv: Tensor, heads: int) -> Tensor:
    """What pieces see of each other, (events, pieces, inner), from queries, keys and values side by side."""
    width = qkv.shape[-1] // 3 // heads
    q, k, v = qkv.view(-1, qkv.shape[1], 3, heads, width).permute(2, 0, 3, 1, 4)
    return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(-1, qkv.shape[1], heads * width)


class EventLinker(nn.Module):
    """What the pieces around the one that stands for an event are to it; only REACH of them on either side are looked at.

    They look at each other, twice, so that of two names one is the actor because the other is not.
    """

    def __init__(self, width: int, inner: int = PAIR, heads: int = 6) -> None:
        super().__init__()
        self.heads = heads
        self.piece, self.anchor, self.gate = nn.Linear(width, inner), nn.Linear(width, inner), nn.Linear(width, inner)
        self.near = nn.Parameter(torch.zeros(2 * REACH + 1, inner))
        self.smooth = nn.ModuleList(nn.Conv1d(inner, inner, 5, padding=2, groups=inner) for _ in range(2))
        self.mix = nn.ModuleList(nn.Linear(inner, inner) for _ in range(2))
        self.qkv, self.seen = nn.Linear(inner, 3 * inner), nn.Linear(inner, inner)
        self.norms = nn.ModuleList(nn.LayerNorm(inner) for _ in range(4))
        self.again = Look(inner, heads)
        self.out = nn.Linear(inner, len(EVENT_ROLES))

    def mixed(self, x: Tensor, number: int) -> Tensor:
        """What neighbouring pieces say, added."""
        smooth = self.smooth[number](x.transpose(1, 2)).transpose(1, 2)
        return x + self.mix[number](F.gelu(smooth))

    def forward(self, pieces: Tensor, anchors: Tensor, around: Tensor) -> Tensor:
        """`pieces` (all pieces, width); `anchors` (events,) numbers of pieces, `around` (events, 2 * REACH + 1) likewise."""
        projected = self.piece(pieces)
        here = pieces[anchors]
        piece = projected[around]
        x = piece + self.anchor(here)[:, None] + piece * self.gate(here)[:, None] + self.near
        x = self.norms[1](self.mixed(self.norms[0](F.gelu(x)), 0))
        x = self.norms[2](x + self.seen(attended(self.qkv(x), self.heads)))
        return self.out(self.again(self.norms[3](self.mixed(x, 1))))


class Network(nn.Module):
    """The encoder with its heads; those of events stand on layers of their own above it."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.encoder = Encoder(width, layers)
        self.mentions = nn.Linear(width, 1 + 2 * len(MENTIONS))
        self.anchors = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        self.linker = Linker(width)
        self.classes = nn.Sequential(nn.Linear(3 * width, width), nn.GELU())
        self.act, self.mode, self.identified = (nn.Linear(width, len(names)) for names in (ACTS, MODES, IDENTIFIED))
        self.event_share = nn.Parameter(torch.full((width,), 0.3))
        self.event_norm = nn.LayerNorm(width, eps=1e-12)
        self.hints = nn.Linear(HINTS, width, bias=False)
        nn.init.zeros_(self.hints.weight)
        self.drop = nn.Dropout(DROPPED)
        self.event_layers = nn.ModuleList(Layer(width) for _ in range(EVENT_LAYERS))
        self.events = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, len(TYPES)))
        self.event_linker = EventLinker(width)
        self.event_classes = nn.Sequential(nn.Linear(4 * width, width), nn.GELU())
        self.event_kind, self.flags, self.event_mode, self.question, self.stance = (
            nn.Linear(width, len(names)) for names in (TYPES, FLAGS, EVENT_MODES, QUESTIONS, STANCES)
        )

    def load_base(self, tensors: dict[str, np.ndarray], chosen: list[int]) -> None:
        """Weights of the chosen layers of the base model, and of the layers above them for the layers of events."""
        self.encoder.load_base(tensors, chosen)
        above = Encoder(self.mentions.in_features, EVENT_LAYERS)
        above.load_base(tensors, [chosen[-1] + 1 + number for number in range(EVENT_LAYERS)])
        self.event_layers.load_state_dict(above.layers.state_dict())

    def deeds(self, vectors: Tensor, middle: Tensor, hints: Tensor, mask: Tensor | None) -> Tensor:
        """Vectors above the layers of events, from those of the highest and the middle layer of the encoder, and from what lists say of the words, (windows, pieces, HINTS)."""
        x = self.event_norm(vectors + middle * self.event_share)
        if self.training:  # whole pieces go, so that types are read off their surroundings too
            x = x * (torch.rand(*x.shape[:2], 1) >= PIECES_DROPPED)
        x = self.drop(x) + self.hints(hints)
        for layer in self.event_layers:
            x = self.drop(layer(x, mask))
        return x

    def classify(self, anchor: Tensor, content: Tensor, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Speech act, mode and how the speaker is identified; each input of shape (attributions, width)."""
        x = self.classes(torch.cat([anchor, content, source], -1))
        return self.act(x), self.mode(x), self.identified(x)

    def describe(self, anchor: Tensor, trigger: Tensor, actor: Tensor, recipient: Tensor) -> tuple[Tensor, ...]:
        """Type (a second look at it), flags, mode, question and stance of events; each input of shape (events, width)."""
        x = self.event_classes(self.drop(torch.cat([anchor, trigger, actor, recipient], -1)))
        return self.event_kind(x), self.flags(x), self.event_mode(x), self.question(x), self.stance(x)
