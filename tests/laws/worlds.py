"""The same world told otherwise: in other money, under other names, without its deck; and the games played in it.

A metamorphic law plays a scenario and another telling of it under the same luck, and holds the one against the other.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from tests.support import differing, idle_inputs, turn_of, unlike
from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.blocks import Step, play_block
from wargame.dice import DiceLike, OverDice
from wargame.policies import cast_of
from wargame.reading.plain import plain
from wargame.scenario import Scenario
from wargame.schema import Row
from wargame.state import FIELDS, State

WORD = re.compile(r"\w+")
PAPERS = ("policy.offer", "policy.answer", "policy.sign")
"""Rules whose noise house AI deals to agreements."""


# -- games --------------------------------------------------------------------------------------------------


def games(play: Play, dice: DiceLike, start: State | None = None) -> Iterator[Step]:
    """Yield the turns of a block of games by house AI."""
    return play_block(cast_of(play), dice, start=start)


def idle_games(play: Play, dice: DiceLike, start: State | None = None) -> Iterator[State]:
    """Yield the states after each turn of games in which nobody does anything."""
    state = open_state(play, dice.replicates) if start is None else start
    for number in range(state.turn + 1, play.scenario.frame.turns + 1):
        state = adjudicate(turn_of(play, number, state, idle_inputs(play, state), dice))
        yield state


def turn_apart(here: Step, there: Step) -> list[str]:
    """Return what two turns differ in by a bit: talks, orders, states."""
    talks, orders = unlike(here.diplomacy, there.diplomacy), unlike(here.orders, there.orders)
    return [*talks, *orders, *differing(here.after, there.after)]


def games_apart(here: Iterable[Step], there: Iterable[Step]) -> dict[int, list[str]]:
    """Return by turn what two blocks of games differ in; only the first turn that differs."""
    for one, other in zip(here, there, strict=True):
        if apart := turn_apart(one, other):
            return {one.turn: apart}
    return {}


def rows_apart(here: State, there: State, besides: Sequence[str] = ()) -> Any:
    """Return (replicate,) games that differ by a bit in some field, besides some fields."""
    apart = np.zeros(here.replicates, dtype=np.bool_)
    for name in set(FIELDS) - set(besides):
        unequal = getattr(here, name) != getattr(there, name)
        apart |= unequal.reshape(here.replicates, -1).any(axis=-1)
    return apart


# -- tellings -----------------------------------------------------------------------------------------------


def having(scenario: Scenario, **tables: Mapping[str, Any]) -> Scenario:
    """Return a scenario with some tables replaced."""
    frozen: dict[str, Any] = {name: MappingProxyType(dict(rows)) for name, rows in tables.items()}
    return dataclasses.replace(scenario, **frozen)


def told(rows: Mapping[str, Row], **changes: Any) -> dict[str, Any]:
    """Return rows with some of their entries changed: entry -> function of its old value."""
    return {
        key: row.model_copy(update={name: change(getattr(row, name)) for name, change in changes.items()})
        for key, row in rows.items()
    }


def in_money(scenario: Scenario, factor: float) -> Scenario:
    """Return a scenario whose every sum of money is some times as large: another currency, the same world."""

    def times(amount: float | None) -> float | None:
        return None if amount is None else amount * factor

    return having(
        scenario,
        nations=told(scenario.nations, spending=times, gdp=times),
        programmes=told(scenario.programmes, cost=times),
        agreements=told(scenario.agreements, burden=times),
    )


def backwards(scenario: Scenario, *tables: str) -> Scenario:
    """Return a scenario with some tables told from the last row to the first."""
    return having(scenario, **{name: dict(reversed(getattr(scenario, name).items())) for name in tables})


def without_deck(scenario: Scenario) -> Scenario:
    """Return a scenario in which no card ever falls."""
    return having(scenario, events={})


def translated(value: Any, names: Mapping[str, str]) -> Any:
    """Return a plain value in which every word that has another name bears it."""
    if isinstance(value, str):
        return WORD.sub(lambda word: names.get(word[0], word[0]), value)
    if isinstance(value, Mapping):
        return {translated(key, names): translated(each, names) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [translated(each, names) for each in value]
    return value


def renamed(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    """Return a scenario under other names; what stood where stands there still."""
    parts = [field.name for field in dataclasses.fields(scenario) if field.name not in ("id", "ruleset")]
    raw = translated({name: plain(getattr(scenario, name)) for name in parts}, names)
    return Scenario.from_plain({**raw, "id": scenario.id, "ruleset": scenario.ruleset.to_plain()})


def swapping(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the names by which each of two exchanges its own with the other."""
    return {**dict(pairs), **{b: a for a, b in pairs}}


# -- luck ---------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class TranslatedDice(OverDice):
    """Dice for a world under other names: each thing draws what it draws under its old name.

    House AI deals its noise to things by the order of their names, and another name may stand elsewhere: the noise
    is dealt again by the order of the old names.

    Parameters
    ----------
    dice : of the world as it was
    names : new name -> old name
    things : rule -> names, in the new world, of what its noise is dealt to
    """

    names: Mapping[str, str]
    things: Mapping[str, Sequence[str]]

    def uniform(self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None) -> Array:
        draws = self.dice.uniform(rule, translated(entities, self.names), turn, per_entity)
        if rule not in self.things:
            return draws
        old = {thing: translated(thing, self.names) for thing in self.things[rule]}
        place = {name: rank for rank, name in enumerate(sorted(old.values()))}
        return np.asarray(draws[..., [place[old[thing]] for thing in sorted(old)]])

    def rows(self, start: int, stop: int) -> TranslatedDice:
        return TranslatedDice(self.dice.rows(start, stop), self.names, self.things)


def translated_dice(dice: DiceLike, play: Play, names: Mapping[str, str]) -> TranslatedDice:
    """Return the dice for a play under other names; ``names`` is new name -> old name."""
    papers = dict.fromkeys(PAPERS, play.world.ids["agreement"])
    return TranslatedDice(dice, names, {"policy.order": play.options.text, **papers})
