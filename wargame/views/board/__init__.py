"""The board: what every panel of the dashboard tells of a game, whole or as one seat knows it."""

from wargame.views.board.budgets import budgets, purse
from wargame.views.board.feed import feed
from wargame.views.board.ladder import ladder
from wargame.views.board.nations import nations
from wargame.views.board.programmes import programmes
from wargame.views.board.region import geography, region
from wargame.views.board.relations import relations
from wargame.views.board.scope import Scope
from wargame.views.board.series import charts, lines

__all__ = [
    "Scope",
    "budgets",
    "charts",
    "feed",
    "geography",
    "ladder",
    "lines",
    "nations",
    "programmes",
    "purse",
    "region",
    "relations",
]
