"""CSV and Parquet: the same tables, read back by csv, DuckDB and pandas."""

from __future__ import annotations

import csv
import re
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from export_pages import pages, strait

from onrecord.corpus.merge import merged_events
from onrecord.errors import UsageError
from onrecord.exports import export, merged
from onrecord.exports.columns import TABLES, dictionary
from onrecord.exports.parquet import GROUP
from onrecord.exports.tables import defused
from onrecord.records import PageRecord

ROOT = Path(__file__).resolve().parents[2]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def events(tmp_path: Path) -> dict[str, dict[str, str]]:
    export("csv", pages(), tmp_path)
    return {row["type"] + " " + row["status"]: row for row in read(tmp_path / "events.csv")}


def test_an_event_is_a_row_with_its_parties(events: dict[str, dict[str, str]]) -> None:
    row = events["COERCE stated"]
    expected = {
        "actor_texts": "Peru", "actor_countries": "PER", "recipient_countries": "CHL", "mode": "seize", "score": "-7.0", "quad": "4",
        "trigger": "seized", "date_start": "2020-05-04", "place": "off Arica", "lat": "-18.47", "arrested": "14", "dead": "", "claimants": "",
        "contexts": "military;diplomatic", "spans": "28-34", "outlet": "Harbour Post",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_only_what_is_stated_and_actual_has_a_score(events: dict[str, dict[str, str]]) -> None:
    assert {name for name, row in events.items() if row["score"]} == {"COERCE stated"}


def test_who_claims_and_who_denies_stays_with_the_event(events: dict[str, dict[str, str]]) -> None:
    denied, met, shots = events["ASSAULT denied"], events["CONSULT claimed"], events["ASSAULT claimed"]
    assert (denied["claimants"], denied["deniers"]) == ("Ana Ruiz", "Chile")
    assert (met["claimants"], met["actor_countries"]) == ("the office of Luis Paz", "CHL;PER")
    assert shots["claimants"] == "(not named)"


def test_a_chain_of_claims_is_outermost_first(tmp_path: Path) -> None:
    page = strait()
    outer, inner = page.attributions[1], page.attributions[0]
    event = msgspec.structs.replace(page.events[1], claims=(outer.id, inner.id))
    export("csv", [msgspec.structs.replace(page, events=(event,))], tmp_path)
    assert read(tmp_path / "events.csv")[0]["claimants"] == "Chile;Ana Ruiz"


def test_every_party_is_a_row(tmp_path: Path) -> None:
    export("csv", pages(), tmp_path)
    rows = [
        (row["type"], row["side"], row["number"], row["text"], row["country"])
        for row in read(tmp_path / "events_actors.csv")
    ]
    assert rows[:2] == [("COERCE", "actor", "1", "Peru", "PER"), ("COERCE", "recipient", "1", "Chile", "CHL")]
    assert rows[-1] == ("CONSULT", "actor", "2", "Peru", "PER")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("attributions", {"speech_act": "accuse", "speaker_names": "Ana Ruiz", "kind": "direct"}),
        ("figures", {"low": "14.0", "counted": "sailors", "approximate": "false"}),
        ("deadlines", {"term": "PT72H", "by_names": "Ana Ruiz", "to_countries": "CHL", "claimants": "Ana Ruiz"}),
        ("positions", {"question": "recognition", "stance": "for", "holder_texts": "Brazil"}),
    ],
)
def test_the_other_tables(tmp_path: Path, table: str, expected: dict[str, str]) -> None:
    export("csv", pages(), tmp_path)
    row = read(tmp_path / f"{table}.csv")[0]
    assert {name: row[name] for name in expected} == expected


def test_ids_join_the_tables(tmp_path: Path) -> None:
    export("csv", pages(), tmp_path, text="full")
    events, parties, said, passages = (
        read(tmp_path / f"{name}.csv") for name in ("events", "events_actors", "attributions", "passages")
    )
    known = {row["id"] for row in said}
    assert {row["event_id"] for row in parties} <= {row["id"] for row in events}
    assert {id_ for row in events for id_ in row["claim_ids"].split(";") if id_} <= known
    texts = {row["id"]: row["text"] for row in passages}
    assert all(row["trigger"] in texts[row["passage_id"]] for row in events)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"), ("+49", "'+49"), ("-Talks", "'-Talks"), ("@a", "'@a"), (" =1", "' =1"), ("\t=1", "'\t=1"), ("＝1", "'＝1"),
        ("a=b", "a=b"), ("", ""), ("— Go", "— Go"),
    ],
)  # fmt: skip
def test_formulas_are_defused(cell: str, safe: str) -> None:
    assert defused(cell) == safe


def test_no_cell_of_text_begins_like_a_formula(tmp_path: Path) -> None:
    page = strait()
    said = page.attributions[0]
    content = msgspec.structs.replace(said.content, text='=HYPERLINK("https://evil.example")')
    party = msgspec.structs.replace(said.speakers[0], text="@evil", actor=None)
    said = msgspec.structs.replace(said, content=content, speakers=(said.speakers[0], party))
    summary = export("csv", [msgspec.structs.replace(page, attributions=(said,))], tmp_path)
    numbers = {row.column for row in dictionary() if row.kind in ("number", "integer")}
    for path in summary.files:
        for row in read(path):
            for name, cell in row.items():
                assert name in numbers or not re.search(r"(^|;)\s*[=+@-]", cell), (path.name, name, cell)


def test_the_data_dictionary_is_complete(tmp_path: Path) -> None:
    export("csv", pages(), tmp_path, text="full")
    described: dict[str, list[str]] = {}
    for row in read(tmp_path / "columns.csv"):
        described.setdefault(row["table"], []).append(row["column"])
        assert len(row["about"]) > 5
    for table in (*TABLES, *merged.TABLES):
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == described[table.name]


@pytest.mark.parametrize("text", ["quotes", "none"])
def test_merged_events_have_a_row_each_and_one_a_report(tmp_path: Path, text: Any) -> None:
    events = merged_events(pages())
    export("csv", pages(), tmp_path, text=text, events=events)
    rows, reports = read(tmp_path / "merged_events.csv"), read(tmp_path / "merged_reports.csv")
    assert [row["id"] for row in rows] == [event.id for event in events]
    assert {(row["merged_event_id"], row["event_id"]) for row in reports} == {
        (one.id, report) for one in events for report in one.reports
    }
    assert {row["event_id"] for row in reports} <= {row["id"] for row in read(tmp_path / "events.csv")}
    seized = next(row for row in rows if row["type"] == "COERCE")
    expected = {
        "actor_countries": "PER",
        "recipient_countries": "CHL",
        "stated": "1",
        "claimed": "0",
        "stated_by": "Harbour Post",
        "origins": "1",
        "quad": "4",
    }
    assert {name: seized[name] for name in expected} == expected and seized["score"]
    denied = next(row for row in rows if row["denied"] == "1")
    assert (denied["denied_by"], denied["score"]) == ("Chile" if text == "quotes" else "", "")


def test_the_documents_have_every_column() -> None:
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    for table in (*TABLES, *merged.TABLES):
        rows = [
            tuple(part.strip(" `") for part in line.strip("|").split(" | "))
            for line in sections[table.name].splitlines()
            if line.startswith("| `")
        ]
        assert rows == [(column.name, column.kind, column.about) for column in table.columns]


def test_what_an_export_before_left_goes_where_it_may_not_leave(tmp_path: Path) -> None:
    export("csv", pages(), tmp_path, text="full")
    assert (tmp_path / "passages.csv").exists()
    export("csv", pages(), tmp_path)
    assert not (tmp_path / "passages.csv").exists()


def test_pages_are_not_held(tmp_path: Path) -> None:
    class Kept(PageRecord, frozen=True, kw_only=True, weakref=True):
        pass

    alive: list[weakref.ref[Kept]] = []

    def many() -> Iterator[PageRecord]:
        page = strait()
        for _ in range(50):
            one = Kept(**{name: getattr(page, name) for name in page.__struct_fields__})
            alive.append(weakref.ref(one))
            assert sum(ref() is not None for ref in alive) <= 3
            yield one

    for name in ("csv", "polecat", "ftm", "geojson", "gexf", "jsonld"):
        alive.clear()
        export(name, many(), tmp_path / name)


def test_pandas_reads_csv(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    export("csv", pages(), tmp_path)
    frame = pandas.read_csv(tmp_path / "events.csv")
    assert list(frame["status"]) == ["stated", "denied", "claimed", "claimed"]
    assert frame["score"].count() == 1 and frame["lat"][0] == -18.47
    assert frame.columns[0] == "id"


def test_duckdb_reads_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'onrecord[parquet]'")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    summary = export("parquet", pages(), tmp_path, text="full")
    assert {path.stem for path in summary.files} == {table.name for table in (*TABLES, *merged.TABLES)}
    found = duckdb.sql(f"SELECT type, status, score, lat, arrested FROM '{tmp_path / 'events.parquet'}'").fetchall()
    assert found[0] == ("COERCE", "stated", -7.0, -18.47, 14)
    assert [row[2] for row in found[1:]] == [None] * 3
    joined = (
        f"SELECT count(*) FROM '{tmp_path / 'events_actors.parquet'}' p JOIN '{tmp_path / 'events.parquet'}' e ON p.event_id = e.id"
    )  # fmt: skip
    assert duckdb.sql(joined).fetchall() == [(6,)]


def test_parquet_holds_what_csv_holds(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'onrecord[parquet]'")
    assert (
        export("csv", pages(), tmp_path / "csv").rows == export("parquet", pages(), tmp_path / "parquet").rows < GROUP
    )
    for table in TABLES:
        if not table.full:
            rows = arrow.read_table(tmp_path / "parquet" / f"{table.name}.parquet").to_pylist()
            assert [row.get("id", row.get("event_id")) for row in rows] == [
                row.get("id", row.get("event_id")) for row in read(tmp_path / "csv" / f"{table.name}.csv")
            ]


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match=r"onrecord\[parquet\]"):
        export("parquet", pages(), tmp_path)
