"""Outcomes: the numbers by which whole games are compared, one a game, each with its unit and its meaning.

An outcome is named like the measure of an objective, ``tension:strait``, ``home.approval:JPN``; those that no measure
gives (endings, scores, worst levels) have names of their own. Ensembles, what-ifs and experiments share them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.address import parse_measure
from wargame.adjudication.measures import holds, read
from wargame.adjudication.phases.scoring import met_by_seat, objectives_met, scores, succeeds
from wargame.adjudication.threat import total_threat
from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, IntArray
from wargame.blocks import Step
from wargame.state import BREAKDOWN, FIELDED, IN_FORCE, State
from wargame.world import World

FRICTION, SHOW = 1, 3
"""Highest level of a calm ending, lowest of a tense one."""


@dataclass(frozen=True)
class Outcome:
    """What one column of outcomes holds.

    Attributes
    ----------
    unit : ``share`` for what is 0 or 1 in one game, and a share of games in many
    low, high : bounds of the number in one game
    seat : the one seat that may know it as the game is played, "" for what all may know
    """

    name: str
    unit: str
    low: float
    high: float
    text: str
    seat: str = ""


def calm(state: State) -> BoolArray:
    """Return (replicate,) games that did not break down and rest at friction or below everywhere."""
    return np.asarray((state.ending != BREAKDOWN) & (state.level <= FRICTION).all(axis=-1))


def tense(state: State) -> BoolArray:
    """Return (replicate,) games that did not break down but stand at a show of force or above somewhere."""
    return np.asarray((state.ending != BREAKDOWN) & (state.level >= SHOW).any(axis=-1))


def list_outcomes(world: World) -> tuple[Outcome, ...]:
    """Return every outcome of a scenario, in the order of their columns."""
    story = world.scenario.frame.story
    return (
        *_of_the_region(world),
        *(each for seat in world.scenario.nations for each in _of_success(world, seat)),
        *(
            Outcome(f"objective:{name}", "share", 0, 1, row.text, row.seat)
            for name, row in world.scenario.objectives.items()
        ),
        *_of_places(world),
        *(each for seat in world.scenario.nations for each in _of_nation(world, seat)),
        *_of_programmes(world),
        *(
            Outcome(f"agreement:{name}", "share", 0, 1, f"{name} is in force at the end")
            for name in world.ids["agreement"]
        ),
        *(
            Outcome(
                f"story:{place}",
                "share",
                0,
                1,
                row.text if f"turn {row.by}" in row.text else f"{row.text} (by turn {row.by})",
            )
            for place, row in enumerate(story, 1)
        ),
    )


def _of_the_region(world: World) -> list[Outcome]:
    show = "a show of force or above at the end"
    return [
        Outcome("breakdown", "share", 0, 1, "talks broke down: the game ended early and no objective counts"),
        Outcome("calm", "share", 0, 1, "no breakdown, every flashpoint at friction or below at the end"),
        Outcome("tense", "share", 0, 1, f"no breakdown, some flashpoint at {show}"),
        Outcome(
            "strained", "share", 0, 1, f"talks broke down, or some flashpoint at {show}: breakdown or tense"
        ),
        Outcome("turns", "count", 1, world.scenario.frame.turns, "turns played"),
        Outcome("stability", "points", 0, 100, "regional stability at the end"),
        Outcome("agreements", "count", 0, world.size("agreement"), "agreements in force at the end"),
    ]


def _of_success(world: World, seat: str) -> list[Outcome]:
    name = world.scenario.nations[seat].name
    owned = sum(each.seat == seat for each in world.scenario.objectives.values())
    score = (
        f"score of {name}: objectives met, less in an unstable region; -1 for the seat that broke the talks"
    )
    return [
        Outcome(f"objectives:{seat}", "count", 0, owned, f"objectives that {name} met", seat),
        Outcome(
            f"succeeds:{seat}", "share", 0, 1, f"{name}: two objectives or more, in a stable region", seat
        ),
        Outcome(f"score:{seat}", "points", -1, owned, score, seat),
    ]


def _of_places(world: World) -> list[Outcome]:
    rows = []
    for name, place in world.scenario.flashpoints.items():
        gain = f"what the challenger has gained at {place.name}"
        rows += [
            Outcome(f"tension:{name}", "points", 0, 100, f"tension at {place.name} at the end"),
            Outcome(f"level:{name}", "count", 0, 5, f"level of the ladder at {place.name} at the end"),
            Outcome(f"worst_level:{name}", "count", 0, 5, f"highest level that {place.name} reached"),
            Outcome(f"status_quo:{name}", "points", -50, 50, gain),
        ]
    groups, drains = world.scenario.groups.items(), world.scenario.drains.items()
    rows += [Outcome(f"cohesion:{g}", "points", 0, 100, f"cohesion of {row.name}") for g, row in groups]
    return rows + [Outcome(f"drain:{d}", "index", 0, 3, f"outside drain: {row.name}") for d, row in drains]


def _of_nation(world: World, seat: str) -> list[Outcome]:
    row = world.scenario.nations[seat]
    prices = "index of the opening, no money" if row.money == "index" else "prices of 2022"
    rows = [
        Outcome(f"spending:{seat}", row.money, 0, 1e5, f"defence budget of {row.name}, {prices}"),
        Outcome(f"threat:{seat}", "share", 0, 1, f"threat that {row.name} sees in all others", seat),
        Outcome(f"burden_share:{seat}", "share", 0, 1, f"share of joint burdens that {row.name} carries"),
    ]
    if "approval" in world.index["track"]:
        rows.append(Outcome(f"home.approval:{seat}", "points", 0, 120, f"approval at home, {row.name}"))
    return rows + [
        Outcome(f"protection.{kind}:{seat}", "index", 0, 10, f"protection of {row.name}, {kind}", seat)
        for kind in world.ids["threat_class"]
    ]


def _of_programmes(world: World) -> list[Outcome]:
    rows = []
    for name, row in world.scenario.programmes.items():
        rows += [
            Outcome(f"stage:{name}", "count", 0, 6, f"status of {row.name}, idea 0 to fielded 6"),
            Outcome(f"fielded:{name}", "share", 0, 1, f"{row.name} is fielded"),
            Outcome(f"slip:{name}", "years", 0, 60, f"years that {row.name} lost against its plan"),
        ]
    return rows


class Course:
    """What has to be noted on the way through a block, for the outcomes that a last state cannot tell.

    Parameters
    ----------
    play : what is played

    Examples
    --------
    >>> from wargame.adjudication.turn import prepare
    >>> from wargame.dice import Dice
    >>> from wargame.blocks import play_block
    >>> from wargame.policies import cast_of
    >>> from wargame.scenario import read_scenario
    >>> play = prepare(read_scenario("four-islands"))
    >>> course = Course(play)
    >>> for step in play_block(cast_of(play), Dice(7, replicates=3)):
    ...     course.note(step)
    >>> course.outcomes()["turns"].shape
    (3,)
    """

    def __init__(self, play: Play) -> None:
        self.play = play
        self._turns: Any = 0
        self._worst: Any = 0
        self._first: dict[int, Array] = {}
        self._last: State | None = None

    def note(self, step: Step) -> None:
        """Take in one turn of the block; turns come in order, from the first that is played."""
        self.between(step.before, step.after)

    def between(self, before: State, after: State) -> None:
        """Take in one turn by the states at both its ends; one game may part into several rows."""
        playing = before.playing
        self._turns = np.where(playing, after.turn, self._turns)
        self._worst = np.maximum(np.maximum(self._worst, before.level), after.level)
        for place, row in enumerate(self.play.scenario.frame.story):
            came = holds(self.play.world, after, row.when) & playing
            first = self._first.get(place, np.full(playing.shape, np.inf))
            self._first[place] = np.where(came, np.minimum(first, after.turn), first)
        self._last = after

    def first_turns(self) -> dict[str, Array]:
        """Return, for each expectation of the scenario's story, (replicate,) the turn it came true, inf if never."""
        rows = self.play.scenario.frame.story
        return {row.text: self._first[place] for place, row in enumerate(rows)}

    def outcomes(self) -> dict[str, Array]:
        """Return every outcome by name, (replicate,) each, as ``list_outcomes`` describes them.

        Raises
        ------
        ValueError
            no turn was noted
        """
        if self._last is None:
            raise ValueError("Course: no turn was noted. Play at least one.")
        world, state = self.play.world, self._last
        own = {
            "breakdown": state.ending == BREAKDOWN,
            "calm": calm(state),
            "tense": tense(state),
            "strained": tense(state) | (state.ending == BREAKDOWN),
            "turns": self._turns,
            "agreements": (state.agreement == IN_FORCE).sum(axis=-1),
            **_by_entry("objectives", world.ids["nation"], _objectives_by_seat(world, state)),
            **_by_entry("succeeds", world.ids["nation"], succeeds(world, state)),
            **_by_entry("score", world.ids["nation"], scores(world, state)),
            **_by_entry("objective", world.ids["objective"], _objectives(world, state)),
            **_by_entry("worst_level", world.ids["flashpoint"], self._worst),
            **_by_entry("spending", world.ids["nation"], state.spending),
            **_by_entry("threat", world.ids["nation"], total_threat(state.threat)),
            **_by_entry("fielded", world.ids["programme"], state.stage >= FIELDED),
            **_by_entry("slip", world.ids["programme"], state.slip),
            **{
                f"story:{place}": self._first[place - 1] <= row.by
                for place, row in enumerate(self.play.scenario.frame.story, 1)
            },
        }
        return {row.name: _number(world, state, row.name, own) for row in list_outcomes(world)}


def _by_entry(name: str, ids: tuple[str, ...], values: Any) -> dict[str, Any]:
    return {f"{name}:{entry}": values[:, place] for place, entry in enumerate(ids)}


def _number(world: World, state: State, name: str, own: Mapping[str, Any]) -> Array:
    if name in own:
        return np.asarray(own[name], dtype=np.float64)
    return np.asarray(read(world, parse_measure(name), lambda field: getattr(state, field)), dtype=np.float64)


def _objectives(world: World, state: State) -> BoolArray:
    """(replicate, objective) met; nothing counts after a breakdown."""
    return np.asarray(objectives_met(world, state) & (state.ending != BREAKDOWN)[:, None], dtype=np.bool_)


def _objectives_by_seat(world: World, state: State) -> IntArray:
    return np.asarray(np.where(state.ending[:, None] == BREAKDOWN, 0, met_by_seat(world, state)))
