"""Live games: what a desk keeps, what clicks do twice, what another process may do, what a restart finds."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support import PRACTICE, play_of
from wargame.faults import OrderError, RecordError, WargameError
from wargame.game import Game
from wargame.inputs import Draft
from wargame.live import LiveGame, Shelf
from wargame.live.drafts import DESK, MOST_NOTES, SPOILT
from wargame.record import Record


@pytest.fixture
def live(shelf: Shelf) -> LiveGame:
    return shelf.begin(play_of(PRACTICE), ["BRENN"], seed=7)


def again(shelf: Shelf, name: str) -> LiveGame:
    """Open a game as a server does that was started anew."""
    shelf.close()
    return Shelf(shelf.folder).open(name)


def test_a_game_that_begins_is_saved_at_once(shelf: Shelf, live: LiveGame) -> None:
    assert Game.load(shelf.folder / live.name).turn == 0
    assert live.turn == 1
    assert shelf.open(live.name) is live


def test_two_games_of_one_name_get_folders_of_their_own(shelf: Shelf, live: LiveGame) -> None:
    other = shelf.begin(play_of(PRACTICE), ["BRENN"], seed=7)

    assert other.name == f"{live.name}-2"


def test_a_seed_is_drawn_where_none_is_given(shelf: Shelf) -> None:
    seeds = {shelf.begin(PRACTICE, ["BRENN"], turns=1).game.seed for _ in range(3)}

    assert len(seeds) > 1
    assert all(0 <= seed < 1_000_000 for seed in seeds)


def test_a_restart_finds_draft_notes_guide_and_table(shelf: Shelf, live: LiveGame) -> None:
    draft = Draft(("consult", "no such order"), signal="consult")
    live.keep("BRENN", draft)
    live.keep_note("BRENN", "watch the narrows")
    live.keep_guide({"name": "practice", "step": "two"})
    table = live.game.table("BRENN")

    found = again(shelf, live.name)

    assert found.draft("BRENN") == draft
    assert found.notes("BRENN") == "watch the narrows"
    assert found.guide == {"name": "practice", "step": "two"}
    assert found.game.table("BRENN") == table
    assert not found.committed("BRENN")


def test_a_restart_finds_what_was_committed(shelf: Shelf, live: LiveGame) -> None:
    two = shelf.begin(live.game.play, ["BRENN", "ALDA"], seed=7)
    two.keep("BRENN", Draft(("consult",)))
    seal = two.commit("BRENN")

    found = again(shelf, two.name)

    assert found.committed("BRENN")
    assert found.missing == ("ALDA",)
    assert found.commit("BRENN") == seal
    found.commit("ALDA")
    assert found.advance() is not None
    assert found.game.turn == 1


def test_a_turn_that_all_had_committed_when_the_server_ended_is_played(shelf: Shelf, live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)))
    live.commit("BRENN")

    found = again(shelf, live.name)

    assert found.game.turn == 1
    sealed = found.game.record.of(1, "orders")
    assert next(fact["orders"] for fact in sealed if fact["seat"] == "BRENN") == ["consult"]
    assert not found.committed("BRENN")


@pytest.mark.parametrize("act", ["commit", "advance"])
def test_a_disk_that_is_full_loses_nothing_and_says_so(
    act: str, live: LiveGame, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.keep("BRENN", Draft(("consult",)))
    if act == "advance":
        live.commit("BRENN")

    def full(self: Record, folder: Path, held: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Record, "_write", full)
        with pytest.raises(RecordError, match=r"No space left on device.*Make room"):
            live.commit("BRENN") if act == "commit" else live.advance()
    assert live.game.turn == 0
    assert live.draft("BRENN").orders == ("consult",)
    live.commit("BRENN")
    live.advance()
    assert Game.replay(live.keeping.folder).same
    assert live.game.turn == 1


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    code = f"""
import os
from wargame.inputs import Draft
from wargame.live import Shelf
live = Shelf({str(tmp_path)!r}).begin("four-islands", ["BRENN"], seed=7)
live.keep("BRENN", Draft(("consult",)))
live.keep_note("BRENN", "kept")
os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9

    shelf = Shelf(tmp_path)
    found = shelf.open("four-islands-seed7-r0")

    assert found.draft("BRENN").orders == ("consult",)
    assert found.notes("BRENN") == "kept"
    shelf.close()


def test_a_desk_disturbs_neither_replay_nor_load(shelf: Shelf, live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)))
    live.commit("BRENN")
    live.advance()

    assert Game.replay(live.keeping.folder).same
    assert Game.load(live.keeping.folder).turn == 1


def test_a_draft_of_a_turn_that_is_played_is_no_draft_of_the_next(live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)), turn=1)
    live.commit("BRENN", turn=1)
    live.advance(turn=1)

    assert live.draft("BRENN") == Draft()
    live.keep("BRENN", Draft(("statement",)), turn=1)
    assert live.draft("BRENN") == Draft()


def test_a_second_click_does_nothing(live: LiveGame) -> None:
    seal = live.commit("BRENN", turn=1)

    assert live.commit("BRENN", turn=1) == seal
    assert live.advance(turn=1) is not None
    assert live.advance(turn=1) is None
    assert live.commit("BRENN", turn=1) == ""
    assert live.game.turn == 1
    assert not live.committed("BRENN")


def test_two_tabs_at_once_play_one_turn(live: LiveGame) -> None:
    start, told = threading.Barrier(4), []

    def click() -> None:
        start.wait()
        live.commit("BRENN", turn=1)
        told.append(live.advance(turn=1))

    tabs = [threading.Thread(target=click) for _ in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert live.game.turn == 1
    assert sum(report is not None for report in told) == 1


def test_a_turn_waits_for_all_people(shelf: Shelf) -> None:
    live = shelf.begin(play_of(PRACTICE), ["ALDA", "BRENN"], seed=7)
    live.commit("ALDA")

    assert live.missing == ("BRENN",)
    with pytest.raises(OrderError, match="Turn 1 waits for the orders of Brenn"):
        live.advance()
    assert live.game.turn == 0


def test_orders_that_are_committed_change_only_when_recalled(live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)))
    free = live.game.sitting.left("BRENN").capital
    live.commit("BRENN")

    with pytest.raises(OrderError, match="Recall them"):
        live.keep("BRENN", Draft(("statement",)))
    with pytest.raises(OrderError, match="Recall them"):
        live.talk("BRENN", "offer", "hotline")
    live.recall("BRENN")
    live.recall("BRENN")

    assert not live.committed("BRENN")
    assert live.draft("BRENN").orders == ("consult",)
    assert live.game.sitting.left("BRENN").capital == free
    with pytest.raises(OrderError, match="waits for the orders of Brenn"):
        live.advance()


def test_a_refused_draft_stays_and_nothing_is_sealed(live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult", "consultt")))
    version = live.version

    with pytest.raises(OrderError, match="consultt"):
        live.commit("BRENN")

    assert live.draft("BRENN").orders == ("consult", "consultt")
    assert not live.committed("BRENN")
    assert live.version == version


def test_words_at_the_table_go_on_record(shelf: Shelf) -> None:
    live = shelf.begin(play_of(PRACTICE), ["ALDA", "BRENN"], seed=7)
    deal = next(deal for deal in live.game.table("ALDA") if deal.may_offer)
    told = live.talk("ALDA", "offer", deal.id)

    table = live.game.table("ALDA")
    assert next(each.offer for each in table if each.id == deal.id).standing == told
    found = again(shelf, live.name)
    assert found.game.table("ALDA") == table
    with pytest.raises(OrderError, match="talked about this turn already"):
        found.talk("ALDA", "offer", deal.id)


def test_a_wrong_word_at_the_table_is_told(live: LiveGame) -> None:
    wrong = [
        ("ofer", None, "Did you mean 'offer'"),
        ("offer", "a lot", "'a lot' is not a share"),
        ("counter", None, "A counter names a share"),
        ("counter", "x" * 10_000, "is not a share"),
    ]
    for verb, value, words in wrong:
        with pytest.raises(OrderError, match=words) as told:
            live.talk("BRENN", verb, "hotline", value)
        assert len(str(told.value)) < 300


def test_what_is_agreed_is_signed_unless_withheld(shelf: Shelf) -> None:
    live = shelf.begin(play_of(PRACTICE), ["ALDA", "BRENN"], seed=7)
    rows = live.game.play.scenario.agreements
    deal = next(
        d for d in live.game.table("ALDA") if d.may_offer and set(rows[d.id].parties) == {"ALDA", "BRENN"}
    )
    live.keep("BRENN", Draft(sign=()))
    live.talk("ALDA", "offer", deal.id)
    live.talk("BRENN", "accept", deal.id)

    assert live.game.pencilled("BRENN") == (deal.id,)
    assert live.draft("BRENN").sign == (deal.id,)
    assert live.draft("ALDA").sign is None


def test_a_seat_of_house_ai_has_no_desk(live: LiveGame) -> None:
    for act in (lambda: live.keep("ALDA", Draft()), lambda: live.commit("ALDA"), lambda: live.whatif("ALDA")):
        with pytest.raises(OrderError, match="No person plays the seat 'ALDA'"):
            act()


def test_a_desk_has_bounds(live: LiveGame) -> None:
    live.keep_note("BRENN", "n" * 10_000)
    with pytest.raises(WargameError, match=f"{MOST_NOTES:,} letters"):
        live.keep_note("BRENN", "n" * (MOST_NOTES + 1))
    with pytest.raises(WargameError, match="200 letters"):
        live.keep("BRENN", Draft(("x" * 10_000,)))
    with pytest.raises(WargameError, match="A draft holds texts"):
        live.keep("BRENN", Draft((17,)))  # type: ignore[arg-type]

    assert len(live.notes("BRENN")) == 10_000


def test_a_game_that_is_over_takes_no_more_drafts(shelf: Shelf) -> None:
    live = shelf.begin(PRACTICE, ["BRENN"], turns=1, seed=7)
    live.commit("BRENN")
    live.advance()

    assert live.game.over
    assert live.turn == 1
    with pytest.raises(OrderError, match="over"):
        live.keep("BRENN", Draft(("consult",)))


def test_a_branch_is_a_game_of_its_own(shelf: Shelf, live: LiveGame) -> None:
    live.commit("BRENN")
    live.advance()

    branch = live.branch(0, people=["ALDA"])

    assert branch.people == ("ALDA",)
    assert branch.game.turn == 0
    assert live.game.turn == 1
    assert shelf.open(branch.name) is branch
    assert (branch.keeping.folder / "header.json").is_file()


def test_watchers_hear_of_changes_and_one_that_fails_keeps_nobody(live: LiveGame) -> None:
    heard: list[int] = []

    def fails(_: LiveGame) -> None:
        raise RuntimeError("planted")

    live.watch(fails)
    end = live.watch(lambda game: heard.append(game.version))
    live.keep("BRENN", Draft(("consult",)))
    live.keep_note("BRENN", "a")
    end()
    live.keep_note("BRENN", "b")

    assert len(heard) == 2
    assert heard[0] < heard[1] < live.version


def test_watchers_are_called_outside_the_lock(live: LiveGame) -> None:
    free: list[bool] = []

    def look(game: LiveGame) -> None:
        def other() -> None:
            free.append(game.lock.acquire(timeout=1))
            if free[-1]:
                game.lock.release()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    live.watch(look)
    live.keep("BRENN", Draft(("consult",)))

    assert free == [True]


def test_the_stamp_moves_with_the_record_only(live: LiveGame) -> None:
    live.game.table("BRENN")
    before = live.stamp
    live.keep("BRENN", Draft(("consult",)))
    live.keep_note("BRENN", "a")

    assert live.stamp == before
    live.commit("BRENN")
    assert live.stamp != before


# -- other processes ----------------------------------------------------------------------------------------


def test_two_processes_never_play_one_game(shelf: Shelf, live: LiveGame) -> None:
    with pytest.raises(WargameError, match="open in another wargame on this machine"):
        Shelf(shelf.folder).open(live.name)


def test_a_game_that_is_over_may_be_looked_at_by_many(shelf: Shelf) -> None:
    live = shelf.begin(PRACTICE, ["BRENN"], turns=1, seed=7)
    live.commit("BRENN")
    live.advance()
    shelf.close()
    one, two = Shelf(shelf.folder), Shelf(shelf.folder)

    assert one.open(live.name).game.over
    assert two.open(live.name).game.over


def test_what_another_program_played_is_noticed(live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)))
    other = Game.load(live.keeping.folder)
    other.submit("BRENN", ["statement"])

    assert not live.committed("BRENN")
    assert live.draft("BRENN").orders == ("consult",)
    other.advance()

    assert live.game.turn == 1
    assert live.draft("BRENN") == Draft()
    assert live.commit("BRENN", turn=1) == ""
    live.commit("BRENN")
    with pytest.raises(RecordError, match="another program wrote"):
        other.submit("BRENN", [])


def test_what_was_drafted_at_the_terminal_is_the_draft_of_the_page(shelf: Shelf, live: LiveGame) -> None:
    shelf.close()
    Game.load(live.keeping.folder).submit("BRENN", ["consult"], ease=False)

    found = Shelf(shelf.folder).open(live.name)

    assert found.draft("BRENN").orders == ("consult",)
    assert not found.committed("BRENN")


def test_a_desk_that_cannot_be_read_is_set_aside(shelf: Shelf, live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)))
    (live.keeping.folder / DESK).write_text('{"guide": {}, "seats": {"BRENN": 3}}', encoding="utf-8")

    found = again(shelf, live.name)

    assert SPOILT in found.notice
    assert json.loads((live.keeping.folder / SPOILT).read_text(encoding="utf-8"))["seats"] == {"BRENN": 3}
    assert found.draft("BRENN") == Draft()
    found.keep("BRENN", Draft(("consult",)))
