"""What a seat may order: the legal list, refusals that help, and the check of a whole set of orders.

Everything is worked out from the seat's own observation and purse; a refusal from the truth would leak it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray
from wargame.faults import OrderError, nearest
from wargame.observation import Observation
from wargame.orders import allowance, legal, option_costs, possible
from wargame.schema import Nation, Order
from wargame.state import FIELDED, RESEARCH, STAGES
from wargame.world import TARGET_AXIS

HOLD = "hold (issue nothing)"
SURGE = 3


@dataclass(frozen=True)
class LegalOrder:
    """One order that a seat may issue now.

    Attributes
    ----------
    text : what to write, ``fund railgun 50``
    order, target, level : its parts; "" where the order has none
    name, help, source : what to tell, and what it rests on
    capital : PC;  funds : money of the turn, negative where it frees some
    percent : the same in percent of the turn's wedge
    """

    text: str
    order: str
    name: str
    target: str
    level: str
    capital: float
    funds: float
    percent: float
    help: str
    source: tuple[str, ...]


@dataclass(frozen=True)
class Purse:
    """What a seat may still spend this turn, when meetings and signatures are set aside: PC and money.

    Attributes
    ----------
    aside : what PC is set aside for, each with how much
    """

    capital: float
    funds: float
    aside: tuple[tuple[str, float], ...] = ()

    @property
    def why(self) -> str:
        """What PC is set aside for, to follow what is free; "" if none is.

        Examples
        --------
        >>> Purse(0.0, 1.0, (("the meeting 'summit_three'", 3.0), ("sealed orders", 2.0))).why
        ": 3 are set aside for the meeting 'summit_three', 2 for sealed orders"
        """
        told = [(what, price) for what, price in self.aside if price]
        if not told:
            return ""
        (first, price), *more = told
        rest = "".join(f", {each:g} for {what}" for what, each in more)
        return f": {price:g} {'is' if price == 1.0 else 'are'} set aside for {first}{rest}"


@dataclass(frozen=True)
class Menu:
    """The orders of one seat in one turn.

    Attributes
    ----------
    observation : what this seat, and only this, sees
    turn : the turn in play, from 1
    """

    play: Play
    observation: Observation
    purse: Purse
    turn: int

    @property
    def seat(self) -> int:
        """Place of the seat among the nations."""
        return int(self.observation.seats[0])

    @property
    def place(self) -> str:
        """Where an error happened: nation and turn."""
        return f"{self._nation.name}, turn {self.turn}"

    @property
    def _nation(self) -> Nation:
        return list(self.play.scenario.nations.values())[self.seat]

    @property
    def allowed(self) -> int:
        """Orders the seat may issue this turn."""
        return int(allowance(self.play.world, self.turn)[self.seat])

    @cached_property
    def costs(self) -> tuple[Array, Array]:
        """(option,) PC and money of every option."""
        capital, funds = option_costs(self.play.options, self.observation)
        return capital, funds[0, 0]

    @cached_property
    def mask(self) -> BoolArray:
        """(option,) what may be issued, one order at a time, out of the purse."""
        capital, funds = self.costs
        fits = (capital <= self.purse.capital) & (funds <= np.maximum(self.purse.funds, 0.0))
        return np.asarray(legal(self.play.options, self.observation)[0, 0] & fits)

    def legal_orders(self) -> tuple[LegalOrder, ...]:
        """Return all orders that may be issued, in the order of the rules."""
        return tuple(self._told(int(option)) for option in np.flatnonzero(self.mask))

    def _told(self, option: int) -> LegalOrder:
        options, world = self.play.options, self.play.world
        name = world.ids["order"][options.order[option]]
        row = world.ruleset.orders[name]
        axis = TARGET_AXIS[row.target]
        capital, funds = self.costs
        wedge = self._nation.wedge / 100.0 * float(self.observation.own("spending")[0, 0]) * world.years
        return LegalOrder(
            options.text[option],
            name,
            row.name,
            world.ids[axis][options.target[option]] if axis else "",
            row.levels[options.level[option]],
            float(capital[option]),
            float(funds[option]),
            100.0 * float(funds[option]) / wedge,
            row.text,
            row.source,
        )

    # -- one order ------------------------------------------------------------------------------------------

    def read(self, text: str) -> int:
        """Return the option that a text means: order (id or code), target, level, apart by spaces.

        Raises
        ------
        OrderError
            no such order, target or level, with the nearest there is
        """
        words = text.replace("%", "").split()
        if not words:
            raise OrderError(f"{self.place}: an empty order. Leave it out to hold.")
        name = order_named(self.play, words[0], self.place)
        row = self.play.world.ruleset.orders[name]
        axis = TARGET_AXIS[row.target]
        rest = words[1:]
        target = self._target(name, axis, rest)
        level = self._level(name, row, rest[1:] if axis else rest)
        return self.play.options.place[" ".join(part for part in (name, target, level) if part)]

    def _target(self, name: str, axis: str, rest: Sequence[str]) -> str:
        if not axis:
            return ""
        known = self.play.world.ids[axis]
        if not rest:
            raise OrderError(f"{self.place}: {name!r} does not say which {axis}. {self._usual(name)}")
        found = {each.casefold(): each for each in known}.get(rest[0].casefold())
        if found is None:
            called = {each: self._called(axis, each) for each in sorted(known, key=self._abroad(name))}
            raise OrderError(f"{self.place}: there is no {axis} {rest[0]!r}. {nearest(rest[0], called)}")
        return found

    def _level(self, name: str, row: Order, rest: Sequence[str]) -> str:
        menu = ", ".join(row.levels)
        if len(rest) > 1 or (rest and row.levels == ("",)):
            raise OrderError(
                f"{self.place}: {' '.join(rest)!r} is too much behind {name!r}. {self._usual(name)}"
            )
        if not rest:
            if len(row.levels) > 1:
                raise OrderError(f"{self.place}: {name!r} does not say how much. Write one of: {menu}.")
            return row.levels[0]
        found = {each.casefold(): each for each in row.levels}.get(rest[0].casefold())
        if found is None:
            raise OrderError(
                f"{self.place}: {rest[0]!r} is not on the menu of {name!r}. Write one of: {menu}."
            )
        return found

    def _abroad(self, name: str) -> Callable[[str], bool]:
        """Return what tells targets that the seat could never aim an order at; own ones are told first."""
        options, world = self.play.options, self.play.world
        order = world.index["order"][name]
        targets = options.target[options.may[self.seat] & (options.order == order)]
        axis = TARGET_AXIS[world.ruleset.orders[name].target]
        own = {world.ids[axis][target] for target in targets}
        return lambda each: each not in own

    def _called(self, axis: str, name: str) -> str:
        """Return what a target is called, the kind for an agreement."""
        scenario = self.play.scenario
        if axis == "agreement":
            return scenario.ruleset.agreements[scenario.agreements[name].type].name
        tables: dict[str, Mapping[str, Any]] = {
            "nation": scenario.nations,
            "flashpoint": scenario.flashpoints,
            "programme": scenario.programmes,
            "drain": scenario.drains,
            "area": scenario.ruleset.areas,
            "gate": scenario.ruleset.gates,
        }
        return str(tables[axis][name].name)

    def _usual(self, name: str) -> str:
        """Tell how the order is written, by a legal example where there is one."""
        same = np.flatnonzero(self.play.options.order == self.play.world.index["order"][name])
        able = same[self.mask[same]]
        return f"Write it like {self.play.options.text[able[0] if len(able) else same[0]]!r}."

    def refusal(self, text: str) -> str:
        """Return "" for a legal order, else the rule it breaks, the number, and the nearest legal order."""
        try:
            option = self.read(text)
        except OrderError as error:
            return str(error)
        why = self.reason(option)
        if not why:
            return ""
        return self._refused(option, why)

    def _refused(self, option: int, why: str) -> str:
        text = self.play.options.text[option]
        return f"{self.place}: {text!r} {why} Nearest legal order: {self.near(option)}."

    def reason(self, option: int) -> str:
        """Return why an option is not legal now, "" if it is."""
        if barred := self.barred(option):
            return barred
        capital, funds = (float(prices[option]) for prices in self.costs)
        if capital > self.purse.capital:
            return f"costs {capital:g} PC, and {self.purse.capital:g} are free{self.purse.why}."
        if funds > max(self.purse.funds, 0.0):
            return f"costs {funds:.3g} {self._nation.money}, and {max(self.purse.funds, 0.0):.3g} are free."
        return ""

    @cached_property
    def _possible(self) -> BoolArray:
        return np.asarray(possible(self.play.options, self.observation)[0, 0])

    def barred(self, option: int) -> str:
        """Return why an option may not be issued at any price, "" if it may."""
        options, world = self.play.options, self.play.world
        row = world.ruleset.orders[world.ids["order"][options.order[option]]]
        if not options.may[self.seat, option]:
            return self._not_for(row, option)
        if not self._possible[option]:
            return self._not_now(row, option)
        return ""

    def _not_for(self, row: Order, option: int) -> str:
        world, target = self.play.world, int(self.play.options.target[option])
        axis = TARGET_AXIS[row.target]
        if row.who and not set(row.who) & set(self._nation.tags):
            own = ", ".join(self._nation.tags)
            return f"is for nations that are {' or '.join(row.who)}; {self._nation.name} is {own}."
        if axis == "nation" and target == self.seat:
            return "is aimed at oneself."
        name = world.ids[axis][target] if axis else ""
        named = f"{self._called(axis, name)} ({name})" if axis else ""
        role = f" {row.role}" if row.role else ""
        return {
            "nation": f"needs {'an' if row.target == 'ally' else 'a'} {row.target}, and {named} is none.",
            "flashpoint": f"needs a flashpoint where one is{role or ' a side'}; at {named} one is not.",
            "programme": f"is for the owners of {named}.",
            "area": f"needs a{role} area, and {named} is none.",
            "agreement": f"is for the parties of {named}.",
            "drain": f"is for who moves {named}.",
            "gate": f"is for nations that {named} is kept from.",
        }.get(axis, "is not for this seat.")

    def _not_now(self, row: Order, option: int) -> str:
        options, world, look = self.play.options, self.play.world, self.observation
        target = int(options.target[option])
        if options.verb("pledge")[option] and options.level[option] == SURGE:
            return f"may be asked again in {int(look.own('surge_wait')[0, 0])} years."
        if options.verb("unlock")[option]:
            return "asks for what is open already."
        if options.verb("withdraw")[option]:
            return "leaves an agreement that is not in force."
        stage = int(look.get("stage")[0, 0, target])
        if options.verb("allot")[option]:
            if not RESEARCH <= stage < FIELDED:
                first = f" {self._signature(target)}" if stage < RESEARCH else ""
                return f"funds a programme at the stage {STAGES[stage]!r}; funding runs from research to test.{first}"
            return f"sets what is set already ({look.own('funding')[0, 0, target]:.0%})."
        if options.advance[option] == 0:
            if world.joint[target]:
                return f"starts a joint programme. {self._signature(target)}"
            return f"starts a programme that is at the stage {STAGES[stage]!r} already."
        left = float(look.get("work")[0, 0, target])
        return f"fields a programme at the stage {STAGES[stage]!r} with {left:.2g} years of work left."

    def _signature(self, programme: int) -> str:
        """Tell what opens the work on a programme: the agreement of its owners, or an order of its one owner."""
        name = self.play.world.ids["programme"][programme]
        for key, row in self.play.scenario.agreements.items():
            if row.programme == name:
                return f"First its owners sign at the table: {self._called('agreement', key)} ({key})."
        return "First start it."

    def near(self, option: int) -> str:
        """Return the legal order nearest to one that is not: same target, else same order, else same kind.

        Of what is about something else, nothing is offered first that cuts a line.
        """
        options = self.play.options
        able = np.flatnonzero(self.mask)
        group = options.field("group")
        for alike in (
            self._kin(option)[able],
            options.order[able] == options.order[option],
            group[able] == group[option],
        ):
            if alike.any():
                close = able[alike]
                apart = np.abs(options.strength[close] - options.strength[option])
                cuts = (self.costs[1][close] < 0.0) & ~self._kin(option)[close]
                best = close[np.lexsort((apart, cuts))[0]]
                return repr(options.text[best])
        return HOLD

    def _kin(self, option: int) -> BoolArray:
        """Return (option,) those that set the same thing: of one line, or the funding of one programme."""
        options = self.play.options
        allots = options.verb("allot")
        funding = allots & allots[option] & (options.target == options.target[option])
        return np.asarray((options.line == options.line[option]) | funding)

    # -- a set of orders ------------------------------------------------------------------------------------

    def check(self, texts: Sequence[str]) -> tuple[tuple[int, ...], list[str]]:
        """Check a set of orders as a whole.

        Returns
        -------
        options : the orders that could be read
        faults : all that is wrong with the set, a sentence or two each
        """
        options, faults = [], []
        for text in texts:
            try:
                options.append(self.read(text))
            except OrderError as error:
                faults.append(str(error))
                continue
            if why := self.barred(options[-1]):
                faults.append(self._refused(options[-1], why))
        if len(texts) > self.allowed:
            over = len(texts) - self.allowed
            faults.append(
                f"{self.place}: {len(texts)} orders, and {self.allowed} are allowed. Leave out {over}."
            )
        faults += self._clashes(options)
        faults += self._overdrawn(options)
        return tuple(options), faults

    def _clashes(self, chosen: Sequence[int]) -> list[str]:
        """Tell lines ordered twice, a budget stance or a programme's funding set twice."""
        options, faults = self.play.options, []
        held: dict[tuple[str, int], int] = {}
        for option in chosen:
            allots = options.verb("allot")[option]
            key = (
                ("programme", int(options.target[option])) if allots else ("line", int(options.line[option]))
            )
            if key in held:
                first, again = options.text[held[key]], options.text[option]
                faults.append(
                    f"{self.place}: {first!r} and {again!r} set the same thing twice. Keep one of them."
                )
            held.setdefault(key, option)
        return faults

    def _overdrawn(self, chosen: Sequence[int]) -> list[str]:
        picked = list(dict.fromkeys(chosen))
        capital, funds = self.costs
        faults = []
        spent, free = float(capital[picked].sum()), self.purse.capital
        if spent > free:
            lower = self._cheaper(picked, capital, spent - free)
            why = self.purse.why
            faults.append(f"{self.place}: the orders cost {spent:g} PC, and {free:g} are free{why}. {lower}")
        paid, purse = float(funds[picked].sum()), max(self.purse.funds, 0.0)
        if paid > purse:
            size = (
                f"{paid / purse:.0%} of the free funds"
                if purse
                else f"{paid:.3g} {self._nation.money}, and no funds are free"
            )
            less = (
                f"{paid / purse - 1.0:.0%}".replace("%", " points")
                if purse
                else f"{paid:.3g} {self._nation.money}"
            )
            lower = self._cheaper(picked, funds, paid - purse)
            faults.append(f"{self.place}: the orders cost {size}. Lower them by {less}. {lower}")
        return faults

    def _cheaper(self, picked: Sequence[int], prices: Array, excess: float) -> str:
        """Give an example of how to save enough: the dearest order at a lower level, else left out."""
        options = self.play.options
        dearest = max(picked, key=lambda option: float(prices[option]))
        same = np.flatnonzero(self.mask & self._kin(dearest))
        enough = same[prices[same] <= prices[dearest] - excess]
        if len(enough):
            close = np.abs(options.strength[enough] - options.strength[dearest])
            best = enough[np.lexsort((close, -prices[enough]))[0]]
            return f"For example {options.text[best]!r} instead of {options.text[dearest]!r}."
        return f"For example leave out {options.text[dearest]!r}."


def order_named(play: Play, word: str, where: str) -> str:
    """Return the id of an order from its id or code, in any case of letters.

    Raises
    ------
    OrderError
        there is no such order
    """
    rows = play.world.ruleset.orders
    known = {name.casefold(): name for name in rows} | {
        row.code.casefold(): name for name, row in rows.items()
    }
    if word.casefold() not in known:
        called = {name: row.name for name, row in rows.items()}
        within = [text for text in play.options.text if word.casefold() in text.casefold().split()]
        hint = f"Did you mean {within[0]!r}?" if within else nearest(word, called)
        raise OrderError(f"{where}: there is no order {word!r}. {hint}")
    return known[word.casefold()]
