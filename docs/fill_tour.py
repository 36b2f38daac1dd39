"""Run the examples of docs/tour.md and write into it what comes out; review the result as a diff."""

from __future__ import annotations

import contextlib
import doctest
import io
from pathlib import Path

TOUR = Path(__file__).resolve().parent / "tour.md"


def output(source: str, names: dict[str, object]) -> str:
    """What an interactive session prints for one example."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "<tour>", "single"), names)
    return printed.getvalue()


def main() -> None:
    """Rewrite the tour in place; run it at the root of the repository."""
    names: dict[str, object] = {}
    parts = doctest.DocTestParser().parse(TOUR.read_text(encoding="utf-8"))
    filled: list[str] = []
    for part in parts:
        if isinstance(part, str):
            filled.append(part)
            continue
        lines = part.source.splitlines()
        filled.append("".join(f"{'>>>' if not number else '...'} {line}\n" for number, line in enumerate(lines)))
        filled.append(output(part.source, names))
    TOUR.write_text("".join(filled), encoding="utf-8")


if __name__ == "__main__":
    main()
