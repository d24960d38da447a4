"""The shelf: what every folder of runs is told as, and which names it opens."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.support import PRACTICE, play_of
from wargame.ensemble import plan_of, run_plan
from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import Shelf
from wargame.scenario import read_scenario


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "runs")
    yield made
    made.close()


def test_a_shelf_without_a_folder_is_empty(shelf: Shelf) -> None:
    assert shelf.list() == ()


def test_games_and_ensembles_are_told(shelf: Shelf) -> None:
    live = shelf.begin(play_of(PRACTICE), ["BRENN"], seed=7)
    live.commit("BRENN")
    live.advance()
    run_plan(plan_of(PRACTICE, games=4, seed=1, turns=1), shelf.folder / "many", workers=1)
    (shelf.folder / "notes").mkdir()

    cards = {card.name: card for card in shelf.list()}

    game, many = cards[live.name], cards["many"]
    assert (game.kind, game.scenario, game.people, game.turn, game.turns) == (
        "game",
        PRACTICE,
        ("BRENN",),
        1,
        4,
    )
    assert not game.over
    assert (many.kind, many.games, many.over) == ("ensemble", 4, True)
    assert many.title == game.title
    assert set(cards) == {live.name, "many"}


def test_a_card_tells_what_is_otherwise_than_in_the_scenario(shelf: Shelf) -> None:
    cast = {"DRAY": "hawk", "BRENN": "hawk"}
    live = shelf.begin(PRACTICE, ["BRENN"], seed=7, characters=cast)
    run_plan(plan_of(PRACTICE, games=4, seed=9, turns=1, characters=cast), shelf.folder / "many", workers=1)

    cards = {card.name: card for card in shelf.list()}

    assert (cards[live.name].seed, cards[live.name].differs) == (7, "DRAY hawk")  # a person plays the other
    assert cards["many"].seed == 9
    assert {"DRAY hawk", "BRENN hawk", "1 turn"} == set(cards["many"].differs.split("; "))


def test_a_card_follows_the_game(shelf: Shelf) -> None:
    live = shelf.begin(PRACTICE, ["BRENN"], turns=1, seed=7)
    assert not shelf.list()[0].over
    live.commit("BRENN")
    live.advance()

    assert shelf.list()[0].over


def test_the_latest_comes_first(shelf: Shelf) -> None:
    first = shelf.begin(play_of(PRACTICE), ["BRENN"], seed=1)
    second = shelf.begin(play_of(PRACTICE), ["BRENN"], seed=2)
    first.commit("BRENN")

    assert [card.name for card in shelf.list()] == [first.name, second.name]


def test_a_damaged_run_tells_its_fault_and_stops_nothing(shelf: Shelf) -> None:
    good = shelf.begin(play_of(PRACTICE), ["BRENN"], seed=1)
    cut = Game.new(PRACTICE, seed=2, turns=1)
    newer = Game.new(PRACTICE, seed=3, turns=1)
    cut.save(shelf.folder / "cut")
    cut.advance()
    (shelf.folder / "cut" / "log.jsonl").write_text("", encoding="utf-8")
    newer.save(shelf.folder / "newer")
    header = shelf.folder / "newer" / "header.json"
    header.write_text(json.dumps({**json.loads(header.read_text()), "engine": 99}), encoding="utf-8")
    (shelf.folder / "spoilt").mkdir()
    (shelf.folder / "spoilt" / "header.json").write_text("{", encoding="utf-8")
    (shelf.folder / "ensemble").mkdir()
    (shelf.folder / "ensemble" / "manifest.json").write_text("[]", encoding="utf-8")

    cards = {card.name: card for card in shelf.list()}

    assert cards[good.name].fault == ""
    assert "cut off" in cards["cut"].fault
    assert "engine 99" in cards["newer"].fault
    assert "JSON" in cards["spoilt"].fault
    assert "manifest" in cards["ensemble"].fault
    with pytest.raises(WargameError, match="engine 99"):
        shelf.open("newer")


def test_a_name_that_is_no_game_is_refused(shelf: Shelf) -> None:
    shelf.begin(PRACTICE, ["BRENN"], turns=1, seed=7)

    for name in ("", ".", "..", "../runs", "a/b", "/etc", "four-islands-seed8-r0", "x" * 10_000, "a\0b"):
        with pytest.raises(WargameError, match="There is no game") as told:
            shelf.open(name)
        assert len(str(told.value)) < 500


def test_a_game_that_ended_early_is_over_and_one_between_turns_is_not(shelf: Shelf) -> None:
    scenario = read_scenario("northeast-asia-2022")
    hot = scenario.flashpoints["strait"].model_copy(update={"tension": 99.0})
    places = MappingProxyType({**scenario.flashpoints, "strait": hot})
    heated = dataclasses.replace(scenario, flashpoints=places)
    for name, breaks in (("broken", True), ("going", False)):
        game = Game.new(heated, seed=1, people=list(scenario.nations))
        game.save(shelf.folder / name)
        game.rule("ladder.breakdown", "strait", breaks, "agreed with both teams")
        game.advance()

    over = {card.name: (card.turn, card.over) for card in shelf.list()}

    assert over == {"broken": (1, True), "going": (1, False)}


@pytest.mark.parametrize("name", [b"bad\xff\xfename", b"two\nlines"])
def test_a_folder_whose_name_cannot_be_shown_is_told_and_hides_no_other(shelf: Shelf, name: bytes) -> None:
    live = shelf.begin(PRACTICE, ["BRENN"], turns=1, seed=7)
    shutil.copytree(live.keeping.folder, shelf.folder / os.fsdecode(name))

    odd = next(card for card in shelf.list() if card.fault)

    assert "Give it another name" in odd.fault
    json.dumps(dataclasses.asdict(odd)).encode("utf-8")
    assert live.name in {card.name for card in shelf.list()}
    with pytest.raises(WargameError, match="There is no game") as told:
        shelf.open("nosuch")
    str(told.value).encode("utf-8")


def test_a_header_of_brackets_is_told(shelf: Shelf) -> None:
    live = shelf.begin(PRACTICE, ["BRENN"], turns=1, seed=7)
    (live.keeping.folder / "header.json").write_text("[" * 200_000, encoding="utf-8")

    assert "no JSON" in shelf.list()[0].fault
