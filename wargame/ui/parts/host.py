"""Parts of the page on which exercises are set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None]


@part("host/setup.vue")
def Setup(view: dict[str, Any], menu: dict[str, Any], event_act: Act | None = None) -> None:
    """Let a facilitator set up an exercise; acts: ``typed`` (``form``), ``open`` (``form``, ``key``).

    Parameters
    ----------
    menu : what can be chosen, which stays the same;  view : what follows from what was typed
    """


@part("host/door.vue")
def Door(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Show how people come into a room, and where its pages are; acts: ``go`` (``path``)."""


@part("host/rooms.vue")
def RoomList(view: dict[str, Any], event_act: Act | None = None) -> None:
    """List the rooms of this server; acts: ``go`` (``path``), ``again``."""
