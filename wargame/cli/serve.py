"""The command that serves the pages."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.cli.shell import app, tell, working
from wargame.narrate.screen import Line


@app.command(short_help="Open the pages: play, review, explore.")
def serve(
    port: Annotated[
        int, typer.Option("--port", help="Port of this machine; 0 takes any that is free.")
    ] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the first page.")] = True,
) -> None:
    """Serve the pages on this machine until Ctrl-C. They need no network, and answer this machine only."""
    with working("Starting"):
        from wargame.server.run import serve as run_server

    run_server(
        port,
        browser=browser,
        told=lambda address: tell(
            [Line(f"wargame is at {address} (Ctrl-C ends it; games are kept in runs/)")]
        ),
    )
