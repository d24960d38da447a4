"""Comparisons: what came of each arm, the paired differences, and what may be said of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.ensemble.intervals import LEVEL
from wargame.faults import WargameError, nearest
from wargame.forecast.pairs import POWER, Paired, compare_pairs, holm
from wargame.outcomes import Outcome, list_outcomes
from wargame.world import World

NO_DIFFERENCE = "no difference detected"
QUANTILES = (5, 25, 50, 75, 95)
"""Percent of games below, as the table of arms tells them."""
AIMS = ("score", "objectives", "succeeds", "objective")
"""Outcomes that a seat wants high; of all others more may be better or worse."""
UNITS = {"share": "percentage points", "index": "index points"}
"""How the unit of a difference is told, where it is not the outcome's own."""
COUNTED = {
    "objectives": "objectives",
    "agreements": "agreements",
    "turns": "turns",
    "level": "levels",
    "worst_level": "levels",
    "stage": "stages",
}
"""What outcomes count whose unit is a count."""
PERCENT, DIGITS = 100.0, 2
"""Points of a share of 1; most decimals that are told."""
FINEST = 10.0**-DIGITS


@dataclass(frozen=True, eq=False)
class Comparison:
    """What came of some arms in the same worlds under the same luck.

    It may be looked at after every batch, and a question that looks plain may be left early. But a difference that
    is looked for again and again is found too often where there is none: verdicts are firm at the last batch that
    was planned (``firm``), and told as "so far" before.

    Attributes
    ----------
    seat : from whose view, "" for the truth
    turn : the turn in which the arms differ;  last : the last turn that is played
    arms : names, as they were given;  against : the arm that others are compared with
    values : (outcome, arm, pair)
    planned : pairs that the study was to have
    """

    seat: str
    turn: int
    last: int
    arms: tuple[str, ...]
    against: str
    outcomes: tuple[Outcome, ...]
    values: Array
    planned: int

    @property
    def pairs(self) -> int:
        """Worlds that every arm has met so far."""
        return int(self.values.shape[-1])

    @property
    def firm(self) -> bool:
        """Whether all pairs that were planned are played."""
        return self.pairs >= self.planned

    def table(self) -> pd.DataFrame:
        """Return one row an outcome and arm.

        Returns
        -------
        columns ``outcome, unit, text, arm, mean, sd, 5 %, 25 %, 50 %, 75 %, 95 %, error``; the error is the Monte
        Carlo error of the mean, one standard error; for what is 0 or 1 in a game two games of either kind are added
        first, or none in 500 would look certain
        """
        marks = np.quantile(self.values, [mark / PERCENT for mark in QUANTILES], axis=-1)
        mean, spread = self.values.mean(axis=-1), self.values.std(axis=-1, ddof=1)
        usual = (np.clip(mean, 0.0, 1.0) * self.pairs + 2.0) / (self.pairs + 4.0)
        careful = np.sqrt(usual * (1.0 - usual) / (self.pairs + 4.0))
        error = np.where(self._yes_no[:, None], careful, spread / math.sqrt(self.pairs))
        rows = [
            {
                "outcome": row.name,
                "unit": row.unit,
                "text": row.text,
                "arm": arm,
                "mean": mean[o, a],
                "sd": spread[o, a],
                **{f"{mark} %": marks[m, o, a] for m, mark in enumerate(QUANTILES)},
                "error": error[o, a],
            }
            for o, row in enumerate(self.outcomes)
            for a, arm in enumerate(self.arms)
        ]
        return pd.DataFrame(rows)

    def differences(self, outcomes: Sequence[str] | None = None, adjusted: bool = True) -> pd.DataFrame:
        """Return one row an outcome and arm, set beside the arm it is compared with.

        Parameters
        ----------
        outcomes : those looked at, all of them if not given
        adjusted : hold verdicts to the many outcomes that are looked at together: if nothing differs, 95 of 100 such
            tables tell of no difference at all; without it 95 of 100 rows do. Intervals are those of single rows.

        Returns
        -------
        columns ``outcome, unit, text, arm, against, difference, low, high, error, pairs, higher, equal, lower,
        detectable, p, verdict, words``: the mean of the arm less that of the other with its 95 % interval, shares of
        pairs, the least difference that would likely have been seen (80 %; missing where no pair differs), the p
        value (Holm's if adjusted), and better, worse, higher, lower or "no difference detected"

        Raises
        ------
        WargameError
            an outcome that is not compared
        """
        places = (
            [self._place(name) for name in outcomes] if outcomes is not None else range(len(self.outcomes))
        )
        others = [a for a, arm in enumerate(self.arms) if arm != self.against]
        told = {a: self._against(a) for a in others}
        rows = [self._row(told[a], o, a) for o in places for a in others]
        if adjusted and rows:
            held = holm(np.array([row["p"] for row in rows]), np.array([row["equal"] < 1.0 for row in rows]))
            rows = [{**row, "p": float(p)} for row, p in zip(rows, held, strict=True)]
        return pd.DataFrame([{**row, **self._said(row)} for row in rows])

    def words(self, outcome: str, arm: str | None = None) -> str:
        """Return what may be said of one outcome that was chosen before: ``likely better, by 8 to 14 points``.

        Parameters
        ----------
        arm : the arm that is meant, the first one if not given

        Raises
        ------
        WargameError
            an outcome or an arm that is not compared
        """
        rows: Any = self.differences([outcome], adjusted=False).to_dict("records")
        known = {row["arm"]: row["words"] for row in rows}
        if arm is not None and arm not in known:
            raise WargameError(f"{arm!r} is not compared with {self.against!r}. {nearest(arm, known)}")
        return str(known[next(iter(known)) if arm is None else arm])

    # -- within ---------------------------------------------------------------------------------------------

    @property
    def _yes_no(self) -> BoolArray:
        """(outcome,) shares that are 0 or 1 in every game."""
        share = np.array([row.unit == "share" for row in self.outcomes], dtype=np.bool_)
        return share & ((self.values == 0.0) | (self.values == 1.0)).all(axis=(1, 2))

    def _place(self, name: str) -> int:
        names = [row.name for row in self.outcomes]
        if name not in names:
            raise WargameError(f"There is no outcome {name!r} in this comparison. {nearest(name, names)}")
        return names.index(name)

    def _against(self, arm: int) -> Paired:
        base = self.arms.index(self.against)
        return compare_pairs(self.values[:, arm], self.values[:, base], self._yes_no)

    def _row(self, told: Paired, outcome: int, arm: int) -> dict[str, Any]:
        row = self.outcomes[outcome]
        numbers = {name: float(getattr(told, name)[outcome]) for name in Paired.__dataclass_fields__}
        return {
            "outcome": row.name,
            "unit": row.unit,
            "text": row.text,
            "arm": self.arms[arm],
            "against": self.against,
            **{name: numbers[name] for name in ("difference", "low", "high", "error")},
            "pairs": self.pairs,
            **{name: numbers[name] for name in ("higher", "equal", "lower")},
            "detectable": (numbers["high"] - numbers["low"]) / 2.0 + POWER * numbers["error"] or math.nan,
            "p": numbers["p"],
        }

    def _said(self, row: Mapping[str, Any]) -> dict[str, str]:
        verdict = NO_DIFFERENCE
        if row["p"] <= 1.0 - LEVEL and row["low"] * row["high"] > 0.0:
            up = row["low"] > 0.0
            wanted = self.seat and row["outcome"].partition(":")[0] in AIMS
            verdict = ("better" if up else "worse") if wanted else ("higher" if up else "lower")
        return {
            "verdict": verdict,
            "words": ("" if self.firm else "so far: ") + difference_words(row, verdict),
        }


def outcomes_for(world: World, seat: str, turn: int) -> tuple[Outcome, ...]:
    """Return the outcomes that a what-if compares.

    Of a seat's own view these are what all may know and what is its own; of programmes only those in its sight, and
    their delays only if it is an owner. What the scenario expects of a whole game is left out, because the turns
    before are not played again.

    Parameters
    ----------
    seat : from whose view, "" for the truth
    turn : the turn in question
    """
    told = []
    for row in list_outcomes(world):
        kind, _, of = row.name.partition(":")
        if kind == "story" or not _may_know(world, row, kind, of, seat):
            continue
        told.append(replace(row, text=f"{row.text} from turn {turn} on") if kind == "worst_level" else row)
    return tuple(told)


def _may_know(world: World, row: Outcome, kind: str, of: str, seat: str) -> bool:
    if not seat:
        return True
    if kind in ("stage", "fielded", "slip"):
        programme = world.scenario.programmes[of]
        return seat in programme.owners or (programme.public and kind != "slip")
    return row.seat in ("", seat)


def difference_words(row: Mapping[str, Any], verdict: str) -> str:
    """Return what a row of differences says in a few words, such as "likely better, by 8 to 14 points".

    Parameters
    ----------
    row : of ``Comparison.differences``: outcome, unit, difference, low, high, detectable, equal
    verdict : what is said of it, which an adjustment for many outcomes may have changed
    """
    factor = PERCENT if row["unit"] == "share" else 1.0
    unit = COUNTED.get(row["outcome"].partition(":")[0], UNITS.get(row["unit"], row["unit"]))
    if verdict != NO_DIFFERENCE:
        ends = sorted(abs(row[end]) * factor for end in ("low", "high"))
        return f"likely {verdict}, by {_range(*ends)} {unit}"
    if row["equal"] == 1.0:
        return f"{verdict}: all {row['pairs']} pairs came out the same"
    least = max(float(f"{row['detectable'] * factor:.1g}"), FINEST)
    return f"{verdict}; {least:.{_places(least)}f} {unit} or more would likely have shown"


def _range(low: float, high: float) -> str:
    """Tell an interval as finely as its width allows, to ``FINEST`` at most, and never from 0.

    Examples
    --------
    >>> _range(8.2, 13.7), _range(0.02, 0.31), _range(0.0034, 0.0036), _range(0.003, 0.04)
    ('8 to 14', '0.02 to 0.31', 'less than 0.01', 'up to 0.04')
    """
    places = min(_places(high - low), 1 + _places(high)) if high < 1.0 else min(_places(high - low), 1)
    if high < FINEST:
        return f"less than {FINEST}"
    if low < FINEST / 2.0:
        return f"up to {high:.{places}f}"
    while float(f"{low:.{places}f}") == 0.0:
        places += 1
    ends = [f"{end:.{places}f}" for end in (low, high)]
    return f"about {ends[0]}" if ends[0] == ends[1] else " to ".join(ends)


def _places(width: float) -> int:
    """Return the decimals that a number of this size, or an interval of this width, is told with."""
    return min(max(0, -math.floor(math.log10(width))), DIGITS) if width > 0.0 else DIGITS
