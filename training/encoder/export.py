"""Writes a trained network as the model folder that ships: ONNX for the encoder (int8) and its heads (float32)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.encoder.base import digest
from training.encoder.network import ACROSS, NEAR, Network
from training.encoder.shipped import as_before

from onrecord.encoder.labels import HINTS, REACH

OPSET = 17


class _Encoded(nn.Module):
    """Encoder and the heads of each piece as one graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, quoted: Tensor, kinds: Tensor, hints: Tensor) -> tuple[Tensor, ...]:
        vectors, middle = self.network.encoder(words, quoted, kinds)
        anchors = self.network.anchors(vectors)[..., 0]
        deeds = self.network.deeds(vectors, middle, hints, None)
        return vectors, self.network.mentions(vectors), anchors, deeds, self.network.events(deeds)


class _Linked(nn.Module):
    """The linker for all anchors of one window."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.linker = network.linker

    def forward(self, pieces: Tensor, anchors: Tensor, near: Tensor, across: Tensor) -> Tensor:
        return self.linker(pieces[None], pieces[anchors], near, across)


class _Classified(nn.Module):
    """The classes of attributions."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, anchor: Tensor, content: Tensor, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.network.classify(anchor, content, source)


class _Described(nn.Module):
    """How events are told."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, anchor: Tensor, trigger: Tensor, actor: Tensor, recipient: Tensor) -> tuple[Tensor, ...]:
        return self.network.describe(anchor, trigger, actor, recipient)


def write(
    network: Network,
    tokenizer: dict[str, Any],
    words: np.ndarray,
    facts: dict[str, Any],
    folder: Path,
    *,
    quantise: bool = True,
    before: Path | None = None,
) -> None:
    """The model folder: encoder, linker, classes, tokenizer, word embeddings, facts; `before` is an encoder whose numbers stay the same to the last digit where they were not trained."""
    kept = before and before.read_bytes()  # it may be the file that is written here
    network = network.float().eval()
    folder.mkdir(parents=True, exist_ok=True)
    width = network.mentions.in_features
    ints = torch.zeros(1, 9, dtype=torch.long)
    pieces = {1: "pieces"}
    plain = folder / "encoder.float.onnx"
    _export(_Encoded(network), (torch.randn(1, 9, width), ints, ints, torch.zeros(1, 9, HINTS)), plain,
            {"words": pieces, "quoted": pieces, "kinds": pieces, "hints": pieces}, {"vectors": pieces, "mentions": pieces, "anchors": pieces, "deeds": pieces, "types": pieces})  # fmt: skip
    if quantise:
        _quantise(plain, folder / "encoder.onnx")
        plain.unlink()
        if kept:
            as_before(folder / "encoder.onnx", kept)
    else:
        plain.rename(folder / "encoder.onnx")
    pair = {0: "anchors", 1: "pieces"}
    example = (
        torch.randn(9, width),
        torch.tensor([2, 5, 7]),
        torch.randint(NEAR, (3, 9)),
        torch.randint(ACROSS, (3, 9)),
    )
    _export(_Linked(network), example, folder / "linker.onnx",
            {"pieces": {0: "pieces"}, "anchors": {0: "anchors"}, "near": pair, "across": pair}, {"roles": pair})  # fmt: skip
    some = {0: "attributions"}
    _export(_Classified(network), tuple(torch.randn(2, width) for _ in range(3)), folder / "classes.onnx",
            {"anchor": some, "content": some, "source": some}, {"act": some, "mode": some, "identified": some})  # fmt: skip
    places, around = torch.tensor([2, 5, 7]), torch.randint(9, (3, 2 * REACH + 1))
    _export(network.event_linker, (torch.randn(9, width), places, around), folder / "event_linker.onnx",
            {"pieces": {0: "pieces"}, "anchors": {0: "events"}, "around": {0: "events"}}, {"parts": {0: "events"}})  # fmt: skip
    each = {0: "events"}
    _export(_Described(network), tuple(torch.randn(2, width) for _ in range(4)), folder / "event_classes.onnx",
            {"anchor": each, "trigger": each, "actor": each, "recipient": each},
            {"kind": each, "flags": each, "mode": each, "question": each, "stance": each})  # fmt: skip
    (folder / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    np.save(folder / "words.npy", words, allow_pickle=False)
    files = {
        path.name: digest(path)
        for path in sorted(folder.iterdir())
        if path.suffix in (".onnx", ".npy") or path.name == "tokenizer.json"
    }
    (folder / "facts.json").write_text(json.dumps({**facts, "files": files}, indent=1) + "\n", encoding="utf-8")


def _export(
    module: nn.Module, example: tuple[Tensor, ...], path: Path, inputs: dict[str, Any], outputs: dict[str, Any]
) -> None:
    """One graph with axes of any length."""
    torch.onnx.export(
        module, example, str(path), input_names=list(inputs), output_names=list(outputs),
        dynamic_axes={**inputs, **outputs}, opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def _quantise(source: Path, target: Path) -> None:
    """Weights of the layers in int8 by channel; scales of what flows between them are taken window by window."""
    import onnx

    graph = onnx.load(source).graph
    layers = [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and ("/layers." in node.name or "/event_layers." in node.name)
    ]
    quantize_dynamic(
        source,
        target,
        nodes_to_quantize=layers,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
