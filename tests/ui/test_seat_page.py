"""The seat's page as components: every panel gets its payload, every act of a template reaches the game."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import solara

from tests.ui.rendered import Rendered
from wargame.live import LiveGame, Shelf
from wargame.live.whatif import Forecaster
from wargame.ui.pages import seat as pages


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveGame]:
    quiet = Forecaster(0, lambda game, seat: "There is no what-if in this test.")
    shelf = Shelf(tmp_path, quiet)
    monkeypatch.setattr(
        pages, "GuideDock", lambda live, version: solara.Div()
    )  # it follows the hub, which needs a server
    yield shelf.begin("four-islands", ["ALDA"], turns=2, seed=7)
    shelf.close()


@pytest.fixture
def page(live: LiveGame) -> Iterator[Rendered]:
    made = Rendered(pages.Desk(live, "ALDA", live.version))
    yield made
    made.close()


def test_the_page_shows_what_is_known_the_desk_the_table_and_the_draft(page: Rendered) -> None:
    for key in ("objectives", "opening", "over", "sums", "state"):
        assert page.has(key), key
    assert page.panel("sums").view["turn"] == 1


def test_an_order_that_is_clicked_is_drafted_and_taken_back(page: Rendered, live: LiveGame) -> None:
    page.act("check", do="add", text="consult")
    assert live.draft("ALDA").orders == ("consult",)
    assert [row["text"] for row in page.panel("sums").view["orders"]] == ["consult"]
    page.act("sums", do="undo")
    assert page.panel("sums").view["orders"] == []


def test_tabs_open_other_panels(page: Rendered) -> None:
    for name, key in (
        ("situation", "wedge"),
        ("others", "estimates"),
        ("agreements", "rows"),
        ("brief", "dilemma"),
    ):
        page.tab("What you know", name)
        assert page.has(key), name


def test_what_cannot_be_done_is_said_on_the_page(page: Rendered) -> None:
    page.act("check", do="add", text="fund nosuch 50")
    assert "there is no programme 'nosuch'" in page.panel("fault").view["text"]
    page.act("fault", do="close")
    assert page.panel("fault").view["text"] == ""


def test_a_turn_is_committed_reported_and_the_game_played_to_its_end(page: Rendered, live: LiveGame) -> None:
    for turn in (1, 2):
        page.act("sums", do="commit", turn=turn)
        assert live.game.turn == turn
        assert page.panel("changes").view["report"]
        assert not page.has("sums")
        page.act("changes", do="report")
    assert len(page.panel("scores").view["scores"]) == 4
    assert not page.has("check")


def test_notes_reach_the_game_and_no_update_sends_them_back_changed(page: Rendered, live: LiveGame) -> None:
    notes = next(each for each in page.panels("text") if each.view == {"text": ""})
    notes.vue_act({"do": "note", "text": "ask first"})
    assert live.notes("ALDA") == "ask first"
