"""A seat's brief and its own objectives, as it can judge them."""

from __future__ import annotations

from wargame.narrate.goals import goals
from wargame.narrate.scene import Fact
from wargame.narrate.situation import Seat, measure, size
from wargame.rulebook.limits import SHORT
from wargame.views.links import number_ref, ref
from wargame.views.seat.words import Payload, first_up


def brief(seat: Seat) -> Payload:
    """Return who the seat is, what it wrestles with, and how its objectives stand."""
    row = seat.row
    return {
        "name": row.name,
        "colour": row.colour,
        "dilemma": row.dilemma,
        "text": row.brief,
        "ref": ref("seat", seat.id),
        "objectives": [_objective(seat, goal) for goal in goals(seat.world, seat.game.model.states, seat.id)],
        "note": f"Objectives are private. Others' numbers in them are as you believe them. {SHORT}",
    }


def _objective(seat: Seat, goal: Fact) -> Payload:
    return {
        "id": goal["objective"],
        "text": goal["text"],
        "met": bool(goal["met"]),
        "turns": [int(each) for each in goal["turns"]] if goal["turns"] else None,
        "ref": ref("objective", goal["objective"]),
        "numbers": [_number(seat, number) for number in goal["numbers"]],
    }


def _number(seat: Seat, number: Fact) -> Payload:
    """Return a number that an objective asks for, with the bound it must keep."""
    text = " + ".join(measure(seat, each) for each in number["sum"])
    text += "".join(f" − {measure(seat, each)}" for each in number["less"])
    asked = ((word, number[key]) for word, key in (("at least", "at_least"), ("at most", "at_most")))
    bounds = [f"{word} {size({**number, 'value': bound})}" for word, bound in asked if bound is not None]
    if size(number) in ("yes", "no"):
        bounds = ["yes" if number["at_least"] else "no"]
    return {
        "name": first_up(text),
        "value": size(number),
        "asked": " and ".join(bounds),
        "holds": bool(number["holds"]),
        "ref": number_ref(number["sum"][0]),
    }
