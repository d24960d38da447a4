"""The event feed: what happened in the last turns, newest first, as far as the seat may know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wargame.narrate import Scene, facts, names, tell
from wargame.narrate.scene import Fact
from wargame.state import LEVELS
from wargame.views.board.scope import Scope, badge
from wargame.views.links import cause_ref, ref

_TONE_OF_DEAL = {
    "in force": "good",
    "not signed": "bad",
    "talks failed": "bad",
    "refused at home": "bad",
    "rejected": "warn",
    "lapsed": "",
}
_WORDS = {
    "level": "Ladder",
    "crisis": "Crisis round",
    "news": "News",
    "hand": "Seat",
    "ruling": "Ruling",
    "deal": "Agreement",
    "meeting": "Meeting",
    "programme": "Programme",
    "gate": "At home",
    "ended": "Agreement",
    "orders": "Orders",
}
"""What each kind of item is called; the order in which a turn tells them."""


def feed(scope: Scope, turns: int = 3) -> dict[str, Any]:
    """Return what the last turns brought, newest turn first.

    Parameters
    ----------
    turns : how many turns are told

    Returns
    -------
    ``turns``, each with ``turn``, ``label`` and ``items``; an item has a kind with its word, a tone (good, bad, warn or
    ""), a text and the nations it is about
    """
    last = max(scope.turn - turns, 0)
    return {"seat": scope.seat, "turns": [_turn(scope, turn) for turn in range(scope.turn, last, -1)]}


def _turn(scope: Scope, turn: int) -> dict[str, Any]:
    scene = Scene(scope.game, turn, scope.seat)
    items = [
        {"key": f"{turn}-{place}", "word": _WORDS[item["kind"]], **item}
        for place, item in enumerate(_items(scope, scene))
    ]
    return {
        "turn": turn,
        "label": tell.year(scene.report.year),
        "ending": scene.report.ending if scene.report.ending != "playing" else "",
        "items": items,
    }


def _items(scope: Scope, scene: Scene) -> Iterator[dict[str, Any]]:
    yield from _levels(scene)
    yield from _crisis(scope, scene)
    for card in facts.cards(scene):
        anchor = ref("event", card["card"]) if card["card"] else ""
        yield _item("news", f"{card['name']}. {card['text']}", anchor=anchor)
    for row in facts.hands(scene):
        yield _item("hand", f"{row['name']}: {row['text']}")
    for row in facts.rulings(scene):
        outcome = "yes" if row["outcome"] else "no"
        about = names.thing(scene.scenario, row["entity"])
        yield _item(
            "ruling",
            f"{about}: {outcome}. {row['reason']}",
            "warn",
            ref("rule", row["rule"].partition(".")[0]),
        )
    for row in facts.deals(scene):
        told = [badge(scope, seat) for seat in row["parties"]]
        tone = _TONE_OF_DEAL[row["result"]]
        yield _item("deal", tell.deal(scene.scenario, row), tone, ref("agreement", row["agreement"]), told)
    for row in facts.meetings(scene):
        how = "scheduled" if row["free"] else "convened"
        text = f"{names.meeting(scene.scenario, row['meeting'])} met ({how})."
        yield _item("meeting", text, "", ref("meeting", row["level"]))
    for row in facts.milestones(scene):
        yield _milestone(scope, scene, row)
    yield from _orders(scope, scene)


def _item(
    kind: str, text: str, tone: str = "", anchor: str = "", about: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    return {"kind": kind, "text": text, "tone": tone, "ref": anchor, "nations": about or []}


def _levels(scene: Scene) -> Iterator[dict[str, Any]]:
    for name, old, new in scene.report.levels:
        rose = LEVELS.index(new) > LEVELS.index(old)
        text = f"{names.thing(scene.scenario, name)}: from {old} {'up' if rose else 'down'} to {new}."
        yield _item("level", text, "bad" if rose else "good", ref("flashpoint", name))


def _crisis(scope: Scope, scene: Scene) -> Iterator[dict[str, Any]]:
    row = facts.crisis(scene)
    if row is None:
        return
    parts = [f"{names.nations(scene.scenario, row[what])} {what}" for what in ("eased", "held") if row[what]]
    text = f"{names.thing(scene.scenario, row['flashpoint'])}: {', '.join(parts)}."
    sides = [badge(scope, seat) for seat in (*row["eased"], *row["held"])]
    yield _item(
        "crisis", text, "bad" if len(row["held"]) > 1 else "warn", ref("flashpoint", row["flashpoint"]), sides
    )


def _milestone(scope: Scope, scene: Scene, row: Fact) -> dict[str, Any]:
    name = names.thing(scene.scenario, row["of"])
    if row["kind"] == "programme":
        owners = [badge(scope, seat) for seat in scene.scenario.programmes[row["of"]].owners]
        return _item(
            "programme",
            f"{name}: from {row['from']} to {row['to']}.",
            "good",
            ref("programme", row["of"]),
            owners,
        )
    if row["kind"] == "gate":
        text = f"{name} was {'approved' if row['passed'] else 'refused'} at home."
        tone = "good" if row["passed"] else "bad"
        return _item("gate", text, tone, ref("gate", row["of"]), [badge(scope, row["seat"])])
    broken = row["to"] == "broken"
    text = f"{name}: {tell.ended(scene.scenario, row)}."
    by = [badge(scope, seat) for seat in row.get("by", ())]
    return _item("ended", text, "bad" if broken else "warn", ref("agreement", row["of"]), by)


def _orders(scope: Scope, scene: Scene) -> Iterator[dict[str, Any]]:
    """Yield what each seat ordered and said; each order leads to its row."""
    for row in facts.orders(scene):
        told = "; ".join(names.order(scene.scenario, text) for text in row["orders"]) or "Holds"
        text = f"{told}.{tell.said(scene.scenario, row)}"
        first = cause_ref(scene.scenario, row["orders"][0].split()[0]) if row["orders"] else ""
        yield _item("orders", text, "bad" if row["broken"] else "", first, [badge(scope, row["seat"])])
