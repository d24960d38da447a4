"""The rulebook page: its payload, its text over HTTP, its errors, the limits of use."""

from __future__ import annotations

import asyncio
import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.requests import Request

from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import Shelf
from wargame.live.whatif import Forecaster
from wargame.rulebook.limits import LIMITS
from wargame.scenario import Scenario, read_scenario
from wargame.server import routes_book
from wargame.views import limits
from wargame.views import rulebook as views
from wargame.views.rulebook import PARTS, document, payload, scenario_of


@pytest.fixture(scope="module")
def islands() -> Scenario:
    """Return the small scenario."""
    return read_scenario("four-islands")


def ask(**asked: str) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of an answer of the book's route."""
    (route,) = routes_book.routes()
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": urlencode(asked).encode()}
    answer = asyncio.run(route.endpoint(Request(scope)))
    return answer.status_code, json.loads(answer.body)


def test_the_payload_is_small_and_leads_to_the_text_the_parts_and_the_editions(islands: Scenario) -> None:
    told = payload(islands, seat="BRENN")

    assert len(json.dumps(told, allow_nan=False)) < 4000
    assert told["text"] == "/api/book?scenario=four-islands&seat=BRENN"
    assert told["edition"] == "Edition of Brenn"
    assert [row["id"] for row in told["parts"]] == list(PARTS)
    # another part is one text for all: the seat is dropped on the way
    assert told["parts"][1]["path"] == "/rulebook?scenario=four-islands&part=odd"
    assert [row["id"] for row in told["seats"]] == ["", *islands.nations]
    assert {row["id"] for row in told["scenarios"]} >= {"four-islands", "northeast-asia-2022"}


def test_from_a_game_only_its_own_rules_and_edition_are_offered(islands: Scenario) -> None:
    told = payload(islands, seat="BRENN", game="a game & more")

    assert told["text"] == "/api/book?game=a+game+%26+more&seat=BRENN"
    assert told["seats"] == told["scenarios"] == []
    assert told["back"] == {"name": islands.frame.title, "path": "/play/a%20game%20%26%20more?seat=BRENN"}


WRONG = [
    ({"part": "boook"}, "Did you mean 'book'"),
    ({"seat": "BREN"}, "Did you mean 'BRENN'"),
    ({"part": "odd", "seat": "BRENN"}, "one text for all"),
]


@pytest.mark.parametrize(("asked", "words"), WRONG)
def test_what_there_is_not_is_told_in_a_sentence(
    islands: Scenario, asked: dict[str, str], words: str
) -> None:
    for make in (payload, document):
        with pytest.raises(WargameError, match=words):
            make(islands, **asked)
    status, told = ask(scenario="four-islands", **asked)
    assert status == 404
    assert words in told["error"]


def test_a_scenario_is_named_by_its_id_never_by_a_path() -> None:
    assert scenario_of().id == "northeast-asia-2022"
    with pytest.raises(WargameError, match="Did you mean 'four-islands'"):
        scenario_of("four-island")
    with pytest.raises(WargameError, match="There is no scenario"):
        scenario_of("rules/standard/scenarios/four-islands")


def test_the_text_comes_whole_and_is_made_once(islands: Scenario) -> None:
    told = ask(scenario="four-islands")[1]

    assert told["title"] == "Rulebook: Four islands (practice)"
    assert next(row["text"] for row in told["contents"] if row["id"] == "rule-R1").startswith("R1: ")
    assert '<tr id="parameter-growth-pull"><td><code>growth.pull</code></td>' in told["html"]
    assert '<span class="wg-kind wg-kind-assumed">assumed</span>' in told["html"]
    assert '<a href="#source-S003-9">S003.9</a>' in told["html"]
    assert '<li id="source-S003-9">' in told["html"]
    assert document(islands) is document(read_scenario("four-islands"))


def test_a_book_follows_the_rules_that_a_game_is_played_by(islands: Scenario) -> None:
    held = dict(islands.ruleset.parameters)
    held["growth.pull"] = held["growth.pull"].model_copy(update={"value": 0.211})
    other = replace(islands, ruleset=replace(islands.ruleset, parameters=held))

    assert "<td>0.211</td>" in document(other)["html"]
    assert "<td>0.211</td>" not in document(islands)["html"]


def test_nothing_that_a_scenario_says_becomes_markup(islands: Scenario) -> None:
    frame = islands.frame.model_copy(
        update={"title": "<img src=x onerror=alert(1)>", "text": "<script>1</script>"}
    )
    told = document(replace(islands, frame=frame))

    assert "<script" not in told["html"]
    assert "<img" not in told["html"]
    assert "&lt;img src=x" in told["html"]


def test_every_part_has_a_text(islands: Scenario) -> None:
    for part in ("odd", "limits"):
        told = document(islands, part)
        assert told["contents"]
        assert "{#" not in told["html"]


@pytest.mark.slow
def test_the_account_of_tests_is_written_when_it_is_asked_for() -> None:
    told = ask(scenario="four-islands", part="trace")[1]

    assert told["title"].startswith("TRACE")
    assert "targets" in told["html"]


def test_the_limits_of_use_are_told_whole() -> None:
    told = limits.payload()

    assert json.loads(json.dumps(told)) == told
    assert told["short"] == "Explores, does not predict."
    assert [row["title"] for row in told["rows"]] == [each.title for each in LIMITS]
    assert all("`" not in line for line in told["lines"])


def test_from_a_game_one_reads_ones_own_edition_until_it_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = Game.new("four-islands", seed=7, turns=1, people=["BRENN"])
    game.save(tmp_path / "runs" / "open")
    held = Shelf(tmp_path / "runs", Forecaster(workers=0))
    monkeypatch.setattr(views, "shelf", lambda: held)

    assert [views.reader("open", asked) for asked in ("", "CORVE", "BRENN", "umpire")] == [
        "BRENN",
        "BRENN",
        "BRENN",
        "",
    ]
    assert views.reader("", "CORVE") == "CORVE"
    assert views.scenario_of(game="open").frame.turns == 1
    game.advance()
    game.save(tmp_path / "runs" / "over")
    assert views.reader("over") == ""
    with pytest.raises(WargameError, match="There is no game"):
        views.reader("none")


def test_the_text_of_a_running_games_book_is_that_of_who_may_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = Game.new("four-islands", seed=7, people=["BRENN"])
    game.save(tmp_path / "runs" / "open")
    held = Shelf(tmp_path / "runs", Forecaster(workers=0))
    monkeypatch.setattr(views, "shelf", lambda: held)
    others = [row.text for row in game.play.scenario.objectives.values() if row.seat != "BRENN"]

    for asked in ("", "CORVE", "BRENN"):
        text = str(routes_book._read("", "open", views.BOOK, asked)["html"])
        assert game.play.scenario.nations["BRENN"].name in text
        assert not [each for each in others if html.escape(each) in text]
