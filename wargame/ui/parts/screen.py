"""Parts of the big screen: one panel each, from one payload of ``views.room.screen`` and its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None] | None


@part("screen/head.vue")
def Head(view: dict[str, Any], event_act: Act = None) -> None:
    """Turn, phase and clock; ``view`` is ``screen.head``. The clock counts in the browser."""


@part("screen/headline.vue")
def Headline(view: dict[str, Any], event_act: Act = None) -> None:
    """What the facilitator tells all; ``view`` is ``screen_news.headline``. It goes by itself when its time is up."""


@part("screen/teams.vue")
def Teams(view: dict[str, Any], event_act: Act = None) -> None:
    """Who has committed; ``view`` is ``screen.teams``."""


@part("screen/lobby.vue")
def Lobby(view: dict[str, Any], event_act: Act = None) -> None:
    """The welcome, with the way in; ``view`` is ``screen.lobby``."""


@part("screen/news.vue")
def News(view: dict[str, Any], event_act: Act = None) -> None:
    """News as cards; ``view`` is ``screen.news``."""


@part("screen/ladder.vue")
def Ladder(view: dict[str, Any], event_act: Act = None) -> None:
    """The ladder, to be read from afar; ``view`` is ``views.board.ladder``."""


@part("screen/programmes.vue")
def Programmes(view: dict[str, Any], event_act: Act = None) -> None:
    """Programmes as announced; ``view`` is ``screen.programmes``."""


@part("screen/signals.vue")
def Signals(view: dict[str, Any], event_act: Act = None) -> None:
    """What teams have announced; ``view`` is ``screen.signals``."""


@part("screen/seals.vue")
def Seals(view: dict[str, Any], event_act: Act = None) -> None:
    """Seals as they come; ``view`` is ``screen.teams``."""


@part("screen/forecasts.vue")
def Forecasts(view: dict[str, Any], event_act: Act = None) -> None:
    """Questions of the turn, before it is played; ``view`` is ``screen.forecasts``."""


@part("screen/crisis.vue")
def Crisis(view: dict[str, Any], event_act: Act = None) -> None:
    """A crisis round with its posted odds; ``view`` is ``screen.crisis``."""


@part("screen/strip.vue")
def Strip(view: dict[str, Any], event_act: Act = None) -> None:
    """Where a walk stands; tells with ``{"do": "due", "step": 2}`` that the time of a step is up."""


@part("screen/controls.vue")
def Controls(view: dict[str, Any], event_act: Act = None) -> None:
    """Back, next and hold for whoever may walk, and the look of the page for all."""


# -- steps --------------------------------------------------------------------------------------------------


@part("screen/orders.vue")
def Orders(view: dict[str, Any], event_act: Act = None) -> None:
    """Orders that were sealed, with the seal that was shown before."""


@part("screen/happened.vue")
def Happened(view: dict[str, Any], event_act: Act = None) -> None:
    """What came of a turn."""


@part("screen/why.vue")
def Why(view: dict[str, Any], event_act: Act = None) -> None:
    """Changes with their reasons."""


@part("screen/moves.vue")
def Moves(view: dict[str, Any], event_act: Act = None) -> None:
    """Moves on the ladder."""


@part("screen/statements.vue")
def Statements(view: dict[str, Any], event_act: Act = None) -> None:
    """A sentence of each team."""


@part("screen/league.vue")
def League(view: dict[str, Any], event_act: Act = None) -> None:
    """What came of the questions, and who forecast best."""


@part("screen/outcome.vue")
def Outcome(view: dict[str, Any], event_act: Act = None) -> None:
    """How the game ended."""


@part("screen/course.vue")
def Course(view: dict[str, Any], event_act: Act = None) -> None:
    """Tension over the turns."""


@part("screen/scores.vue")
def Scores(view: dict[str, Any], event_act: Act = None) -> None:
    """Scores, the highest first."""


@part("screen/objectives.vue")
def Objectives(view: dict[str, Any], event_act: Act = None) -> None:
    """What each side was after."""


STEPS = {
    "orders": Orders,
    "happened": Happened,
    "why": Why,
    "home": Why,
    "ladder": Moves,
    "statements": Statements,
    "league": League,
    "outcome": Outcome,
    "course": Course,
    "scores": Scores,
    "objectives": Objectives,
}
"""What draws a step, by its kind."""
