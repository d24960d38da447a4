"""The JSON API: who gets what, acts in time and too late, faults in words."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.workshop.api.conftest import PLANTED, Client, cheap
from wargame.server.api import door
from wargame.workshop import Room

# -- the schema and the ways in -----------------------------------------------------------------------------


def test_the_schema_is_published_and_whole(app):
    schema = Client(app).ask("/schema")
    text = json.dumps(schema)
    assert schema["openapi"].startswith("3.")
    for name in ("/seat", "/seat/draft", "/seat/events", "/join", "/ready", "/white/rooms/{room}/adjudicate"):
        assert name in schema["paths"]
    for way in (each for path in schema["paths"].values() for each in path.values()):
        assert way["description"]
        assert "422" not in way["responses"]
    models = schema["components"]["schemas"]
    asked = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert asked == models.keys()


def test_there_is_no_page_of_documentation(app, desk):
    for name in ("/docs", "/redoc", "/openapi.json"):
        assert Client(app).send("GET", name)[0] == 401
        assert desk.send("GET", name)[0] == 404


def test_a_wrong_code_is_refused_and_many_are_stopped(app, room):
    stranger = Client(app)
    assert "six letters" in stranger.fault("/join", {"code": "no"}, 403)
    assert "No room has this code" in stranger.fault("/join", {"code": "BBBBBB"}, 403)
    for _ in range(8):
        stranger.fault("/join", {"code": "BBBBBB"}, 403)
    assert "Wait" in stranger.fault("/join", {"code": room.codes["ALDA"]}, 429)


def test_right_codes_that_come_together_are_no_guesses(app, held, room, monkeypatch):
    monkeypatch.setattr(Room, "codes", property(lambda self: (time.sleep(0.02), self.store.codes())[1]))
    held.guesses.limit = 1
    with ThreadPoolExecutor(6) as pool:
        bodies = [{"code": room.codes[seat]} for seat in ("ALDA", "BRENN", "CORVE") * 2]
        told = list(pool.map(lambda body: Client(app).ask("/join", body), bodies))
    assert len({each["token"] for each in told}) == 6


def test_a_full_seat_and_unknown_roles_are_told(app, room, join):
    assert "no role 'hed'" in Client(app).fault("/join", {"code": room.codes["ALDA"], "roles": ["hed"]}, 400)
    for _ in range(6):
        join("ALDA")
    assert "full" in Client(app).fault("/join", {"code": room.codes["ALDA"]}, 400)


def test_each_sees_what_is_theirs(app, alda, desk):
    for stranger in (Client(app), Client(app, "no-token")):
        assert "Ask the facilitator for the code" in stranger.fault("/seat", status=401)
    assert "facilitator" in alda.fault("/white/rooms", status=403)
    assert desk.ask("/white/rooms")[0]["title"] == "North table"


def test_a_wrong_key_is_refused(app):
    assert "not the key" in Client(app).fault("/key", {"key": "BBBB-BBBB-BBBB-BBBB"}, 403)


def test_a_facilitators_token_is_no_seats(desk):
    assert "no token of a seat" in desk.fault("/seat", status=403)


def test_the_server_is_ready_once_rooms_and_processes_are(app, held, monkeypatch):
    readiness = door.READINESS
    monkeypatch.setattr("wargame.server.api.ready.rooms", lambda: held)
    client = Client(app)
    assert client.ask("/health") == {"ok": True, "wargame": client.ask("/schema")["info"]["version"]}
    readiness.begin()
    assert client.ask("/ready", status=503) == {"ready": False}
    held.forecaster.warmed.set()
    readiness.wait()
    assert client.ask("/ready") == {"ready": True}


# -- faults of a request ------------------------------------------------------------------------------------


WRONG = (
    ("{", 400, "no JSON"),
    ("[]", 422, "object of names"),
    ("{}", 422, "turn: it is missing"),
    ('{"turn": "1"}', 422, "turn: '1' is not a whole number"),
    ('{"turn": true}', 422, "turn: True is not a whole number"),
    ('{"turn": 1, "ordrs": []}', 422, "no field 'ordrs' here. Did you mean 'orders'?"),
    ('{"turn": 1, "orders": "consult"}', 422, "orders: 'consult' is not a list"),
    ('{"turn": 1, "orders": [3]}', 422, "orders.0: 3 is not a text"),
    ('{"turn": 9}', 409, "Turn 9 is not open yet; turn 1 is."),
    ('{"turn": 0}', 409, "Turn 0 is played already; turn 1 is open."),
    ('{"turn": 1, "orders": ["' + "x" * 300 + '"]}', 422, "300 letters long"),
    ('{"turn": 1, "promise": "\\ud800"}', 422, "order"),
)


def test_what_cannot_be_read_is_told_in_a_sentence(alda):
    for body, status, words in WRONG:
        found, told = alda.send("PUT", "/seat/draft", body.encode())
        assert (found, list(told)) == (status, ["error"]), body
        assert words in told["error"]


def test_a_body_that_is_too_long_is_not_read(alda):
    for pieces in ([b" " * 70_000], [b" " * 1024] * 70):
        status, told = alda.send("POST", "/seat/check", *pieces)
        assert (status, "64 kB" in told["error"]) == (413, True)


def test_nothing_and_the_wrong_way_are_told(alda):
    assert "api/schema" in alda.fault("/seat/nothing", status=404)
    assert "method" in alda.fault("/seat", {}, 405)


def test_a_fault_of_the_program_tells_nothing_of_it(alda, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError(PLANTED)

    monkeypatch.setattr("wargame.server.api.seat.standing", broken)
    told = alda.fault("/seat", status=500)
    assert "fault of the program" in told
    assert PLANTED not in told


# -- a seat -------------------------------------------------------------------------------------------------


def test_the_state_is_that_of_the_seat(alda, room):
    told = alda.ask("/seat")
    assert (told["seat"], told["stage"], told["phase"], told["turn"], told["turns"]) == (
        "ALDA", "play", "news", 1, 3,
    )  # fmt: skip
    view = room.live.game.observe("ALDA")
    own = {row["field"]: row["value"] for row in told["own"]}
    assert own["capital"] == pytest.approx(float(view.own("capital")[0, 0]))
    assert own["tech"] == pytest.approx(float(view.own("tech")[0, 0]))
    for other in told["others"]:
        place = room.live.game.play.world.index["nation"][other["id"]]
        held = list(other["capability"].values())
        assert [each["mean"] for each in held] == pytest.approx(list(view.get("capability")[0, 0, place]))
        assert all(each["error"] > 0 for each in held)
    assert [row["seat"] for row in told["teams"] if not row["house"]] == ["ALDA", "BRENN", "CORVE"]
    assert told["objectives"]
    assert told["news"]["opening"]["brief"]
    assert told["clock"]["running"]


def test_orders_are_listed_checked_drafted_sealed_and_recalled(alda, brenn, room):
    menu = alda.ask("/seat/orders")
    listed = {row.text: row for row in room.live.game.legal_orders("ALDA")}
    assert [row["text"] for row in menu["orders"]]
    assert {row["text"] for row in menu["orders"]} == listed.keys()
    row = menu["orders"][0]
    assert (row["capital"], row["funds"]) == (listed[row["text"]].capital, listed[row["text"]].funds)

    assert alda.ask("/seat/check", {"text": "consult"})["legal"] == "consult"
    refused = alda.ask("/seat/check", {"text": "consullt"})
    assert "consult" in refused["refusal"]
    assert refused["like"][0]["text"] == "consult"

    draft = alda.ask("/seat/draft", {"turn": 1, "orders": ["consult"]}, "PUT")
    assert [line["text"] for line in draft["orders"]] == ["consult"]
    assert draft["faults"] == []
    seal = alda.ask("/seat/commit", {"turn": 1})["seal"]
    assert alda.ask("/seat/commit", {"turn": 1})["seal"] == seal
    assert brenn.ask("/seat")["public"]["seals"] == {"ALDA": seal}
    assert next(row for row in brenn.ask("/seat")["teams"] if row["seat"] == "ALDA")["committed"]
    assert "sealed" in alda.fault("/seat/draft", {"turn": 1, "orders": []}, 422, "PUT")
    alda.ask("/seat/recall", {"turn": 1})
    assert not alda.ask("/seat")["committed"]
    assert [line["text"] for line in alda.ask("/seat/draft")["orders"]] == ["consult"]


def test_a_draft_that_is_not_legal_as_a_whole_is_kept_told_and_not_sealed(alda):
    orders = [row["text"] for row in alda.ask("/seat/orders")["orders"]][:9]
    draft = alda.ask("/seat/draft", {"turn": 1, "orders": orders}, "PUT")
    assert [line["text"] for line in draft["orders"]] == orders
    assert draft["faults"]
    assert "orders" in alda.fault("/seat/commit", {"turn": 1})


def test_what_the_rules_do_not_know_is_not_drafted(alda):
    alda.ask("/seat/draft", {"turn": 1, "orders": ["consult"]}, "PUT")
    for wrong, words in (
        ({"orders": ["invade brenn"]}, "invade"),
        ({"sign": ["trade_corve_brenn"]}, "not pencilled"),
        ({"promise": "consullt"}, "Did you mean 'consult'?"),
    ):
        assert words in alda.fault("/seat/draft", {"turn": 1, **wrong}, 422, "PUT")
    assert [line["text"] for line in alda.ask("/seat/draft")["orders"]] == ["consult"]


def test_what_comes_too_late_does_nothing(alda, room, desk):
    desk.ask(f"/white/rooms/{room.name}/adjudicate", {"force": True, "drafts": False})
    for path, body, way in (
        ("/seat/draft", {"turn": 1, "orders": ["consult"]}, "PUT"),
        ("/seat/commit", {"turn": 1}, "POST"),
        ("/seat/recall", {"turn": 1}, "POST"),
        ("/seat/table", {"turn": 1, "verb": "offer", "what": "pact"}, "POST"),
        ("/seat/signal", {"turn": 1, "order": "consult"}, "POST"),
    ):
        assert "played already" in alda.fault(path, body, 409, way)
    assert alda.ask("/seat/draft")["orders"] == []


def test_a_deal_is_offered_answered_and_hidden_from_others(alda, brenn, join, room):
    deals = {each["id"]: each for each in alda.ask("/seat")["table"] if each["part"] == "free"}
    name = next(each for each, deal in deals.items() if set(deal["parties"]) == {"ALDA", "BRENN"})
    word = {"turn": 1, "verb": "offer", "what": name}
    assert alda.ask("/seat/table", word)["done"] == "waiting"
    waiting = next(each for each in brenn.ask("/seat")["table"] if each["id"] == name)
    assert (waiting["part"], waiting["offer"]["by"]) == ("waiting", "ALDA")
    assert all(not each["offer"] for each in join("CORVE").ask("/seat")["table"])
    assert brenn.ask("/seat/table", {**word, "verb": "accept"})["done"] == "accepted"
    assert [each["id"] for each in alda.ask("/seat/draft")["pencilled"]] == [name]
    kept = alda.ask("/seat/draft", {"turn": 1, "sign": []}, "PUT")
    assert kept["pencilled"][0]["signs"] is False
    assert "no agreement" in alda.fault("/seat/table", {**word, "what": "pakt"})


def test_words_in_public_and_in_private(alda, brenn, join, room):
    for to, text in (("ALDA", f"{PLANTED} plan"), ("BRENN", "shall we meet"), ("all", "good day")):
        alda.ask("/seat/message", {"to": to, "text": text})
    mine, theirs = (client.ask("/seat")["messages"] for client in (alda, brenn))
    assert [(each["text"], each["person"]) for each in mine] == [
        (f"{PLANTED} plan", "Ada"), ("shall we meet", "Ada"), ("good day", "Ada"),
    ]  # fmt: skip
    assert [(each["text"], each["person"]) for each in theirs] == [("shall we meet", ""), ("good day", "")]
    alda.ask("/seat/signal", {"turn": 1, "order": "consult"})
    alda.ask("/seat/statement", {"text": "We stand by our word."})
    said = join("CORVE").ask("/seat")["public"]
    assert said["signals"] == {"ALDA": "consult"}
    assert said["statements"] == {"ALDA": "We stand by our word."}
    assert "stands" in alda.fault("/seat/signal", {"turn": 1, "order": "consult"})
    assert "role of finance" in alda.fault("/seat/key", {"yes": True}, 400)


def test_a_forecast_is_stated_for_a_question_of_the_turn(alda, room):
    room.questions()
    for thread in [each for each in threading.enumerate() if each.name == "league"]:
        thread.join()
    question = alda.ask("/seat/questions")[0]
    assert question["percent"] is None
    alda.ask("/seat/forecast", {"question": question["id"], "percent": 35})
    assert alda.ask("/seat/questions")[0] == {**question, "percent": 35}
    assert "0 to 100" in alda.fault("/seat/forecast", {"question": question["id"], "percent": 135}, 400)


def test_what_if_keeps_to_the_allowance(alda, room):
    alda.ask("/seat/draft", {"turn": 1, "orders": ["consult"]}, "PUT")
    room.white.allow(1)
    asked = alda.ask("/seat/whatif", {})
    assert (asked["state"], asked["questions_left"]) == ("waiting", 0)
    assert "No what-if question is left" in alda.fault("/seat/whatif", {}, 400)
    assert alda.ask("/seat/whatif")["state"] == "waiting"
    room.white.allow(-1)
    assert alda.ask("/seat/whatif")["questions_left"] is None


def test_nobody_else_gets_what_one_seat_keeps(alda, brenn, join, room, desk):
    order = cheap(alda)[0]
    alda.ask("/seat/draft", {"turn": 1, "orders": [order], "promise": "consult"}, "PUT")
    alda.ask("/seat/message", {"to": "ALDA", "text": PLANTED})
    room.live.keep_note("ALDA", PLANTED)
    others = (brenn, join("CORVE"))
    before = [client.ask("/seat") for client in others]
    alda.ask("/seat/commit", {"turn": 1})
    for client, held in zip(others, before, strict=True):
        now = client.ask("/seat")
        assert PLANTED not in json.dumps(now)
        assert "Ada" not in json.dumps(now)
        for name in ("own", "others", "ladder", "programmes", "news", "table", "draft", "messages"):
            assert now[name] == held[name]
    assert PLANTED not in json.dumps(desk.ask(f"/white/rooms/{room.name}"))


def test_a_report_is_what_the_seat_may_know(alda, brenn, desk, room):
    assert "No turn is played" in alda.fault("/seat/report", status=404)
    act = f"/white/rooms/{room.name}"
    alda.ask("/seat/draft", {"turn": 1, "orders": ["consult"]}, "PUT")
    desk.ask(f"{act}/adjudicate", {"force": True})
    assert alda.ask("/seat/report?turn=1")["orders"]["ALDA"] == ["consult"]
    told = brenn.ask("/seat/report")
    assert told["turn"] == 1
    assert told["orders"] == {
        seat: list(each) for seat, each in room.live.game.report(1, "BRENN").orders.items()
    }
    assert "Turn 7 is not played" in alda.fault("/seat/report?turn=7", status=404)
    news = alda.ask("/seat")["news"]
    assert (news["turn"], news["changes"][0]["reasons"][0]["text"] != "") == (1, True)
    assert "digest" not in told


# -- the white cell -----------------------------------------------------------------------------------------


def test_an_exercise_is_scripted_from_its_plan_to_its_end(app, desk):
    plan = {"title": "Scripted", "scenario": "four-islands", "seats": ["ALDA"], "turns": 2, "practice": False}
    opened = desk.ask("/white/rooms", plan, status=201)
    act = f"/white/rooms/{opened['room']}"
    assert set(opened["codes"]) == {"ALDA", "screen"}
    assert desk.ask(f"{act}/begin", {})["phase"] == "news"
    bot = Client(app, Client(app).ask("/join", {"code": opened["codes"]["ALDA"]})["token"])
    assert desk.ask(f"{act}/next_phase", {"phase": "news"})["phase"] == "plan"
    assert "phase plan" in desk.fault(f"{act}/next_phase", {"phase": "news"}, 409)
    assert desk.ask(f"{act}/pause", method="POST")["clock"]["running"] is False
    assert desk.ask(f"{act}/resume", method="POST")["clock"]["running"] is True
    left = desk.ask(act)["clock"]["left"]
    assert desk.ask(f"{act}/extend", {"seconds": 60})["clock"]["left"] > left + 30
    assert "waits for the orders of" in desk.fault(f"{act}/adjudicate", {})
    bot.ask("/seat/commit", {"turn": 1})
    assert desk.ask(f"{act}/adjudicate", {"turn": 1})["phase"] == "why"
    assert "has gone on" in desk.fault(f"{act}/adjudicate", {"turn": 2}, 409)
    desk.ask(f"{act}/next_phase", {})
    assert desk.ask(f"{act}/hand", {"seat": "ALDA", "house": True, "reason": "The bot sleeps."})["teams"][0][
        "house"
    ]
    assert desk.ask(f"{act}/adjudicate", {})["over"]
    assert bot.ask("/seat")["ending"]["scores"]
    assert desk.ask(f"{act}/end", {"reason": "Done."})["stage"] == "ended"
    assert "has ended" in Client(app).fault("/join", {"code": opened["codes"]["ALDA"]}, 403)


def test_cards_fall_and_outcomes_are_ruled(desk, room):
    act, game = f"/white/rooms/{room.name}", room.live.game
    card = next(iter(game.play.scenario.events))
    desk.ask(f"{act}/inject", {"card": card, "reason": "To try it."})
    own = {"name": "Storm", "effects": [{"field": "tech", "x": "ALDA", "step": -1}]}
    desk.ask(f"{act}/inject", {"card": own, "reason": "Weather."})
    place = next(iter(game.play.scenario.flashpoints))
    desk.ask(
        f"{act}/rule", {"rule": "R8.incident", "entity": place, "outcome": False, "reason": "Calm seas."}
    )
    kinds = [entry.kind for entry in room.log]
    assert (kinds.count("inject"), kinds.count("ruling")) == (2, 1)
    assert "no card" in desk.fault(f"{act}/inject", {"card": "nothing", "reason": "To try it."})
    assert "sets a named outcome" in desk.fault(
        f"{act}/rule", {"rule": "R99", "entity": "x", "outcome": True, "reason": "Why not."}
    )


def test_a_room_that_is_not_there_is_told(desk):
    assert "There is no room 'nowhere'" in desk.fault("/white/rooms/nowhere", status=404)
    plan = {"title": "North", "scenario": "four-islands", "seats": ["NOBODY"]}
    assert "no seat 'NOBODY'" in desk.fault("/white/rooms", plan, 400)
