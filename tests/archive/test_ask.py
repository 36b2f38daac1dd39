"""Questions to the archive: filters, who claims and denies, positions as of a date, counts, samples, and tables that stay true."""

import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_pages import with_id
from asked_pages import BRAZIL, CHILE, PERU, RUIZ, Asked, party

from onrecord.archive import Archive, open_archive, rows
from onrecord.archive.parties import NOT_NAMED, who
from onrecord.archive.sqlite import migrations
from onrecord.errors import ArchiveError, UsageError


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "asked.db", create=True) as archive:
        yield archive


def strait() -> Asked:
    page = Asked(
        "Peru seized a trawler. Chile shelled us, said Ruiz.",
        path="a.txt",
        published="2020-05-05",
        outlet="Harbour Post",
    )
    said = page.says(RUIZ, speech_act="accuse")
    denied = page.says(CHILE, speech_act="deny")
    page.event("COERCE", PERU, CHILE, on="2020-05-04", trigger="seized")
    page.event("ASSAULT", CHILE, PERU, "denied", claims=(said,), denials=(denied,), trigger="shelled")
    page.event("THREATEN", PERU, CHILE, "planned")
    page.figure(14, "sailors", said)
    page.figure(3, "boats", unit="boats", as_of="2020-05-01")
    page.deadline(RUIZ, CHILE, "2020-05-13", said)
    return page


def talks() -> Asked:
    page = Asked("Talks in Lima.", path="b.txt", published="2020-06-02", language="it", outlet="Il Faro")
    page.event("CONSULT", (CHILE, PERU), (), "claimed", claims=(page.says(),))
    page.event("COERCE", party("Lima", "PER"), CHILE, on="2020-05-04")
    return page


def fill(archive: Archive, *pages: Asked, case: str | None = None) -> None:
    list(archive.add([page.page for page in pages], case))


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ({}, ["CONSULT", "ASSAULT", "THREATEN", "COERCE", "COERCE"]),
        ({"type": "coerce"}, ["COERCE", "COERCE"]),
        ({"status": "denied"}, ["ASSAULT"]),
        ({"actor": "peru"}, ["ASSAULT", "THREATEN", "CONSULT", "COERCE"]),
        ({"actor": "PERU", "side": "actor"}, ["CONSULT", "THREATEN", "COERCE"]),
        ({"country": "per", "side": "actor", "type": "COERCE"}, ["COERCE", "COERCE"]),
        ({"actor": "Lima", "country": "CHL"}, ["COERCE"]),
        ({"actor": "nobody"}, []),
        ({"actor": "?!"}, []),
        ({"claimant": "ruiz"}, ["ASSAULT"]),
        ({"since": "2020-06"}, ["CONSULT"]),
        ({"since": "2020-05-05", "until": "2020-05"}, ["ASSAULT", "THREATEN"]),
        ({"language": "it"}, ["CONSULT", "COERCE"]),
        ({"outlet": "harbour post"}, ["ASSAULT", "COERCE", "THREATEN"]),
        ({"case": "lima"}, ["CONSULT", "COERCE"]),
        ({"limit": 1, "offset": 1, "type": "COERCE"}, ["COERCE"]),
        ({"limit": None}, ["CONSULT", "ASSAULT", "THREATEN", "COERCE", "COERCE"]),
    ],
)
@pytest.mark.parametrize("crowded", [0, 5_000])
def test_events_by_filters(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], types: list[str], crowded: int
) -> None:
    monkeypatch.setattr("onrecord.archive.questions.CROWDED", crowded)
    fill(archive, strait())
    fill(archive, talks(), case="lima")
    found = archive.ask.events(**asked)
    assert sorted(one.item.type for one in found) == sorted(types)
    days = [one.day or "" for one in found]
    assert days == sorted(days, reverse=True)


def test_no_claim_without_its_claimant(archive: Archive) -> None:
    fill(archive, strait(), talks())
    told = {one.item.type: one for one in archive.ask.events(limit=None)}
    assert (told["ASSAULT"].claimants, told["ASSAULT"].deniers) == (("Ana Ruiz",), ("Chile",))
    assert told["CONSULT"].claimants == (NOT_NAMED,)
    assert told["COERCE"].claimants == ()
    assert [one.claimants for one in archive.ask.figures()] == [("Ana Ruiz",), ()]
    for answer in (*archive.ask.events(limit=None), *archive.ask.figures(), *archive.ask.deadlines()):
        assert {"status", "claimants", "deniers"} <= set(answer.row()) & set(answer.json())
        assert answer.status == "stated" or answer.claimants or answer.status == "planned" or answer.deniers
        assert answer.gloss


def test_an_attributed_event_without_its_attribution_still_says_so(archive: Archive) -> None:
    page = Asked()
    page.event("ASSAULT", CHILE, PERU, "claimed")
    fill(archive, page)
    (one,) = archive.ask.events()
    assert one.claimants == (NOT_NAMED,)


def test_a_chain_of_claims_comes_outermost_first(archive: Archive) -> None:
    page = Asked()
    outer = page.says(party("the Courier"))
    inner = page.says(RUIZ, nested_in=outer)
    page.event("ASSAULT", CHILE, PERU, "claimed", claims=(outer, inner))
    fill(archive, page)
    assert archive.ask.events()[0].claimants == ("the Courier", "Ana Ruiz")


@pytest.mark.parametrize("crowded", [0, 5_000])
def test_figures(archive: Archive, monkeypatch: pytest.MonkeyPatch, crowded: int) -> None:
    monkeypatch.setattr("onrecord.archive.questions.CROWDED", crowded)
    fill(archive, strait())
    assert [one.item.low for one in archive.ask.figures(unit="Boats")] == [3]
    assert [one.item.low for one in archive.ask.figures(counted="sailors")] == [14]
    assert [one.item.low for one in archive.ask.figures(status="claimed")] == [14]
    assert [one.item.low for one in archive.ask.figures(actor="Ruiz")] == [14]
    assert archive.ask.figures(country="PER") == ()
    assert [one.day for one in archive.ask.figures()] == ["2020-05-05", "2020-05-01"]


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2020-05-04", []),
        ("2020-05-05", ["2020-05-13", "2020-05-20"]),
        ("2020-05-14", ["2020-05-20"]),
        ("2020-05-21", []),
        (None, ["2020-05-20", "2020-05-13", None]),
    ],
)
def test_deadlines_open_on_a_day(archive: Archive, on: str | None, due: list[str | None]) -> None:
    page = strait()
    page.deadline(PERU, CHILE, None, anchor="2020-05-01")
    later = Asked(path="c.txt", published="2020-05-05")
    later.deadline(PERU, BRAZIL, "2020-05-20")
    fill(archive, page, later)
    found = [one.item.due.start if one.item.due else None for one in archive.ask.deadlines(open_on=on)]
    assert (found if on else sorted(found, key=str)) == (due if on else sorted(due, key=str))
    assert len(archive.ask.deadlines(country="BRA")) == 1


def stances() -> list[Asked]:
    """Brazil on a border: for, still for, against (as Chile claims), and Peru, once."""
    pages = []
    for number, (holder, stance, on) in enumerate(
        [(BRAZIL, "for", "2020-01-01"), (party("Brasília", "BRA"), "for", "2020-02-01"), (BRAZIL, "against", "2020-03-01"), (PERU, "neutral", "2020-02-15")]
    ):  # fmt: skip
        page = Asked(f"Page {number}.", path=f"{number}.txt", published="2020-04-01")
        claims = (page.says(CHILE),) if stance == "against" else ()
        page.position(holder, "recognition", party("the border"), stance, on, *claims)
        pages.append(page)
    return pages


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2019-12-31", {}),
        ("2020-01-15", {"Brazil": ("for", 1)}),
        ("2020-02", {"Brasília": ("for", 1), "Peru": ("neutral", 1)}),
        ("2020-03-01", {"Brazil": ("against", 2), "Peru": ("neutral", 1)}),
        (None, {"Brazil": ("against", 2), "Peru": ("neutral", 1)}),
    ],
)
@pytest.mark.parametrize("size", [1, 200])
def test_positions_as_of_a_date(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, on: str | None, expected: dict[str, tuple[str, int]], size: int
) -> None:
    monkeypatch.setattr("onrecord.archive.ask.POSITIONS", size)
    fill(archive, *stances())
    found = archive.ask.positions(on=on)
    assert {one.item.holder.text: (one.item.stance, len(one.changes)) for one in found} == expected


def test_positions_tell_their_changes_and_who_says_so(archive: Archive) -> None:
    fill(archive, *stances())
    (brazil,) = archive.ask.positions(country="BRA", question="recognition", about="border")
    assert [(one.day, one.stance, one.claimants) for one in brazil.changes] == [
        ("2020-01-01", "for", ()), ("2020-03-01", "against", ("Chile",)),
    ]  # fmt: skip
    assert (brazil.status, brazil.claimants) == ("claimed", ("Chile",))
    assert brazil.row()["changes"] == ["2020-01-01 for", "2020-03-01 against, says Chile"]
    assert [one.item.holder.text for one in archive.ask.positions(stance="neutral")] == ["Peru"]
    assert archive.ask.positions(question="sanction") == ()
    assert [one.item.holder.text for one in archive.ask.positions(limit=1)] == ["Brazil"]
    assert [one.item.holder.text for one in archive.ask.positions(limit=None, offset=1)] == ["Peru"]
    assert [one.item.stance for one in archive.ask.positions(country="BRA", status="stated")] == ["for"]


def test_actors(archive: Archive) -> None:
    fill(archive, strait())
    fill(archive, talks(), case="lima")
    found = {one.name: one for one in archive.ask.actors()}
    assert set(found) == {"Peru", "Chile", "Ana Ruiz"}
    peru = found["Peru"]
    assert (peru.names, peru.countries, peru.pages) == (("Peru", "Lima"), ("PER",), 2)
    assert (peru.did_stated, peru.did_otherwise, peru.target_stated, peru.target_otherwise) == (2, 2, 0, 1)
    assert (found["Ana Ruiz"].said, found["Ana Ruiz"].pages) == (1, 1)
    assert [one.name for one in archive.ask.actors(actor="ana")] == ["Ana Ruiz"]
    assert {one.name for one in archive.ask.actors(country="PER")} == {"Peru", "Ana Ruiz"}
    assert {one.name: one.pages for one in archive.ask.actors(case="lima")} == {"Peru": 1, "Chile": 1}
    assert {one.name: one.pages for one in archive.ask.actors(language="it")} == {"Peru": 1, "Chile": 1}
    assert {one.name: one.said for one in archive.ask.actors(outlet="HARBOUR post")} == {
        "Peru": 0,
        "Chile": 1,
        "Ana Ruiz": 1,
    }
    assert archive.ask.actors(outlet="HARBOUR post", language="it") == ()
    assert {one.name: one.pages for one in archive.ask.actors(until="2020-05")} == {
        "Peru": 1,
        "Chile": 1,
        "Ana Ruiz": 1,
    }
    with pytest.raises(UsageError, match="not of actors"):
        archive.ask.actors(status="stated")


def test_what_is_no_name_is_no_actor(archive: Archive) -> None:
    page = Asked()
    page.says(party("she"))
    page.says(party("Ada Lund"))
    page.says(party("", actor="Guaidó"))
    page.says(party("Guaido", actor="Guaido"))
    fill(archive, page)
    assert [(one.name, one.said) for one in archive.ask.actors()] == [("Guaido", 2)]


def cells(archive: Archive, *by: str, **asked: Any) -> dict[tuple[str | None, ...], tuple[int, int]]:
    return {tuple(one.by.values()): (one.count, one.pages) for one in archive.ask.counts(by, **asked)}


def test_counts_tell_the_pages_read(archive: Archive) -> None:
    fill(archive, strait(), talks(), Asked("Nothing.", path="c.txt", published="2020-06-03"))
    assert cells(archive, "country", "month") == {("PER", "2020-05"): (2, 1)}
    assert cells(archive) == {(): (2, 3)}
    assert cells(archive, "month") == {("2020-05",): (2, 1), ("2020-06",): (0, 2)}
    assert cells(archive, "month", count="reports") == {("2020-05",): (4, 1), ("2020-06",): (1, 2)}
    assert cells(archive, "status", count="reports") == {
        ("stated",): (2, 3), ("denied",): (1, 3), ("planned",): (1, 3), ("claimed",): (1, 3),
    }  # fmt: skip
    assert cells(archive, "country", status="claimed") == {("CHL",): (1, 3), ("PER",): (1, 3)}
    assert cells(archive, "outlet") == {("Harbour Post",): (1, 1), ("Il Faro",): (1, 1), (None,): (0, 1)}
    assert cells(archive, "type", language="it") == {("COERCE",): (1, 1)}
    assert cells(archive, "type", country="CHL", since="2020-05-04", until="2020-05-04") == {("COERCE",): (2, 0)}
    assert cells(archive, "recipient", type="assault", count="reports") == {("PER",): (1, 3)}


@pytest.mark.parametrize("case", [None, "all"])
def test_a_reprint_is_no_second_event(archive: Archive, case: str | None) -> None:
    """Two pages of one text: reports of one event, which is counted once over all and once for each of its outlets."""
    chance = random.Random(1)
    words = [f"{one}{other}" for one in ("bar", "col", "den", "fir") for other in ("a", "ent", "ic", "um")]
    text = " ".join(chance.choices(words, k=150))
    pages = []
    for outlet in ("Harbour Post", "Il Faro", "Il Faro"):
        page = Asked(
            text, f"From {outlet} {len(pages)}.", path=f"{len(pages)}.txt", published="2020-05-05", outlet=outlet
        )
        page.event("COERCE", PERU, CHILE, on="2020-05-04")
        page.event("ASSAULT", CHILE, PERU, "denied")
        pages.append(page.page)
    list(archive.add(pages, case=case))
    assert cells(archive, "type", case=case) == {("COERCE",): (1, 3)}
    assert cells(archive, "outlet", case=case) == {("Harbour Post",): (1, 1), ("Il Faro",): (1, 2)}
    assert cells(archive, "type", status="denied", case=case) == {("ASSAULT",): (1, 3)}
    assert cells(archive, "type", count="reports", case=case) == {("ASSAULT",): (3, 3), ("COERCE",): (3, 3)}
    archive.forget(pages[0][0].page.id, pages[1][0].page.id)
    assert cells(archive, "outlet") == {("Il Faro",): (1, 1)}
    assert archive.check() == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"by": ("mood",)},
        {"type": "MOOD"},
        {"status": "felt"},
        {"by": ("month", "month")},
        {"count": "moods"},
        {"since": "May"},
        {"country": "Peru"},
    ],
)
def test_counts_of_what_there_is_not(archive: Archive, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        archive.ask.counts(**asked)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"mood": "x"}, UsageError),
        ({"side": "about"}, UsageError),
        ({"type": "MOOD"}, UsageError),
        ({"status": "felt"}, UsageError),
        ({"since": "May"}, UsageError),
        ({"country": "P"}, UsageError),
        ({"case": "x"}, ArchiveError),
    ],
)
def test_wrong_filters(archive: Archive, asked: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        archive.ask.events(**asked)
    with pytest.raises(UsageError, match="not a day"):
        archive.ask.deadlines(open_on="2020-05")


def test_rows_are_flat(archive: Archive) -> None:
    fill(archive, strait())
    (row,) = rows(archive.ask.events(status="denied"))
    assert (row["actor"], row["actor_countries"], row["recipient"]) == (["Chile"], ["CHL"], ["Peru"])
    assert (row["score"], row["day"], row["outlet"]) == (None, "2020-05-05", "Harbour Post")
    assert rows(archive.ask.events(type="COERCE"))[0]["score"] == -9.0
    frame = pytest.importorskip("pandas").DataFrame(rows(archive.ask.events()))
    assert list(frame["status"].value_counts()) == [1, 1, 1]


def test_a_sample_shows_its_words(archive: Archive) -> None:
    fill(archive, strait(), talks())
    sample = archive.ask.sample_events(10, seed=3)
    assert len({one.answer.id for one in sample}) == 5
    assert [one.answer.id for one in archive.ask.sample_events(2, seed=3)] == [one.answer.id for one in sample[:2]]
    assert {one.answer.item.type for one in archive.ask.sample_events(9, type="coerce", language="it")} == {"COERCE"}
    shelled = next(one for one in sample if one.answer.item.type == "ASSAULT")
    assert shelled.evidence == "Peru seized a trawler. Chile shelled us, said Ruiz."
    assert shelled.row()["right"] == "" and shelled.row()["claimants"] == ["Ana Ruiz"]


def everything(archive: Archive) -> dict[str, Any]:
    ask = archive.ask
    return {
        "events": ask.events(limit=None), "figures": ask.figures(limit=None), "deadlines": ask.deadlines(limit=None),
        "positions": ask.positions(limit=None), "actors": ask.actors(limit=None), "counts": ask.counts(),
        "reports": ask.counts(("type", "country", "outlet"), "reports"), "sample": [one.answer.id for one in ask.sample_events(3)],
    }  # fmt: skip


def told(archive: Archive) -> dict[str, Any]:
    """Everything but when a page was added."""
    return {
        name: [one if isinstance(one, str) else one.row() for one in found]
        for name, found in everything(archive).items()
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_pages_changes_nothing(tmp_path: Path, seed: int) -> None:
    pages = [strait(), talks(), *stances()]
    shuffled = random.Random(seed).sample(pages, len(pages))
    answers = []
    for name, order in (("a", pages), ("b", shuffled)):
        with open_archive(tmp_path / name, create=True) as archive:
            for page in order:
                fill(archive, page)
            answers.append(told(archive))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_to_it_the_tables_agree_with_the_pages(archive: Archive, seed: int) -> None:
    rng = random.Random(seed)
    for number in range(25):
        page = Asked(f"Page {rng.randrange(12)}.", url=f"https://x.example/{rng.randrange(6)}", made_by=str(rng.randrange(2)),
                     published=rng.choice([None, "2020-05-05"]), outlet=rng.choice(["A", "B", None]), language=rng.choice(["en", "it"]))  # fmt: skip
        for _ in range(rng.randrange(4)):
            page.event(
                rng.choice(["COERCE", "CONSULT"]),
                rng.choice([PERU, RUIZ, ()]),
                CHILE,
                rng.choice(["stated", "planned"]),
            )
        page.position(rng.choice([PERU, RUIZ]), "backing", CHILE, "for")
        fill(archive, page)
        if number % 5 == 4:
            archive.forget(rng.choice([row.id for row in archive.pages(newest=False)]))
        assert archive.check() == ()


def test_what_is_forgotten_is_in_no_table(archive: Archive) -> None:
    pages = [talks(), *stances()]
    fill(archive, *pages)
    before, added = told(archive), strait()
    fill(archive, added)
    assert told(archive) != before
    archive.forget(added.record.page.id)
    assert told(archive) == before
    assert archive.check() == ()
    assert archive._db.rows("SELECT 1 FROM parties WHERE name = 'Ana Ruiz'") == []
    for page in pages:
        archive.forget(page.record.page.id)
    tables = (
        "events",
        "figures",
        "deadlines",
        "positions",
        "actors",
        "actor_pages",
        "actor_counts",
        "parties",
        "party_words",
        "sides",
        "merged",
    )
    assert {table: archive._db.value(f"SELECT count(*) FROM {table}") for table in tables} == dict.fromkeys(tables, 0)


def test_a_replaced_version_counts_no_more_until_it_is_the_newest_again(archive: Archive) -> None:
    old, new = Asked("Old.", url="https://x.example/"), Asked("New.", url="https://x.example/")
    old.event("ASSAULT", PERU, CHILE, on="2020-01-01")
    new.event("CONSULT", PERU, CHILE, on="2020-01-01")
    fill(archive, old, new)
    assert cells(archive, "type") == {("CONSULT",): (1, 1)}
    assert [one.item.type for one in archive.ask.events()] == ["CONSULT"]
    assert {one.item.type for one in archive.ask.events(all_versions=True)} == {"CONSULT", "ASSAULT"}
    assert [one.pages for one in archive.ask.actors(country="PER")] == [1]
    assert archive.check() == ()
    archive.forget(new.record.page.id)
    assert cells(archive, "type") == {("ASSAULT",): (1, 1)}
    assert archive.check() == ()


def test_better_records_take_the_place_of_old_ones(archive: Archive) -> None:
    old, new = Asked("Same.", made_by="1"), Asked("Same.", made_by="2")
    old.event("ASSAULT", PERU, CHILE)
    new.event("CONSULT", BRAZIL, CHILE)
    fill(archive, old)
    list(archive.add([with_id(new.page, old.record.page.id)]))
    assert [one.item.type for one in archive.ask.events()] == ["CONSULT"]
    assert {one.name for one in archive.ask.actors()} == {"Brazil", "Chile"}
    assert archive.check() == ()


def test_the_check_sees_what_does_not_agree(archive: Archive) -> None:
    fill(archive, strait())
    archive._db.run("DELETE FROM events WHERE type = 'COERCE'")
    assert {"records without their row in the tables for questions", "reports that no page has"} <= set(archive.check())


def test_an_archive_made_before_there_were_questions_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with open_archive(path, create=True) as archive:
        fill(archive, strait(), talks(), *stances())
        expected = told(archive)
    connection = sqlite3.connect(path)
    later = "".join(script for number, script in migrations().items() if number > 1)
    made = re.findall(r"CREATE (?:VIRTUAL )?(TRIGGER|TABLE|INDEX) (\w+)", later)
    for what, name in sorted(made, key=lambda one: one[0], reverse=True):
        connection.execute(f"DROP {what} IF EXISTS {name}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with open_archive(path) as archive:
        archive.settle()
        assert told(archive) == expected
        assert archive.check() == ()


def test_who_is_one_actor() -> None:
    assert who(party("Moscow", "RUS")).key == who(party("the Kremlin", "RUS")).key
    assert who(party("he", actor="Juan Guaidó")).key == who(party("Juan Guaido", "VEN", "Juan Guaido")).key
    assert who(RUIZ).key != who(PERU).key
