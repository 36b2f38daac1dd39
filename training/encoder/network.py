"""The network as PyTorch trains it; `export` writes the same computation for ONNX Runtime."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from onrecord.encoder.labels import ACTS, IDENTIFIED, MENTIONS, MODES, ROLES

HEADS, INNER, PAIR, POSITIONS = 12, 1536, 192, 512
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

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`x` of shape (windows, pieces, width); `mask` is true where a piece may be looked at."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.o(seen))
        return self.norm2(x + self.out(F.gelu(self.i(x))))


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

    def forward(self, words: Tensor, quoted: Tensor, kinds: Tensor, mask: Tensor | None = None) -> Tensor:
        """`words` of shape (windows, pieces, width), the others (windows, pieces)."""
        length = words.shape[1]
        place = torch.arange(length, device=words.device)
        x = self.norm(words + self.positions(place) + self.quoted(quoted) + self.kinds(kinds))
        for layer in self.layers:
            x = layer(x, mask)
        return x

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


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.encoder = Encoder(width, layers)
        self.mentions = nn.Linear(width, 1 + 2 * len(MENTIONS))
        self.anchors = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        self.linker = Linker(width)
        self.classes = nn.Sequential(nn.Linear(3 * width, width), nn.GELU())
        self.act, self.mode, self.identified = (nn.Linear(width, len(names)) for names in (ACTS, MODES, IDENTIFIED))

    def classify(self, anchor: Tensor, content: Tensor, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Speech act, mode and how the speaker is identified; each input of shape (attributions, width)."""
        x = self.classes(torch.cat([anchor, content, source], -1))
        return self.act(x), self.mode(x), self.identified(x)
