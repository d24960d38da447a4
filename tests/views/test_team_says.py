"""What a team says and asks: messages, signals, forecasts, what-if questions, the crisis round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.views.conftest import ABE, ANN, BEN, Sit, act, asked, seen
from wargame.forecast import Forecast
from wargame.inputs import Draft
from wargame.live import Look
from wargame.views.room.team_whatif import BEFORE, NEVER, NONE_LEFT, NOTHING_YET, question
from wargame.views.whatif import payload as whatif
from wargame.workshop import Room

# -- saying -------------------------------------------------------------------------------------------------


def channels(made: dict[str, Any]) -> dict[str, int]:
    return {row["id"]: row["unread"] for row in made["talk"]["channels"]}


def test_messages_go_where_they_are_meant_to_and_count_until_they_are_read(
    sit: Sit, play: Callable[..., None]
) -> None:
    play()
    ann, abe, ben = sit(ANN), sit(ABE), sit(BEN)
    for chair in (ann, abe, ben):
        act(chair, "marks", marks={})
    act(ann, "say", to="team", text="<b>we hold</b>")
    act(ann, "say", to="BRENN", text="and you?")
    act(ann, "say", to="all", text="calm, please")
    act(ann, "say", to="white", text="how long?")

    assert channels(seen(abe)) == {"team": 1, "all": 1, "white": 1, "BRENN": 1}
    assert channels(seen(ben)) == {"team": 0, "all": 1, "white": 0, "ALDA": 1}
    assert seen(ann)["strip"]["unread"] == 0
    told = seen(ben)["talk"]["messages"]
    assert [(row["who"], row["text"], row["channel"]) for row in told] == [
        ("Alda", "and you?", "ALDA"),
        ("Alda", "calm, please", "all"),
    ]
    assert [row["who"] for row in seen(abe)["talk"]["messages"]] == ["Ann"] * 4

    act(abe, "read", channel="team", n=seen(abe)["talk"]["messages"][0]["n"])
    assert channels(seen(abe))["team"] == 0


def test_a_message_that_cannot_be_sent_is_told_and_stays_in_its_box(sit: Sit) -> None:
    ann = sit(ANN)
    before = seen(ann)["talk"]["refused"]
    made = act(ann, "say", to="team", text="x" * 2000)
    assert made["message"]["fault"]
    assert "1,000 letters at most" in made["message"]["text"]
    assert made["talk"]["refused"] == before + 1


def test_one_sees_who_of_the_team_writes_and_nobody_else_does(sit: Sit) -> None:
    ann, abe, ben = sit(ANN), sit(ABE), sit(BEN)
    act(abe, "typing", on=True)
    assert seen(ann)["talk"]["typing"] == "Abe is typing…"
    assert seen(ben)["talk"]["typing"] == ""


def test_a_signal_and_a_sentence_are_public_at_once(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play("signal")
    ann, ben = sit(ANN), sit(BEN)
    assert seen(ann)["made"]["draft"]["announces"] is False
    act(ann, "announce", id="consult", turn=1)
    act(ann, "state", text="Alda stands by its friends.", turn=1)

    other = next(row for row in seen(ben)["public"]["others"] if row["id"] == "ALDA")
    assert (other["signal"], other["statement"]) == ("Consult partners", "Alda stands by its friends.")
    assert room.live.draft("ALDA").signal == "consult"
    play("commit")
    assert seen(ben)["public"]["shut"]["signal"].startswith("Signals of this turn are over")
    assert act(ben, "announce", id="consult", turn=1)["message"]["fault"]


def test_an_act_for_a_turn_that_is_played_does_nothing(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play("commit")
    ann = sit(ANN)
    room.white.adjudicate(force=True)
    room.white.next_phase()
    act(ann, "announce", id="consult", turn=1)
    act(ann, "state", text="Late.", turn=1)
    assert not room.signals
    assert not room.statements(2)


def test_forecasts_are_stated_before_a_turn_and_scored_after(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play()
    first = asked(room)[0]
    ben = sit(BEN)
    made = act(ben, "forecast", id=first, percent=100, turn=1)
    assert next(row["percent"] for row in made["forecast"]["questions"] if row["id"] == first) == 100
    assert [row["percent"] for row in seen(sit(ANN))["forecast"]["questions"]] == [None] * len(asked(room))
    play("commit")
    room.white.adjudicate(force=True)

    told = next(row for row in seen(ben)["forecast"]["settled"] if row["id"] == first)
    assert told["brier"] == ("0.00" if told["came"] == "yes" else "1.00")
    assert seen(ben)["forecast"]["shut"]
    room.white.debrief()
    assert [row["count"] for row in seen(ben)["debrief"]["league"] if row["mine"]] == [1]


# -- what-if, crisis ----------------------------------------------------------------------------------------


def test_what_if_by_allowance_says_what_is_left(sit: Sit, play: Callable[..., None], room: Room) -> None:
    play()
    ben = sit(BEN)
    assert (seen(ben)["ask"]["button"], seen(ben)["ask"]["words"]) == ("Ask (3 left)", NOTHING_YET)
    act(ben, "add", text="stance surge")
    for _ in range(3):
        act(ben, "ask")
    assert seen(ben)["ask"]["off"]
    assert act(ben, "ask")["message"]["fault"]
    room.white.allow(0)
    assert seen(ben)["ask"]["button"] == "No questions left"
    room.white.allow(-1)
    assert seen(ben)["ask"]["button"] == "Ask"


def test_an_answer_has_a_verdict_and_a_range_and_grows_old(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play()
    ben = sit(BEN)
    act(ben, "add", text="stance surge")
    arms = {"draft": room.live.draft("BRENN"), "hold": Draft(sign=())}
    found = Forecast.of(room.live.game, "BRENN", arms).run(pairs=30)
    room.live.whatif("BRENN")._look = Look(1, arms["draft"], found)

    asked_for = seen(ben)["ask"]["rows"]
    idle = [row["tone"] == "none" for row in asked_for]
    assert idle == sorted(idle) != [True] * len(idle)
    rows = {row["id"]: row for row in asked_for}
    assert {row["verdict"] for row in rows.values()} <= {
        "likely better",
        "likely worse",
        "likely higher",
        "likely lower",
        "no difference",
        "no clear difference",
    }
    assert all(row["range"] for row in rows.values())
    act(ben, "add", text="consult")
    assert (seen(ben)["ask"]["state"], seen(ben)["ask"]["words"]) == ("old", BEFORE)


@pytest.mark.parametrize(
    ("left", "allowed", "button", "words"),
    [
        (0, 0, "No questions left", NEVER),
        (0, 3, "No questions left", NONE_LEFT),
        (-1, -1, "Ask", NOTHING_YET),
    ],
)
def test_a_team_is_told_why_it_may_not_ask(
    sit: Sit, play: Callable[..., None], left: int, allowed: int, button: str, words: str
) -> None:
    play()
    made = question(whatif(sit(BEN).place, "BRENN"), left, allowed)
    assert (made["button"], made["words"], made["off"]) == (button, words, left == 0)


def test_a_crisis_round_is_posted_and_chosen_by_its_sides(
    sit: Sit, play: Callable[..., None], room: Room
) -> None:
    play()
    game = room.live.game
    at = game.play.world.index["nation"]
    here = next(
        place
        for place, sides in enumerate(game.play.world.principals)
        if (at["ALDA"] in sides) != (at["BRENN"] in sides)
    )
    level, tension = game.state.level.copy(), game.state.tension.copy()
    level[0, here], tension[0, here] = 4, 90.0
    game.model.state = game.state.having(level=level, tension=tension)
    game.model.states = [game.model.state]
    play("crisis")
    first, second = (
        (sit(ANN), sit(BEN)) if at["ALDA"] in game.play.world.principals[here] else (sit(BEN), sit(ANN))
    )

    made = seen(first)
    assert made["crisis"]["mine"]
    assert [row["breakdown"] for row in made["crisis"]["odds"]] == [2, 10, 30]
    assert len(made["crisis"]["notes"]) == 2
    act(first, "ease")
    assert seen(first)["crisis"]["ease"]
    other = seen(second)["crisis"]
    assert (other["mine"], other["ease"], other["notes"]) == (False, None, [])
    assert "ease or hold" in seen(second)["strip"]["says"]
