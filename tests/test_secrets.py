"""What a seat must never learn: every way of looking, for pairs of games that differ in another seat's secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest

from wargame.adjudication.turn import prepare
from wargame.cli.desk import Desk
from wargame.faults import OrderError, WargameError
from wargame.game import Game
from wargame.narrate import Scene, gather
from wargame.scenario import read_scenario
from wargame.state import FIELDS

PLAY = prepare(read_scenario("northeast-asia-2022"))
SEATS = PLAY.world.ids["nation"]
UNTOLD = ("digest", "seals")
"""Parts of a report that move with any bit of the game, and tell nothing of which."""
LOOKS = ("situation", "others", "programmes", "agreements", "goals", "news", "table", "orders", "draft")
"""Commands of the desk that only look."""
QUIET = "technology_rus_dprk"
"""An agreement that may be kept from outsiders."""

Act = Callable[[Game], object]


def new() -> Game:
    """Return a game in which persons play all seats: nothing happens that a test does not do."""
    return Game.new(PLAY, seed=7, people=SEATS)


def after(*turns: Act) -> Game:
    """Return a game after turns in which one thing was done each."""
    game = new()
    for act in turns:
        act(game)
        game.advance()
    return game


def issue(seat: str, *orders: str) -> Act:
    """Return what seals some orders of a seat."""
    return lambda game: game.submit(seat, orders)


def deal(secret: bool, signs: bool = True) -> Act:
    """Return what lets Russia and North Korea agree on a technology deal, and sign it or not."""

    def act(game: Game) -> None:
        for seat in ("RUS", "DPRK"):
            game.convene(seat, "officials_rus_dprk")
        game.offer("RUS", QUIET, secret=secret)
        game.answer("DPRK", QUIET, "accept")
        game.submit("RUS")
        game.submit("DPRK", sign=None if signs else [])

    return act


def numbers() -> Iterator[tuple[str, str]]:
    """Yield whose and which every number of the state is, as it is asked for."""
    for name, field in FIELDS.items():
        if name in ("fatigue", "issued"):
            continue
        whole = len(field.axes) < 2 or field.axes[-1] in ("other", "nation")
        for place in product(*(PLAY.world.ids[axis] for axis in field.axes)):
            yield (">".join(place), name) if whole else (">".join(place[:-1]), f"{name}.{place[-1]}")


def reasons(game: Game, seat: str) -> dict[str, str]:
    """Return why every number of the last turn changed, as a seat is told; refusals too."""
    told = {}
    for entity, field in numbers():
        try:
            told[f"why {entity} {field}"] = str(game.why(entity, field, seat=seat))
        except WargameError as error:
            told[f"why {entity} {field}"] = str(error)
    return told


def looks(game: Game, seat: str) -> dict[str, Any]:
    """Return everything that a seat can get: numbers, menus with prices, refusals, reasons, its screen."""
    seen = game.observe(seat)
    got: dict[str, Any] = {
        f"{part} {name}": array.tobytes()
        for part in ("mine", "seen", "error")
        for name, array in getattr(seen, part).items()
    }
    got |= {"legal": game.legal_orders(seat), "table": game.table(seat), "agreed": game.pencilled(seat)}
    got["refusals"] = [game.refusal(seat, text) for text in PLAY.options.text]
    desk = Desk(game, seat)
    got |= {name: desk.do(name) for name in LOOKS}
    if game.turn:
        report = game.report(seat=seat)
        got |= {f"report {name}": value for name, value in vars(report).items() if name not in UNTOLD}
        got |= reasons(game, seat)
    return got


def told_apart(left: Game, right: Game, seat: str) -> list[str]:
    """Return what a seat gets that differs between two games."""
    one, other = looks(left, seat), looks(right, seat)
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


def screens(game: Game, seat: str) -> str:
    """Return all the words that a seat can get of the last turn."""
    got = looks(game, seat)
    known = {name: value for name, value in got.items() if name not in ("legal", "refusals")}
    return "\n".join(str(value) for value in known.values() if not isinstance(value, bytes))


# -- orders -------------------------------------------------------------------------------------------------

FUNDING = [
    ("USA", "fund tracking_usa 25", "fund tracking_usa 100", "JPN"),
    ("USA", "fund tracking_usa 25", "pause tracking_usa", "CHN"),
    ("CHN", "fund space_chn 100", "pause space_chn", "USA"),
]


@pytest.mark.parametrize(("seat", "one", "other", "viewer"), FUNDING)
def test_nobody_else_learns_how_much_a_seat_funds(seat: str, one: str, other: str, viewer: str) -> None:
    games = [after(issue(seat, text)) for text in (one, other)]

    assert told_apart(*games, viewer) == []
    assert games[0].report(seat=viewer).orders[seat] == (f"fund {one.split()[1]}",)
    assert games[1].report(seat=seat).orders[seat] == (other,)


@pytest.mark.parametrize("text", ["fund hypersonic_dprk 100", "pause hypersonic_dprk"])
def test_nobody_else_learns_that_a_hidden_programme_is_funded(text: str) -> None:
    games = [after(issue("DPRK", *orders)) for orders in ((), (text,))]

    assert told_apart(*games, "JPN") == []
    assert games[1].report(seat="DPRK").orders["DPRK"] == (text,)


SECRET = [
    ("CHN", "intelligence", ("USA", "JPN", "RUS")),
    ("RUS", "sell_technology DPRK", ("USA", "JPN", "CHN")),
]


@pytest.mark.parametrize(("seat", "text", "viewers"), SECRET)
def test_nobody_else_reads_of_a_secret_order(seat: str, text: str, viewers: tuple[str, ...]) -> None:
    game = after(issue(seat, text, "statement"))
    name = PLAY.world.ruleset.orders[text.split()[0]].name

    for viewer in viewers:
        assert game.report(seat=viewer).orders[seat] == ("statement",)
        assert name not in screens(game, viewer)
    assert name in screens(game, seat)


def test_a_seat_learns_nothing_of_drafts_and_talks_of_others() -> None:
    here, there = new(), new()
    for game in (here, there):
        game.submit("JPN", ["statement"])
    there.submit("USA", ["fund tracking_usa 100", "consult"], signal="consult", promise="build_up")
    deal(secret=True)(there)
    there.submit("RUS", ["sell_technology DPRK"])
    there.convene("CHN", "ministers_usa_chn")

    assert told_apart(here, there, "JPN") == []
    assert told_apart(here, there, "ROK") == []
    assert "table" in told_apart(here, there, "DPRK")


def test_a_persons_draft_is_told_to_that_seat_only() -> None:
    game = new()
    game.submit("USA", ["fund tracking_usa 100"])

    assert Desk(game, "USA").drafted.orders == ("fund tracking_usa 100",)
    assert all(not Desk(game, seat).drafted.orders for seat in SEATS if seat != "USA")


# -- agreements and meetings --------------------------------------------------------------------------------


def test_a_secret_agreement_is_not_named_to_outsiders_when_it_is_signed() -> None:
    game = after(deal(secret=True))

    assert [row.agreement for row in game.report().deals] == [QUIET]
    for seat in ("JPN", "CHN"):
        assert game.report(seat=seat).deals == ()
        assert "Technology deal (RUS, DPRK)" not in screens(game, seat)
        assert "not known to you" in str(game.why("DPRK>RUS", "trust", seat=seat))
    assert len(game.report(seat="DPRK").deals) == 1


def test_leaving_a_secret_agreement_is_not_told_to_outsiders() -> None:
    game = after(deal(secret=True), issue("RUS", f"withdraw {QUIET}"))

    for seat in ("JPN", "CHN"):
        assert game.report(seat=seat).orders["RUS"] == ()
        text = screens(game, seat)
        assert "Withdraw from an agreement" not in text
        assert "breach of an agreement" not in text
    assert game.report(seat="DPRK").orders["RUS"] == (f"withdraw {QUIET}",)
    assert "Withdraw from an agreement (RUS" in str(game.why("JPN>RUS", "trust", seat="DPRK"))


def test_leaving_an_open_agreement_is_told_to_all() -> None:
    game = after(deal(secret=False), issue("RUS", f"withdraw {QUIET}"))

    assert game.report(seat="JPN").orders["RUS"] == (f"withdraw {QUIET}",)
    assert "Withdraw from an agreement" in str(game.why("JPN>RUS", "trust", seat="JPN"))


@pytest.mark.parametrize("secret", [True, False])
def test_what_others_agreed_and_did_not_sign_was_never_told(secret: bool) -> None:
    game = after(deal(secret=secret, signs=False))

    assert game.report().deals[0].result == "not signed"
    assert game.report(seat="JPN").deals == ()
    assert "pencilled and not signed" not in screens(game, "JPN")
    assert "pencilled and not signed" in str(game.why("RUS>DPRK", "trust", seat="DPRK"))


def test_meetings_are_told_to_those_who_came_and_scheduled_ones_to_all() -> None:
    game = after(deal(secret=True))

    assert game.report(seat="RUS").meetings == ("officials_rus_dprk", "ministers_usa_jpn")
    assert game.report(seat="ROK").meetings == ("ministers_usa_jpn",)


def test_what_is_worked_on_in_public_view_is_not_agreed_in_secret() -> None:
    game = new()
    for seat in ("USA", "JPN"):
        game.convene(seat, "leaders_usa_jpn")

    with pytest.raises(OrderError, match="in public view"):
        game.offer("USA", "interceptor2_usa_jpn", 50, secret=True)
    row = next(row for row in game.table("USA") if row.id == "interceptor2_usa_jpn")
    assert not row.may_be_secret
    assert row.offer is None


# -- numbers and rulings ------------------------------------------------------------------------------------


def test_a_vague_label_that_happens_to_be_true_does_not_say_so() -> None:
    game = after(issue("DPRK", "ask_aid CHN"))
    world = game.play.world
    nation, track = world.index["nation"]["DPRK"], world.index["track"]["scarcity"]
    for turn, state in enumerate(game.model.states):
        home = np.array(state.home)
        home[:, nation, track] = 50.0
        game.model.states[turn] = state.having(home=home)

    assert game.why("DPRK", "home.scarcity").reasons
    assert game.why("DPRK", "home.scarcity", seat="JPN").reasons == ()


def test_a_ruling_on_a_hidden_programme_is_told_to_its_owners_only() -> None:
    game = new()
    game.rule("R4.gate", "hypersonic_dprk", True, "a test bench was finished")
    game.rule("R4.gate", "railgun", True, "the barrel held")
    game.advance()

    def told(seat: str) -> list[str]:
        return [row["entity"] for row in gather(Scene(game, 1, seat))["rulings"]]

    assert told("DPRK") == told("") == ["hypersonic_dprk", "railgun"]
    assert told("USA") == ["railgun"]


def test_objectives_and_scores_of_others_are_not_told_before_the_end() -> None:
    game = after(issue("JPN", "statement"))
    text = screens(game, "JPN")

    assert all(row.text not in text for row in PLAY.scenario.objectives.values() if row.seat != "JPN")
    assert gather(Scene(game, 1, "JPN"))["scores"] == []
