"""The reveal on the big screen: sealed orders are opened, what happened, why, the ladder, statements, forecasts.

It is walked step by step, by the facilitator or by itself; every screen of a room is at the same step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from wargame.game import Game
from wargame.narrate.changes import OTHERS
from wargame.views import public
from wargame.views.board.scope import badge

Payload = dict[str, Any]
GRACE = 0.5
"""Seconds by which a browser's clock may run ahead of the server's."""
MOST_ITEMS, MOST_CHANGES, MOST_SEATS, MOST_REASONS = 8, 4, 6, 5
"""Most items, changes and seats on one step, and reasons of a change."""
MARK = 8
"""Characters of a seal that are shown, in two groups: enough to tell that it stays the same."""
_PART = {
    "crisis": 0,
    "deal": 1,
    "gate": 2,
    "programme": 3,
    "ended": 4,
    "ruling": 5,
    "meeting": 6,
    "news": 7,
}
"""Kinds of what happened, in the order in which a room is told of them; the ladder has a step of its own."""


@dataclass(frozen=True)
class Step:
    """One step: its id with its page, what it is called, and the seconds it stands when nobody walks."""

    id: str
    name: str
    seconds: float
    body: Payload

    @property
    def kind(self) -> str:
        """What the step is of: its id without the number of its page."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class Reveal:
    """Where a reveal stands.

    Attributes
    ----------
    of : what is revealed, such as a turn of a game; another one begins anew
    step : from 0;  since : when it came up;  held : it waits for the facilitator
    """

    of: str = ""
    step: int = 0
    since: float = 0.0
    held: bool = False

    def at(self, of: str, now: float) -> Reveal:
        """Return where the reveal of something stands: as it was, or at its first step."""
        return self if self.of == of else Reveal(of, since=now)

    def walked(self, by: int, count: int, now: float) -> Reveal:
        """Return the reveal some steps on or back, within its ``count`` steps; who walks it holds it there."""
        return replace(self, step=min(max(self.step + by, 0), count - 1), since=now, held=True)

    def due(self, step: int, steps: Sequence[Step], now: float) -> Reveal:
        """Return the reveal a step on, if the time of the step that a browser names is up; else as it was.

        However many browsers name it, it goes on once; after the last step it stays.
        """
        here = min(self.step, len(steps) - 1)
        up = now - self.since >= steps[here].seconds - GRACE
        if self.held or step != here or here + 1 >= len(steps) or not up:
            return self
        return replace(self, step=here + 1, since=now)

    def free(self, now: float) -> Reveal:
        """Return the reveal walking by itself again."""
        return replace(self, held=False, since=now)


def strip(reveal: Reveal, steps: Sequence[Step], now: float) -> Payload:
    """Return where a reveal stands among its steps, and the seconds until the next one, None if it waits."""
    here = min(reveal.step, len(steps) - 1)
    goes_on = not reveal.held and here + 1 < len(steps)
    return {
        "step": here,
        "steps": [{"id": each.id, "name": each.name} for each in steps],
        "left": round(max(steps[here].seconds - (now - reveal.since), 0.0), 1) if goes_on else None,
        "held": reveal.held,
    }


# -- the steps of a turn ------------------------------------------------------------------------------------


def of_turn(
    game: Game, statements: Mapping[str, str], verdicts: Mapping[str, str], league: Payload | None = None
) -> tuple[Step, ...]:
    """Return the steps by which the last turn is revealed; those that have nothing to show are left out.

    Parameters
    ----------
    statements : seat -> its sentence of the turn;  verdicts : seat -> what all may know of its free order
    league : of forecasts, with the questions that were settled
    """
    turn = game.turn
    return (
        *_orders(public.orders(game, turn), verdicts),
        *_happened(public.happened(game, turn)),
        *_why(public.reasons(game, turn)),
        Step("ladder-0", "The ladder", 12.0, {"rows": public.moves(game, turn)}),
        *_statements(game, statements),
        *([Step("league-0", "Forecasts", 20.0, league)] if league else []),
    )


def _orders(rows: list[Payload], verdicts: Mapping[str, str]) -> list[Step]:
    """Return the orders of all seats; where there are many, of a few at a time."""
    told = [{**row, "mark": mark(row["seal"]), "verdict": verdicts.get(row["id"], "")} for row in rows]
    return [
        Step(_page("orders", page), "Orders are opened", 25.0, {"rows": part})
        for page, part in enumerate(pages(told, MOST_SEATS))
    ]


def _happened(rows: list[Payload]) -> list[Step]:
    told = sorted((row for row in rows if row["kind"] in _PART), key=lambda row: _PART[row["kind"]])
    return [
        Step(_page("happened", page), "What happened", 22.0, {"rows": part})
        for page, part in enumerate(pages(told, MOST_ITEMS))
    ]


def _why(rows: list[Payload]) -> list[Step]:
    """Return the reasons: of tension and cohesion first, then of what moved at home."""
    region = [row for row in rows if not row["field"].startswith("home")]
    home = [row for row in rows if row["field"].startswith("home")]
    steps = [("why", "Why: the region", part) for part in pages(region, MOST_CHANGES)]
    steps += [("home", "Why: at home", part) for part in pages(home, MOST_CHANGES)[:1]]
    return [
        Step(_page(name, page), title, 25.0, {"rows": [_short(row) for row in part]})
        for page, (name, title, part) in enumerate(steps)
    ]


def _short(row: Payload) -> Payload:
    """Return a change with as many reasons as stand on a screen; the small ones together, so that they still sum."""
    ranked = sorted(
        (each for each in row["reasons"] if each["text"] != OTHERS), key=lambda each: -abs(each["amount"])
    )
    named = ranked if len(row["reasons"]) <= MOST_REASONS else ranked[: MOST_REASONS - 1]
    rest = round(sum(each["amount"] for each in row["reasons"]) - sum(each["amount"] for each in named), 1)
    return {**row, "reasons": [*named, {"text": OTHERS, "amount": rest}] if rest else named}


def _statements(game: Game, told: Mapping[str, str]) -> list[Step]:
    shown = public.scope(game)
    rows = [
        {**badge(shown, seat), "text": told[seat]} for seat in game.play.scenario.nations if told.get(seat)
    ]
    return [
        Step(_page("statements", page), "On the record", 20.0, {"rows": part})
        for page, part in enumerate(pages(rows, MOST_SEATS))
    ]


def pages(rows: Sequence[Any], most: int) -> list[list[Any]]:
    """Return rows in parts of at most so many, as even as can be.

    Examples
    --------
    >>> pages("abcde", 4), pages("", 4)
    ([['a', 'b', 'c'], ['d', 'e']], [])
    """
    count = -(-len(rows) // most)
    if not count:
        return []
    size, rest = divmod(len(rows), count)
    cuts = [0]
    for page in range(count):
        cuts.append(cuts[-1] + size + (page < rest))
    return [list(rows[start:end]) for start, end in pairwise(cuts)]


def mark(seal: str) -> str:
    """Return the first characters of a seal, in two groups; "" for no seal.

    Examples
    --------
    >>> mark("f7198342bf8ffe6c")
    'f719 8342'
    """
    return f"{seal[: MARK // 2]} {seal[MARK // 2 : MARK]}" if seal else ""


def _page(name: str, page: int) -> str:
    """Return the id of a step; its kind stands before the hyphen."""
    return f"{name}-{page}"
