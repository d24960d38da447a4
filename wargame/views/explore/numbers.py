"""Outcomes of an ensemble with the words, groups and formats by which a page tells them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.ensemble import Results
from wargame.ensemble.harvest import yes_no_outcomes
from wargame.faults import WargameError, nearest
from wargame.narrate import names
from wargame.outcomes import Outcome, list_outcomes
from wargame.scenario import Scenario
from wargame.tables import CLASSES, MONEY, PRICES
from wargame.views.links import ref
from wargame.world import compile_world

REGION, PLACES, PROGRAMMES, AGREEMENTS, STORY = "Region", "Flashpoints", "Programmes", "Agreements", "Story"
"""Headings under which outcomes are listed, besides the nations."""
_PARTS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25)
"""Quarters of an axis of shares, percent."""
_TITLES = {
    "breakdown": "Talks break down",
    "calm": "Calm at the end: friction or less everywhere",
    "tense": "Tense at the end: a show of force or more somewhere",
    "strained": "Talks break down, or tense at the end",
}
"""Titles of endings; what else an outcome is, its text tells as a title."""
_STEPS = {"level": "level", "worst_level": "level", "stage": "stage"}
"""Outcomes that count steps with names, and the field whose names they are."""


@dataclass(frozen=True)
class Numbers:
    """The outcomes of an ensemble.

    Attributes
    ----------
    results : the ensemble, finished or not
    """

    results: Results

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that was played."""
        return self.results.plan.settings[0].scenario

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Name -> outcome, in the order of their columns."""
        return {row.name: row for row in list_outcomes(compile_world(self.scenario))}

    @cached_property
    def yes_no(self) -> frozenset[str]:
        """Outcomes that are 0 or 1 in a game."""
        return yes_no_outcomes(self.results.plan)

    def outcome(self, name: str) -> Outcome:
        """Return an outcome.

        Raises
        ------
        WargameError
            there is none of this name
        """
        if name not in self.outcomes:
            raise WargameError(f"There is no outcome {name!r}. {nearest(name, self.outcomes)}")
        return self.outcomes[name]

    def values(self, name: str) -> Array:
        """Return (game,) an outcome, in order of point and replicate."""
        self.outcome(name)
        return np.asarray(self.results.outcomes([name])[name], dtype=np.float64)

    def label(self, name: str) -> str:
        """Return what an outcome is, as a title."""
        if name in _TITLES:
            return _TITLES[name]
        head, _, entry = name.partition(":")
        text = self.outcome(name).text
        if head == "agreement":
            text = f"{names.agreement(self.scenario, entry)} is in force at the end"
        elif head == "objective":
            text = f"{names.nation(self.scenario, self.scenario.objectives[entry].seat)}: {text}"
        short = text.rstrip(".")
        return f"{short[0].upper()}{short[1:]}"

    def unit(self, name: str) -> str:
        """Return the unit of an outcome in one game, "" for counts and for yes or no."""
        unit = self.outcome(name).unit
        return "" if name in self.yes_no or unit == "count" else PRICES if unit == MONEY else unit

    def steps(self, name: str) -> Sequence[str]:
        """Return the names of the steps that an outcome counts, none for other numbers."""
        if name in self.yes_no:
            return ("no", "yes")
        field = _STEPS.get(name.partition(":")[0], "")
        return tuple(CLASSES[field]) if field else ()

    def heading(self, name: str) -> str:
        """Return the heading under which an outcome is listed."""
        row, entry = self.outcome(name), name.partition(":")[2]
        for seat in (row.seat, entry):
            if seat in self.scenario.nations:
                return self.scenario.nations[seat].name
        tables = {
            PLACES: self.scenario.flashpoints,
            PROGRAMMES: self.scenario.programmes,
            AGREEMENTS: self.scenario.agreements,
        }
        found = next((heading for heading, table in tables.items() if entry in table), REGION)
        return STORY if name.startswith("story:") else found

    def menu(self) -> list[dict[str, Any]]:
        """Return the outcomes under their headings: the region and its places, nations, the rest."""
        order = [REGION, PLACES, *(row.name for row in self.scenario.nations.values())]
        grouped: dict[str, list[dict[str, str]]] = {name: [] for name in order}
        for name in self.outcomes:
            grouped.setdefault(self.heading(name), []).append({"id": name, "text": self.label(name)})
        return [{"name": name, "entries": rows} for name, rows in grouped.items() if rows]

    def ref(self, name: str) -> str:
        """Return the row of the rulebook that tells what an outcome is."""
        return ref("outcome", name)

    def said(self, name: str, value: float) -> str:
        """Return one game's value in words: ``41.5 points``, ``yes``, ``warning``."""
        steps = self.steps(name)
        if steps and value == int(value) and 0 <= value < len(steps):
            return steps[int(value)]
        if self.unit(name) == "share":
            return f"{100 * value:.1f} %"
        told = f"{value:.0f}" if self.outcome(name).unit == "count" and value == int(value) else figure(value)
        return f"{told} {self.unit(name)}".strip()


def figure(value: float) -> str:
    """Return a number with as many digits as a reader can use.

    Examples
    --------
    >>> figure(912.345), figure(41.26), figure(0.534), figure(-2.0), figure(3.0)
    ('912', '41.3', '0.53', '−2.0', '3.0')
    """
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 1 or size == 0 else 2
    return f"{value:,.{places}f}".replace("-", "−")


def finite(value: Any, places: int = 4) -> float | None:
    """Return a number as JSON holds it, rounded; None for one that is not known."""
    number = float(value)
    return None if math.isnan(number) or math.isinf(number) else round(number, places) + 0.0


def finites(values: Any, places: int = 4) -> list[float | None]:
    """Return numbers as JSON holds them; see ``finite``."""
    return [finite(each, places) for each in np.asarray(values, dtype=np.float64).ravel()]


def top_of(shares: Iterable[float]) -> float:
    """Return where an axis of shares ends: all of them are on it, and its four parts are round.

    Examples
    --------
    >>> top_of([0.05, 0.27]), top_of([0.97]), top_of([0.0])
    (0.32, 1.0, 0.04)
    """
    most = 100.0 * max(shares)
    return next((4 * part for part in _PARTS if 4 * part >= most - 1e-9), 100) / 100.0


def games_told(results: Results) -> str:
    """Return how many games a chart is of: ``500 games``, ``500 of 2,000 games so far``."""
    if results.complete:
        return f"{results.games:,} game{'' if results.games == 1 else 's'}"
    return f"{results.games:,} of {results.plan.games:,} games so far"
