"""What a seat is and has: the strip at the head of its page, and its own truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wargame.address import parse_measure
from wargame.inputs import Draft
from wargame.narrate import desk as sums_of
from wargame.narrate.goals import goals
from wargame.narrate.situation import Seat, own
from wargame.narrate.tell import year
from wargame.observation import Observation, observe
from wargame.orders import allowance
from wargame.views.links import number_ref
from wargame.views.seat.words import Payload

STIRRED = 5.0
"""Points from which a track that the scenario does not name for a seat has come into play."""


def header(seat: Seat, draft: Draft, sealed: bool = False) -> Payload:
    """Return the strip: who, when, and what is left if the draft is issued."""
    game, row = seat.game, seat.row
    turn = game.turn if game.over else game.turn + 1
    met = [goal["met"] for goal in goals(seat.world, game.model.states, seat.id)]
    allowed = int(allowance(seat.world, turn)[seat.place])
    left = sums_of.sums(seat, draft)
    return {
        "seat": seat.id,
        "name": row.name,
        "colour": row.colour,
        "scenario": seat.scenario.frame.title,
        "turn": turn,
        "turns": seat.scenario.frame.turns,
        "year": year(seat.world.year(turn)),
        "over": game.over,
        "sealed": sealed,
        "capital": left.capital,
        "funds": left.funds,
        "money": seat.money,
        "orders": [len(draft.orders), allowed],
        "objectives": [sum(met), len(met)],
        "refs": {"capital": number_ref("capital"), "funds": number_ref("funds")},
    }


def situation(seat: Seat) -> Payload:
    """Return the seat's own truth: means, home politics, capability, and flashpoints, each with its change."""
    view, before = seat.view, _before(seat)
    return {
        "turn": seat.game.turn,
        "parts": [
            {"id": "means", "title": "Your means", "rows": list(_means(seat, view, before))},
            {"id": "home", "title": "At home", **_in_play(seat, list(_home(seat, view, before)))},
            {"id": "capability", "title": "What you can do", "rows": list(_capability(seat, view, before))},
        ],
        "slots": seat.row.slots,
        "wedge": wedge(seat, view),
        "money": seat.money,
        "streak": int(own(view, "streak")),
    }


def wedge(seat: Seat, view: Observation) -> float:
    """Return the money of the turn that is for what is new, before lines and agreements."""
    return seat.row.wedge / 100.0 * float(own(view, "spending")) * seat.world.years


def _before(seat: Seat) -> Observation | None:
    """Return what the seat saw a turn ago, None at the opening."""
    states = seat.game.model.states
    return observe(seat.world, states[-2], [seat.place]) if len(states) > 1 else None


def _row(
    name: str,
    values: tuple[float, float | None],
    unit: str,
    why: tuple[str, str],
    *,
    top: float = 0.0,
    better: str = "",
    **more: Any,
) -> Payload:
    """Return one number: what it is, how it moved, what explains it, and the length of its bar."""
    value, was = values
    return {
        "name": name,
        "value": value,
        "change": None if was is None else value - was,
        "unit": unit,
        "of": why[0],
        "field": why[1],
        "ref": number_ref(why[1]),
        "share": max(0.0, min(value / top, 1.0)) if top else None,
        "better": better,
        **more,
    }


def _both(
    view: Observation, before: Observation | None, field: str, *place: int
) -> tuple[float, float | None]:
    """Return an own number now and a turn ago."""
    now = own(view, field)[place] if place else own(view, field)
    was = None if before is None else float(own(before, field)[place] if place else own(before, field))
    return float(now), was


def _means(seat: Seat, view: Observation, before: Observation | None) -> Iterator[Payload]:
    cap, here = seat.row.capital.cap, seat.id
    yield _row(
        "political capital",
        _both(view, before, "capital"),
        "PC",
        (here, "capital"),
        top=cap,
        better="high",
        digits=1,
        note=f"income {seat.row.capital.income:g} a year, at most {cap:g}",
    )
    top = wedge(seat, view)
    yield _row(
        "free funds",
        _both(view, before, "funds"),
        seat.money,
        (here, "funds"),
        top=top,
        digits=2,
        note=f"of {top:.2f} a turn that is free for what is new: the wedge",
    )
    yield _row("defence budget", _both(view, before, "spending"), seat.money, (here, "spending"), digits=1)
    yield _row(
        "technology level",
        _both(view, before, "tech"),
        "of 10",
        (here, "tech"),
        top=10.0,
        better="high",
        digits=1,
    )
    yield _row(
        "intelligence effort",
        _both(view, before, "intelligence"),
        "of 100",
        (here, "intelligence"),
        top=100.0,
        better="high",
        digits=0,
        note="narrows what you do not know of others",
    )


def _home(seat: Seat, view: Observation, before: Observation | None) -> Iterator[Payload]:
    rules = seat.scenario.ruleset
    for place, (name, track) in enumerate(rules.tracks.items()):
        values = _both(view, before, "home", place)
        why = (seat.id, f"home.{name}")
        yield _row(
            track.name.lower(),
            values,
            "",
            why,
            top=track.high,
            better=track.better,
            digits=0,
            note=track.text,
        )
    for place, (name, gate) in enumerate(rules.gates.items()):
        if name in seat.row.support:
            passed = bool(own(view, "unlocked")[place])
            title = f"support for {gate.name.lower()}"
            note = "adopted" if passed else gate.text
            values = _both(view, before, "support", place)
            yield _row(title, values, "", (seat.id, f"support.{name}"), top=100.0, digits=0, note=note)


def _in_play(seat: Seat, rows: list[Payload]) -> Payload:
    """Return rows of home politics in two parts: those that mean something for the seat, and the rest."""
    asked = {
        parse_measure(text).part
        for goal in seat.scenario.objectives.values()
        if goal.seat == seat.id
        for clause in goal.all
        for condition in clause
        for text in (*condition.sum, *condition.less)
    }
    opening = seat.game.model.states[0].home[0, seat.place]

    def matters(row: Payload) -> bool:
        name = row["field"].removeprefix("home.")
        if name not in seat.scenario.ruleset.tracks or name in asked or name in seat.row.home:
            return True
        return bool(abs(row["value"] - float(opening[seat.world.index["track"][name]])) >= STIRRED)

    return {
        "rows": [row for row in rows if matters(row)],
        "more": [row for row in rows if not matters(row)],
    }


def _capability(seat: Seat, view: Observation, before: Observation | None) -> Iterator[Payload]:
    for place, (name, area) in enumerate(seat.scenario.ruleset.areas.items()):
        values = _both(view, before, "capability", place)
        why = (seat.id, f"capability.{name}")
        yield _row(area.name.lower(), values, "of 10", why, top=10.0, better="high", digits=1, note=area.text)
    for place, name in enumerate(seat.world.threat_classes):
        values = _both(view, before, "protection", place)
        why = (seat.id, f"protection.{name}")
        yield _row(f"protection, {name} class", values, "of 10", why, top=10.0, better="high", digits=1)
