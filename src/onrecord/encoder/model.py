"""The model file and its sessions: vectors of pieces, mentions, anchors, roles and classes of attributions."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.encoder.embedding import Embedding, Floats
from onrecord.encoder.windows import Window

Ints = NDArray[np.int64]

NEAR, ACROSS = 33, 7  # buckets of distance in pieces and in passages; the model was trained with these


class Scores(NamedTuple):
    """What the encoder says of one window, float32, each of shape (pieces, ...).

    Vectors, logits of mentions, log odds of anchors, vectors above the layer of events, logits of types of event.
    """

    vectors: Floats
    mentions: Floats
    anchors: Floats
    deeds: Floats
    types: Floats


class Classes(NamedTuple):
    """Logits of speech act, mode and how the speaker is identified, each of shape (attributions, classes)."""

    act: Floats
    mode: Floats
    identified: Floats


class Told(NamedTuple):
    """Logits of type, flags, mode, question and stance, each of shape (events, labels)."""

    kind: Floats
    flags: Floats
    mode: Floats
    question: Floats
    stance: Floats


def near_buckets(distance: Ints) -> Ints:
    """Signed distances in pieces as numbers of buckets, fine near zero and coarse far off."""
    away = np.abs(distance)
    coarse = 4 + np.floor(np.log2(np.maximum(away, 1).astype(np.float32) / np.float32(4)) * np.float32(2))
    size = np.minimum(np.where(away <= 4, away, coarse), NEAR // 2)
    return (np.sign(distance) * size).astype(np.int64) + NEAR // 2


def session_options(threads: int = 1) -> onnxruntime.SessionOptions:
    """Options of a session that works with so many threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    return options


def session(path: Path, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    """A network of a file; the fused operator for sum and norm is slower than the two it replaces (benchmarks/encoder_speed.py --fused)."""
    return onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


class Model:
    """The sessions, one thread each: parallel work is done by processes, and a thread more would change no result."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.embedding = Embedding(folder / "words.npy")
        names = ("encoder", "linker", "classes", "event_linker", "event_classes")
        self.encoder, self.linker, self.classes, self.event_linker, self.event_classes = (
            session(folder / f"{name}.onnx", session_options()) for name in names
        )
        self.facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))

    def encode(self, window: Window, hints: Floats) -> Scores:
        """One window at a time: the int8 scales of a window never depend on what else is read. `hints` (pieces, HINTS) are what lists say of its words."""
        found = self.encoder.run(
            None,
            {
                "words": self.embedding.rows(window.ids)[None],
                "quoted": window.quoted[None].astype(np.int64),
                "kinds": window.kinds[None].astype(np.int64),
                "hints": hints[None],
            },
        )
        return Scores(*(array[0] for array in found))

    def link(self, vectors: Floats, window: Window, anchors: Ints) -> Floats:
        """Role logits of shape (anchors, pieces, roles) for the pieces that stand for attributions."""
        near = near_buckets(np.arange(len(vectors))[None] - anchors[:, None])
        passages = window.passage.astype(np.int64)
        across = np.clip(passages[None] - passages[anchors][:, None], -(ACROSS // 2), ACROSS // 2) + ACROSS // 2
        roles: Floats = self.linker.run(None, {"pieces": vectors, "anchors": anchors, "near": near, "across": across})[
            0
        ]
        return roles

    def classify(self, anchors: Floats, contents: Floats, sources: Floats) -> Classes:
        """Classes of attributions from their anchor and the means over content and source, (attributions, width) each."""
        return Classes(*self.classes.run(None, {"anchor": anchors, "content": contents, "source": sources}))

    def link_events(self, vectors: Floats, anchors: Ints, around: Ints) -> Floats:
        """Logits of roles, (events, 2 * REACH + 1, roles), of the pieces `around` those that stand for events."""
        parts: Floats = self.event_linker.run(None, {"pieces": vectors, "anchors": anchors, "around": around})[0]
        return parts

    def describe(self, anchors: Floats, triggers: Floats, actors: Floats, recipients: Floats) -> Told:
        """How events are told, from their anchor and the means over trigger, actors and recipients, (events, width) each."""
        given = {"anchor": anchors, "trigger": triggers, "actor": actors, "recipient": recipients}
        return Told(*self.event_classes.run(None, given))


@cache
def model() -> Model:
    """The model that ships with the package, read once a process."""
    with as_file(files("onrecord") / "models" / "encoder") as folder:
        return Model(folder)
