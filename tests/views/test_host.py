"""Setting up an exercise: what the form offers, what it makes of what was typed, and the rooms that are listed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from wargame.faults import WargameError
from wargame.live.whatif import Forecaster
from wargame.views import home
from wargame.views.room import asked, host, hosted
from wargame.views.room.codes import codes, qr
from wargame.workshop.plan import Plan
from wargame.workshop.rooms import RoomCard, Rooms

PRACTICE, BASELINE = "four-islands", "northeast-asia-2022"
DRAWN = 424242
Read = Callable[..., tuple[tuple[Plan, ...], dict[str, str]]]


@pytest.fixture(scope="module")
def found() -> tuple[home.Offer, ...]:
    return home.offers()


@pytest.fixture
def typed(found: tuple[home.Offer, ...]) -> Read:
    def read(**changed: Any) -> tuple[tuple[Plan, ...], dict[str, str]]:
        menu = host.choices(found)
        usual = {
            "scenario": BASELINE,
            "people": "8",
            "tables": "1",
            "names": ["North"],
            "human": ["USA", "JPN"],
            "characters": {},
            "turns": str(menu["turns"]),
            "questions": str(menu["questions"]),
            "seed": "",
            **{kind: {row["id"]: str(row[kind]) for row in menu["phases"]} for kind in ("first", "later")},
        }
        return asked.read({**usual, **changed}, found, DRAWN)

    return read


# -- what is offered ----------------------------------------------------------------------------------------


def test_the_form_is_plain_values_and_tells_no_secret(found: tuple[home.Offer, ...]) -> None:
    menu = host.choices(found)
    told = json.dumps(menu, allow_nan=False)

    assert [row["id"] for row in menu["scenarios"]] == [BASELINE, PRACTICE]
    assert [(row["name"], row["turns"]) for row in menu["presets"]] == [
        ("Short", 5),
        ("Workshop", 6),
        ("Full", 8),
        ("Long", 12),
    ]
    for each in found:
        assert each.scenario is not None
        assert not any(goal.text in told for goal in each.scenario.objectives.values())
        assert not any(row.brief in told for row in each.scenario.nations.values())


def test_nothing_has_to_be_typed(typed: Read) -> None:
    (plan,), faults = typed()

    assert faults == {}
    assert (plan.title, plan.seats, plan.turns, plan.questions) == ("North", ("USA", "JPN"), 6, 3)
    assert (plan.practice, plan.debrief, plan.auto, plan.seed, plan.group) == (True, True, True, DRAWN, "")
    assert plan.minutes_of_turn(1) == 18
    assert plan.minutes_of_turn(3) == 15


def test_the_usual_workshop_takes_two_hours_and_a_half(typed: Read) -> None:
    told = host.estimate(typed()[0])

    assert told is not None
    assert (told["text"], told["note"]) == ("2 h 29", "with practice, break and debrief")
    assert sum(part["minutes"] for part in told["parts"]) == told["minutes"]


def test_what_is_left_out_is_not_counted(typed: Read) -> None:
    told = host.estimate(typed(practice=False, debrief=False)[0])

    assert told is not None
    assert told["note"] == "with break"
    assert told["minutes"] == 149 - 18 - 15
    assert host.estimate(()) is None


def test_seats_are_advised_for_the_fuller_tables(found: tuple[home.Offer, ...]) -> None:
    told = host.advice({"scenario": BASELINE, "people": "9", "tables": "2"}, found)

    assert told is not None
    assert told["seats"] == {"USA": 3, "JPN": 2}
    assert told["text"].startswith(
        "At each table, 5 people at most: United States 3 and Japan 2; house AI plays"
    )
    assert host.advice({"scenario": BASELINE, "people": "x", "tables": "1"}, found) is None
    assert host.advice({"scenario": "gone"}, found) is None


# -- what was typed -----------------------------------------------------------------------------------------


def test_twin_tables_share_scenario_seed_and_group(typed: Read) -> None:
    plans, faults = typed(tables="3", names=["North", "South", "East"], seed="77", people="40")

    assert faults == {}
    assert [plan.title for plan in plans] == ["North", "South", "East"]
    assert {(plan.seed, plan.group) for plan in plans} == {(77, "shared-shield-77")}


def test_tables_of_another_day_are_no_twins_of_these(typed: Read) -> None:
    plans, _ = typed(tables="2", names=["North", "South"], seed="77")

    assert {plan.group for plan in asked.apart(plans, {"shared-shield-77", "other"})} == {
        "shared-shield-77-2"
    }
    assert asked.apart(plans, set()) == plans
    assert asked.apart(typed()[0], {""})[0].group == ""


def test_minutes_may_be_typed_with_a_comma(typed: Read) -> None:
    (plan,), _ = typed(later={"plan": "2,5"})

    assert (plan.minutes["plan"], plan.minutes["news"], plan.first_minutes["plan"]) == (2.5, 1.0, 4.0)


def test_only_characters_of_house_ai_that_differ_are_kept(typed: Read) -> None:
    (plan,), _ = typed(characters={"CHN": "hawk", "RUS": "", "ATLANTIS": "dove"})

    assert plan.characters == {"CHN": "hawk"}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"scenario": "gone"}, "scenario", "There is no scenario gone to be played."),
        ({"people": "many"}, "people", "People: “many” is no whole number. Write a whole number from 1"),
        ({"people": "0"}, "people", "People: 0 is out of range."),
        ({"people": "100"}, "people", "People: one table seats 36 at most. Open 3 tables, as twins."),
        ({"tables": "9"}, "tables", "Tables: 9 is out of range. Write a whole number from 1 to 8."),
        ({"human": []}, "human", "House AI would play alone. Give people at least one seat."),
        ({"human": ["JPM"]}, "human", "There is no seat JPM. Did you mean 'JPN'?"),
        ({"turns": "six"}, "turns", "Turns: “six” is no whole number. Write a whole number from 1 to 40."),
        ({"turns": "²"}, "turns", "Turns: “²” is no whole number."),
        ({"later": {"plan": "soon"}}, "minutes", "Plan: “soon” is no number of minutes. Write 0.1 to 120."),
        ({"later": {"plan": "0"}}, "minutes", "Plan: “0” is no number of minutes."),
        ({"first": {"news": "nan"}}, "minutes", "News: “nan” is no number of minutes."),
        ({"first": {"news": ""}}, "minutes", "News: nothing is written there."),
        ({"question": "?" * 301}, "question", "The question has 300 letters at most."),
        ({"questions": "-2"}, "questions", "What-if questions: -2 is out of range."),
        ({"seed": "1.5"}, "seed", "Seed: “1.5” is no whole number."),
        ({"seed": "9" * 99}, "seed", "Seed: “99999999999999999999999…” is no whole number."),
        ({"names": [" "]}, "names", "A table has no name. Write one for each"),
        ({"names": ["x" * 81]}, "names", "xxxxxxxxxxxxxxxxxxxxxxx…: a name has 80 letters at most."),
        ({"tables": "2", "names": ["North", "north"]}, "names", "Two tables have the same name."),
        ({"characters": {"CHN": "hwak"}}, "form", "CHN: there is no character 'hwak'. Did you mean 'hawk'?"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    typed: Read, changed: Mapping[str, Any], field: str, words: str
) -> None:
    plans, faults = typed(**changed)

    assert plans == ()
    assert faults[field].startswith(words)
    assert len(faults[field]) < 200


# -- a room that is open ------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path) -> Rooms:
    return Rooms(tmp_path, Forecaster(0))


def test_the_codes_of_a_room_lead_to_its_seats(shelf: Rooms, typed: Read) -> None:
    room = shelf.begin(typed(scenario=PRACTICE, human=["ALDA", "BRENN"])[0][0])

    told = hosted.opened(room, ["http://192.0.2.20:8765", "http://table.example:8765"])

    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert [row["id"] for row in told["codes"]] == ["ALDA", "BRENN", "screen"]
    assert told["codes"][0]["url"] == f"http://192.0.2.20:8765/join/{room.codes['ALDA']}"
    assert (told["join"], told["others"]) == (
        "http://192.0.2.20:8765/join",
        ["http://table.example:8765/join"],
    )
    assert [row["path"] for row in told["links"]] == [
        "/facilitator/north",
        "/screen/north",
        "/print/north/kit",
    ]
    assert (told["alone"], told["stage"]) == ("", "not begun")
    assert "wargame workshop open --host 0.0.0.0" in hosted.opened(room, ["http://127.0.0.1:8765"])["alone"]
    room.white.end("lunch")
    assert hosted.opened(room, ["http://192.0.2.20:8765"])["codes"] == []
    shelf.close()


def test_rooms_are_listed_by_what_can_be_done_with_them(found: tuple[home.Offer, ...]) -> None:
    cards = [
        RoomCard("north", "North", BASELINE, "play", 2, 6, 8, "shared-shield-7", 3.0),
        RoomCard("old", "Old", "gone", "ended", 6, 6, 1),
        RoomCard("bad", fault="runs/rooms/bad.db: it is damaged. Restore it from a copy."),
    ]

    groups = {group["id"]: group["rows"] for group in hosted.listed(cards, found)["groups"]}

    assert groups["running"][0]["text"] == "Shared Shield: north-east Asia from 2022 · turn 3 of 6 · 8 people"
    assert (groups["running"][0]["desk"], groups["running"][0]["codes"]) == (
        "/facilitator/north",
        "/host/north",
    )
    assert groups["running"][0]["twins"] == "/twins/shared-shield-7"
    assert (groups["ended"][0]["text"], groups["ended"][0]["codes"]) == ("gone · ended · 1 person", "")
    assert groups["damaged"][0]["text"].endswith("Restore it from a copy.")
    assert groups["damaged"][0]["desk"] == ""
    assert hosted.listed(None, found)["reading"]


def test_tables_that_were_opened_before_one_failed_are_told() -> None:
    full = WargameError("The disk is full.")

    assert hosted.fault_of(full, []) == "The disk is full."
    assert hosted.fault_of(full, ["north"]) == "north is open; the next table is not. The disk is full."


# -- QR -----------------------------------------------------------------------------------------------------


def test_a_qr_holds_every_dark_module_and_a_quiet_margin() -> None:
    import segno

    url = "http://192.0.2.20:8765/join/BCDFGH"
    made = qr(url)
    dark = set()
    for x, y, wide in (
        map(int, each.replace("M", "").replace("h", " ").split()) for each in _runs(made["path"])
    ):
        dark |= {(x + step, y) for step in range(wide)}

    matrix = segno.make(url, error="m", micro=False).matrix
    assert made["size"] == len(matrix) + 8
    assert dark == {(x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def _runs(path: str) -> list[str]:
    return [each.partition("v")[0] for each in path.split("z") if each]


def test_the_code_of_a_screen_stands_behind_those_of_the_seats(found: tuple[home.Offer, ...]) -> None:
    scenario = next(each.scenario for each in found if each.id == PRACTICE)
    assert scenario is not None

    rows = codes(scenario, {"screen": "BCDFGH", "BRENN": "JKMNPR"}, "http://192.0.2.20:8765")

    assert [(row["id"], row["shown"]) for row in rows] == [("BRENN", "JKM-NPR"), ("screen", "BCD-FGH")]


# -- people, and what has to be mended ----------------------------------------------------------------------


def test_the_people_who_are_expected_are_shared_out_over_the_tables(typed: Read) -> None:
    plans, faults = typed(people="9", tables="2", names=["North", "South"])

    assert faults == {}
    assert [plan.people for plan in plans] == [5, 4]
    assert Plan.of({"title": "Old", "scenario": PRACTICE, "seats": ["ALDA"]}).people == 0
    with pytest.raises(WargameError, match="one table seats"):
        Plan.of({"title": "Full", "scenario": PRACTICE, "seats": ["ALDA"], "people": 999})


def test_what_has_to_be_mended_is_named_beside_the_button(typed: Read) -> None:
    faults = typed(turns="", people="nine", names=[""])[1]

    assert host.wrong(faults) == "Mend first: People, Turns and Name."
    assert host.wrong({}) == ""
    every = typed(people="", tables="", human=[], turns="", questions="", seed="x", question="?" * 999)[1]
    assert set(every) <= set(host.FIELDS), "each field of the form has a name"
