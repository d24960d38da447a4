"""The library of cards: what each does, when it would fall by itself, whether it fell; and the preview of one."""

from __future__ import annotations

from collections.abc import Iterator

from wargame import exact
from wargame.adjudication.measures import holds
from wargame.game import Game
from wargame.narrate import names, tell
from wargame.narrate.scene import Scene
from wargame.rulebook.words import condition_words
from wargame.schema import Event
from wargame.views.board.scope import Scope, badge
from wargame.views.links import ref
from wargame.views.room.effects import Payload, effect_told, moved

OVER = "The game is over: no card falls any more."
EARLY = "No game is being played yet: cards fall once the first turn is open."
FALLS = "It falls as the turn is adjudicated, before any order acts; the teams read it in the report."
KINDS = {
    "now": "This turn by itself",
    "called": "Only when it is called",
    "condition": "On a condition",
    "random": "By chance",
    "incident": "With an incident",
    "scheduled": "In a later turn",
    "gone": "Fallen already",
}
"""Kinds of cards by what makes them fall now, in the order in which the library shows them."""


def library(game: Game) -> Payload:
    """Return every card of the scenario, those that would fall this turn first.

    Returns
    -------
    ``cards``, each with ``id``, ``name``, ``text``, ``effects`` in words, ``actor``, ``kind`` (of ``KINDS``), ``when``
    it would fall by itself, ``fell`` (turns told in words, "" for none) and ``ref``; ``kinds`` and ``note``
    """
    scope = Scope(game, game.turn)
    fell = _fallen(game)
    rows = [
        _card(scope, name, row, fell.get(row.name, ())) for name, row in game.play.scenario.events.items()
    ]
    order = list(KINDS)
    rows.sort(key=lambda row: order.index(row["kind"]))
    return {
        "cards": rows,
        "kinds": [
            {"id": kind, "name": KINDS[kind]} for kind in order if any(r["kind"] == kind for r in rows)
        ],
        "note": FALLS,
    }


def _card(scope: Scope, name: str, row: Event, fell: tuple[int, ...]) -> Payload:
    kind, when = _when(scope, name, row)
    told = [f"turn {turn}" for turn in fell]
    return {
        "id": name,
        "name": row.name,
        "text": row.text,
        "actor": badge(scope, row.actor) if row.actor else None,
        "effects": [effect_told(scope.game.play, row, effect) for effect in row.effect],
        "kind": kind,
        "when": when,
        "fell": f"Fell in {' and '.join((', '.join(told[:-1]), told[-1]) if told[1:] else told)}."
        if told
        else "",
        "ref": ref("event", name),
    }


def _fallen(game: Game) -> dict[str, tuple[int, ...]]:
    """Return in which turns each card fell, of the deck or by the white cell, by its name."""
    found: dict[str, tuple[int, ...]] = {}
    events = game.play.scenario.events
    for turn in range(1, game.turn + 1):
        report = Scene(game, turn).report
        for name in (*(events[each].name for each in report.events), *report.injects):
            found[name] = (*(each for each in found.get(name, ()) if each != turn), turn)
    return found


# -- when a card falls by itself ----------------------------------------------------------------------------


def _when(scope: Scope, name: str, row: Event) -> tuple[str, str]:
    """Return the kind of a card, and when it would fall by itself, in a sentence."""
    state, place = scope.game.state, scope.world.index["event"][name]
    waits = int(state.queued[0, place])
    gone = bool(state.drawn[0, place]) and row.once
    if waits == 1 and not gone:
        return "now", "It was called, and falls this turn by itself."
    if waits > 1 and not gone:
        return "scheduled", f"It was called, and falls by itself in turn {scope.game.turn + waits}."
    if gone:
        return "gone", "It does not fall again by itself; you may let it."
    return {
        "scheduled": _scheduled,
        "random": _random,
        "condition": _condition,
        "incident": _incident,
        "called": _called,
    }[row.trigger](scope, name, row)


def _scheduled(scope: Scope, name: str, row: Event) -> tuple[str, str]:
    turn, frame = scope.game.turn + 1, scope.scenario.frame
    if row.turn == turn:
        return "now", "It falls this turn by itself: to let it fall too would make it fall twice."
    if row.turn < turn:
        return "gone", "Its turn is over; you may let it fall."
    if row.turn > frame.turns:
        return "scheduled", f"It stands in turn {row.turn}, after the end of this game."
    year = tell.year(frame.first_year + (row.turn - 1) * scope.world.years)
    return "scheduled", f"It falls by itself in turn {row.turn} ({year})."


def _random(scope: Scope, name: str, row: Event) -> tuple[str, str]:
    chance = 100.0 * float(exact.convert_rate(row.chance, scope.world.years))
    often = "" if row.once else " It may come more than once."
    only = f", if {_conditions(scope, row)}" if row.when else ""
    return "random", f"It falls by itself with a chance of {chance:.0f} % a turn{only}.{often}"


def _condition(scope: Scope, name: str, row: Event) -> tuple[str, str]:
    met = all(bool(holds(scope.world, scope.game.state, each)[0]) for each in row.when)
    asked = _conditions(scope, row)
    if not met:
        return "condition", f"It falls by itself once {asked}."
    if row.chance:
        chance = 100.0 * float(exact.convert_rate(row.chance, scope.world.years))
        return "condition", f"It holds that {asked}: it falls this turn with a chance of {chance:.0f} %."
    return "now", f"It holds that {asked}: it falls this turn by itself."


def _conditions(scope: Scope, row: Event) -> str:
    rules = scope.scenario.ruleset
    told = (condition_words(rules, each, lambda name: names.thing(scope.scenario, name)) for each in row.when)
    return " and ".join(
        text.replace(" at least ", " is at least ").replace(" at most ", " is at most ") for text in told
    )


def _incident(scope: Scope, name: str, row: Event) -> tuple[str, str]:
    return "incident", f"It may fall by itself with an incident at {names.thing(scope.scenario, row.target)}."


def _called(scope: Scope, name: str, row: Event) -> tuple[str, str]:
    by = [
        f"“{each.name}”"
        for each in scope.scenario.events.values()
        if any(effect.verb == "schedule" and effect.event == name for effect in each.effect)
    ]
    return "called", f"It falls only when {' or '.join([*by, 'you'])} call it."


# -- one card -----------------------------------------------------------------------------------------------


def preview(game: Game, card: Event) -> Payload:
    """Return what a card would do if it fell now: in words, and every number that it moves.

    Returns
    -------
    ``name``, ``text``, ``words``, ``numbers`` (of ``effects.moved``) and ``notes`` on what cannot be counted
    """
    return {
        "name": card.name,
        "text": card.text,
        "words": [effect_told(game.play, card, effect) for effect in card.effect],
        "numbers": moved(game, card),
        "notes": list(_notes(card)),
    }


def _notes(card: Event) -> Iterator[str]:
    if not card.effect:
        yield "It moves no number: it is news, and nothing else."
    if any(effect.verb == "claim" for effect in card.effect):
        yield "A claim moves what others believe, not what is so; it is not counted here."
    if any(effect.verb == "schedule" for effect in card.effect):
        yield "What another card does later is not counted here."
    if card.effect:
        yield "Numbers are as they stand now; the card acts first, the orders of the turn after it."
