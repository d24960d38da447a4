"""Forecasts: what some orders would bring, set beside others, in the same worlds under the same luck.

The luck is always fresh. It is named by the game, the turn and the seat and by nothing of the arms, so that another
draft of the same turn is compared under the same luck; it is not the luck the game will have, nor does it tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wargame.arrays import Array
from wargame.blocks import play_block
from wargame.dice import Dice, DiceLike, fresh, tiled
from wargame.faults import WargameError, nearest
from wargame.forecast.arms import Arms, drafted
from wargame.forecast.beliefs import imagine
from wargame.forecast.comparison import Comparison, outcomes_for
from wargame.forecast.memory import remember
from wargame.forecast.pool import Pool
from wargame.forecast.turns import open_turn
from wargame.game import Game
from wargame.inputs import Draft
from wargame.observation import observe
from wargame.outcomes import Course, Outcome
from wargame.policies import FACE, cast_of
from wargame.sitting import Sitting
from wargame.state import State

BATCHES = (60, 140, 300)
"""Pairs of the batches by which a forecast grows: a first look at once, 500 in the end."""
ROWS = 1000
"""Most games side by side in a block, all arms together; larger blocks take more memory and no less time."""
MOST = 20_000
"""Most pairs of a forecast: the memory of a page's server, and finer than any assumption behind it."""


@dataclass(frozen=True)
class Forecast:
    """A what-if that is ready to be played; made by ``Forecast.of`` or ``Forecast.truth``.

    Attributes
    ----------
    names : of the arms;  against : the one that others are compared with
    seat : whose view it is, "" for the truth;  turn : the turn in question
    start : the worlds that pairs begin in, for dice of as many rows; a game that goes on does not change them
    luck : seed of the fresh luck

    Examples
    --------
    >>> game = Game.new("four-islands", seed=7, people=["BRENN"])
    >>> arms = {"draft": Draft(["consult", "statement"]), "hold": Draft()}
    >>> Forecast.of(game, "BRENN", arms).run(pairs=20).pairs
    20
    """

    names: tuple[str, ...]
    against: str
    seat: str
    turn: int
    arms: Arms
    start: Callable[[DiceLike], State]
    luck: int

    @classmethod
    def of(
        cls,
        where: Game | Sitting,
        seat: str,
        arms: Mapping[str, Draft],
        *,
        turn: int | None = None,
        against: str | None = None,
    ) -> Forecast:
        """Prepare a what-if from a seat's own view, which tells it nothing that it may not know.

        Worlds are drawn from what the seat sees and remembers. What stands at its own table is kept in every arm;
        others bargain and order as house AI of the character that outsiders assume, and the seat itself goes on after
        this turn as its own character would. The table opens, if nobody looked at it yet.

        Parameters
        ----------
        where : a game, or an open turn
        arms : name -> draft, at least two
        turn : the turn in question, from 1, with the table as it then stood; the open one if not given
        against : the arm that others are compared with, the last one if not given

        Raises
        ------
        OrderError
            a draft that is not legal, in the words of ``Game.submit``
        WargameError
            an unknown seat or arm, too few arms, a turn out of range, a game that is over
        """
        sitting = open_turn(where, turn)
        world, model = sitting.play.world, sitting.model
        place = world.at("nation", seat)
        given = tuple(drafted(sitting, {seat: draft}, keep_sealed=False) for draft in arms.values())
        assumed = dict.fromkeys(world.ids["nation"], FACE) | {seat: model.cast.characters[place]}
        played = Arms(cast_of(sitting.play, assumed), sitting.talks.diplomacy(), place, given)
        view = observe(world, model.state, [place])
        memory = remember(sitting.play, model.states, model.orders, place)
        return cls._made(sitting, seat, arms, against, played, partial(imagine, world, view, memory))

    @classmethod
    def truth(
        cls,
        where: Game | Sitting,
        arms: Mapping[str, Mapping[str, Draft]],
        *,
        turn: int | None = None,
        against: str | None = None,
    ) -> Forecast:
        """Prepare a what-if from the true state with the true characters, for the white cell's eyes only.

        The table stands as it is, with injects and rulings of the turn. Seats without a draft do what they sealed, or
        what the record holds; where they sealed nothing yet, what house AI of their character decides.

        Parameters
        ----------
        arms : name -> seat -> draft, at least two arms
        where, turn, against : see ``of``

        Raises
        ------
        OrderError, WargameError
            as ``of``
        """
        sitting = open_turn(where, turn)
        for seat in (seat for drafts in arms.values() for seat in drafts):
            sitting.play.world.at("nation", seat)
        given = tuple(drafted(sitting, drafts, keep_sealed=True) for drafts in arms.values())
        laid = tuple(sitting.injects), dict(sitting.rulings)
        played = Arms(sitting.model.cast, sitting.talks.diplomacy(), None, given, *laid)
        return cls._made(sitting, "", arms, against, played, partial(_copies, sitting.model.state))

    @classmethod
    def _made(
        cls,
        sitting: Sitting,
        seat: str,
        named: Mapping[str, object],
        against: str | None,
        arms: Arms,
        start: Callable[[DiceLike], State],
    ) -> Forecast:
        names, dice = tuple(named), sitting.model.dice
        if len(names) < 2:
            raise WargameError(
                f"A what-if sets arms side by side, and {len(names)} is given. Give at least two."
            )
        if against is not None and against not in names:
            raise WargameError(f"There is no arm {against!r} to compare with. {nearest(against, names)}")
        luck = fresh(dice.seed, f"what-if {dice.first_replicate} {sitting.turn} {seat}")
        return cls(names, names[-1] if against is None else against, seat, sitting.turn, arms, start, luck)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What is compared."""
        return outcomes_for(self.arms.cast.play.world, self.seat, self.turn)

    # -- playing --------------------------------------------------------------------------------------------

    def run(self, pairs: int = sum(BATCHES), pool: Pool | None = None) -> Comparison:
        """Play all pairs and return the comparison.

        Parameters
        ----------
        pairs : worlds that every arm meets, 2 to 20,000
        pool : processes that share them; this one plays alone if there is none

        Raises
        ------
        WargameError
            too few pairs, or too many
        """
        return list(self.refine((pairs,), pool))[-1]

    def refine(self, batches: Sequence[int] = BATCHES, pool: Pool | None = None) -> Iterator[Comparison]:
        """Play batch by batch and yield the comparison, which grows; stop looking and it stops playing.

        Pair k is the same whatever the batches, so the last comparison is that of ``run`` with as many pairs.

        Parameters
        ----------
        batches : pairs of each batch; the first has at least 2, all together at most 20,000
        pool : processes that share the pairs of a batch; this one plays alone if there is none

        Raises
        ------
        WargameError
            too few pairs, or too many
        """
        planned = sum(batches)
        if not batches or min(batches) < 1 or batches[0] < 2 or planned > MOST:
            raise WargameError(
                f"A what-if takes 2 to {MOST:,} pairs, at least 2 in its first batch, and "
                f"{' + '.join(str(each) for each in batches) or 'none'} were asked for."
            )
        return self._batches(batches, planned, pool)

    def _batches(self, batches: Sequence[int], planned: int, pool: Pool | None) -> Iterator[Comparison]:
        outcomes, last = self.outcomes, self.arms.cast.play.scenario.frame.turns
        values, first = np.zeros((len(outcomes), len(self.names), 0)), 0
        for size in batches:
            starts, stops = _blocks(first, first + size, len(self.names), pool.workers if pool else 1)
            play = partial(self._play, outcomes=outcomes)
            parts = pool.map(play, starts, stops) if pool else map(play, starts, stops)
            values, first = np.concatenate([values, *parts], axis=-1), first + size
            yield Comparison(self.seat, self.turn, last, self.names, self.against, outcomes, values, planned)

    def _play(self, first: int, stop: int, outcomes: Sequence[Outcome]) -> Array:
        """Play some pairs to the end and return (outcome, arm, pair)."""
        play, dice = self.arms.cast.play, Dice(self.luck, first, stop - first)
        course, step = Course(play), self.arms.first_turn(self.start(dice), dice)
        course.note(step)
        for each in play_block(self.arms.cast, tiled(dice, len(self.names)), start=step.after):
            course.note(each)
        found = course.outcomes()
        return np.stack([found[row.name].reshape(len(self.names), -1) for row in outcomes])


def _copies(state: State, dice: DiceLike) -> State:
    """Return the true state once for each row of the dice."""
    return state.take(np.zeros(dice.replicates, dtype=np.intp))


def _blocks(first: int, stop: int, arms: int, workers: int) -> tuple[Sequence[int], Sequence[int]]:
    """Cut pairs into blocks of even size and return where each begins and ends.

    None has more than ``ROWS`` games, and there is one for every worker where there are pairs enough.
    """
    pairs = stop - first
    count = min(max(-(-pairs * arms // ROWS), workers), pairs)
    edges = [first + pairs * place // count for place in range(count + 1)]
    return edges[:-1], edges[1:]
