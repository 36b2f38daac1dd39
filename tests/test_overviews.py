"""What goes over many pages, for people and for programs: every command shows who says so, and prints the shapes of the contract."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent / "archive"))
from asked_pages import BRAZIL, CHILE, PERU, RUIZ, Asked, party

from onrecord.archive import Archive, open_archive
from onrecord.cli import app
from onrecord.errors import UsageError

WIRE = (
    "The pilots told the council of the harbour that the dredger had been lost at sea with all who were on board, and the council \
told the pilots that nobody knew by whose hand."
)


def asked(outlet: str, published: str, *more: str, dead: float, stance: str) -> Asked:
    page = Asked(
        "Peru 'seizes the' dredger",
        WIRE,
        *more,
        path=f"{outlet}.txt",
        published=published,
        outlet=outlet,
        title="Peru 'seizes the' dredger",
    )
    said = page.says(RUIZ, content="we did not effectively take the dredger from anybody", kind="direct")
    page.event("COERCE", PERU, CHILE, on="2020-05-04")
    page.event("ASSAULT", PERU, CHILE, "denied", denials=(said,), claims=(page.says(CHILE),))
    page.figure(dead, "sailors", said, unit="dead")
    page.position(BRAZIL, "recognition", party("the border"), stance, published)
    page.deadline(RUIZ, CHILE, "2020-05-13", said)
    return page


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("overviews") / "a.db"
    first = asked("Harbour Post", "2020-05-05", dead=14, stance="for")
    second = asked("Il Faro", "2020-05-06", "Printed again.", dead=2, stance="against")
    with open_archive(path, create=True) as archive:
        list(archive.add([first.page, second.page], case="boats"))
    yield path


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with open_archive(path) as archive:
        yield archive


def run(path: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--archive", str(path)], env={"COLUMNS": "220"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_stories_and_one_of_them(path: Path, archive: Archive) -> None:
    (story,) = archive.stories()
    listed = run(path, "stories", "--case", "boats")
    assert story.id[:8] in listed and "Peru 'seizes the' dredger" in listed and "2020-05-05..2020-05-06" in listed
    shown = run(path, "stories", story.id[:8])
    for words in (
        "Harbour Post",
        "Il Faro",
        "COERCE: Peru -> Chile",
        "stated by Harbour Post, Il Faro",
        "denied by Ana Ruiz",
        "claimed by Chile",
    ):
        assert words in shown
    (printed,) = [json.loads(line) for line in run(path, "stories", "--json").splitlines()]
    assert set(printed) == {"id", "title", "from", "to", "pages", "copies", "events"}
    assert set(printed["pages"][0]) == {"id", "key", "path"} and len(printed["copies"][0]) == 2


def test_compare_sets_accounts_side_by_side(path: Path, archive: Archive) -> None:
    shown = run(path, "compare", "--case", "boats")
    assert "1 texts compared" in shown  # copies are one text
    with open_archive(path.with_name("b.db"), create=True) as other:
        one = asked("Harbour Post", "2020-05-05", dead=14, stance="for")
        two = asked("Il Faro", "2020-05-06", "Quite another account, longer than that.", dead=2, stance="against")
        two.record = type(two.record)(
            **{name: getattr(two.record, name) for name in two.record.__struct_fields__ if name != "passages"},
            passages=two.record.passages[-1:],
        )
        list(other.add([one.page, two.page], case="boats"))
    shown = run(path.with_name("b.db"), "compare", "--case", "boats")
    for words in ("2 texts compared", "Figures that differ", "14 sailors", "2 sailors", "Ana Ruiz", "Positions that changed", "2020-05-05 for", "2020-05-06 against",
                  "Quoted in the headline, not in the text", "seizes the", "deadline: within days: leave"):  # fmt: skip
        assert words in shown


def test_merged_events(path: Path) -> None:
    shown = run(path, "events", "--merged", "--type", "coerce")
    assert "2 stated" in shown and "stated by Harbour Post, Il Faro" in shown
    (printed,) = [
        json.loads(line) for line in run(path, "events", "--merged", "--status", "denied", "--json").splitlines()
    ]
    assert printed["denied_by"] == ["Ana Ruiz"] and printed["claimed_by"] == ["Chile"] and printed["origins"] == 1
    with pytest.raises(UsageError):
        run(path, "events", "--merged", "--claimant", "Ruiz")


def test_actors_are_judged_and_the_judgement_undone(path: Path, archive: Archive) -> None:
    assert "Ana Ruiz" in run(path, "actors") and "person" in run(path, "actors", "Ruiz")
    (printed,) = [json.loads(line) for line in run(path, "actors", "Ruiz", "--json").splitlines()]
    assert {"id", "names", "kind", "country", "sector", "roles", "merged_from"} <= set(printed)
    assert "Ana Ruiz" in run(path, "actors", "--merge", "Ana Ruiz", "Chile", "--why", "a test")
    assert [one.why for one in archive.judgements()] == ["a test"]
    assert len(run(path, "actors", "--split", "Ana Ruiz", "Chile", "--json").splitlines()) == 2


def test_outlets_say_who_judged(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord import settings

    own = tmp_path / "outlets.toml"
    own.write_text(
        '[[outlet]]\nnames = ["Harbour Post"]\nkind = "party"\nowner = "The Tide Party"\njudged_by = "a test"\n'
    )
    monkeypatch.setenv("ONRECORD_OUTLETS", str(own))
    settings.settings.cache_clear()
    try:
        shown = run(path, "outlets")
        assert "The Tide Party" in shown and "a test" in shown and "Il Faro" in shown
        assert "made anew" in run(path, "rebuild")
    finally:
        monkeypatch.undo()
        settings.settings.cache_clear()


def test_positions_as_of_a_day(path: Path) -> None:
    assert "2020-05-06" not in run(path, "positions", "--as-of", "2020-05-05")
    assert "2020-05-05 for" in run(path, "positions", "--as-of", "2020-05-06")


def test_counts_are_of_events(path: Path) -> None:
    (events,) = [json.loads(line) for line in run(path, "counts", "--by", "type", "--json").splitlines()]
    assert events == {"type": "COERCE", "count": 1, "pages": 2}
    reports = [
        json.loads(line) for line in run(path, "counts", "--by", "type", "--count", "reports", "--json").splitlines()
    ]
    assert {row["type"]: row["count"] for row in reports} == {"COERCE": 2, "ASSAULT": 2}
