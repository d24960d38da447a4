"""One open page of a seat: drafting, talking, committing, and what a page keeps to itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import PRACTICE, play_of
from wargame.live import LiveGame, Shelf
from wargame.views import seat as view


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.close()


@pytest.fixture
def live(shelf: Shelf) -> LiveGame:
    return shelf.begin("four-islands", ["ALDA"], turns=3, seed=7)


def act(visit: view.Visit, **told: Any) -> dict[str, Any]:
    visit.act(told)
    made = visit.payload()
    json.dumps(made, allow_nan=False)
    return made


def test_a_visit_drafts_undoes_and_keeps_what_it_drafted(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    act(visit, do="add", text="consult")
    made = act(visit, do="add", text="statement")
    assert [row["text"] for row in made["draft"]["orders"]] == ["consult", "statement"]
    assert (made["draft"]["undo"], made["draft"]["redo"]) == (True, False)
    made = act(visit, do="undo")
    assert [row["text"] for row in made["draft"]["orders"]] == ["consult"]
    assert act(visit, do="redo")["draft"]["orders"][1]["text"] == "statement"
    assert view.Visit(live, "ALDA").payload()["draft"]["orders"][0]["text"] == "consult"


def test_every_tab_can_be_opened_and_every_number_asked_why(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    act(visit, do="commit", turn=1)
    act(visit, do="report")
    for name in ("news", "situation", "others", "programmes", "agreements", "brief"):
        made = act(visit, do="tab", id=name)
        assert (made["tab"], made["tabs"]["open"]) == (name, name)
        assert made["known"]
    assert act(visit, do="why", of="ALDA", field="home.approval")["why"]["title"] == "Alda: approval"
    assert "may not see" in act(visit, do="why", of="DRAY", field="capital")["why"]["error"]
    assert act(visit, do="why", close=True)["why"] is None
    assert act(visit, do="tab", id="table")["desk_tab"] == "table"
    assert act(visit, do="shut")["desk"]["shut"]


def test_a_typed_order_is_checked_as_it_grows_and_drafted_with_enter(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    assert "there is no order" in act(visit, do="check", text="consul")["desk"]["check"]["refusal"]
    made = act(visit, do="type", text=" CO ")
    assert made["draft"]["orders"][0]["text"] == "consult"
    assert (made["desk"]["check"], made["desk"]["typed"]) == (None, 1)
    assert act(visit, do="type", text="consul")["desk"]["typed"] == 1
    assert act(visit, do="check", text="  ")["desk"]["check"] is None


def test_the_table_is_talked_at_and_a_refusal_stands_beside_it(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    said = act(visit, do="talk", verb="accept", id="research_alda_brenn")["table"]["told"]
    assert said == {
        "text": "Research and development pact (ALDA, BRENN): accepted. You sign it when you commit, unless you "
        "withhold it.",
        "fault": False,
    }
    made = act(visit, do="talk", verb="accept", id="research_alda_brenn")
    assert made["table"]["told"]["fault"]
    assert "already" in made["table"]["told"]["text"]
    assert made["draft"]["pencilled"][0]["signs"]
    assert act(visit, do="withhold", id="research_alda_brenn")["draft"]["pencilled"][0]["signs"] is False
    told = act(visit, do="talk", verb="offer", id="aid_corve_dray", value="many")
    assert told["table"]["told"]["fault"]


def test_a_commit_plays_the_turn_reports_it_and_a_second_click_does_nothing(live: LiveGame) -> None:
    visit, tab = view.Visit(live, "ALDA"), view.Visit(live, "ALDA")
    act(visit, do="add", text="consult")
    made = act(visit, do="commit", turn=1)
    assert made["report"]["turn"] == 1
    assert made["report"]["report"] == "To the orders of turn 2"
    assert act(visit, do="commit", turn=1)["strip"]["turn"] == 2
    assert act(tab, do="commit", turn=1)["report"]["turn"] == 1
    assert live.game.turn == 1
    made = act(visit, do="report")
    assert made["report"] is None
    assert made["draft"]["orders"] == []
    assert not made["draft"]["undo"]


def test_an_act_meant_for_a_turn_that_is_played_is_told_so(live: LiveGame) -> None:
    visit, tab = view.Visit(live, "ALDA"), view.Visit(live, "ALDA")
    visit.payload(), tab.payload()
    act(visit, do="commit", turn=1)
    made = act(tab, do="add", text="consult")
    assert "Turn 1 is played already" in made["message"]["text"]
    assert made["draft"]["orders"] == []


def test_a_draft_with_a_fault_is_not_committed(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    for text in ("consult", "statement", "persuade", "intelligence"):
        act(visit, do="add", text=text)
    made = act(visit, do="commit", turn=1)
    assert made["message"]["fault"]
    assert "4 orders, and 3 are allowed" in made["message"]["text"]
    assert live.game.turn == 0
    assert len(made["draft"]["orders"]) == 4


def test_with_two_people_a_commit_waits_and_can_be_taken_back(shelf: Shelf) -> None:
    live = shelf.begin("four-islands", ["ALDA", "BRENN"], turns=2, seed=7)
    one, other = view.Visit(live, "ALDA"), view.Visit(live, "BRENN")
    made = act(one, do="commit", turn=1)
    assert made["draft"]["sealed"]
    assert made["draft"]["waiting"] == ["Brenn"]
    assert "sealed" in act(one, do="add", text="consult")["message"]["text"]
    assert not act(one, do="recall", turn=1)["draft"]["sealed"]
    act(one, do="commit", turn=1)
    assert act(other, do="commit", turn=1)["report"]["turn"] == 1
    assert one.payload()["report"]["turn"] == 1


def test_the_end_shows_scores_and_leads_to_review(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    for turn in (1, 2, 3):
        act(visit, do="commit", turn=turn)
    assert visit.payload()["report"]["report"] == "See how it ended"
    made = act(visit, do="report")
    assert made["over"]
    assert len(made["ending"]["scores"]) == len(play_of(PRACTICE).world.ids["nation"])
    assert made["ending"]["review"] == f"/review/{live.name}"
    assert made["ending"]["result"].startswith("You met ")
    assert "is over" in act(visit, do="add", text="consult")["message"]["text"]
    assert [row["came"] for row in made["ending"]["endings"]].count(True) == 1
    assert len(made["ending"]["story"]) == 3
    came = next(row for row in made["ending"]["endings"] if row["came"])
    assert f"×{made['ending']['stability']['factor']:.1f}" in came["text"]
    assert made["ending"]["stability"]["text"].split()[-1] == came["name"].split()[-1]
    goals = [goal for row in made["ending"]["scores"] for goal in row["objectives"]]
    assert all(number["value"] and number["asked"] for goal in goals for number in goal["groups"][0][0])


def test_why_opens_beside_the_report_and_leads_back(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    made = act(visit, do="commit", turn=1)
    row = made["report"]["changes"][0]
    made = act(visit, do="why", of=row["of"], field=row["field"], turn=1)
    assert made["why"]["of"] == row["of"]
    assert made["report"]
    assert act(visit, do="why", close=True)["report"]
    act(visit, do="why", of=row["of"], field=row["field"], turn=1)
    made = act(visit, do="report")
    assert (made["report"], made["why"]) == (None, None)


def test_a_narrow_page_shows_one_of_three_parts(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    assert visit.payload()["pane"] == "know"
    made = act(visit, do="tab", id="draft")
    assert (made["pane"], made["panes"]["open"], made["tab"]) == ("draft", "draft", "news")
    act(visit, do="add", text="consult")
    assert next(tab for tab in visit.payload()["panes"]["tabs"] if tab["id"] == "draft")["badge"] == "1"


def test_notes_are_kept(live: LiveGame) -> None:
    visit = view.Visit(live, "ALDA")
    assert act(visit, do="note", text="ask Brenn first")["notes"]["text"] == "ask Brenn first"
    made = act(visit, do="note", text="x" * 1_000_000)
    assert made["message"]["fault"]
    assert made["notes"]["text"] == "ask Brenn first"
