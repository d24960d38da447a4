"""Orders of every seat in a turn, what was said and agreed beside them, and what the white cell did."""

from __future__ import annotations

from typing import Any

from wargame.narrate import Scene, facts, names, tell
from wargame.views.board.scope import Scope, badge
from wargame.views.links import ref

LISTS = ("deals", "meetings", "news", "rulings")
"""What else a turn brought."""
SECRETS = "Secret orders of others, and how much they fund, are not told to a seat."
BY = {"person": "a person", "house": "house AI", "absent": "a person who sealed nothing"}


def orders(scope: Scope) -> dict[str, Any]:
    """Return the orders of the turn that led to the state shown, as far as they may be told.

    Returns
    -------
    ``seats`` (badge, orders, said, by, score), ``deals``, ``meetings``, ``news``, ``rulings``, ``crisis``
    """
    if not scope.turn:
        note = "This is the opening: nobody has ordered anything yet. Move to turn 1."
        return {"turn": 0, "note": note, "seats": [], **{key: [] for key in LISTS}, "crisis": ""}
    scene = Scene(scope.game, scope.turn, scope.seat)
    round_ = facts.crisis(scene)
    crisis = [line.text for line in tell.crisis(scene.scenario, {"crisis": round_})] if round_ else []
    return {
        "turn": scope.turn,
        "note": SECRETS if scope.seat else "",
        "seats": [_seat(scope, scene, row) for row in facts.orders(scene)],
        "deals": [_deal(scene, row) for row in facts.deals(scene)],
        "meetings": [names.meeting(scene.scenario, row["meeting"]) for row in facts.meetings(scene)],
        "news": [{"name": row["name"], "text": row["text"], "by": row["by"]} for row in facts.news(scene)],
        "rulings": [_ruling(scene, row) for row in facts.rulings(scene)],
        "crisis": " ".join(crisis),
    }


def _deal(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": tell.deal(scene.scenario, row),
        "good": row["result"] == "in force",
        "ref": ref("agreement", row["agreement"]),
    }


def _ruling(scene: Scene, row: dict[str, Any]) -> dict[str, str]:
    outcome = "yes" if row["outcome"] else "no"
    return {"text": f"{names.thing(scene.scenario, row['entity'])}: {outcome}", "reason": row["reason"]}


def _seat(scope: Scope, scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    rules = scene.scenario.ruleset.orders
    return {
        **badge(scope, row["seat"]),
        "orders": [
            {
                "text": names.order(scene.scenario, text),
                "code": text,
                "ref": ref("order", text.split()[0]),
                "secret": rules[text.split()[0]].secret,
            }
            for text in row["orders"]
        ],
        "said": tell.said(scene.scenario, row).strip(),
        "by": _by(scope, row["seat"], scene.sealed[row["seat"]]["by"]),
        "mine": row["seat"] == scope.seat,
    }


def _by(scope: Scope, seat: str, by: str) -> str:
    """Return who gave the orders; that others sealed nothing is not told to a seat."""
    return BY["person" if by == "absent" and scope.seat not in ("", seat) else by]
