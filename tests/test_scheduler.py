"""Beyond one process: a real scheduler, workers that die, a scheduler that dies, and the same bytes in the end.

Every process is started here, listens on 127.0.0.1 only, and is ended by its own id.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support import PRACTICE, scenario_of
from wargame.cli import app
from wargame.ensemble import Plan, Progress, cluster, open_results, plan_of, run_plan
from wargame.ensemble.plan import TABLES
from wargame.faults import WargameError

ROOT = Path(__file__).parents[1]
GAMES, SIZE = 600, 20
PATIENCE = 60.0
"""Seconds after which a process that does not come up, or a file that is not written, is a failure."""
HERE = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")


def plan() -> Plan:
    return plan_of(scenario_of(PRACTICE), games=GAMES, seed=7)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def process(module: str, *words: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a module of Dask in a process of its own, and end it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
    with (
        log.open("ab") as file,
        subprocess.Popen(command, stdout=file, stderr=file, env=environment) as started,
    ):
        try:
            yield started
        finally:
            started.kill()
            started.wait(PATIENCE)


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler; give its address and its process."""
    told, log = folder / "scheduler.json", folder / "scheduler.log"
    words = ("--port", "0", "--scheduler-file", str(told), *HERE)
    with process("dask_scheduler", *words, log=log) as started:
        yield wait_for(lambda: json.loads(told.read_text())["address"] if told.exists() else "", log), started


@contextmanager
def worker(address: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker of one thread, without anything that would start it again."""
    words = (address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder), *HERE)
    with process("dask_worker", *words, log=folder / "worker.log") as started:
        yield started


def wait_for(found: Callable[[], str], log: Path) -> str:
    """Return what a function finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if value := found():
                return value
        except ValueError:  # a file that is half written
            pass
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def when_done(games: int, act: Callable[[], None]) -> Callable[[Progress], None]:
    """Return a watch that acts once, when some games are done."""
    acts = iter([act])

    def watch(now: Progress) -> None:
        if now.done >= games and (chosen := next(acts, None)):
            chosen()

    return watch


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run in one process that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    run_plan(plan(), folder, workers=1, block=SIZE)
    return folder


@pytest.mark.slow
def test_a_worker_that_is_killed_changes_no_byte(undisturbed: Path, tmp_path: Path) -> None:
    out, seen = tmp_path / "run", []
    with scheduler(tmp_path) as (address, _), worker(address, tmp_path) as doomed, worker(address, tmp_path):
        strike = when_done(GAMES // 5, lambda: os.kill(doomed.pid, signal.SIGKILL))

        def watch(now: Progress) -> None:
            seen.append(now)
            strike(now)

        results = run_plan(plan(), out, scheduler=address, watch=watch, block=SIZE)
        assert doomed.wait(PATIENCE) == -signal.SIGKILL
        assert results.complete
        assert seen[-1].returned == 0, "the workers see the folder and write there"
        assert contents(out) == contents(undisturbed)

        in_memory = run_plan(plan(), scheduler=address, block=SIZE)
        assert in_memory.outcomes().equals(results.outcomes())


@pytest.mark.slow
def test_a_scheduler_that_dies_is_told_and_the_run_goes_on_without_it(
    undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    with scheduler(tmp_path) as (address, started), worker(address, tmp_path):
        strike = when_done(GAMES // 5, lambda: os.kill(started.pid, signal.SIGKILL))
        with pytest.raises(WargameError, match=r"The scheduler is gone\. What is finished is kept"):
            run_plan(plan(), out, scheduler=address, watch=strike, block=SIZE)
    half = open_results(out)
    assert GAMES // 5 <= half.games < GAMES
    assert contents(out).items() <= contents(undisturbed).items()
    run_plan(plan(), out, workers=1, resume=True)
    assert contents(out) == contents(undisturbed)


@pytest.mark.slow
def test_processes_of_this_machine_write_the_same_bytes(
    undisturbed: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run_plan(plan(), tmp_path / "run", workers=2, block=SIZE)
    assert contents(tmp_path / "run") == contents(undisturbed)
    in_memory, whole = run_plan(plan(), workers=2, block=SIZE), open_results(undisturbed)
    assert all(getattr(in_memory, table)().equals(getattr(whole, table)()) for table in TABLES)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_run_that_is_stopped_ends_its_workers_and_goes_on(undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_plan(plan(), out, workers=2, block=SIZE, watch=when_done(GAMES // 5, interrupt))
    assert 0 < open_results(out).games < GAMES
    assert not list(out.rglob(".*"))
    run_plan(plan(), out, workers=1, resume=True)
    assert contents(out) == contents(undisturbed)


@pytest.mark.slow
def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with (
        scheduler(tmp_path) as (address, _),
        pytest.raises(WargameError, match=r"has had no worker .* Start some"),
    ):
        run_plan(plan(), scheduler=address)


@pytest.fixture
def silence() -> Iterator[str]:
    """Return the address of something that listens and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def test_a_scheduler_that_is_not_there_is_told(
    silence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "REACH", 0.3)
    closed = "tcp://127.0.0.1:1"
    cases = {
        closed: "No Dask scheduler answers at",
        silence: "No Dask scheduler answers at",
        "there": "no address",
    }
    for address, words in cases.items():
        result = CliRunner().invoke(app, ["ensemble", PRACTICE, "-n", "2", "--scheduler", address])
        assert result.exit_code == 2
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")
