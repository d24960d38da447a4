"""The command ``wargame play``: people at one terminal, house AI in the other seats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wargame.cli.desk import Desk
from wargame.cli.rules import BASELINE
from wargame.cli.runs import (
    Out,
    Replicate,
    Seed,
    Turns,
    characters_of,
    closing,
    kept_words,
    load,
    opening,
)
from wargame.cli.shell import app, is_terminal, keeping, tell, working
from wargame.faults import WargameError
from wargame.game import Game
from wargame.narrate import Scene, gather
from wargame.narrate import turn as tell_turn
from wargame.narrate.screen import Line
from wargame.record import HEADER

WIPE = "\033[2J\033[3J\033[H"
"""Clears a terminal and what was scrolled out of it, and goes to its first line."""


@app.command(short_help="Play a seat; leave and come back at any point.")
def play(
    what: Annotated[
        str, typer.Argument(metavar="SCENARIO|RUN", help="A scenario, or a run to take up again.")
    ] = BASELINE,
    seat: Annotated[
        list[str] | None,
        typer.Option("--seat", metavar="SEAT", help="Seat you play, JPN; or a house-AI character, CHN=hawk."),
    ] = None,
    turns: Turns = None,
    seed: Seed = 0,
    replicate: Replicate = 0,
    out: Out = None,
) -> None:
    """Play a seat at the terminal against house AI; leave and take up again at any point."""
    if (Path(what) / HEADER).is_file():
        if seat or turns is not None or out is not None:
            raise WargameError(
                f"{what}: seats and turns of a run are set when it begins. Use: wargame branch."
            )
        game = load(Path(what))
    else:
        people = [name for name in seat or () if "=" not in name]
        if not people:
            raise WargameError("Nobody plays. Name your seat, such as --seat JPN.")
        with working("Reading the rules"):
            game = Game.new(
                what,
                seed=seed,
                replicate=replicate,
                turns=turns,
                people=people,
                characters=characters_of([text for text in seat or () if "=" in text]),
            )
        game.save(out)
    tell(opening(game, to_people=True))
    with keeping(lambda: kept_words(game, game.save())):
        _play(game)


def _play(game: Game) -> None:
    """Play until the game is over or a person leaves."""
    folder = game.save()
    while not game.over:
        for seat in game.people:
            if len(game.people) > 1:
                _hand_over(game.play.scenario.nations[seat].name)
            if not _sit(Desk(game, seat)):
                tell([Line(), Line(f"The game is kept. Take it up again with: wargame play {folder}")])
                return
        with working(f"Turn {game.turn + 1}"):
            game.advance()
        if not game.people:
            tell(tell_turn(game.play.scenario, gather(Scene(game, game.turn))))
    for seat in game.people:
        tell(tell_turn(game.play.scenario, gather(Scene(game, game.turn, seat))))
    tell(closing(folder))


def _hand_over(nation: str) -> None:
    """Clear the screen, scrolled lines too, before another person sits down; only where it is a screen."""
    if not (sys.stdin.isatty() and is_terminal()):
        return
    typer.echo(f"{WIPE}{nation} is next. Press Enter when only {nation} can see the screen.", nl=False)
    _read(" ")


def _sit(desk: Desk) -> bool:
    """Let one person play a turn; return whether orders were committed rather than the game left."""
    tell(desk.greet())
    while not (desk.committed or desk.left):
        line = _read(desk.prompt)
        if line is None:
            return False
        tell(desk.do(line))
    return desk.committed


def _read(prompt: str) -> str | None:
    """Return a line typed or piped in, None at the end of the input."""
    try:
        line = input(prompt)
    except EOFError:
        return None
    if not sys.stdin.isatty():
        typer.echo(line)
    return line
