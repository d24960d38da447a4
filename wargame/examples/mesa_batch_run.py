"""The game in ``mesa.batch_run``: a sweep over seeds and characters, as a table and its summary.

``python -m wargame.examples.mesa_batch_run`` prints it. Every game is played by agent objects, one at a time, with
its ledger off: right for a few hundred games, and for models that mix the game with agents of one's own. Blocks of
games, ``wargame ensemble``, play the very same games some hundred times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import mesa
import pandas as pd

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
    """Return what the casts come to: games, the share that broke down, means at the end."""
    read = [name for name in table.columns if name.startswith(("stability", "tension_", "cohesion_"))]
    groups = table.groupby("cast", sort=False)
    told = groups[read].mean()
    told.insert(0, "broke down", groups["ending"].agg(lambda endings: (endings == "breakdown").mean()))
    told.insert(0, "games", groups.size())
    return told


def main() -> None:
    """Print the summary of thirty games."""
    print(summary(sweep(range(10))).round(2).to_string())


if __name__ == "__main__":
    main()
