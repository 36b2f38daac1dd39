"""Run the examples of docs/tour.md and write into it what comes out; review the result as a diff."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from pathlib import Path

TOUR = Path(__file__).resolve().parent / "tour.md"
BLOCK = re.compile(r"(?<=^```pycon\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def output(source: str, names: dict[str, object]) -> str:
    """What an interactive session prints for one example."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "<tour>", "single"), names)
    return printed.getvalue()


def fill(block: str, names: dict[str, object]) -> str:
    """A block of examples with what comes out below each of them."""
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(block):
        source = example.source.splitlines()
        lines += [f"{'...' if number else '>>>'} {line}".rstrip() for number, line in enumerate(source)]
        lines += output(example.source, names).splitlines()
    return "\n".join(lines) + "\n"


def main() -> None:
    """Rewrite the tour in place; run it at the root of the repository."""
    names: dict[str, object] = {}
    text = TOUR.read_text(encoding="utf-8")
    TOUR.write_text(BLOCK.sub(lambda match: fill(match.group(), names), text), encoding="utf-8")


if __name__ == "__main__":
    main()
