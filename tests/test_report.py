"""The one-file report: it stands alone, reads without scripts, is the same each time, and keeps secrets."""

from __future__ import annotations

import asyncio
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response
from typer.testing import CliRunner

from tests.test_secrets import FUNDING, QUIET, after, deal, issue
from wargame.adjudication.turn import prepare
from wargame.cli import app
from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import Shelf
from wargame.live.whatif import Forecaster
from wargame.report import report
from wargame.report.figures import script
from wargame.scenario import Scenario, read_scenario
from wargame.server import routes_report

PLAY = prepare(read_scenario("four-islands"))
VOID = {"meta", "input", "img", "br"}


class Reader(HTMLParser):
    """Collects what a page asks for, its ids, headings and tables, and whether its tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.bare_tables = 0
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, ids, headings, tables."""
        facts = dict(attrs)
        self.tags.add(tag)
        self.asked += [str(facts[name]) for name in ("href", "src", "action") if name in facts]
        self.ids += [str(facts["id"])] if "id" in facts else []
        self.levels += [int(tag[1])] if re.fullmatch(r"h\d", tag) else []
        if self.open and self.open[-1] == "table":
            self.bare_tables += tag != "caption" and not self._captioned
            self._captioned = True
        if tag == "table":
            self._captioned = False
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag


def played(seed: int = 3, turns: int | None = None, **facts: object) -> Game:
    """Return a game of house AI, played to its end or for some turns."""
    game = Game.new(PLAY, seed=seed, **facts)  # type: ignore[arg-type]
    while not game.over and game.turn != turns:
        game.advance()
    return game


@pytest.fixture(scope="module")
def game() -> Game:
    """Return a finished game."""
    return played()


@pytest.fixture(scope="module")
def folder(game: Game, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of its record."""
    return game.save(tmp_path_factory.mktemp("report") / "run")


@pytest.fixture(scope="module")
def text(game: Game) -> str:
    """Return its report."""
    return report(game)


def shown(text: str) -> str:
    """Return a report without its scripts and data."""
    return re.sub(r"<(script|style)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)


def block(text: str, name: str) -> object:
    """Return a block of data of a report."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, flags=re.DOTALL)
    assert found
    return json.loads(found[1])


def test_it_stands_alone(text: str) -> None:
    reader = Reader()
    reader.feed(text)

    assert reader.open == []
    assert {link for link in reader.asked if not link.startswith("#")} == set()
    assert {link[1:] for link in reader.asked} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    assert "default-src 'none'" in text
    assert "connect-src" not in text
    assert 1_000_000 < len(text.encode()) < 2_000_000


def test_it_can_be_read_by_ear_and_by_keyboard(text: str) -> None:
    reader = Reader()
    reader.feed(shown(text))

    assert {"main", "nav", "header", "h1", "table", "figure"} <= reader.tags
    assert reader.levels[0] == 1
    assert reader.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(reader.levels, reader.levels[1:], strict=False))
    assert reader.bare_tables == 0
    assert '<html lang="en-GB">' in text


def test_every_turn_reads_without_scripts(game: Game, text: str) -> None:
    plain = shown(text)
    sections = re.findall(r'<section class="wg-r-turn" id="turn-(\d+)"', plain)

    assert sections == [str(turn) for turn in range(game.turn + 1)]
    assert " hidden" not in plain
    for row in game.scores():
        assert all(goal.text in plain.replace("&#x27;", "'") for goal in row.objectives)
    for turn in range(1, game.turn + 1):
        own = plain.partition(f'id="turn-{turn}"')[2].partition('class="wg-r-turn"')[0]
        assert "What happened" in own
        assert "Orders of turn" in own
        assert own.count("<svg") >= 1
        assert all(row.name in own for row in PLAY.scenario.nations.values())


def test_the_ledger_holds_every_change_with_reasons_that_name_their_rule(game: Game, text: str) -> None:
    book = block(text, "wg-r-ledger")
    assert isinstance(book, dict)
    words = book["words"]
    told = {
        (words[row[0]], words[row[1]]): [(words[reason[0]], words[reason[3]]) for reason in row[6]]
        for row in book["turns"]["1"]
    }
    why = game.why("narrows", "tension", 1)

    assert list(book["turns"]) == [str(turn) for turn in range(1, game.turn + 1)]
    reasons = told["The Narrows", "Tension at the flashpoint"]
    assert len(reasons) == len(why.reasons)
    assert {rule for _, rule in reasons} == {row.rule for row in why.reasons}


def test_charts_carry_their_numbers_for_the_script_and_as_tables(text: str) -> None:
    charts = block(text, "wg-r-charts")
    assert isinstance(charts, dict)
    places = re.findall(r'data-chart="([^"]+)"', shown(text))

    assert set(places) == set(charts)
    assert {"budgets", "tension", "home-approval"} <= set(charts)
    assert shown(text).count("<summary>Numbers</summary>") == len(charts)


def test_the_same_record_gives_the_same_bytes(folder: Path, text: str) -> None:
    assert report(Game.load(folder)) == text


def test_it_says_how_to_repeat_the_game(game: Game, text: str) -> None:
    plain = shown(text)

    assert "wargame run four-islands --seed 3 --turns" in plain
    assert all(digest in plain for digest in game.digests)
    assert "Explores, does not predict." in plain
    assert "wargame run" not in shown(report(played(turns=1, people=["BRENN"])))


def test_no_text_of_a_scenario_becomes_markup_or_ends_a_block() -> None:
    scenario = PLAY.scenario
    nasty = "</script><img src=x onerror=alert(1)>"
    rows = {name: row.model_copy(update={"name": nasty}) for name, row in scenario.flashpoints.items()}
    changed = Scenario(**{**vars(scenario), "flashpoints": rows})
    game = Game.new(changed, seed=3)
    game.advance()
    made = report(game)

    assert "<img" not in shown(made)
    assert "<img src=x" not in made
    assert shown(made).count("&lt;img src=x") > 3
    assert isinstance(block(made, "wg-r-charts"), dict)


def test_a_block_of_data_cannot_be_ended_from_inside() -> None:
    assert "</script>" not in script("x", {"a": "</script>"}).removesuffix("</script>")
    assert (
        json.loads(script("x", "</script>\u2028").partition(">")[2].removesuffix("</script>"))
        == "</script>\u2028"
    )


def test_turning_points_stand_in_the_whole_game_only(game: Game) -> None:
    badge = {"id": "BRENN", "name": "Brenn", "colour": "#b5446e"}
    row = {
        "turn": 1,
        "label": "2022",
        "seat": badge,
        "order": "Offer detente <here>",
        "reach": 0.5,
        "bar": 100.0,
        "moved": [{"text": "Stability", "was": "60", "without": "50"}],
        "fresh": {"text": "Stability", "words": "likely higher, by 2 to 4 points"},
    }

    made = report(game, turning=[row, {**row, "fresh": None}])
    assert "Offer detente &lt;here&gt;" in made
    assert "likely higher, by 2 to 4 points" in made
    with pytest.raises(WargameError, match="orders of all seats"):
        report(game, "BRENN", [row])


# -- one seat's edition -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seat", "one", "other", "viewer"),
    [FUNDING[0], *(pytest.param(*row, marks=pytest.mark.slow) for row in FUNDING[1:])],
)
def test_what_a_seat_may_not_know_changes_no_letter_of_its_edition(
    seat: str, one: str, other: str, viewer: str
) -> None:
    games = [after(issue(seat, text)) for text in (one, other)]

    assert report(games[0], viewer) == report(games[1], viewer)
    assert report(games[0]) != report(games[1])


def test_secret_orders_and_agreements_are_in_no_outsiders_edition() -> None:
    game = after(deal(secret=True), issue("CHN", "intelligence", "statement"))
    name = game.play.scenario.ruleset.orders["intelligence"].name

    outside, inside = report(game, "JPN"), report(game, "DPRK")
    assert "Technology deal (RUS, DPRK)" not in outside
    assert QUIET not in outside
    assert name not in shown(outside).partition('id="head-2"')[2].partition("What changed most")[0]
    assert "Technology deal (RUS, DPRK)" in inside


def test_in_the_middle_of_a_game_a_seat_reads_of_its_own_objectives_only() -> None:
    game = played(turns=2, people=["BRENN"])
    made = shown(report(game, "BRENN")).replace("&#x27;", "'")
    goals = PLAY.scenario.objectives.values()

    assert all((goal.text in made) == (goal.seat == "BRENN") for goal in goals)
    assert "seed" not in made.lower()
    assert game.digests[-1] not in made
    assert "balancer" not in made
    assert "is still being played" in made
    assert "asked" in made


def test_an_unknown_seat_is_told(game: Game) -> None:
    with pytest.raises(WargameError, match="BRENN"):
        report(game, "BREN")


def test_a_game_that_has_not_begun_has_a_report() -> None:
    made = report(Game.new(PLAY, seed=1))

    assert "The opening" in made
    assert block(made, "wg-r-ledger") == {"words": [], "turns": {}}


# -- the server ---------------------------------------------------------------------------------------------


def ask(name: str, **asked: str) -> Response:
    """Return the answer of the report's route."""
    (route,) = routes_report.routes()
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": urlencode(asked).encode()}
    return asyncio.run(route.endpoint(Request({**scope, "path_params": {"game": name}})))


def test_the_server_gives_the_edition_of_whoever_may_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(turns=1, people=["BRENN"]).save(tmp_path / "runs" / "open game")
    held = Shelf(tmp_path / "runs", Forecaster(workers=0))
    monkeypatch.setattr(routes_report, "shelf", lambda: held)

    for asked, edition in (
        ("", "Edition of Brenn"),
        ("CORVE", "Edition of Brenn"),
        ("umpire", "The whole game"),
    ):
        answer = ask("open game", seat=asked)
        assert edition in answer.body.decode()
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''open%20game.html"
    gone = ask("none")
    assert gone.status_code == 404
    assert gone.body.decode().startswith("There is no game")


# -- the command --------------------------------------------------------------------------------------------


def test_the_command_writes_the_whole_game_and_a_seats_edition(game: Game, folder: Path, text: str) -> None:
    for words, name in (((), "report.html"), (("--seat", "BRENN"), "report-BRENN.html")):
        result = CliRunner().invoke(app, ["report", str(folder), *words])
        assert result.exit_code == 0, result.output
        assert name in result.output.replace("\n", "")
    assert (folder / "report.html").read_text(encoding="utf-8") == text
    assert (folder / "report-BRENN.html").read_text(encoding="utf-8") == report(game, "BRENN")
    assert Game.replay(folder).same


WRONG = [
    (["--seat", "BREN"], "BRENN"),
    (["--seat", "BRENN", "--turning"], "orders of all seats"),
    (["--out", "{folder}/none/x.html"], "Name a file in a folder that exists"),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_the_command_says_what_is_wrong(folder: Path, tmp_path: Path, words: list[str], told: str) -> None:
    result = CliRunner().invoke(
        app, ["report", str(folder), *(word.format(folder=tmp_path) for word in words)]
    )

    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
