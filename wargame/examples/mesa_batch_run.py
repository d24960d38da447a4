"""The game in ``mesa.batch_run``: a sweep over seeds and characters, as a table and its summary.

``python -m wargame.examples.mesa_batch_run`` prints it. Every game is played by agent objects, one at a time, with
its ledger off: right for a few hundred games, and for models that mix the game with agents of one's own. Blocks of
games, ``wargame ensemble``, play the very same games some hundred times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import mesa
import numpy as np
import pandas as pd

from wargame.ensemble.intervals import reach, share_interval
from wargame.model import WargameModel

CASTS: Mapping[str, Mapping[str, str]] = {
    "as they are": {},
    "doves on the islands": {"ALDA": "dove", "BRENN": "dove"},
    "hawks on the islands": {"ALDA": "hawk", "BRENN": "hawk"},
}
"""Characters of the two friends of the practice game, under the name of each cast."""


def sweep(seeds: Iterable[int], scenario: str = "four-islands", turns: int | None = None) -> pd.DataFrame:
    """Play a game for every seed and cast.

    Parameters
    ----------
    turns : length of the games instead of the scenario's

    Returns
    -------
    one row a game: what was swept, and what the model's data collector held at the end
    """
    rows = mesa.batch_run(
        WargameModel,
        parameters={
            "scenario": scenario,
            "seed": seeds,
            "characters": list(CASTS.values()),
            "turns": turns,
            "ledger": False,
        },
        number_processes=1,
        data_collection_period=-1,
        display_progress=False,
    )
    table = pd.DataFrame(rows)
    names = {tuple(sorted(cast.items())): name for name, cast in CASTS.items()}
    table["cast"] = [names[tuple(sorted(cast.items()))] for cast in table["characters"]]
    return table


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return what the casts come to at the end, under the names that the outcomes of an ensemble have.

    Parameters
    ----------
    table : as ``sweep`` returns it, two games or more of each cast

    Returns
    -------
    one row a cast and outcome: ``cast, outcome, games, mean, error`` (one standard error of the mean), ``low, high``
    (its 95 % interval)
    """
    values = table[
        [name for name in table.columns if name.startswith(("stability", "tension:", "cohesion:"))]
    ]
    values.insert(0, "breakdown", (table["ending"] == "breakdown").astype(float))
    groups = values.groupby(table["cast"], sort=False)
    parts = {"games": groups.count(), "mean": groups.mean(), "error": groups.sem()}
    stacked = pd.concat({name: part.stack(future_stack=True) for name, part in parts.items()}, axis=1)
    told = stacked.rename_axis(["cast", "outcome"]).reset_index()
    half = reach(told["games"]) * told["error"]
    share = told["outcome"] == "breakdown"
    low, high = share_interval(told["mean"].where(share, 0.0), told["games"])
    return told.assign(
        low=np.where(share, low, told["mean"] - half), high=np.where(share, high, told["mean"] + half)
    )


def page(told: pd.DataFrame) -> str:
    """Return a summary as text: a row an outcome, a column a cast, each mean with its 95 % interval."""
    words = [f"{row['mean']:.2f} ({row['low']:.2f} to {row['high']:.2f})" for row in told.to_dict("records")]
    cells = told.assign(told=words).pivot(index="outcome", columns="cast", values="told")
    plain = cells.loc[told["outcome"].unique(), told["cast"].unique()].rename_axis(None)
    games = f"{told['games'].min()} games of each cast, mean and 95 % interval"
    return f"{games}\n\n{plain.rename_axis(None, axis=1).to_string()}"


def main() -> None:
    """Print the summary of thirty games."""
    print(page(summary(sweep(range(10)))))


if __name__ == "__main__":
    main()
