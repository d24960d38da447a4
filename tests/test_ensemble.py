"""Ensembles: each row is the game played alone, blocks and places change nothing, a run that stopped goes on."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from tests.support import PRACTICE, scenario_of
from wargame.arrange import arrange
from wargame.cli import app
from wargame.dice import Dice, tiled
from wargame.ensemble import Plan, Point, Progress, Results, Setting, open_results, plan_of, run_plan
from wargame.ensemble.parts import deliver
from wargame.ensemble.pick import pick_game
from wargame.ensemble.plan import TABLES
from wargame.ensemble.store import Store
from wargame.ensemble.tasks import Cutter, play_task
from wargame.faults import WargameError
from wargame.game import Game
from wargame.outcomes import Course, list_outcomes

GAMES, SIZE = 11, 4
HAWK = {"DRAY": "hawk"}
SHORT = arrange(scenario_of(PRACTICE), turns=2)
POINTS = (
    Point(0, {}, {"inertia": "own", "turns": 2}),
    Point(1, {"growth.inertia": 0.3}, {"inertia": "high", "turns": 1}),
    Point(0, {"growth.inertia": 0.02, "threat.weight_strike": 0.4}, {"inertia": "low", "turns": 2}),
)


def plain(games: int = GAMES, **changes: Any) -> Plan:
    return plan_of(SHORT, games=games, seed=7, **changes)


def design(replicates: int = 3) -> Plan:
    """Return a design of three points, the middle one of a shorter game with another character."""
    settings = (Setting(SHORT), Setting(arrange(SHORT, turns=1), HAWK))
    return Plan(settings, POINTS, replicates, 7)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def all_same(left: Results, right: Results) -> bool:
    return all(getattr(left, table)().equals(getattr(right, table)()) for table in TABLES)


def outcomes_of(game: Game) -> dict[str, float]:
    """Return the outcomes of a game that the facade played."""
    course = Course(game.play)
    while not game.over:
        game.advance()
    for before, after in zip(game.model.states[:-1], game.model.states[1:], strict=True):
        course.note(SimpleNamespace(before=before, after=after))  # type: ignore[arg-type]
    return {name: float(values[0]) for name, values in course.outcomes().items()}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a finished ensemble in three blocks, to be read only."""
    folder = tmp_path_factory.mktemp("ensemble") / "whole"
    run_plan(plain(), folder, block=SIZE)
    return folder


# -- the same games ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("replicate", [0, 5, 10])
def test_a_row_is_the_game_that_is_played_alone(finished: Path, replicate: int) -> None:
    rows = open_results(finished).outcomes()
    game = Game.new(SHORT, seed=7, replicate=replicate)
    assert rows[rows["replicate"] == replicate].iloc[0].drop(["point", "replicate"]).to_dict() == outcomes_of(
        game
    )


@pytest.mark.parametrize("point", range(len(POINTS)))
def test_a_row_of_a_design_is_the_game_that_is_played_alone(point: int) -> None:
    plan = design()
    rows, chosen = run_plan(plan).outcomes(), POINTS[point]
    row = rows[(rows["point"] == point) & (rows["replicate"] == 2)].iloc[0]
    game = Game.new(
        arrange(plan.settings[chosen.setting].scenario, rules=dict(chosen.values)),
        seed=7,
        replicate=2,
        characters=plan.settings[chosen.setting].characters,
    )
    alone = outcomes_of(game)
    assert {name: row[name] for name in alone} == alone


def test_blocks_change_nothing() -> None:
    assert all_same(run_plan(plain(), block=SIZE), run_plan(plain()))
    whole = run_plan(design())
    assert all_same(run_plan(design(), block=2), whole)
    assert all_same(run_plan(design(), block=6), whole)


def test_points_of_a_block_have_the_same_luck() -> None:
    dice = Dice(7, 5, 3)
    draws = tiled(dice, 4).uniform("development.gate", ["railgun", "laser"], 2, 3)
    assert (draws.reshape(4, 3, 2, 3) == dice.uniform("development.gate", ["railgun", "laser"], 2, 3)).all()
    rows = tiled(dice, 4).rows(4, 8)
    assert rows.replicates == 4
    assert (
        rows.uniform("news", ["a"], 1)[:, 0] == np.tile(dice.uniform("news", ["a"], 1)[:, 0], 4)[4:8]
    ).all()


def test_a_folder_holds_what_memory_holds(finished: Path) -> None:
    assert all_same(open_results(finished), run_plan(plain()))


# -- plans ---------------------------------------------------------------------------------------------------


def test_a_plan_travels_as_json_and_keeps_its_key() -> None:
    plan = design()
    again = Plan.from_plain(json.loads(json.dumps(plan.to_plain())))
    assert again.key == plan.key
    assert again.points == plan.points
    assert len(plan.to_plain()["scenarios"]) == 2


def test_a_key_moves_with_anything_that_the_results_depend_on() -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"rules": {"growth.inertia": 0.1}},
        {"turns": 3},
        {"characters": HAWK},
        {"tables": ["turns"]},
    ]
    keys = [plain(**change).key for change in changes] + [plain(GAMES + 1).key, design().key]
    assert len(set(keys)) == len(keys)
    assert plain(characters={"DRAY": SHORT.nations["DRAY"].character}).key == plain().key


def test_blocks_hold_every_game_once() -> None:
    for plan in (plain(), design(), design(1)):
        for size in (1, 2, 4, 6, 100):
            blocks = list(plan.blocks(size))
            games = [(p, b.first + r) for b in blocks for p in b.points for r in range(b.replicates)]
            assert sorted(games) == [(p, r) for p in range(len(plan.points)) for r in range(plan.replicates)]
            assert [block.number for block in blocks] == list(range(plan.count_blocks(size)))
            assert len({plan.block_key(block) for block in blocks}) == len(blocks)
            assert all(plan.points[p].setting == block.setting for block in blocks for p in block.points)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"growth.inertai": 0.1}, "Did you mean 'growth.inertia'"),
        ({"growth.inertia": 3.0}, "outside its range"),
        ({"crises.thresholds": 20.0}, "list of numbers"),
    ],
)
def test_a_point_that_cannot_be_is_told(values: dict[str, float], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        Plan((Setting(SHORT),), (Point(0, values),), 3)


def test_a_worker_of_another_release_refuses_a_block() -> None:
    plan = plain(1)
    task = Cutter(plan).task(next(plan.blocks()))
    with pytest.raises(WargameError, match=r"Install the same release"):
        play_task(replace(task, version="0.0.1"))


# -- tables --------------------------------------------------------------------------------------------------


def test_the_dictionary_names_every_column_and_its_bounds_hold(finished: Path) -> None:
    results = open_results(finished)
    dictionary = results.dictionary()
    assert pd.read_csv(finished / "dictionary.csv").shape == dictionary.shape
    assert dictionary["text"].str.len().min() > 3
    for table in TABLES:
        told = dictionary[dictionary["table"] == table].set_index("column")
        frame = getattr(results, table)()
        assert list(frame.columns) == list(told.index)
        for name in frame.select_dtypes("number"):
            low, high = told.loc[name, ["low", "high"]]
            assert pd.isna(low) or frame[name].between(low, high).all(), name


def test_tables_follow_the_games_turn_by_turn(finished: Path) -> None:
    results = open_results(finished)
    outcomes, turns, seats, orders = (getattr(results, table)() for table in TABLES)
    played = turns.groupby("replicate")["turn"].max()
    assert (played == outcomes["turns"].to_numpy()).all()
    last = turns[turns["turn"] == turns["replicate"].map(played)]
    assert (last["tension:narrows"].to_numpy() == outcomes["tension:narrows"].to_numpy()).all()
    assert len(seats) == len(turns) * len(SHORT.nations)
    closing = seats[(seats["turn"] == seats["replicate"].map(played)) & (seats["seat"] == "ALDA")]
    for name, outcome in (("spending", "spending:ALDA"), ("home.approval", "home.approval:ALDA")):
        assert (closing[name].to_numpy() == outcomes[outcome].to_numpy()).all()
    game = Game.new(SHORT, seed=7, replicate=5)
    game.advance()
    told = [(row.seat, row.text) for row in game.tables()["orders"].itertuples()]
    kept = orders[(orders["replicate"] == 5) & (orders["turn"] == 1)]
    assert list(zip(kept["seat"], kept["text"], strict=True)) == told


def test_games_that_broke_down_have_no_rows_after_their_end() -> None:
    heated = scenario_of(PRACTICE)
    places = {name: place.model_copy(update={"tension": 74.0}) for name, place in heated.flashpoints.items()}
    results = run_plan(plan_of(replace(heated, flashpoints=places), games=30, seed=1))
    outcomes, turns = results.outcomes(), results.turns()
    assert 0 < outcomes["breakdown"].sum() < 30
    assert (turns.groupby("replicate").size().to_numpy() == outcomes["turns"].to_numpy()).all()


def test_only_the_tables_wanted_are_kept(tmp_path: Path) -> None:
    results = run_plan(plain(2, tables=["orders"]), tmp_path / "few")
    assert results.plan.tables == ("outcomes", "orders")
    assert not (tmp_path / "few" / "seats").exists()
    with pytest.raises(WargameError, match="was not kept, only outcomes, orders"):
        results.seats()
    with pytest.raises(WargameError, match="Did you mean 'breakdown'"):
        results.outcomes(["brekdown"])


def test_factors_stand_beside_point_and_replicate_and_never_hide_a_column() -> None:
    results = run_plan(design())
    outcomes = results.outcomes(["turns"])
    assert list(outcomes.columns) == ["point", "replicate", "inertia", "factor:turns", "turns"]
    assert list(outcomes["inertia"]) == ["own"] * 3 + ["high"] * 3 + ["low"] * 3
    assert (outcomes["factor:turns"] == outcomes["turns"]).all()
    assert list(results.points().columns) == ["point", "inertia", "turns"]


def test_a_summary_tells_mean_error_and_spread() -> None:
    results = run_plan(design(5))
    found = results.summary(["stability", "calm"])
    assert list(found["outcome"]) == ["stability", "calm"] * 3
    values = results.outcomes(["stability"]).query("point == 1")["stability"]
    row = found.iloc[2]
    assert row["mean"] == pytest.approx(values.mean())
    assert row["error"] == pytest.approx(values.std(ddof=1) / 5**0.5)
    assert row["mean_high"] - row["mean"] == pytest.approx(2.776 * row["error"], rel=0.01)  # t, 4 degrees
    share = found.iloc[3]
    assert (share["outcome"], share["mean_low"] >= 0.0, share["mean_high"] <= 1.0) == ("calm", True, True)
    assert share["mean_high"] - share["mean_low"] > 0.3
    assert (row["low"], row["high"]) == pytest.approx(tuple(values.quantile([0.05, 0.95])))
    assert row["inertia"] == "high"
    world = design().settings[0].play().world
    assert set(results.summary()["outcome"]) == {each.name for each in list_outcomes(world)}


def test_a_table_can_be_read_batch_by_batch(finished: Path) -> None:
    results = open_results(finished)
    batches = list(results.scan("seats", ["capital"], rows=10))
    assert len(batches) > 3
    assert pd.concat(batches, ignore_index=True).equals(results.seats(["capital"]))


def test_every_file_tells_what_it_is(finished: Path) -> None:
    plan = plain()
    for path in finished.glob("*/part-*"):
        told = {k.decode(): v.decode() for k, v in pq.read_metadata(path).metadata.items()}
        assert told["wargame.plan"] == plan.key
        assert told["wargame.ruleset"] == SHORT.ruleset.content_hash()
        assert told["wargame.scenario"] == SHORT.content_hash()
        assert told["wargame.seed"] == "7"
        assert int(told["wargame.first_replicate"]) == int(path.stem[-6:]) * SIZE


# -- stopping and going on -----------------------------------------------------------------------------------


def test_a_run_goes_on_and_ends_with_the_same_bytes(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    run_plan(plain(), folder, block=SIZE)
    (folder / "seats" / "part-000001.parquet").unlink()
    cut = folder / "turns" / "part-000002.parquet"
    cut.write_bytes(cut.read_bytes()[:-100])
    other = folder / "orders" / "part-000000.parquet"
    other.write_bytes((finished / "orders" / "part-000001.parquet").read_bytes())
    (folder / "turns" / ".writing-abc").write_bytes(b"half")
    seen: list[Progress] = []
    results = run_plan(plain(), folder, resume=True, watch=seen.append)
    assert (seen[0].kept, seen[-1].done, results.complete) == (0, GAMES, True)
    assert contents(folder) == contents(finished)


def stop_after(blocks: int) -> Any:
    """Return a watch that is interrupted after some blocks."""

    def watch(now: Progress) -> None:
        if now.done >= blocks * SIZE:
            raise KeyboardInterrupt

    return watch


def test_a_run_that_is_interrupted_keeps_what_is_finished(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        run_plan(plain(), folder, block=SIZE, watch=stop_after(2))
    half = open_results(folder)
    assert not half.complete
    assert f"{2 * SIZE} games are there of {GAMES}" in str(half)
    assert half.outcomes().equals(open_results(finished).outcomes().iloc[: 2 * SIZE])
    with pytest.raises(WargameError, match=r"8 of 11 games\. Go on with it by --resume"):
        run_plan(plain(), folder)
    run_plan(plain(), folder, resume=True, block=1000)
    assert contents(folder) == contents(finished)


def test_a_full_disk_is_told_and_costs_nothing_that_is_finished(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, room, sync = tmp_path / "full", iter(range(9)), os.fsync

    def fill(file: int) -> None:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fill)
        with pytest.raises(WargameError, match=r"the disk is full\. What is finished is kept"):
            run_plan(plain(), folder, block=SIZE)
    left = contents(folder)
    assert not [name for name in left if ".writing-" in name or ".here-" in name]
    assert open_results(folder).games == SIZE
    assert left.items() <= contents(finished).items()
    run_plan(plain(), folder, resume=True)
    assert contents(folder) == contents(finished)


def test_a_disk_that_will_be_too_small_is_told_after_the_first_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=1000))
    seen: list[Progress] = []
    run_plan(plain(), tmp_path / "small", block=SIZE, watch=seen.append)
    assert seen[1].lacking > 10_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"games": 12}, r"It differs in the number of games\."),
        ({"turns": 3}, r"It differs in the scenario or a number of its rules\."),
        ({"characters": HAWK, "tables": ["turns"]}, r"It differs in the characters, the tables"),
    ],
)
def test_another_experiment_is_refused(finished: Path, change: dict[str, Any], words: str) -> None:
    before = contents(finished)
    with pytest.raises(WargameError, match=words):
        run_plan(plain(**change), finished, resume=True)
    assert contents(finished) == before


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WargameError, match="holds something already"):
        run_plan(plain(1), tmp_path)
    with pytest.raises(WargameError, match="holds something already"):
        run_plan(plain(1), tmp_path / "notes.txt")
    with pytest.raises(WargameError, match="there is no ensemble here"):
        open_results(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_damaged_folder_is_told(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    run_plan(plain(1), folder)
    part = folder / "outcomes" / "part-000000.parquet"
    part.write_bytes(part.read_bytes()[:200])
    with pytest.raises(WargameError, match="a part cannot be read"):
        open_results(folder).outcomes()
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(WargameError, match="no manifest of an ensemble, or a damaged one"):
        open_results(folder)


def test_a_worker_that_does_not_see_the_folder_sends_its_parts(finished: Path, tmp_path: Path) -> None:
    plan = plain()
    block = list(plan.blocks(SIZE))[1]
    parts = deliver(Cutter(plan).task(block), str(tmp_path), ".here-nowhere")
    assert parts is not None
    assert {name: (finished / name / "part-000001.parquet").read_bytes() for name in TABLES} == parts


# -- one game of many ----------------------------------------------------------------------------------------


def test_a_picked_game_is_held_against_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "design"
    run_plan(design(), folder)
    for point in range(3):
        game, compared = pick_game(folder, 1, point)
        assert (compared, game.over, game.replicate) == (len(list_outcomes(game.play.world)), True, 1)
        assert game.play.scenario.ruleset.value("growth.inertia") == POINTS[point].values.get(
            "growth.inertia", 0.15
        )
    (folder / "outcomes" / "part-000000.parquet").unlink()
    assert pick_game(folder, 1, 0)[1] == 0
    with pytest.raises(WargameError, match=r"no replicate 3 .*There are 0 to 2"):
        pick_game(folder, 3)
    with pytest.raises(WargameError, match="no point 3"):
        pick_game(folder, 0, 3)


def test_a_row_that_was_changed_is_found(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    store = Store.begin(plain(), folder, SIZE)
    table = pq.read_table(finished / "outcomes" / "part-000000.parquet")
    place = table.schema.get_field_index("stability")
    wrong = table.column(place).to_pandas() + 2.0**-20
    pq.write_table(table.set_column(place, "stability", [wrong]), store.path("outcomes", 0))
    with pytest.raises(WargameError, match=r"replicate 2: stability is .* when played again"):
        pick_game(folder, 2)


# -- the command line ----------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run commands in an empty folder."""
    monkeypatch.chdir(tmp_path)


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.mark.usefixtures("elsewhere")
def test_the_command_plays_tells_and_goes_on() -> None:
    words = (
        "ensemble",
        PRACTICE,
        "-n",
        "6",
        "--seed",
        "7",
        "--set",
        "growth.inertia=0.1",
        "--seat",
        "DRAY=hawk",
    )
    told, folder = call(*words).stdout, "runs/ensemble-four-islands-seed7-n6-DRAY-hawk-growth.inertia-0.1"
    for text in (
        "Four islands (practice): 6 games of 4 turns\nDRAY hawk; growth.inertia 0.1; seed 7.",
        "How games end",
        "95 % interval",
        "Alda",
        "tension, The Narrows",
        f"wargame pick {folder} 3",
    ):
        assert text in told
    assert "one standard error" not in told
    assert "Nothing was left to play" in call(*words, "--resume").stdout
    found = json.loads(call(*words, "--json").stdout)
    assert found["folder"] == f"{folder}-2"
    assert (found["characters"], found["changes"]) == (HAWK, {"growth.inertia": 0.1})
    rows = {row["outcome"]: row for row in found["outcomes"]}
    kept = open_results(found["folder"])
    assert rows["stability"]["mean"] == kept.outcomes()["stability"].mean()
    picked = call("pick", found["folder"], "4").stdout
    assert "DRAY hawk; growth.inertia 0.1.\n4 turns, closed; its " in picked
    assert "outcomes are those of the tables, to the bit." in picked
    again = Game.load("runs/four-islands-seed7-r4-DRAY-hawk-growth.inertia-0.1")
    assert dict(zip(again.record.header.seats, again.record.header.characters, strict=True))["DRAY"] == "hawk"


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-n", "0"), "0 games were asked for"),
        (("-n", "-3"), "-3 games were asked for"),
        (("--set", "growth.inertai=0.1"), "Did you mean 'growth.inertia'"),
        (("--set", "growth.inertia=9"), "outside its range, 0.0 to 0.35"),
        (("--set", "growth.inertia=nan"), "outside its range"),
        (("--set", "growth.inertia=much"), "'much' is not a number"),
        (("--set", "growth.inertia"), "write a parameter and a number"),
        (("--set", "growth.inertia=0.1", "--set", "growth.inertia=0.2"), "Name each parameter once"),
        (("--set", "crises.thresholds=20,40"), "2 numbers were given, and it has 4"),
        (("--seat", "DRAY=hwak"), "Did you mean 'hawk'"),
        (("--seat", "DARY=hawk"), "Did you mean 'DRAY'"),
        (("--keep", "turn"), "Did you mean 'turns'"),
        (("--workers", "0"), "0 workers were asked for"),
    ],
)
def test_bad_input_gets_one_message_and_leaves_nothing(words: tuple[str, ...], told: str) -> None:
    result = call("ensemble", PRACTICE, *words, code=2)
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not Path("runs").exists()


@pytest.mark.usefixtures("elsewhere")
def test_a_list_of_numbers_can_be_set() -> None:
    found = json.loads(
        call("ensemble", PRACTICE, "-n", "1", "--set", "crises.thresholds=30,50,70,90", "--json").stdout
    )
    plan = open_results(found["folder"]).plan
    assert plan.settings[0].scenario.ruleset.value("crises.thresholds") == (30.0, 50.0, 70.0, 90.0)
    assert found["outcomes"][0]["error"] is None


@pytest.mark.usefixtures("elsewhere")
def test_ctrl_c_tells_how_far_it_got_and_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.cli.ensembles.run_plan", stopped_run)
    told = call("ensemble", PRACTICE, "-n", "9", "--turns", "1", code=130).stderr
    folder = "runs/ensemble-four-islands-seed0-n9-1turn"
    assert f"Stopped. {2 * SIZE} of 9 games are finished and kept in {folder}." in told
    assert f"--resume --out {folder}" in told


def stopped_run(plan: Plan, folder: Path, **options: Any) -> None:
    run_plan(plan, folder, block=SIZE, watch=stop_after(2))
