"""Two games of one scenario side by side, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import LiveGame
from wargame.live.cards import Card
from wargame.narrate import names
from wargame.review.branches import Ended, Fork, Parted, compare
from wargame.views.board.scope import Scope, badge
from wargame.views.board.series import lines
from wargame.views.links import ref
from wargame.views.review.charts import two
from wargame.views.review.eyes import Eyes, eyes
from wargame.views.review.outcomes import alike, title, values
from wargame.views.which import which

CHARTS = ("tension", "stability", "cohesion", "home.approval", "spending", "status_quo")
"""Charts that are drawn of both games."""
MOST = 30
"""Outcomes that are told."""
KEPT_OUT = "Two games are set side by side when both are over, or to one who looks as the umpire."


def candidates(game: Game, name: str, cards: Sequence[Card], chosen: str = "") -> dict[str, Any]:
    """Return the games that may stand beside this one: of its scenario, with turns played; its own branches first."""
    origin: Any = game.record.header.branched_from or {}
    own = [
        card
        for card in cards
        if card.kind == "game"
        and not card.fault
        and card.name != name
        and card.turn
        and card.scenario == game.play.scenario.id
    ]
    kin = [card for card in own if card.branch.startswith(f"{name},") or card.name == origin.get("run")]
    ranked = [*kin, *(card for card in own if card not in kin)]
    return {
        "chosen": chosen,
        "games": [{"id": card.name, "text": _about(card)} for card in ranked],
        "empty": ""
        if ranked
        else "There is no other game of this scenario yet. Branch from a turn and play on.",
        "fork": None,
        "error": "",
    }


def _about(card: Card) -> str:
    grown = f"branch of {card.branch}" if card.branch else "a game of its own"
    told = which(card.differs, 0, card.seed, card.replicate, card.when)
    return f"{card.name}: {card.turn} of {card.turns} turns, {grown} · {told}"


def beside(live: LiveGame, other: LiveGame, looking: Eyes) -> dict[str, Any]:
    """Return another game beside this one, which may be shown whole; one lock after the other, never both.

    Raises
    ------
    WargameError
        the other game is of other rules, or may not be shown whole yet
    """
    with other.lock:
        game = other.game
        if not eyes(game, looking.asked).whole:
            raise WargameError(f"{other.name} is still being played by people. Choose one that is over.")
        second = game.branch(game.turn)
    with live.lock:
        first = live.game.branch(live.game.turn)
    return fork(first, second, compare(first, second), ("this game", other.name))


def fork(first: Game, second: Game, told: Fork, titles: Sequence[str]) -> dict[str, Any]:
    """Return both games side by side.

    Parameters
    ----------
    titles : what the games are called
    """
    scope, other = Scope(first, first.turn), Scope(second, second.turn)
    apart = [row for row in told.outcomes if not alike(row.outcome, row.first, row.second)]
    pairs = [(lines(scope, name), lines(other, name)) for name in CHARTS]
    return {
        "titles": list(titles),
        "head": _head(scope, told),
        "shared": told.shared,
        "turns": list(told.turns),
        "orders": [_parted(scope, row) for row in told.orders],
        "outcomes": [_ended(scope, row) for row in apart[:MOST]],
        "count": len(apart),
        "alike": told.alike + len(told.outcomes) - len(apart),
        "charts": [two(*pair, titles) for pair in pairs if pair[0]["series"]],
    }


def _head(scope: Scope, told: Fork) -> str:
    """Return in a sentence or two what the games share."""
    luck = "The dice are the same" if told.same_luck else "The dice differ"
    if told.same:
        if told.turns[0] == told.turns[1]:
            return f"Both games are the same, turn by turn. {luck}."
        return f"One is the beginning of the other: they share all {told.shared} turns of the shorter one. {luck}."
    if not told.shared:
        return f"They part in the first turn. {luck}."
    turns = "turn" if told.shared == 1 else f"{told.shared} turns"
    return f"They share the first {turns} and part in turn {told.shared + 1} ({scope.label(told.shared + 1)}). {luck}."


def _parted(scope: Scope, row: Parted) -> dict[str, Any]:
    def told(texts: Sequence[str]) -> list[dict[str, str]]:
        return [
            {"text": names.order(scope.scenario, each), "ref": ref("order", each.split()[0])}
            for each in texts
        ]

    return {
        "key": f"{row.turn} {row.seat}",
        "turn": row.turn,
        "label": scope.label(row.turn) if row.turn <= scope.turn else f"turn {row.turn}",
        "seat": badge(scope, row.seat),
        "first": told(row.first),
        "second": told(row.second),
        "both": told(row.both),
    }


def _ended(scope: Scope, row: Ended) -> dict[str, Any]:
    first, second = values(row.outcome, row.first, row.second)
    return {
        "id": row.outcome.name,
        "text": title(scope.scenario, row.outcome),
        "ref": ref("outcome", row.outcome.name),
        "first": first,
        "second": second,
        "up": row.difference > 0,
        "size": round(row.size, 2),
    }
