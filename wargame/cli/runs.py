"""Commands on runs: run, replay, show, why, branch, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.rules import BASELINE, AsJson, ScenarioName
from wargame.cli.shell import FOUND, app, keeping, tell, tell_json, working
from wargame.faults import WargameError
from wargame.game import Game
from wargame.narrate import Scene, gather
from wargame.narrate import turn as tell_turn
from wargame.narrate.reasons import explain, full_field
from wargame.narrate.screen import Line, heading
from wargame.narrate.sides import alignment as tell_alignment

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, in runs/ by default.")]
Turns = Annotated[int | None, typer.Option("--turns", help="Turns to play instead of the scenario's.")]
Seed = Annotated[int, typer.Option("--seed", help="Names all dice: the same seed gives the same game.")]
Replicate = Annotated[int, typer.Option("--replicate", help="Which game of the seed, from 0.")]
Seats = Annotated[
    list[str] | None,
    typer.Option("--seat", metavar="SEAT=CHARACTER", help="House-AI character of a seat, such as JPN=hawk."),
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder to write to, one that does not exist.")]


@app.command(short_help="Play a game with house AI in every seat.")
def run(
    scenario: ScenarioName = BASELINE,
    turns: Turns = None,
    seed: Seed = 0,
    replicate: Replicate = 0,
    seat: Seats = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Play a game with house AI in every seat, telling each turn as it happens; leaves a record in runs/."""
    with working("Reading the rules"):
        game = Game.new(scenario, seed=seed, replicate=replicate, turns=turns, characters=characters_of(seat))
    folder = game.save(out)
    if not as_json:
        tell(opening(game))
    told = []
    with keeping(lambda: kept_words(game, folder)):
        while not game.over:
            with working(f"Turn {game.turn + 1}"):
                game.advance()
                facts = gather(Scene(game, game.turn))
            told.append(facts)
            if not as_json:
                tell(tell_turn(game.play.scenario, facts))
    if as_json:
        tell_json({"run": str(folder), **facts_of(game), "turns_told": told})
    else:
        tell(closing(folder))


def kept_words(game: Game, folder: Path) -> str:
    """Return what is left of a game that was stopped, and how to go on."""
    turns = f"{count_turns(game.turn)} {'is' if game.turn == 1 else 'are'} kept in {folder}."
    if game.turn == 0:
        turns = f"No turn is played yet; the game is kept in {folder}."
    return f"{turns} Go on with: wargame play {folder}"


def characters_of(seats: Sequence[str] | None) -> dict[str, str]:
    """Return seat -> character from texts like ``JPN=hawk``.

    Raises
    ------
    WargameError
        a text of another form, or a seat named twice
    """
    chosen: dict[str, str] = {}
    for text in seats or ():
        name, mark, character = text.partition("=")
        if not (name and mark and character):
            raise WargameError(f"--seat {text!r}: write a seat and a character, such as JPN=hawk.")
        if name in chosen:
            raise WargameError(f"--seat {text!r}: {name} is {chosen[name]!r} already. Name each seat once.")
        chosen[name] = character
    return chosen


def opening(game: Game, to_people: bool = False) -> list[Line]:
    """Return what is told before the first turn: what this is, who plays.

    Parameters
    ----------
    to_people : told to those who play, from whom the characters of house AI are kept
    """
    scenario = game.play.scenario
    cast = zip(scenario.nations, game.cast.characters, strict=True)
    people = [
        f"{seat} ({'a person' if seat in game.people else 'house AI' if to_people else character})"
        for seat, character in cast
    ]
    return [
        Line(scenario.frame.title, style="bold"),
        Line(scenario.frame.text),
        Line(f"Seats: {', '.join(people)}. Seed {game.seed}, replicate {game.replicate}."),
    ]


def closing(folder: Path) -> list[Line]:
    """Return what is told after the last turn: where the record is, and what can be done with it."""
    return [
        *heading(f"Record: {folder}"),
        Line(f"wargame replay {folder}", 2),
        Line(f"wargame why {folder} SEAT FIELD --turn N", 2),
        Line(f"wargame branch {folder} --turn N", 2),
    ]


def facts_of(game: Game) -> dict[str, Any]:
    """Return what a game is, as plain values."""
    header = game.record.header
    return {
        "scenario": game.play.scenario.id,
        "seed": game.seed,
        "replicate": game.replicate,
        "characters": dict(zip(header.seats, header.characters, strict=True)),
        "people": list(game.people),
        "turns": game.turn,
        "ending": game.ending,
        "digests": list(game.digests),
        "scores": [asdict(row) for row in game.scores()],
    }


@app.command(short_help="Play a record again and compare.")
def replay(run: RunFolder, as_json: AsJson = False) -> None:
    """Play a record again and compare every turn's digest. Exit code 1 at the first difference."""
    with working("Replaying"):
        found = Game.replay(run)
    if as_json:
        tell_json(
            {
                "run": str(run),
                "turns": found.turns,
                "same": found.same,
                "turn": found.turn,
                "field": found.field,
            }
        )
    elif found.same:
        tell([Line(f"{run}: {count_turns(found.turns)} replayed, every digest is the same.")])
    else:
        tell(
            [
                Line(f"{run}: turn {found.turn} differs, first in the field {found.field!r}."),
                Line(
                    f"{count_turns(found.turns)} before it came out the same. See which rules or code moved."
                ),
            ]
        )
    raise typer.Exit(0 if found.same else FOUND)


def count_turns(count: int) -> str:
    """Return a number of turns in words."""
    return f"{count} turn{'' if count == 1 else 's'}"


def load(run: Path) -> Game:
    """Return the game of a run, shown as under way while it is played again."""
    with working("Reading the run"):
        return Game.load(run)


@app.command(short_help="Tell a run again, all of it or one turn.")
def show(
    run: RunFolder,
    turn: Annotated[int | None, typer.Option("--turn", help="Only this turn.")] = None,
    alignment: Annotated[
        bool,
        typer.Option(
            "--alignment", help="How nations would fall into two sides, after the turn or the last one."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell a run again, all of it or one turn."""
    game = load(run)
    if alignment:
        _show_alignment(run, game, turn, as_json)
        return
    numbers = range(1, game.turn + 1) if turn is None else [turn]
    told = [gather(Scene(game, checked_turn(game, number))) for number in numbers]
    if as_json:
        tell_json({"run": str(run), **facts_of(game), "turns_told": told})
        return
    if turn is None:
        tell(opening(game))
        if not told:
            tell([Line(f"No turn is played yet. Play on with: wargame play {run}")])
    for facts in told:
        tell(tell_turn(game.play.scenario, facts))


def _show_alignment(run: Path, game: Game, turn: int | None, as_json: bool) -> None:
    after = game.turn if turn is None else turn
    found = game.alignment(after)
    if as_json:
        told = {measure: [asdict(split) for split in splits] for measure, splits in found.items()}
        tell_json({"run": str(run), "turn": after, "alignment": told})
    else:
        tell(tell_alignment(game.play.scenario, found, after))


def checked_turn(game: Game, turn: int) -> int:
    """Return a turn if it was played.

    Raises
    ------
    WargameError
        it was not
    """
    if not 1 <= turn <= game.turn:
        played = f"Turns 1 to {game.turn} are." if game.turn else "None is."
        raise WargameError(f"Turn {turn} is not played. {played}")
    return turn


@app.command(short_help="Tell why a number changed in a turn.")
def why(
    run: RunFolder,
    nation: Annotated[str, typer.Argument(help="Whose number: JPN, or ROK>USA, strait, trio, railgun.")],
    field: Annotated[
        str, typer.Argument(help="The number: home.approval, spending, trust, tension, cohesion.")
    ],
    turn: Annotated[int | None, typer.Option("--turn", help="The turn, the last one if not given.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell why a number changed in a turn: reasons that sum to the change, with their rule and sources."""
    game = load(run)
    if game.turn == 0:
        raise WargameError(f"{run}: no turn is played yet, so nothing has changed. Play one first.")
    told = game.why(nation, full_field(game.play.scenario, field), turn)
    if as_json:
        tell_json(asdict(told))
    else:
        tell(explain(game.play.scenario, told))


@app.command(short_help="Play on from a turn of a run.")
def branch(
    run: RunFolder,
    turn: Annotated[int, typer.Option("--turn", help="Turns to keep, 0 to those played.")],
    seat: Seats = None,
    people: Annotated[
        list[str] | None, typer.Option("--play", metavar="SEAT", help="Seat you play on.")
    ] = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Begin a run that shares the first turns of another; chance stays the same, your changes do not."""
    game = load(run)
    new = game.branch(turn, people=people, characters=characters_of(seat))
    folder = new.save(out)
    if as_json:
        tell_json({"run": str(folder), "branched_from": new.record.header.branched_from})
        return
    tell(
        [
            Line(f"{folder}: {count_turns(turn)} of {run} kept."),
            Line(f"Play on with: wargame play {folder}"),
        ]
    )


@app.command(short_help="Write a run as tidy tables.")
def export(run: RunFolder, out: Out = None) -> None:
    """Write a run as tidy tables, CSV and Parquet, with a data dictionary."""
    game = load(run)
    folder = run / "tables" if out is None else out
    if folder.exists() and (not folder.is_dir() or (out is not None and any(folder.iterdir()))):
        raise WargameError(f"{folder} holds something already. Name a folder that does not exist.")
    with working("Writing tables"):
        written = game.tables()
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in written.items():
            table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
            table.to_parquet(folder / f"{name}.parquet", index=False)
    tell([Line(f"{folder}: {', '.join(f'{name} ({len(table)} rows)' for name, table in written.items())}.")])
