"""Tournaments: characters of house AI against each other, seat by seat and bloc against bloc, under the same luck.

Every cell of a tournament plays the same replicates of one seed, so that cells are compared game by game: what
differs between two cells is who plays, never the luck.
"""

from wargame.tournament.lineup import PAY_OFFS, LineUp, line_up
from wargame.tournament.play import Tournament, play_tournament
from wargame.tournament.writing import tournament_facts, write_tournament

__all__ = [
    "PAY_OFFS",
    "LineUp",
    "Tournament",
    "line_up",
    "play_tournament",
    "tournament_facts",
    "write_tournament",
]
