"""Whole games as readable text, and the example record of ``runs/``.

``python tests/playthroughs/make.py`` writes them anew; read the diff before you keep it.

Each is told as ``wargame run`` tells it, with the digest of every turn, so that a change of one number anywhere shows
in the text and a change of any bit shows in the digest.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

from wargame.game import Game
from wargame.narrate import Scene, gather
from wargame.narrate import turn as tell_turn
from wargame.scenario import Scenario, read_scenario

FOLDER = Path(__file__).parent
EXAMPLE = FOLDER.parents[1] / "runs" / "example"


def told(game: Game, act: Callable[[Game], None] | None = None) -> str:
    """Play a game to its end, people acting through ``act`` before each turn, and return its telling."""
    lines = []
    while not game.over:
        if act is not None:
            act(game)
        game.advance()
        for line in tell_turn(game.play.scenario, gather(Scene(game, game.turn))):
            lines += line.wrapped()
        lines += ["", f"Digest of turn {game.turn}: {game.digests[-1]}", ""]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def baseline() -> str:
    """House AI in every seat of the baseline."""
    return told(Game.new(seed=1))


def hawks() -> str:
    """Hawks in every seat: what the ladder is like when nobody gives way."""
    seats = read_scenario("northeast-asia-2022").nations
    return told(Game.new(seed=4, characters=dict.fromkeys(seats, "hawk")))


def person() -> str:
    """A person plays Japan: drafts accepted, a share countered, promises kept, counterstrike sought at home."""
    return told(Game.new(seed=2, turns=4, people=["JPN"]), _japan)


def _japan(game: Game) -> None:
    replies: dict[str, str | float] = {
        "rd_pact_usa_jpn": "accept",
        "interceptor2_usa_jpn": "accept",
        "basing_jpn": 75.0,
    }
    for deal in game.table("JPN"):
        if deal.id in replies and deal.offer is not None and "JPN" in deal.offer.waits_for:
            game.answer("JPN", deal.id, replies[deal.id])
        elif deal.id in replies and deal.may_offer and deal.window:
            game.offer("JPN", deal.id)
    plans = (
        ["persuade", "fund railgun 75"],
        ["persuade", "consult"],
        ["seek_counterstrike counterstrike"],
        ["stance rise"],
    )
    legal = {order.text for order in game.legal_orders("JPN")}
    wanted = [order for order in plans[game.turn] if order in legal]
    game.submit("JPN", wanted, signal="persuade", promise="sustain")


def practice() -> str:
    """The invented islands."""
    return told(Game.new("four-islands", seed=3))


def half_years() -> str:
    """The baseline in half-year turns: budgets, allowances and streaks still count years."""
    return told(Game.new(_half_years(read_scenario("northeast-asia-2022")), seed=5, turns=6))


def _half_years(scenario: Scenario) -> Scenario:
    return dataclasses.replace(scenario, frame=scenario.frame.model_copy(update={"turn_years": 0.5}))


def rulings() -> str:
    """An umpire's ruling and a card of the white cell in a game of house AI."""
    return told(Game.new(seed=6, turns=3), _umpire)


def _umpire(game: Game) -> None:
    if game.turn == 0:
        game.inject("near_collision", "to open the discussion")
    if game.turn == 1:
        game.rule("ladder.breakdown", "strait", False, "the exercise goes on")


PLAYTHROUGHS: dict[str, Callable[[], str]] = {
    "baseline": baseline,
    "hawks": hawks,
    "person": person,
    "practice": practice,
    "half_years": half_years,
    "rulings": rulings,
}
"""Every playthrough by the name of its text."""


def write_example(folder: Path) -> None:
    """Write the example record: three turns of the practice game."""
    if folder.exists():
        shutil.rmtree(folder)
    game = Game.new("four-islands", seed=2, turns=3)
    while not game.over:
        game.advance()
    game.save(folder)


if __name__ == "__main__":
    write_example(EXAMPLE)
    print("wrote runs/example")
    for name, make in PLAYTHROUGHS.items():
        (FOLDER / f"{name}.txt").write_text(make(), encoding="utf-8")
        print(f"wrote {name}.txt")
