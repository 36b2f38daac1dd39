"""Weights that come back from the model folder that ships, for training to go on from them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from onrecord.encoder.labels import HINTS, MENTIONS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from training.encoder.shipped import as_before, weights  # noqa: E402

HERE = ROOT / "src" / "onrecord" / "models" / "encoder"
#: One parameter of each kind: of a quantised product, of a plain product, of one that kept its name, of each file.
SHAPES = {
    "encoder.layers.0.qkv.weight": (1152, 384),
    "encoder.layers.6.out.weight": (384, 1536),
    "encoder.layers.6.norm2.weight": (384,),
    "encoder.positions.weight": (512, 384),
    "event_layers.1.i.weight": (1536, 384),
    "hints.weight": (384, HINTS),
    "mentions.weight": (2 * len(MENTIONS) + 1, 384),
    "linker.anchor.weight": (192, 384),
    "event_linker.qkv.weight": (576, 192),
    "event_kind.weight": (18, 384),
}


def product(graph: onnx.GraphProto, node: str) -> tuple[np.ndarray, np.ndarray]:
    """The int8 numbers of a product, and the scales of its columns."""
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = next(one for one in graph.node if one.name.startswith(node) and one.op_type == "MatMulInteger")
    whole = values[found.input[1]].astype(np.int64) - values[found.input[3]]
    return whole, values[found.input[1].removesuffix("_quantized") + "_scale"]


def test_every_kind_of_parameter_comes_back_in_its_shape_and_int8_ones_as_what_they_stand_for() -> None:
    found = weights(HERE, SHAPES)
    assert {name: found[name].shape for name in SHAPES} == SHAPES
    whole, scale = product(onnx.load(HERE / "encoder.onnx").graph, "/encoder/layers.0/qkv/")
    np.testing.assert_allclose(found["encoder.layers.0.qkv.weight"].T, whole * scale, rtol=1e-6)
    assert 0.01 < float(np.abs(found["encoder.layers.0.qkv.weight"]).mean()) < 1


def test_a_folder_that_lacks_a_parameter_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match=r"no encoder\.layers\.7\.qkv\.weight"):
        weights(HERE, {"encoder.layers.7.qkv.weight": (1152, 384)})


def network(scale: float, other: float) -> onnx.ModelProto:
    """Two products with a factor each."""
    values = [numpy_helper.from_array(np.float32([value]), name) for name, value in (("a1", scale), ("b7", other))]
    nodes = [helper.make_node("Mul", ["x", "a1"], ["y"], name="/first/Mul"), helper.make_node("Mul", ["y", "b7"], ["z"], name="/second/Mul")]  # fmt: skip
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xz"]
    return helper.make_model(helper.make_graph(nodes, "two", ends[:1], ends[1:], values))


def test_numbers_that_only_rounding_changed_are_those_before_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "encoder.onnx"
    onnx.save(network(1.0000001, 3.0), path)
    as_before(path, network(1.0, 2.0).SerializeToString())
    kept = {one.name: float(numpy_helper.to_array(one)[0]) for one in onnx.load(path).graph.initializer}
    assert kept == {"a1": 1.0, "b7": 3.0}
