"""What a panel of the board may tell: a game after some turn, whole or as one seat knows it."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.faults import WargameError
from wargame.game import Game
from wargame.observation import EVERYBODY, Observation, observe, place_of
from wargame.reasons import view_of
from wargame.reports import known
from wargame.scenario import Scenario
from wargame.state import FIELDS, State
from wargame.tables import unit_of
from wargame.views.links import number_ref, ref
from wargame.world import World

COMPACT = 8
"""Most nations that are told at length; more of them are told in lists."""
_GOLDEN = 0.381966
"""Part of the colour circle between two nations in a row, so that neighbours in a list differ."""


@dataclass(frozen=True)
class Scope:
    """A game after a turn, as somebody may see it.

    Attributes
    ----------
    turn : turns played at the time told, 0 for the opening
    seat : who looks, ``EVERYBODY`` for what every seat may know, "" for the whole truth (the white cell, or after the
        end)

    Raises
    ------
    WargameError
        a turn that is not played, an unknown seat
    """

    game: Game
    turn: int
    seat: str = ""
    _views: dict[int, tuple[State, Observation | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not 0 <= self.turn <= self.game.turn:
            raise WargameError(f"Turn {self.turn} is not played. Write 0 to {self.game.turn}.")
        if self.seat:
            place_of(self.world, self.seat)

    @property
    def world(self) -> World:
        """The world in play."""
        return self.game.play.world

    @property
    def scenario(self) -> Scenario:
        """The scenario in play."""
        return self.game.play.scenario

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats whose private numbers may be told: one, all for the whole truth, none to everybody."""
        if self.seat == EVERYBODY:
            return ()
        return (self.seat,) if self.seat else self.world.ids["nation"]

    @property
    def crowded(self) -> bool:
        """Whether there are too many nations to tell of each at length."""
        return len(self.scenario.nations) > COMPACT

    @cached_property
    def now(self) -> State:
        """How things stand after the turn."""
        return self.at(self.turn)

    @cached_property
    def before(self) -> State | None:
        """How things stood a turn earlier, None at the opening."""
        return self.at(self.turn - 1) if self.turn else None

    def at(self, turn: int) -> State:
        """Return the state after a turn; for a seat all that is kept from it is 0, and estimates stand for truth."""
        return self._seen(turn)[0]

    def knows(self, name: str, *index: int) -> bool:
        """Tell whether one number of a field is known or believed, and not kept from the seat."""
        view = self._seen(self.turn)[1]
        return view is None or view_of(view, name, index) is not None

    def error(self, turn: int) -> Array:
        """Return (nation, area) the standard deviation of what is believed of capability, 0 where nothing is."""
        view = self._seen(turn)[1]
        if view is None or "capability" not in view.error:
            return np.zeros(self.now.capability.shape[1:])
        return np.asarray(view.error["capability"][0, 0])

    def label(self, turn: int) -> str:
        """Return how a chart names a turn: the year that it closed, or its number if turns are shorter."""
        if self.world.years == 1.0:
            return f"{self.scenario.frame.first_year + turn - 1}"
        return f"T{turn}" if turn else "start"

    def number(
        self, name: str, *index: int, part: str = "", places: int = 1, seat: str = ""
    ) -> dict[str, Any] | None:
        """Return one number with its unit, its change since last turn and its row of the rulebook.

        Parameters
        ----------
        part : entry of the last axis that the rulebook has a row of, such as a track
        seat : whose money it is, for its unit

        Returns
        -------
        None if the number is kept from the seat
        """
        if not self.knows(name, *index):
            return None
        value = float(getattr(self.now, name)[0][index])
        earlier = None if self.before is None else float(getattr(self.before, name)[0][index])
        return {
            "value": plain(value, places),
            "change": None if earlier is None else plain(value - earlier, places),
            "unit": unit_of(self.world, FIELDS[name].unit, seat),
            "ref": number_ref(f"{name}.{part}" if part else name),
        }

    def course(self, read: Callable[[State], Any], places: int = 2) -> list[Any]:
        """Return a number, or a list of them, after every turn up to this one.

        Parameters
        ----------
        read : takes the number out of a state
        """
        return [plain(read(self.at(turn)), places) for turn in range(self.turn + 1)]

    def _seen(self, turn: int) -> tuple[State, Observation | None]:
        if turn not in self._views:
            self._views[turn] = _as_known(self.world, self.game.model.states[turn], self.seat)
        return self._views[turn]


def _as_known(world: World, state: State, seat: str) -> tuple[State, Observation | None]:
    """Return a state as a seat knows it, made of its observation and nothing else."""
    if not seat:
        return state, None
    view = observe(world, state, [place_of(world, seat)])
    told = {
        name: known(view, name) if name in view.seen or name in view.mine else np.zeros(world.shape(row.axes))
        for name, row in FIELDS.items()
        if name != "issued"
    }
    arrays = {name: np.asarray(array)[None].astype(FIELDS[name].dtype) for name, array in told.items()}
    return state.having(**arrays, issued=np.zeros_like(state.issued)), view


def plain(value: Any, places: int = 2) -> Any:
    """Return numbers as JSON holds them, rounded; no minus stands before a 0.

    Examples
    --------
    >>> plain(np.array([-0.001, 2.126]))
    [0.0, 2.13]
    """
    if np.ndim(value):
        return [plain(each, places) for each in value]
    return round(float(value), places) + 0.0


def minus(text: str) -> str:
    """Return a number that was written by the program with a true minus before it, and none before a nought.

    Examples
    --------
    >>> minus("-0.5 points"), minus("+1.0"), minus("-0.0")
    ('−0.5 points', '+1.0', '0.0')
    """
    if not text.startswith("-"):
        return text
    return f"\u2212{text[1:]}" if float(text.partition(" ")[0]) else text[1:]


def colours(scenario: Scenario) -> dict[str, str]:
    """Return a colour for each nation: its own, or one of a circle where the scenario does not tell all apart."""
    own = {seat: row.colour for seat, row in scenario.nations.items()}
    if len(set(own.values())) == len(own):
        return own
    told, step = {}, _step(len(own))
    for place, seat in enumerate(own):
        hue = place * step % len(own)
        # two hues beside each other differ in how light and how strong they are
        light, strong = ((0.38, 0.6), (0.27, 0.42), (0.53, 0.48))[hue % 3]
        shade = colorsys.hls_to_rgb(hue / len(own), light, strong)
        told[seat] = "#" + "".join(f"{round(255 * part):02x}" for part in shade)
    return told


def _step(count: int) -> int:
    """Return the step by which nations in a row go round a circle of hues, each hue taken once."""
    near = round(_GOLDEN * count)
    return min(
        (each for each in range(1, count + 1) if math.gcd(each, count) == 1),
        key=lambda each: abs(each - near),
    )


def ink_on(colour: str) -> str:
    """Return the ink, white or near black, that reads better on a colour.

    Examples
    --------
    >>> ink_on("#102040"), ink_on("#f0e0a0")
    ('#ffffff', '#0b1626')
    """
    parts = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.058 else "#0b1626"


def badge(scope: Scope, seat: str) -> dict[str, str]:
    """Return how a nation is shown wherever it stands: id, name, colour, and ink on that colour."""
    colour = colours(scope.scenario)[seat]
    return {
        "id": seat,
        "name": scope.scenario.nations[seat].name,
        "colour": colour,
        "ink": ink_on(colour),
        "ref": ref("seat", seat),
    }
