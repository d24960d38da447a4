"""Parts of a team's page: the room above and beside the seat's own panels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Act = Callable[[dict[str, Any]], None]


@solara.component_vue("team/strip.vue")
def RoomStrip(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Clock, phase, what is left to do, who is here; acts: ``show`` (``id``), ``room``."""


@solara.component_vue("team/lobby.vue")
def Lobby(view: dict[str, Any]) -> None:
    """Who the team is, what is coming, and what it waits for."""


@solara.component_vue("team/company.vue")
def Company(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Roles, the team, the other seats; acts: ``roles`` (``roles``)."""


@solara.component_vue("team/talk.vue")
def Talk(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Messages by channel; acts: ``say`` (``to``, ``text``), ``typing`` (``on``), ``marks``, ``read``."""


@solara.component_vue("team/public.vue")
def Public(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Signal, sentence, those of others, fingerprints; acts: ``announce`` (``id``), ``state`` (``text``)."""


@solara.component_vue("team/forecast.vue")
def Forecasts(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The questions of the turn, 0 to 100 percent, and what came of the last ones; acts: ``forecast``."""


@solara.component_vue("team/crisis.vue")
def Crisis(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The crisis round: what follows from easing and holding; acts: ``ease``, ``hold``."""


@solara.component_vue("team/notices.vue")
def Notices(view: dict[str, Any]) -> None:
    """What the facilitator did with the team's own orders (``rows``)."""


@solara.component_vue("team/handover.vue")
def Handover(view: dict[str, Any], event_act: Act | None = None) -> None:
    """What is settled before a commitment; acts: ``key`` (``yes``), ``umpire`` (``text``)."""


@solara.component_vue("team/ask.vue")
def Ask(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The what-if by allowance; acts: ``ask``."""


@solara.component_vue("team/debrief.vue")
def Debrief(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The debrief: its question, what is taken home; acts: ``go`` (``path``)."""


@solara.component_vue("team/survey.vue")
def Survey(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The forecast league and the five questions; acts: ``survey`` (``answers``, ``text``)."""
