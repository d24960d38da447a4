"""What happened in a turn, as plain values: news, the table, orders, the crisis round, milestones.

Everything is gathered whole (for the facilitator and for games of house AI) or as one seat may know it; what
the seat may not see is left out here, so that no way of telling can show it.
"""

from __future__ import annotations

import numpy as np

from wargame.adjudication.phases.ladder import crisis_due
from wargame.inputs import standing
from wargame.narrate.scene import Fact, Scene
from wargame.state import BROKEN, IN_FORCE


def news(scene: Scene) -> list[Fact]:
    """Return the cards that fell, those of the white cell included, and the seats that it handed over."""
    return [*cards(scene), *hands(scene)]


def cards(scene: Scene) -> list[Fact]:
    """Return the cards that fell: of the deck, and then of the white cell."""
    deck = scene.scenario.events
    told = [
        {"card": name, "name": deck[name].name, "text": deck[name].text, "by": "deck"}
        for name in scene.report.events
    ]
    for fact in _of_the_turn(scene, "inject"):
        event = fact["event"]
        told.append({"card": "", "name": str(event["name"]), "text": str(event["text"]), "by": "white cell"})
    return told


def hands(scene: Scene) -> list[Fact]:
    """Return the seats that the white cell handed over, each once, as it stands after the turn."""
    last = {str(fact["seat"]): fact for fact in _of_the_turn(scene, "hand")}
    return [_handed(scene, fact) for fact in last.values()]


def _of_the_turn(scene: Scene, *kinds: str) -> list[Fact]:
    return [dict(fact) for fact in standing(scene.game.record.of(scene.turn)) if fact["kind"] in kinds]


def _handed(scene: Scene, fact: Fact) -> Fact:
    """Return who plays a seat from here on; the reason is the white cell's own and may name a person."""
    who = "House AI plays" if fact["house"] else "People play"
    name = str(scene.scenario.nations[fact["seat"]].name)
    return {"card": "", "name": name, "text": f"{who} this seat from here on.", "by": "white cell"}


def rulings(scene: Scene) -> list[Fact]:
    """Return the rulings of the umpire; one on a programme or an agreement out of sight stays out of sight."""
    keys = ("rule", "entity", "outcome", "reason")
    facts = _of_the_turn(scene, "ruling")
    return [{key: fact[key] for key in keys} for fact in facts if _in_sight(scene, fact["entity"])]


def _in_sight(scene: Scene, entity: str) -> bool:
    """Tell whether what a ruling is about may be known: a programme shown, an agreement made in the open."""
    programme = scene.scenario.programmes.get(entity)
    if programme is not None:
        return programme.public or scene.sees(programme.owners)
    agreement = scene.scenario.agreements.get(entity)
    return agreement is None or scene.sees(agreement.parties) or _signed_openly(scene, entity)


def _signed_openly(scene: Scene, agreement: str) -> bool:
    return any(deal.agreement == agreement for deal in scene.report.deals)


def meetings(scene: Scene) -> list[Fact]:
    """Return the meetings that were held, scheduled or convened."""
    held = []
    for name in dict.fromkeys(scene.report.meetings):
        row = scene.scenario.meetings[name]
        free = scene.turn in row.scheduled
        held.append({"meeting": name, "level": row.level, "parties": list(row.parties), "free": free})
    return held


def deals(scene: Scene) -> list[Fact]:
    """Return what was talked about and what came of it: a seat's own talks, and what others signed openly."""
    return [
        {
            "agreement": deal.agreement,
            "parties": list(deal.parties),
            "from": deal.seat,
            "share": deal.share,
            "secret": deal.secret,
            "outcome": deal.outcome,
            "result": deal.result or deal.outcome,
            "withheld": list(deal.withheld),
        }
        for deal in scene.report.deals
    ]


# -- orders -------------------------------------------------------------------------------------------------


def orders(scene: Scene) -> list[Fact]:
    """Return what each seat ordered, said in public and promised, once sealed orders are opened."""
    told = []
    for seat in scene.scenario.nations:
        fact = scene.sealed[seat]
        issued = [text.split()[0] for text in fact["orders"]]
        told.append(
            {
                "seat": seat,
                "orders": list(scene.report.orders[seat]),
                "signal": fact["signal"],
                "meant": None if fact["signal"] is None else fact["signal"] in issued,
                "promise": fact["promise"],
                "broken": _broken(scene, seat, issued),
            }
        )
    return told


def _broken(scene: Scene, seat: str, issued: list[str]) -> str | None:
    """Return the promise of the turn before that a seat has broken now."""
    place = int(scene.before.promise[0, scene.world.index["nation"][seat]])
    promised = scene.world.ids["order"][place] if place >= 0 else None
    return promised if promised in issued else None


# -- crisis and milestones ----------------------------------------------------------------------------------


def crisis(scene: Scene) -> Fact | None:
    """Return the crisis round of the turn: where, and which of the two principals eased or held."""
    level = scene.before.level.astype(np.float64)
    due = np.flatnonzero(crisis_due(level, scene.before.tension)[0])
    if not due.size:
        return None
    place = int(due[0])
    sides = [scene.world.ids["nation"][seat] for seat in scene.world.principals[place]]
    eased = [seat for seat in sides if scene.sealed[seat]["ease"]]
    return {
        "flashpoint": scene.world.ids["flashpoint"][place],
        "eased": eased,
        "held": [seat for seat in sides if seat not in eased],
    }


def milestones(scene: Scene) -> list[Fact]:
    """Return programmes that reached another stage, gates asked for, agreements that ended."""
    moved = [
        {"kind": "programme", "of": name, "from": old, "to": new} for name, old, new in scene.report.stages
    ]
    return [*moved, *_gates(scene), *_ended(scene)]


def _gates(scene: Scene) -> list[Fact]:
    """Return gates that were asked for: an open question in public, so everyone learns the answer."""
    told = []
    rules = scene.scenario.ruleset
    for seat, texts in scene.report.orders.items():
        for text in texts:
            name, *rest = text.split()
            if any(effect.verb == "unlock" for effect in rules.orders[name].effect):
                passed = f"{seat}:{rest[0]}" in scene.report.gates
                told.append({"kind": "gate", "of": rest[0], "seat": seat, "passed": passed})
    return told


def _ended(scene: Scene) -> list[Fact]:
    told = []
    for place, (name, row) in enumerate(scene.scenario.agreements.items()):
        was, now = int(scene.before.agreement[0, place]), int(scene.after.agreement[0, place])
        # what is signed and broken in one turn was not in force before it
        at_once = was != IN_FORCE and was != now == BROKEN
        secret = (scene.after if at_once else scene.before).secret[0, place]
        known = not secret or scene.sees(row.parties)
        if known and now != IN_FORCE and (was == IN_FORCE or at_once):
            by = {"by": _breakers(scene, name)} if now == BROKEN else {}
            told.append({"kind": "agreement", "of": name, "to": ("open", "", "expired", "broken")[now], **by})
    return told


def _breakers(scene: Scene, name: str) -> list[str]:
    """Return the parties that withdrew from an agreement, or did what it forbids its first party."""
    rules, row = scene.scenario.ruleset, scene.scenario.agreements[name]
    forbidden = rules.agreements[row.type].forbids
    told = []
    for seat in row.parties:
        issued = [text.split() for text in scene.report.orders.get(seat, ())]
        leaves = any(
            words[1:2] == [name] and any(each.verb == "withdraw" for each in rules.orders[words[0]].effect)
            for words in issued
        )
        if leaves or (seat == row.parties[0] and any(words[0] in forbidden for words in issued)):
            told.append(seat)
    return told
