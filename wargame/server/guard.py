"""Who may speak to the server: pages of this server. And what its pages may ask for: this server alone."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
"""Names by which a browser on this machine may call the server."""
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?", re.IGNORECASE)
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # templates are compiled in the browser
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'self'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with less, browsers hide the origin of our own forms
}
ALONE = "This server answers pages of its own machine only. Open it as http://127.0.0.1 with its port."
NAMED = (
    "This server answers by its own addresses only, as it printed them when it was started. If it has another name "
    "on your network, start it with --name and that name."
)


STRANGER = "Session id mismatch"
"""What Solara says to a browser that names the page of another one; it has refused it then."""
log = logging.getLogger("wargame.door")


class Guard:
    """Turns away requests that name another host or come from another site's page.

    A page elsewhere can make a browser send requests here, and by a name that it points to this machine it could read
    the answers too. Both show: in ``Host`` and in ``Origin``.

    Parameters
    ----------
    names : further names of this server, lower case
    abroad : other machines may ask too, by the address of this machine that they have reached
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = (), abroad: bool = False) -> None:
        self.app, self.names, self.abroad = app, names, abroad

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        reached = str((scope.get("server") or ("",))[0]) if self.abroad else ""
        if not is_ours(Headers(scope=scope), self.names, reached):
            await self._refuse(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] == "http":
            await self.app(scope, receive, with_headers)
            return
        try:
            await self.app(scope, receive, send)
        except ValueError as error:
            if STRANGER not in str(error):
                raise
            log.warning("somebody asked for the page of another browser, and was refused")

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        told = NAMED if self.abroad else ALONE
        await PlainTextResponse(told, status_code=403)(scope, receive, send)


def is_ours(headers: Headers, names: Collection[str] = (), reached: str = "") -> bool:
    """Tell whether a request names this server as host, and comes from no other site's page.

    Parameters
    ----------
    names : by which it may be called, beside those of this machine
    reached : address of this machine at which the request arrived, "" for none that counts. A page elsewhere cannot
        point a bare address to another machine, as it could a name

    Examples
    --------
    >>> is_ours(Headers({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}))
    True
    >>> is_ours(Headers({"host": "127.0.0.1:8765", "origin": "https://elsewhere.example"}))
    False
    >>> is_ours(Headers({"host": "192.0.2.7:8765"})), is_ours(Headers({"host": "192.0.2.7:8765"}), reached="192.0.2.7")
    (False, True)
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    if not (_LOOPBACK.fullmatch(host) or _is_named(host, names, reached)):
        return False
    return origin is None or origin in (f"http://{host}", f"https://{host}")


def _is_named(host: str, names: Collection[str], reached: str) -> bool:
    """Tell whether a host is one of the names, or the address that was reached."""
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found[1].strip("[]").lower()
    return name in names or (bool(reached) and plain_address(name) == plain_address(reached) != "")


def plain_address(text: str) -> str:
    """Return an address as it is compared, "" for what is none.

    Examples
    --------
    >>> plain_address("::ffff:192.0.2.7"), plain_address("FE80::1%eth0"), plain_address("name")
    ('192.0.2.7', 'fe80::1', '')
    """
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)
