"""How far the read is from what the core can do: the encoder's arithmetic, where the rest of the time goes, threads and processes.

    pip install onnx                              (for this benchmark only)
    python benchmarks/limit.py [--pages 40]

On invented pages, as `onrecord batch` reads them. Three tables:

1. one process, one thread: processor time a page, and how it divides among the products of matrices in int8 and in float, the
   other operators of the encoder, the smaller networks and everything that is not a network;
2. the same arithmetic (multiply-adds a page, counted from the shapes that ONNX Runtime reports) at the rate that one large
   product of matrices reaches on this core: the floor of the encoder, and how many times that the encoder and the read take;
3. pages a second, wall clock, of one process with one thread, one process with two threads in its encoder, and two processes
   with one each.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import tempfile
import time
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from onrecord.codec import encode
from onrecord.encoder.model import Model, model, session, session_options
from onrecord.ids import page_id
from onrecord.pipeline import RawPage, finish, run
from onrecord.stages import PER_PAGE
from synthetic import lines

INT8, FLOAT = "DynamicQuantizeMatMul", "MatMul"
SIZE = 1024  # of the large product


def texts(count: int) -> list[str]:
    """Texts of invented pages."""
    return [json.loads(line)["text"] for line in lines(count, 3)]


def read(text: str) -> bytes:
    """What `onrecord batch` does with one page, without the writing."""
    content = text.encode()
    return encode(finish(run(PER_PAGE, RawPage(id=page_id(content), content=text, where="", form="text")), "benchmark"))


def encoder(threads: int, profile: str | None = None) -> onnxruntime.InferenceSession:
    """The shipped encoder in a session of its own."""
    options = session_options(threads)
    if profile:
        options.enable_profiling, options.profile_file_prefix = True, profile
    with as_file(files("onrecord") / "models" / "encoder" / "encoder.onnx") as path:
        return session(path, options)


class Work(NamedTuple):
    """Of a run: seconds and multiply-adds of the encoder's operators by name, seconds of the whole and of all networks."""

    seconds: Counter[str]
    products: Counter[str]
    whole: float
    networks: float


def profiled(pages: list[str]) -> Work:
    """One process, one thread."""
    ours, networks = model(), 0.0

    def watched(network: Any) -> Any:
        class Watched:
            def run(self, *given: Any) -> Any:
                nonlocal networks
                begun = time.process_time()
                found = network.run(*given)
                networks += time.process_time() - begun
                return found

        return Watched()

    read(pages[0])
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: getattr(ours, name) for name in ("encoder", "linker", "classes", "event_linker", "event_classes")}
        inside = encoder(1, f"{folder}/profile")
        for name, network in kept.items():
            setattr(ours, name, watched(inside if name == "encoder" else network))
        begun = time.process_time()
        for text in pages:
            read(text)
        whole = time.process_time() - begun
        for name, network in kept.items():
            setattr(ours, name, network)
        spent = json.loads(Path(inside.end_profiling()).read_text(encoding="utf-8"))
    seconds: Counter[str] = Counter()
    products: Counter[str] = Counter()
    for one in spent:
        if one.get("cat") == "Node" and one["name"].endswith("_kernel_time"):
            name = one["args"]["op_name"]
            seconds[name] += one["dur"] / 1e6
            if name in (INT8, FLOAT):
                (left,), (out,) = (
                    one["args"]["input_type_shape"][0].values(),
                    one["args"]["output_type_shape"][0].values(),
                )
                products[name] += math.prod(out) * left[-1]
    return Work(seconds, products, whole, networks)


def best_rate(kind: str) -> float:
    """Multiply-adds a second of one large product of matrices, one thread, the best of 20."""
    weights = np.ones((SIZE, SIZE), np.int8 if kind == INT8 else np.float32)
    if kind == INT8:
        node = helper.make_node("MatMulInteger", ["a", "b"], ["c"])
        kinds, a = (TensorProto.UINT8, TensorProto.INT32), np.ones((SIZE, SIZE), np.uint8)
    else:
        node = helper.make_node("MatMul", ["a", "b"], ["c"])
        kinds, a = (TensorProto.FLOAT, TensorProto.FLOAT), np.ones((SIZE, SIZE), np.float32)
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("a", kinds[0], [SIZE, SIZE])],
        [helper.make_tensor_value_info("c", kinds[1], [SIZE, SIZE])],
        [onnx.numpy_helper.from_array(weights, "b")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    product = onnxruntime.InferenceSession(
        made.SerializeToString(), session_options(), providers=["CPUExecutionProvider"]
    )
    best = math.inf
    for _ in range(20):
        begun = time.perf_counter()
        product.run(None, {"a": a})
        best = min(best, time.perf_counter() - begun)
    return SIZE**3 / best


def rate(pages: list[str], threads: int) -> float:
    """Pages a second of this process."""
    ours: Model = model()
    ours.encoder = encoder(threads)
    read(pages[0])
    begun = time.perf_counter()
    for text in pages:
        read(text)
    return len(pages) / (time.perf_counter() - begun)


def two_processes(pages: list[str]) -> float:
    """Pages a second of two processes with half of the pages each, from their first page on."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return sum(pool.starmap(rate, [(pages[0::2], 1), (pages[1::2], 1)], chunksize=1))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40)
    pages = texts(parser.parse_args().pages)
    best = {kind: best_rate(kind) for kind in (INT8, FLOAT)}
    work = profiled(pages)
    inside = sum(work.seconds.values())
    parts = {
        "encoder, products in int8": work.seconds[INT8],
        "encoder, products in float": work.seconds[FLOAT],
        "encoder, all else": inside - work.seconds[INT8] - work.seconds[FLOAT],
        "smaller networks, and calling them": work.networks - inside,
        "no network": work.whole - work.networks,
    }
    print(f"{len(pages)} pages of {sum(map(len, pages)) / len(pages):.0f} characters; ms of processor time a page")
    for name, seconds in parts.items():
        print(f"{name:36}{1000 * seconds / len(pages):8.1f}{seconds / work.whole:8.1%}")
    print(f"{'the whole read':36}{1000 * work.whole / len(pages):8.1f}")
    floor = 0.0
    for kind, name in ((INT8, "int8"), (FLOAT, "float")):
        reached, least = work.products[kind] / work.seconds[kind], work.products[kind] / best[kind]
        floor += least
        print(
            f"{name}: {work.products[kind] / len(pages) / 1e9:.2f} billion multiply-adds a page, {reached / 1e9:.0f} a nanosecond"
            f" of the {best[kind] / 1e9:.0f} that one product of {SIZE} x {SIZE} reaches ({reached / best[kind]:.0%})"
        )
    print(
        f"floor of the encoder {1000 * floor / len(pages):.1f} ms; encoder {inside / floor:.2f} x, read {work.whole / floor:.2f} x"
    )
    one = rate(pages, 1)
    for name, found in (
        ("two threads, one process", rate(pages, 2)),
        ("two processes, one thread each", two_processes(pages)),
    ):
        print(f"{name}: {found / one:.2f} x one process with one thread")


if __name__ == "__main__":
    main()
