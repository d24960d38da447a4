"""The table of what the project must reproduce: 117 values, each with the functions that reach it."""

from __future__ import annotations

from wargame.verification import (
    balances,
    beliefs,
    burdens,
    contests,
    forecasts,
    landscapes,
    powers,
    programmes,
    races,
    stocks,
    tensions,
)
from wargame.verification.target import Target

FAMILIES: dict[str, str] = {
    "V01": "Arms race, pure (R1)",
    "V02": "Arms race of 1909-13 (R1)",
    "V03": "Burden of a common good (R2)",
    "V04": "Burden sharing in NATO, 1964 (R2)",
    "V05": "Stocks that wear out (R3)",
    "V06": "Programmes: gates and cost (R4)",
    "V07": "Developing together (R5)",
    "V08": "Contests, threat and counter (R11)",
    "V09": "Landscapes of alignment (R7)",
    "V10": "Structural balance (R7)",
    "V11": "Composite capability (R6)",
    "V12": "Salience, budgets, disputes (R1, R6, R8)",
    "V13": "Catching up (R10)",
    "V14": "Security dilemma (R7)",
    "V15": "Promises kept (R7)",
    "V16": "Naive forecasts of spending (back-test)",
    "V17": "Public support (R9)",
}
"""First three signs of an id -> what its family is about."""

TARGETS: tuple[Target, ...] = tuple(
    sorted(
        (
            target
            for module in (
                races,
                burdens,
                stocks,
                programmes,
                contests,
                landscapes,
                balances,
                powers,
                tensions,
                beliefs,
                forecasts,
            )
            for target in module.TARGETS
        ),
        key=lambda target: target.id[:3],
    )
)
"""All targets, family by family."""
