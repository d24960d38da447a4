"""How long a game takes with people at the table and a facilitator at the clock."""

from __future__ import annotations

from dataclasses import dataclass

PHASES: tuple[tuple[str, float], ...] = (
    ("news", 1.0),
    ("plan", 3.0),
    ("diplomacy", 5.0),
    ("signal", 1.0),
    ("commit", 2.0),
)
"""Minutes of each phase of a turn, whoever plays; all seats work at the same time."""
WHY = 0.5
"""Minutes a seat for the outcome and its one sentence: three with six seats, so that a turn takes 15."""
FIRST_TURNS, SLOWER = 2, 3.0
"""Turns at the start in which a table still learns, and the minutes by which they are longer."""
CRISIS = 3.0
"""Minutes of a crisis round."""
AROUND: tuple[tuple[str, float], ...] = (
    ("briefing", 12.0),
    ("practice turn", 15.0),
    ("break", 10.0),
    ("debrief", 17.0),
)
"""Minutes around the turns; six turns with them take two and a half hours."""
PRESETS: tuple[tuple[str, int], ...] = (("short", 5), ("workshop", 6), ("run", 8), ("long", 12))
"""Lengths that facilitators use, turns."""


@dataclass(frozen=True)
class Minutes:
    """Minutes of a facilitated game.

    Attributes
    ----------
    turns : number of turns
    play, crises, around : minutes at the table, in crisis rounds, and around the game
    """

    turns: int
    play: float
    crises: float
    around: float

    @property
    def total(self) -> float:
        """Minutes from the welcome to the end of the debrief."""
        return self.play + self.crises + self.around

    @property
    def text(self) -> str:
        """The total as people say it, to five minutes: ``2 h 30``."""
        hours, minutes = divmod(5 * round(self.total / 5.0), 60)
        return f"{hours} h {minutes:02d}" if hours else f"{minutes} min"


def expected_minutes(turns: int, seats: int, crises: float = 0.0) -> Minutes:
    """Return how long a game takes.

    Parameters
    ----------
    turns : turns played
    seats : teams at the table
    crises : crisis rounds expected in a turn, 0-1

    Examples
    --------
    >>> expected_minutes(6, 6).text
    '2 h 30'
    """
    turn = sum(minutes for _, minutes in PHASES) + WHY * seats
    play = turn * turns + SLOWER * min(turns, FIRST_TURNS)
    return Minutes(turns, play, CRISIS * crises * turns, sum(minutes for _, minutes in AROUND))
