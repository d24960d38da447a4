"""Tournaments: cells share their luck, gains are paired, best replies and equilibria are what they say."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from tests.support import PRACTICE
from wargame.cli import app
from wargame.ensemble import plan_of, run_plan
from wargame.faults import WargameError
from wargame.tournament import Tournament, _nash_shares, best_replies, interval, play_tournament

SMALL = {"characters": ["dove", "hawk"], "games": 5, "turns": 2, "seed": 3}


@cache
def found() -> Tournament:
    return play_tournament(PRACTICE, **SMALL, pay_off="objectives")


def played(characters: dict[str, str]) -> pd.DataFrame:
    return run_plan(plan_of(PRACTICE, games=5, seed=3, turns=2, characters=characters)).outcomes()


def test_every_seat_tries_every_character_beside_its_own() -> None:
    table = found().seats
    assert len(found().games) == 5 * (1 + 4 * 2 + 2 * 2)
    for seat, own in table.groupby("seat"):
        assert own["own"].sum() == 1
        assert {"dove", "hawk"} <= set(own["character"])
        assert (own.loc[own["own"], "score_gain"] == 0.0).all()
        assert own.loc[own["own"], "character"].item() == found().scenario.nations[str(seat)].character


def test_a_gain_is_the_difference_of_the_same_games() -> None:
    base, other = played({}), played({"CORVE": "dove"})
    row = found().seats.query("seat == 'CORVE' and character == 'dove'").iloc[0]
    for each in ("score", "objectives", "succeeds"):
        gain = (other[f"{each}:CORVE"] - base[f"{each}:CORVE"]).to_numpy()
        told = tuple(row[f"{each}_gain{end}"] for end in ("", "_low", "_high"))
        assert told == pytest.approx(interval(gain))
        assert row[each] == pytest.approx(other[f"{each}:CORVE"].mean())
    assert row["objectives_gain"] != 0.0


def test_a_cell_of_the_blocs_is_what_those_characters_play() -> None:
    assert found().blocs == (("ALDA", "BRENN"), ("CORVE", "DRAY"))
    games = played({"ALDA": "hawk", "BRENN": "hawk", "CORVE": "dove", "DRAY": "dove"})
    cell = found().cells.query("first == 'hawk' and second == 'dove'").iloc[0]
    for side, seats in ((1, ("ALDA", "BRENN")), (2, ("CORVE", "DRAY"))):
        values = games[[f"objectives:{seat}" for seat in seats]].mean(axis=1).to_numpy()
        told = tuple(cell[f"{name}_{side}"] for name in ("pay_off", "low", "high"))
        assert told == pytest.approx(interval(values))


def test_best_replies_and_equilibria_stand_out() -> None:
    cells = found().cells
    for side, given, own in ((1, "second", "first"), (2, "first", "second")):
        for _, part in cells.groupby(given):
            best = part.loc[part[f"pay_off_{side}"].idxmax(), own]
            assert best in set(part.loc[part[f"best_{side}"], own])
            assert (part[f"best_{side}"] <= part[f"tie_{side}"]).all()
    assert (cells["nash"] == (cells["best_1"] & cells["best_2"])).all()


def test_the_ranking_goes_by_the_mean_gain() -> None:
    table, seats = found().ranking, found().seats
    assert list(table["rank"]) == [1, 2]
    assert table["gain"].is_monotonic_decreasing
    for row in table.itertuples():
        gains = seats.loc[seats["character"] == row.character, "objectives_gain"]
        # a seat whose own character it is gains nothing by it
        assert row.gain == pytest.approx(gains.sum() / 4)
        assert row.low <= row.gain <= row.high


PRISONERS = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])


def test_known_games_have_their_known_equilibria() -> None:
    assert best_replies(PRISONERS).all(axis=0).tolist() == [[False, False], [False, True]]
    assert not best_replies(PENNIES).all(axis=0).any()
    sure = np.repeat(PRISONERS[..., None], 6, axis=-1)
    assert _nash_shares(sure, 1).tolist() == [[0.0, 0.0], [0.0, 1.0]]
    doubtful = sure.copy()
    doubtful[:, 1, 1] += np.array([-9.0, 9.0, -9.0, 9.0, -9.0, 9.0])
    assert 0.05 < _nash_shares(doubtful, 1)[1, 1] < 0.95


@pytest.mark.parametrize(("games", "quantile"), [(6, 2.5706), (10, 2.2622), (20, 2.0930), (100, 1.9842)])
def test_intervals_are_students(games: int, quantile: float) -> None:
    values = np.arange(games, dtype=np.float64)
    mean, low, high = interval(values)
    assert high - mean == pytest.approx(quantile * values.std(ddof=1) / math.sqrt(games), rel=2e-3)
    assert mean - low == pytest.approx(high - mean)


MISTAKES = [
    ({"characters": ["dove", "hwk"]}, "Did you mean 'hawk'?"),
    ({"characters": ["dove"]}, "two characters"),
    ({"seats": ["BREN"]}, "Did you mean 'BRENN'?"),
    ({"games": 2}, "Ask for 3 or more"),
    ({"pay_off": "scores"}, "Did you mean 'score'?"),
    ({"blocs": (["ALDA"], ["ALDA", "DRAY"])}, "cannot be in both"),
    ({"blocs": (["ALDA"], [])}, "no seat"),
    ({"blocs": (["ALDA"], ["DRAI"])}, "Did you mean 'DRAY'?"),
]


@pytest.mark.parametrize(("change", "says"), MISTAKES)
def test_a_mistake_is_told_before_anything_is_played(change: dict[str, Any], says: str) -> None:
    with pytest.raises(WargameError, match=says.replace("?", r"\?")):
        play_tournament(PRACTICE, **{**SMALL, **change})


def call(*words: str, code: int = 0) -> Any:
    given = ["tournament", PRACTICE, "-n", "5", "--turns", "2", "--seed", "3", "--pay-off", "objectives"]
    result = CliRunner().invoke(app, [*given, *words])
    assert result.exit_code == code, result.output
    return result


def test_the_command_tells_what_it_found_and_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.cli.tournaments.play_tournament", lambda *_, **__: found())
    told = call("--out", str(tmp_path / "out")).stdout
    facts = json.loads(call("--json").stdout)

    assert facts["blocs"] == [["ALDA", "BRENN"], ["CORVE", "DRAY"]]
    best = found().ranking.iloc[0]
    assert f"1.  {best['character']}" in told
    assert "best reply" in told
    seats = pd.read_csv(tmp_path / "out" / "seats.csv")
    assert list(seats.columns) == list(found().seats.columns)
    assert len(pd.read_csv(tmp_path / "out" / "games.csv")) == len(found().games)
    assert "holds something already" in call("--out", str(tmp_path / "out"), code=2).stderr


def test_blocs_are_named_twice_and_may_be_anyones() -> None:
    assert "name it twice" in call("--bloc", "ALDA,BRENN", code=2).stderr
    words = ("--character", "dove", "--character", "hawk", "--seat", "DRAY", "--json")
    facts = json.loads(call("--bloc", "ALDA", "--bloc", "CORVE, DRAY", *words).stdout)
    assert facts["blocs"] == [["ALDA"], ["CORVE", "DRAY"]]
    assert {row["seat"] for row in facts["seats"]} == {"DRAY"}
