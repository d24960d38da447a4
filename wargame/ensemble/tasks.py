"""A block of games as a task that travels alone: all it takes to play it, on any machine, in any order."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from wargame import __version__
from wargame.adjudication.turn import Play, prepare
from wargame.blocks import play_block
from wargame.dice import Dice, tiled
from wargame.ensemble.harvest import Harvest
from wargame.ensemble.plan import Plan
from wargame.ensemble.points import Block
from wargame.faults import WargameError
from wargame.policies import cast_of
from wargame.record import ENGINE
from wargame.scenario import Scenario


@dataclass(frozen=True)
class Task:
    """What a worker is sent: one block, with the scenario, the numbers and the names it needs.

    A task holds its scenario (some 30 kB, packed) instead of pointing at one that was sent before, so that it can
    be played again by a worker that joined after all others were lost.

    Attributes
    ----------
    scenario : packed plain form, the same bytes for all blocks of a setting
    characters, values : who plays; parameter id -> one number for each point
    labels : what the files tell about themselves: keys and hashes of plan, block, scenario and ruleset
    engine, version : of the process that cut the block; a worker with others refuses it
    """

    block: Block
    scenario: bytes = field(repr=False)
    characters: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, tuple[float, ...]], ...]
    seed: int
    tables: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    engine: int = ENGINE
    version: str = __version__


class Cutter:
    """Makes the tasks of a plan; packs each scenario once.

    Parameters
    ----------
    plan : what is to be played
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._packed: dict[str, bytes] = {}
        self._rules: dict[str, str] = {}

    def task(self, block: Block) -> Task:
        """Return the task of a block."""
        plan = self.plan
        setting, told = plan.settings[block.setting], plan.hashes[block.setting]
        if told not in self._packed:
            self._packed[told] = zlib.compress(json.dumps(setting.scenario.to_plain()).encode())
            self._rules[told] = setting.scenario.ruleset.content_hash()
        labels = {
            "plan": plan.key,
            "block": plan.block_key(block),
            "scenario": told,
            "ruleset": self._rules[told],
            "seed": str(plan.seed),
            "points": json.dumps(block.points),
            "first_replicate": str(block.first),
            "replicates": str(block.replicates),
        }
        return Task(
            block,
            self._packed[told],
            tuple(setting.characters.items()),
            self._values(block, setting.scenario),
            plan.seed,
            plan.tables,
            tuple(labels.items()),
        )

    def _values(self, block: Block, scenario: Scenario) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """Return one number a point for every parameter that some point of the block changes."""
        rows = [self.plan.points[place].values for place in block.points]
        names = dict.fromkeys(name for row in rows for name in row)
        # a list parameter is refused by the plan, so that every value here is one number
        own: Mapping[str, Any] = {name: scenario.ruleset.value(name) for name in names}
        return tuple((name, tuple(float(row.get(name, own[name])) for row in rows)) for name in names)


def play_task(task: Task) -> dict[str, pa.Table]:
    """Play the games of a task and return its tables by name.

    Raises
    ------
    WargameError
        this process runs another release of wargame than the one that cut the block
    """
    if (task.engine, task.version) != (ENGINE, __version__):
        raise WargameError(
            f"A worker runs wargame {__version__} (engine {ENGINE}), and the experiment was begun with "
            f"{task.version} (engine {task.engine}). Install the same release on all machines."
        )
    block = task.block
    play = _play(task.scenario, task.values, block.replicates)
    dice = tiled(Dice(task.seed, block.first, block.replicates), len(block.points))
    harvest = Harvest(play, block, task.tables)
    for step in play_block(cast_of(play, dict(task.characters)), dice):
        harvest.note(step)
    labels = {f"wargame.{name}": text for name, text in task.labels}
    return {name: table.replace_schema_metadata(labels) for name, table in harvest.tables().items()}


@lru_cache(maxsize=4)
def _play(packed: bytes, values: tuple[tuple[str, tuple[float, ...]], ...], replicates: int) -> Play:
    """Compile once for all blocks that differ in their replicates or characters only."""
    overrides = {
        name: numbers[0] if len(numbers) == 1 else np.repeat(np.array(numbers), replicates)
        for name, numbers in values
    }
    return prepare(_scenario(packed), overrides)


@lru_cache(maxsize=4)
def _scenario(packed: bytes) -> Scenario:
    return Scenario.from_plain(json.loads(zlib.decompress(packed)))
