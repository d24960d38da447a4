"""The bar of the review: every turn with what it was like, the turn that is shown, whose eyes, and the ways on."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from wargame.game import Game
from wargame.narrate import Scene, names, tell
from wargame.narrate.facts import crisis, rulings
from wargame.state import LEVELS
from wargame.views.board.scope import Scope, colours
from wargame.views.review.eyes import Eyes, choices

OTHERS = "fork"
"""The part that shows another game of this server beside this one."""
TABS = (
    ("overview", "Overview"),
    ("charts", "Charts"),
    ("ledger", "Ledger"),
    ("orders", "Orders"),
    ("turning", "Turning points"),
    ("rulings", "Rulings"),
    (OTHERS, "Two games"),
)
ENDINGS = {
    "closed": "played to its end",
    "breakdown": "ended early: talks broke down",
    "playing": "still being played",
}
"""Endings of a game, as the bar tells them."""


def tab_of(asked: str, alone: bool = False) -> str:
    """Return the tab that is meant, the first one for a word that is none."""
    return asked if asked in dict(tabs(alone)) else TABS[0][0]


def tabs(alone: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the parts of a review, with what they are called; ``alone`` as ``bar`` has it."""
    return tuple(each for each in TABS if not (alone and each[0] == OTHERS))


def turn_of(game: Game, asked: str) -> int:
    """Return the turn that an address asks for; the last one for what is no turn that was played."""
    played = asked.isdecimal() and len(asked) < 4 and int(asked) <= game.turn
    return int(asked) if played else game.turn


def bar(game: Game, name: str, turn: int, looking: Eyes, tab: str, alone: bool = False) -> dict[str, Any]:
    """Return the bar.

    Parameters
    ----------
    name : of the game's folder
    alone : a team of a workshop looks back at its game, and at no other; it is not played on
    """
    scope = Scope(game, game.turn, looking.seat)
    return {
        "turn": turn,
        "last": game.turn,
        "turns": [_turn(scope, number) for number in range(game.turn + 1)],
        "planned": game.play.scenario.frame.turns,
        "tab": tab,
        "tabs": [{"id": each, "name": text} for each, text in tabs(alone)],
        "eyes": choices(looking),
        "asked": looking.asked,
        "warning": looking.warning,
        "ending": ENDINGS[game.ending],
        "over": game.over,
        "report": f"/api/report/{quote(name)}" + (f"?seat={quote(looking.asked)}" if looking.asked else ""),
        "play": "" if alone or game.over or not game.people else f"/play/{quote(name)}",
        "seats": [] if alone else seats(game, looking),
        "whole": looking.whole,
    }


def seats(game: Game, looking: Eyes) -> list[dict[str, str]]:
    """Return the seats that one may play on with in a branch: any for who may see all, else one's own."""
    shades, rows = colours(game.play.scenario), game.play.scenario.nations
    allowed = rows if looking.whole else [looking.seat]
    return [{"id": seat, "name": rows[seat].name, "colour": shades[seat]} for seat in allowed]


def _turn(scope: Scope, number: int) -> dict[str, Any]:
    """Return one turn of the scrubber: its label, its tone and what happened, in a few words."""
    if not number:
        return {"turn": 0, "label": scope.label(0), "tone": "", "text": "The opening."}
    scene = Scene(scope.game, number, scope.seat)
    told, tone = [], ""
    for name, old, new in scene.report.levels:
        rose = LEVELS.index(new) > LEVELS.index(old)
        tone = "bad" if rose else tone or "good"
        told.append(f"{names.thing(scene.scenario, name)}: {old} to {new}")
    if crisis(scene) is not None:
        tone = "bad"
        told.append("a crisis round")
    if acts := rulings(scene):
        told.append(f"{len(acts)} ruling{'s' if len(acts) > 1 else ''}")
    bound = [deal for deal in scene.report.deals if deal.result == "in force"]
    told += [f"signed: {names.agreement(scene.scenario, deal.agreement)}" for deal in bound]
    when = tell.year(scene.report.year)
    return {"turn": number, "label": when, "tone": tone, "text": "; ".join(told) or "nothing that stands out"}
