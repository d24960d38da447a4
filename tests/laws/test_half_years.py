"""Law of the turn's length: half-year turns play the same years as yearly ones.

To the bit or within grains where a rule is a pure decay or a yearly vote; within stated bounds, over many idle games,
where luck is drawn anew. What happens *by the turn* by design is not the same in twice as many turns, and is left
out: crisis rounds and their odds of breakdown, levels of the ladder, repeats of an order, looks at others'
capabilities (two a year tell more than one). House AI gives its yearly orders in two halves: see the last test.
"""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from tests.laws.worlds import games, having, idle_games, told, without_deck
from tests.support import BASELINE, PRACTICE, SCENARIOS, luck, play_of, random_state, scenario_of
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, prepare
from wargame.arrays import Array
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.outcomes import Course
from wargame.policies import cast_of
from wargame.rulebook.limits import LIMITS
from wargame.scenario import Scenario
from wargame.state import BREAKDOWN, ENDED, FIELDS, State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))


@cache
def in_half_years(scenario: str) -> Scenario:
    """Return a scenario of the same years in turns of half a year: what had a date keeps it."""
    whole = scenario_of(scenario)

    def opening_half(turn: int) -> int:
        return max(2 * turn - 1, 0)

    frame = whole.frame.model_copy(update={"turn_years": 0.5, "turns": 2 * whole.frame.turns, "story": ()})
    halves = having(
        whole,
        events=told(whole.events, turn=opening_half),
        meetings=told(whole.meetings, scheduled=lambda turns: tuple(map(opening_half, turns))),
        agreements=told(whole.agreements, tabled=opening_half),
        objectives=told(whole.objectives, turns=lambda turns: 2 * turns),
    )
    return dataclasses.replace(halves, frame=frame)


def last(play: Play, dice: Dice, start: State | None = None) -> State:
    """Return how idle games end."""
    return list(idle_games(play, dice, start))[-1]


# -- pure decay and yearly votes: the same numbers ------------------------------------------------------------

UNCOUPLED = {
    "growth.luck_scale": 0.0,
    "growth.ratchet": 0.0,
    "growth.threat_response": 0.0,
    "burden.leaning": 0.0,
    "burden.request": 0.0,
    "relations.balance": 0.0,
    "relations.trilateral": 0.0,
    "relations.incident": 0.0,
    "relations.cooperation": 0.0,
    "relations.evidence": 0.0,
    "crises.threat_tension": 0.0,
    "crises.tension_noise": 0.0,
    "crises.incident_tension": 0.0,
    "home.drift_patience": 0.0,
    "home.drift_fatigue": 0.0,
    "home.drift_scarcity": 0.0,
}
"""Rules without luck and without what one number makes of another: what is left decays, or is voted."""
SAME = ("spending", "gdp", "growth", "streak", "stance", "surge_wait", "capital", "level", "stage", "ending")
"""Fields that are the same to the bit."""
DECAYING = ("salience", "trust", "intelligence", "home", "tension")
"""Fields that are the same within a grain a turn."""


def displaced(play: Play) -> State:
    """Return games far from rest and cool, without agreements, or programmes at work."""
    state = random_state(play, luck(1), 4, spread=0.5)
    nothing = {
        name: np.zeros_like(getattr(state, name)) for name in ("left", "funding", "level", "issued", "queued")
    }
    return state.having(
        **nothing,
        agreement=np.full_like(state.agreement, ENDED),
        promise=np.full_like(state.promise, -1),
        tension=np.minimum(state.tension, 35.0),
    )


@cache
def ends_of_decay(name: str, fears: float = 0.0) -> tuple[State, State, State]:
    """Return displaced games, and their ends in yearly and in half-year turns.

    Parameters
    ----------
    fears : pull of fears to what threat, trust and heat make of them
    """
    rules = {**UNCOUPLED, "relations.fear_pull": fears}
    plays = [prepare(without_deck(each), rules) for each in (scenario_of(name), in_half_years(name))]
    start = displaced(plays[0])
    whole, halves = (last(play, Dice(3, 0, start.replicates), start) for play in plays)
    return start, whole, halves


def off_by(one: State, other: State, field: str) -> float:
    """Return the most by which a field differs between two states, in its grains."""
    return float(np.abs(getattr(one, field) - getattr(other, field)).max() / FIELDS[field].grain)


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_what_decays_or_is_voted_is_the_same_in_halves(name: str) -> None:
    start, whole, halves = ends_of_decay(name)
    turns = 2 * scenario_of(name).frame.turns
    for field in SAME:
        assert (getattr(whole, field) == getattr(halves, field)).all(), field
    for field in DECAYING:
        assert off_by(whole, halves, field) <= turns, field
        assert off_by(whole, start, field) > 1000 * turns, f"{field} did not decay: nothing was compared"


def test_the_law_notices_a_pull_by_the_turn() -> None:
    """Coupled fears settle towards what moves itself: in steps of another length, elsewhere."""
    _, whole, halves = ends_of_decay(PRACTICE, 0.3)
    assert off_by(whole, halves, "home") > 2 * scenario_of(PRACTICE).frame.turns


# -- luck drawn anew: the same games on the whole -----------------------------------------------------------

UNBROKEN = {"crises.breakdown": (0.0, 0.0, 0.0)}
"""Crisis rounds are held by the turn, so that in halves twice as many may break talks: none does."""
FLOWS = (
    "spending",
    "support",
    "relation",
    "trust",
    "salience",
    "tension",
    "cohesion",
    "intelligence",
    "home",
    "overrun",
    "slip",
    "threat",
)
"""Fields that flow in idle games, but capability (below) and work: what is over at a gate is lost with the turn."""
GAMES = 240
ERRORS = 4.5
"""Standard errors that means may be apart by luck: of some hundred entries none should be."""
PART = 0.12
"""Part of its change over the game by which an entry's mean may be off for the length of a step."""
MITE = 0.002
"""Part of its scale by which it may be off besides: 0.2 of 100 points."""
SETTLED = 0.06
"""Part of its level by which capability may be off: what is replaced decays from the next turn on, so that half-year
turns settle 2 % (electronics 4 %) lower."""
SPREAD = (0.75, 1.33)
"""Ratios in which the spread of what is drawn each turn may stand: budgets, tension, cost."""


@cache
def ends_of_luck(name: str) -> tuple[State, State, State]:
    """Return the opening, and the ends of many idle games in yearly and in half-year turns."""
    plays = [prepare(without_deck(each), UNBROKEN) for each in (scenario_of(name), in_half_years(name))]
    whole, halves = (last(play, Dice(4, 0, GAMES)) for play in plays)
    return open_state(plays[0]), whole, halves


def gap(whole: Array, halves: Array) -> tuple[Array, Array]:
    """Return by entry how far means lie apart, and the standard error of that."""
    error = np.sqrt((whole.var(axis=0) + halves.var(axis=0)) / len(whole))
    return np.abs(whole.mean(axis=0) - halves.mean(axis=0)), error


def flowed_apart(start: State, whole: State, halves: State) -> list[str]:
    """Return the fields of which some entry's mean lies farther apart than luck and the length of a step explain."""
    found = []
    for field in FLOWS:
        here, what = getattr(whole, field), FIELDS[field]
        apart, error = gap(here, getattr(halves, field))
        flow = np.abs(here.mean(axis=0) - getattr(start, field)[0])
        mite = 0.0 if what.kind == "log stock" else MITE * (what.high - what.low)
        if (apart > ERRORS * error + PART * np.maximum(flow, flow.mean()) + mite).any():
            found.append(field)
    return found


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_idle_years_in_halves_are_on_the_whole_the_same(name: str) -> None:
    start, whole, halves = ends_of_luck(name)
    assert flowed_apart(start, whole, halves) == []
    apart, error = gap(whole.capability, halves.capability)
    assert (apart <= ERRORS * error + SETTLED * whole.capability.mean(axis=0)).all()
    for field in ("spending", "tension"):
        ratio = getattr(halves, field).std(axis=0) / getattr(whole, field).std(axis=0)
        assert ((ratio > SPREAD[0]) & (ratio < SPREAD[1])).all(), field


def test_the_law_notices_rules_that_forget_the_length_of_a_turn() -> None:
    """Tracks that drift as far in half a year as in a year, and noise that is half as wide again."""
    rules, drifts = play_of(PRACTICE).world.parameters, ("patience", "fatigue", "scarcity")
    forgetful = {f"home.drift_{name}": 2.0 * rules.get(f"home.drift_{name}") for name in drifts}
    forgetful["crises.tension_noise"] = 1.5 * rules.get("crises.tension_noise")
    start, whole, _ = ends_of_luck(PRACTICE)
    halves = last(prepare(without_deck(in_half_years(PRACTICE)), UNBROKEN | forgetful), Dice(4, 0, GAMES))
    assert flowed_apart(start, whole, halves) == ["home"]
    assert (halves.tension.std(axis=0) / whole.tension.std(axis=0) > SPREAD[1]).any()


# -- house AI -----------------------------------------------------------------------------------------------

BY_TURNS = (
    *("breakdown", "calm", "tense", "turns", "stability", "story", "level", "worst_level", "tension"),
    *("status_quo", "objective", "objectives", "score", "succeeds", "home.approval"),
)
"""Outcomes that rest on the ladder, whose rounds are held by the turn, or on what is counted by it."""
ALIKE = 0.5
"""Spreads by which the middling outcome of the others may be apart; measured: 0.2 to 0.3."""


def differences(name: str, replicates: int) -> list[float]:
    """Return by how many spreads each outcome differs between games of house AI in yearly and half-year turns."""
    found = []
    for scenario in (scenario_of(name), in_half_years(name)):
        play = prepare(scenario, UNBROKEN)
        course = Course(play)
        for step in games(play, Dice(33, 0, replicates)):
            course.note(step)
        found.append(course.outcomes())
    apart = []
    for key in found[0].keys() & found[1].keys():
        one, other = (outcomes[key] for outcomes in found)
        spread = np.sqrt((one.var() + other.var()) / 2.0)
        if key.split(":")[0] not in BY_TURNS and spread > 0.0:
            apart.append(float(abs(one.mean() - other.mean()) / spread))
    return apart


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_house_ai_in_halves_builds_and_signs_about_the_same(name: str) -> None:
    """What is built, signed and spent differs by half a spread at most, in the middle; heat does differ.

    Half-year turns hold three crisis rounds for one (7.1 a game for 2.1 in the baseline), each at a year's odds: left
    to break, talks do in 30 % of half-year games and in 3 % of yearly ones. House AI gives its best order in each
    half rather than its best three in the year: 8 % of votes are told to rise, of yearly ones 25 %.
    """
    assert np.median(differences(name, 300)) <= ALIKE


@pytest.mark.slow
def test_half_years_are_another_game_as_the_limits_say() -> None:
    """House AI holds twice as many crisis rounds, so that talks break down far more often."""
    broken = []
    for scenario in (scenario_of(BASELINE), in_half_years(BASELINE)):
        play = prepare(scenario)
        final = list(play_block(cast_of(play), Dice(0, 0, 500)))[-1].after
        broken.append(f"{np.mean(final.ending == BREAKDOWN) * 100.0:.0f} %")
    told = next(each.text for each in LIMITS if each.title.startswith("Half-year"))
    assert f"{broken[0]} of yearly games and in {broken[1]} of games of half-year turns" in told
