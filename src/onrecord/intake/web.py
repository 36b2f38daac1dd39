"""A URL to a raw page: size, time and redirects bounded, private addresses refused at every hop."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from datetime import UTC, datetime

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
    # No proxy from the environment: it would connect to an address that nobody has checked.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=settings.fetch_seconds) as client:
        for _ in range(settings.fetch_redirects + 1):
            request = await _request(client, target, context, settings)
            response = await client.send(request, stream=True)
            try:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    target = target.join(response.headers["location"])
                    continue
                return await _page(response, target, context)
            finally:
                await response.aclose()
    raise LimitError(url, f"more than fetch_redirects {settings.fetch_redirects} redirects")


async def _request(client: httpx.AsyncClient, target: httpx.URL, context: Context, settings: Settings) -> httpx.Request:
    """A request that goes to the very address that was checked: a second look-up could give another one."""
    if target.scheme not in ("http", "https") or not target.host:
        raise InputError(context.where, f"leads to {str(target)[:200]}, which is not http or https")
    if target.userinfo:
        raise InputError(context.where, "leads to an address with a user name or password in it")
    address = await _resolve(target, context, settings)
    headers = {**_HEADERS, "Host": target.netloc.decode("ascii")}
    return client.build_request(
        "GET",
        target.copy_with(host=address, fragment=None),
        headers=headers,
        extensions={"sni_hostname": target.raw_host.decode()},
    )


async def _resolve(target: httpx.URL, context: Context, settings: Settings) -> str:
    host = target.raw_host.decode("ascii").strip("[]")
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(context.where, f"host {target.host} not found: {error.strerror or error}") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise InputError(context.where, f"host {target.host} has no address")
    if not settings.allow_private_addresses:
        for address in addresses:
            if not is_public(address):
                raise InputError(
                    context.where,
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


async def _page(response: httpx.Response, target: httpx.URL, context: Context) -> RawPage:
    if response.status_code != 200:
        raise InputError(context.where, f"answered {response.status_code} {response.reason_phrase}".rstrip())
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FORMS:
        raise InputError(context.where, f"is {kind}, not HTML or text")
    too_large = LimitError(context.where, f"more than max_page_bytes {context.max_page_bytes}")
    parts, size = [], 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > context.max_page_bytes:
            raise too_large
    try:
        content = unpack(b"".join(parts), None, response.headers.get("content-encoding"), context.max_page_bytes)
    except PayloadError as error:
        raise InputError(context.where, str(error)) from error
    if len(content) > context.max_page_bytes:
        raise too_large
    if not content.strip():
        raise InputError(context.where, "answered with an empty page")
    if what := binary(content):
        raise InputError(context.where, f"is {what}, not text")
    return replace(
        context.page(content),
        form="html" if "html" in kind else None,
        encoding=response.charset_encoding,
        url=str(target),
        retrieved=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
