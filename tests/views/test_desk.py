"""The desk and the table of a seat: what wears off, what runs out, what a share costs, which words may be said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wargame.game import Game
from wargame.inputs import Draft
from wargame.live import Shelf
from wargame.live.whatif import Forecaster
from wargame.orders import line_cost
from wargame.views import seat as view
from wargame.views.seat.bargain import table


def begin(scenario: str, seat: str) -> Game:
    return Game.new(scenario, seed=7, people=[seat])


def parts(game: Game) -> list[Any]:
    return list(table(view.Seat(game, game.people[0]), Draft())["parts"])


def test_only_what_the_seat_could_order_is_announced_or_promised() -> None:
    seat = view.Seat(begin("northeast-asia-2022", "JPN"), "JPN")
    said = {row["id"] for row in view.drafted(seat, Draft())["words"]}
    options = seat.game.play.options
    could = {options.text[k].split()[0] for k in range(options.size) if options.may[seat.place, k]}

    assert said == could - {"freeform"}
    assert "coerce" not in said
    assert "pressure" in {row["id"] for row in view.drafted(seat, Draft(promise="pressure"))["words"]}


def test_an_order_used_lately_says_that_it_does_less() -> None:
    game = begin("four-islands", "BRENN")
    game.submit("BRENN", ["consult", "hotline narrows"])
    game.advance()
    worn = {
        (order["id"], target["id"]): target["worn"]
        for group in view.menu(view.Seat(game, "BRENN"))["groups"]
        for order in group["orders"]
        for target in order["targets"]
    }

    assert worn["hotline", "narrows"] == "used lately: does half as much now"
    assert worn["statement", ""] == ""


def test_an_agreement_that_runs_out_is_told_unless_it_is_on_the_table() -> None:
    game = begin("northeast-asia-2022", "CHN")
    game.advance()
    assert all(deal.offer is None for deal in game.table("CHN") if deal.id.startswith("aid"))
    told = view.drafted(view.Seat(game, "CHN"), Draft())["ending"]
    assert told == "Ends with this turn: Aid (CHN, DPRK). Renew?"

    island = begin("four-islands", "BRENN")
    island.advance()
    assert any(deal.offer for deal in island.table("BRENN") if deal.id == "basing_brenn")
    assert view.drafted(view.Seat(island, "BRENN"), Draft())["ending"] == ""


@pytest.mark.parametrize(("seat", "part"), [("BRENN", (0.75, 0.65)), ("ALDA", (0.25, 0.35))])
def test_a_share_says_what_it_costs_a_year(seat: str, part: tuple[float, float]) -> None:
    game = begin("four-islands", seat)
    game.advance()
    deals = {deal["id"]: deal for row in parts(game) for deal in row["deals"]}
    bills = {row["share"]: row["text"] for row in deals["basing_brenn"]["bills"]}
    now, then = (0.4 * share for share in part)

    assert bills[75.0] == f"You carry {100 * part[0]:.0f} %: {now:.2f} bn USD a year, as now"
    more = f"{abs(then - now):.2f} " + ("less than now" if then < now else "more than now, from free funds")
    assert bills[65.0] == f"You carry {100 * part[1]:.0f} %: {then:.2f} bn USD a year, {more}"
    assert all(deal["bills"] == [] for name, deal in deals.items() if name.startswith("research"))


def test_the_line_of_a_joint_programme_costs_what_the_card_said() -> None:
    game, name = begin("four-islands", "BRENN"), "lantern_alda_brenn"
    game.submit("BRENN")
    game.advance()
    deals = {deal.id: deal for deal in game.table("BRENN")}
    told = {deal["id"]: deal for row in parts(game) for deal in row["deals"]}[name]["bills"]
    offer = deals[name].offer
    assert offer is not None
    said = next(row["text"] for row in told if row["share"] == offer.share)
    game.answer("BRENN", name, "accept")
    game.submit("BRENN", ["hotline narrows"])
    game.advance()

    seat = view.Seat(game, "BRENN")
    line = line_cost(seat.world, seat.view)[0, 0, seat.world.index["programme"]["lantern"]]
    assert said.startswith(f"You carry {offer.share:.0f} %: {line:.2f} bn USD a year for Lantern")


def test_going_on_to_the_orders_is_told_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Forecaster(0, lambda game, seat: "No what-if."))
    visit = view.Visit(shelf.begin("four-islands", ["ALDA"], turns=3, seed=7), "ALDA")
    visit.act({"do": "commit", "turn": 1})
    visit.act({"do": "report"})
    assert visit.payload()["desk"]["begun"]
    visit.act({"do": "add", "text": "consult"})
    assert not visit.payload()["desk"]["begun"]
    shelf.close()
