"""The bench: it measures what it says, puts back what it meters, and tells all of it. No test is timed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.support import PRACTICE
from wargame import adjudication, blocks
from wargame.bench import SECTIONS, run_section, speed
from wargame.bench.machine import machine, peak_memory
from wargame.bench.phases import _metered
from wargame.bench.processes import _rate, processes
from wargame.bench.speed import agents_against_blocks, growth_with_replicates, growth_with_size
from wargame.cli import app
from wargame.cli.bench import _range, _sizes, rough
from wargame.faults import WargameError
from wargame.policies import Cast

pytestmark = pytest.mark.slow

COUNTED = """
import json, os
import numpy as np
from wargame.bench.allocations import counting
from wargame.bench.phases import share_of_phases
with counting() as count:
    held = [np.empty(1000) for _ in range(7)]
    del held
after = np.empty(5)
told = {"arrays": count.arrays, "bytes": count.bytes, "phases": share_of_phases("four-islands", 2)}
print(json.dumps(told), flush=True)
os._exit(0)
"""


@cache
def counted() -> dict[str, Any]:
    """Return what a process of its own counted; arrays it counts must not outlive its routines."""
    root = str(Path(__file__).parents[1])
    told = subprocess.run(
        [sys.executable, "-c", COUNTED],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    result: dict[str, Any] = json.loads(told.stdout)
    return result


def test_arrays_are_counted_where_numpy_asks_for_memory() -> None:
    assert counted()["arrays"] == 7
    assert counted()["bytes"] == 7 * 8000


def test_every_phase_and_decision_of_a_turn_is_metered() -> None:
    rows = {row["phase"]: row for row in counted()["phases"]["phases"]}
    names = {name for name, _ in adjudication.SEQUENCE}
    names |= {"observation", "house AI: study", "house AI: diplomacy", "house AI: orders"}
    assert rows.keys() == names | {"the rest", "a whole turn"}
    assert counted()["phases"]["turns"] == 4
    assert sum(row["share"] for name, row in rows.items() if name != "a whole turn") == pytest.approx(1.0)
    whole = rows["a whole turn"]
    for name in names:
        assert 0.0 < rows[name]["arrays"] < whole["arrays"]
        assert 0.0 < rows[name]["peak"] <= whole["peak"]


def test_what_was_metered_is_put_back() -> None:
    def held() -> list[Any]:
        return [adjudication.SEQUENCE, blocks.observe, blocks.public_face, Cast.study, Cast.orders]

    before = held()
    with _metered(lambda _, part: part()):
        assert all(a is not b for a, b in zip(held(), before, strict=True))
    assert all(a is b for a, b in zip(held(), before, strict=True))


def test_a_rate_counts_from_when_every_process_has_brought_a_block() -> None:
    # two processes, two seconds a block, both back at the same time
    marks = [(0.0, 0), (5.0, 10), (5.0, 20), (7.0, 30), (7.0, 40), (9.0, 50), (9.0, 60)]
    assert _rate(marks, 2) == 40 / 4.0


@cache
def agents() -> dict[str, Any]:
    return agents_against_blocks(PRACTICE, 1, 3, rounds=2)


@cache
def sizes() -> dict[str, Any]:
    return growth_with_size("nations", ((6, 10), (7, 10)), 1, rounds=2)


def test_agents_play_with_and_without_ledger_beside_a_block() -> None:
    rows = agents()["rows"]
    assert [row["games"] for row in rows] == [2, 2, 6]
    assert [rows[0][f"times{end}"] for end in ("", "_low", "_high")] == [1.0] * 3
    for row in rows:
        for name in ("rate", "times"):
            assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"]
        # a ratio of one round is one of its rates over the first row's
        assert row["rate_low"] / rows[0]["rate_high"] <= row["times_low"] * (1 + 1e-12)
        assert row["times_high"] <= row["rate_high"] / rows[0]["rate_low"] * (1 + 1e-12)


def test_agents_play_other_games_in_each_round(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []
    monkeypatch.setattr(speed.mesa, "batch_run", lambda _, given, **__: asked.append([*given["replicate"]]))
    agents_against_blocks(PRACTICE, 2, 3, rounds=2)

    assert asked == [[0], [0, 1], [0, 1], [2, 3], [2, 3]]


def test_growth_is_told_as_a_power_of_what_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([1.0, 1.0, 6.0**2, 12.0**2, 6.0, 12.0, 1.0, 1.0])
    monkeypatch.setattr(speed, "_seconds", lambda *_: next(clock))
    found = growth_with_size("nations", ((6, 20), (12, 20)), 1, rounds=3)

    powers = [found[f"power{end}"] for end in ("_low", "", "_high")]
    assert powers == pytest.approx([0.0, 1.0, 2.0])
    assert "time grows as nations to the power 1.0 (0.0 to 2.0 in 3 rounds)" in _sizes(found)[-1].text


def test_measured_numbers_are_told_with_two_digits() -> None:
    assert [rough(x) for x in (165.1, 9.96, 0.0, 0.0312, 20345.0)] == ["170", "10", "0", "0.031", "20,000"]
    row = {"rate": 165.1, "rate_low": 141.0, "rate_high": 190.2}
    assert _range(row, "rate") == "140 to 190"
    assert _range({"rate_low": 1.31, "rate_high": 1.29}, "rate") == ""


def test_growth_is_told_by_games_and_by_size() -> None:
    by_games = growth_with_replicates(PRACTICE, (3, 2))["rows"]
    by_size = sizes()["rows"]
    assert [row["games"] for row in by_games] == [2, 3]
    assert all(row["milliseconds"] == pytest.approx(1e3 * row["seconds"] / row["games"]) for row in by_games)
    assert by_games[0]["peak"] <= by_games[1]["peak"] <= peak_memory()
    assert [(row["nations"], row["programmes"]) for row in by_size] == [(6, 10), (7, 10)]


def test_the_command_tells_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"processes": n, "games": 9, "seconds": 2.0, "rate": 4.5 * n, "times": float(n)} for n in (1, 2)]
    figures = {
        "machine": machine(),
        "agents": agents(),
        "phases": counted()["phases"],
        "replicates": growth_with_replicates(PRACTICE, (2,)),
        "nations": sizes(),
        "programmes": sizes(),
        "processes": {"cores": 2, "same": True, "rows": rows},
    }
    assert figures.keys() == SECTIONS.keys()
    monkeypatch.setattr("wargame.cli.bench.run_bench", lambda quick, watch: figures)
    told = CliRunner().invoke(app, ["bench"]).stdout
    assert json.loads(CliRunner().invoke(app, ["bench", "--json"]).stdout) == figures
    assert f"{machine()['processor']}, {machine()['cores']} cores" in told
    for row in (*figures["agents"]["rows"], *figures["phases"]["phases"]):
        assert row.get("how", row.get("phase")) in told
    assert "7 nations, 10 programmes" in told
    assert "Both wrote the same bytes." in told


@pytest.mark.slow
def test_a_section_that_fails_is_told_in_a_sentence() -> None:
    with pytest.raises(WargameError, match="could not measure 'machines': KeyError"):
        run_section("machines")


@pytest.mark.slow
def test_a_section_runs_in_a_process_of_its_own_on_one_thread() -> None:
    told = run_section("machine")
    assert told["blas_threads"] == 1
    assert told["python"] == machine()["python"]


@pytest.mark.slow
def test_two_processes_write_what_one_does() -> None:
    found = processes(PRACTICE, 1000)
    assert found["same"]
    assert [row["processes"] for row in found["rows"]] == [1, 2]
