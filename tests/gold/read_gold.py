"""Reads the gold attributions of ours: from texts with brackets in them to rows of exact offsets."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from onrecord.records import SpeechAct

FOLDER = Path(__file__).parent / "attribution"
BRIEFS = FOLDER / "briefs"
LANGUAGES = ("en", "it", "es", "fr", "de", "pt", "ru", "ar")
ACTS = frozenset(get_args(SpeechAct))
MODES = frozenset({"said", "thinks", "intends"})
KINDS = frozenset({"direct", "indirect", "mixed"})
IDENTIFIED = {"n": "named", "u": "unnamed", "c": "collective", "d": "document", "0": "none"}
PARTS = {"s": "source", "v": "cue", "c": "content", "t": "addressee"}

HEADER = re.compile(r"# (?P<id>(?P<language>[a-z]{2})-t?\d{2,3}) topic=(?P<topic>[a-z]+)$")
MARK = re.compile(r"<((?:[svct]\d+)(?:\+[svct]\d+)*) |>")
LINE = re.compile(
    r"(?P<number>\d+) (?P<act>[a-z-]+)(?P<options>(?:/[a-z]+)*) (?P<known>[nucd0])(?: (?P<who>[^>]+?))?(?: > (?P<to>.+))?$"
)
OPEN, CLOSE = '"“„«‘‚', '"”“»’'
DASH = re.compile(r"\s*[—–] ")

Row = dict[str, Any]
Span = tuple[int, int]


class GoldError(ValueError):
    """A mistake in a gold file, with the article it is in."""


@dataclass
class Marks:
    """The pieces of one attribution as they are met in the text."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    addressee: list[Span] = field(default_factory=list)


def strip_marks(marked: str, where: str) -> tuple[str, dict[int, Marks]]:
    """The text without brackets, and the spans (code points of that text) that each attribution's brackets held."""
    out: list[str] = []
    length = last = 0
    stack: list[tuple[list[str], int]] = []
    found: dict[int, Marks] = {}
    for mark in MARK.finditer(marked):
        piece = marked[last : mark.start()]
        out.append(piece)
        length += len(piece)
        last = mark.end()
        if mark[1]:
            stack.append((mark[1].split("+"), length))
            continue
        if not stack:
            raise GoldError(f"{where}: a bracket closes that none opened, after {piece[-30:]!r}")
        labels, start = stack.pop()
        for label in labels:
            getattr(found.setdefault(int(label[1:]), Marks()), PARTS[label[0]]).append((start, length))
    if stack:
        raise GoldError(f"{where}: {stack[-1][0]} is never closed")
    out.append(marked[last:])
    text = "".join(out)
    if "<" in text or ">" in text:
        raise GoldError(f"{where}: a bracket without a label")
    for marks in found.values():
        for spans in vars(marks).values():
            spans.sort()
    return text, found


def quotation_kind(pieces: Iterable[str]) -> str:
    """`direct` where every piece opens and closes with a quotation mark or starts a line with a dash, `mixed` where some words are quoted."""
    direct, any_marks = True, False
    for piece in pieces:
        bare = piece.strip(" .,;:!?…،؛؟")
        any_marks = any_marks or any(c in bare for c in '"“”„«»')
        opened, closed = bare[:1] in tuple(OPEN), bare[-1:] in tuple(CLOSE)
        direct = direct and (opened or bool(DASH.match(piece))) and (closed or bool(DASH.match(piece)))
    return "direct" if direct else "mixed" if any_marks else "indirect"


def parent_of(number: int, found: dict[int, Marks]) -> int | None:
    """The attribution whose content most closely encloses the cue (without one, the content) of another."""
    mine = found[number].cue or found[number].content
    best: tuple[int, int] | None = None
    for other, marks in found.items():
        if other == number:
            continue
        for start, end in marks.content:
            if start <= mine[0][0] and mine[-1][1] <= end and (best is None or end - start < best[0]):
                best = (end - start, other)
    return best[1] if best else None


def read_article(block: str) -> Row:
    """One article of the authoring format as a row."""
    head, _, rest = block.strip().partition("\n")
    header = HEADER.match(head)
    if header is None:
        raise GoldError(f"not a header: {head!r}")
    where = header["id"]
    marked, _, notes = f"{rest}\n".partition("\n---\n")
    text, found = strip_marks(marked.strip(), where)
    rows = [read_line(line, text, found, where) for line in notes.strip().splitlines()]
    numbers = [row.pop("number") for row in rows]
    if sorted(numbers) != sorted(found) or len(set(numbers)) != len(numbers):
        raise GoldError(f"{where}: bracketed {sorted(found)}, described {sorted(numbers)}")
    return {"id": where, "language": header["language"], "topic": header["topic"], "text": text, "attributions": rows}


def read_line(line: str, text: str, found: dict[int, Marks], where: str) -> Row:
    """One attribution: what its line says, with the spans of its brackets."""
    said = LINE.match(line)
    if said is None or said["act"] not in ACTS:
        raise GoldError(f"{where}: cannot read {line!r}")
    number = int(said["number"])
    marks = found.get(number)
    if marks is None or not marks.content:
        raise GoldError(f"{where}: attribution {number} has no content")
    spans = sorted(span for part in vars(marks).values() for span in part)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise GoldError(f"{where}: pieces of attribution {number} overlap")
    options = [o for o in said["options"].split("/") if o]
    if unknown := set(options) - MODES - KINDS:
        raise GoldError(f"{where}: {unknown} in {line!r}")
    parent = parent_of(number, found)
    kind = next((o for o in options if o in KINDS), None) or quotation_kind(text[a:b] for a, b in marks.content)
    return {
        "number": number,
        "id": f"{where}.{number}",
        **{part: [list(span) for span in getattr(marks, part)] for part in PARTS.values()},
        "kind": kind,
        "mode": next((o for o in options if o in MODES), "said"),
        "speech_act": said["act"],
        "identified": IDENTIFIED[said["known"]],
        "speakers": names(said["who"]),
        "addressees": names(said["to"]),
        "nested_in": None if parent is None else f"{where}.{parent}",
    }


def names(listed: str | None) -> list[str]:
    """Names between semicolons."""
    return [name.strip() for name in (listed or "").split(";") if name.strip() not in ("", "-")]


def read_file(path: Path) -> Iterator[Row]:
    """Every article of one language."""
    for block in re.split(r"\n(?=# [a-z]{2}-t?\d{2,3} )", path.read_text(encoding="utf-8").strip()):
        yield read_article(block)


def read_gold(folder: Path = FOLDER) -> list[Row]:
    """Every article of every language, in the order of LANGUAGES, then of the files."""
    order = {code: number for number, code in enumerate(LANGUAGES)}
    files = sorted(folder.glob("*.txt"), key=lambda path: (order.get(path.stem, len(order)), path.stem))
    return [row for path in files for row in read_file(path)]


def counts(rows: list[Row]) -> str:
    """Markdown tables of what the gold holds: by language, by speech act, by topic."""
    columns = [*LANGUAGES, "all"]
    items = {code: [i for r in rows if code in (r["language"], "all") for i in r["attributions"]] for code in columns}
    articles = {code: [r for r in rows if code in (r["language"], "all")] for code in columns}
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]

    def line(name: str, values: Iterable[int]) -> None:
        lines.append(f"| {name} | " + " | ".join(map(str, values)) + " |")

    line("articles", (len(articles[c]) for c in columns))
    line("attributions", (len(items[c]) for c in columns))
    line("with an addressee", (sum(bool(i["addressee"]) for i in items[c]) for c in columns))
    line("nested", (sum(i["nested_in"] is not None for i in items[c]) for c in columns))
    line("without words for the speaker", (sum(not i["source"] for i in items[c]) for c in columns))
    for key, values in (
        ("kind", sorted(KINDS)),
        ("mode", sorted(MODES)),
        ("identified", sorted(IDENTIFIED.values())),
        ("speech_act", sorted(ACTS)),
    ):
        tally = {c: Counter(i[key] for i in items[c]) for c in columns}
        for value in values:
            line(value, (tally[c][value] for c in columns))
    topics = {c: Counter(r["topic"] for r in articles[c]) for c in columns}
    for topic in sorted(topics["all"]):
        line(f"*{topic}*", (topics[c][topic] for c in columns))
    return "\n".join(lines)


def main() -> None:
    """Print the rows as JSON Lines, in the form that the scorer of attributions reads."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--counts", action="store_true", help="print the tables of the README instead")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--language", choices=LANGUAGES)
    options = parser.parse_args()
    if options.counts:
        sys.stdout.write(counts(read_gold(options.folder)) + "\n")
        return
    for row in read_gold(options.folder):
        if options.language in (None, row["language"]):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
