"""Tournaments: cells share their luck, gains are paired, nothing is told apart that the games do not tell apart."""

from __future__ import annotations

import csv
import io
import json
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from tests.support import PRACTICE
from wargame.arrays import Array
from wargame.cli import app
from wargame.cli.tournaments import _cell, _gain, signed
from wargame.dice import Dice
from wargame.ensemble import open_results, plan_of, run_plan
from wargame.ensemble.intervals import reach
from wargame.faults import WargameError
from wargame.forecast import NO_DIFFERENCE
from wargame.forecast.pairs import compare_pairs
from wargame.tournament import LineUp, Tournament, line_up, play_tournament
from wargame.tournament.equilibria import best_replies, nash_shares
from wargame.tournament.tables import _ties, ranking_table, seat_table, tell_apart

pytestmark = pytest.mark.slow

SMALL: dict[str, Any] = {"characters": ["dove", "hawk"], "games": 5, "turns": 2, "seed": 3}


@cache
def found() -> Tournament:
    return play_tournament(line_up(PRACTICE, **SMALL, pay_off="objectives"))


def played(characters: dict[str, str]) -> pd.DataFrame:
    return run_plan(plan_of(PRACTICE, games=5, seed=3, turns=2, characters=characters)).outcomes()


def invented(games: int, gain: Array, **parts: Any) -> tuple[LineUp, dict[str, Array]]:
    """Return a line-up without blocs, and pay-offs that are noise and a gain, (point,), of whom it plays otherwise."""
    given = {"characters": ["dove", "hawk", "hedger"], "seats": ["ALDA"], "games": games}
    made = line_up(PRACTICE, **{**given, **parts})
    made = LineUp(**{**{name: getattr(made, name) for name in made.__dataclass_fields__}, "blocs": ((), ())})
    shape = (len(made.plan.points), games, len(made.scenario.nations))
    noise = Dice(5, 0, games).uniform("noise", [f"{n}" for n in range(shape[0])], 1, shape[2])
    values = noise.swapaxes(0, 1) + np.reshape(gain, (-1, 1, 1))
    return made, {"score": values, "objectives": values, "succeeds": (values > 0.5).astype(np.float64)}


# -- cells ------------------------------------------------------------------------------------------------


def test_every_seat_tries_every_character_beside_its_own() -> None:
    table, lineup = found().seats, found().lineup
    assert found().results.games == 5 * (1 + 4 * 2 + 2 * 2)
    for seat, own in table.groupby("seat"):
        assert own["own"].sum() == 1
        assert {"dove", "hawk"} <= set(own["character"])
        assert (own.loc[own["own"], "score_gain"] == 0.0).all()
        assert (own.loc[own["own"], "score_verdict"] == "own").all()
        assert own.loc[own["own"], "character"].item() == lineup.own(str(seat))


def test_a_gain_is_the_difference_of_the_same_games() -> None:
    base, other = played({}), played({"CORVE": "dove"})
    row = found().seats.query("seat == 'CORVE' and character == 'dove'").iloc[0]
    for each in ("score", "objectives", "succeeds"):
        pair = [games[[f"{each}:CORVE"]].to_numpy().T for games in (other, base)]
        told = compare_pairs(*pair, np.array([each == "succeeds"]))
        wanted = (told.difference[0], told.low[0], told.high[0])
        assert tuple(row[f"{each}_gain{end}"] for end in ("", "_low", "_high")) == pytest.approx(wanted)
        assert row[each] == pytest.approx(other[f"{each}:CORVE"].mean())
    assert row["objectives_gain"] != 0.0


def test_a_cell_of_the_blocs_is_what_those_characters_play() -> None:
    assert found().lineup.blocs == (("ALDA", "BRENN"), ("CORVE", "DRAY"))
    games = played({"ALDA": "hawk", "BRENN": "hawk", "CORVE": "dove", "DRAY": "dove"})
    cell = found().cells.query("first == 'hawk' and second == 'dove'").iloc[0]
    for side, seats in ((1, ("ALDA", "BRENN")), (2, ("CORVE", "DRAY"))):
        values = games[[f"objectives:{seat}" for seat in seats]].mean(axis=1).to_numpy()
        half = float(reach(5)) * values.std(ddof=1) / 5**0.5
        told = tuple(cell[f"{name}_{side}"] for name in ("pay_off", "low", "high"))
        assert told == pytest.approx((values.mean(), values.mean() - half, values.mean() + half))


def test_best_replies_and_equilibria_stand_out() -> None:
    cells = found().cells
    for side, given, own in ((1, "second", "first"), (2, "first", "second")):
        for _, part in cells.groupby(given):
            best = part.loc[part[f"pay_off_{side}"].idxmax(), own]
            assert best in set(part.loc[part[f"best_{side}"], own])
            assert (part[f"best_{side}"] <= part[f"tie_{side}"]).all()
    assert (cells["nash"] == (cells["best_1"] & cells["best_2"])).all()


PRISONERS = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])


def test_known_games_have_their_known_equilibria() -> None:
    assert best_replies(PRISONERS).all(axis=0).tolist() == [[False, False], [False, True]]
    assert not best_replies(PENNIES).all(axis=0).any()
    sure = np.repeat(PRISONERS[..., None], 6, axis=-1)
    assert nash_shares(sure, 1).tolist() == [[0.0, 0.0], [0.0, 1.0]]
    doubtful = sure.copy()
    doubtful[:, 1, 1] += np.array([-9.0, 9.0, -9.0, 9.0, -9.0, 9.0])
    assert 0.05 < nash_shares(doubtful, 1)[1, 1] < 0.95


# -- what is told apart -----------------------------------------------------------------------------------


def test_of_many_cells_without_a_difference_few_tables_mark_one() -> None:
    u = Dice(21, 0, 200).uniform("tables", [f"{n}" for n in range(31)], 1, 30)
    marked = alone = 0
    for table in u:
        told = tell_apart(table[:30], np.broadcast_to(table[30], (30, 30)), False)
        marked += bool((told.higher | told.lower).any())
        alone += bool(((told.low > 0.0) | (told.high < 0.0)).any())

    assert marked / len(u) <= 0.08
    # cell by cell most of these tables would have a star
    assert alone / len(u) > 0.3


@pytest.mark.parametrize(("games", "marked"), [(3, False), (5, False), (6, True), (40, True)])
@pytest.mark.parametrize("gain", [-1.0, 0.1])
def test_the_same_difference_in_every_game_is_judged_by_their_number(
    gain: float, games: int, marked: bool
) -> None:
    base = Dice(4, 0, games).uniform("base", ["x"], 1, 1).reshape(1, games)
    told = tell_apart(base + gain, base, False)

    assert bool((told.higher if gain > 0 else told.lower)[0]) == marked
    assert told.gain[0] == pytest.approx(gain)
    assert bool(told.low[0] * told.high[0] > 0.0) == marked


def test_marks_stand_for_the_whole_table() -> None:
    made, paid = invented(40, np.array([0.0, 0.1, 1.0, 0.0]))
    table = seat_table(made, paid).set_index("character")

    assert made.plan.points[2].labels["first"] == "hawk"
    assert table.loc["hawk", "score_verdict"] == "better"
    # by itself its interval leaves out 0, and among three it does not stand
    assert table.loc["dove", "score_gain_low"] > 0.0
    assert table.loc["dove", "score_verdict"] == NO_DIFFERENCE
    assert table.loc["hedger", "score_verdict"] == NO_DIFFERENCE
    assert (table["score_gain_p"] >= 0.0).all()


@pytest.mark.parametrize(
    ("gain", "ranks"),
    [
        ((0.0, 0.0, 0.0, 0.0), {"dove": (1, 3), "hawk": (1, 3), "hedger": (1, 3)}),
        ((0.0, 9.0, 0.0, 0.0), {"dove": (1, 1), "hawk": (2, 3), "hedger": (2, 3)}),
        ((0.0, 0.0, 9.0, 4.0), {"dove": (3, 3), "hawk": (1, 1), "hedger": (2, 2)}),
    ],
)
def test_ranks_are_those_that_the_differences_leave_open(
    gain: tuple[float, ...], ranks: dict[str, tuple[int, int]]
) -> None:
    made, paid = invented(30, np.array(gain))
    table = ranking_table(made, paid["score"], seat_table(made, paid)).set_index("character")

    assert {name: (row.rank_first, row.rank_last) for name, row in table.iterrows()} == ranks
    assert table["gain"].is_monotonic_decreasing


def test_replies_tie_where_the_games_do_not_tell_them_apart() -> None:
    u = Dice(8, 0, 40).uniform("replies", ["a", "b", "c"], 1, 2).transpose(1, 2, 0)
    table = u + np.array([[[0.0], [9.0]], [[0.0], [0.0]], [[-9.0], [9.0]]])

    assert _ties(table, False).tolist() == [[True, True], [True, False], [False, True]]


def test_the_ranking_goes_by_the_mean_gain_and_own_seats_count_as_nothing() -> None:
    table, seats = found().ranking, found().seats
    assert table["gain"].is_monotonic_decreasing
    for row in table.itertuples():
        gains = seats.loc[seats["character"] == row.character, "objectives_gain"]
        assert row.gain == pytest.approx(gains.sum() / 4)
        assert row.low <= row.gain <= row.high
        assert row.own_in == sum(found().lineup.own(seat) == row.character for seat in found().lineup.seats)
        assert 1 <= row.rank_first <= row.rank_last <= 2


def test_nothing_is_never_less_than_nothing() -> None:
    assert [signed(value) for value in (0.0, -0.0, -0.004, 0.004, -0.006)] == ["0.00"] * 4 + ["-0.01"]
    row = {
        "own": False,
        "x_gain": -0.001,
        "x_gain_low": -0.2,
        "x_gain_high": 0.198,
        "x_verdict": NO_DIFFERENCE,
    }
    assert _gain(row, "x") == "0.00 ±0.20 "


def test_an_interval_without_width_is_told_in_words() -> None:
    row = {"own": False, "x_gain": -1.0, "x_gain_low": -1.0, "x_gain_high": -1.0, "x_verdict": "worse"}
    assert _gain(row, "x") == "-1.00 each*"
    nothing = {f"x_gain{end}": 0.0 for end in ("", "_low", "_high")}
    assert _gain({**row, **nothing, "x_verdict": NO_DIFFERENCE}, "x") == "same "
    cell = {"pay_off_1": 2.0, "low_1": 2.0, "high_1": 2.0, "best_1": False, "tie_1": True}
    assert _cell(cell, 1) == "2.00 each~"


# -- mistakes ---------------------------------------------------------------------------------------------

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
        line_up(PRACTICE, **{**SMALL, **change})


# -- the command ------------------------------------------------------------------------------------------

WORDS = ("--games", "4", "--turns", "1", "--seed", "3", "--characters", "dove, hawk", "--seats", "DRAY")


def call(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["tournament", PRACTICE, *WORDS, *words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_tournament_is_kept_in_runs_and_can_be_repeated_by_its_own_words(here: Path) -> None:
    told = call().stdout
    folder = here / "runs" / f"tournament-{PRACTICE}-seed3-n4-1turn"
    facts = json.loads((folder / "tournament.json").read_text(encoding="utf-8"))

    assert "runs/tournament-four-islands-seed3-n4" in told
    assert (facts["scenario"]["id"], facts["scenario"]["turns"], facts["seed"]) == (PRACTICE, 1, 3)
    assert (facts["games_a_cell"], facts["games"], facts["characters"]) == (4, 28, ["dove", "hawk"])
    assert facts["own_characters"]["DRAY"] == "opportunist"
    assert facts["ruleset"]["hash"] == found().lineup.scenario.ruleset.content_hash()
    assert {"engine", "wargame", "python", "numpy"} <= facts["versions"].keys()
    assert open_results(folder).outcomes(["score:DRAY"]).shape == (28, 7)
    again = CliRunner().invoke(app, [*shlex.split(facts["command"])[1:], "--out", "again"])
    assert again.exit_code == 0, again.output
    assert files(here / "again") == files(folder)


def test_every_column_of_every_table_is_told_what_it_is(here: Path) -> None:
    call("--out", "out", "--bloc", "ALDA", "--bloc", "CORVE, DRAY")
    rows = list(csv.DictReader(io.StringIO((here / "out/tables/dictionary.csv").read_text(encoding="utf-8"))))
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(row["table"], []).append(row["column"])
        assert row["text"]
    for name in ("ranking", "seats", "cells", "points"):
        text = (here / f"out/tables/{name}.csv").read_text(encoding="utf-8")
        assert text.splitlines()[0].split(",") == told.pop(name)
        assert "-0," not in text
    assert told == {}


def test_another_folder_is_never_overwritten_and_a_finished_one_is_told_anew(here: Path) -> None:
    first, second = call().stdout, call().stdout
    assert "seed3-n4-1turn-2" in second
    assert "seed3-n4-1turn-2" not in first
    assert "--resume" in call("--out", "runs/tournament-four-islands-seed3-n4-1turn", code=2).stderr
    facts = json.loads(call("--resume", "--pay-off", "objectives", "--json").stdout)
    assert facts["folder"] == "runs/tournament-four-islands-seed3-n4-1turn"
    assert facts["pay_off"] == "objectives"


def test_the_command_says_how_sure_it_is(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.cli.tournaments.play_tournament", lambda *_, **__: found())
    monkeypatch.setattr("wargame.cli.tournaments.write_tournament", lambda *_: None)
    told = " ".join(call().stdout.split())

    best = found().ranking.iloc[0]
    assert f"{best['rank_first']}-{best['rank_last']} {best['character']}" in told or (
        best["rank_first"] == best["rank_last"] and f"{best['rank_first']} {best['character']}" in told
    )
    assert "own character it is counts as a gain of 0" in told
    assert "Holm" in told
    assert "best reply" in told
    assert "-0.00" not in told


def test_blocs_are_named_twice_and_may_be_anyones(here: Path) -> None:
    assert "name it twice" in call("--bloc", "ALDA,BRENN", code=2).stderr
    facts = json.loads(call("--bloc", "ALDA", "--bloc", "CORVE, DRAY", "--json").stdout)
    assert facts["blocs"] == [["ALDA"], ["CORVE", "DRAY"]]
    assert facts["seats"] == ["DRAY"]
    assert {row["seat"] for row in facts["tables"]["seats"]} == {"DRAY"}
    assert "Did you mean 'hawk'?" in call("--characters", "dove,hwk", code=2).stderr
