"""The other nations as a seat sees them: trust and threat, estimates with their error, what they said in public."""

from __future__ import annotations

from wargame.narrate import names
from wargame.narrate.scene import Scene
from wargame.narrate.situation import Seat, own, seen
from wargame.observation import BAND, Observation, observe
from wargame.tables import unit_of
from wargame.views.links import number_ref, ref
from wargame.views.seat.words import Payload, nation

NOTES = {
    "trust": "Points of 100: how far one takes the other's word and counts on its help.",
    "relation": "From −1, enemies, to +1, friends.",
    "threat": "From 0, none, to 1: how much you fear what it can do, and that it would.",
}
"""What the numbers between a seat and another nation say."""


def others(seat: Seat) -> Payload:
    """Return every other nation, estimates as mean and one standard deviation, public numbers exact."""
    view = seat.view
    states = seat.game.model.states
    before = observe(seat.world, states[-2], [seat.place]) if len(states) > 1 else None
    rows = [_nation(seat, name, view, before) for name in seat.scenario.nations if name != seat.id]
    areas = seat.scenario.ruleset.areas.items()
    return {
        "me": nation(seat, seat.id),
        "nations": rows,
        "areas": [{"id": name, "name": row.name, "ref": ref("area", name)} for name, row in areas],
        "estimates": [_estimates(seat, view, name) for name in seat.scenario.nations],
        "claims": claims(seat),
        "note": "± is what you do not know: one standard deviation of your estimate.",
    }


def _nation(seat: Seat, name: str, view: Observation, before: Observation | None) -> Payload:
    """Return how the seat and another nation stand to each other, and what all may see of it."""
    here, there = seat.place, seat.world.index["nation"][name]

    def moved(field: str, a: int, b: int) -> float | None:
        if before is None:
            return None
        return float(seen(view, field)[a, b] - seen(before, field)[a, b])

    def number(name: str, value: float, change: float | None, of: str, field: str, digits: int) -> Payload:
        return {
            "name": name,
            "value": value,
            "change": change,
            "of": of,
            "field": field,
            "ref": number_ref(field),
            "digits": digits,
            "note": NOTES[field],
        }

    relation, threat = float(seen(view, "relation")[here, there]), float(own(view, "threat")[there])
    feared = None if before is None else threat - float(own(before, "threat")[there])
    pair, back = f"{seat.id}>{name}", f"{name}>{seat.id}"
    trust = seen(view, "trust")
    return {
        **nation(seat, name),
        "ally": bool(seat.world.ally[here, there]),
        "rival": bool(seat.world.rival[here, there]),
        "numbers": [
            number("you trust it", float(trust[here, there]), moved("trust", here, there), pair, "trust", 0),
            number("it trusts you", float(trust[there, here]), moved("trust", there, here), back, "trust", 0),
            number("relation", relation, moved("relation", here, there), pair, "relation", 2),
            number("threat you see", threat, feared, pair, "threat", 2),
        ],
        "public": _public(seat, name, view),
    }


def _public(seat: Seat, name: str, view: Observation) -> list[Payload]:
    """Return budget, technology and approval of another nation."""
    there = seat.world.index["nation"][name]
    money = unit_of(seat.world, "bn USD", name)
    told = [
        {
            "name": "budget",
            "text": f"{seen(view, 'spending')[there]:.1f} {money}",
            "ref": number_ref("spending"),
            "note": "What it spends on defence in a year.",
        },
        {
            "name": "technology",
            "text": f"{seen(view, 'tech')[there]:.1f} of 10",
            "ref": number_ref("tech"),
            "note": "How far it is with what new weapons need.",
        },
    ]
    for place, (track, row) in enumerate(seat.scenario.ruleset.tracks.items()):
        if row.see == "private":
            continue
        value = float(seen(view, "home")[there, place])
        vague = row.see == "estimated"
        text = f"{value - BAND / 2:.0f} to {value + BAND / 2:.0f}" if vague else f"{value:.0f}"
        told.append({"name": row.name.lower(), "text": text, "ref": ref("track", track), "note": row.text})
    return told


def _estimates(seat: Seat, view: Observation, name: str) -> Payload:
    """Return what a nation can do by area: one's own exact, others' with error."""
    place = seat.world.index["nation"][name]
    mean, error = seen(view, "capability")[place], view.error["capability"][0, 0, place]
    return {
        **nation(seat, name),
        "cells": [{"mean": float(m), "error": float(e)} for m, e in zip(mean, error, strict=True)],
    }


def claims(seat: Seat) -> list[Payload]:
    """Return what others said in public last turn: claims of their capability, announcements, promises."""
    game, rules = seat.game, seat.scenario.ruleset.orders
    if not game.turn:
        return []
    told = []
    scene = Scene(game, game.turn, seat.id)
    for name, texts in scene.report.orders.items():
        for text in texts:
            order = rules[text.split()[0]]
            if name != seat.id and any(effect.verb == "claim" for effect in order.effect):
                words = f"{names.order(seat.scenario, text)}. It claims more than you may take for granted."
                told.append({**nation(seat, name), "kind": "claim", "text": words})
    for name, fact in scene.sealed.items():
        if name == seat.id:
            continue
        if fact["signal"]:
            text = f"Announced “{rules[fact['signal']].name}”."
            told.append({**nation(seat, name), "kind": "signal", "text": text})
        if fact["promise"]:
            text = f"Promised no “{rules[fact['promise']].name}” this turn."
            told.append({**nation(seat, name), "kind": "promise", "text": text})
    return told
