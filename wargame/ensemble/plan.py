"""The plan of an ensemble: which games are played, cut into blocks that anyone cuts in the same way.

A plan is data: it can be written down, hashed and sent to another machine. Every point of it, one row of a design,
is played under the same luck: replicates 0 to n - 1 of one seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wargame import __version__
from wargame.arrange import arrange
from wargame.ensemble.changes import changes_between, words_of
from wargame.ensemble.points import Block, Point, Setting
from wargame.faults import WargameError, nearest
from wargame.reading.plain import content_hash
from wargame.record import ENGINE
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario, read_scenario

TABLES = ("outcomes", "turns", "seats", "orders")
"""Tables of a dataset, in order; outcomes are always kept."""
BLOCK = 500
"""Games that are played side by side: more do not fit the processor's cache, fewer waste its time."""


@dataclass(frozen=True)
class Plan:
    """Which games an ensemble plays.

    Attributes
    ----------
    settings, points : what is compiled, and the rows of the design
    replicates : games for each point; every point has the same luck
    seed : names all dice
    tables : what is kept of the games, some of ``TABLES``

    Raises
    ------
    WargameError
        no games, no points, an unknown table; an unknown parameter, or a value out of its range
    """

    settings: tuple[Setting, ...]
    points: tuple[Point, ...]
    replicates: int
    seed: int = 0
    tables: tuple[str, ...] = TABLES

    def __post_init__(self) -> None:
        if self.replicates < 1:
            raise WargameError(f"{self.replicates} games were asked for. Ask for 1 or more.")
        if not self.points:
            raise WargameError("The plan has no point, so there is nothing to play. Give it one or more.")
        object.__setattr__(self, "tables", _checked_tables(self.tables))
        for point in self.points:
            _check_values(self.settings[point.setting].scenario, point.values)

    @property
    def games(self) -> int:
        """Games of the whole plan."""
        return len(self.points) * self.replicates

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of all labels of the points, in the order in which they come."""
        return tuple(dict.fromkeys(name for point in self.points for name in point.labels))

    @property
    def title(self) -> str:
        """The plan in a few words, as messages name it."""
        scenarios = ", ".join(dict.fromkeys(setting.scenario.id for setting in self.settings))
        lengths = {setting.scenario.frame.turns for setting in self.settings}
        # the length is told of every plan of one length, changed or not
        differs = self._words({name: value for name, value in self._shared.items() if name != "turns"})
        points = f" at each of {len(self.points):,} points" if len(self.points) > 1 else ""
        games = f"{self.replicates:,} game{'s' if self.replicates > 1 else ''}"
        turns = f" of {next(iter(lengths))} turn{'' if lengths == {1} else 's'}" if len(lengths) == 1 else ""
        return f"{scenarios}{f' ({differs})' if differs else ''}, {games}{turns}{points}, seed {self.seed}"

    @property
    def differs(self) -> str:
        """What all its points have otherwise than the scenario: ``CHN hawk; growth.inertia 0.1; 6 turns``."""
        return self._words(self._shared)

    def point_differs(self, point: int) -> str:
        """Return what one point has otherwise than the scenario, its factors included."""
        return self._words(self._changes(self.points[point]))

    def _words(self, changes: Mapping[str, Any]) -> str:
        return words_of(changes, (seat for each in self.settings for seat in each.scenario.nations))

    def _changes(self, point: Point) -> dict[str, Any]:
        setting = self.settings[point.setting]
        return {**setting.characters, **setting.changes, **point.values, **point.labels}

    @cached_property
    def _shared(self) -> dict[str, Any]:
        """What differs at every point alike."""
        held = self._changes(self.points[0])
        for point in self.points[1:]:
            own = self._changes(point)
            held = {name: value for name, value in held.items() if name in own and own[name] == value}
        return held

    @cached_property
    def key(self) -> str:
        """The sha256 of all that the results depend on: content, engine and version; no paths, no times."""
        return content_hash({**self._content, "engine": ENGINE, "version": __version__})

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        """(setting,) hash of each setting's scenario, its ruleset included."""
        known = {id(setting.scenario): setting.scenario for setting in self.settings}
        told = {place: scenario.content_hash() for place, scenario in known.items()}
        return tuple(told[id(setting.scenario)] for setting in self.settings)

    @cached_property
    def _content(self) -> dict[str, Any]:
        settings = [
            {"scenario": told, "characters": dict(setting.characters)}
            for told, setting in zip(self.hashes, self.settings, strict=True)
        ]
        points = [
            {"setting": each.setting, "values": dict(each.values), "labels": dict(each.labels)}
            for each in self.points
        ]
        return {
            "settings": settings,
            "points": points,
            "replicates": self.replicates,
            "seed": self.seed,
            "tables": list(self.tables),
        }

    def to_plain(self) -> dict[str, Any]:
        """Return the plan as values that JSON can hold; a scenario that settings share stands there once."""
        pairs = zip(self.hashes, self.settings, strict=True)
        scenarios = {told: setting.scenario for told, setting in pairs}
        return {
            **self._content,
            "changes": [dict(setting.changes) for setting in self.settings],
            "scenarios": {told: scenario.to_plain() for told, scenario in scenarios.items()},
        }

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> Plan:
        """Return the plan that ``to_plain`` was taken of; the files of ``rules/`` are not read.

        Raises
        ------
        RecordError
            a scenario in it is damaged
        """
        scenarios = {told: Scenario.from_plain(each) for told, each in raw["scenarios"].items()}
        pairs = zip(raw["settings"], raw["changes"], strict=True)
        return cls(
            tuple(Setting(scenarios[row["scenario"]], row["characters"], told) for row, told in pairs),
            tuple(Point(row["setting"], row["values"], row["labels"]) for row in raw["points"]),
            int(raw["replicates"]),
            int(raw["seed"]),
            tuple(raw["tables"]),
        )

    def blocks(self, size: int = BLOCK) -> Iterator[Block]:
        """Yield the blocks of the plan, always the same for the same plan and size.

        Many games of one point make several blocks; points with few games share one, setting by setting.

        Parameters
        ----------
        size : most games in a block, at least 1; a point is never cut to fit in with others
        """
        number, width = 0, max(1, size // self.replicates)
        for setting, points in self._by_setting.items():
            for start in range(0, len(points), width):
                for first in range(0, self.replicates, size):
                    replicates = min(size, self.replicates - first)
                    yield Block(number, setting, points[start : start + width], first, replicates)
                    number += 1

    def count_blocks(self, size: int = BLOCK) -> int:
        """Return how many blocks there are, without cutting them."""
        width = max(1, size // self.replicates)
        together = sum(-(-len(points) // width) for points in self._by_setting.values())
        return together * -(-self.replicates // size)

    def block_key(self, block: Block) -> str:
        """Return the sha256 that names a block and all that its rows depend on."""
        content = {"points": list(block.points), "first": block.first, "replicates": block.replicates}
        return content_hash({"plan": self.key, **content})

    @cached_property
    def _by_setting(self) -> dict[int, tuple[int, ...]]:
        """Setting -> its points, both in the order in which they come."""
        found: dict[int, list[int]] = {}
        for place, point in enumerate(self.points):
            found.setdefault(point.setting, []).append(place)
        return {setting: tuple(points) for setting, points in found.items()}


def plan_of(
    scenario: str | Path | Scenario,
    *,
    games: int,
    seed: int = 0,
    characters: Mapping[str, str] | None = None,
    rules: str | Path | Ruleset | Mapping[str, Any] | None = None,
    turns: int | None = None,
    tables: Sequence[str] = TABLES,
) -> Plan:
    """Return the plan of a plain ensemble: one point, many games.

    Parameters
    ----------
    scenario : id, folder or scenario
    games : number of games, at least 1
    seed : names all dice: game r is the one that ``Game.new(seed=seed, replicate=r)`` plays
    characters : seat -> house-AI character, instead of the scenario's
    rules, turns : another ruleset, some of its numbers, another length; see ``arrange``
    tables : what is kept of the games, some of ``TABLES``

    Raises
    ------
    WargameError
        an unknown scenario, seat, character, parameter or table; a value out of range; no games

    Examples
    --------
    >>> plan = plan_of("four-islands", games=1200, seed=7, rules={"growth.inertia": 0.1})
    >>> plan.games, [block.games for block in plan.blocks(500)]
    (1200, [500, 500, 200])
    """
    own = scenario if isinstance(scenario, Scenario) else read_scenario(scenario)
    arranged = arrange(own, turns=turns, rules=rules)
    setting = Setting(arranged, characters or {}, changes_between(own, arranged))
    return Plan((setting,), (Point(),), games, seed, tuple(tables))


def _checked_tables(wanted: Sequence[str]) -> tuple[str, ...]:
    for name in wanted:
        if name not in TABLES:
            raise WargameError(f"There is no table {name!r}. {nearest(name, TABLES)}")
    return tuple(name for name in TABLES if name == TABLES[0] or name in wanted)


def _check_values(scenario: Scenario, values: Mapping[str, float]) -> None:
    """Check the numbers of a point; a parameter that is a list belongs into the setting."""
    for name in values:
        if isinstance(scenario.ruleset.value(name), tuple):
            raise WargameError(
                f"{name} is a list of numbers, which a point cannot change. Arrange a setting with it instead."
            )
    if values:
        arrange(scenario, rules=values)
