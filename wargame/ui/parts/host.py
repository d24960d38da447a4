"""Parts of the page on which exercises are set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Act = Callable[[dict[str, Any]], None]


@solara.component_vue("host/setup.vue")
def Setup(view: dict[str, Any], menu: dict[str, Any], event_act: Act | None = None) -> None:
    """Let a facilitator set up an exercise; acts: ``typed`` (``form``), ``open`` (``form``, ``key``).

    Parameters
    ----------
    menu : what can be chosen, which stays the same;  view : what follows from what was typed
    """


@solara.component_vue("host/door.vue")
def Door(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Show how people come into a room, and where its pages are; acts: ``go`` (``path``)."""


@solara.component_vue("host/rooms.vue")
def RoomList(view: dict[str, Any], event_act: Act | None = None) -> None:
    """List the rooms of this server; acts: ``go`` (``path``), ``again``."""
