"""Who may speak to the server: pages of this machine. And what its pages may ask for: this server alone."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
"""Names by which a browser on this machine may call the server; any other is somebody else's page."""
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
    "referrer-policy": "no-referrer",
}


class Guard:
    """Turns away requests that name another host or come from another site's page.

    A page elsewhere can make a browser send requests here, and by a name that it points to 127.0.0.1 it could read
    the answers too. Both show: in ``Host`` and in ``Origin``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if not is_ours(Headers(scope=scope)):
            await self._refuse(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        told = "This server answers pages of its own machine only. Open it as http://127.0.0.1 with its port."
        await PlainTextResponse(told, status_code=403)(scope, receive, send)


def is_ours(headers: Headers) -> bool:
    """Tell whether a request names this machine as host, and comes from no other site's page.

    Examples
    --------
    >>> is_ours(Headers({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}))
    True
    >>> is_ours(Headers({"host": "127.0.0.1:8765", "origin": "https://elsewhere.example"}))
    False
    >>> is_ours(Headers({"host": "elsewhere.example"}))
    False
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    if not _HOST.fullmatch(host):
        return False
    return origin is None or origin in (f"http://{host}", f"https://{host}")
