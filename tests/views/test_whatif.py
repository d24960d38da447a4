"""The what-if as a payload: whose outcomes, in which words, on which scale, in each of its states."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from wargame.forecast import Comparison, Forecast
from wargame.forecast.comparison import outcomes_for
from wargame.inputs import Draft
from wargame.live import LiveGame, Look, Shelf
from wargame.live.whatif import Forecaster
from wargame.rulebook.anchors import anchor
from wargame.views import whatif
from wargame.views.whatif import payload

SEAT = "BRENN"
DRAFT = Draft(("stance surge",))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveGame:
    """Return a game whose what-ifs nobody plays: tests say what is seen."""
    forecaster = Forecaster(workers=0)
    forecaster.add = lambda each: None  # type: ignore[method-assign]
    return Shelf(tmp_path_factory.mktemp("runs"), forecaster).begin("four-islands", [SEAT], turns=3, seed=7)


@pytest.fixture(scope="module")
def found(live: LiveGame) -> Comparison:
    return Forecast.of(live.game, SEAT, {"draft": DRAFT, "hold": Draft(sign=())}).run(pairs=60)


def told(live: LiveGame, look: Look) -> dict[str, Any]:
    live.whatif(SEAT)._look = look
    made = payload(live, SEAT)
    json.dumps(made, allow_nan=False)
    return made


def rows(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for group in made["groups"] for row in group["rows"]]


@pytest.mark.parametrize(
    ("look", "state", "words"),
    [
        (Look(), "empty", "Draft an order or agree at the table"),
        (Look(refusal="One.\nTwo."), "refused", "not legal together"),
        (Look(closed="The game is over."), "closed", "The game is over."),
        (Look(error="It stopped."), "failed", "It stopped."),
        (Look(running=True), "waiting", "Playing the first pairs"),
    ],
)
def test_each_state_has_its_words(live: LiveGame, look: Look, state: str, words: str) -> None:
    made = told(live, look)

    assert made["state"] == state
    assert words in made["words"]
    assert made["plays"].startswith("After this turn house AI (hedger) plays your seat")
    assert (made["pairs"], made["planned"], made["progress"]) == (0, 500, 0.0)


def test_the_seats_own_aims_come_first_then_the_region(live: LiveGame, found: Comparison) -> None:
    made = told(live, Look(1, DRAFT, found))
    own, region = ([row["id"] for row in group["rows"]] for group in made["groups"][:2])

    assert made["groups"][0]["title"] == "What Brenn is after"
    assert own[:2] == ["objective:brenn_protection", "objective:brenn_approval"]
    assert own[2:] == [f"objectives:{SEAT}", f"succeeds:{SEAT}", f"score:{SEAT}"]
    assert region == ["stability", "breakdown", "calm", "tense", "tension:narrows", "tension:bank"]
    assert len({row["id"] for row in rows(made)}) == len(rows(made))
    assert made["quiet"] == len(found.outcomes) - len(rows(made))


def test_rows_stand_before_the_first_look_as_after_it(live: LiveGame, found: Comparison) -> None:
    waiting, firm = told(live, Look(running=True)), told(live, Look(1, DRAFT, found))

    for before, after in zip(waiting["groups"], firm["groups"][:2], strict=True):
        assert before["title"] == after["title"]
        assert [row["id"] for row in before["rows"]] == [row["id"] for row in after["rows"]]
    assert all(row["span"] is None and row["words"] == "" for row in rows(waiting))
    assert rows(waiting)[0].keys() == rows(firm)[0].keys()


def test_no_outcome_is_told_that_the_seat_may_not_know(live: LiveGame, found: Comparison) -> None:
    may = {row.name for row in outcomes_for(live.game.play.world, SEAT, 1)}

    assert {row["id"] for row in rows(told(live, Look(1, DRAFT, found)))} <= may
    assert {row["id"] for row in rows(told(live, Look(running=True)))} <= may


def test_words_are_those_of_the_comparison(live: LiveGame, found: Comparison) -> None:
    said: Any = {row["outcome"]: row for row in found.differences().to_dict("records")}
    made = rows(told(live, Look(1, DRAFT, found)))

    assert any(row["tone"] != "none" for row in made)
    for row in made:
        source = said[row["id"]]
        if row["tone"] == "none":
            assert row["words"] == "No difference seen"
            assert source["verdict"] == "no difference detected"
        else:
            assert row["words"].lower() == source["words"].lower()
        factor = 100.0 if source["unit"] == "share" else 1.0
        assert row["difference"] == pytest.approx(source["difference"] * factor, abs=1e-5)
        assert row["low"] <= row["difference"] + 1e-6 or source["unit"] == "share"
        assert row["ref"] == anchor("outcome", row["id"])


def test_rows_of_one_unit_share_a_scale_whatever_the_draft(live: LiveGame, found: Comparison) -> None:
    wide = found.values.copy()
    wide[:, 0] = found.values[:, 1] + 3.0 * (found.values[:, 0] - found.values[:, 1])
    spans: dict[str, set[float]] = {}
    for each in (found, replace(found, values=wide)):
        for row in rows(told(live, Look(1, DRAFT, each))):
            spans.setdefault(row["unit"], set()).add(row["span"])

    assert all(len(each) == 1 for each in spans.values())
    assert spans["percentage points"] == {50.0}


def test_a_growing_result_says_so_and_is_not_spoken(live: LiveGame, found: Comparison) -> None:
    growing = replace(found, planned=500)
    made = told(live, Look(1, DRAFT, growing, running=True))

    assert made["words"].startswith("So far: ")
    assert (made["state"], made["updating"], made["pairs"], made["spoken"]) == ("looking", False, 60, "")
    assert not any("so far" in row["words"].lower() for row in rows(made))


def test_an_older_result_is_shown_as_such(live: LiveGame, found: Comparison) -> None:
    made = told(live, Look(1, DRAFT, found, running=True, stale=True))

    assert (made["updating"], made["pairs"], made["progress"]) == (True, 0, 0.0)
    assert made["words"] == "Updating: the draft has changed."
    assert made["groups"]


def test_a_firm_result_is_spoken_in_short(live: LiveGame, found: Comparison) -> None:
    made = told(live, Look(1, DRAFT, found))
    differing = [row for row in rows(made) if row["tone"] != "none"]

    assert made["spoken"].startswith(f"What-if. {made['words']} ")
    assert f"{differing[0]['name']}: {differing[0]['words']}." in made["spoken"]
    assert "does not predict" in made["limits"]
    assert f"{len(found.outcomes)} outcomes" in made["limits"]


def test_the_result_is_summed_up(live: LiveGame, found: Comparison) -> None:
    aims = [row.name in {"objective:brenn_approval", f"score:{SEAT}"} for row in found.outcomes]
    other = [row.name == "tension:bank" for row in found.outcomes]
    values = found.values[:, [1, 1]].copy()
    values[aims, 0] = 1.0
    values[aims, 1] = 0.0
    values[other, 0] += 1.0
    made = told(live, Look(1, DRAFT, replace(found, values=values)))

    assert made["words"] == "Likely better on 2 of 5 aims; 1 other outcome differs."


def test_a_result_without_any_difference_is_spoken(live: LiveGame, found: Comparison) -> None:
    same = replace(found, values=found.values[:, [1, 1]])
    made = told(live, Look(1, DRAFT, same))

    assert made["words"] == "No difference seen in what Brenn is after."
    assert made["spoken"] == f"What-if. {made['words']}"
    assert len(made["groups"]) == 2
    assert all(row["span"] > 0 for row in rows(made))


def test_what_else_differs_is_cut_to_what_differs_most(
    live: LiveGame, found: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(live, Look(1, DRAFT, found))
    monkeypatch.setattr(whatif, "ELSE", 1)
    cut = told(live, Look(1, DRAFT, found))

    assert len(whole["groups"][2]["rows"]) > 1
    assert cut["groups"][2]["rows"][0]["id"] == whole["groups"][2]["rows"][0]["id"]
    assert len(cut["groups"][2]["rows"]) == 1
    assert cut["quiet"] == whole["quiet"] + len(whole["groups"][2]["rows"]) - 1
