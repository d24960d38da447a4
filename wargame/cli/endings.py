"""What the end of an ensemble tells: which games these were, how they end, seats, the region, where the tables are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wargame.cli.runs import count_turns
from wargame.ensemble import Plan, Progress, Results
from wargame.ensemble.changes import words_of
from wargame.ensemble.intervals import share_interval
from wargame.ensemble.store import size_of
from wargame.narrate.screen import Line, grid, heading
from wargame.scenario import Scenario

ENDINGS = {
    "breakdown": "talks broke down",
    "calm": "calm: friction or less everywhere",
    "tense": "tense: a show of force or more somewhere",
}
"""Outcomes by which games end, at most one of them in each."""
INTERVAL = "95 % interval"
"""Head of the columns of intervals."""
MEGA = 1e6
"""Bytes of a megabyte."""


def usual_outcomes(scenario: Scenario) -> list[str]:
    """Return the outcomes that the end of an ensemble tells."""
    seats = [f"{name}:{seat}" for seat in scenario.nations for name in ("succeeds", "objectives")]
    return [*ENDINGS, *seats, "stability", *(f"tension:{place}" for place in scenario.flashpoints)]


def opening_lines(results: Results) -> list[Line]:
    """Return which games these are."""
    plan = results.plan
    frame = plan.settings[0].scenario.frame
    differs = plan.differs or "The scenario's own characters and numbers"
    return [
        Line(
            f"{frame.title}: {_games(results.games)} of {count_turns(frame.turns)}",
            style="bold",
        ),
        Line(f"{differs}; seed {plan.seed}."),
    ]


def same_as_before(plan: Plan, characters: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was asked for and changes nothing, as the scenario has it so."""
    setting = plan.settings[0]
    for name, value in {**characters, **values}.items():
        if name not in setting.characters and name not in setting.changes:
            yield f"{words_of({name: value}, characters)} is the scenario's own: nothing differs there."


def summary_lines(scenario: Scenario, games: int, rows: Mapping[str, Mapping[str, Any]]) -> list[Line]:
    """Return what came of an ensemble: endings, seats, the region; every mean with its 95 % interval."""
    ends = [("", "share", INTERVAL)]
    ends += [(text, *_share(**rows[name])) for name, text in ENDINGS.items()]
    other = min(max(1.0 - sum(rows[name]["mean"] for name in ENDINGS), 0.0), 1.0)
    low, high = share_interval(other, games)
    ends.append(("neither: some flashpoint at warning, none above", *_share(other, float(low), float(high))))
    seats = [("", "succeeds", INTERVAL, "objectives met", INTERVAL)]
    for seat, nation in scenario.nations.items():
        owned = sum(each.seat == seat for each in scenario.objectives.values())
        met, reach = _mean(**rows[f"objectives:{seat}"], places=2)
        seats.append((nation.name, *_share(**rows[f"succeeds:{seat}"]), f"{met} of {owned}", reach))
    places = {"stability": "regional stability"}
    places |= {f"tension:{name}": f"tension, {place.name}" for name, place in scenario.flashpoints.items()}
    last = [("", "mean", INTERVAL, "90 % of games")]
    last += [
        (text, *_mean(**rows[name]), f"{rows[name]['low']:.1f} to {rows[name]['high']:.1f}")
        for name, text in places.items()
    ]
    return [
        *heading("How games end"),
        *grid(ends, right=(1, 2)),
        *heading("Seats"),
        *grid(seats, right=(1, 2, 3, 4)),
        *heading("At the end, points"),
        *grid(last, right=(1, 2, 3)),
        Line(),
        Line(
            f"A {INTERVAL} is of the share or mean, and tells what the luck of {_games(games)} leaves open."
        ),
    ]


def _share(mean: float, mean_low: float, mean_high: float, **rest: Any) -> tuple[str, str]:
    """Return a share and its interval, percent."""
    return f"{100 * mean:.1f} %", f"{100 * mean_low:.1f} to {100 * mean_high:.1f}"


def _mean(mean: float, mean_low: float, mean_high: float, places: int = 1, **rest: Any) -> tuple[str, str]:
    """Return a mean and its interval, "" where one game gives none."""
    known = mean_low == mean_low
    return f"{mean:.{places}f}", f"{mean_low:.{places}f} to {mean_high:.{places}f}" if known else ""


def _games(count: int) -> str:
    return f"{count:,} game{'' if count == 1 else 's'}"


def closing_lines(results: Results, folder: Path, last: Progress, seconds: float) -> list[Line]:
    """Return where the tables are, how long it took, and what can be done with them."""
    played = last.done - last.kept
    took = f"{_games(played)} in {seconds:,.1f} s, {played / max(seconds, 1e-9):,.0f} a second."
    before = f" {last.kept:,} were there before." if last.kept else ""
    sent = f" {last.returned} blocks came from workers that do not see the folder." if last.returned else ""
    kept = ", ".join(results.plan.tables)
    return [
        *heading(f"Tables: {folder}"),
        Line(f"{kept} ({size_of(folder) / MEGA:,.1f} MB); dictionary.csv tells every column.", 2),
        Line(f"{took if played else 'Nothing was left to play.'}{before}{sent}", 2),
        Line(f"wargame pick {folder} {results.plan.replicates // 2}", 2),
    ]
