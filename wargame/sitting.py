"""The turn that is open: its table, what seats have sealed, what white cell and umpire have done so far."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from wargame.adjudication.phases.ladder import crisis_due
from wargame.adjudication.turn import Play
from wargame.agents import Nation
from wargame.deals import reserve
from wargame.dice import fresh
from wargame.faults import OrderError
from wargame.house import House
from wargame.inputs import (
    WHITE_CELL,
    Draft,
    Fact,
    Inputs,
    fill_orders,
    merge_orders,
    order_fact,
    players,
    seal_of,
    standing,
    table_facts,
    white_cell,
)
from wargame.menus import Menu, Purse, order_named
from wargame.model import WargameModel
from wargame.observation import observe
from wargame.orders import Diplomacy, Orders
from wargame.reading import plain
from wargame.schema import Event
from wargame.talks import Talks
from wargame.whitecell import check_event, check_reason, check_ruling

ACTS = frozenset({"opened", "convene", "declined", "offer", "answer", "take"})
"""Kinds of facts that change the table as they happen."""
HOLD: Fact = {"kind": "orders", "orders": [], "sign": [], "ease": False, "signal": None, "promise": None}
"""What a seat orders that seals nothing."""


class Sitting:
    """One open turn of a game.

    Parameters
    ----------
    people : seats that persons play as the turn opens; house AI plays the others
    note : told every fact that must not be lost if the game is left before the turn is played

    Attributes
    ----------
    people : seats that persons play now
    sealed : seat -> its orders, as a fact
    acts : rulings and injects that stand, as facts, in order
    """

    def __init__(self, model: WargameModel, people: tuple[str, ...], note: Callable[[Fact], None]) -> None:
        self.model, self.people, self.note = model, people, note
        self.turn = model.turn + 1
        self.sealed: dict[str, Fact] = {}
        self.acts: list[Fact] = []
        self.table = Talks(
            self.play.world, model.state, self.turn, people, note, self.left, self._house(people)
        )

    @property
    def play(self) -> Play:
        """What is played."""
        return self.model.play

    @property
    def talks(self) -> Talks:
        """The table; house AI meets and offers when it is first needed."""
        self.table.open()
        return self.table

    @property
    def injects(self) -> tuple[Event, ...]:
        """Cards that the white cell lets fall this turn."""
        return white_cell(self.acts)[0]

    @property
    def rulings(self) -> dict[tuple[str, str], bool]:
        """(rule, entity) -> outcome, set by the umpire for this turn."""
        return white_cell(self.acts)[1]

    def take_up(self, facts: Sequence[Mapping[str, Any]]) -> None:
        """Do again what a record holds of a turn that was left before it was played; no policy is asked."""
        held = standing(facts)
        for fact in held:
            if fact["kind"] in ACTS:
                self.table.do(fact)
            elif fact["kind"] == "orders":
                self.sealed[fact["seat"]] = {
                    name: fact[name] for name in fact if name not in ("turn", "hash")
                }
            elif fact["kind"] in WHITE_CELL:
                self.acts.append(dict(fact))
        self._reseat(players(self.play.world.ids["nation"], self.people, held))

    # -- who plays ------------------------------------------------------------------------------------------

    def hand(self, seat: str, house: bool, reason: str) -> None:
        """Hand a seat to house AI, or back to people; see ``Game.hand``."""
        if (seat not in self.people) == house:
            told = "house AI plays this seat" if house else "people play this seat"
            where = f"{self.play.scenario.nations[seat].name}, turn {self.turn}"
            raise OrderError(f"{where}: {told} already. Hand over another one.")
        fact: Fact = {"kind": "hand", "seat": seat, "house": bool(house), "reason": reason}
        self.note(fact)
        self._reseat(players(self.play.world.ids["nation"], self.people, [fact]))
        if self.table.opened:
            self.table.open()

    def _reseat(self, people: tuple[str, ...]) -> None:
        """Say who plays from here on; house AI leaves alone what people have sealed for a seat that is its now."""
        self.people = people
        closed = {seat for seat, fact in self.sealed.items() if fact["by"] == "person"} - set(people)
        self.table.reseat(people, self._house(people), frozenset(closed))

    def _house(self, people: tuple[str, ...]) -> House | None:
        names, model = self.play.world.ids["nation"], self.model
        seats = np.array([k for k, name in enumerate(names) if name not in people], dtype=np.int32)
        return House(model.cast, model.state, seats, model.dice, self.turn) if len(seats) else None

    # -- what a seat may spend, and order -------------------------------------------------------------------

    def purse(self, seat: str, sign: Sequence[str] | None = None) -> Purse:
        """Return what a seat may spend on orders, when meetings, offers and signatures are set aside.

        Parameters
        ----------
        sign : pencilled agreements it signs, None for all
        """
        world, talks, state = self.play.world, self.talks, self.model.state
        place = world.at("nation", seat)
        signed = [name for name in talks.pencilled(seat) if sign is None or name in sign]
        signed += [name for name, each in talks.proposals.items() if each.seat == seat and each.waits_for]
        meetings = [(f"the meeting {name!r}", price) for name, price in talks.set_aside(seat).items()]
        rows = [(name, world.agreement_rows[world.index["agreement"][name]]) for name in signed]
        aside = (*meetings, *((f"signing {name!r}", row.capital) for name, row in rows))
        kept = reserve(world, state, place, tuple(signed), talks.diplomacy().term[0])
        capital = float(state.capital[0, place]) - sum(price for _, price in aside)
        # house AI may agree to more than it can pay; then nothing is left, and nothing is owed
        return Purse(max(capital, 0.0), float(state.funds[0, place]) - kept, aside)

    def left(self, seat: str) -> Purse:
        """Return what a seat may still spend at the table, when its sealed orders are paid."""
        options, sealed = self.play.options, self.sealed.get(seat, HOLD)
        spent = float(sum(options.capital[options.place[text]] for text in sealed["orders"]))
        purse = self.purse(seat)
        return Purse(purse.capital - spent, purse.funds, (*purse.aside, ("sealed orders", spent)))

    def menu(self, seat: str, sign: Sequence[str] | None = None) -> Menu:
        """Return what a seat may order, from what it may see."""
        world = self.play.world
        seen = observe(world, self.model.state, [world.at("nation", seat)])
        return Menu(self.play, seen, self.purse(seat, sign), self.turn)

    def submit(
        self,
        seat: str,
        orders: Sequence[str],
        sign: Sequence[str] | None,
        ease: bool,
        signal: str | None,
        promise: str | None,
    ) -> str:
        """Check and seal the orders of a person's seat; see ``Game.submit``."""
        fact = self.check(seat, Draft(orders, sign, signal, promise, ease))
        sealed = self._seal(fact, "person", os.urandom(8).hex())
        self.note(sealed)
        return str(sealed["seal"])

    def recall(self, seat: str) -> None:
        """Take back what a seat has sealed; see ``Game.recall``."""
        if seat in self.sealed:
            self.note({"kind": "recall", "seat": seat})
            del self.sealed[seat]

    def check(self, seat: str, draft: Draft) -> Fact:
        """Return what a seat means to do as a fact, once it is known to be legal; nothing is changed.

        Raises
        ------
        OrderError
            all that is wrong with the draft, a line each
        """
        menu = self.menu(seat, draft.sign)
        chosen, faults = menu.check(draft.orders)
        faults += self._faults_of_signing(menu.place, seat, draft.sign)
        faults += self._faults_of_easing(menu, draft.ease)
        words: list[str | None] = []
        for word in (draft.signal, draft.promise):
            try:
                words.append(None if word is None else order_named(self.play, word, menu.place))
            except OrderError as error:
                faults.append(str(error))
        if faults:
            raise OrderError("\n".join(dict.fromkeys(faults)))
        return {
            "kind": "orders",
            "seat": seat,
            "orders": [self.play.options.text[option] for option in chosen],
            "sign": None if draft.sign is None else list(draft.sign),
            "ease": bool(draft.ease),
            "signal": words[0],
            "promise": words[1],
        }

    def _faults_of_signing(self, place: str, seat: str, sign: Sequence[str] | None) -> list[str]:
        pencilled = self.talks.pencilled(seat)
        agreed = f"Pencilled: {', '.join(pencilled)}." if pencilled else "Nothing is pencilled this turn."
        return [
            f"{place}: {name!r} cannot be signed, it was not agreed at the table. {agreed}"
            for name in sign or ()
            if name not in pencilled
        ]

    def _faults_of_easing(self, menu: Menu, ease: bool) -> list[str]:
        state = self.model.state
        here = crisis_due(state.level[0], state.tension[0])
        if not ease or (self.play.world.principals[here] == menu.seat).any():
            return []
        return [f"{menu.place}: there is no crisis round that this seat sits in. Leave 'ease' out."]

    def _seal(self, fact: Fact, by: str, salt: str) -> Fact:
        sealed = {**fact, "by": by, "salt": salt, "seal": seal_of(fact, self.turn, salt)}
        self.sealed[fact["seat"]] = sealed
        return sealed

    # -- white cell and umpire ------------------------------------------------------------------------------

    def inject(self, event: str | Event, reason: str) -> None:
        """Let a card fall this turn; see ``Game.inject``."""
        row = check_event(self.play, event, reason)
        self._act({"kind": "inject", "event": plain.plain(row), "reason": reason})

    def rule(self, rule: str, entity: str, outcome: bool, reason: str) -> None:
        """Set a named outcome of this turn; see ``Game.rule``."""
        check_ruling(self.play, rule, entity, reason)
        if (rule, entity) in self.rulings:
            raise OrderError(
                f"Turn {self.turn}: {rule} of {entity} is ruled already; a ruling stands until it is withdrawn."
            )
        told = {"rule": rule, "entity": entity, "outcome": bool(outcome), "reason": reason}
        self._act({"kind": "ruling", **told})

    def undo(self, reason: str) -> Fact:
        """Withdraw the last ruling or inject that stands; see ``Game.undo``."""
        check_reason(reason, "A withdrawal")
        if not self.acts:
            raise OrderError(
                f"Turn {self.turn}: no ruling and no card of the white cell stands, so there is nothing to undo. "
                "To change a turn that was played, branch from the turn before it."
            )
        self.note({"kind": "undo", "of": self.acts[-1]["kind"], "reason": reason})
        return self.acts.pop()

    def _act(self, fact: Fact) -> None:
        self.note(fact)
        self.acts.append(fact)

    # -- closing --------------------------------------------------------------------------------------------

    def close(self) -> tuple[Inputs, list[Fact]]:
        """Close the table and let house AI order.

        Returns
        -------
        inputs : what the turn is played with; people who sealed nothing hold
        facts : what of it is not noted yet: the outcome of the table, the orders of all but people
        """
        diplomacy = self.talks.diplomacy()
        orders = self._house_orders(diplomacy)
        for seat in self.people:
            if seat not in self.sealed:
                self._seal({**HOLD, "seat": seat}, "absent", os.urandom(8).hex())
        for seat, fact in self.sealed.items():
            if fact["by"] != "house":
                fill_orders(self.play, orders, self.play.world.at("nation", seat), fact, diplomacy)
        facts = table_facts(self.play.world, diplomacy)
        facts += [fact for fact in self.sealed.values() if fact["by"] != "person"]
        return Inputs(diplomacy, orders, *white_cell(self.acts)), facts

    def _house_orders(self, diplomacy: Diplomacy) -> Orders:
        """Let every nation decide that people neither play nor sealed orders for, and seal what it orders."""
        agents = self.model.agents.select(agent_type=Nation)
        sealed = {seat for seat, fact in self.sealed.items() if fact["by"] != "house"}
        nations = [nation for nation in agents if nation.id not in sealed.union(self.people)]
        orders = merge_orders(self.play.world, {nation.row: nation.decide(diplomacy) for nation in nations})
        dice = self.model.dice
        for nation in nations:
            # nobody guesses these before the reveal who does not hold the seed; the same game seals the same
            salt = fresh(dice.seed, f"salt {dice.first_replicate} {self.turn} {nation.id}")
            self._seal(order_fact(self.play, orders, diplomacy, nation.row), "house", f"{salt:014x}")
        return orders
