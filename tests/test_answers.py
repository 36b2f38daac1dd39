"""Answers for people: tables that name who says so, and samples that are checked by hand and read back."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent / "archive"))
from asked_pages import BRAZIL, CHILE, PERU, RUIZ, Asked, party

from onrecord import answers
from onrecord.archive import Archive, open_archive
from onrecord.errors import InputError


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    page = Asked("=Peru seized a trawler.", path="a.txt", published="2020-05-05", outlet="Harbour Post")
    said, denied = page.says(RUIZ), page.says(CHILE, speech_act="deny")
    page.event("COERCE", PERU, CHILE, trigger="seized")
    page.event("ASSAULT", CHILE, PERU, "denied", claims=(said,), denials=(denied,))
    page.event("CONSULT", (CHILE, PERU), (), "claimed", claims=(page.says(),))
    page.figure(14, "sailors", said)
    page.deadline(RUIZ, CHILE, "2020-05-13", said)
    page.position(BRAZIL, "recognition", party("[the] border"), "for", "2020-05-01")
    page.position(BRAZIL, "recognition", party("[the] border"), "against", "2020-05-03", said)
    with open_archive(tmp_path / "asked.db", create=True) as archive:
        list(archive.add([page.page]))
        yield archive


def shown(table: Table) -> str:
    console = Console(width=300, record=True, file=open("/dev/null", "w"), color_system=None)  # noqa: SIM115, PTH123
    console.print(table)
    return console.export_text()


def test_events(archive: Archive) -> None:
    text = shown(answers.events_table(archive.ask.events()))
    for words in ("denied by Chile", "Ana Ruiz", "(not named)", "the page itself", "Harbour Post", "claimed", "COERCE"):
        assert words in text


def test_the_other_tables(archive: Archive) -> None:
    ask = archive.ask
    assert "14 sailors" in (text := shown(answers.figures_table(ask.figures()))) and "Ana Ruiz" in text
    assert "2020-05-13" in shown(answers.deadlines_table(ask.deadlines()))
    text = shown(answers.positions_table(ask.positions()))
    assert "2020-05-01 for" in text and "says Ana Ruiz" in text and "[the] border" in text
    assert "Ana Ruiz" in shown(answers.actors_table(ask.actors()))
    text = shown(answers.counts_table(ask.counts(("country", "month"))))
    assert "PER" in text and "2020-05" in text and "1,000.0" in text
    assert shown(answers.counts_table(())).strip()


def fill_in(path: Path, marks: dict[str, str], delimiter: str = ",") -> None:
    """Write into `right`, by status, and save as a spreadsheet would."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows([row | {"right": marks.get(row["status"], "")} for row in rows])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sample_comes_back_as_precision(archive: Archive, tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "sample.csv"
    answers.write_sample(archive.ask.sample_events(10), path)
    assert "'=Peru seized a trawler." in path.read_text(encoding="utf-8-sig")  # no formula
    fill_in(path, {"stated": "Yes", "denied": "no"}, delimiter)
    found = answers.precision_of(path)
    assert (found["checked"], found["not checked"]) == (2, 1)
    assert (found["precision"]["share"], found["precision"]["of"]) == (0.5, 2)
    low, high = found["precision"]["interval"]
    assert low < 0.5 < high
    assert found["by status"]["denied"]["count"] == 0 and found["by type"]["COERCE"]["count"] == 1


def test_nothing_checked_has_no_precision(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    answers.write_sample(archive.ask.sample_events(10), path)
    assert answers.precision_of(path)["precision"] == {"share": None, "of": 0}
    answers.write_sample((), path)
    assert answers.precision_of(path)["checked"] == 0


def test_what_is_no_checked_sample_is_refused(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    answers.write_sample(archive.ask.sample_events(10), path)
    fill_in(path, {"stated": "perhaps"})
    with pytest.raises(InputError, match=r"row \d: right is 'perhaps'"):
        answers.precision_of(path)
    path.write_text("id,name\n1,2\n")
    with pytest.raises(InputError, match="no column `right`"):
        answers.precision_of(path)
    with pytest.raises(InputError, match="cannot be read"):
        answers.precision_of(tmp_path / "none.csv")
