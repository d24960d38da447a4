"""The rulebook page: ``/rulebook?scenario=&part=&seat=``, or ``?game=&seat=`` from a game; ``#`` leads to a row."""

from __future__ import annotations

import solara

from wargame.ui.parts.rulebook import Book
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views import rulebook as views


@page
def Rulebook() -> None:
    """Show one document of the rules."""
    _, query = use_address()
    scenario, game = query.get("scenario", ""), query.get("game", "")
    told = solara.use_memo(lambda: views.scenario_of(scenario, game), [scenario, game])
    part = query.get("part", views.BOOK)
    seat = views.reader(game, query.get("seat", "")) if part == views.BOOK else ""
    data = views.payload(told, part, seat, game)
    with Shell(title="Rulebook", subtitle=told.frame.title, here="/rulebook"):
        Book(view=data, event_act=lambda asked: go(asked["path"]))
