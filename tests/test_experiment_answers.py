"""What an experiment may say: verdicts that its games bear out, sentences that follow, and how it is repeated."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from wargame.arrays import Array
from wargame.cli import app
from wargame.ensemble import open_results, plan_of, run_plan
from wargame.ensemble.pick import pick_game
from wargame.experiment import (
    Experiment,
    Study,
    design_of,
    make_experiment,
    read_experiment,
    study,
    write_study,
)
from wargame.experiment.between import BOTH, CHOICES, DOUBT, between_of
from wargame.experiment.boxes import Box, Flip, Limit
from wargame.experiment.changes import play_changes
from wargame.experiment.checks import MAY, STAYS, TURNS, check_of
from wargame.experiment.conclusion import FAILS, HOLDS, OPEN, Conclusion
from wargame.experiment.discovery import Discovery
from wargame.experiment.factors import Factor
from wargame.experiment.findings import change_words, conclusion_words, luck_words, matters_words
from wargame.experiment.headline import factor_words, outcome_words, short
from wargame.experiment.pictures import charts_of
from wargame.experiment.plans import plan_for
from wargame.experiment.repeat import toml_of
from wargame.experiment.report import report
from wargame.faults import RulesError
from wargame.outcomes import Outcome

pytestmark = pytest.mark.slow

SHARE = Outcome("strained", "share", 0, 1, "strained at the end")
POINTS = Outcome("tension:narrows", "points", 0, 100, "tension at the Narrows at the end")
PULL = Factor("x", "parameter", 0.5, 0.0, 1.0, text="How fast it falls. More of it calms.")
SEAT = Factor("CHN", "character", "hawk", choices=("dove", "hedger", "hawk"), text="China's character.")
AT_MOST = Conclusion(SHARE, "<=", 1 / 3)


NEVER = "turns"
"""An outcome that two turns are too few to vary."""


def of(yes: int, games: int) -> Array:
    """Games of which the first are yes."""
    return (np.arange(games) < yes).astype(float)


# Verdicts


def test_few_games_leave_a_point_open() -> None:
    points = np.stack([of(1, 10), of(3, 10), of(4, 10), of(9, 10)])
    assert AT_MOST.verdicts(points) == [OPEN, OPEN, OPEN, FAILS]
    assert AT_MOST.verdicts(np.repeat(points, 20, axis=1)) == [HOLDS, OPEN, FAILS, FAILS]
    near = Conclusion(POINTS, "<=", 53.0)
    assert near.verdicts(np.array([[48.0, 57.0, 53.5], [52.6, 52.7, 52.8]])) == [OPEN, HOLDS]
    assert near.verdicts(np.array([[20.0]])) == [OPEN]  # one game tells no spread


@pytest.mark.parametrize(("yes", "verdict"), [(36, MAY), (30, STAYS), (45, TURNS)])
def test_a_change_turns_the_conclusion_over_only_beyond_its_interval(yes: int, verdict: str) -> None:
    found = check_of(AT_MOST, 0, of(yes, 100), of(24, 100))
    assert found.verdict == verdict
    assert found.games == 100
    assert found.step == pytest.approx((yes - 24) / 100)


def test_a_change_is_held_against_the_baseline_game_by_game() -> None:
    apart = np.random.default_rng(1).standard_normal(50) * 20.0
    found = check_of(Conclusion(POINTS, "<=", 60.0), 0, 52.0 + apart, 50.0 + apart)
    assert found.step == pytest.approx(2.0)
    assert found.step_high - found.step_low < 1e-6  # the luck is the same
    assert found.high - found.low > 8.0
    assert "2.00 points above the baseline (2.00 to 2.00)" in found.told("points")


def played(factors: list[Factor], flips: tuple[Flip, ...], outcome: Any) -> tuple[Any, Discovery]:
    found = Discovery(100, 30, tuple(flip.box for flip in flips), (20, 15, 0.01), flips)
    return play_changes(AT_MOST, factors, found, of(20, 200), lambda rows: np.stack([*map(outcome, rows)]))


def test_an_edge_is_the_nearest_value_that_turns_the_conclusion_and_one_that_may_says_so() -> None:
    (edge,), _ = played([PULL], (), lambda row: of(int(200 * max(0.1, 1.0 - row["x"])), 200))
    assert edge.verdict == TURNS
    assert edge.told("share").startswith(
        "x from 0.5 to 0.375, 12 % of its range, turns it over: 62 % (56 to 69 %)"
    )
    (edge,), _ = played([PULL], (), lambda row: of(70 if row["x"] == 1.0 else 20, 200))
    assert edge.verdict == MAY
    assert "x from 0.5 to 1, 50 % of its range, may turn it over (open): 35 %" in edge.told("share")
    (edge,), _ = played([PULL], (), lambda row: of(40, 200))
    assert edge.verdict == STAYS
    assert edge.told("share") == "x alone, anywhere in its range: 20 to 20 %."


def test_an_edge_of_words_gives_the_figure_of_each() -> None:
    (edge,), _ = played([SEAT], (), lambda row: of({"dove": 120, "hedger": 30}[row["CHN"]], 200))
    told = edge.told("share")
    assert "turns it over at dove 60 % (53 to 67 %)" in told
    assert "it does not turn it over at hedger 15 % (11 to 21 %)" in told
    assert edge.brief == "CHN from hawk to dove turns it over."


def flip_to(value: float) -> Flip:
    box = Box((Limit(PULL, low=value), Limit(SEAT, words=("dove",))), 12, 12, 9, 0.4, 1.0, 3.3, 1e-5)
    moves = ((PULL, 0.5, value, value - 0.5), (SEAT, "hawk", "dove", 1.0))
    return Flip(moves, box, {"x": value, "CHN": "dove"})


def test_a_box_that_fails_when_played_is_told_as_failed_everywhere(found: Study) -> None:
    flips = (flip_to(0.7), flip_to(0.9))
    _, told = played([], flips, lambda row: of(150 if row["x"] > 0.8 else 20, 200))
    assert [flip.verdict for flip in told.flips] == [TURNS, STAYS]
    assert list(told.table()["played"]) == [STAYS, TURNS]
    assert list(told.table()["sure"]) == [9, 9]
    held = replace(found, discovery=told, edges=())
    (turning,), (failed,) = change_words(held, TURNS, MAY), change_words(held, STAYS)
    assert "x = 0.9" in turning
    assert "it does not turn over" in failed
    page = report(held, [])
    before, _, after = page.partition("Tried, and not enough")
    assert "x = 0.7" not in before
    assert "x = 0.7" in after
    assert "<td>it does not turn over</td>" in after


# What is said of luck and factors


def test_what_points_differ_in_is_called_doubt_only_where_it_is() -> None:
    assert between_of([PULL]) is DOUBT
    assert between_of([SEAT]) is CHOICES
    assert between_of([PULL, SEAT]) is BOTH
    assert "doubt" not in " ".join([CHOICES.heading, CHOICES.told, CHOICES.question, *CHOICES.parts])


def test_factors_and_outcomes_are_named_in_words() -> None:
    assert factor_words(SEAT) == "China's character (CHN)"
    assert factor_words(PULL) == "how fast it falls (x)"
    assert outcome_words(POINTS) == "tension at the Narrows at the end (tension:narrows)"
    assert outcome_words(SHARE) == "strained (strained at the end)"


@pytest.fixture(scope="module")
def found() -> Study:
    head = {
        "outcomes": ("tension:narrows", "strained", NEVER),
        "method": "grid",
        "replicates": 6,
        "turns": 2,
        "seed": 3,
        "conclusion": "tension:narrows <= 40",
        "map": ("CORVE", "DRAY"),
    }
    return study(make_experiment("four-islands", ["CORVE=dove,hawk,hedger", "DRAY=dove,hawk"], head))


def test_a_study_of_characters_speaks_of_choices(found: Study) -> None:
    told = " ".join(
        [found.between.heading, *short(found), *(luck_words(found, name) for name in found.games)]
    )
    assert "doubt" not in told.lower()
    assert "lies between choices" in told
    assert 2 <= len(short(found)) <= 5
    assert "Corve's character (CORVE)" in short(found)[0]


def test_an_outcome_that_never_varies_is_told_so_under_every_heading(found: Study) -> None:
    assert np.ptp(found.games[NEVER]) == 0.0
    assert luck_words(found, NEVER) == "is the same in every game."
    assert matters_words(found, NEVER) == "is the same in every game."


def test_no_factor_is_ranked_where_points_are_not_told_apart(found: Study) -> None:
    assert found.luck is not None
    even = found.luck.assign(between_low=0.0)
    held = replace(found, luck=even)
    assert matters_words(held, "tension:narrows").startswith("no factor is ranked")
    assert "not told from none" in luck_words(held, "tension:narrows")
    assert not [chart for chart in charts_of(held) if chart.name.startswith("matters-")]


def test_points_that_luck_drew_apart_give_no_ranks() -> None:
    asked = {"outcomes": ("calm",), "points": 12, "replicates": 3, "turns": 1, "seed": 5}
    made = study(make_experiment("four-islands", ["growth.pull", "growth.inertia"], asked))
    assert not made.matters["calm"]["clear"].any()


def test_the_conclusion_counts_what_holds_fails_and_is_open(found: Study) -> None:
    table = found.point_table()["tension:narrows <= 40"]
    told = conclusion_words(found)[1]
    counts = [int((table == each).sum()) for each in (HOLDS, FAILS, OPEN)]
    assert sum(counts) == 6
    assert f"holds at {counts[0]} and fails at {counts[1]}; at {counts[2]} the 6 games" in told


def test_the_spread_of_points_is_told_with_luck_taken_out(found: Study) -> None:
    rows = found.outcome_table().set_index("outcome")
    row = rows.loc["tension:narrows"]
    assert 0.0 < row["between_sd"] < (row["highest"] - row["lowest"])
    assert "standard deviation between points with luck taken out" in report(found, [])
    assert "lowest to highest" not in report(found, [])


def test_the_report_says_what_its_intervals_are_and_stays_short(found: Study) -> None:
    page = report(found, charts_of(found)).replace("\u00a0", " ")
    assert "All intervals are 95 %" in page
    assert "90 %" not in page
    first = page.partition("In short</h2>")[2].partition("</ul>")[0]
    assert first.count("<li>") <= 5


# How it is repeated


def key_of(asked: Experiment) -> str:
    return plan_for(asked, design_of(asked.method, asked.factors, asked.size, asked.seed, asked.levels)).key


def test_a_resolved_experiment_plays_the_same_games(tmp_path: Path) -> None:
    vary = [
        "kind=estimated",
        "crises.thresholds.2=35:45",
        "CORVE=dove,hawk",
        "turns=1,2",
        "crises.tension_pull=0.2,0.4",
    ]
    head = {
        "outcomes": ("calm",),
        "points": 8,
        "replicates": 2,
        "seed": 4,
        "conclusion": "strained <= 0.1234567",
    }
    first = make_experiment("four-islands", vary, head)
    text = toml_of(first)
    assert "kind" not in {key for row in tomllib.loads(text)["factor"] for key in row}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "experiment.toml").write_text(text, encoding="utf-8")
    again = read_experiment(tmp_path / "mine")
    assert again.id == "mine"
    assert again.factors == first.factors
    assert (again.conclusion, again.outcomes, again.size) == (first.conclusion, first.outcomes, first.size)
    assert toml_of(again) == text
    assert key_of(again) == key_of(first)


def test_every_headline_can_be_checked_in_the_folder(tmp_path: Path) -> None:
    asked = {"outcomes": ("tension:narrows",), "method": "grid", "replicates": 8, "turns": 2, "seed": 3}
    made = make_experiment(
        "four-islands", ["CORVE=dove,hawk"], asked | {"conclusion": "tension:narrows <= 40", "levels": 2}
    )
    out = tmp_path / "study"
    told = study(made, out)
    written = {path.name for path in write_study(told, out)}
    assert {"report.html", "experiment.toml", "changes-alone.csv", "points.csv"} <= written
    base = open_results(out / "baseline").outcomes(["tension:narrows"])["tension:narrows"]
    row = told.outcome_table().iloc[0]
    assert base.mean() == pytest.approx(row["baseline"])
    changes = pd.read_csv(out / "tables" / "changes-alone.csv")
    games = open_results(out / "changes").outcomes(["tension:narrows"])
    for change in changes.to_dict("records"):
        held = games[games["point"] == change["point"]]["tension:narrows"].to_numpy()
        assert len(held) == change["games"] == len(base)
        assert held.mean() == pytest.approx(change["mean"])
        assert (held - base.to_numpy()).mean() == pytest.approx(change["step"])
    assert pick_game(out / "changes", 3, point=0)[1] > 0
    page = (out / "report.html").read_text(encoding="utf-8")
    for text in (
        *told.keys.values(),
        "NumPy",
        "Python",
        "engine",
        "changes/",
        "baseline/",
        "seat = &quot;CORVE&quot;",
    ):
        assert text in page, text
    assert set(told.keys) == {"", "baseline", "changes"}


def test_games_of_another_plan_beside_the_design_are_left_alone(tmp_path: Path) -> None:
    asked = {"outcomes": ("calm",), "points": 4, "replicates": 2, "turns": 1, "seed": 3}
    run_plan(plan_of("four-islands", games=2, turns=1, tables=("outcomes",)), tmp_path / "study" / "baseline")
    before = (tmp_path / "study" / "baseline" / "manifest.json").read_bytes()
    made = make_experiment("four-islands", ["growth.pull"], asked)
    (tmp_path / "study" / "baseline").rename(tmp_path / "aside")
    study(made, tmp_path / "study")
    (tmp_path / "study" / "baseline").rename(tmp_path / "study" / "baseline-2")
    (tmp_path / "aside").rename(tmp_path / "study" / "baseline")
    again = study(made, tmp_path / "study", resume=True)
    assert set(again.keys) == {"", "baseline-2"}
    assert (tmp_path / "study" / "baseline" / "manifest.json").read_bytes() == before


# Messages


def test_a_base_sample_that_is_too_small_is_refused() -> None:
    with pytest.raises(RulesError, match="--points 16: a base sample of 16 is too small"):
        make_experiment(
            "four-islands", ["growth.pull"], {"outcomes": ("calm",), "method": "sobol", "points": 16}
        )


def test_all_that_was_typed_wrongly_is_told_at_once_as_it_was_typed() -> None:
    head = {
        "outcomes": ("clam", "calm"), "replicates": 0, "method": "grid", "points": 7,
        "conclusion": "cal >= 0.1", "map": ("growth.pull", "x"),
    }  # fmt: skip
    with pytest.raises(RulesError) as error:
        make_experiment("four-islands", ["growth.pull", "growth.inertia=0.1:9"], head)
    told = [fault.where for fault in error.value.faults]
    for place in (
        "--replicates 0", "--vary growth.inertia=0.1:9", "--outcome clam", "--conclusion 'cal >= 0.1'", "--points 7"
    ):  # fmt: skip
        assert f"command line, {place}" in told
    assert not [place for place in told if "[" in place]
    with pytest.raises(RulesError, match="command line, --map x: 'x' is not a factor"):
        make_experiment(
            "four-islands",
            ["growth.pull"],
            {"outcomes": ("calm",), "method": "grid", "map": ("growth.pull", "x")},
        )
    with pytest.raises(RulesError, match=r"(?s)--method latine.*four-iland: there is no scenario"):
        make_experiment("four-iland", ["growth.pull"], {"outcomes": ("calm",), "method": "latine"})


def test_an_option_that_changes_a_file_is_told_as_an_option() -> None:
    with pytest.raises(RulesError) as error:
        read_experiment("doubt", {"outcomes": ["clam"], "levels": 4})
    assert [fault.where for fault in error.value.faults] == [
        "command line, --outcome clam",
        "command line, --levels 4",
    ]


def test_a_file_that_is_not_there_is_named_as_it_was_written(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as error:
        read_experiment("toml/none.toml")
    assert str(error.value).startswith("toml/none.toml: there is no such experiment file.")
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    with pytest.raises(RulesError, match=r"Did you mean 'mine\.toml'"):
        read_experiment(tmp_path / "mein.toml")


def test_a_faulty_head_hides_no_other_fault(tmp_path: Path) -> None:
    text = """[experiment]
title = "T"
question = "Q?"
scenario = "four-islands"
outcomes = ["clam"]
replicates = "many"
seeds = 3
conclusion = "cal <= 1"
[[factor]]
parameter = "growth.pul"
"""
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError) as error:
        read_experiment(path)
    assert len(error.value.faults) == 5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--points", "30"), "Name what to play"),
        (("--vary", "CHN=dove,hwak"), "--vary CHN=dove,hwak: there is no character 'hwak'"),
    ],
)
def test_options_without_a_name_are_not_lost(words: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(app, ["experiment", *words])
    assert result.exit_code == 2
    assert told in result.output


def test_help_tells_what_is_taken_where_nothing_is_told() -> None:
    told = " ".join(CliRunner().invoke(app, ["experiment", "--help"]).output.split())
    for text in ("morris [latin]", "latin [100]", "sobol [256]", "each point [20]"):
        assert text in told
