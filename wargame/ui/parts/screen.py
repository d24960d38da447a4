"""Parts of the big screen: one panel each, from one payload of ``views.room.screen`` and its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Act = Callable[[dict[str, Any]], None] | None


@solara.component_vue("screen/head.vue")
def Head(view: dict[str, Any], event_act: Act = None) -> None:
    """Turn, phase and clock; ``view`` is ``screen.head``. The clock counts in the browser."""


@solara.component_vue("screen/headline.vue")
def Headline(view: dict[str, Any], event_act: Act = None) -> None:
    """What the facilitator tells all; ``view`` is ``screen_news.headline``. It goes by itself when its time is up."""


@solara.component_vue("screen/teams.vue")
def Teams(view: dict[str, Any], event_act: Act = None) -> None:
    """Who has committed; ``view`` is ``screen.teams``."""


@solara.component_vue("screen/lobby.vue")
def Lobby(view: dict[str, Any], event_act: Act = None) -> None:
    """The welcome, with the way in; ``view`` is ``screen.lobby``."""


@solara.component_vue("screen/news.vue")
def News(view: dict[str, Any], event_act: Act = None) -> None:
    """News as cards; ``view`` is ``screen.news``."""


@solara.component_vue("screen/ladder.vue")
def Ladder(view: dict[str, Any], event_act: Act = None) -> None:
    """The ladder, to be read from afar; ``view`` is ``views.board.ladder``."""


@solara.component_vue("screen/programmes.vue")
def Programmes(view: dict[str, Any], event_act: Act = None) -> None:
    """Programmes as announced; ``view`` is ``screen.programmes``."""


@solara.component_vue("screen/signals.vue")
def Signals(view: dict[str, Any], event_act: Act = None) -> None:
    """What teams have announced; ``view`` is ``screen.signals``."""


@solara.component_vue("screen/seals.vue")
def Seals(view: dict[str, Any], event_act: Act = None) -> None:
    """Seals as they come; ``view`` is ``screen.teams``."""


@solara.component_vue("screen/forecasts.vue")
def Forecasts(view: dict[str, Any], event_act: Act = None) -> None:
    """Questions of the turn, before it is played; ``view`` is ``screen.forecasts``."""


@solara.component_vue("screen/crisis.vue")
def Crisis(view: dict[str, Any], event_act: Act = None) -> None:
    """A crisis round with its posted odds; ``view`` is ``screen.crisis``."""


@solara.component_vue("screen/strip.vue")
def Strip(view: dict[str, Any], event_act: Act = None) -> None:
    """Where a walk stands; tells with ``{"do": "due", "step": 2}`` that the time of a step is up."""


@solara.component_vue("screen/controls.vue")
def Controls(view: dict[str, Any], event_act: Act = None) -> None:
    """Back, next and hold for whoever may walk, and the look of the page for all."""


# -- steps --------------------------------------------------------------------------------------------------


@solara.component_vue("screen/orders.vue")
def Orders(view: dict[str, Any], event_act: Act = None) -> None:
    """Orders that were sealed, with the seal that was shown before."""


@solara.component_vue("screen/happened.vue")
def Happened(view: dict[str, Any], event_act: Act = None) -> None:
    """What came of a turn."""


@solara.component_vue("screen/why.vue")
def Why(view: dict[str, Any], event_act: Act = None) -> None:
    """Changes with their reasons."""


@solara.component_vue("screen/moves.vue")
def Moves(view: dict[str, Any], event_act: Act = None) -> None:
    """Moves on the ladder."""


@solara.component_vue("screen/statements.vue")
def Statements(view: dict[str, Any], event_act: Act = None) -> None:
    """A sentence of each team."""


@solara.component_vue("screen/league.vue")
def League(view: dict[str, Any], event_act: Act = None) -> None:
    """What came of the questions, and who forecast best."""


@solara.component_vue("screen/outcome.vue")
def Outcome(view: dict[str, Any], event_act: Act = None) -> None:
    """How the game ended."""


@solara.component_vue("screen/course.vue")
def Course(view: dict[str, Any], event_act: Act = None) -> None:
    """Tension over the turns."""


@solara.component_vue("screen/scores.vue")
def Scores(view: dict[str, Any], event_act: Act = None) -> None:
    """Scores, the highest first."""


@solara.component_vue("screen/objectives.vue")
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
