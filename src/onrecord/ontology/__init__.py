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

import msgspec

from onrecord.errors import OnrecordError
from onrecord.records import Record


class EventType(Record, frozen=True, kw_only=True):
    """One type of event: quad class 1 to 4, conflict-cooperation score -10 to 10, and its modes with their scores."""

    name: str
    quad: int
    recipient_required: bool
    score: float
    test: str
    modes: dict[str, float] = msgspec.field(default_factory=dict)


class Ontology(Record, frozen=True, kw_only=True):
    """Types, contexts, sectors and quad classes."""

    types: Mapping[str, EventType]
    contexts: tuple[str, ...]
    sectors: Mapping[str, str]
    quads: Mapping[int, str]


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
    )
