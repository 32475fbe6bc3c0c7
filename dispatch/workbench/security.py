"""Rules for requests: host, origin and token; and the headers of each answer."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE, SESSION, LANGUAGE = "dispatch_token", "dispatch_session", "dispatch_language"
"""Cookies: the token, the number of the browser, its language."""
PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Content security policy of the pages: nothing from another host. The framework compiles templates, hence unsafe-eval."""
DOCUMENT = (
    "sandbox allow-scripts allow-popups allow-modals allow-downloads; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; frame-ancestors 'none'"
)
"""Policy of a file of the folder: an origin of its own, so that a script in the file cannot use the server."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_READS = ("GET", "HEAD", "OPTIONS")


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine alone.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Rules:
    """host: that the server listens on. token: that a browser must know; empty for none."""

    host: str
    token: str = ""

    def refusal(self, headers: dict[str, str], method: str) -> str:
        """Return the reason to refuse a request, empty for one to accept. A server on loopback answers to names of loopback only,
        so that a page of another site cannot reach the server through a name that resolves to loopback. A request that
        changes something, or opens a socket, must come from a page of this server."""
        host = headers.get("host", "")
        if is_loopback(self.host) and not is_loopback(_name(host)):
            return "host"
        origin = headers.get("origin")
        if method not in _READS and origin is not None and urlsplit(origin).netloc != host:
            return "origin"
        return ""

    def knows(self, given: str | None) -> bool:
        """Return whether the token is given, or none is needed."""
        return not self.token or (given is not None and hmac.compare_digest(given.encode(), self.token.encode()))


def _name(host: str) -> str:
    """Return a host without its port.

    >>> _name("localhost:8765"), _name("[::1]:8765")
    ('localhost', '::1')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def cookies(header: str) -> dict[str, str]:
    """Return the cookies of a header; none of a header that is malformed."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


class Guard:
    """ASGI middleware that applies the rules to each request and each socket, and adds the headers to each answer."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        method = scope["method"] if scope["type"] == "http" else "SOCKET"
        reason = self.rules.refusal(headers, method)
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token")
        if not reason and self.rules.token and given is not None and method == "GET" and self.rules.knows(given):
            await _answer(send, 303, _entry(scope, query, given))
            return
        known = cookies(headers.get("cookie", ""))
        if not reason and not self.rules.knows(known.get(COOKIE)):
            reason = "token"
        if reason:
            await _refuse(scope, send, reason)
            return
        session = known.get(SESSION, "")
        scope[SESSION] = session or secrets.token_urlsafe(18)
        await self.app(scope, receive, _with_headers(send, "" if session else scope[SESSION]))


def _entry(scope: Scope, query: Iterable[tuple[str, str]], token: str) -> list[tuple[bytes, bytes]]:
    """Return the headers that set the cookie and lead to the page without the token in its address."""
    rest = urlencode([(name, value) for name, value in query if name != "token"])
    path = "/" + str(scope["path"]).lstrip("/")
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
    return [(b"location", (path + (f"?{rest}" if rest else "")).encode()), (b"set-cookie", cookie.encode())]


async def _refuse(scope: Scope, send: Send, reason: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await _answer(send, 403, [], f"refused: {reason}\n")


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], text: str = "") -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})


def _with_headers(send: Send, session: str) -> Send:
    async def sending(event: Message) -> None:
        if event["type"] == "http.response.start":
            present = {name.lower() for name, _ in event.get("headers", [])}
            wanted: dict[str, Any] = HEADERS | {"content-security-policy": PAGE}
            added = [(k.encode(), v.encode()) for k, v in wanted.items() if k.encode() not in present]
            if session:
                added.append((b"set-cookie", f"{SESSION}={session}; HttpOnly; SameSite=Strict; Path=/".encode()))
            event = {**event, "headers": [*event.get("headers", []), *added]}
        await send(event)

    return sending
