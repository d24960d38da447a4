"""R6, R8: fading of salience, incidents and the ladder, beside their targets (V12)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.adjudication import crises, threat
from wargame.dice import Dice

THRESHOLDS = np.array([20.0, 40.0, 60.0, 75.0])


def test_salience_fades_steadily_without_events():
    salience, path = 5.0, [5.0]
    for _ in range(20):
        salience = salience + sum(
            threat.salience_contributions(salience, 3.5, 1.0, np.zeros(1), 1.0).values()
        )
        path.append(salience)
    assert np.all(np.diff(path) < 0.0)
    assert path[-1] > 0.0


def test_incidents_come_as_often_as_stated():
    u = Dice(seed=4, replicates=100_000).uniform("incident", ["strait"], 1)
    assert crises.incident(0.2, np.array(True), 1.0, u).mean() == pytest.approx(0.2, abs=0.005)


def test_nobody_able_means_no_incident():
    assert not crises.incident(1.0, np.array(False), 1.0, 0.0)


@pytest.mark.parametrize(
    ("tension", "level"),
    [(0.0, 0), (19.99, 0), (20.0, 1), (40.0, 2), (59.99, 2), (60.0, 3), (75.0, 4), (100.0, 4)],
)
def test_levels_follow_their_thresholds(tension, level):
    assert crises.ladder_level(tension, THRESHOLDS) == level


def test_one_level_up_a_turn_and_any_number_down():
    before = np.array([0, 0, 2, 4])
    parts = crises.level_contributions(before, np.array([80.0, 30.0, 80.0, 5.0]), THRESHOLDS)
    assert (before + parts["tension"] + parts["limit"]).tolist() == [1, 1, 3, 0]
    assert parts["limit"].tolist() == [-3, 0, -1, 0]


def test_tension_settles_at_its_base():
    tension = np.array([90.0, 5.0])
    for _ in range(60):
        parts = crises.tension_contributions(tension, 24.0, 0.3, 0.0, 0.0, 1.0)
        tension = tension + sum(parts.values())
    assert tension == pytest.approx([24.0, 24.0], abs=1e-6)


def test_two_half_years_drift_like_a_year():
    whole = 60.0 + sum(crises.tension_contributions(60.0, 24.0, 0.3, 0.0, 0.0, 1.0).values())
    tension = 60.0
    for _ in range(2):
        tension = tension + sum(crises.tension_contributions(tension, 24.0, 0.3, 0.0, 0.0, 0.5).values())
    assert tension == pytest.approx(whole, abs=1e-12)


def test_the_crisis_round_of_the_hottest_flashpoint():
    tension = np.array([70.0, 65.0, 90.0])
    level = np.array([3, 3, 2])
    assert crises.hottest(tension, level, 3).tolist() == [True, False, False]
    assert not crises.hottest(tension, np.array([0, 1, 2]), 3).any()
    assert crises.crisis_change(np.array([0, 1, 2]), np.array([5.0, -8.0, -18.0])).tolist() == [
        5.0,
        -8.0,
        -18.0,
    ]
    assert crises.alone(np.array([True, False])).tolist() == [True, False]
    assert crises.alone(np.array([True, True])).tolist() == [False, False]


def test_breakdown_only_from_a_stand_off():
    chance = crises.breakdown_chance(
        np.array([4, 4, 4, 3]), np.array([0, 1, 2, 2]), np.array([0.02, 0.1, 0.3])
    )
    assert chance.tolist() == [0.02, 0.1, 0.3, 0.0]


def test_deterrence_rises_with_allies_that_honour_their_word():
    support = np.array([3.0, 2.0])
    index = [crises.deterrence(2.0, np.full(2, honour), support, 4.0) for honour in (0.0, 0.4, 0.5, 1.0)]
    assert np.all(np.diff(index) > 0.0)
    assert index[1] == pytest.approx(0.0, abs=1e-12)
    assert crises.deterrence(0.0, np.zeros(2), support, 0.0) == 0.0
