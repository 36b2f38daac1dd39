"""A URL to a raw page: size, time and redirects bounded, private addresses refused at every hop."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import httpx
from msgspec.structs import replace

from onrecord.charsets import binary
from onrecord.errors import InputError, LimitError
from onrecord.intake.items import Context
from onrecord.intake.payload import PayloadError, unpack
from onrecord.pipeline import Given, RawPage
from onrecord.settings import Settings
from onrecord.version import __version__

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FORMS = ("text/html", "application/xhtml+xml", "text/plain", "")
#: Ranges that carry an IPv4 address inside an IPv6 one and could lead anywhere: 6to4, Teredo, NAT64.
_TUNNELS = tuple(ipaddress.ip_network(net) for net in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48"))
_HEADERS = {
    "User-Agent": f"onrecord/{__version__} (+https://github.com/onrecord/onrecord)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}


class RefusedError(InputError):
    """An address to which no request is sent, now or later."""


def is_url(path: str) -> bool:
    """Whether an argument is an address of the web and not a path."""
    return path[:8].lower().startswith(("http://", "https://"))


def fetch(url: str, *, given: Given, article: bool, settings: Settings) -> RawPage | InputError:
    """The page at a URL, or why there is none; takes `fetch_seconds` at most, redirects included."""
    context = Context.of(url, None, given, article, settings)
    try:
        return asyncio.run(_bounded(url, context, settings))
    except InputError as error:
        return error
    except TimeoutError:
        return LimitError(url, f"took more than fetch_seconds {settings.fetch_seconds:g}")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError) as error:
        return InputError(
            url, f"cannot be fetched: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        )


async def _bounded(url: str, context: Context, settings: Settings) -> RawPage:
    return await asyncio.wait_for(_follow(url, context, settings), settings.fetch_seconds)


async def _follow(url: str, context: Context, settings: Settings) -> RawPage:
    """The page behind at most `fetch_redirects` redirects."""
    target = httpx.URL(url)
    async with client(settings) as web:
        for _ in range(settings.fetch_redirects + 1):
            answer = await exchange(web, target, context.where, settings, limit=context.max_page_bytes)
            if answer.location is None:
                return page_of(answer, context)
            target = answer.location
    raise LimitError(url, f"more than fetch_redirects {settings.fetch_redirects} redirects")


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def client(settings: Settings) -> httpx.AsyncClient:
    """A client for one errand: it keeps no cookies for the next one, and no connection to share with another host."""
    # No proxy from the environment: it would connect to an address that nobody has checked.
    return httpx.AsyncClient(
        trust_env=False, follow_redirects=False, timeout=settings.fetch_seconds, verify=_trust(),
        limits=httpx.Limits(max_keepalive_connections=0),
    )  # fmt: skip


class Answer(NamedTuple):
    """What a server answered to one request: `location` where it leads elsewhere, else `body` without its encodings."""

    url: httpx.URL
    status: int
    reason: str
    headers: httpx.Headers
    body: bytes = b""
    location: httpx.URL | None = None
    charset: str | None = None

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()


async def exchange(
    web: httpx.AsyncClient,
    target: httpx.URL,
    where: str,
    settings: Settings,
    *,
    limit: int,
    limit_name: str = "max_page_bytes",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """One request and its answer, of `limit` bytes at most; redirects are told and not followed.

    Raises InputError (LimitError for a body that is too large), httpx.HTTPError and OSError. The caller bounds the time.
    """
    request = await _request(web, target, where, settings, headers)
    response = await web.send(request, stream=True)
    try:
        answer = Answer(target, response.status_code, response.reason_phrase, response.headers)
        if response.status_code in _REDIRECTS and "location" in response.headers:
            return answer._replace(location=target.join(response.headers["location"]))
        if response.status_code != 200:
            return answer
        body = await _body(response, where, limit, limit_name)
        return answer._replace(body=body, charset=response.charset_encoding)
    finally:
        await response.aclose()


async def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> None:
    """Send JSON to an address that the user names, which is therefore not checked, and not followed to another.

    Raises InputError if it is not taken with a status of 2xx within `seconds`.
    """
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(trust_env=False, verify=_trust(), timeout=seconds) as web,
        ):
            request = web.build_request(
                "POST", url, content=body, headers={"Content-Type": "application/json", **headers}
            )
            response = await web.send(request, stream=True)  # what it says beside its status is of no interest
            await response.aclose()
    except TimeoutError as error:
        raise LimitError(url, f"took more than {seconds:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise InputError(url, str(error) or type(error).__name__) from error
    if not response.is_success:
        raise InputError(url, f"answered {response.status_code}")


async def _body(response: httpx.Response, where: str, limit: int, limit_name: str) -> bytes:
    too_large = LimitError(where, f"more than {limit_name} {limit}")
    parts, size = [], 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > limit:
            raise too_large
    try:
        body = unpack(b"".join(parts), None, response.headers.get("content-encoding"), limit)
    except PayloadError as error:
        raise InputError(where, str(error)) from error
    if len(body) > limit:
        raise too_large
    return body


async def _request(
    web: httpx.AsyncClient, target: httpx.URL, where: str, settings: Settings, more: Mapping[str, str]
) -> httpx.Request:
    """A request that goes to the very address that was checked: a second look-up could give another one."""
    if target.scheme not in ("http", "https") or not target.host:
        raise RefusedError(where, f"leads to {str(target)[:200]}, which is not http or https")
    if target.userinfo:
        raise RefusedError(where, "leads to an address with a user name or password in it")
    address = await _resolve(target, where, settings)
    headers = {**_HEADERS, **more, "Host": target.netloc.decode("ascii")}
    return web.build_request(
        "GET",
        target.copy_with(host=address, fragment=None),
        headers=headers,
        extensions={"sni_hostname": target.raw_host.decode()},
    )


async def _resolve(target: httpx.URL, where: str, settings: Settings) -> str:
    host = target.raw_host.decode("ascii").strip("[]")
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(where, f"host {target.host} not found: {error.strerror or error}") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise InputError(where, f"host {target.host} has no address")
    if not settings.allow_private_addresses:
        for address in addresses:
            if not is_public(address):
                raise RefusedError(
                    where,
                    f"leads to {address}, a private or reserved address (setting allow_private_addresses permits it)",
                )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet: not private, loopback, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def page_of(answer: Answer, context: Context) -> RawPage:
    """The page that a server answered with; raises InputError if it is none."""
    if answer.status != 200:
        raise InputError(context.where, f"answered {answer.status} {answer.reason}".rstrip())
    if answer.kind not in _FORMS:
        raise InputError(context.where, f"is {answer.kind}, not HTML or text")
    if not answer.body.strip():
        raise InputError(context.where, "answered with an empty page")
    if what := binary(answer.body):
        raise InputError(context.where, f"is {what}, not text")
    return replace(
        context.page(answer.body),
        form="html" if "html" in answer.kind else None,
        encoding=answer.charset,
        url=str(answer.url),
        retrieved=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
