"""How things stand for one seat, as data: what its page shows, from what it may know and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from wargame.narrate.situation import Seat
from wargame.views import board, seat
from wargame.workshop import Place
from wargame.workshop.hall import Hall
from wargame.workshop.place import WORDLESS
from wargame.workshop.plan import NO_LIMIT
from wargame.workshop.standing import Message

Payload = dict[str, Any]


def standing(here: Place) -> Payload:
    """Return all that a seat knows now, for ``told.Seat``."""
    with here.lock:
        view, draft = Seat(here.game, here.seat), here.draft(here.seat)
        over = here.game.over
        return {
            **_room(here),
            "means": _means(seat.header(view, draft)),
            "own": list(_own(seat.situation(view))),
            "others": list(_others(seat.others(view))),
            **_board(view),
            "agreements": [_with_ids(row, "parties") for row in seat.agreements(view)["rows"]],
            "objectives": seat.brief(view)["objectives"],
            "news": seat.news(view),
            "table": [] if over else _table(here, view),
            "draft": None if over else drafted(here),
            "ending": seat.ending(view) if over else None,
        }


def drafted(here: Place) -> Payload:
    """Return the draft of a seat as it lies, for ``told.Draft``."""
    with here.lock:
        view, draft = Seat(here.game, here.seat), here.draft(here.seat)
        made = seat.drafted(view, draft, sealed=here.committed(here.seat))
        bare = [WORDLESS] if here.room.wordless(here.seat) else []
        return {**made, "faults": [*made["faults"], *bare]}


def orders(here: Place) -> Payload:
    """Return every legal order of a seat with its price and what else it needs, for ``told.Menu``."""
    with here.lock:
        view = Seat(here.game, here.seat)
        made: Mapping[str, Any] = {"groups": []} if here.game.over else seat.menu(view)
        allowed = seat.header(view, here.draft(here.seat))["orders"][1]
        turn = here.turn
    rows = [order for group in made["groups"] for order in group["orders"]]
    return {"turn": turn, "allowed": allowed, "orders": [line for row in rows for line in _lines(row)]}


def _lines(order: Payload) -> Iterator[Payload]:
    """Yield one order of the rules by target and level."""
    for target in order["targets"]:
        for level in target["levels"]:
            yield {
                "text": level["text"],
                "order": order["id"],
                "code": order["code"],
                "name": level["name"],
                "target": target["id"],
                "level": level["label"],
                "needs": order["needs"],
                "worn": target["worn"],
                **{name: level["price"][name] for name in ("capital", "funds", "percent")},
            }


def public(room: Hall) -> Payload:
    """Return where an exercise stands, as all may see it."""
    said = room.said()
    return {
        "room": room.name,
        "title": room.plan.title,
        "stage": room.stage,
        "phase": room.phase,
        "turn": room.turn,
        "turns": room.turns,
        "over": room.over,
        "clock": asdict(room.clock),
        "teams": [
            {name: getattr(each, name) for name in ("seat", "name", "colour", "house", "committed")}
            for each in room.teams
        ],
        "public": {"signals": said.signals, "statements": said.statements, "seals": room.seals()},
    }


def _room(here: Place) -> Payload:
    """Return where the exercise stands for a seat, who is in its team, and what it may read."""
    room, own = here.room, here.seat
    left = here.questions_left
    return {
        **public(room),
        "version": here.version,
        "seat": own,
        "name": here.game.play.scenario.nations[own].name,
        "turn": here.turn,
        "open": room.playing and own in here.people and room.phase != "why",
        "committed": here.committed(own),
        "team": [{**asdict(each), "name": room.name_of(each.id)} for each in room.people if each.seat == own],
        "needs_key": here.needs_key,
        "questions_left": None if left == NO_LIMIT else left,
        "messages": [_message(here, each) for each in room.messages(own)],
    }


def _message(here: Place, message: Message) -> Payload:
    """Return a message, with its writer's name where it is of the own team."""
    own = message.by == here.seat and message.person
    return {**asdict(message), "person": here.room.name_of(message.person) if own else ""}


def _means(strip: Payload) -> Payload:
    return {name: strip[name] for name in ("capital", "funds", "money", "orders")}


def _own(told: Payload) -> Iterator[Payload]:
    """Yield the seat's own numbers, those out of play too."""
    for part in told["parts"]:
        yield from (*part["rows"], *part.get("more", ()))


def _others(told: Payload) -> Iterator[Payload]:
    """Yield the other nations, each with what is believed of its capability by area."""
    areas = [row["id"] for row in told["areas"]]
    cells = {row["id"]: dict(zip(areas, row["cells"], strict=True)) for row in told["estimates"]}
    for row in told["nations"]:
        yield {**row, "capability": cells[row["id"]]}


def _board(view: Seat) -> Payload:
    """Return flashpoints and programmes, as the seat knows them."""
    scope = board.Scope(view.game, view.game.turn, view.id)
    places = board.ladder(scope)["places"]
    return {
        "ladder": [{**row, "tension": row["tension"]["value"]} for row in places],
        "programmes": [
            {**row, "owners": [each["id"] for each in row["owners"]], "area": row["area"]["name"]}
            for row in board.programmes(scope)["rows"]
        ],
    }


def _table(here: Place, view: Seat) -> list[Payload]:
    parts = seat.table(view, here.draft(here.seat))["parts"]
    return [_deal(row) for part in parts for row in part["deals"]]


def _deal(row: Payload) -> Payload:
    offer = row["offer"]
    made = None if offer is None else {**offer, "by": offer["by"]["id"]}
    return {**_with_ids(row, "parties"), "offer": made}


def _with_ids(row: Payload, name: str) -> Payload:
    """Return a row whose nations are told by their ids."""
    return {**row, name: [each["id"] for each in row[name]]}
