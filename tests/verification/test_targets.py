"""The table of targets: every check is met, says truly what it is, and expects what the data folder says."""

from __future__ import annotations

import csv
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from wargame.game import Game
from wargame.ruleset import read_ruleset
from wargame.verification import FAMILIES, INSTRUMENT, MET, RULE, TARGETS, Folder, run
from wargame.verification.target import numbers

DATA = Path(__file__).parents[3] / "shared" / "data"
ABSENT = "the data folder is not beside this checkout"
FOLDER = Folder(DATA if DATA.is_dir() else None)
CHECKS = [
    pytest.param(target, check, id=f"{target.id}-{check.label}{place or ''}")
    for target in TARGETS
    for place, check in enumerate(target.checks)
]
RULES = re.compile(r"wargame\.adjudication\.(?!phases|totals|turn|opening|measures)\w+$")
SHIPPED = re.compile(r"wargame\.(adjudication|theory|backtest)\b")


def called(function, pattern):
    """Return (module, function) of what runs while a function does, public names only."""
    found = set()

    def note(frame, event, _):
        module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        if event == "call" and pattern.match(module) and name[0] not in "_<":
            found.add((module, name))

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return found


@cache
def called_in_play():
    """Return the rule functions that two turns of house AI call."""

    def play():
        game = Game.new("four-islands", seed=1)
        game.advance()
        game.advance()

    return called(play, RULES)


@cache
def examined(target, check):
    """Return what a check finds, and the shipped functions it calls; none noted where dice take many steps."""
    if FOLDER.lacking(check.tables):
        pytest.skip(ABSENT)
    found = []
    if "nations, dice" in check.how:
        return run(target, check, FOLDER), None
    shipped = called(lambda: found.append(run(target, check, FOLDER)), SHIPPED)
    return found[0], shipped


@pytest.mark.parametrize(("target", "check"), CHECKS)
def test_the_target_is_met(target, check):
    finding, _ = examined(target, check)
    assert finding.outcome == MET, f"{target.id}: {finding.found}, expected {target.expected}"


@pytest.mark.parametrize(("target", "check"), CHECKS)
def test_the_label_is_true_and_the_value_computed(target, check):
    """A rule check runs functions of the game and no others; any check runs something that is shipped."""
    _, shipped = examined(target, check)
    if shipped is None:
        pytest.skip("not traced: its dice take many thousand steps")
    rules = {(module, name) for module, name in shipped if RULES.match(module)}
    others = {module for module, _ in shipped if not module.startswith("wargame.adjudication")}
    assert shipped, f"{target.id} computes nothing"
    by_the_game = bool(rules) and rules <= called_in_play() and not others
    assert check.label == (RULE if by_the_game else INSTRUMENT), sorted(rules - called_in_play())


def test_there_are_117_targets_in_17_families():
    ids = [target.id for target in TARGETS]
    assert len(ids) == len(set(ids)) == 117
    assert {name[:3] for name in ids} == set(FAMILIES)
    assert ids == sorted(ids, key=lambda name: name[:3])


def test_a_target_says_what_it_is_and_what_it_rests_on():
    known = set(read_ruleset("standard").sources)
    for target in TARGETS:
        assert all((target.checks, target.what, target.basis)), target.id
        assert set(target.source) <= known, target.id
        assert len(target.checks) == 1 or all(check.how for check in target.checks), target.id


@pytest.mark.skipif(not (DATA / "verification_targets.csv").is_file(), reason=ABSENT)
def test_the_table_expects_what_the_data_folder_lists():
    with (DATA / "verification_targets.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["id"]: row["value"] for row in csv.DictReader(file)}
    assert set(listed) == {target.id for target in TARGETS}
    for target in TARGETS:
        assert agrees(target, listed[target.id]), (target.id, target.expected, listed[target.id])


def agrees(target, value):
    """Tell whether a listed value is the one expected, to the figures printed or the target's tolerance."""
    if isinstance(target.expected, str):
        words = set(re.split(r"[^A-Z1-9]+", value)) - {""}
        # a partition is told by its members in braces, a side by its names
        return words == set(target.expected.replace(" | ", " ").split()) or bool(
            {"".join(each.split(",")) for each in re.findall(r"{(.*?)}", value)}
            == set(target.expected.split(" | "))
        )
    parts = [float(part) for part in re.split(r"\s*[/;]\s*|(?<=\d)-(?=\d)", value)]
    expected = numbers(target.expected)
    tolerance = target.checks[0].tolerance
    if tolerance.kind == "at most":
        return parts[0] <= expected[0]
    return len(parts) == len(expected) and all(
        abs(part - aim)
        <= max(1e-8 * abs(aim), tolerance.amount if target.basis.startswith("published") else 0)
        for part, aim in zip(parts, expected, strict=True)
    )
