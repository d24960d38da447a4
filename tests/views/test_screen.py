"""The big screen and twin tables: what stands on them at every moment, how a reveal is walked, and what never shows."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.arrange import arrange
from wargame.faults import WargameError
from wargame.inputs import Draft
from wargame.live.whatif import Forecaster
from wargame.narrate.changes import OTHERS
from wargame.scenario import Scenario
from wargame.schema import Event
from wargame.state import LEVELS
from wargame.views.room import screen, twins
from wargame.views.room.screen_end import of_end
from wargame.views.room.screen_news import JUDGED, STANDS, headline, news
from wargame.views.room.screen_reveal import GRACE, Reveal, Step, _short, mark, pages, strip
from wargame.workshop import PHASES, Plan, Room, store
from wargame.workshop.questions import Question
from wargame.workshop.rooms import RoomCard
from wargame.workshop.store import Store

Opened = Callable[..., Room]
SECRETS = ("Xanthippe", "zz-note-of-ours", "zz-to-our-team", "zz-to-the-umpire", "zz-to-one-seat")
QUESTION = "Who gives way first?"


@cache
def arranged(name: str, turns: int) -> Scenario:
    """Return a scenario of some turns, read once."""
    return arrange(name, turns=turns)


def prepared(scenario: Scenario) -> Play:
    """Return a scenario compiled, once for all that are alike."""
    key = scenario.content_hash()
    if key not in _plays:
        _plays[key] = prepare(scenario)
    return _plays[key]


_plays: dict[str, Play] = {}


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Open rooms, in a folder in which a game that is over puts its run; they are closed when the test ends.

    Nothing here is about a power cut, so the disk is not waited for; scenarios are read and compiled once for all.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wargame.workshop.plan.arrange", arranged)
    monkeypatch.setattr("wargame.game.arrange", lambda name, turns, rules: arranged(name, turns))
    monkeypatch.setattr("wargame.game.prepare", prepared)
    connected = store._connected

    def hasty(*given: Any) -> Any:
        link = connected(*given)
        link.execute("PRAGMA synchronous = OFF")
        return link

    monkeypatch.setattr(store, "_connected", hasty)
    held: list[Room] = []

    def make(name: str = "north", **changed: Any) -> Room:
        plan = {
            "title": name.title(),
            "scenario": "four-islands",
            "seats": ("ALDA", "BRENN"),
            "turns": 3,
            "seed": 7,
        }
        file = Store.make(tmp_path / f"{name}.db")
        held.append(Room.make(file, name, Plan.of({**plan, "question": QUESTION, **changed}), Forecaster(0)))
        return held[-1]

    yield make
    for room in held:
        room.close()


@pytest.fixture
def room(opened: Opened) -> Room:
    """A room with a person in each of two seats."""
    made = opened()
    made.join("ALDA", SECRETS[0], ("head",))
    made.join("BRENN")
    return made


def shown(room: Room, scores: Any = None) -> dict[str, Any]:
    """Return all that stands on the screen now, step by step where it is walked."""
    steps = screen.steps(room, scores)
    return {
        "head": screen.head(room),
        "panels": screen.panels(room, "http://192.0.2.7:8765"),
        "steps": {step.id: {"name": step.name, **step.body} for step in steps},
    }


def played(room: Room, turns: int) -> Room:
    """Play some turns by holding; the last one stays at its why."""
    if room.stage == "lobby":
        room.white.begin(False)
    for _ in range(turns):
        if room.phase == "why":
            room.white.next_phase()
        room.white.adjudicate(force=True)
    return room


def place(room: Room, seat: str) -> Any:
    """Return what somebody of a seat may do."""
    return room.place(next(each.id for each in room.people if each.seat == seat))


# -- by moment ----------------------------------------------------------------------------------------------


def test_the_lobby_tells_where_to_join_and_which_seats_are_filled_and_no_code(room: Room) -> None:
    told = shown(room)["panels"]["lobby"]

    assert (told["question"], told["join"]) == (QUESTION, "192.0.2.7:8765/join")
    assert told["qr"]["path"]
    assert [(row["id"], row["people"], row["house"]) for row in told["seats"]] == [
        ("ALDA", 1, False),
        ("BRENN", 1, False),
        ("CORVE", 0, True),
        ("DRAY", 0, True),
    ]
    assert screen.lobby(room, "http://127.0.0.1:8765")["qr"] is None
    assert screen.lobby(room, "")["join"] == ""


def test_that_nobody_else_can_join_yet_is_told_to_the_facilitator_alone(room: Room) -> None:
    here, far = "http://127.0.0.1:8765", "http://192.0.2.7:8765"

    assert "cannot reach this server yet" in screen.lobby(room, here, white=True)["alone"]
    assert screen.lobby(room, here)["alone"] == screen.lobby(room, far, white=True)["alone"] == ""


def test_every_phase_has_its_panels(room: Room) -> None:
    room.white.begin(False)
    wanted = {
        "news": {"news", "ladder", "teams"},
        "plan": {"region", "programmes", "teams"},
        "diplomacy": {"region", "ladder", "teams"},
        "signal": {"signals", "ladder", "teams"},
        "commit": {"seals", "ladder"},
    }
    for phase, panels in wanted.items():
        room.white.go(phase)
        told = shown(room)
        json.dumps(told, allow_nan=False)
        assert set(told["panels"]) - {"forecasts"} | ({"ladder"} & panels) == panels, phase
        assert [each["id"] for each in told["head"]["steps"] if each["now"]] == [phase]
        assert told["head"]["clock"]["left"] > 0.0


def test_practice_is_told_and_counts_no_turns(room: Room) -> None:
    room.white.begin(True)
    told = screen.head(room)

    assert "nothing counts" in told["practice"]
    assert told["turn"]["of"] == 0


def test_the_news_are_those_of_the_last_turn_and_first_the_opening(room: Room) -> None:
    room.white.begin(False)
    scenario = room.live.game.play.scenario
    opening = [(card["name"], card["text"]) for card in news(room)["cards"]]
    assert opening == [(row.name, row.text) for row in scenario.flashpoints.values()], (
        "the welcome is not told twice"
    )

    room.white.inject("patrol_season", "to stir things up")
    assert "patrol season" not in json.dumps(news(room)).lower(), "a card falls when the turn is played"
    played(room, 1)
    assert "Patrol season" in [card["name"] for card in news(room)["cards"]]


def test_a_card_that_all_were_told_of_stands_first_among_the_news(room: Room) -> None:
    room.white.begin(False)
    card = room.live.game.play.scenario.events["patrol_season"]
    room.white.inject("patrol_season", "to stir things up")
    room.white.tell("all", f"{card.name}. {card.text}")

    first = news(room)["cards"][0]
    assert (first["name"], first["text"]) == (card.name, card.text)
    assert headline(room, time.time()) is None, "it stands as a card already"
    room.white.go("plan")
    room.white.tell("all", f"{card.name}. {card.text}")
    told = headline(room, time.time())
    assert told is not None
    assert told["text"].startswith(card.name)


def test_what_the_facilitator_tells_all_stands_as_a_headline_for_a_while(room: Room) -> None:
    room.white.begin(False)
    before = room.version("screen")
    room.white.tell("all", "Ten minutes left.")
    now = room.messages("screen")[-1].at
    told = headline(room, now + 20.0)

    assert room.version("screen") > before, "the screen hears of it"
    assert told is not None
    assert (told["text"], told["left"], told["long"]) == ("Ten minutes left.", STANDS - 20.0, False)
    assert headline(room, now + STANDS) is None
    room.white.tell("ALDA", "zz-to-one-seat")
    place(room, "ALDA").say("all", "zz-by-a-team")
    shown_now = headline(room, now + 20.0)
    assert shown_now is not None
    assert shown_now["text"] == "Ten minutes left.", "only what the facilitator tells all"
    room.white.go("plan")
    assert headline(room, now + 20.0) is None, "another phase has begun"


def test_seats_that_were_handed_over_are_no_news(room: Room) -> None:
    room.white.begin(False)
    room.white.hand("BRENN", True, "went home")
    room.white.hand("BRENN", False, "came back")
    room.white.hand("BRENN", True, "went home")
    room.white.inject("patrol_season", "to stir things up")
    played(room, 1)
    names = [card["name"] for card in news(room)["cards"]]
    happened = [
        row["text"]
        for name, step in shown(room)["steps"].items()
        if "happened" in name
        for row in step["rows"]
    ]

    assert names[0] == "Patrol season", "what the white cell lets fall comes first"
    assert "Brenn" not in names
    assert not [text for text in happened if "plays this seat" in text]
    assert "Brenn" in screen.teams(room)["house"]


@pytest.mark.parametrize("effect", [True, False])
def test_the_verdict_on_a_free_order_is_public_only_where_it_has_an_effect(room: Room, effect: bool) -> None:
    room.white.begin(False)
    room.white.go("commit")
    alda = place(room, "ALDA")
    alda.keep("ALDA", Draft(orders=("freeform",)))
    alda.umpire("zz-sentence-of-ours")
    alda.commit("ALDA")
    card = Event(
        name="A free order of Alda", text="Envoys sail to the bank.", trigger="called", source=("x",)
    )
    room.white.judge("ALDA", "zz-told-to-the-seat", card if effect else None, "it is plausible")
    assert "Envoys" not in json.dumps(shown(room)), "before the reveal nothing is told"
    played(room, 1)
    told = shown(room)
    verdict = next(row["verdict"] for row in told["steps"]["orders-0"]["rows"] if row["id"] == "ALDA")

    assert verdict == ("The umpire: Envoys sail to the bank." if effect else JUDGED)
    assert "zz-" not in json.dumps(told)


def test_a_seal_appears_with_the_commitment_and_opens_as_the_same(room: Room) -> None:
    room.white.begin(False)
    room.white.go("commit")
    assert [row["seal"] for row in screen.teams(room)["rows"]] == ["", ""]

    seal = place(room, "ALDA").commit("ALDA")
    rows = {row["id"]: row for row in screen.teams(room)["rows"]}
    assert (rows["ALDA"]["seal"], rows["ALDA"]["done"], rows["BRENN"]["done"]) == (mark(seal), True, False)
    assert screen.teams(room)["house"] == "House AI plays Corve and Dray"
    played(room, 1)
    step = shown(room)["steps"]["orders-0"]
    assert next(row["mark"] for row in step["rows"] if row["id"] == "ALDA") == mark(seal)


def test_a_signal_shows_as_it_is_given(room: Room) -> None:
    room.white.begin(False)
    room.white.go("signal")
    place(room, "BRENN").signal("consult")

    assert [(row["id"], bool(row["text"])) for row in screen.signals(room)["rows"]] == [
        ("ALDA", False),
        ("BRENN", True),
    ]


def test_a_crisis_round_shows_its_odds_and_who_has_sealed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.white.begin(False)
    game = room.live.game
    tension, level = game.state.tension.copy(), game.state.level.copy()
    tension[0, 0], level[0, 0] = 70.0, LEVELS.index("show")
    tense = game.state.having(tension=tension, level=level)
    monkeypatch.setattr(game.model, "states", [tense])
    monkeypatch.setattr(game.model, "state", tense, raising=False)
    room.white.go("crisis")
    told = shown(room)["panels"]

    assert set(told) == {"crisis", "teams"}
    assert [(side["id"], side["house"], side["done"]) for side in told["crisis"]["sides"]] == [
        ("CORVE", True, False),
        ("ALDA", False, False),
    ]
    assert {row["breakdown"] for row in told["crisis"]["odds"]} == {None}, (
        "below a stand-off talks do not break down"
    )


def test_questions_show_before_a_turn_and_what_came_of_them_after(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Question("1:tension:narrows", 1, "tension", "narrows", "The Narrows: is tension higher?", 36.0)
    monkeypatch.setattr(type(room), "questions", lambda self, turn=None: (asked,))
    monkeypatch.setattr(
        "wargame.workshop.league._choose", lambda game, turn: {asked: 0.4} if turn == 1 else {}
    )
    room.white.begin(False)
    room.white.go("commit")
    assert screen.panels(room)["forecasts"]["rows"] == [{"id": asked.id, "text": asked.text}]
    assert screen.league(room) is None

    place(room, "ALDA").forecast(asked.id, 73.0)
    assert "73" not in json.dumps(screen.forecasts(room))
    played(room, 1)
    told = screen.league(room)
    assert told is not None
    assert [(row["text"], row["model"]) for row in told["questions"]] == [(asked.text, 40)]
    assert {row["id"] for row in told["rows"]} == {"ALDA", "model"}
    assert "league-0" in shown(room, told)["steps"]


def test_the_screen_of_many_people_and_none_is_plain() -> None:
    assert screen._house(["A", "B", "C", "D", "E"]) == "House AI plays 5 seats"
    assert screen._house(["Corve"]) == "House AI plays Corve"
    assert screen._house([]) == ""


# -- what never shows ---------------------------------------------------------------------------------------


def test_no_name_draft_note_or_message_ever_shows(room: Room) -> None:
    name, note, team, umpire, one = SECRETS
    room.white.begin(False)
    alda = place(room, "ALDA")
    alda.keep_note("ALDA", note)
    alda.say("ALDA", team)
    alda.say("white", umpire)
    alda.say("BRENN", one)
    alda.umpire(umpire)
    told = []
    for phase in room.phases:
        if phase != "why":
            room.white.go(phase)
            told.append(shown(room))
    played(room, 1)
    told.append(shown(room))
    room.white.debrief()
    told.append(shown(room))

    text = json.dumps(told)
    for secret in (*SECRETS, *room.codes.values()):
        assert secret not in text
    assert name in room.name_of(alda.number), "the secrets are there to be told"


def test_objectives_wait_for_the_debrief(room: Room) -> None:
    played(room, 1)
    goal = next(iter(room.live.game.play.scenario.objectives.values())).text
    assert goal not in json.dumps(shown(room))
    with pytest.raises(WargameError, match="debrief"):
        of_end(room)

    room.white.debrief()
    told = shown(room)
    assert goal in json.dumps(told["steps"])
    assert [name.partition("-")[0] for name in told["steps"]] == [
        "outcome",
        "course",
        "scores",
        "objectives",
        "objectives",
    ]
    assert told["steps"]["outcome-0"]["question"] == QUESTION


def test_the_end_tells_how_it_came(room: Room) -> None:
    played(room, 3)
    room.white.debrief()
    steps = shown(room)["steps"]

    assert steps["outcome-0"]["title"] in ("The last turn is played", "Talks broke down")
    assert steps["outcome-0"]["story"]
    assert len(steps["course-0"]["series"][0]["values"]) == room.live.game.turn + 1
    scores = [row["score"] for row in steps["scores-0"]["rows"]]
    assert scores == sorted(scores, reverse=True)


# -- the reveal ---------------------------------------------------------------------------------------------


def test_a_turn_is_revealed_in_order_with_the_statements_of_teams(room: Room) -> None:
    room.white.begin(False)
    place(room, "BRENN").state("We waited. <b>They</b> did not.")
    played(room, 1)
    steps = shown(room)["steps"]

    kinds = list(dict.fromkeys(name.partition("-")[0] for name in steps))
    assert kinds == [
        each for each in ("orders", "happened", "why", "home", "ladder", "statements") if each in kinds
    ]
    assert {"orders", "ladder", "statements"} <= set(kinds)
    assert steps["statements-0"]["rows"][0]["text"] == "We waited. <b>They</b> did not."
    assert len(steps["ladder-0"]["rows"]) == 2


STEPS = tuple(Step(f"orders-{k}", "Orders", 10.0, {}) for k in range(3))


def test_a_reveal_goes_on_by_itself_once_a_step_however_many_screens_ask() -> None:
    begun = Reveal().at("turn 1", 100.0)

    assert begun.due(0, STEPS, 105.0) == begun, "its time is not up"
    once = begun.due(0, STEPS, 110.0 - GRACE)
    assert once.step == 1
    assert once.due(0, STEPS, 111.0) == once, "another screen asks late"
    last = once.due(1, STEPS, 125.0)
    assert last.due(2, STEPS, 200.0) == last
    assert strip(last, STEPS, 126.0)["left"] is None


def test_who_walks_a_reveal_holds_it_until_it_is_let_run() -> None:
    begun = Reveal().at("turn 1", 100.0)
    walked = begun.walked(1, 3, 101.0).walked(5, 3, 102.0)

    assert (walked.step, walked.held) == (2, True)
    back = walked.walked(-1, 3, 103.0)
    assert back.due(1, STEPS, 300.0) == back
    assert strip(back, STEPS, 300.0)["left"] is None
    assert back.free(300.0).due(1, STEPS, 310.0).step == 2
    assert strip(back.free(300.0), STEPS, 304.0)["left"] == 6.0


def test_another_turn_is_revealed_from_its_first_step(room: Room) -> None:
    walked = Reveal().at("turn 1", 1.0).walked(2, 3, 2.0)

    assert walked.at("turn 1", 3.0) == walked
    assert walked.at("turn 2", 3.0) == Reveal("turn 2", 0, 3.0)
    first = screen.walks(played(room, 1))
    assert screen.walks(played(room, 1)) != first


def test_reasons_on_the_screen_are_few_and_still_sum() -> None:
    amounts = [14.7, 4.0, -4.0, -4.0, -2.8, -2.0, -1.2]
    row = {"reasons": [{"text": f"reason {k}", "amount": each} for k, each in enumerate(amounts)]}
    told = _short(row)["reasons"]

    assert [each["text"] for each in told] == ["reason 0", "reason 1", "reason 2", "reason 3", OTHERS]
    assert sum(each["amount"] for each in told) == pytest.approx(sum(amounts))
    few = {"reasons": [*row["reasons"][:2], {"text": OTHERS, "amount": 0.3}]}
    assert _short(few) == few


def test_pages_are_as_even_as_can_be() -> None:
    assert [len(page) for page in pages(range(13), 6)] == [5, 4, 4]


def test_phases_have_names_for_the_screen() -> None:
    assert set(PHASES) <= set(screen.PHASE_NAMES)


# -- twin tables --------------------------------------------------------------------------------------------


@pytest.fixture
def twin_rooms(opened: Opened) -> list[Room]:
    """Two tables of one seed: at one ALDA gives an order, at the other it holds; a third has not begun."""
    found = [opened(f"table {k}", group="both", seats=("ALDA",)) for k in (1, 2, 3)]
    found[0].join("ALDA")
    found[0].white.begin(False)
    first = place(found[0], "ALDA")
    text = next(row.text for row in first.game.legal_orders("ALDA") if row.order == "statement")
    first.keep("ALDA", type(first.draft("ALDA"))(orders=(text,)))
    first.commit("ALDA")
    for room in found[:2]:
        played(room, 1)
    return found


def test_twin_tables_show_where_each_stands_and_what_was_decided(twin_rooms: list[Room]) -> None:
    rows = twins.tables(twin_rooms)
    told = twins.where(rows)

    assert [row["stage"] for row in told["rows"]] == ["turn 1 of 3", "turn 1 of 3", "not begun"]
    assert told["rows"][2]["stability"] is None
    assert told["note"] == ""
    orders = twins.decisions(rows, 0)
    alda = next(row for row in orders["rows"] if row["id"] == "ALDA")
    assert [len(cell["orders"]) for cell in alda["cells"]] == [1, 0]
    assert [cell["people"] for cell in alda["cells"]] == [True, True]
    assert "Dray" in orders["alike"], "the same seed gives house AI the same first turn"
    json.dumps([told, orders, twins.agreements(rows), twins.objectives(rows)], allow_nan=False)


def test_a_chart_of_twin_tables_has_a_line_for_each_that_has_begun(twin_rooms: list[Room]) -> None:
    played(twin_rooms[1], 1)
    rows = twins.tables(twin_rooms)
    scenario = twin_rooms[0].live.game.play.scenario

    for each in twins.measures(scenario, "")["rows"]:
        chart = twins.chart(rows, each["id"])
        assert [row["id"] for row in chart["series"]] == ["table 1", "table 2"]
        assert [len(row["values"]) for row in chart["series"]] == [3, 3]
        assert [row["values"][2] is None for row in chart["series"]] == [True, False]
        assert len({row["values"][0] for row in chart["series"]}) == 1, "twins begin alike"
    assert twins.measures(scenario, "mood")["shown"] == "stability"


def test_agreements_are_compared_after_the_last_turn_that_all_have_played(twin_rooms: list[Room]) -> None:
    played(twin_rooms[1], 2)
    told = twins.agreements(twins.tables(twin_rooms))

    assert told["turn"] == 1
    assert told["alike"] + len(told["rows"]) == len(twin_rooms[0].live.game.play.scenario.agreements)


def test_objectives_are_told_of_tables_that_are_over_and_teams_wait_for_all(twin_rooms: list[Room]) -> None:
    assert twins.objectives(twins.tables(twin_rooms))["rows"] == []
    twin_rooms[0].white.debrief()
    told = twins.objectives(twins.tables(twin_rooms))
    assert told["tables"] == ["Table 1"]
    assert len(told["rows"]) == 4

    with pytest.raises(WargameError, match="Table 2, Table 3 are still at it"):
        twins.check_over(twin_rooms)
    twins.check_over(twin_rooms[:1])


def test_tables_that_are_no_twins_are_told_so(opened: Opened) -> None:
    rooms = [
        opened("one", group="odd"),
        opened("two", group="odd", scenario="northeast-asia-2022", seats=("JPN",)),
    ]
    with pytest.raises(WargameError, match="and not a scenario"):
        twins.tables(rooms)

    assert "seeds" in twins.where(twins.tables([rooms[0], opened("three", seed=8)]))["note"]
    assert "one table" in twins.where(twins.tables(rooms[:1]))["note"]


def test_a_group_that_is_not_there_is_told_with_the_nearest() -> None:
    cards = [
        RoomCard("b", title="B", group="north"),
        RoomCard("a", title="A", group="north"),
        RoomCard("c", fault="x"),
    ]

    assert twins.group_of(cards, "north") == ("a", "b")
    with pytest.raises(WargameError, match="Did you mean 'north'"):
        twins.group_of(cards, "nroth")
    with pytest.raises(WargameError, match="no twin tables"):
        twins.group_of(cards, "")
