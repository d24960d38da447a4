"""Starts the server on this machine, in one process, and says where it is."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from wargame.faults import WargameError

HOST = "127.0.0.1"
PORT = 8765


def serve(port: int = PORT, *, browser: bool = True, told: Callable[[str], None] = print) -> None:
    """Serve the pages until Ctrl-C.

    Parameters
    ----------
    port : of 127.0.0.1, 1 to 65,535; 0 for any free one
    browser : open the first page in the browser of this machine
    told : gets the address once pages can be had there

    Raises
    ------
    WargameError
        a port that is out of range or taken; assets that are missing
    """
    from wargame.server.app import make_app
    from wargame.server.assets import check_assets

    check_assets()
    ours = _listen(port)
    address = f"http://{HOST}:{ours.getsockname()[1]}/"

    def begun() -> None:
        told(address)
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    config = uvicorn.Config(
        make_app(), workers=1, log_level="warning", timeout_graceful_shutdown=2, ws_max_size=2**24
    )
    _Server(config, begun).run(sockets=[ours])


class _Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()


def _listen(port: int) -> socket.socket:
    """Return the socket of a port, before anything slow is begun."""
    if not 0 <= port <= 65535:
        raise WargameError(f"--port {port}: ports go from 1 to 65535; 0 takes any that is free.")
    ours = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ours.bind((HOST, port))
    except OSError as error:
        ours.close()
        raise WargameError(
            f"--port {port}: it cannot be had ({error.strerror}). Another server may run there: open "
            f"http://{HOST}:{port}/, or name another port, or 0 for any that is free."
        ) from None
    return ours
