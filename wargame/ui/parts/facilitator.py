"""Parts of the facilitator's page: the way of the exercise, now, teams, pace, door, messages, the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None]


@part("facilitator/path.vue")
def Path(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Stations of the exercise, and the script of the moment; ``view`` is ``views.room.now.path``."""


@part("facilitator/now.vue")
def Now(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Stage, phase, clock and what comes next; ``view`` is ``views.room.now.now``.

    Acts: ``next``, ``phase`` (``id``), ``debrief``, ``practise``, ``extend`` (``minutes``), each with the ``mark`` of
    the moment that it is meant for; ``pause``, ``resume``, ``auto`` (``on``), ``ask`` (``what``), ``sync``, ``go``.
    """


@part("facilitator/ask.vue")
def Ask(view: dict[str, Any] | None, event_act: Act | None = None) -> None:
    """What is asked before an act; ``view`` is ``views.room.asks.Ask.payload``, None for nothing.

    Acts: ``yes`` (``n``, ``given``), ``cancel``.
    """


@part("facilitator/teams.vue")
def Teams(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The teams as cards; ``view`` is ``views.room.teams.teams``.

    Acts: ``ask`` (``what``, ``seat``, ``person``), ``write`` (``seat``).
    """


@part("facilitator/pace.vue")
def Pace(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The pace meter; ``view`` is ``views.room.pace.pace``; acts: ``ask`` (``what``), ``allow`` (``questions``)."""


@part("facilitator/door.vue")
def Door(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Where people join, codes and QR; ``view`` is ``views.room.desk.door``; acts: ``codes`` (``open``)."""


@part("facilitator/messages.vue")
def Messages(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Messages, with a form; ``view`` is ``views.room.desk.messages``; acts: ``tell`` (``to``, ``text``)."""


@part("facilitator/table.vue")
def TableNow(view: dict[str, Any]) -> None:
    """What stands at the table of the open turn; ``view`` is ``views.room.desk.table``."""
