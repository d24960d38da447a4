"""What everybody knows of a game: what may be shown to a whole room, and to every team, at any moment.

A fact is public if every seat may know it. All of it is made of what ``EVERYBODY`` may see: public numbers, orders and
agreements made in the open, programmes as far as they are announced, claims; never from one seat's view, and never from
the truth behind an estimate.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.adjudication.crises import STAND_OFF
from wargame.adjudication.phases.ladder import crisis_due
from wargame.game import Game
from wargame.narrate import Scene, facts, names, tell
from wargame.narrate.changes import changes
from wargame.narrate.scene import Fact
from wargame.observation import EVERYBODY
from wargame.state import LEVELS
from wargame.views import board
from wargame.views.board.ladder import TONES
from wargame.views.board.scope import Scope, badge, plain
from wargame.views.links import number_ref, ref
from wargame.world import World

Payload = dict[str, Any]
EASES = ("Both hold", "One eases, one holds", "Both ease")
"""What the two sides of a crisis round may do, by how many ease."""
UNFORESEEN = ("incident", "called", "condition", "random", "scheduled")
"""How cards of the deck come to fall, the least foreseen first."""


def scope(game: Game, turn: int | None = None) -> Scope:
    """Return a game after a turn, the last one if not given, as everybody may see it."""
    return Scope(game, game.turn if turn is None else turn, EVERYBODY)


def stand(game: Game, turn: int | None = None) -> Payload:
    """Return how things stand after a turn: the map's ties and tensions, the ladder, programmes as announced."""
    seen = scope(game, turn)
    return {
        "region": board.region(seen),
        "ladder": board.ladder(seen),
        "programmes": board.programmes(seen),
    }


def cards(game: Game, turn: int) -> list[Payload]:
    """Return the cards that fell in a turn, what nobody could foresee first; the opening has none.

    The white cell's come before incidents, these before what drew or called itself, and the scripted ones come last.
    """
    if not turn:
        return []
    events = game.play.scenario.events

    def rank(card: Fact) -> int:
        return UNFORESEEN.index(events[card["card"]].trigger) if card["card"] else -1

    return [
        {
            "name": card["name"],
            "text": card["text"],
            "by": card["by"] if card["by"] != "deck" else "",
            "ref": ref("event", card["card"]) if card["card"] else "",
        }
        for card in sorted(facts.cards(_scene(game, turn)), key=rank)
    ]


def orders(game: Game, turn: int) -> list[Payload]:
    """Return what each seat ordered in a turn and said of it, once sealed orders are opened, as far as all may know.

    Returns
    -------
    nations, each with ``orders`` in words (``claim`` tells one that claims more than need be so), the ``seal`` that was
    shown before, ``signal`` with whether it was ``meant``, ``promise``, and ``broken`` for a promise that was
    """
    scene, rules = _scene(game, turn), game.play.scenario.ruleset.orders
    shown = scope(game, turn)

    def called(order: str | None) -> str:
        return rules[order].name if order else ""

    return [
        {
            **badge(shown, row["seat"]),
            "orders": [_order(scene, text) for text in row["orders"]],
            "seal": scene.report.seals.get(row["seat"], ""),
            "signal": called(row["signal"]),
            "meant": row["meant"],
            "promise": called(row["promise"]),
            "broken": called(row["broken"]),
        }
        for row in facts.orders(scene)
    ]


def _order(scene: Scene, text: str) -> Payload:
    row = scene.scenario.ruleset.orders[text.split()[0]]
    return {
        "text": names.order(scene.scenario, text),
        "claim": any(effect.verb == "claim" for effect in row.effect),
    }


def happened(game: Game, turn: int) -> list[Payload]:
    """Return what came of a turn: the ladder, the crisis round, news, rulings, agreements, meetings, milestones."""
    told = board.feed(scope(game, turn), turns=1)["turns"]
    return [each for row in told for each in row["items"] if each["kind"] != "orders"]


def reasons(game: Game, turn: int) -> list[Payload]:
    """Return the changes of a turn that are worth telling, each with its public reasons, which sum to it."""
    scene = _scene(game, turn)
    return [_change(scene, row) for row in changes(scene)] if turn else []


def _change(scene: Scene, row: Fact) -> Payload:
    before, after = (round(row[when], 1) for when in ("before", "after"))
    text = names.number(scene.scenario, row["field"], row["of"])
    return {
        "id": f"{row['field']} {row['of']}",
        "field": row["field"],
        "title": text[0].upper() + text[1:],
        "before": before,
        "after": after,
        "change": plain(after - before, 1),
        "tone": _tone(scene, row["field"], after - before),
        "reasons": [
            {"text": each["text"], "amount": each["amount"]} for each in tell.reasons(scene.scenario, row)
        ],
        "ref": number_ref(row["field"]),
    }


def _tone(scene: Scene, field: str, moved: float) -> str:
    """Return whether a move is good or bad for the region or a nation's home, "" where that lies with who looks."""
    name, _, part = field.partition(".")
    wanted = (
        scene.scenario.ruleset.tracks[part].better if name == "home" else {"tension": "low"}.get(name, "")
    )
    return (
        "" if wanted in ("", "none") or not moved else "good" if (moved > 0) == (wanted == "high") else "bad"
    )


def moves(game: Game, turn: int) -> list[Payload]:
    """Return every flashpoint with its tension and level before and after a turn."""
    earlier, later = (board.ladder(scope(game, each))["places"] for each in (turn - 1, turn))
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "before": {key: was[key] for key in ("level", "tone")} | {"tension": was["tension"]["value"]},
            "after": {key: row[key] for key in ("level", "tone")} | {"tension": row["tension"]["value"]},
            "step": row["step"] - was["step"],
        }
        for was, row in zip(earlier, later, strict=True)
    ]


# -- the crisis round ---------------------------------------------------------------------------------------


def crisis(game: Game) -> Payload | None:
    """Return the crisis round that is due in the open turn: where, between whom, at which odds; None if none is.

    Returns
    -------
    ``id, name, level, tone, tension``, ``sides`` (the challenger, the defender), and the posted ``odds``
    """
    seen = scope(game)
    due = np.flatnonzero(crisis_due(seen.now.level.astype(np.float64), seen.now.tension)[0])
    if game.over or not due.size:
        return None
    where = int(due[0])
    name, level = seen.world.ids["flashpoint"][where], int(seen.now.level[0, where])
    return {
        "id": name,
        "name": names.thing(seen.scenario, name),
        "level": LEVELS[level],
        "tone": TONES[level],
        "tension": plain(seen.now.tension[0, where], 1),
        "sides": [badge(seen, seen.world.ids["nation"][seat]) for seat in seen.world.principals[where]],
        "odds": odds(seen.world, level),
        "ref": ref("parameter", "crises.breakdown"),
    }


def odds(world: World, level: int) -> list[Payload]:
    """Return what follows in a crisis round from both sides easing, one, or none: the odds are posted for all.

    Parameters
    ----------
    level : of the flashpoint; talks break down only from a stand-off

    Returns
    -------
    ``eases``, ``name``, ``tension`` (points that it moves) and ``breakdown`` (percent, None below a stand-off)
    """
    moved = world.parameters.menu("crises.eased").reshape(-1)
    chances = world.parameters.menu("crises.breakdown").reshape(-1)
    return [
        {
            "eases": eases,
            "name": EASES[eases],
            "tension": plain(moved[eases], 0),
            "breakdown": plain(100.0 * chances[2 - eases], 0) if level >= STAND_OFF else None,
        }
        for eases in (2, 1, 0)
    ]


def _scene(game: Game, turn: int) -> Scene:
    return Scene(game, turn, EVERYBODY)
