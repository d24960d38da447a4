"""A team's page without a browser: what each person sees at every moment, what each act does, what nobody else sees."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.views.conftest import ABE, ANN, BEN, Sit, act, asked, seen
from wargame.inputs import Draft
from wargame.views.room.team import Chair
from wargame.views.room.team_desk import HOUSE, LOCKED
from wargame.workshop import Room
from wargame.workshop.survey import STATEMENTS

# -- from the lobby to the end ------------------------------------------------------------------------------


def test_the_lobby_tells_who_one_is_and_what_is_coming(sit: Sit) -> None:
    made = seen(sit(ABE))

    assert made["shown"] == "lobby"
    assert (made["lobby"]["name"], made["lobby"]["question"]) == ("Alda", "Who gives way first?")
    assert [row["name"] for row in made["lobby"]["way"]] == ["Now", "Practice", "2 turns", "Debrief"]
    assert made["brief"]["objectives"]
    assert [(row["name"], row["duty"]) for row in made["strip"]["people"]] == [
        ("Ann", "head"),
        ("Abe", "finance, press"),
    ]
    assert made["head"]["chips"] is None


def test_every_moment_of_an_exercise_is_shown_to_everybody(room: Room, sit: Sit) -> None:
    chairs = [sit(person) for person in (ABE, BEN)]
    room.white.begin(True)
    moments = set()
    while room.stage != "debrief":
        for chair in chairs:
            made = seen(chair)
            moments.add((room.stage, room.phase, made["shown"]))
            if made["shown"] == "report":
                act(chair, "report")
        if room.phase == "commit":
            room.white.adjudicate(force=True)
        else:
            room.white.next_phase()

    assert ("practice", "plan", "desk") in moments
    assert ("play", "why", "report") in moments
    assert all(seen(chair)["shown"] == "debrief" for chair in chairs)
    room.white.end("Time is up.")
    made = seen(chairs[0])
    assert made["debrief"]["note"] == "Time is up."
    assert made["talk"]["shut"]
    assert made["debrief"]["home"][0]["href"] == f"/review/{room.run}"


def test_the_end_of_the_last_turn_waits_for_the_debrief(
    room: Room, sit: Sit, play: Callable[..., None]
) -> None:
    ann = sit(ANN)
    for _ in range(2):
        play("commit")
        room.white.adjudicate(force=True)
        if not room.over:
            room.white.next_phase()
    assert seen(ann)["made"]["report"]["report"] == "On to the debrief"

    made = act(ann, "report")

    assert made["shown"] == "over"
    assert "debrief" in made["lobby"]["wait"]
    assert made["made"]["ending"] is None
    room.white.next_phase()
    assert len(act(ann, "report")["made"]["ending"]["scores"]) == 4


def test_an_exercise_that_is_cut_ends_as_things_stand(
    room: Room, sit: Sit, play: Callable[..., None]
) -> None:
    ben = sit(BEN)
    play("commit")
    room.white.adjudicate(force=True)
    room.white.debrief()

    made = seen(ben)

    assert made["shown"] == "debrief"
    assert "as things stand" in made["made"]["ending"]["text"]
    assert made["strip"]["phase"] == "Debrief"


def test_a_page_that_is_opened_while_a_turn_is_told_shows_its_report(
    room: Room, sit: Sit, play: Callable[..., None]
) -> None:
    play("commit")
    room.white.adjudicate(force=True)

    made = seen(sit(ANN))

    assert (made["shown"], made["made"]["report"]["turn"]) == ("report", 1)
    assert {row["id"] for row in made["public"]["seals"]} == {"ALDA", "BRENN", "CORVE", "DRAY"}
    assert all(len(row["seal"]) == 64 for row in made["public"]["seals"])


# -- one draft, several people ------------------------------------------------------------------------------


def test_what_another_drafts_shows_with_who_did_it(sit: Sit, play: Callable[..., None]) -> None:
    play()
    ann, abe = sit(ANN), sit(ABE)
    act(abe, "add", text="consult")

    draft = seen(ann)["made"]["draft"]
    assert [(row["text"], row["by"]) for row in draft["orders"]] == [("consult", "Abe")]
    assert draft["changed"] == "Abe added Consult partners."
    own = seen(abe)["made"]["draft"]
    assert (own["changed"], own["orders"][0]["by"]) == ("", "")

    act(ann, "drop", text="consult")
    assert seen(abe)["made"]["draft"]["changed"] == "Ann took out Consult partners."


def test_undo_takes_back_ones_own_act_alone(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play()
    ann, abe = sit(ANN), sit(ABE)
    act(ann, "add", text="stance rise")
    act(abe, "add", text="consult")

    act(ann, "undo")

    assert room.live.draft("ALDA").orders == ("consult",)
    assert not seen(ann)["made"]["draft"]["undo"]


def test_notes_that_two_write_at_once_keep_what_both_wrote(sit: Sit, play: Callable[..., None]) -> None:
    play()
    ann, abe = sit(ANN), sit(ABE)
    act(ann, "note", text="ask Brenn", base="")
    act(abe, "note", text="keep half the funds", base="")
    act(ann, "note", text="ask Brenn first", base="ask Brenn")

    assert seen(abe)["made"]["notes"]["text"].splitlines() == ["ask Brenn first", "keep half the funds"]


def test_the_head_of_government_commits_and_all_see_it(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play("commit")
    ann, abe = sit(ANN), sit(ABE)
    assert seen(ann)["made"]["draft"]["stop"] == ""
    assert seen(abe)["made"]["draft"]["stop"].startswith("Ann commits")

    assert act(abe, "commit", turn=1)["message"]["fault"]
    act(ann, "commit", turn=1)

    made = seen(abe)
    assert made["made"]["draft"]["sealed"]
    assert not made["made"]["draft"]["recalls"]
    assert next(row["done"] for row in made["head"]["chips"] if row["id"] == "ALDA")
    assert next(row for row in made["strip"]["todo"] if row["id"] == "commit")["done"]
    act(ann, "recall", turn=1)
    assert not seen(abe)["made"]["draft"]["sealed"]


def test_anybody_commits_where_no_head_is_here(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play("commit")
    room.place(ANN).roles(["foreign"])

    assert seen(sit(ABE))["made"]["draft"]["stop"] == ""
    assert "anybody of you may commit" in seen(sit(ABE))["company"]["open"]


def test_orders_that_cost_much_wait_for_the_second_key(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play("commit")
    ann, abe = sit(ANN), sit(ABE)
    for area in ("presence", "space_tracking"):
        act(ann, "add", text=f"technology_race {area}")

    assert seen(ann)["made"]["draft"]["stop"] == LOCKED
    assert seen(ann)["handover"]["key"]["text"] == "Abe holds the second key."
    held = seen(abe)
    assert held["handover"]["key"]["may"]
    assert next(row for row in held["strip"]["todo"] if row["id"] == "key")["hot"]

    act(abe, "key", yes=True, turn=1)
    assert seen(ann)["made"]["draft"]["stop"] == ""
    assert seen(ann)["handover"]["key"]["turned"]
    act(ann, "commit", turn=1)
    assert room.live.committed("ALDA")


def test_a_free_order_asks_for_its_sentence(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play()
    ben = sit(BEN)
    assert seen(ben)["handover"]["umpire"] is None

    act(ben, "add", text="freeform")
    act(ben, "umpire", text="Send an envoy.", turn=1)

    assert seen(ben)["handover"]["umpire"]["text"] == "Send an envoy."
    room.white.go("commit")
    act(ben, "commit", turn=1)
    room.white.judge("BRENN", "The envoy is received.", None, "It fits the story.")
    told = seen(ben)["notices"]["rows"][0]
    assert (told["text"], told["why"]) == ("The envoy is received.", "It fits the story.")
    assert seen(ben)["handover"]["umpire"]["verdict"]["reason"] == "It fits the story."
    assert seen(sit(ANN))["notices"]["rows"] == []


def test_the_table_closes_with_diplomacy(sit: Sit, play: Callable[..., None]) -> None:
    play("diplomacy")
    ben = sit(BEN)
    assert not seen(ben)["made"]["table"]["closed"]
    play("signal")
    made = seen(ben)["made"]["table"]
    assert made["closed"]
    assert made["note"].startswith("The table is closed")


# -- what the facilitator does ------------------------------------------------------------------------------


def test_a_seat_in_other_hands_is_told_and_orders_nothing(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play()
    ben = sit(BEN)
    room.white.hand("BRENN", True, "Nobody is there.")
    made = seen(ben)
    assert "handed your seat to house AI" in made["message"]["text"]
    assert made["made"]["draft"]["stop"] == HOUSE
    assert made["ask"] is None
    assert act(ben, "add", text="consult")["message"]["fault"]
    room.white.hand("BRENN", False, "They are back.")
    assert "yours again" in seen(ben)["message"]["text"]


def test_a_room_that_goes_back_says_why_and_opens_the_turn(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    ann = sit(ANN)
    play("commit")
    room.white.adjudicate(force=True)
    seen(ann)
    room.white.back(0, "A slip of the umpire.")
    made = seen(ann)
    assert (made["shown"], made["head"]["turn"]["now"]) == ("desk", 1)
    assert "turn 1 is open again. Reason: A slip of the umpire." in made["message"]["text"]


def test_a_person_who_was_moved_or_removed_is_told(sit: Sit, room: Room) -> None:
    abe = sit(ABE)
    room.white.move(ABE, "BRENN")
    with pytest.raises(Exception, match="another seat"):
        abe.payload()
    made = seen(Chair(room, ABE, moved=True))
    assert made["message"]["text"].startswith("You sit for Brenn now")
    room.white.remove(ABE)
    with pytest.raises(Exception, match="no longer at this table"):
        Chair(room, ABE)


def test_a_team_is_told_what_became_of_a_draft_that_it_did_not_commit(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play("commit")
    ann, ben = sit(ANN), sit(BEN)
    act(ben, "add", text="consult")
    room.place(ANN).keep("ALDA", Draft(tuple(f"stance {each}" for each in ("rise", "surge", "cut", "hold"))))
    room.white.adjudicate(force=True, drafts=True)
    assert [row["id"] for row in seen(ben)["notices"]["rows"]] == ["taken"]
    assert [row["id"] for row in seen(ann)["notices"]["rows"]] == ["held"]
    room.white.next_phase()
    assert seen(ben)["notices"]["rows"] == []


def test_a_team_is_told_that_its_orders_were_opened(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play("commit")
    ben = sit(BEN)
    act(ben, "commit", turn=1)
    room.white.open_orders("BRENN", "A rule has to be explained.")
    assert [row["text"] for row in seen(ben)["notices"]["rows"]] == ["A rule has to be explained."]


# -- the page itself ----------------------------------------------------------------------------------------


def test_what_is_left_to_do_leads_to_where_it_is_done(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play()
    asked(room)
    ann = sit(ANN)
    ids = [row["id"] for row in seen(ann)["strip"]["todo"]]
    assert ids == ["forecast", "signal", "statement"]
    made = act(ann, "show", id="statement")
    assert (made["tabs"]["open"], made["beside"], made["made"]["pane"]) == ("public", True, "room")
    made = act(ann, "room")
    assert (made["beside"], made["made"]["pane"]) == (False, "know")
    made = act(ann, "tab", id="room")
    assert made["beside"]


def test_roles_are_taken_and_seen(sit: Sit) -> None:
    ben = sit(BEN)
    act(ben, "roles", roles=["press", "head"])
    made = seen(ben)["company"]
    assert [row["id"] for row in made["roles"] if row["mine"]] == ["head", "press"]
    assert act(ben, "roles", roles=["king"])["message"]["fault"]


def test_the_survey_is_answered_once_and_can_be_changed(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    ben = sit(BEN)
    answers = dict.fromkeys(STATEMENTS, 4)
    assert act(ben, "survey", answers=answers, text="")["message"]["fault"]
    play("commit")
    room.white.adjudicate(force=True)
    room.white.debrief()
    made = act(ben, "survey", answers=answers, text="More time.")["debrief"]
    assert (made["answered"], made["answers"], made["text"]) == (True, answers, "More time.")


def test_the_clock_is_the_rooms(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play("diplomacy")
    ann = sit(ANN)
    room.white.pause()
    made = seen(ann)["strip"]["clock"]
    assert (made["running"], made["total"]) == (False, 360.0)
    assert 359.0 < made["left"] <= 360.0


# -- what nobody else sees ----------------------------------------------------------------------------------


def test_nothing_of_one_team_reaches_the_page_of_another(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    """Secrets are planted in all that is private to Alda; Brenn turns to every part of its page."""
    ann, ben = sit(ANN), sit(BEN)
    for phase in ("plan", "diplomacy", "signal", "commit"):
        play(phase)
        act(ann, "note", text=f"SECRET note {phase}", base="")
        act(ann, "say", to="team", text=f"SECRET word {phase}")
        act(ann, "say", to="white", text=f"SECRET question {phase}")
        act(ann, "typing", on=True)
        act(ann, "add", text="freeform")
        act(ann, "umpire", text=f"SECRET order {phase}", turn=1)
        sent = everything(ben)
        assert "SECRET" not in sent
        assert '"Ann"' not in sent
        assert '"Abe"' not in sent
    own = {row.text for row in room.live.game.play.scenario.objectives.values() if row.seat == "ALDA"}
    room.white.adjudicate(force=True)
    sent = everything(ben)
    assert "SECRET" not in sent
    assert not any(text in sent for text in own)


def everything(chair: Chair) -> str:
    """Return all that a page can show, tab by tab, as text."""
    parts = []
    for tab in (
        "news",
        "situation",
        "others",
        "programmes",
        "agreements",
        "brief",
        "orders",
        "table",
        "room",
    ):
        parts.append(json.dumps(act(chair, "tab", id=tab)))
    return "\n".join(parts)
