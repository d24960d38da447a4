"""State: what is so now, one row a game.

Every array has the axis *replicate* first. A state is never changed in place: a phase returns a new one.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import FINE, Array, BoolArray, Declaration, IntArray, declarations, declare, frozen

STAGES = ("idea", "principle", "signed", "research", "development", "test", "fielded")
"""Statuses of a programme, in order; *research*, *development* and *test* are the working stages."""
RESEARCH, FIELDED = STAGES.index("research"), STAGES.index("fielded")
LEVELS = ("quiet", "friction", "warning", "show", "stand-off", "breakdown")
"""Levels of the ladder: a policy ladder, no force on any step."""
OPEN, IN_FORCE, ENDED, BROKEN = range(4)
"""Statuses of an agreement on the catalogue axis."""
PLAYING, CLOSED, BREAKDOWN = range(3)
"""Endings of a game."""


@dataclass(frozen=True)
class State:
    """The whole state of a block of games; ``turn`` is the number of turns played."""

    turn: int

    spending: Array = declare(
        "nation",
        kind="log stock",
        unit="bn USD",
        low=1e-3,
        high=1e5,
        grain=FINE,
        text="defence budget of the year",
    )
    gdp: Array = declare(
        "nation",
        kind="log stock",
        unit="bn USD of 2015",
        low=1e-3,
        high=1e6,
        grain=FINE,
        text="gross domestic product: prices of 2015, the budget's are of 2022, so their ratio is an index of burden",
    )
    growth: Array = declare(
        "nation",
        kind="read-out",
        unit="log units",
        low=-2,
        high=2,
        text="real growth of the budget, last year",
    )
    stance: IntArray = declare(
        "nation",
        kind="level",
        unit="count",
        high=3,
        see="private",
        text="stance pledged: cut, hold, rise, surge",
    )
    surge_wait: IntArray = declare(
        "nation",
        kind="level",
        unit="years",
        high=9,
        see="private",
        text="years until the next surge may be asked",
    )
    streak: IntArray = declare(
        "nation", kind="level", unit="years", high=99, text="rises running, nominal budget"
    )
    funds: Array = declare(
        "nation",
        kind="read-out",
        unit="bn USD",
        low=0,
        high=1e5,
        grain=FINE,
        see="private",
        text="free funds of the turn, after committed lines",
    )
    capital: Array = declare("nation", unit="PC", high=20, see="private", text="political capital")
    tech: Array = declare("nation", unit="index", high=10, text="technology level, caps capability")
    intelligence: Array = declare("nation", see="private", text="intelligence effort; narrows error bars")
    home: Array = declare("nation", "track", high=120, see="by track", text="tracks of home politics")
    support: Array = declare(
        "nation", "gate", see="private", text="public support for what a gate holds back"
    )
    unlocked: BoolArray = declare(
        "nation", "gate", kind="flag", unit="count", high=1, text="gate passed, for good"
    )
    capability: Array = declare(
        "nation", "area", unit="index", high=10, see="estimated", text="capability fielded"
    )
    protection: Array = declare(
        "nation",
        "threat_class",
        kind="read-out",
        unit="index",
        high=10,
        see="private",
        text="protection: interceptor and tracking, the weaker rules",
    )

    relation: Array = declare("nation", "other", unit="index", low=-1, high=1, text="friendliness, symmetric")
    trust: Array = declare("nation", "other", text="trust (reliability) of the first in the second")
    salience: Array = declare(
        "nation", "other", unit="index", high=3, text="how present the other's provocations are to the first"
    )
    threat: Array = declare(
        "nation",
        "other",
        kind="read-out",
        unit="share",
        high=1,
        see="private",
        text="threat the first sees in the other",
    )
    estimate: Array = declare(
        "nation",
        "other",
        "area",
        kind="read-out",
        unit="index",
        high=10,
        see="private",
        text="the first's mean estimate",
    )
    estimate_error: Array = declare(
        "nation",
        "other",
        "area",
        kind="read-out",
        unit="index",
        high=10,
        see="private",
        text="its standard deviation",
    )

    tension: Array = declare("flashpoint", text="tension at the flashpoint")
    level: IntArray = declare("flashpoint", kind="level", unit="count", high=5, text="level of the ladder")
    status_quo: Array = declare("flashpoint", low=-50, high=50, text="what the challenger has gained")
    lull: Array = declare("flashpoint", unit="years", high=99, text="years since the last incident there")
    cohesion: Array = declare("group", text="cohesion of the group")
    drain: Array = declare("drain", unit="index", high=3, text="outside drain")

    stage: IntArray = declare("programme", kind="level", unit="count", high=6, text="status of the programme")
    work: Array = declare(
        "programme", unit="years", high=60, see="private", text="years of full effort left in the stage"
    )
    overrun: Array = declare(
        "programme",
        kind="log stock",
        unit="ratio",
        low=0.2,
        high=20,
        see="private",
        text="cost against the plan",
    )
    slip: Array = declare(
        "programme", unit="years", high=60, see="private", text="years lost against the plan"
    )
    share: Array = declare(
        "programme", "nation", unit="share", high=1, text="share of the line each owner pays"
    )
    funding: Array = declare(
        "programme", "nation", unit="share", high=1.5, see="private", text="standing funding of the line"
    )
    legacy: Array = declare(
        "programme",
        kind="read-out",
        unit="share",
        high=1,
        see="private",
        text="outlook if all goes to plan: chance that it is fielded in six years",
    )

    agreement: IntArray = declare(
        "agreement", kind="level", unit="count", high=3, text="open, in force, ended, broken"
    )
    left: Array = declare("agreement", unit="years", high=99, text="years an agreement still runs")
    term: Array = declare("agreement", unit="percent", text="first party's share of the burden")
    bill: Array = declare(
        "agreement",
        kind="log stock",
        unit="ratio",
        low=0.2,
        high=20,
        grain=FINE,
        text="yearly bill of an agreement, against that of the opening",
    )
    secret: BoolArray = declare("agreement", kind="flag", unit="count", high=1, text="kept from outsiders")

    fatigue: IntArray = declare(
        "nation",
        "line",
        kind="level",
        unit="count",
        high=6,
        see="private",
        text="repeats of an order on a target",
    )
    issued: Array = declare(
        "lag",
        "nation",
        "line",
        unit="ratio",
        high=4,
        see="umpire",
        text="strength of orders of earlier turns",
    )
    promise: IntArray = declare(
        "nation",
        kind="level",
        unit="count",
        low=-1,
        high=999,
        text="order promised not to be issued next turn",
    )
    drawn: BoolArray = declare("event", kind="flag", unit="count", high=1, see="umpire", text="card used up")
    queued: IntArray = declare(
        "event", kind="level", unit="count", high=9, see="umpire", text="turns until a called card falls"
    )
    met: IntArray = declare(
        "objective",
        kind="level",
        unit="count",
        high=99,
        see="umpire",
        text="turns in which the objective held",
    )
    stability: Array = declare(kind="read-out", text="regional stability")
    pusher: IntArray = declare(kind="level", unit="count", low=-1, high=999, text="seat that pushed last")
    ending: IntArray = declare(kind="level", unit="count", high=2, text="playing, closed, breakdown")

    @property
    def replicates(self) -> int:
        """Number of rows."""
        return int(self.ending.shape[0])

    @property
    def playing(self) -> BoolArray:
        """(replicate,) rows that have not ended."""
        return np.asarray(self.ending == PLAYING)

    def having(self, **arrays: Any) -> State:
        """Return a state with some arrays replaced (made read-only)."""
        held: dict[str, Any] = {n: frozen(value) if n in FIELDS else value for n, value in arrays.items()}
        return dataclasses.replace(self, **held)

    def take(self, rows: Any) -> State:
        """Return a state of the chosen rows (indices, slice or mask)."""
        return self.having(**{name: getattr(self, name)[rows] for name in FIELDS})

    def arrays(self) -> dict[str, Any]:
        """Every field by name, in declared order."""
        return {name: getattr(self, name) for name in FIELDS}

    def digest(self, row: int = 0) -> str:
        """SHA-256 of one row in canonical bytes: names, shapes and little-endian elements in declared order."""
        return digest_of({name: array[row] for name, array in self.arrays().items()}, self.turn)

    def field_digests(self, row: int = 0) -> dict[str, str]:
        """A short digest of each field of one row, so that a replay can name the field that differs."""
        return {name: digest_of({name: array[row]}, self.turn)[:12] for name, array in self.arrays().items()}


FIELDS: dict[str, Declaration] = declarations(State)
"""Every field of the state by name."""


def digest_of(arrays: Mapping[str, Any], turn: int) -> str:
    """Hash arrays in canonical form."""
    hasher = hashlib.sha256(f"turn {turn}".encode())
    for name, array in arrays.items():
        plain = np.ascontiguousarray(array)
        plain = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
        hasher.update(f"|{name}{plain.shape}{plain.dtype.str}|".encode())
        hasher.update(plain.tobytes())
    return hasher.hexdigest()


def stack(states: Sequence[State]) -> State:
    """Join blocks of games of the same turn into one."""
    return states[0].having(
        **{name: np.concatenate([getattr(state, name) for state in states]) for name in FIELDS}
    )
