"""Experiments as data: files, words of the command line, their faults, and the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wargame.cli import app
from wargame.ensemble import plan_of, run_plan
from wargame.experiment import (
    check_experiments,
    find_experiments,
    make_experiment,
    read_experiment,
    study,
    write_study,
)
from wargame.faults import RulesError


def test_the_experiments_of_the_project_have_no_fault() -> None:
    assert check_experiments() == ()
    held = {name: read_experiment(name) for name in find_experiments()}
    assert {"assumptions-morris", "characters", "doubt", "tipping"} <= set(held)
    assert {row.method for row in held.values()} == {"morris", "grid", "latin"}
    assert all(row.question.endswith("?") for row in held.values())
    kinds = {factor.kind for factor in held["doubt"].factors}
    assert kinds == {"estimated", "assumed"}


@pytest.mark.slow
@pytest.mark.parametrize("name", find_experiments())
def test_a_small_version_of_each_experiment_of_the_project_runs(name: str, tmp_path: Path) -> None:
    held = read_experiment(name)
    key = {"grid": "levels", "latin": "points", "morris": "trajectories", "sobol": "points"}[held.method]
    small = {"grid": 2, "latin": 20, "morris": 2, "sobol": 2}[held.method]
    found = study(read_experiment(name, {key: small, "replicates": 2, "turns": 2}))
    assert write_study(found, tmp_path)


HEAD = """[experiment]
title = "T"
question = "Q?"
scenario = "four-islands"
outcomes = ["calm"]
"""
BROKEN = {
    "no head": ("[[factor]]\nparameter = 'growth.pull'", "the table [experiment] is missing"),
    "no factor": (HEAD, "there is no factor"),
    "one bracket": (f"{HEAD}[factor]\nparameter = 'growth.pull'", "[[factor]], in two brackets"),
    "unknown table": (f"{HEAD}[[factors]]\nparameter = 'growth.pull'", "Did you mean 'factor'?"),
    "unknown key": (f"{HEAD}replicate = 3\n[[factor]]\nseat = 'DRAY'", "Did you mean 'replicates'?"),
    "unknown scenario": (HEAD.replace("four-islands", "for-islands"), "Did you mean 'four-islands'?"),
    "unknown outcome": (HEAD.replace('"calm"', '"clam"'), "Did you mean 'calm'?"),
    "unknown method": (f"{HEAD}method = 'latine'", "Did you mean 'latin'?"),
    "unknown parameter": (f"{HEAD}[[factor]]\nparameter = 'growth.pul'", "Did you mean 'growth.pull'?"),
    "a list whole": (f"{HEAD}[[factor]]\nparameter = 'crises.thresholds'", "crises.thresholds.1 to"),
    "no fifth number": (f"{HEAD}[[factor]]\nparameter = 'crises.thresholds.5'", "a list of 4 numbers"),
    "a list without range": (f"{HEAD}[[factor]]\nparameter = 'crises.thresholds.1'", "Write low and high"),
    "a list out of order": (
        f"{HEAD}[[factor]]\nparameter = 'crises.thresholds.2'\nlow = 10.0\nhigh = 50.0",
        "would no longer rise: 20, 10, 60, 75",
    ),
    "outside its range": (
        f"{HEAD}[[factor]]\nparameter = 'growth.pull'\nhigh = 0.5",
        "0.5 lies outside the range of growth.pull, 0.08 to 0.25 per year",
    ),
    "backwards": (f"{HEAD}[[factor]]\nparameter = 'growth.pull'\nlow = 0.2\nhigh = 0.1", "low below high"),
    "two in one": (f"{HEAD}[[factor]]\nparameter = 'growth.pull'\nseat = 'DRAY'", "parameter and seat"),
    "nothing in it": (f"{HEAD}[[factor]]\nlow = 0.1", "names nothing to vary"),
    "out of place": (f"{HEAD}[[factor]]\nseat = 'DRAY'\nlow = 0.1", "low belongs to a factor with parameter"),
    "twice": (f"{HEAD}[[factor]]\nparameter = 'growth.pull'\n" * 1 + "[[factor]]\nparameter = 'growth.pull'",
              "growth.pull is varied twice"),
    "unknown seat": (f"{HEAD}[[factor]]\nseat = 'DRY'\ncharacters = ['dove', 'hawk']", "Did you mean 'DRAY'?"),
    "unknown character": (f"{HEAD}[[factor]]\nseat = 'DRAY'\ncharacters = ['dove', 'hwak']", "'hawk'?"),
    "no choice": (f"{HEAD}[[factor]]\nseat = 'DRAY'\ncharacters = ['dove']", "Write two different ones"),
    "unknown ruleset": (f"{HEAD}[[factor]]\nruleset = ['standard', 'standart']", "Did you mean 'standard'?"),
    "unknown kind": (f"{HEAD}[[factor]]\nkind = 'assume'", "Did you mean 'assumed'?"),
    "a third of a year": (f"{HEAD}[[factor]]\nturn_years = [1.0, 0.3]", "Write 1, 0.5 or 0.25"),
    "too long": (f"{HEAD}[[factor]]\nturns = [4, 50]", "a game of 50 turns cannot be"),
    "too large": (f"{HEAD}method = 'grid'\n[[factor]]\nkind = 'assumed'", "factors make 10^"),
    "wrong size": (f"{HEAD}method = 'grid'\npoints = 9\n[[factor]]\nparameter = 'growth.pull'", "levels, such as 5"),
    "odd levels": (f"{HEAD}method = 'morris'\nlevels = 5\n[[factor]]\nparameter = 'growth.pull'", "even"),
    "no comparison": (f"{HEAD}conclusion = 'calm is likely'\n[[factor]]\nparameter = 'growth.pull'", "a sign"),
    "always so": (f"{HEAD}conclusion = 'calm >= 60'\n[[factor]]\nparameter = 'growth.pull'", "0 to 1 share"),
    "map of one": (f"{HEAD}map = ['growth.pull']\n[[factor]]\nparameter = 'growth.pull'", "two different"),
    "map of a stranger": (f"{HEAD}map = ['growth.pul', 'x']\n[[factor]]\nparameter = 'growth.pull'",
                          "Did you mean 'growth.pull'?"),
    "not TOML": (f"{HEAD}points 9", "this is not TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_experiment_says_what_is_wrong_and_how_to_mend_it(
    text: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError) as error:
        read_experiment(path)
    assert told in str(error.value)
    assert "broken.toml" in str(error.value)


def test_all_faults_of_an_experiment_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    text = f"{HEAD}conclusion = 'clam >= 0.1'\n[[factor]]\nparameter = 'growth.pul'\n[[factor]]\nseat = 'X'"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError) as error:
        read_experiment(path)
    assert len(error.value.faults) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("growth.pul", "Did you mean 'growth.pull'?"),
        ("growth.pull=0.1:x", "'x' is not a number"),
        ("growth.pull=0.1", "one value is nothing to vary"),
        ("growth.pull=0.1:0.2:3:4", "too many colons"),
        ("growth.pull=", "nothing stands behind the equals sign"),
        ("CORVE=dove,hwak", "Did you mean 'hawk'?"),
        ("turns=2,x", "'x' is not a whole number"),
    ],
)
def test_a_broken_word_of_the_command_line_is_told(text: str, told: str) -> None:
    with pytest.raises(RulesError, match="command line, --vary") as error:
        make_experiment("four-islands", [text], {"outcomes": ("calm",)})
    assert told in str(error.value)


# The commands


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


SMALL = (
    *("experiment", "four-islands", "--vary", "crises.tension_noise", "--vary", "CORVE=dove,hawk"),
    *("--points", "10", "--replicates", "2", "--turns", "1", "--outcome", "calm"),
)


def test_the_command_plays_writes_and_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "study"
    first = run(*SMALL, "--out", str(out))
    assert first.exit_code == 0, first.output
    for told in (
        "In short",
        "Luck, doubt and choices",
        "What matters",
        "What would change this conclusion",
        "report.html",
    ):
        assert told in first.output
    assert (out / "report.html").is_file()
    assert (out / "manifest.json").is_file()
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    again = run(*SMALL, "--out", str(out), "--resume", "--json")
    assert again.exit_code == 0, again.output
    assert json.loads(again.output)["points"] == 10
    assert {path: path.read_bytes() for path in before} == before
    twice = run(*SMALL, "--out", str(out))
    assert twice.exit_code == 2
    assert "--resume" in twice.output


def test_the_command_lists_the_experiments() -> None:
    told = run("experiment")
    assert told.exit_code == 0
    assert all(name in told.output for name in find_experiments())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("experiment", "dout"), "Did you mean 'doubt'?"),
        (("experiment", "four-islands"), "say what to vary"),
        (("experiment", "doubt", "--vary", "growth.pull"), "Take --vary out"),
        (("experiment", "doubt", "--levels", "3"), "is not sized by levels"),
        (("experiment", "doubt", "--resume"), "Name it with --out"),
        (("chart", "nowhere"), "nowhere"),
    ],
)
def test_mistakes_at_the_command_are_told(words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert told in result.output


def test_the_chart_command_draws_what_an_ensemble_kept(tmp_path: Path) -> None:
    plan = plan_of("four-islands", games=8, seed=1, turns=2, tables=("turns", "seats"))
    run_plan(plan, tmp_path / "games")
    words = ("chart", str(tmp_path / "games"), "--of", "tension:narrows", "--of", "home.approval:ALDA")
    told = run(*words)
    assert told.exit_code == 0, told.output
    assert {path.name for path in (tmp_path / "games" / "charts").glob("*.svg")} == {
        "fan-tension-narrows.svg",
        "fan-home-approval-ALDA.svg",
    }
    wrong = run("chart", str(tmp_path / "games"), "--of", "tension:narows")
    assert wrong.exit_code == 2
    assert "Did you mean 'tension:narrows'?" in wrong.output
