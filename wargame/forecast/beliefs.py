"""Beliefs: worlds as one seat, or the public, may believe them, made from what is seen and remembered and nothing else.

The state is never read here. What the seat knows stands in every world as it is; what it estimates is drawn from
its estimate; what others keep to themselves is drawn round what the public assumes of it (``observation.FACE``,
``HIDDEN``). So a what-if from a seat's own view tells it nothing that it may not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from wargame import exact
from wargame.adjudication.phases.approval import HOLD
from wargame.adjudication.phases.readouts import read_out
from wargame.arrays import Array, BoolArray, IntArray
from wargame.dice import DiceLike
from wargame.forecast.memory import Memory
from wargame.ledger import Book, settle
from wargame.observation import BAND, FACE, HIDDEN, NOBODY, Observation, held
from wargame.state import FIELDED, FIELDS, RESEARCH, State
from wargame.world import World

SPREAD = {
    "capital": 1.5,
    "intelligence": 10.0,
    "support": 10.0,
    "home": 10.0,
    "overrun": 0.2,
    "slip": 0.5,
    "funding": 0.25,
}
"""Standard deviations of what others keep to themselves, in the unit of each field, round what the public assumes.

Assumed, so that about two thirds of what play brings lies within one: capital moves by the price of a ministers'
meeting or two a turn, tracks and intelligence by a step of the effect scale, a line by one step of its menu.
"""
WORK = (0.5, 1.5)
"""Years of full effort believed to be left in a working stage out of sight: evenly about the public's one year."""
LINE = 0.25
"""Step of the menu that a programme's funding is set by."""
NORMAL, LOOK = 12, 2
"""Uniform draws that make a normal one, and that make one look at another's capability (as in play)."""


def imagine(world: World, view: Observation, memory: Memory, dice: DiceLike) -> State:
    """Return a block of worlds as one seat may believe them, one a replicate of the dice.

    The seat's own numbers and what is public are exact. Others' capability is normal about the seat's estimate, with
    its error as standard deviation. A vague label is even in its band of 20 points. Read-outs follow from the rest.
    Secret agreements that are not the seat's were never made, and programmes out of its sight are not there. What
    every seat may know is believed likewise, with nobody's own numbers: capability is then normal about the opening's,
    with the widest error.

    Parameters
    ----------
    view : what one seat, or ``NOBODY``, sees: one game, or one for each replicate
    memory : what the seat remembers of the turns before
    dice : fresh ones; never the game's own

    Returns
    -------
    the state of (replicate,) worlds at the turn of the view, all of them playing

    Raises
    ------
    ValueError
        the view is of several seats, or of a number of games that is neither one nor that of the dice
    """
    if len(view.seats) != 1 or view.replicates not in (1, dice.replicates):
        raise ValueError(
            f"imagine: a view of {len(view.seats)} seats and {view.replicates} games for {dice.replicates} worlds. "
            "Give one seat's view of one game, or of as many games as there are worlds."
        )
    return _Mind(world, view, memory, dice).state()


class _Mind:
    """One seat's beliefs in the making."""

    def __init__(self, world: World, view: Observation, memory: Memory, dice: DiceLike) -> None:
        self.world, self.view, self.memory, self.dice = world, view, memory, dice
        self.seat = int(view.seats[0])
        self.own: BoolArray = np.arange(world.size("nation")) == self.seat
        self.owned: BoolArray = held(world.owner, self.seat)
        self.nations = world.ids["nation"]

    def state(self) -> State:
        values: dict[str, Any] = {
            name: self.seen(name) for name, field in FIELDS.items() if field.see == "public"
        }
        values |= {"stage": self.seen("stage"), "home": self._home(), "capability": self._capability()}
        values |= {**self._programmes(values["stage"]), **self._nations(), **self._remembered()}
        values |= self._looks(values["capability"], values["intelligence"])
        values |= {name: np.zeros(()) for name in ("protection", "threat", "legacy", "funds")}
        state = self._made(values)
        return self._with_own(
            settle(state, read_out(self.world, state, None), Book(keep=False), self.world.bounds)
        )

    def _made(self, values: dict[str, Any]) -> State:
        arrays = {}
        for name, field in FIELDS.items():
            shape = (self.dice.replicates, *self.world.shape(field.axes))
            value = np.broadcast_to(values[name], shape)
            if field.dtype is np.float64:
                value = np.clip(exact.grain(value, field.grain), field.low, field.high)
            arrays[name] = value.astype(field.dtype)
        return State(turn=self.view.turn, **arrays).having(**arrays)

    def _with_own(self, state: State) -> State:
        """Put what the seat knows of read-outs in place of what follows from its guesses at others."""
        own = {name: self.mixed(name, getattr(state, name)) for name in ("protection", "threat", "funds")}
        return state.having(**own, legacy=self._of_owners("legacy", state.legacy))

    # -- what is known --------------------------------------------------------------------------------------

    def seen(self, name: str) -> Any:
        """(replicate or 1, *axes) what the seat sees of a field."""
        return self.view.get(name)[:, 0]

    def mixed(self, name: str, others: Any) -> Any:
        """(replicate, nation, ...) the seat's own row as it is, where it has one, others' as believed."""
        if self.seat == NOBODY:
            return others
        mine = self.view.own(name)[:, 0][:, None]
        return np.where(self.own.reshape(-1, *(1,) * (mine.ndim - 2)), mine, others)

    def _remembered(self) -> dict[str, Any]:
        held = self.memory
        return {
            "drawn": held.drawn,
            "queued": held.queued,
            "issued": held.issued,
            "met": held.met,
            "fatigue": self.mixed("fatigue", held.fatigue),
        }

    # -- draws ----------------------------------------------------------------------------------------------

    def draw(self, what: str, entities: Sequence[str], per_entity: int | None = None) -> Array:
        """Return uniform draws for one kind of belief, (replicate, entity[, draw])."""
        return self.dice.uniform(f"imagine.{what}", entities, self.view.turn, per_entity)

    def around(self, what: str, entities: Sequence[str], mean: float) -> Array:
        """Return normal draws about a mean, (replicate, entity), within the bounds of the field."""
        value = mean + SPREAD[what] * exact.normal(self.draw(what, entities, NORMAL))
        return np.clip(value, FIELDS[what].low, FIELDS[what].high)

    # -- nations --------------------------------------------------------------------------------------------

    def _nations(self) -> dict[str, Any]:
        caps = np.array([row.capital.cap for row in self.world.scenario.nations.values()])
        capital = self.around("capital", self.nations, FACE["capital"])
        effort = self.around("intelligence", self.nations, FACE["intelligence"])
        return {
            "capital": self.mixed("capital", np.minimum(capital, caps)),
            "intelligence": self.mixed("intelligence", effort),
            "support": self.mixed("support", self._support()),
            "stance": self.mixed("stance", HOLD),
            "surge_wait": self.mixed("surge_wait", 0),
        }

    def _support(self) -> Array:
        """(replicate, nation, gate) support where a gate holds something back, 0 where it does not."""
        table = np.zeros((self.dice.replicates, *self.world.shape(("nation", "gate"))))
        for place, gate in enumerate(self.world.ids["gate"]):
            asked = [gate in row.support for row in self.world.scenario.nations.values()]
            drawn = self.around("support", [f"{nation}:{gate}" for nation in self.nations], FACE["support"])
            table[..., place] = np.where(asked, drawn, 0.0)
        return table

    def _home(self) -> Array:
        """(replicate, nation, track) public as they are, labels even in their band, private near neutral."""
        rows, seen = self.world.ruleset.tracks.values(), self.seen("home")
        private, vague = (
            np.flatnonzero([row.see == see for row in rows]) for see in ("private", "estimated")
        )
        believed = np.array(np.broadcast_to(seen, (self.dice.replicates, *seen.shape[1:])))
        names = self.world.ids["track"]
        for track in private:
            u = self.draw(f"home.{names[track]}", self.nations, NORMAL)
            believed[..., track] += SPREAD["home"] * exact.normal(u)
        for track in vague:
            believed[..., track] += BAND * (self.draw(f"label.{names[track]}", self.nations) - 0.5)
        # rounded down, so that no belief leaves the band that its label tells
        grain = FIELDS["home"].grain
        believed = np.floor(believed / grain) * grain
        return self.mixed("home", np.clip(believed, 0.0, [row.high for row in rows]))

    # -- capability -----------------------------------------------------------------------------------------

    def _capability(self) -> Array:
        """(replicate, nation, area) normal about the seat's estimate; its own error is 0."""
        names = [f"{nation}:{area}" for nation in self.nations for area in self.world.ids["area"]]
        if self.seat == NOBODY:
            mean = self.world.opening_capability[None]
            error = np.asarray(self.world.parameters.get("beliefs.error_widest", 1))
        else:
            mean, error = self.seen("capability"), self.view.error["capability"][:, 0]
        z = exact.normal(self.draw("capability", names, NORMAL)).reshape(-1, *mean.shape[1:])
        return np.clip(mean + error * z, 0.0, FIELDS["capability"].high)

    def _looks(self, capability: Array, intelligence: Array) -> dict[str, Any]:
        """What others believe of each other, and of the seat: one look each, as wide as their effort leaves it."""
        world, size = self.world, len(self.nations)
        names = [f"{seat}>{other}" for seat in self.nations for other in self.nations]
        u = self.draw("estimate", names, world.size("area") * LOOK)
        u = u.reshape(len(u), size, size, world.size("area"), LOOK)
        noise = (u[..., 0] + u[..., 1] - 1.0) * np.sqrt(6.0)
        widest, narrowest = (
            world.parameters.get(f"beliefs.error_{end}", 1) for end in ("widest", "narrowest")
        )
        error = (widest - (widest - narrowest) * intelligence / 100.0)[..., None, None]
        away = ~np.eye(size, dtype=np.bool_)[..., None]
        estimate = np.clip(capability[:, None] + error * noise, 0.0, 10.0) * away
        return {
            "estimate": self.mixed("estimate", estimate),
            "estimate_error": self.mixed("estimate_error", error * away),
        }

    # -- programmes -----------------------------------------------------------------------------------------

    def _programmes(self, stage: IntArray) -> dict[str, Any]:
        names = self.world.ids["programme"]
        working = (stage >= RESEARCH) & (stage < FIELDED)
        low, high = WORK
        left = HIDDEN["work"] * (low + (high - low) * self.draw("work", names))
        overrun = self.around("overrun", names, HIDDEN["overrun"])
        slip = self.around("slip", names, HIDDEN["slip"])
        begun = stage >= RESEARCH
        return {
            "work": self._of_owners("work", np.where(working, left, 0.0)),
            "overrun": self._of_owners("overrun", np.where(begun, overrun, HIDDEN["overrun"])),
            "slip": self._of_owners("slip", np.where(begun, slip, 0.0)),
            "funding": self._funding(begun),
        }

    def _of_owners(self, name: str, others: Any) -> Any:
        return others if self.seat == NOBODY else np.where(self.owned, self.seen(name), others)

    def _funding(self, begun: BoolArray) -> Array:
        """(replicate, programme, nation) funding by step of the menu, where the seat sees a programme at work."""
        programme, nation = np.nonzero(self.world.owner)
        ids = self.world.ids["programme"]
        names = [f"{ids[p]}:{self.nations[n]}" for p, n in zip(programme, nation, strict=True)]
        steps = np.rint(self.around("funding", names, HIDDEN["funding"]) / LINE) * LINE
        table = np.zeros((len(steps), *self.world.owner.shape))
        table[:, programme, nation] = steps
        believed = np.where(begun[..., None], table, 0.0)
        if self.seat == NOBODY:
            return believed
        return np.where(self.own, self.view.own("funding")[:, 0][..., None], believed)
