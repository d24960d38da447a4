"""Laws of the mirror: in a world of two blocs alike in everything, who is who decides nothing.

Challengers and defenders differ by design (a challenger gains status quo by pressure, fears heat less, and has orders
of its own), so no two blocs of a scenario may simply be exchanged. In the mirrored world each bloc challenges
where the other defends, and holds every tag: there the blocs do change places, to the bit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from tests.laws.mirror import IMAGE, Mirror, Mirrored, mirrored
from tests.laws.worlds import (
    TranslatedDice,
    games,
    games_apart,
    having,
    idle_games,
    rows_apart,
    swapping,
    told,
    translated,
    translated_dice,
)
from tests.support import PRACTICE, Inputs, differing, scenario_of
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import prepare
from wargame.arrays import Array
from wargame.dice import Dice
from wargame.policies import bargaining
from wargame.scenario import Scenario
from wargame.state import LEVELS

REPLICATES = 30
SWAP = swapping((("ALDA", "CORVE"), ("BRENN", "DRAY")))


@cache
def islands() -> Mirrored:
    """Return the four islands as their own mirror image, where it is hot and all meet every turn."""
    scenario, names = mirrored(scenario_of(PRACTICE), SWAP)
    always = tuple(range(1, scenario.frame.turns + 1))
    places = told(scenario.flashpoints, tension=lambda points: points + 22.0)
    meetings = told(scenario.meetings, scheduled=lambda _: always)
    return Mirrored(having(scenario, flashpoints=places, meetings=meetings), names)


def in_the_mirror(scenario: Scenario, replicates: int = REPLICATES) -> dict[int, list[str]]:
    """Return where games come apart from what the mirror shows of games under mirrored luck."""
    play, names, dice = prepare(scenario), islands().names, Dice(5, 0, replicates)
    mirror = Mirror(play, names)
    shown = []
    for step in games(play, dice):
        talks, orders = mirror.inputs(Inputs(step.diplomacy, step.orders))
        shown.append(
            dataclasses.replace(step, diplomacy=talks, orders=orders, after=mirror.state(step.after))
        )
    return games_apart(shown, games(play, translated_dice(dice, play, names)))


def test_the_mirrored_world_opens_as_its_own_image() -> None:
    play = prepare(islands().scenario)
    state, mirror = open_state(play), Mirror(play, islands().names)
    assert differing(mirror.state(state), state) == []
    assert (mirror.places["nation"] != np.arange(play.world.size("nation"))).all()
    # twice the rows, but for the meeting and the guard rails between the first of each bloc
    assert play.world.size("agreement") == 2 * len(scenario_of(PRACTICE).agreements) - 1


def test_blocs_change_places_with_their_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bargaining, "OFFERS_IN", 99)
    assert in_the_mirror(islands().scenario) == {}
    played = games(prepare(islands().scenario), Dice(5, 0, REPLICATES))
    crises = [(step.before.level >= LEVELS.index("show")).any() for step in played]
    assert any(crises), "nothing happened that could come apart"


def test_blocs_change_places_though_the_clock_kills_offers() -> None:
    assert in_the_mirror(islands().scenario) == {}


def test_blocs_change_places_though_nobody_meets_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bargaining, "OFFERS_IN", 99)
    called = told(islands().scenario.meetings, scheduled=lambda _: ())
    assert in_the_mirror(having(islands().scenario, meetings=called)) == {}


def test_the_law_notices_a_bloc_that_is_favoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bargaining, "OFFERS_IN", 99)
    scenario = islands().scenario
    richer = scenario.nations["ALDA"].model_copy(update={"spending": 101.0})
    apart = in_the_mirror(having(scenario, nations={**scenario.nations, "ALDA": richer}), 4)
    assert "spending" in apart[1]


# -- alike and lucky alike ----------------------------------------------------------------------------------


class TwinDice(TranslatedDice):
    """Dice by which everything draws what its mirror image draws."""

    def uniform(self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None) -> Array:
        own = self.dice.uniform(rule, entities, turn, per_entity)
        image = super().uniform(rule, entities, turn, per_entity)
        first = np.array([name <= translated(name, self.names) for name in entities], dtype=np.bool_)
        return np.where(first.reshape(1, -1, *(1,) * (own.ndim - 2)), own, image)


def lopsided(scenario: Scenario, hands: str) -> dict[int, int]:
    """Return by turn how many games of twins' luck differ from their own image, of those without a crisis.

    Of equals, somebody is first, by design: a crisis round is held at one of two equally tense places, one of two seats
    pushed last, one of two that want the same agreement proposes it. So no game with a crisis is looked at, nor
    who pushed last, and nothing is to be agreed between a nation and its own image.
    """
    apart = {
        key: row
        for key, row in scenario.agreements.items()
        if key + IMAGE in scenario.agreements or key.endswith(IMAGE)
    }
    play = prepare(having(scenario, agreements=apart))
    mirror = Mirror(play, islands().names)
    plain = translated_dice(Dice(5, 0, REPLICATES), play, islands().names)
    twins = TwinDice(plain.dice, plain.names, plain.things)
    states = idle_games(play, twins) if hands == "idle" else (step.after for step in games(play, twins))
    found, calm = {}, np.ones(REPLICATES, dtype=np.bool_)
    for state in states:
        found[state.turn] = int((rows_apart(mirror.state(state), state, ("pusher",)) & calm).sum())
        calm &= (state.level < LEVELS.index("show")).all(axis=-1)
    assert calm.sum() > REPLICATES // 4
    return {turn: count for turn, count in found.items() if count}


@pytest.mark.parametrize("hands", ["idle", "ai"])
def test_twins_with_the_same_luck_fare_the_same(hands: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bargaining, "OFFERS_IN", 99)
    assert lopsided(islands().scenario, hands) == {}


def test_the_law_notices_twins_that_differ() -> None:
    scenario = islands().scenario
    braver = scenario.nations["ALDA"].model_copy(update={"polyarchy": 0.7})
    assert lopsided(having(scenario, nations={**scenario.nations, "ALDA": braver}), "idle")[1] == REPLICATES
