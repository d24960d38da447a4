"""Nations, budgets and programmes as Mesa agents: live, read-only views on the rows of a model's state.

A view owns no data. It holds its model and its row and looks up at each read, so it is never out of date.
The game changes by orders, injects and rulings only; assigning to a view tells which of them to use.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import mesa
import numpy as np

from wargame.arrays import Declaration
from wargame.faults import WargameError
from wargame.observation import Observation, observe
from wargame.orders import Diplomacy, Orders
from wargame.reasons import Why
from wargame.state import FIELDS, STAGES

_MESA = frozenset({"model", "unique_id", "pos", "row"})


class ReadOnlyError(WargameError, AttributeError):
    """A view was assigned to; the text names the inject to use instead."""


class View(mesa.Agent):
    """A row of the state that can be read like an agent.

    Every field of the state on the view's axis is an attribute: a number, a flag, or a read-only mapping by
    the ids of the field's other axis (``nation.home["approval"]``, ``programme.share["JPN"]``).
    """

    axis: ClassVar[str] = ""

    def __init__(self, model: Any, row: int) -> None:
        self.row = row
        super().__init__(model)

    @property
    def id(self) -> str:
        """Id of the entry, ``JPN`` or ``railgun``."""
        return str(self.model.play.world.ids[self.axis][self.row])

    @classmethod
    def fields(cls) -> dict[str, Declaration]:
        """Return the fields of the state that this view reads."""
        return {name: field for name, field in FIELDS.items() if field.axes[:1] == (cls.axis,)}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self.fields():
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")
        return _plain(
            self.model.play.world.ids, FIELDS[name].axes[1:], getattr(self.model.state, name)[0, self.row]
        )

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _MESA:
            raise ReadOnlyError(
                f"{type(self).__name__} {self.id} is a view, {name!r} cannot be assigned. The game changes "
                f"by orders and injects: call Game.inject(event, reason), a card whose effect moves {name!r}."
            )
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.fields()]

    def _why(self, field: str, turn: int | None, entity: str = "") -> Why:
        told: Why = self.model.past.why(entity or self.id, field, turn)
        return told


def _plain(ids: Mapping[str, tuple[str, ...]], axes: tuple[str, ...], value: Any) -> Any:
    """Return an element as Python holds it, an array as a mapping by the ids of its axes."""
    if not axes:
        return value.item()
    rows = {name: _plain(ids, axes[1:], each) for name, each in zip(ids[axes[0]], value, strict=True)}
    return MappingProxyType(rows)


class Nation(View):
    """A nation: it looks, bargains and orders through its policy; its rows change by adjudication only."""

    axis = "nation"

    @property
    def name(self) -> str:
        """Name in full."""
        return str(self.model.play.scenario.nations[self.id].name)

    @property
    def character(self) -> str:
        """Character of the house AI that decides for it."""
        return str(self.model.cast.characters[self.row])

    @property
    def budget(self) -> Budget:
        """Its budget."""
        return next(view for view in self.model.agents if isinstance(view, Budget) and view.row == self.row)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """Programmes that it owns, alone or with others."""
        owned = self.model.play.world.owner[:, self.row]
        return tuple(view for view in self.model.agents if isinstance(view, Programme) and owned[view.row])

    def observe(self) -> Observation:
        """Return what it may see now, and believes; its policy decides on nothing else."""
        return observe(self.model.play.world, self.model.state, [self.row])

    def decide(self, diplomacy: Diplomacy) -> Orders:
        """Return its orders after the talks of the turn; entries of other nations stay empty."""
        cast = self.model.cast
        orders: Orders = cast.orders(
            cast.study(self.observe()), diplomacy, self.model.dice, self.model.turn + 1
        )
        return orders

    def why(self, field: str, other: str = "", turn: int | None = None) -> Why:
        """Return the reasons of a number in a turn; ``other`` names the second of a pair."""
        return self._why(field, turn, f"{self.id}>{other}" if other else self.id)


class Budget(View):
    """The defence budget of a nation; it evolves by the rules (R1, R2) and can tell why."""

    axis = "nation"
    _own = frozenset({"spending", "gdp", "growth", "stance", "surge_wait", "streak", "funds", "capital"})

    @classmethod
    def fields(cls) -> dict[str, Declaration]:
        """Return the fields of money and political capital."""
        return {name: field for name, field in super().fields().items() if name in cls._own}

    @property
    def share_of_gdp(self) -> float:
        """Spending over gross domestic product: an index of burden, as prices are of 2022 and of 2015."""
        return float(self.spending / self.gdp)

    def why(self, field: str = "spending", turn: int | None = None) -> Why:
        """Return the reasons of the budget's change in a turn, the last one if not given."""
        return self._why(field, turn)


class Programme(View):
    """An R&D programme; it evolves by the rules (R4, R5) and can tell why."""

    axis = "programme"

    @property
    def name(self) -> str:
        """Name in full."""
        return str(self.model.play.scenario.programmes[self.id].name)

    @property
    def status(self) -> str:
        """Stage by name, from *idea* to *fielded*."""
        return STAGES[self.stage]

    @property
    def owners(self) -> tuple[str, ...]:
        """Nations that own it."""
        world = self.model.play.world
        return tuple(world.ids["nation"][seat] for seat in np.flatnonzero(world.owner[self.row]))

    def why(self, field: str = "stage", turn: int | None = None) -> Why:
        """Return the reasons of the programme's change in a turn, the last one if not given."""
        return self._why(field, turn)
