"""Fetching, against a server on the loopback address; no test reaches the network."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.errors import InputError, LimitError
from onrecord.intake import fetch, is_url, pages
from onrecord.intake.web import is_public
from onrecord.pipeline import Given, RawPage
from onrecord.settings import Settings

HTML = "<html><body><p>The mayor of Grünau spoke.</p></body></html>".encode()


class Site(BaseHTTPRequestHandler):
    """A small site with pages that misbehave."""

    def do_GET(self) -> None:
        headers, body, status = {"Content-Type": "text/html; charset=utf-8"}, HTML, 200
        match self.path.split("?")[0]:
            case "/gzip":
                body, headers["Content-Encoding"] = gzip.compress(HTML), "gzip"
            case "/bomb":
                body, headers["Content-Encoding"] = gzip.compress(b"a" * 30_000_000), "gzip"
            case "/once":
                status, headers["Location"], body = 302, "/page", b""
            case "/loop":
                status, headers["Location"], body = 302, "/loop", b""
            case "/file":
                status, headers["Location"], body = 302, "file:///etc/passwd", b""
            case "/metadata":
                status, headers["Location"], body = 302, "http://169.254.169.254/latest/", b""
            case "/image":
                headers["Content-Type"], body = "image/png", b"\x89PNG"
            case "/liar":
                body = b"\x89PNG\r\n\x1a\n"
            case "/missing":
                status = 404
            case "/empty":
                body = b""
            case "/slow":
                self.send_response(200)
                self.end_headers()
                for _ in range(100):
                    try:
                        self.wfile.write(b"a")
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(0.05)
                return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Address of the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def get(url: str, **limits: object) -> RawPage | InputError:
    """The page at a URL of the site."""
    settings = Settings(**{"allow_private_addresses": True, **limits})  # type: ignore[arg-type]
    return fetch(url, given=Given(outlet="Rundblick"), article=False, settings=settings)


@pytest.mark.parametrize("path", ["/page", "/gzip", "/once", "/page?a=b#c"])
def test_a_page_is_fetched(site: str, path: str) -> None:
    page = get(site + path)
    assert isinstance(page, RawPage)
    assert (page.content, page.form, page.encoding, page.given.outlet) == (HTML, "html", "utf-8", "Rundblick")
    assert page.url == (site + path if path != "/once" else site + "/page")
    assert page.retrieved is not None
    assert page.retrieved.startswith("20")
    assert page.path is None


@pytest.mark.parametrize(
    ("path", "kind", "what"),
    [
        ("/loop", LimitError, "more than fetch_redirects 5"),
        ("/file", InputError, "not http or https"),
        ("/image", InputError, "is image/png, not HTML or text"),
        ("/liar", InputError, "is a PNG image"),
        ("/missing", InputError, "answered 404"),
        ("/empty", InputError, "empty page"),
        ("/bomb", LimitError, "more than max_page_bytes"),
    ],
)
def test_what_cannot_be_fetched_is_told(site: str, path: str, kind: type, what: str) -> None:
    error = get(site + path)
    assert isinstance(error, kind)
    assert what in str(error)
    assert str(error).startswith(site + path)


def test_time_is_bounded_for_the_whole_page(site: str) -> None:
    start = time.monotonic()
    error = get(site + "/slow", fetch_seconds=0.4)
    assert isinstance(error, LimitError)
    assert time.monotonic() - start < 3


def test_private_addresses_are_refused(site: str) -> None:
    for url in (
        site + "/page",
        site.replace("127.0.0.1", "localhost") + "/page",
        "http://[::1]/",
        "http://2130706433/",
    ):
        error = get(url, allow_private_addresses=False)
        assert isinstance(error, InputError)
        assert "private or reserved" in str(error) or "not found" in str(error)


def test_every_hop_is_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def public(address: str) -> bool:
        seen.append(address)
        return address == "127.0.0.1"

    monkeypatch.setattr("onrecord.intake.web.is_public", public)
    error = get(site + "/metadata", allow_private_addresses=False)
    assert isinstance(error, InputError)
    assert "169.254.169.254" in str(error)
    assert seen == ["127.0.0.1", "169.254.169.254"]


@pytest.mark.parametrize(
    "url", ["http://user:word@127.0.0.1/", "http://", "http://[::1", "http://\x00/", "https://a.invalid/"]
)
def test_odd_addresses_are_errors(url: str) -> None:
    assert isinstance(get(url), InputError)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1",
        "2002:7f00:1::", "ff02::1", "240.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_pages_fetches_urls_where_asked(site: str) -> None:
    settings = Settings(allow_private_addresses=True)
    (page,) = pages([site + "/page"], given=Given(), article=True, settings=settings, urls=True)
    assert isinstance(page, RawPage)
    assert page.article


def test_what_is_a_url() -> None:
    assert is_url("HTTPS://x.example/")
    assert not is_url("http.html")
    assert not is_url("ftp://x.example/")
