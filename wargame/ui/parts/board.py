"""Parts of the board: what a dashboard shows of a game, each from one payload of ``views.board``.

Each brings its own heading, and stands in a card of its own; only the nation cards are cards already. A click on a
nation comes as ``{"do": "select", "nation": "JPN"}``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None] | None


@part("board/nations.vue")
def NationCards(view: dict[str, Any], selected: str = "", event_act: Act = None) -> None:
    """Nations as cards, or as a list that can be sorted; ``view`` is ``views.board.nations``."""


@part("board/region.vue")
def RegionMap(
    view: dict[str, Any], ground: dict[str, Any], selected: str = "", event_act: Act = None
) -> None:
    """The regional map with ties, rivalries and flashpoints.

    Parameters
    ----------
    view : ``views.board.region``, new every turn
    ground : ``views.board.geography``, the same for a whole game: it is sent once
    selected : a nation whose ties are brought out
    """


@part("board/relations.vue")
def Relations(view: dict[str, Any], selected: str = "", event_act: Act = None) -> None:
    """The heat map of relations, trust and threat; ``view`` is ``views.board.relations``."""


@part("board/programmes.vue")
def ProgrammeBoard(view: dict[str, Any], event_act: Act = None) -> None:
    """Programmes with stage, work done, slip and friction; ``view`` is ``views.board.programmes``."""


@part("board/purse.vue")
def Purse(view: dict[str, Any], event_act: Act = None) -> None:
    """Funds for new things, committed and free, and political capital; ``view`` is ``views.board.purse``."""


@part("board/ladder.vue")
def Ladder(view: dict[str, Any], event_act: Act = None) -> None:
    """Flashpoints on the ladder, and the gauges of the region; ``view`` is ``views.board.ladder``."""


@part("board/feed.vue")
def Feed(view: dict[str, Any], event_act: Act = None) -> None:
    """What happened in the last turns; ``view`` is ``views.board.feed``."""
