"""Observation: what one seat may see and believes. House AI and people decide on nothing else.

A field is *public* (everyone sees the truth), *estimated* (others hold a mean and a standard deviation, drawn once a
turn and stored in the state) or *private* (no observation of another seat ever depends on it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array, BoolArray, IntArray
from wargame.state import FIELDS, OPEN, State
from wargame.world import World

HIDDEN = {"work": 1.0, "overrun": 1.0, "slip": 0.0, "legacy": 0.5, "funding": 1.0}
"""What outsiders assume of a programme's private numbers."""
FACE = {
    "capital": 4.0,
    "intelligence": 20.0,
    "support": 50.0,
    "threat": 0.3,
    "protection": 3.0,
    "stance": 1.0,
}
"""What the public assumes of a nation's private numbers."""
WITHOUT: tuple[tuple[str, Any], ...] = (("agreement", OPEN), ("left", 0.0), ("secret", False))
"""What outsiders take a secret agreement for: one that was never made."""
BAND = 20.0
"""Width of the vague label outsiders see of an estimated track, points."""
EVERYBODY = "*"
"""Stands for a seat where what every seat may know is asked for: what may be shown to a whole room."""
NOBODY = -1
"""Place of who looks where that is no nation."""


@dataclass(frozen=True)
class Observation:
    """What some seats see, each for itself.

    Attributes
    ----------
    seats : (seat,) nations that look
    mine : field -> (replicate, seat, ...) the seat's own row: exact
    seen : field -> (replicate, seat, *axes of the field) what the seat sees or believes of everyone
    error : field -> standard deviation of an estimate, same shape as in ``seen``
    """

    world: World
    turn: int
    seats: IntArray
    mine: dict[str, Any]
    seen: dict[str, Any]
    error: dict[str, Array]

    @property
    def replicates(self) -> int:
        """Number of rows."""
        return int(self.seen["tension"].shape[0])

    def own(self, name: str) -> Any:
        """Return the seat's own numbers, (replicate, seat, ...)."""
        return self.mine[name]

    def get(self, name: str) -> Any:
        """Return what the seat sees of a field, (replicate, seat, *axes)."""
        return self.seen[name]


def observe(world: World, state: State, seats: Sequence[int] | IntArray | None = None) -> Observation:
    """Return what the seats see of a state.

    Parameters
    ----------
    seats : nations that look, all of them if not given; or ``[NOBODY]`` alone, for what every one of them may know
    """
    chosen = np.asarray(range(world.size("nation")) if seats is None else seats, dtype=np.int32)
    if NOBODY in chosen:
        return _outsider(world, state)
    mine = {name: _own_row(getattr(state, name), name, chosen) for name in FIELDS if _is_held(name)}
    seen = _in_the_open(world, state, chosen)
    seen["home"] = _home(world, state, chosen)
    seen["capability"], error = _capability(state, chosen)
    for name, assumed in HIDDEN.items():
        if "nation" not in FIELDS[name].axes:
            seen[name] = _of_owners(world, getattr(state, name), chosen, assumed)
    return Observation(world, state.turn, chosen, mine, seen, {"capability": error})


def _in_the_open(world: World, state: State, chosen: IntArray) -> dict[str, Any]:
    """Return the public fields as some seats see them, without programmes out of sight and agreements kept secret."""
    seen = {
        name: _spread(getattr(state, name), len(chosen))
        for name, field in FIELDS.items()
        if field.see == "public"
    }
    known = np.array([row.public for row in world.scenario.programmes.values()], dtype=np.bool_)
    seen["stage"] = np.where(known | held(world.owner, chosen), seen["stage"], 0)
    kept = state.secret[:, None, :] & ~held(world.party, chosen)
    for name, open_value in WITHOUT:
        seen[name] = np.where(kept, open_value, seen[name])
    seen["term"] = np.where(kept, world.opening_term, seen["term"])
    return seen


def _outsider(world: World, state: State) -> Observation:
    """Return what every seat may know: public numbers alone, of which nobody's own and no estimate is one."""
    nobody = np.array([NOBODY], dtype=np.int32)
    seen = _in_the_open(world, state, nobody)
    tracks = world.ruleset.tracks.values()
    public = np.array([row.see == "public" for row in tracks], dtype=np.bool_)
    neutral = np.array([row.neutral for row in tracks])
    seen["home"] = _spread(np.where(public, state.home, neutral), 1)
    return Observation(world, state.turn, nobody, {}, seen, {})


def place_of(world: World, seat: str) -> int:
    """Return the place of a seat among the nations, ``NOBODY`` for everybody.

    Raises
    ------
    WargameError
        no such seat
    """
    return NOBODY if seat == EVERYBODY else world.at("nation", seat)


def held(table: BoolArray, places: IntArray | int) -> BoolArray:
    """Return what belongs to those who look: rows of a table (thing, nation) by nation; nothing belongs to nobody.

    Examples
    --------
    >>> held(np.array([[True, False], [True, True]]), np.array([1, NOBODY])).tolist()
    [[False, True], [False, False]]
    """
    at = np.asarray(places)
    return np.asarray(table.T[at] & (at != NOBODY)[..., None])


def public_face(world: World, state: State) -> Observation:
    """Return what everybody knows about every nation: each as it would look to an outsider, in its own place.

    A seat uses it to guess what a partner would accept; it holds nothing private of anyone. What a nation can
    do is taken to be what it was at the opening: later beliefs are each observer's own.
    """
    everyone = observe(world, state)
    seats = everyone.seats
    mine = dict(everyone.mine)
    for name in mine:
        if FIELDS[name].see == "private":
            mine[name] = np.full(mine[name].shape, FACE.get(name, HIDDEN.get(name, 0.0)))
    mine["home"] = outside_view(world, state.home)
    mine["capability"] = np.broadcast_to(world.opening_capability, state.capability.shape)
    seen = dict(everyone.seen)
    for name in ("home", "capability"):
        seen[name] = _spread(mine[name], len(seats))
    for name, assumed in HIDDEN.items():
        if name in seen:
            seen[name] = np.full(seen[name].shape, assumed)
    known = np.array([row.public for row in world.scenario.programmes.values()], dtype=np.bool_)
    seen["stage"] = np.where(known, _spread(state.stage, len(seats)), 0)
    for name, open_value in (*WITHOUT, ("term", world.opening_term)):
        seen[name] = _spread(np.where(state.secret, open_value, getattr(state, name)), len(seats))
    width = np.asarray(world.parameters.get("beliefs.error_widest", 3))
    error = np.broadcast_to(width, everyone.error["capability"].shape)
    return Observation(world, state.turn, seats, mine, seen, {"capability": error})


def outside_view(world: World, home: Array) -> Array:
    """Return (replicate, nation, track) home politics as outsiders see it.

    A public track as it is, a private one at its neutral value, an estimated one as a vague label: the middle
    of the band of 20 points it lies in.
    """
    rows = world.ruleset.tracks.values()
    neutral = np.array([row.neutral for row in rows])
    private = np.array([row.see == "private" for row in rows], dtype=np.bool_)
    vague = np.array([row.see == "estimated" for row in rows], dtype=np.bool_)
    label = np.floor(np.minimum(home, 99.0) / BAND) * BAND + BAND / 2.0
    return np.where(private, neutral, np.where(vague, label, home))


def _is_held(name: str) -> bool:
    axes = FIELDS[name].axes
    return axes[:1] == ("nation",) or axes[-1:] == ("nation",)


def _own_row(array: Any, name: str, seats: IntArray) -> Any:
    """Pick each seat's own row, with the axes (replicate, seat, ...)."""
    if FIELDS[name].axes[0] != "nation":
        array = np.moveaxis(array, -1, 1)
    everyone = np.array_equal(seats, np.arange(array.shape[1]))
    return array if everyone else array[:, seats]


def _spread(array: Any, seats: int) -> Any:
    """Give every seat the same view, without copying."""
    return np.broadcast_to(array[:, None], (array.shape[0], seats, *array.shape[1:]))


def _home(world: World, state: State, seats: IntArray) -> Array:
    own = np.arange(world.size("nation"))[None, :] == seats[:, None]
    return np.where(own[None, :, :, None], state.home[:, None], outside_view(world, state.home)[:, None])


def _capability(state: State, seats: IntArray) -> tuple[Array, Array]:
    own = (np.arange(state.capability.shape[1])[None, :] == seats[:, None])[None, :, :, None]
    mean = np.where(own, state.capability[:, None], state.estimate[:, seats])
    return mean, np.where(own, 0.0, state.estimate_error[:, seats])


def _of_owners(world: World, array: Any, seats: IntArray, assumed: float) -> Any:
    owned = world.owner.T[seats]
    return np.where(owned, array[:, None], assumed)
