"""Training sentences with one event each and its words marked in the line: as many event words as a language has.

A line is `TYPE/mode | flags | text`, with `{T ...}` around the words of the event, `{A ...}` its actors, `{R ...}` its recipients, `{W ...}` its place,
`{D ...}` its time, and `{x TYPE ...}` around the word of a further event of which nothing else is marked, unless another line with the same text does. A
type of `-` says that there is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.encoder.labels import EVENT_MODES, FLAGS, TYPES

_MARK = re.compile(r"\{(?:([ATRWD])|x ([A-Z]+)) ([^{}]+)\}")
_PARTS = {"T": "trigger", "A": "actor", "R": "recipient", "W": "where", "D": "when"}


class LineError(ValueError):
    """A line that is not written as it should be."""


def read_line(line: str, name: str) -> dict[str, Any]:
    """The row of a line: its text, and its events as `data.labelled_event` takes them."""
    fields = [field.strip() for field in line.split("|", 2)]
    if len(fields) != 3:
        raise LineError(f"{name}: not TYPE | flags | text: {line}")
    kind, _, mode = fields[0].partition("/")
    flags = fields[1].split()
    spans: dict[str, list[tuple[int, int]]] = {part: [] for part in _PARTS.values()}
    further: list[dict[str, Any]] = []
    parts: list[str] = []
    length = last = 0
    for mark in _MARK.finditer(fields[2]):
        parts += [fields[2][last : mark.start()], mark[3]]
        start = length + len(parts[-2])
        length, last = start + len(mark[3]), mark.end()
        if mark[1]:
            spans[_PARTS[mark[1]]].append((start, length))
        else:
            further.append({"type": mark[2], "trigger": [(start, length)], "bare": True})
    text = "".join(parts) + fields[2][last:]
    if "{" in text or "}" in text:
        raise LineError(f"{name}: a brace is left over: {line}")
    unknown = {kind, *(event["type"] for event in further)} - {*TYPES[1:]} | {*flags} - {*FLAGS}
    if unknown or (mode and mode not in EVENT_MODES) or (kind != "-") != bool(spans["trigger"]):
        raise LineError(f"{name}: unknown type, mode or flag, or no event word: {line}")
    events = (
        further if kind == "-" else [{"type": kind, "mode": mode, "flags": flags, "position": None, **spans}, *further]
    )
    return {"id": name, "language": name[:2], "text": text, "events": events}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, lines with one text as one row; LineError where a line is not as it should be."""
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = read_line(line, f"{path.stem}-l{number}")
            rows.setdefault(row["text"], {**row, "events": []})["events"] += row["events"]
    for row in rows.values():
        yield {**row, "events": without_bare(row["events"])}


def without_bare(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events without those of which only the word is marked, where another line marks the whole of it."""
    whole = [event for event in events if not event.get("bare")]
    taken = {span[0] for event in whole for span in event["trigger"]}
    return [*whole, *(event for event in events if event.get("bare") and event["trigger"][0][0] not in taken)]
