"""What somebody asks of an ensemble, and the plan of it: plain games, or draws of the assumed numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wargame.ensemble import Plan, Point, plan_of
from wargame.experiment import design_of, make_experiment
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
        draws, luck = draws_of(self.games)
        asked = {"outcomes": ("breakdown",), "points": draws, "replicates": luck, "seed": self.seed}
        factors = make_experiment(self.scenario, ["kind=assumed"], asked).factors
        free = [each for each in factors if each.name not in self.values]
        rows: Any = design_of("latin", free, draws, self.seed).values().to_dict("records")
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
