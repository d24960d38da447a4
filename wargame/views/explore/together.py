"""What goes with an outcome: ranks of other outcomes over the games that go up and down with it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from wargame.ensemble.intervals import Z
from wargame.forecast.pairs import holm
from wargame.views.explore.numbers import Numbers, finite, games_told

TOLD = 8
"""Most outcomes that are told."""
LEAST = 20
"""Fewest games over which ranks are compared."""
FIRM = 0.05
"""Chance from which Holm's test no longer calls a correlation firm."""
DESIGN = "These are the games of a design, not of one sample: report.html in its folder tells what its factors move."
SPREAD = 1.06
"""Variance of the transformed rank correlation, times games - 3 (Fieller, Hartley & Pearson 1957)."""
_OTHERS = (
    "tension",
    "status_quo",
    "cohesion",
    "drain",
    "agreement",
    "spending",
    "threat",
    "burden_share",
    "home.approval",
    "protection",
    "stage",
    "slip",
)
"""What is looked at: numbers of their own. Endings, levels, objectives and scores are worked out from them."""


def together(numbers: Numbers, name: str) -> dict[str, Any]:
    """Return the outcomes whose ranks go most with those of one; only words where the games are no plain sample.

    Outcomes about the same place, nation or programme, and those that are worked out from others, are left out: what
    they share is how they are made. What is told has stood Holm's test over all that were looked at.

    References
    ----------
    Fieller, Hartley & Pearson (1957), "Tests for rank correlation coefficients I", Biometrika 44:470-481.
    """
    results = numbers.results
    if len(results.plan.points) > 1:
        return _payload(numbers, name, [], DESIGN)
    if results.games < LEAST:
        return _payload(numbers, name, [], f"Fewer than {LEAST} games: ranks tell nothing yet.")
    others = [each for each in numbers.outcomes if each.startswith(_OTHERS) and not _akin(name, each)]
    frame = results.outcomes([name, *others])
    ranks = frame[[name, *others]].rank().to_numpy(dtype=np.float64)
    moves = np.ptp(ranks, axis=0) > 0.0
    if not moves[0]:
        return _payload(numbers, name, [], "It came out the same in every game, so nothing goes with it.")
    kept = [each for each, moving in zip(others, moves[1:], strict=True) if moving]
    found = np.corrcoef(ranks[:, moves], rowvar=False)[0, 1:] if kept else np.array([])
    error = math.sqrt(SPREAD / (results.games - 3))
    z = np.arctanh(np.clip(found, -0.999999, 0.999999))
    p = np.array([math.erfc(abs(each) / error / math.sqrt(2.0)) for each in z])
    firm = holm(p, np.ones(len(p), dtype=np.bool_)) <= FIRM if len(p) else np.array([], dtype=np.bool_)
    order = [place for place in np.argsort(-np.abs(found), kind="stable") if firm[place]][:TOLD]
    rows = [
        {
            "id": kept[place],
            "text": numbers.label(kept[place]),
            "ref": numbers.ref(kept[place]),
            "value": finite(found[place], 2),
            "low": finite(np.tanh(z[place] - Z * error), 2),
            "high": finite(np.tanh(z[place] + Z * error), 2),
            "said": (
                "more of the one, more of the other"
                if found[place] > 0
                else "more of the one, less of the other"
            ),
        }
        for place in order
    ]
    words = (
        f"The strongest of {len(kept)} outcomes about other places, nations and programmes. They go together in these "
        "games; that is no cause."
        if rows
        else "Of the outcomes about other places, nations and programmes none goes with it beyond chance."
    )
    if not name.startswith(_OTHERS):
        words += " This outcome is worked out from others, so part of what goes with it is how it is made."
    return _payload(numbers, name, rows, words)


def _payload(numbers: Numbers, name: str, rows: list[dict[str, Any]], words: str) -> dict[str, Any]:
    return {
        "title": f"What goes with it? {numbers.label(name)}",
        "note": f"rank correlation (Spearman) over {games_told(numbers.results)}, 95 % interval (Fisher); "
        "all looked at are held to one test (Holm)",
        "words": words,
        "rows": rows,
    }


def _akin(name: str, other: str) -> bool:
    """Tell whether two outcomes are about the same place, nation or programme."""
    one, two = name.partition(":")[2], other.partition(":")[2]
    return name == other or (bool(one) and one == two)
