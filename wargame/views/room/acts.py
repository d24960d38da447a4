"""What the white cell did in the open turn, in order; the last act can be taken back."""

from __future__ import annotations

from typing import Any

from wargame.game import Game
from wargame.views.room import rulings
from wargame.views.room.injects import library

Payload = dict[str, Any]
NOTHING = "You have let no card fall, and ruled on nothing. What you do shows here, and can be taken back."


def acts(game: Game) -> Payload:
    """Return the cards and rulings of the open turn that stand, the latest first.

    Returns
    -------
    ``rows`` (``key``, ``kind``, ``word``, ``text``, ``reason``, ``last`` for the one that can be taken back, else
    ``first``: what has to be taken back before it), and
    ``due``: the names of cards that fall this turn by themselves
    """
    held = game.sitting.acts
    rows = [_row(game, fact, place, place + 1 == len(held)) for place, fact in enumerate(held)]
    due = [row["name"] for row in library(game)["cards"] if row["kind"] == "now"]
    for row in rows[:-1]:
        row["first"] = f"Newest first: take back “{rows[-1]['text']}” to reach this one."
    return {
        "title": f"Your acts in turn {game.turn + 1}",
        "rows": rows[::-1],
        "due": due,
        "empty": NOTHING,
        "turn": game.turn + 1,
    }


def key_of(game: Game) -> str:
    """Return the key of the act that can be taken back, "" for none."""
    held = game.sitting.acts
    return _key(game, len(held) - 1) if held else ""


def _key(game: Game, place: int) -> str:
    """Return what tells an act from others, those that were taken back since too."""
    return f"{game.turn + 1}-{place}-{len(game.record.of(game.turn + 1, 'inject', 'ruling', 'undo'))}"


def _row(game: Game, fact: Any, place: int, last: bool) -> Payload:
    ruling = fact["kind"] == "ruling"
    if ruling:
        text = rulings.told(game.play.scenario, fact["rule"], fact["entity"], bool(fact["outcome"]))
    else:
        text = str(fact["event"]["name"])
    return {
        "key": _key(game, place),
        "kind": fact["kind"],
        "word": "Ruling" if ruling else "Card",
        "text": text,
        "reason": str(fact["reason"]),
        "last": last,
        "first": "",
    }
