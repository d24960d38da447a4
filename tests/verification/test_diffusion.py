"""R10: technology that spreads, beside its target (V13)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import diffusion


def followed(rate, growth, turns, years):
    technology, front = 1.0, 1.0
    for _ in range(turns):
        gain = diffusion.catch_up(technology, front, rate, 1.0, years)
        technology, front = technology + gain, front * (1.0 + growth) ** years
    return technology / front


@pytest.mark.parametrize(("rate", "growth"), [(0.02, 0.01), (0.12, 0.05)])
def test_the_gap_settles_wherever_it_starts(rate, growth):
    assert followed(rate, growth, 1500, 1.0) == pytest.approx(
        theory.settled_technology(rate, growth), abs=1e-9
    )


def test_two_half_years_settle_near_a_year():
    assert followed(0.1, 0.03, 800, 0.5) == pytest.approx(followed(0.1, 0.03, 400, 1.0), abs=0.01)


def test_nobody_overtakes_the_front_by_copying_it():
    technology = np.array([1.0, 5.0, 9.0])
    after = technology + diffusion.catch_up(technology, 5.0, 1.0, 1.0, 1.0)
    assert after.tolist() == [5.0, 5.0, 9.0]


def test_what_speeds_catching_up_and_what_slows_it():
    base = diffusion.catch_up_rate(0.08, 0.25, 0.0, 0.0)
    assert diffusion.catch_up_rate(0.10, 0.25, 0.0, 0.0) > base
    assert diffusion.catch_up_rate(0.08, 0.25, 0.03, 0.0) > base
    assert diffusion.catch_up_rate(0.08, 0.50, 0.0, 0.0) < base
    assert diffusion.catch_up_rate(0.08, 0.25, 0.0, 0.02) < base
    assert diffusion.catch_up(4.0, 8.0, base, 0.5, 1.0) < diffusion.catch_up(4.0, 8.0, base, 1.0, 1.0)
