"""Every rule function gives each replicate what it gives that replicate alone, bit for bit."""

from __future__ import annotations

import inspect
from types import ModuleType

import numpy as np
import pytest

from wargame.adjudication import (
    alignment,
    burden,
    codevelopment,
    contest,
    crises,
    development,
    diffusion,
    growth,
    home,
    outlook,
    power,
    relations,
    stocks,
    threat,
    totals,
)

MODULES = (
    alignment,
    burden,
    codevelopment,
    contest,
    crises,
    development,
    diffusion,
    growth,
    home,
    outlook,
    power,
    relations,
    stocks,
    threat,
    totals,
)
REPLICATES = 5
NATIONS = 9  # beyond eight, NumPy adds in another order
STAGES = 3
RNG = np.random.default_rng(5)


def share(*shape):
    return RNG.random((REPLICATES, *shape))


def amount(*shape):
    return RNG.random((REPLICATES, *shape)) * 10.0 + 0.1


def count(high, *shape):
    return RNG.integers(0, high, (REPLICATES, *shape))


def flag(*shape):
    return RNG.random((REPLICATES, *shape)) < 0.5


def paired(values):
    """Return the values made symmetric, 0 on the diagonal."""
    upper = np.triu(values, 1)
    return upper + np.swapaxes(upper, -1, -2)


def pairs():
    return paired(share(NATIONS, NATIONS) * 2.0 - 1.0)


class Fixed:
    """An argument without a replicate axis."""

    def __init__(self, value):
        self.value = value


N, P, F = NATIONS, 4, 3
CES_EXPONENT = np.array([1.0, 0.5, -1.0, -4.0, 3.0])
THRESHOLDS = Fixed(np.array([20.0, 40.0, 60.0, 75.0]))
FRICTION = codevelopment.FrictionScale(*(share(1) for _ in range(6)))
ROAD = outlook.road_ahead(count(STAGES + 1, P), amount(P), amount(P, STAGES))

CASES = {
    "alignment.alignment_energy": (pairs(), share(N)),
    "alignment.alignment_minima": (amount(16),),
    "alignment.near_minima": (-amount(16), Fixed(0.1)),
    "burden.best_contribution": (share(N), amount(N), share(1), amount(N)),
    "burden.free_riding": (amount(N), amount(N)),
    "burden.sharing_pressure": (share(1), share(N), share(1), amount(N)),
    "burden.indexed_support": (amount(P), share(P) - 0.5, share(1)),
    "burden.presence_value": (share(1), share(P) * 100.0),
    "burden.renewal_surplus": (amount(P), amount(P), amount(P)),
    "burden.renewed_support": (amount(P), amount(P), amount(P), share(1)),
    "burden.renewed": (amount(P) - 5.0, share(1), share(P)),
    "codevelopment.collaboration_cost": (amount(P), count(5, P) + 1, share(1)),
    "codevelopment.cost_per_partner": (amount(P), count(5, P) + 1, share(1)),
    "codevelopment.cost_to_partner": (amount(P), count(5, P) + 1, share(1), share(P, N)),
    "codevelopment.schedule_multiple": (count(5, P) + 1, share(1)),
    "codevelopment.break_even_share": (count(5, P) + 1, share(1)),
    "codevelopment.transaction_cost": (amount(P), share(1), flag(P), share(1)),
    "codevelopment.joint_friction": (FRICTION, count(4, P), count(4, P), flag(P), count(3, P), share(P)),
    "codevelopment.joining_surplus": (amount(N), amount(N), amount(N), share(N)),
    "codevelopment.worth_joining": (amount(N), amount(N), amount(N), share(N)),
    "codevelopment.overrun_bill": (amount(P), share(P, N), share(P, N), flag(P)),
    "codevelopment.pooling_gain": (share(1), share(P, N) / N),
    "codevelopment.technology_transfer": (amount(N), amount(N), share(1), Fixed(0.5)),
    "codevelopment.meeting_chance": (amount(1), Fixed(1.0)),
    "contest.ratio_success": (amount(N), amount(N), amount(1), amount(1)),
    "contest.difference_success": (amount(N), amount(N), amount(1), amount(1)),
    "contest.effective_threat": (amount(N), share(N)),
    "contest.ces_aggregate": (amount(N), share(N) + 0.1, CES_EXPONENT),
    "contest.protection": (amount(N), amount(N), -amount(1)),
    "crises.recency": (amount(F), share(1) + 1.0),
    "crises.onset_chance": (amount(1), Fixed(np.array([0.1, -0.5])), share(F, 2)),
    "crises.incident": (share(F), flag(F), Fixed(0.5), share(F)),
    "crises.deterrence": (amount(F), share(F, N), amount(F, N), amount(F)),
    "crises.tension_contributions": (amount(F), amount(F), share(1), share(F), share(F), Fixed(0.5)),
    "crises.tension_luck": (amount(1), share(F, 12)),
    "crises.ladder_level": (amount(F) * 10.0, THRESHOLDS),
    "crises.level_contributions": (count(5, F), amount(F) * 10.0, THRESHOLDS),
    "crises.hottest": (amount(F), count(5, F), Fixed(2)),
    "crises.crisis_change": (count(3, F), Fixed(np.array([5.0, -8.0, -18.0]))),
    "crises.alone": (flag(F, 2),),
    "crises.breakdown_chance": (count(5, F), count(3, F), Fixed(np.array([0.02, 0.1, 0.3]))),
    "development.effort": (amount(P), amount(P), share(1), Fixed(0.5)),
    "development.progress": (amount(P), share(P), share(P), share(P)),
    "development.stage_work": (amount(P), amount(P)),
    "development.pass_gate": (amount(P) - 5.0, share(P), share(P)),
    "development.redo": (amount(P) - 5.0, flag(P), amount(P), share(1)),
    "development.learned_work": (amount(P), count(3, P), share(1)),
    "development.cost_shock": (share(1) + 1.0, share(1), Fixed(3), share(P, 12)),
    "development.duration": (amount(P), amount(P), share(1), count(4, P) + 1, share(1)),
    "development.slip": (amount(P), amount(P), share(P), Fixed(1.0)),
    "development.cancelled": (share(P), Fixed(0.5), share(P)),
    "diffusion.catch_up_rate": (share(N), share(1), share(N), share(N)),
    "diffusion.catch_up": (amount(N), amount(1), share(N), share(N), Fixed(0.5)),
    "growth.growth_contributions": (
        growth.GrowthRates(share(1), share(1), share(1)),
        share(N),
        share(N),
        share(N),
        share(N),
        share(N),
    ),
    "growth.reaction": (share(1), share(N), flag(N, N)),
    "growth.burden_gap": (amount(N), amount(N), share(N)),
    "growth.target_contributions": (share(N), share(N), share(1), share(N), share(N)),
    "growth.long_run_burden_offset": (growth.GrowthRates(share(1), share(1), amount(1)), share(1)),
    "growth.growth_luck": (share(N), share(N, 14)),
    "growth.ratchet": (share(N) - 0.5, share(1), share(1), share(N)),
    "growth.streak_change": (count(12, N), share(N) - 0.5, share(1)),
    "growth.richardson_step": (amount(N), share(N, N), share(N), amount(N), Fixed(0.5)),
    "home.support_contributions": (
        home.SupportWeights(*(share(1) for _ in range(4))),
        share(N),
        share(N),
        share(N),
    ),
    "home.next_support": (share(N), amount(N) - 5.0, share(1), Fixed(0.5)),
    "home.adoption_chance": (share(N), share(1), share(N) / 5.0, share(1)),
    "home.adopted": (share(N), share(N)),
    "home.political_cost": (share(N), share(1), share(N), amount(1)),
    "home.norm_contributions": (share(N), share(1), Fixed(0.5), flag(N), share(1)),
    "home.audience_cost": (flag(N), flag(N), amount(1), share(N), share(1)),
    "outlook.road_ahead": (count(STAGES + 1, P), amount(P), amount(P, STAGES)),
    "outlook.expected_completion": (ROAD, share(P, STAGES) + 0.01, share(P) + 0.1, amount(P)),
    "outlook.chance_in_turns": (
        count(4, P, STAGES),
        count(3, P, STAGES) + 1,
        share(P, STAGES) * 0.9 + 0.1,
        Fixed(6.0),
    ),
    "outlook.fielding_chance": (ROAD, share(P, STAGES) * 0.9 + 0.1, share(P) + 0.1, amount(P), Fixed(6.0)),
    "power.composite_capability": (np.where(flag(N, 6), amount(N, 6), np.nan),),
    "power.surplus_capability": (amount(N), amount(N)),
    "relations.balance": (pairs(),),
    "relations.relation_contributions": (
        relations.RelationRates(*(share(1, 1) for _ in range(4))),
        pairs(),
        pairs(),
        paired(share(N, N)),
        paired(share(N, N)),
        Fixed(0.5),
    ),
    "relations.equivalent_sample": (share(N), share(N) + 0.1),
    "relations.reliability_contributions": (share(N, N), amount(1, 1), count(3, N, N), count(3, N, N)),
    "relations.trilateral_gain": (paired(flag(N, N)) > 0, share(N, N), share(1, 1), share(1, 1), Fixed(1.0)),
    "relations.cohesion_contributions": (
        relations.CohesionRates(*(amount(1) for _ in range(4))),
        share(2),
        count(3, 2),
        share(2),
        count(3, 2),
    ),
    "relations.abandonment_fear": (share(N), share(N), share(N), share(N)),
    "relations.entrapment_fear": (share(N), share(N), share(N), share(N)),
    "stocks.depreciate": (amount(N), share(1), Fixed(0.5)),
    "stocks.stock_contributions": (amount(N), amount(N), share(1), Fixed(0.5)),
    "stocks.obsolescence": (amount(N), amount(N) - 5.0, share(1)),
    "stocks.purchasing_power": (share(1), amount(1)),
    "stocks.learning_curve": (amount(N) + 1.0, share(1) + 0.1),
    "stocks.deliver": (amount(N, 3), amount(N)),
    "threat.proximity": (amount(N, N), amount(1, 1), share(1, 1) + 0.5),
    "threat.power_share": (amount(N),),
    "threat.hostility": (pairs(), share(N, N), share(1, 1)),
    "threat.offensive_weight": (share(1, 1), share(1, 1), amount(N, N), share(N, N)),
    "threat.apparent_capability": (amount(N), amount(N), share(1)),
    "threat.walt_intensity": (share(N, N), share(N, N), amount(N, N), share(N, N), share(N, N)),
    "threat.perceived_threat": (amount(N, N), amount(1, 1)),
    "threat.total_threat": (share(N, N),),
    "threat.salience_contributions": (
        share(N, N),
        amount(1, 1),
        Fixed(0.5),
        count(4, N, N, 3),
        Fixed(np.ones(3)),
    ),
    "totals.total": (amount(N),),
    "totals.product": (share(N),),
    "totals.pick": (Fixed(np.array([1.0, 2.0, 4.0])), count(3, N)),
}
WITHOUT_REPLICATES = {"alignment.configurations"}


def functions(module: ModuleType):
    name = module.__name__.rpartition(".")[2]
    for attribute, value in vars(module).items():
        if (
            inspect.isfunction(value)
            and value.__module__ == module.__name__
            and not attribute.startswith("_")
        ):
            yield f"{name}.{attribute}", value


RULES = {name: function for module in MODULES for name, function in functions(module)}


def test_every_rule_function_is_tried():
    assert set(RULES) == set(CASES) | WITHOUT_REPLICATES


def rows(argument, row):
    """Return one replicate of an argument: of an array, a record of arrays, or a mapping of arrays."""
    if isinstance(argument, Fixed):
        return argument.value
    if isinstance(argument, dict):
        return {name: rows(value, row) for name, value in argument.items()}
    if isinstance(argument, tuple):
        return type(argument)(*(rows(value, row) for value in argument))
    return argument if row is None else argument[row]


def arrays(result):
    """Return the arrays of a result, in order."""
    if isinstance(result, dict):
        return [np.asarray(value) for value in result.values()]
    if isinstance(result, tuple):
        return [np.asarray(value) for value in result]
    return [np.asarray(result)]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("layout", ["C", "F"])
def test_a_replicate_is_the_same_alone(name, layout):
    """Also when the block lies in memory the other way round."""
    arguments = CASES[name]
    laid = [np.asarray(a, order=layout) if isinstance(a, np.ndarray) else a for a in arguments]
    block = arrays(RULES[name](*(rows(argument, None) for argument in laid)))
    for row in range(REPLICATES):
        alone = arrays(RULES[name](*(rows(argument, row) for argument in arguments)))
        for whole, single in zip(block, alone, strict=True):
            assert whole.dtype == single.dtype
            assert not np.isnan(np.asarray(whole, dtype=float)).any()
            assert whole[row].tobytes() == single.reshape(whole[row].shape).tobytes()
