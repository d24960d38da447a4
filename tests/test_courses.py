"""Charts by turn: one population of games, titles and units with their names, kinds as shares, near misses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from tests.support import PRACTICE, scenario_of
from wargame.cli import app
from wargame.ensemble import Results, open_results, plan_of, run_plan
from wargame.experiment.charts import Words, fan
from wargame.experiment.charts.fans import _ends_of_axis as ends_of_axis
from wargame.experiment.charts.fans import band, carried, told
from wargame.experiment.charts.shares import shares_told
from wargame.experiment.courses import course, course_chart, course_table, list_courses, usual_courses
from wargame.experiment.titles import TITLES
from wargame.faults import WargameError

pytestmark = pytest.mark.slow

BASELINE = "northeast-asia-2022"
WORDS = Words("Where?", "So.", "By whom.")


@pytest.fixture(scope="module")
def heated() -> Results:
    """Return games of which some break down."""
    scenario = scenario_of(PRACTICE)
    places = {name: row.model_copy(update={"tension": 74.0}) for name, row in scenario.flashpoints.items()}
    return run_plan(plan_of(replace(scenario, flashpoints=places), games=60, seed=1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the baseline's tables by turn."""
    place = tmp_path_factory.mktemp("courses") / "games"
    varied = {"characters": {"CHN": "hawk"}, "rules": {"growth.inertia": 0.2}}
    run_plan(plan_of(BASELINE, games=4, seed=1, turns=2, tables=("turns", "seats"), **varied), place)
    return place


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result


# -- one population ------------------------------------------------------------------------------------------


def test_a_chart_ends_where_the_table_of_outcomes_does(heated: Results) -> None:
    found, outcomes = course(heated, "tension:narrows"), heated.outcomes()
    assert 0 < found.broke.sum() < 60
    assert np.isnan(found.games).any()
    held = carried(found.games)
    assert (held[:, -1] == outcomes["tension:narrows"].to_numpy()).all()
    assert (found.broke == (outcomes["breakdown"] == 1.0)).all()
    last = band(held, 0.5)
    assert (
        (outcomes["tension:narrows"] >= last.low[-1]) & (outcomes["tension:narrows"] <= last.high[-1])
    ).mean() >= 0.5


def test_the_words_of_a_fan_tell_its_games(heated: Results) -> None:
    found = course(heated, "tension:narrows")
    text = told(found.games, found.broke, found.bounds)
    assert f"{int(found.broke.sum())} of the 60 broke down: each keeps its last value" in text
    assert (
        "with 95 % confidence; the thick line is the median of the 60, the thin ones are the first 30."
        in text
    )
    few = told(found.games[:8], np.zeros(8, dtype=bool), found.bounds)
    assert "(lowest to highest: too few games for 90 %)" in few
    assert "broke down" not in few


def test_broken_games_and_the_ladder_are_drawn() -> None:
    games = np.linspace(10.0, 80.0, 40)[:, None] + np.array([0.0, 1.0, 2.0])
    games[0, 2] = np.nan
    broke = np.arange(40) == 0
    years, bounds = np.arange(2022.0, 2025.0), (0.0, 100.0)
    drawn = [
        fan(games, years, "points", WORDS, bounds, broke=mark, steps=steps).svg
        for mark, steps in ((None, ()), (broke, ()), (None, ((60.0, "show"),)))
    ]
    assert len({*drawn}) == 3
    assert b"#d55e00" in drawn[1]
    assert b"#d55e00" not in drawn[0]


@pytest.mark.parametrize(
    ("low", "high", "bounds", "ends"),
    [
        (10.0, 60.0, (0.0, 100.0), (0.0, 100.0, False)),
        (1.0, 6.0, (0.0, 100.0), (0.0, 6.2, False)),
        (55.0, 75.0, (0.0, 100.0), (54.2, 75.8, True)),
        (-5.0, 5.0, (-50.0, 50.0), (-5.4, 5.4, True)),
        (100.0, 110.0, (1e-3, 1e5), (99.6, 110.4, True)),
    ],
)
def test_an_axis_that_is_cut_says_so(
    low: float, high: float, bounds: tuple[float, float], ends: tuple[float, float, bool]
) -> None:
    games = np.array([[low, high], [high, low]])
    found = ends_of_axis(games, bounds)
    assert found[:2] == pytest.approx(ends[:2])
    assert found[2] == ends[2]
    assert ("axis is cut" in told(games, np.zeros(2, dtype=bool), bounds)) == ends[2]


# -- names ---------------------------------------------------------------------------------------------------


def test_every_number_has_a_title_with_its_names(folder: Path) -> None:
    results = open_results(folder)
    heads = {name.partition(":")[0].partition(".")[0] for name in list_courses(results)}
    assert heads <= set(TITLES)
    titles = {
        "tension:strait": "How does tension at Taiwan Strait move?",
        "spending:JPN": "How does the defence budget of Japan move?",
        "home.approval:JPN": "Approval in Japan: how does it move?",
        "cohesion:trio": "How does the cohesion of the three move?",
        "unlocked.counterstrike:JPN": "How often has Japan passed the gate “Counterstrike”?",
        "stability": "How does regional stability move?",
    }
    assert {name: course(results, name).question for name in titles} == titles


def test_money_has_the_unit_of_its_seat(folder: Path) -> None:
    results = open_results(folder)
    assert course(results, "spending:JPN").unit == "bn USD of 2022"
    assert course(results, "spending:DPRK").unit == "index"
    assert course(results, "threat:JPN").unit == "share, 0 to 1"


def test_levels_and_flags_are_drawn_as_shares(folder: Path) -> None:
    results = open_results(folder)
    assert course(results, "level:strait").classes[3:] == ("show", "stand-off", "breakdown")
    assert course(results, "unlocked.counterstrike:JPN").classes == ("no", "yes")
    names = {name: course_chart(results, name, "c").name for name in ("ending", "stance:JPN", "streak:JPN")}
    assert names == {
        "ending": "shares-ending",
        "stance:JPN": "shares-stance-JPN",
        "streak:JPN": "fan-streak-JPN",
    }
    assert "at most ± 9.6 percentage points" in shares_told(np.zeros((100, 2)))


def test_every_kind_of_number_has_its_games(heated: Results) -> None:
    table = course_table(heated).set_index("name")
    assert table.loc["tension:FLASHPOINT", "entries"] == ["narrows", "bank"]
    assert table.loc["spending:SEAT", "entries"] == [*scenario_of(PRACTICE).nations]
    for name in ("status_quo:narrows", "ending", "agreements", "home.trade:ALDA", "trusted:BRENN"):
        assert course(heated, name).games.shape == (60, 4)


# -- the command ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("spending", "There are: spending:USA, spending:JPN, spending:ROK"),
        ("approval", "There are: home.approval:USA"),
        ("tension", "There are: tension:strait, tension:korea, tension:sea."),
        ("tensoin:strait", "Did you mean 'tension:strait'?"),
        ("home.aproval:JPN", "Did you mean 'home.approval:JPN'?"),
        ("spending:JPM", "Did you mean 'spending:JPN'?"),
        ("stabilty", "Did you mean 'stability'?"),
        ("orders", "--list tells them all"),
    ],
)
def test_a_number_that_is_not_there_gets_the_nearest_of_its_kind(folder: Path, name: str, says: str) -> None:
    assert says in call("chart", str(folder), "--of", name, code=2).stderr


def test_the_command_tells_what_can_be_drawn_and_what_it_wrote(folder: Path, tmp_path: Path) -> None:
    told = call("chart", str(folder), "--list").stdout
    for text in ("tension:FLASHPOINT", "spending:SEAT", "SEAT        USA, JPN", "home.approval:SEAT"):
        assert text in told
    listed: Any = json.loads(call("chart", str(folder), "--list", "--json").stdout)
    assert {"name", "unit", "text", "entries"} == set(listed[0])
    written = json.loads(
        call("chart", str(folder), "--of", "stability", "--out", str(tmp_path), "--json").stdout
    )
    assert written == [str(tmp_path / f"fan-stability.{ending}") for ending in ("svg", "png")]


def test_a_caption_tells_what_made_the_chart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("wargame.experiment.courses.fan", lambda *args: seen.append(args[3].source))
    results = open_results(folder)
    course_chart(results, "stability", "wargame chart games --of stability")
    rules = results.plan.settings[0].scenario.ruleset
    assert seen == [
        "wargame chart games --of stability: northeast-asia-2022 (CHN hawk; growth.inertia 0.2), 4 games of 2 turns, "
        f"seed 1, ruleset standard {rules.head.version} ({rules.content_hash()[:12]}), wargame {results.version}."
    ]


def test_charts_need_a_table_by_turn(tmp_path: Path) -> None:
    results = run_plan(plan_of(PRACTICE, games=2, turns=1, tables=()), tmp_path / "few")
    assert usual_courses(results) == ()
    with pytest.raises(WargameError, match="--keep turns,seats"):
        course_table(results)
    assert "--keep turns,seats" in call("chart", str(tmp_path / "few"), code=2).stderr
