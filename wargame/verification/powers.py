"""V11: the composite index of national capability, worked out from its six components."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from wargame.adjudication.power import composite_capability
from wargame.faults import WargameError
from wargame.verification.target import Target, Tolerance, by_instrument

STATES_2012 = "verify_cinc_2012_all_states.csv"
ALL = "195 states of 2012, six components"
COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")


def index(table: pd.DataFrame) -> pd.Series:
    """Return every state's index."""
    found = composite_capability(table[list(COMPONENTS)].to_numpy(dtype=np.float64))
    return pd.Series(found, index=table["abb"])


def largest_difference(table: pd.DataFrame) -> float:
    """Return the largest difference of the indices found from those published."""
    return float(np.max(np.abs(index(table).to_numpy() - table["cinc"].to_numpy())))


def index_of(state: str, table: pd.DataFrame) -> float:
    """Return a state's index."""
    found = index(table)
    if state not in found.index:
        raise WargameError(f"{STATES_2012}: no row for {state}. Name it in the column abb, one row a state.")
    return float(found[state])


TARGETS = (
    Target(
        "V11a",
        "largest difference from the published index",
        1e-8,
        "rounding of the published index, eight figures",
        ("cow_nmc7",),
        (by_instrument(largest_difference, Tolerance(kind="at most"), tables=(STATES_2012,)),),
        given=ALL,
    ),
    *(
        Target(
            f"V11_{state}",
            name,
            expected,
            "published; components not reported are skipped",
            ("cow_nmc7",),
            (by_instrument(partial(index_of, state), Tolerance(1e-6), tables=(STATES_2012,)),),
            given=ALL,
        )
        for state, name, expected in (
            ("USA", "United States", 0.13921906),
            ("CHN", "China", 0.22036418),
            ("JPN", "Japan", 0.035534635),
        )
    ),
)
