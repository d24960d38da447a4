"""The commands of workshops: ``wargame workshop open`` serves one; those on its files stand in ``workshop_files``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from wargame.cli.shell import Commands, app, tell, working
from wargame.narrate.screen import Line

group = typer.Typer(
    name="workshop",
    cls=Commands,
    help="Exercises of several teams: open the rooms, and look after their files.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
CLEAR = (
    "Pages go over the network in the clear: whoever listens there can read codes and orders along. That may do in a "
    "closed room with a network of its own; elsewhere serve https with --cert and --key."
)
app.add_typer(group, short_help="Exercises of several teams with a facilitator.")


@group.command("open", short_help="Serve rooms: teams join by code, the facilitator by the key.")
def open_rooms(
    host: Annotated[
        str,
        typer.Option(
            "--host", help="Address to answer at: 127.0.0.1 this machine alone, 0.0.0.0 all its networks."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes any that is free.")] = 8765,
    cert: Annotated[
        Path | None, typer.Option("--cert", metavar="FILE", help="Certificate for https, a PEM file.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Its private key, a PEM file.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="A name by which other machines call this one; may be given again."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the form of the facilitator's key.")
    ] = True,
) -> None:
    """Serve the rooms of a workshop until Ctrl-C. What a page calls saved is on disk, in runs/rooms/."""
    with working("Starting"):
        from wargame.server.run import open_workshop

    names = tuple(each.strip() for each in name or () if each.strip())
    open_workshop(
        host,
        port,
        cert=cert or "",
        key=key or "",
        names=names,
        browser=browser,
        told=lambda *said: tell(opening(*said)),
    )


def opening(desk: str, addresses: Sequence[str], key: str, abroad: bool) -> list[Line]:
    """Return what is told of a workshop that has opened.

    Parameters
    ----------
    desk : address of the form of the key, on this machine
    addresses : where other machines reach it;  key : the facilitator's;  abroad : whether they can

    Examples
    --------
    >>> for line in opening("http://127.0.0.1:8765/key", [], "BCDF-GHJK-MNPR-STVW", False):
    ...     print(line.text)
    The workshop is open (Ctrl-C ends it; rooms are kept in runs/rooms/).
    http://127.0.0.1:8765/key
    BCDF-GHJK-MNPR-STVW
    Only this machine can reach it. For teams on other machines: wargame workshop open --host 0.0.0.0
    """
    lines = [
        Line("The workshop is open (Ctrl-C ends it; rooms are kept in runs/rooms/)."),
        Line(desk, lead="Facilitator: "),
        Line(key, lead="Key:         "),
    ]
    if not abroad:
        alone = "Only this machine can reach it. For teams on other machines: wargame workshop open --host 0.0.0.0"
        return [*lines, Line(alone)]
    lines += [Line(f"{each}/join", lead="Teams:       ") for each in addresses]
    if not addresses:
        lines.append(
            Line("This machine is in no network now. Join one, and tell the room its address with /join.")
        )
    lines.append(
        Line("Whoever is in the same network can reach this server; codes and the key say who comes in.")
    )
    if desk.startswith("http:"):
        lines.append(Line(CLEAR))
    return lines
