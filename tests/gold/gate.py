"""A gate of quality: figures by name, and the floors below which they must not fall."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

Figures = Mapping[str, Mapping[str, float]]


def check(name: str, reached: Figures, path: Path) -> None:
    """AssertionError where a figure lies under its floor, or a figure has no floor."""
    floors = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    fallen = {key: (reached[name][key], floor) for key, floor in floors.items() if reached[name][key] < floor}
    assert floors.keys() == reached[name].keys()
    assert not fallen, f"{name}: reached, floor: {fallen}"


def show(title: str, reached: Figures, slack: float) -> None:
    """Print floors a little below what is reached."""
    lines = [f"# {title}"]
    for name, figures in reached.items():
        lines += ["", f"[{name}]", *(f"{key} = {max(0.0, value - slack):.3f}" for key, value in figures.items())]
    sys.stdout.write("\n".join(lines) + "\n")
