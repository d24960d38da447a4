"""Paired what-ifs: arms share worlds and luck, intervals keep their word, and a seat learns nothing by asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.laws.test_secrecy import elsewhere
from tests.support import BASELINE, PRACTICE, bits, luck, play_of, random_state
from wargame.dice import Dice
from wargame.faults import OrderError, WargameError
from wargame.forecast import NO_DIFFERENCE, Draft, Forecast, Pool, sitting_at
from wargame.forecast import whatif as playing
from wargame.forecast.arms import Arms
from wargame.forecast.comparison import outcomes_for
from wargame.game import Game
from wargame.schema import Effect, Event
from wargame.state import FIELDS, LEVELS, State

HOLD = Draft()
ACTING = {"draft": Draft(["consult", "statement"]), "hold": HOLD}


def new(turns: int = 1, people: Sequence[str] = ("BRENN",), seed: int = 7, scenario: str = PRACTICE) -> Game:
    """Return a game in the middle."""
    game = Game.new(play_of(scenario), seed=seed, people=people)
    for _ in range(turns):
        game.advance()
    return game


@cache
def recorded() -> Game:
    """Return a finished game of house AI, which no test may change."""
    return new(4, ())


@pytest.mark.slow
def test_processes_that_share_the_pairs_change_no_bit() -> None:
    forecast = Forecast.of(new(), "BRENN", ACTING)
    alone = [told.values for told in forecast.refine((7, 20))]
    with Pool(workers=2) as pool:
        shared = [told.values for told in forecast.refine((7, 20), pool)]

    assert [bits(values) for values in shared] == [bits(values) for values in alone]


@pytest.mark.slow
def test_a_pool_with_more_workers_than_pairs_leaves_some_idle() -> None:
    forecast = Forecast.of(new(3), "BRENN", ACTING)
    with Pool(workers=3) as pool:
        assert bits(forecast.run(2, pool).values) == bits(forecast.run(2).values)


# -- arms -------------------------------------------------------------------------------------------------


def test_the_same_orders_make_no_difference_to_the_bit() -> None:
    arms = {"one": Draft(["consult"]), "two": Draft(["consult"]), "three": Draft(["consult"])}
    told = Forecast.of(new(), "BRENN", arms).run(30)
    table = told.differences()

    assert (told.values == told.values[:, :1]).all()
    assert len(table) == 2 * len(told.outcomes)
    assert (table.difference == 0.0).all()
    assert (table.equal == 1.0).all()
    assert set(table.verdict) == {NO_DIFFERENCE}
    assert (table.low <= 0.0).all()
    assert (table.high >= 0.0).all()
    assert set(told.differences(adjusted=False).verdict) == {NO_DIFFERENCE}


def parted(forecast: Forecast, pairs: int = 6) -> tuple[State, State]:
    """Return the state of the first arm and of the second after the turn in question."""
    dice = Dice(forecast.luck, 0, pairs)
    after = forecast.arms.first_turn(forecast.start(dice), dice).after
    return after.take(slice(0, pairs)), after.take(slice(pairs, 2 * pairs))


def test_an_order_on_one_programme_moves_nothing_else_in_the_turn_in_question() -> None:
    game = new(3, ["JPN"], scenario=BASELINE)
    world = game.play.world
    here, there = parted(Forecast.of(game, "JPN", {"fund": Draft(["fund railgun 100"]), "hold": HOLD}))
    programme, seat = world.index["programme"]["railgun"], world.index["nation"]["JPN"]
    line = world.lines_of("fund").start + programme
    moved = {}
    for name in FIELDS:
        places = np.argwhere((getattr(here, name) != getattr(there, name)).any(axis=0))
        if len(places):
            moved[name] = {tuple(place) for place in places.tolist()}

    assert moved.pop("funding") == {(programme, seat)}
    assert moved.pop("fatigue") == {(seat, line)}
    for name in ("work", "slip", "overrun", "legacy", "stage"):
        assert moved.pop(name, set()) <= {(programme,)}
    assert moved.pop("funds", set()) <= {(seat,)}
    assert moved == {}


def test_others_do_the_same_in_all_arms_of_the_turn_in_question() -> None:
    forecast = Forecast.of(new(), "BRENN", {"draft": Draft(["consult"], signal="consult"), "hold": HOLD})
    dice = Dice(forecast.luck, 0, 5)
    orders = forecast.arms.first_turn(forecast.start(dice), dice).orders
    own = forecast.arms.seat
    assert own is not None
    others = np.arange(orders.option.shape[1]) != own

    for name in ("option", "ease", "signal", "promise"):
        array = getattr(orders, name)
        assert bits(array[:5][:, others]) == bits(array[5:][:, others])
    assert bits(orders.sign[:5][..., others]) == bits(orders.sign[5:][..., others])
    assert (orders.signal[:5, own] >= 0).all()
    assert (orders.option[5:, own] == -1).all()


def test_pairing_makes_the_error_smaller_than_games_apart_would() -> None:
    told = Forecast.of(
        new(2, ["JPN"], scenario=BASELINE), "JPN", {"press": Draft(["persuade"]), "hold": HOLD}
    ).run(60)
    table = told.table().set_index(["outcome", "arm"])["error"].unstack()
    apart = np.hypot(table["press"], table["hold"])
    paired = told.differences().set_index("outcome")["error"]
    names = ["tension:strait", "cohesion:trio", "home.approval:JPN", "stability", "spending:JPN"]

    assert (paired[names] < 0.75 * apart[names]).all()


def test_what_is_sealed_is_looked_at_before_it_is_asked() -> None:
    game = new()
    wrong = {"orders": ["consul", "fund lantern 500", "consult", "consult"], "ease": True, "sign": ["trade"]}
    with pytest.raises(OrderError) as sealed:
        game.submit("BRENN", **wrong)
    with pytest.raises(OrderError) as asked:
        Forecast.of(game, "BRENN", {"draft": Draft(**wrong), "hold": HOLD})

    assert str(asked.value) == str(sealed.value)
    assert "Did you mean 'consult'?" in str(asked.value)


MISTAKES: list[tuple[Callable[[Game], object], str]] = [
    (lambda game: Forecast.of(game, "BREN", ACTING), "Did you mean 'BRENN'"),
    (lambda game: Forecast.of(game, "BRENN", {"hold": HOLD}), "at least two"),
    (lambda game: Forecast.of(game, "BRENN", ACTING, against="holt"), "Did you mean 'hold'"),
    (lambda game: Forecast.of(game, "BRENN", ACTING, turn=9), "Write 1 to 2"),
    (lambda game: Forecast.of(game, "BRENN", ACTING, turn=0), "Write 1 to 2"),
    (lambda game: Forecast.of(recorded(), "BRENN", ACTING), "game is over"),
    (lambda game: Forecast.of(game.sitting, "BRENN", ACTING, turn=1), "This is turn 2"),
    (lambda game: Forecast.of(sitting_at(game.play, recorded().state), "BRENN", ACTING), "game is over"),
    (lambda game: sitting_at(game.play, random_state(game.play, luck(1), 2)), "Take one row"),
    (lambda game: Forecast.of(game, "BRENN", ACTING).run(1), "2 to 20,000"),
    (lambda game: Forecast.of(game, "BRENN", ACTING).run(20_001), "2 to 20,000"),
    (lambda game: Forecast.of(game, "BRENN", ACTING).refine(()), "none were asked"),
    (lambda game: Forecast.of(game, "BRENN", ACTING).refine((1, 5)), "1 \\+ 5"),
    (lambda game: Forecast.truth(game, {"one": {"BREN": HOLD}, "two": {}}), "Did you mean 'BRENN'"),
]


@pytest.mark.parametrize(("act", "words"), MISTAKES)
def test_a_mistake_is_told_with_a_way_out(act: Callable[[Game], object], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        act(new())


# -- luck -------------------------------------------------------------------------------------------------


def test_luck_is_fresh_and_the_same_for_all_drafts_of_a_turn() -> None:
    game = new()
    one = Forecast.of(game, "BRENN", ACTING)
    other = Forecast.of(game, "BRENN", {"persuade": Draft(["persuade"]), "hold": HOLD})
    elses = [
        Forecast.of(game, "ALDA", {"one": HOLD, "two": HOLD}),
        Forecast.of(game, "BRENN", ACTING, turn=1),
        Forecast.truth(game, {"one": {}, "two": {}}),
        Forecast.of(new(seed=8), "BRENN", ACTING),
        Forecast.of(Game.new(play_of(PRACTICE), seed=7, replicate=1), "BRENN", ACTING),
    ]

    assert one.luck == other.luck
    assert bits(one.run(8).values[:, 1]) == bits(other.run(8).values[:, 1])
    assert len({game.seed, one.luck, *(each.luck for each in elses)}) == 2 + len(elses)


def test_batches_grow_into_what_one_run_brings() -> None:
    forecast = Forecast.of(new(), "BRENN", ACTING)
    grown = list(forecast.refine((5, 12, 7)))
    whole = forecast.run(24)

    assert [each.pairs for each in grown] == [5, 17, 24]
    assert [each.firm for each in grown] == [False, False, True]
    for each in grown:
        assert bits(each.values) == bits(np.ascontiguousarray(whole.values[..., : each.pairs]))
    pd.testing.assert_frame_equal(grown[-1].differences(), whole.differences())
    assert set(grown[0].differences().words.str[:8]) == {"so far: "}
    assert not whole.differences().words.str.startswith("so far").any()


def test_blocks_of_any_size_bring_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    forecast = Forecast.of(new(), "BRENN", ACTING)
    whole = forecast.run(11)
    monkeypatch.setattr(playing, "ROWS", 6)

    assert bits(forecast.run(11).values) == bits(whole.values)


def test_a_game_that_goes_on_does_not_move_what_is_asked_of_the_turn_before() -> None:
    game = new()
    own = Forecast.of(game, "BRENN", ACTING)
    true = Forecast.truth(game, {"one": {"BRENN": Draft(["consult"])}, "two": {}})
    before = [bits(each.run(4).values) for each in (own, true)]
    game.submit("BRENN", ["statement"])
    game.inject(next(iter(game.play.scenario.events)), "it came later")
    game.advance()

    assert [bits(each.run(4).values) for each in (own, true)] == before


def test_who_stops_looking_stops_the_games(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []
    first = Arms.first_turn

    def counted(self: Arms, worlds: State, dice: Any) -> Any:
        played.append(worlds.replicates)
        return first(self, worlds, dice)

    monkeypatch.setattr(Arms, "first_turn", counted)
    told = next(iter(Forecast.of(new(), "BRENN", ACTING).refine((4, 400, 4000))))

    assert (told.pairs, played) == (4, [4])


# -- what a seat may know -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seat", ["ALDA", "BRENN", "CORVE", "DRAY"])
def test_a_forecast_is_the_same_to_the_bit_whatever_the_seat_may_not_know(seat: str) -> None:
    play = play_of(PRACTICE)
    games = [new(2, play.world.ids["nation"]) for _ in range(2)]
    state, place = games[1].state, play.world.index["nation"][seat]
    other = elsewhere(play, state, random_state(play, luck(3), 1), place)
    # cards and orders that all were told of are remembered by all
    other = other.having(drawn=state.drawn, queued=state.queued, issued=state.issued)
    games[1].model.state = games[1].model.states[-1] = other
    arms = {"draft": Draft(["statement"]), "hold": HOLD}
    told = [Forecast.of(game, seat, arms).run(6) for game in games]

    assert games[0].state.digest() != games[1].state.digest()
    assert bits(told[0].values) == bits(told[1].values)


def quiet_deal(game: Game) -> None:
    """Let Russia and North Korea agree in secret."""
    for seat in ("RUS", "DPRK"):
        game.convene(seat, "officials_rus_dprk")
    game.offer("RUS", "technology_rus_dprk", secret=True)
    game.answer("DPRK", "technology_rus_dprk", "accept")


HIDDEN: list[tuple[Callable[[Game], object], bool]] = [
    (lambda game: game.submit("USA", ["fund tracking_usa 100"]), True),
    (lambda game: game.submit("DPRK", ["pause hypersonic_dprk"]), True),
    (lambda game: game.submit("USA", ["consult"], signal="consult"), False),
    # once the turn is played, what came of it shows in the trust of the two, which all may see
    (quiet_deal, False),
    (lambda game: game.inject("near_collision", "a question of the white cell"), False),
]


@cache
def asked_after(act: Callable[[Game], object], closes: bool) -> bytes:
    """Return to the bit what Japan is told that asks after something happened, in the open turn or the next."""
    game = new(0, play_of(BASELINE).world.ids["nation"], scenario=BASELINE)
    act(game)
    if closes:
        game.advance()
    return bits(Forecast.of(game, "JPN", {"draft": Draft(["consult"]), "hold": HOLD}).run(2).values)


def nothing(game: Game) -> None:
    """Do nothing."""


@pytest.mark.parametrize(("act", "closes"), HIDDEN)
def test_what_others_do_out_of_sight_does_not_show_in_a_forecast(
    act: Callable[[Game], object], closes: bool
) -> None:
    assert asked_after(act, closes) == asked_after(nothing, closes)


def test_what_others_do_in_the_open_does_show_in_a_forecast() -> None:
    def told(game: Game) -> None:
        game.submit("CHN", ["statement"])

    assert asked_after(told, True) != asked_after(nothing, True)


def test_a_seat_is_told_of_its_own_aims_and_of_what_all_may_see() -> None:
    world = play_of(BASELINE).world
    own = {row.name for row in outcomes_for(world, "JPN", 3)}
    every = {row.name for row in outcomes_for(world, "", 3)}
    aims = {name for name, row in world.scenario.objectives.items() if row.seat == "JPN"}

    assert {name for name in own if name.startswith("objective:")} == {f"objective:{name}" for name in aims}
    assert not {name for name in own if name.startswith(("score:", "succeeds:", "objectives:"))} - {
        "score:JPN",
        "succeeds:JPN",
        "objectives:JPN",
    }
    assert not [name for name in own if "hypersonic_dprk" in name]
    assert "slip:railgun" in own
    assert "slip:tracking_usa" not in own
    assert {"stage:hypersonic_dprk", "score:CHN", "threat:CHN"} <= every - own
    assert not [name for name in every if name.startswith("story:")]
    assert any(row.text.endswith("from turn 3 on") for row in outcomes_for(world, "", 3))


# -- the table --------------------------------------------------------------------------------------------


def test_what_stands_at_the_seats_own_table_is_kept_and_may_be_signed_or_not() -> None:
    game = new(0, ["USA", "JPN"], scenario=BASELINE)
    game.offer("USA", "rd_pact_usa_jpn")
    game.answer("JPN", "rd_pact_usa_jpn", "accept")
    arms = {"sign": Draft(sign=["rd_pact_usa_jpn"]), "not": Draft(sign=[])}
    forecast = Forecast.of(game, "JPN", arms)
    place = game.play.world.index["agreement"]["rd_pact_usa_jpn"]
    signed, unsigned = parted(forecast, 20)

    assert (signed.agreement[:, place] == 1).mean() > 0.5
    assert (unsigned.agreement[:, place] != 1).all()
    assert forecast.against == "not"
    with pytest.raises(OrderError, match="was not agreed at the table"):
        Forecast.of(game, "JPN", {"one": Draft(sign=["trilateral"]), "two": HOLD})


def test_a_promise_is_an_arm_too() -> None:
    here, there = parted(Forecast.of(new(), "BRENN", {"promise": Draft(promise="consult"), "hold": HOLD}))

    assert (here.promise[:, 1] >= 0).all()
    assert (there.promise[:, 1] == -1).all()


# -- the truth --------------------------------------------------------------------------------------------


def test_the_truth_under_the_games_own_luck_is_the_turn_that_comes() -> None:
    game = new(1, ["BRENN", "CORVE"])
    game.inject(
        Event(
            name="Rumour",
            text="Invented.",
            trigger="called",
            actor="CORVE",
            source=("assume",),
            effect=(Effect(field="home.approval", at="actor", step=-2),),
        ),
        "to see it counted",
    )
    game.rule("R8.incident", next(iter(game.play.scenario.flashpoints)), True, "to see it counted")
    game.submit("CORVE", ["statement"])
    forecast = Forecast.truth(game, {"draft": {"BRENN": Draft(["consult"])}, "hold": {"BRENN": HOLD}})
    after = forecast.arms.first_turn(game.state, game.model.dice).after
    game.submit("BRENN", ["consult"])
    game.advance()

    assert after.digest(0) == game.state.digest()
    assert after.digest(1) != game.state.digest()


def test_a_turn_that_was_played_is_asked_about_with_everything_that_was_ordered_then() -> None:
    game = recorded()
    forecast = Forecast.truth(game, {"as it was": {}, "hold": {"ALDA": HOLD}}, turn=2)
    after = forecast.arms.first_turn(game.model.states[1], game.model.dice).after

    assert after.digest(0) == game.digests[1]
    assert after.digest(1) != game.digests[1]
    assert forecast.run(4).turn == 2
    assert game.turn == 4


def test_arms_of_the_truth_may_order_for_several_seats() -> None:
    game = new(1, ["BRENN", "CORVE"])
    arms = {
        "both": {"BRENN": Draft(["consult"]), "CORVE": Draft(["statement"])},
        "one": {"BRENN": Draft(["consult"])},
        "none": {"BRENN": HOLD, "CORVE": HOLD},
    }
    game.submit("CORVE", ["statement"])
    told = Forecast.truth(game, arms, against="one").run(12)

    assert told.seat == ""
    assert bits(told.values[:, 0]) == bits(told.values[:, 1])
    assert (told.values[:, 2] != told.values[:, 1]).any()
    assert set(told.differences().arm) == {"both", "none"}
    assert not set(told.differences().verdict) & {"better", "worse"}


# -- ends -------------------------------------------------------------------------------------------------


def on_the_brink() -> State:
    """Return a game about to break down in a stand-off everywhere."""
    state = new(1, ()).state
    return state.having(
        level=np.full_like(state.level, LEVELS.index("stand-off")), tension=np.full_like(state.tension, 100.0)
    )


def test_games_that_end_early_are_counted_to_their_end() -> None:
    sitting = sitting_at(play_of(PRACTICE), on_the_brink(), seed=3)
    told = Forecast.of(sitting, "BRENN", ACTING).run(60)
    held = {row.name: told.values[place] for place, row in enumerate(told.outcomes)}

    assert 0.0 < held["breakdown"].mean() < 1.0
    assert (held["turns"][held["breakdown"] == 1.0] < 4.0).any()
    assert (held["turns"][held["breakdown"] == 0.0] == 4.0).all()
    assert np.isfinite(told.values).all()


def test_the_last_turn_can_be_asked_about() -> None:
    told = Forecast.of(new(3), "BRENN", ACTING).run(10)

    assert (told.turn, told.last) == (4, 4)
    assert (told.values[[row.name for row in told.outcomes].index("turns")] == 4.0).all()
