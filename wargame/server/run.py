"""Starts the server, in one process, and says where it is: for one person, or for a workshop."""

from __future__ import annotations

import errno
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from wargame.faults import WargameError
from wargame.server.addresses import addresses, is_loopback
from wargame.server.tls import check_pair

HOST = "127.0.0.1"
PORT = 8765
WIDE = 2**24
"""Bytes of a message of a page at most."""


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
    ours = _listen(HOST, port)
    address = f"http://{HOST}:{ours.getsockname()[1]}/"

    def begun() -> None:
        told(address)
        if browser:
            _show(address)

    _run(make_app(), ours, begun)


def open_workshop(
    host: str = HOST,
    port: int = PORT,
    *,
    cert: str | Path = "",
    key: str | Path = "",
    names: Sequence[str] = (),
    browser: bool = True,
    told: Callable[[str, Sequence[str], str, bool], None],
) -> None:
    """Serve a workshop until Ctrl-C: teams join by codes, the facilitator by the key.

    Parameters
    ----------
    host : address of this machine at which it is reached; 0.0.0.0 or :: for all of them
    port : 1 to 65,535; 0 for any free one
    cert, key : PEM files for https; both or neither
    names : by which other machines may call this server, beside its addresses
    browser : open the form of the key in the browser of this machine
    told : gets the address on this machine, those for others, the facilitator's key, and whether other machines
        can reach it

    Raises
    ------
    WargameError
        an address or port that cannot be had, files that are no certificate and key, assets that are missing
    """
    from wargame.server.app import make_workshop
    from wargame.server.assets import check_assets
    from wargame.workshop import rooms
    from wargame.workshop.entrance import Entrance

    check_assets()
    tls = check_pair(str(cert), str(key))
    ours = _listen(host, port)
    scheme = "https" if tls else "http"
    bound, place = ours.getsockname()[:2]
    abroad = tuple(f"{scheme}://{each}:{place}" for each in (*names, *addresses(bound)))
    here = f"{scheme}://{HOST if is_loopback(bound) or bound in ('0.0.0.0', '::') else _named(bound)}:{place}"
    entrance = Entrance(abroad or (here,))

    def begun() -> None:
        told(f"{here}/key", abroad, rooms().keys.key, not is_loopback(bound))
        if browser:
            _show(f"{here}/key")

    _run(make_workshop(entrance, names), ours, begun, **tls)


def _run(app: Starlette, ours: socket.socket, begun: Callable[[], None], **tls: Any) -> None:
    config = uvicorn.Config(
        app,
        workers=1,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # who asks is told by the connection, not by what a caller writes
        timeout_graceful_shutdown=2,
        ws_max_size=WIDE,
        server_header=False,
        **tls,
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


def _show(address: str) -> None:
    """Open a page in the browser of this machine."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _listen(host: str, port: int) -> socket.socket:
    """Return the socket of an address and a port, before anything slow is begun."""
    if not 0 <= port <= 65535:
        raise WargameError(f"--port {port}: ports go from 1 to 65535; 0 takes any that is free.")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise WargameError(
            f"--host {host}: this is no address of this machine. Write 0.0.0.0 for all that it has, or 127.0.0.1 for "
            "this machine alone."
        ) from None
    # with its protocol named, asyncio sends small answers at once, which else wait 40 ms for an acknowledgement
    ours = socket.socket(family, kind, protocol)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        ours.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host != "::"))
    try:
        ours.bind(place)
    except OSError as error:
        ours.close()
        raise _not_had(host, port, error) from None
    return ours


def _not_had(host: str, port: int, error: OSError) -> WargameError:
    """Return what to do about an address that cannot be had."""
    if error.errno == errno.EADDRNOTAVAIL:
        return WargameError(
            f"--host {host}: this machine has no such address. Write 0.0.0.0 for all that it has, or 127.0.0.1 for "
            "this machine alone."
        )
    return WargameError(
        f"--port {port}: it cannot be had ({error.strerror}). Another server may run there: open "
        f"http://{HOST}:{port}/, or name another port, or 0 for any that is free."
    )


def _named(address: str) -> str:
    """Return an address as it stands in the address of a page."""
    return f"[{address}]" if ":" in address else address
