"""Words at the table of a live game, each by its verb."""

from __future__ import annotations

from wargame.faults import OrderError, nearest
from wargame.game import Game

VERBS = ("convene", "offer", "accept", "reject", "counter", "take", "leave")
"""What a seat may say at the table."""


def say(game: Game, seat: str, verb: str, what: str, value: str | float | None, secret: bool) -> str:
    """Say one word at the table of a game and return how the agreement or meeting stands; see ``LiveGame.talk``."""
    if verb not in VERBS:
        raise OrderError(f"There is no word {verb!r} at the table. {nearest(verb, VERBS)}")
    if verb == "convene":
        return game.convene(seat, what)
    if verb == "offer":
        return game.offer(seat, what, None if value is None else _share(value), secret)
    if verb in ("take", "leave"):
        return game.take(seat, what, verb == "take")
    if verb == "counter":
        if value is None:
            raise OrderError("A counter names a share. Write a number of percent, such as 40.")
        return game.answer(seat, what, _share(value))
    return game.answer(seat, what, verb)


def parties(game: Game, what: str) -> tuple[str, ...]:
    """Return the seats that take part in a meeting or an agreement; nobody in one that there is not."""
    scenario = game.play.scenario
    row = scenario.meetings.get(what) or scenario.agreements.get(what)
    return () if row is None else tuple(row.parties)


def _share(value: str | float) -> float:
    try:
        return float(str(value).strip().rstrip("%"))
    except ValueError:
        raise OrderError(
            f"{str(value)[:40]!r} is not a share. Write a number of percent, such as 40."
        ) from None
