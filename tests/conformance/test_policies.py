"""Every character plays by the rules: legal orders from any state, the same ones by the same dice.

The tests run over the registry of characters, without exemptions: a new character is held to all of them.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pytest

from tests.support import (
    BASELINE,
    SCENARIOS,
    Inputs,
    ai_inputs,
    kin,
    luck,
    play_of,
    random_state,
    scenario_of,
    unlike,
)
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, prepare
from wargame.arrays import FINE
from wargame.dice import Dice
from wargame.observation import observe
from wargame.orders import (
    COUNTERED,
    NONE,
    OUTCOMES,
    allowance,
    legal,
    on_the_table,
    open_windows,
    option_costs,
)
from wargame.policies import cast_of
from wargame.policies.bargaining import OFFERS_IN, OFFERS_OUT, drafts
from wargame.policies.characters import FEATURES
from wargame.policies.decisions import breaking
from wargame.state import IN_FORCE, State
from wargame.stress import stress_scenario

CHARACTERS = tuple(scenario_of(BASELINE).ruleset.characters)
TURN = 2


class Decided(NamedTuple):
    """A turn of house AI from random states."""

    play: Play
    state: State
    inputs: Inputs


def decided(play: Play, character: str, replicates: int, seed: int = 1) -> Decided:
    state = random_state(play, luck(seed), replicates)
    cast = cast_of(play, dict.fromkeys(play.world.ids["nation"], character))
    return Decided(play, state, ai_inputs(cast, state, Dice(seed, 0, replicates), TURN))


def illegal_orders(turn: Decided) -> list[str]:
    """Return what is wrong with the orders of a turn."""
    play, state, (talks, orders) = turn
    world, options = play.world, play.options
    seen, families, wrong = observe(world, state), kin(play), []
    allowed, (capital, funds) = legal(options, seen), option_costs(options, seen)
    signing = (orders.sign * np.array([row.capital for row in world.agreement_rows])[:, None]).sum(axis=1)
    meeting = ((talks.convened * world.meeting_price)[..., None] * world.attends).sum(axis=1)
    purse = np.maximum(state.capital - signing - meeting, 0.0)
    for row, seat in np.ndindex(state.capital.shape):
        chosen = [int(option) for option in orders.option[row, seat] if option != NONE]
        who = f"row {row}, {world.ids['nation'][seat]}"
        wrong += [f"{who}: {options.text[o]} is not legal" for o in chosen if not allowed[row, seat, o]]
        if len(chosen) > allowance(world, TURN)[seat]:
            wrong.append(f"{who}: {len(chosen)} orders are too many")
        if sum(capital[chosen]) > purse[row, seat]:
            wrong.append(f"{who}: {sum(capital[chosen])} PC of {purse[row, seat]}")
        if sum(funds[row, seat, chosen]) > state.funds[row, seat] + len(chosen) * FINE:
            wrong.append(f"{who}: {sum(funds[row, seat, chosen])} bn USD of {state.funds[row, seat]}")
        wrong += [
            f"{who}: {k} twice" for k, times in Counter(families[o] for o in chosen).items() if times > 1
        ]
    return wrong


def illegal_words(turn: Decided) -> list[str]:
    """Return what is wrong with signatures, signals and promises of a turn."""
    play, _, (talks, orders) = turn
    count = play.world.size("order")
    tests = {
        "signs what it is no party of": orders.sign & ~play.world.party,
        "signs what is not pencilled": orders.sign & ~talks.pencilled[..., None],
        "signals no order": (orders.signal < NONE) | (orders.signal >= count),
        "promises no order": (orders.promise < NONE) | (orders.promise >= count),
    }
    return [told for told, found in tests.items() if found.any()]


def illegal_talks(turn: Decided) -> list[str]:
    """Return what is wrong with the talks of a turn."""
    play, state, (talks, _) = turn
    world, offered = play.world, talks.proposer != NONE
    proposes = talks.proposer[..., None] == np.arange(world.size("nation"))
    agreed = talks.pencilled[..., None] & world.party & ~proposes
    free = ~drafts(world, TURN)[:, None]  # officials' drafts cost no offer
    on_menu = (talks.term[..., None] == world.menu).any(axis=-1)
    quiet = np.array([row.may_be_secret for row in world.agreement_rows])
    tests = {
        "an outcome there is not": (talks.outcome < 0) | (talks.outcome >= len(OUTCOMES)),
        "an outcome of no offer": (talks.outcome > 0) & ~offered,
        "an offer by no party": proposes & ~world.party,
        "an offer of what is not on the table": offered & ~on_the_table(world, state.agreement, state.left),
        "an offer without a window": offered & ~open_windows(world, talks, TURN),
        "a term off the menu": offered & ~on_menu,
        "a counter among more than two": (talks.outcome == COUNTERED) & (world.party.sum(axis=-1) > 2),
        "too many offers out": (proposes & free).sum(axis=1) > OFFERS_OUT,
        "too many offers taken": agreed.sum(axis=1) > OFFERS_IN,
        "a secret that may not be one": talks.secret & ~quiet,
        "a meeting nobody can pay": (
            talks.convened[..., None]
            & world.attends
            & (state.capital[:, None] < world.meeting_price[:, None])
        ),
        "a scheduled meeting paid for": talks.convened & world.scheduled(TURN),
    }
    return [told for told, found in tests.items() if np.any(found)]


def faults(turn: Decided) -> list[str]:
    return [*illegal_orders(turn), *illegal_words(turn), *illegal_talks(turn)]


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_character_counts_what_it_breaks(name: str, character: str) -> None:
    play = play_of(name)
    world, options = play.world, play.options
    cast = cast_of(play, dict.fromkeys(world.ids["nation"], character))
    state = open_state(play, 1)
    kinds = np.flatnonzero(world.forbids.any(axis=-1))
    assert kinds.size
    for a in kinds:
        held = state.agreement.copy()
        held[:, a] = IN_FORCE
        study = cast.study(observe(world, state.having(agreement=held, left=np.full(held.shape, 3.0))))
        choices = options.choices(study.observation.seats)
        lost = breaking(play, choices, study, None)[0]
        bound = world.forbids[a][options.order[choices.option]] & (choices.place == world.first_party[a])
        assert bound.any()
        assert (lost[bound] > 0.0).all()
        assert not lost[~bound].any()


@pytest.mark.parametrize("replicates", [1, 7])
@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_character_plays_by_the_rules_from_any_state(name: str, character: str, replicates: int) -> None:
    assert faults(decided(play_of(name), character, replicates)) == []


@pytest.mark.slow
@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_character_plays_by_the_rules_from_many_states(name: str, character: str) -> None:
    for seed in range(2, 8):
        assert faults(decided(play_of(name), character, 40, seed)) == []


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_dice_give_the_same_decisions_and_others_do_not(name: str, character: str) -> None:
    play = play_of(name)
    first, again = decided(play, character, 3), decided(play, character, 3)
    assert unlike(first.inputs.diplomacy, again.inputs.diplomacy) == []
    assert unlike(first.inputs.orders, again.inputs.orders) == []
    cast = cast_of(play, dict.fromkeys(play.world.ids["nation"], character))
    other = ai_inputs(cast, first.state, Dice(99, 0, 3), TURN)
    assert unlike(first.inputs.orders, other.orders) != []


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_laws_notice_orders_that_break_the_rules(name: str) -> None:
    play = play_of(name)
    turn = decided(play, CHARACTERS[0], 2)
    option = np.array(turn.inputs.orders.option)
    option[0, 0] = int(np.flatnonzero(~play.options.may[0])[0])
    orders = type(turn.inputs.orders)(
        option,
        np.ones_like(turn.inputs.orders.sign),
        *(getattr(turn.inputs.orders, n) for n in ("ease", "signal", "promise")),
    )
    broken = Decided(play, turn.state, Inputs(turn.inputs.diplomacy, orders))
    assert any("is not legal" in told for told in illegal_orders(broken))
    assert any("twice" in told for told in illegal_orders(broken))
    assert illegal_words(broken) == ["signs what it is no party of", "signs what is not pencilled"]


# -- the registry -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_character_that_a_scenario_names_exists(name: str) -> None:
    scenario = scenario_of(name)
    assert {row.character for row in scenario.nations.values()} <= set(scenario.ruleset.characters)


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_character_weighs_every_feature_and_no_other(character: str) -> None:
    assert set(scenario_of(BASELINE).ruleset.characters[character].weight) == set(FEATURES)


def test_no_two_characters_are_the_same() -> None:
    rows = [
        row.model_dump(exclude={"name", "text", "source", "note"})
        for row in scenario_of(BASELINE).ruleset.characters.values()
    ]
    assert all(rows[a] != rows[b] for a in range(len(rows)) for b in range(a))


def test_every_feature_is_weighed_by_the_values() -> None:
    play = play_of(BASELINE)
    state = random_state(play, luck(3), 2)
    ids = play.world.ids["nation"]
    names = sorted({tuple(sorted(row.weight)) for row in play.world.ruleset.characters.values()})
    assert names == [tuple(sorted(FEATURES))]
    studies = [
        cast_of(play, dict.fromkeys(ids, character)).study(observe(play.world, state))
        for character in CHARACTERS
    ]
    assert all((studies[0].values.slope != study.values.slope).any() for study in studies[1:])


# -- a large world ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("character", CHARACTERS)
def test_a_character_plays_by_the_rules_in_a_large_world(character: str) -> None:
    assert faults(decided(prepare(stress_scenario()), character, 2)) == []
