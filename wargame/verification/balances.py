"""V10: friends of friends, enemies of enemies, and what they settle into."""

from __future__ import annotations

from functools import partial

import numpy as np

from wargame import exact, theory
from wargame.arrays import Array
from wargame.dice import Dice
from wargame.verification.target import SAME, Target, Tolerance, by_instrument, of

X0 = np.array(
    [[0.0, 0.5, -0.2, -0.4], [0.5, 0.0, -0.3, -0.1], [-0.2, -0.3, 0.0, 0.6], [-0.4, -0.1, 0.6, 0.0]]
)
FOUR = "friendliness of four nations that feeds on itself"
HOSTILE = "three hostile cliques of three, 84 triads"
RANDOM = "friendliness of 400 nations drawn with s.d. 1"
CLIQUES = theory.signed_cliques((3, 3, 3))
NATIONS, STEPS = 128, 80_000
MANY = 400
BLOW_UP = 0.9468864239
HALF_TIME = BLOW_UP / 2.0
SIMULATED = Tolerance(0.03)


def settled_density(chance: float) -> float:
    """Return the share of friendly links of 128 nations whose triads set themselves right, by dice."""
    dice = Dice(seed=128, replicates=STEPS)
    coin = Dice(seed=128, replicates=NATIONS * NATIONS).uniform("friendly", ["link"], 1)[:, 0]
    upper = np.triu(coin.reshape(NATIONS, NATIONS) < 0.5, 1)
    u = dice.uniform("triad", ["step"], 1, 5)[:, 0]
    _, density = theory.triad_dynamics((upper | upper.T).astype(np.float64), chance, u)
    return float(density[STEPS // 2 :].mean())


def unbalanced_and_jammed() -> float:
    """Return the unbalanced triads of three hostile cliques, nan unless no single change lowers them."""
    return float(theory.unbalanced_triads(CLIQUES)) if theory.is_jammed(CLIQUES) else float("nan")


def blow_up_seen() -> float:
    """Return when friendliness blows up, from its integrated path shortly before."""
    time = 0.9
    return time + theory.blow_up_time(theory.integrate_friendliness(X0, time, 2000))


def sides() -> str:
    """Return the two sides by the leading eigenvector, nations from 1."""
    return _told(theory.factions(X0)[0])


def sides_seen() -> str:
    """Return the two sides by the signs that integrated friendliness ends in."""
    grown = theory.integrate_friendliness(X0, 0.94, 4000)
    return _told(frozenset(np.flatnonzero(grown[0] > 0.0).tolist()))


def friendliness_at_half_time() -> float:
    """Return friendliness of the first two at half the time, by the closed form."""
    return float(theory.friendliness_at(X0, HALF_TIME)[0, 1])


def friendliness_seen() -> float:
    """Return the same by integration."""
    return float(theory.integrate_friendliness(X0, HALF_TIME, 1000)[0, 1])


def random_blow_up(mean: float) -> float:
    """Return when friendliness of 400 nations, drawn around a mean, blows up."""
    return theory.blow_up_time(mean + random_friendliness())


def random_friendliness() -> Array:
    """Return friendliness of 400 nations drawn with deviation 1 around nothing, symmetric."""
    u = Dice(seed=400, replicates=MANY * MANY).uniform("friendliness", ["pair"], 1, exact.NORMAL_DRAWS)
    upper = np.triu(exact.normal(u[:, 0]).reshape(MANY, MANY))
    return np.asarray(upper + np.triu(upper, 1).T)


def _told(side: frozenset[int]) -> str:
    other = frozenset(range(len(X0))) - side
    return " | ".join("".join(str(nation + 1) for nation in sorted(group)) for group in (side, other))


def density(name: str, chance: float) -> Target:
    """Return the target of triad dynamics at a chance of mending."""
    expected = 1.0 if chance >= 0.5 else 1.0 / (1.0 + np.sqrt(3.0 * (1.0 - 2.0 * chance)))
    closed = by_instrument(of(theory.mean_field_density, chance), how="mean field")
    played = by_instrument(partial(settled_density, chance), SIMULATED, how=f"{NATIONS} nations, dice")
    return Target(
        f"V10b_p{name}",
        f"share of friends, p = {name}",
        float(expected),
        "1 / (1 + root of 3 (1 - 2 p)), and 1 from p = 1/2 on",
        ("antal2005",),
        # near 1/2 a finite number of nations takes for ever to settle
        (closed, played) if chance < 0.45 else (closed,),
        given="triads set themselves right, by friendship with chance p",
    )


TARGETS = (
    Target(
        "V10a",
        "graphs in balance",
        16.0,
        "2^(n - 1)",
        ("cartwright1956",),
        (by_instrument(of(theory.balanced_graphs, 5), SAME),),
        given="all 1,024 complete signed graphs on five nations",
    ),
    *(
        density(name, chance)
        for name, chance in (("0.00", 0.0), ("0.33", 1 / 3), ("0.40", 0.4), ("0.50", 0.5), ("0.75", 0.75))
    ),
    Target(
        "V10c",
        "triads out of balance, which no single change lowers",
        27.0,
        "one nation of each clique: 3 x 3 x 3 of 84",
        ("antal2005", "marvel2009"),
        (by_instrument(unbalanced_and_jammed, SAME),),
        given=HOSTILE,
    ),
    Target(
        "V10d",
        "energy",
        -30.0 / 84.0,
        "(27 - 57) / 84",
        ("marvel2009",),
        (by_instrument(of(theory.balance_energy, CLIQUES), Tolerance(1e-12)),),
        given=HOSTILE,
    ),
    Target(
        "V10e",
        "time of blow-up",
        BLOW_UP,
        "one over the largest eigenvalue",
        ("marvel2011",),
        (
            by_instrument(of(theory.blow_up_time, X0), Tolerance(1e-6), how="eigenvalue"),
            by_instrument(blow_up_seen, Tolerance(0.005, "relative"), how="integrated"),
        ),
        given=FOUR,
    ),
    Target(
        "V10f",
        "sides",
        "12 | 34",
        "signs of the leading eigenvector",
        ("marvel2011",),
        (by_instrument(sides, SAME, how="eigenvector"), by_instrument(sides_seen, SAME, how="integrated")),
        given=FOUR,
    ),
    Target(
        "V10g",
        "between 1 and 2 at half that time",
        0.6809378872,
        "X0 (I - X0 t)^-1",
        ("marvel2011",),
        (
            by_instrument(friendliness_at_half_time, Tolerance(1e-8), how="closed form"),
            by_instrument(friendliness_seen, Tolerance(1e-5), how="integrated"),
        ),
        given=FOUR,
    ),
    Target(
        "V10h_mu0.0",
        "time of blow-up, mean 0",
        0.025,
        "1 / (2 root n): the edge of the semicircle",
        ("marvel2011",),
        (by_instrument(partial(random_blow_up, 0.0), Tolerance(0.05, "relative")),),
        given=RANDOM,
    ),
    Target(
        "V10h_mu0.5",
        "time of blow-up, mean 0.5",
        1.0 / 202.0,
        "1 / (mean n + 1 / mean): the eigenvalue of the mean, nudged",
        ("marvel2011",),
        (by_instrument(partial(random_blow_up, 0.5), Tolerance(0.02, "relative")),),
        given=RANDOM,
    ),
)
