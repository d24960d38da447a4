"""Which game it is, told so that it can be told apart from others of the same scenario; the same words everywhere."""

from __future__ import annotations

from datetime import datetime

from wargame.live.cards import characters_of
from wargame.record import Header
from wargame.scenario import Scenario


def which(differs: str, turns: int, seed: int, replicate: int = 0, when: float = 0.0) -> str:
    """Return what tells a game, or many games, from others.

    Parameters
    ----------
    differs : what is otherwise than in the scenario, "" for nothing
    turns : length, 0 where it is told already
    seed, replicate : of the dice
    when : seconds since 1970 at which it was written last, 0 where it is told already

    Examples
    --------
    >>> which("CHN hawk", 8, 3), which("CHN hawk; 6 turns", 6, 3), which("", 0, 3, 17)
    ('CHN hawk · 8 turns · seed 3', 'CHN hawk; 6 turns · seed 3', 'seed 3, replicate 17')
    """
    length = f"{turns} turn{'' if turns == 1 else 's'}" if turns else ""
    parts = (
        differs,
        "" if length in differs.split("; ") else length,
        f"seed {seed}{f', replicate {replicate}' if replicate else ''}",
        moment(when) if when else "",
    )
    return " · ".join(part for part in parts if part)


def which_game(header: Header, scenario: Scenario, whole: bool) -> str:
    """Return what tells a game that is open from others; who plays how is told only to one who may see the whole."""
    differs = characters_of(header, scenario) if whole else ""
    return which(differs, 0, header.seed, header.replicate)


def moment(when: float) -> str:
    """Return a time of this machine in words: ``21 November 2026, 09:50``."""
    told = datetime.fromtimestamp(when)
    return f"{told.day} {told:%B %Y, %H:%M}"
