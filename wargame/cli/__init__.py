"""The command line: ``wargame run``, ``play``, ``replay`` and the rest, one family of commands a file."""

import os

# the matrix products of the game are small: threads would only wait for each other; set before NumPy is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from wargame.cli import (
    backtest,
    bench,
    charts,
    ensembles,
    experiments,
    play,
    playtests,
    report,
    rules,
    runs,
    serve,
    tournaments,
    verify,
    whatif,
    workshop,
    workshop_files,
)
from wargame.cli.shell import app

__all__ = [
    "app",
    "backtest",
    "bench",
    "charts",
    "ensembles",
    "experiments",
    "main",
    "play",
    "playtests",
    "report",
    "rules",
    "runs",
    "serve",
    "tournaments",
    "verify",
    "whatif",
    "workshop",
    "workshop_files",
]


def main() -> None:
    """Run the command line."""
    app(prog_name="wargame")
