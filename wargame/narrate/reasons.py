"""The reasons of one number told in lines: how much, why, by whom, by which rule, on which source."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wargame.game import Game
from wargame.narrate import names
from wargame.narrate.screen import Line, grid, heading
from wargame.reasons import Why
from wargame.scenario import Scenario

FORMS = {
    "points": ".1f",
    "bn USD": ".1f",
    "bn USD of 2015": ".1f",
    "percent": ".1f",
    "count": ".0f",
    "PC": ".1f",
    "years": ".1f",
}
"""How numbers of a unit are told; small units keep three decimals."""

_WORN = ("", "half", "a quarter", "an eighth")
"""What is left of an order's effect by how often it was repeated lately."""


def rounded(amounts: Sequence[float], before: float, after: float, digits: int) -> list[float]:
    """Return the reasons of a change as they are told: rounded so that they sum to the change that is told.

    Each is rounded up or down to ``digits`` decimals; those with the largest remainders go up.

    Examples
    --------
    >>> rounded([0.25, 0.25, 0.25], 0.0, 0.75, 1)
    [0.3, 0.3, 0.2]
    """
    scale = 10**digits
    whole = [math.floor(round(amount * scale, 6)) for amount in amounts]
    over = round(round(after, digits) * scale) - round(round(before, digits) * scale) - sum(whole)
    by_rest = sorted(range(len(amounts)), key=lambda place: whole[place] - amounts[place] * scale)
    up = set(by_rest[: max(over, 0)])
    return [(count + (place in up)) / scale for place, count in enumerate(whole)]


def worn(game: Game, turn: int, seat: str, rule: str) -> str:
    """Return how far a seat's own order of a turn had worn off by repeats, "" where it had not, in words.

    Parameters
    ----------
    rule : what a reason of the ledger names; only a seat's own orders are told of, as repeats are its secret
    """
    world, options = game.play.world, game.play.options
    order = world.ruleset.orders.get(rule)
    if order is None or not order.damped or seat not in world.index["nation"]:
        return ""
    place = world.index["nation"][seat]
    issued = game.model.orders[turn - 1].option[0, place]
    chosen = issued[issued >= 0]
    lines = options.line[chosen][options.order[chosen] == world.index["order"][rule]]
    repeats = {int(count) for count in game.model.states[turn - 1].fatigue[0, place, lines]}
    if not repeats or repeats == {0}:
        return ""
    if len(repeats) > 1:
        return "repeated lately: less on one target"
    count = repeats.pop()
    return f"repeated lately: {_WORN[count] if count < len(_WORN) else 'next to nothing is left'}"


def explain(scenario: Scenario, why: Why) -> list[Line]:
    """Return a why as lines: the change, then each reason with its amount, and their sum."""
    form = FORMS.get(why.unit, ".3f")
    unit = "" if why.unit in ("index", "count", "ratio", "share") else f" {why.unit}"
    text = names.number(scenario, why.field, why.entity)
    total = sum(row.amount for row in why.reasons)
    head = (
        f"{text[0].upper() + text[1:]}, turn {why.turn}: {why.before:{form}} to {why.after:{form}}{unit} "
        f"({why.after - why.before:+{form}})"
    )
    rows = []
    for row in why.reasons:
        by = names.nation(scenario, row.actor) if row.actor else ""
        resting = ", ".join(row.source)
        rows.append(
            (f"{row.amount:+{form}}", names.reason(scenario, row.reason, row.rule), by, row.rule, resting)
        )
    rows.append((f"{total:+{form}}", "in all", "", "", ""))
    return [*heading(head), *grid([("", "reason", "by", "rule", "source"), *rows], right=(0,))]


def full_field(scenario: Scenario, field: str) -> str:
    """Return a field as the state knows it; a track or area alone stands for its field.

    ``approval`` is ``home.approval``, ``presence`` is ``capability.presence``; others stay as they are.
    """
    if field in scenario.ruleset.tracks:
        return f"home.{field}"
    return f"capability.{field}" if field in scenario.ruleset.areas else field
