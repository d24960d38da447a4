"""How an outcome is spread over the games, and which games stand where in it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.ensemble.intervals import share_interval
from wargame.experiment.charts.fans import carried
from wargame.experiment.courses import course, usual_courses
from wargame.views.explore.means import INTERVAL, interval_kind, outcome_means
from wargame.views.explore.numbers import Numbers, figure, finites, games_told, top_of

BINS = 20
"""About how many bars a quantity is cut into."""
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Widths of bars that read well, times a power of ten."""
PLACES = (("lowest", 0.0), ("5 % below", 0.05), ("median", 0.5), ("95 % below", 0.95), ("highest", 1.0))
"""Places in a distribution at which a game can be opened."""


def spread(numbers: Numbers, name: str) -> dict[str, Any]:
    """Return the chart of one outcome: the share of games in each bar, or at each step or count."""
    results, values = numbers.results, numbers.values(name)
    told, counts, tight = _bars(numbers, name, values)
    shares = counts / len(values)
    single = len(results.plan.points) == 1
    low, high = share_interval(shares, len(values))
    label = numbers.label(name)
    series = {"id": "share", "name": "share of games", "colour": "accent", "values": finites(shares)}
    if single:
        series |= {"low": finites(low), "high": finites(high)}
    return {
        "id": f"spread-{name}",
        "kind": "bars",
        "title": label,
        "note": f"share of {games_told(results)}{f', {interval_kind(results)}' if single else ''}",
        "unit": "",
        "percent": True,
        "range": [0.0, top_of(high if single else shares)],
        "tight": tight,
        "interval": INTERVAL,
        "x": {"name": numbers.unit(name) or "outcome", "values": told},
        "series": [series],
        "label": f"{label}, share of {games_told(results)}. {summary(numbers, name)}",
    }


def summary(numbers: Numbers, name: str) -> str:
    """Return the middle and the width of an outcome's distribution, a sentence."""
    results, values = numbers.results, numbers.values(name)
    mean = outcome_means(results, [name], numbers.yes_no)[name]
    if name in numbers.yes_no or numbers.unit(name) == "share":
        told = f"{100 * mean.mean:.1f} %"
        ends = f"{100 * mean.low:.1f} to {100 * mean.high:.1f} %"
    else:
        told = f"{figure(mean.mean)} {numbers.unit(name)}".strip()
        ends = f"{figure(mean.low)} to {figure(mean.high)}"
    known = f" ({interval_kind(results, name in numbers.yes_no)}: {ends})" if mean.low == mean.low else ""
    if name in numbers.yes_no:
        return f"{told} of the games{known}."
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return (
        f"Mean {told}{known}. Median {numbers.said(name, middle)}; 90 % of the games lie from "
        f"{numbers.said(name, low)} to {numbers.said(name, high)}."
    )


def games_at(numbers: Numbers, name: str) -> list[dict[str, Any]]:
    """Return games to be opened: the typical one, and those at chosen places of an outcome.

    Returns
    -------
    ``where, point, replicate, said`` of each; a place that ties share is the first of its games by number
    """
    table = numbers.results.outcomes([name])
    values = table[name].to_numpy(dtype=np.float64)
    order = np.argsort(values, kind="stable")
    rows = [("typical", typical(numbers))]
    if name in numbers.yes_no:
        rows += [
            (numbers.said(name, end), int(np.flatnonzero(values == end)[0]))
            for end in (0.0, 1.0)
            if (values == end).any()
        ]
    else:
        rows += [(where, int(order[round(part * (len(order) - 1))])) for where, part in PLACES]
    return [
        {
            "where": where,
            "point": int(table["point"].iloc[place]),
            "replicate": int(table["replicate"].iloc[place]),
            "said": numbers.said(name, float(values[place])),
        }
        for where, place in rows
    ]


def nearest_game(numbers: Numbers, name: str, value: float) -> tuple[int, int]:
    """Return point and replicate of the game whose outcome is nearest to a value, the first of equals."""
    table = numbers.results.outcomes([name])
    place = int(np.abs(table[name].to_numpy(dtype=np.float64) - value).argmin())
    return int(table["point"].iloc[place]), int(table["replicate"].iloc[place])


def typical(numbers: Numbers) -> int:
    """Return the place of the game that lies nearest to the medians: of all usual outcomes, and on the way there.

    The way is tension, cohesion and stability after every turn; all turns of one together weigh as much as an outcome.
    Everything is measured in its own spread over the games.
    """
    scenario = numbers.scenario
    names = ["stability", "agreements", *(f"objectives:{seat}" for seat in scenario.nations)]
    names += [f"tension:{place}" for place in scenario.flashpoints]
    names += [f"spending:{seat}" for seat in scenario.nations]
    names += [f"cohesion:{group}" for group in scenario.groups]
    away = _away(numbers.results.outcomes(names)[names].to_numpy(dtype=np.float64)).sum(axis=1)
    for name in usual_courses(numbers.results):
        away += _away(carried(course(numbers.results, name).games)).mean(axis=1)
    return int(away.argmin())


def _away(held: Array) -> Array:
    """Return (game, column) the squared distance to the median of each column, in its standard deviation."""
    width = held.std(axis=0)
    far = np.divide(held - np.median(held, axis=0), width, out=np.zeros_like(held), where=width > 0.0)
    return np.asarray(far**2)


def _bars(numbers: Numbers, name: str, values: Array) -> tuple[list[str], Array, bool]:
    """Return names and games of the bars, and whether they touch as those of a quantity do."""
    steps = numbers.steps(name)
    whole = bool(steps) or numbers.outcome(name).unit == "count" or name.startswith("score:")
    if whole and (values == values.round()).all() and np.ptp(values) <= BINS:
        first, last = (0, len(steps) - 1) if steps else (int(values.min()), int(values.max()))
        counts = np.array([(values == each).sum() for each in range(first, last + 1)])
        return [steps[k] if steps else f"{k}" for k in range(first, last + 1)], counts, False
    edges = _edges(values)
    counts = np.histogram(values, edges)[0]
    scale = 100.0 if numbers.unit(name) == "share" else 1.0
    told = [
        f"{_short(scale * a)} to {_short(scale * b)}{' %' if scale > 1 else ''}" for a, b in pairwise(edges)
    ]
    return told, counts, True


def _edges(values: Array) -> Array:
    """Return round edges of bars from the lowest to the highest value."""
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return np.array([np.floor(low), np.floor(low) + 1.0])
    rough = (high - low) / BINS
    power = 10.0 ** np.floor(np.log10(rough))
    width = next(power * each for each in _ROUND if power * each >= rough * (1.0 - 1e-9))
    first, last = np.floor(low / width + 1e-9), np.ceil(high / width - 1e-9)
    return np.asarray(width * np.arange(first, max(last, first + 1.0) + 1.0))


def _short(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")
