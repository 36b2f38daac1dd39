"""The PLOVER ontology, loaded from one small file a type and checked once.

Source: PLOVER manual, draft 0.8 (openeventdata/PLOVER, CC BY-SA 4.0), restated as data. Where the manual contradicts
itself the file of the type says what was decided.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

import msgspec

from onrecord.errors import OnrecordError
from onrecord.records import Record

Form = TypeVar("Form")


class EventType(Record, frozen=True, kw_only=True):
    """One type of event: quad class 1 to 4, conflict-cooperation score -10 to 10, and its modes with their scores."""

    name: str
    quad: int
    recipient_required: bool
    score: float
    test: str
    modes: dict[str, float] = msgspec.field(default_factory=dict)


class Rule(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of two events of one sentence goes: one of a type in `drop`, told in a `modality`, beside one of type `beside`."""

    why: str
    drop: tuple[str, ...]
    beside: str
    beside_mode: str | None = None
    modality: tuple[str, ...]
    same_actor: bool
    behind: bool


class Signs(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Contexts that an event speaks for by its type, its "TYPE/mode", the sector of a party, or the question of a position."""

    types: Mapping[str, tuple[str, ...]]
    modes: Mapping[str, tuple[str, ...]]
    sectors: Mapping[str, str]
    questions: Mapping[str, str]


class Ontology(Record, frozen=True, kw_only=True):
    """Types, contexts with their signs, sectors, quad classes, the rules for events that stand side by side, and what each reads as.

    A gloss of a type or a "TYPE/mode" is what it reads as when it happened, and when it is only spoken of (ontology/glosses.toml says how).
    """

    types: Mapping[str, EventType]
    contexts: tuple[str, ...]
    sectors: Mapping[str, str]
    quads: Mapping[int, str]
    rules: tuple[Rule, ...]
    signs: Signs
    glosses: Mapping[str, tuple[str, str]]


def _read(name: str, form: type[Form], key: str | None = None) -> Form:
    """A file of the ontology (or what stands under `key` in it); OnrecordError naming the file if it does not hold together."""
    try:
        fields = tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))
        return msgspec.convert(fields[key] if key else fields, form)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as error:
        raise OnrecordError(f"ontology/{name}: {error}") from error


@cache
def ontology() -> Ontology:
    """The ontology.

    Raises OnrecordError naming the file if one does not hold together.
    """
    root = files(__name__)
    common = tomllib.loads((root / "common.toml").read_text(encoding="utf-8"))
    quads = {int(number): name for number, name in common["quads"].items()}
    types: dict[str, EventType] = {}
    for entry in sorted((root / "types").iterdir(), key=lambda file: file.name):
        try:
            fields = tomllib.loads(entry.read_text(encoding="utf-8"))
            kind = msgspec.convert(fields | {"name": entry.name.removesuffix(".toml")}, EventType)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise OnrecordError(f"ontology/types/{entry.name}: {error}") from error
        scores = (kind.score, *kind.modes.values())
        if kind.quad not in quads or not all(-10 <= score <= 10 for score in scores):
            raise OnrecordError(f"ontology/types/{entry.name}: quad must be one of {sorted(quads)}, scores -10 to 10")
        types[kind.name] = kind
    return Ontology(
        types=MappingProxyType(types),
        contexts=tuple(common["contexts"]),
        sectors=MappingProxyType(common["sectors"]),
        quads=MappingProxyType(quads),
        rules=_read("rules.toml", tuple[Rule, ...], "rule"),
        signs=_read("contexts.toml", Signs),
        glosses=MappingProxyType(_read("glosses.toml", dict[str, tuple[str, str]])),
    )
