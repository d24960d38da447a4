"""Measures of power (R6) and the read-out of alignment (R7) as a game gives them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.support import BASELINE, PRACTICE, scenario_of
from wargame.adjudication.opening import open_state
from wargame.adjudication.sides import alignments
from wargame.adjudication.standing import MEASURES, powers
from wargame.adjudication.turn import prepare
from wargame.cli import app
from wargame.faults import WargameError
from wargame.game import Game
from wargame.stress import stress_scenario


def lacking(key: str, **named: object):
    """Return the baseline with some keys of one nation left untold."""
    scenario = scenario_of(BASELINE)
    row = scenario.nations[key].model_copy(update=named)
    return dataclasses.replace(scenario, nations={**scenario.nations, key: row})


def test_measures_of_power_disagree_about_who_is_ahead() -> None:
    world = prepare(scenario_of(BASELINE)).world
    ahead = [world.ids["nation"][place] for place in powers(world).argmax(axis=-1)]
    assert ahead == ["CHN", "USA", "USA"]


def test_a_sweep_takes_another_measure_in_each_game() -> None:
    scenario = scenario_of(PRACTICE)
    swept = prepare(scenario, {"threat.power_measure": np.array([0.0, 1.0, 2.0])})
    together = open_state(swept, 3).threat
    for measure in range(3):
        alone = open_state(prepare(scenario, {"threat.power_measure": float(measure)}), 1).threat
        assert np.array_equal(together[measure], alone[0])
    assert not np.array_equal(together[0], together[2])


@pytest.mark.parametrize(
    ("measure", "scenario", "words"),
    [
        (1.0, lacking("DPRK", dollars=None), "spending, which the scenario does not tell of DPRK"),
        (2.0, lacking("ROK", people=None), "of ROK. Write in nations.toml"),
    ],
)
def test_a_measure_that_the_scenario_does_not_tell_is_refused(measure, scenario, words) -> None:
    with pytest.raises(WargameError, match=words):
        prepare(scenario, {"threat.power_measure": measure})
    assert prepare(scenario).world.size("nation") == 6


def test_all_minima_and_near_minima_are_read_from_the_opening() -> None:
    found = Game.new(BASELINE, seed=1).alignment()
    assert tuple(found) == MEASURES
    for splits in found.values():
        assert splits[0].sides == (("USA", "JPN", "ROK"), ("CHN", "DPRK", "RUS"))
        assert splits[0].minimum
        energies = [split.energy for split in splits]
        assert energies == sorted(energies)
        assert all(split.minimum or split.energy <= 0.9 * energies[0] for split in splits)


def test_the_read_out_follows_relations() -> None:
    play = prepare(scenario_of(BASELINE))
    state = open_state(play)
    relation = np.array(state.relation)
    relation[0] = -np.sign(relation[0])
    best = alignments(play.world, state.having(relation=relation))[MEASURES[0]][0]
    assert best.sides != (("USA", "JPN", "ROK"), ("CHN", "DPRK", "RUS"))


def test_measures_the_scenario_does_not_tell_are_left_out() -> None:
    play = prepare(lacking("DPRK", dollars=None))
    assert tuple(alignments(play.world, open_state(play))) == (MEASURES[0],)


def test_too_many_nations_are_refused() -> None:
    play = prepare(stress_scenario(nations=18))
    with pytest.raises(WargameError, match="17 are the most"):
        alignments(play.world, open_state(play))


def test_show_tells_the_alignment_of_a_run(tmp_path: Path) -> None:
    game = Game.new(PRACTICE, seed=3)
    game.advance()
    folder = game.save(tmp_path / "run")
    told = CliRunner().invoke(app, ["show", str(folder), "--alignment"])
    assert told.exit_code == 0, told.output
    assert "Two sides after turn 1" in told.output
    assert "100 %  minimum" in told.output
    facts = json.loads(
        CliRunner().invoke(app, ["show", str(folder), "--alignment", "--turn", "0", "--json"]).output
    )
    assert facts["turn"] == 0
    assert set(facts["alignment"]) == set(MEASURES)
    wrong = CliRunner().invoke(app, ["show", str(folder), "--alignment", "--turn", "9"])
    assert wrong.exit_code != 0
