"""Whose eyes look back at a game: all of it once it is over, else a seat's, or the umpire's by plain choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wargame.game import Game
from wargame.narrate import names

WHOLE, UMPIRE = "", "umpire"
"""What the address holds: nothing for the usual eyes, and the word by which one looks as the umpire."""
WARNING = (
    "You look as the umpire: this page shows the secrets of all seats, also those that you play against. "
    "What you see now cannot be unseen."
)


@dataclass(frozen=True)
class Eyes:
    """Who looks.

    Attributes
    ----------
    seat : the seat whose knowledge is shown, "" for the whole truth
    asked : what the address is to hold
    choices : what may be chosen instead: value, words
    warning : a sentence to be shown as long as these eyes look, "" for none
    """

    seat: str
    asked: str
    choices: tuple[tuple[str, str], ...]
    warning: str = ""

    @property
    def whole(self) -> bool:
        """Whether everything may be shown."""
        return not self.seat


def eyes(game: Game, asked: str = WHOLE) -> Eyes:
    """Return who looks at a game; what may not be chosen falls back to what is safe.

    Parameters
    ----------
    asked : a seat, ``umpire``, or "" for the usual
    """
    seats, scenario = game.play.world.ids["nation"], game.play.scenario
    if game.over or not game.people:
        seat = asked if asked in seats else WHOLE
        told = [
            (WHOLE, "the whole game"),
            *((each, f"as {names.nation(scenario, each)} knew it") for each in seats),
        ]
        return Eyes(seat, seat, tuple(told))
    own = [(each, f"as {names.nation(scenario, each)}") for each in game.people]
    if len(game.people) == 1:
        choices = (*own, (UMPIRE, "as the umpire: secrets of all seats"))
        if asked == UMPIRE:
            return Eyes(WHOLE, UMPIRE, choices, WARNING)
        return Eyes(game.people[0], game.people[0], choices)
    seat = asked if asked in game.people else game.people[0]
    return Eyes(seat, seat, tuple(own))


def choices(looking: Eyes) -> list[dict[str, Any]]:
    """Return what may be chosen, as a page shows it."""
    return [{"id": name, "text": text, "on": name == looking.asked} for name, text in looking.choices]
