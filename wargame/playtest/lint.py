"""Lint: the play-test measures of a scenario, target beside figure, and what stands out.

The windows are the house's own (game design, play-test measures): endings, balance, dominance, bite and story.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.dice import fresh
from wargame.faults import WargameError
from wargame.playtest.casts import casts_of, uniform_cast
from wargame.playtest.chance import chance_measures, chance_shares
from wargame.playtest.clock import PRESETS, Minutes, expected_minutes
from wargame.playtest.fixed import race, race_measures, race_table
from wargame.playtest.measures import FEWEST, Measure, mean, mean_ratio, ratio
from wargame.playtest.tally import Games, Tally, count_games
from wargame.policies import cast_of

RARE, COMMON = 0.03, 0.45
"""Window of the share of seat-turns, where it is legal, in which an order should be issued."""
HOPELESS, FAVOURED = 0.25, 0.60
"""Window of the share of games in which a seat should succeed."""
UNIFORM = 10
"""One in so many games is played by each cast of one character, but no fewer than can be judged."""


@dataclass(frozen=True)
class Lint:
    """What hundreds of games of house AI say of a scenario.

    Attributes
    ----------
    measures : every measure, group by group
    orders : one row an order: ``order, seats, legal, used`` (seat-turns), ``share, verdict``
    seats : one row a seat: ``seat, succeeds`` (share of games, with its 95 % interval ``low, high``),
        ``objectives`` (mean count), ``verdict``
    policies : fixed policies against play; see ``race_table``
    chance : shares of variance by orders and by luck; see ``Shares.table``
    minutes : preset -> minutes of a facilitated game; ``scenario`` has the scenario's own length
    """

    play: Play
    characters: str
    games: int
    seed: int
    measures: tuple[Measure, ...]
    orders: pd.DataFrame
    seats: pd.DataFrame
    policies: pd.DataFrame
    chance: pd.DataFrame
    minutes: dict[str, Minutes]

    @property
    def outside(self) -> tuple[Measure, ...]:
        """Measures outside their window; those that rest on too few games are not judged."""
        return tuple(row for row in self.measures if not row.fits)


def lint(
    play: Play,
    games: int = 500,
    seed: int = 0,
    characters: str = "own",
    watch: Callable[[str], None] | None = None,
) -> Lint:
    """Play games of house AI and measure them.

    Parameters
    ----------
    games : number of games, at least 1, and 20 to be judged by; those against fixed policies and by one character
        come on top
    seed : names all dice
    characters : ``own`` for the scenario's, ``mixed``, or one character for every seat
    watch : called with words on how far it is

    Raises
    ------
    WargameError
        no games; an unknown character, with the nearest known one
    """
    if games < 1:
        raise WargameError(f"{games} games were asked for. Ask for 1 or more.")
    casts = casts_of(play, characters, games, seed)
    found = count_games(casts, games, seed, watch)
    alike = _uniform(play, games, seed, watch)
    races = race(casts[0] if len(casts) == 1 else cast_of(play), games, seed, watch)
    chance = chance_shares(play, seed, watch)
    orders = _orders(play, found)
    return Lint(
        play,
        characters,
        games,
        seed,
        (
            *_endings(found, alike),
            *_balance(play, found),
            _used(orders, games),
            *race_measures(races),
            *_bite(found),
            *_story(play, found),
            *chance_measures(chance),
        ),
        orders,
        _seats(play, found),
        race_table(races),
        chance.table(),
        _minutes(play, found),
    )


def _uniform(play: Play, games: int, seed: int, watch: Callable[[str], None] | None) -> dict[str, Games]:
    """Return the games of casts in which every seat has the same character."""
    count, found = max(games // UNIFORM, FEWEST), {}
    for name in play.world.ruleset.characters:
        if watch:
            watch(f"every seat a {name}")
        found[name] = count_games((uniform_cast(play, name),), count, fresh(seed, "play-test, one character"))
    return found


def _share(group: str, name: str, values: Array, low: float, high: float, note: str = "") -> Measure:
    figure, error = mean(values)
    return Measure(group, name, figure, low, high, error, len(values), note=note)


def _endings(found: Games, alike: dict[str, Games]) -> list[Measure]:
    rows = [
        _share("endings", name, found.outcomes[name], low, high)
        for name, low, high in (("calm", 0.20, 0.35), ("tense", 0.20, 0.35), ("breakdown", 0.03, 0.10))
    ]
    mixes = {f"all {name}": each.outcomes["breakdown"] for name, each in alike.items()}
    casts = int(found.cast.max()) + 1
    own = "these" if casts == 1 else "mix {}"
    mixes |= {own.format(k + 1): found.outcomes["breakdown"][found.cast == k] for k in range(casts)}
    worst = max(mixes, key=lambda name: float(mixes[name].mean()))
    calmest = max(alike, key=lambda name: float(alike[name].outcomes["calm"].mean()))
    calm = alike[calmest].outcomes["calm"]
    return [
        *rows,
        _share("endings", f"breakdown, worst of {len(mixes)} casts", mixes[worst], 0.0, 0.30, worst),
        _share("endings", "calm, calmest cast of one character", calm, 0.50, 1.0, f"all {calmest}"),
    ]


def _balance(play: Play, found: Games) -> list[Measure]:
    world, outcomes = play.world, found.outcomes
    wins = np.stack([outcomes[f"succeeds:{seat}"] for seat in world.ids["nation"]], axis=-1)
    return [
        *(_succeeds(found, seat) for seat in world.ids["nation"]),
        *(
            _share("balance", f"objective {name} met", outcomes[f"objective:{name}"], 0.20, 0.70)
            for name in world.ids["objective"]
        ),
        _share("balance", "two or more seats succeed together", wins.sum(axis=-1) >= 2, 0.40, 0.75),
    ]


def _succeeds(found: Games, seat: str) -> Measure:
    return _share("balance", f"{seat} succeeds", found.outcomes[f"succeeds:{seat}"], HOPELESS, FAVOURED)


def _orders(play: Play, found: Games) -> pd.DataFrame:
    groups, rows = Tally(cast_of(play), 1).orders, []
    used, could = found.counts["used"].sum(axis=0), found.counts["could"].sum(axis=0)
    for place, (name, row) in enumerate(play.world.ruleset.orders.items()):
        own = groups.label == place
        legal, issued = int(could[own].sum()), int(used[own].sum())
        share = issued / legal if legal else 0.0
        verdict = _verdict(bool(row.effect), legal, share)
        rows.append(
            {
                "order": name,
                "seats": int(own.sum()),
                "legal": legal,
                "used": issued,
                "share": share,
                "verdict": verdict,
            }
        )
    return pd.DataFrame(rows)


def _verdict(acts: bool, legal: int, share: float) -> str:
    """Return what is to be said of an order's use; one without effect is the umpire's and left alone."""
    if not acts:
        return "no effect"
    if legal == 0:
        return "never legal"
    if share == 0.0:
        return "unused"
    return "rare" if share < RARE else "dominant" if share > COMMON else "fits"


def _used(orders: pd.DataFrame, games: int) -> Measure:
    counted = orders[~orders["verdict"].isin(("no effect", "never legal"))]
    inside = float((counted["verdict"] == "fits").mean()) if len(counted) else float("nan")
    told = "orders used in 3-45 % of legal seat-turns"
    return Measure("dominance", told, inside, 0.9, 1.0, math.nan, games)


def _bite(found: Games) -> list[Measure]:
    counts = found.counts
    rows = [
        _rate("bite", told, counts[top], counts[bottom], low, high)
        for told, top, bottom, low, high in (
            ("PC or funds bind, share of seat-turns", "binding", "seat_turns", 0.70, 1.0),
            ("two choices near equal, of seat-turns", "near", "seat_turns", 0.60, 1.0),
            ("dull turns", "dull", "turns", 0.0, 0.20),
        )
    ]
    rows.append(_share("bite", "objectives undecided at the last turn", counts["undecided"], 0.50, 1.0))
    for place, what in enumerate(("PC", "funds")):
        wished, purse = counts["wished"][..., place], counts["purse"][..., place]
        figure, error = mean_ratio(wished, purse)
        told = f"wish list over {what} at hand, mean of seats"
        rows.append(Measure("bite", told, figure, 1.6, 1.8, error, len(wished), "times"))
    return rows


def _rate(
    group: str, name: str, top: Array, bottom: Array, low: float, high: float, unit: str = "share"
) -> Measure:
    figure, error = ratio(top, bottom)
    return Measure(group, name, figure, low, high, error, len(top), unit)


def _story(play: Play, found: Games) -> list[Measure]:
    counts = found.counts
    rows = [
        _share("story", row.text, found.outcomes[f"story:{place}"], row.low, row.high)
        for place, row in enumerate(play.scenario.frame.story, 1)
    ]
    for told, top, bottom, low, high, unit in (
        ("agreements that come into force, a turn", "signed", "turns", 1.0, 2.5, "a turn"),
        ("offers that come to nothing", "failed", "offers", 0.15, 0.35, "share"),
        ("promises broken", "broken", "promised", 0.05, 0.15, "share"),
    ):
        rows.append(_rate("story", told, counts[top], counts[bottom], low, high, unit))
    return rows


def _seats(play: Play, found: Games) -> pd.DataFrame:
    rows = []
    for seat in play.world.ids["nation"]:
        held = _succeeds(found, seat)
        verdict = held.verdict.replace("low", "hopeless").replace("high", "favoured")
        met = float(found.outcomes[f"objectives:{seat}"].mean())
        low, high = held.interval
        row = {"seat": seat, "succeeds": held.figure, "low": low, "high": high, "objectives": met}
        rows.append({**row, "verdict": verdict})
    return pd.DataFrame(rows)


def _minutes(play: Play, found: Games) -> dict[str, Minutes]:
    crises, _ = ratio(found.counts["crises"], found.counts["turns"])
    lengths = {"scenario": play.scenario.frame.turns, **dict(PRESETS)}
    seats = play.world.size("nation")
    return {name: expected_minutes(turns, seats, crises) for name, turns in lengths.items()}
