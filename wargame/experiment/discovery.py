"""Scenario discovery: where in the space of its factors an experiment's conclusion turns over.

A small classification tree cuts the design into boxes, each a few limits on a few factors. A box is kept where the
cases of interest are denser than chance would make them. The whole search is then repeated on four fifths of the
points and tried on the last fifth, five times: if boxes found in that way hold no more cases of interest than any
other points do, the answer is that there is no box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.dice import Dice, fresh
from wargame.experiment.boxes import Box, Flip, Limit
from wargame.experiment.checks import Check
from wargame.experiment.design import Design, seed_of
from wargame.experiment.factors import Factor, shown
from wargame.experiment.libraries import need

DEPTH = 3
"""Most cuts behind a box: a rule with more than three limits is not remembered."""
LEAST = 5
"""Fewest points in a box, and fewest of either outcome to look for one."""
SHARE = 0.05
"""A box holds at least this share of the points."""
FOLDS = 5
"""Parts of the design, each held back once."""
CHANCE = 0.05
"""Largest quasi-p of a box that is kept, and of the check out of sample."""

NO_BOX = (
    "No rule about several factors was found that beats guessing: what was found on some of the points does not "
    "hold on the others."
)


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes
    ----------
    points, cases : points of the design, and those of interest
    boxes : densest first; empty where none beats the base rate out of sample
    held_out : points held back that the search put into a box, cases of interest among them, and the quasi-p
    flips : ways that move two factors or more, the nearest first
    why_none : why there is no box, "" where there is one
    """

    points: int
    cases: int
    boxes: tuple[Box, ...] = ()
    held_out: tuple[int, int, float] = (0, 0, 1.0)
    flips: tuple[Flip, ...] = ()
    why_none: str = ""

    @property
    def base(self) -> float:
        """Share of all points that are cases of interest."""
        return self.cases / self.points

    def played(self, box: Box) -> str:
        """Return what came of a box when it was played from the baseline: a verdict of ``checks``, or "not played"."""
        return next((f.verdict for f in self.flips if f.box == box and f.check is not None), "not played")

    def table(self) -> pd.DataFrame:
        """Return one row a box: ``rule, points, cases, sure, coverage, density, lift, quasi_p, played``."""
        names = ["rule", "points", "cases", "sure", "coverage", "density", "lift", "quasi_p"]
        rows = [
            [str(box), *(getattr(box, name) for name in names[1:]), self.played(box)] for box in self.boxes
        ]
        return pd.DataFrame(rows, columns=[*names, "played"])

    def flip_table(self) -> pd.DataFrame:
        """Return one row a flip that was played: ``change, distance, density, tried_at`` and its ``Check``."""
        rows = [
            {
                "change": str(flip),
                "distance": flip.distance,
                "density": flip.box.density,
                "tried_at": ", ".join(f"{name} {shown(value)}" for name, value in flip.tried.items()),
                **vars(flip.check),
            }
            for flip in self.flips
            if flip.check is not None
        ]
        names = ["change", "distance", "density", "tried_at", *Check.__dataclass_fields__]
        return pd.DataFrame(rows, columns=names)


def discover(design: Design, cases: BoolArray, seed: int, sure: BoolArray | None = None) -> Discovery:
    """Return boxes of factors in which cases of interest are dense, and the nearest ways into them.

    Parameters
    ----------
    design : the points; of a Sobol design those that are a sample are looked at
    cases : (point,) whether the point is of interest, such as: the conclusion does not hold in the mean of its games
    seed : names the parts that are held back
    sure : (point,) cases of which the games leave no doubt; all of them if not given

    References
    ----------
    Breiman et al. (1984), Classification and Regression Trees; Bryant & Lempert (2010), Technological Forecasting
    and Social Change 77 (coverage, density, quasi-p); Lempert, Bryant & Bankes (2008), RAND WR-557.
    """
    sample = design.sample()
    if not len(sample):
        why = "Trajectories screen factors; they are no sample to look for rules in. Take method latin for that."
        return Discovery(len(cases), int(np.sum(cases)), why_none=why)
    design, held = replace(design, unit=design.unit[sample]), np.asarray(cases, dtype=np.bool_)[sample]
    told = held if sure is None else np.asarray(sure, dtype=np.bool_)[sample] & held
    points, found = len(held), int(held.sum())
    if min(found, points - found) < LEAST:
        why = (
            f"In the mean of their games {found} of {points} points lie on the other side of the limit than the "
            "baseline: too few on one side to look for a rule about several factors."
        )
        return Discovery(points, found, why_none=why)
    columns = _columns(design)
    held_out = _check(columns, held, seed)
    if held_out[2] > CHANCE:
        return Discovery(points, found, held_out=held_out, why_none=NO_BOX)
    boxes = _boxes(columns, held, told, seed)
    if not boxes:
        return Discovery(points, found, held_out=held_out, why_none=NO_BOX)
    return Discovery(points, found, boxes, held_out, _flips(boxes))


@dataclass(frozen=True)
class _Columns:
    """The design as a tree takes it: a column for each number and for each word of a choice."""

    values: Array
    factors: tuple[Factor, ...]
    words: tuple[Any, ...]

    def at(self, rows: Any) -> _Columns:
        return replace(self, values=self.values[rows])


def _columns(design: Design) -> _Columns:
    values: list[Any] = []
    factors: list[Factor] = []
    words: list[Any] = []
    for place, factor in enumerate(design.factors):
        held = factor.values(design.unit[:, place])
        for word in (None,) if factor.numeric else factor.choices:
            values.append(held if word is None else [each == word for each in held])
            factors.append(factor)
            words.append(word)
    return _Columns(np.array(values, dtype=np.float64).T, tuple(factors), tuple(words))


def _tree(columns: _Columns, cases: BoolArray, seed: int) -> Any:
    least = max(LEAST, int(np.ceil(SHARE * len(cases))))
    made = need("sklearn.tree").DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=least, random_state=seed_of(seed, "tree")
    )
    return made.fit(columns.values, cases)


def _leaves(columns: _Columns, cases: BoolArray, seed: int) -> tuple[Any, dict[int, tuple[int, int, float]]]:
    """Return a tree and its dense leaves: points, cases and quasi-p of each."""
    tree = _tree(columns, cases, seed)
    leaf, base = tree.apply(columns.values), float(cases.mean())
    dense = {}
    for each in np.unique(leaf):
        inside = cases[leaf == each]
        count, found = len(inside), int(inside.sum())
        quasi_p = float(need("scipy.stats").binom.sf(found - 1, count, base))
        if quasi_p <= CHANCE and found / count > base:
            dense[int(each)] = (count, found, quasi_p)
    return tree, dense


def _check(columns: _Columns, cases: BoolArray, seed: int) -> tuple[int, int, float]:
    """Return points held back that fell into a box, cases of interest among them, and the quasi-p."""
    order = np.argsort(Dice(fresh(seed, "discovery")).uniform("fold", ["point"], 1, len(cases))[0, 0])
    part = np.empty(len(cases), dtype=np.int64)
    part[order] = np.arange(len(cases)) % FOLDS
    inside = np.zeros(len(cases), dtype=np.bool_)
    for fold in range(FOLDS):
        here, there = part == fold, part != fold
        tree, dense = _leaves(columns.at(there), cases[there], seed)
        inside[here] = np.isin(tree.apply(columns.values[here]), list(dense))
    drawn, found = int(inside.sum()), int(cases[inside].sum())
    quasi_p = float(need("scipy.stats").hypergeom.sf(found - 1, len(cases), int(cases.sum()), drawn))
    return drawn, found, quasi_p if drawn else 1.0


def _boxes(columns: _Columns, cases: BoolArray, sure: BoolArray, seed: int) -> tuple[Box, ...]:
    """Return the dense leaves of the tree on all points as boxes, the densest first."""
    tree, dense = _leaves(columns, cases, seed)
    leaves, whole = tree.apply(columns.values), int(cases.sum())
    found = []
    for leaf, limits in _paths(tree.tree_, columns):
        if leaf in dense:
            points, inside, quasi_p = dense[leaf]
            density = inside / points
            lift = density / (whole / len(cases))
            firm = int(sure[leaves == leaf].sum())
            found.append(Box(limits, points, inside, firm, inside / whole, density, lift, quasi_p))
    return tuple(sorted(found, key=lambda box: (-box.density, -box.coverage)))


def _paths(tree: Any, columns: _Columns) -> Iterator[tuple[int, tuple[Limit, ...]]]:
    """Yield every leaf with the limits on the way to it, one a factor."""
    waiting: list[tuple[int, dict[str, Limit]]] = [(0, {})]
    while waiting:
        node, limits = waiting.pop()
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left == right:
            yield node, tuple(limits.values())
            continue
        column, cut = int(tree.feature[node]), float(tree.threshold[node])
        factor, word = columns.factors[column], columns.words[column]
        before = limits.get(factor.name, Limit(factor, words=() if word is None else factor.choices))
        for child, above in ((left, False), (right, True)):
            waiting.append((child, limits | {factor.name: _narrowed(before, cut, word, above)}))


def _narrowed(limit: Limit, cut: float, word: Any, above: bool) -> Limit:
    """Return a limit with one more cut of the tree: a number above or up to ``cut``, a word taken or left."""
    if word is not None:
        return replace(limit, words=tuple(each for each in limit.words if (each == word) == above))
    return replace(limit, low=max(limit.low, cut)) if above else replace(limit, high=min(limit.high, cut))


def _flips(boxes: Sequence[Box]) -> tuple[Flip, ...]:
    """Return the ways from the baseline into boxes where most points are of interest, the nearest first.

    Boxes that one factor alone leads into are left to ``edges``, which plays that factor's whole range.
    """
    flips = []
    for box in boxes:
        out = [limit for limit in box.limits if not limit.holds(limit.factor.baseline)]
        if box.density <= 0.5 or len(out) < 2:
            continue
        moves = []
        for limit in out:
            start = limit.factor.baseline
            end = limit.nearest(start)
            moves.append((limit.factor, start, end, limit.factor.stretch(start, end)))
        flips.append(Flip(tuple(moves), box, {limit.factor.name: limit.middle() for limit in out}))
    return tuple(sorted(flips, key=lambda flip: (len(flip.moves), flip.distance)))
