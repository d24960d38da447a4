"""The umpire's desk: cards and what they would do, rulings, free and sealed orders, the course, debrief and log."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wargame import arrange
from wargame import game as games
from wargame.adjudication.turn import Play
from wargame.faults import OrderError, WargameError
from wargame.game import Game
from wargame.live.whatif import Forecaster
from wargame.schema import Event
from wargame.views.room import effects, log, rulings
from wargame.views.room.course import stamp
from wargame.views.room.debrief import debrief
from wargame.views.room.effects import choices, effect_told, made_card, moved
from wargame.views.room.entries import LINES
from wargame.views.room.injects import library, preview
from wargame.views.room.now import now
from wargame.views.room.team_notices import notices
from wargame.views.room.umpire import LATE, TABS, Umpiring
from wargame.whitecell import OUTCOMES, check_ruling
from wargame.workshop import Place, Plan, Room, Rooms, league, script
from wargame.workshop.moments import readable

PEOPLE = ("ALDA", "BRENN")


@pytest.fixture(scope="module", autouse=True)
def made_once() -> Iterator[None]:
    """Read the rules and make them ready once for all rooms of this file: games share them."""
    ready: dict[tuple[str, int], Play] = {}

    def prepared(scenario: Any) -> Play:
        key = (scenario.id, scenario.frame.turns)
        if key not in ready:
            ready[key] = prepare(scenario)
        return ready[key]

    prepare = games.prepare
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrange, "read_scenario", functools.cache(arrange.read_scenario))
        patch.setattr(games, "prepare", prepared)
        yield


@pytest.fixture(scope="module")
def played() -> Game:
    """A game of three turns, to be read only."""
    game = Game.new("four-islands", seed=7, turns=6)
    for _ in range(3):
        game.advance()
    return game


@pytest.fixture
def game() -> Game:
    return Game.new("four-islands", seed=7, people=PEOPLE)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room in the plan phase of its first turn, one person in each of two seats."""
    shelf = Rooms(tmp_path, Forecaster(0))
    made = shelf.begin(
        Plan("North", "four-islands", PEOPLE, turns=3, seed=7, question="Who gives way first?")
    )
    for seat, name in zip(PEOPLE, ("Ann", "Ben"), strict=True):
        made.join(seat, name)
    made.white.begin(practice=False)
    made.white.go("plan")
    yield made
    shelf.close()


@pytest.fixture
def desk(room: Room) -> Umpiring:
    return Umpiring(room)


def place(room: Room, seat: str) -> Place:
    return room.place(next(each.id for each in room.people if each.seat == seat))


def free_order(room: Room, seat: str, text: str) -> None:
    """Send a sentence to the umpire with the orders of a seat, and seal them."""
    own = place(room, seat)
    own.keep(seat, type(own.draft(seat))(("freeform",)), room.live.turn)
    own.umpire(text)
    own.commit(seat, room.live.turn)


def show(desk: Umpiring, tab: str) -> dict[str, Any]:
    desk.act({"do": "tab", "id": tab})
    made = desk.payload()
    json.dumps(made, allow_nan=False)
    return made


def row_of(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == name)


# -- cards --------------------------------------------------------------------------------------------------


def told(**changed: Any) -> dict[str, Any]:
    """Return a card as the form sends it."""
    effect = {"field": "tension", "x": "narrows", "y": "", "step": 2}
    return {"name": "A storm", "text": "Boats stay in port.", "actor": "", "effects": [effect], **changed}


def test_every_choice_of_the_form_makes_a_card_that_may_fall(game: Game) -> None:
    offered = choices(game.play)
    json.dumps(offered, allow_nan=False)
    count = 0
    for field in offered["fields"]:
        paired = field["whose"] == "pair"
        whose = offered["whose"]["nation" if paired else field["whose"]]
        for x in whose:
            y = next(each["id"] for each in whose if each["id"] != x["id"]) if paired else ""
            effect = {"field": field["id"], "x": x["id"], "y": y, "step": -3}
            card = made_card(game.play, told(actor="ALDA", effects=[effect]))
            game.inject(card, "it is a choice of the list")
            assert effect_told(game.play, card, card.effect[0])
            count += 1
    assert count > 100


def test_a_preview_tells_what_the_engine_then_does(game: Game) -> None:
    effects_ = [
        {"field": "tension", "x": "narrows", "y": "", "step": 3},
        {"field": "trust", "x": "everyone", "y": "ALDA", "step": -2},
        {"field": "home.approval", "x": "rivals", "y": "", "step": 5},
    ]
    card = made_card(game.play, told(actor="ALDA", effects=effects_))
    rows = moved(game, card)
    assert {row["field"] for row in rows} == {"tension", "trust", "home"}
    game.inject(card, "to see")
    game.advance()
    booked = [entry for entry in game.book.entries if entry.reason == "A storm"]
    sums = {entry.field: float(entry.amount.sum()) for entry in booked}
    for field, total in sums.items():
        assert sum(row["change"] for row in rows if row["field"] == field) == pytest.approx(total)


def test_a_preview_stops_at_the_end_of_a_scale(game: Game) -> None:
    low = [{"field": "capital", "x": "ALDA", "y": "", "step": -5}] * 3
    row = moved(game, made_card(game.play, told(effects=low)))[0]
    assert row["after"] == "0.0"
    assert row["at_limit"]


def test_the_words_of_a_card_name_those_it_is_about(game: Game) -> None:
    rows = game.play.scenario.events
    said = [
        effect_told(game.play, rows["lights_over_the_bank"], each)
        for each in rows["lights_over_the_bank"].effect
    ]
    assert said[1:] == ["tension at The Long Bank: +2 points", "wariness of Alda and Brenn about Dray: +0.16"]
    assert said[0].startswith("Dray claims more capability")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "has no name"),
        ({"name": "x" * 81}, "81 letters, and 80 are the most"),
        ({"effects": [{"field": "tension", "x": "narrows", "step": 1}] * 4}, "3 effects at most"),
        ({"effects": [{"field": "mood", "x": "ALDA", "step": 1}]}, "no field 'mood'"),
        ({"effects": [{"field": "tension", "x": "", "step": 1}]}, "does not say whose"),
        ({"effects": [{"field": "trust", "x": "ALDA", "y": "", "step": 1}]}, "does not say whose"),
        ({"effects": [{"field": "tension", "x": "narrows", "step": 0}]}, "moves nothing"),
        ({"effects": [{"field": "tension", "x": "narrows", "step": "a lot"}]}, "moves nothing"),
        ({"effects": [{"field": "capital", "x": "rivals", "step": 1}]}, "Choose an actor"),
        ({"effects": [{"field": "trust", "x": "ALDA", "y": "ALDA", "step": 1}]}, "names Alda twice"),
        (
            {"effects": [{"field": "tension", "x": each, "step": 1} for each in ("narrows", "bank")]},
            "One card names one place, and this one The Narrows and The Long Bank",
        ),
    ],
)
def test_a_card_that_cannot_be_is_told(game: Game, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(OrderError, match=words):
        made_card(game.play, told(**changed))


def test_the_library_tells_when_cards_fall_by_themselves(game: Game) -> None:
    cards = library(game)["cards"]
    assert len(cards) == len(game.play.scenario.events)
    assert row_of(cards, "lights_over_the_bank")["kind"] == "now"
    assert "twice" in row_of(cards, "lights_over_the_bank")["when"]
    assert row_of(cards, "friends_invite")["when"].startswith("It falls by itself in turn 2 (")
    assert "25 %" in row_of(cards, "fair_winds")["when"]
    assert row_of(cards, "thin_stores")["when"] == "It falls by itself once scarcity of Dray is at least 65."
    assert row_of(cards, "storm_rescue")["kind"] == "called"
    game.inject("storm_rescue", "goodwill")
    game.advance()
    cards = library(game)["cards"]
    assert row_of(cards, "storm_rescue")["fell"] == "Fell in turn 1."
    assert row_of(cards, "lights_over_the_bank")["kind"] == "gone"


def test_a_card_without_effects_is_news(game: Game) -> None:
    shown = preview(game, made_card(game.play, told(effects=[])))
    assert shown["numbers"] == []
    assert shown["notes"] == ["It moves no number: it is news, and nothing else."]


# -- rulings ------------------------------------------------------------------------------------------------


def test_every_outcome_has_its_words() -> None:
    assert rulings.NAMED.keys() == OUTCOMES.keys()


def test_every_row_can_be_ruled_on(played: Game) -> None:
    shown = rulings.rulings(played)
    json.dumps(shown, allow_nan=False)
    assert shown["due"]
    for kind in shown["kinds"]:
        for row in kind["rows"]:
            check_ruling(played.play, kind["id"], row["id"], "because")
            assert row["yes"] != row["no"]


def test_a_programme_that_is_due_passes_when_it_is_ruled() -> None:
    for outcome in (True, False):
        game = Game.new("four-islands", seed=7)
        due: list[str] = []
        while not due:
            game.advance()
            kinds = rulings.rulings(game)["kinds"]
            due = [
                row["id"] for kind in kinds if kind["id"] == "R4.gate" for row in kind["rows"] if row["due"]
            ]
        game.rule("R4.gate", due[0], outcome, "the umpire says so")
        assert (due[0] in [name for name, _, _ in game.advance().stages]) == outcome


def test_what_is_pencilled_is_due_at_home(game: Game) -> None:
    game.advance()
    asked = [kind for kind in rulings.rulings(game)["kinds"] if kind["id"] in ("R9.ratify", "R2.renewal")]
    assert not any(row["due"] for kind in asked for row in kind["rows"])
    game.offer("BRENN", "basing_brenn", 75)
    game.answer("ALDA", "basing_brenn", "accept")
    kinds = rulings.rulings(game)["kinds"]
    bill = next(kind for kind in kinds if kind["id"] == "R2.renewal")
    assert row_of(bill["rows"], "basing_brenn")["due"]


def test_a_ruling_at_the_desk_is_shown_and_taken_back(room: Room, desk: Umpiring) -> None:
    kind = show(desk, "rulings")["panel"]["kinds"][0]
    name = kind["rows"][0]["id"]
    act = {"do": "rule", "rule": kind["id"], "entity": name, "outcome": True, "turn": 1}
    desk.act({**act, "reason": " "})
    assert "Say in a sentence why" in desk.message["text"]
    assert desk.message["fault"]
    desk.act({**act, "reason": "the room was split"})
    made = desk.payload()
    assert made["message"] == {"text": f"Ruled: {kind['rows'][0]['yes']}.", "fault": False}
    assert row_of(made["panel"]["kinds"][0]["rows"], name)["ruled"] == kind["rows"][0]["yes"]
    held = made["acts"]["rows"]
    assert [(row["word"], row["reason"], row["last"]) for row in held] == [
        ("Ruling", "the room was split", True)
    ]
    assert held[0]["first"] == ""
    undo = {"do": "undo", "key": held[0]["key"], "turn": 1, "reason": "too hasty"}
    desk.act(undo)
    assert desk.payload()["acts"]["rows"] == []
    desk.act({**act, "reason": "now for good"})
    desk.act(undo)  # a second click on a button that is gone
    assert desk.message["text"] == LATE
    assert len(desk.payload()["acts"]["rows"]) == 1


# -- the desk -----------------------------------------------------------------------------------------------


def test_a_card_falls_with_a_reason_and_a_word_to_all(room: Room, desk: Umpiring) -> None:
    desk.act({"do": "open", "id": "storm_rescue"})
    assert desk.payload()["panel"]["opened"]["numbers"]
    desk.act({"do": "fire", "id": "storm_rescue", "reason": "goodwill", "tell": True, "turn": 1})
    made = desk.payload()
    assert "All teams were told" in made["message"]["text"]
    assert [row["text"] for row in made["acts"]["rows"]] == ["A rescue in the storm"]
    assert made["panel"]["fires"] == ["A rescue in the storm"]
    assert room.messages("BRENN")[-1].text.startswith("A rescue in the storm. ")


def test_a_card_of_ones_own_is_previewed_as_it_is_typed(room: Room, desk: Umpiring) -> None:
    desk.act({"do": "write"})
    desk.act({"do": "preview", "of": "card", "card": told(name="")})
    assert "has no name" in desk.payload()["form"]["fault"]
    desk.act({"do": "preview", "of": "card", "card": told()})
    form = desk.payload()["form"]
    assert form["fault"] == ""
    assert form["preview"]["words"] == ["tension at The Narrows: +4 points"]
    desk.act({"do": "fire", "id": "", "card": told(), "reason": "to try it", "tell": False, "turn": 1})
    made = desk.payload()
    assert made["form"] is None
    assert [card.name for card in room.live.game.sitting.injects] == ["A storm"]
    assert not room.messages("ALDA")


def test_an_act_for_another_turn_does_nothing(room: Room, desk: Umpiring) -> None:
    room.white.adjudicate(force=True)
    room.white.next_phase()
    desk.act({"do": "fire", "id": "storm_rescue", "reason": "goodwill", "tell": True, "turn": 1})
    assert desk.message == {"text": LATE, "fault": True}
    assert not room.live.game.sitting.acts
    assert not room.messages("ALDA")


def test_a_message_that_cannot_be_sent_lets_no_card_fall(
    room: Room, desk: Umpiring, monkeypatch: Any
) -> None:
    def fails(*_: Any) -> None:
        raise WargameError("the disk is full")

    monkeypatch.setattr(type(room.white), "tell", fails)
    desk.act({"do": "fire", "id": "storm_rescue", "reason": "goodwill", "tell": True, "turn": 1})
    assert desk.message == {"text": "the disk is full", "fault": True}
    assert not room.live.game.sitting.acts


@pytest.mark.parametrize("stage", ["why", "lobby", "debrief"])
def test_where_no_turn_is_open_the_desk_says_why(tmp_path: Path, stage: str, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)  # a debrief puts the record into runs/
    shelf = Rooms(tmp_path, Forecaster(0))
    room = shelf.begin(Plan("North", "four-islands", PEOPLE, turns=3))
    if stage != "lobby":
        room.white.begin(practice=False)
        room.white.adjudicate(force=True)
    if stage == "debrief":
        room.white.debrief()
    desk = Umpiring(room)
    for tab in TABS:
        show(desk, tab)
    assert show(desk, "injects")["panel"]["closed"]
    assert show(desk, "rulings")["panel"]["kinds"] == []
    assert show(desk, "free")["panel"]["rows"] == []
    desk.act({"do": "fire", "id": "storm_rescue", "reason": "x", "turn": room.live.turn})
    assert desk.message["fault"]
    shelf.close()


# -- free and sealed orders ---------------------------------------------------------------------------------

SECRET = "Alda sends its oldest envoy with a chest of apples."


def test_a_free_order_is_read_once_it_is_sealed_and_judged(room: Room, desk: Umpiring) -> None:
    own = place(room, "ALDA")
    own.umpire(SECRET)
    assert SECRET not in json.dumps(show(desk, "free"))
    assert "written" not in json.dumps(desk.payload()["panel"]["rows"])
    free_order(room, "ALDA", SECRET)
    made = desk.payload()
    assert row_of(made["panel"]["rows"], "ALDA")["sentence"] == SECRET
    assert row_of(made["tabs"]["tabs"], "free")["badge"] == 1
    desk.act({"do": "judging", "seat": "ALDA"})
    assert desk.payload()["form"]["sentence"] == SECRET
    judged = {"do": "judge", "seat": "ALDA", "reason": "It costs little.", "turn": 1}
    desk.act({**judged, "effect": True, "card": told(text="They are touched.", effects=[])})
    assert "none is chosen" in desk.message["text"]
    effect = [{"field": "trust", "x": "BRENN", "y": "actor", "step": 1}]
    desk.act({**judged, "effect": True, "card": told(text="They are touched.", effects=effect)})
    made = desk.payload()
    assert not made["message"]["fault"]
    assert row_of(made["panel"]["rows"], "ALDA")["judged"]["text"] == "They are touched."
    assert row_of(made["tabs"]["tabs"], "free")["badge"] == 0
    card = room.live.game.sitting.injects[0]
    assert (card.name, card.actor, card.text) == ("A free order of Alda", "ALDA", "They are touched.")
    key = made["acts"]["rows"][0]["key"]
    desk.act({"do": "undo", "key": key, "turn": 1, "reason": "too much"})
    shown = row_of(desk.payload()["panel"]["rows"], "ALDA")["judged"]
    assert shown is None or "taken back" in shown["reason"]


def test_a_free_order_that_waits_is_warned_of_and_then_told(room: Room, desk: Umpiring) -> None:
    free_order(room, "ALDA", SECRET)
    room.white.go("commit")
    assert "The free order of Alda is not judged" in now(room)["why"]
    room.white.adjudicate(force=True)
    past = show(desk, "free")["panel"]["past"]
    assert [(row["id"], row["sentence"], row["mark"]) for row in past] == [("ALDA", SECRET, "not judged")]
    assert any("nothing comes of it" in row["text"] for row in notices(room, "ALDA"))
    assert "was not judged" in json.dumps(show(desk, "log"))


def test_nothing_may_come_of_a_free_order(room: Room, desk: Umpiring) -> None:
    free_order(room, "ALDA", SECRET)
    show(desk, "free")
    desk.act({"do": "judging", "seat": "ALDA"})
    act = {"do": "judge", "seat": "ALDA", "effect": False, "turn": 1, "reason": "The sea is rough."}
    desk.act({**act, "card": {"text": " "}})
    assert "says nothing" in desk.message["text"]
    desk.act({**act, "card": {"text": "He turns back."}})
    assert not desk.message["fault"]
    assert not room.live.game.sitting.injects
    desk.act({**act, "card": {"text": "He turns back again."}})
    assert desk.message["fault"]


def test_sealed_orders_open_with_a_reason_and_the_log_tells(room: Room, desk: Umpiring) -> None:
    show(desk, "free")
    desk.act({"do": "unseal", "seat": "ALDA", "reason": "curious", "turn": 1})
    assert "sealed no orders" in desk.message["text"]
    own = place(room, "ALDA")
    own.keep("ALDA", type(own.draft("ALDA"))(("consult", "statement")), 1)
    assert "statement" not in json.dumps(desk.payload()["panel"]["rows"])
    own.commit("ALDA", 1)
    row = row_of(desk.payload()["panel"]["rows"], "ALDA")
    assert row["may_open"]
    assert row["opened"] is None
    desk.act({"do": "unseal", "seat": "ALDA", "reason": " ", "turn": 1})
    assert "Say in a sentence why" in desk.message["text"]
    desk.act({"do": "unseal", "seat": "ALDA", "reason": "a clerk asked for help", "turn": 1})
    row = row_of(desk.payload()["panel"]["rows"], "ALDA")
    assert len(row["opened"]["orders"]) == 2
    assert row["opened"]["reason"] == "a clerk asked for help"
    assert not row["may_open"]
    assert room.log[-1].kind == "opening"


def test_notes_are_kept_once_and_their_limit_is_told(room: Room, desk: Umpiring) -> None:
    desk.act({"do": "note", "text": "They talk."})
    desk.act({"do": "note", "text": "They talk."})
    assert [entry.kind for entry in room.log].count("note") == 1
    assert desk.payload()["notes"]["text"] == "They talk."
    assert desk.payload()["notes"]["stamp"] == "Turn 1"
    desk.act({"do": "note", "text": "x" * 20_001})
    assert "Shorten them" in desk.message["text"]


# -- the course ---------------------------------------------------------------------------------------------


def card_of(desk: Umpiring, name: str) -> dict[str, Any]:
    return row_of(show(desk, "course")["panel"]["cards"], name)


def test_the_room_goes_back_and_nothing_is_lost(room: Room, desk: Umpiring) -> None:
    room.white.adjudicate(force=True)
    room.white.next_phase()
    back = card_of(desk, "back")
    assert [row["turn"] for row in back["turns"]] == [1, 0]
    assert back["turns"][1]["sure"].startswith("Turns 1 to 2 are played again")
    act = {"do": "back", "turn": 0, "reason": "a clerk's mistake", "stamp": desk.payload()["panel"]["stamp"]}
    desk.act(act)
    assert room.live.game.turn == 0
    assert [entry.kind for entry in room.log].count("back") == 1
    desk.act(act)  # a second click
    assert desk.message["text"] == LATE
    assert [entry.kind for entry in room.log].count("back") == 1
    gone = [row for row in log.log(room, log.Filter())["rows"] if row["gone"]]
    assert any("adjudicated" in row["text"] for row in gone)


def test_a_branch_is_put_aside_and_linked(
    room: Room, desk: Umpiring, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    room.white.adjudicate(force=True)
    show(desk, "course")
    desk.act({"do": "branch", "turn": 1, "stamp": stamp(room)})
    assert not desk.message["fault"]
    link = card_of(desk, "branch")["links"][0]["href"]
    assert (tmp_path / "runs" / link.removeprefix("/review/")).is_dir()
    assert room.live.game.turn == 1


def test_play_and_exercise_end_at_the_desk(
    room: Room, desk: Umpiring, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    room.white.adjudicate(force=True)
    assert "2 turns early" in card_of(desk, "debrief")["sure"]
    desk.act({"do": "debrief", "stamp": stamp(room)})
    made = desk.payload()
    assert (room.stage, made["tab"]) == ("debrief", "debrief")
    assert made["panel"]["links"][0]["href"] == f"/review/{room.run}"
    assert card_of(desk, "debrief")["off"]
    desk.act({"do": "end", "reason": "", "stamp": stamp(room)})
    assert "Say in a sentence why" in desk.message["text"]
    desk.act({"do": "end", "reason": "The bell rang.", "stamp": stamp(room)})
    assert room.stage == "ended"
    assert card_of(desk, "end")["off"] == "It has ended: The bell rang."
    assert card_of(desk, "back")["off"]


# -- debrief ------------------------------------------------------------------------------------------------


def test_the_debrief_takes_the_minutes_of_the_script(room: Room) -> None:
    assert sum(row["minutes"] for row in debrief(room)["steps"]) == script.DEBRIEF


def test_league_and_survey_show_what_came_of_them(room: Room, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    room.standing.of_turn(1).forecasts["ALDA"] = {}
    assert debrief(room)["league"]["rows"] == []
    room.white.adjudicate(force=True)

    question = league.questions(room.live.game, 1)[0]
    room.standing.of_turn(1).forecasts["ALDA"] = {question.id: 50.0}
    room.white.debrief()
    place(room, "ALDA").survey({"choice": 4, "sentence": "More time."})
    shown = debrief(room)
    json.dumps(shown, allow_nan=False)
    rows = {row["id"]: row for row in shown["league"]["rows"]}
    assert (rows["ALDA"]["score"], rows["ALDA"]["skill"], rows["ALDA"]["count"]) == ("0.25", "+0 %", 1)
    assert rows["model"]["model"]
    assert row_of(shown["survey"]["rows"], "choice")["mean"] == "4.0"
    assert shown["survey"]["words"] == ["More time."]
    assert shown["survey"]["count"] == "1 of 2 people"


# -- the log ------------------------------------------------------------------------------------------------


def test_every_kind_of_entry_that_a_room_writes_has_a_sentence() -> None:
    source = "".join(path.read_text() for path in Path("wargame/workshop").glob("*.py"))
    kinds = set(
        re.findall(r"""\b(?:note|_put|append)\(\s*(?:now, 0, |self\._now\(\), 0, )?"([a-z]+)",""", source)
    )
    assert {"opened", "inject", "umpire", "statement", "adjudicated"} <= kinds
    assert kinds <= LINES.keys()
    assert LINES.keys() == {kind for _, held in log.GROUPS.values() for kind in held}


def test_the_log_is_read_whole_and_filtered(room: Room, desk: Umpiring) -> None:
    desk.act({"do": "fire", "id": "storm_rescue", "reason": "goodwill", "tell": True, "turn": 1})
    place(room, "ALDA").say("ALDA", "our own plan")
    place(room, "ALDA").say("white", "a question to you")
    place(room, "BRENN").say("all", "=SUM(A1)")
    shown = log.log(room, log.Filter())
    json.dumps(shown, allow_nan=False)
    texts = [row["text"] for row in shown["rows"]]
    assert "Alda (Ann) wrote within the team." in texts
    assert "our own plan" not in json.dumps(shown)
    assert "Alda (Ann) to the white cell: a question to you" in texts
    assert "Ann joined Alda." in texts
    assert "The room “North” was opened." in texts
    only = log.log(room, log.filter_of({"kind": "white"}))
    assert [(row["text"], row["reason"]) for row in only["rows"]] == [
        ("Let the card “A rescue in the storm” fall.", "goodwill")
    ]
    assert [row["who"] for row in log.log(room, log.filter_of({"who": "BRENN"}))["rows"]] == [
        "BRENN",
        "BRENN",
    ]
    assert len(log.log(room, log.filter_of({"text": "goodwill"}))["rows"]) == 1
    assert log.log(room, log.filter_of({"turn": "9"}))["rows"] == []


def test_the_table_of_the_log_holds_no_names_and_no_formulas(room: Room) -> None:
    place(room, "BRENN").state("=SUM(A1)")
    room.white.tell("all", "-1 point for delay")
    text = log.as_csv(room, log.Filter())
    assert "Ann" not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["number"]) for row in rows] == [entry.n for entry in room.log]
    assert not any(str(value)[:1] in "=+-@" for row in rows for value in row.values() if value)
    assert "person 1 joined Alda." in [row["text"] for row in rows]


def test_sentences_and_forecasts_stay_closed_until_their_time(room: Room) -> None:
    place(room, "ALDA").umpire(SECRET)
    assert not readable(room.log)
    assert SECRET not in json.dumps(log.log(room, log.Filter()))
    free_order(room, "ALDA", SECRET)
    assert SECRET in json.dumps(log.log(room, log.Filter()))
    place(room, "ALDA").recall("ALDA", 1)
    assert not readable(room.log)
    room.white.back(0, "begin anew")
    assert SECRET not in json.dumps(log.log(room, log.Filter()))
    free_order(room, "BRENN", SECRET)
    room.white.back(0, "and again")
    assert SECRET in json.dumps(log.log(room, log.Filter()))  # it was read before the room went back


def test_a_made_card_is_an_event(game: Game) -> None:
    assert isinstance(made_card(game.play, told()), Event)
    assert effects.MOST == 3
