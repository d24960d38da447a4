"""The command ``verify``: what it prints, its exit codes, data that are there, lacking or wrong."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wargame.cli import app
from wargame.verification import check as checks
from wargame.verification.target import Check, Tolerance

DATA = Path(__file__).parents[2] / "shared" / "data"
NATO = "verify_olson_zeckhauser_1964.csv"
TABLE = "country,gnp_usd_bn,defence_pct_gnp\nA,10,3\nB,20,2\nC,30,1\n"
BLOCS = "verify_richardson_1909_1913.csv"


def call(*words, code=0):
    """Run the command and expect its exit code; no error may escape as a traceback."""
    result = CliRunner().invoke(app, ["verify", *words])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


@pytest.fixture
def wrong(monkeypatch):
    """Let the belief of the stag hunt expect another value than its function gives."""
    planted = tuple(
        dataclasses.replace(target, expected=0.7) if target.id == "V14" else target
        for target in checks.TARGETS
    )
    monkeypatch.setattr(checks, "TARGETS", planted)


def test_a_family_is_told_with_its_values_and_labels():
    told = call("--only", "V07d", "--only", "v14")
    assert "V07  Developing together (R5)" in told
    assert "V07d  0.4714045208  0.4714045208    1e-9  rule" in told
    assert "V14  0.6666666667  0.6666666667    1e-9  instrument  met" in told
    assert told.splitlines()[-1] == (
        "2 of 117 targets, 1 by rules of the game: 2 met, 0 missed, 0 without their data."
    )


def test_further_ways_to_a_target_do_not_tell_it_again():
    rows = [line.split() for line in call("--only", "V05a").splitlines() if " met " in line]
    assert [row[0] for row in rows] == ["V05a", "625"]


def test_a_target_without_its_data_is_not_met():
    told = call("--only", "V04", "--only", "V15")
    assert "data not at hand" in told
    assert f"Not at hand: {NATO}. Name their folder with --data." in told
    assert told.splitlines()[-1].endswith("1 met, 0 missed, 1 without their data.")


def test_a_folder_that_lacks_some_tables_gives_the_others(tmp_path):
    (tmp_path / NATO).write_text(TABLE, encoding="utf-8")
    told = call("--data", str(tmp_path), "--only", "V04", "--only", "V02", code=1)
    assert f"Not at hand: {BLOCS}." in told
    assert "0 met, 1 missed, 2 without their data." in told


def test_a_miss_ends_with_exit_code_1(wrong):
    told = call("--only", "V14", "--only", "V15", code=1)
    row = next(line.split() for line in told.splitlines() if line.startswith("  V14"))
    assert row[:6] == ["V14", "0.7", "0.6666666667", "1e-9", "instrument", "missed"]
    assert told.splitlines()[-1].endswith("1 met, 1 missed, 0 without their data.")


def test_one_check_that_misses_misses_the_target():
    target = checks.choose(["V17a"])[0]
    astray = dataclasses.replace(target, checks=(*target.checks, Check("rule", lambda: 3.0)))
    found = checks.verify([astray], checks.Folder(None))
    assert [finding.outcome for finding in found] == ["met", "met", "missed"]
    assert checks.count(found) == {"missed": 1}


def test_json_holds_what_a_program_needs(wrong):
    told = json.loads(call("--json", "--only", "V14", "--only", "V04", code=1))
    lacking, missed = told["checks"]
    assert (lacking["id"], lacking["found"], lacking["result"]) == ("V04", None, "data not at hand")
    assert lacking["lacking"] == [NATO]
    assert (missed["expected"], missed["result"], missed["label"]) == (0.7, "missed", "instrument")
    assert missed["found"] == pytest.approx(2 / 3)
    assert missed["source"] == ["jervis1978"]
    assert told["targets"] == {"met": 0, "missed": 1, "data not at hand": 1}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("V18", "Did you mean"),
        ("V07z9", "Did you mean 'V07"),
        ("stag", "There are: V01, V02"),
        ("", "There are"),
    ],
)
def test_an_id_that_is_not_known_is_told(asked, words):
    told = call("--only", asked, code=2)
    assert f"--only {asked!r}: no target begins like this." in told
    assert words in told


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert "there is no such folder" in call("--data", str(tmp_path / "none"), code=2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "country,gnp_usd,defence_pct_gnp\nA,1,2\n",
            "there is no column gnp_usd_bn. Did you mean 'gnp_usd'?",
        ),
        (TABLE.replace("20", "much"), "line 3: gnp_usd_bn is 'much'. Write a number."),
        (TABLE.replace("20", ""), "line 3: gnp_usd_bn is empty."),
        ("", "it cannot be read as a table"),
        ("country,gnp_usd_bn,defence_pct_gnp\n", "there are 0 rows"),
    ],
)
def test_a_table_with_faults_is_told_with_all_of_them(tmp_path, text, words):
    (tmp_path / NATO).write_text(text, encoding="utf-8")
    told = call("--data", str(tmp_path), "--only", "V04", code=2)
    assert NATO in told
    assert words in told


@pytest.mark.skipif(not DATA.is_dir(), reason="the data folder is not beside this checkout")
def test_a_table_that_lacks_a_nation_is_told(tmp_path):
    for name in ("landscape_2022_propensities.csv", "landscape_2022_sizes.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    sizes = tmp_path / "landscape_2022_sizes.csv"
    kept = [line for line in sizes.read_text(encoding="utf-8").splitlines() if not line.startswith("JPN")]
    sizes.write_text("\n".join(kept), encoding="utf-8")
    told = call("--data", str(tmp_path), "--only", "V09h", code=2)
    assert "JPN is not among" in told


def test_tolerances_meet_what_they_say():
    assert Tolerance(0.05, "relative").met(1.04, 1.0)
    assert not Tolerance(0.05, "relative").met(0.9, 1.0)
    assert Tolerance(kind="at most").met(1e-9, 1e-8)
    assert not Tolerance(kind="at most").met(2e-8, 1e-8)
    assert not Tolerance(0.1).met((1.0, 2.0), (1.0,))
    assert not Tolerance(0.1).met(float("nan"), 1.0)
    assert [str(Tolerance(*each)) for each in ((5e-4,), (0.03,), (0.005, "relative"), ())] == [
        "5e-4",
        "0.03",
        "0.5 %",
        "same",
    ]
