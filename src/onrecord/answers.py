"""What the archive answers, for people: tables for the terminal, and samples that are checked by hand and read back."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from rich.table import Table
from rich.text import Text

from onrecord import gloss
from onrecord.archive import Actor, Answer, Count, PageRow, Sampled
from onrecord.errors import InputError
from onrecord.evaluation.events import share
from onrecord.exports.files import text_file
from onrecord.exports.tables import ENCODING, plain
from onrecord.records import Deadline, Event, Figure, Position

#: What somebody who checks a sample may write into `right`.
RIGHT = frozenset(("yes", "y", "1", "true", "right", "x"))
WRONG = frozenset(("no", "n", "0", "false", "wrong"))
_OUTLET = "the page itself"  # who says what nobody is on record as claiming


def events_table(answers: Sequence[Answer[Event]]) -> Table:
    """Who did what to whom, as a gloss, with its status and who says so."""
    return _told(answers, "event", lambda item: Text(item.type))


def figures_table(answers: Sequence[Answer[Figure]]) -> Table:
    """How many, of what, and who says so."""
    return _told(answers, "figure", lambda item: Text(item.text))


def deadlines_table(answers: Sequence[Answer[Deadline]]) -> Table:
    """Until when, and who sets whom the term."""
    return _told(answers, "due", lambda item: Text((item.due.start if item.due else None) or item.term or item.text))


def positions_table(answers: Sequence[Answer[Position]]) -> Table:
    """Where somebody stands on a question, and how it changed up to then."""
    return _told(answers, "stance", lambda item: Text(item.stance), ("so far", _history))


def actors_table(actors: Sequence[Actor]) -> Table:
    """Who is there, and in how many statements and events; told as facts by an outlet, and in any other way."""
    table = _table()
    for name, ratio in (("name", 4), ("also", 4)):
        table.add_column(name, ratio=ratio, overflow="fold", min_width=14)
    for name in ("state", "pages", "said", "did", "~did", "target", "~target"):
        table.add_column(name, justify="left" if name == "state" else "right")
    table.caption = "did, target: stated by an outlet; ~: claimed, denied, planned ..."
    for one in actors:
        numbers = (one.pages, one.said, one.did_stated, one.did_otherwise, one.target_stated, one.target_otherwise)
        also = Text(", ".join(one.names[1:4]))
        table.add_row(Text(one.name), also, " ".join(one.countries[:2]), *(f"{number:,}" for number in numbers))
    return table


def counts_table(counts: Sequence[Count]) -> Table:
    """Counts beside the pages that were read for them, and how many come on 1,000 pages."""
    table = _table()
    for name in counts[0].by if counts else ():
        table.add_column(name)
    for name in ("count", "pages read", "per 1,000 pages"):
        table.add_column(name, justify="right")
    for one in counts:
        rate = f"{1000 * one.count / one.pages:,.1f}" if one.pages else "-"
        cells = [Text(value or "(not known)") for value in one.by.values()]
        table.add_row(*cells, f"{one.count:,}", f"{one.pages:,}", rate)
    return table


def write_sample(sample: Sequence[Sampled], path: Path) -> None:
    """A sample as CSV (UTF-8 with a byte order mark, no formulas) with the column `right` to be filled in by hand.

    Raises OnrecordError naming the file if it cannot be written.
    """
    names = list(sample[0].row()) if sample else ["id", "right"]
    with text_file(path, newline="", encoding=ENCODING) as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for one in sample:
            writer.writerow([plain(tuple(cell) if isinstance(cell, list) else cell) for cell in one.row().values()])


def precision_of(path: Path) -> dict[str, Any]:
    """Share of right events in a sample that was checked, with its 95 % interval (Wilson), over all and by status, type and language.

    `right` holds one of RIGHT or WRONG in any case; empty is not checked yet. Raises InputError naming the line if it holds something
    else, or if the file is no such sample.
    """
    checked: list[dict[str, str]] = []
    left = 0
    for number, row in enumerate(_rows(path), start=2):
        mark = (row["right"] or "").strip().casefold()
        if mark not in RIGHT | WRONG | {""}:
            raise InputError(f"{path}, row {number}", f"right is {mark!r}; write yes or no, or leave it empty")
        checked += [row | {"right": mark}] if mark else []
        left += not mark
    return {
        "checked": len(checked),
        "not checked": left,
        "precision": _right(checked),
        **{f"by {name}": _by_value(checked, name) for name in ("status", "type", "language")},
    }


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as spreadsheets save it: commas, semicolons or tabs."""
    try:
        text = path.read_text(encoding=ENCODING)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})") from error
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter)
    if "right" not in (reader.fieldnames or ()):
        raise InputError(str(path), "no column `right`: not a sample of `onrecord sample events`")
    return list(reader)


def _right(rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    return share(sum(row["right"] in RIGHT for row in rows), len(rows))


def _by_value(rows: Sequence[dict[str, str]], name: str) -> dict[str, Any]:
    values = Counter(row.get(name) or "" for row in rows)
    return {value: _right([row for row in rows if (row.get(name) or "") == value]) for value in sorted(values)}


def _told(
    answers: Sequence[Answer[Any]],
    first: str,
    cell: Callable[[Any], Text],
    last: tuple[str, Callable[[Answer[Any]], Text]] | None = None,
) -> Table:
    """Records with status, gloss, those who claim and deny them, and their page; `last`: a column more."""
    table = _table(apart=True)
    for name, ratio in ((first, 3), ("in words (generated)", 7), ("who says so", 3), ("page", 3)):
        table.add_column(name, ratio=ratio, overflow="fold")
    if last is not None:
        table.add_column(last[0], ratio=3, overflow="fold")
    table.add_column("id", width=8)
    for one in answers:
        status = (one.status, "bold" if one.status == "stated" else "bold yellow")
        what = Text.assemble(cell(one.item), "\n", status, f"\n{one.day or '(no date)'}")
        words = Text(one.gloss.removeprefix(gloss.MARK))
        more = [last[1](one)] if last is not None else []
        table.add_row(what, words, _who(one), Text(_source(one.page)), *more, one.id[:8])
    return table


def _history(answer: Answer[Position]) -> Text:
    """The stances so far, each with those who say so."""
    return Text("\n".join(one.line for one in answer.changes))


def _who(answer: Answer[Any]) -> Text:
    """Who claims a record, outermost first, and who denies it."""
    denied = f"\ndenied by {', '.join(answer.deniers)}" if answer.deniers else ""
    nobody = "" if answer.deniers else _OUTLET
    return Text(((answer.said_by or nobody) + denied).strip())


def _source(page: PageRow) -> str:
    """Where a page is from, in a few words: outlet, else host or file name, and its date."""
    host = urlsplit(page.url).hostname if page.url else None
    name = page.outlet or host or (PurePath(page.path).name if page.path else page.address)
    return "\n".join(part for part in (name, page.published) if part)


def _table(*, apart: bool = False) -> Table:
    """A table over the whole width; `apart` keeps a line free between rows."""
    padding = (0, 1, 1, 0) if apart else (0, 1)
    return Table(show_edge=False, pad_edge=False, expand=True, header_style="bold", padding=padding)
