"""Law of money: a world told in another currency is the same world; shares, indices, orders and endings stay."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.laws.worlds import games, games_apart, having, in_money, rows_apart, turn_apart
from tests.support import BASELINE, PRACTICE, luck, scenario_of, unlike
from wargame import orders
from wargame.adjudication import growth
from wargame.adjudication.phases import readouts
from wargame.adjudication.turn import prepare
from wargame.arrays import FINE
from wargame.blocks import Step
from wargame.dice import Dice
from wargame.scenario import Scenario, check
from wargame.state import FIELDS

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
REPLICATES = 30
BASE = Path(__file__).parents[1] / "broken" / "base"
"""Tiny faultless rules."""
MONEY = tuple(name for name, field in FIELDS.items() if field.unit.startswith("bn USD"))
GRAINS = 4
"""Most that a sum may be off after a game, grains: half of one a vote, carried on."""

Denominate = Callable[[float, bool], None]


@pytest.fixture
def denominate(monkeypatch: pytest.MonkeyPatch) -> Denominate:
    """Return a function that states the bounds of money, and if wished its grain, in another currency."""

    def in_currency(factor: float, grains: bool) -> None:
        for name in MONEY:
            field, size = FIELDS[name], factor if grains else 1.0
            bounds: dict[str, Any] = {
                "low": field.low * factor,
                "high": field.high * factor,
                "grain": field.grain * size,
            }
            monkeypatch.setitem(FIELDS, name, dataclasses.replace(field, **bounds))
        if grains:
            for module in (orders, readouts):
                monkeypatch.setattr(module, "FINE", FINE * factor)

    return in_currency


def both(name: str, factor: float, state_money: Callable[[], None]) -> Iterator[tuple[Step, Step]]:
    """Yield the turns of games as they are, and of the same games in another currency."""
    dice = Dice(3, 0, REPLICATES)
    here = list(games(prepare(scenario_of(name)), dice))
    state_money()
    there = games(prepare(in_money(scenario_of(name), factor)), dice)
    yield from zip(here, there, strict=True)


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_money_times_1024_is_the_same_game_to_the_bit(name: str, denominate: Denominate) -> None:
    factor = 1024.0
    for one, other in both(name, factor, lambda: denominate(factor, True)):
        back = {field: getattr(other.after, field) / factor for field in MONEY}
        assert turn_apart(one, dataclasses.replace(other, after=other.after.having(**back))) == []


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_money_times_1000_is_the_same_game_within_the_grain(name: str, denominate: Denominate) -> None:
    factor = 1000.0
    for one, other in both(name, factor, lambda: denominate(factor, False)):
        assert unlike(one.orders, other.orders) == []
        assert unlike(one.diplomacy, other.diplomacy) == []
        assert not rows_apart(one.after, other.after, MONEY).any()
        for field in MONEY:
            off = getattr(other.after, field) / factor - getattr(one.after, field)
            assert np.abs(off).max() <= GRAINS * FIELDS[field].grain, field


def test_a_cut_that_is_cancelled_is_never_a_rise() -> None:
    """In other money the rounding falls otherwise, and a run of rises goes on or ends by it."""
    planned = -0.02 - 0.1 * luck(1).random(200)
    held = planned + growth.ratchet(planned, 0.01, 1.0, np.zeros(200))
    np.testing.assert_allclose(held, -0.01)
    assert (growth.streak_change(np.full(200, 10), held, 0.01) == -10.0).all()


def test_a_gdp_that_the_state_cannot_hold_is_refused(tmp_path: Path) -> None:
    """A scenario in another currency may well have one: China's GDP is above a million bn yen."""
    rules = shutil.copytree(BASE, tmp_path / "rules")
    nations = rules / "tiny" / "scenarios" / "strait" / "nations.toml"
    assert check(rules) == ()
    beyond = f"gdp = {10.0 * FIELDS['gdp'].high}"
    nations.write_text(re.sub("gdp = .*", beyond, nations.read_text("utf-8"), count=1), "utf-8")
    assert len(check(rules)) == 1


def test_the_law_notices_a_sum_that_stayed_as_it_was(denominate: Denominate) -> None:
    def forgetful(scenario: Scenario, factor: float) -> Scenario:
        return having(in_money(scenario, factor), programmes=scenario.programmes)

    denominate(1024.0, True)
    plays = [prepare(tell(scenario_of(PRACTICE), 1024.0)) for tell in (in_money, forgetful)]
    dice = Dice(3, 0, REPLICATES)
    assert "option" in next(iter(games_apart(*(games(play, dice) for play in plays)).values()))
