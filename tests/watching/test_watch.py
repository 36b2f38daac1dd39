"""The parts of the watcher, and short runs of it, on loopback and with a simulated clock."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from simulation import BOMB, START, SharedClock

from onrecord.archive import Archive, open_archive
from onrecord.archive.watching import Delivery, Found
from onrecord.engines import local
from onrecord.errors import InputError, UsageError
from onrecord.intake import feeds
from onrecord.intake.robots import Rules
from onrecord.intake.web import Answer, RefusedError
from onrecord.records import Problem
from onrecord.settings import Settings
from onrecord.watching import config as configs
from onrecord.watching.alerts import Alerts
from onrecord.watching.aside import Aside
from onrecord.watching.config import AlertTable, Config, FeedTable, FolderTable
from onrecord.watching.manners import DAY, Manners, back_off, retry_after
from onrecord.watching.watcher import DELIVERY_TRIES, Watcher

PLAIN = {"Content-Type": "text/plain"}
PAGE = "The ferry is late\n\n“The ferry is late again,” said Odile Barrow, who has waited in the harbour for hours.\n"


class Reader:
    """Stands for the process that reads pages, in this one."""

    async def ask(self, message: bytes, seconds: float) -> bytes | None:
        return local.work(message)

    def close(self) -> None:
        """Nothing to stop."""


class Site(BaseHTTPRequestHandler):
    """A host whose answers a test sets: path -> (status, headers, body); `posted` is what was sent to it."""

    answers: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}
    posted: ClassVar[list[tuple[str, bytes]]] = []
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.reply(*self.answers.get(self.path, (404, {}, b"")))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((self.headers["Idempotency-Key"], body))
        self.reply(*self.answers.get(self.path, (204, {}, b"")))

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("answers", "posted", "asked"):
        monkeypatch.setattr(Site, name, type(getattr(Site, name))())
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a.db", create=True) as opened:
        yield opened


@pytest.fixture
def clock(tmp_path: Path) -> SharedClock:
    (tmp_path / "clock").write_bytes(struct.pack("d", START))
    return SharedClock(tmp_path / "clock")


def watch(config: Config, archive: Archive, clock: SharedClock, seconds: float, **limits: Any) -> list[str]:
    """Run a watcher for so many simulated seconds; what it said."""
    said: list[str] = []
    watcher = Watcher(config, archive, clock, Settings(**{"allow_private_addresses": True, **limits}), said.append)
    watcher.reader = Reader()  # type: ignore[assignment]
    try:
        asyncio.run(watcher.run(until=clock.now() + seconds))
    finally:
        watcher.close()
    return said


def rss(*links: str) -> tuple[int, dict[str, str], bytes]:
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    return 200, {"Content-Type": "application/rss+xml"}, f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


# FEEDS.toml


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "neither a [[feed]] nor a [[folder]]"),
        ("[[feed]]\nurl = 'ftp://a.example/'", "no http or https address"),
        ("[[feed]]\nurl = 'https://a.example/'\nevery = 'often'", "'often' is no time"),
        ("[[feed]]\nurl = 'https://a.example/'\nevry = '1h'", "evry"),
        ("[[feed]]\nurl = 'https://a.example/'\nlanguage = 'english'", "ISO 639-1"),
        ("[[feed]]\nurl = 'https://a.example/'\n[[feed]]\nurl = 'https://a.example/'", "stands there twice"),
        ("[[folder]]\npath = 'a'\n[[alert]]\nname = 'x'", "exactly one of webhook, file and command"),
        ("[[folder]]\npath = 'a'\n[[alert]]\nname = 'x'\nin = 'news'\nfile = 'x'", "news"),
        ("[[folder]\n", "Expected"),
    ],
)
def test_a_configuration_that_makes_no_sense_is_one_clear_line(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        configs.read(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert what in str(raised.value) and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("alert", "what"),
    [
        (AlertTable(name="x", file="f", type="ASSAULT"), "quotes cannot be asked for type"),
        (AlertTable(name="x", file="f", look_in="events", type="PARTY"), "no 'PARTY'"),
        (AlertTable(name="x", file="f", look_in="events", query="ferry"), "events cannot be asked for query"),
    ],
)
def test_an_alert_that_cannot_be_asked_is_told_at_once(archive: Archive, alert: AlertTable, what: str) -> None:
    with pytest.raises(UsageError, match=f"alert 'x': .*{what}"):
        Alerts([alert], archive, archive.watching())


# feeds


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<entry><link href="/a.html#part"/><published>2024-03-04T23:30:00-05:00</published></entry>
<entry><link href="javascript:alert(1)"/></entry><entry><link href="https://u:p@b.example/"/></entry>
<entry><id>https://b.example/b</id></entry><entry><title>no link</title></entry></feed>"""


def test_entries_of_a_feed() -> None:
    found = feeds.parse(ATOM, "https://a.example/feed")
    assert found.error == ""
    assert [(one.url, one.published) for one in found.entries] == [
        ("https://a.example/a.html", "2024-03-04"),
        ("https://b.example/b", None),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_bombs_are_refused_in_any_encoding(encoding: str) -> None:
    assert (
        feeds.parse(BOMB.decode().encode(encoding), "https://a.example/").error == "declares entities, which is refused"
    )


@pytest.mark.parametrize("body", [b"", b"<html><body>No feed</body></html>", b"\x00\xff" * 50, b"plain words"])
def test_what_is_no_feed_says_so(body: bytes) -> None:
    assert "no feed" in feeds.parse(body, "https://a.example/").error


def test_a_feed_that_takes_too_long_is_stopped_and_the_next_one_parsed() -> None:
    async def ask() -> tuple[bytes | None, float, bytes | None]:
        aside = Aside(feeds.work)

        def message(body: bytes) -> bytes:
            import msgspec

            return msgspec.msgpack.encode(feeds.Message(url="https://a.example/", kind="", body=body))

        assert await aside.ask(message(ATOM), 60) is not None
        began = time.monotonic()
        first = await aside.ask(message(b"<a>" * 400_000), 0.5)
        took = time.monotonic() - began
        second = await aside.ask(message(ATOM), 60)
        aside.close()
        return first, took, second

    slow, took, good = asyncio.run(ask())
    assert slow is None and took < 5
    assert good is not None


# manners


def test_robots_rules() -> None:
    rules = Rules("User-agent: *\nDisallow: /x\nAllow: /x/open\nCrawl-delay: 7\n\nUser-agent: other\nDisallow: /")
    assert [rules.allows(f"https://a.example{path}") for path in ("/", "/x/1", "/x/open/1")] == [True, False, True]
    assert (rules.delay, Rules("Crawl-delay: 99999\nUser-agent: *").delay, Rules("").delay) == (7.0, 0.0, 0.0)
    assert Rules("User-agent: *\nCrawl-delay: 99999").delay == 3600
    assert not Rules("User-agent: onrecord\nDisallow: /").allows("https://a.example/")
    assert Rules("User-agent: *\nDisallow: /*.pdf$").allows("https://a.example/a.html")


def test_back_off_doubles_and_has_an_end() -> None:
    waits = [back_off(failures, 60, b"key") for failures in range(40)]
    assert 60 <= waits[0] <= 66 and 120 <= waits[1] <= 132 and waits[-1] <= DAY * 1.1
    assert back_off(3, 60, b"key") == waits[3] and back_off(3, 60, b"other") != waits[3]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("", 60), ("soon", 60), ("9999999", DAY), ("Tue, 14 Nov 2023 22:23:20 GMT", 600), ("-5", 60)],
)
def test_retry_after(said: str, seconds: float) -> None:
    answer = Answer(httpx.URL("https://a.example/"), 503, "", httpx.Headers({"retry-after": said}))
    assert retry_after(answer, START) == seconds


def test_private_addresses_are_refused_and_a_second_look_up_changes_nothing(
    site: str, archive: Archive, clock: SharedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    Site.answers["/page"] = 200, {}, PAGE.encode()
    port = int(site.rpartition(":")[2])
    looked_up: list[str] = []

    def look_up(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"  # as a name does that is rebound
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr("onrecord.intake.web.is_public", lambda address: address == "127.0.0.1")
    store = archive.watching()
    manners = Manners(store, clock, Settings(), 5.0)
    url = f"http://news.example:{port}/page"

    async def get() -> Answer:
        return await manners.get(url, limit=10_000, limit_name="max_page_bytes")

    answer = asyncio.run(get())
    assert (answer.status, answer.body, [host for host in looked_up if host == "news.example"]) == (
        200,
        PAGE.encode(),
        ["news.example"],
    )
    with pytest.raises(RefusedError, match=r"10\.0\.0\.1, a private or reserved address"):
        asyncio.run(get())
    store.close()


def test_a_host_is_held_before_the_request_is_sent(site: str, archive: Archive, clock: SharedClock) -> None:
    store = archive.watching()
    manners = Manners(store, clock, Settings(allow_private_addresses=True, fetch_seconds=0.2), 5.0)
    with pytest.raises(InputError):
        asyncio.run(manners.get("http://127.0.0.1:9/x", limit=10, limit_name="x"))
    assert store.free_at("127.0.0.1") == START + 5
    store.close()


# runs


def test_a_server_that_says_later_is_left_alone_until_then(site: str, archive: Archive, clock: SharedClock) -> None:
    Site.answers |= {
        "/feed": rss(f"{site}/a", f"{site}/b"),
        "/a": (503, {"Retry-After": "1000"}, b""),
        "/b": (503, {"Retry-After": "1000"}, b""),
    }
    watch(Config(feed=[FeedTable(url=f"{site}/feed", every="1d")]), archive, clock, 900)
    assert [path for path in Site.asked if path in ("/a", "/b")] in (["/a"], ["/b"])
    Site.answers |= {path: (200, {}, PAGE.encode() + path.encode()) for path in ("/a", "/b")}
    watch(Config(feed=[FeedTable(url=f"{site}/feed", every="1d")]), archive, clock, 900)
    assert sorted(row.url or "" for row in archive.pages()) == [f"{site}/a", f"{site}/b"]


def test_a_page_that_never_comes_is_given_up_and_listed(site: str, archive: Archive, clock: SharedClock) -> None:
    Site.answers |= {"/feed": rss(f"{site}/a", f"{site}/gone", f"{site}/image"), "/a": (500, {}, b""),
                     "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG")}  # fmt: skip
    watch(Config(feed=[FeedTable(url=f"{site}/feed", every="1d")]), archive, clock, 3 * DAY)
    problems = {one.path: one.problem.message for one in archive.problems()}
    assert problems == {
        f"{site}/a": "answered 500 Internal Server Error (11 times)",
        f"{site}/gone": "answered 404 Not Found",
        f"{site}/image": "is image/png, not HTML or text",
    }
    assert Site.asked.count("/a") == 11 and Site.asked.count("/gone") == 1


def test_where_robots_txt_cannot_be_had_nothing_is_asked(site: str, archive: Archive, clock: SharedClock) -> None:
    Site.answers |= {"/robots.txt": (500, {}, b""), "/feed": rss(f"{site}/a"), "/a": (200, {}, PAGE.encode())}
    config = Config(feed=[FeedTable(url=f"{site}/feed")])
    watch(config, archive, clock, 3000)
    assert set(Site.asked) == {"/robots.txt"} and 2 <= len(Site.asked) <= 3
    Site.answers["/robots.txt"] = 404, {}, b""
    watch(config, archive, clock, 3600)
    assert archive.counts().pages == 1


def test_what_came_is_worked_in_over_all_pages(archive: Archive, clock: SharedClock, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{PAGE}\n{name}", encoding="utf-8")
        os.utime(folder / f"{name}.txt", (START, START))
    watch(Config(folder=[FolderTable(path=str(folder))]), archive, clock, 120)
    assert [one.pages for one in archive.actors("Odile Barrow")] == [2]


def test_a_watcher_that_is_always_busy_works_in_what_came_within_a_minute(
    archive: Archive, clock: SharedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = Watcher(Config(folder=[FolderTable(path="none")]), archive, clock, Settings(), print)
    settled: list[float] = []
    monkeypatch.setattr(watcher._writer, "settle", lambda: settled.append(watcher.clock.now()))

    async def busy() -> None:
        watcher._run("host a", asyncio.sleep(0))
        for second in (1.0, 59.0, 61.0, 120.0, 122.0):
            clock._now = START + second
            watcher._settle()
        await asyncio.gather(*watcher._running)

    asyncio.run(busy())
    watcher.close()
    assert settled == [START + 61.0, START + 122.0]


def test_a_folder_gives_what_is_new_or_changed(archive: Archive, clock: SharedClock, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    config = Config(folder=[FolderTable(path=str(folder), case="ferries", outlet="The Quay")])
    watch(config, archive, clock, 120)  # it may not be there yet
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{PAGE}\n{name}", encoding="utf-8")
        os.utime(folder / f"{name}.txt", (START, START))
    (folder / "c.jsonl").write_text(
        "".join(json.dumps({"id": n, "text": f"{PAGE} {n}"}) + "\n" for n in range(3)), encoding="utf-8"
    )
    os.utime(folder / "c.jsonl", (clock.now() + 300, clock.now() + 300))  # still being written
    watch(config, archive, clock, 120)
    assert archive.counts().pages == 2
    watch(config, archive, clock, 600)
    assert archive.counts().pages == 5
    (folder / "a.txt").write_text(f"{PAGE}\nchanged", encoding="utf-8")
    os.utime(folder / "a.txt", (START + 9, START + 9))
    watch(config, archive, clock, 120)
    assert (archive.counts().pages, archive.counts().newest, archive.cases()[0].pages) == (6, 5, 6)
    assert {row.outlet for row in archive.pages()} == {"The Quay"}


def test_alerts_reach_a_webhook_and_a_command_however_often_it_takes(
    site: str, archive: Archive, clock: SharedClock, tmp_path: Path
) -> None:
    folder, told = tmp_path / "in", tmp_path / "told"
    folder.mkdir()
    Site.answers["/hook"] = 500, {}, b""
    command = [
        sys.executable,
        "-c",
        "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read() + b'\\n')",
        str(told),
    ]
    alerts = [
        AlertTable(name="hook", query="ferry", webhook=f"{site}/hook"),
        AlertTable(name="run", query="ferry", speaker="Barrow", command=command),
        AlertTable(name="never", query="airship", command=command),
    ]
    config = Config(folder=[FolderTable(path=str(folder))], alert=alerts)
    (folder / "old.txt").write_text(PAGE + "old", encoding="utf-8")
    os.utime(folder / "old.txt", (START - 60, START - 60))
    said = watch(config, archive, clock, 100)
    assert "alert 'hook' cannot be delivered: " in " ".join(said)
    Site.answers["/hook"] = 204, {}, b""
    watch(config, archive, clock, 1000)
    keys = [key for key, _ in Site.posted]
    assert len(keys) >= 2 and len(set(keys)) == 1
    message = json.loads(Site.posted[-1][1])
    assert (message["alert"], message["id"]) == ("hook", keys[0])
    assert message["page"]["path"].endswith("old.txt") and "ferry is late" in message["hits"][0]["content"]["text"]
    assert [json.loads(line)["alert"] for line in told.read_text(encoding="utf-8").splitlines()] == ["run"]


def test_an_alert_that_never_arrives_becomes_a_problem(
    site: str, archive: Archive, clock: SharedClock, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    os.utime(tmp_path / "a.txt", (START - 60, START - 60))
    Site.answers["/hook"] = 302, {"Location": "http://10.0.0.1/"}, b""
    alert = AlertTable(name="hook", query="ferry", webhook=f"{site}/hook")
    watch(Config(folder=[FolderTable(path=str(tmp_path), every="1d")], alert=[alert]), archive, clock, 5 * DAY)
    assert len(Site.posted) == DELIVERY_TRIES
    assert [one.problem for one in archive.problems()] == [
        Problem(stage="alert", message=f"alert {Site.posted[0][0]} given up after 12 tries: {site}/hook: answered 302")
    ]


def test_a_line_cut_short_by_a_kill_is_written_again_and_a_whole_one_is_not(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "alerts.jsonl"
    table = AlertTable(name="a", query="x", file=str(file))
    delivery = Delivery(num=1, alert="a", id="0123", payload='{"alert":"a","id":"0123","page":{}}', tries=0)
    for before in (
        '{"id":"9"}\n{"alert":"a","id":"0123","pa',
        '{"id":"9"}\n{"alert":"a","id":"0123","page":{}}\n',
        '{"id":"9"}\n',
    ):
        file.write_text(before, encoding="utf-8")
        store = archive.watching()
        asyncio.run(Alerts([table], archive, store).deliver(delivery))
        store.close()
        assert file.read_text(encoding="utf-8") == '{"id":"9"}\n{"alert":"a","id":"0123","page":{}}\n'


def test_forgetting_a_page_takes_its_alerts_and_its_address_along(
    site: str, archive: Archive, clock: SharedClock, tmp_path: Path
) -> None:
    Site.answers |= {"/feed": rss(f"{site}/secret-page"), "/secret-page": (200, PLAIN, PAGE.encode())}
    alert = AlertTable(name="hook", query="ferry", webhook="http://127.0.0.1:9/")
    config = Config(feed=[FeedTable(url=f"{site}/feed", every="1h")], alert=[alert])
    watch(config, archive, clock, 100)
    (page,) = archive.pages()
    store = archive.watching()
    assert len(store.deliveries(clock.now() + DAY, ())) == 1
    archive.forget(page.id)
    assert store.deliveries(clock.now() + DAY, ()) == []
    assert store.pages() == (0, 1, 0)
    store.searched("hook", 0, Found(page_id=page.id, id="1", payload="{}"), clock.now())  # of a page that is gone
    assert store.deliveries(clock.now() + DAY, ()) == []
    store.close()
    assert not [file for file in tmp_path.glob("a.db*") if b"secret-page" in file.read_bytes()]
    watch(config, archive, clock, 2 * 3600)
    assert archive.counts().pages == 0  # what was forgotten is not fetched again


@pytest.mark.slow
def test_the_command_runs_once_stops_when_asked_and_is_alone(site: str, tmp_path: Path) -> None:
    Site.answers |= {"/feed": rss(f"{site}/a"), "/a": (200, {}, PAGE.encode()), "/robots.txt": (404, {}, b"")}
    (tmp_path / "feeds.toml").write_text(f"host_seconds = 0.1\n[[feed]]\nurl = '{site}/feed'\n", encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "watch", "feeds.toml", "--archive", "a.db"]
    environment = {**os.environ, "ONRECORD_ALLOW_PRIVATE_ADDRESSES": "true"}

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *more], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )

    once = run("--once")
    assert (once.returncode, once.stdout) == (0, "1 pages added -> a.db\n"), once.stderr
    status = run("--status")
    assert "/feed" in status.stdout and "0 waiting, 1 done, 0 given up" in status.stdout

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    always = start()
    for _ in range(200):
        second = run("--once")
        if second.returncode:
            break
        if always.poll() is not None:  # on a busy machine the one that began later may be at work first
            assert "another `onrecord watch` is at work" in always.communicate()[1]
            always = start()
        time.sleep(0.1)
    assert second.returncode == 1 and "another `onrecord watch` is at work" in second.stderr
    always.send_signal(signal.SIGTERM)
    out, errors = always.communicate(timeout=60)
    assert (always.returncode, out) == (0, "0 pages added -> a.db\n") and "the next run goes on from here" in errors
