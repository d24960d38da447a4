"""The door of a workshop: every request is somebody's, and each sees what is theirs.

Pages that Solara moves to within a browser's connection send no request; they hold to the same rule themselves, as
``wargame.ui.shell.page`` declares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wargame.server.plain import sentence_page
from wargame.ui.door import HOME, LOOKS_BACK, bearer, refusal
from wargame.workshop.entrance import NOBODY, TEAM_COOKIE, TEAM_PAGE, WHITE_COOKIE, Entrance, Identity, Tokens

WHO = "wargame.identity"
"""Where a request's identity stands in its scope."""
ANYBODY = ("/join", "/key", "/wg", "/api/health", "/api/ready", "/api/join", "/api/key", "/api/schema")
"""What needs no token: the ways in, and what their pages are made with."""
FILES = ("/wg", "/static", "/_solara/cdn", "/jupyter/nbextensions")
"""Files of the packages, the same for all: browsers may keep them."""
KNOWN = ("/readyz", "/_solara", "/static", "/jupyter")
"""What every page of Solara needs, for whoever is somebody."""
SEE: Mapping[str, tuple[str, ...]] = {
    "/api/seat": ("team",),
    "/api/take-home": ("team",),
    "/api/book": ("team", "white"),
    "/api/report": ("white", LOOKS_BACK),
}
"""Who may ask the API for what else, by the beginning of its path."""
FACILITATOR = ("white",)
"""Who may have what is declared nowhere."""
AS_TEAM = (f"/{TEAM_PAGE}", "/join", "/api/seat", "/api/take-home")
"""Where a browser that is a facilitator's and a team's at once is the team's."""
READING = ("GET", "HEAD", "OPTIONS")
ENDED = 1008
"""Code with which a connection ends whose token has ended."""


class Door:
    """Says of each request whose it is, lets it in or not, and ends connections whose token has ended.

    Parameters
    ----------
    entrance : knows the tokens
    """

    def __init__(self, app: ASGIApp, entrance: Entrance) -> None:
        self.app, self.entrance = app, entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or tell in one sentence why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        # in threads: the first request opens rooms, and what a team may look back at is asked of its room
        who = await anyio.to_thread.run_sync(identity_of, scope, self.entrance)
        scope[WHO] = who
        refused = await anyio.to_thread.run_sync(_refused, scope, who)
        if scope["type"] == "websocket":
            if refused is None:
                await self.app(scope, *self._watched(scope, who, receive, send))
            else:
                await receive()
                await send({"type": "websocket.close", "code": ENDED})
            return
        private = not _begins(scope["path"], FILES)

        async def unkept(message: Message) -> None:
            if private and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        await (refused or self.app)(scope, receive, unkept)

    def _watched(self, scope: Scope, who: Identity, receive: Receive, send: Send) -> tuple[Receive, Send]:
        """Return the two ways of a connection, closed at the next message once the token has ended."""
        tokens, ended = tokens_of(scope), False

        async def received() -> Message:
            nonlocal ended
            message = await receive()
            if message["type"] == "websocket.receive" and not self.entrance.identify(tokens).is_still(who):
                ended = True
                await send({"type": "websocket.close", "code": ENDED})
            return {"type": "websocket.disconnect", "code": ENDED} if ended else message

        async def sent(message: Message) -> None:
            if not ended:
                await send(message)

        return received, sent


def identity_of(scope: Scope, entrance: Entrance) -> Identity:
    """Return whose request it is now, for answers that take long: a token may have ended since they began."""
    return entrance.identify(tokens_of(scope))


def tokens_of(scope: Scope) -> Tokens:
    """Return the tokens that a request carries."""
    asked = HTTPConnection(scope)
    return Tokens(
        asked.cookies.get(TEAM_COOKIE, ""),
        asked.cookies.get(WHITE_COOKIE, ""),
        bearer(asked.headers.get("authorization", "")),
        as_team=_begins(scope["path"], AS_TEAM),
    )


def _refused(scope: Scope, who: Identity) -> Response | None:
    """Return the answer to a request that is not let in, None for one that is."""
    if _is_unproven(scope, who):
        return _no(
            scope, who, "A request that changes something names the page that it comes from. Reload the page."
        )
    path = scope["path"]
    if path == "/" and scope["type"] == "http" and who.kind != "owner":
        return RedirectResponse(who.home, 303)
    told = _why_not(path, who)
    if not told:
        return None
    if who == NOBODY and scope["type"] == "http" and scope["method"] in READING and not _is_program(path):
        return RedirectResponse(who.home, 303)
    return _no(scope, who, told)


def _is_unproven(scope: Scope, who: Identity) -> bool:
    """Tell whether a request that may change something comes by a cookie and does not say from which page."""
    writes = scope["type"] == "websocket" or scope["method"] not in READING
    headers = Headers(scope=scope)
    return (
        writes and who != NOBODY and "origin" not in headers and not bearer(headers.get("authorization", ""))
    )


def _why_not(path: str, who: Identity) -> str:
    """Return why somebody may not have what is at a path, "" where they may."""
    if _begins(path, ANYBODY) or who.kind == "white" or (who != NOBODY and _begins(path, KNOWN)):
        return ""
    parts = [unquote(part) for part in path.split("/") if part]
    if _begins(path, ("/api",)):
        see = next((kinds for start, kinds in SEE.items() if _begins(path, (start,))), FACILITATOR)
        return refusal(who, see, parts[1:])
    return refusal(who, _pages().get(parts[0], FACILITATOR) if parts else FACILITATOR, parts)


def _no(scope: Scope, who: Identity, told: str) -> Response:
    """Return one sentence: as a page, or as a program reads it."""
    status = 401 if who == NOBODY else 403
    if _is_program(scope["path"]):
        return JSONResponse({"error": told}, status_code=status)
    return sentence_page("This cannot be shown", told, HOME[who.kind], who.home, status)


def _is_program(path: str) -> bool:
    """Tell whether a path is asked for by programs rather than people."""
    return _begins(path, ("/api", *KNOWN))


def _begins(path: str, starts: tuple[str, ...]) -> bool:
    return any(path == start or path.startswith(start + "/") for start in starts)


@cache
def _pages() -> dict[str, tuple[str, ...]]:
    """Return who may see each page of Solara, as it declares, by the first part of its address."""
    from wargame.ui.pages import routes

    found: dict[str, Any] = {route.path: route.component for route in routes}
    return {name: tuple(page.see) for name, page in found.items()}
