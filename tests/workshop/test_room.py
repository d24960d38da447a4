"""A room: what is said in it is on disk, it goes on where it was, and only those concerned are told."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest

from tests.workshop.conftest import Clocks, make_plan, sit
from wargame.faults import OrderError, WargameError
from wargame.live import Draft
from wargame.workshop import Room
from wargame.workshop.rooms import Rooms
from wargame.workshop.store import FORMAT, Store

Opened = Callable[..., Room]


def begun(room: Room, phase: str = "plan") -> Room:
    room.white.begin(practice=False)
    while room.phase != phase:
        room.white.next_phase()
    return room


# -- what was said is there again -------------------------------------------------------------------------------


def test_all_that_was_said_is_there_when_the_server_was_killed(open_room: Opened) -> None:
    room = begun(open_room())
    ann, bob = sit(room, "ALDA", "head", name="Ann"), sit(room, "BRENN")
    ann.keep("ALDA", Draft(["consult"]), 1)
    ann.keep_note("ALDA", "watch the strait")
    ann.say("BRENN", "shall we talk?")
    ann.signal("consult")
    bob.keep("BRENN", Draft(["statement"]), 1)
    seal = bob.commit("BRENN", 1)
    room.white.note("ask about trade")

    again = open_room()

    assert again.place(ann.number).draft("ALDA") == Draft(("consult",), signal="consult")
    assert again.place(ann.number).notes("ALDA") == "watch the strait"
    assert [each.text for each in again.messages("BRENN")] == ["shall we talk?"]
    assert again.signals == {"ALDA": "consult"}
    assert again.seals() == {"BRENN": seal}
    assert again.name_of(ann.number) == "Ann"
    assert again.standing.note == "ask about trade"
    assert (again.stage, again.phase, again.turn) == ("play", "plan", 1)


def test_a_token_is_known_again_and_is_nowhere_in_the_file(open_room: Opened, tmp_path: Path) -> None:
    token = open_room().join("ALDA")

    again = open_room()

    person = again.by_token(token)
    assert person is not None
    assert person.seat == "ALDA"
    assert token.encode() not in b"".join(each.read_bytes() for each in tmp_path.glob("north.db*"))
    assert again.by_token("x" * 43) is None


def test_the_clock_goes_on_where_it_was_when_the_server_ended(open_room: Opened, clocks: Clocks) -> None:
    room = begun(open_room())
    clocks.pass_by(70.0)
    room.tick()
    clocks.pass_by(3.0)  # less than a heartbeat: these are not on disk

    clocks.pass_by(3600.0)
    again = open_room()

    assert again.clock.left == pytest.approx(240.0 - 70.0)
    assert again.clock.running


def test_a_time_of_day_that_jumps_does_not_move_the_clock(room: Room, clocks: Clocks) -> None:
    begun(room)
    clocks.day += 86_400.0
    assert room.clock.left == pytest.approx(240.0)
    clocks.day -= 200_000.0
    clocks.steady += 10.0
    assert room.clock.left == pytest.approx(230.0)


# -- one act is whole or nothing --------------------------------------------------------------------------------


def test_an_act_that_fails_in_the_middle_leaves_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.keep("ALDA", Draft(["consult"]), 1)
    entries = len(room.log)

    def full(*given: object) -> None:
        raise WargameError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(room.store, "put_desk", full)  # the orders are noted in the record first, then the desk
        with pytest.raises(WargameError, match="disk is full"):
            ann.commit("ALDA", 1)

    assert len(room.log) == entries
    assert not room.live.committed("ALDA")
    assert room.live.game.record.of(1, "orders") == []
    assert ann.commit("ALDA", 1)


def test_a_full_disk_is_told_and_nothing_is_lost(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.keep_note("ALDA", "before")
    link = room.store._link
    pages = link.execute("PRAGMA page_count").fetchone()[0]
    link.execute(f"PRAGMA max_page_count = {pages}")

    def write_much() -> None:
        for number in range(200):
            ann.say("ALDA", f"{number} " + "x" * 900)

    with pytest.raises(WargameError, match=r"disk is full.*Make room"):
        write_much()

    link.execute("PRAGMA max_page_count = 1000000")
    assert ann.notes("ALDA") == "before"
    ann.say("ALDA", "after")
    assert room.messages("ALDA")[-1].text == "after"
    assert room.store.faults() == []


def test_the_log_is_only_ever_added_to(room: Room) -> None:
    for statement in ("UPDATE entry SET body = '{}' WHERE n = 1", "DELETE FROM entry", "DELETE FROM line"):
        if "line" in statement:
            begun(room)
            room.white.adjudicate(force=True)
        with pytest.raises(sqlite3.DatabaseError, match="stays"):
            room.store._link.execute(statement)


# -- only those concerned are told -------------------------------------------------------------------------------


def told(room: Room) -> list[set[str]]:
    heard: list[set[str]] = []
    room.watch(lambda name, audiences: heard.append(set(audiences)))
    return heard


def test_a_draft_a_note_and_typing_stir_no_other_team(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    heard = told(room)

    ann.keep("ALDA", Draft(["consult"]), 1)
    ann.keep_note("ALDA", "quiet")
    ann.typing()
    ann.say("ALDA", "among us")

    assert heard
    assert all(each <= {"ALDA", "white"} for each in heard)


def test_an_offer_stirs_its_parties_and_the_white_cell_only(open_room: Opened) -> None:
    room = begun(open_room(seats=["ALDA", "BRENN", "CORVE"]))
    ann = sit(room, "ALDA")
    name, others = next(
        (deal.id, set(deal.parties))
        for deal in room.live.game.table("ALDA")
        if deal.may_offer and "CORVE" not in deal.parties
    )
    heard = told(room)

    ann.talk("ALDA", "offer", name, None, False, 1)

    assert set().union(*heard) == others | {"white"}


def test_what_one_team_writes_to_another_no_third_reads(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.say("BRENN", "for you alone")
    ann.say("ALDA", "for us alone")
    ann.say("all", "for everybody")

    def texts(audience: str) -> list[str]:
        return [each.text for each in room.messages(audience)]

    assert texts("BRENN") == ["for you alone", "for everybody"]
    assert texts("CORVE") == ["for everybody"]
    assert texts("white") == ["for you alone", "for everybody"]
    assert texts("ALDA") == ["for you alone", "for us alone", "for everybody"]


# -- the course of an exercise -----------------------------------------------------------------------------------


def test_the_practice_turn_comes_first_and_leaves_no_trace_in_the_game(room: Room) -> None:
    ann = sit(room, "ALDA")
    room.white.begin()
    assert room.stage == "practice"
    ann.keep("ALDA", Draft(["consult"]), 1)
    room.white.adjudicate(force=True)
    room.white.next_phase()

    assert (room.stage, room.phase, room.turn) == ("play", "news", 1)
    assert room.live.game.turn == 0
    assert ann.draft("ALDA") == Draft()


def test_a_seat_handed_over_before_the_game_begins_stays_so_in_it(room: Room) -> None:
    room.white.hand("BRENN", True, "nobody came")
    room.white.begin()
    assert room.live.people == ("ALDA",)
    room.white.hand("CORVE", False, "a late team")
    room.white.start_real()
    assert room.live.people == ("ALDA", "CORVE")
    assert "CORVE" in room.codes


def test_a_free_order_whose_effect_is_taken_back_is_judged_anew(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.umpire("we invite everybody to a concert")
    ann.commit("ALDA", 1)
    card = next(iter(room.live.game.play.scenario.events.values()))
    room.white.judge("ALDA", "They come.", card, "a good idea")
    with pytest.raises(OrderError, match="judged already"):
        room.white.judge("ALDA", "Nobody comes.", None, "on second thoughts")
    room.white.undo("too much")
    room.white.judge("ALDA", "Nobody comes.", None, "on second thoughts")
    assert room.said(1).judged["ALDA"]["text"] == "Nobody comes."


def test_a_free_order_that_nobody_judged_is_not_lost_in_silence(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.umpire("we invite everybody to a concert")
    ann.commit("ALDA", 1)
    assert room.unjudged("ALDA")
    room.white.adjudicate(force=True)
    verdict = room.said(1).judged["ALDA"]
    assert (verdict["missed"], verdict["effect"]) == (True, False)
    assert "not judged" in verdict["text"]


def test_phases_move_on_by_themselves_up_to_commit(room: Room, clocks: Clocks) -> None:
    room.white.begin(practice=False)
    passed = [room.phase]
    for _ in range(40):
        clocks.pass_by(60.0)
        room.tick()
        if room.phase != passed[-1]:
            passed.append(room.phase)
    assert passed == ["news", "plan", "diplomacy", "signal", "commit"]
    assert room.clock.left < 0.0


def test_a_paused_clock_stands_and_an_extended_one_has_more(room: Room, clocks: Clocks) -> None:
    begun(room)
    room.white.pause()
    clocks.pass_by(600.0)
    room.tick()
    assert (room.phase, room.clock.left) == ("plan", 240.0)
    room.white.extend(60.0)
    room.white.resume()
    clocks.pass_by(100.0)
    assert room.clock.left == pytest.approx(200.0)


def test_two_clicks_of_the_facilitator_play_one_turn(room: Room) -> None:
    begun(room, "commit")
    seen = room.white.here
    room.white.adjudicate(force=True, seen=seen)
    room.white.adjudicate(force=True, seen=seen)
    room.white.next_phase(seen)
    assert (room.live.game.turn, room.phase) == (1, "why")


def test_a_turn_waits_for_those_who_have_not_committed(room: Room) -> None:
    begun(room, "commit")
    with pytest.raises(OrderError, match=r"waits for the orders of Alda, Brenn"):
        room.white.next_phase()


def test_a_forced_turn_takes_drafts_that_are_legal_and_tells_of_others(room: Room) -> None:
    begun(room)
    ann, bob = sit(room, "ALDA"), sit(room, "BRENN")
    ann.keep("ALDA", Draft(["consult"]), 1)
    bob.keep("BRENN", Draft(["consult"] * 9), 1)

    room.white.adjudicate(force=True)

    orders = {fact["seat"]: fact["orders"] for fact in room.live.game.record.of(1, "orders")}
    assert orders["ALDA"] == ["consult"]
    assert orders["BRENN"] == []
    assert [each.body["seat"] for each in room.log if each.kind == "refused"] == ["BRENN"]


def test_the_last_turn_leads_to_the_debrief_and_the_record_is_put_in_runs(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begun(room)
    room.white.cut_turn()
    for _ in range(2):
        room.white.adjudicate(force=True)
        room.white.next_phase()
    assert (room.stage, room.live.game.turn) == ("debrief", 2)
    assert (tmp_path / "runs" / room.run / "header.json").is_file()


def test_turns_are_cut_no_further_than_the_one_that_is_open(room: Room) -> None:
    begun(room)
    room.white.cut_turn()
    room.white.cut_turn()
    with pytest.raises(WargameError, match="0 turns cannot be planned now: 1 to 3 can"):
        room.white.cut_turn()


def test_going_back_keeps_the_old_game_in_the_file(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.keep("ALDA", Draft(["consult"]), 1)
    room.white.adjudicate(force=True)
    room.white.next_phase()
    old = room.live.game.digests
    ann.state("as we said")

    room.white.back(0, "the table was misread")

    assert (room.live.game.turn, room.phase, room.turn) == (0, "news", 1)
    assert [kind for _, kind in room.store.games()] == ["main", "branch"]
    assert len(room.store.lines(1)) > 0
    assert len(old) == 1
    assert room.statements(2) == {}


# -- seats and people -------------------------------------------------------------------------------------------


def test_a_seat_holds_six_people_and_no_more(room: Room) -> None:
    for _ in range(6):
        room.join("ALDA")
    with pytest.raises(WargameError, match="full: 6 people"):
        room.join("ALDA")


def test_somebody_removed_can_do_nothing_more_and_their_draft_stays(room: Room) -> None:
    begun(room)
    token = room.join("ALDA")
    person = room.by_token(token)
    assert person is not None
    ann = room.place(person.id)
    ann.keep("ALDA", Draft(["consult"]), 1)

    room.white.remove(person.id)

    assert room.by_token(token) is None
    with pytest.raises(WargameError, match="no longer at this table"):
        ann.keep("ALDA", Draft(), 1)
    assert room.live.draft("ALDA") == Draft(("consult",))


def test_somebody_moved_sits_at_the_other_desk(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    room.white.move(ann.number, "BRENN")
    with pytest.raises(WargameError, match="another seat now"):
        ann.keep("ALDA", Draft(), 1)
    assert room.place(ann.number).seat == "BRENN"


def test_a_new_code_replaces_the_old_one(rooms: Rooms) -> None:
    room = rooms.begin(make_plan())
    old = room.codes["ALDA"]
    assert rooms.by_code(old, "192.0.2.1")[1] == "ALDA"
    new = room.white.new_code("ALDA")
    assert rooms.by_code(new, "192.0.2.1") == (room, "ALDA")
    with pytest.raises(WargameError, match="No room has this code, or it was replaced"):
        rooms.by_code(old, "192.0.2.1")


def test_the_head_commits_where_one_is_here(room: Room) -> None:
    begun(room)
    head, other = sit(room, "ALDA", "head"), sit(room, "ALDA", "press")
    with pytest.raises(OrderError, match="head of government commits"):
        other.commit("ALDA", 1)
    assert head.commit("ALDA", 1)


def test_anybody_commits_where_no_head_is_here(room: Room, clocks: Clocks) -> None:
    begun(room)
    sit(room, "ALDA", "head")
    other = sit(room, "ALDA", "press")
    clocks.pass_by(60.0)
    assert other.commit("ALDA", 1)


def dear_orders(room: Room, seat: str) -> list[str]:
    """Return legal orders that together take more than a quarter of the free funds."""
    sitting = room.live.game.sitting
    legal = sorted(room.live.game.legal_orders(seat), key=lambda each: -each.funds)[:15]
    for chosen in combinations(legal, 3):
        texts = [each.text for each in chosen]
        with suppress(OrderError):
            sitting.check(seat, Draft(texts))
            if sum(each.funds for each in chosen) > 0.25 * sitting.purse(seat).funds:
                return texts
    raise AssertionError("no three orders are that dear")


def test_finance_holds_the_second_key(room: Room) -> None:
    begun(room)
    head, finance = sit(room, "ALDA", "head"), sit(room, "ALDA", "finance")
    dear = dear_orders(room, "ALDA")
    head.keep("ALDA", Draft(dear), 1)
    assert head.needs_key
    with pytest.raises(OrderError, match="Finance holds the second key"):
        head.commit("ALDA", 1)
    with pytest.raises(WargameError, match="second key is held by"):
        head.key(True)
    finance.key(True)
    assert head.commit("ALDA", 1)


def test_a_key_is_of_one_draft(room: Room) -> None:
    begun(room)
    head, finance = sit(room, "ALDA", "head"), sit(room, "ALDA", "finance")
    dear = dear_orders(room, "ALDA")
    finance.keep("ALDA", Draft(dear), 1)
    finance.key(True)
    assert not head.needs_key
    head.keep("ALDA", Draft([*dear[:-1], "consult", dear[-1]]), 1)
    assert head.needs_key


# -- phases of the table ----------------------------------------------------------------------------------------


def test_the_clock_closes_the_table(room: Room) -> None:
    begun(room, "signal")
    ann = sit(room, "ALDA")
    with pytest.raises(OrderError, match="table is closed"):
        ann.talk("ALDA", "convene", "anything", turn=1)


def test_a_signal_stands_and_goes_with_the_orders(room: Room) -> None:
    begun(room, "signal")
    ann = sit(room, "ALDA")
    ann.signal("consult")
    with pytest.raises(OrderError, match="A signal stands"):
        ann.signal("statement")
    ann.keep("ALDA", Draft(["statement"], signal="statement"), 1)
    assert room.live.draft("ALDA").signal == "consult"


def test_what_if_questions_are_counted(room: Room) -> None:
    begun(room)
    room.white.allow(1)
    ann, bob = sit(room, "ALDA"), sit(room, "ALDA")
    assert ann.questions_left == 1
    ann.ask()
    assert bob.questions_left == 0
    with pytest.raises(WargameError, match="all 1 of this turn are asked"):
        bob.ask()


def test_sealed_orders_are_opened_with_a_reason_and_all_concerned_are_told(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    ann.keep("ALDA", Draft(["consult"]), 1)
    with pytest.raises(OrderError, match="sealed no orders"):
        room.white.open_orders("ALDA", "a dispute")
    ann.commit("ALDA", 1)
    with pytest.raises(WargameError, match="logged with its reason"):
        room.white.open_orders("ALDA", " ")
    heard = told(room)
    assert room.white.open_orders("ALDA", "a dispute").orders == ("consult",)
    assert {"ALDA", "white"} <= set().union(*heard)
    assert room.log[-1].body == {"seat": "ALDA", "reason": "a dispute"}


def test_late_orders_do_nothing_in_the_turn_after(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    room.white.adjudicate(force=True)
    ann.keep("ALDA", Draft(["consult"]), 1)
    assert ann.commit("ALDA", 1) == ""
    assert ann.draft("ALDA") == Draft()


# -- files ------------------------------------------------------------------------------------------------------


def test_a_newer_a_foreign_and_a_damaged_file_are_told(room: Room, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    room.store.copy(newer)
    with sqlite3.connect(newer) as link:
        link.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(WargameError, match="written by a newer release"):
        Store.open(newer)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as link:
        link.execute("CREATE TABLE a(b)")
    with pytest.raises(WargameError, match="no file of a room"):
        Store.open(foreign)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"x" * 5000)
    with pytest.raises(WargameError, match="damaged or no file of a room"):
        Store.open(damaged)


def test_a_copy_of_the_one_file_is_whole_while_the_server_runs(rooms: Rooms, tmp_path: Path) -> None:
    room = begun(rooms.begin(make_plan()))
    ann = sit(room, "ALDA")
    ann.say("BRENN", "shall we talk?")
    room.gather()

    copied = Store.open(Path(shutil.copy(room.store.path, tmp_path / "stick.db")))

    assert [each.body["text"] for each in copied.entries if each.kind == "message"] == ["shall we talk?"]
    copied.close()


def test_a_full_disk_at_the_door_leaves_the_name_free(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(WargameError, match=r"No space left.*Make room"):
            rooms.begin(make_plan())
    assert rooms.begin(make_plan()).name == "north-table"


def test_reading_takes_nothing_from_the_disk(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(room)
    ann = sit(room, "ALDA", name="Ann")

    def broken(*given: object) -> None:
        raise WargameError("the disk is full")

    monkeypatch.setattr(room.store, "_rows", broken)

    assert room.name_of(ann.number) == "Ann"
    assert set(room.codes) == {"ALDA", "BRENN", "screen"}
    assert room.messages("ALDA") == () == room.messages("white")


def test_orders_are_sealed_once_the_news_are_read(room: Room) -> None:
    begun(room)
    ann = sit(room, "ALDA")
    room.white.adjudicate(force=True)
    ann.keep("ALDA", Draft(["consult"]), 2)
    with pytest.raises(OrderError, match="still being told"):
        ann.commit("ALDA", 2)
    room.white.next_phase()
    assert ann.commit("ALDA", 2)


def test_texts_hold_only_what_can_be_shown(room: Room) -> None:
    ann = sit(room, "ALDA")
    ann.say("BRENN", "a\x00\u202eb\n\n\n\n\nc")
    assert room.messages("BRENN")[0].text == "ab\n\nc"
    with pytest.raises(WargameError, match="signs that cannot be shown"):
        make_plan(title="North\u202e")


def test_two_servers_never_hold_one_room(rooms: Rooms, tmp_path: Path) -> None:
    room = rooms.begin(make_plan())
    with pytest.raises(WargameError, match="is open in another wargame on this machine"):
        Rooms(rooms.folder).open(room.name)
    assert Rooms(rooms.folder).list()[0].title == "North table"


def test_a_damaged_room_is_listed_with_its_fault_and_stops_no_other(rooms: Rooms) -> None:
    room = rooms.begin(make_plan())
    (rooms.folder / "broken.db").write_bytes(b"not a room at all" * 100)
    faults = {card.name: card.fault for card in rooms.list()}
    assert faults[room.name] == ""
    assert "damaged" in faults["broken"]
    assert rooms.by_code(room.codes["BRENN"], "192.0.2.1") == (room, "BRENN")


def test_guessing_codes_is_limited_and_counted(rooms: Rooms) -> None:
    rooms.begin(make_plan())
    for _ in range(rooms.guesses.limit):
        with pytest.raises(WargameError, match="No room has this code"):
            rooms.by_code("BBBBBB", "192.0.2.9")
    with pytest.raises(WargameError, match="Too many wrong codes"):
        rooms.by_code("BBBBBB", "192.0.2.9")
    assert rooms.guesses.recent()[0].tries > rooms.guesses.limit
