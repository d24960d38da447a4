"""The connection of a page: what waits to be sent leaves together, in order, and nobody waits for it.

Solara's own hands every frame to the thread of the network and waits until it is sent. A page is some forty frames
when a turn is played, and a hundred pages are drawn at that moment by threads that share one interpreter, so that the
handing over took longer than the drawing. Here a frame is put in line, and the line is sent at once.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

import solara.server.starlette as solara_server
from solara.server.websocket import WebSocketDisconnect


class Wire(solara_server.WebsocketWrapper):
    """The connection of one page.

    Parameters
    ----------
    ws : the connection itself;  portal : leads to the loop that serves it
    """

    def __init__(self, ws: Any, portal: Any) -> None:
        super().__init__(ws, portal)
        self._line: deque[str | bytes] = deque()
        self._lock = threading.Lock()
        self._sending = self._lost = False

    def send_text(self, data: str) -> None:
        """Put a frame of text in line.

        Raises
        ------
        WebSocketDisconnect
            the page is gone
        """
        self._put(data)

    def send_bytes(self, data: bytes) -> None:
        """Put a frame of bytes in line; raises as ``send_text``."""
        self._put(data)

    def _put(self, data: str | bytes) -> None:
        with self._lock:
            if self._lost:
                raise WebSocketDisconnect
            self._line.append(data)
            if self._sending:
                return
            self._sending = True
        try:
            self.event_loop.call_soon_threadsafe(self._begin)
        except RuntimeError:  # the loop has ended with its server
            self._lose()
            raise WebSocketDisconnect from None

    def _begin(self) -> None:
        task = self.event_loop.create_task(self._send())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _send(self) -> None:
        """Send all that is in line, and what joins it meanwhile."""
        try:
            while (data := self._next()) is not None:
                await (self._send_text_exc(data) if isinstance(data, str) else self._send_bytes_exc(data))
        except BaseException as error:
            self._lose()
            if not isinstance(error, WebSocketDisconnect):
                raise

    def _next(self) -> str | bytes | None:
        with self._lock:
            if self._line:
                return self._line.popleft()
            self._sending = False
            return None

    def _lose(self) -> None:
        with self._lock:
            self._lost = True
            self._line.clear()
