"""The review's page as components: the bar, every tab, a branch, long looks in the background, whose eyes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import wargame.ui  # noqa: F401  settings are made before Solara is used
from tests.ui.rendered import Rendered
from wargame.live import LiveGame, Shelf, jobs, reviews
from wargame.live.whatif import Forecaster
from wargame.review import turning_points
from wargame.ui.pages import review
from wargame.ui.pages.review import Walk
from wargame.views.review.eyes import UMPIRE
from wargame.views.review.scrub import TABS


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("runs")
    made = Shelf(folder, Forecaster(0, lambda game, seat: "There is no what-if in this test."))
    yield made
    jobs().close()
    made.close()


@pytest.fixture
def shelf(kept: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(review, "shelf", lambda: kept)
    # there is no kernel to be told of news
    monkeypatch.setattr(review, "use_watch", lambda thing, topic: 0)
    return kept


@pytest.fixture(scope="module")
def played(kept: Shelf) -> LiveGame:
    made = kept.begin("four-islands", [], turns=3, seed=7)
    for _ in range(3):
        made.advance()
    return made


@pytest.fixture
def live(shelf: Shelf, played: LiveGame) -> LiveGame:
    """A game of house AI that is over."""
    return played


@pytest.fixture
def own(live: LiveGame) -> LiveGame:
    """The same game once more, for long looks of its own."""
    return live.branch(3)


@pytest.fixture(scope="module")
def going(kept: Shelf) -> LiveGame:
    made = kept.begin("four-islands", ["BRENN"], turns=3, seed=7)
    made.commit("BRENN")
    made.advance()
    return made


@pytest.fixture
def middle(shelf: Shelf, going: LiveGame) -> LiveGame:
    """A game that a person plays, after one turn."""
    return going


@pytest.fixture
def opened(open_page: Callable[[Any], Rendered]) -> Callable[..., Rendered]:
    """Open the page of a game, with what its address asks for."""
    return lambda live, **query: open_page(Walk(live, live.stamp, query))


HOLDS = {
    "overview": "ladder",
    "charts": "groups",
    "ledger": "rows",
    "orders": "deals",
    "turning": "sorts",
    "rulings": "empty",
    "fork": "games",
}


@pytest.mark.parametrize("tab", [name for name, _ in TABS])
def test_every_tab_is_drawn_and_reached_by_its_address(live, opened, tab):
    page = opened(live, tab=tab, turn="2")
    bar = page.panel("eyes").view
    assert (bar["tab"], bar["turn"]) == (tab, 2)
    if tab != "overview":
        assert page.has(HOLDS[tab])


def test_the_scrubber_moves_every_panel(live, opened):
    page = opened(live, tab="ledger", turn="1")
    assert page.panel("nation").view["turn"] == 1
    page.act("eyes", do="turn", turn=3)
    assert page.panel("eyes").view["turn"] == 3
    assert page.panel("nation").view["turn"] == 3


def test_a_number_opens_into_its_reasons_and_stays_open_on_the_next_turn(live, opened):
    page = opened(live, tab="ledger", turn="1")
    page.act("nation", do="filter", nation="", group="", text="tension")
    row = next(row for row in page.panel("nation").view["rows"] if row["field"] == "tension")
    page.act("nation", do="why", key=row["key"], of=row["of"], field=row["field"])
    assert page.panel("nation").view["why"][row["key"]]["reasons"]
    page.act("eyes", do="turn", turn=2)
    assert page.panel("nation").view["why"][row["key"]]["key"] == row["key"]
    page.act("nation", do="why", key=row["key"], of=row["of"], field=row["field"])
    assert page.panel("nation").view["why"] == {}


def test_several_numbers_are_open_at_a_time(live, opened):
    page = opened(live, tab="ledger", turn="1")
    rows = page.panel("nation").view["rows"][:3]
    for row in rows:
        page.act("nation", do="why", key=row["key"], of=row["of"], field=row["field"])
    assert set(page.panel("nation").view["why"]) == {row["key"] for row in rows}


def test_the_overview_begins_with_who_won(live, opened):
    told = opened(live).panel("ended").view
    assert told["ended"]
    assert "played to its end" in told["head"]
    assert not opened(live, turn="1").panel("ended").view["ended"]


def test_the_ledger_takes_a_filter_of_any_length(live, opened):
    page = opened(live, tab="ledger", turn="1")
    page.act("nation", do="filter", nation="BRENN", group="Money", text="x" * 10_000)
    told = page.panel("nation").view
    assert (told["count"], len(told["text"])) == (0, 80)


def test_a_branch_is_begun_and_opened(live, opened, shelf, monkeypatch):
    gone: list[str] = []
    monkeypatch.setattr(review, "go", gone.append)
    opened(live, turn="1").act("eyes", do="branch", turn=1, seat="BRENN")
    name = gone[0].removeprefix("/play/")
    grown = shelf.open(name)
    assert (grown.people, grown.game.turn) == (("BRENN",), 1)
    assert grown.game.digests[:1] == live.game.digests[:1]


def test_a_branch_of_another_seat_is_refused_as_long_as_the_game_is_played(middle, opened, monkeypatch):
    gone: list[str] = []
    monkeypatch.setattr(review, "go", gone.append)
    page = opened(middle)
    page.act("eyes", do="branch", turn=1, seat="CORVE")
    assert "cannot be chosen" in page.panel("eyes").view["error"]
    assert gone == []


@pytest.mark.parametrize("tab", ["turning", "rulings", "fork"])
def test_what_all_seats_did_is_kept_until_the_end(middle, opened, tab):
    page = opened(middle, tab=tab)
    assert page.panel("kept").view["kept"]
    page.act("kept", do="start", name=middle.name)
    assert reviews.find(middle, reviews.TURNING) is None
    assert reviews.find(middle, reviews.RULINGS) is None


def test_one_looks_as_umpire_by_choice_and_is_warned(middle, opened):
    page = opened(middle, tab="orders", turn="1")
    secret = json.dumps(page.panel("deals").view["seats"])
    assert page.panel("eyes").view["warning"] == ""
    page.act("eyes", do="eyes", seat=UMPIRE)
    assert "secrets of all seats" in page.panel("eyes").view["warning"]
    assert json.dumps(page.panel("deals").view["seats"]) != secret
    page.act("eyes", do="eyes", seat="CORVE")
    assert page.panel("eyes").view["asked"] == "BRENN"


def test_turning_points_come_in_the_background_and_can_be_stopped(own, opened, monkeypatch):
    monkeypatch.setattr(reviews, "_pool", lambda: None)
    monkeypatch.setattr(reviews, "turning_points", lambda sheet, pool: turning_points(sheet, (2,)))
    page = opened(own, tab="turning")
    assert page.panel("sorts").view["progress"]["state"] == "idle"
    page.act("sorts", do="start")
    job = reviews.find(own, reviews.TURNING)
    assert job is not None
    assert job.wait(30)
    again = opened(own, tab="turning").panel("sorts").view
    assert (again["progress"]["state"], again["pairs"]) == ("done", 2)
    assert again["rows"]


def test_what_was_found_stays_when_a_long_look_is_stopped(own, opened, monkeypatch):
    monkeypatch.setattr(reviews, "_pool", lambda: None)

    def slow(sheet: Any, pool: Any) -> Iterator[Any]:
        for found in turning_points(sheet, (2,)):
            yield found
            reviews.find(own, reviews.TURNING).cancel()  # type: ignore[union-attr]

    monkeypatch.setattr(reviews, "turning_points", slow)
    page = opened(own, tab="turning")
    page.act("sorts", do="start")
    job = reviews.find(own, reviews.TURNING)
    assert job is not None
    assert job.wait(30)
    told = opened(own, tab="turning").panel("sorts").view
    assert told["progress"]["state"] == "cancelled"
    assert told["rows"]
    assert told["pairs"] == 0


def test_a_long_look_that_was_stopped_goes_on_where_it_was(own, opened, monkeypatch):
    monkeypatch.setattr(reviews, "_pool", lambda: None)
    begun: list[int] = []

    def once(sheet: Any, pool: Any) -> Iterator[Any]:
        begun.append(1)
        found = list(turning_points(sheet, (2,)))
        yield found[0]
        reviews.find(own, reviews.TURNING).cancel()  # type: ignore[union-attr]
        yield found[1]
        yield found[-1]

    monkeypatch.setattr(reviews, "turning_points", once)
    page = opened(own, tab="turning")
    for state, firm in (("cancelled", False), ("done", True)):
        page.act("sorts", do="start")
        job = reviews.find(own, reviews.TURNING)
        assert job is not None
        assert job.wait(30)
        assert (job.state, reviews.found(own, reviews.TURNING).firm) == (state, firm)
    assert begun == [1]


def test_two_games_and_a_game_that_cannot_stand_beside(live, opened, middle, shelf):
    grown = live.branch(1, ["BRENN"])
    while not grown.game.over:
        grown.commit("BRENN")
        grown.advance()
    page = opened(live, tab="fork")
    page.act("games", do="fork", name=grown.name)
    assert "share the first turn" in page.panel("games").view["fork"]["head"]
    page.act("games", do="fork", name=middle.name)
    assert "still being played by people" in page.panel("games").view["error"]
    page.act("games", do="fork", name="../../etc")
    assert "There is no game" in page.panel("games").view["error"]


def test_templates_keep_to_their_prefix_and_text():
    folder = Path(review.__file__).parents[1] / "parts" / "review"
    for path in folder.glob("*.vue"):
        text = path.read_text(encoding="utf-8")
        assert "v-html" not in text, path
        names = [name for part in re.split(r'(?<!:)class="', text)[1:] for name in part.split('"')[0].split()]
        assert [name for name in names if not name.startswith("wg-") and name.isidentifier()] == [], path


def test_a_process_that_dies_in_the_middle_is_told_and_what_was_found_is_kept(
    own, opened, shelf, monkeypatch
):
    monkeypatch.setattr(reviews, "_pool", lambda: None)
    monkeypatch.setattr(reviews, "shelf", lambda: shelf)

    def dying(sheet: Any, pool: Any) -> Iterator[Any]:
        yield next(turning_points(sheet, ()))
        raise BrokenProcessPool

    monkeypatch.setattr(reviews, "turning_points", dying)
    opened(own, tab="turning").act("sorts", do="start")
    job = reviews.find(own, reviews.TURNING)
    assert job is not None
    assert job.wait(30)
    told = opened(own, tab="turning").panel("sorts").view
    assert "begin again" in told["progress"]["error"]
    assert told["rows"]
