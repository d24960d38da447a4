"""What somebody asks of an ensemble, its plan (plain games, or draws of assumed numbers), and what a plan varies."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from wargame.ensemble import Plan, Point, plan_of
from wargame.experiment import design_of as make_design
from wargame.experiment import make_experiment
from wargame.experiment.design import Design
from wargame.experiment.factors import Factor
from wargame.faults import WargameError

GAMES, MOST = 500, 20_000
"""Games that a page plays if nobody says otherwise, and at most."""
LEAST_LUCK = 5
"""Fewest games at each draw of the assumed numbers."""


@dataclass(frozen=True)
class Wanted:
    """An ensemble that somebody asks for.

    Attributes
    ----------
    turns : length, None for the scenario's;  characters : seat -> character;  values : parameter -> number
    doubt : every assumed number that ``values`` does not set is drawn over its range (a Latin hypercube)
    """

    scenario: str
    games: int = GAMES
    seed: int = 0
    turns: int | None = None
    characters: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    doubt: bool = False

    @property
    def layout(self) -> tuple[int, int]:
        """Draws of the assumed numbers, and games at each: one draw of all games where none are varied.

        Raises
        ------
        WargameError
            too few games to tell luck from doubt
        """
        return draws_of(self.games) if self.doubt else (1, self.games)

    def plan(self) -> Plan:
        """Return the plan of what is wanted.

        Raises
        ------
        WargameError
            too few or too many games, or what ``plan_of`` says
        """
        if not 1 <= self.games <= MOST:
            raise WargameError(f"{self.games:,} games were asked for. A page plays 1 to {MOST:,}.")
        plain = plan_of(
            self.scenario,
            games=self.games,
            seed=self.seed,
            characters=self.characters,
            rules=dict(self.values) or None,
            turns=self.turns,
        )
        return self._varied(plain) if self.doubt else plain

    def _varied(self, plain: Plan) -> Plan:
        draws, luck = self.layout
        asked = {"outcomes": ("breakdown",), "points": draws, "replicates": luck, "seed": self.seed}
        factors = make_experiment(self.scenario, ["kind=assumed"], asked).factors
        free = [each for each in factors if each.name not in self.values]
        rows: Any = make_design("latin", free, draws, self.seed).values().to_dict("records")
        return replace(plain, points=tuple(Point(0, row) for row in rows), replicates=luck)


def draws_of(games: int) -> tuple[int, int]:
    """Return how many draws of the assumed numbers some games are, and the games at each.

    Both rise with the games: few draws would blur what is doubt, few games at a draw what is luck.

    Raises
    ------
    WargameError
        too few games to tell luck from doubt

    Examples
    --------
    >>> draws_of(500), draws_of(20_000)
    ((45, 11), (281, 71))
    """
    luck = max(LEAST_LUCK, round(math.sqrt(games) / 2.0))
    if games < 2 * luck:
        raise WargameError(
            f"{games:,} games are too few to vary the assumed numbers: luck and doubt need {2 * luck} games or more."
        )
    return games // luck, luck


def design_of(plan: Plan) -> Design | None:
    """Return the Latin hypercube that a plan plays, None if it plays none.

    In one each number of the rules takes a value in every one of as many even parts of its range as there are points.
    """
    names = tuple(plan.points[0].values)
    if len(plan.points) < 2 or not names or len(plan.settings) > 1 or any(p.labels for p in plan.points):
        return None
    known = plan.settings[0].scenario.ruleset.parameters
    factors = tuple(
        Factor(name, "parameter", row.value, *row.range, (), row.unit, row.kind, row.note)
        for name, row in ((name, known[name]) for name in names)
    )
    low, high = (np.array([getattr(each, end) for each in factors]) for end in ("low", "high"))
    values = np.array([[point.values.get(name, np.nan) for name in names] for point in plan.points])
    unit = (values - low) / (high - low)
    if np.isnan(unit).any():
        return None
    parts = np.sort(np.minimum((unit * len(unit)).astype(np.int64), len(unit) - 1), axis=0)
    whole = (parts == np.arange(len(unit))[:, None]).all()
    return Design("latin", factors, unit) if whole else None


def differs_of(plan: Plan) -> str:
    """Return what an ensemble has otherwise than its scenario; a design is told by how much it varies."""
    own = plan.differs
    if len(plan.points) > 1:
        varied = design_of(plan)
        told = (
            f"{len(plan.points):,} draws of {len(varied.factors)} assumed numbers"
            if varied
            else f"a design of {len(plan.points):,} points"
        )
        own = f"{own}; {told}" if own else told
    return own or "own characters and numbers"
