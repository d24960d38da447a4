"""The printed kit of a room: briefs of the seats, order sheets, role cards and the script, as plain values.

What stands on the sheets of a seat is made from that seat's own edition of the opening, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.faults import WargameError, nearest
from wargame.game import Game
from wargame.narrate import names
from wargame.narrate.situation import Seat
from wargame.orders import allowance
from wargame.rulebook.limits import SHORT
from wargame.views.board import Scope, ladder
from wargame.views.room.codes import JOIN, join_path, qr
from wargame.views.room.crib import crib, targets, ten
from wargame.views.seat.brief import brief as seat_brief
from wargame.views.seat.words import first_up
from wargame.workshop.door import show_code
from wargame.workshop.people import DUTIES, ROLES
from wargame.workshop.plan import NO_LIMIT, Plan, phases_of
from wargame.workshop.script import PHASE_NAMES, Scene, scenes

Payload = dict[str, Any]
TABLE_RULES: Mapping[str, str] = {
    "Offer, one counter, then sealed": "An offer names what, who carries how much, and whether it is secret. It may "
    "be countered once. What is agreed stands in pencil until both sides sign it with their sealed orders; a "
    "signature withheld costs trust.",
    "The weaker part rules": "Protection against a class of threat combines interceptors and tracking, and the "
    "weaker of the two sets what it is worth.",
    "Nobody scores after a breakdown": "If talks break down at any place, the game stops, no objective counts, and "
    "who pushed last is named.",
    "Repeating wears out": "The same order does half as much the next time. It recovers a step a turn.",
}
"""What a seat has to know of the rules before it bargains."""


@dataclass(frozen=True)
class Kit:
    """What the kit of a room is made from.

    Attributes
    ----------
    game : the exercise at its opening, nothing played
    seats : that people play, those who came late too
    codes : seat or ``screen`` -> join code
    address : of the server, as people in the room can reach it
    """

    plan: Plan
    game: Game
    seats: tuple[str, ...]
    codes: Mapping[str, str]
    address: str

    @classmethod
    def of(cls, plan: Plan, codes: Mapping[str, str], address: str) -> Kit:
        """Return the kit of a plan; a seat that has a code is played by people, whatever the plan said."""
        play = Game.new(plan.scenario, turns=plan.turns).play
        seats = tuple(seat for seat in play.scenario.nations if seat in plan.seats or seat in codes)
        return cls(plan, Game.new(play, seed=plan.seed, people=seats), seats, codes, address)

    def seat(self, name: str) -> Seat:
        """Return a seat that people play.

        Raises
        ------
        WargameError
            people do not play it in this room
        """
        if name not in self.seats:
            raise WargameError(
                f"People do not play the seat {name[:40]!r} here. {nearest(name[:40], self.seats)}"
            )
        return Seat(self.game, name)


def brief(kit: Kit, name: str) -> Payload:
    """Return the page of one seat: what it is after, what it may do, how it comes in."""
    seat = kit.seat(name)
    own = seat_brief(seat)
    return {
        **_head(kit, seat),
        "dilemma": own["dilemma"],
        "text": own["text"],
        "objectives": [_objective(goal) for goal in own["objectives"]],
        "means": _means(seat),
        "orders": ten(seat),
        "ladder": _ladder(seat),
        "rules": [{"name": name, "text": text} for name, text in TABLE_RULES.items()],
        "turn": _turn(kit.plan),
        "door": door(kit, name),
        "short": SHORT,
    }


def sheets(kit: Kit, name: str) -> Payload:
    """Return the order sheets of one seat, one a turn, for a table that plays on paper."""
    seat = kit.seat(name)
    frame = seat.scenario.frame
    turns = [
        {
            "turn": turn,
            "when": _when(frame.first_year, frame.turn_years, turn),
            "orders": int(allowance(seat.world, turn)[seat.place]),
        }
        for turn in range(1, kit.plan.turns + 1)
    ]
    return {
        **_head(kit, seat),
        "turns": turns,
        "of": kit.plan.turns,
        "crib": crib(seat),
        "targets": targets(seat),
        "deals": _deals(seat),
        "door": door(kit, name),
    }


def cards(kit: Kit, name: str) -> Payload:
    """Return the role cards of one seat, each with a line for a name."""
    rows = [{"id": role, "name": told, "text": f"{first_up(DUTIES[role])}."} for role, told in ROLES.items()]
    return {**_head(kit, kit.seat(name)), "roles": rows}


def script(kit: Kit) -> Payload:
    """Return the facilitator's script with the minutes of this room."""
    made = scenes(kit.plan)
    whole = sum(scene.minutes for scene in made)
    return {
        "table": kit.plan.title,
        "scenario": kit.game.play.scenario.frame.title,
        "question": kit.plan.question,
        "minutes": whole,
        "seats": [_head(kit, kit.seat(name)) for name in kit.seats],
        "house": [
            names.nation(kit.game.play.scenario, name)
            for name in kit.game.play.scenario.nations
            if name not in kit.seats
        ],
        "scenes": [_scene(scene) for scene in made],
        "asks": _asks(kit.plan.questions),
    }


def door(kit: Kit, name: str) -> Payload | None:
    """Return how a seat comes in: its code alone, where to type it, and both as a QR; None for a room without codes."""
    code = kit.codes.get(name)
    if code is None:
        return None
    url = kit.address + join_path(code)
    return {"code": show_code(code), "address": kit.address + JOIN, "url": url, "qr": qr(url)}


# -- parts of a sheet ---------------------------------------------------------------------------------------


def _head(kit: Kit, seat: Seat) -> Payload:
    return {
        "seat": seat.id,
        "name": seat.row.name,
        "colour": seat.row.colour,
        "table": kit.plan.title,
        "scenario": seat.scenario.frame.title,
    }


def _objective(goal: Mapping[str, Any]) -> Payload:
    """Return an objective with the numbers it asks for: all rows must hold, each by one of its ways."""
    rows = ["; or ".join(" and ".join(map(_asked, way)) for way in ways) for ways in goal["groups"]]
    return {"text": goal["text"], "asks": rows, "turns": goal["turns"][1] if goal["turns"] else 0}


def _asked(number: Mapping[str, Any]) -> str:
    asked, value = (str(number[key]).replace(".0", "") for key in ("asked", "value"))
    return f"{number['name']}: {asked} (now {value})"


def _means(seat: Seat) -> list[Payload]:
    """Return what the seat can spend in the first turn."""
    row, view = seat.row, seat.view
    funds = float(view.own("funds")[0, 0])
    slots = f"{row.slots} engineering slot{'' if row.slots == 1 else 's'}"
    return [
        {"value": f"{row.orders}", "text": "orders a year"},
        {
            "value": f"{float(view.own('capital')[0, 0]):g} PC",
            "text": f"political capital, {row.capital.income:+g} a year, {row.capital.cap:g} at most",
        },
        {"value": f"{funds:.2f}", "text": f"{seat.money} free this turn: 100 % of the funds"},
        {"value": f"{row.slots}", "text": slots.partition(" ")[2]},
    ]


def _ladder(seat: Seat) -> Payload:
    told = ladder(Scope(seat.game, 0, seat.id))
    places = [
        {
            "name": row["name"],
            "tension": row["tension"]["value"],
            "level": row["level"],
            "sides": f"{row['challengers']} against {row['defenders']}",
        }
        for row in told["places"]
    ]
    return {"steps": told["steps"], "places": places}


def _turn(plan: Plan) -> Payload:
    """Return the phases of a turn with the minutes of a later one, and how long the first ones take."""
    rows = [
        {"name": PHASE_NAMES[each], "minutes": plan.minutes_of(each, plan.turns)} for each in phases_of(False)
    ]
    return {
        "phases": rows,
        "minutes": plan.minutes_of_turn(plan.turns),
        "first": plan.minutes_of_turn(1),
        "turns": plan.turns,
    }


def _deals(seat: Seat) -> list[Payload]:
    """Return the agreements that the seat may be a party of, as they are named at the table."""
    rows = []
    for deal in seat.game.table(seat.id):
        shares = [f"{each:.0f}" for each in deal.menu] if len(deal.menu) > 1 else []
        rows.append(
            {
                "id": deal.id,
                "name": names.agreement(seat.scenario, deal.id),
                "price": f"{deal.price:g} PC",
                "shares": f"{deal.parties[0]} carries {', '.join(shares)} %" if shares else "",
            }
        )
    return rows


def _scene(scene: Scene) -> Payload:
    return {
        "station": scene.station,
        "title": scene.title,
        "start": scene.start,
        "minutes": scene.minutes,
        "cues": [
            {"phase": phase, "minutes": minutes, "say": cue.say, "do": cue.do}
            for phase, minutes, cue in scene.cues
        ],
    }


def _asks(questions: int) -> str:
    if questions == NO_LIMIT:
        return "no limit"
    return f"{questions} a seat and turn" if questions else "none"


def _when(first_year: int, years: float, turn: int) -> str:
    """Return the year that a turn closes, "" where turns are no whole years."""
    return f"{first_year + turn - 1}" if years == 1.0 else ""
