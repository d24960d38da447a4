"""What each seat's choices are worth to it, may be done and cost, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, IntArray
from wargame.orders import NONE, Choices, Orders, choice_funds, legal_choices, possible_choices
from wargame.policies import Study
from wargame.policies.decisions import choice_worth


@dataclass(frozen=True)
class Appraisal:
    """The choices of all seats in one turn, (replicate, choice) each.

    Attributes
    ----------
    worth : what house AI would gain by it, less its price, points
    funds : price, bn USD
    possible : role and state allow it, whatever it costs
    legal : possible, and the seat can pay for it alone
    """

    choices: Choices
    worth: Array
    funds: Array
    possible: BoolArray
    legal: BoolArray


def appraise(play: Play, study: Study) -> Appraisal:
    """Return what the seats of a study could do, as house AI weighs it before luck."""
    seen = study.observation
    choices = play.options.choices(seen.seats)
    funds = choice_funds(choices, seen)
    return Appraisal(
        choices,
        choice_worth(play, choices, study, funds),
        funds,
        possible_choices(choices, seen),
        legal_choices(choices, seen, funds),
    )


def chosen(choices: Choices, orders: Orders) -> BoolArray:
    """Return (replicate, choice) what the seats issued."""
    option = orders.option[:, choices.seats]
    table = np.zeros((*option.shape[:2], choices.options.size), dtype=np.bool_)
    rows, seats, slots = np.nonzero(option != NONE)
    table[rows, seats, option[rows, seats, slots]] = True
    return np.asarray(table[:, choices.place, choices.option])


class Groups:
    """Choices that belong together, seat by seat: those with one label.

    Parameters
    ----------
    choices : of some seats
    label : (option,) whole number of what each option is one of

    Attributes
    ----------
    place, label : (group,) place of the seat and the label; groups are in order of seats, then labels
    """

    def __init__(self, choices: Choices, label: IntArray) -> None:
        key = choices.place.astype(np.int64) * (int(label.max()) + 1) + choices.of(label)
        self._sort = np.argsort(key, kind="stable")
        _, self._start, self._of = np.unique(key[self._sort], return_index=True, return_inverse=True)
        first = self._sort[self._start]
        self.place, self.label = choices.place[first], choices.of(label)[first]

    def any(self, flags: BoolArray) -> BoolArray:
        """Return (replicate, group) whether a flag, (replicate, choice), holds for any choice of a group."""
        return np.logical_or.reduceat(flags[:, self._sort], self._start, axis=1)

    def best(self, worth: Array) -> Array:
        """Return (replicate, group) the highest worth, (replicate, choice), in each group."""
        return np.maximum.reduceat(worth[:, self._sort], self._start, axis=1)

    def of_best(self, worth: Array, values: Array) -> Array:
        """Return (replicate, group) the value of the choice of highest worth in each group."""
        leads = worth[:, self._sort] == self.best(worth)[:, self._of]
        lead = np.where(leads, np.broadcast_to(values, worth.shape)[:, self._sort], -np.inf)
        return np.maximum.reduceat(lead, self._start, axis=1)

    def sums(self, values: Array, seats: int) -> Array:
        """Return (replicate, seat) the sum of values, (replicate, group), over the groups of each seat."""
        own = self.place == np.arange(seats)[:, None]
        return np.stack([values[:, groups].sum(axis=-1) for groups in own], axis=-1)
