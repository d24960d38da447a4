"""The rulebook page: ``/rulebook?scenario=&part=&seat=``, or ``?game=&seat=`` from a game; ``#`` leads to a row."""

from __future__ import annotations

import solara

from wargame.ui.door import SOLO, use_identity
from wargame.ui.parts.rulebook import Book
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views import rulebook as views
from wargame.workshop.entrance import edition


@page(see=(*SOLO, "team"))
def Rulebook() -> None:
    """Show one document of the rules; to a team the rules of its game in the edition of its seat, whatever is asked."""
    _, query = use_address()
    who = use_identity()
    scenario, game, seat = query.get("scenario", ""), query.get("game", ""), query.get("seat", "")
    if who.kind == "team":
        (scenario, seat), game = edition(who), ""
    told = solara.use_memo(lambda: views.scenario_of(scenario, game), [scenario, game])
    part = query.get("part", views.BOOK)
    seat = views.reader(game, seat) if part == views.BOOK else ""
    data = views.payload(told, part, seat, game, own=who.kind == "team")
    with Shell(title="Rulebook", subtitle=told.frame.title, here="/rulebook"):
        Book(view=data, event_act=lambda asked: go(asked["path"]))
