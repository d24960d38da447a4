"""The first page: practice, a game of one's own, and what was played before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara
import solara.lab

from wargame.faults import WargameError
from wargame.live import LiveGame, shelf
from wargame.live.script import list_scripts, read_script
from wargame.ui.parts.home import NewGame, Practice, Records
from wargame.ui.shell import Shell, go, page
from wargame.views import home


@page
def Home() -> None:
    """Offer what can be done here; what is listed is read anew with every visit."""
    scripts = solara.use_memo(list_scripts, [])
    found = solara.use_memo(home.offers, [])
    listed = solara.lab.use_task(lambda: shelf().list(), dependencies=[])  # hundreds of runs take seconds
    data = home.payload(listed.value if listed.finished else None, found, scripts)
    wrong, set_wrong = solara.use_state({})

    def start(where: str, begin: Callable[[], LiveGame]) -> None:
        try:
            live = begin()
        except WargameError as error:
            set_wrong({where: {"text": str(error), "number": wrong.get(where, {}).get("number", 0) + 1}})
        else:
            go(f"/play/{live.name}")

    def practise(told: Mapping[str, Any]) -> None:
        start(str(told["id"]), lambda: _practice(str(told["id"])))

    def play(told: Mapping[str, Any]) -> None:
        start("play", lambda: _game(home.choice(told, found)))

    with Shell(here="/"), solara.Div(classes=["wg-home"]):
        with solara.Div(classes=["wg-home-main"]):
            for each in data["practice"]:
                Practice(view={**each, "error": wrong.get(each["id"])}, event_act=practise)
            NewGame(view={**data["play"], "error": wrong.get("play")}, event_act=play)
        with solara.Div(classes=["wg-home-side"]):
            Records(view=data["records"], event_act=lambda told: go(str(told["path"])))


def _practice(name: str) -> LiveGame:
    head = read_script(name).head
    return shelf().begin(head.scenario, [head.seat], turns=head.turns, seed=head.seed, guide=name)


def _game(chosen: home.Choice) -> LiveGame:
    return shelf().begin(
        chosen.scenario.id,
        [chosen.seat],
        turns=chosen.turns,
        characters=chosen.characters,
        seed=chosen.seed,
    )
