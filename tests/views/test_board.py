"""Panels of the board: what they tell, what a seat never learns from them, and a map without overlap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from wargame.adjudication.turn import prepare
from wargame.faults import WargameError
from wargame.game import Game
from wargame.rulebook.book import rulebook
from wargame.rulebook.page import page
from wargame.scenario import read_scenario
from wargame.state import FIELDS, IN_FORCE, OPEN, State
from wargame.stress import stress_scenario
from wargame.views import board
from wargame.views.board.geography import Box, name_boxes
from wargame.views.board.hexes import Grid, grow, outline
from wargame.views.board.scope import Scope, colours

ISLANDS = prepare(read_scenario("four-islands"))
BASELINE = prepare(read_scenario("northeast-asia-2022"))
VIEWER = "BRENN"
PANELS = ("nations", "region", "relations", "programmes", "budgets", "purse", "ladder", "feed")


@cache
def played(turns: int = 2, seed: int = 7, baseline: bool = False) -> Game:
    """Return a game of house AI; tests only look at it."""
    game = Game.new(BASELINE if baseline else ISLANDS, seed=seed)
    for _ in range(turns):
        game.advance()
    return game


def altered(game: Game, states: Iterable[State]) -> Game:
    """Return a game like another, with other states."""
    other = copy(game)
    other.model = copy(game.model)
    other.model.states = list(states)
    return other


def told(game: Game, seat: str, turn: int | None = None) -> dict[str, Any]:
    """Return every payload of the board."""
    scope = Scope(game, game.turn if turn is None else turn, seat)
    drawn = {each["id"]: board.lines(scope, each["id"]) for each in board.charts(scope)}
    return {name: getattr(board, name)(scope) for name in PANELS} | {"lines": drawn}


def apart(left: Game, right: Game, seat: str) -> list[str]:
    """Return the panels by which a seat could tell two games apart."""
    one, other = told(left, seat), told(right, seat)
    return [name for name in one if json.dumps(one[name]) != json.dumps(other[name])]


def find(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the row with an id."""
    return next(row for row in rows if row["id"] == name)


# -- payloads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seat", ["", *ISLANDS.world.ids["nation"]])
def test_every_panel_of_every_turn_is_plain_json(seat: str) -> None:
    game = played()

    for turn in range(3):
        json.dumps(told(game, seat, turn), allow_nan=False)


def test_a_past_turn_reads_as_it_did_then() -> None:
    early, late = played(turns=1), played(turns=2)

    assert told(early, VIEWER) == told(late, VIEWER, turn=1)


def test_a_turn_that_is_not_played_and_an_unknown_seat_are_refused() -> None:
    game = played(turns=1)

    with pytest.raises(WargameError, match=r"Turn 2 is not played\. Write 0 to 1"):
        Scope(game, 2)
    with pytest.raises(WargameError, match="Did you mean 'BRENN'"):
        Scope(game, 1, "BREN")


def test_a_card_tells_the_change_since_last_turn() -> None:
    game = played()
    states = game.model.states
    card = find(board.nations(Scope(game, 2, VIEWER))["rows"], "ALDA")

    moved = states[2].spending[0, 0] - states[1].spending[0, 0]
    assert card["budget"]["change"] == pytest.approx(float(moved), abs=0.05)
    assert card["spark"] == [round(float(state.spending[0, 0]), 2) for state in states]
    assert card["budget"]["unit"] == "bn USD of 2022"


def test_nothing_has_changed_at_the_opening() -> None:
    payload = told(Game.new(ISLANDS), VIEWER)

    assert payload["feed"]["turns"] == []
    assert all(row["budget"]["change"] is None for row in payload["nations"]["rows"])
    assert payload["relations"]["measures"][0]["changes"] is None


def test_estimates_of_others_carry_an_error_and_ones_own_do_not() -> None:
    rows = board.nations(Scope(played(), 2, VIEWER))["rows"]

    assert all(each["error"] == 0.0 for each in find(rows, VIEWER)["capability"])
    assert all(each["error"] > 0.0 for each in find(rows, "CORVE")["capability"])
    series = board.lines(Scope(played(), 2, VIEWER), "strike_hypersonic")["series"]
    assert "bands" not in find(series, VIEWER)
    wide, narrow = find(series, "CORVE")["bands"]
    assert wide["low"][0] <= narrow["low"][0] <= narrow["high"][0] <= wide["high"][0]


def test_money_that_is_an_index_is_not_stacked_on_money() -> None:
    chart = board.budgets(Scope(played(1, baseline=True), 1, "JPN"))

    assert [row["id"] for row in chart["series"]] == ["USA", "JPN", "ROK", "CHN", "RUS"]
    assert "without North Korea" in chart["note"]


def test_money_that_is_an_index_is_on_no_axis_of_money() -> None:
    scope = Scope(played(2, baseline=True), 2)

    chart = board.lines(scope, "spending")
    assert chart["unit"] == "bn USD of 2022"
    assert "DPRK" not in [row["id"] for row in chart["series"]]
    assert "without North Korea" in chart["note"]
    alone = board.lines(Scope(scope.game, 2, "DPRK"), "funds")
    assert [row["id"] for row in alone["series"]] == ["DPRK"]
    assert alone["unit"] == "points of an index"
    for name in ("spent", "burden"):
        against = board.lines(scope, name)
        assert {row["values"][0] for row in against["series"]} == {100.0}
        assert "DPRK" in [row["id"] for row in against["series"]]


def test_a_seat_sees_the_funds_of_nobody_else() -> None:
    chart = board.lines(Scope(played(), 2, VIEWER), "funds")

    assert [row["id"] for row in chart["series"]] == [VIEWER]


def test_lines_of_threat_are_told_apart() -> None:
    chart = board.lines(Scope(played(2, baseline=True), 2), "threat")
    looks = [(row["colour"], row["dash"]) for row in chart["series"] if row["id"] != "others"]

    assert len(set(looks)) == len(looks)
    viewers = {row["id"].partition("-")[0]: row["colour"] for row in chart["series"] if row["id"] != "others"}
    assert len(set(viewers.values())) == len(viewers)


def test_many_nations_have_colours_of_their_own() -> None:
    told = colours(stress_scenario())
    parts = [tuple(int(each[k : k + 2], 16) for k in (1, 3, 5)) for each in told.values()]

    apart = [
        sum(abs(x - y) for x, y in zip(a, b, strict=True)) for n, a in enumerate(parts) for b in parts[:n]
    ]
    assert min(apart) > 30


def test_a_level_below_its_points_says_why() -> None:
    for seed in range(6):
        game = played(4, seed, baseline=True)
        for turn in range(5):
            for row in board.ladder(Scope(game, turn))["places"]:
                floors = [step["from"] for step in board.ladder(Scope(game, turn))["steps"] if step["from"]]
                points = sum(row["tension"]["value"] >= each for each in floors)
                if points - row["step"] == 1 and min(abs(row["tension"]["value"] - f) for f in floors) > 0.1:
                    assert "it climbs one step a turn" in row["slow"]
                    return
    pytest.fail("no level was below its points")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_committed_and_what_is_free_sum_to_the_funds(seed: int) -> None:
    game = played(3, seed, baseline=True)

    for row in board.purse(Scope(game, 3))["rows"]:
        parts = sum(part["amount"] for part in row["parts"])
        assert parts - row["over"] == pytest.approx(row["funds"], abs=0.01)
        place = game.play.world.index["nation"][row["id"]]
        assert row["parts"][-1]["amount"] == pytest.approx(float(game.state.funds[0, place]), abs=0.001)


def test_the_ladder_tells_level_and_tension_in_order() -> None:
    game = played()
    payload = board.ladder(Scope(game, 2, VIEWER))

    assert [step["name"] for step in payload["steps"]][:3] == ["quiet", "friction", "warning"]
    assert [step["from"] for step in payload["steps"]][:3] == [0.0, 20.0, 40.0]
    row = find(payload["places"], "narrows")
    assert row["tension"]["value"] == pytest.approx(float(game.state.tension[0, 0]), abs=0.05)
    assert (row["challengers"], row["defenders"]) == ("Corve", "Alda and Brenn")
    assert {"stability", "friends"} <= {gauge["id"] for gauge in payload["gauges"]}


def test_ones_own_programme_is_told_whole_and_that_of_another_by_its_stage() -> None:
    rows = board.programmes(Scope(played(), 2, VIEWER))["rows"]
    own, other = find(rows, "watchfire"), find(rows, "swift")

    assert own["own"]
    assert own["reach"] == own["done"]
    assert own["work"]["unit"] == "years"
    assert "work" not in other
    assert other["reach"] > other["done"]
    assert all(row["id"] != "ember" for row in rows), "a programme out of sight"
    assert find(board.programmes(Scope(played(), 2))["rows"], "ember")["own"]


def test_the_feed_tells_the_newest_turn_first() -> None:
    payload = board.feed(Scope(played(turns=3), 3, VIEWER), turns=2)

    assert [turn["turn"] for turn in payload["turns"]] == [3, 2]
    keys = [item["key"] for turn in payload["turns"] for item in turn["items"]]
    assert len(keys) == len(set(keys))
    orders = [item for item in payload["turns"][0]["items"] if item["kind"] == "orders"]
    assert [item["nations"][0]["id"] for item in orders] == list(ISLANDS.world.ids["nation"])


def test_an_unknown_chart_is_told_with_the_nearest() -> None:
    with pytest.raises(WargameError, match="Did you mean 'tension'"):
        board.lines(Scope(played(turns=1), 1), "tensoin")


def _refs(payload: Any) -> Iterator[str]:
    if isinstance(payload, dict):
        for name, value in payload.items():
            if name.endswith("ref"):
                yield value
            else:
                yield from _refs(value)
    elif isinstance(payload, list):
        for each in payload:
            yield from _refs(each)


def test_every_number_leads_to_a_row_of_the_rulebook() -> None:
    rows = set(re.findall(r'id="([^"]+)"', page(rulebook(ISLANDS.scenario, marked=True))))
    wanted = {ref for ref in _refs(told(played(turns=3), "")) if ref}

    assert wanted - rows == set()
    assert {"track-approval", "field-tension", "programme-lantern"} <= wanted


# -- secrets ------------------------------------------------------------------------------------------------


def hidden(name: str, state: State) -> np.ndarray:
    """Return which numbers of a field the viewer may not see."""
    world, field = ISLANDS.world, FIELDS[name]
    here = world.index["nation"][VIEWER]
    table = np.ones(getattr(state, name).shape, dtype=np.bool_)
    if field.see == "by track":
        private = np.array([row.see == "private" for row in world.ruleset.tracks.values()])
        table &= private
    if field.axes[:1] == ("nation",):
        table[:, here] = False
    elif field.axes[-1:] == ("nation",):
        table[..., here] = False
    elif field.axes[:1] == ("programme",):
        table[:, world.owner[:, here]] = False
    return table


def changed(game: Game, name: str) -> Game:
    """Return a game played alike, in which all that the viewer may not see of a field is another."""
    states = []
    for state in game.model.states:
        array = getattr(state, name)
        low, high = (np.max(end) for end in (FIELDS[name].low, FIELDS[name].high))
        swapped = ~array if array.dtype == np.bool_ else np.where(array > (low + high) / 2, low, high)
        told_apart = np.where(hidden(name, state), swapped, array).astype(array.dtype)
        states.append(state.having(**{name: told_apart}))
    return altered(game, states)


SECRET = [name for name, row in FIELDS.items() if row.see in ("private", "estimated", "umpire", "by track")]


@pytest.mark.parametrize("name", SECRET)
def test_no_panel_moves_when_what_is_kept_from_a_seat_moves(name: str) -> None:
    game = played()

    assert apart(game, changed(game, name), VIEWER) == []


@pytest.mark.parametrize("name", ["capability", "capital", "funding", "work", "home", "threat"])
def test_the_whole_board_does_move_with_secrets(name: str) -> None:
    game = played()

    assert apart(game, changed(game, name), "") != []


def test_an_estimated_track_shows_its_band_only() -> None:
    game, track = played(), ISLANDS.world.index["track"]["regime"]
    states = []
    for turn, state in enumerate(game.model.states):
        home = np.array(state.home)
        home[0, 0, track] = home[0, 0, track] // 20 * 20 + (3.0 if turn else 17.0)
        states.append(state.having(home=home))
    other = altered(game, states)

    assert apart(game, other, VIEWER) == []
    assert "lines" in apart(game, other, "ALDA")


def test_a_secret_agreement_ties_nobody_on_the_map_of_an_outsider() -> None:
    world = ISLANDS.world
    place = next(a for a in range(world.size("agreement")) if set(_parties(a)) == {"CORVE", "DRAY"})

    def signed(state: State, status: int) -> State:
        agreement, secret = np.array(state.agreement), np.array(state.secret)
        agreement[0, place], secret[0, place] = status, status == IN_FORCE
        return state.having(agreement=agreement, secret=secret)

    without, within = (
        altered(played(), [signed(state, status) for state in played().model.states])
        for status in (OPEN, IN_FORCE)
    )
    assert apart(without, within, VIEWER) == []
    ties = board.region(Scope(within, 2, "DRAY"))["ties"]
    assert any("kept secret" in text for tie in ties for text in tie["about"])


def _parties(agreement: int) -> tuple[str, ...]:
    return list(ISLANDS.scenario.agreements.values())[agreement].parties


def test_no_panel_tells_how_much_another_seat_funds() -> None:
    games = []
    for text in ("fund swift 25", "fund swift 100"):
        game = Game.new(ISLANDS, seed=7, people=["CORVE"])
        game.submit("CORVE", [text])
        game.advance()
        games.append(game)

    assert apart(*games, VIEWER) == []
    assert {"programmes", "purse", "feed"} <= set(apart(*games, "CORVE"))


# -- the map and many nations -------------------------------------------------------------------------------


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


@pytest.mark.parametrize(
    "scenario", [ISLANDS.scenario, BASELINE.scenario, stress_scenario()], ids=lambda s: s.id
)
def test_no_name_stands_on_another_and_all_are_on_the_map(scenario: Any) -> None:
    drawn = board.geography(scenario)
    boxes = name_boxes(drawn)

    assert len(boxes) >= len(scenario.nations)
    assert [pair for pair in combinations(boxes, 2) if _overlap(*pair)] == []
    assert all(min(box) >= 0 for box in boxes)
    assert all(box[2] <= drawn["width"] and box[3] <= drawn["height"] for box in boxes)
    assert all(row["d"].startswith("M") and row["d"].endswith("Z") for row in drawn["nations"])


def test_lands_never_touch_and_leave_water_where_it_is_wanted() -> None:
    grid = Grid(400, 300, 8)
    seeds = {"a": (120.0, 150.0), "b": (180.0, 150.0), "c": (300.0, 90.0)}
    land = grow(grid, seeds, {"a": 120, "b": 120, "c": 60}, [((240.0, 200.0), 30.0)])

    for name, cells in land.items():
        assert grid.nearest(seeds[name]) in cells
        near = {other for cell in cells for other in grid.around(cell)} - cells
        assert all(near.isdisjoint(land[other]) for other in land if other != name)
    wet = grid.nearest((240.0, 200.0))
    assert all(wet not in cells for cells in land.values())
    assert land == grow(grid, seeds, {"a": 120, "b": 120, "c": 60}, [((240.0, 200.0), 30.0)])


def test_the_coast_of_one_hexagon_has_six_corners_and_that_of_a_ring_two_shores() -> None:
    grid = Grid(400, 300, 8)
    lake = (5, 5)

    assert outline(grid, [lake]).count("L") == 5
    assert outline(grid, grid.around(lake)).count("M") == 2
    assert outline(grid, [*grid.around(lake), lake]).count("M") == 1


def test_many_nations_are_told_in_lists() -> None:
    game = Game.new(prepare(stress_scenario(12, 20)), seed=1)
    scope = Scope(game, 0, "N02")

    assert board.nations(scope)["compact"]
    assert len({row["colour"] for row in board.nations(scope)["rows"]}) == 12
    assert [row["id"] for row in board.budgets(scope)["series"]][-1] == "others"
    span = find(board.lines(scope, "tech")["series"], "others")["bands"][0]
    assert span["low"][0] < span["high"][0]
    drawn = board.geography(game.play.scenario)
    assert {row["label"]["text"] for row in drawn["nations"]} == set(game.play.scenario.nations)
