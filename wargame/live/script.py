"""Scripts of practice games as data: what a guide says, what it points to, and when it goes on.

A script is a file of ``rules/practice/``: the table [practice] tells which game is played, and each [[step]] says
one or two sentences. The words for when a step is done are a closed set, ``UNTIL``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from wargame.arrange import arrange
from wargame.faults import Fault, RulesError, nearest
from wargame.orders import options_of
from wargame.reading.rows import read_rows
from wargame.reading.tables import Raw, Table, read_toml, shown
from wargame.ruleset import rules_folder
from wargame.scenario import Scenario, read_scenario
from wargame.schema import Row
from wargame.world import compile_world

FOLDER = "practice"
"""Folder of ``rules/`` with the scripts."""
Until = Literal[
    "read",
    "clicked",
    "drafted",
    "legal",
    "refused",
    "compared",
    "open",
    "offered",
    "answered",
    "pencilled",
    "committed",
    "over",
]
UNTIL: tuple[str, ...] = get_args(Until)
"""What completes a step; ``wargame.live.guide`` tells each of a live game."""
Needs = Literal["", "waits", "open"]
_ABOUT_AGREEMENTS = ("open", "offered", "answered", "pencilled")
_ABOUT_CONTROLS = ("clicked", "refused")


class Practice(Row):
    """Head of a script: the game that is begun, and what is told of it before.

    Attributes
    ----------
    seat : the seat that the learner plays;  seed : of the dice, so that everybody meets the same turns
    minutes : how long it takes
    """

    title: str
    text: str
    scenario: str
    seat: str
    turns: int = Field(ge=1, le=40)
    seed: int = Field(default=0, ge=0)
    minutes: int = Field(default=10, ge=1, le=120)


class Step(Row):
    """One step of a guide.

    Attributes
    ----------
    id : name of the step, kept with the game
    turn : turn in play that it belongs to; one more than the game's turns for when it is over
    point : control that it points to (its ``data-wg``), "" for none
    open : control that is clicked by itself when the step begins, such as a tab, "" for none
    type : text to be typed into the control, "" for none
    until, of : what completes it, and about which order or agreement, "" for any
    needs : ``waits`` or ``open``: the agreement ``of`` must wait for an answer, or may be offered; else it is passed
    """

    id: str
    turn: int = Field(ge=1)
    title: str
    text: str
    point: str = ""
    open: str = ""
    type: str = ""
    until: Until
    of: str = ""
    needs: Needs = ""


@dataclass(frozen=True)
class Script:
    """A checked script: its id, its head and its steps in order."""

    id: str
    head: Practice
    steps: tuple[Step, ...]

    def place(self, step: str) -> int:
        """Return the place of a step, behind the last one for a step that is not there."""
        return next((k for k, row in enumerate(self.steps) if row.id == step), len(self.steps))


def find_scripts() -> dict[str, Path]:
    """Return the files of the practice games that come with the rules, by id."""
    return {path.stem: path for path in sorted((rules_folder() / FOLDER).glob("*.toml"))}


def read_script(name: str) -> Script:
    """Read and check the script of a practice game.

    Parameters
    ----------
    name : id of a script in ``rules/practice/``

    Raises
    ------
    RulesError
        with every fault of the file, if there is any
    """
    found = find_scripts()
    if name not in found:
        raise RulesError(
            [Fault("rules/practice/", f"there is no practice game {name!r}.", nearest(name, found))]
        )
    return _read(found[name], found[name].stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, written: int) -> Script:
    """Return the script of a file, read once as long as it is not written again: a page asks for it at every change."""
    faults: list[Fault] = []
    file = shown(path, rules_folder())
    raw = read_toml(path, file, faults)
    script = None if raw is None or faults else _checked(path.stem, raw, file, faults)
    if faults or script is None:
        raise RulesError(dict.fromkeys(faults))
    return script


def list_scripts() -> tuple[Script, ...]:
    """Return every practice game that can be played; ``wargame check`` tells what is wrong with the others."""
    found = []
    for name in find_scripts():
        with suppress(RulesError):
            found.append(read_script(name))
    return tuple(found)


def check_practice() -> tuple[Fault, ...]:
    """Return every fault of every practice game that comes with the rules."""
    faults: list[Fault] = []
    for name in find_scripts():
        try:
            read_script(name)
        except RulesError as error:
            faults += error.faults
    return tuple(faults)


def _checked(name: str, raw: Raw, file: str, faults: list[Fault]) -> Script | None:
    """Return the script of a file, with its faults noted."""
    for key in raw:
        if key not in {"practice", "step"}:
            hint = nearest(key, ["practice", "step"])
            faults.append(Fault(file, f"there is no table [{key}] in this file.", hint))
    head, rows = Table(faults, file), Table(faults, file, mark="[[step]] {}")
    top, listed = raw.get("practice"), raw.get("step", [])
    if not isinstance(top, dict):
        head.fault((), "the table [practice] is missing.", "Add it: [practice].")
    if not isinstance(listed, list) or not listed:
        rows.fault((), "there is no step.", "Add [[step]], in two brackets, for each step.")
        listed = []
    head.add_layer(file, {"practice": top} if isinstance(top, dict) else {})
    rows.add_layer(file, {str(place): row for place, row in enumerate(listed, 1)})
    practice = read_rows(head, Practice).get("practice")
    steps = _named(rows)
    scenario = None if practice is None else _scenario(practice, head)
    if practice is None or scenario is None:
        return None
    options = options_of(compile_world(scenario))
    for key, step in steps.items():
        _check_step(rows, key, step, practice, scenario)
        if step.until == "drafted" and step.of and step.of not in options.place:
            rows.fault((key, "of"), f"there is no order {step.of!r}.", nearest(step.of, options.text))
    return Script(name, practice, tuple(steps.values()))


def _named(rows: Table) -> dict[str, Step]:
    """Return the steps by place in the file, counted from 1, with faults for those out of order or called alike."""
    steps = read_rows(rows, Step, dotted=True)
    seen, last = set[str](), 0
    for key, step in steps.items():
        if step.id in seen:
            rows.fault((key, "id"), f"two steps are called {step.id!r}.", "Call one of them otherwise.")
        if step.turn < last:
            what = f"a step of turn {step.turn} stands behind one of turn {last}."
            rows.fault((key, "turn"), what, "Put the steps in the order in which they are shown.")
        seen.add(step.id)
        last = max(last, step.turn)
    return steps


def _scenario(head: Practice, above: Table) -> Scenario | None:
    """Return the scenario of a practice game with its length, or None with what is wrong noted."""
    try:
        scenario = arrange(read_scenario(head.scenario), turns=head.turns)
    except RulesError as error:
        hint = "See: wargame check."
        above.fault(("practice", "scenario"), f"{head.scenario!r} cannot be played: {error.faults[0]}", hint)
        return None
    if head.seat not in scenario.nations:
        what = f"there is no seat {head.seat!r} in it."
        above.fault(("practice", "seat"), what, nearest(head.seat, scenario.nations))
        return None
    return scenario


def _check_step(rows: Table, key: str, step: Step, head: Practice, scenario: Scenario) -> None:
    """Note what a step names that its game does not have."""
    if step.turn > head.turns + 1:
        what = f"the game has {head.turns} turns."
        rows.fault((key, "turn"), what, f"Write 1 to {head.turns}, or {head.turns + 1} for when it is over.")
    if step.until in _ABOUT_CONTROLS and not step.point:
        what = f"a step until {step.until!r} points to nothing."
        rows.fault((key, "point"), what, "Name the control that is to be used.")
    own = [name for name, row in scenario.agreements.items() if head.seat in row.parties]
    about = step.until in _ABOUT_AGREEMENTS
    if ((step.of and about) or step.needs) and step.of not in own:
        what = f"{head.seat} has no agreement {step.of!r}."
        rows.fault((key, "of"), what, nearest(step.of, own))
    if step.of and not about and not step.needs and step.until != "drafted":
        rows.fault((key, "of"), f"a step until {step.until!r} is about nothing.", "Leave 'of' out.")
