"""What a room leaves behind: it replays, it names nobody unless asked, and a damaged file tells its fault."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.workshop.conftest import make_plan, sit
from wargame.cli import app
from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import Draft
from wargame.live.whatif import Forecaster
from wargame.workshop import Room, Rooms
from wargame.workshop.export import archive, backup, export, snapshot
from wargame.workshop.store import FORMAT, Store
from wargame.workshop.tables import tables
from wargame.workshop.upkeep import check, restore

NAME, WITHIN, FORMULA = "Annabel Secretname", "only for our own team", "=HYPERLINK(1)"


def play(room: Room, turns: int) -> None:
    """Play turns of which every seat of people commits something."""
    for _ in range(turns):
        while room.phase != "commit":
            room.white.next_phase()
        for number, orders in ((1, ["consult"]), (2, ["statement"])):
            place = room.place(number)
            place.keep(place.seat, Draft(orders), room.live.turn)
            place.commit(place.seat, room.live.turn)
        room.white.adjudicate()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of a room with a practice turn, two turns, one of them taken back, and all that people may say."""
    rooms = Rooms(tmp_path_factory.mktemp("work") / "runs" / "rooms", Forecaster(0))
    room = rooms.begin(make_plan(title="North table", question="Who pays?"))
    ann, bob = sit(room, "ALDA", "head", name=NAME), sit(room, "BRENN", "press")
    room.white.begin(practice=True)
    play(room, 1)
    room.white.start_real()
    ann.say("all", FORMULA)
    ann.say("ALDA", WITHIN)
    bob.signal("statement")
    bob.state("We hold, for now.")
    room.white.tell("BRENN", "One minute left.")
    room.white.inject(
        "trade_quarrel" if "trade_quarrel" in _cards(room) else _cards(room)[0], "to stir things"
    )
    play(room, 1)
    room.white.next_phase()
    play(room, 1)
    room.white.back(1, "a wrong click")
    room.white.end("lunch")
    ann.survey({"choice": 4, "sentence": "More time."})
    yield room.store.path
    rooms.close()


def _cards(room: Room) -> list[str]:
    return list(room.live.game.play.scenario.events)


@pytest.fixture(scope="module")
def written(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "out"
    with snapshot(played) as still:
        export(still, folder)
    return folder


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_in(folder: Path) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix != ".db" and path.is_file()
    )


# -- the export -----------------------------------------------------------------------------------------------


def test_every_game_of_a_room_replays_bit_for_bit(written: Path) -> None:
    games = json.loads((written / "exercise.json").read_text(encoding="utf-8"))["games"]

    assert [
        (row["kind"], row["turns_played"], row["branched_after_turn"], row["in_play"]) for row in games
    ] == [
        ("main", 2, None, False),
        ("practice", 1, None, False),
        ("branch", 1, 1, True),
    ]
    for row in games:
        found = Game.replay(written / row["folder"])
        assert (found.same, found.turns) == (True, row["turns_played"])


def test_names_of_people_are_left_out_unless_asked_for(played: Path, written: Path, tmp_path: Path) -> None:
    with snapshot(played) as still:
        export(still, tmp_path / "named", names=True)

    assert NAME not in words_in(written)
    assert not list(written.rglob("*.db"))
    assert (tmp_path / "named" / "names.csv").read_text(encoding="utf-8") == f"person,name\n1,{NAME}\n2,\n"
    assert (tmp_path / "named" / "north-table.db").is_file()


def test_what_was_said_within_a_team_stays_there(written: Path) -> None:
    assert WITHIN not in words_in(written)
    told = [(row["by"], row["to"], row["text"]) for row in rows_of(written, "messages")]
    assert ("ALDA", "team", "") in told
    assert ("white", "BRENN", "One minute left.") in told


def test_what_people_wrote_is_no_formula_in_a_spreadsheet(written: Path) -> None:
    assert f"'{FORMULA}" in [row["text"] for row in rows_of(written, "messages")]


def test_the_tables_tell_what_was_done_and_when(written: Path) -> None:
    assert [row["phase"] for row in rows_of(written, "phases")][:3] == ["news", "plan", "diplomacy"]
    assert {(row["game"], row["seat"], row["order"]) for row in rows_of(written, "signals")} == {
        ("1", "BRENN", "statement")
    }
    assert [row["text"] for row in rows_of(written, "statements")] == ["We hold, for now."]
    acts = [row["act"] for row in rows_of(written, "white_cell")]
    assert [each for each in acts if each not in ("stage", "adjudicated")] == ["inject", "back", "ended"]
    assert rows_of(written, "survey") == [
        {"understood": "", "choice": "4", "others": "", "question": "", "again": "", "sentence": "More time."}
    ]


def test_every_column_of_every_table_is_in_the_dictionary(written: Path) -> None:
    told = {(row["table"], row["column"]) for row in rows_of(written, "dictionary") if row["text"]}
    for path in (written / "tables").glob("*.csv"):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert path.stem == "dictionary" or {(path.stem, column) for column in head} <= told


def test_the_same_room_gives_the_same_bytes(played: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        with snapshot(played) as still:
            export(still, tmp_path / name / "north")

    first, second = (archive(tmp_path / name / "north") for name in ("a", "b"))
    assert first == second
    assert "north/exercise.json" in zipfile.ZipFile(BytesIO(first)).namelist()


def test_a_folder_that_holds_something_is_left_alone(played: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    with (
        snapshot(played) as still,
        pytest.raises(WargameError, match=r"out holds something already\. Name a folder"),
    ):
        export(still, tmp_path / "out")
    with (
        snapshot(played) as still,
        pytest.raises(WargameError, match=r"cannot be written .* Make room on the disk"),
    ):
        export(still, tmp_path / "out" / "mine.txt" / "below")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_room_that_goes_on_is_exported_as_it_stands(room: Room, tmp_path: Path) -> None:
    sit(room, "ALDA")
    room.white.begin(practice=False)
    with snapshot(room.store.path) as still:
        room.white.next_phase()
        export(still, tmp_path / "out")
        assert (still.phase, room.phase) == ("news", "plan")


def test_forecasts_are_scored_beside_the_model(room: Room) -> None:
    ann, _ = sit(room, "ALDA"), sit(room, "BRENN")
    room.white.begin(practice=False)
    room._asked.clear()
    room._ask(room.live.game, (room.standing.game, 1, room.live.game.digests[:1]))
    question = room.questions(1)[0].id
    ann.forecast(question, 80.0)
    play(room, 1)

    rows = [row for row in tables(room)["scores"].rows if row["question"] == question]

    assert [row["who"] for row in rows] == ["ALDA", "model"]
    assert rows[0]["brier"] == pytest.approx(0.04 if rows[0]["came_true"] else 0.64)


# -- copies -------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(played: Path, tmp_path: Path) -> Path:
    (tmp_path / "copy").mkdir()
    return backup(played, tmp_path / "copy" / "north-table.db")


def test_a_copy_holds_all_that_was_written_while_the_room_runs(room: Room, tmp_path: Path) -> None:
    token = room.join("ALDA", NAME)
    copy = backup(room.store.path, tmp_path / "copy.db")

    held = Store.open(copy)
    assert [each.hash for each in held.entries] == [each.hash for each in room.log]
    assert held.names() == {1: NAME}
    held.close()
    assert copy.stat().st_mode & 0o077 == 0
    assert room.by_token(token) is not None


def test_a_damaged_room_makes_way_for_its_copy_and_people_keep_their_seats(
    rooms: Rooms, tmp_path: Path
) -> None:
    room = rooms.begin(make_plan())
    token, code = room.join("ALDA"), room.codes["ALDA"]
    path, copy = room.store.path, backup(room.store.path, tmp_path / "north-table.db")
    rooms.close()
    path.write_bytes(path.read_bytes()[:3000])

    name, told = restore(copy, path.parent)

    assert (name, told) == (
        "north-table",
        "The room that could not be opened is kept as north-table.db.damaged.",
    )
    again = Rooms(path.parent, Forecaster(0))
    assert again.by_code(code, "here")[0].name == "north-table"
    assert again.by_token(token) is not None
    again.close()


def test_beside_a_whole_room_a_copy_has_codes_of_its_own_and_nobody_in_it(
    rooms: Rooms, tmp_path: Path
) -> None:
    room = rooms.begin(make_plan())
    token, code = room.join("ALDA"), room.codes["ALDA"]
    copy = backup(room.store.path, tmp_path / "north-table.db")

    name, told = restore(copy, rooms.folder)

    assert (name, told) == ("north-table-2", "The room north-table is there and whole: it was left as it is.")
    second = rooms.open(name)
    assert not set(second.codes.values()) & set(room.codes.values())
    assert second.by_token(token) is None
    assert rooms.by_code(code, "here")[0] is room
    assert check(second.store.path) == ()


def test_a_room_is_not_restored_from_itself_nor_from_a_damaged_copy(copy: Path) -> None:
    with pytest.raises(WargameError, match=r"this is the room itself, and it is whole\. Open it\."):
        restore(copy, copy.parent)
    copy.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(WargameError, match=r"Restore (it|the file) from a copy"):
        restore(copy, copy.parent / "rooms")


# -- damage -------------------------------------------------------------------------------------------------


def change(path: Path, *statements: str) -> None:
    """Change a file as somebody with an editor for SQLite would."""
    link = sqlite3.connect(path)
    for table in ("entry", "line"):
        for when in ("UPDATE", "DELETE"):
            link.execute(f"DROP TRIGGER {table}_{when}")
    for statement in statements:
        link.execute(statement)
    link.commit()
    link.close()


GAME_OUT = [f"DELETE FROM {each} = 3" for each in ("line WHERE game", "desk WHERE game", "game WHERE id")]
DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "an entry edited": (
        lambda path: change(path, "UPDATE entry SET body = replace(body, 'We hold', 'We pay')"),
        r", entry \d+: it was edited. Restore the file from a copy.",
    ),
    "an entry taken out": (
        lambda path: change(path, "DELETE FROM entry WHERE n = 5"),
        ", entry 6: it was edited. Restore the file from a copy.",
    ),
    "a line of a record edited": (
        lambda path: change(path, "UPDATE line SET body = replace(body, 'consult', 'persuade') WHERE game = 1"),
        r", game 1 \(main\), line \d+: this line was edited or one is missing. Restore the file from a copy.",
    ),
    "a line of a record taken out": (
        lambda path: change(path, "DELETE FROM line WHERE game = 2 AND n = 1"),
        r", game 2 \(practice\), line \d+: this line was edited or one is missing",
    ),
    "a game taken out": (
        lambda path: change(path, *GAME_OUT),
        ": game 3 of the log is not in the file. Restore the file from a copy.",
    ),
    "people whom nobody let in": (
        lambda path: change(path, "INSERT INTO name VALUES (99, 'Mallory')"),
        ": the log knows nothing of the people 99. Restore the file from a copy.",
    ),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "Restore (it|the file) from a copy."),
    "half of it noughts": (
        lambda path: path.write_bytes(path.read_bytes()[:20_000] + bytes(path.stat().st_size - 20_000)),
        "Restore (it|the file) from a copy.",
    ),
    "a text": (lambda path: path.write_text("not a room " * 100, encoding="utf-8"), "no file of a room"),
    "nothing in it": (lambda path: path.write_bytes(b""), "this is no file of a room, or half of one"),
    "another program's": (
        lambda path: change(path, "PRAGMA application_id = 1"),
        "this is no file of a room, or half of one",
    ),
    "of a newer release": (
        lambda path: change(path, f"PRAGMA user_version = {FORMAT + 1}"),
        rf": this room was written by a newer release \(format {FORMAT + 1}, .* Open it with that release.",
    ),
    "of an older release": (
        lambda path: change(path, "PRAGMA user_version = 0"),
        r": this room was written by an older release \(format 0, .* Open it with that release.",
    ),
}  # fmt: skip


def test_a_whole_file_has_no_fault(copy: Path) -> None:
    assert check(copy) == ()


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_told_with_how_to_mend_it(
    copy: Path, damage: Callable[[Path], object], words: str
) -> None:
    damage(copy)

    found = check(copy)

    assert found
    assert all(str(copy) in text for text in found)
    assert re.search(words, found[0]), found


def test_a_file_that_another_program_holds_is_told(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "timeout": 0.01})
    )
    link = sqlite3.connect(copy)
    link.execute("PRAGMA journal_mode = DELETE")
    link.execute("BEGIN EXCLUSIVE")

    assert check(copy) == (f"{copy}: another program holds this file. Close it there, and do it again.",)
    link.close()


# -- commands -----------------------------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["workshop", *words])
    return result.exit_code, result.output


def test_the_commands_read_rooms_that_a_server_has_open(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(played.parents[2])

    assert run("list") == (0, "north-table  North table; four-islands, ended, 2 people\n")
    assert run("check", "north-table") == (0, "runs/rooms/north-table.db: no fault found.\n")


@pytest.mark.slow
def test_what_is_exported_with_names_can_be_restored(played: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(played.parents[2])

    code, told = run("export", "north-table", "--names", "--out", "taken")
    assert (code, told.split(": ")[0]) == (0, "taken")
    assert "report.html" in told
    assert run("restore", "taken/north-table.db")[0] == 0
    assert sorted(path.name for path in played.parent.glob("*.db")) == ["north-table-2.db", "north-table.db"]
    (played.parent / "north-table-2.db").unlink()


def test_a_room_that_is_not_there_is_told_with_the_nearest(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(played.parents[2])

    code, told = run("export", "nort-table")

    assert code == 2
    assert told == "There is no room 'nort-table' in runs/rooms. Did you mean 'north-table'?\n"
    assert run("restore", "nothing.db")[0] == 2


def test_a_folder_without_rooms_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("list") == (0, "There is no room in runs/rooms. Open one with: wargame workshop open\n")
    assert run("check") == (0, "There is no room in runs/rooms.\n")
