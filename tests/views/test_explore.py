"""What many games show: endings, spreads, fans, luck and doubt, comparisons, the form; every payload is plain JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from wargame.ensemble import Plan, Point, Results, plan_of, run_plan
from wargame.experiment.charts.fans import carried
from wargame.experiment.courses import Course, course
from wargame.experiment.luck import split
from wargame.faults import WargameError
from wargame.live.ensembles import Estimate, Standing
from wargame.live.wanted import Wanted, design_of, differs_of
from wargame.views.explore import courses, doubt, endings, form, listing, page, spread, together
from wargame.views.explore.beside import beside
from wargame.views.explore.means import by_point, outcome_means
from wargame.views.explore.numbers import Numbers

GAMES = 40
PLACE = "tension:narrows"
TYPED = {"scenario": "four-islands", "games": "50", "seed": "3", "turns": "4", "characters": {}, "values": []}


@cache
def played(seed: int = 7, games: int = GAMES, turns: int = 2, hawk: bool = False) -> Results:
    cast = {"DRAY": "hawk"} if hawk else {}
    return run_plan(plan_of("four-islands", games=games, seed=seed, turns=turns, characters=cast))


@cache
def varied() -> Results:
    """Return games at draws of the assumed numbers."""
    return run_plan(Wanted("four-islands", games=60, seed=7, turns=2, doubt=True).plan())


def plain() -> Numbers:
    return Numbers(played())


def drawn() -> Numbers:
    return Numbers(varied())


VIEWS: dict[str, Callable[[Numbers], Any]] = {
    "endings": endings.endings,
    "successes": endings.successes,
    "objectives": endings.objectives,
    "outcomes": Numbers.menu,
    "spread": lambda numbers: spread.spread(numbers, PLACE),
    "steps": lambda numbers: spread.spread(numbers, "level:narrows"),
    "yes or no": lambda numbers: spread.spread(numbers, "calm"),
    "games": lambda numbers: page.games(numbers, PLACE, None, ""),
    "courses": courses.menu,
    "fan": lambda numbers: courses.fan(numbers, PLACE, 0),
    "shares": lambda numbers: courses.fan(numbers, "level:narrows", 0),
    "money": lambda numbers: courses.fan(numbers, "spending:DRAY", 0),
    "luck": doubt.luck_and_doubt,
    "matters": lambda numbers: doubt.what_matters(numbers, PLACE),
    "together": lambda numbers: together.together(numbers, PLACE),
}


@pytest.mark.parametrize("numbers", [plain, drawn])
@pytest.mark.parametrize("view", VIEWS)
def test_a_payload_is_plain_and_small(view: str, numbers: Callable[[], Numbers]) -> None:
    told = json.dumps(VIEWS[view](numbers()), allow_nan=False)

    assert len(told) < 40_000


@pytest.mark.parametrize("numbers", [plain, drawn])
@pytest.mark.parametrize("view", ["endings", "successes", "spread", "fan", "shares"])
def test_a_chart_says_how_many_games_it_is_of(view: str, numbers: Callable[[], Numbers]) -> None:
    chart = VIEWS[view](numbers())
    games = f"{numbers().results.games} games"

    assert games in chart["note"] + chart["series"][0]["name"]
    assert games in chart["label"]
    assert all(len(each["values"]) == len(chart["x"]["values"]) for each in chart["series"])


# -- endings -------------------------------------------------------------------------------------------------


def test_endings_are_all_games_each_once() -> None:
    shares = endings.endings(plain())["series"][0]
    table = played().outcomes(["calm", "tense", "breakdown"])

    assert sum(shares["values"]) == pytest.approx(1.0, abs=1e-3)
    assert [shares["values"][place] for place in (0, 2, 3)] == [
        pytest.approx(table[name].mean()) for name in ("calm", "tense", "breakdown")
    ]
    for low, mean, high in zip(shares["low"], shares["values"], shares["high"], strict=True):
        assert 0.0 <= low <= mean <= high <= 1.0


def test_a_chart_of_shares_leaves_room_for_its_intervals() -> None:
    chart = endings.successes(plain())

    assert max(chart["series"][0]["high"]) <= chart["range"][1] <= 1.0


def test_many_nations_stand_below_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not endings.successes(plain())["across"]
    monkeypatch.setattr(endings, "COMPACT", 3)

    assert endings.successes(plain())["across"]


def test_an_interval_of_a_design_knows_that_its_games_share_their_luck() -> None:
    names = ["stability", "calm"]
    design = outcome_means(varied(), names, ["calm"])
    games = varied().outcomes(names)
    alone = 1.96 * games["stability"].sem()

    assert design["stability"].mean == pytest.approx(games["stability"].mean())
    assert design["stability"].high - design["stability"].mean > alone
    assert design["calm"].low <= design["calm"].mean <= design["calm"].high
    assert "bootstrap" in endings.endings(drawn())["note"]


def test_objectives_stand_under_their_seats() -> None:
    told = endings.objectives(plain())["seats"]

    assert [(seat["id"], seat["of"], len(seat["rows"])) for seat in told] == [
        (seat, 2, 2) for seat in ("ALDA", "BRENN", "CORVE", "DRAY")
    ]
    for seat in told:
        assert sum(row["mean"] for row in seat["rows"]) == pytest.approx(seat["mean"], abs=1e-3)


# -- spreads and games ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [PLACE, "level:narrows", "calm", "objectives:DRAY", "score:DRAY", "threat:ALDA"]
)
def test_the_bars_of_a_spread_hold_every_game_once(name: str) -> None:
    chart = spread.spread(plain(), name)

    assert sum(chart["series"][0]["values"]) == pytest.approx(1.0, abs=1e-3)


def test_an_outcome_that_never_moves_is_one_bar() -> None:
    numbers = Numbers(played(games=1, turns=1))

    assert spread.spread(numbers, PLACE)["series"][0]["values"] == [1.0]
    assert "interval" not in spread.summary(numbers, PLACE)


def test_games_stand_where_they_are_said_to() -> None:
    table = played().outcomes([PLACE]).set_index("replicate")[PLACE]
    rows = {row["where"]: row for row in spread.games_at(plain(), PLACE)}

    assert table[rows["lowest"]["replicate"]] == table.min()
    assert table[rows["highest"]["replicate"]] == table.max()
    assert table.min() < table[rows["median"]["replicate"]] < table.max()


def test_the_typical_game_is_no_extreme_one() -> None:
    table = played().outcomes(["stability"])["stability"]

    assert table.min() < table[spread.typical(plain())] < table.max()


def test_the_typical_game_is_typical_on_the_way_too(monkeypatch: pytest.MonkeyPatch) -> None:
    first, held = spread.typical(plain()), spread.course

    def bent(results: Results, name: str) -> Course:
        found = held(results, name)
        games = found.games.copy()
        games[first, :-1] += 1000.0  # it ends as before
        return replace(found, games=games)

    monkeypatch.setattr(spread, "course", bent)

    assert spread.typical(plain()) != first


def test_without_tables_by_turn_the_typical_game_is_judged_by_its_end() -> None:
    numbers = Numbers(run_plan(plan_of("four-islands", games=3, turns=1, tables=["outcomes"])))

    assert 0 <= spread.typical(numbers) < 3


def test_a_game_is_found_by_a_value_and_by_its_number() -> None:
    table = played().outcomes([PLACE]).set_index("replicate")[PLACE]
    _, found = page.asked_game(plain(), PLACE, {"do": "near", "text": "40"})

    assert abs(table[found] - 40.0) == (table - 40.0).abs().min()
    assert page.asked_game(plain(), PLACE, {"do": "number", "text": "3", "point": "0"}) == (0, 3)
    assert page.asked_game(drawn(), PLACE, {"do": "number", "text": "3", "point": "5"}) == (5, 3)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"do": "near", "text": "lots"}, "“lots” is no number"),
        ({"do": "near", "text": ""}, "such as 50"),
        ({"do": "number", "text": "40"}, "from 0 to 39"),
        ({"do": "number", "text": "-1"}, "no game “-1”"),
        ({"do": "number", "text": "1", "point": "1"}, "no draw “1”"),
    ],
)
def test_a_game_that_is_not_there_is_told(told: dict[str, str], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        page.asked_game(plain(), PLACE, told)


# -- fans ----------------------------------------------------------------------------------------------------


def test_a_fan_holds_the_median_the_bands_and_one_real_game() -> None:
    games = course(played(), PLACE).games
    median, game = courses.fan(plain(), PLACE, 5)["series"]

    assert median["values"] == pytest.approx(np.median(carried(games), axis=0), abs=1e-3)
    assert game["values"] == [None if np.isnan(v) else pytest.approx(v, abs=1e-3) for v in games[5]]
    wide, narrow = median["bands"]
    for values in zip(
        wide["low"], narrow["low"], median["values"], narrow["high"], wide["high"], strict=True
    ):
        assert list(values) == sorted(values)


def test_few_games_make_no_bands() -> None:
    chart = courses.fan(Numbers(played(games=4)), PLACE, 0)

    assert chart["series"][0]["bands"] == []
    assert "no bands" in chart["note"]


def test_the_games_of_a_design_promise_nothing_of_other_games() -> None:
    assert "of these games" in courses.fan(drawn(), PLACE, 0)["note"]
    assert "confidence" in courses.fan(plain(), PLACE, 0)["note"]


def test_a_level_is_told_by_the_share_of_games_at_each_step() -> None:
    chart = courses.fan(plain(), "level:narrows", 0)

    assert chart["kind"] == "stack"
    assert np.sum([each["values"] for each in chart["series"]], axis=0) == pytest.approx(1.0, abs=1e-3)


def test_an_ensemble_without_tables_by_turn_has_no_fans() -> None:
    numbers = Numbers(run_plan(plan_of("four-islands", games=2, turns=1, tables=["outcomes"])))

    assert courses.menu(numbers) == []
    assert page.chosen_course(numbers, PLACE) == ""


# -- luck and doubt ------------------------------------------------------------------------------------------


def test_luck_and_doubt_are_those_of_the_layout() -> None:
    told = doubt.luck_and_doubt(drawn())
    assert told is not None
    row = next(each for each in told["rows"] if each["id"] == PLACE)
    found = split(by_point(varied().outcomes([PLACE]), PLACE))

    assert row["doubt"] == pytest.approx(found.doubt_share, abs=1e-3)
    assert row["doubt"] + row["luck"] == pytest.approx(1.0, abs=1e-3)
    assert row["low"] <= row["doubt"] <= row["high"]


def test_plain_games_have_no_doubt() -> None:
    assert doubt.luck_and_doubt(plain()) is None
    assert doubt.what_matters(plain(), PLACE) is None


def test_a_latin_hypercube_is_known_by_its_points() -> None:
    plan = varied().plan
    found = design_of(plan)
    assert found is not None

    assert found.points == len(plan.points)
    assert set(found.values().columns) == set(plan.points[0].values)
    twice = Plan(plan.settings, (*plan.points[:-1], plan.points[0]), plan.replicates)
    assert design_of(twice) is None
    chosen = tuple(Point(0, {"growth.inertia": value}, {"growth.inertia": value}) for value in (0.1, 0.3))
    assert design_of(Plan(plan.settings, chosen, 2)) is None


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((0.6, 0.9), "mostly doubt"),
        ((0.0, 0.3), "mostly luck"),
        ((0.4, 0.6), "both"),
        ((0.1, 0.9), "too few"),
    ],
)
def test_a_split_is_told_in_words(ends: tuple[float, float], words: str) -> None:
    row = {"between_share": sum(ends) / 2, "between_low": ends[0], "between_high": ends[1]}

    assert doubt.reading_of(row).startswith(words)


# -- what goes together --------------------------------------------------------------------------------------


def test_what_goes_together_is_about_other_places_and_firm() -> None:
    told = together.together(Numbers(played(games=400, turns=4)), "spending:DRAY")

    assert told["rows"], "two budgets of one region go together"
    for row in told["rows"]:
        assert "DRAY" not in row["id"]
        assert not row["id"].startswith(("objective", "succeeds", "score", "calm", "stability"))
        assert row["low"] <= row["value"] <= row["high"]
        assert row["low"] * row["high"] > 0.0


def test_ranks_of_few_games_or_of_a_design_are_not_told() -> None:
    assert "Fewer than" in together.together(Numbers(played(games=4)), PLACE)["words"]
    assert together.together(drawn(), PLACE)["words"] == together.DESIGN


# -- side by side --------------------------------------------------------------------------------------------


def test_two_ensembles_of_the_same_luck_are_compared_game_by_game() -> None:
    told = beside(played(), played(hawk=True))

    assert "had the same luck" in told["words"]
    assert json.dumps(told, allow_nan=False)
    rows = sum(len(chart["x"]["values"]) for chart in told["charts"])
    assert rows == len(told["rows"])


def test_two_ensembles_of_other_luck_are_two_samples() -> None:
    assert "Not paired" in beside(played(), played(seed=8))["words"]


def test_the_first_of_two_is_the_one_that_was_chosen_first() -> None:
    one, two = beside(played(), played(hawk=True)), beside(played(hawk=True), played())

    assert (one["first"], one["second"]) == (two["second"], two["first"])
    assert one["second"]["which"] == "DRAY hawk; 2 turns · seed 7"


def test_differences_of_shares_are_points_and_no_percent() -> None:
    rows = beside(played(), played(hawk=True))["rows"]
    shares = [row for row in rows if row["first"].endswith("%")]

    assert shares
    for row in shares:
        assert row["unit"] == "percentage points"
        assert "%" not in row["difference"] + row["interval"]
    assert {row["unit"] for row in rows if row not in shares} == {"points", ""}


def test_what_is_chosen_on_a_page_stands_in_its_address() -> None:
    chosen = page.address("plain", {"course": "stability", "odd": "1"}, beside="a b")

    assert chosen == "/explore/plain?beside=a+b&course=stability"
    assert page.address("plain", {"beside": "other"}, beside="") == "/explore/plain"


def test_an_ensemble_tells_what_it_varies() -> None:
    assert differs_of(plan_of("four-islands", games=3)) == "own characters and numbers"
    assert differs_of(varied().plan).startswith("2 turns; 12 draws of ")


# -- the form ------------------------------------------------------------------------------------------------


def test_the_form_offers_what_the_scenario_has() -> None:
    told = form.form("four-islands")

    assert [seat["id"] for seat in told["seats"]] == ["ALDA", "BRENN", "CORVE", "DRAY"]
    assert told["turns"] == "4"
    assert json.dumps(told, allow_nan=False)


def test_what_is_typed_becomes_what_is_wanted() -> None:
    rows = [{"id": "growth.inertia", "value": "0.3"}, {"id": "", "value": ""}]
    typed = TYPED | {"games": "1 500", "turns": "3", "characters": {"DRAY": "hawk"}, "values": rows}

    wanted, faults = form.read_form(typed)

    assert faults == {}
    assert wanted == Wanted("four-islands", 1500, 3, 3, {"DRAY": "hawk"}, {"growth.inertia": 0.3})


@pytest.mark.parametrize(
    ("games", "doubt", "words"),
    [
        ("1", False, "Run 1 game"),
        ("2,000", False, "Run 2,000 games"),
        ("2,000", True, "Run 90 draws × 22 = 1,980 games"),
        ("-5", False, "Run games"),
    ],
)
def test_the_button_tells_the_games_that_are_played(games: str, doubt: bool, words: str) -> None:
    wanted, _ = form.read_form(TYPED | {"games": games, "doubt": doubt})

    assert form.run_words(wanted) == words
    if wanted is not None:
        assert f"{wanted.plan().games:,} game" in words


def test_what_the_scenario_has_anyway_is_not_wanted() -> None:
    wanted, _ = form.read_form(TYPED | {"characters": form_characters()})

    assert wanted == Wanted("four-islands", 50, 3)


def form_characters() -> dict[str, str]:
    return {seat["id"]: seat["character"] for seat in form.form("four-islands")["seats"]}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"games": "0"}, "games", "from 1 to 20,000"),
        ({"games": "1000000"}, "games", "1,000,000 is out of range"),
        ({"games": "five hundred"}, "games", "“five hundred” is no whole number"),
        ({"games": ""}, "games", "nothing is written"),
        ({"games": "9" * 10_000}, "games", "is no whole number"),
        ({"games": "2.5"}, "games", "whole number"),
        ({"seed": "-1"}, "seed", "out of range"),
        ({"turns": "99"}, "turns", "from 1 to 40"),
        ({"scenario": "nowhere"}, "scenario", "there is no scenario 'nowhere'"),
        ({"values": [{"id": "growth.inertia", "value": "much"}]}, "values", "“much” is no number"),
        ({"values": [{"id": "growth.inertia", "value": "9"}]}, "values", "outside its range"),
        ({"values": [{"id": "growth.inertia", "value": "nan"}]}, "values", "outside its range"),
        ({"values": [{"id": "growth.inerta", "value": "0.1"}]}, "values", "did you mean 'growth.inertia'"),
        ({"values": [{"id": "growth.inertia", "value": "0.1"}] * 2}, "values", "set twice"),
        ({"values": [{"id": "crises.thresholds", "value": "1, 2"}]}, "values", "2 numbers are written"),
        ({"characters": {"DRAY": "fox"}}, "form", "fox"),
        ({"characters": {"NOBODY": "hawk"}}, "form", "NOBODY"),
        ({"games": "8", "doubt": True}, "games", "too few to vary"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(changed: dict[str, Any], field: str, words: str) -> None:
    wanted, faults = form.read_form(TYPED | changed)

    assert wanted is None
    assert words.lower() in faults[field].lower()
    assert len(faults[field]) < 300


def test_an_estimate_tells_time_and_disk() -> None:
    told = form.estimate_words(Estimate(20_000, 65.0, 114_000_000, 71_000_000_000, 250, 403.0, 2))
    short = form.estimate_words(Estimate(20_000, 65.0, 114_000_000, 1_000_000, 250, 403.0, 2))

    assert told["text"] == "20,000 games: about 65 s and 114 MB on disk (71 GB free)."
    assert "too small" in short["text"]
    assert short["short"]


# -- how far -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "how", "words"),
    [
        (Standing(0, 500), {"running": True}, "0 of 500 games; starting"),
        (Standing(0, 500), {"running": True, "waiting": True}, "waits until another run is done"),
        (Standing(250, 500, 100.0, 2.5), {"running": True}, "250 of 500 games, 100 a second, about 2 s left"),
        (Standing(250, 500), {"running": True, "stopping": True}, "stopping"),
        (Standing(250, 500), {}, "finished and kept"),
        (Standing(500, 500), {"whole": True}, "all 500 games"),
        (Standing(1, 1), {"whole": True}, "its one game"),
    ],
)
def test_a_run_says_how_far_it_is(standing: Standing, how: dict[str, bool], words: str) -> None:
    flags = {"running": False, "whole": False, "stopping": False, "waiting": False} | how

    assert words in listing.state_words(standing, **flags)


def test_results_are_read_anew_whenever_they_double() -> None:
    stages = [page.stage(done, True) for done in range(0, 20_001, 250)]

    assert stages == sorted(stages)
    assert len(set(stages)) < 10
