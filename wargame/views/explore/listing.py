"""The ensembles that are there, each in a row: what it plays, how far it is, what can be done with it."""

from __future__ import annotations

from typing import Any

from wargame.ensemble.store import MANIFEST, Store, size_of
from wargame.faults import WargameError
from wargame.live.ensembles import Ensembles, Standing
from wargame.live.jobs import FAILED, WAITING
from wargame.live.wanted import design_of, differs_of
from wargame.record import ENGINE
from wargame.views.which import moment, which

MOST_ROWS = 60
"""Most ensembles that are listed, the latest first."""
_SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def listing(held: Ensembles) -> dict[str, Any]:
    """Return a row for each ensemble, the latest first."""
    names = held.names()
    return {"rows": [_row(held, name) for name in names[:MOST_ROWS]], "more": max(len(names) - MOST_ROWS, 0)}


def _row(held: Ensembles, name: str) -> dict[str, Any]:
    try:
        store = held.store(name)
        return {
            "name": name,
            "fault": "",
            **about(store),
            **progress(held, name),
            "plain": len(store.plan.points) == 1,
        }
    except WargameError as error:
        return {"name": name, "fault": str(error), "title": name, "running": False}


def about(store: Store) -> dict[str, Any]:
    """Return what an ensemble plays: its title, what differs from the scenario, seed, length, when it was begun."""
    plan = store.plan
    scenario = plan.settings[0].scenario
    turns = scenario.frame.turns
    when = (store.folder / MANIFEST).stat().st_mtime
    return {
        "title": ", ".join(dict.fromkeys(each.scenario.frame.title for each in plan.settings)),
        "scenario": scenario.id,
        "differs": differs_of(plan),
        "seed": plan.seed,
        "turns": turns,
        "games": plan.games,
        "when": moment(when),
        "which": which(differs_of(plan), turns, plan.seed, when=when),
        "doubt": design_of(plan) is not None,
    }


def progress(held: Ensembles, name: str) -> dict[str, Any]:
    """Return how far an ensemble is, with what can be done: stop it, or go on."""
    store, standing, job = held.store(name), held.standing(name), held.job(name)
    running = held.running(name)
    whole = standing.done >= standing.games
    other = store.key != store.plan.key
    return {
        "done": standing.done,
        "games": standing.games,
        "share": round(standing.done / standing.games, 4),
        "running": running,
        "stopping": bool(job and job.stopping),
        "whole": whole,
        "can_go_on": not (running or whole or other),
        "state": state_words(
            standing, running, whole, bool(job and job.stopping), bool(job and job.state == WAITING)
        ),
        "error": _for_page(job.error) if job is not None and job.state == FAILED and not whole else "",
        "warning": _warning(store, standing, other),
    }


def state_words(standing: Standing, running: bool, whole: bool, stopping: bool, waiting: bool) -> str:
    """Return how far a run is, in words."""
    plural = "" if standing.games == 1 else "s"
    done = f"{standing.done:,} of {standing.games:,} game{plural}"
    if stopping:
        return f"{done}; stopping after the blocks in hand"
    if running and waiting:
        return f"{done}; waits until another run is done"
    if running and standing.left is None:
        return done if standing.done else f"{done}; starting the processes"
    if running:
        return f"{done}, {standing.rate:,.0f} a second, about {duration(standing.left or 0.0)} left"
    if whole:
        return f"all {standing.games:,} games are there" if plural else "its one game is there"
    return f"{done} are finished and kept; it can go on from there"


def _for_page(text: str) -> str:
    """Return an error of a run with the button in place of the option of a command."""
    return text.replace("go on by --resume", "press Go on").replace("Go on by --resume", "Press Go on")


def _warning(store: Store, standing: Standing, other: bool) -> str:
    if standing.lacking:
        return (
            f"The disk is likely to be too small: {megabytes(standing.lacking)} are lacking for all games. "
            "What is finished will be kept."
        )
    if other:
        told = store.versions
        return (
            f"Played by wargame {told['wargame']} (engine {told['engine']}); this is another release "
            f"(engine {ENGINE}). Results can be looked at; single games cannot be opened if the engines differ."
        )
    return ""


def size(store: Store) -> str:
    """Return how much an ensemble takes on disk."""
    return megabytes(size_of(store.folder))


def duration(seconds: float) -> str:
    """Return a time in words, rounded as an estimate should be.

    Examples
    --------
    >>> duration(0.4), duration(47.0), duration(400.0), duration(8000.0)
    ('1 s', '47 s', '7 min', '2.2 h')
    """
    if seconds < 100:
        return f"{max(round(seconds), 1)} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def megabytes(size: float) -> str:
    """Return bytes in words.

    Examples
    --------
    >>> megabytes(900), megabytes(2_858_900), megabytes(71_123_419_136)
    ('1 kB', '2.9 MB', '71 GB')
    """
    for unit, word in _SIZES:
        if size >= unit:
            number = size / unit
            return f"{number:.0f} {word}" if number >= 10 else f"{number:.1f} {word}"
    return "1 kB"
