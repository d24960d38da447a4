"""Ensembles of pages: begun, stopped and gone on with, measured before they start; a folder says all that is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wargame.ensemble import Progress, open_results, run_plan
from wargame.ensemble.parts import is_readable
from wargame.ensemble.store import MANIFEST, Store
from wargame.ensemble.tasks import Cutter
from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import ensembles as module
from wargame.live.aside import measure, save_game
from wargame.live.ensembles import Ensembles, workers_for
from wargame.live.jobs import CANCELLED, DONE, FAILED, Jobs
from wargame.live.wanted import Wanted, draws_of
from wargame.views.explore import listing, page

SMALL = Wanted("four-islands", games=6, seed=7, turns=1)
WAIT = 60


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ensembles]:
    """Ensembles of an empty folder that are played in this process, in blocks of two games."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "BLOCK", 2)
    monkeypatch.setattr(module, "workers_for", lambda blocks: 1)
    long = Jobs()
    yield Ensembles(long)
    long.close()


def ended(held: Ensembles, name: str) -> str:
    job = held.job(name)
    assert job is not None
    assert job.wait(WAIT)
    return job.state


def stop_after(held: Ensembles, games: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a run told to stop as soon as some games are there, as a person would by a click."""

    def stopping(plan: Any, out: Any, *, watch: Callable[[Progress], None], **how: Any) -> Any:
        def note(now: Progress) -> None:
            if now.done - now.kept >= games:
                held.cancel(Path(out).name)
            watch(now)

        return run_plan(plan, out, watch=note, **how)

    monkeypatch.setattr(module, "run_plan", stopping)


# -- playing -------------------------------------------------------------------------------------------------


def test_an_ensemble_is_played_into_its_folder(held: Ensembles) -> None:
    name = held.begin(SMALL)

    assert ended(held, name) == DONE
    assert held.names() == (name,)
    assert (held.standing(name).done, held.standing(name).games) == (6, 6)
    alone = run_plan(SMALL.plan())
    assert open_results(Path("runs") / name).outcomes().equals(alone.outcomes())


def test_what_was_played_before_is_not_played_again(held: Ensembles) -> None:
    name = held.begin(SMALL)
    ended(held, name)
    job = held.job(name)

    assert held.begin(SMALL) == name
    assert held.job(name) is job


def test_a_stopped_run_keeps_what_is_finished_and_goes_on(
    held: Ensembles, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        stop_after(held, 2, patched)
        name = held.begin(SMALL)
        assert ended(held, name) == CANCELLED
    assert held.standing(name).done == 2
    row = listing.listing(held)["rows"][0]
    assert (row["can_go_on"], row["running"]) == (True, False)
    assert "2 of 6 games are finished and kept" in row["state"]

    again = Ensembles(Jobs())  # a server that was started anew knows the folder only
    again.go_on(name)

    assert ended(again, name) == DONE
    whole = open_results(Path("runs") / name)
    assert whole.outcomes().equals(run_plan(SMALL.plan()).outcomes())


def test_two_pages_see_the_same_run(held: Ensembles, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = threading.Event()

    def waiting(*given: Any, watch: Callable[[Progress], None], **how: Any) -> Any:
        watch(Progress(0, 6))
        hold.wait(WAIT)
        return run_plan(*given, watch=watch, **how)

    monkeypatch.setattr(module, "run_plan", waiting)
    one = held.begin(SMALL)
    other = held.begin(SMALL)
    job = held.job(one)

    assert one == other
    assert held.running(one)
    hold.set()
    assert ended(held, one) == DONE
    assert held.job(one) is job


def test_those_who_watch_are_told(held: Ensembles) -> None:
    seen: list[int] = []
    end = held.watch(lambda each: seen.append(1))

    ended(held, held.begin(SMALL))
    count = len(seen)
    end()
    ended(held, held.begin(Wanted("four-islands", games=2, turns=1)))

    assert count >= 3
    assert len(seen) == count


def test_a_full_disk_is_told_and_what_is_there_stays(
    held: Ensembles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(plan: Any, out: Any, **how: Any) -> Any:
        raise WargameError(
            f"{out}: the disk is full. What is finished is kept; make room, then go on by --resume."
        )

    monkeypatch.setattr(module, "run_plan", full)
    name = held.begin(SMALL)

    assert ended(held, name) == FAILED
    row = listing.listing(held)["rows"][0]
    assert "the disk is full" in row["error"]
    assert row["error"].endswith("press Go on.")
    assert row["can_go_on"]


def test_a_run_never_plays_in_the_process_that_serves_pages() -> None:
    assert [workers_for(blocks) >= 2 for blocks in (1, 2, 80)] == [True, True, True]


# -- what is wanted ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("games", [0, -5, 20_001, 1_000_000])
def test_too_few_and_too_many_games_are_refused(games: int) -> None:
    with pytest.raises(WargameError, match="1 to 20,000"):
        Wanted("four-islands", games=games).plan()


def test_doubt_draws_every_assumed_number_that_nobody_set() -> None:
    set_one = {"crises.tension_pull": 0.3}
    plan = Wanted(
        "four-islands", games=60, seed=7, values=set_one, characters={"DRAY": "hawk"}, doubt=True
    ).plan()
    rules = plan.settings[0].scenario.ruleset
    assumed = {
        name
        for name, row in rules.parameters.items()
        if row.kind == "assumed" and not isinstance(row.value, tuple)
    }

    assert (len(plan.points), plan.replicates) == draws_of(60)
    assert all(set(point.values) == assumed - set(set_one) for point in plan.points)
    assert rules.value("crises.tension_pull") == 0.3
    assert dict(plan.settings[0].characters) == {"DRAY": "hawk"}
    assert Wanted("four-islands", games=60, seed=7, doubt=True).plan().key != plan.key


@pytest.mark.parametrize("games", [10, 60, 500, 2000, 20_000])
def test_draws_and_luck_are_at_most_the_games_wanted(games: int) -> None:
    draws, luck = draws_of(games)

    assert games - luck < draws * luck <= games
    assert min(draws, luck) >= 2


# -- before and after ----------------------------------------------------------------------------------------


class Here:
    """Stands for the process beside the pages, in this one."""

    def __init__(self) -> None:
        self.calls = 0

    def do(self, work: Callable[..., Any], *arguments: Any) -> Any:
        self.calls += 1
        return work(*arguments)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    made = Here()
    monkeypatch.setattr(module, "process", lambda: made)
    return made


def test_an_estimate_is_measured_on_a_first_block_and_grows_with_the_games(
    held: Ensembles, here: Here
) -> None:
    jobs = [held.estimate(Wanted("four-islands", games=games, turns=1, seed=games)) for games in (20, 2000)]
    assert all(job.wait(WAIT) for job in jobs)
    few, many = (job.result for job in jobs)

    assert (few.games, few.measured, few.workers) == (20, 2, 1)
    assert many.size == pytest.approx(100 * few.size, rel=0.05)
    assert many.seconds > few.seconds
    assert few.free > 0
    assert not Path("runs").exists(), "an estimate writes nothing"


def test_one_game_is_opened_as_a_record(held: Ensembles, here: Here) -> None:
    name = held.begin(SMALL)
    ended(held, name)

    first, again = (held.open_game(name, 3) for _ in range(2))
    assert first.wait(WAIT)
    assert again.wait(WAIT)

    game = Game.load(Path("runs") / first.result)
    assert (game.over, game.seed, game.replicate) == (True, 7, 3)
    assert again.result == first.result
    assert here.calls == 1


def test_a_game_that_is_not_there_is_told(held: Ensembles, here: Here) -> None:
    name = held.begin(SMALL)
    ended(held, name)
    job = held.open_game(name, 99)

    assert job.wait(WAIT)
    assert "There is no replicate 99" in job.error


@pytest.mark.slow
def test_processes_play_measure_and_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    held = Ensembles(Jobs())
    name = held.begin(Wanted("four-islands", games=600, turns=2))
    estimate = held.estimate(Wanted("four-islands", games=600, turns=2))
    assert ended(held, name) == DONE
    assert estimate.wait(WAIT)
    opened = held.open_game(name, 17)
    assert opened.wait(WAIT)

    assert held.standing(name).done == 600
    assert estimate.result.measured == module.BLOCK
    assert Game.load(Path("runs") / opened.result).replicate == 17


def test_work_that_travels_works_here_too(held: Ensembles) -> None:
    name = held.begin(SMALL)
    ended(held, name)
    plan = held.store(name).plan
    seconds, size = measure(Cutter(plan).task(next(plan.blocks(2))))

    assert seconds > 0.0
    assert size > 1000
    assert (Path("runs") / save_game(f"runs/{name}", 1, 0)).is_dir()


# -- folders that are no ensembles ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nothing", "..", ".", "../runs", "a/b", "", "x" * 5000, "\0"])
def test_a_name_that_is_no_ensemble_is_told(held: Ensembles, name: str) -> None:
    with pytest.raises(WargameError, match="There is no ensemble") as told:
        held.store(name)

    assert len(str(told.value)) < 400


def test_a_damaged_manifest_is_told_and_stops_nothing(held: Ensembles) -> None:
    good, bad = (held.begin(SMALL), held.begin(Wanted("four-islands", games=2, turns=1)))
    for name in (good, bad):
        ended(held, name)
    (Path("runs") / bad / MANIFEST).write_text('{"plan": ', encoding="utf-8")

    rows = {row["name"]: row["fault"] for row in listing.listing(held)["rows"]}

    assert "damaged" in rows[bad]
    assert rows[good] == ""
    assert [each["name"] for each in page.others(held, "another")] == [good]


def test_a_part_that_was_cut_off_can_be_played_again(held: Ensembles) -> None:
    name = held.begin(SMALL)
    ended(held, name)
    part = Path("runs") / name / "outcomes" / "part-000001.parquet"
    part.write_bytes(part.read_bytes()[:500])
    told = page.head(held, name)

    assert not is_readable(part)
    assert (told["can_go_on"], told["readable"]) == (True, False)
    assert "1 of 3 blocks of games cannot be read" in told["warning"]
    held.go_on(name)
    assert ended(held, name) == DONE
    assert page.head(held, name)["readable"]


def test_games_of_another_engine_can_be_looked_at_and_not_gone_on_with(held: Ensembles) -> None:
    name = held.begin(SMALL)
    ended(held, name)
    path = Path("runs") / name / MANIFEST
    told = json.loads(path.read_text(encoding="utf-8"))
    told["versions"]["engine"], told["key"] = 1, "0" * 64
    path.write_text(json.dumps(told), encoding="utf-8")
    (Path("runs") / name / "outcomes" / "part-000002.parquet").unlink()

    row = page.head(held, name)

    assert not row["can_go_on"]
    assert "engine 1" in row["warning"]
    assert page.results_of(held, name) is not None
    with pytest.raises(WargameError, match="begun by wargame"):
        held.go_on(name)


def test_an_ensemble_without_a_game_has_no_results(held: Ensembles) -> None:
    plan = SMALL.plan()
    Store.begin(plan, Path("runs") / "bare", 2)

    assert page.results_of(held, "bare") is None
    assert page.head(held, "bare")["can_go_on"]
    assert page.compared(held, run_plan(plan), "bare")[1]
