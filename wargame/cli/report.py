"""The command that writes the report of a run: one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.runs import RunFolder, load
from wargame.cli.shell import app, tell, working
from wargame.faults import WargameError
from wargame.game import Game
from wargame.narrate.screen import Line


@app.command(short_help="Write a run as one HTML file to read.")
def report(
    run: RunFolder,
    seat: Annotated[
        str, typer.Option("--seat", metavar="SEAT", help="The edition of one seat: only what it may know.")
    ] = "",
    turning: Annotated[
        bool, typer.Option("--turning", help="Find the turning points too, which plays many games.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="File to write, report.html in the run by default."),
    ] = None,
) -> None:
    """Write a run as one HTML file: every turn with its orders, deals, map, charts and ledger.

    It needs no server and asks nothing of any: send it to somebody, or print it. The white cell and analysts get the
    whole game; --seat leaves out what one seat may not know.
    """
    # the pages' views are slow to load, and only this command needs them
    from wargame.report import report as write

    if seat and turning:
        raise WargameError(
            "--turning tells the orders of all seats. Leave it out of a seat's edition, or --seat."
        )
    game = load(run)
    rows = _turning(game) if turning else None
    with working("Writing the report"):
        text = write(game, seat, rows)
    path = run / (f"report-{seat}.html" if seat else "report.html") if out is None else out
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WargameError(
            f"{path}: it cannot be written ({error.strerror}). Name a file in a folder that exists."
        ) from None
    tell([Line(f"Wrote {path} ({len(text.encode()) / 1e6:.1f} MB).")])


def _turning(game: Game) -> list[dict[str, Any]]:
    """Return the turning points of a game as the report tells them."""
    from wargame.review import turning_points
    from wargame.views.board import Scope
    from wargame.views.review.turning import turning

    found = None
    with working("Leaving out each order") as watch:
        for found in turning_points(game):
            watch(f"{100 * found.share:.0f} %")
    rows: list[dict[str, Any]] = turning(Scope(game, game.turn), found, None)["rows"]
    return rows
