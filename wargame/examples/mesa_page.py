"""The game as a ``SolaraViz`` page: ``solara run wargame/examples/mesa_page.py``.

Step through a game of house AI, or let it play; choose scenario, seed and length, and begin anew. Nothing is fetched
from elsewhere: charts are drawn here and sent as pictures. Needs ``pip install 'wargame[viz]'``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import solara
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from wargame.agents import Nation
from wargame.model import WargameModel
from wargame.scenario import list_scenarios
from wargame.state import LEVELS

SCENARIO = "northeast-asia-2022"
"""The scenario that the page opens with."""


@solara.component
def Lines(model: WargameModel, prefixes: tuple[str, ...], title: str) -> None:
    """Draw numbers of 0 to 100 that were collected at the opening and after every turn.

    Parameters
    ----------
    prefixes : how the names of the collected numbers begin, ``tension:`` for those of all flashpoints
    """

    def finish(axes: Axes) -> None:
        axes.set_box_aspect(0.6)
        axes.set(title=title, ylim=(0, 100), ylabel="points")
        axes.grid(alpha=0.3)

    names = [name for name in model.datacollector.model_reporters if name.startswith(prefixes)]
    draw, _ = make_plot_component(names, post_process=finish)
    draw(model)


@solara.component
def Map(model: WargameModel) -> None:
    """Draw nations where they lie, as large as they spend, and flashpoints, the darker the hotter."""
    update_counter.get()
    world, figure = model.play.world, Figure(figsize=(6.0, 4.2))
    axes = figure.subplots()
    for agreement in np.flatnonzero(model.state.agreement[0] == 1):
        places = [
            list(model.play.scenario.nations.values())[n].place
            for n in np.flatnonzero(world.party[agreement])
        ]
        axes.plot(*zip(*places, strict=True), color="0.75", linewidth=1.0, zorder=1)
    for nation in model.agents.select(agent_type=Nation):
        row = model.play.scenario.nations[nation.id]
        size = 60.0 * np.sqrt(nation.spending / max(model.state.spending[0].mean(), 1e-9)) + 20.0
        axes.scatter(row.place[0], row.place[1], s=size, color=row.colour, edgecolor="white", zorder=2)
        axes.annotate(
            nation.id,
            row.place,
            (8, 3),
            textcoords="offset points",
            fontsize=9,
            zorder=4,
            bbox={"color": "white", "alpha": 0.7, "pad": 0.5},
        )
    spots = np.array([row.place for row in model.play.scenario.flashpoints.values()])
    axes.scatter(
        spots[:, 0],
        spots[:, 1],
        c=model.state.tension[0],
        vmin=0.0,
        vmax=100.0,
        cmap="Reds",
        marker="D",
        s=70,
        edgecolor="black",
        zorder=3,
    )
    axes.set(title="Nations, agreements in force (lines), flashpoints (diamonds)", xticks=[], yticks=[])
    axes.margins(0.12)
    solara.FigureMatplotlib(figure, dependencies=[model, model.turn])


def nation_table(model: WargameModel) -> pd.DataFrame:
    """Return one row a nation: who decides for it, its budget, approval at home and running programmes."""
    rows = []
    for nation in model.agents.select(agent_type=Nation):
        running = [each.name for each in nation.programmes if 0 < each.stage < 6]
        rows.append(
            {
                "nation": nation.name,
                "character": nation.character,
                "budget, bn USD": round(nation.spending, 1),
                "share of GDP, %": round(100.0 * nation.budget.share_of_gdp, 2),
                "approval": round(nation.home["approval"]),
                "programmes": len(running),
            }
        )
    return pd.DataFrame(rows)


@solara.component
def Table(model: WargameModel) -> None:
    """Show how the game stands and a row for every nation."""
    update_counter.get()
    world = model.play.world
    levels = ", ".join(
        f"{name} {LEVELS[level]}"
        for name, level in zip(world.ids["flashpoint"], model.state.level[0], strict=True)
    )
    solara.Markdown(
        f"**Turn {model.turn}** of {model.play.scenario.frame.turns}, {model.ending}. Ladder: {levels}."
    )
    solara.DataFrame(nation_table(model), items_per_page=20)


model = WargameModel(SCENARIO, seed=7)
model_params: dict[str, Any] = {
    "scenario": {
        "type": "Select",
        "label": "Scenario",
        "value": SCENARIO,
        "values": [name for name, _ in list_scenarios()],
    },
    "seed": Slider("Seed", value=7, min=0, max=200, step=1),
    "turns": Slider("Turns", value=8, min=1, max=20, step=1),
}
page = SolaraViz(
    model,
    components=[
        (Table, 0),
        (Map, 0),
        (lambda model: Lines(model, ("tension:",), "Tension by flashpoint"), 0),
        (
            lambda model: Lines(
                model, ("cohesion:", "stability"), "Cohesion of groups, stability of the region"
            ),
            0,
        ),
    ],
    model_params=model_params,
    play_interval=400,
    name="Wargame: a game as a Mesa model",
)
page  # noqa: B018
