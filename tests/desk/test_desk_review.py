"""Decisions: made in the desk, kept over a re-read, gone with their page, and read by `onrecord evaluate` as gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desk_pages import ORIGIN
from fastapi.testclient import TestClient
from test_desk_security import csrf_of
from test_desk_views import page_of

from onrecord import gold
from onrecord.archive import open_archive
from onrecord.errors import UsageError
from onrecord.evaluation import TRACKS
from onrecord.pipeline import RawPage
from onrecord.records import Event, PageRecord


def events_of(path: Path, title: str = "Chile gives") -> tuple[Event, ...]:
    with open_archive(path) as archive:
        return archive.record(page_of(path, title)).events


def decide(client: TestClient, record: str, verdict: str, **more: str) -> Any:
    form = {"csrf": csrf_of(client), "record": record, "verdict": verdict, "reviewer": "R. Ivanović", **more}
    return client.post("/review", data=form, headers=ORIGIN)


def test_accept_reject_correct_and_undo(client: TestClient, path: Path) -> None:
    one, two, three = events_of(path)
    assert decide(client, one.id, "accept", reason="plain").status_code == 303
    decide(client, two.id, "reject")
    decide(client, three.id, "correct", new_type="COERCE", new_status="claimed")
    with open_archive(path) as archive:
        found = archive.reviews.of_page(page_of(path, "Chile gives"))
    assert {id_: review.verdict for id_, review in found.items()} == {
        one.id: "accept",
        two.id: "reject",
        three.id: "correct",
    }
    review = found[three.id]
    assert (review.reviewer, review.machine["type"], review.correction["type"]) == ("R. Ivanović", "ASSAULT", "COERCE")
    decided = review.decided
    assert isinstance(decided, Event)
    assert (decided.type, decided.status, decided.voice) == ("COERCE", "claimed", "attributed")
    assert found[one.id].reason == "plain"
    assert "✎ corrected" in client.get(f"/records/{three.id}").text
    decide(client, three.id, "reopen")
    with open_archive(path) as archive:
        assert three.id not in archive.reviews.of_page(page_of(path, "Chile gives"))
        assert len(archive.reviews.history(three.id)) == 2


def test_the_queue_goes_on_to_what_is_open(client: TestClient, path: Path) -> None:
    first, second, *_ = events_of(path)
    assert f'name="record" value="{first.id}"' in client.get("/review").text
    after = decide(client, first.id, "accept").headers["location"]
    assert f'name="record" value="{second.id}"' in client.get(after).text
    assert 'value="R. Ivanović"' in client.get("/review").text


def test_what_is_no_decision_is_refused(client: TestClient, path: Path) -> None:
    event = events_of(path)[0]
    assert decide(client, event.id, "perhaps").status_code == 400
    assert decide(client, event.id, "correct").status_code == 400  # nothing is otherwise
    assert decide(client, event.id, "correct", new_type="NONSENSE").status_code == 400
    assert decide(client, event.id, "accept", reviewer=" ").status_code == 400
    assert decide(client, page_of(path, "Chile"), "accept").status_code == 400
    assert decide(client, "ffffffff", "accept").status_code == 404
    with open_archive(path) as archive:
        assert archive.reviews.all() == ()


def test_speakers_are_corrected_with_words_of_the_page(client: TestClient, path: Path) -> None:
    with open_archive(path) as archive:
        said = archive.record(page_of(path, "Chile gives")).attributions[0]
    assert decide(client, said.id, "correct", new_speakers="Somebody Else").status_code == 400
    decide(client, said.id, "correct", new_speakers="Minister Ana Ruiz\nPeru")
    with open_archive(path) as archive:
        review = archive.reviews.history(said.id)[-1]
        text = archive.text(review.page)
        places = [party["spans"][0] for party in review.correction["speakers"]]
        assert [text[start:end] for start, end in places] == ["Minister Ana Ruiz", "Peru"]


def reread(path: Path, change: Any) -> None:
    """The page comes again, read otherwise."""
    with open_archive(path) as archive:
        page = page_of(path, "Chile gives")
        record, text = archive.record(page), archive.text(page)
    with open_archive(path) as archive:
        (added,) = archive.add([(msgspec.structs.replace(change(record), made_by="a newer onrecord"), text)])
    assert added.what == "replaced"


def test_decisions_survive_a_re_read_and_go_with_their_page(client: TestClient, path: Path) -> None:
    event = events_of(path)[0]
    decide(client, event.id, "accept")
    reread(path, lambda record: msgspec.structs.replace(record, events=()))
    page = page_of(path, "Chile gives")
    with open_archive(path) as archive:
        review = archive.reviews.of_page(page)[event.id]
        assert review.machine["type"] == "ACCUSE"
        archive.forget(page)
        assert archive.reviews.all() == ()
        assert archive.check() == ()


def test_gold_is_what_evaluate_reads(client: TestClient, path: Path, tmp_path: Path) -> None:
    one, two, three = events_of(path)
    decide(client, one.id, "accept")
    decide(client, two.id, "reject")
    with open_archive(path) as archive:
        partly = list(gold.gold_of(archive, "events"))
    assert [event["id"] for row in partly for event in row["events"]] == [one.id]  # of the one passage that is decided
    decide(client, three.id, "correct", new_type="COERCE")
    reread(path, lambda record: record)
    answer = client.get("/review/gold/events.jsonl")
    (row,) = [json.loads(line) for line in answer.text.splitlines()]
    assert [event["type"] for event in row["events"]] == ["ACCUSE", "COERCE"]
    assert [row["text"][start:end] for event in row["events"] for start, end in event["trigger"]] == ["accused", "sunk"]
    assert row["events"][1]["flags"] == ["denied"]
    file = tmp_path / "gold.jsonl"
    with open_archive(path) as archive:
        assert gold.write_gold(archive, "events", file) == 1
        record = archive.record(page_of(path, "Chile gives"))

    def read(raw: RawPage) -> PageRecord:
        """A reader that finds what the archive has, where it stands in the gold text."""
        assert raw.content == row["text"]
        events = tuple(
            msgspec.structs.replace(
                event, trigger=msgspec.structs.replace(event.trigger, spans=((at := row["text"].index(event.trigger.text), at + len(event.trigger.text)),))
            )
            for event in record.events
        )  # fmt: skip
        return msgspec.structs.replace(record, events=events)

    figures = TRACKS["events"](file, read)
    assert figures["texts"] == 1
    assert figures["events"] == {"P": 0.667, "R": 1.0, "F": 0.8}  # three found, two right
    assert figures["type accuracy"]["share"] == 0.5


@pytest.mark.parametrize("track", ["attribution", "mentions"])
def test_gold_of_other_tracks(client: TestClient, path: Path, track: str, tmp_path: Path) -> None:
    with open_archive(path) as archive:
        record = archive.record(page_of(path, "Chile gives"))
    items: tuple[Any, ...] = record.attributions if track == "attribution" else record.mentions
    for item in items:
        decide(client, item.id, "accept")
    file = tmp_path / "gold.jsonl"
    with open_archive(path) as archive:
        assert gold.write_gold(archive, track, file) == 1
    row = json.loads(file.read_text(encoding="utf-8"))
    if track == "mentions":
        assert [row["text"][slice(*item["span"])] for item in row["mentions"]] == [item.text for item in items]
    else:
        assert [row["text"][start:end] for item in row["attributions"] for start, end in item["content"]] == [
            item.content.text for item in items
        ]
    assert TRACKS[track](file, lambda raw: record)["texts"] == 1


def test_no_such_track(client: TestClient, path: Path) -> None:
    assert client.get("/review/gold/nonsense.jsonl").status_code == 400
    with open_archive(path) as archive, pytest.raises(UsageError, match="no track"):
        gold.gold_of(archive, "nonsense")
