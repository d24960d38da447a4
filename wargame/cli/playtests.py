"""The command that tests a scenario by play: lint."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import pandas as pd
import typer

from wargame.adjudication.turn import prepare
from wargame.arrange import arrange
from wargame.cli.rules import BASELINE, AsJson, ScenarioName
from wargame.cli.runs import Seed, Turns
from wargame.cli.shell import FOUND, Stopped, app, tell, tell_json, working
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid, heading
from wargame.playtest import Lint, Measure
from wargame.playtest import lint as measure
from wargame.playtest.measures import FEWEST, TOO_FEW

HEAD = ("", "figure", "95 % interval", "games", "window", "")
"""Heads of the columns of measures."""
NOTES = {
    "dominance": (
        "Games of fixed policies are pairs: the seat plays, or issues one order whenever it may, under the same luck. "
        "A pair in which both meet as many objectives counts half.",
    )
}
"""What has to be said of some measures, by group."""


@app.command(short_help="Measure a scenario by hundreds of games.")
def lint(
    scenario: ScenarioName = BASELINE,
    games: Annotated[int, typer.Option("--games", "-n", help="Number of games of house AI.")] = 500,
    characters: Annotated[
        str,
        typer.Option(
            metavar="own|mixed|NAME",
            help="The scenario's own characters, a mix of all, or one character for every seat.",
        ),
    ] = "own",
    seed: Seed = 0,
    turns: Turns = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="End with exit code 1 if a measure lies outside its window; takes 20 games."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Play hundreds of games of house AI: endings, balance, dominance, bite and story beside their windows."""
    if strict and games < FEWEST:
        raise WargameError(f"--strict: {games} games are too few to judge by. Ask for {FEWEST} or more.")
    with working("Reading the rules"):
        play = prepare(arrange(scenario, turns=turns))
    with playing_games() as say:
        found = measure(play, games, seed, characters, say)
    if as_json:
        tell_json(_lint_facts(found))
    else:
        tell(_lint_lines(found))
    raise typer.Exit(FOUND if strict and found.outside else 0)


@contextmanager
def playing_games() -> Iterator[Callable[[str], None]]:
    """Show how far the games are; where they are stopped, tell that figures of half of them are no figures.

    Raises
    ------
    Stopped
        by Ctrl-C
    """
    try:
        with working("Playing") as say:
            yield say
    except KeyboardInterrupt:
        raise Stopped("Stopped before the last game, so there is nothing to tell.") from None


def _lint_facts(found: Lint) -> dict[str, Any]:
    measures = [_measure_facts(row) for row in found.measures]
    minutes = {
        name: {**asdict(row), "total": row.total, "text": row.text} for name, row in found.minutes.items()
    }
    return {
        "scenario": found.play.scenario.id,
        "games": found.games,
        "seed": found.seed,
        "characters": found.characters,
        "measures": measures,
        "orders": table_facts(found.orders),
        "seats": table_facts(found.seats),
        "policies": table_facts(found.policies),
        "chance": table_facts(found.chance),
        "minutes": minutes,
    }


def _measure_facts(row: Measure) -> dict[str, Any]:
    least, most = row.interval
    told = {**asdict(row), "least": least, "most": most}
    plain = {name: _plain(value) for name, value in told.items()}
    return {**plain, "judged": row.judged, "fits": row.fits, "verdict": row.verdict}


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def table_facts(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values, what is missing as None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _lint_lines(found: Lint) -> list[Line]:
    scenario = found.play.scenario
    who = {"own": "the scenario's own characters", "mixed": "mixed characters"}.get(
        found.characters, f"every seat a {found.characters}"
    )
    lines = [
        Line(scenario.frame.title, style="bold"),
        Line(
            f"{found.games:,} games of house AI, seed {found.seed}, {who}. They test the rules, not people."
        ),
    ]
    for group in dict.fromkeys(row.group for row in found.measures):
        rows = [_measure_cells(row) for row in found.measures if row.group == group]
        lines += [*heading(group.capitalize()), *grid([HEAD, *rows], right=(1, 2, 3, 4))]
        lines += [Line(text, 2) for text in NOTES.get(group, ())]
    return [*lines, *_standing_out(found), *_policies(found), *_clock(found), Line(), *_summary(found)]


def _measure_cells(row: Measure) -> tuple[str, ...]:
    scale, digits, sign = (100, 0, " %") if row.unit == "share" else (1, 2, "")
    figure = "-" if math.isnan(row.figure) else f"{scale * row.figure:.{digits}f}{sign}"
    least, most = (f"{scale * end:.{digits}f}" for end in row.interval)
    span = "" if math.isnan(row.interval[0]) else f"{least} to {most}"
    if row.interval[0] == row.interval[1]:
        span = "all alike"
    name = f"{row.name} ({row.note})" if row.note else row.name
    verdict = row.verdict if row.fits else row.verdict.upper()
    return name, figure, span, f"{row.games:,}", _window(row), verdict


def _window(row: Measure) -> str:
    scale, sign = (100, " %") if row.unit == "share" else (1, "")
    low, high = f"{scale * row.low:g}", f"{scale * row.high:g}"
    if row.low == 0.0:
        return f"at most {high}{sign}"
    if row.unit == "share" and row.high == 1.0:
        return f"at least {low}{sign}"
    return f"{low}-{high}{sign}"


def _standing_out(found: Lint) -> list[Line]:
    """Tell the orders and seats by name that stand out."""
    orders, seats = found.orders, found.seats
    named = {
        "unused": "Never issued, though legal",
        "rare": "Issued in under 3 % of the seat-turns where legal",
        "dominant": "Issued in over 45 % of them",
        "never legal": "Never legal",
    }
    rows = [
        (
            told,
            _listed(orders[orders["verdict"] == verdict], "order", "share", verdict in ("rare", "dominant")),
        )
        for verdict, told in named.items()
    ]
    rows += [
        (f"{verdict.capitalize()} seats", _listed(held, "seat", "succeeds", True))
        for verdict in ("hopeless", "perhaps hopeless", "favoured", "perhaps favoured")
        if len(held := seats[seats["verdict"] == verdict]) or not verdict.startswith("perhaps")
    ]
    return [*heading("What stands out"), *grid(rows)]


def _listed(table: pd.DataFrame, name: str, share: str, shares: bool) -> str:
    held = table.sort_values(share, ascending=False, kind="stable")
    told = [
        f"{row[name]} ({100 * row[share]:.0f} %)" if shares else str(row[name])
        for row in held.to_dict("records")
    ]
    return ", ".join(told) or "none"


def _policies(found: Lint) -> list[Line]:
    """Tell what each seat's best fixed policies met, beside what playing met under the same luck."""
    held, rows = found.policies[found.policies["heat"] == "long"], []
    for seat, own in held.groupby("seat", sort=False):
        told = [f"{row['policy']} {row['objectives']:.2f}" for row in own.to_dict("records")]
        rows.append((str(seat), f"playing {own['playing'].iloc[0]:.2f}", "; ".join(told)))
    pairs = int(held["pairs"].iloc[0])
    title = f"Objectives met by playing, and by the best fixed policies: {pairs} pairs, same luck"
    return [*heading(title), *grid(rows)]


def _clock(found: Lint) -> list[Line]:
    own = found.minutes["scenario"]
    seats = found.play.world.size("nation")
    presets: Mapping[str, Any] = {name: row for name, row in found.minutes.items() if name != "scenario"}
    told = "; ".join(f"{name}, {row.turns} turns: {row.text}" for name, row in presets.items())
    return [
        *heading("With people and a facilitator"),
        Line(
            f"{own.turns} turns, {seats} seats: {own.text} ({own.play:.0f} minutes of turns, {own.crises:.0f} of "
            f"crisis rounds, {own.around:.0f} for briefing, practice turn, break and debrief).",
            2,
        ),
        Line(f"{told[0].upper()}{told[1:]}.", 2),
    ]


def _summary(found: Lint) -> list[Line]:
    outside: Sequence[Measure] = found.outside
    perhaps = sum(row.verdict.startswith("perhaps") for row in outside)
    judged = sum(row.judged for row in found.measures)
    few = sum(row.verdict == TOO_FEW for row in found.measures)
    more = f", {perhaps} of the others may miss it by chance alone" if perhaps else ""
    lines = [
        Line(
            f"{judged - len(outside)} of {judged} measures that can be judged lie in their window{more}.",
            style="bold",
        )
    ]
    if few:
        told = f"{few} rest on fewer than {FEWEST} games, which is too few to judge. Ask for more by -n."
        lines.append(Line(told, style="bold"))
    return lines
