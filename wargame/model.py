"""The Mesa world: one game of nations, budgets and programmes; one ``model.step()`` is one turn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mesa

from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, Turn, prepare
from wargame.agents import Budget, Nation, Programme
from wargame.arrange import arrange
from wargame.dice import Dice, RuledDice, fresh
from wargame.faults import WargameError
from wargame.inputs import Inputs, merge_orders
from wargame.ledger import Book
from wargame.observation import observe, public_face
from wargame.orders import Orders
from wargame.policies import cast_of
from wargame.reasons import Past
from wargame.scenario import Scenario
from wargame.state import State

ENDINGS = ("playing", "closed", "breakdown")
"""Words for how a game stands."""


class WargameModel(mesa.Model):
    """One game as a Mesa model.

    ``step()`` plays a turn: the nations bargain, each decides on what it observes through its policy, all
    orders are adjudicated at once. A live game lays the inputs of people ready first. The game's clock is
    ``turn``; ``running`` falls with the first step that finds the game over, so that ``batch_run`` of every
    Mesa reads the last turn. Mesa's generators are seeded and never used: all chance comes from ``dice``.

    Parameters
    ----------
    scenario : id or folder of a scenario, a scenario, or a ``Play`` compiled before
    seed : whole number that names all dice; Mesa's ``rng`` is taken if only that is given, else 0
    replicate : which game of the seed, from 0
    turns : length of the game instead of the scenario's
    characters : seat -> house-AI character, instead of the scenario's
    ledger : keep the reasons of every change; without them the model cannot tell why
    collect : collect ``datacollector`` at the opening and after every turn

    Raises
    ------
    WargameError
        an unknown scenario, seat or character, or another keyword

    Examples
    --------
    >>> model = WargameModel("four-islands", seed=7)
    >>> model.step()
    >>> model.turn, [nation.id for nation in model.agents.select(agent_type=Nation)]
    (1, ['ALDA', 'BRENN', 'CORVE', 'DRAY'])
    """

    scenario: Any = None
    """Nothing. Mesa 3.5 keeps settings of its own here, and its page would make the next model of them."""

    def __init__(
        self,
        scenario: str | Path | Scenario | Play = "northeast-asia-2022",
        *,
        rng: int | None = None,
        replicate: int = 0,
        turns: int | None = None,
        characters: Mapping[str, str] | None = None,
        ledger: bool = True,
        collect: bool = True,
        **kwargs: int | None,
    ) -> None:
        # ``seed`` is not in the signature: batch_run of Mesa 3.5 would put its own rng over a swept seed
        if kwargs.keys() - {"seed"}:
            raise WargameError(f"WargameModel knows no {', '.join(sorted(kwargs.keys() - {'seed'}))}.")
        given = [each for each in (kwargs.get("seed"), rng) if each is not None]
        seed = int(given[0]) if given else 0
        super().__init__(rng=fresh(seed, "mesa"))
        self.scenario = None
        self.play = scenario if isinstance(scenario, Play) else prepare(arrange(scenario, turns=turns))
        self.cast = cast_of(self.play, characters)
        self.dice = Dice(seed, int(replicate))
        self.state = open_state(self.play)
        self.book = Book(keep=ledger)
        self.states: list[State] = [self.state]
        self.orders: list[Orders] = []
        self._laid: Inputs | None = None
        self._past: Past | None = None
        self._collects = collect
        for kind in (Nation, Budget, Programme):
            for row in range(self.play.world.size(kind.axis)):
                kind(self, row)
        # Mesa 3.3 counts agents in a table of all models there ever were, which would keep every game in memory
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self.datacollector = mesa.DataCollector(model_reporters=_reporters(self.play))
        self._collect()

    @property
    def turn(self) -> int:
        """Turns played."""
        return self.state.turn

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return not bool(self.state.playing[0])

    @property
    def ending(self) -> str:
        """How the game stands: playing, closed or breakdown."""
        return ENDINGS[int(self.state.ending[0])]

    @property
    def past(self) -> Past:
        """All turns played, for explaining them."""
        if self._past is None or self._past.states is not self.states:
            self._past = Past(self.play, self.states, self.orders, self.book)
        return self._past

    def lay(self, inputs: Inputs) -> None:
        """Lay inputs ready, which the next step plays instead of asking the nations."""
        self._laid = inputs

    def decide(self) -> Inputs:
        """Let the nations bargain and then each decide on what it observes."""
        world, turn = self.play.world, self.turn + 1
        everyone = observe(world, self.state)
        talks = self.cast.diplomacy(
            self.cast.study(everyone), public_face(world, self.state), self.dice, turn
        )
        nations = self.agents.select(agent_type=Nation)
        return Inputs(talks, merge_orders(world, {nation.row: nation.decide(talks) for nation in nations}))

    def step(self) -> None:
        """Play one turn; a game that is over stays as it is, and stops running."""
        if self.over:
            self.running = False
            return
        inputs = self.decide() if self._laid is None else self._laid
        self._laid = None
        self.book.turn = self.turn + 1
        dice = RuledDice(self.dice, inputs.rulings) if inputs.rulings else self.dice
        turn = Turn(
            self.play,
            self.turn + 1,
            self.state,
            inputs.orders,
            inputs.diplomacy,
            dice,
            self.book,
            inputs.injects,
        )
        self.state = adjudicate(turn)
        self.states.append(self.state)
        self.orders.append(inputs.orders)
        self._collect()

    def _collect(self) -> None:
        if self._collects:
            self.datacollector.collect(self)


def _reporters(play: Play) -> dict[str, Any]:
    """Return what a model collects by default, named like outcomes: the turn, how it stands, tension, cohesion."""
    reporters: dict[str, Any] = {
        "turn": lambda model: model.turn,
        "ending": lambda model: model.ending,
        "stability": lambda model: float(model.state.stability[0]),
    }
    for name, axis in (("tension", "flashpoint"), ("cohesion", "group")):
        for place, entry in enumerate(play.world.ids[axis]):
            reporters[f"{name}:{entry}"] = _reader(name, place)
    return reporters


def _reader(name: str, place: int) -> Any:
    return lambda model: float(getattr(model.state, name)[0, place])
