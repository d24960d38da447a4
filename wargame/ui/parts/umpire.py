"""Parts of the umpire's desk: cards, rulings, free and sealed orders, the course of the game, debrief, notes, log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None]


@part("umpire/injects.vue")
def Injects(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The library of cards; acts: ``open`` (``id``), ``write``, ``fire`` (``id``, ``reason``, ``tell``, ``turn``)."""


@part("umpire/form.vue")
def Form(view: dict[str, Any], event_act: Act | None = None) -> None:
    """A form for a card of one's own, or for what comes of a free order (``mode`` card or judge).

    Acts: ``preview`` (``of``, ``card``), ``close`` (``of``), ``fire`` (``card``, ``reason``, ``tell``, ``turn``),
    ``judge`` (``seat``, ``effect``, ``card``, ``reason``, ``turn``). What is typed stays in the browser, kept under
    ``key`` until ``sent`` changes.
    """


@part("umpire/rulings.vue")
def Rulings(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The outcomes that may be set; act: ``rule`` (``rule``, ``entity``, ``outcome``, ``reason``, ``turn``)."""


@part("umpire/orders.vue")
def Orders(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Free and sealed orders of teams; acts: ``judging`` (``seat``), ``unseal`` (``seat``, ``reason``, ``turn``)."""


@part("umpire/acts.vue")
def Acts(view: dict[str, Any], event_act: Act | None = None) -> None:
    """What the white cell did this turn; act: ``undo`` of the last one (``key``, ``reason``, ``turn``)."""


@part("umpire/notes.vue")
def Notes(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Notes of the white cell, kept as they grow; act: ``note`` (``text``)."""


@part("umpire/course.vue")
def Course(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Go back, branch, export, end; acts: those of its cards (``turn``, ``reason``, ``stamp``)."""


@part("umpire/debrief.vue")
def Debrief(view: dict[str, Any]) -> None:
    """The way through the debrief, the forecast league and the survey."""


@part("umpire/log.vue")
def Log(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The log of the room; acts: ``filter`` (``kind``, ``who``, ``turn``, ``text``), ``more``, ``csv``, ``saved``."""
