"""What white cell and umpire may do: cards that fall now, named outcomes that are set; checked first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wargame.address import AddressError, parse_effect_address, selectors
from wargame.adjudication.turn import Play
from wargame.effects import locate
from wargame.faults import OrderError, nearest
from wargame.schema import Effect, Event
from wargame.world import World

OUTCOMES: Mapping[str, tuple[str, Callable[[World], tuple[str, ...]]]] = {
    "R9.gate": (
        "a gate that is sought opens, <seat>:<gate>",
        lambda world: tuple(f"{seat}:{gate}" for seat in world.ids["nation"] for gate in world.ids["gate"]),
    ),
    "R2.renewal": (
        "talks on the bill of hosted forces fail",
        lambda world: tuple(world.ids["agreement"][a] for a in world.hosted),
    ),
    "R9.ratify": ("an agreement that is signed passes at home", lambda world: world.ids["agreement"]),
    "R4.gate": ("a programme passes the gate it stands at", lambda world: world.ids["programme"]),
    "R8.incident": ("an incident happens at a flashpoint", lambda world: world.ids["flashpoint"]),
    "ladder.breakdown": ("talks collapse in a crisis round", lambda world: world.ids["flashpoint"]),
    "deck": (
        "a card falls that hangs on chance",
        lambda world: tuple(
            name
            for name, row in world.scenario.events.items()
            if row.trigger == "random" or (row.trigger == "condition" and row.chance)
        ),
    ),
}
"""Outcomes that a ruling may set: what they are, and the entities they are of."""


def check_ruling(play: Play, rule: str, entity: str, reason: str) -> None:
    """Raise unless a ruling names an outcome that exists, and says why.

    Raises
    ------
    OrderError
        an unknown rule or entity, with the nearest known; no reason
    """
    if rule not in OUTCOMES:
        raise OrderError(f"A ruling sets a named outcome, and {rule!r} is none. {nearest(rule, OUTCOMES)}")
    text, entities = OUTCOMES[rule]
    known = entities(play.world)
    if entity not in known:
        raise OrderError(f"{rule} ({text}): there is no {entity!r}. {nearest(entity, known)}")
    check_reason(reason, "A ruling")


def check_event(play: Play, event: str | Event, reason: str) -> Event:
    """Return the card that an inject means, checked so far that it can be played.

    Raises
    ------
    OrderError
        no such card, a card that names what the scenario does not have; no reason
    """
    check_reason(reason, "An inject")
    rows = play.scenario.events
    if isinstance(event, str):
        if event not in rows:
            raise OrderError(f"There is no card {event!r}. {nearest(event, rows)}")
        return rows[event]
    world = play.world
    if event.actor and event.actor not in world.index["nation"]:
        hint = nearest(event.actor, world.ids["nation"])
        raise OrderError(f"Card {event.name!r}: there is no actor {event.actor!r}. {hint}")
    if event.target and locate(world, event.target)[0] == "":
        raise OrderError(
            f"Card {event.name!r}: there is no target {event.target!r}. Name a nation or a flashpoint."
        )
    for effect in event.effect:
        _check_effect(world, event, effect)
    return event


def _check_effect(world: World, event: Event, effect: Effect) -> None:
    where = f"Card {event.name!r}"
    if effect.verb == "schedule":
        if effect.event not in world.index["event"]:
            hint = nearest(effect.event, world.ids["event"])
            raise OrderError(f"{where}: there is no card {effect.event!r} to schedule. {hint}")
        return
    if effect.verb not in ("adjust", "claim"):
        raise OrderError(f"{where}: a card may adjust, claim or schedule, and not {effect.verb}.")
    try:
        address = parse_effect_address(effect.field, effect.at)
    except AddressError as error:
        raise OrderError(f"{where}: {error}") from None
    part = address.field.part
    if part and address.part not in world.index[part] and address.part != "target":
        raise OrderError(
            f"{where}: there is no {part} {address.part!r}. {nearest(address.part, world.ids[part])}"
        )
    known = selectors(address.field.axis, "event")
    named = world.ids["nation"] if address.field.axis in ("nation", "pair") else ()
    for side in (address.x, *([address.y] if address.y else [])):
        if side not in known and side not in named:
            hint = nearest(side, [*known, *named])
            raise OrderError(f"{where}: {side!r} does not say whose {effect.field!r} it is. {hint}")
    if effect.step == 0:
        raise OrderError(f"{where}: the effect on {effect.field!r} has step 0. Write -5 to 5.")
    if not event.actor and ("actor" in (address.x, address.y) or effect.verb == "claim"):
        raise OrderError(f"{where}: {effect.field!r} needs an actor. Name a nation.")


def check_reason(reason: str, what: str) -> None:
    """Raise ``OrderError`` unless a reason is given."""
    if not reason.strip():
        raise OrderError(f"{what} is logged with its reason. Say in a sentence why.")
