"""Figures on the public sets with events for sentences that were not trained on: `python -m training.encoder.folds`.

From the checkpoint before the step that learns from them, that step is trained anew for each fold without the fold's sentences; these are
then read by the whole pipeline with the model that comes out, and scored together. The steps after it are left out: their figures are those of that
step's model, not of the one that ships.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from msgspec.structs import replace
from tokenizers import Tokenizer
from training.encoder import data
from training.encoder.__main__ import DECODER, STEPS, Texts, mean
from training.encoder.base import TOKENIZER, WEIGHTS, read_base, trimmed, wheel_file
from training.encoder.export import write
from training.encoder.fit import Options, fit
from training.encoder.network import Network

from onrecord.encoder.model import Model
from onrecord.encoder.reading import read
from onrecord.evaluation import evaluate_events
from onrecord.pipeline import Draft, Stage, finish, run, stage
from onrecord.records import PageRecord
from onrecord.stages import PER_PAGE

#: The step that learns from the public sets.
PUBLIC = next(number for number, step in enumerate(STEPS) if step.name == "public events")


def stages_with(using: Model) -> tuple[Stage, ...]:
    """The pipeline with another model."""

    @stage("encode", needs="passages", adds="names speeches deeds problems")
    def encode(page: Draft) -> Draft:
        found = read(page.passages, using, page.language)
        return replace(page, names=found.names, speeches=found.speeches, deeds=found.deeds)

    return tuple(encode if step.name == "encode" else step for step in PER_PAGE)


def trained(texts: Texts, left_out: set[str], state: dict[str, Any], words: np.ndarray, folder: Path) -> Network:
    """The network after the first step that reads the public sets, without some of their sentences."""
    network = Network(network_width(state), len(Options.layers))
    network.load_state_dict(state)
    state = {key: value.clone() for key, value in state.items()}
    kept = (
        [one for one in texts.public if one.id not in left_out],
        [one for one in texts.calm if one.id not in left_out],
    )
    texts.public, texts.calm, every = *kept, (texts.public, texts.calm)
    checkpoint = folder / "fold.pt"
    fit(lambda choose: texts.of_epoch(STEPS[PUBLIC].drawn, choose), network, words, STEPS[PUBLIC].options, checkpoint)
    texts.public, texts.calm = every
    learnt = torch.load(checkpoint, weights_only=False)["state"]
    network.load_state_dict(mean(learnt, state, STEPS[PUBLIC].share))
    return network


def network_width(state: dict[str, Any]) -> int:
    """Width of the vectors of a saved network."""
    return int(state["mentions.weight"].shape[1])


def main() -> None:
    """Print figures for each set, all folds together."""
    parser = argparse.ArgumentParser(
        prog="python -m training.encoder.folds",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--checkpoint", type=Path, default=Path("checkpoints") / f"step{PUBLIC - 1}.pt")
    parser.add_argument("--folds", type=int, default=3)
    given = parser.parse_args()
    vocabulary, kept = trimmed(wheel_file(TOKENIZER))
    words = np.ascontiguousarray(read_base(wheel_file(WEIGHTS)).words[kept])
    texts = Texts(Tokenizer.from_str(json.dumps(vocabulary)), given.shared, Options.seed)
    state = torch.load(given.checkpoint, weights_only=False)["state"]
    rows = {
        name: list(data.read_jsonl(given.shared / "bench" / "events" / f"{name}.jsonl")) for name in data.PUBLIC_EVENTS
    }
    ids = sorted({row["id"] for some in rows.values() for row in some})
    random.Random(Options.seed).shuffle(ids)
    fold_of = {name: number % given.folds for number, name in enumerate(ids)}
    records: dict[str, PageRecord] = {}
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(given.folds):
            left_out = {name for name in ids if fold_of[name] == fold}
            network = trained(texts, left_out, state, words, Path(folder))
            write(network, vocabulary, words, dict(DECODER), Path(folder, "model"))
            pipeline = stages_with(Model(Path(folder, "model")))
            for some in rows.values():
                mine = [row for row in some if row["id"] in left_out]
                for row in mine:
                    records[row["id"]] = finish(run(pipeline, data.raw_page(row["text"], row["id"])), f"fold {fold}")
    for name in rows:
        path = given.shared / "bench" / "events" / f"{name}.jsonl"
        print(json.dumps({name: evaluate_events(path, lambda raw: records[raw.key or ""])}), flush=True)


if __name__ == "__main__":
    main()
