"""Broken files: one folder of ``tests/broken`` a mistake, with the words that its message must hold.

A case copies the tiny faultless rules of ``tests/broken/base``, edits them, and reads them. ``says`` holds
the words; ``faults`` how many faults there are (one, unless the mistake has consequences).
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wargame.faults import RulesError
from wargame.ruleset import read_ruleset
from wargame.scenario import check, find_scenarios, read_scenario

BROKEN = Path(__file__).parent / "broken"
BASE = BROKEN / "base"
CASES = sorted(path.parent.name for path in BROKEN.glob("*/case.toml"))
FILES = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.toml"))
ODD = (
    "",
    "0",
    "-1",
    "1.5",
    "true",
    '""',
    '"x"',
    "[]",
    "[[]]",
    "{}",
    "[{}]",
    "1979-05-27",
    "inf",
    '"A>B:c.d"',
    '["x"]',
)


def plant(edit: dict[str, Any], root: Path) -> None:
    """Carry out one edit of a case."""
    path = root / edit["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "replace" in edit:
        old, new = edit["replace"]
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{edit['file']} holds {text.count(old)} times: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    elif "append" in edit:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + "\n" + edit["append"], encoding="utf-8")
    elif "text" in edit:
        path.write_text(edit["text"], encoding="utf-8")
    elif "hex" in edit:
        path.write_bytes(bytes.fromhex(edit["hex"]))
    else:
        assert edit["delete"] is True
        path.unlink()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the base that a test may spoil."""
    return Path(shutil.copytree(BASE, tmp_path / "rules"))


def test_the_base_is_faultless() -> None:
    assert check(BASE) == ()
    assert read_scenario(BASE / "tiny" / "scenarios" / "strait").ruleset == read_ruleset(BASE / "tiny")


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 45


@pytest.mark.parametrize("name", CASES)
def test_broken_file(name: str, root: Path) -> None:
    case = tomllib.loads((BROKEN / name / "case.toml").read_text(encoding="utf-8"))
    for edit in case["edit"]:
        plant(edit, root)
    faults = check(root)
    told = "\n".join(map(str, faults))
    for words in case["says"]:
        assert words in told
    assert len(faults) == case.get("faults", 1), told
    assert "Traceback" not in told
    assert str(root) not in told
    assert "pydantic" not in told


@pytest.mark.parametrize("name", CASES)
def test_broken_scenario_is_not_read(name: str, root: Path) -> None:
    case = tomllib.loads((BROKEN / name / "case.toml").read_text(encoding="utf-8"))
    for edit in case["edit"]:
        plant(edit, root)
    raised = []
    for folder in find_scenarios(root).values():
        try:
            read_scenario(folder)
        except RulesError as error:
            raised.append(error)
    assert raised
    for error in raised:
        assert str(error) == "\n".join(map(str, error.faults))
        assert len(set(error.faults)) == len(error.faults)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), place=st.integers(0, 60), odd=st.sampled_from(ODD))
def test_no_odd_value_crashes_the_reader(root: Path, name: str, place: int, odd: str) -> None:
    lines = (BASE / name).read_text(encoding="utf-8").split("\n")
    place %= len(lines)
    key, equals, _ = lines[place].partition(" = ")
    lines[place] = f"{key} = {odd}" if equals and odd else odd
    path = root / name
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        assert all(fault.where.startswith("rules/") and fault.what for fault in check(root))
    finally:
        shutil.copy(BASE / name, path)
