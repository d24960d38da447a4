"""Instruments that verification needs and the game does not call: closed forms, equilibria, brute force.

NumPy's linear algebra is welcome here, as nothing of it enters the state of a game.
"""

from wargame.theory.balance import (
    balance_energy,
    balanced_graphs,
    blow_up_time,
    factions,
    friendliness_at,
    integrate_friendliness,
    is_jammed,
    mean_field_density,
    signed_cliques,
    triad_dynamics,
    unbalanced_triads,
)
from wargame.theory.burden import (
    equilibrium_contributions,
    optimal_total,
    symmetric_contribution,
)
from wargame.theory.contests import (
    RaceEquilibrium,
    asymmetric_efforts,
    guns_share,
    race_equilibrium,
    rent_dissipation,
    symmetric_effort,
)
from wargame.theory.programmes import (
    ladder_climb,
    ladder_continuation,
    stage_gate_moments,
    turns_until_adoption,
    under_estimate_chance,
)
from wargame.theory.races import (
    RaceFit,
    critical_reaction,
    fit_race,
    richardson_eigenvalues,
    richardson_fixed_point,
)
from wargame.theory.ranks import rank_correlation
from wargame.theory.stationary import (
    balanced_growth_ratio,
    half_life,
    memory_half_life,
    required_growth,
    settled_technology,
    stationary_salience,
    stationary_stock,
    stock_after,
)
from wargame.theory.trust import Span, cooperation_belief, kept_promises

__all__ = [
    "RaceEquilibrium",
    "RaceFit",
    "Span",
    "asymmetric_efforts",
    "balance_energy",
    "balanced_graphs",
    "balanced_growth_ratio",
    "blow_up_time",
    "cooperation_belief",
    "critical_reaction",
    "equilibrium_contributions",
    "factions",
    "fit_race",
    "friendliness_at",
    "guns_share",
    "half_life",
    "integrate_friendliness",
    "is_jammed",
    "kept_promises",
    "ladder_climb",
    "ladder_continuation",
    "mean_field_density",
    "memory_half_life",
    "optimal_total",
    "race_equilibrium",
    "rank_correlation",
    "rent_dissipation",
    "required_growth",
    "richardson_eigenvalues",
    "richardson_fixed_point",
    "settled_technology",
    "signed_cliques",
    "stage_gate_moments",
    "stationary_salience",
    "stationary_stock",
    "stock_after",
    "symmetric_contribution",
    "symmetric_effort",
    "triad_dynamics",
    "turns_until_adoption",
    "unbalanced_triads",
    "under_estimate_chance",
]
