"""Parts of the seat's page: what it knows on the left, the desk and the table in the middle, the draft on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None]


@part("seat/strip.vue")
def Strip(view: dict[str, Any]) -> None:
    """Head of the page: the nation, what is left, orders drafted, objectives met."""


@part("seat/tabs.vue")
def Tabs(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Tabs of a panel (``name``, ``tabs``, ``open``); acts: ``tab`` (``id``)."""


@part("seat/told.vue")
def Told(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Say one thing to the person (``text``, ``fault``); acts: ``close``."""


@part("seat/news.vue")
def News(view: dict[str, Any], event_act: Act | None = None) -> None:
    """What a turn brought; acts: ``why`` (``of``, ``field``, ``turn``), ``news`` (``turn``), ``report``."""


@part("seat/situation.vue")
def Situation(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The seat's own truth; acts: ``why`` (``of``, ``field``)."""


@part("seat/others.vue")
def Others(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Other nations, estimates with error bars; acts: ``why`` (``of``, ``field``)."""


@part("seat/agreements.vue")
def Agreements(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Agreements in force that the seat knows of."""


@part("seat/brief.vue")
def Brief(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The brief and the private objectives."""


@part("seat/why.vue")
def Why(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Reasons of one number with rules and sources; acts: ``why`` (another ``turn``, or ``close``)."""


@part("seat/orders.vue")
def Orders(view: dict[str, Any], menu: dict[str, Any], event_act: Act | None = None) -> None:
    """The orders desk; acts: ``add``, ``drop``, ``check`` and ``type`` (``text``), ``shut``.

    Parameters
    ----------
    view : ``views.seat.marks`` with what was typed, new with every act
    menu : ``views.seat.menu``, the legal orders: sent once a turn
    """


@part("seat/table.vue")
def Table(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The table; acts: ``talk`` (``verb``, ``id``, ``value``, ``secret``), ``sign`` and ``withhold`` (``id``)."""


@part("seat/draft.vue")
def DraftDesk(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The draft with its sums; acts: those of ``views.seat.act_on``, ``undo``, ``redo``, ``commit``, ``recall``."""


@part("seat/notes.vue")
def Notes(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The seat's own notes (``text``), typed in the browser and kept as they grow; acts: ``note`` (``text``)."""


@part("seat/ending.vue")
def Ending(view: dict[str, Any], event_act: Act | None = None) -> None:
    """How the game ended; acts: ``go`` (``path``)."""


@part("seat/choose.vue")
def ChooseSeat(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Let one of several people sit down (``seats``); acts: ``go`` (``path``)."""
