"""Parts of a team's page: the room above and beside the seat's own panels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None]


@part("team/strip.vue")
def RoomStrip(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Clock, phase, what is left to do, who is here; acts: ``show`` (``id``), ``room``."""


@part("team/lobby.vue")
def Lobby(view: dict[str, Any]) -> None:
    """Who the team is, what is coming, and what it waits for."""


@part("team/company.vue")
def Company(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Roles, the team, the other seats; acts: ``roles`` (``roles``)."""


@part("team/talk.vue")
def Talk(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Messages by channel; acts: ``say`` (``to``, ``text``), ``typing`` (``on``), ``marks``, ``read``."""


@part("team/public.vue")
def Public(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Signal, sentence, those of others, fingerprints; acts: ``announce`` (``id``), ``state`` (``text``)."""


@part("team/forecast.vue")
def Forecasts(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The questions of the turn, 0 to 100 percent, and what came of the last ones; acts: ``forecast``."""


@part("team/crisis.vue")
def Crisis(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The crisis round: what follows from easing and holding; acts: ``ease``, ``hold``."""


@part("team/notices.vue")
def Notices(view: dict[str, Any]) -> None:
    """What the facilitator did with the team's own orders (``rows``)."""


@part("team/handover.vue")
def Handover(view: dict[str, Any], event_act: Act | None = None) -> None:
    """What is settled before a commitment; acts: ``key`` (``yes``), ``umpire`` (``text``)."""


@part("team/ask.vue")
def Ask(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The what-if by allowance; acts: ``ask``."""


@part("team/debrief.vue")
def Debrief(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The debrief: its question, what is taken home; acts: ``go`` (``path``)."""


@part("team/survey.vue")
def Survey(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The forecast league and the five questions; acts: ``survey`` (``answers``, ``text``)."""
