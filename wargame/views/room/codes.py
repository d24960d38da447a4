"""Join codes of a room: as letters to be read aloud, as addresses to be typed, as QR to be photographed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import segno

from wargame.scenario import Scenario
from wargame.workshop.door import show_code
from wargame.workshop.standing import SCREEN

QUIET = 4
"""Modules of white around a QR, without which cameras miss it."""
JOIN = "/join"
"""Where codes are typed, below the server's own address."""


def qr(url: str) -> dict[str, Any]:
    """Return an address as a QR: the side of the drawing in modules, quiet margin included, and one SVG path.

    Examples
    --------
    >>> made = qr("http://192.168.1.20:8765/join/ABCDEF")
    >>> made["size"], made["path"][:12]
    (37, 'M4 4h7v1h-7z')
    """
    matrix = segno.make(url, error="m", micro=False).matrix
    path = "".join(
        f"M{start + QUIET} {row + QUIET}h{wide}v1h-{wide}z"
        for row, line in enumerate(matrix)
        for start, wide in _dark(line)
    )
    return {"size": len(matrix) + 2 * QUIET, "path": path}


def _dark(line: bytearray) -> list[tuple[int, int]]:
    """Return where runs of dark modules begin in a row, and how long they are."""
    runs: list[tuple[int, int]] = []
    start = None
    for place, module in enumerate([*line, 0]):
        if module and start is None:
            start = place
        elif not module and start is not None:
            runs.append((start, place - start))
            start = None
    return runs


def join_path(code: str) -> str:
    """Return the address at which a code is filled in already, below the server's own."""
    return f"{JOIN}/{quote(code)}"


def codes(scenario: Scenario, held: Mapping[str, str], address: str) -> list[dict[str, Any]]:
    """Return the codes of a room for those who run it: seats in the scenario's order, the big screen last.

    Parameters
    ----------
    held : seat or ``screen`` -> code;  address : of the server, as people in the room can reach it, no slash at the end
    """
    rows = [
        {"id": seat, "name": row.name, "colour": row.colour, **_door(held[seat], address)}
        for seat, row in scenario.nations.items()
        if seat in held
    ]
    if SCREEN in held:
        rows.append({"id": SCREEN, "name": "Big screen", "colour": "", **_door(held[SCREEN], address)})
    return rows


def _door(code: str, address: str) -> dict[str, Any]:
    url = address + join_path(code)
    return {"code": code, "shown": show_code(code), "url": url, "qr": qr(url)}
