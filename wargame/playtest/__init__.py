"""Play-tests: what hundreds of games of house AI say of a scenario, target beside figure."""

from wargame.playtest.lint import Lint, lint
from wargame.playtest.measures import Measure

__all__ = ["Lint", "Measure", "lint"]
