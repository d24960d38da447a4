"""What the seat's page puts together: its tabs, the people at the game, and the head of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.faults import WargameError, nearest
from wargame.game import Game
from wargame.narrate import names
from wargame.narrate.tell import year
from wargame.views.seat.words import Payload

KNOWN = (
    ("news", "News"),
    ("situation", "Situation"),
    ("others", "Others"),
    ("programmes", "Programmes"),
    ("agreements", "Agreements"),
    ("brief", "Brief"),
)
"""Tabs of what a seat knows."""
PANES = ("know", "order", "draft")
"""Parts of the page."""


def seat_of(people: Sequence[str], asked: str) -> str:
    """Return the seat that a page is for, "" if several people have to choose.

    Parameters
    ----------
    people : seats that persons play;  asked : what stands in the address, "" for nothing

    Raises
    ------
    WargameError
        no person plays, or none plays the seat asked for
    """
    if not people:
        raise WargameError("House AI plays every seat of this game. Look at it in Review.")
    if asked and asked not in people:
        raise WargameError(f"No person plays {asked[:40]!r} in this game. {nearest(asked[:40], people)}")
    return asked or (people[0] if len(people) == 1 else "")


def known_tabs(shown: str) -> Payload:
    """Return the tabs of what the seat knows."""
    tabs = [{"id": name, "name": title, "badge": ""} for name, title in KNOWN]
    return {"name": "What you know", "open": shown, "tabs": tabs}


def desk_tabs(shown: str, orders: int, waiting: int) -> Payload:
    """Return the tabs of orders and table, with the number of offers that wait for the seat's word."""
    tabs: list[dict[str, Any]] = [
        {"id": "orders", "name": "Orders", "badge": str(orders), "told": "legal orders"},
        {"id": "table", "name": "The table", "badge": str(waiting) if waiting else "", "hot": True,
         "told": "waiting for your word"},
    ]  # fmt: skip
    return {"name": "Orders and table", "open": shown, "tabs": tabs}


def panes(shown: str, drafted: int, waiting: int) -> Payload:
    """Return the three parts of the page, of which a narrow screen shows one at a time."""
    tabs: list[dict[str, Any]] = [
        {"id": "know", "name": "Know", "badge": ""},
        {"id": "order", "name": "Order", "badge": str(waiting) if waiting else "", "hot": True,
         "told": "waiting for your word"},
        {"id": "draft", "name": "Draft", "badge": str(drafted) if drafted else "", "told": "orders drafted"},
    ]  # fmt: skip
    return {"name": "Parts of the page", "open": shown, "tabs": tabs}


def choices(game: Game, people: Sequence[str], run: str, sealed: Sequence[str]) -> Payload:
    """Return the seats among which people choose, with the address of each one's page."""
    rows = game.play.scenario.nations
    return {
        "title": game.play.scenario.frame.title,
        "seats": [
            {
                "id": name,
                "name": rows[name].name,
                "colour": rows[name].colour,
                "dilemma": rows[name].dilemma,
                "sealed": name in sealed,
                "path": f"/play/{run}/{name}",
            }
            for name in people
        ],
    }


def head(game: Game, people: Sequence[str], sealed: Sequence[str]) -> Payload:
    """Return what the head of the page shows: scenario, turn, phases, and who has committed."""
    frame, rows = game.play.scenario.frame, game.play.scenario.nations
    turn = game.turn if game.over else game.turn + 1
    told = [
        {
            "id": name,
            "text": f"{names.nation(game.play.scenario, name)} {'has committed' if name in sealed else 'is drafting'}",
            "done": name in sealed,
            "colour": rows[name].colour,
        }
        for name in people
    ]
    return {
        "title": frame.title,
        "subtitle": "The game is over" if game.over else "Your orders, and what you know",
        "turn": {"word": "Turn", "now": turn, "of": frame.turns, "when": year(game.play.world.year(turn))},
        "chips": told if len(people) > 1 else None,
    }
