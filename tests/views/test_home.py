"""The first page: what it offers, what lies in ``runs/``, and what a person may type there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from wargame.faults import WargameError
from wargame.live.cards import Card
from wargame.live.script import list_scripts
from wargame.ruleset import rules_folder
from wargame.views import home

PRACTICE, BASELINE = "four-islands", "northeast-asia-2022"
GAME = Card("islands-1", "game", "Four islands", PRACTICE, ("ALDA", "BRENN"), ("BRENN",), 1, 3, when=2.0)


@pytest.fixture(scope="module")
def found() -> tuple[home.Offer, ...]:
    return home.offers()


def test_the_page_is_plain_values(found: tuple[home.Offer, ...]) -> None:
    page = home.payload([GAME], found, list_scripts())

    assert json.loads(json.dumps(page, allow_nan=False)) == page
    assert page["practice"][0]["title"] == "Ten guided minutes on four invented islands"
    assert [row["name"] for row in page["practice"][0]["map"]["nations"]] == [
        "Alda",
        "Brenn",
        "Corve",
        "Dray",
    ]


def test_real_scenarios_stand_before_practice_and_seats_have_dilemma_and_colour(
    found: tuple[home.Offer, ...],
) -> None:
    scenarios = home.play(found)["scenarios"]

    assert [row["id"] for row in scenarios] == [BASELINE, PRACTICE]
    assert scenarios[1]["seats"][1]["dilemma"].startswith("Safety with a friend")
    assert scenarios[1]["seats"][1]["colour"] == "#b5446e"


def test_no_seat_sees_the_brief_or_the_objectives_of_another_before_it_sits_down(
    found: tuple[home.Offer, ...],
) -> None:
    told = json.dumps(home.payload([], found, list_scripts()))

    for each in found:
        assert each.scenario is not None
        for row in each.scenario.nations.values():
            assert row.brief not in told
        for goal in each.scenario.objectives.values():
            assert goal.text not in told


def test_a_scenario_with_faults_tells_them_and_the_others_can_be_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(rules_folder(), tmp_path / "rules")
    nations = tmp_path / "rules/standard/scenarios/four-islands/nations.toml"
    nations.write_text(
        nations.read_text(encoding="utf-8").replace("orders = 3", "orders = 0", 1), encoding="utf-8"
    )
    monkeypatch.setenv("WARGAME_RULES", str(tmp_path / "rules"))

    play = home.play(home.offers())

    assert [row["id"] for row in play["scenarios"]] == [BASELINE]
    assert play["broken"] == [
        {
            "id": PRACTICE,
            "faults": [
                {
                    "where": "rules/standard/scenarios/four-islands/nations.toml, [ALDA].orders",
                    "what": "0 is out of range.",
                    "mend": "Write a number from 1 to 12.",
                }
            ],
        }
    ]


# -- what a person chose -----------------------------------------------------------------------------------


@pytest.fixture
def choose(found: tuple[home.Offer, ...]) -> Callable[..., home.Choice]:
    def chosen(**told: Any) -> home.Choice:
        return home.choice({"scenario": PRACTICE, "seat": "BRENN", **told}, found)

    return chosen


def test_one_click_is_enough(choose: Callable[..., home.Choice]) -> None:
    made = choose()

    assert (made.scenario.id, made.seat) == (PRACTICE, "BRENN")
    assert (made.turns, made.seed, made.characters) == (None, None, {})


def test_numbers_come_as_they_were_typed(choose: Callable[..., home.Choice]) -> None:
    made = choose(turns=" 6 ", seed="0042")

    assert (made.turns, made.seed) == (6, 42)


def test_only_characters_that_differ_are_kept_and_none_for_ones_own_seat(
    choose: Callable[..., home.Choice],
) -> None:
    made = choose(characters={"ALDA": "balancer", "CORVE": "hawk", "BRENN": "dove", "ATLANTIS": "dove"})

    assert made.characters == {"CORVE": "hawk"}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            {"scenario": "four-iland"},
            "There is no scenario 'four-iland' to be played. Did you mean 'four-islands'?",
        ),
        ({"seat": "BREN"}, "There is no seat 'BREN'. Did you mean 'BRENN'?"),
        ({"turns": "six"}, "Length: 'six' is not a whole number. Write a whole number from 1 to 40"),
        ({"turns": "0"}, "Length: '0' is out of range"),
        ({"turns": "41"}, "Length: '41' is out of range"),
        ({"turns": "3.5"}, "Length: '3.5' is not a whole number"),
        ({"turns": "²"}, "Length: '²' is not a whole number"),
        ({"seed": "-1"}, "Seed: '-1' is not a whole number. Write a whole number from 0 to"),
        ({"seed": "9" * 10_000}, "Seed: '99999999999999999999999…' is out of range"),
        ({"characters": {"CORVE": "hwak"}}, "Corve: there is no character 'hwak'. Did you mean 'hawk'?"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    choose: Callable[..., home.Choice], told: Mapping[str, Any], words: str
) -> None:
    with pytest.raises(WargameError) as error:
        choose(**told)

    assert str(error.value).startswith(words)
    assert len(str(error.value)) < 200


# -- what lies in runs/ ------------------------------------------------------------------------------------


def test_records_are_grouped_by_what_can_be_done_with_them(found: tuple[home.Offer, ...]) -> None:
    over = Card("islands-2", "game", "Four islands", PRACTICE, people=("BRENN",), turn=3, turns=3, over=True)
    house = Card("islands-3", "game", "Four islands", PRACTICE, turn=2, turns=3, over=True)
    many = Card("many-1", "ensemble", "Four islands", PRACTICE, games=1000)
    bad = Card(
        "bad-1", "game", fault="runs/bad-1/log.jsonl, line 3: this line was edited. Restore it from a copy."
    )

    told = home.records([GAME, over, house, many, bad], found)

    rows = {row["name"]: row for group in home.GROUPS for row in told[group]}
    assert [told[group][0]["name"] for group in home.GROUPS] == ["islands-1", "islands-2", "many-1", "bad-1"]
    assert rows["islands-1"]["path"] == "/play/islands-1"
    assert rows["islands-1"]["text"] == "Brenn, turn 2 of 3"
    assert rows["islands-1"]["colour"] == "#b5446e"
    assert rows["islands-2"]["path"] == "/review/islands-2"
    assert rows["islands-2"]["text"] == "Brenn, over after 3 turns"
    assert rows["islands-3"]["text"] == "House AI alone, ended in turn 2"
    assert rows["many-1"]["path"] == "/explore/many-1"
    assert rows["many-1"]["text"] == "Ensemble of 1,000 games, not all of them played"
    assert (rows["bad-1"]["path"], rows["bad-1"]["fault"]) == ("", bad.fault)


def test_games_of_one_scenario_are_told_apart() -> None:
    alike: dict[str, Any] = {
        "kind": "game",
        "title": "Four islands",
        "scenario": PRACTICE,
        "turn": 4,
        "turns": 4,
        "over": True,
    }
    games = [
        Card("islands-5", **alike, seed=5),
        Card("islands-6", **alike, seed=5, differs="DRAY hawk"),
        Card("islands-7", **alike, seed=5, replicate=17),
    ]
    many = Card(
        "many-1", "ensemble", "Four islands", PRACTICE, turns=4, games=500, seed=1, differs="CORVE dove"
    )

    told = home.records([*games, many])

    assert [row["which"] for row in told["over"]] == ["seed 5", "DRAY hawk · seed 5", "seed 5, replicate 17"]
    assert told["many"][0]["which"] == "CORVE dove · 4 turns · seed 1"
    assert "dray hawk" in told["over"][1]["words"]


def test_an_experiment_is_listed_with_the_place_of_its_report() -> None:
    row = home.records([Card("doubt", "experiment")])["many"][0]

    assert row["path"] == ""
    assert row["text"] == "An experiment; its report is runs/doubt/report.html."


def test_a_game_of_house_ai_that_was_left_is_looked_into_as_nobody_plays_it() -> None:
    left = Card("islands-4", "game", "Four islands", PRACTICE, turn=2, turns=3)

    assert home.records([left])["over"][0]["path"] == "/review/islands-4"


def test_a_game_of_a_scenario_that_is_not_here_any_more_is_listed_by_its_seats() -> None:
    told = home.records([Card("old", "game", "Old one", "gone", people=("XYZ",), turn=0, turns=4)])

    assert told["open"][0]["text"] == "XYZ, turn 1 of 4"


def test_a_name_of_a_folder_leads_nowhere_else() -> None:
    told = home.records([Card("a b?c#d", "game", "Odd", "gone", people=("XYZ",), turns=4)])

    assert told["open"][0]["path"] == "/play/a%20b%3Fc%23d"


def test_a_list_that_is_being_read_says_so() -> None:
    assert home.records(None)["reading"]
    assert not home.records([])["reading"]


def test_the_filter_comes_with_the_ninth_record() -> None:
    cards = [Card(f"run-{number}", "ensemble") for number in range(9)]

    assert not home.records(cards[:8])["filter"]
    assert home.records(cards)["filter"]
