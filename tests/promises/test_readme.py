"""The README keeps its word: its commands run, its sample is what the engine says, every command is named.

``python tests/promises/test_readme.py`` writes the sample anew after the rules have moved.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from wargame.cli import app
from wargame.game import Game
from wargame.narrate import Scene, gather, turn

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
SEED, SAMPLE_TURN = 3, 2
SECTIONS = ("At the table", "Orders", "What changed, and why", "Ladder (tension 0-100)")
"""Parts of a turn that the sample shows; what lies between is told by a line of dots."""
MARK = "<!-- sample: written by `python tests/promises/test_readme.py` -->\n```text\n"
DOTS = "[...]"


def shell_lines() -> list[str]:
    """Return every command line of the README's shell blocks."""
    text = README.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def wargame_words(line: str) -> list[list[str]]:
    """Return the words behind ``wargame`` of each command of a line that calls it."""
    calls = []
    for part in line.split("&&"):
        words = shlex.split(part)
        words = words[2:] if words[:2] == ["uv", "run"] else words
        if words and Path(words[0]).name == "wargame":
            calls.append(words[1:])
    return calls


def sample() -> str:
    """Return the part of a turn that the README shows."""
    game = Game.new(seed=SEED, turns=8)
    for _ in range(SAMPLE_TURN):
        game.advance()
    lines = turn(game.play.scenario, gather(Scene(game, SAMPLE_TURN)))
    told = [part for line in lines for part in line.wrapped()]
    title, *sections = "\n".join(told).strip().split("\n\n")
    kept = [each if each.splitlines()[0] in SECTIONS else DOTS for each in sections]
    merged = [each for n, each in enumerate(kept) if each != DOTS or kept[n - 1 : n] != [DOTS]]
    return "\n\n".join([title, *merged])


@pytest.mark.slow
def test_every_wargame_command_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").symlink_to(ROOT / "rules")
    calls = [words for line in shell_lines() for words in wargame_words(line)]

    assert len(calls) > 12
    served = [["serve"], ["workshop", "open"]]  # run until they are stopped: every browser test starts one
    assert all(each in calls for each in served)
    for words in [each for each in calls if each not in served]:
        result = CliRunner().invoke(app, words, input="help\nquit\n")
        assert result.exit_code == 0, f"wargame {' '.join(words)}: {result.output}"
        assert result.output.strip()


def test_every_command_is_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    names = set(get_command(app).commands)  # type: ignore[attr-defined]

    assert {
        "run",
        "play",
        "branch",
        "export",
        "replay",
        "show",
        "why",
        "check",
        "rulebook",
        "scenarios",
    } <= names
    assert {name for name in names if f"wargame {name}" not in text} == set()


def test_the_sample_is_what_the_engine_says() -> None:
    text = README.read_text(encoding="utf-8")
    shown = text.partition(MARK)[2].partition("\n```")[0]

    assert shown == sample(), "Write it anew: python tests/promises/test_readme.py"


def test_the_set_up_commands_fit_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = shell_lines()

    assert "pip install uv" in lines
    assert "uv run --extra test pytest" in lines
    assert ".venv/bin/python -m pytest" in lines
    assert any("pip install -e '.[test]'" in line for line in lines)
    assert "test" in project["optional-dependencies"]
    assert "wargame" in project["scripts"]
    assert f"Python {project['requires-python'].removeprefix('>=')}" in README.read_text(encoding="utf-8")


def test_the_readme_names_places_that_are_there() -> None:
    text = README.read_text(encoding="utf-8")
    places = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)

    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.slow
def test_the_test_command_of_the_readme_collects_the_readme_too() -> None:
    line = next(line for line in shell_lines() if line.startswith(".venv/bin/python -m pytest"))
    words = [sys.executable, *shlex.split(line)[1:], "--collect-only", "-q"]

    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    assert "README.md::README.md" in told.stdout


@pytest.mark.slow
def test_the_commands_run_from_a_shell_of_their_own() -> None:
    with tempfile.TemporaryDirectory() as folder:
        main = "from wargame.cli import main; main()"
        words = [sys.executable, "-c", main, "run", "four-islands", "--turns", "1"]
        told = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False,
                              env={"PYTHONPATH": str(ROOT), "PATH": "", "LANG": "C.UTF-8"})  # fmt: skip

    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    assert "== Turn 1 of 1" in told.stdout


if __name__ == "__main__":
    before, _, rest = README.read_text(encoding="utf-8").partition(MARK)
    after = rest.partition("```")[2]
    README.write_text(f"{before}{MARK}{sample()}\n```{after}", encoding="utf-8")
