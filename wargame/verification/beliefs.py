"""V14, V15, V17: trust, promises and public support."""

from __future__ import annotations

import math
from functools import partial

from wargame import exact, theory
from wargame.adjudication import home
from wargame.verification.target import SAME, Target, by_instrument, by_rule, of

START, AIM, INERTIA, THRESHOLD = 0.443, 0.684, 0.6, 0.55
POLLS = "support 0.443, long run 0.684, inertia 0.6"
MAJORITY, VETO = 0.5, 0.05


def support_after(turns: int) -> float:
    """Return public support after some yearly turns."""
    support = START
    for _ in range(turns):
        support = float(home.next_support(support, exact.logit(AIM), INERTIA, 1.0))
    return support


def turns_played() -> float:
    """Return the first turn after which the gate opens, in its pure mode without width."""
    opened = (
        turn for turn in range(100) if home.adoption_chance(support_after(turn), MAJORITY, VETO, 0.0) == 1.0
    )
    return float(next(opened, math.inf))


def honoured() -> tuple[float, ...]:
    """Return the central 95 % of promises kept of 100."""
    return tuple(map(float, theory.kept_promises(100, 0.745)))


def _log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))


KEPT_AFTER_TWO = _log_odds(AIM) + (_log_odds(START) - _log_odds(AIM)) * INERTIA**2

TARGETS = (
    Target(
        "V14",
        "belief in the other from which to cooperate",
        2.0 / 3.0,
        "(DD - CD) / (CC - DC + DD - CD)",
        ("jervis1978",),
        (by_instrument(of(theory.cooperation_belief, 4.0, 3.0, 0.0, 2.0)),),
        given="stag hunt: CC 4, DC 3, CD 0, DD 2",
    ),
    Target(
        "V15",
        "central 95 % of promises kept",
        (66.0, 83.0),
        "binomial law; normal approximation 65.96 to 83.04",
        ("leeds2000",),
        (by_instrument(honoured, SAME),),
        given="100 promises, each kept with chance 0.745",
    ),
    Target(
        "V17a",
        "turns until support exceeds 0.55",
        2.0,
        "log odds close the same part of their gap every turn",
        ("polls_strike", "wlezien1995"),
        (
            by_rule(turns_played, SAME, how="played"),
            by_instrument(
                of(theory.turns_until_adoption, START, AIM, THRESHOLD, INERTIA), SAME, how="closed form"
            ),
        ),
        given=POLLS,
    ),
    Target(
        "V17b",
        "support after two turns",
        1.0 / (1.0 + math.exp(-KEPT_AFTER_TWO)),
        "L1 + (L0 - L1) q^2 in log odds",
        ("polls_strike", "wlezien1995"),
        (by_rule(partial(support_after, 2)),),
        given=POLLS,
    ),
)
