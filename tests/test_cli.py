"""The command line: what each command prints and leaves, exit codes, and a person's turns piped in."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from wargame.cli import app
from wargame.cli.desk import HELP, Desk
from wargame.cli.play import WIPE
from wargame.cli.play import _hand_over as hand_over
from wargame.game import Game
from wargame.record import Record

ISLANDS = "four-islands"
BASELINE = "northeast-asia-2022"
BROKEN = Path(__file__).parent / "broken"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every command in an empty folder, on a screen of plain text."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")


def call(*words: str, stdin: str = "", code: int = 0) -> Result:
    """Run a command and expect its exit code; no error may escape as a traceback."""
    result = CliRunner().invoke(app, list(words), input=stdin)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def read_json(result: Result) -> Any:
    """Return what a command printed for a program."""
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a finished run of the small scenario, played once for all tests."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    game = Game.new(ISLANDS, seed=7)
    game.save(folder)
    while not game.over:
        game.advance()
    return folder


@pytest.fixture
def run(finished: Path) -> str:
    """Return the folder of a copy of the finished run."""
    folder = Path("runs") / f"{ISLANDS}-seed7-r0"
    shutil.copytree(finished, folder)
    return str(folder)


# -- run, replay, show --------------------------------------------------------------------------------------


def test_run_tells_every_turn_and_leaves_a_record_that_replays() -> None:
    told = call("run", ISLANDS, "--seed", "7").stdout

    for number in range(1, 5):
        assert f"== Turn {number} of 4, " in told
    assert "Final scores" in told
    assert f"wargame replay runs/{ISLANDS}-seed7-r0" in told
    assert "4 turns replayed, every digest is the same" in call("replay", f"runs/{ISLANDS}-seed7-r0").stdout


def test_run_takes_turns_seed_replicate_characters_and_folder() -> None:
    words = ("--turns", "2", "--seed", "5", "--replicate", "3", "--seat", "BRENN=hawk", "--seat", "DRAY=dove")
    found = read_json(call("run", ISLANDS, *words, "--out", "here/my-run", "--json"))

    assert (found["turns"], found["seed"], found["replicate"], found["run"]) == (2, 5, 3, "here/my-run")
    assert (found["characters"]["BRENN"], found["characters"]["DRAY"]) == ("hawk", "dove")
    assert [row["turn"] for row in found["turns_told"]] == [1, 2]
    assert found["digests"] == [row["digest"] for row in found["turns_told"]]
    assert (Path("here/my-run") / "log.jsonl").is_file()


def test_the_same_seed_gives_the_same_game_in_another_folder() -> None:
    first = read_json(call("run", ISLANDS, "--seed", "7", "--json"))
    again = read_json(call("run", ISLANDS, "--seed", "7", "--json"))

    assert first["run"] != again["run"]
    assert first["digests"] == again["digests"]
    assert read_json(call("run", ISLANDS, "--seed", "8", "--json"))["digests"] != first["digests"]


def test_show_tells_what_run_told(run: str) -> None:
    whole = call("show", run).stdout
    told = call("run", ISLANDS, "--seed", "7").stdout

    assert whole.strip() == told[: told.index("\nRecord: ")].strip()
    third = call("show", run, "--turn", "3").stdout
    assert "== Turn 3 of 4" in third
    assert "== Turn 2 of 4" not in third
    assert [row["turn"] for row in read_json(call("show", run, "--turn", "3", "--json"))["turns_told"]] == [3]


def test_replay_stops_at_the_first_turn_that_differs_and_names_the_field(run: str) -> None:
    record = Record.read(run)
    altered = Record(record.header, record.scenario)
    for line in record.lines:
        fact = {name: value for name, value in line.items() if name not in ("turn", "hash")}
        if fact["kind"] == "digest" and line["turn"] == 2:
            fact["digest"] = "0" * 64
            fact["fields"] = {**fact["fields"], "tension": "0" * 12}
        altered.note(line["turn"], fact)
    altered.save("altered")

    told = call("replay", "altered", code=1).stdout
    assert "turn 2 differs, first in the field 'tension'" in told
    found = read_json(call("replay", "altered", "--json", code=1))
    assert (found["same"], found["turns"], found["turn"], found["field"]) == (False, 1, 2, "tension")
    assert "plays differently" in call("show", "altered", code=2).stderr


def test_an_edited_record_is_told_with_its_line(run: str) -> None:
    log = Path(run) / "log.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4].replace('"turn": 1', '"turn": 2')
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert "log.jsonl, line 5" in call("replay", run, code=2).stderr


# -- why, branch, export ------------------------------------------------------------------------------------


def test_why_tells_reasons_that_sum(run: str) -> None:
    told = call("why", run, "BRENN", "approval", "--turn", "2").stdout
    found = read_json(call("why", run, "BRENN", "home.approval", "--turn", "2", "--json"))

    assert "in all" in told
    assert found["before"] + sum(row["amount"] for row in found["reasons"]) == pytest.approx(found["after"])


def test_a_branch_keeps_the_first_turns_and_plays_on(run: str) -> None:
    digests = read_json(call("show", run, "--json"))["digests"]
    made = read_json(call("branch", run, "--turn", "2", "--seat", "CORVE=dove", "--json"))

    assert made["branched_from"]["turn"] == 2
    told = call("play", made["run"]).stdout
    assert "== Turn 3 of 4" in told
    assert "== Turn 4 of 4" in told
    branch = read_json(call("show", made["run"], "--json"))
    assert branch["digests"][:2] == digests[:2]
    assert branch["characters"]["CORVE"] == "dove"
    call("replay", made["run"])


def test_export_writes_every_table_twice_with_a_dictionary(run: str) -> None:
    call("export", run, "--out", "tables")

    names = {path.stem for path in Path("tables").glob("*.csv")}
    assert names == {path.stem for path in Path("tables").glob("*.parquet")}
    assert {"nations", "pairs", "flashpoints", "programmes", "agreements", "orders", "reasons"} <= names
    dictionary = pd.read_csv("tables/dictionary.csv")
    assert {"field", "unit", "text"} <= set(dictionary.columns)
    told = dictionary.set_index("column")
    for table, frame in ((name, pd.read_csv(f"tables/{name}.csv")) for name in ("nations", "programmes")):
        fields = [name for name in frame.columns if name not in ("turn", "year", "nation", "programme")]
        assert set(fields) <= set(dictionary.loc[dictionary["table"] == table, "column"])
    assert told.loc["home.approval", "text"].startswith("Approval: how content people")
    assert told.loc["spending", "unit"] == "bn USD of 2022"
    csv, parquet = pd.read_csv("tables/nations.csv"), pd.read_parquet("tables/nations.parquet")
    assert len(csv) == len(parquet) == 5 * 4
    assert csv["year"].dtype == parquet["year"].dtype == "int64"
    assert "2021.0" not in Path("tables/nations.csv").read_text(encoding="utf-8")
    assert list(csv.columns) == list(parquet.columns)
    assert "holds something already" in call("export", run, "--out", "tables", code=2).stderr


# -- rules --------------------------------------------------------------------------------------------------


def test_check_finds_no_fault_in_the_rules() -> None:
    assert call("check").stdout.strip() == "No fault found."
    assert read_json(call("check", "--json")) == []


def test_check_tells_all_faults_and_exits_with_1(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    for source in (BROKEN / "base").rglob("*.toml"):
        target = rules / source.relative_to(BROKEN / "base")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert "No fault found." in call("check", str(rules)).stdout
    nations = next(rules.glob("*/scenarios/*/nations.toml"))
    nations.write_text(nations.read_text(encoding="utf-8") + '\n[X]\nnmae = "X"\n', encoding="utf-8")

    told = call("check", str(rules), code=1).stdout
    found = read_json(call("check", str(rules), "--json", code=1))
    assert "nations.toml" in told
    assert f"{len(found)} faults found." in told
    assert any("nmae" in fault["where"] + fault["what"] for fault in found)


def test_a_scenario_that_holds_only_what_differs_is_checked_and_played(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(Path(__file__).parents[1] / "rules", rules)
    mine = rules / "standard" / "scenarios" / "mine"
    mine.mkdir()
    (mine / "scenario.toml").write_text(f'[scenario]\nextends = "{ISLANDS}"\n', encoding="utf-8")
    (mine / "nations.toml").write_text("[BRENN]\norders = 1\n", encoding="utf-8")

    assert "No fault found." in call("check", str(mine)).stdout
    assert read_json(call("run", str(mine), "--turns", "1", "--json"))["scenario"] == "mine"
    (mine / "nations.toml").write_text("[BRENN]\nspending = -1.0\n", encoding="utf-8")
    assert "[BRENN].spending: -1.0 is out of range" in call("check", str(mine), code=1).stdout


def test_the_rulebook_is_printed_or_written_as_a_page() -> None:
    assert call("rulebook").stdout.startswith("# Rulebook: Shared Shield")
    assert call("rulebook", ISLANDS, "--html", "book.html").stdout.strip() == "Wrote book.html."
    assert Path("book.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_seat_reads_its_own_edition_of_the_rulebook() -> None:
    whole, own = call("rulebook").stdout, call("rulebook", "--seat", "JPN").stdout

    assert "## Cards" in whole
    assert "Carry a larger role" in own
    for kept in ("## Cards", "Be taken for real", "opportunist", "## The sentences", "## Characters"):
        assert kept in whole
        assert kept not in own
    assert "Did you mean 'JPN'?" in call("rulebook", "--seat", "JAP", code=2).stderr


def test_a_long_text_goes_through_a_pager_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    paged: list[str] = []
    monkeypatch.setattr("wargame.cli.shell.is_terminal", lambda: True)
    monkeypatch.setattr("pydoc.pager", paged.append)

    assert call("rulebook", ISLANDS).stdout == ""
    assert paged[0].startswith("# Rulebook: Four islands")


def test_scenarios_are_listed() -> None:
    assert {BASELINE, ISLANDS} <= {row["id"] for row in read_json(call("scenarios", "--json"))}
    assert BASELINE in call("scenarios").stdout


# -- bad input ----------------------------------------------------------------------------------------------

MISTAKES = [
    (("run", "four-island"), "Did you mean 'four-islands'?"),
    (("run", ISLANDS, "--seat", "BRENN"), "write a seat and a character"),
    (("run", ISLANDS, "--seat", "BREN=hawk"), "Did you mean 'BRENN'?"),
    (("run", ISLANDS, "--seat", "BRENN=hwk"), "Did you mean 'hawk'?"),
    (("run", ISLANDS, "--seat", "BRENN=hawk", "--seat", "BRENN=dove"), "Name each seat once"),
    (("run", ISLANDS, "--turns", "0"), "1 to 40"),
    (("run", ISLANDS, "--replicate", "-1"), "count from 0"),
    (("run", ISLANDS, "--turns", "two"), "Invalid value for '--turns'"),
    (("run", ISLANDS, "--sed", "1"), "--seed"),
    (("runn",), "Did you mean"),
    (("replay", "nowhere"), "there is no such file"),
    (("show", "RUN", "--turn", "9"), "Turns 1 to 4 are"),
    (("why", "RUN", "BREN", "approval"), "Did you mean 'BRENN'?"),
    (("why", "RUN", "BRENN", "aproval"), "'aproval'"),
    (("why", "RUN", "BRENN", "approval", "--turn", "9"), "Turn 9 is not played"),
    (("branch", "RUN", "--turn", "9"), "Turn 9 is not played"),
    (("branch", "RUN"), "--turn"),
    (("check", "nowhere"), "there is no such folder"),
    (("check", "."), "there are no rules here"),
    (("run", ISLANDS, "--out", "RUN/header.json/below"), "it cannot be written"),
    (("export", "RUN", "--out", "RUN/header.json/below"), "Not a directory"),
    (("lint", ISLANDS, "-n", "0"), "0 games were asked for"),
    (("lint", ISLANDS, "-n", "2", "--characters", "hwk"), "Did you mean 'hawk'?"),
    (("lint", "four-island", "-n", "2"), "Did you mean 'four-islands'?"),
    (("rulebook", "--html", "no/where/book.html"), "it cannot be written"),
    (("play", ISLANDS), "Nobody plays"),
    (("play", ISLANDS, "--seat", "BREN"), "Did you mean 'BRENN'?"),
    (("play", "RUN", "--seat", "BRENN"), "seats and turns of a run are set when it begins"),
]


@pytest.mark.parametrize(("words", "says"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_a_mistake_is_told_on_standard_error_with_exit_code_2(
    run: str, words: tuple[str, ...], says: str
) -> None:
    result = call(*(word.replace("RUN", run) for word in words), code=2)

    assert says in result.stderr
    assert result.stdout == ""


def interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("words", [("check",), ("bench", "--quick"), ("scenarios",)])
def test_ctrl_c_ends_with_130_and_promises_nothing(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.cli.rules.find_faults", interrupt)
    monkeypatch.setattr("wargame.cli.rules.list_scenarios", interrupt)
    monkeypatch.setattr("wargame.cli.bench.run_bench", interrupt)

    assert call(*words, code=130).stderr == "Stopped.\n"


def test_ctrl_c_in_a_game_tells_where_its_turns_are(monkeypatch: pytest.MonkeyPatch) -> None:
    played, advance = [], Game.advance

    def stop_in_turn_3(game: Game) -> Any:
        if len(played) == 2:
            raise KeyboardInterrupt
        played.append(advance(game))
        return played[-1]

    with monkeypatch.context() as patch:
        patch.setattr(Game, "advance", stop_in_turn_3)
        told = call("run", ISLANDS, "--seed", "7", code=130).stderr
    folder = f"runs/{ISLANDS}-seed7-r0"
    assert told == f"Stopped. 2 turns are kept in {folder}. Go on with: wargame play {folder}\n"
    assert "Final scores" in call("play", folder).stdout


def test_values_in_help_are_named_and_not_told_by_their_types() -> None:
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        told = call(name, "--help").stdout
        options = told.partition("Options:")[2]
        assert not re.search(r"^ +-[^ ]+.* <\w", options, re.MULTILINE), name
        assert "list[" not in told, name
    assert "--seed SEED" in call("run", "--help").stdout


def test_an_existing_folder_is_not_overwritten(run: str) -> None:
    log = (Path(run) / "log.jsonl").read_bytes()

    assert "holds something already" in call("run", ISLANDS, "--out", run, code=2).stderr
    assert (Path(run) / "log.jsonl").read_bytes() == log


# -- play ---------------------------------------------------------------------------------------------------


def test_a_person_plays_leaves_and_plays_on_to_the_end() -> None:
    first = call("play", ISLANDS, "--seat", "BRENN", "--seed", "7", stdin="orders\nadd statement\nquit\n")
    folder = f"runs/{ISLANDS}-seed7-r0"
    assert f"Take it up again with: wargame play {folder}" in first.stdout

    resumed = call("play", folder, stdin="draft\ncommit\nadd consult\ncommit\n").stdout
    assert "1.  statement" in resumed
    assert "== Turn 1 of 4" in resumed
    assert "Take it up again" in resumed

    ended = call("play", folder, stdin="commit\ncommit\n").stdout
    assert "Final scores" in ended
    assert f"wargame replay {folder}" in ended
    sealed = [
        line for line in Record.read(folder).lines if line["kind"] == "orders" and line["seat"] == "BRENN"
    ]
    assert [row["orders"] for row in sealed if row["turn"] == 1][-1] == ["statement"]
    assert [row["orders"] for row in sealed if row["turn"] == 2][-1] == ["consult"]
    assert "4 turns replayed" in call("replay", folder).stdout


def test_play_never_shows_scores_of_others_before_the_end() -> None:
    told = call("play", ISLANDS, "--seat", "BRENN", stdin="commit\nquit\n").stdout

    assert "Scores, if the game ended now" not in told
    assert "Your objectives, as you see them" in told


@pytest.fixture
def desk() -> Desk:
    """Return Japan's desk in the first turn of the baseline, with two offers of the United States."""
    game = Game.new(BASELINE, seed=7, people=["USA", "JPN"])
    game.offer("USA", "rd_pact_usa_jpn")
    game.offer("USA", "basing_jpn", 85)
    return Desk(game, "JPN")


def say(desk: Desk, text: str) -> str:
    """Do one line at a desk and return what it says, unwrapped."""
    return "\n".join((line.lead + line.text).strip() for line in desk.do(text))


def test_every_command_of_the_desk_is_there_and_says_something(desk: Desk) -> None:
    for name in HELP:
        assert callable(getattr(desk, name))
        if name not in ("commit", "quit"):
            assert say(desk, name), name
    assert not desk.committed
    assert say(desk, "") == ""


def test_the_table_is_worked_from_the_desk(desk: Desk) -> None:
    assert "Waiting for your word" in say(desk, "table")
    assert say(desk, "accept rd_pact_usa_jpn").startswith("rd_pact_usa_jpn: accepted.")
    assert say(desk, "counter basing_jpn 65") == "basing_jpn: countered."
    desk.game.take("USA", "basing_jpn", True)
    assert "JPN carrying 65 %" in say(desk, "table")
    assert "accepted after a counter" in say(desk, "table")


def test_a_counter_to_ones_own_offer_is_taken_or_left() -> None:
    game = Game.new(BASELINE, seed=7, people=["USA", "JPN"])
    desk = Desk(game, "JPN")
    assert say(desk, "offer basing_jpn 65") == "basing_jpn: waiting."
    game.answer("USA", "basing_jpn", 75)
    assert "You offered 65 %, the answer is 75 %" in say(desk, "table")
    assert say(desk, "leave basing_jpn") == "basing_jpn: lapsed."
    assert "talked about this turn already" in say(desk, "offer basing_jpn 75%")


def test_mistakes_at_the_table_are_told(desk: Desk) -> None:
    assert "no agreement 'rd_pact'" in say(desk, "accept rd_pact")
    assert "interceptor2_usa_jpn" in say(desk, "offer interceptor2_usa_jpn 50")
    assert "'forty' is not a share" in say(desk, "counter basing_jpn forty")
    assert "Write: offer AGREEMENT" in say(desk, "offer")
    assert "there is no meeting" in say(desk, "convene summit")


def test_what_was_agreed_is_signed_unless_withheld(desk: Desk) -> None:
    say(desk, "accept rd_pact_usa_jpn")
    assert "Sign: Research and development pact" in say(desk, "draft")
    assert "Withhold: Research and development pact" in say(desk, "withhold rd_pact_usa_jpn")
    assert "not agreed at the table" in say(desk, "withhold trilateral")
    say(desk, "accept basing_jpn")
    told = say(desk, "draft")
    assert "Withhold: Research and development pact" in told
    assert "Sign: Basing cost share" in told
    assert "Sign: Research and development pact" in say(desk, "sign rd_pact_usa_jpn")


def test_the_draft_takes_only_what_is_legal_as_a_whole(desk: Desk) -> None:
    assert "1.  fund railgun 75" in say(desk, "add fund railgun 75")
    assert "set the same thing twice" in say(desk, "add fund railgun 100")
    assert "2.  persuade" in say(desk, "add pe")
    assert "3.  consult" in say(desk, "add consult")
    assert "4 orders, and 3 are allowed" in say(desk, "add statement")
    assert "is for nations that are tester" in say(desk, "can test korea")
    assert "Did you mean 'persuade'?" in say(desk, "add persuad")
    assert "PC left" in say(desk, "draft")
    assert "Draft: 2 of 3" in say(desk, "drop 2")
    assert "is not in your draft" in say(desk, "drop persuade")
    assert desk.drafted.orders == ("fund railgun 75", "consult")


def test_words_are_announced_promised_and_taken_back(desk: Desk) -> None:
    say(desk, "add consult")
    assert "Announce: Consult partners." in say(desk, "signal consult")
    assert "which you have not ordered" in say(desk, "signal persuade")
    assert "Promise: no Show presence next turn." in say(desk, "promise presence")
    assert "Announce" not in say(desk, "signal none")
    assert "there is no crisis round" in say(desk, "ease")
    assert "there is no order 'consul'" in say(desk, "signal consul")


def test_help_tells_what_an_order_does(desk: Desk) -> None:
    told = say(desk, "help consult")
    assert "Consult partners (CO): " in told
    assert "Write: consult" in told
    assert "trust of its partners in the seat: +1 point" in told
    assert "It is not told to others." in say(desk, "help IN")
    assert say(desk, "help promise") == "promise ORDER | none: promise not to issue an order next turn."
    assert "Did you mean 'consult'?" in say(desk, "help consul")


def test_offers_that_would_lapse_are_told_with_the_turn_and_the_draft(desk: Desk) -> None:
    waiting = "Waiting for your word: rd_pact_usa_jpn, basing_jpn (see table); unanswered they lapse."
    assert waiting in [line.text for line in desk.greet()]
    assert waiting in say(desk, "draft")
    say(desk, "accept rd_pact_usa_jpn")
    assert "Waiting for your word: basing_jpn (" in say(desk, "draft")
    say(desk, "reject basing_jpn")
    assert "Waiting" not in say(desk, "draft")


def test_the_desk_calls_things_by_their_names(desk: Desk) -> None:
    told = say(desk, "goals")
    assert "counterstrike adopted by Japan: no" in told
    assert "rises of the budget of Japan running: 10;" in told
    assert "tension at Korea: 42.0" in told
    assert "ten times the outlook of Joint interceptor 2" in told
    assert "frees 0.05 bn USD" in say(desk, "orders railgun")
    assert "of 2.48 bn USD a year" in say(desk, "table")
    assert "trilateral: Trilateral commitment (USA, JPN, ROK). Write: convene" in say(desk, "table")


def test_people_at_one_screen_are_not_shown_what_the_other_did(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("wargame.cli.play.is_terminal", lambda: True)
    monkeypatch.setattr("wargame.cli.play.typer.echo", lambda text, **_: told.append(text))
    monkeypatch.setattr("wargame.cli.play._read", lambda prompt: None)

    hand_over("Japan")

    assert told == [f"{WIPE}Japan is next. Press Enter when only Japan can see the screen."]


def test_the_characters_of_house_ai_are_kept_from_people() -> None:
    told = call("play", ISLANDS, "--seat", "BRENN", stdin="quit\n").stdout

    assert "BRENN (a person)" in told
    assert "ALDA (house AI)" in told


def test_an_unknown_command_is_told_with_the_nearest(desk: Desk) -> None:
    assert "Did you mean 'orders'?" in say(desk, "order")
    assert "Write: why WHOSE FIELD" in say(desk, "why")
    assert "Write: why WHOSE FIELD" in say(desk, "why JPN home approval 1 2")
    assert "Write: add ORDER" in say(desk, "add")
    assert "No legal order matches 'xyz'" in say(desk, "orders xyz")


def test_the_desk_tells_why_only_as_far_as_the_seat_may_know(desk: Desk) -> None:
    say(desk, "commit")
    assert desk.committed
    desk.game.advance()

    assert "in all" in say(desk, "why JPN approval")
    assert say(desk, "why JPN approval 1") == say(desk, "why JPN home.approval")
    assert "in all" in say(desk, "why stability")
    assert "Ask for 'trust' of" in say(desk, "why JPN trust")
    assert "may not see this" in say(desk, "why CHN capital")
    assert "may not see this" in say(desk, "why CHN patience")
    assert "in a band of 20 points" in say(desk, "why DPRK scarcity")
    assert "in a band" not in say(desk, "why JPN scarcity")
    assert "== Turn 1 of 8" in say(desk, "news")
