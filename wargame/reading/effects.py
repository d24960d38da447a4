"""Checks of what rows do: each effect names a quantity that exists and a selector its row can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wargame.address import (
    FIELDS,
    NATION_SELECTORS,
    PLACE_SELECTORS,
    TARGET,
    AddressError,
    Axis,
    Context,
    EffectAddress,
    parse_effect_address,
    selectors,
    split_field,
)
from wargame.faults import nearest
from wargame.reading.physics import REASON, is_performance
from wargame.reading.tables import Key, Table
from wargame.schema import Effect

NATION_TARGETS = ("ally", "partner", "rival", "nation", "client")
"""Kinds of order target that are a nation."""

ANY = "any"
"""The kind of a target that only the turn will tell (incidents, called events)."""

# What the target of a row must be for a selector of the other axes or sides to mean something.
_NEEDS_FLASHPOINT = ("defenders", "challengers")
_NEEDS_ACTOR = ("actor", "allies", "partners", "rivals", "others", "own", "against")


@dataclass(frozen=True)
class Names:
    """Tables whose ids effects may name; nations only when a scenario is read."""

    tracks: Table
    areas: Table
    gates: Table
    orders: Table
    nations: Table | None = None

    def is_nation(self, word: str) -> bool:
        """Tell whether a word is a nation of the scenario that is read."""
        return self.nations is not None and word in self.nations.rows


@dataclass(frozen=True)
class Host:
    """The row that effects belong to: its kind, its id, what it is aimed at, whether it has an actor.

    ``target`` is a kind of order target, "group", "none", or ``ANY``.
    """

    context: Context
    key: str
    target: str = "none"
    actor: bool = True

    @property
    def kind(self) -> str:
        """Axis of the target: "nation" for all kinds of nation."""
        return "nation" if self.target in NATION_TARGETS else self.target


def check_effects(table: Table, host: Host, effects: Sequence[Effect], names: Names) -> None:
    """Note everything wrong with the effects of one row."""
    for place, effect in enumerate(effects):
        path: Key = (host.key, "effect", place)
        _check_verb(table, path, host, effect)
        _check_conditions(table, path, host, effect, names)
        if effect.verb in {"adjust", "transfer", "claim"}:
            _check_address(table, path, host, effect, names)


def _check_verb(table: Table, path: Key, host: Host, effect: Effect) -> None:
    """Note what a verb lacks in its row."""
    aimed = {"allot": "programme", "advance": "programme", "withdraw": "agreement"}.get(effect.verb)
    if aimed and host.kind not in {aimed, ANY}:
        what = f"the verb {effect.verb!r} acts on a {aimed}, and this row is aimed at {_a(host.target)}."
        table.fault((*path, "verb"), what, f"Write target = {aimed!r} in the row.")
    if effect.verb == "adjust" and effect.step == 0:
        table.fault((*path, "step"), "a step of 0 moves nothing.", "Write -5 to -1 or 1 to 5.")
    if effect.verb in {"transfer", "claim"} and effect.step <= 0:
        what = f"a step of {effect.step} has no meaning for the verb {effect.verb!r}."
        table.fault((*path, "step"), what, "Write 1 to 5.")
    if effect.verb == "transfer" and host.kind not in {"nation", ANY}:
        what = f"a transfer goes to a nation, and this row is aimed at {_a(host.target)}."
        table.fault((*path, "verb"), what, "Write target = 'client' or another kind of nation in the row.")
    if effect.verb == "advance" and effect.value not in (0.0, 1.0):
        what = f"{effect.value:g} is not a way to advance."
        table.fault((*path, "value"), what, "Write 0 to start an idea, 1 to field what has passed its test.")
    if effect.verb == "unlock" and host.kind not in {"gate", ANY}:
        table.fault((*path, "verb"), "no gate is named to unlock.", "Write target = 'gate' in the row.")
    if (effect.verb == "schedule") != bool(effect.event):
        what = "no event is named." if effect.verb == "schedule" else f"{effect.verb!r} schedules no event."
        table.fault((*path, "event"), what, "Only the verb 'schedule' has an event, and it needs one.")


def _check_conditions(table: Table, path: Key, host: Host, effect: Effect, names: Names) -> None:
    """Note conditions that name nothing, or that this kind of row cannot have."""
    if host.context != "agreement" and "on" in effect.model_fields_set:
        table.fault((*path, "on"), "only agreements have moments.", "Remove the key 'on'.")
    for key in ("given", "unless", "per"):
        word = getattr(effect, key)
        known = names.tracks if key == "per" else names.orders
        if word and host.context != "order":
            what = f"{key!r} has a meaning only in orders, where someone acts."
            table.fault((*path, key), what, f"Remove the key {key!r}.")
        elif word and not known.has(word):
            kind = "track" if key == "per" else "order"
            table.fault((*path, key), f"there is no {kind} {word!r}.", nearest(word, known.rows))
    if effect.delay and host.context in {"agreement", "gate"}:
        table.fault((*path, "delay"), "an agreement or gate acts at once.", "Remove the key 'delay'.")


def _check_address(table: Table, path: Key, host: Host, effect: Effect, names: Names) -> None:
    """Note a field or selector that cannot be; transfers and claims may leave the selector out."""
    name, _ = split_field(effect.field)
    if name not in FIELDS:
        if is_performance(effect.field, key=True):
            table.fault((*path, "field"), f"{effect.field!r} is about the performance of weapons.", REASON)
        else:
            what = f"{name!r} is not a field that an effect may move."
            table.fault((*path, "field"), what, nearest(name, FIELDS))
        return
    implied = {"transfer": TARGET, "claim": "actor"}.get(effect.verb, "")
    try:
        address = parse_effect_address(effect.field, effect.at or implied)
    except AddressError as error:
        table.fault((*path, error.key), error.what, error.mend)
        return
    if effect.verb != "adjust" and name not in {"capability", "tech"}:
        what = f"the verb {effect.verb!r} works on capability and tech, not on {name!r}."
        table.fault((*path, "field"), what, "Write capability.<area> or tech.")
    _check_part(table, path, host, effect, address, names)
    for side in (address.x, address.y):
        if side is not None:
            _check_selector(table, path, host, effect, address.field.axis, side, names)


def _check_part(
    table: Table, path: Key, host: Host, effect: Effect, address: EffectAddress, names: Names
) -> None:
    """Note a track, area or gate that does not exist."""
    kind = address.field.part
    if not kind:
        return
    known = {"track": names.tracks, "area": names.areas, "gate": names.gates}[kind]
    if address.part == TARGET and kind != "track":
        if host.kind not in {kind, ANY} or effect.verb == "transfer":
            what = f"{effect.field!r} means the {kind} aimed at, and this row is aimed at {_a(host.target)}."
            table.fault((*path, "field"), what, f"Name {_a(kind)} instead of 'target'.")
    elif not known.has(address.part):
        what = f"there is no {kind} {address.part!r}."
        if is_performance(address.part, key=True):
            table.fault((*path, "field"), what, REASON)
        else:
            table.fault((*path, "field"), what, nearest(address.part, known.rows))


def _check_selector(
    table: Table, path: Key, host: Host, effect: Effect, axis: Axis, word: str, names: Names
) -> None:
    """Note a selector that does not exist, that does not suit the field, or that the row cannot answer."""
    allowed = selectors(axis, host.context, effect.on)
    at: Key = (*path, "at")
    if word in allowed:
        _check_answer(table, at, host, axis, word)
    elif axis in {"nation", "pair"} and host.context == "event" and names.is_nation(word):
        return
    elif word in NATION_SELECTORS or any(word in words for words in PLACE_SELECTORS.values()):
        what = f"{word!r} cannot tell whose {split_field(effect.field)[0]!r} {_a(host.context)} moves."
        table.fault(at, what, f"Write one of: {', '.join(allowed)}.")
    elif host.context == "event":
        nations = names.nations.rows if names.nations and axis in {"nation", "pair"} else ()
        choices = [*allowed, *nations]
        table.fault(at, f"{word!r} is not a selector, nor a nation.", nearest(word, choices))
    else:
        mend = f"{nearest(word, allowed)} A ruleset names no nation."
        table.fault(at, f"{word!r} is not a selector of a {axis}.", mend)


def _check_answer(table: Table, at: Key, host: Host, axis: Axis, word: str) -> None:
    """Note a selector whose answer depends on an actor or target that the row does not have."""
    needed = ""
    if word in {TARGET, "target_allies"}:
        needed = "nation" if axis == "pair" else axis
    elif word in _NEEDS_FLASHPOINT:
        needed = "flashpoint"
    elif word == "of_target" and host.context != "agreement":
        needed = "nation" if host.kind != "flashpoint" or axis != "flashpoint" else "flashpoint"
    if needed and host.kind not in {needed, ANY}:
        what = f"{word!r} needs a row aimed at a {needed}, and this one is aimed at {_a(host.target)}."
        aimed = (TARGET, "target_allies", *_NEEDS_FLASHPOINT)
        others = [each for each in selectors(axis, host.context) if each not in aimed]
        mend = f"Change the row's target, or write one of: {', '.join(others)}." if others else ""
        table.fault(at, what, mend or "Change the row's target.")
    if word in _NEEDS_ACTOR and not host.actor:
        table.fault(at, f"{word!r} needs an actor, and this row names none.", "Name one in the key 'actor'.")


def _a(kind: str) -> str:
    """Return a kind with its article, "nothing" for none."""
    if kind == "none":
        return "nothing"
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
