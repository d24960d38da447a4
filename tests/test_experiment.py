"""Experiments: designs, what their games tell, charts and reports."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from wargame.arrays import Array
from wargame.ensemble import plan_of, run_plan
from wargame.experiment import (
    Experiment,
    Factor,
    Study,
    design_of,
    make_experiment,
    study,
    write_study,
)
from wargame.experiment.anova import REST, grid_effects
from wargame.experiment.charts import Words, fan
from wargame.experiment.charts.fans import band
from wargame.experiment.conclusion import Conclusion
from wargame.experiment.design import METHODS, count_points
from wargame.experiment.discovery import discover
from wargame.experiment.findings import command, conclusion_words
from wargame.experiment.luck import doubt_interval, luck_or_doubt, split
from wargame.experiment.pictures import charts_of
from wargame.experiment.plans import games_of, plan_at, plan_for
from wargame.experiment.report import report
from wargame.experiment.sensitivity import main_effects, morris, sobol
from wargame.experiment.tipping import tipping_map
from wargame.faults import WargameError
from wargame.outcomes import Outcome
from wargame.scenario import read_scenario

pytestmark = pytest.mark.slow

SHARE = Outcome("calm", "share", 0, 1, "calm at the end")
SIZES = {"grid": 3, "latin": 20, "sobol": 8, "morris": 5}


def numbers(count: int, low: float = 0.0, high: float = 1.0) -> list[Factor]:
    """Return factors x1, x2 ... between two bounds, at the baseline in the middle."""
    middle = 0.5 * (low + high)
    return [Factor(f"x{n}", "parameter", middle, low, high, kind="assumed") for n in range(1, count + 1)]


def words(name: str, *choices: str) -> Factor:
    return Factor(name, "character", choices[0], choices=choices)


def luck(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).standard_normal(shape)


# Designs


@pytest.mark.parametrize("method", METHODS)
def test_a_design_has_its_size_stays_in_its_ranges_and_repeats_by_seed(method: str) -> None:
    factors = [*numbers(3, -2.0, 6.0), words("CHN", "dove", "hawk", "hedger")]
    made = [design_of(method, factors, SIZES[method], seed) for seed in (1, 1, 2)]
    assert made[0].points == count_points(method, factors, SIZES[method])
    assert np.array_equal(made[0].unit, made[1].unit)
    assert method == "grid" or not np.array_equal(made[0].unit, made[2].unit)
    held = made[0].values()
    assert held[["x1", "x2", "x3"]].to_numpy().min() >= -2.0
    assert held[["x1", "x2", "x3"]].to_numpy().max() <= 6.0
    assert set(held["CHN"]) == {"dove", "hawk", "hedger"}


def test_a_grid_holds_every_combination_once() -> None:
    held = design_of("grid", [*numbers(1), words("CHN", "dove", "hawk")], 3, seed=1).values()
    assert sorted(map(tuple, held.to_numpy())) == sorted(
        (x, c) for x in (0.0, 0.5, 1.0) for c in ("dove", "hawk")
    )


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_every_morris_step_of_a_choice_changes_it(count: int) -> None:
    names = tuple(f"c{n}" for n in range(count))
    design = design_of("morris", [words("CHN", *names), *numbers(2)], 12, seed=3)
    places = design.factors[0].places(design.unit[:, 0]).reshape(-1, 4)
    stepped = np.diff(design.unit[:, 0].reshape(-1, 4), axis=1) != 0
    assert stepped.sum() == 12
    assert (np.diff(places, axis=1)[stepped] != 0).all()


def test_choices_have_equal_parts_and_the_last_holds_one() -> None:
    factor = words("CHN", "dove", "hawk", "hedger")
    found = factor.places(np.linspace(0, 1, 3001))
    assert found[-1] == 2
    assert np.ptp(np.bincount(found)) <= 1


def test_the_two_matrices_of_a_sobol_design_are_its_sample() -> None:
    design = design_of("sobol", numbers(3), 16, seed=1)
    assert len(design.sample()) == 32
    assert not len(design_of("morris", numbers(3), 4, seed=1).sample())


# What matters


def test_sobol_indices_of_the_ishigami_function() -> None:
    design = design_of("sobol", numbers(3, -np.pi, np.pi), 1024, seed=4)
    x = design.values().to_numpy(float)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = sobol(design, y[:, None], seed=1).set_index("factor")
    for name, first, total in (("x1", 0.3139, 0.5576), ("x2", 0.4424, 0.4424), ("x3", 0.0, 0.2437)):
        assert found.loc[name, "first"] == pytest.approx(first, abs=0.04)
        assert found.loc[name, "measure"] == pytest.approx(total, abs=0.04)
    assert found["clear"].all()
    assert (found["noise"] == 0).all()


def test_morris_of_a_straight_line_is_its_slopes() -> None:
    design = design_of("morris", numbers(3, 0.0, 2.0), 10, seed=4)
    x = design.values().to_numpy(float)
    found = morris(design, (3 * x[:, 0] - x[:, 1])[:, None], seed=1).set_index("factor")
    assert list(found["measure"]) == pytest.approx([6.0, 2.0, 0.0])  # over the range of 2
    assert list(found["sigma"]) == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert list(found["direction"]) == [1, -1, 0]
    assert list(found["clear"]) == [True, True, False]


def test_luck_that_is_left_in_the_means_is_told_as_noise() -> None:
    design = design_of("morris", numbers(3), 40, seed=4)
    games = 2.0 * design.unit[:, [0]] + luck(1, design.points, 6)
    games[:, :] -= np.where(np.arange(6) > 2, 0.5, 0.0)  # luck that all points share makes no noise
    found = morris(design, games, seed=1).set_index("factor")
    told = found.loc[["x2", "x3"]]
    assert list(told["measure"]) == pytest.approx(list(told["noise"]), rel=0.35)
    assert list(found["clear"]) == [True, False, False]

    design = design_of("sobol", numbers(3), 256, seed=4)
    games = 4.0 * design.unit[:, [0]] + luck(2, design.points, 6)
    found = sobol(design, games, seed=1).set_index("factor")
    told = found.loc[["x2", "x3"]]
    assert list(told["measure"]) == pytest.approx(list(told["noise"]), rel=0.35)
    assert list(found["clear"]) == [True, False, False]


def test_main_effects_of_a_hypercube_and_none_in_noise() -> None:
    design = design_of("latin", [*numbers(20), words("CHN", "dove", "hawk")], 200, seed=2)
    v = design.values()
    mean = 3.0 * v["x1"].to_numpy(float) + np.where(v["CHN"] == "hawk", 1.5, 0.0)
    found = main_effects(design, (mean + 0.1 * luck(1, 200))[:, None], seed=1).set_index("factor")
    assert found.loc["x1", "measure"] == pytest.approx(0.75 / (0.75 + 0.5625), abs=0.05)
    assert found.loc["CHN", "measure"] == pytest.approx(0.5625 / (0.75 + 0.5625), abs=0.05)
    assert set(found[found["clear"]].index) == {"x1", "CHN"}
    assert not main_effects(design, luck(3, 200, 4), seed=1)["clear"].any()


def planted(levels: int, replicates: int, seed: int) -> tuple[Any, Array]:
    """A grid of two factors: a large effect, a small one, luck that all points share and luck of each point."""
    design = design_of("grid", numbers(2), levels, seed=1)
    shared, own = luck(seed, 1, replicates), luck(seed + 1000, design.points, replicates)
    return design, 3.0 * design.unit[:, [0]] + 0.7 * design.unit[:, [1]] + 4.0 * shared + own


def test_a_small_second_effect_of_a_grid_is_found_beside_a_large_one() -> None:
    shares, held, found = [], [], []
    for seed in range(30):
        table = grid_effects(*planted(6, 20, seed), seed).set_index("factor")
        shares.append(table.loc["x2", "measure"])
        held.append(table.loc["x2", "low"] <= 0.49 / 9.49 <= table.loc["x2", "high"])
        found.append(table["clear"].to_dict())
    assert np.mean(shares) == pytest.approx(0.49 / 9.49, rel=0.1)
    assert np.mean(held) >= 0.85
    assert np.mean([each["x1"] and each["x2"] for each in found]) >= 0.9
    assert np.mean([each["x1 × x2"] for each in found]) <= 0.1


def test_effects_of_a_grid_are_shares_of_what_was_planted() -> None:
    design = design_of("grid", [*numbers(2), words("CHN", "dove", "hawk", "hedger")], 4, seed=1)
    x, hawk = design.unit - 0.5, (design.factors[2].places(design.unit[:, 2]) == 1) - 1 / 3
    parts = {"x1": 2 * x[:, 0], "x2 × CHN": 6 * x[:, 1] * hawk, REST: 9 * x[:, 0] * x[:, 1] * hawk}
    games = sum(parts.values())[:, None] + 5.0 * luck(1, 1, 8)  # type: ignore[union-attr]
    found = grid_effects(design, games, seed=1).set_index("factor")
    whole = sum(float(part.var()) for part in parts.values())
    for name in found.index:
        share = float(parts[name].var()) / whole if name in parts else 0.0
        assert found.loc[name, "measure"] == pytest.approx(share, abs=1e-9), name
        assert found.loc[name, "clear"] == (name in parts)
    assert dict(found["order"]) == {
        "x1": 1, "x2": 1, "CHN": 1, "x1 × x2": 2, "x1 × CHN": 2, "x2 × CHN": 2, REST: 3
    }  # fmt: skip
    assert dict(found["direction"])["x1"] == 1


def test_luck_alone_makes_no_effect_in_a_grid() -> None:
    design = design_of("grid", numbers(2), 4, seed=1)
    busy = [grid_effects(design, luck(seed, 16, 6), seed)["clear"].any() for seed in range(60)]
    assert np.mean(busy) <= 0.08
    assert not grid_effects(design, luck(1, 16, 1), 1)["clear"].any()  # one game a point tells nothing


def test_no_share_passes_the_whole_and_one_that_did_is_marked() -> None:
    design = design_of("sobol", numbers(2), 8, seed=2)
    found = sobol(design, design.unit[:, [0]] * 3.0 + luck(8, design.points, 2), seed=1)
    assert found["raw"].max() > 1.0
    assert found[["measure", "low", "high"]].to_numpy().max() <= 1.0


@pytest.mark.parametrize(
    ("method", "tell"),
    [("sobol", sobol), ("latin", main_effects), ("morris", morris), ("grid", grid_effects)],
)
def test_an_outcome_that_never_changes_moves_with_nothing(method: str, tell: Any) -> None:
    design = design_of(method, numbers(3), 8, seed=1)
    found = tell(design, np.ones((design.points, 4)), 1)
    assert not found["clear"].any()
    assert not (found["measure"] > 0).any()


# Luck or doubt


@pytest.mark.parametrize("parts", [(1.0, 0.5, 1.5), (0.0, 2.0, 1.0), (3.0, 0.0, 0.5)])
def test_the_split_finds_components_that_were_put_in(parts: tuple[float, float, float]) -> None:
    scale = np.sqrt(parts)
    found = []
    for seed in range(40):
        table = scale[0] * luck(seed, 50, 1) + scale[1] * luck(seed + 100, 1, 40)
        each = split(table + scale[2] * luck(seed + 200, 50, 40))
        found.append([each.doubt, each.luck_alike, each.luck_turned])
    assert np.mean(found, axis=0) == pytest.approx(parts, abs=0.15)


def test_luck_that_all_points_share_is_no_doubt() -> None:
    table = np.repeat(luck(1, 1, 12), 30, axis=0)
    assert split(table).doubt_share == pytest.approx(0.0, abs=1e-12)
    assert split(table.T).doubt_share == pytest.approx(1.0)
    assert np.isnan(split(np.ones((4, 5))).doubt_share)
    with pytest.raises(ValueError, match="two replicates"):
        split(np.ones((4, 1)))


def test_the_interval_of_the_share_of_doubt_covers_it() -> None:
    inside = 0
    for seed in range(30):
        table = luck(seed, 40, 1) + luck(seed + 100, 1, 15) + luck(seed + 200, 40, 15)
        low, high = doubt_interval(table, seed)
        inside += low <= 1 / 3 <= high
    assert inside >= 25
    told = luck_or_doubt([(SHARE, np.zeros((4, 3)))], seed=1)
    assert told["between_share"].isna().all()


def test_a_grid_is_all_its_points_and_no_sample_of_them() -> None:
    table = np.array([[0.0], [10.0]]) + luck(1, 1, 30) + luck(2, 2, 30)
    sample, whole = (doubt_interval(table, 1, whole=each) for each in (False, True))
    assert whole[0] > 0.9 > sample[0]  # two points drawn again are often one point twice


# Boxes, edges, maps


def test_discovery_finds_a_planted_box() -> None:
    design = design_of("latin", [*numbers(8), words("CHN", "dove", "hawk", "hedger")], 200, seed=3)
    v = design.values()
    found = discover(design, ((v["x2"] > 0.7) & (v["CHN"] != "dove")).to_numpy(), seed=1)
    box = found.boxes[0]
    assert {limit.factor.name for limit in box.limits} == {"x2", "CHN"}
    limits = {limit.factor.name: limit for limit in box.limits}
    assert limits["x2"].low == pytest.approx(0.7, abs=0.02)
    assert set(limits["CHN"].words) == {"hawk", "hedger"}
    assert box.coverage > 0.95
    assert box.density > 0.95
    assert box.lift == pytest.approx(1 / found.base, rel=0.05)
    assert found.flips[0].distance == pytest.approx(0.2 + 1.0, abs=0.03)  # a fifth of x2, another word
    assert str(found.flips[0]).startswith("x2 from 0.5 past 0.6991 and CHN from dove to ")


def test_discovery_finds_no_box_in_noise() -> None:
    design = design_of("latin", numbers(8), 150, seed=3)
    for seed in range(5):
        found = discover(design, luck(seed, 150) > 0.7, seed)
        assert found.boxes == ()
        assert "beats guessing" in found.why_none
    few = discover(design, np.arange(150) < 3, 1)
    assert "3 of 150 points" in few.why_none
    assert "latin" in discover(design_of("morris", numbers(3), 20, 1), np.arange(80) > 40, 1).why_none


def test_a_map_tells_the_cells_that_the_games_leave_open() -> None:
    design = design_of("grid", numbers(3), 2, seed=1)
    games = np.where(design.unit[:, [0]] > 0.5, np.arange(40) < 20, np.arange(40) < 2).astype(float)
    found = tipping_map(design, games, SHARE, ("x1", "x2"), Conclusion(SHARE, "<=", 0.5))
    assert list(found.columns) == ["x1", "x2", "games", "mean", "low", "high", "verdict"]
    assert (found["games"] == 80).all()  # two points of x3 to a cell
    assert set(found[found["x1"] == 0.0]["verdict"]) == {"holds"}
    assert set(found[found["x1"] == 1.0]["verdict"]) == {"open"}
    # Wilson (1927): 2 of 40, for the two points of a cell have the same games
    assert found["low"][0] == pytest.approx(0.0138, abs=1e-3)
    assert found["high"][0] == pytest.approx(0.1650, abs=1e-3)


# Charts


def test_bands_are_calibrated_for_the_number_of_games() -> None:
    # Wilks (1941): 46 is the least number whose extremes hold 90 % of all with 95 % confidence
    assert not band(luck(1, 45, 2), 0.9).whole
    assert band(luck(1, 46, 2), 0.9).whole
    held = []
    for seed in range(60):
        found = band(luck(seed, 80, 1), 0.5)
        held.append(np.mean((luck(999, 2000) >= found.low[0]) & (luck(999, 2000) <= found.high[0])) >= 0.5)
    assert np.mean(held) >= 0.9


def test_a_fan_chart_of_games_that_end_early_says_so() -> None:
    games = np.cumsum(luck(1, 60, 4), axis=1)
    games[:6, 3] = np.nan
    drawn = [
        fan(games, np.arange(2022.0, 2026.0), "points", Words("Where?", "So.", "By whom."), (-50.0, 50.0))
        for _ in range(2)
    ]
    assert drawn[0].svg == drawn[1].svg
    assert drawn[0].png == drawn[1].png
    check_chart(drawn[0].svg, drawn[0].png)


def check_chart(svg: bytes, png: bytes) -> None:
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert b"<dc:date>" not in svg
    assert png.startswith(b"\x89PNG\r\n")


@pytest.mark.slow
def test_charts_use_no_pyplot() -> None:
    code = (
        "import sys, numpy as np; from wargame.experiment.charts import Words, fan;"
        "before = 'matplotlib' in sys.modules;"
        "fan(np.ones((5, 2)), np.arange(2.0), 'points', Words('a', 'b', 'c'), (0.0, 2.0));"
        "print(before, 'matplotlib.pyplot' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False False\n"


def test_a_missing_library_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(WargameError, match=r"SALib.*pip install 'wargame\[analysis\]'"):
        design_of("latin", numbers(2), 8, seed=1)


# From words to games


ASKED: dict[str, Any] = {
    "outcomes": ("tension:narrows", "calm"),
    "points": 24,
    "replicates": 4,
    "turns": 1,
    "seed": 5,
    "conclusion": "tension:narrows <= 46",
}
VARIED = ["crises.tension_noise", "CORVE=dove,hawk", "growth.inertia=0.1:0.3"]


def asked(**changes: Any) -> Experiment:
    return make_experiment("four-islands", VARIED, ASKED | changes)


@pytest.fixture(scope="module")
def found() -> Study:
    return study(asked())


def test_a_study_tells_everything_it_was_asked(found: Study) -> None:
    assert found.games["calm"].shape == (24, 4)
    assert len(found.baseline["calm"]) >= 100
    assert set(found.tables()) == {
        "points",
        "factors",
        "outcomes",
        "matters",
        "luck",
        "boxes",
        "changes-alone",
        "changes-together",
    }
    assert list(found.matters["calm"]["factor"].sort_values()) == sorted(
        ["CORVE", "crises.tension_noise", "growth.inertia"]
    )
    assert "tension:narrows <= 46" in conclusion_words(found)[0]
    row = found.factor_table().set_index("factor").loc["growth.inertia"]
    assert (row["low"], row["high"], row["kind"]) == (0.1, 0.3, "estimated")


def test_points_differ_by_their_factors_and_share_their_luck() -> None:
    held = asked()
    same = games_of(run_plan(plan_at(held, [{}, {}], 6)), held.outcomes)["tension:narrows"]
    alone = run_plan(plan_of("four-islands", games=6, seed=5, turns=1)).outcomes(["tension:narrows"])
    assert np.array_equal(same[0], same[1])
    assert np.array_equal(same[0], alone["tension:narrows"])


def test_factors_of_every_form_reach_the_games() -> None:
    held = make_experiment(
        "four-islands",
        ["crises.thresholds.2=35,45", "turns=2,3", "turn_years=0.5,1", "DRAY=dove,hawk", "growth.pull"],
        {"outcomes": ("calm",), "method": "grid", "levels": 2, "replicates": 1},
    )
    design = design_of(held.method, held.factors, held.size, held.seed)
    plan = plan_for(held, design)
    assert design.points == 32
    assert len(plan.settings) == 16  # growth.pull alone varies within a setting
    last = plan.settings[plan.points[-1].setting]
    assert last.scenario.ruleset.value("crises.thresholds") == (20.0, 45.0, 60.0, 75.0)
    assert (last.scenario.frame.turns, last.scenario.frame.turn_years) == (3, 1.0)
    assert last.characters == {"DRAY": "hawk"}
    assert plan.points[-1].values == {"growth.pull": 0.25}
    assert plan.points[-1].labels == {
        "crises.thresholds.2": 45.0,
        "turns": 3,
        "turn_years": 1.0,
        "DRAY": "hawk",
        "growth.pull": 0.25,
    }


def test_every_number_of_a_kind_is_a_factor_but_those_named() -> None:
    rules = read_scenario("four-islands").ruleset
    held = make_experiment("four-islands", ["kind=estimated", "growth.pull=0.1:0.2"], {"outcomes": ("calm",)})
    wanted = [k for k, row in rules.parameters.items() if row.kind == "estimated"]
    assert sorted(factor.name for factor in held.factors) == sorted(wanted)
    by_name = {factor.name: factor for factor in held.factors}
    assert by_name["growth.pull"].bounds == (0.1, 0.2)
    assert by_name["growth.inertia"].bounds == rules.parameters["growth.inertia"].range


def test_the_same_study_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        paths = write_study(study(asked(outcomes=("tension:narrows",), points=10)), tmp_path / name)
    assert {path.suffix for path in paths} == {".html", ".toml", ".csv", ".svg", ".png"}
    for path in paths:
        other = tmp_path / "a" / path.relative_to(tmp_path / "b")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_the_report_is_one_file_that_needs_nothing_else(found: Study) -> None:
    charts = charts_of(found)
    text = report(found, charts)
    for chart in charts:
        check_chart(chart.svg, chart.png)
    for heading in (
        "Luck, doubt and choices",
        "What matters",
        "What would change this conclusion",
        "Limits of use",
        "How to repeat",
    ):
        assert heading in text
    assert text.count("<svg") == len(charts)
    assert "<script" not in text
    assert "src=" not in text
    assert "estimated" in text
    assert "--vary CORVE=dove,hawk" in text
    assert command(found).startswith("wargame experiment four-islands --vary crises.tension_noise")


@pytest.mark.parametrize("method", ["sobol", "morris", "grid"])
def test_every_method_runs_from_end_to_end(method: str) -> None:
    size = {"sobol": "points", "morris": "trajectories", "grid": "levels"}[method]
    changes = {
        "points": None,
        size: 64 if method == "sobol" else 2,
        "method": method,
        "replicates": 2,
        "conclusion": "",
        "outcomes": ("calm",),
    }
    if method == "grid":
        changes["map"] = ("CORVE", "growth.inertia")
    head = {key: value for key, value in (ASKED | changes).items() if value is not None}
    held = study(make_experiment("four-islands", VARIED, head))
    assert (held.luck is None) == (method == "morris")
    assert set(held.maps) == ({"calm"} if method == "grid" else set())
    assert "No conclusion was named" in conclusion_words(held)[0]
    assert charts_of(held)
