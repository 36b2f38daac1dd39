"""The weights of a model folder under the names of the network that trains, so that training can go on from what ships: those of its layers come back from int8."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

#: Networks of a folder, and what stands before the names of their parameters.
_FILES = {"encoder": "", "linker": "", "classes": "", "event_linker": "event_linker.", "event_classes": ""}


def weights(folder: Path, shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """The weights of a model folder for parameters of these names and shapes, ValueError if it lacks others than `hints`."""
    state: dict[str, np.ndarray] = {}
    for file, before in _FILES.items():
        state |= _weights(onnx.load(folder / f"{file}.onnx").graph, before, shapes)
    if missing := sorted({*shapes} - {*state, "hints.weight"}):
        raise ValueError(f"{folder}: no {', '.join(missing)}")
    return state


def _weights(graph: onnx.GraphProto, before: str, shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Parameters of one graph: those that kept their names, and those of products, which are named by where they stand."""
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    values |= {
        node.output[0]: numpy_helper.to_array(node.attribute[0].t) for node in graph.node if node.op_type == "Constant"
    }
    found = {}
    for name, value in values.items():
        ours = before + name.removeprefix("network.")
        if shapes.get(ours) == value.shape:
            found[ours] = value
    for node in graph.node:
        ours = before + _module(node.name) + ".weight"
        if node.op_type not in ("MatMul", "MatMulInteger") or ours not in shapes:
            continue
        value = values[node.input[1]]
        if node.op_type == "MatMulInteger":
            bare = node.input[1].removesuffix("_quantized")
            value = (value.astype(np.float32) - values[f"{bare}_zero_point"]) * values[f"{bare}_scale"]
        found[ours] = value.T
    return found


def _module(node: str) -> str:
    """The module that a node stands in: "events.0" of "/network/events/events.0/MatMul"."""
    parts: list[str] = []
    for part in node.strip("/").split("/")[:-1]:
        if parts and part.startswith(f"{parts[-1]}."):
            parts[-1] = part
        elif part != "network":
            parts.append(part)
    return ".".join(parts)


def as_before(path: Path, before: bytes) -> None:
    """Give the encoder at `path` the very numbers of the one that `before` holds wherever both are the same but for rounding.

    A scale of int8 weights comes back a ten-millionth off, and what flows between layers is rounded again at each of them: nearly the same weights read a
    page a little otherwise (content at 90 % of PolNeAR dev .679 instead of .685).
    """
    model, old = onnx.load(path), _by_place(onnx.load_from_string(before).graph)
    values = {one.name: one for one in model.graph.initializer}
    for place, name in _places(model.graph):
        ours, its = numpy_helper.to_array(values[name]), old.get(place)
        if its is not None and its.shape == ours.shape and np.allclose(its, ours, rtol=1e-5, atol=1e-8):
            values[name].CopyFrom(numpy_helper.from_array(its, name))
    onnx.save(model, path)


def _places(graph: onnx.GraphProto) -> Iterator[tuple[str, str]]:
    """Where the numbers of a graph are read, and their names there, which count up and so tell nothing."""
    named = {one.name for one in graph.initializer}
    for node in graph.node:
        yield from ((f"{node.name} {number}", name) for number, name in enumerate(node.input) if name in named)


def _by_place(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    return {place: values[name] for place, name in _places(graph)}
