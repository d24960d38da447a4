"""What the last turn brought to a seat: news and private intelligence, the table, orders, and what changed and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.narrate import Scene, gather, names, tell
from wargame.narrate.scene import Fact
from wargame.narrate.screen import Line
from wargame.narrate.situation import Seat, seen
from wargame.observation import observe
from wargame.views.links import number_ref, ref
from wargame.views.seat.hints import hint
from wargame.views.seat.words import Payload, first_up, nation, tone

MOVED = 0.25
"""Smallest change of an estimate that is told, index points of 10."""
MOST_ESTIMATES = 6
"""Most estimates that are told."""


def news(seat: Seat, turn: int | None = None) -> Payload:
    """Return one turn as the seat may know it, the last one if not given; before the first turn only that."""
    number = seat.game.turn if turn is None else turn
    if not number:
        return {"turn": 0, "turns": seat.scenario.frame.turns, "opening": _opening(seat)}
    facts = gather(Scene(seat.game, number, seat.id))
    scenario = seat.scenario
    return {
        "turn": number,
        "turns": facts["turns"],
        "year": tell.year(facts["year"]),
        "last": seat.game.turn,
        "news": [
            {
                "name": card["name"],
                "text": card["text"],
                "by": card["by"] if card["by"] != "deck" else "",
                "ref": ref("event", card["card"]) if card["card"] else "",
            }
            for card in facts["news"]
        ],
        "rulings": [
            f"{row['rule']} of {names.thing(scenario, row['entity'])} is ruled "
            f"{'yes' if row['outcome'] else 'no'}. {row['reason']}"
            for row in facts["rulings"]
        ],
        "table": [_deal(seat, row, number) for row in facts["deals"]],
        "meetings": [names.meeting(scenario, row["meeting"]) for row in facts["meetings"]],
        "orders": [_orders(seat, row) for row in facts["orders"]],
        "crisis": _texts(tell.crisis(scenario, facts)),
        "milestones": _texts(tell.milestones(scenario, facts)),
        "changes": [_change(seat, row) for row in facts["changes"]],
        "intelligence": intelligence(seat, number),
        "ladder": [
            {
                "id": row["flashpoint"],
                "name": names.thing(scenario, row["flashpoint"]),
                "level": row["level"],
                "before": row["before"],
            }
            for row in facts["ladder"]
            if row["level"] != row["before"]
        ],
    }


def _opening(seat: Seat) -> Payload:
    """Return what there is to tell before the first turn: the scenario, and the brief."""
    return {
        "text": seat.scenario.frame.text,
        "name": seat.row.name,
        "colour": seat.row.colour,
        "dilemma": seat.row.dilemma,
        "brief": seat.row.brief,
    }


def _texts(lines: Sequence[Line]) -> list[str]:
    """Return the entries of a telling without its heading."""
    return [line.text for line in lines if line.indent and line.text]


def _deal(seat: Seat, row: Fact, turn: int) -> Payload:
    good = row["result"] == "in force"
    return {
        "id": row["agreement"],
        "text": tell.deal(seat.scenario, row),
        "why": _unsigned(seat, row, turn) if row["result"] == "not signed" else [],
        "mine": seat.id in row["parties"],
        "good": good,
        "ref": ref("agreement", row["agreement"]),
    }


def _unsigned(seat: Seat, row: Fact, turn: int) -> list[str]:
    """Return what all may see of those who agreed and did not sign: their trust in the other parties then."""
    trust = seat.game.model.states[turn - 1].trust[0]
    at = seat.world.index["nation"]
    told = []
    for name in row["withheld"]:
        others = [each for each in row["parties"] if each != name]
        held = " and ".join(
            f"in {'you' if each == seat.id else names.nation(seat.scenario, each)} was "
            f"{trust[at[name], at[each]]:.0f} of 100"
            for each in others
        )
        if name == seat.id:
            told.append("You did not sign.")
        else:
            told.append(f"{names.nation(seat.scenario, name)} did not sign; its trust {held}.")
    return told


def _orders(seat: Seat, row: Fact) -> Payload:
    return {
        **nation(seat, row["seat"]),
        "orders": [
            {"text": names.order(seat.scenario, text), "ref": ref("order", text.split()[0])}
            for text in row["orders"]
        ],
        "said": tell.said(seat.scenario, row).strip(),
    }


def _change(seat: Seat, row: Fact) -> Payload:
    before, after = (round(row[when], 1) for when in ("before", "after"))
    return {
        "title": first_up(names.number(seat.scenario, row["field"], row["of"])),
        "of": row["of"],
        "field": row["field"],
        "before": before,
        "after": after,
        "change": after - before,
        "tone": tone(seat, row["of"], row["field"], after - before),
        "reasons": [
            {
                "text": each["text"],
                "amount": each["amount"],
                "own": each["by"] == seat.id,
                "hint": hint(each["reason"]),
            }
            for each in tell.reasons(seat.scenario, row)
        ],
        "ref": number_ref(row["field"]),
        "mine": row["of"].split(">")[0] == seat.id,
    }


def intelligence(seat: Seat, turn: int) -> list[Payload]:
    """Return what the seat's own services make of others after a turn: estimates that moved most, with their error."""
    states = seat.game.model.states
    views = [observe(seat.world, state, [seat.place]) for state in (states[turn - 1], states[turn])]
    means = [seen(view, "capability") for view in views]
    errors = [view.error["capability"][0, 0] for view in views]
    told: list[tuple[float, Payload]] = []
    for n, name in enumerate(seat.scenario.nations):
        for a, (area, row) in enumerate(seat.scenario.ruleset.areas.items()):
            moved = float(means[1][n, a] - means[0][n, a])
            if name == seat.id or abs(moved) < MOVED:
                continue
            told.append((abs(moved), _estimate(seat, (name, area, row.name), means, errors, (n, a))))
    return [payload for _, payload in sorted(told, key=lambda each: -each[0])[:MOST_ESTIMATES]]


def _estimate(
    seat: Seat, what: tuple[str, str, str], means: Any, errors: Any, place: tuple[int, int]
) -> Payload:
    name, area, title = what
    return {
        **nation(seat, name),
        "area": title,
        "field": f"capability.{area}",
        "before": float(means[0][place]),
        "after": float(means[1][place]),
        "error": float(errors[1][place]),
        "ref": ref("area", area),
    }
