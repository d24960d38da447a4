"""A seat's brief and its own objectives, as it can judge them."""

from __future__ import annotations

from collections.abc import Sequence

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
        "groups": grouped(seat, goal["numbers"]),
    }


def grouped(seat: Seat, numbers: Sequence[Fact]) -> list[list[list[Payload]]]:
    """Return the numbers of an objective as groups, all of which must hold, of ways, one of which must."""
    groups: dict[int, dict[int, list[Payload]]] = {}
    for number in numbers:
        groups.setdefault(number["group"], {}).setdefault(number["way"], []).append(asked(seat, number))
    return [list(ways.values()) for ways in groups.values()]


def asked(seat: Seat, number: Fact) -> Payload:
    """Return a number that an objective asks for, with the bound it must keep."""
    text = " + ".join(measure(seat, each) for each in number["sum"])
    text += "".join(f" − {measure(seat, each)}" for each in number["less"])
    told = ((word, number[key]) for word, key in (("at least", "at_least"), ("at most", "at_most")))
    bounds = [f"{word} {size({**number, 'value': bound})}" for word, bound in told if bound is not None]
    if size(number) in ("yes", "no"):
        bounds = ["yes" if number["at_least"] else "no"]
    return {
        "name": first_up(text),
        "parts": _parts(seat, number),
        "value": size(number).replace("-", "−"),
        "asked": " and ".join(bounds).replace("-", "−"),
        "holds": bool(number["holds"]),
        "ref": number_ref(number["sum"][0]),
    }


def _parts(seat: Seat, number: Fact) -> str:
    """Return what a number of several measures is made of, as a sum; "" for one that is a measure itself."""
    added, taken = list(number["sum"]), list(number["less"])
    if len(added) + len(taken) < 2:
        return ""
    told = ""
    signs = [*(" + " for _ in added), *(" − " for _ in taken)]
    for sign, name, value in zip(signs, (*added, *taken), number["parts"], strict=True):
        shown = size({**number, "sum": [name], "less": [], "value": value})
        told += f"{sign if told else ''}{shown}"
    if not seat.game.turn and any(name.startswith("legacy") for name in (*added, *taken)):
        told += "; an outlook is worked out from the first turn on"
    return f"made of {told}"
