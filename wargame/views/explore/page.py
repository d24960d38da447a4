"""What the page of one ensemble shows, panel by panel, and which game it opens when asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from wargame.ensemble import Results
from wargame.ensemble.parts import is_readable
from wargame.ensemble.store import Store
from wargame.faults import WargameError
from wargame.live.ensembles import BLOCK, Ensembles
from wargame.live.jobs import FAILED, Job
from wargame.views.explore.beside import beside
from wargame.views.explore.courses import first_course, is_course
from wargame.views.explore.listing import about, progress, size
from wargame.views.explore.numbers import Numbers
from wargame.views.explore.spread import games_at, nearest_game

CHOICES = ("beside", "course", "outcome")
"""What can be chosen on the page of an ensemble, and is kept in its address."""


def address(name: str, query: Mapping[str, str], **chosen: str) -> str:
    """Return the address of an ensemble's page with what was chosen on it, so that loading it anew keeps that.

    Examples
    --------
    >>> address("plain", {"course": "stability", "other": "1"}, outcome="tension:strait")
    '/explore/plain?course=stability&outcome=tension:strait'
    """
    held = {**query, **chosen}
    kept = {key: held[key] for key in CHOICES if held.get(key)}
    return f"/explore/{quote(name)}" + (f"?{urlencode(kept, safe=':')}" if kept else "")


def head(held: Ensembles, name: str) -> dict[str, Any]:
    """Return what an ensemble plays and how far it is."""
    store = held.store(name)
    told = {"name": name, "fault": "", **about(store), **progress(held, name), "size": size(store)}
    lost = 0 if told["running"] else unreadable(store)
    if lost:
        told |= {"whole": False, "can_go_on": store.key == store.plan.key, "state": "a part of it is damaged"}
        told["warning"] = (
            f"{lost} of {store.blocks} blocks of games cannot be read. Press Go on: it plays them again."
        )
    return {**told, "readable": not lost}


def unreadable(store: Store) -> int:
    """Return how many finished blocks have a part that cannot be read."""
    return sum(
        not all(is_readable(store.path(table, block.number)) for table in store.plan.tables)
        for block in store.finished()
    )


def stage(done: int, running: bool) -> int:
    """Return a number that rises when results are worth reading anew: while games come in, whenever they double.

    Examples
    --------
    >>> [stage(done, True) for done in (0, 250, 500, 750, 1000)], stage(750, False)
    ([-1, 0, 1, 1, 2], 750)
    """
    return (done // BLOCK).bit_length() - 1 if running else done


def results_of(held: Ensembles, name: str) -> Results | None:
    """Return the results of an ensemble so far, None if no game is finished yet."""
    store = held.store(name)
    return Results.of_store(store) if next(store.finished(), None) is not None else None


def chosen_outcome(numbers: Numbers, wanted: str) -> str:
    """Return the outcome that is looked at: what was asked for if there is such a one, else the first tension."""
    first = next((name for name in numbers.outcomes if name.startswith("tension:")), "stability")
    return wanted if wanted in numbers.outcomes else first


def chosen_course(numbers: Numbers, wanted: str) -> str:
    """Return the number by turn that is looked at, "" where none was kept."""
    return wanted if is_course(numbers, wanted) else first_course(numbers)


def outcome_choice(groups: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
    """Return the menu of outcomes."""
    return {"label": "Outcome", "name": "outcome", "groups": groups, "value": chosen}


def course_choice(groups: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
    """Return the menu of numbers by turn."""
    return {"label": "Number by turn", "name": "course", "second": "Of", "groups": groups, "value": chosen}


def games(numbers: Numbers, outcome: str, job: Job | None, fault: str) -> dict[str, Any]:
    """Return the games that can be opened, and what became of the one that was asked for."""
    plan = numbers.results.plan
    busy = job is not None and not job.over
    return {
        "rows": games_at(numbers, outcome),
        "unit": "0 or 1" if outcome in numbers.yes_no else numbers.unit(outcome),
        "points": len(plan.points),
        "most": plan.replicates - 1,
        "busy": "Playing the game again…" if busy else "",
        "fault": fault or (job.error if job is not None and job.state == FAILED else ""),
    }


def asked_game(numbers: Numbers, outcome: str, told: dict[str, Any]) -> tuple[int, int]:
    """Return point and replicate of the game that was asked for: by its number, or by a value of the outcome.

    Raises
    ------
    WargameError
        what was typed is no number, or there is no such game
    """
    plan = numbers.results.plan
    if told["do"] == "game":
        return int(told["point"]), int(told["replicate"])
    text = str(told.get("text", "")).strip()
    if told["do"] == "near":
        try:
            return nearest_game(numbers, outcome, float(text.replace("−", "-")))
        except ValueError:
            raise WargameError(f"“{text}” is no number. Write a value of the outcome, such as 50.") from None
    last = {"draw": (str(told.get("point", "0")).strip(), len(plan.points)), "game": (text, plan.replicates)}
    for what, (typed, count) in last.items():
        if not re.fullmatch(r"\d{1,9}", typed) or int(typed) >= count:
            raise WargameError(f"There is no {what} “{typed}”. Write a whole number from 0 to {count - 1:,}.")
    return int(last["draw"][0]), int(text)


def compared(held: Ensembles, results: Results, other: str) -> tuple[dict[str, Any] | None, str]:
    """Return the comparison with another ensemble, None if none is wanted, and why it cannot be made."""
    if not other or len(results.plan.points) > 1:
        return None, ""
    try:
        return beside(results, Results.of_store(held.store(other))), ""
    except WargameError as error:
        return None, str(error)


def others(held: Ensembles, name: str) -> list[dict[str, str]]:
    """Return the ensembles that one can be compared with: those of plain games with two or more of them."""
    found = []
    for each in held.names():
        try:
            store = held.store(each)
            if each != name and len(store.plan.points) == 1 and store.games > 1:
                found.append({"name": each, "text": f"{each}: {about(store)['which']}"})
        except WargameError:  # the list of ensembles tells what is wrong with it
            continue
    return found
