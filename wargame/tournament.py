"""Tournaments: characters of house AI against each other, seat by seat and bloc against bloc, under the same luck.

Every cell of a tournament plays the same replicates of one seed, so that cells are compared game by game: what
differs between two cells is who plays, never the luck.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from wargame.arrange import arrange
from wargame.arrays import Array
from wargame.dice import Dice, fresh
from wargame.ensemble import Plan, Point, Progress, Results, Setting, run_plan
from wargame.faults import WargameError, nearest
from wargame.scenario import Scenario

PAY_OFFS = ("score", "objectives", "succeeds")
"""What a seat may be after: its score, the objectives it met, or whether it succeeded (0 or 1)."""
FEWEST = 3
"""Games of a cell, at least."""
RESAMPLES = 400
"""Bootstrap samples by which a cell is told to be an equilibrium by luck or not."""
Z95 = 1.959963984540054
"""Normal deviate that 2.5 % exceed."""


@dataclass(frozen=True)
class Tournament:
    """What a tournament found.

    Attributes
    ----------
    pay_off : the one of ``PAY_OFFS`` that ranking and blocs go by
    blocs : seats of the two sides; two empty ones if there were none
    seats : one row a seat and character, all other seats as the scenario has them: ``seat, character, own``,
        and for each pay-off its mean with 95 % interval (``score, score_low, score_high``) and its gain over the
        scenario's own character in the same games (``score_gain, score_gain_low, score_gain_high``)
    ranking : one row a character: ``rank, character, gain, low, high`` (mean of its gains over the seats),
        ``best_in`` (seats in which no other character did better)
    cells : one row a pair of characters, one for each bloc: ``first, second``; for each side ``pay_off_1, low_1,
        high_1``, ``best_1`` (best reply to the other side), ``tie_1`` (not told apart from the best reply);
        ``nash`` (both are best replies in this sample), ``nash_share`` (in how many bootstrap samples)
    games : one row a game: ``part, seat, first, second, replicate`` and the pay-offs of all seats
    """

    scenario: Scenario
    characters: tuple[str, ...]
    pay_off: str
    blocs: tuple[tuple[str, ...], tuple[str, ...]]
    replicates: int
    seed: int
    seats: pd.DataFrame
    ranking: pd.DataFrame
    cells: pd.DataFrame
    games: pd.DataFrame

    def save(self, folder: Path) -> None:
        """Write the tables as CSV files into a folder; see ``claim_folder``."""
        claim_folder(folder)
        for name in ("seats", "ranking", "cells", "games"):
            table: pd.DataFrame = getattr(self, name)
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def claim_folder(folder: Path) -> None:
    """Make a folder for tables, before anything is played for them.

    Raises
    ------
    WargameError
        it holds something already
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WargameError(f"{folder} holds something already. Name a folder that does not exist.")
    folder.mkdir(parents=True, exist_ok=True)


def play_tournament(
    scenario: str | Path | Scenario,
    *,
    characters: Sequence[str] = (),
    seats: Sequence[str] = (),
    blocs: tuple[Sequence[str], Sequence[str]] | None = None,
    games: int = 100,
    seed: int = 0,
    turns: int | None = None,
    pay_off: str = PAY_OFFS[0],
    workers: int | None = None,
    watch: Callable[[Progress], None] | None = None,
) -> Tournament:
    """Play a tournament.

    Parameters
    ----------
    scenario : id, folder or scenario
    characters : those that compete, at least two; all of the ruleset if none is named
    seats : seats in which each of them is tried; all if none is named
    blocs : two lists of seats, each of which gets one character; the scenario's first group and those it stands
        against if not given
    games : games of every cell, at least 3
    pay_off : what ranking and blocs go by, one of ``PAY_OFFS``
    workers : processes to play in, this one alone if not given

    Raises
    ------
    WargameError
        an unknown seat, character or pay-off; a seat in both blocs; too few games or characters

    Examples
    --------
    >>> found = play_tournament("four-islands", characters=["dove", "hawk"], seats=["DRAY"], games=4, turns=2)
    >>> found.seats[["seat", "character", "own"]].to_records(index=False).tolist()
    [('DRAY', 'opportunist', True), ('DRAY', 'dove', False), ('DRAY', 'hawk', False)]
    >>> len(found.cells)
    4
    """
    held = arrange(scenario, turns=turns)
    entrants = _checked(characters, held.ruleset.characters, "character") or tuple(held.ruleset.characters)
    wanted = _checked(seats, held.nations, "seat") or tuple(held.nations)
    sides = _sides(held, blocs)
    if games < FEWEST:
        raise WargameError(f"{games} games a cell cannot be compared. Ask for {FEWEST} or more.")
    if len(entrants) < 2:
        raise WargameError("A tournament needs two characters or more. Name another one.")
    if pay_off not in PAY_OFFS:
        raise WargameError(f"There is no pay-off {pay_off!r}. {nearest(pay_off, PAY_OFFS)}")
    plan = _plan(held, entrants, wanted, sides, games, seed)
    results = run_plan(plan, workers=workers, watch=watch)
    paid = _pay_offs(held, plan, results)
    seat_rows = _seat_table(held, plan, paid)
    ranking = _ranking(plan, entrants, wanted, paid[pay_off], held)
    cells = _cells(plan, entrants, sides, paid[pay_off], held, seed)
    told = _games(held, results)
    return Tournament(held, entrants, pay_off, sides, games, seed, seat_rows, ranking, cells, told)


def _checked(names: Sequence[str], known: Mapping[str, object], what: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise WargameError(f"There is no {what} {name!r}. {nearest(name, known)}")
    return tuple(dict.fromkeys(names))


def _sides(
    scenario: Scenario, blocs: tuple[Sequence[str], Sequence[str]] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the seats of both blocs, checked."""
    if blocs is None:
        group = next(iter(scenario.groups.values()), None)
        return (group.members, group.against) if group and group.against else ((), ())
    first, second = (_checked(side, scenario.nations, "seat") for side in blocs)
    if not (first and second):
        raise WargameError("A bloc has no seat. Name one or more for each side.")
    if both := [seat for seat in first if seat in second]:
        raise WargameError(f"{', '.join(both)} cannot be in both blocs. Name each seat on one side.")
    return first, second


def _plan(
    scenario: Scenario,
    entrants: Sequence[str],
    seats: Sequence[str],
    sides: tuple[Sequence[str], Sequence[str]],
    games: int,
    seed: int,
) -> Plan:
    """Return the plan: the scenario as it is, each character in each seat, each pair in the two blocs."""
    casts: list[tuple[dict[str, str], dict[str, str]]] = [({"part": "own"}, {})]
    for seat in seats:
        own = scenario.nations[seat].character
        casts += [
            ({"part": "seats", "seat": seat, "first": name}, {seat: name}) for name in entrants if name != own
        ]
    if sides[0]:
        for a in entrants:
            for b in entrants:
                cast = {**dict.fromkeys(sides[0], a), **dict.fromkeys(sides[1], b)}
                casts.append(({"part": "blocs", "first": a, "second": b}, cast))
    settings = tuple(Setting(scenario, cast) for _, cast in casts)
    names = ("part", "seat", "first", "second")
    points = tuple(
        Point(place, {}, {name: labels.get(name, "") for name in names})
        for place, (labels, _) in enumerate(casts)
    )
    return Plan(settings, points, games, seed, ("outcomes",))


def _pay_offs(scenario: Scenario, plan: Plan, results: Results) -> dict[str, Array]:
    """Return pay-off -> (point, replicate, seat)."""
    columns = _columns(scenario)
    frame = results.outcomes(columns).sort_values(["point", "replicate"], kind="stable")
    shape = (len(plan.points), plan.replicates, len(PAY_OFFS), len(scenario.nations))
    values = frame[columns].to_numpy(dtype=np.float64).reshape(shape)
    return {each: values[:, :, place] for place, each in enumerate(PAY_OFFS)}


def _at(plan: Plan, **labels: str) -> int:
    """Return the place of the point with some labels; the scenario as it is where a cast is its own."""
    found = (n for n, point in enumerate(plan.points) if labels.items() <= point.labels.items())
    return next(found, 0)


def interval(values: Array) -> tuple[float, float, float]:
    """Return the mean of independent games and its 95 % interval (Student's t).

    The quantile of t is Cornish and Fisher's expansion: 0.1 % narrow with 6 games, 3 % with 3, too narrow with 2.

    Parameters
    ----------
    values : (game,), at least three

    References
    ----------
    Abramowitz & Stegun (1964), *Handbook of Mathematical Functions*, 26.7.5.

    Examples
    --------
    >>> interval(np.array([0.0, 1.0] * 50))
    (0.5, 0.400..., 0.599...)
    """
    n, mean = len(values), float(np.mean(values))
    free, z = n - 1, Z95
    t = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    t += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    half = t * float(np.std(values, ddof=1)) / math.sqrt(n)
    return mean, mean - half, mean + half


def _named(name: str, values: Array) -> dict[str, float]:
    mean, low, high = interval(values)
    return {name: mean, f"{name}_low": low, f"{name}_high": high}


def _seat_table(scenario: Scenario, plan: Plan, paid: Mapping[str, Array]) -> pd.DataFrame:
    rows = []
    tried = list(dict.fromkeys(point.labels["seat"] for point in plan.points if point.labels["seat"]))
    for seat in tried:
        place, own = list(scenario.nations).index(seat), scenario.nations[seat].character
        points = [(0, own), *_tried(plan, seat)]
        for point, name in points:
            row: dict[str, object] = {"seat": seat, "character": name, "own": point == 0}
            for each, values in paid.items():
                row |= _named(each, values[point, :, place])
                row |= _named(f"{each}_gain", values[point, :, place] - values[0, :, place])
            rows.append(row)
    return pd.DataFrame(rows)


def _tried(plan: Plan, seat: str) -> Iterator[tuple[int, str]]:
    for place, point in enumerate(plan.points):
        if point.labels["seat"] == seat:
            yield place, str(point.labels["first"])


def _ranking(
    plan: Plan, entrants: Sequence[str], seats: Sequence[str], paid: Array, scenario: Scenario
) -> pd.DataFrame:
    """Return the characters by what they bring a seat over its own, on average over the seats."""
    order = list(scenario.nations)
    gains = np.stack(
        [
            [
                paid[_at(plan, part="seats", seat=seat, first=name), :, order.index(seat)]
                - paid[0, :, order.index(seat)]
                for seat in seats
            ]
            for name in entrants
        ]
    )
    best = gains.mean(axis=-1) >= gains.mean(axis=-1).max(axis=0) - 1e-12
    rows = []
    for name, gain, leads in zip(entrants, gains, best, strict=True):
        mean, low, high = interval(gain.mean(axis=0))
        rows.append({"character": name, "gain": mean, "low": low, "high": high, "best_in": int(leads.sum())})
    table = pd.DataFrame(rows).sort_values("gain", ascending=False, kind="stable", ignore_index=True)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table


def _cells(
    plan: Plan,
    entrants: Sequence[str],
    sides: tuple[Sequence[str], Sequence[str]],
    paid: Array,
    scenario: Scenario,
    seed: int,
) -> pd.DataFrame:
    """Return the table of the two blocs; a bloc's pay-off is the mean of its seats'."""
    if not sides[0]:
        return pd.DataFrame()
    count, order = len(entrants), list(scenario.nations)
    table = np.empty((2, count, count, plan.replicates))
    for (a, first), (b, second) in ((x, y) for x in enumerate(entrants) for y in enumerate(entrants)):
        point = _at(plan, part="blocs", first=first, second=second)
        for side, members in enumerate(sides):
            table[side, a, b] = paid[point][:, [order.index(seat) for seat in members]].mean(axis=-1)
    best = best_replies(table.mean(axis=-1))
    shares = _nash_shares(table, seed)
    rows = []
    for a, b in np.ndindex(count, count):
        row: dict[str, object] = {"first": entrants[a], "second": entrants[b]}
        for side, leader in enumerate(
            (table[0, best[0, :, b].argmax(), b], table[1, a, best[1, a].argmax()])
        ):
            mean, low, high = interval(table[side, a, b])
            _, _, over = interval(table[side, a, b] - leader)
            row |= {
                f"pay_off_{side + 1}": mean,
                f"low_{side + 1}": low,
                f"high_{side + 1}": high,
                f"best_{side + 1}": bool(best[side, a, b]),
                f"tie_{side + 1}": bool(over >= 0.0),
            }
        rows.append({**row, "nash": bool(best[:, a, b].all()), "nash_share": float(shares[a, b])})
    return pd.DataFrame(rows)


def best_replies(means: Array) -> Array:
    """Return which characters are best replies.

    Parameters
    ----------
    means : (side, first's character, second's character), mean pay-offs of both sides

    Returns
    -------
    of the same shape, bool: the first side's best against each of the second's, and the other way round
    """
    first = means[0] >= means[0].max(axis=0, keepdims=True) - 1e-12
    second = means[1] >= means[1].max(axis=1, keepdims=True) - 1e-12
    return np.stack([first, second])


def _nash_shares(table: Array, seed: int) -> Array:
    """(first, second) share of bootstrap samples of the games in which a cell is a pure equilibrium."""
    games = table.shape[-1]
    u = Dice(fresh(seed, "tournament"), 0, RESAMPLES).uniform("resample", ["game"], 0, games)[:, 0]
    weight = np.stack([np.bincount(row, minlength=games) for row in (u * games).astype(np.int64)]) / games
    means = np.einsum("sabg,rg->rsab", table, weight)
    return np.asarray(np.mean([best_replies(each).all(axis=0) for each in means], axis=0))


def _games(scenario: Scenario, results: Results) -> pd.DataFrame:
    """Return one row a game, with who played and what each seat got."""
    return results.outcomes(_columns(scenario)).drop(columns="point")


def _columns(scenario: Scenario) -> list[str]:
    return [f"{each}:{seat}" for each in PAY_OFFS for seat in scenario.nations]
