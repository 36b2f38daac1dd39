"""What the views show: pages with their records, tables and exactly them as files, stories, searches that are kept."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from desk_pages import ORIGIN
from fastapi.testclient import TestClient
from test_desk_security import csrf_of

from onrecord.archive import open_archive
from onrecord.desk.desk import Desk
from onrecord.desk.shelf import Shelf


def page_of(path: Path, title: str) -> str:
    with open_archive(path) as archive:
        return next(page.id for page in archive.pages() if page.title.startswith(title))


def rows_of(text: str) -> list[str]:
    """Ids of the records that a table shows, in order."""
    return re.findall(r'<tr id="r-([0-9a-f]+)"', text)


@pytest.mark.parametrize(
    "view", ["/events", "/events?type=ACCUSE&limit=1", "/figures?counted=sailors", "/deadlines", "/search?q=open"]
)
def test_a_file_holds_exactly_what_is_shown(client: TestClient, view: str) -> None:
    shown = rows_of(client.get(view).text)
    assert shown
    name, _, query = view.partition("?")
    table = client.get(f"{name}.csv?{query}")
    assert table.headers["content-disposition"].startswith("attachment")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")))] == shown
    assert [row["id"] for row in client.get(f"{name}.json?{query}").json()] == shown


def test_no_cell_of_a_file_is_a_formula(client: TestClient) -> None:
    assert client.get("/pages.csv").text
    for row in csv.reader(io.StringIO(client.get("/search.csv?since=2020").text)):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_every_record_of_a_page_stands_on_its_words(client: TestClient, path: Path) -> None:
    page = page_of(path, "Chile gives")
    text = client.get(f"/pages/{page}").text
    with open_archive(path) as archive:
        record = archive.record(page)
    for item in (*record.attributions, *record.events, *record.figures, *record.deadlines, *record.positions):
        assert f'id="w-{item.id}"' in text
        assert f'id="n-{item.id}"' in text
        assert f'href="/records/{item.id}#cite"' in text
    for status in ("stated", "claimed", "denied"):
        assert f"</svg>{status}</span>" in text.replace("\n", "")


def test_layers_are_in_the_address(client: TestClient, path: Path) -> None:
    page = page_of(path, "Chile gives")
    assert "main-event" in client.get(f"/pages/{page}").text
    only = client.get(f"/pages/{page}?layer=none&layer=figures").text
    assert 'class="w main-figure' in only
    assert 'class="w main-event' not in only
    assert 'class="w ' not in client.get(f"/pages/{page}?layer=none").text
    assert client.get(f"/pages/{page}?layer=nonsense").status_code == 400


def test_repairs_are_shown_beside_what_stood_there(client: TestClient, path: Path) -> None:
    text = client.get(f"/pages/{page_of(path, 'Title')}").text
    assert "<del" in text
    assert "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;</del>" in text


def test_right_to_left(client: TestClient, path: Path) -> None:
    text = client.get(f"/pages/{page_of(path, 'تشيلي')}").text
    assert re.search(r'<p class="passage" lang="[a-z]*" dir="(rtl|ltr)">', text)
    assert 'lang="ar"' in text


def test_the_original_marks_the_words_where_they_stand(client: TestClient, path: Path) -> None:
    page = page_of(path, "Chile gives")
    with open_archive(path) as archive:
        item = archive.record(page).deadlines[0]
    text = client.get(f"/pages/{page}/original?record={item.id}").text
    assert '<mark id="words">eight days</mark>' in text


def test_a_record_is_cited(client: TestClient, path: Path) -> None:
    page = page_of(path, "Chile gives")
    with open_archive(path) as archive:
        item = archive.record(page).deadlines[0]
    text = client.get(f"/records/{item.id}").text
    assert "Harbour Post" in text
    assert f"sha256:{page}" in text
    csl = client.get(f"/records/{item.id}/citation.json").json()
    assert csl[0]["container-title"] == "Harbour Post"


def test_the_board_and_its_day(client: TestClient) -> None:
    text = client.get("/positions").text
    assert text.index("<h3>For ") < text.index(">Brazil<") < text.index("<h3>Against") < text.index(">Bolivia<")
    assert ">Brazil<" not in client.get("/positions?on=2024-03-13").text


def test_a_story(client: TestClient, path: Path) -> None:
    with open_archive(path) as archive:
        story = archive.stories(limit=1)[0]
    front = client.get("/").text
    assert f'href="/stories/{story.id}"' in front
    text = client.get(f"/stories/{story.id}").text
    assert "22 Mar 2024" in text
    assert "up to 2,000 sailors" in text.lower()
    assert "accounts differ" in text
    assert ">Brazil</a>" in text
    assert client.get(f"/stories/{story.id}/events.csv").text.count("\n") > 2


def test_what_is_new_since_the_last_visit(client: TestClient) -> None:
    assert "This is your first visit" in client.get("/").text
    assert "This is your first visit" in client.get("/").text  # the same visit
    new = client.get("/?since=2020-01-01").text
    assert "Chile gives Peru" in new[new.index("Since your last visit") :]
    assert "Nothing new since" in client.get("/?since=2100-01-01").text


def test_deadlines_that_run_on_a_day(client: TestClient) -> None:
    assert "in 2 days" in client.get("/?on=2024-03-20").text
    assert "None is open" in client.get("/?on=2024-04-01").text


def test_a_search_is_kept_and_forgotten(client: TestClient) -> None:
    form = {"csrf": csrf_of(client), "name": "strait news", "view": "/search?q=strait"}
    assert client.post("/searches", data=form, headers=ORIGIN).headers["location"] == "/search?q=strait"
    assert "strait news" in client.get("/search").text
    assert "strait news" in client.get("/").text
    assert client.post("/searches", data=form | {"view": "//evil.example"}, headers=ORIGIN).status_code == 400
    client.post("/searches/drop", data=form, headers=ORIGIN)
    assert "strait news" not in client.get("/").text


@pytest.mark.parametrize(
    ("view", "code"),
    [
        ("/events?since=yesterday", 422), ("/events?type=NONSENSE", 400), ("/events?case=none", 404), ("/pages/ffffffffff", 404), ("/records/xyz", 404),
        ("/stories/ffffff", 404), ("/counts?by=nonsense", 400), ("/events?limit=0", 422), ("/actors/ffffff", 404), ("/nothing", 404),
    ],
)  # fmt: skip
def test_what_makes_no_sense_gets_a_page_that_says_so(client: TestClient, view: str, code: int) -> None:
    answer = client.get(view)
    assert answer.status_code == code
    assert '<p class="lead"' in answer.text
    assert "Traceback" not in answer.text


def test_an_empty_archive_can_be_looked_at(tmp_path: Path) -> None:
    from onrecord.desk.app import application

    file = tmp_path / "empty.db"
    open_archive(file, create=True).close()
    with TestClient(application(file), base_url="http://127.0.0.1") as client:
        for view in (
            "/",
            "/stories",
            "/events",
            "/positions",
            "/figures",
            "/deadlines",
            "/actors",
            "/map",
            "/counts",
            "/pages",
            "/review",
            "/search",
        ):
            assert client.get(view).status_code == 200, view


def test_names_are_merged_and_the_merge_undone(client: TestClient, path: Path) -> None:
    with open_archive(path) as archive:
        ruiz, brazil = archive.actors("Ana Ruiz")[0], archive.actors("Brazil")[0]
    token = csrf_of(client)
    form = {"csrf": token, "one": ruiz.id, "other": brazil.id, "same": "true", "why": "a test"}
    answer = client.post("/actors/judge", data=form, headers=ORIGIN)
    assert answer.status_code == 303
    text = client.get(answer.headers["location"]).text
    assert "a test" in text
    with open_archive(path) as archive:
        merged = archive.actor(answer.headers["location"].rsplit("/", 1)[1])
        assert {"Ana Ruiz", "Brazil"} <= {name.text for name in merged.names}
        (judged,) = [one for one in archive.judgements() if one.same]
    client.post(
        "/actors/judge", data={"csrf": token, "one": judged.one, "other": judged.other, "same": "false"}, headers=ORIGIN
    )
    with open_archive(path) as archive:
        assert "Brazil" not in {name.text for name in archive.actors("Ana Ruiz")[0].names}
    assert client.post("/actors/judge", data=form | {"other": "nobody of this name"}, headers=ORIGIN).status_code in (
        400,
        404,
    )


def test_who_claims_and_who_denies_stand_apart(path: Path) -> None:
    desk = Desk(shelf=Shelf(path), secret=b"")
    who = desk.templates.get_template("parts.html").module.who  # type: ignore[attr-defined]
    cell = str(who(SimpleNamespace(said_by="Ada Brandt", deniers=["Peru", "Chile"])))
    assert re.sub("<[^>]+>", "", cell).strip() == "Ada Brandt denied by Peru, Chile"
