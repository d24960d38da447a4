"""What an ensemble says of itself: what differs from the scenario, and what each of its columns is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import PRACTICE
from tests.test_ensemble import HAWK, SHORT, call, design, plain
from wargame.ensemble import Plan, Point, Setting, open_results, plan_of, run_plan
from wargame.ensemble.harvest import dictionary_of
from wargame.ensemble.store import folder_for

BASELINE = "northeast-asia-2022"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run commands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_a_plan_tells_what_differs_from_the_scenario(tmp_path: Path) -> None:
    varied = plan_of(
        PRACTICE, games=3, seed=7, turns=2, characters=HAWK, rules={"growth.inertia": 0.1, "growth.pull": 0.2}
    )
    assert varied.differs == "DRAY hawk; growth.inertia 0.1; growth.pull 0.2; 2 turns"
    told = "four-islands (DRAY hawk; growth.inertia 0.1; growth.pull 0.2), 3 games of 2 turns, seed 7"
    assert varied.title == told
    results = run_plan(varied, tmp_path / "varied")
    again = open_results(tmp_path / "varied")
    assert repr(results) == repr(again) == f"<Results: {tmp_path / 'varied'}: {told}: all 3 games are there.>"
    assert folder_for(varied).name == "ensemble-four-islands-seed7-n3-varied"
    assert plan_of(PRACTICE, games=3).differs == ""
    assert plan_of(PRACTICE, games=3).title == "four-islands, 3 games of 4 turns, seed 0"
    assert design().differs == ""
    shared = Plan((Setting(SHORT, HAWK),), (Point(0, {}, {"a": 1}), Point(0, {}, {"a": 2})), 1)
    assert (shared.differs, shared.point_differs(1)) == ("DRAY hawk", "DRAY hawk; a 2")


def test_another_ruleset_is_named() -> None:
    other = replace(SHORT.ruleset, id="tight")
    assert plain(rules=other).differs == "ruleset tight"


def test_the_dictionary_tells_units_parts_and_steps() -> None:
    told = dictionary_of(plan_of(BASELINE, games=1)).set_index(["table", "column"])
    for name in ("spending", "gdp", "funds"):
        prices = 2015 if name == "gdp" else 2022
        assert told.loc[("seats", name), "unit"] == f"bn USD of {prices}; index for DPRK"
    assert told.loc[("outcomes", "spending:DPRK"), "unit"] == "index"
    assert told.loc[("outcomes", "spending:JPN"), "unit"] == "bn USD of 2022"
    assert not told["unit"].isin(["bn USD"]).any()
    tracks = told.loc["seats"].filter(like="home.", axis=0)
    assert tracks["text"].is_unique
    assert set(tracks["see"]) == {"public", "estimated", "private"}
    assert told.loc[("seats", "stance"), "text"] == "stance pledged: 0 cut, 1 hold, 2 rise, 3 surge"
    assert "0.05 is about 5 %" in told.loc[("seats", "growth"), "text"]
    assert told.loc[("turns", "tension:strait"), "text"] == "tension at the flashpoint (Taiwan Strait)"
    assert "5 breakdown" in told.loc[("outcomes", "worst_level:strait"), "text"]


def test_the_dictionary_says_which_outcomes_are_0_or_1() -> None:
    results = run_plan(plan_of(PRACTICE, games=12, seed=7, turns=2, tables=()))
    told = results.dictionary().query("table == 'outcomes'").set_index("column")
    outcomes = results.outcomes()
    yes_no = [name for name, text in told["text"].items() if text.endswith("(0 or 1)")]
    assert "calm" in yes_no
    assert len(yes_no) > 20
    assert outcomes[yes_no].isin([0.0, 1.0]).all(axis=None)
    others = [name for name in told[told["unit"] == "share"].index if name not in yes_no]
    assert {name.partition(":")[0] for name in others} == {"threat", "burden_share"}


@pytest.mark.usefixtures("elsewhere")
def test_what_was_asked_for_and_changes_nothing_is_said() -> None:
    own = SHORT.nations["DRAY"].character
    told = call(
        "ensemble",
        PRACTICE,
        "-n",
        "1",
        "--turns",
        "1",
        "--seat",
        f"DRAY={own}",
        "--set",
        "growth.inertia=0.15",
    ).stdout
    assert f"1 turn; seed 0.\nDRAY {own} is the scenario's own: nothing differs there.\n" in told
    assert "growth.inertia 0.15 is the scenario's own: nothing differs there." in told


@pytest.mark.usefixtures("elsewhere")
def test_a_game_of_a_design_gets_a_folder_and_a_header_of_its_own() -> None:
    run_plan(design(), Path("design"))
    told = call("pick", "design", "2", "--point", "1").stdout
    assert "point 1, seed 7, replicate 2\nDRAY hawk; growth.inertia 0.3; inertia high; 1 turn.\n" in told
    assert "Record: runs/four-islands-seed7-r2-point1" in told
    found = json.loads(call("pick", "design", "2", "--point", "2", "--json").stdout)
    assert found["run"] == "runs/four-islands-seed7-r2-point2"
    assert (found["point"], found["differs"]) == (
        2,
        "growth.inertia 0.02; threat.weight_strike 0.4; inertia low; 2 turns",
    )
