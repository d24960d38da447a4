"""Game: one play, by people and house AI; the facade that pages, commands and notebooks speak to.

No rule, parser, screen or clock stands here. Values that go in and out are plain: ids, numbers, texts, rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from wargame import tables
from wargame.adjudication.sides import Split, alignments
from wargame.adjudication.turn import Play, prepare
from wargame.arrange import arrange
from wargame.deals import Deal
from wargame.faults import OrderError, RecordError, WargameError, nearest
from wargame.inputs import Fact, read_inputs, standing
from wargame.ledger import Book
from wargame.menus import LegalOrder
from wargame.model import WargameModel
from wargame.observation import Observation, observe, place_of
from wargame.origin import begin_record, branch_record, people_of
from wargame.policies import Cast
from wargame.reasons import Why
from wargame.record import Record
from wargame.reports import Score, TurnReport, report_for, report_turn, score_seats
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario
from wargame.schema import Event
from wargame.sitting import Sitting
from wargame.state import State
from wargame.talks import Talks


@dataclass(frozen=True)
class Replay:
    """What came of playing a record again.

    Attributes
    ----------
    turns : turns that came out the same
    turn, field : the first turn that differs and the first field of the state that does, None if none does
    """

    path: Path
    turns: int
    turn: int | None = None
    field: str | None = None

    @property
    def same(self) -> bool:
        """Whether every turn came out the same, bit for bit."""
        return self.turn is None


class Game:
    """One play of a scenario; made by ``Game.new``, ``Game.load`` or ``branch``.

    Examples
    --------
    >>> game = Game.new("four-islands", seed=7, people=["BRENN"])
    >>> seal = game.submit("BRENN", ["consult", "statement"])
    >>> game.advance().turn, game.turn, game.over
    (1, 1, False)
    """

    def __init__(self, play: Play, record: Record) -> None:
        header = record.header
        self.record = record
        self.people: tuple[str, ...] = people_of(record)
        self.digests: tuple[str, ...] = ()
        cast = dict(zip(header.seats, header.characters, strict=True))
        self.model = WargameModel(
            play, seed=header.seed, replicate=header.replicate, characters=cast, collect=False
        )
        self._sitting: Sitting | None = None

    # -- beginning ------------------------------------------------------------------------------------------

    @classmethod
    def new(
        cls,
        scenario: str | Path | Scenario | Play = "northeast-asia-2022",
        *,
        seed: int = 0,
        replicate: int = 0,
        turns: int | None = None,
        characters: Mapping[str, str] | None = None,
        people: Sequence[str] = (),
        rules: str | Path | Ruleset | Mapping[str, Any] | None = None,
    ) -> Game:
        """Begin a game.

        Parameters
        ----------
        scenario : id or folder of a scenario, a scenario, or a ``Play`` that other games share
        seed, replicate : name the dice; the same inputs give the same game
        turns : length of the game instead of the scenario's
        characters : seat -> house-AI character instead of the scenario's
        people : seats that persons play; house AI plays the others
        rules : another ruleset, or parameter id -> value

        Raises
        ------
        WargameError
            an unknown scenario, seat, character or parameter; turns or a value out of range
        """
        if isinstance(scenario, Play) and (turns is not None or rules is not None):
            scenario = scenario.scenario
        play = (
            scenario if isinstance(scenario, Play) else prepare(arrange(scenario, turns=turns, rules=rules))
        )
        return cls(play, begin_record(play, seed, replicate, characters or {}, people))

    @property
    def turn(self) -> int:
        """Turns played."""
        return self.model.turn

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.model.over

    @property
    def ending(self) -> str:
        """How the game stands: playing, closed or breakdown."""
        return self.model.ending

    @property
    def state(self) -> State:
        """The true state; a seat gets ``observe`` instead."""
        return self.model.state

    @property
    def book(self) -> Book:
        """The ledger."""
        return self.model.book

    @property
    def play(self) -> Play:
        """The scenario made ready to be played."""
        return self.model.play

    @property
    def cast(self) -> Cast:
        """House AI, one character a seat."""
        return self.model.cast

    @property
    def seed(self) -> int:
        """Seed of the dice."""
        return self.record.header.seed

    @property
    def replicate(self) -> int:
        """Which game of the seed."""
        return self.record.header.replicate

    @property
    def sitting(self) -> Sitting:
        """The open turn, whole: its table and what is sealed; a seat gets ``table`` and ``legal_orders``."""
        if self._sitting is None:
            self._sitting = Sitting(self.model, people_of(self.record, self.turn), self._note)
        return self._sitting

    # -- what a seat sees -----------------------------------------------------------------------------------

    def observe(self, seat: str) -> Observation:
        """Return what a seat may see now, and believes; of ``EVERYBODY`` what every seat may know."""
        return observe(self.play.world, self.state, [place_of(self.play.world, seat)])

    def legal_orders(self, seat: str) -> tuple[LegalOrder, ...]:
        """Return every order that a seat may issue this turn, worked out from what it may know."""
        return () if self.over else self.sitting.menu(seat).legal_orders()

    def refusal(self, seat: str, text: str) -> str:
        """Return "" for a legal order; else the rule it breaks, the number, and the nearest legal order."""
        if self.over:
            return f"{self._where(seat)}: the game is over ({self.ending}). Branch from a turn to play on."
        return self.sitting.menu(seat).refusal(text)

    def table(self, seat: str) -> tuple[Deal, ...]:
        """Return the agreements that a seat may offer this turn, that wait for a word, or were agreed."""
        self._place(seat)
        return () if self.over else self.sitting.talks.deals(seat)

    def pencilled(self, seat: str) -> tuple[str, ...]:
        """Return the agreements of a seat that were agreed this turn, to be signed or not."""
        self._place(seat)
        return () if self.over else self.sitting.talks.pencilled(seat)

    def scores(self) -> tuple[Score, ...]:
        """Return how every seat stands, as if the game ended now."""
        return score_seats(self.play, self.state, self.cast.characters)

    def why(self, entity: str, field: str, turn: int | None = None, seat: str | None = None) -> Why:
        """Return the reasons of one number in one turn; they sum to its change. See ``reasons.Past.why``."""
        return self.model.past.why(entity, field, turn, seat)

    def report(self, turn: int | None = None, seat: str | None = None) -> TurnReport:
        """Return what a turn brought (the last one if not given), whole or as one seat, or every one, may know it."""
        number = self.turn if turn is None else turn
        if self.turn == 0:
            raise WargameError("No turn is played yet, so there is nothing to report. Advance first.")
        if not 1 <= number <= self.turn:
            raise WargameError(f"Turn {number} is not played. Write 1 to {self.turn}.")
        states = self.model.states
        before = states[number - 1]
        facts = standing(self.record.of(number))
        report = report_turn(self.play, before, states[number], self.book, facts)
        if seat is None:
            return report
        return report_for(self.play, report, before, self.model.orders[number - 1], seat)

    def alignment(self, turn: int | None = None) -> dict[str, tuple[Split, ...]]:
        """Return how nations would fall into two sides, by each measure of power: a read-out, of public numbers only.

        Parameters
        ----------
        turn : after which turn, 0 for the opening; the last one played if not given

        Raises
        ------
        WargameError
            the turn is not played, or there are too many nations
        """
        number = self.turn if turn is None else turn
        if not 0 <= number <= self.turn:
            raise WargameError(f"Turn {number} is not played. Write 0 to {self.turn}.")
        return alignments(self.play.world, self.model.states[number])

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the game as tidy tables, turn by turn, with a data dictionary."""
        return {
            **tables.state_tables(self.play, self.model.states),
            "orders": tables.order_table([line for line in self.record.lines if line["turn"] <= self.turn]),
            "reasons": tables.reason_table(self.play, self.book),
            "dictionary": tables.data_dictionary(self.play.world),
        }

    # -- diplomacy ------------------------------------------------------------------------------------------

    def convene(self, seat: str, meeting: str) -> str:
        """Call a meeting, or come to one that others called; return held, called or declined."""
        return self._talk(seat).convene(seat, meeting)

    def offer(self, seat: str, agreement: str, share: float | None = None, secret: bool = False) -> str:
        """Offer an agreement; ``share`` is the percent that its first party carries. Return how it stands."""
        return self._talk(seat).offer(seat, agreement, share, secret)

    def answer(self, seat: str, agreement: str, reply: str | float) -> str:
        """Say accept or reject to an offer, or counter with another share; return how it stands."""
        return self._talk(seat).answer(seat, agreement, reply)

    def take(self, seat: str, agreement: str, yes: bool = True) -> str:
        """Take the counter to one's own offer, or not; return how it stands."""
        return self._talk(seat).take(seat, agreement, yes)

    # -- orders, injects, rulings ---------------------------------------------------------------------------

    def submit(
        self,
        seat: str,
        orders: Sequence[str] = (),
        sign: Sequence[str] | None = None,
        ease: bool = False,
        signal: str | None = None,
        promise: str | None = None,
    ) -> str:
        """Seal the orders of a person's seat; until the turn advances they may be sealed anew.

        Parameters
        ----------
        orders : texts such as ``fund railgun 50``; at most the allowance
        sign : pencilled agreements to sign, None for all of them, also those still to come this turn
        ease : ease, rather than hold, in this turn's crisis round
        signal : order announced in public;  promise : order promised not to be issued next turn

        Returns
        -------
        the salted sha256 of the orders, to be shown before the reveal

        Raises
        ------
        OrderError
            all that is wrong with the set, a line each; nothing is changed
        """
        self._person(seat)
        texts = [orders] if isinstance(orders, str) else list(orders)
        signed = [sign] if isinstance(sign, str) else sign
        return self.sitting.submit(seat, texts, signed, ease, signal, promise)

    def recall(self, seat: str) -> None:
        """Take back what a person's seat has sealed this turn, if anything; what it costs is free again."""
        self._person(seat)
        self.sitting.recall(seat)

    def hand(self, seat: str, house: bool, reason: str = "") -> None:
        """Hand a seat to house AI, or to people, from this moment of the open turn on; all may know of it.

        House AI says at once what others wait for, talks for the rest of the turn and orders at its close. Where people
        have sealed orders for the seat these stand, and house AI agrees to nothing more this turn. What either agreed
        at the table stands.

        Raises
        ------
        OrderError
            no such seat, one that is in those hands already, a game that is over
        """
        self._seat(seat)
        self._open_turn(f"{self._where(seat)}: this")
        self.sitting.hand(seat, house, reason)
        self.people = self.sitting.people

    def inject(self, event: str | Event, reason: str) -> None:
        """Let a card of the white cell fall this turn: one of the scenario by id, or a new one.

        Raises
        ------
        OrderError
            no such card, a card that names what does not exist, no reason
        """
        self._open_turn("An inject")
        self.sitting.inject(event, reason)

    def rule(self, rule: str, entity: str, outcome: bool, reason: str) -> None:
        """Set a named outcome of this turn by the umpire, such as ``R4.gate`` of ``railgun``.

        Raises
        ------
        OrderError
            no such outcome, one that is ruled already, no reason
        """
        self._open_turn("A ruling")
        self.sitting.rule(rule, entity, outcome, reason)

    def undo(self, reason: str) -> Fact:
        """Withdraw the last ruling or inject of the open turn that stands, and return it as its fact.

        Raises
        ------
        OrderError
            there is none, no reason, or the game is over
        """
        self._open_turn("A withdrawal")
        return self.sitting.undo(reason)

    def advance(self) -> TurnReport:
        """Close the table, let house AI order, play the turn; people who sealed nothing hold.

        Raises
        ------
        OrderError
            the game is over
        """
        self._open_turn("Another turn")
        inputs, facts = self.sitting.close()
        self.model.lay(inputs)
        self.model.step()
        digest = self.state.digest()
        told: Fact = {"kind": "digest", "digest": digest, "fields": self.state.field_digests()}
        self.record.note(self.turn, *facts, told)
        self.digests = (*self.digests, digest)
        self._sitting = None
        return self.report()

    # -- records --------------------------------------------------------------------------------------------

    def save(self, folder: str | Path | None = None) -> Path:
        """Save the record to a folder of its own; from then on every input is written as it comes."""
        return self.record.save(folder)

    @classmethod
    def load(cls, path: str | Path) -> Game:
        """Open a saved game where it was left, even in the middle of a turn; it goes on writing there.

        Raises
        ------
        RecordError
            a damaged record, one of another engine, or one that plays differently, told with line or turn
        """
        return cls.of(Record.read(path), str(path))

    @classmethod
    def of(cls, record: Record, where: str) -> Game:
        """Return the game of a record, played up to where it was left; ``where`` is what a fault names as the place.

        Raises
        ------
        RecordError
            a record that plays differently, told with the turn
        """
        game = cls(prepare(record.scenario), record)
        for turn in range(1, record.turns + 1):
            if (field := game._again(turn)) is not None:
                raise RecordError(
                    f"{where}: turn {turn} plays differently, first in {field!r}. See what moved."
                )
        if not game.over:
            game.sitting.take_up(record.of(game.turn + 1))
        return game

    @classmethod
    def replay(cls, path: str | Path) -> Replay:
        """Play a record again from its inputs, asking no policy, and compare every turn's digest.

        Raises
        ------
        RecordError
            a damaged record, or one of another engine
        """
        record = Record.read(path)
        game = cls(prepare(record.scenario), record)
        for turn in range(1, record.turns + 1):
            if (field := game._again(turn)) is not None:
                return Replay(Path(path), turn - 1, turn, field)
        return Replay(Path(path), record.turns)

    def branch(
        self, turn: int, *, people: Sequence[str] | None = None, characters: Mapping[str, str] | None = None
    ) -> Game:
        """Return a new game that shares the first turns of this one and goes its own way from there.

        Parameters
        ----------
        turn : turns to keep, 0 to those played
        people, characters : who plays on, instead of those who played this game then

        Raises
        ------
        WargameError
            a turn that is not played, an unknown seat or character
        """
        if not 0 <= turn <= self.turn:
            raise WargameError(f"Turn {turn} is not played. Branch from 0 to {self.turn}.")
        digest = self.model.states[turn].digest()
        branch = Game(
            self.play, branch_record(self.play, self.record, turn, digest, people, characters or {})
        )
        for number in range(1, turn + 1):
            branch._again(number)
        return branch

    def _again(self, turn: int) -> str | None:
        """Play a turn of the record again; return the first field that differs, or None."""
        facts = self.record.of(turn)
        self.model.lay(read_inputs(self.play, facts))
        self.model.step()
        told = next(fact for fact in facts if fact["kind"] == "digest")
        digest = self.state.digest()
        self.digests = (*self.digests, digest)
        if digest == told["digest"]:
            return None
        found = self.state.field_digests()
        return next((name for name in found if told["fields"].get(name) != found[name]), "digest")

    # -- within ---------------------------------------------------------------------------------------------

    def _note(self, fact: Fact) -> None:
        self.record.note(self.turn + 1, fact)

    def _place(self, seat: str) -> int:
        return self.play.world.at("nation", seat)

    def _where(self, seat: str) -> str:
        self._place(seat)
        return f"{self.play.scenario.nations[seat].name}, turn {self.turn + 1}"

    def _open_turn(self, what: str) -> None:
        if self.over:
            raise OrderError(
                f"{what} comes too late: the game is over ({self.ending}). Branch from a turn to play on."
            )

    def _seat(self, seat: str) -> None:
        if seat not in self.play.world.index["nation"]:
            raise OrderError(f"There is no seat {seat!r}. {nearest(seat, self.play.world.ids['nation'])}")

    def _person(self, seat: str) -> None:
        """Raise unless a person plays the seat and the game goes on."""
        self._seat(seat)
        self._open_turn(f"{self._where(seat)}: this")
        if seat not in self.people:
            played = (
                f"People play {', '.join(self.people)}." if self.people else "No seat is played by a person."
            )
            raise OrderError(f"{self._where(seat)}: house AI plays this seat. {played}")

    def _talk(self, seat: str) -> Talks:
        self._person(seat)
        return self.sitting.talks
