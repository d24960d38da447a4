"""Two ensembles side by side: pairs where luck was the same, samples where not, and what may be said of both."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from tests.support import PRACTICE
from wargame.cli import app
from wargame.dice import Dice
from wargame.ensemble import Plan, Point, Results, Setting, plan_of, run_plan
from wargame.faults import WargameError
from wargame.forecast import ensembles
from wargame.forecast.ensembles import SAME, compare, why_unpaired
from wargame.forecast.pairs import compare_pairs
from wargame.outcomes import Outcome

NAMES = ["calm", "stability", "tension:narrows", "threat:ALDA"]


def games(count: int = 30, **changes: object) -> Results:
    return run_plan(plan_of(PRACTICE, games=count, tables=(), **{"seed": 7, "turns": 2, **changes}))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain() -> Results:
    return games()


@pytest.fixture(scope="module")
def hawk() -> Results:
    return games(40, characters={"DRAY": "hawk"})


def samples(first: np.ndarray, second: np.ndarray, unit: str = "points") -> dict[str, float]:
    """Return the comparison of two samples of one outcome."""
    row = Outcome("it", unit, 0, 100, "it")
    return ensembles._samples([row], first[None, :], second[None, :]).iloc[0].to_dict()  # type: ignore[return-value]


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result


def test_games_of_one_seed_and_length_are_pairs(plain: Results, hawk: Results) -> None:
    found = compare(plain, hawk, NAMES)
    assert (found.attrs["paired"], found.attrs["games"]) == (True, (30, 30))
    first, second = (
        results.outcomes(NAMES).query("replicate < 30")[NAMES].to_numpy().T for results in (plain, hawk)
    )
    told = compare_pairs(second, first, np.array([True, False, False, False]))
    assert found["difference"].to_numpy() == pytest.approx(told.difference)
    assert found["low"].to_numpy() == pytest.approx(told.low)
    assert found["first"].to_numpy() == pytest.approx(first.mean(axis=-1))
    assert set(found["verdict"]) <= {"higher", "lower", "no difference detected"}
    assert (compare(hawk, plain, NAMES)["difference"] + found["difference"]).abs().max() < 1e-12


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"seed": 8}, "their seeds differ (7 and 8)"),
        ({"turns": 1}, "their lengths differ (2 turns and 1 turns)"),
    ],
)
def test_other_games_are_compared_as_samples(plain: Results, changes: dict[str, int], why: str) -> None:
    other = games(25, **changes)
    found = compare(plain, other, NAMES)
    assert (found.attrs["paired"], found.attrs["why_unpaired"]) == (False, why)
    assert found.attrs["games"] == (30, 25)
    assert why_unpaired(plain, plain) == ""


def test_samples_are_compared_by_welch_and_agresti_and_caffo() -> None:
    # scipy.stats.ttest_ind(equal_var=False) has t 1.6443, 5.883 degrees of freedom, p 0.1522
    found = samples(np.array([1.0, 2.0, 3.0, 4.0]), np.array([3.0, 6.0, 4.0, 9.0, 2.0]))
    assert found["difference"] == pytest.approx(2.3)
    assert found["error"] == pytest.approx(2.3 / 1.6443, abs=1e-4)
    assert found["p"] == pytest.approx(0.1522, abs=2e-3)
    # 7 of 30 against 15 of 30, one of either kind added to both
    share = samples(np.repeat([1.0, 0.0], [7, 23]), np.repeat([1.0, 0.0], [15, 15]), "share")
    assert (share["low"], share["high"]) == pytest.approx((0.0208, 0.4792), abs=1e-4)
    none = samples(np.zeros(30), np.zeros(30), "share")
    assert none["low"] < 0.0 < none["high"]
    assert none["words"] == SAME


def test_samples_without_spread_are_told_apart() -> None:
    found = samples(np.full(5, 2.0), np.full(5, 3.0))
    assert (found["verdict"], found["p"]) == ("higher", 0.0)


def test_intervals_of_samples_hold_the_true_difference() -> None:
    draws = Dice(1, replicates=2000).uniform("studies", [str(game) for game in range(60)], 1)
    wide, narrow = draws[:, :15] * 4.0, draws[:, 15:] + 1.5  # both of mean 2
    found = ensembles._samples([Outcome("it", "points", 0, 4, "it")] * 2000, wide, narrow)
    held = ((found["low"] <= 0.0) & (found["high"] >= 0.0)).mean()
    assert 0.93 <= held <= 0.97
    yes = [(part < 0.3).astype(float) for part in (draws[:, :25], draws[:, 25:])]
    found = ensembles._samples([Outcome("it", "share", 0, 1, "it")] * 2000, *yes)
    assert ((found["low"] <= 0.0) & (found["high"] >= 0.0)).mean() >= 0.94
    assert (found["verdict"] == "no difference detected").all()


def test_what_cannot_be_compared_is_told(plain: Results) -> None:
    with pytest.raises(WargameError, match="Did you mean 'calm'"):
        compare(plain, plain, ["clam"])
    with pytest.raises(WargameError, match="Play at least 2"):
        compare(plain, games(1))
    setting = Setting(plain.plan.settings[0].scenario)
    points = (Point(0, {"growth.inertia": 0.1}), Point(0, {"growth.inertia": 0.2}))
    with pytest.raises(WargameError, match="a design of 2 points"):
        compare(plain, run_plan(Plan((setting,), points, 2, 7, ())))


def test_the_command_says_what_is_compared_and_whether_it_is_paired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = (PRACTICE, "--turns", "1", "-n", "12", "--keep", "outcomes")
    call("ensemble", *words, "--seed", "7", "--out", "plain")
    call("ensemble", *words, "--seed", "7", "--seat", "DRAY=hawk", "--out", "hawk")
    call("ensemble", *words, "--seed", "8", "--out", "other")
    told = call("compare", "plain", "hawk").stdout
    assert "B  hawk: four-islands (DRAY hawk), 12 games of 1 turn, seed 7" in told
    assert "12 pairs: game r of both had the same luck." in told
    assert "95 % interval" in told
    assert "tension:narrows" in told
    assert "Not paired, as their seeds differ (7 and 8)" in call("compare", "plain", "other").stdout
    found = json.loads(call("compare", "plain", "hawk", "--of", "calm", "--json").stdout)
    assert (found["paired"], found["games"], len(found["outcomes"])) == (True, [12, 12], 1)
    assert found["second"]["plan"] == "four-islands (DRAY hawk), 12 games of 1 turn, seed 7"
    assert "there is no ensemble here" in call("compare", "plain", "nowhere", code=2).stderr
