"""A tournament, played: its tables, and where its games are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.ensemble import Results, run_plan
from wargame.ensemble.runner import Watch
from wargame.tournament.lineup import PAY_OFFS, LineUp
from wargame.tournament.tables import cell_table, ranking_table, seat_table


@dataclass(frozen=True)
class Tournament:
    """What a tournament found.

    Attributes
    ----------
    lineup : what was played
    seats, ranking, cells : see ``seat_table``, ``ranking_table``, ``cell_table``
    results : every game; their labels are ``part, seat, first, second``
    """

    lineup: LineUp
    seats: pd.DataFrame
    ranking: pd.DataFrame
    cells: pd.DataFrame
    results: Results


def play_tournament(
    lineup: LineUp,
    out: str | Path | None = None,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    watch: Watch | None = None,
) -> Tournament:
    """Play a tournament.

    Parameters
    ----------
    lineup : what is to be played
    out : folder for the games, one that does not exist; None to keep them in memory
    scheduler, workers, resume, watch : where the games are played, as ``run_plan`` has them

    Raises
    ------
    WargameError
        as ``run_plan``

    Examples
    --------
    >>> from wargame.tournament import line_up
    >>> found = play_tournament(line_up("four-islands", characters=["dove", "hawk"], games=4, turns=2))
    >>> found.seats.query("seat == 'DRAY'")[["seat", "character", "own"]].to_records(index=False).tolist()
    [('DRAY', 'opportunist', True), ('DRAY', 'dove', False), ('DRAY', 'hawk', False)]
    >>> len(found.cells)
    4
    """
    results = run_plan(lineup.plan, out, scheduler=scheduler, workers=workers, resume=resume, watch=watch)
    paid = _paid(lineup, results)
    seats = seat_table(lineup, paid)
    ranking = ranking_table(lineup, paid[lineup.pay_off], seats)
    return Tournament(lineup, seats, ranking, cell_table(lineup, paid[lineup.pay_off]), results)


def _paid(lineup: LineUp, results: Results) -> dict[str, Array]:
    """Return pay-off -> (point, game, seat)."""
    columns = [f"{each}:{seat}" for each in PAY_OFFS for seat in lineup.scenario.nations]
    frame = results.outcomes(columns).sort_values(["point", "replicate"], kind="stable")
    shape = (len(results.plan.points), lineup.games, len(PAY_OFFS), len(lineup.scenario.nations))
    values = frame[columns].to_numpy(dtype=np.float64).reshape(shape)
    return {each: values[:, :, place] for place, each in enumerate(PAY_OFFS)}
