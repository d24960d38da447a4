"""One game of an ensemble, played again with its ledger and held against its row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wargame.arrange import arrange
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.ensemble.changes import ending_of
from wargame.ensemble.plan import Plan
from wargame.ensemble.store import Store, counted
from wargame.faults import WargameError
from wargame.game import Game
from wargame.outcomes import Course
from wargame.record import ENGINE, run_name


def pick_game(folder: str | Path, replicate: int, point: int = 0) -> tuple[Game, int]:
    """Play one game of an ensemble again, whole and with its ledger.

    Parameters
    ----------
    folder : of the ensemble
    replicate : which game, as the tables name it;  point : at which point of the design

    Returns
    -------
    the game, over; and how many of its outcomes were compared with its row, all to the bit the same: 0 if the
    row is not there yet

    Raises
    ------
    WargameError
        no such game, an ensemble of another engine, or a game that came out differently from its row
    """
    store = Store.open(folder)
    game = _new_game(store, replicate, point)
    while not game.over:
        game.advance()
    row = _row(store, replicate, point)
    if row:
        _compare(store, game, row)
    return game, len(row)


def game_of(plan: Plan, replicate: int, point: int = 0) -> Game:
    """Return one game of a plan at its opening, to be played with its ledger.

    Raises
    ------
    WargameError
        the plan has no such point or replicate
    """
    for what, place, count in (("point", point, len(plan.points)), ("replicate", replicate, plan.replicates)):
        if not 0 <= place < count:
            raise WargameError(f"There is no {what} {place} in {plan.title}. There are 0 to {count - 1:,}.")
    chosen = plan.points[point]
    setting = plan.settings[chosen.setting]
    return Game.new(
        arrange(setting.scenario, rules=dict(chosen.values)),
        seed=plan.seed,
        replicate=replicate,
        characters=setting.characters,
    )


def run_folder(game: Game, plan: Plan, point: int = 0) -> Path:
    """Return a folder in ``runs/`` for one game of a plan, which no game of the plain scenario would get."""
    ending = f"-point{point}" if len(plan.points) > 1 else ending_of(plan.differs)
    return next(each for each in counted(run_name(game.record.header) + ending) if not each.exists())


def _new_game(store: Store, replicate: int, point: int) -> Game:
    told = store.versions
    if told["engine"] != ENGINE:
        raise WargameError(
            f"{store.folder}: these games were played by engine {told['engine']} (wargame {told['wargame']}), and "
            f"this is engine {ENGINE}. Pick from it with that release."
        )
    return game_of(store.plan, replicate, point)


def _row(store: Store, replicate: int, point: int) -> dict[str, float]:
    """Return the outcomes of one game as its part holds them, nothing if it is not there."""
    block = next(
        each
        for each in store.plan.blocks(store.size)
        if point in each.points and each.first <= replicate < each.first + each.replicates
    )
    path = store.path("outcomes", block.number)
    if not path.is_file():
        return {}
    wanted = (pc.field("point") == point) & (pc.field("replicate") == replicate)
    try:
        rows = pq.read_table(path, filters=wanted, partitioning=None).to_pylist()
    except (OSError, ValueError):
        raise WargameError(f"{path}: this part cannot be read. Play it again by --resume.") from None
    return {name: value for name, value in rows[0].items() if name not in ("point", "replicate")}


def _compare(store: Store, game: Game, row: dict[str, float]) -> None:
    """Hold a game against its row: the outcomes to the bit, and that the game is the one that gives them."""
    course, digests = Course(game.play), []
    for step in play_block(game.cast, Dice(game.seed, game.replicate)):
        course.note(step)
        digests.append(step.after.digest())
    found = course.outcomes()
    for name, value in row.items():
        again = float(found[name][0])
        if np.float64(again).tobytes() != np.float64(value).tobytes():
            raise WargameError(
                f"{store.folder}, replicate {game.replicate}: {name} is {again!r} when played again, and the row "
                f"says {value!r}. It was written by wargame {store.versions['wargame']}, NumPy "
                f"{store.versions['numpy']}: see what moved since."
            )
    if tuple(digests) != game.digests:
        raise WargameError(
            f"{store.folder}, replicate {game.replicate}: the game alone differs from the game in a block. That is "
            "a fault of wargame: please report it with the manifest of the folder."
        )
