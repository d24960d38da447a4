"""A record replays to the same bits, and tells where it was edited, cut off or made by something else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from wargame import record
from wargame.faults import RecordError
from wargame.game import Game
from wargame.inputs import seal_of
from wargame.record import ENGINE, HEADER, LOG, TAIL, Record

PRACTICE = "four-islands"


def play(folder: Path, turns: int | None = None) -> Game:
    """Play a practice game with one person, saved from the start."""
    game = Game.new(PRACTICE, seed=11, people=["BRENN"])
    game.save(folder)
    game.convene("BRENN", "ministers_brenn_dray")
    while not game.over and (turns is None or game.turn < turns):
        game.submit("BRENN", ["consult", "statement"], signal="consult", promise="test")
        game.advance()
    return game


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "finished"
    play(folder)
    return folder


@pytest.fixture
def copy(finished: Path, tmp_path: Path) -> Path:
    """Return a copy of the finished run that a test may spoil."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in (HEADER, LOG, TAIL):
        (folder / name).write_bytes((finished / name).read_bytes())
    return folder


def lines(folder: Path) -> list[str]:
    return (folder / LOG).read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_replay_comes_out_the_same(finished: Path) -> None:
    told = Game.replay(finished)

    assert told.same
    assert told.turns == Record.read(finished).turns > 0


def test_a_replay_asks_no_policy(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a policy was asked")

    for name in ("diplomacy", "orders", "study", "guess"):
        monkeypatch.setattr(f"wargame.policies.Cast.{name}", refuse)

    assert Game.replay(finished).same


def test_a_record_holds_every_seat_in_words(finished: Path) -> None:
    record = Record.read(finished)
    orders = record.of(1, "orders")

    assert {line["seat"] for line in orders} == set(record.header.seats)
    assert {line["by"] for line in orders} == {"person", "house"}
    person = next(line for line in orders if line["by"] == "person")
    assert person["orders"] == ["consult", "statement"]
    assert all(line["seal"] == seal_of(line, 1, line["salt"]) for line in orders)


def test_an_edited_line_is_told_by_its_number(copy: Path) -> None:
    held = lines(copy)
    place = next(k for k, line in enumerate(held) if '"consult", "statement"' in line)
    held[place] = held[place].replace("statement", "persuade")
    (copy / LOG).write_text("".join(held), encoding="utf-8")

    with pytest.raises(RecordError, match=rf"line {place + 1}: this line was edited"):
        Game.load(copy)


def test_a_line_taken_out_of_the_middle_is_told(copy: Path) -> None:
    held = lines(copy)
    (copy / LOG).write_text("".join([*held[:4], *held[5:]]), encoding="utf-8")

    with pytest.raises(RecordError, match="line 5"):
        Game.replay(copy)


@pytest.mark.parametrize("keep", [0, 3, -1])
def test_lines_cut_off_at_the_end_are_told(copy: Path, keep: int) -> None:
    held = lines(copy)
    (copy / LOG).write_text("".join(held[:keep]), encoding="utf-8")

    with pytest.raises(RecordError, match=rf"line {len(held[:keep]) + 1}: the record is cut off here"):
        Record.read(copy)


def test_a_line_cut_in_two_is_told(copy: Path) -> None:
    whole = (copy / LOG).read_bytes()
    (copy / LOG).write_bytes(whole[:-20])

    with pytest.raises(RecordError, match=rf"line {len(lines(copy))}"):
        Record.read(copy)


def test_text_that_is_no_line_is_told(copy: Path) -> None:
    held = lines(copy)
    (copy / LOG).write_text("".join(["notes\n", *held[1:]]), encoding="utf-8")

    with pytest.raises(RecordError, match="line 1: this is no line of a record"):
        Record.read(copy)


def test_a_longer_log_ends_where_the_tail_says(copy: Path) -> None:
    before = lines(copy)
    with (copy / LOG).open("a", encoding="utf-8") as log:
        log.write('{"turn": 9, "kind": "half a li')

    assert len(Record.read(copy).lines) == len(before)


def test_a_machine_that_stopped_while_writing_loses_nothing_else(tmp_path: Path) -> None:
    game = play(tmp_path / "run", turns=2)
    with (tmp_path / "run" / LOG).open("a", encoding="utf-8") as log:
        log.write('{"turn": 3, "kind": "inj')

    again = Game.load(tmp_path / "run")
    again.advance()

    assert again.digests[:2] == game.digests
    assert Game.replay(tmp_path / "run").turns == 3


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("engine",), ENGINE + 1, f"engine {ENGINE + 1} .* this is engine {ENGINE}"),
        (("ruleset_hash",), "0" * 64, "the ruleset has the hash"),
        (("scenario_hash",), "0" * 64, "the scenario has the hash"),
        (("scenario", "ruleset", "parameters", 0, "value"), 0.123, "the ruleset has the hash"),
        (("scenario", "nations", 0, "spending"), 1.0, "the scenario has the hash"),
        (("seed",), 12, "line 1: this line, or the header, was edited"),
        (("note",), "mine", "missing or unknown: note"),
    ],
)
def test_a_header_that_was_changed_is_told(copy: Path, path: tuple, value: object, words: str) -> None:
    header = json.loads((copy / HEADER).read_text(encoding="utf-8"))
    place = header
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (copy / HEADER).write_text(json.dumps(header), encoding="utf-8")

    with pytest.raises(RecordError, match=words):
        Game.replay(copy)


def test_a_header_with_nothing_behind_it_is_still_checked(tmp_path: Path) -> None:
    folder = Game.new(PRACTICE, seed=3).save(tmp_path / "run")
    header = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    (folder / HEADER).write_text(json.dumps({**header, "seed": 4}), encoding="utf-8")

    with pytest.raises(RecordError, match="the header"):
        Record.read(folder)


@pytest.mark.parametrize("name", [HEADER, LOG, TAIL])
def test_a_missing_file_is_told(copy: Path, name: str) -> None:
    (copy / name).unlink()

    with pytest.raises(RecordError, match=f"{name}: there is no such file"):
        Record.read(copy)


def test_a_digest_that_differs_names_turn_and_field(copy: Path) -> None:
    record = Record.read(copy)
    line = record.of(2, "digest")[0]
    line["digest"] = "0" * 64
    line["fields"]["tension"] = "0" * 12
    facts = [
        ({k: v for k, v in each.items() if k not in ("turn", "hash")}, each["turn"]) for each in record.lines
    ]
    forged = Record(record.header, record.scenario)
    for fact, turn in facts:
        forged.note(turn, fact)
    folder = forged.save(copy.parent / "forged")

    told = Game.replay(folder)

    assert (told.same, told.turns, told.turn, told.field) == (False, 1, 2, "tension")
    with pytest.raises(RecordError, match="turn 2 plays differently, first in 'tension'"):
        Game.load(folder)


def test_a_game_is_taken_up_in_the_middle_of_a_turn(tmp_path: Path) -> None:
    game = Game.new("northeast-asia-2022", seed=5, people=["USA", "JPN"])
    game.save(tmp_path / "run")
    game.offer("JPN", "rd_pact_usa_jpn")
    game.inject("rescue_at_sea", "a calmer start")
    game.rule("R4.gate", "railgun", True, "the test series went well")
    game.submit("JPN", ["consult"])

    shutil.copytree(tmp_path / "run", tmp_path / "copy")
    again = Game.load(tmp_path / "copy")

    assert again.table("USA") == game.table("USA")
    again.answer("USA", "rd_pact_usa_jpn", "accept")
    game.answer("USA", "rd_pact_usa_jpn", "accept")
    assert again.advance().digest == game.advance().digest


def test_a_record_that_another_program_wrote_to_is_not_written_on(tmp_path: Path) -> None:
    game = Game.new(PRACTICE, seed=5, people=["BRENN"])
    game.save(tmp_path / "run")
    other = Game.load(tmp_path / "run")
    other.submit("BRENN", ["consult"])
    log = (tmp_path / "run" / "log.jsonl").read_bytes()

    with pytest.raises(RecordError, match="another program wrote to this run"):
        game.submit("BRENN", ["statement"])

    assert (tmp_path / "run" / "log.jsonl").read_bytes() == log
    assert other.advance().turn == 1


def test_a_folder_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = Game.new(PRACTICE, seed=2).save(), Game.new(PRACTICE, seed=2).save()

    assert first == Path("runs/four-islands-seed2-r0")
    assert second == Path("runs/four-islands-seed2-r0-2")
    with pytest.raises(RecordError, match="holds something already"):
        Game.new(PRACTICE).save(first)
    assert sorted(path.name for path in Path("runs").iterdir()) == [first.name, second.name]


def test_a_name_that_another_game_takes_meanwhile_is_not_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = Game.new(PRACTICE, seed=2).save()
    free = iter([first, tmp_path / "free"])
    monkeypatch.setattr(record, "_free_folder", lambda header: next(free))

    assert Game.new(PRACTICE, seed=2).save() == tmp_path / "free"
    assert sorted(path.name for path in tmp_path.glob("runs/*")) == [first.name]


def test_saving_again_returns_the_same_folder(tmp_path: Path) -> None:
    game = Game.new(PRACTICE, seed=2)

    assert game.save(tmp_path / "run") == game.save() == game.save(tmp_path / "run")


def test_a_branch_keeps_the_prefix_and_says_where_it_came_from(finished: Path, tmp_path: Path) -> None:
    game = Game.load(finished)
    branch = game.branch(2, people=["CORVE"], characters={"ALDA": "hawk"})
    branch.submit("CORVE", ["statement"])
    branch.advance()
    folder = branch.save(tmp_path / "branch")

    assert branch.digests[:2] == game.digests[:2]
    assert branch.digests[2] != game.digests[2]
    assert branch.cast.characters[0] == "hawk"
    told = Record.read(folder).header.branched_from
    assert told == {"run": "finished", "turn": 2, "digest": game.digests[1]}
    assert Game.replay(folder).same
    assert Game.replay(finished).same


def test_a_branch_with_the_same_inputs_is_the_same_game(finished: Path) -> None:
    game = Game.load(finished)
    branch = game.branch(1)
    while not branch.over:
        branch.submit("BRENN", ["consult", "statement"], signal="consult", promise="test")
        branch.advance()

    assert branch.digests == game.digests


DAMAGE: list[tuple[str, Any]] = [
    (TAIL, {"lines": "a", "hash": 1}),
    (TAIL, {"lines": 3}),
    (TAIL, []),
    (HEADER, {"seats": 5}),
    (HEADER, {"seed": "7"}),
    (HEADER, {"people": None}),
    (HEADER, {"scenario": {"id": 3}}),
    (HEADER, {"scenario": None}),
]


@pytest.mark.parametrize(("name", "change"), DAMAGE)
def test_a_damaged_head_or_tail_is_told_with_its_file(copy: Path, name: str, change: Any) -> None:
    old = json.loads((copy / name).read_text(encoding="utf-8"))
    new = {**old, **change} if name == HEADER else change
    (copy / name).write_text(json.dumps(new), encoding="utf-8")

    with pytest.raises(RecordError, match=f"{name}: .*Restore the file from a copy"):
        Game.replay(copy)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(RecordError, match="it cannot be written"):
        Game.new(PRACTICE).save(tmp_path / "file" / "run")


def test_a_disk_that_is_full_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RecordError, match="No space left on device"):
        Game.new("four-islands", seed=7).save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
