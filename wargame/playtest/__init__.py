"""Play-tests: what hundreds of games of house AI say of a scenario, target beside figure."""

from wargame.playtest.face import Face, face_validity
from wargame.playtest.lint import Lint, lint
from wargame.playtest.measures import Measure

__all__ = ["Face", "Lint", "Measure", "face_validity", "lint"]
