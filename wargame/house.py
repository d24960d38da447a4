"""House AI at a table that people sit at too: the three passes of bargaining, offer by offer.

The numbers are those of ``policies.bargaining``; this only asks for them one at a time, for the seats that no
person plays, and gives the answers back as facts.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from wargame.adjudication.turn import Play
from wargame.arrays import IntArray
from wargame.dice import DiceLike
from wargame.inputs import Fact
from wargame.observation import Observation, observe, public_face
from wargame.orders import ACCEPTED, COUNTERED, LAPSED, NONE, REJECTED, on_the_table
from wargame.policies import Cast
from wargame.policies.bargaining import PRICE_OF_CAPITAL, Offers, answers, conclude, offers, takes
from wargame.policies.studies import Study
from wargame.state import State

RESERVE = 1.0
"""PC that house AI keeps when it comes to a meeting it did not call."""


class House:
    """The house AI of some seats in one turn of one game.

    Parameters
    ----------
    seats : places of the nations that no person plays
    turn : the turn in play, from 1
    """

    def __init__(self, cast: Cast, state: State, seats: IntArray, dice: DiceLike, turn: int) -> None:
        self.cast, self.state, self.seats, self.dice, self.turn = cast, state, seats, dice, turn

    @property
    def play(self) -> Play:
        """What is played."""
        return self.cast.play

    @cached_property
    def observation(self) -> Observation:
        """What the seats see."""
        return observe(self.play.world, self.state, self.seats)

    @cached_property
    def study(self) -> Study:
        """What the seats make of what they see."""
        return self.cast.study(self.observation)

    def open(self) -> list[Fact]:
        """Return the first two passes: meetings house AI holds, its offers, what house AI says to them."""
        world, stakes, worth, manner = self.play.world, self.study.stakes, self.study.worth, self.study.manner
        guess = self.cast.guess(public_face(world, self.state))
        made = offers(self.play, stakes, worth, guess, self.observation, manner, self.dice, self.turn)
        reply, term = answers(self.play, stakes, made, worth, manner, self.dice, self.turn)
        facts: list[Fact] = [
            {"kind": "convene", "seat": seat, "meeting": world.ids["meeting"][m]}
            for m in np.flatnonzero(made.convened[0])
            for seat in world.scenario.meetings[world.ids["meeting"][m]].parties
        ]
        # whether an offer is kept secret does not hang on what is said to it
        refused = np.full(reply.shape, REJECTED, dtype=np.int32)
        secret = conclude(
            self.play, made, refused, term, np.zeros(made.proposer.shape, dtype=np.bool_)
        ).secret
        for a in np.flatnonzero(made.proposer[0] >= 0):
            facts.append(self._offer(int(a), made, bool(secret[0, a])))
            for k in np.flatnonzero(reply[0, :, a] > 0):
                facts.append(
                    self._answer(int(self.seats[k]), int(a), int(reply[0, k, a]), int(term[0, k, a]))
                )
        return facts

    def _offer(self, agreement: int, made: Offers, secret: bool) -> Fact:
        world = self.play.world
        return {
            "kind": "offer",
            "seat": world.ids["nation"][made.proposer[0, agreement]],
            "agreement": world.ids["agreement"][agreement],
            "share": float(world.menu[agreement, made.term[0, agreement]]),
            "secret": secret,
        }

    def _answer(self, seat: int, agreement: int, reply: int, term: int) -> Fact:
        world = self.play.world
        counter = float(world.menu[agreement, term])
        word = {ACCEPTED: "accept", COUNTERED: counter, LAPSED: "lapse"}.get(reply, "reject")
        return {
            "kind": "answer",
            "seat": world.ids["nation"][seat],
            "agreement": world.ids["agreement"][agreement],
            "reply": word,
        }

    def answer(self, seat: str, agreement: str, proposer: str, share: float) -> Fact:
        """Return what a seat says to an offer of a person."""
        world = self.play.world
        place, nation = world.index["agreement"][agreement], world.index["nation"][seat]
        made = self._one(place, world.index["nation"][proposer], share)
        study = self.study
        reply, term = answers(self.play, study.stakes, made, study.worth, study.manner, self.dice, self.turn)
        k = int(np.flatnonzero(self.seats == nation)[0])
        return self._answer(nation, place, int(reply[0, k, place]), int(term[0, k, place]))

    def takes(self, seat: str, agreement: str, share: float) -> bool:
        """Tell whether a seat takes a counter to its own offer."""
        world = self.play.world
        place = world.index["agreement"][agreement]
        made = self._one(place, world.index["nation"][seat], share)
        study = self.study
        return bool(takes(study.stakes, made, made.term, study.worth, self.cast.manner)[0, place])

    def comes(self, seat: str, meeting: str, escrow: float) -> bool:
        """Tell whether a seat comes when another calls a meeting: it can pay and finds something to sign."""
        world, nation = self.play.world, self.play.world.index["nation"][seat]
        m = world.index["meeting"][meeting]
        price = float(world.meeting_price[m])
        purse = float(self.state.capital[0, nation]) - escrow
        tabled = on_the_table(world, self.state.agreement, self.state.left)[0]
        own = self.study.stakes.number[nation][world.opens[m] & tabled]
        at_stake = self.study.worth[0, own[own >= 0]].max(axis=-1)
        return purse >= price + RESERVE * (price > 0.0) and bool((at_stake > PRICE_OF_CAPITAL * price).any())

    def _one(self, agreement: int, proposer: int, share: float) -> Offers:
        """Return a table that holds one offer."""
        world = self.play.world
        shape = (1, world.size("agreement"))
        proposers = np.full(shape, NONE, dtype=np.int32)
        terms = np.zeros(shape, dtype=np.int32)
        proposers[0, agreement] = proposer
        terms[0, agreement] = int(np.abs(world.menu[agreement] - share).argmin())
        return Offers(proposers, terms, np.zeros((1, world.size("meeting")), dtype=np.bool_))
