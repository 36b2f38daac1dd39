"""Reads texts with events written in the format of `events/README.md`.

`python read_events.py FILE...` checks and counts them, with --rows prints them as JSON Lines; `suite`, `further`, `turned`, `everyday`, `pages` and `press` stand for
all texts of the suite, for those of further languages, for those that it is easy to read the wrong way, and for the sentences and the passages of real texts (which need the benchmark data in ../shared).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "-",
)  # fmt: skip
FLAGS = ("claimed", "denied", "negated", "planned", "possible", "conditional")
KEYS = ("where", "when", "about", "term", "demand", "consequence", "position", "stance")
POSITIONS = ("recognition", "backing", "sanction", "ceasefire", "intervention", "agreement", "membership", "independence", "election", "law")  # fmt: skip
STANCES = ("for", "against", "neutral", "conditional", "withdrawn")
HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
_HEAD = re.compile(r"#\s+(\S+)\s*(.*)")
#: Public sets whose texts we marked by offsets.
PUBLIC = {
    "polnear_train": "attribution/polnear_train.jsonl.gz",
    "fundus_pages": "cleaning/fundus_pages.jsonl.gz",
    "flat_pages": "cleaning/flat_pages.jsonl.gz",
    "es_brat_docs": "events/es_brat_docs.jsonl",
    "stories": "stories/stories.jsonl",
}
Span = list[int]


class FormatError(ValueError):
    """A file that does not follow the format; says where."""


def status(flags: list[str]) -> str:
    """The status of the record contract from the flags of an event: the first that fits."""
    for name, found in (
        ("negated", ("negated",)),
        ("denied", ("denied",)),
        ("hypothetical", ("possible", "conditional")),
        ("planned", ("planned",)),
        ("claimed", ("claimed",)),
    ):
        if any(flag in flags for flag in found):
            return name
    return "stated"


def place(text: str, words: str, where: str, after: int = 0) -> Span:
    """Where words stand in the text: the first time, or the n-th with `#n` behind them; at ends of words where there are such."""
    words, _, number = words.strip().partition("#")
    words = words.strip()
    count = int(number) if number.strip().isdigit() else 1
    spaced = re.search(r"[぀-ヿ一-鿿]", words) is None
    edges = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    for pattern in (edges[0] + re.escape(words) + edges[1], re.escape(words)):
        hits = [hit for hit in re.finditer(pattern, text) if hit.start() >= after]
        if len(hits) >= count:
            return [hits[count - 1].start(), hits[count - 1].end()]
    raise FormatError(f"{where}: {words!r} does not stand in the text {count} times")


def pieces(text: str, words: str, where: str) -> list[Span]:
    """Spans of `a ... b`, in order; [] of nothing."""
    found: list[Span] = []
    for part in words.split(" ... "):
        if part.strip():
            found.append(place(text, part, where, found[-1][1] if found else 0))
    return found


def parties(text: str, words: str, where: str) -> list[Span]:
    """Spans of `a; b`."""
    return [place(text, part, where) for part in words.split(";") if part.strip()]


def event(text: str, line: str, where: str) -> dict[str, Any]:
    """One line: TYPE/mode | trigger | actors | recipients | flags | key=words ..."""
    fields = [field.strip() for field in line.split("|")]
    if len(fields) < 5:
        raise FormatError(f"{where}: five fields at least: {line!r}")
    kind, _, mode = fields[0].partition("/")
    flags = [flag for flag in fields[4].split() if flag != "stated"]
    if kind not in TYPES or not set(flags) <= set(FLAGS):
        raise FormatError(f"{where}: type or flags: {line!r}")
    row: dict[str, Any] = {
        "type": kind,
        "mode": mode or None,
        "trigger": pieces(text, fields[1], where),
        "actor": parties(text, fields[2], where),
        "recipient": parties(text, fields[3], where),
        "flags": flags,
        "status": status(flags),
    }
    if not row["trigger"]:
        raise FormatError(f"{where}: no trigger: {line!r}")
    for field in fields[5:]:
        if not field:
            continue
        key, found, value = field.partition("=")
        if key not in KEYS or not found:
            raise FormatError(f"{where}: {field!r}")
        if key in ("position", "stance"):
            if value not in (POSITIONS if key == "position" else STANCES):
                raise FormatError(f"{where}: {field!r}")
            row[key] = value
        else:
            row[key] = pieces(text, value, where)
    if ("position" in row) != ("stance" in row):
        raise FormatError(f"{where}: position and stance go together")
    return row


def read_file(path: Path) -> Iterator[dict[str, Any]]:
    """The texts of a file: {"id", "language", "text", "events", ...}."""
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "# end"]:
        if line.startswith("# ") and block:
            yield read_block(block, path.name)
            block = []
        if line.strip() or block:
            block.append(line)


def read_block(block: list[str], name: str) -> dict[str, Any]:
    """One text with its events."""
    head = _HEAD.match(block[0])
    if head is None or "---" not in block:
        raise FormatError(f"{name}: {block[0]!r}: a head and a line --- are needed")
    cut = block.index("---")
    text = "\n".join(block[1:cut]).strip()
    facts = dict(item.split("=", 1) for item in head[2].split() if "=" in item)
    where = f"{name} {head[1]}"
    events = [event(text, line, where) for line in block[cut + 1 :] if line.strip()]
    return {"id": head[1], "language": head[1].split("-")[0], **facts, "text": text, "events": events}


def suite() -> list[dict[str, Any]]:
    """All texts of the suite."""
    return _texts()


def further() -> list[dict[str, Any]]:
    """The texts of further languages."""
    return _texts("further")


def turned() -> list[dict[str, Any]]:
    """The texts whose verb undoes what its noun names, or that name others before who does it."""
    return _texts("turned")


def everyday() -> list[dict[str, Any]]:
    """Everyday sentences of the same kinds, and those that sound like an event and are none, chosen by no system."""
    return _texts("everyday")


def _texts(folder: str = "") -> list[dict[str, Any]]:
    """The texts of a folder of gold, of the suite where none is named."""
    return [row for path in sorted((HERE / "events" / folder).glob("??.txt")) for row in read_file(path)]


def pages(shared: Path = SHARED) -> list[dict[str, Any]]:
    """The sentences of real pages, with their text out of the benchmark data."""
    return list(marked(HERE / "events" / "pages.jsonl", shared))


def press(shared: Path = SHARED) -> list[dict[str, Any]]:
    """The passages of wire reports and web pages, likewise."""
    return list(marked(HERE / "events" / "press.jsonl", shared))


def marked(path: Path, shared: Path) -> Iterator[dict[str, Any]]:
    """Rows of offsets into public sets (into news pages where they name none), with the text there."""
    bodies: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            source = row.get("set", "fundus_pages")
            if source not in bodies:
                bodies[source] = dict(_bodies(shared / "bench" / PUBLIC[source]))
            body = bodies[source][row["page"]]
            yield {**row, "text": "".join(body[start:end] for start, end in row["spans"])}


def _bodies(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of a public set by id; lines end as they do elsewhere."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            body = row.get("body", row.get("text"))
            yield row["id"], body.replace("\r\n", "\n") if isinstance(body, str) else "\n\n".join(body)


def main() -> None:
    """Check files, print rows with --rows, else counts."""
    names = [name for name in sys.argv[1:] if name != "--rows"]
    sets = {"suite": suite, "further": further, "turned": turned, "everyday": everyday, "pages": pages, "press": press}
    if len(names) == 1 and names[0] in sets:
        for row in sets[names[0]]():
            print(json.dumps(row, ensure_ascii=False))
        return
    texts, kinds, states, bad = 0, dict.fromkeys(TYPES, 0), {}, 0
    for name in names:
        block: list[str] = []
        for line in [*Path(name).read_text(encoding="utf-8").splitlines(), "# end"]:
            if line.startswith("# ") and block:
                try:
                    row = read_block(block, name)
                except (FormatError, ValueError) as error:
                    print(error)
                    bad += 1
                    block = [line]
                    continue
                finally:
                    block = []
                texts += 1
                if "--rows" in sys.argv:
                    print(json.dumps(row, ensure_ascii=False))
                for one in row["events"]:
                    kinds[one["type"]] += 1
                    states[one["status"]] = states.get(one["status"], 0) + 1
            if line.strip() or block:
                block.append(line)
    if "--rows" not in sys.argv:
        print(texts, "texts;", bad, "bad;", kinds, states)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
