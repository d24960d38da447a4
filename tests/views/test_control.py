"""The facilitator's page: where the exercise is, what comes next, who is here, and what each act does."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wargame.live.whatif import Forecaster
from wargame.views.room import control as module
from wargame.views.room import pace as meter
from wargame.views.room.acts import acts
from wargame.views.room.control import Control
from wargame.views.room.desk import door, messages, table
from wargame.views.room.now import mark, now, path
from wargame.views.room.teams import HUSHED, teams
from wargame.workshop import PHASES, Plan, Room
from wargame.workshop.door import Attempts
from wargame.workshop.script import PHASE_NAMES, STATIONS, cue, length, scenes
from wargame.workshop.store import Store

SEATS = ("ALDA", "BRENN")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that ``room`` opens here: a person in each of two seats, before it begins."""
    path = tmp_path_factory.mktemp("rooms") / "north.db"
    plan = Plan("North", "four-islands", SEATS, turns=3, question="Who gives way first?")
    made = Room.make(Store.make(path), "north", plan, Forecaster(0))
    made.join("ALDA", "Ann", ("head",))
    made.join("BRENN")
    made.close()
    return path


@pytest.fixture
def desk(room: Room) -> Control:
    return Control(room, "http://192.0.2.7:8765")


def press(desk: Control, times: int = 1) -> None:
    """Press the primary button."""
    for _ in range(times):
        desk.act({"do": "next", "mark": desk.payload()["now"]["mark"]})


def yes(desk: Control, **given: str) -> None:
    """Say yes to the question that is open."""
    desk.act({"do": "yes", "n": desk.payload()["ask"]["n"], "given": given})


def open_turn(room: Room, phase: str = "plan") -> None:
    room.white.begin(practice=False)
    if phase != "news":
        room.white.go(phase)


def commit(room: Room) -> None:
    for person in room.people:
        room.place(person.id).commit(person.seat)


def team(room: Room, seat: str) -> dict[str, Any]:
    return next(each for each in teams(room)["teams"] if each["seat"] == seat)


# -- what comes next ----------------------------------------------------------------------------------------


def test_one_button_leads_through_practice_turns_and_debrief(desk: Control, room: Room) -> None:
    told = []
    for _ in range(60):
        primary = desk.payload()["now"]["primary"]
        if primary["do"] != "next":
            break
        told.append(primary["text"])
        if primary["off"]:
            commit(room)
        press(desk)

    assert told[0] == "Begin the practice turn"
    assert [text for text in told if text.startswith("Begin")] == [
        "Begin the practice turn",
        "Begin the exercise: turn 1",
        "Begin turn 2",
        "Begin turn 3",
    ]
    assert told[-1] == "To the debrief"
    assert room.stage == "debrief"
    assert desk.tab == "white"
    assert told.count("To Diplomacy") == 4


def test_every_panel_of_every_moment_is_plain_json(desk: Control, room: Room) -> None:
    for stage in range(2):
        for _ in range(8):
            for tab in ("control", "white", "table", "log"):
                desk.act({"do": "tab", "id": tab})
                made = desk.payload()
                json.dumps(made, allow_nan=False)
                assert (made["control"] is not None) == (tab == "control")
            if made["now"]["primary"]["off"]:
                commit(room)
            press(desk)
        assert room.stage == "play", stage


def test_adjudication_waits_for_those_who_have_not_committed_and_says_whom(desk: Control, room: Room) -> None:
    open_turn(room, "commit")
    room.place(1).commit("ALDA")
    told = now(room)

    assert told["primary"] == {"do": "next", "text": "Adjudicate turn 1", "off": True}
    assert told["why"] == "It waits for the orders of Brenn."
    assert told["ready"].startswith("1 of 2 teams have committed")
    press(desk)
    assert desk.message["fault"]
    assert room.live.game.turn == 0


@pytest.mark.parametrize(("drafts", "words"), [("take", "drafts of Brenn"), ("hold", "Brenn held")])
def test_a_forced_adjudication_takes_drafts_or_lets_seats_hold(
    desk: Control, room: Room, drafts: str, words: str
) -> None:
    open_turn(room, "commit")
    room.place(1).commit("ALDA")
    desk.act({"do": "ask", "what": "force"})
    yes(desk, drafts=drafts)

    assert words in desk.message["text"]
    assert not desk.message["fault"]
    assert room.live.game.turn == 1
    assert desk.payload()["ask"] is None


def test_a_button_pressed_twice_goes_on_once_and_says_so(desk: Control, room: Room) -> None:
    open_turn(room)
    held = mark(room)
    desk.act({"do": "next", "mark": held})
    desk.act({"do": "next", "mark": held})

    assert room.phase == "diplomacy"
    assert desk.message["fault"]
    assert "turn 1, Diplomacy" in desk.message["text"]


def test_a_question_that_no_longer_holds_does_nothing(desk: Control, room: Room) -> None:
    open_turn(room, "commit")
    desk.act({"do": "ask", "what": "force"})
    held = desk.payload()["ask"]["n"]
    commit(room)
    room.white.next_phase()
    room.white.next_phase()
    desk.act({"do": "yes", "n": held, "given": {"drafts": "hold"}})

    assert room.live.game.turn == 1
    assert room.phase == "news"
    assert desk.message["fault"]
    assert desk.payload()["ask"] is None


def test_a_question_that_somebody_else_has_settled_closes_and_says_so(desk: Control, room: Room) -> None:
    desk.act({"do": "ask", "what": "remove", "person": 2})
    room.white.remove(2)

    assert desk.payload()["ask"] is None
    assert desk.message == {"text": module.CHANGED, "fault": True}


def test_a_second_click_on_yes_does_nothing_more(desk: Control, room: Room) -> None:
    open_turn(room, "commit")
    desk.act({"do": "ask", "what": "force"})
    number = desk.payload()["ask"]["n"]
    for _ in range(2):
        desk.act({"do": "yes", "n": number, "given": {"drafts": "hold"}})

    assert room.live.game.turn == 1
    assert "Turn 1 is adjudicated." in desk.message["text"]


def test_a_question_about_a_seat_survives_the_clock_but_not_its_own_change(desk: Control, room: Room) -> None:
    open_turn(room)
    desk.act({"do": "ask", "what": "house", "seat": "BRENN"})
    room.white.go("diplomacy")
    yes(desk, reason="They are late.")
    assert team(room, "BRENN")["state"]["id"] == "house"

    desk.act({"do": "ask", "what": "people", "seat": "BRENN"})
    room.white.hand("BRENN", False, "by another facilitator")
    yes(desk, reason="They are back.")
    assert desk.message == {"text": module.CHANGED, "fault": True}


def test_what_is_refused_stays_asked_with_the_reason(desk: Control, room: Room) -> None:
    open_turn(room)
    desk.act({"do": "ask", "what": "house", "seat": "ALDA"})
    yes(desk, reason="  ")

    assert "Say in a sentence why" in desk.payload()["ask"]["fault"]
    yes(desk, reason="Late.")
    assert desk.payload()["ask"] is None
    assert "House AI plays Alda" in desk.message["text"]


def test_leaving_out_the_practice_is_asked_first_and_says_what_is_lost(desk: Control, room: Room) -> None:
    desk.act({"do": "ask", "what": "skip"})
    assert "first time in a turn that counts" in desk.payload()["ask"]["text"][0]
    assert room.stage == "lobby"
    yes(desk)
    assert (room.stage, room.phase) == ("play", "news")


def test_the_exercise_ends_with_a_reason_and_leads_to_its_review(desk: Control, room: Room) -> None:
    open_turn(room, "commit")
    commit(room)
    room.white.next_phase()
    room.white.debrief()
    desk.act({"do": "ask", "what": "end"})
    yes(desk, reason=desk.payload()["ask"]["fields"][0]["value"])

    assert room.stage == "ended"
    assert desk.payload()["now"]["primary"]["path"] == "/host"
    assert desk.payload()["now"]["ways"][0]["path"] == f"/review/{room.run}"
    assert room.run


def test_what_cannot_be_done_is_one_sentence(desk: Control) -> None:
    for told in (
        {"do": "fly"},
        {"do": "ask", "what": "fly"},
        {"do": "ask", "what": "house", "seat": "NOWHERE"},
        {"do": "ask", "what": "move", "person": 99},
        {"do": "tell", "to": "NOWHERE", "text": "hello"},
    ):
        desk.act(told)
        assert desk.message["fault"]
        assert desk.message["text"].endswith(".")
        assert desk.payload()["ask"] is None


# -- the clock, turns, allowances ---------------------------------------------------------------------------


def test_the_clock_is_paused_extended_and_let_run(desk: Control, room: Room) -> None:
    open_turn(room)
    desk.act({"do": "pause"})
    left = desk.payload()["now"]["clock"]["left"]
    desk.act({"do": "extend", "minutes": 2, "mark": mark(room)})
    clock = desk.payload()["now"]["clock"]

    assert not clock["running"]
    assert clock["left"] == pytest.approx(left + 120.0)
    assert desk.message["text"] == "Plan has 2 minutes more."
    assert now(room)["why"] == (
        "The clock is paused. Diplomacy begins when you say so, and the clock runs again then."
    )
    desk.act({"do": "resume"})
    assert room.clock.running
    assert now(room)["why"] == "Diplomacy begins by itself when the time is up."


def test_phases_are_gone_to_and_back(desk: Control, room: Room) -> None:
    open_turn(room, "diplomacy")
    assert [way["text"] for way in now(room)["ways"]] == ["Back to Plan"]
    assert "why" not in {each["id"] for each in now(room)["phases"]}
    desk.act({"do": "phase", "id": "plan", "mark": mark(room)})
    assert room.phase == "plan"


def test_a_turn_is_cut_and_planned_again(desk: Control, room: Room) -> None:
    open_turn(room)
    pace = desk.payload()["control"]["pace"]
    assert pace["may_add"] is False
    assert pace["turns_note"] == "3 turns are what the plan has; more cannot be added."
    desk.act({"do": "ask", "what": "cut"})
    yes(desk)
    assert room.turns == 2
    assert desk.payload()["control"]["pace"]["turns_note"] == ""
    desk.act({"do": "ask", "what": "add"})
    yes(desk)
    assert room.turns == 3


def test_what_if_questions_are_allowed(desk: Control, room: Room) -> None:
    for number, words in ((5, "5 what-if"), (0, "no what-if"), (-1, "no limit")):
        desk.act({"do": "allow", "questions": number})
        assert words in desk.message["text"]
        pace = desk.payload()["control"]["pace"]
        assert pace["questions"] == number
        assert str(number) in {each["id"] for each in pace["allow"]}


# -- who has joined, and who is here ------------------------------------------------------------------------


def test_the_welcome_tells_joined_from_here_and_how_many_are_expected(room: Room) -> None:
    assert now(room)["ready"] == "2 people have joined · 2 here now."
    assert now(room)["why"] == "All teams have joined."
    room.presence.came(2)
    room.presence.went(2)
    assert now(room)["ready"] == "2 people have joined · 1 here now."
    assert now(room)["why"] == "All teams have joined, but nobody of Brenn is here now."
    room.standing.plan = replace(room.plan, people=5)
    assert now(room)["ready"].startswith("2 of 5 have joined")


# -- teams and people ---------------------------------------------------------------------------------------


def test_a_team_shows_people_roles_and_whether_it_committed(room: Room) -> None:
    open_turn(room, "commit")
    room.place(1).commit("ALDA")
    ready, late, house = (team(room, seat) for seat in ("ALDA", "BRENN", "CORVE"))

    assert (ready["state"]["id"], late["state"]["id"], house["state"]["id"]) == ("committed", "late", "house")
    assert ready["people"] == [
        {"id": 1, "name": "Ann", "roles": "Head of government", "here": True, "seen": 0}
    ]
    assert late["people"][0]["name"] == "Person 2"
    assert house["silent"] is None


def test_silence_is_brought_to_notice_until_the_team_commits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_turn(room)
    monkeypatch.setattr(room.presence, "silent", lambda seat: HUSHED)
    assert team(room, "BRENN")["hushed"]
    room.white.go("commit")
    commit(room)
    assert not team(room, "BRENN")["hushed"]


def test_people_are_moved_and_removed(desk: Control, room: Room) -> None:
    desk.act({"do": "ask", "what": "move", "person": 1})
    assert [each["id"] for each in desk.payload()["ask"]["fields"][0]["options"]] == ["BRENN"]
    yes(desk, seat="BRENN")
    assert room.person(1).seat == "BRENN"
    assert "Ann sits for Brenn" in desk.message["text"]
    desk.act({"do": "ask", "what": "remove", "person": 2})
    yes(desk)
    assert [person.id for person in room.people] == [1]


def test_a_new_code_is_told_once_it_is_drawn(desk: Control, room: Room) -> None:
    before = room.codes["ALDA"]
    desk.act({"do": "ask", "what": "code", "seat": "ALDA"})
    yes(desk)
    after = room.codes["ALDA"]
    assert after != before
    assert f"{after[:3]}-{after[3:]}" in desk.message["text"]


# -- the door, messages, the table --------------------------------------------------------------------------


def test_codes_are_sent_to_the_page_only_when_asked_for(desk: Control, room: Room) -> None:
    codes = {code for held in room.codes.values() for code in (held, f"{held[:3]}-{held[3:]}")}
    closed = json.dumps(desk.payload())
    desk.act({"do": "codes", "open": True})
    shown = desk.payload()["control"]["door"]

    assert not any(code in closed for code in codes)
    assert [row["id"] for row in shown["codes"]] == [*SEATS, "screen"]
    assert shown["join"] == "192.0.2.7:8765/join"
    assert shown["codes"][0]["qr"]["path"]


def test_wrong_codes_are_told_for_ten_minutes(room: Room) -> None:
    def told(tries: int, at: float) -> dict[str, Any]:
        return door(room, "", (Attempts("192.0.2.9", tries, at),), (), 10_000.0, shown=False)

    assert told(3, 9_500.0)["guesses"].startswith(
        "3 wrong codes or keys in the last ten minutes, from 192.0.2.9"
    )
    assert not told(3, 9_500.0)["alarm"]
    assert told(10, 9_500.0)["alarm"]
    assert told(10, 9_000.0)["guesses"] == ""


def test_messages_within_a_team_stay_there(desk: Control, room: Room) -> None:
    room.place(1).say("ALDA", "secret of our own")
    room.place(1).say("BRENN", "shall we talk?")
    desk.act({"do": "tell", "to": "all", "text": " Five minutes. "})
    rows = messages(room)["rows"]

    assert [row["text"] for row in rows] == ["Five minutes.", "shall we talk?"]
    assert (rows[0]["by"], rows[0]["to"], rows[1]["by"], rows[1]["to"]) == ("You", "all", "Alda", "Brenn")
    assert messages(room)["sent"] == 1
    desk.act({"do": "tell", "to": "all", "text": " "})
    assert desk.message["fault"]


def test_the_table_tells_offers_and_not_signatures_or_orders(desk: Control, room: Room) -> None:
    open_turn(room, "diplomacy")
    place = room.place(1)
    room.place(2).say("ALDA", "offer us the pact")
    place.talk("ALDA", "offer", "research_alda_brenn")
    before = json.dumps(table(room))
    with_signature = place.draft("ALDA")
    place.keep("ALDA", type(with_signature)(orders=("consult",), sign=()))
    desk.act({"do": "tab", "id": "table"})

    assert "It waits for Brenn" in before
    assert json.dumps(table(room)) == before
    assert "consult" not in json.dumps(desk.payload()).lower()


def test_sealed_orders_are_nowhere_on_the_page(desk: Control, room: Room) -> None:
    open_turn(room, "commit")
    place = room.place(1)
    place.keep("ALDA", type(place.draft("ALDA"))(orders=("intelligence",)))
    place.commit("ALDA")
    told = ""
    for tab in ("control", "table"):
        desk.act({"do": "tab", "id": tab})
        told += json.dumps(desk.payload())

    assert "ntelligence" not in told.replace('"Defence and programmes, Intelligence"', "")


# -- the script ---------------------------------------------------------------------------------------------


def test_the_path_marks_where_the_exercise_is(room: Room) -> None:
    assert [each["state"] for each in path(room)["stations"]] == ["now", "next", "next", "next", "next"]
    assert "Who gives way first?" in path(room)["say"]
    open_turn(room)
    assert [each["state"] for each in path(room)["stations"]] == ["done", "left", "now", "next", "next"]
    assert path(room)["stations"][1]["note"] == "left out"


def test_a_debrief_that_nobody_held_is_told_as_left_out(desk: Control, room: Room) -> None:
    open_turn(room, "commit")
    commit(room)
    room.white.cut_turn()
    room.white.cut_turn()
    room.white.next_phase()
    desk.act({"do": "ask", "what": "undebriefed"})
    yes(desk, reason="Out of time.")

    assert room.stage == "ended"
    assert [each["state"] for each in path(room)["stations"]] == ["done", "left", "done", "left", "now"]


def test_every_moment_has_a_short_cue_of_its_own() -> None:
    stages = [("lobby", ""), ("debrief", ""), ("ended", "")]
    stages += [(stage, phase) for stage in ("practice", "play") for phase in PHASES]
    told = [cue(stage, phase, 2, 6) for stage, phase in stages]

    assert len({each.say for each in told}) == len(told)
    assert all(each.say and each.do and len(each.say) < 300 and "{" not in each.say for each in told)
    assert "last turn" in cue("play", "why", 6, 6).say
    assert set(PHASE_NAMES) == set(PHASES)


def test_the_printed_script_follows_the_plan() -> None:
    plan = Plan("North", "four-islands", SEATS, turns=4)
    made = scenes(plan)

    assert [each.title for each in made] == [
        "Welcome", "The practice turn", "Turn 1", "Turn 2", "Break", "Turn 3", "Turn 4", "Debrief", "Take home",
    ]  # fmt: skip
    assert {each.station for each in made} == set(STATIONS)
    assert made[-1].start + made[-1].minutes == length(plan)
    bare = Plan("North", "four-islands", SEATS, turns=4, practice=False, debrief=False)
    assert length(plan) - length(bare) == pytest.approx(plan.minutes_of_turn(1) + 15.0)


# -- pace ---------------------------------------------------------------------------------------------------


def test_the_pace_is_told_once_a_phase_runs(desk: Control, room: Room) -> None:
    before = desk.payload()["control"]["pace"]
    open_turn(room)
    after = desk.payload()["control"]["pace"]

    assert before["finish"] == ""
    assert "planned for 1 h" in before["advice"]
    assert after["finish"] in after["advice"]
    assert 0.0 <= after["done"] <= after["goes"] <= 100.0


def test_a_table_that_is_late_is_told_to_cut_a_turn(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    open_turn(room)
    begun = time.time()
    monkeypatch.setattr(meter.time, "time", lambda: begun + 3600.0)
    told = meter.pace(room)

    assert told["urge"]
    assert told["may_cut"]
    assert told["tone"] == "bad"
    assert "late" in told["late"]


def test_an_act_that_is_not_the_newest_tells_what_stands_before_it(room: Room) -> None:
    open_turn(room)
    room.white.inject("storm_rescue", "goodwill")
    room.white.inject("thin_stores", "for the test")
    newest, older = acts(room.live.game)["rows"]

    assert (newest["last"], newest["first"]) == (True, "")
    assert older["first"] == f"Newest first: take back “{newest['text']}” to reach this one."
