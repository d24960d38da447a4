"""A table at which all that anybody receives is kept: pages with every frame that is sent to them, and answers."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import solara
import solara.lab
import solara.server.starlette
from solara.server import kernel, kernel_context
from solara.server.websocket import WebsocketWrapper
from starlette.testclient import TestClient

import wargame.ui  # noqa: F401  settings first
from wargame.live.whatif import Forecaster
from wargame.ui.hub import HUB, SETTLE
from wargame.ui.pages import routes

HERE = "http://127.0.0.1:8000"
PATIENCE = 30.0
"""Seconds after which something that should have come will not."""
PAGES = {str(route.path): route.component for route in routes}
TABS = ("news", "situation", "others", "programmes", "agreements", "brief", "orders", "table")
"""Tabs of a seat's page."""
DESK = ("log", "table", "control", "white")
UMPIRE = ("rulings", "free", "course", "debrief", "injects")
"""Tabs of the facilitator's page, and those of the white cell on it."""
STEPS = 14
"""Steps of a reveal, and some more."""
PARTS = ("talk", "public", "forecast", "company")
"""Parts of the room on a team's page."""
OWN = (
    "/join", "/rulebook?seat={seat}", "/twins/{room}", "/api/seat", "/api/seat/orders", "/api/seat/draft",
    "/api/seat/questions", "/api/seat/whatif", "/api/seat/report", "/api/take-home", "/api/report/{run}",
    "/api/export/{room}", "/api/white/rooms/{room}", "/print/{room}/kit",
)  # fmt: skip
"""What answers differently from moment to moment."""
ELSE = (
    "/", "/host", "/home", "/explore", "/facilitator/{room}", "/screen/{room}", "/team", "/play/{room}",
    "/review/{run}", "/print/{room}/seat/{seat}", "/join/BCDFGH", "/key", "/nothing", "/readyz", "/resourcez",
    "/api/seat/report?turn=1", "/api/seat/report?turn=9", "/api/seat/nothing", "/api/report/{run}?seat={seat}",
    "/api/book?scenario=four-islands&seat={seat}", "/api/white/rooms", "/api/schema", "/api/health", "/api/ready",
)  # fmt: skip
"""What else a workshop answers, or does not; ``{seat}`` is somebody else's, ``{run}`` the record in ``runs/``."""


class Resting(Forecaster):
    """Takes what-if questions and plays nothing."""

    def add(self, whatif: object) -> None:
        """Leave it waiting."""


class Wire(WebsocketWrapper):
    """The connection of a page: keeps what is sent by it."""

    def __init__(self) -> None:
        self.frames: list[str] = []

    def send_text(self, data: str) -> None:
        self.frames.append(data)

    def send_bytes(self, data: bytes) -> None:
        self.frames.append(data.decode("utf-8", "replace"))

    def close(self) -> None:
        """Do nothing: what was sent is sent."""

    async def receive(self) -> str:
        raise NotImplementedError("nothing comes from this browser: a test acts on its panels")


class Page:
    """A page that is open: drawn by a kernel of its own, on a loop of its own, and told of changes by the hub.

    Parameters
    ----------
    path : its address;  cookies : of its browser

    Attributes
    ----------
    wire : all that was sent to it
    """

    def __init__(self, path: str, **cookies: str) -> None:
        self.path, self.wire = path, Wire()
        name = uuid.uuid4().hex
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.context = kernel_context.VirtualKernelContext(
            id=name, kernel=kernel.Kernel(), session_id=name, event_loop=self._loop
        )
        self.context.kernel.session.websockets.add(self.wire)
        self._box, self._drawn = self.within(lambda: self._draw(cookies))

    def _draw(self, cookies: dict[str, str]) -> tuple[Any, Any]:
        solara.lab.cookies.set(dict(cookies))
        path = self.path
        component = PAGES[path.split("/")[1].split("?")[0]]

        @solara.component
        def Place() -> None:
            solara.routing.router_context.provide(solara.routing.Router(path, [], lambda _: None))
            component()

        return solara.render(Place(), handle_error=False)

    def within(self, act: Callable[[], Any]) -> Any:
        """Do something on the page's own thread, as a server does, and return what came of it."""

        async def done() -> Any:
            with self.context:
                return act()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(PATIENCE)

    def act(self, panel: str, **told: Any) -> None:
        """Send an act, as the template of a panel does whose payload holds a key."""
        self.within(lambda: next(each for each in self._widgets() if _holds(each, panel)).vue_act(told))

    def traits(self) -> str:
        """Return all traits of all widgets as they stand, as they are sent to a browser."""

        def told() -> str:
            return "\n".join(json.dumps(each.get_state(), default=str) for each in self._widgets())

        return str(self.within(told))

    def _widgets(self) -> Iterator[Any]:
        stack = [self._box]
        while stack:
            widget = stack.pop()
            yield widget
            stack += [each for each in getattr(widget, "children", ()) if not isinstance(each, str)]

    def settle(self) -> None:
        """Wait until the hub has told this page of all that has changed for it."""
        until = time.monotonic() + PATIENCE
        while HUB._lags(HUB._followers[self.context.id]):
            assert time.monotonic() < until, "the page was not told"
            time.sleep(SETTLE / 3)
        self.within(lambda: None)

    def close(self) -> None:
        """Leave the page."""
        self.within(lambda: self._drawn.close())
        self.context.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


def _holds(widget: Any, key: str) -> bool:
    """Tell whether a widget sends acts, and its payload holds a key."""
    return hasattr(widget, "vue_act") and key in (widget.view or {}) and "pages" not in widget.view


class Audience:
    """Somebody at a table, or nobody, and all that they have received.

    Parameters
    ----------
    app : of the workshop;  name : a seat, ``screen``, ``white`` or ``nobody``;  token : theirs
    path : of the page that they have open, "" for none

    Attributes
    ----------
    answers : what was answered to their requests, head and body
    """

    def __init__(self, app: Any, name: str, token: str = "", path: str = "") -> None:
        cookies = {} if not token else {"wg_white" if name == "white" else "wg_team": token}
        self.name, self.answers = name, list[str]()
        self.client = TestClient(
            app, base_url=HERE, cookies=cookies, follow_redirects=False, raise_server_exceptions=False
        )
        self.page = Page(path, **cookies) if path else None

    @property
    def received(self) -> str:
        """All that they have received, as one text."""
        return "\n".join((*self.answers, *(self.page.wire.frames if self.page else ())))

    def ask(self, path: str, body: Any = None, method: str = "") -> Any:
        """Send a request, and keep and return what was answered."""
        method = method or ("GET" if body is None else "POST")
        answer = self.client.request(method, path, json=body, headers={"origin": HERE})
        self.answers.append(f"{path} {answer.headers} {opened(answer)}")
        return answer

    def look(self, room: str, run: str, other: str, everywhere: bool = True) -> None:
        """Look at what there is to be looked at, also at what is another's.

        Parameters
        ----------
        run : name of the record, once there is one;  other : another seat
        everywhere : also where the answer is the same at every moment
        """
        for path in (*OWN, *(ELSE if everywhere else ())):
            self.ask(path.format(room=room, run=run or "none", seat=other))
        if self.page is not None:
            self.page.settle()
            self._turn_pages(other)

    def _turn_pages(self, other: str) -> None:
        """Turn to every part of the page, and on a team's ask for reasons of what is another's."""
        assert self.page is not None
        turns: list[tuple[str, dict[str, str]]] = []
        if self.name == "white":
            turns += [("stations", {"do": "tab", "id": name}) for name in DESK]
            turns += [("tabs", {"do": "tab", "id": name}) for name in UMPIRE]
        elif self.name != "screen":
            turns += [("todo", {"do": "tab", "id": name}) for name in TABS]
            turns += [("todo", {"do": "part", "id": name}) for name in PARTS]
            asked = ((other, "capital"), (f"{self.name}>{other}", "trust"), (other, "home.approval"))
            turns += [("todo", {"do": "why", "of": of, "field": field}) for of, field in asked]
            turns.append(("todo", {"do": "report"}))
        for panel, told in turns:
            self.page.act(panel, **told)
        self.answers.append(self.page.traits())

    def walk(self, walker: Page) -> None:
        """Look at every step of a reveal that somebody else walks."""
        assert self.page is not None
        for _ in range(STEPS):
            self.page.settle()
            self.answers.append(self.page.traits())
            walker.act("walk", do="next")

    def close(self) -> None:
        """Leave."""
        if self.page is not None:
            self.page.close()


def opened(answer: Any) -> str:
    """Return what an answer holds, an archive as the text of its files."""
    if answer.headers.get("content-type", "") != "application/zip":
        return str(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as held:
        return "\n".join(f"{name} {held.read(name).decode('utf-8', 'replace')}" for name in held.namelist())
