"""Standing of nations: their power by the measure that the rules choose (R6)."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication.power import surplus_capability
from wargame.adjudication.threat import power_share
from wargame.arrays import Array
from wargame.faults import WargameError
from wargame.world import World

MEASURES = ("composite capability", "spending", "GDP times GDP per head")
"""Measures of power, in the order in which ``threat.power_measure`` numbers them."""


def powers(world: World) -> Array:
    """Return (measure, nation) power at the opening, nan where the scenario does not tell enough."""
    rows = list(world.scenario.nations.values())
    money = [row if row.money == "bn USD" else row.dollars for row in rows]
    spending, gdp = (
        np.array([np.nan if row is None else getattr(row, name) for row in money])
        for name in ("spending", "gdp")
    )
    people = np.array([np.nan if row.people is None else row.people for row in rows])
    return np.stack([world.nation_values("power"), spending, surplus_capability(gdp, people)])


def measure_of(world: World) -> Array:
    """Return (...) which measure the rules choose, as its place: one, or one for each replicate."""
    chosen = np.rint(np.asarray(world.parameters.get("threat.power_measure")))
    return np.clip(chosen, 0, len(MEASURES) - 1).astype(np.int32)


def power_of(world: World, spending: Array) -> Array:
    """Return (replicate, nation) shares of power: the opening's, which follow spending within a game.

    Parameters
    ----------
    spending : (replicate, nation), bn USD
    """
    follows = world.parameters.get("threat.power_spending", 1)
    risen = exact.power(spending / world.nation_values("spending"), follows)
    return power_share(powers(world)[measure_of(world)] * risen)


def check_power(world: World) -> None:
    """Raise unless the scenario tells all that the measure chosen needs.

    Raises
    ------
    WargameError
        the measure, the nations that lack something, and what
    """
    known = np.isfinite(powers(world))
    for place in np.unique(measure_of(world)):
        lacking = [name for name, told in zip(world.ids["nation"], known[place], strict=True) if not told]
        if lacking:
            needs = "dollars = { spending = ..., gdp = ... } where money is an index"
            needs += ", and people (million)" if place == len(MEASURES) - 1 else ""
            raise WargameError(
                f"threat.power_measure {place} is {MEASURES[place]}, which the scenario does not tell of "
                f"{', '.join(lacking)}. Write in nations.toml: {needs}; or choose measure 0."
            )
