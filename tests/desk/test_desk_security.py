"""The desk answers nobody but its own browser, and no page it shows is ever more than text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from desk_pages import HOSTILE, ORIGIN
from fastapi.testclient import TestClient
from starlette.responses import Response

from onrecord.archive import open_archive
from onrecord.desk.app import application
from onrecord.desk.security import POLICY, is_loopback

TEMPLATES = Path(__file__).resolve().parents[2] / "src/onrecord/desk/templates"
VIEWS = (
    "/", "/stories", "/search", "/search?q=strait", "/events", "/figures", "/deadlines", "/positions", "/actors", "/map", "/map?world=true",
    "/counts", "/pages", "/review", "/review?kind=attribution", "/review?kind=position", "/review/decisions", "/help", "/nothing-here",
)  # fmt: skip


def every_view(client: TestClient, path: Path) -> list[str]:
    """The address of every page of the desk on this archive."""
    with open_archive(path) as archive:
        pages = [page.id for page in archive.pages()]
        stories = [story.id for story in archive.stories(limit=None)]
        actors = [actor.id for actor in archive.actors(limit=None)]
        records = [
            item.id for page in pages for field in ("attributions", "events", "figures", "deadlines", "positions")
            for item in getattr(archive.record(page), field)
        ]  # fmt: skip
    assert stories
    assert actors
    return [
        *VIEWS,
        *(f"/pages/{one}" for one in pages),
        *(f"/pages/{one}/original" for one in pages),
        *(f"/stories/{one}" for one in stories),
        *(f"/stories/{one}/accounts" for one in stories),
        *(f"/actors/{one}" for one in actors),
        *(f"/records/{one}" for one in records),
        *(f"/review?record={one}" for one in records),
    ]


class Audit(HTMLParser):
    """Collects what a strict policy would refuse and what a page could have smuggled in."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.wrong += [f"{tag} {name}" for name in given if name.startswith(("on", "hx-on")) or name == "style"]
        if tag in ("img", "iframe", "object", "embed", "base", "style"):
            self.wrong.append(tag)
        for name in ("href", "src", "action", "hx-get", "formaction"):
            value = (given.get(name) or "").strip().lower()
            if value and not (value.startswith(("/", "#", "https://", "http://")) or value == ""):
                self.wrong.append(f"{tag} {name}={value}")
            if name != "href" and value.startswith("http"):
                self.wrong.append(f"{tag} leaves the machine: {value}")
        self._in_script = tag == "script"
        if tag == "script" and not str(given.get("src") or "").startswith("/static/"):
            self.wrong.append(f"script {given}")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.wrong.append(f"inline script: {data[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def test_no_view_lets_page_text_become_markup_or_leaves_the_machine(client: TestClient, path: Path) -> None:
    for view in every_view(client, path):
        answer: Response = client.get(view)
        assert answer.status_code in (200, 404), (view, answer.text[:300])
        assert answer.headers["content-security-policy"] == POLICY
        audit = Audit()
        audit.feed(answer.text)
        assert audit.wrong == [], view
        assert "67092481" not in answer.text


def test_hostile_text_is_shown_as_it_stands(client: TestClient, path: Path) -> None:
    with open_archive(path) as archive:
        page = next(page.id for page in archive.pages() if page.title.startswith("Title"))
    text = client.get(f"/pages/{page}?layer=none").text
    from html import unescape

    shown = unescape(re.sub(r"<[^>]*>", "", text))
    for attack in HOSTILE:
        assert attack in shown
    assert "javascript:" not in text.replace("&#", "")  # its address is no link


def test_templates_never_switch_escaping_off() -> None:
    for template in TEMPLATES.glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text
        assert " style=" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil", "[::2]", "169.254.1.1:80", "a:b:c"]
)
def test_other_host_names_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8317", "localhost:1", "LOCALHOST", "[::1]:9"])
def test_its_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/help", headers={"Host": host}).status_code == 200


def csrf_of(client: TestClient, view: str = "/help") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(view).text)
    assert found
    return found[1]


def test_a_write_needs_this_browser_and_this_origin(client: TestClient) -> None:
    token = csrf_of(client)
    form = {"theme": "dark", "view": "/help"}
    assert client.post("/theme", data=form | {"csrf": token}, headers=ORIGIN).status_code == 303
    assert client.post("/theme", data=form | {"csrf": "0" * 64}, headers=ORIGIN).status_code == 403
    assert client.post("/theme", data=form, headers=ORIGIN).status_code == 422
    for headers in (
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:99"},
        {"Origin": "null"},
        {**ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {**ORIGIN, "Sec-Fetch-Site": "same-site"},
    ):
        assert client.post("/theme", data=form | {"csrf": token}, headers=headers).status_code == 403, headers
    other = TestClient(client.app, base_url="http://127.0.0.1")
    other.get("/help")
    assert other.post("/theme", data=form | {"csrf": token}, headers=ORIGIN).status_code == 403


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb"])
def test_nothing_leads_out_of_the_desk_after_a_write(client: TestClient, to: str) -> None:
    answer = client.post("/theme", data={"theme": "dark", "view": to, "csrf": csrf_of(client)}, headers=ORIGIN)
    assert answer.headers["location"] == "/"


def test_no_path_escapes_static_files_or_the_archive(client: TestClient, path: Path) -> None:
    secret = path.parent / "secret.txt"
    secret.write_text("private", encoding="utf-8")
    for tried in (
        "/static/../desk.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fcli.py", "/static//etc/passwd", f"/static/{secret}",
        f"/pages/{secret}", "/pages/..%2fsecret.txt", "/records/..%2f..%2fetc%2fpasswd", "/stories/%2e%2e",
    ):  # fmt: skip
        answer = client.get(tried)
        assert answer.status_code in (400, 404), (tried, answer.status_code)
        assert "private" not in answer.text
        assert "root:" not in answer.text


def test_a_token_is_asked_for_elsewhere(path: Path) -> None:
    app = application(path, hosts=("desk.example",), token="a-token-of-the-desk")
    with TestClient(app, base_url="http://desk.example", follow_redirects=False) as client:
        assert client.get("/").status_code == 401
        assert client.get("/api/pages").status_code == 401
        assert client.get("/static/desk.css").status_code == 401
        assert client.get("/?token=another-token").status_code == 401
        assert client.get("/api/pages", headers={"Authorization": "Bearer a-token-of-the-desk"}).status_code == 200
        answer = client.get("/events?type=ACCUSE&token=a-token-of-the-desk")
        assert (answer.status_code, answer.headers["location"]) == (303, "/events?type=ACCUSE")
        assert client.get("/").status_code == 200
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()


def test_loopback() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "192.168.1.1", "::", "desk.example")] == [False] * 4
