"""The Mesa world: agents are live views, a model plays as games and blocks do, Mesa's tools work on it."""

from __future__ import annotations

import gc
import warnings
import weakref
from collections.abc import Iterator
from typing import Any

import ipyvuetify
import ipywidgets
import mesa
import pytest
import solara

from wargame.adjudication.turn import prepare
from wargame.agents import Budget, Nation, Programme, ReadOnlyError
from wargame.arrange import arrange
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.ensemble import plan_of, run_plan
from wargame.examples import mesa_batch_run
from wargame.faults import WargameError
from wargame.game import Game
from wargame.model import WargameModel
from wargame.policies import cast_of
from wargame.scenario import read_scenario

BASELINE, PRACTICE = "northeast-asia-2022", "four-islands"


def digests(model: WargameModel) -> list[str]:
    while model.running:
        model.step()
    return [state.digest() for state in model.states[1:]]


@pytest.fixture
def model() -> WargameModel:
    return WargameModel(PRACTICE, seed=7)


def test_a_model_that_nobody_plays_any_more_is_let_go_of() -> None:
    made = WargameModel(PRACTICE, seed=7, turns=1)
    assert [agent.unique_id for agent in made.agents] == list(range(1, len(made.agents) + 1))
    made.step()
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None


def nation(model: WargameModel, name: str) -> Nation:
    return next(each for each in model.agents.select(agent_type=Nation) if each.id == name)


@pytest.mark.parametrize("scenario", [BASELINE, PRACTICE])
def test_a_model_is_the_row_of_a_block(scenario: str) -> None:
    play = prepare(read_scenario(scenario))
    alone = [
        digests(WargameModel(play, seed=7, replicate=row, ledger=False, collect=False)) for row in (4, 5, 6)
    ]
    for step in play_block(cast_of(play), Dice(7, first_replicate=4, replicates=3)):
        for row in range(3):
            if step.before.playing[row]:
                assert alone[row][step.turn - 1] == step.after.digest(row), (row, step.turn)


@pytest.mark.parametrize("scenario", [BASELINE, PRACTICE])
def test_a_game_of_house_ai_is_the_model_alone(scenario: str) -> None:
    game = Game.new(scenario, seed=3)
    while not game.over:
        game.advance()

    assert list(game.digests) == digests(WargameModel(scenario, seed=3))


def test_a_ledger_moves_no_bit() -> None:
    assert digests(WargameModel(PRACTICE, seed=9)) == digests(WargameModel(PRACTICE, seed=9, ledger=False))


def test_mesas_own_generators_are_never_used() -> None:
    model, stirred = WargameModel(PRACTICE, seed=9), WargameModel(PRACTICE, seed=9)
    before = model.random.getstate(), str(model.rng.bit_generator.state)
    stirred.random.random()
    stirred.rng.random()

    assert digests(model) == digests(stirred)
    assert (model.random.getstate(), str(model.rng.bit_generator.state)) == before


def test_views_are_live(model: WargameModel) -> None:
    brenn = nation(model, "BRENN")
    budget = brenn.budget
    before = budget.spending
    model.step()

    assert budget.spending == model.state.spending[0, brenn.row] != before
    assert brenn.home["approval"] == pytest.approx(model.state.home[0, brenn.row, 0])
    assert brenn.trust["ALDA"] == float(model.state.trust[0, 1, 0])
    assert brenn.capability.keys() == set(model.play.world.ids["area"])
    assert isinstance(brenn.streak, int)
    assert budget.share_of_gdp == budget.spending / budget.gdp


def test_programmes_know_their_owners(model: WargameModel) -> None:
    programmes = {each.id: each for each in model.agents.select(agent_type=Programme)}
    lantern = programmes["lantern"]

    assert set(lantern.owners) == set(model.play.scenario.programmes["lantern"].owners)
    assert lantern in nation(model, "BRENN").programmes
    assert lantern.status == model.play.scenario.programmes["lantern"].stage
    assert sum(lantern.share.values()) == pytest.approx(1.0)


def test_agents_can_tell_why(model: WargameModel) -> None:
    model.step()
    brenn = nation(model, "BRENN")
    programme = next(each for each in brenn.programmes if each.funding["BRENN"] > 0)
    for told in (
        brenn.budget.why(),
        brenn.why("home.approval"),
        brenn.why("trust", "ALDA"),
        programme.why("work"),
    ):
        assert told.after - told.before == sum(row.amount for row in told.reasons)
    assert {row.rule for row in brenn.budget.why().reasons} == {"R1"}
    assert "spending BRENN, turn 1" in str(brenn.budget.why())


@pytest.mark.parametrize("kind", [Nation, Budget, Programme])
def test_a_view_cannot_be_assigned(model: WargameModel, kind: type) -> None:
    view = next(iter(model.agents.select(agent_type=kind)))
    name = next(iter(view.fields()))

    with pytest.raises(ReadOnlyError, match=rf"{name!r} cannot be assigned.*Game.inject"):
        setattr(view, name, 1.0)
    with pytest.raises(ReadOnlyError, match="inject"):
        view.invented = 1
    with pytest.raises(TypeError):
        nation(model, "BRENN").home["approval"] = 90.0
    with pytest.raises(AttributeError, match="has no attribute 'speling'"):
        view.speling  # noqa: B018


def test_selecting_and_asking_agents(model: WargameModel) -> None:
    rich = model.agents.select(lambda each: isinstance(each, Budget) and each.spending > 0.0)

    assert len(rich) == len(model.agents.select(agent_type=Nation)) == 4
    assert sorted(model.agents.select(agent_type=Nation).get("id")) == ["ALDA", "BRENN", "CORVE", "DRAY"]


def test_the_data_collector_collects_opening_and_turns(model: WargameModel) -> None:
    while model.running:
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()

    assert list(frame["turn"]) == list(range(model.turn + 1))
    assert frame["ending"].iloc[-1] == model.ending != "playing"
    assert frame["stability"].iloc[-1] == float(model.state.stability[0])


def test_a_collector_of_ones_own(model: WargameModel) -> None:
    model.datacollector = mesa.DataCollector(
        model_reporters={"hottest": lambda each: float(each.state.tension[0].max())},
        agent_reporters={"name": lambda each: each.id},
    )
    model.step()

    assert len(model.datacollector.get_model_vars_dataframe()) == 1
    assert "BRENN" in set(model.datacollector.get_agent_vars_dataframe()["name"])


def test_batch_run_sweeps_seeds_and_replicates() -> None:
    rows = mesa.batch_run(
        WargameModel,
        {"scenario": PRACTICE, "seed": [1, 2], "replicate": [0, 1], "turns": 3},
        number_processes=1,
        display_progress=False,
    )

    assert [(row["seed"], row["replicate"], row["turn"]) for row in rows] == [
        (seed, replicate, 3) for seed in (1, 2) for replicate in (0, 1)
    ]
    alone = WargameModel(arrange(PRACTICE, turns=3), seed=2, replicate=1)
    digests(alone)
    assert rows[-1]["stability"] == float(alone.state.stability[0])
    assert len({row["stability"] for row in rows}) == 4


def test_a_game_that_is_over_stays_as_it_is(model: WargameModel) -> None:
    told = digests(model)
    model.step()

    assert model.over
    assert [state.digest() for state in model.states[1:]] == told


def test_mesas_rng_names_the_game_if_no_seed_does() -> None:
    assert WargameModel(PRACTICE, rng=4).dice == WargameModel(PRACTICE, seed=4).dice
    assert WargameModel(PRACTICE, seed=5, rng=4).dice.seed == 5


def test_an_unknown_keyword_is_told() -> None:
    with pytest.raises(WargameError, match="knows no sede"):
        WargameModel(PRACTICE, sede=1)


# -- the examples -------------------------------------------------------------------------------------------


def test_the_batch_run_example_plays_every_seed_and_cast() -> None:
    table = mesa_batch_run.sweep(range(2), turns=2)
    told = mesa_batch_run.summary(table)

    assert list(told["cast"].unique()) == list(mesa_batch_run.CASTS)
    assert (told["games"] == 2).all()
    hawks = "hawks on the islands"
    alone = WargameModel(arrange(PRACTICE, turns=2), seed=1, characters=mesa_batch_run.CASTS[hawks])
    digests(alone)
    row = table[(table["seed"] == 1) & (table["cast"] == hawks)]
    assert row["stability"].item() == float(alone.state.stability[0])


def test_the_batch_run_example_speaks_like_an_ensemble_and_says_how_sure_it_is() -> None:
    table = mesa_batch_run.sweep(range(3), turns=2)
    told = mesa_batch_run.summary(table).set_index(["cast", "outcome"])
    cast = "hawks on the islands"
    games = run_plan(
        plan_of(PRACTICE, games=1, seed=2, turns=2, characters=mesa_batch_run.CASTS[cast])
    ).outcomes()
    row = table[(table["seed"] == 2) & (table["cast"] == cast)]

    for name in {outcome for _, outcome in told.index}:
        assert name in games.columns
        if name != "breakdown":
            assert games[name].item() == row[name].item()
    values = table.loc[table["cast"] == cast, "tension:narrows"]
    held = told.loc[(cast, "tension:narrows")]
    assert held["mean"] == pytest.approx(values.mean())
    assert held["error"] == pytest.approx(values.std(ddof=1) / 3**0.5)
    assert (told["low"] <= told["mean"]).all()
    assert (told["mean"] <= told["high"]).all()
    # none of three games tells little of the share
    assert told.loc[(cast, "breakdown"), "high"] == pytest.approx(0.561, abs=1e-3)
    text = mesa_batch_run.page(told.reset_index())
    assert "3 games of each cast" in text
    assert f"{held['mean']:.2f} ({held['low']:.2f} to {held['high']:.2f})" in text


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Render the page of the example without a browser, nor the strictness that our own server sets."""
    monkeypatch.setattr(solara.settings.main, "allow_global_context", True)
    with warnings.catch_warnings():
        # Solara warns of hooks in Mesa's own components
        warnings.simplefilter("ignore")
        from wargame.examples import mesa_page

        layout = solara.AppLayout(children=[mesa_page.page])
        box, rendered = solara.render(layout, handle_error=False)
    yield box
    rendered.close()


def widgets(value: Any, seen: set[int]) -> Iterator[ipywidgets.Widget]:
    """Yield every widget below a value, wherever another one keeps it."""
    if isinstance(value, ipywidgets.Widget) and id(value) not in seen:
        seen.add(id(value))
        yield value
        value = [getattr(value, name) for name in value.keys]
    if isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from widgets(each, seen)


def told(page: Any) -> str:
    """Return the texts that the page shows."""
    found = (each for each in widgets(page, set()) if isinstance(each, ipyvuetify.VuetifyTemplate))
    return " ".join(each.template for each in found if isinstance(each.template, str))


def click(page: Any, label: str) -> None:
    buttons = (each for each in widgets(page, set()) if isinstance(each, ipyvuetify.Btn))
    next(each for each in buttons if each.children == [label]).click()


def test_the_page_steps_through_a_game_and_begins_anew(page: Any) -> None:
    for turn in range(3):
        assert f"Turn {turn}</strong> of 8, playing" in told(page)
        click(page, "Step")
    assert sum(isinstance(each, ipywidgets.Image) for each in widgets(page, set())) == 3
    click(page, "Reset")
    assert "Turn 0</strong> of 8, playing" in told(page)
