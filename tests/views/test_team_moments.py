"""What a team is told belongs to its moment: banners, the closed table, reports, reminders; a name may change."""

from __future__ import annotations

from collections.abc import Callable

from tests.views.conftest import ABE, ANN, BEN, Sit, act, seen
from wargame.workshop import Room

Play = Callable[..., None]


def test_a_notice_goes_with_the_phase_it_was_made_in(sit: Sit, play: Play, room: Room) -> None:
    ann = sit(ANN)
    play("commit")
    room.white.adjudicate(force=True)
    seen(ann)
    room.white.back(0, "A slip.")
    assert "A slip." in seen(ann)["message"]["text"]
    room.white.next_phase()
    assert seen(ann)["message"]["text"] == ""


def test_what_comes_of_an_act_that_a_phase_overtook_is_told(sit: Sit, play: Play, room: Room) -> None:
    play("diplomacy")
    ann = sit(ANN)
    seen(ann)
    room.white.go("commit")
    assert "over" in act(ann, "announce", id="consult", turn=1)["message"]["text"]


def test_a_new_turn_leads_from_the_report_to_its_news(sit: Sit, play: Play, room: Room) -> None:
    ann = sit(ANN)
    play("commit")
    room.white.adjudicate(force=True)
    made = seen(ann)["made"]["report"]
    assert {row["id"] for row in made["tension"]} == {"narrows", "bank"}
    assert made["label"] == ""
    room.white.next_phase()

    made = seen(ann)

    assert made["shown"] == "desk"
    assert (made["made"]["tab"], made["made"]["known"]["turn"]) == ("news", 1)


def test_a_practice_turn_has_no_number(sit: Sit, room: Room) -> None:
    ann = sit(ANN)
    room.white.begin(True)
    room.white.go("commit")
    room.white.adjudicate(force=True)
    made = seen(ann)
    assert (made["head"]["turn"]["word"], made["head"]["turn"]["of"]) == ("Practice turn", 0)
    assert made["made"]["report"]["label"] == "Practice turn"


def test_a_table_that_has_closed_waits_for_no_word(sit: Sit, play: Play) -> None:
    play("diplomacy")
    ann, ben = sit(ANN), sit(BEN)
    for chair in (ann, ben):
        act(chair, "talk", verb="convene", id=_meeting(ben))
    offer = next(
        d["id"] for p in seen(ann)["made"]["table"]["parts"] if p["id"] == "free" for d in p["deals"]
    )
    act(ann, "talk", verb="offer", id=offer)
    made = seen(ben)["made"]
    assert made["table"]["waiting"] == 1
    play("commit")

    made = seen(ben)["made"]

    assert made["table"]["waiting"] == 0
    assert made["draft"]["unanswered"] == ""
    assert "waiting" not in {part["id"] for part in made["table"]["parts"]}
    [part] = [part for part in made["table"]["parts"] if part["id"] == "lapsed"]
    assert "lapses" in part["deals"][0]["offer"]["standing"]
    assert not any(tab["badge"] for tab in made["desk_tabs"]["tabs"] if tab["id"] == "table")


def _meeting(chair: object) -> str:
    parts = seen(chair)["made"]["table"]["parts"]  # type: ignore[arg-type]
    deals = [deal for part in parts for deal in part["deals"] if {"ALDA", "BRENN"} == _parties(deal)]
    return next(meeting["id"] for deal in deals for meeting in deal["meetings"])


def _parties(deal: dict[str, list[dict[str, str]]]) -> set[str]:
    return {each["id"] for each in deal["parties"]}


def test_the_banner_of_the_table_goes_when_it_moves_on(sit: Sit, play: Play) -> None:
    play("diplomacy")
    ann, ben = sit(ANN), sit(BEN)
    name = _meeting(ann)
    assert act(ann, "talk", verb="convene", id=name)["made"]["table"]["told"]
    act(ben, "talk", verb="convene", id=name)
    assert seen(ann)["made"]["table"]["told"] is None
    assert seen(ben)["made"]["table"]["told"]
    play("signal")
    assert seen(ben)["made"]["table"]["told"] is None


def test_a_signal_that_is_not_drafted_is_reminded_of(sit: Sit, play: Play) -> None:
    play("signal")
    ann = sit(ANN)
    made = act(ann, "announce", id="consult", turn=1)
    assert made["made"]["draft"]["reminder"].startswith(
        "You announced Consult partners; it is not in your draft."
    )
    play("commit")
    assert "reminder" in {row["id"] for row in seen(ann)["strip"]["todo"]}
    assert act(ann, "show", id="reminder")["made"]["pane"] == "draft"
    made = act(ann, "add", text="consult")
    assert made["made"]["draft"]["reminder"] == ""
    assert "reminder" not in {row["id"] for row in made["strip"]["todo"]}


def test_where_orders_are_picked_it_is_told_what_the_draft_asks_for(sit: Sit, play: Play) -> None:
    play()
    ben = sit(BEN)
    asks = act(ben, "add", text="freeform")["made"]["desk"]["asks"]
    assert asks == ["Your free order has no sentence yet. Write it under Draft."]
    assert act(ben, "umpire", text="Send an envoy.", turn=1)["made"]["desk"]["asks"] == []
    for order in ("consult", "stance rise", "inform"):
        made = act(ben, "add", text=order)
    assert made["made"]["desk"]["asks"] == made["made"]["draft"]["faults"]


def test_objectives_stand_beside_the_draft(sit: Sit, play: Play) -> None:
    play()
    goals = seen(sit(ANN))["made"]["draft"]["goals"]
    assert goals
    assert all(set(goal) == {"id", "text", "met"} for goal in goals)


def test_a_name_is_changed_for_ones_own_team_alone(sit: Sit, play: Play, room: Room) -> None:
    play()
    abe, ben = sit(ABE), sit(BEN)
    act(abe, "say", to="team", text="We hold.")
    made = act(sit(ANN), "rename", name="  Anna   Varga ")

    assert made["company"]["name"] == "Anna Varga"
    assert "Anna Varga" in [row["name"] for row in seen(abe)["strip"]["people"]]
    assert "Anna" not in str(seen(ben))
    assert "Anna" not in str([entry.body for entry in room.log])
    assert room.name_of(ANN) == room.store.names()[ANN] == "Anna Varga"
    assert act(sit(ANN), "rename", name="a" * 41)["message"]["fault"]
