"""Who may talk to the desk: only names of this desk as host, a token from elsewhere, no write that another site starts, no script of a page.

All of it is one piece of ASGI middleware in front of everything, so that no view can forget it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SESSION, TOKEN = "onrecord_session", "onrecord_token"
FIELD = "csrf"
#: Nothing but what the desk itself serves; no inline script, no inline style, nothing in a frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
LONGEST_BODY = 200_000  # bytes of a form


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """The middleware. `hosts` are names that a browser may use; `token` is asked for unless it is None."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str], token: str | None, secret: bytes) -> None:
        self.app, self.hosts, self.token, self.secret = app, frozenset(hosts), token, secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, hand on the rest with the headers on the way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers.get("cookie", ""))
        session = cookies.get(SESSION) or secrets.token_urlsafe(24)
        scope["session_id"] = session

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                out.setdefault("Cache-Control", "no-store")
                if SESSION not in cookies:
                    out.append("Set-Cookie", f"{SESSION}={session}; Path=/; HttpOnly; SameSite=Strict")
            await send(message)

        refusal = self._refused(scope, headers, cookies)
        await (refusal or self.app)(scope, receive, guarded)

    def _refused(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> Response | None:
        """The answer to a request that goes no further."""
        host = headers.get("host", "")
        if hostname(host) not in self.hosts:
            return PlainTextResponse("This desk does not answer to that host name.", status_code=400)
        if self.token is not None and (asked := self._stranger(scope, headers, cookies)) is not None:
            return asked
        if scope["method"] not in _SAFE:
            if int(headers.get("content-length") or 0) > LONGEST_BODY:
                return PlainTextResponse("Too long.", status_code=413)
            if not _from_here(headers, host, scope["scheme"]):
                return PlainTextResponse("Refused: this write did not start on the desk.", status_code=403)
        return None

    def _stranger(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> Response | None:
        """What somebody without the token gets; the token in an address moves into a cookie at once."""
        assert self.token is not None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), None)
        if given is not None and _same(given, self.token) and scope["method"] in _SAFE:
            rest = urlencode([pair for pair in query if pair[0] != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(TOKEN, self.token, httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if _same(cookies.get(TOKEN, ""), self.token) or _same(bearer, self.token):
            return None
        return PlainTextResponse("This desk asks for its token: open the address that `onrecord desk` printed.", 401)


def form_token(secret: bytes, session: str) -> str:
    """What a form of this desk carries: bound to the browser by its session, and nobody else can make it."""
    return hmac.new(secret, session.encode("utf-8", "surrogateescape"), "sha256").hexdigest()


def form_is_ours(secret: bytes, session: str, given: str) -> bool:
    """Whether a form carries the token of this browser."""
    return _same(given, form_token(secret, session))


def hostname(host: str) -> str:
    """The name in a Host header, without its port; "" if it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _from_here(headers: Headers, host: str, scheme: str) -> bool:
    """Whether a write started on a page of this desk, as the browser says; a write of no browser says nothing and is refused."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None and origin != "null":
        return origin == f"{scheme}://{host}"
    return site == "same-origin"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode())


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
