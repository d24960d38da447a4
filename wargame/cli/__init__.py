"""The command line: ``wargame run``, ``play``, ``replay`` and the rest, one family of commands a file."""

from wargame.cli import play, rules, runs
from wargame.cli.shell import app

__all__ = ["app", "main", "play", "rules", "runs"]


def main() -> None:
    """Run the command line."""
    app(prog_name="wargame")
