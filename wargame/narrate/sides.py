"""The read-out of alignment in words: every split that no nation could better, and those that come near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wargame.adjudication.sides import NEAR, Split
from wargame.narrate import names
from wargame.narrate.screen import Line, grid, heading
from wargame.scenario import Scenario

CAUTION = (
    "A read-out, not a forecast: how well relations of the moment fit on two sides depends on weights that somebody "
    "chose. No rule of the game calls it."
)


def alignment(scenario: Scenario, found: Mapping[str, Sequence[Split]], turn: int) -> list[Line]:
    """Return the splits by each measure of power, the best first.

    Parameters
    ----------
    found : measure -> its splits
    turn : the turn after which they were read, 0 for the opening
    """
    when = f"after turn {turn}" if turn else "at the opening"
    lines = [*heading(f"Two sides {when}"), Line(CAUTION, 2)]
    for measure, splits in found.items():
        best = min(split.energy for split in splits)
        rows = [
            [
                f"{split.energy / best:.0%}".replace("%", " %") if best else "-",
                "minimum" if split.minimum else "near",
                " | ".join(names.nations(scenario, side) if side else "nobody" for side in split.sides),
            ]
            for split in splits
        ]
        lines += [Line(), Line(f"Each counts by {measure}:", 2), *grid(rows, 4, right=(0,))]
    return [
        *lines,
        Line(),
        Line(
            f"Listed: splits that no single nation could better, and those within {NEAR:.0%} of the best.", 2
        ),
    ]
