"""A day of the web in a minute: hosts on loopback addresses that misbehave by a timetable, and a clock that both sides read."""

from __future__ import annotations

import asyncio
import random
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

START = 1_700_000_000.0
HOUR = 3600.0
SLOW_HOST_DELAY = 20.0
GOOD, FAILING, MOVED, SLOW, HOSTILE = (f"127.0.0.{n}" for n in range(1, 6))
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<rss version='2.0'><channel><item><link>http://127.0.0.5/x</link><title>&b;</title></item></channel></rss>"
)


class SharedClock:
    """A simulated clock whose time stands in a file: it goes on only while nothing is under way."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b", buffering=0)
        self._now = read_clock(path)

    def now(self) -> float:
        return self._now

    async def wait(self, running: Collection[asyncio.Task[Any]], until: float) -> None:
        if running:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        elif until > self._now:
            self._now = until
            self._file.seek(0)
            self._file.write(struct.pack("d", until))


def read_clock(path: Path) -> float:
    return float(struct.unpack("d", path.read_bytes())[0])


class Asked(NamedTuple):
    """A request as a host saw it."""

    at: float
    host: str
    path: str
    conditional: bool
    status: int


class Web:
    """The hosts. Article n of a host appears at hour n; `asked` is what they were asked for."""

    def __init__(self, clock: Path) -> None:
        self.clock, self.asked = clock, list[Asked]()
        self._failed = Counter[str]()
        web = self

        class Site(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = self.headers["Host"].partition(":")[0]
                status, headers, body = web.answer(host, self.path, dict(self.headers))
                conditional = "If-None-Match" in self.headers
                web.asked.append(Asked(read_clock(clock), host, self.path, conditional, status))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if body in (b"slow", b"endless"):
                    self.end_headers()
                    web.drip(self, body == b"endless")
                    return
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("0.0.0.0", 0), Site)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def drip(self, to: BaseHTTPRequestHandler, endless: bool) -> None:
        """A body that never ends: a byte now and then, or as fast as it goes."""
        try:
            while True:
                to.wfile.write(b"<p>a " * 20_000 if endless else b"a")
                if not endless:
                    time.sleep(0.05)
        except OSError:
            pass

    def hour(self) -> int:
        return int((read_clock(self.clock) - START) // HOUR)

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, host: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        hour = self.hour()
        if path == "/robots.txt":
            rules = "User-agent: *\nDisallow: /closed\n" + (
                f"Crawl-delay: {SLOW_HOST_DELAY:g}\n" if host == FAILING else ""
            )
            return 200, {"Content-Type": "text/plain"}, rules.encode()
        if path == "/feed":
            return self.feed(host, hour, headers)
        return self.page(host, path)

    def feed(self, host: str, hour: int, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if host == FAILING and 3 <= hour < 6:
            return 500, {}, b""
        if host == MOVED:
            return 302, {"Location": self.url(GOOD, "/moved-feed")}, b""
        if host == SLOW and hour % 6 == 2:
            return 200, {"Content-Type": "application/rss+xml"}, b"slow" if hour % 12 == 2 else b"endless"
        if host == HOSTILE and hour % 2:
            return 200, {"Content-Type": "application/rss+xml"}, BOMB
        return self.listing(host, hour, headers)

    def listing(self, host: str, hour: int, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        tag = f'"{host}-{hour}"'
        if headers.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        paths = [f"/{host}/{n}.html" for n in range(max(0, hour - 9), hour + 1)]
        if host == HOSTILE:
            paths = ["/metadata", "/loop", "/file", "/endless", "/closed/1.html", *paths]
        items = "".join(f"<item><link>{self.url(host, path)}</link></item>" for path in paths)
        body = f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>"
        return 200, {"Content-Type": "application/rss+xml", "ETag": tag}, body.encode()

    def page(self, host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/moved-feed":
            return self.listing(MOVED, self.hour(), {})
        hostile = {
            "/metadata": (302, {"Location": "http://169.254.169.254/latest/"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/endless": (200, {"Content-Type": "text/html"}, b"endless"),
        }
        if path in hostile:
            return hostile[path]
        number = int(path.rpartition("/")[2].removesuffix(".html"))
        if host == MOVED and not path.startswith("/new"):
            return 301, {"Location": f"/new{path}"}, b""
        self._failed[path] += 1
        if host == FAILING and self._failed[path] <= number % 3:
            return 503, {"Retry-After": "300"}, b""
        if host == SLOW and number % 5 == 1 and self._failed[path] == 1:
            return 200, {"Content-Type": "text/html"}, b"slow"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, article(host, number)


def article(host: str, number: int) -> bytes:
    return (
        f"<html><head><title>Ferry {number} of {host} is late</title></head><body><article><h1>Ferry {number} is late</h1>"
        f"<p>“Ferry {number} is late again,” said Odile Barrow, who has waited for it in the harbour of {host} since Monday.</p>"
        f"</article></body></html>"
    ).encode()


def config(web: Web, folder: Path) -> Path:
    """FEEDS.toml for these hosts, with an alert that goes to a file."""
    feeds = "".join(
        f'[[feed]]\nurl = "{web.url(host, "/feed")}"\noutlet = "{host}"\n'
        for host in (GOOD, FAILING, MOVED, SLOW, HOSTILE)
    )
    path = folder / "feeds.toml"
    alert = f'[[alert]]\nname = "late"\nquery = "late again"\nfile = "{folder / "alerts.jsonl"}"\n'
    path.write_text(f"host_seconds = 5\n{feeds}{alert}", encoding="utf-8")
    return path


def child(archive: str, feeds: str, clock: str, until: str) -> None:
    """One run of the watcher until a simulated time; prints the most memory that it took, in MB."""
    import resource

    from onrecord.archive import open_archive
    from onrecord.intake import web
    from onrecord.settings import Settings
    from onrecord.watching import config as configs
    from onrecord.watching.watcher import Watcher

    web.is_public = lambda address: address.startswith("127.")  # our hosts are public here, all others as they are
    limits = Settings(fetch_seconds=0.5, max_page_bytes=2_000_000, max_feed_bytes=1_000_000)
    with open_archive(archive, create=True) as store:
        watcher = Watcher(configs.read(Path(feeds)), store, SharedClock(Path(clock)), limits, lambda line: None)
        try:
            asyncio.run(watcher.run(until=float(until)))
        finally:
            watcher.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


class Day(NamedTuple):
    """What a simulated time brought: requests, kills, and the peak memory (MB) of the last run."""

    asked: list[Asked]
    kills: int
    peak: float


def simulate(folder: Path, hours: float, kills: int, seed: int) -> tuple[Web, Day]:
    """Watch for so many hours, killed so often at random; the archive is `folder / "a.db"`."""
    clock = folder / "clock"
    clock.write_bytes(struct.pack("d", START))
    web, rng = Web(clock), random.Random(seed)
    command = [
        sys.executable,
        __file__,
        str(folder / "a.db"),
        str(config(web, folder)),
        str(clock),
        str(START + hours * HOUR),
    ]
    moments = sorted(rng.uniform(0, hours * HOUR * 0.95) for _ in range(kills))
    killed, peak = 0, 0.0
    while True:
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        while process.poll() is None:
            if moments and read_clock(clock) - START >= moments[0]:
                moments.pop(0)
                time.sleep(rng.uniform(0, 0.3))
                process.send_signal(signal.SIGKILL)
                killed += 1
            time.sleep(0.002)
        output = process.communicate()[0]
        if process.returncode == 0:
            peak = float(output)
            break
        assert process.returncode == -signal.SIGKILL, process.returncode
    web.close()
    return web, Day(web.asked, killed, peak)


if __name__ == "__main__":
    child(*sys.argv[1:])
