"""Law 10: half-year turns play the same years; what is yearly stays yearly."""

from __future__ import annotations

import dataclasses
from functools import cache
from types import MappingProxyType

import numpy as np
import pytest

from tests.laws.test_bounds import faults
from tests.support import BASELINE, PRACTICE, SCENARIOS, luck, random_state, scenario_of, turns, whole_game
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, prepare
from wargame.arrays import POINT
from wargame.orders import allowance
from wargame.scenario import Scenario
from wargame.state import FIELDS, IN_FORCE, State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
REPLICATES = 2
LUCKLESS = {
    "crises.tension_noise": 0.0,
    "crises.incident_tension": 0.0,
    "development.gate_notice": 0.0,
    "growth.luck_scale": 0.0,
    "growth.ratchet": 0.0,
}
"""Rules without luck in what is compared: the dice of two turns are not those of one."""
SMOOTH = (
    "spending",
    "gdp",
    "support",
    "intelligence",
    "home",
    "capability",
    "tech",
    "relation",
    "trust",
    "tension",
)
"""Fields that flow, so that the length of a step matters little."""
PART = 0.2
"""Most that a year in two halves may be off: a part of the year's change, or of what is usual for the field."""


@cache
def paced(name: str, turn_years: float, eventful: bool = True) -> Scenario:
    """Return a scenario of as many years, in turns of a length; without a deck unless it is eventful."""
    scenario = scenario_of(name)
    frame = scenario.frame
    paced_frame = frame.model_copy(
        update={"turn_years": turn_years, "turns": round(frame.turns / turn_years)}
    )
    scenario = dataclasses.replace(scenario, frame=paced_frame)
    return scenario if eventful else dataclasses.replace(scenario, events=MappingProxyType({}))


@cache
def luckless(name: str, turn_years: float) -> Play:
    return prepare(paced(name, turn_years, eventful=False), LUCKLESS)


@pytest.mark.parametrize("hands", ["ai", "random"])
@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_half_year_turns_play(name: str, hands: str) -> None:
    play = prepare(paced(name, 0.5))
    game = list(turns(play, 2, seed=3, hands=hands))
    assert len(game) == 2 * scenario_of(name).frame.turns
    assert faults(game, play) == {}


def away_from_rest(play: Play) -> State:
    """Return games far from where they would settle, without crisis rounds, whose dice would differ."""
    state = random_state(play, luck(1), REPLICATES, spread=0.5)
    return state.having(tension=np.minimum(state.tension, 35.0), level=np.zeros_like(state.level))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_year_in_halves_is_about_a_year(name: str) -> None:
    year, half = luckless(name, 1.0), luckless(name, 0.5)
    opening = away_from_rest(year)
    whole = whole_game(year, REPLICATES, hands="idle", last=1, opening=opening)
    halves = whole_game(half, REPLICATES, hands="idle", last=2, opening=opening)
    for field in SMOOTH:
        before, after, other = (getattr(state, field) for state in (opening, whole, halves))
        flow = np.abs(after - before)
        most = PART * np.maximum(flow, flow.mean()) + 2 * FIELDS[field].grain
        assert (np.abs(other - after) <= most).all(), field


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_forgotten_in_two_halves_is_forgotten_in_a_year(name: str) -> None:
    plays = {years: luckless(name, years) for years in (1.0, 0.5)}
    state = away_from_rest(plays[1.0])
    ends = [
        whole_game(play, REPLICATES, hands="idle", last=round(1 / years), opening=state).salience
        for years, play in plays.items()
    ]
    np.testing.assert_allclose(ends[0], ends[1], atol=2 * POINT)


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_budgets_are_voted_once_a_year(name: str) -> None:
    for played in turns(prepare(paced(name, 0.5)), 2, seed=5):
        if played.before.playing.all():
            # a cut that the ratchet cancels leaves one nation's budget as it was, never everyone's
            moved = (played.after.spending != played.before.spending).any()
            assert moved == (played.number % 2 == 0), played.number


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("turn_years", [1.0, 0.5, 0.25])
def test_the_yearly_number_of_orders_is_dealt_out_over_the_year(name: str, turn_years: float) -> None:
    play = prepare(paced(name, turn_years))
    yearly = [row.orders for row in play.scenario.nations.values()]
    each = round(1.0 / turn_years)
    for year in range(2):
        dealt = sum(allowance(play.world, year * each + turn) for turn in range(1, each + 1))
        assert list(dealt) == yearly


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_agreements_run_out_after_as_many_years(name: str) -> None:
    ends = []
    for years in (1.0, 0.5):
        play = prepare(paced(name, years))
        ended: dict[str, float] = {}
        for played in turns(play, 1, hands="idle"):
            for place in np.flatnonzero((played.before.agreement != played.after.agreement)[0]):
                ended[play.world.ids["agreement"][place]] = played.number * years
        ends.append(ended)
    assert ends[0] == ends[1]


@pytest.mark.parametrize("name", SCENARIOS)
def test_political_capital_comes_in_by_the_year(name: str) -> None:
    gains = []
    for years in (1.0, 0.5):
        play = luckless(name, years)
        bare = open_state(play)
        bare = bare.having(
            capital=np.zeros_like(bare.capital), agreement=np.minimum(bare.agreement, IN_FORCE - 1)
        )
        gains.append(whole_game(play, hands="idle", last=round(1 / years), opening=bare).capital)
    np.testing.assert_allclose(gains[0], gains[1], atol=4 * POINT)
