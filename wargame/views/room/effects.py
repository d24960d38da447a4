"""Effects that the white cell may give a card: the closed list to choose from, the card made of it, its preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from wargame.address import FIELDS as ADDRESSES
from wargame.address import split_field, split_selector
from wargame.adjudication.turn import Play
from wargame.arrays import BoolArray
from wargame.effects import Scope, locate, vector
from wargame.faults import OrderError
from wargame.game import Game
from wargame.ledger import Book, Change, settle
from wargame.narrate import names
from wargame.rulebook import words
from wargame.ruleset import Ruleset
from wargame.schema import Effect, Event
from wargame.state import FIELDS, State
from wargame.views.board.scope import minus, plain
from wargame.views.links import number_ref
from wargame.world import World

Payload = dict[str, Any]
Told = Mapping[str, Any]

MOST = 3
"""Effects of a card that is made at the desk."""
NAME, TEXT = 80, 600
"""Letters of the name of such a card, and of its text, at most."""
SOURCE = ("white cell",)
"""What a card made at the desk rests on."""
STEPS = (1, 2, 3, 4, 5)
_GROUPS = {
    "home": "At home",
    "support": "At home",
    "capital": "Means",
    "tech": "Means",
    "intelligence": "Means",
    "capability": "Capability",
    "trust": "Between two nations",
    "salience": "Between two nations",
    "relation": "Between two nations",
}
_PLACES = "Places, groups, programmes"
_NAMES = {
    "trust": "Trust of one in another",
    "salience": "Wariness of one about another",
    "relation": "Relation between two",
    "tension": "Tension at a flashpoint",
    "status_quo": "Status quo, towards the challenger",
    "cohesion": "Cohesion of a group",
    "drain": "Level of an outside drain",
    "work": "Work left on a programme",
}
_OF_ACTOR = {
    "actor": "the actor",
    "allies": "allies of the actor",
    "partners": "partners of the actor",
    "rivals": "rivals of the actor",
    "others": "all but the actor",
}
_GROUPS_OF_ACTOR = {"own": "groups of the actor", "against": "groups formed against the actor"}
_AIMED = ("flashpoint", "drain", "programme")
"""Kinds of places of which a card names one, as its target."""


# -- to choose from -----------------------------------------------------------------------------------------


def choices(play: Play) -> Payload:
    """Return the fields that an effect may move, whose each may be, and how far each step goes.

    Returns
    -------
    ``fields`` (id, name, group, whose, unit, sizes of the steps), ``whose`` by kind (id, name, ``actor`` where one
    is needed), ``actors`` and the limits of a card
    """
    world, rules = play.world, play.scenario.ruleset
    return {
        "fields": [_field(rules, name, part) for name, part in _fields(world)],
        "whose": {axis: list(_whose(world, axis)) for axis in ("nation", *_AIMED, "group")},
        "actors": [{"id": name, "name": row.name} for name, row in play.scenario.nations.items()],
        "most": MOST,
        "letters": {"name": NAME, "text": TEXT},
    }


def _fields(world: World) -> Iterator[tuple[str, str]]:
    """Yield every field that an effect may move in this world, with its part."""
    for name, address in ADDRESSES.items():
        if address.axis in world.index and not world.size(address.axis):
            continue
        yield from ((name, part) for part in (world.ids[address.part] if address.part else ("",)))


def _field(rules: Ruleset, name: str, part: str) -> Payload:
    key = f"{name}.{part}" if part else name
    called = _NAMES.get(name) or words.part_words(rules, name, part)
    sizes = [words.size_of(rules, Effect(field=key, step=step)) for step in STEPS]
    return {
        "id": key,
        "name": called[:1].upper() + called[1:],
        "group": _GROUPS.get(name, _PLACES),
        "whose": ADDRESSES[name].axis,
        "unit": words.unit_word(sizes[0][1]),
        "sizes": [size for size, _ in sizes],
    }


def _whose(world: World, axis: str) -> Iterator[Payload]:
    """Yield the words for whose a field of an axis is; those of pairs are nations on either side."""
    scenario = world.scenario
    if axis in _AIMED or axis == "nation":
        named = [
            {"id": name, "name": names.thing(scenario, name), "actor": False} for name in world.ids[axis]
        ]
        yield from named
    if axis == "nation":
        yield {"id": "everyone", "name": "everyone", "actor": False}
        yield from ({"id": key, "name": text, "actor": True} for key, text in _OF_ACTOR.items())
    elif axis == "group":
        only = names.thing(scenario, world.ids["group"][0]) if world.size("group") == 1 else "all groups"
        yield {"id": "all", "name": only, "actor": False}
        yield from ({"id": key, "name": text, "actor": True} for key, text in _GROUPS_OF_ACTOR.items())
    elif axis != "programme" and world.size(axis) > 1:
        yield {"id": "all", "name": f"all {axis}s", "actor": False}


# -- a card made of it --------------------------------------------------------------------------------------


def made_card(play: Play, told: Told) -> Event:
    """Return the card that a form describes.

    Parameters
    ----------
    told : ``name``, ``text``, ``actor`` ("" for none) and ``effects``, each with ``field``, ``x``, ``y`` and ``step``

    Raises
    ------
    OrderError
        no name, too many letters or effects, an effect that is not filled in, two places in one card
    """
    name, text = (str(told.get(key, "")).strip() for key in ("name", "text"))
    actor = str(told.get("actor", ""))
    if not name:
        raise OrderError("The card has no name. Write a few words: they head the news.")
    for what, value, most in (("name", name, NAME), ("text", text, TEXT)):
        if len(value) > most:
            raise OrderError(
                f"The {what} of the card has {len(value)} letters, and {most} are the most. Shorten it."
            )
    rows = [row for row in told.get("effects", ()) if row.get("field")]
    if len(rows) > MOST:
        raise OrderError(
            f"A card has {MOST} effects at most, and this one {len(rows)}. Make two cards of it."
        )
    effects, targets = [], dict[str, str]()
    for place, row in enumerate(rows, 1):
        made, target = _effect(play, row, place, actor)
        effects.append(made)
        if target:
            targets[target] = names.thing(play.scenario, target)
    if len(targets) > 1:
        raise OrderError(
            f"One card names one place, and this one {_and(list(targets.values()))}. Make two of it."
        )
    target = next(iter(targets), "")
    return Event(
        name=name,
        text=text or name,
        trigger="called",
        actor=actor,
        target=target,
        effect=effects,
        source=SOURCE,
    )


def _effect(play: Play, row: Told, place: int, actor: str) -> tuple[Effect, str]:
    """Return an effect of a form, and the place that its card must name, "" for none."""
    field, x, y = (str(row.get(key, "")) for key in ("field", "x", "y"))
    try:
        step = int(row.get("step", 0))
    except (TypeError, ValueError):
        step = 0
    address = ADDRESSES.get(split_field(field)[0])
    if address is None:
        raise OrderError(f"Effect {place}: there is no field {field!r}. Choose one of the list.")
    if not x or (address.axis == "pair" and not y):
        raise OrderError(f"Effect {place} does not say whose it is. Choose it from the list.")
    if not 1 <= abs(step) <= len(STEPS):
        raise OrderError(f"Effect {place} moves nothing. Choose a step from -5 to 5.")
    if not actor and {x, y} & {*_OF_ACTOR, *_GROUPS_OF_ACTOR}:
        raise OrderError(f"Effect {place} is about the actor, and the card has none. Choose an actor.")
    if address.axis == "pair" and x == y and x in play.world.index["nation"]:
        raise OrderError(f"Effect {place} names {names.nation(play.scenario, x)} twice. Choose two nations.")
    if address.axis in _AIMED and x != "all":
        return Effect(field=field, at="target", step=step), x
    return Effect(field=field, at=f"{x}>{y}" if address.axis == "pair" else x, step=step), ""


# -- what it does -------------------------------------------------------------------------------------------


def effect_told(play: Play, card: Event, effect: Effect) -> str:
    """Return what an effect of a card does, with the names of those it is about: ``tension at Korea: +4 points``."""
    rules, scenario = play.scenario.ruleset, play.scenario
    if effect.verb == "schedule":
        wait = max(effect.delay, 1)
        later = "next turn" if wait == 1 else f"in {wait} turns"
        return f"the card “{scenario.events[effect.event].name}” falls {later}"
    if effect.verb == "claim":
        who = names.nation(scenario, card.actor) if card.actor else "the actor"
        what = words.part_words(rules, *split_field(effect.field))
        return f"{who} claims more {what} than it has; others believe some of it"
    size, unit = words.size_of(rules, effect)
    named = _named(play, card, effect)
    if effect.field == "relation":
        what = "relation of {} with {}".format(*split_selector(named))
    else:
        what = words.field_words(rules, effect.field, named)
    return f"{what}: {minus(words.amount(size, unit))}"


def _named(play: Play, card: Event, effect: Effect) -> str:
    """Return a selector as the names of those it means."""
    world = play.world
    kind, target = locate(world, card.target)
    scope = Scope(world, world.index["nation"].get(card.actor, -1), kind, target)
    axis = ADDRESSES[split_field(effect.field)[0]].axis
    sides = [side for side in split_selector(effect.at) if side]
    if axis in ("nation", "pair"):
        return ">".join(_list(world, "nation", scope.nations(side)) for side in sides)
    return _list(world, axis, scope.places(axis, sides[0]))


def _list(world: World, axis: str, chosen: BoolArray) -> str:
    """Return those that are chosen of an axis, in words."""
    told = [names.thing(world.scenario, world.ids[axis][k]) for k in np.flatnonzero(chosen)]
    left = [names.thing(world.scenario, world.ids[axis][k]) for k in np.flatnonzero(~chosen)]
    if axis == "nation" and len(told) > 2 and len(left) < 2:
        return f"everyone but {left[0]}" if left else "everyone"
    return _and(told) if told else "nobody"


def _and(told: Sequence[str]) -> str:
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def moved(game: Game, card: Event) -> list[Payload]:
    """Return every number that a card moves at once, now and then, as the engine would move it.

    Returns
    -------
    rows of ``name``, ``before``, ``after``, ``change``, ``unit``, ``at_limit`` (cut off at the end of its scale) and
    ``ref``, the largest moves of a field first
    """
    play, state = game.play, game.state
    steps = _steps(play, card)
    amounts = play.effects.amounts(steps[None])
    after = _settled(play, state, amounts)
    rows = []
    for name, amount in amounts.items():
        now, then = getattr(state, name)[0], getattr(after, name)[0]
        for index in zip(*np.nonzero(amount[0]), strict=True):
            if name == "relation" and index[0] > index[1]:
                continue
            rows.append(
                _moved(play, name, index, float(now[index]), float(then[index]), float(amount[0][index]))
            )
    return sorted(rows, key=lambda row: (row["field"], -abs(row["change"])))


def _steps(play: Play, card: Event) -> Any:
    world = play.world
    kind, target = locate(world, card.target)
    scope = Scope(world, world.index["nation"].get(card.actor, -1), kind, target)
    steps = np.zeros(play.effects.layout.total)
    for effect in card.effect:
        if effect.verb == "adjust":
            steps = steps + vector(play.effects.layout, effect, scope)
    return steps


def _settled(play: Play, state: State, amounts: Mapping[str, Any]) -> State:
    """Return the state after some amounts, held to its bounds as a turn holds it."""
    ceiling = np.maximum(state.tech[..., None], state.capability)
    changes = [Change(name, amount, "preview") for name, amount in amounts.items()]
    return settle(state, changes, Book(keep=False), {**play.world.bounds, "capability": (0.0, ceiling)})


def _moved(play: Play, name: str, index: tuple[Any, ...], now: float, then: float, amount: float) -> Payload:
    places = 2 if name in ("relation", "salience", "drain") else 1
    part = ADDRESSES[name].part
    key = f"{name}.{play.world.ids[part][index[-1]]}" if part else name
    called = words.field_words(play.scenario.ruleset, key, _at(play.world, name, index))
    change = plain(then - now, places)
    return {
        "field": name,
        "name": called[:1].upper() + called[1:],
        "before": minus(f"{now:.{places}f}"),
        "after": minus(f"{then:.{places}f}"),
        "change": change,
        "moves": minus(f"{change:+.{places}f}"),
        "at_limit": abs(then - now - amount) > 1e-3,
        "unit": words.unit_word(FIELDS[name].unit),
        "ref": number_ref(key),
    }


def _at(world: World, name: str, index: tuple[Any, ...]) -> str:
    """Return whose one number is, in words that ``field_words`` takes for a selector."""
    axis = ADDRESSES[name].axis
    if axis == "pair":
        return ">".join(names.thing(world.scenario, world.ids["nation"][k]) for k in index[:2])
    return names.thing(world.scenario, world.ids[axis][index[0]])
