"""The guide of a practice game: its script as data, when a step is done, what a person may do about it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wargame.adjudication.turn import prepare
from wargame.arrange import arrange
from wargame.faults import RulesError
from wargame.inputs import Draft
from wargame.live import LiveGame, Shelf
from wargame.live.guide import CONDITIONS, LOOKS, TOLD, act, follow
from wargame.live.script import UNTIL, check_practice, list_scripts, read_script
from wargame.ruleset import rules_folder
from wargame.views.guide import payload

NAME, SEAT = "four-islands", "BRENN"


@pytest.fixture(scope="module")
def play() -> Any:
    """Prepare the practice game once for all tests."""
    head = read_script(NAME).head
    return prepare(arrange(head.scenario, turns=head.turns))


@pytest.fixture
def live(shelf: Shelf, play: Any) -> LiveGame:
    head = read_script(NAME).head
    return shelf.begin(play, [head.seat], seed=head.seed, guide=NAME)


def step(live: LiveGame) -> str:
    """Return the step that is shown, once the guide has followed what happened."""
    follow(live)
    panel = payload(live)
    assert panel is not None
    assert json.loads(json.dumps(panel, allow_nan=False)) == panel
    return "finished" if panel["finished"] else str(panel["step"])


def go_to(live: LiveGame, wanted: str) -> None:
    """Press Next until a step of the turn in play is shown."""
    while step(live) != wanted:
        before = step(live)
        act(live, "next")
        assert step(live) != before, f"Next does not lead from {before} to {wanted}"


def play_turn(live: LiveGame, *orders: str) -> None:
    live.keep(SEAT, Draft(orders))
    live.commit(SEAT)
    live.advance()


# -- the script --------------------------------------------------------------------------------------------


def test_the_practice_games_have_no_fault() -> None:
    assert check_practice() == ()
    assert [script.id for script in list_scripts()] == [NAME]


def test_every_word_for_when_a_step_is_done_has_one_meaning() -> None:
    assert set(UNTIL) == set(CONDITIONS) | TOLD | {"read"}
    assert set(UNTIL) >= LOOKS


def test_steps_are_short() -> None:
    for row in read_script(NAME).steps:
        assert len(row.text) <= 220, row.id
        assert row.text.count(". ") + row.text.count("? ") <= 3, row.id


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Return a function that changes the script once and tells the faults that are found."""
    shutil.copytree(rules_folder(), tmp_path / "rules")
    monkeypatch.setenv("WARGAME_RULES", str(tmp_path / "rules"))
    path = tmp_path / "rules/practice/four-islands.toml"

    def told(old: str, new: str) -> str:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return "\n".join(str(fault) for fault in check_practice())

    return told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'seat = "BRENN"',
            'seat = "BREN"',
            "[practice].seat: there is no seat 'BREN' in it. Did you mean 'BRENN'?",
        ),
        ('scenario = "four-islands"', 'scenario = "five-islands"', "'five-islands' cannot be played"),
        ('until = "clicked"', 'until = "pressed"', "[[step]] 2.until: 'pressed' cannot stand here."),
        ('of = "consult"', 'of = "consul"', "there is no order 'consul'. Did you mean 'consult'?"),
        ('of = "research_alda_brenn"', 'of = "research_alda"', "BRENN has no agreement 'research_alda'."),
        ("turn = 2", "turn = 7", "the game has 3 turns. Write 1 to 3, or 4 for when it is over."),
        ('id = "brief"', 'id = "welcome"', "[[step]] 2.id: two steps are called 'welcome'."),
        ("turn = 1", "turn = 2", "a step of turn 1 stands behind one of turn 2."),
        ('point = "tab:brief"\n', "", "[[step]] 2.point: a step until 'clicked' points to nothing."),
        ("[[step]]", "[step]", "this is not TOML"),
        ("[practice]", "[practise]", "there is no table [practise] in this file."),
        (
            'title = "You lead Brenn."',
            'titel = "x"',
            "'titel' is not a key of this table. Did you mean 'title'?",
        ),
        ('until = "over"', 'until = "over"\nof = "consult"', "a step until 'over' is about nothing."),
    ],
)
def test_a_fault_of_a_script_is_told(
    edited: Callable[[str, str], str], old: str, new: str, words: str
) -> None:
    told = edited(old, new)

    assert words in told
    assert told.startswith("rules/practice/four-islands.toml")


def test_a_script_with_a_fault_is_not_offered_and_a_game_of_it_says_so(
    live: LiveGame, edited: Callable[[str, str], str]
) -> None:
    edited('seat = "BRENN"', 'seat = "BREN"')
    panel = payload(live)

    assert list_scripts() == ()
    assert panel is not None
    assert "there is no seat 'BREN'" in panel["fault"]
    with pytest.raises(RulesError, match="no practice game 'islands'"):
        read_script("islands")


# -- how it goes on ----------------------------------------------------------------------------------------


def test_a_game_without_a_guide_shows_none(shelf: Shelf) -> None:
    plain = shelf.begin(NAME, [SEAT], turns=1, seed=1)
    follow(plain)

    assert payload(plain) is None
    assert not plain.guide


def test_reading_goes_on_by_next_and_a_click_by_the_control_that_is_pointed_to(live: LiveGame) -> None:
    assert step(live) == "welcome"
    act(live, "next")
    assert step(live) == "brief"
    act(live, "clicked", "tab:others")
    assert step(live) == "brief"
    act(live, "clicked", "tab:brief")
    assert step(live) == "objectives"


def test_a_drafted_order_is_noticed_and_another_one_is_not(live: LiveGame) -> None:
    go_to(live, "draft")
    live.keep(SEAT, Draft(["statement"]))
    assert step(live) == "draft"
    live.keep(SEAT, Draft(["statement", "consult"]))
    assert step(live) == "refusal"
    act(live, "refused")
    assert step(live) == "mend"


def test_what_was_done_before_is_shown_and_waits_for_next(live: LiveGame) -> None:
    live.keep(SEAT, Draft(["consult"]))
    go_to(live, "draft")

    panel = payload(live)
    assert panel is not None
    assert panel["ready"]
    assert panel["type"] == ""
    act(live, "next")
    assert step(live) == "refusal"


def test_back_shows_the_step_before_and_it_waits_there(live: LiveGame) -> None:
    live.keep(SEAT, Draft(["consult"]))
    go_to(live, "refusal")
    act(live, "back")
    assert step(live) == "draft"
    act(live, "back")
    act(live, "next")
    assert step(live) == "draft"


def test_a_step_about_an_offer_that_is_not_there_is_passed(live: LiveGame) -> None:
    live.talk(SEAT, "reject", "research_alda_brenn")
    go_to(live, "whatif")
    act(live, "next")

    assert step(live) == "pencilled"


def test_an_answer_moves_it_on(live: LiveGame) -> None:
    go_to(live, "table")
    live.talk(SEAT, "accept", "research_alda_brenn")

    assert step(live) == "pencilled"


def test_the_last_step_of_a_turn_ends_with_the_turn_only(live: LiveGame) -> None:
    go_to(live, "commit-1")
    act(live, "next")
    assert step(live) == "commit-1"
    panel = payload(live)
    assert panel is not None
    assert not panel["next"]
    play_turn(live)
    assert step(live) == "news"


def test_a_turn_played_ahead_of_the_guide_takes_it_along(live: LiveGame) -> None:
    act(live, "next")
    play_turn(live)
    assert step(live) == "news"
    play_turn(live)
    play_turn(live)
    assert live.game.over
    assert step(live) == "third-year"
    act(live, "next")
    assert step(live) == "scores"
    act(live, "next")
    assert step(live) == "finished"


def test_a_talk_that_breaks_down_ends_the_guide_too(live: LiveGame, monkeypatch: pytest.MonkeyPatch) -> None:
    go_to(live, "commit-1")
    monkeypatch.setattr(type(live.game), "over", True)

    assert step(live) == "third-year"


def test_who_puts_it_aside_is_left_alone_and_may_come_back(live: LiveGame) -> None:
    act(live, "leave")
    live.keep(SEAT, Draft(["consult"]))
    act(live, "next")
    panel = payload(live)
    assert panel is not None
    assert panel["left"]
    assert panel["step"] == "welcome"
    act(live, "return")
    act(live, "next")
    assert step(live) == "brief"


def test_it_survives_a_restart_of_the_server(shelf: Shelf, live: LiveGame) -> None:
    go_to(live, "refusal")
    shelf.close()

    again = Shelf(shelf.folder).open(live.name)

    assert step(again) == "refusal"
    again.keeping.drop()


def test_following_keeps_only_what_has_moved(live: LiveGame) -> None:
    follow(live)
    version = live.version
    follow(live)

    assert live.version == version


def test_the_whole_game_as_the_guide_has_it(live: LiveGame) -> None:
    does: dict[str, Callable[[], object]] = {
        "draft": lambda: live.keep(SEAT, Draft(["consult"])),
        "refusal": lambda: act(live, "refused"),
        "mend": lambda: live.keep(SEAT, Draft(["consult", "fund watchfire 100"])),
        "table": lambda: live.talk(SEAT, "accept", "research_alda_brenn"),
        "lantern": lambda: live.talk(SEAT, "accept", "lantern_alda_brenn"),
        "hotline": lambda: live.keep(SEAT, Draft(["hotline narrows"])),
        "convene": lambda: live.talk(SEAT, "convene", "officials_corve_brenn"),
        "offer": lambda: live.talk(SEAT, "offer", "trade_corve_brenn"),
    }
    seen = []
    while (now := step(live)) != "finished":
        assert now not in seen
        seen.append(now)
        panel = payload(live)
        assert panel is not None
        if now in does:
            does[now]()
        elif now.startswith("commit"):
            live.commit(SEAT)
            live.advance()
        elif panel["told"] == "clicked":
            act(live, "clicked", panel["point"])
        else:
            act(live, "next")

    assert seen == [row.id for row in read_script(NAME).steps]
    assert {row.seat: row.score for row in live.game.scores()}[SEAT] == 2.0
    assert live.game.table(SEAT) == ()
