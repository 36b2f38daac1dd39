"""What goes over many pages: kept up as pages come, change and go, it is what it would be if all pages had come at once."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpus"))
from asked_pages import BRAZIL, CHILE, PERU, RUIZ, Asked, party
from story_pages import Sheet

from onrecord.archive import Archive, open_archive, upkeep
from onrecord.corpus import across
from onrecord.corpus.copies import CopyGroup
from onrecord.corpus.likeness import story_page
from onrecord.errors import ArchiveError, UsageError
from onrecord.records import PageRecord, Passage

Pages = list[tuple[PageRecord, str]]
#: Invented reports of four things, in two languages; each is told by several outlets.
TOLD = (
    ("en", "2020-05-05", "Peru seizes trawler Antares off Tumbes\nPeru seized the Chilean trawler Antares near Tumbes on Monday, said Ana Ruiz."),
    ("en", "2020-05-06", "Trawler Antares seized by Peru\nThe navy of Peru took the trawler Antares of Chile off Tumbes, Minister Ana Ruiz said."),
    ("es", "2020-05-06", "Perú captura el pesquero Antares\nLa marina de Perú capturó el pesquero chileno Antares frente a Tumbes, dijo Ana Ruíz."),
    ("en", "2020-06-20", "Nurses walk out at Arequipa hospital\nNurses of the Honorio hospital in Arequipa walked out on Friday over pay, said Rosa Quispe."),
    ("en", "2020-06-21", "Arequipa nurses on strike over pay\nThe nurses of Honorio hospital, Arequipa, stopped work over pay; Quispe spoke of 300 of them."),
    ("en", "2021-01-10", "Glacier lake bursts above Huaraz\nThe lake Palcacocha burst its dam above Huaraz and eleven houses were lost, said Eva Ruiz."),
    ("it", "2021-01-11", "Esonda il lago sopra Huaraz\nIl lago glaciale Palcacocha ha rotto la diga sopra Huaraz, ha detto Eva Ruiz."),
)  # fmt: skip
WORDS = [
    "pilot",
    "fisher",
    "baker",
    "miller",
    "joiner",
    "carter",
    "weaver",
    "tanner",
    "cooper",
    "potter",
    "glazier",
    "mason",
    "smith",
    "tiler",
    "dyer",
]


def wire(number: int) -> str:
    """A long text of its own for each report, which outlets print with it."""
    chance, words = random.Random(number), [f"{word}{'abcdefg'[number]}" for word in WORDS]
    return " ".join(
        f"The {chance.choice(words)} told the {chance.choice(words)} what a {chance.choice(words)} lost."
        for _ in range(15)
    )


def page(number: int, copy: int) -> tuple[PageRecord, str]:
    """One of the reports, or a wire text that outlets reprint and frame; with events, positions and names."""
    language, published, text = TOLD[number % len(TOLD)]
    body = text if copy == 0 else f"{text}\n{wire(number)}\nPrinted by outlet {copy}."
    asked = Asked(
        *body.split("\n"),
        path=f"{number}-{copy}.txt",
        published=published,
        outlet=f"Outlet {(number + copy) % 5}",
        language=language,
    )
    sheet = Sheet(body, language, published)
    asked.record = msgspec.structs.replace(
        asked.record, mentions=sheet.names(), passages=_with_text(asked.record.passages, body)
    )
    said = asked.says(RUIZ)
    one, other = ((PERU, CHILE), (BRAZIL, PERU), (CHILE, BRAZIL))[(number > 2) + (number > 4)]
    asked.event("COERCE", one, other, on=published if number % 2 else None)
    asked.event("ASSAULT", other, one, "claimed", claims=(said,))
    asked.position(BRAZIL, "recognition", CHILE, "for" if number % 3 else "against")
    return asked.page


def _with_text(passages: Sequence[Passage], body: str) -> tuple[Passage, ...]:
    assert [passage.text for passage in passages] == body.split("\n")
    return tuple(passages)


def told(archive: Archive) -> dict[str, Any]:
    """All that the archive has worked out, in an order of its own."""
    ids = [row.id for row in archive.pages()]
    return {
        "actors": sorted(map(repr, archive.actors(limit=None))),
        "copies": sorted({repr(group) for one in ids if (group := archive.copies(one))}),
        "stories": sorted(map(repr, archive.stories(limit=None))),
        "events": sorted(map(repr, archive.merged_events(limit=None))),
    }


def at_once(records: Sequence[PageRecord]) -> dict[str, Any]:
    found = across(records)
    return {
        "actors": sorted(map(repr, found.actors)),
        "copies": sorted(map(repr, found.copies)),
        "stories": sorted(map(repr, found.stories)),
        "events": sorted(map(repr, found.events)),
    }


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "many.db", create=True) as archive:
        yield archive


def everything() -> Pages:
    return [page(number, copy) for number in range(len(TOLD)) for copy in range(4)]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_any_portion_give_what_all_pages_at_once_give(
    archive: Archive, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, pages = random.Random(seed), everything()
    monkeypatch.setattr(upkeep, "PORTION", chance.choice((1, 3, 7, 100)))
    chance.shuffle(pages)
    for start in range(0, len(pages), 5):
        list(archive.add(pages[start : start + 5]))
    expected = at_once([record for record, _ in pages])
    assert told(archive) == expected
    assert {kind: len(found) > 1 for kind, found in expected.items()} == dict.fromkeys(expected, True)
    archive.rebuild()
    assert told(archive) == expected
    gone = chance.sample(pages, 9)
    archive.forget(*(record.page.id for record, _ in gone))
    left = [one for one in pages if one not in gone]
    assert told(archive) == at_once([record for record, _ in left])
    assert archive.check() == ()


def test_a_new_version_takes_the_place_of_the_old_one(archive: Archive) -> None:
    first, second = page(0, 0), page(1, 0)
    new = Asked("Quite another thing.", path="0-0.txt", published="2020-05-07").page
    list(archive.add([first, second]))
    list(archive.add([new]))
    assert told(archive) == at_once([second[0], new[0]])


def test_records_that_are_read_anew_are_worked_in_anew(archive: Archive) -> None:
    (record, text), other = page(0, 0), page(1, 0)
    list(archive.add([(record, text), other]))
    better = msgspec.structs.replace(record, made_by="newer", events=record.events[:1])
    list(archive.add([(better, text)]))
    assert told(archive) == at_once([better, other[0]])


def test_what_an_interrupted_run_left_is_worked_in(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = everything()[:6]
    with monkeypatch.context() as patched:
        patched.setattr(upkeep, "settle", lambda database: None)
        list(archive.add(pages))
    assert archive.stories() == ()
    archive.settle()
    assert told(archive) == at_once([record for record, _ in pages])


def test_a_page_that_cannot_be_compared_stops_no_other(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = everything()[:6]
    bad = pages[2][0].page.id

    def failing(record: PageRecord) -> Any:
        if record.page.id == bad:
            raise ValueError("no such letter")
        return story_page(record)

    monkeypatch.setattr(upkeep, "story_page", failing)
    list(archive.add(pages))
    assert told(archive) == at_once([record for record, _ in pages if record.page.id != bad])
    assert [(one.page, one.problem.stage) for one in archive.problems()] == [(bad, "across")]
    assert archive.check() == ()
    archive.forget(bad)
    assert archive.problems() == ()


def test_what_another_version_made_is_made_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = everything()[:6]
    list(archive.add(pages))
    monkeypatch.setattr(upkeep, "VERSION", "another")
    with archive.writer() as writer:
        writer._db.run("UPDATE merged_events SET body = x'7b7d'")
    archive.settle()
    assert told(archive) == at_once([record for record, _ in pages])


@pytest.mark.parametrize("many", [0, 5_000])
def test_stories_by_filters(archive: Archive, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr("onrecord.archive.questions.CROWDED", many)
    monkeypatch.setattr("onrecord.archive.reach.COMMON", many)
    list(archive.add(everything()[:12], case="boats"))
    list(archive.add(everything()[12:]))
    whole = archive.stories(limit=None)
    assert [story.until for story in whole] == sorted((story.until for story in whole), reverse=True)
    (boats,) = archive.stories("Antares")
    assert boats in archive.stories(case="boats") and boats in archive.stories(language="es")
    assert archive.stories(actor="Rosa Quispe", since="2020-06", until="2020-06")[0].since == "2020-06-20"
    assert boats not in archive.stories(since="2020-06")
    assert archive.stories("Antares", case="boats") == (boats,) and archive.stories("Antares nurses") == ()
    assert archive.stories("Antares", country="PER") == (boats,) and archive.stories(country="DEU") == ()
    file = archive.story(boats.id[:8])
    assert file.story == boats and {event.story for event in file.timeline} == {boats.id}
    assert {row.page.id for row in file.pages} | {copy.id for row in file.pages for copy in row.copies} == {
        ref.id for ref in boats.pages
    }
    assert any(row.copies for row in file.pages)
    assert {archive.story_of(ref.id) for ref in boats.pages} == {boats.id}


@pytest.mark.parametrize("wrong", ["zz", "ffffffffff"])
def test_no_such_thing(archive: Archive, wrong: str) -> None:
    list(archive.add(everything()[:3]))
    for ask in (archive.story, archive.actor, archive.merged_event):
        with pytest.raises(ArchiveError):
            ask(wrong)


def test_actors_by_name_and_page(archive: Archive) -> None:
    list(archive.add(everything()))
    (ruiz,) = archive.actors("Ana Ruiz")
    assert {name.text for name in ruiz.names} >= {"Ana Ruiz", "Ana Ruíz"}
    assert ruiz in archive.actors(kind="person", page=page(0, 0)[0].page.id)
    assert archive.actor(ruiz.id[:9]) == ruiz
    assert page(0, 0)[0].page.id in {row.id for row in archive.actor_pages(ruiz.id, limit=None)}
    assert "Ana Ruiz" not in {actor.names[0].text for actor in archive.actors("Eva")}


def test_an_actor_is_found_in_every_form_of_its_name(archive: Archive) -> None:
    texts = (("Sergey Lavrov", "Lavrov said so."), ("Сергей Лавров", "Так сказал Лавров."))
    for number, (name, text) in enumerate(texts):
        asked = Asked(f"{name}. {text}", path=f"{number}.txt", published="2020-05-05", language=("en", "ru")[number])
        said = asked.says(party(name, "RUS", name))
        asked.event("ACCUSE", party(name, "RUS", name), CHILE, "claimed", claims=(said,))
        list(archive.add([asked.page]))
    (actor,) = archive.actors("Lavrov")
    for ask in (archive.ask.events, archive.merged_events):
        assert (len(ask(actor="Lavrov")), len(ask(actor=actor.id))) == (1, 2)  # type: ignore[operator]
    assert len(archive.ask.events(claimant=actor.id[:8])) == 2


def test_a_judgement_wins_is_listed_and_is_undone_by_another(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    list(archive.add(everything()))
    before = told(archive)["actors"]
    (joined,) = archive.merge_actors("Rosa Quispe", "Eva Ruiz", by="me", why="her maiden name")
    assert {name.text for name in joined.names} >= {"Rosa Quispe", "Eva Ruiz"}
    assert [(one.by, one.same, one.why) for one in archive.judgements()] == [("me", True, "her maiden name")]
    assert archive.judgements()[0] in archive.merges(joined.id)
    archive.rebuild()
    assert archive.actor(joined.id) == joined
    assert len(archive.split_actors("Rosa Quispe", "Eva Ruiz")) == 2
    assert told(archive)["actors"] == before
    with pytest.raises(UsageError):
        archive.merge_actors("Nobody Atall", "Eva Ruiz")


def test_a_judgement_waits_for_its_names(archive: Archive) -> None:
    pages = everything()
    list(archive.add(pages))
    archive.merge_actors("Ana Ruiz", "Rosa Quispe")
    expected = told(archive)["actors"]
    archive.forget(*(record.page.id for record, _ in pages[:12]))
    list(archive.add(pages[:12]))
    assert told(archive)["actors"] == expected
    assert archive.actors("Ana Ruiz") == archive.actors("Rosa Quispe")


@pytest.mark.parametrize("many", [0, 5_000])
def test_merged_events_by_filters(archive: Archive, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr("onrecord.archive.questions.CROWDED", many)
    list(archive.add(everything()))
    whole = archive.merged_events(limit=None)
    assert sum(len(event.reports) for event in whole) == 2 * len(everything())
    stated = archive.merged_events(stated=True, limit=None)
    assert {event.type for event in stated} == {"COERCE"} and all(event.stated_by for event in stated)
    assert {event.type for event in archive.merged_events(status="claimed", limit=None)} == {"ASSAULT"}
    several = next(event for event in stated if len(event.reports) > 1 and event.actor[0].country == "PER")
    assert archive.merged_event(several.reports[0]) == archive.merged_event(several.id[:10]) == several
    assert several in archive.merged_events(story=several.story, country="CHL", type="coerce", actor="Peru", limit=None)
    assert several.origins < len(several.pages)


def test_compare(archive: Archive) -> None:
    list(archive.add(everything(), case="all"))
    found = archive.compare(case="all")
    assert found.left_out == 0 and 0 < len(found.pages) < len(everything())  # copies are looked at once
    (history,) = found.positions
    assert (history.holder, history.question) == ("Brazil", "recognition")
    assert any(stand.changed_from for stand in history.stands)
    (boats,) = archive.stories("Antares")
    assert set(archive.compare(boats.id).pages) < {ref.id for ref in boats.pages}
    with pytest.raises(UsageError):
        archive.compare()


def test_forgotten_names_are_in_no_table(archive: Archive, tmp_path: Path) -> None:
    asked = Asked("Zyxgrauth met Xenvarigold.", path="secret.txt", outlet="Oxvurg", title="Zizzerkranz")
    asked.says(party("Wuxhamira Vrint", None, "Wuxhamira Vrint"))
    asked.event("CONSULT", party("Jibbelwock", "PER", "Jibbelwock Quomble"), CHILE)
    list(archive.add([*everything()[:5], asked.page]))
    assert archive.actors("Wuxhamira")
    archive.forget(asked.record.page.id)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for trace in (b"Zyxgrauth", b"Wuxhamira", b"wuxhamira", b"vrint", b"Jibbelwock", b"jibbelwock", b"Zizzerkranz"):
        assert trace not in raw


def test_copies_name_their_origin(archive: Archive) -> None:
    list(archive.add(everything()))
    one = page(3, 2)[0].page.id
    group = archive.copies(one)
    assert isinstance(group, CopyGroup) and one in group.ids and group.why
    assert archive.copies(page(3, 0)[0].page.id) is None
