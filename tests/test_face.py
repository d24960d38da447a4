"""Face validity: facts of the world beside games, and the count of free numbers."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from tests.support import BASELINE, PRACTICE, play_of, scenario_of
from wargame.adjudication.turn import prepare
from wargame.experiment import read_experiment
from wargame.playtest import face_validity
from wargame.rulebook.limits import evidence, free_numbers
from wargame.rulebook.tried import SCREENING
from wargame.schema import Condition, Fact


def of(**named: object):
    """Return what one fact is beside 40 games of the islands."""
    fact = Fact(text="A fact.", by=2, source=("assumption",), **named)
    scenario = dataclasses.replace(scenario_of(PRACTICE), facts={"fact": fact})
    return face_validity(prepare(scenario), 40, seed=3)[0]


def test_a_condition_that_never_holds_is_a_miss_where_it_came_about() -> None:
    never = Condition(sum=("spending:ALDA",), at_most=1.0)
    missed, met = of(when=never, happened=1.0), of(when=never, happened=0.0)
    assert (missed.share, missed.fits) == (0.0, False)
    assert (met.share, met.fits) == (1.0, True)


def test_a_ratio_is_held_against_the_middle_of_the_games() -> None:
    within, far = (of(sum=("spending:ALDA",), ratio=True, happened=value) for value in (1.03, 3.0))
    low, middle, high = within.band
    assert low < middle < high
    assert low > 0.8
    assert within.fits
    assert not far.fits


def test_turns_with_an_order_are_counted() -> None:
    found = of(order="test", seat="DRAY", happened=0.0)
    assert found.band[0] >= 0.0
    assert found.band[-1] <= 2.0
    assert found.share is not None


def test_only_the_turns_that_facts_ask_for_are_played() -> None:
    assert face_validity(play_of(PRACTICE), 5) == ()


@pytest.mark.slow
def test_the_baseline_misses_what_it_is_said_to_miss() -> None:
    found = face_validity(play_of(BASELINE), 500)
    missed = {name for name, each in zip(scenario_of(BASELINE).facts, found, strict=True) if not each.fits}
    assert missed == {"budget_jpn", "budget_rok", "budget_rus", "counterstrike", "dprk_rus", "tests"}


def test_free_numbers_are_counted() -> None:
    """The design aims at 60 free numbers. Add one only with a reason, and move these counts with it."""
    rules = scenario_of(BASELINE).ruleset
    count = Counter(row.kind for row in rules.parameters.values())
    assert count == {"assumed": 117, "estimated": 16, "published": 8, "recalled": 1}
    assert len(free_numbers(rules)) == 117
    assert len(SCREENING.felt) == 43
    assert any("Free numbers: 117" in line for line in evidence(rules))


def test_the_screening_speaks_of_numbers_that_are_there() -> None:
    rules = scenario_of(BASELINE).ruleset
    assert set(SCREENING.felt) <= set(free_numbers(rules))
    assert len(set(SCREENING.felt)) == len(SCREENING.felt)
    assert len(read_experiment(SCREENING.command.split()[-1]).outcomes) == SCREENING.outcomes
