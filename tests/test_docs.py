"""The documents are true: what they show is what the program does, and every record, field and setting is in them."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from onrecord import records
from onrecord.cli import app
from onrecord.settings import Settings
from onrecord.watching import config

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def record_types() -> list[type[records.Record]]:
    """The record types in the order of records.py."""
    found = [value for value in vars(records).values() if isinstance(value, type) and issubclass(value, records.Record)]
    return [value for value in found if value is not records.Record]


def type_name(hint: Any) -> str:
    """A type as the documents write it: `list of X`, `X or null`, the values of a choice."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint == records.Spans:
        return "spans"
    if hint == tuple[int, int]:
        return "span"
    if origin is tuple:
        return f"list of {type_name(arguments[0])}"
    if str(origin) == "typing.Literal":
        return " / ".join(f"`{value}`" for value in arguments)
    if origin is Union or str(origin) == "<class 'types.UnionType'>":
        names = [type_name(argument) for argument in arguments if argument is not type(None)]
        return " or ".join([*names, "null"])
    return {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}.get(hint.__name__, hint.__name__)


def fields(record: type[records.Record]) -> Iterator[tuple[str, str]]:
    """Name in JSON and type of every field of a record."""
    hints = get_type_hints(record)
    for field in msgspec.structs.fields(record):
        yield field.encode_name, type_name(hints[field.name])


def sections(document: Path) -> dict[str, dict[str, list[str]]]:
    """Per second-level heading of a document the rows of its tables: first cell without backquotes -> the other cells."""
    found: dict[str, dict[str, list[str]]] = {}
    rows: dict[str, list[str]] = {}
    for line in document.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line[3:].strip(), {})
        elif line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            rows[cells[0].strip(" `")] = cells[1:]
    return found


@pytest.mark.parametrize("record", record_types(), ids=lambda record: record.__name__)
def test_every_record_and_field_is_documented(record: type[records.Record]) -> None:
    rows = sections(DOCS / "records.md").get(record.__name__)
    assert rows is not None, f"docs/records.md has no section {record.__name__}"
    assert list(rows) == [name for name, _ in fields(record)]
    assert {name: cells[0] for name, cells in rows.items()} == dict(fields(record))
    assert all(len(cells) == 2 and len(cells[1]) > 10 for cells in rows.values())


def test_nothing_is_documented_that_does_not_exist() -> None:
    names = {record.__name__ for record in record_types()}
    assert {heading for heading, rows in sections(DOCS / "records.md").items() if rows} <= names


def test_every_setting_is_documented() -> None:
    (rows,) = [rows for rows in sections(DOCS / "settings.md").values() if rows]
    assert rows == {
        name: [
            f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`",
            field.description,
        ]
        for name, field in Settings.model_fields.items()
    }


@pytest.mark.parametrize(
    ("heading", "table"),
    [
        ("The whole file", config.Config),
        ("Feed", config.FeedTable),
        ("Folder", config.FolderTable),
        ("Alert", config.AlertTable),
    ],
)
def test_every_key_of_the_feeds_file_is_documented(heading: str, table: type[msgspec.Struct]) -> None:
    rows = sections(DOCS / "watch.md")[heading]
    fields = {field.encode_name: field for field in msgspec.structs.fields(table)}
    assert list(rows) == list(fields)
    for name in ("every", "host_seconds", "concurrent"):
        if name in fields:
            assert rows[name][0] == f"`{fields[name].default}`"


def test_the_example_of_the_feeds_file_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (DOCS / "watch.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "feeds.toml").write_text(example, encoding="utf-8")
    found = config.read(tmp_path / "feeds.toml")
    assert (len(found.feed), len(found.folder), len(found.alert)) == (1, 1, 2)


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [command.name or (command.callback and command.callback.__name__) for command in app.registered_commands]
    assert len(names) > 15
    assert [name for name in names if not re.search(rf"onrecord [a-z |]*\b{name}\b", text)] == []


def test_what_the_tour_shows_is_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = re.sub(r"^```.*$", "", (DOCS / "tour.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    tour = doctest.DocTestParser().get_doctest(text, {}, "tour.md", "docs/tour.md", 0)
    result = doctest.DocTestRunner().run(tour)
    assert result.attempted > 10
    assert result.failed == 0


def test_links_between_documents_lead_somewhere() -> None:
    for document in [
        *DOCS.rglob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
    ]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.relative_to(ROOT)}: {target}"
