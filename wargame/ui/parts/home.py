"""Parts of the first page, and the guide of a practice game."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from wargame.live import LiveGame
from wargame.live.guide import act, follow
from wargame.ui.part import part
from wargame.ui.shell import go
from wargame.views.guide import payload

Act = Callable[[dict[str, Any]], None]


@part("home/practice.vue")
def Practice(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Offer a practice game, with a drawing of where it is played; acts: ``practice`` (``id``)."""


@part("home/newgame.vue")
def NewGame(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Let a person choose a game: scenario, seat, length, seed, characters; acts: ``begin``."""


@part("home/records.vue")
def Records(view: dict[str, Any], event_act: Act | None = None) -> None:
    """List what lies in ``runs/``; acts: ``go`` (``path``)."""


@part("home/guide.vue")
def Guide(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Show the step of a guide and mark the control it points to; acts: ``next``, ``back``, ``leave`` and so on."""


@solara.component
def GuideDock(live: LiveGame, version: int) -> None:
    """Show the guide of a live game, if it has one; a page puts it where nothing is covered by it.

    Parameters
    ----------
    version : of the game; it is drawn anew whenever that rises
    """
    solara.use_effect(lambda: follow(live), [version])

    def told(what: Mapping[str, Any]) -> None:
        if what["do"] == "go":
            go(str(what["path"]))
        else:
            act(live, str(what["do"]), str(what.get("control", "")))

    data = payload(live)
    if data is not None:
        Guide(view=data, event_act=told)
